"""The interface every extractor satisfies, and Parley's own deterministic one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

from domain.reading import diaries, names_tables
from domain.reading import lexicon as lx
from domain.reading import times_calendar as cal
from domain.reading.attendance import Article, seat
from domain.reading.blocks import Block, BlockKind, blocks, joined_stops, unwrap
from domain.reading.clauses import parse
from domain.reading.explain import Explainer, Explanation
from domain.reading.frames import frames as build
from domain.reading.gatherings import beside, convene, converge, lend_the_room, taken_apart
from domain.reading.language import UNDETERMINED, language
from domain.reading.linking import MAX_FRAMES, Meeting, link, passing_through, settle
from domain.reading.mention_frame import BACKGROUND_DAYS, Context, Frame
from domain.reading.names import Gazetteer, Introductions
from domain.reading.offices import bearers, blocs, bodies, koreas, prefixed
from domain.reading.participants import PAIR_NAME, SEATS
from domain.reading.sentences import sentences
from domain.reading.stays import shared_day
from domain.reading.syntax import CAPITALS, Sentence
from domain.reading.times import find_times
from domain.reading.tokens import Direction, NameKind, NameMention, TimeMention
from domain.reports import Evidence, Format, Precision, Report, Status, When, Where

__all__ = ["Explanation", "Extraction", "Extractor", "RuleExtractor"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that an extractor has to say about one article."""

    reports: tuple[Report, ...]
    language: str
    """BCP 47 primary tag; texts that are not English are recorded as unread with their language, never misread."""
    explanations: tuple[Explanation, ...] = field(default=())


