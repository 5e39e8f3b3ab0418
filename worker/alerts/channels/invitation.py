"""Calendar invitations, their updates and cancellations (iCalendar, RFC 5545; iTIP, RFC 5546).

An invitation is only as sharp as what is known. A meeting "in mid-January" gets none: a calendar entry on the eleventh, or
one over ten days, would claim what nobody has said. A meeting on a day is an entry for that whole day; one at an hour begins
at that hour only where its time zone is known, as in the calendar to subscribe to. When a date becomes vague again, the entry
is taken back.

The same meeting keeps its UID, which is also its UID in the calendar to subscribe to. SEQUENCE is the change's place in the meeting's stream of the log: it only ever grows, so
that an update which arrives twice or late does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from domain.events import MeetingFacts
from domain.messages import Message, Told, one_line
from domain.reports import Status
from domain.talks.status import format_where, meeting_words
from domain.targets import bare_address
from worker.alerts.channels.markup import MARKDOWN

if TYPE_CHECKING:
    from icalendar import Event

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """One iTIP message about one meeting."""

    method: Method
    uid: str
    sequence: int
    body: bytes
    """The iCalendar object, UTF-8, lines ending in CRLF."""


def method_for(before: MeetingFacts | None, after: MeetingFacts | None, recorded_on: date) -> Method | None:
    """What a change asks of a calendar; None where it asks nothing."""
    had, has = _dated(before), _dated(after)
    if after is None or after.status is Status.CANCELLED:
        return "CANCEL" if had else None
    if not has:
        return "CANCEL" if had else None
    assert after.when is not None
    if after.status is Status.CONCLUDED or after.when.end < recorded_on:
        # Nobody is invited to what is over; an entry that stands on the wrong day is put right.
        return "REQUEST" if had and before is not None and before.when != after.when else None
    return "REQUEST"


def _dated(facts: MeetingFacts | None) -> bool:
    return facts is not None and facts.status is not Status.CANCELLED and facts.when is not None and facts.when.firm


def invitation(one: Told, message: Message, sender: str, to: tuple[str, ...], description: str) -> Invitation | None:
    """What goes with the mail that tells of the change; None where a calendar has nothing to do with it."""
    from icalendar import Calendar

    from worker.web.calendar import uid

    change = one.change
    method = method_for(change.before, change.after, one.recorded.recorded_at.date())
    if method is None:
        return None
    facts = change.before if method == "CANCEL" else change.after
    assert facts is not None
    calendar = Calendar()
    calendar.add("prodid", "-//Parley//Parley//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(one, message, method, facts, sender, to, description))
    return Invitation(method, uid(change.meeting_id), one.recorded.version, calendar.to_ical())


def _event(
    one: Told,
    message: Message,
    method: Method,
    facts: MeetingFacts,
    sender: str,
    to: tuple[str, ...],
    description: str,
) -> Event:
    from icalendar import Event, vCalAddress, vText

    from worker.web.calendar import moment, uid

    when = facts.when
    assert when is not None
    event = Event()
    event.add("uid", uid(one.change.meeting_id))
    event.add("sequence", one.recorded.version)
    event.add("dtstamp", _whole_second(one.recorded.recorded_at))
    begins = moment(when)
    if begins is not None:
        event.add("dtstart", begins)  # without DTEND: nobody said how long it takes
    else:
        event.add("dtstart", when.start)
        event.add("dtend", when.end + timedelta(days=1))  # exclusive, RFC 5545 section 3.6.1
    event.add("summary", one_line(meeting_words(facts, message.names)))
    place = one_line(format_where(facts.where, message.names, facts.format))
    if place:
        event.add("location", place)
    lines = [one.sentence, description]
    if when.time:
        lines.append(f"Time as reported: {one_line(when.time)}")
    event.add("description", "\n".join(line for line in lines if line))
    address = MARKDOWN.address(one.change.article.url if one.change.article is not None else None)
    if address:
        event.add("url", str(address))
    event.add("status", "CANCELLED" if method == "CANCEL" else _status(facts.status))
    event.add("transp", "TRANSPARENT")  # a meeting of others: whoever gets it stays free that day
    event.add("class", "PUBLIC")
    organizer = vCalAddress(f"mailto:{bare_address(sender)}")
    organizer.params["cn"] = vText("Parley")
    event["organizer"] = organizer
    for recipient in to:
        attendee = vCalAddress(f"mailto:{bare_address(recipient)}")
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        attendee.params["role"] = vText("OPT-PARTICIPANT")
        attendee.params["rsvp"] = vText("FALSE")
        event.add("attendee", attendee, encode=False)
    return event


def _status(status: Status) -> str:
    return "TENTATIVE" if status in (Status.PROPOSED, Status.TENTATIVE, Status.POSTPONED) else "CONFIRMED"


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
