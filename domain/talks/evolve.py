"""The fold: from a meeting's reports, in publication order, to what they together say about it.

A meeting is nothing but the set of reports filed under it. ``view`` folds them in ``FiledReport.order``, so the result
depends on the set alone and never on the order of arrival. What a report may do to the facts:

- **Certainty.** Later and at least as firm wins. A weaker report ("may meet") never overrides a firmer one ("will
  meet"), unless it states a change: a ``previous`` date or place, or the news that the meeting is put off, called off,
  under way or over.
- **What has happened stays happened.** Once a meeting is under way or over, a report that looks forward to it
  (proposed, tentative, scheduled) was written before and changes nothing, whenever it was published: matching only
  brings such a report here when it speaks of the same days or of none.
- **Off and on again.** A firm report that a called-off or put-off meeting takes place reinstates it, if it was published
  at least ``ECHO`` after the news; within that time it is more likely a preview overtaken by events, and is kept as a
  dispute.
- **Dates.** A date within the known one refines it; a day and a longer meeting around it do not contradict each other,
  and the longer one is kept; a date that a stated change has replaced does not come back by repetition.
- **Contradiction.** Among equally firm voices the later one is followed and the others are kept as disputes, until a
  stated change or the voice itself settles it.
- **Corrections.** What a person put right outweighs every report that was published before; a later one is followed only
  where it states a change, and is a dispute where it merely repeats.
- **Stories.** What a story has said it does not say again (``domain.stories``): the same sentence in a copy is no news,
  unless it speaks of other days, places or parties and the copy is no mere reprint, ``REPRINT`` after the first at the latest.
  A copy that says something else is followed like any other report.
- **Voices.** Sources are counted by voice, each standing for all stories that it brought; of what each outlet says, its
  latest word counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from domain.events import ArticleRef, CorrectedField, FactsCorrected, MeetingFacts
from domain.reports import Evidence, Format, Precision, Previous, Report, Status, When, Where
from domain.stories import Stories, publisher
from domain.talks.circles import core, is_session
from domain.talks.model import CorrectionNote, Dispute, FiledReport, MeetingView

ECHO = timedelta(hours=6)
"""How long after the news that a meeting is off (or put off) other articles may still carry the old state. Wire previews
and morning papers trail by some hours; a reversal within one news cycle is rare and is repeated by later articles."""

REPRINT = timedelta(days=6)
"""How much later a copy of a sentence is still the same sentence where it is read to say something else: "on Tuesday", printed
on Wednesday, is no other Tuesday. A week later it may be, and is no mere copy."""

RETELLING = timedelta(days=7)
"""How long after a postponement further reports of "the postponement" without any date are taken to tell of the same one."""

FORWARD = frozenset({Status.PROPOSED, Status.TENTATIVE, Status.SCHEDULED})
"""The meeting is ahead."""
OFF = frozenset({Status.POSTPONED, Status.CANCELLED})
HELD = frozenset({Status.UNDERWAY, Status.CONCLUDED})

LONGEST_MEETING = 31
"""Days. A span with both ends that is longer ("between January and December") is no meeting's very days."""

DisputedField = Literal["when", "where", "status"]


def source_of(article: ArticleRef) -> str:
    """Whose latest word an article is: its outlet's; an article of no known outlet speaks for itself."""
    return publisher(article) or article.article_id


def states_change(report: Report) -> bool:
    """True where the text itself says that something about the meeting changes. A proposal to move is no move."""
    if report.status is Status.PROPOSED:
        return False
    return report.previous is not None or report.status in OFF or report.status in HELD


def places_conflict(ours: Where | None, theirs: Where | None) -> bool:
    """True where two places cannot be the same. A country alone does not contradict a city in it."""
    if ours is None or theirs is None:
        return False
    if ours.country and theirs.country and ours.country != theirs.country:
        return True
    return bool(ours.city and theirs.city and ours.city.casefold() != theirs.city.casefold())


