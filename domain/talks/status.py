"""The status as people and programs read it: JSON, the agenda's order, and honest English.

Time passing is not an event. Whether a meeting awaits its outcome is computed here, when asked, from the day that the
caller calls today.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.facts import MeetingFacts
from domain.reports import Format, Precision, Status, When, Where
from domain.talks.circles import core, is_session
from domain.talks.model import MeetingView

if TYPE_CHECKING:
    from domain.events import MeetingChange

# Written out: the calendar module's names follow the machine's locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)


def awaiting_outcome(view: MeetingView, today: date) -> bool:
    """True where the meeting's days are over and no report says what came of it."""
    return view.when is not None and view.when.end < today and view.status not in (Status.CONCLUDED, Status.CANCELLED)


def display_status(view: MeetingView, today: date) -> str:
    """The status in words for a table; ``awaiting outcome`` where the days are over without news."""
    return "awaiting outcome" if awaiting_outcome(view, today) else view.status.value


def as_status_json(view: MeetingView, today: date) -> dict[str, Any]:
    """One meeting as ``parley status --json`` prints it, in the terms of reports.

    ``evidence`` are the quotes that status and date rest on, with offsets into the text of ``article``.
    """
    data = view.model_dump(mode="json", by_alias=True)
    facts = data["facts"]
    return {
        "id": view.meeting_id,
        "parties": facts["parties"],
        "status": facts["status"],
        "when": facts["when"],
        "where": facts["where"],
        "format": facts["format"],
        "previous": data["previous"],
        "voices": view.voices,
        "awaiting_outcome": awaiting_outcome(view, today),
        "disputes": data["disputes"],
        "corrections": data["corrections"],
        "attributed_to": view.attributed_to,
        "evidence": data["evidence"],
        "article": data["evidence_article"],
        "first_published": data["first_published"],
        "last_published": data["last_published"],
    }


AgendaOrder = tuple[int, int, int, tuple[str, ...], str]


def agenda_order(view: MeetingView, today: date) -> AgendaOrder:
    """Sort key of a status table: what is on or ahead by date, then what has no date (latest news first), then what is
    over (latest first). Ties go by parties and id."""
    tie = (view.facts.parties, view.meeting_id)
    if view.when is None:
        return (1, -int(view.last_published.timestamp()), 0, *tie)
    if view.when.end >= today:
        return (0, view.when.start.toordinal(), view.when.days, *tie)
    return (2, -view.when.end.toordinal(), 0, *tie)


def agenda(views: Iterable[MeetingView], today: date) -> list[MeetingView]:
    """The views in the order of a status table."""
    return sorted(views, key=lambda view: agenda_order(view, today))


# --- dates and places in words -----------------------------------------------------------------------------------------


def format_when(when: When | None, *, long: bool = False, year: bool = True) -> str:
    """A date with the precision it was given in and no more: ``10 Jan 2022``, ``10–12 Jan 2022``, ``week of 3 Jan 2022``,
    ``mid-January 2022``, ``autumn 2022``. ``long`` writes months out; ``year=False`` leaves the year away.
    The hour is not shown: it stands in ``When.time`` as it was written."""
    if when is None:
        return "no date"
    text = _vague(when) if when.precision in (Precision.PART, Precision.MONTH, Precision.WEEK) else None
    if text is None:
        text = (
            _span(when.start, when.end, long=long)
            if when.firm
            else f"between {_span(when.start, when.end, long=long, joint=' and ')}"
        )
    if when.precision is Precision.WEEK and when.days == 7:
        text = f"week of {_day(when.start, long=long)} {when.start.year}"
    if not year:
        text = text.removesuffix(f" {when.end.year}").removesuffix(" of")
    return text


def _day(day: date, *, long: bool) -> str:
    return f"{day.day} {(MONTHS if long else SHORT_MONTHS)[day.month - 1]}"


