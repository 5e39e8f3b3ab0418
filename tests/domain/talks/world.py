"""A small world for tests of deciding: articles go in, events come out, and the model is rebuilt from the events alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from domain.events import (
    ArticleRef,
    CorrectionFiled,
    Curation,
    Event,
    MeetingChange,
    MeetingJoined,
    MeetingParted,
    Provenance,
    ReportMoved,
    ReportWithdrawn,
)
from domain.reports import Evidence, Format, Precision, Previous, Report, Status, When, Where
from domain.talks.curate import By, Case
from domain.talks.curation import in_force
from domain.talks.decide import (
    curation_event_ids,
    decide,
    decide_all,
    decide_curation,
    event_ids,
    reading_event_ids,
)
from domain.talks.ledger import Ledger
from domain.talks.model import FiledReport, Intake, MeetingView
from domain.talks.neighbourhood import Memory, gather_all, gather_curation, neighbourhood_of

COUNTRY = {
    "Geneva": "CH",
    "Brussels": "BE",
    "Vienna": "AT",
    "Paris": "FR",
    "Moscow": "RU",
    "Washington": "US",
    "Oslo": "NO",
}


def on(text: str | None) -> When | None:
    """``2022-01-10`` · ``2022-01-10/2022-01-12`` (range) · ``2022-01-11~2022-01-20`` (part) · ``2022-01`` (month) ·
    ``2022-W02`` (week), with ``@15:00 CET`` for the hour."""
    if text is None:
        return None
    text, _, clock = text.partition("@")
    time = clock or None
    if "W" in text:
        year, week = text.split("-W")
        start = date.fromisocalendar(int(year), int(week), 1)
        return When(start=start, end=date.fromisocalendar(int(year), int(week), 7), precision=Precision.WEEK)
    if "/" in text:
        first, last = text.split("/")
        return When(start=date.fromisoformat(first), end=date.fromisoformat(last), precision=Precision.RANGE)
    if "~" in text:
        first, last = text.split("~")
        return When(start=date.fromisoformat(first), end=date.fromisoformat(last), precision=Precision.PART)
    if len(text) == 7:
        year_month = date.fromisoformat(text + "-01")
        following = date(year_month.year + year_month.month // 12, year_month.month % 12 + 1, 1)
        return When(start=year_month, end=date.fromordinal(following.toordinal() - 1), precision=Precision.MONTH)
    return When(start=date.fromisoformat(text), end=date.fromisoformat(text), precision=Precision.DAY, time=time)


def at(city: str | None) -> Where | None:
    return Where(city=city, country=COUNTRY.get(city)) if city else None


def report(
    parties: str,
    status: str,
    when: str | None = None,
    where: str | None = None,
    *,
    was: str | None = None,
    was_in: str | None = None,
    format: str = "unknown",
    quote: str | None = None,
    by: str | None = None,
) -> Report:
    sentence = quote or f"{parties} {status} {when or ''} {where or ''} {was or ''}".strip()
    return Report(
        parties=tuple(parties.split()),
        status=Status(status),
        when=on(when),
        where=at(where),
        format=Format(format),
        previous=Previous(when=on(was), where=at(was_in)) if was or was_in else None,
        evidence=(Evidence(start=0, end=len(sentence), quote=sentence, role="status"),),
        attributed_to=by,
    )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def article(
    name: str,
    published: str,
    *reports: Report,
    revision: int = 1,
    story: str | None = None,
    version: str = "1",
    outlet: str | None = None,
    provenance: Provenance | None = None,
) -> Intake:
    """One reading of one article; ``published`` is ISO without a zone, taken as UTC. Without an ``outlet`` it has one of
    its own."""
    outlet = outlet or f"{name} Courier"
    site = "".join(letter for letter in outlet.lower() if letter.isalnum())
    return Intake(
        article=ArticleRef(
            article_id=name,
            revision=revision,
            url=f"https://{site}.example/{name}",
            outlet=outlet,
            title=f"Title of {name}",
            published_at=moment(published),
            story_id=story,
        ),
        reports=reports,
        extractor="test",
        extractor_version=version,
        provenance=provenance,
    )


class World:
    """The read model that follows from the events, as a log and its projection would keep it."""

    def __init__(self, *intakes: Intake) -> None:
        self.ledger = Ledger()
        self.log: list[Event] = []
        self.ids: list[str] = []
        for intake in intakes:
            self.take(intake)

    @property
    def filed(self) -> dict[str, FiledReport]:
        return self.ledger.filed

    def take(self, intake: Intake) -> list[MeetingChange]:
        """Decide on ``intake`` in its neighbourhood, apply the events, and return the changes that would be told."""
        standing = self.ledger.standing
        events = decide(neighbourhood_of(tuple(self.filed.values()), intake, standing), intake, standing)
        self.ids += event_ids(intake, events, basis=len(self.log))
        return self._record(events)

    def take_all(self, intakes: Sequence[Intake]) -> list[MeetingChange]:
        """Decide on several articles at once."""
        standing = self.ledger.standing
        source = Memory(self.filed.values(), standing)
        articles = {intake.article.article_id for intake in intakes}
        own = [f for f in self.filed.values() if f.article.article_id in articles]
        filed = gather_all(intakes, own, source.load, standing, source.find)
        events = decide_all(filed, intakes, standing)
        self.ids += reading_event_ids(intakes, events, basis=len(self.log))
        return self._record(events)

    def curate(self, made: Curation) -> list[MeetingChange]:
        """Put a decision of a person into force, and return the changes that would be told."""
        standing = self.ledger.standing
        curations = in_force([*self.ledger.curations, made])
        source = Memory(self.filed.values(), standing)
        filed = gather_curation(standing, curations, source.load, source.find)
        events = decide_curation(filed, standing, curations, made)
        self.ids += curation_event_ids(made, events)
        return self._record(events)

    def _record(self, events: Sequence[Event]) -> list[MeetingChange]:
        self.log += events
        self.apply(events)
        return [event for event in events if isinstance(event, MeetingChange)]

    def apply(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, ReportWithdrawn):
                assert self.filed[event.report_id].meeting_id == event.meeting_id
            elif isinstance(event, ReportMoved):
                assert self.filed[event.report_id].meeting_id == event.from_meeting
            elif isinstance(event, MeetingJoined | MeetingParted):
                assert self.ledger.joined.get(event.meeting_id) == event.from_meeting
            elif isinstance(event, CorrectionFiled):
                assert self.ledger.corrected.get(event.curation_id) == event.from_meeting
            self.ledger.apply(event)

    @property
    def meetings(self) -> dict[str, list[FiledReport]]:
        return self.ledger.meetings

    def case(self, wanted: str) -> Case:
        """The one meeting whose line begins so, as a person sees it before deciding about it."""
        (found,) = [v for v in self.views if line(v).startswith(wanted)]
        return self.case_of(found.meeting_id)

    def case_of(self, meeting_id: str) -> Case:
        return Case(meeting_id, self.meetings[meeting_id], (*self.filed.values(), *self.ledger.standing.withheld))

    def by(self, reason: str = "seen by a person", actor: str = "jane") -> By:
        return By(actor, reason, len(self.log))

    @property
    def views(self) -> list[MeetingView]:
        return sorted(self.ledger.views(), key=lambda v: (v.first_published, v.facts.parties, str(v.facts.when)))

    def status(self) -> list[str]:
        """The status table, ids aside: everything a view says, in a stable order."""
        return sorted(v.model_dump_json(exclude={"meeting_id"}) for v in self.views)

    def partition(self) -> set[frozenset[str]]:
        return {frozenset(f.report_id for f in filed) for filed in self.meetings.values()}

    def lines(self) -> list[str]:
        """The meetings in a line each, for reading."""
        return [line(v) for v in self.views]


def line(v: MeetingView) -> str:
    when = "?" if v.when is None else v.when.start.isoformat() if v.when.days == 1 else f"{v.when.start}/{v.when.end}"
    place = (v.where.city or v.where.country) if v.where else "?"
    return f"{'-'.join(v.facts.parties)} {v.status} {when} {place}"


def kinds(changes: Sequence[MeetingChange]) -> list[str]:
    return [change.kind for change in changes]