class Extractor(Protocol):
    """Reads one article. Implementations are pure: same arguments, same answer."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def extract(
        self, text: str, published: date, *, title: str = "", outlet: str | None = None, explain: bool = False
    ) -> Extraction:
        """Return the reports of an article published on ``published`` (in the article's own time zone)."""
        ...


class RuleExtractor:
    """The rule-based reader. Construct once and reuse: construction compiles the name tables.

    ``gazetteer`` takes an extended one (``Gazetteer.default(extra=...)``); without it the packaged names are used.
    """

    name = "rules"
    version = "2"

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer.default()
        if not CAPITALS:
            CAPITALS.update({state.id: state.capital[0] for state in names_tables.states() if state.capital})

    def extract(
        self, text: str, published: date, *, title: str = "", outlet: str | None = None, explain: bool = False
    ) -> Extraction:
        """The meeting reports of an article; never raises on any text. See ``docs/reading.md`` for the steps."""
        if not lx.may_tell_of_a_meeting(text.lower()) and not lx.may_tell_of_a_meeting(title.lower()):
            return Extraction((), language(text or title))
        tag = language(text if text.strip() else title)
        if tag not in ("en", UNDETERMINED):
            return Extraction((), tag)
        lowered = f"{title}\n{text}".lower()
        if sum(word in lowered for word in _OF_SPORT) > 1 and not any(word in lowered for word in _OF_STATE):
            return Extraction((), tag)  # "Argentina will meet Brazil in Buenos Aires": teams
        told = diaries.entries(text, published, title)
        if told:
            return self._of_a_diary(told, text, published, tag, explain)
        return _Reading(self._gazetteer, text, published, title, explain).run(tag)

    def _of_a_diary(self, told: list[diaries.Entry], text: str, published: date, tag: str, explain: bool) -> Extraction:
        """The reports of a diary, entry by entry, each on the day of its heading."""
        reports: list[Report] = []
        explanations: list[Explanation] = []
        introduced = self._gazetteer.introductions(text, published)  # by any entry, for all
        for entry in told[:_MAX_ENTRIES]:
            before = f"{entry.owner} will hold a " if entry.owner else ""
            own = text[entry.start : entry.end]
            if not lx.may_tell_of_a_meeting(own.lower()):
                continue
            body = before + (own[:1].lower() + own[1:] if before else own)
            if body[-1] not in ".!?":
                body += "."  # an entry is a sentence, with a stop or without
            reading = _Reading(self._gazetteer, body, entry.day, "", explain, entry=introduced)
            found = reading.run(tag)
            here = self._place(entry.place, published)
            reports += [kept for r in found.reports if (kept := _entered(r, entry, here, text, published)) is not None]
            for row in found.explanations:
                lo, hi = (min(entry.end, entry.start + max(0, at - len(before))) for at in (row.start, row.end))
                explanations.append(replace(row, start=lo, end=hi, sentence=text[lo:hi]))
        return Extraction(tuple(_distinct(reports)), tag if tag != UNDETERMINED else "en", tuple(explanations))

    def _place(self, slug: str, published: date) -> tuple[str | None, str | None]:
        """City and country of the words that an entry begins with ("ASTANA, Kazakhstan")."""
        if slug.startswith("UNITED NATIONS"):
            return "New York", "US"
        found = self._gazetteer.find(slug.title(), published) if slug else []
        return next(((m.city, m.country) for m in found if m.city), (None, None))


_MAX_ENTRIES: Final = 200
"""Entries read of one diary."""


def _entered(
    report: Report, entry: diaries.Entry, here: tuple[str | None, str | None], text: str, published: date
) -> Report | None:
    """A report of an entry as one of the whole text: on its heading's day, at its place, with its words where they stand."""
    prefix = len(f"{entry.owner} will hold a ") if entry.owner else 0
    evidence: list[Evidence] = []
    for quote in report.evidence:
        lo, hi = (min(entry.end, entry.start + max(0, at - prefix)) for at in (quote.start, quote.end))
        evidence.append(quote.model_copy(update={"start": lo, "end": hi, "quote": text[lo:hi]}))
    when = report.when
    if when is None:
        last = max(entry.until or entry.day, entry.day)
        when = When(start=entry.day, end=last, precision=Precision.DAY if last == entry.day else Precision.RANGE)
        lo, hi = entry.heading
        told = {"in": "text", "start": lo, "end": hi, "quote": text[lo:hi], "role": "when"}
        evidence.append(Evidence.model_validate(told))
    elif entry.until is not None and when.start == when.end and when.start < entry.until:
        when = When(start=when.start, end=entry.until, precision=Precision.RANGE, time=when.time)
    status = report.status
    if status is Status.CONCLUDED and when.end >= published:
        status = Status.SCHEDULED  # "Michel meeting Anastasiades": what is on
    planned = (Status.SCHEDULED, Status.TENTATIVE, Status.PROPOSED)
    if when.end < (published if status in planned else cal.shift(published, -BACKGROUND_DAYS)):
        return None
    where = report.where
    city, country = here
    if (
        report.format is Format.IN_PERSON
        and city
        and (where is None or (where.city is None and where.country == country))
    ):
        where = Where(city=city, country=country)
    return report.model_copy(update={"evidence": tuple(evidence), "when": when, "where": where, "status": status})


_OF_SPORT: Final = (
    "qualifier", "friendly against", "friendlies", "midfielder", "striker", "goalkeeper", " coach", " squad", "semi-final", "semifinal",
    "quarter-final", "kick-off", "kickoff", "innings", "wicket", "batsman", "world cup", "premier league", "champions league", "playoff",
    "fixture", " fifa", " uefa", "friendly match", "grand slam", "olympic qualif", " football", " cricket", " rugby",
)  # fmt: skip
"""Words of sports news; two of them without a word of state and office make it such."""
_OF_STATE: Final = (
    "president", "prime minister", "minister", "diplomat", "government", "embassy", "envoy", "ambassador", "summit", "foreign", "kremlin",
    "white house", "united nations", "chancellor", "king ", "secretary", "negotiat", "parliament", "treaty", "sanction",
)  # fmt: skip

_LISTED: Final = re.compile(r"(?:['’]s)?(?:,|,? and|,? as well as) (?:the )?|/")
"""Between the names of a list."""
_SERIES: Final = 2
"""Parties of a pair; more of them are a list."""


class _Reading:
    """One article on its way through the stages."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        published: date,
        title: str,
        explain: bool,
        *,
        entry: Introductions | None = None,
    ) -> None:
        """``entry``: who the rest of the text introduces, where this is one entry of a diary."""
        self.gazetteer = gazetteer
        self.original = text
        self.text = joined_stops(unwrap(text))
        self.published = published
        self.title = title
        self.explain = explain
        self.entry = entry
        self.explainer = Explainer(text)
        self.names: list[NameMention] = []
        self.name_starts: list[int] = []
        self.times: list[TimeMention] = []
        self.time_starts: list[int] = []
        self.dateline = (0, 0)

    def run(self, tag: str) -> Extraction:
        introduced = self.entry or self.gazetteer.introductions(self.text, self.published)
        self.names = self.gazetteer.find(self.text, self.published, introduced=introduced)
        self.names = self._with_opposition([self._both(m) for m in self.names])
        further = (
            *bearers(self.text, self.names, self.title),
            *koreas(self.text, self.names),
            *bodies(self.text, self.names),
            *blocs(self.text, self.names),
            *prefixed(self.text, self.names),
        )
        self.names = sorted([*self.names, *further], key=lambda m: m.start)
        self.name_starts = [m.start for m in self.names]
        found: list[Block] = list(blocks(self.text, self.title))
        self.times = find_times(self.text, self.published)
        if (written := self._written(found)) != self.published:
            self.times = find_times(self.text, written)
        self.time_starts = [m.start for m in self.times]
        context = Context(published=self.published, entry=self.entry is not None)
        counts = Counter(m.party for m in self.names if m.party and m.role != "spokesperson")
        context.foremost = tuple(counts.most_common(7))
        titled = self._title(introduced, 0, context) if self.title else []
        if not context.transcript:
            context.transcript = self._author()
        frames: list[Frame] = []
        parsed: list[Sentence] = []
        order = 0
        last = 0, 0
        here_known = False
        for block in found:
            if block.kind is not BlockKind.PROSE:
                if self.explain and block.kind is not BlockKind.HEADING:
                    self.explainer.block(block.start, block.end, block.kind.value)
                continue
            body = block.start
            if block.body > block.start:
                place = self._dateline(block)
                if place is not None:
                    body = block.body
                    if not here_known:
                        context.here_city, context.here_country = place
                        self.dateline = (
                            block.start,
                            block.start + len(self.text[block.start : block.body].rstrip(" -–—:")),
                        )
                        here_known = True
            for start, end in sentences(self.text, body, block.end):
                if order:
                    self._remember_speaker(context, *last)
                last = start, end
                order += 1
                lowered = self.text[start:end].lower()
                if len(frames) >= MAX_FRAMES or not (
                    lx.may_tell_of_a_meeting(lowered)
                    or lx.may_tell_of_leaving(lowered)
                    or (
                        frames
                        and (
                            lx.may_tell_who_comes(lowered)
                            or lx.may_tell_of_a_change(lowered)
                            or lx.may_tell_of_going_there(lowered)
                            or _IT_WAS_SET.match(lowered)
                        )
                    )
                ):
                    if self._tells_another(start, end) or self._tells_where(start, end):
                        build(
                            self._sentence(self.text, start, end, introduced, order, "text"),
                            context,
                            self.text,
                            self._choose,
                            self._resolve,
                        )
                    else:
                        self._remember_people(context, start, end)
                    continue
                sentence = self._sentence(self.text, start, end, introduced, order, "text")
                made = build(sentence, context, self.text, self._choose, self._resolve)
                frames += made
                parsed.append(sentence)
                if self.explain:
                    self.explainer.sentence(sentence, made)
        frames += titled
        convene(frames)
        converge(frames)
        lend_the_room(frames)
        beside(frames)
        seat(frames, Article(self.text, self.names, parsed))
        self._seat_known_round(frames)
        meetings, verdicts = link(taken_apart(frames), self.published)
        reports: list[Report] = []
        days: dict[int, When] = {}
        journeys = passing_through(meetings)
        stale = self._only_old_days([(b.start, b.end) for b in found if b.kind is BlockKind.PROSE])
        for number, meeting in enumerate(meetings):
            report, why = settle(meeting, self.published, stale=stale)
            if number in journeys:
                report, why = None, "only the journey to a meeting told of elsewhere in the article"
            if self.explain:
                self.explainer.meeting(meeting, report, why)
            if report is not None:
                report = self._on_the_day_before_told(report, meeting, frames, days)
                if report.when is not None:
                    days.update(dict.fromkeys((id(f) for f in meeting.frames), report.when))
                reports.append(self._at_the_dateline(report, meeting, context))
        if self._tells_of_old(frames) and not any(report.when is not None for report in reports):
            reports = [report for report in reports if report.status is not Status.CONCLUDED]
        reports = [self._beside_the_gathering(report, frames) for report in reports]
        unique = _distinct(reports)
        explanations = self.explainer.result(verdicts) if self.explain else ()
        return Extraction(tuple(unique), tag if tag != UNDETERMINED else "en", explanations)

    def _author(self) -> tuple[str, ...]:
        """Who says "I" outside quotes in a release that its head signs with one office-holder's name ("… ALEXANDER DOWNER")."""
        spoken = _FIRST_PERSON.search(self.text, 0, _HEAD_OF_A_RELEASE)
        if spoken is None:
            return ()
        head = self.text.rfind("\n", 0, spoken.start())
        before = self.text[: spoken.start()]
        if head < 0 or before.count('"') % 2 or before.count("“") > before.count("”"):
            return ()
        people = {m.party for m in self._names_between(0, head) if m.kind is NameKind.PERSON and m.party and m.role}
        return tuple(people) if len(people) == 1 else ()

    def _tells_of_old(self, frames: list[Frame]) -> bool:
        """The article opens with a meeting that ended more than a week ago: what "also met" without a day was of it."""
        horizon = cal.shift(self.published, -BACKGROUND_DAYS)
        return any(
            frame.when is not None
            and frame.when.end < horizon
            and frame.sentence.order <= _OPENING
            and frame.status is Status.CONCLUDED
            and frame.source == "text"
            and not (frame.past_label or (frame.history and frame.when.days > _OPENING))
            for frame in frames
        )

    def _only_old_days(self, prose: list[tuple[int, int]]) -> bool:
        """True where the article names days and all of them are more than a week gone: what it tells without a day is not news."""
        sharp = (Precision.DAY, Precision.RANGE)
        days = [
            t.nearest
            for start, end in prose
            for t in self.times[bisect_left(self.time_starts, start) : bisect_left(self.time_starts, end)]
            if t.nearest is not None
            and t.nearest.precision in sharp
            and not (t.clock is not None and t.kind == "explicit" and t.nearest.start == self.published)  # a stamp
        ]
        return bool(days) and all((self.published - when.end).days > BACKGROUND_DAYS for when in days)

    def _written(self, found: list[Block]) -> date:
        """The day from which "today" and "on Tuesday" are counted: the dateline's, where it is a day or two before publication."""
        opening = next((b for b in found if b.kind is BlockKind.PROSE), None)
        head = (opening.start, opening.body) if opening is not None else (0, 0)
        first = next(
            (
                t
                for t in self.times[:4]
                if t.nearest is not None and (t.dateline or head[0] <= t.start < t.end <= head[1])
            ),
            None,
        )
        if first is None or first.nearest is None or first.nearest.precision is not Precision.DAY:
            return self.published
        behind = (self.published - first.nearest.start).days
        return first.nearest.start if 0 < behind <= _A_DAY_OR_TWO else self.published

    def _on_the_day_before_told(
        self, report: Report, meeting: Meeting, frames: list[Frame], days: dict[int, When]
    ) -> Report:
        """The day of a journey or of a meeting told of right before, for what is told next without one."""
        shared = shared_day(report, meeting.frames, frames, days, self.published)
        if shared is None:
            return report
        when, told, there = shared
        where = report.where
        sentence = told.sentence
        roles = ["when"]
        if there and where is None and (told.city or told.country):
            where = Where(city=told.city, country=told.country)
            roles.append("where")
        evidence = [
            Evidence.model_validate(
                {"in": "text", "start": sentence.start, "end": sentence.end, "quote": sentence.text, "role": role}
            )
            for role in roles
        ]
        return report.model_copy(update={"when": when, "where": where, "evidence": (*report.evidence, *evidence)})

    def _at_the_dateline(self, report: Report, meeting: Meeting, context: Context) -> Report:
        """News of a meeting on or just over is written where it is held: its dateline, in one of its own countries or seats,
        and in the country that it names for the meeting, where it names one."""
        if not context.here_city or report.format is not Format.IN_PERSON:
            return report
        if report.where is not None and (report.where.city or report.where.country != context.here_country):
            return report
        if report.status not in (Status.CONCLUDED, Status.UNDERWAY):
            return report
        today = report.when is not None and abs((self.published - report.when.end).days) <= _A_DAY_OR_TWO
        if min(f.sentence.order for f in meeting.frames) > 2 and not today:
            return report
        if context.here_country not in report.parties and context.here_city not in SEATS:
            return report
        start, end = self.dateline
        told = Evidence.model_validate(
            {"in": "text", "start": start, "end": end, "quote": self.original[start:end], "role": "where"}
        )
        where = Where(city=context.here_city, country=context.here_country)
        return report.model_copy(update={"where": where, "evidence": (*report.evidence, told)})

    def _beside_the_gathering(self, report: Report, frames: list[Frame]) -> Report:
        """Meetings of the days of a gathering are held where it is, where the article tells of one place only."""
        if report.where is not None or report.when is None or report.format is not Format.IN_PERSON:
            return report
        held = [
            f
            for f in frames
            if f.city
            and (f.kind in (lx.SUMMIT, lx.GATHERING) or f.word in ("gathered", "gather", "gathering"))
            and f.source == "text"
            and not f.past_label
            and f.status not in (Status.CANCELLED, Status.POSTPONED)
        ]
        cities = {f.city for f in held}
        if len(cities) != 1 or report.when.days > 7:
            return report
        days = [
            f.when for f in frames if f.kind in (lx.SUMMIT, lx.GATHERING) and f.when is not None and f.when.days <= 7
        ]
        now = any(f.status in (Status.UNDERWAY, Status.CONCLUDED) for f in held)
        today = now and not days and abs((self.published - report.when.start).days) <= 1
        if not today and not any(d.start <= report.when.end and report.when.start <= d.end for d in days):
            return report
        first = held[0]
        told = Evidence.model_validate(
            {
                "in": "text",
                "start": first.sentence.start,
                "end": first.sentence.end,
                "quote": first.sentence.text,
                "role": "where",
            }
        )
        where = Where(city=first.city, country=first.country)
        return report.model_copy(update={"where": where, "evidence": (*report.evidence, told)})

    def _seat_known_round(self, frames: list[Frame]) -> None:
        """In news of "the six-party talks", a round or session of talks that names nobody is theirs."""
        rounds = [m for m in self.names if len(m.parties) > 2 and m.text.lower().endswith("talks")]
        if not rounds:
            return
        for frame in frames:
            own = set(frame.parties)
            if (
                frame.kind in (lx.TALKS, lx.ROUND)
                and len(own) < 2
                and own <= set(rounds[0].parties)
                and not frame.topic
                and frame.source == "text"
                and not _with_somebody(frame)
            ):
                frame.parties, frame.pair, frame.reference, frame.definite = rounds[0].parties, True, False, True
                frame.notes.append(f"a round of the {rounds[0].text}")

    def _title(self, introduced: Introductions, order: int, context: Context) -> list[Frame]:
        """The headline's frames; the people in it are whom "the president" and "I" mean at the start of the text."""
        sentence = self._sentence(self.title, 0, len(self.title), introduced, order, "title")
        own = Context(title=True, published=self.published)
        made = build(sentence, own, self.title, self._choose, self._resolve)
        context.last_person, context.last_pair = own.last_person, own.last_pair
        if not context.last_pair:
            context.last_pair = _two_of_a_headline(sentence)
        if not context.last_person:
            offices = [
                t.name.party
                for t in sentence.tokens
                if t.name is not None
                and t.name.party
                and (t.name.role == "spokesperson" or t.name.kind is NameKind.METONYM)
            ]
            context.last_person = (offices[0],) if offices else ()
        if _TRANSCRIPT.search(self.text) or _TRANSCRIPT_TITLE.match(self.title):
            people = [
                t.name.party
                for t in sentence.tokens
                if t.name is not None and t.name.kind is NameKind.PERSON and t.name.party
            ]
            context.transcript = (people[0],) if people else ()
        return made

    def _sentence(
        self, text: str, start: int, end: int, introduced: Introductions, order: int, source: str
    ) -> Sentence:
        if source == "text":
            names = self._names_between(start, end)
            times = [
                t
                for t in self.times[bisect_left(self.time_starts, start) : bisect_left(self.time_starts, end)]
                if t.end <= end
            ]
        else:
            names = self.gazetteer.find(text, self.published, introduced=introduced)
            times = find_times(text, self.published)
        sentence = parse(text, start, end, names, times)
        if source == "text":
            sentence.text = self.original[start:end]  # evidence quotes the article as it is
        sentence.order = order
        sentence.source = source
        return sentence

    def _both(self, mention: NameMention) -> NameMention:
        """The body of two ("NATO-Russia Council") stands for both."""
        match = PAIR_NAME.match(mention.text) if mention.kind is NameKind.ORGANISATION else None
        if match is None:
            return mention
        first, second = self._resolve(match[1]), self._resolve(match[2])
        return replace(mention, parties=(first, second)) if first and second and first != second else mention

    def _with_opposition(self, names: list[NameMention]) -> list[NameMention]:
        """In news of a civil war "the opposition" and "the rebels" are a party at the table: that of the state most named."""
        if not _CONFLICT.search(self.text):
            return names
        found = list(_BARE_OPPOSITION.finditer(self.text))
        if len(found) < 2:
            return names
        counted = Counter(m.party for m in names if m.party and lx.is_state(m.party))
        foremost = counted.most_common(1)[0][1] if counted else 0
        party = next(
            (o for state, n in counted.most_common(2) if 2 * n > foremost and (o := self._opposition(state))), None
        )  # "the opposition" of an article on Lebanon is not Syria's
        if party is None:
            return names
        taken = [(m.start, m.end) for m in names]
        starts = [s for s, _ in taken]
        for match in found:
            at = bisect_left(starts, match.start(1))
            if (at < len(taken) and taken[at][0] < match.end(1)) or (at and taken[at - 1][1] > match.start(1)):
                continue
            names.append(NameMention(match.start(1), match.end(1), match[1], NameKind.GROUP, party))
        return sorted(names, key=lambda m: m.start)

    def _names_between(self, start: int, end: int) -> list[NameMention]:
        found = self.names[bisect_left(self.name_starts, start) : bisect_left(self.name_starts, end)]
        return [m for m in found if m.end <= end]

    def _tells_another(self, start: int, end: int) -> bool:
        """One leader told another something: read for its day, which a call told of next was on."""
        if self.text.find(" told ", start, end) < 0:
            return False
        people = {m.party for m in self._names_between(start, end) if m.kind is NameKind.PERSON and m.party}
        return len(people) > 1

    def _tells_where(self, start: int, end: int) -> bool:
        """Somebody in office "is in Cairo": read for the place, where what the next sentence tells of was."""
        if all(self.text.find(be, start, end) < 0 for be in (" is in ", " was in ", " are in ", " were in ")):
            return False
        found = self._names_between(start, end)
        return any(m.kind is NameKind.PERSON and m.party for m in found) and any(m.city for m in found)

    def _remember_people(self, context: Context, start: int, end: int) -> None:
        for mention in self._names_between(start, end):
            if mention.kind is NameKind.PERSON and mention.party and mention.role != "spokesperson":
                context.last_person = (mention.party,)
        self._remember_list(context, start, end)

    def _remember_list(self, context: Context, start: int, end: int) -> None:
        """ "Kenya, Uganda and Tanzania share the lake": whom "the three countries" of a later sentence means."""
        listed: list[str] = []
        edge = -1
        for mention in self._names_between(start, end):
            if not mention.party or mention.kind is NameKind.PLACE:
                continue
            if edge < 0 or not _LISTED.fullmatch(self.text, edge, mention.start):
                listed = []
            edge = mention.end
            if mention.party not in listed:
                listed.append(mention.party)
            if len(listed) > _SERIES:
                context.lists[len(listed)] = tuple(listed)

    def _remember_speaker(self, context: Context, start: int, end: int) -> None:
        """Who is quoted in a sentence: "he" of a quote that goes on in the next one."""
        if self.text.find(" said", start, end) < 0 and self.text.find(" told", start, end) < 0:
            return
        for mention in self._names_between(start, end):
            if mention.kind is NameKind.PERSON and mention.party and _QUOTED.match(self.text, mention.end, end):
                context.last_speaker = (mention.party,)

    def _choose(self, mention: TimeMention, direction: Direction) -> When | None:
        when = mention.choose(direction)
        near = mention.nearest
        if (
            direction is Direction.FUTURE
            and when is not None
            and near is not None
            and (when.start - self.published).days > _HALF_A_YEAR
            and 0 < (self.published - near.end).days <= (_A_SEASON if near.precision is Precision.DAY else _A_MONTH)
        ):
            return near  # told a day late: "will arrive on November 27" in a paper of the 28th
        if (
            direction is Direction.PAST
            and when is not None
            and near is not None
            and (self.published - when.end).days > _HALF_A_YEAR
            and 0 < (near.start - self.published).days <= _A_MONTH
        ):
            return near
        return when

    def _opposition(self, state: str) -> str | None:
        """The id under which the gazetteer knows a state's opposition ("Syrian opposition"), if it does."""
        for word in demonyms().get(state, ()):
            found = self._resolve(f"{word} opposition")
            if found and found != state:
                return found
        return None

    def _resolve(self, name: str) -> str | None:
        found = self.gazetteer.find(name, self.published)
        return found[0].party if found else None

    def _dateline(self, block: Block) -> tuple[str | None, str | None] | None:
        head = self.text[block.start : block.body]
        if head.startswith("UNITED NATIONS"):
            return "New York", "US"
        for mention in self.gazetteer.find(
            head.title() if head.split(",")[0].split("/")[0].isupper() else head, self.published
        ):
            if mention.kind is NameKind.ORGANISATION and mention.party and not mention.start:
                return None  # "Pacific Islands Forum (PIF) foreign ministers will meet"
            if mention.city or mention.kind is NameKind.PLACE:
                return mention.city, mention.country
            if mention.kind is NameKind.STATE:
                return None, mention.country
        return (None, None) if any(mark in head for mark in "(-–—:_") or head.split(",")[0].strip().isupper() else None


def _with_somebody(frame: Frame) -> bool:
    """ "consultations with the American envoy": not the round of all."""
    after = frame.sentence.tokens[frame.index + 1 : frame.index + 2]
    return bool(frame.parties) and bool(after) and after[0].low == "with"


_OPENING: Final = 3
"""Sentences in which an article says what it is about."""


def _two_of_a_headline(sentence: Sentence) -> tuple[str, ...]:
    """ "Japan, China to resume talks": whom "the two sides" means at the start of the text."""
    tokens = sentence.tokens
    if len(tokens) < 4 or tokens[1].low != "," or tokens[0].name is None or tokens[2].name is None:
        return ()
    first, second = tokens[0].name.party, tokens[2].name.party
    verb = sentence.group_at.get(3)
    return (first, second) if first and second and first != second and verb is not None else ()


_A_DAY_OR_TWO: Final = 2
"""Days within which what an article tells further down is still told from where it was written."""

_QUOTED: Final = re.compile(r"(?:, [^,.]{3,90},)? (?:said|told)\b")
"""After a name, what makes its bearer the one who is quoted."""

_HALF_A_YEAR: Final = 250
_A_MONTH: Final = 31
_A_SEASON: Final = 100
"""Days for which a day of the month just past is likelier than the same one next year."""

_IT_WAS_SET: Final = re.compile(
    r"\W{0,2}(?:it|they) (?:(?:was|were) to (?:have |be |take place|begin|start|open)|(?:had|has|have|was|were|is|are) (?:(?:\w+ly|first|now|still) )?(?:been )?(?:(?:\w+ly|first) )?(?:scheduled|due|set|slated|planned|fixed)"
    r"|(?:will|would) (?:\w+ )?(?:be held|take place|begin|start|open|resume|go ahead))\b"
    r"|\W{0,2}(?:the next|the new|another|a (?:\w+ )?)\s?round\b"
)

_CONFLICT: Final = re.compile(
    r"\b(?:peace talks|ceasefire|cease-fire|truce|civil war|peace negotiations|peace process)\b"
)
_BARE_OPPOSITION: Final = re.compile(
    r"(?:\b[Tt]he|\band|\bmain|\bof) (opposition|rebels)\b(?! (?:part(?:y|ies)|leader|candidate|lawmaker|politician|figure|group|to |held|area|fighter|territor|stronghold))(?!-)"
)
_TRANSCRIPT: Final = re.compile(
    r"(?m)^(?:THE (?:VICE )?PRESIDENT|(?:PRIME|FOREIGN) MINISTER(?: [A-Z]+)?|SECRETARY [A-Z]+|(?:MR|MS|MRS)\. [A-Z][A-Z-]+):"
)
_FIRST_PERSON: Final = re.compile(
    r"(?<![^\s(])I (?:will|shall|had|have|am|was|met|look|visited|welcome|welcomed|spoke|held|hosted|travelled|received|would|also|leave|intend)\b"
)
"""How an office-holder's own release begins ("I will visit Fiji")."""
_HEAD_OF_A_RELEASE: Final = 1500
"""Characters within which it does."""
_TRANSCRIPT_TITLE: Final = re.compile(
    r"(?i)(?:remarks|statement|speech|address|press (?:gaggle|briefing|conference)|interview|transcript)\b"
)


@lru_cache(maxsize=1)
def demonyms() -> dict[str, tuple[str, ...]]:
    """State id → demonyms, for names that are built with one ("Syrian opposition")."""
    return {state.id: state.demonyms for state in names_tables.states()}


def _distinct(reports: list[Report]) -> list[Report]:
    """Drop a report that says the same as one before it."""
    kept: list[Report] = []
    for report in reports:
        if (
            report.status is Status.CONCLUDED
            and report.when is None
            and any(
                r is not report
                and r.parties == report.parties
                and r.format is report.format
                and r.status is not Status.CONCLUDED
                and (r.status in (Status.SCHEDULED, Status.UNDERWAY) or r.where == report.where)
                for r in reports
            )
        ):
            continue  # a stage of the visit that the other report is about
        if not any(
            r.parties == report.parties
            and r.status is report.status
            and r.when == report.when
            and r.format is report.format
            for r in kept
        ):
            kept.append(report)
    return kept