def _span(start: date, end: date, *, long: bool, joint: str = "–") -> str:
    if start == end:
        return f"{_day(start, long=long)} {start.year}"
    wide = joint if joint != "–" else " – "
    if start.year != end.year:
        return f"{_day(start, long=long)} {start.year}{wide}{_day(end, long=long)} {end.year}"
    if start.month != end.month:
        return f"{_day(start, long=long)}{wide}{_day(end, long=long)} {end.year}"
    return f"{start.day}{joint}{_day(end, long=long)} {end.year}"


_PARTS_OF_YEAR: Mapping[tuple[int, int], str] = {
    (1, 12): "",
    (1, 3): "first quarter of",
    (4, 6): "second quarter of",
    (7, 9): "third quarter of",
    (10, 12): "fourth quarter of",
    (3, 5): "spring",
    (6, 8): "summer",
    (9, 11): "autumn",
    (1, 4): "early",
    (5, 8): "mid",
    (9, 12): "late",
    (1, 6): "first half of",
    (7, 12): "second half of",
}
"""First and last whole month → how that part of a year is called; the spans that reading gives such words, and the northern seasons."""


def _vague(when: When) -> str | None:
    """The name of a part of a month or year, where the interval is exactly one; None where only its ends can be told."""
    start, end = when.start, when.end
    last = monthrange(end.year, end.month)[1]
    if (start.year, start.month) == (end.year, end.month):
        month = f"{MONTHS[start.month - 1]} {start.year}"
        names = {(1, last): month, (1, 10): f"early {month}", (11, 20): f"mid-{month}", (21, last): f"late {month}"}
        return names.get((start.day, end.day))
    if start.day != 1 or end.day != last:
        return None
    if start.year + 1 == end.year and (start.month, end.month) == (12, 2):
        return f"winter {start.year}/{end.year % 100:02d}"
    if start.year != end.year:
        return None
    part = _PARTS_OF_YEAR.get((start.month, end.month))
    if part is None:
        return None
    return f"mid-{start.year}" if part == "mid" else f"{part} {start.year}".strip()


def when_phrase(when: When) -> str:
    """The date after a verb: ``on 10 January 2022``, ``from 10 to 12 January 2022``, ``in mid-January 2022``."""
    words = format_when(when, long=True)
    clock = f" at {when.time}" if when.time and when.days == 1 else ""
    if when.start == when.end:
        return f"on {words}{clock}"
    if when.firm:
        return f"on {words}"
    if words.startswith("between"):
        return words
    if words.startswith(("week of", "first", "second", "third", "fourth")):
        return f"in the {words}"
    return f"in {words}"


def move_phrase(old: When | None, new: When | None) -> str:
    """``from 10 to 13 January 2022``, with no more months and years than are needed."""
    if old is None or new is None:
        return " ".join(
            part
            for part in (
                f"from {format_when(old, long=True)}" if old else "",
                f"to {format_when(new, long=True)}" if new else "",
            )
            if part
        )
    if old.firm and new.firm and old.start.year == old.end.year == new.start.year == new.end.year:
        if old.start.month == old.end.month == new.start.month == new.end.month:
            days = f"{old.start.day}" if old.days == 1 else f"{old.start.day}–{old.end.day}"
            return f"from {days} to {_span(new.start, new.end, long=True)}"
        return f"from {format_when(old, long=True, year=False)} to {format_when(new, long=True)}"
    return f"from {_with_article(format_when(old, long=True))} to {_with_article(format_when(new, long=True))}"


def _with_article(words: str) -> str:
    return f"the {words}" if words.startswith(("week", "first", "second", "third", "fourth")) else words


def format_where(where: Where | None, names: Mapping[str, str] | None = None, format: Format = Format.UNKNOWN) -> str:
    """``Geneva``; the country's display name where no city is known; how they meet where they do not meet in a place;
    empty where nothing is known."""
    if where is None:
        return {Format.CALL: "by telephone", Format.VIDEO: "by video"}.get(format, "")
    return where.city or (names or {}).get(where.country or "", where.country or "")