def is_firm(when: When) -> bool:
    """True where the stated days are the very days of the meeting."""
    # As ``when.firm and when.days <= LONGEST_MEETING``: most of what a decision does is asking this.
    precision = when.precision
    return (precision is Precision.DAY or precision is Precision.RANGE) and (
        when.end - when.start
    ).days < LONGEST_MEETING


def same_days(ours: When, theirs: When) -> bool:
    return ours.start == theirs.start and ours.end == theirs.end


def dates_conflict(ours: When | None, theirs: When | None) -> bool:
    """True where two dates cannot both be right: they share no day. An unknown date contradicts nothing."""
    return ours is not None and theirs is not None and not ours.overlaps(theirs)


def shifted(ours: When, theirs: When) -> bool:
    """True where going from one date to the other is a move, not a refinement: no common day, or two firm spans of
    which neither contains the other."""
    if not ours.overlaps(theirs):
        return True
    return is_firm(ours) and is_firm(theirs) and not (ours.within(theirs) or theirs.within(ours))


def merged_place(ours: Where | None, theirs: Where | None) -> Where | None:
    """The fuller of two places that do not conflict."""
    if ours is None or theirs is None:
        return ours or theirs
    return Where(city=ours.city or theirs.city, country=ours.country or theirs.country)


def iso_days(when: When) -> str:
    """``2022-01-10`` or, for a span, the ISO 8601 interval ``2022-01-10/2022-01-12``."""
    return when.start.isoformat() if when.start == when.end else f"{when.start.isoformat()}/{when.end.isoformat()}"