# --- meetings and changes in words ------------------------------------------------------------------------------------


def _is_state(party: str) -> bool:
    return len(party) == 2 and party not in ("EU", "UN", "G7", "G8")


def in_order(parties: Iterable[str]) -> list[str]:
    """Party ids as people list them: bodies before states, the United States first among these."""
    return sorted(parties, key=lambda party: (_is_state(party), party != "US", party))


def _named(parties: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(party, party) for party in in_order(parties)]


def format_parties(parties: Sequence[str], names: Mapping[str, str]) -> str:
    """``US–Russia``, ``NATO–Russia``, ``G20: US, China``. Ids that ``names`` lacks are shown as they are."""
    circle = frozenset(parties)
    if not is_session(circle):
        return "–".join(_named(circle, names))
    body, attending = "–".join(_named(core(circle), names)), _named(circle - core(circle), names)
    return f"{body}: {', '.join(attending)}" if attending else body


def meeting_words(facts: MeetingFacts, names: Mapping[str, str]) -> str:
    """What the meeting is called in a line: ``US–Russia talks``, ``G20 meeting``, ``US–China call``."""
    noun = {Format.CALL: "call", Format.VIDEO: "video conference"}.get(facts.format, "talks")
    circle = frozenset(facts.parties)
    if is_session(circle):
        return f"{format_parties(sorted(core(circle)), names)} {'meeting' if noun == 'talks' else noun}"
    if len(circle) > 5:
        shown = _named(circle, names)
        return f"{', '.join(shown[:3])} and {len(shown) - 3} others: {noun}"
    return f"{format_parties(facts.parties, names)} {noun}"


_VERBS: Mapping[Status, str] = {
    Status.PROPOSED: "proposed",
    Status.TENTATIVE: "expected",
    Status.SCHEDULED: "scheduled",
    Status.POSTPONED: "postponed",
    Status.CANCELLED: "called off",
    Status.UNDERWAY: "under way",
    Status.CONCLUDED: "held",
}


def describe_change(change: MeetingChange, names: Mapping[str, str]) -> str:
    """One line of English for a change, such as "US–Russia talks moved from 10 to 13 January 2022, Geneva".

    ``names`` maps party and country ids to display names; an id that it lacks is shown as it is.
    """
    before, after = change.before, change.after
    facts = after or before
    if facts is None:
        return f"Meeting {change.meeting_id} {change.kind}"
    line = f"{meeting_words(facts, names)} {_predicate(change, before, after, names)}"
    return f"{line} (sources disagree)" if change.disputed else line


def _predicate(
    change: MeetingChange, before: MeetingFacts | None, after: MeetingFacts | None, names: Mapping[str, str]
) -> str:
    if after is None:
        merged = getattr(change, "merged_into", None)
        return (
            "are the same as others known already and were joined with them"
            if merged
            else "withdrawn: no report supports them any longer"
        )
    when, where = after.when, format_where(after.where, names)
    place = f", {where}" if where else ""
    match change.kind:
        case "announced":
            return _state(after, place)
        case "firmed":
            if after.status is Status.TENTATIVE:
                return f"now expected{' ' + when_phrase(when) if when else ', no date yet'}{place}"
            return f"confirmed{' for ' + format_when(when, long=True) if when else ', no date yet'}{place}"
        case "detailed":
            return _details(before, after, names)
        case "rescheduled":
            old = before.when if before else None
            if change.disputed and old and when:
                return f"now given as {when_phrase(when)} instead of {format_when(old, long=True)}{place}"
            if old and when and old.start == when.start and old.end == when.end:
                return f"moved from {old.time} to {when.time} on {format_when(when, long=True)}{place}"
            return (
                f"moved {move_phrase(old, when)}{place}"
                if old
                else f"now set for {format_when(when, long=True)}{place}"
            )
        case "relocated":
            old_place = format_where(before.where, names) if before else ""
            if after.format in (Format.CALL, Format.VIDEO) and before and before.format is not after.format:
                return f"moved online{' from ' + old_place if old_place else ''}{', ' + format_when(when, long=True) if when else ''}"
            day = f", {format_when(when, long=True)}" if when else ""
            if change.disputed:
                return f"now given as in {where} instead of {old_place}{day}"
            return f"moved{' from ' + old_place if old_place else ''} to {where or 'a place not yet named'}{day}"
        case "postponed":
            old = before.when if before else None
            if when is None:
                return f"postponed{' from ' + format_when(old, long=True) if old else ''}, no new date{place}"
            moved = old is not None and not (old.start == when.start and old.end == when.end)
            return f"postponed {move_phrase(old, when) if moved else 'to ' + format_when(when, long=True)}{place}"
        case "cancelled":
            return f"called off{', planned for ' + format_when(when, long=True) if when else ''}{place}"
        case "reinstated":
            return f"on again{', ' + format_when(when, long=True) if when else ''}{place}"
        case "started":
            return f"under way{' ' + when_phrase(when) if when else ''}{place}"
        case "concluded":
            return f"over, held{' ' + when_phrase(when) if when else ''}{place}"
        case "parties_changed":
            joined, left = _joined_left(before, after, names)
            parts = [f"now with {joined}" if joined else "", f"without {left}" if left else ""]
            return f"{' and '.join(part for part in parts if part)}{', ' + format_when(when, long=True) if when else ''}{place}"
        case "corrected":
            lost = ", place not known" if before and before.where and after.where is None else ""
            return (
                f"corrected: {_state(after, place)}{lost}"
                if before
                else f"now told apart from another meeting: {_state(after, place)}"
            )
        case _:
            return f"{change.kind}: {_state(after, place)}"


def _state(facts: MeetingFacts, place: str) -> str:
    verb, when = _VERBS[facts.status], facts.when
    if when is None:
        return (
            f"{verb}{place}, no date"
            if facts.status in (Status.PROPOSED, Status.TENTATIVE, Status.SCHEDULED)
            else f"{verb}{place}"
        )
    if facts.status in (Status.SCHEDULED, Status.PROPOSED):
        return f"{verb} for {format_when(when, long=True)}{place}"
    if facts.status is Status.POSTPONED:
        return f"{verb} to {format_when(when, long=True)}{place}"
    if facts.status is Status.CANCELLED:
        return f"{verb}, planned for {format_when(when, long=True)}{place}"
    return f"{verb} {when_phrase(when)}{place}"


def _joined_left(before: MeetingFacts | None, after: MeetingFacts, names: Mapping[str, str]) -> tuple[str, str]:
    old = set(before.parties) if before else set()
    new = set(after.parties)

    def listed(parties: set[str]) -> str:
        return ", ".join(names.get(party, party) for party in sorted(parties))

    return listed(new - old), listed(old - new)


def _details(before: MeetingFacts | None, after: MeetingFacts, names: Mapping[str, str]) -> str:
    parts = []
    if after.when and (before is None or before.when != after.when):
        hour = f" at {after.when.time}" if after.when.time else ""
        parts.append(f"{format_when(after.when, long=True)}{hour}")
    if after.where and (before is None or before.where != after.where):
        parts.append(f"in {format_where(after.where, names)}")
    if before is None or before.format is not after.format:
        parts.append(
            {Format.CALL: "by telephone", Format.VIDEO: "by video", Format.IN_PERSON: "in person"}.get(after.format, "")
        )
    joined, _ = _joined_left(before, after, names)
    if before is not None and joined:
        parts.append(f"with {joined}")
    known = ", ".join(part for part in parts if part)
    return f"{_VERBS[after.status]}: {known}" if known else f"{_VERBS[after.status]}: more is known"