def place_words(where: Where) -> str:
    return ", ".join(part for part in (where.city, where.country) if part)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a source last asserted, firmly, about one field."""

    value: When | Where
    report_id: str
    step: int


@dataclass(slots=True)
class Fold:
    """The state of a meeting after some of its reports. Every fact knows the report that it was taken from (``*_by``)."""

    parties: frozenset[str]
    status: Status
    when: When | None
    where: Where | None
    format: Format
    previous: Previous | None
    status_by: FiledReport
    when_by: FiledReport
    where_by: FiledReport
    format_by: FiledReport
    parties_by: FiledReport
    support: FiledReport
    """The latest report that asserts the present status and date: the evidence that is shown."""
    reports: list[FiledReport]
    joined_late: bool = False
    """The last party to join did so after two voices had described the circle without it."""
    put_off_at: datetime | None = None
    """When the meeting was last reported as put off."""
    date_firmness: int = 0
    """Firmness of the report that the date was taken from."""
    replaced: list[When] = field(default_factory=list)
    """Dates that a stated change has taken back."""
    fixed: dict[CorrectedField, FactsCorrected] = field(default_factory=dict)
    """Field → the correction that it rests on."""
    misread: list[When] = field(default_factory=list)
    """Dates that reports gave and a person put right: still what the meeting is recognised by, and no longer believed."""
    _noted: list[FiledReport] = field(default_factory=list)
    """The reports that said something, or said again what others had said."""
    _said: dict[_Sentence, list[FiledReport]] = field(default_factory=dict)
    _stories: Stories = field(default_factory=Stories)
    _told_apart: int = 0
    """How many of the reports are sorted into stories."""
    _claims: dict[tuple[DisputedField, str], _Claim] = field(default_factory=dict)
    """Field and source → …"""
    _settled: dict[DisputedField, int] = field(default_factory=dict)
    _doubts: dict[str, tuple[Status, str]] = field(default_factory=dict)
    """Source → a firm status of its that was not followed, and the report that it stands in."""

    # --- construction -------------------------------------------------------------------------------------------------

    @classmethod
    def begin(cls, first: FiledReport) -> Fold:
        report = first.report
        fold = cls(
            parties=frozenset(report.parties),
            status=report.status,
            when=report.when,
            where=report.where,
            format=report.format,
            previous=report.previous,
            status_by=first,
            when_by=first,
            where_by=first,
            format_by=first,
            parties_by=first,
            support=first,
            reports=[first],
            put_off_at=first.article.published_at if report.status is Status.POSTPONED else None,
            date_firmness=report.status.firmness,
        )
        if report.previous and report.previous.when and dates_conflict(report.previous.when, report.when):
            fold.replaced.append(report.previous.when)
        if report.status is Status.POSTPONED and report.previous and report.previous.when and not report.when:
            fold.replaced.append(report.previous.when)
        fold._note(first)
        fold._claim(first)
        return fold

    @property
    def founded_by(self) -> FiledReport:
        return self.reports[0]

    @property
    def first_published(self) -> datetime:
        return self.reports[0].article.published_at

    @property
    def last_published(self) -> datetime:
        return self.reports[-1].article.published_at

    @property
    def stories(self) -> Stories:
        """The stories among the articles of this meeting. Sorted when first asked for: most steps do without."""
        for filed in self.reports[self._told_apart :]:
            self._stories.add(filed.article, filed.provenance)
        self._told_apart = len(self.reports)
        return self._stories

    def repeats(self, filed: FiledReport) -> bool:
        """True where ``filed`` is a copy of a sentence that the same story has said about this meeting before."""
        said = [earlier for earlier in self._said.get(_sentence(filed), ()) if _reprints(filed, earlier)]
        return bool(said) and self.copies_any(filed, said)

    def copies_any(self, filed: FiledReport, of: Iterable[FiledReport]) -> bool:
        """True where ``filed``, a report of this meeting or not, is of the same story as one of those reports of it."""
        return self.stories.holds_copy(filed.article, filed.provenance, (other.article for other in of))

    def claimed(self, value: When | Where) -> bool:
        """True where a source of this meeting firmly says so, whatever is followed: a source of a dispute is no other
        meeting."""
        name: DisputedField = "when" if isinstance(value, When) else "where"
        if isinstance(value, When) and not is_firm(value):
            return False
        settled = self._settled.get(name, 0)
        for (field_, _), claim in self._claims.items():
            if field_ != name or claim.step < settled:
                continue
            theirs = claim.value
            if isinstance(value, When) and isinstance(theirs, When):
                if value.overlaps(theirs):
                    return True
            elif isinstance(value, Where) and isinstance(theirs, Where) and not places_conflict(value, theirs):
                return True
        return False

    def retells(self, report: Report) -> bool:
        """True where ``report`` speaks of a date that was replaced, without saying that the present one is replaced."""
        if self.when is None:
            return False
        if report.when is not None and not report.when.overlaps(self.when):
            moves_from_now = (
                report.previous is not None
                and not dates_conflict(report.previous.when, self.when)
                and report.previous.when
            )
            return not moves_from_now and any(report.when.overlaps(old) for old in self.replaced)
        if report.when is None and report.status in OFF and report.previous and report.previous.when:
            old_date = report.previous.when
            return not old_date.overlaps(self.when) and any(old_date.overlaps(old) for old in self.replaced)
        return False

    # --- what people put right ----------------------------------------------------------------------------------------

    def correct(self, correction: FactsCorrected) -> None:
        """Let the corrected fields be what a person says, until news that states a change alters them."""
        # What was claimed before is settled; the next report has the next number.
        settled = len(self.reports) + 1
        for name in correction.fields:
            if name == "parties":
                self.parties = frozenset(correction.parties or ()) or self.parties
            elif name == "status" and correction.status is not None:
                self.status = correction.status
                self.put_off_at = correction.at if correction.status is Status.POSTPONED else self.put_off_at
                self._doubts.clear()
            elif name == "when":
                given = [self.when, *(claim.value for claim in self._claims.values()), *self.misread]
                self.when = correction.when
                self.misread = [
                    date for date in given if isinstance(date, When) and (not self.when or not date.overlaps(self.when))
                ]
                self.date_firmness = Status.SCHEDULED.firmness
                self.replaced = [gone for gone in self.replaced if self.when is None or not gone.overlaps(self.when)]
                self._settled["when"] = settled
            elif name == "where":
                self.where = correction.where
                self._settled["where"] = settled
            elif name == "format" and correction.format is not None:
                self.format = correction.format
            self.fixed[name] = correction

    def _holds(self, name: CorrectedField, report: Report) -> bool:
        """True where a person's word stands against ``report``, because it states no change of this field."""
        if name not in self.fixed:
            return False
        if not states_change(report):
            return True
        if name == "when":
            # "The talks of the 10th are off", or were held, repeats the date in passing.
            told_in_passing = report.status is Status.CANCELLED or (
                report.when is not None and any(report.when.overlaps(date) for date in self.misread)
            )
            return report.previous is None and told_in_passing
        return name == "where" and report.status is Status.CANCELLED

    # --- one step -----------------------------------------------------------------------------------------------------

    def add(self, filed: FiledReport) -> None:
        """Fold in the next report in publication order."""
        report = filed.report
        self.reports.append(filed)
        if self.repeats(filed):
            return
        if self.retells(report):
            if report.status is Status.SCHEDULED and report.when and is_firm(report.when):
                self._claims["when", source_of(filed.article)] = _Claim(report.when, filed.report_id, len(self.reports))
            self._note(filed)
            return
        before, was = self.status, self.facts if self.fixed else None
        followed = False if self._holds("status", report) and report.status is not before else self._status(filed)
        if followed is not None:
            if "parties" not in self.fixed:
                self._parties(filed)
            if not self._holds("when", report):
                self._date(filed, before, followed)
            if not self._holds("where", report):
                self._place(filed, before, followed)
            if not self._holds("format", report):
                self._format(filed)
            self._claim(filed)
        if was is not None:
            now = self.facts
            self.fixed = {name: by for name, by in self.fixed.items() if getattr(was, name) == getattr(now, name)}
        if report.status is self.status and not dates_conflict(report.when, self.when):
            if self.when is None or report.when is not None or self.support.report.when is None:
                self.support = filed
            for source in [one for one in self._doubts if one != source_of(filed.article)]:
                if followed:
                    del self._doubts[source]
        self._note(filed)

    def _note(self, filed: FiledReport) -> None:
        self._noted.append(filed)
        self._said.setdefault(_sentence(filed), []).append(filed)

    def _status(self, filed: FiledReport) -> bool | None:
        """Decide on the status. True: followed (or confirmed); False: the facts may still be filled in; None: the report
        was overtaken by events and says nothing more."""
        report, ours = filed.report, self.status
        theirs = report.status
        source = source_of(filed.article)
        since = filed.article.published_at - self.status_by.article.published_at
        if theirs is ours:
            self._doubts.pop(source, None)
            return True
        if ours in HELD:
            if theirs in FORWARD:
                return False
            if ours is Status.UNDERWAY:
                follow = theirs is Status.CONCLUDED or since >= ECHO
            else:
                # Over is over: neither "under way" nor "called off" undoes what was reported as held.
                follow = False
            if not follow and theirs in OFF:
                self._doubts[source] = (theirs, filed.report_id)
                return None
        elif ours in OFF:
            if theirs in HELD:
                follow = True
            elif theirs in OFF:
                follow = since >= ECHO or report.when is not None
                if not follow:
                    self._doubts[source] = (theirs, filed.report_id)
                    return None
            elif theirs is Status.SCHEDULED:
                follow = since >= ECHO or report.previous is not None
                if not follow:
                    self._doubts[source] = (theirs, filed.report_id)
                    return None
            else:
                follow = report.previous is not None and states_change(report)
        elif theirs is Status.POSTPONED and self._known_postponement(filed):
            follow = False
        else:
            follow = theirs.firmness >= ours.firmness or states_change(report)
        if follow:
            if theirs is Status.POSTPONED:
                self.put_off_at = filed.article.published_at
            self.status = theirs
            self.status_by = filed
            self.support = filed
            self._doubts.clear()
        return follow

    def _known_postponement(self, filed: FiledReport) -> bool:
        """True where "postponed" only tells again how the meeting came by the date that it already has."""
        report = filed.report
        old = report.previous.when if report.previous else None
        if report.when is not None:
            known_old = old is None or any(old.overlaps(gone) for gone in self.replaced)
            return bool(self.replaced) and known_old and not dates_conflict(report.when, self.when)
        recent = self.put_off_at is not None and filed.article.published_at - self.put_off_at <= RETELLING
        return recent and old is None and self.when is not None

    def _date(self, filed: FiledReport, before: Status, followed: bool) -> None:
        report, ours, theirs = filed.report, self.when, filed.report.when
        moved_from = report.previous.when if report.previous else None
        if theirs is None:
            put_off = report.status is Status.POSTPONED and followed
            if (
                put_off
                and ours is not None
                and (before is not Status.POSTPONED or (moved_from and moved_from.overlaps(ours)))
            ):
                self._replace(filed, None, moved_from or ours)
            elif moved_from and self.previous is None:
                self.previous = report.previous
            return
        if ours is None:
            self._take_date(filed, theirs)
            if report.previous:
                self._remember(report.previous)
            if moved_from and dates_conflict(moved_from, theirs):
                self.replaced.append(moved_from)
            return
        if before in HELD and report.status in FORWARD:
            return
        if before is Status.UNDERWAY and report.status in HELD and theirs.start > ours.end:
            self._take_date(filed, When(start=ours.start, end=theirs.end, precision=Precision.RANGE, time=ours.time))
            return
        stated = states_change(report) and (report.previous is not None or report.status is Status.POSTPONED)
        if stated and (
            not theirs.overlaps(ours) or (moved_from and same_days(moved_from, ours) and not same_days(theirs, ours))
        ):
            self._replace(filed, theirs, moved_from or ours)
            return
        if moved_from and self.previous is None and dates_conflict(moved_from, ours):
            self._remember(Previous(when=moved_from, where=report.previous.where if report.previous else None))
            self.replaced.append(moved_from)
        if report.status.firmness < self.date_firmness:
            return
        news_of_end = report.status is Status.CONCLUDED and before is not Status.CONCLUDED
        if news_of_end and is_firm(ours) and is_firm(theirs) and theirs.within(ours) and theirs.end < ours.end:
            # Over before the last day that was planned: the days that are left did not happen.
            precision = Precision.DAY if ours.start == theirs.end else Precision.RANGE
            self._take_date(filed, When(start=ours.start, end=theirs.end, precision=precision, time=ours.time))
            return
        if not theirs.overlaps(ours):
            # Only the same story brings a contradicting date here without saying that the old one is replaced.
            self._remember(Previous(when=ours))
            self._take_date(filed, theirs)
        elif is_firm(ours) and is_firm(theirs):
            if theirs.within(ours):
                if same_days(ours, theirs):
                    self._clock(filed, theirs)
                self.date_firmness = max(self.date_firmness, report.status.firmness)
            elif not ours.within(theirs):
                self._remember(Previous(when=ours))
                self._take_date(filed, theirs)
            else:
                self._take_date(filed, theirs)
        elif (is_firm(theirs) and not is_firm(ours)) or (not is_firm(ours) and theirs.days < ours.days):
            self._take_date(filed, theirs)

    def _clock(self, filed: FiledReport, theirs: When) -> None:
        """The hour of a known day. Hours in different zones are the same hour as often as not, so only the same zone, as
        written, can tell a new hour."""
        ours = self.when
        if ours is None or theirs.time is None or theirs.time == ours.time:
            return
        if ours.time is None or ours.time[5:].strip() == theirs.time[5:].strip():
            self._take_date(filed, theirs)

    def _take_date(self, filed: FiledReport, when: When) -> None:
        if when.time is None and self.when is not None and self.when.time and same_days(self.when, when):
            when = when.model_copy(update={"time": self.when.time})
        self.when = when
        self.when_by = filed
        self.date_firmness = filed.report.status.firmness

    def _replace(self, filed: FiledReport, when: When | None, old: When) -> None:
        """A stated change of date."""
        if self.when is not None:
            self.replaced.append(self.when)
        if self.when is None or not same_days(old, self.when):
            self.replaced.append(old)
        if when is not None:
            # Moved back to a date that it had been moved from.
            self.replaced = [gone for gone in self.replaced if not gone.overlaps(when)]
        previous = filed.report.previous
        self._remember(Previous(when=old, where=previous.where if previous else None))
        self.when = when
        self.when_by = filed
        self.date_firmness = filed.report.status.firmness
        self._settled["when"] = len(self.reports)

    def _remember(self, previous: Previous) -> None:
        """What the meeting was moved from, keeping the half of it that this report does not speak of."""
        known = self.previous
        self.previous = Previous(
            when=previous.when or (known.when if known else None),
            where=previous.where or (known.where if known else None),
        )

    def _place(self, filed: FiledReport, before: Status, followed: bool) -> None:
        report, ours, theirs = filed.report, self.where, filed.report.where
        moved_from = report.previous.where if report.previous and states_change(report) else None
        if moved_from:
            self._settled["where"] = len(self.reports)
            self._remember(Previous(where=moved_from))
        if theirs is None:
            if (
                moved_from
                and ours is not None
                and not places_conflict(moved_from, ours)
                and report.format in (Format.CALL, Format.VIDEO)
            ):
                self.where, self.where_by = None, filed
            return
        if ours is None:
            self.where, self.where_by = theirs, filed
            return
        if not places_conflict(ours, theirs):
            fuller = merged_place(ours, theirs)
            if fuller != ours:
                self.where, self.where_by = fuller, filed
            return
        if before in HELD and report.status in FORWARD:
            return
        if report.status is Status.CANCELLED or (not followed and not moved_from):
            # Where a meeting will not take place moves nothing.
            return
        if not moved_from and ours.city and not theirs.city:
            # "In Russia" against a known city is as often who is visited as where: a claim to show, not a move to tell.
            return
        held_there = report.status in HELD
        if moved_from or held_there or report.status.firmness >= self.where_by.report.status.firmness:
            if not moved_from:
                self._remember(Previous(where=ours))
            if held_there:
                self._settled["where"] = len(self.reports)
            self.where, self.where_by = theirs, filed

    def _format(self, filed: FiledReport) -> None:
        report = filed.report
        if report.format in (self.format, Format.UNKNOWN):
            return
        if self.format is Format.UNKNOWN or (states_change(report) and report.status.firmness >= self.status.firmness):
            self.format, self.format_by = report.format, filed

    def _parties(self, filed: FiledReport) -> None:
        """Circles only grow by naming: an article that names fewer parties does not say that the others stay away. Once
        two voices have described a circle, one voice alone does not widen it; at gatherings every attendance counts."""
        named = frozenset(filed.report.parties)
        new = named - self.parties
        if not new:
            return
        others = self._circles_of_others(filed)
        settled = sum(self.parties in circles for circles in others.values()) >= 2
        gathering = is_session(self.parties | named)
        if not gathering:
            if filed.report.status.firmness < self.status.firmness:
                return
            if settled:
                new = frozenset(p for p in new if any(p in circle for circles in others.values() for circle in circles))
                if not new:
                    return
        # A member of a body at the table does not change who meets.
        self.joined_late = settled and core(self.parties | new) != core(self.parties)
        self.parties = self.parties | new
        self.parties_by = filed

    def _circles_of_others(self, filed: FiledReport) -> dict[str, set[frozenset[str]]]:
        """Voice → the circles that it has described before, of all voices but that of ``filed``."""
        voice = self.stories.voice_of(filed.article, filed.report)
        found: dict[str, set[frozenset[str]]] = {}
        for other in self._noted:
            theirs = self.stories.voice_of(other.article, other.report)
            if theirs != voice:
                found.setdefault(theirs, set()).add(frozenset(other.report.parties))
        return found

    # --- contradiction ------------------------------------------------------------------------------------------------

    def _claim(self, filed: FiledReport) -> None:
        report = filed.report
        if report.status.firmness < 2 or report.status in OFF:
            return
        source, step = source_of(filed.article), len(self.reports)
        if report.when and is_firm(report.when):
            self._claims["when", source] = _Claim(report.when, filed.report_id, step)
        if report.where:
            self._claims["where", source] = _Claim(report.where, filed.report_id, step)

    def disputes(self) -> tuple[Dispute, ...]:
        """What equally firm sources say against the present facts, each source by its latest word."""
        found: dict[tuple[DisputedField, str, str], list[str]] = {}
        for (name, _), claim in self._claims.items():
            if claim.step < self._settled.get(name, 0):
                continue
            value = claim.value
            if isinstance(value, When):
                if self.when is not None and dates_conflict(self.when, value):
                    found.setdefault((name, iso_days(self.when), iso_days(value)), []).append(claim.report_id)
            elif self.where is not None and places_conflict(self.where, value):
                found.setdefault((name, place_words(self.where), place_words(value)), []).append(claim.report_id)
        for status, report_id in self._doubts.values():
            found.setdefault(("status", self.status.value, status.value), []).append(report_id)
        return tuple(
            Dispute(field=name, ours=ours, theirs=theirs, report_ids=tuple(sorted(report_ids)))
            for (name, ours, theirs), report_ids in sorted(found.items())
        )

    # --- results ------------------------------------------------------------------------------------------------------

    @property
    def facts(self) -> MeetingFacts:
        return MeetingFacts(
            parties=tuple(sorted(self.parties)),
            status=self.status,
            when=self.when,
            where=self.where,
            format=self.format,
        )

    def view(self, meeting_id: str) -> MeetingView:
        return MeetingView(
            meeting_id=meeting_id,
            facts=self.facts,
            previous=self.previous,
            voices=len({self.stories.voice_of(filed.article, filed.report) for filed in self.reports}),
            reports=len(self.reports),
            first_published=self.first_published,
            last_published=self.last_published,
            evidence=self.support.report.evidence,
            evidence_article=self.support.article,
            attributed_to=self.support.report.attributed_to,
            disputes=self.disputes(),
            corrections=self._notes(),
        )

    def _notes(self) -> tuple[CorrectionNote, ...]:
        fields: dict[str, list[CorrectedField]] = {}
        for name, by in self.fixed.items():
            fields.setdefault(by.curation_id, []).append(name)
        made = {by.curation_id: by for by in self.fixed.values()}
        return tuple(
            CorrectionNote(
                curation_id=one, actor=by.actor, reason=by.reason, at=by.at, fields=tuple(sorted(fields[one]))
            )
            for one, by in sorted(made.items(), key=lambda item: (item[1].at, item[0]))
        )


_Sentence = tuple[tuple[str, ...], Status]


def _sentence(filed: FiledReport) -> _Sentence:
    return (tuple(e.quote for e in filed.report.evidence), filed.report.status)


def _reprints(filed: FiledReport, earlier: FiledReport) -> bool:
    """True where the same words mean the same: they are read to say the same, or the later is a reprint of the earlier."""
    ours, theirs = filed.report, earlier.report
    if (ours.when, ours.where, ours.parties) == (theirs.when, theirs.where, theirs.parties):
        return True
    return abs(filed.article.published_at - earlier.article.published_at) <= REPRINT


def quotes_of(report: Report, roles: frozenset[str]) -> tuple[Evidence, ...]:
    """The quotes that carry the given roles, or all of them where none is so marked."""
    return tuple(e for e in report.evidence if e.role in roles) or report.evidence


def in_order(filed: Iterable[FiledReport]) -> list[FiledReport]:
    return sorted(filed, key=lambda f: f.order)


def fold(filed: Sequence[FiledReport], corrections: Sequence[FactsCorrected] = ()) -> Fold | None:
    """Fold the reports of one meeting, given in any order, and its corrections, given in the order of the log. None where
    there are no reports.

    A correction takes its place by its time ``at``, after the reports of that moment and never before the first.
    """
    ordered = in_order(filed)
    if not ordered:
        return None
    state = Fold.begin(ordered[0])
    waiting = sorted(corrections, key=lambda correction: correction.at)
    for report in ordered[1:]:
        while waiting and waiting[0].at < report.article.published_at:
            state.correct(waiting.pop(0))
        state.add(report)
    for correction in waiting:
        state.correct(correction)
    return state


def view(
    meeting_id: str, filed: Sequence[FiledReport], corrections: Sequence[FactsCorrected] = ()
) -> MeetingView | None:
    """What the reports of a meeting and the corrections of people say about it: a pure function of their sets. None where
    there are no reports."""
    state = fold(filed, corrections)
    return state.view(meeting_id) if state else None
