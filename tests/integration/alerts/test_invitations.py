"""Invitations, read again with icalendar and judged by RFC 5545 and 5546."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from domain.alerts import Hook
from domain.events import MeetingFacts
from domain.messages import Message, as_test, change_message, digest_message
from domain.reports import Format, Precision, Status, When, Where
from tests.integration.alerts.messages import RESCHEDULED, SAMPLES
from worker.alerts.channels import Means
from worker.alerts.channels.invitation import method_for
from worker.alerts.channels.mail import compose
from worker.alerts.channels.text import words_of
from worker.http import Fetcher
from worker.web.calendar import moment, uid

NAMES = {"US": "US", "RU": "Russia", "CH": "Switzerland"}
HOOK = Hook.model_validate(
    {
        "name": "calendar",
        "kind": "email",
        "to": ["The desk <desk@example.org>", "archive@example.org"],
        "sender": "Parley <parley@news.example>",
        "server": "localhost",
        "invitations": True,
    }
)
DAY = When(start=date(2022, 1, 13), end=date(2022, 1, 13), precision=Precision.DAY)
HOUR = When(start=date(2022, 1, 13), end=date(2022, 1, 13), precision=Precision.DAY, time="10:00 CET")
LOCAL_HOUR = When(start=date(2022, 1, 13), end=date(2022, 1, 13), precision=Precision.DAY, time="10:00 local time")
OTHER_DAY = When(start=date(2022, 1, 20), end=date(2022, 1, 20), precision=Precision.DAY)
THREE_DAYS = When(start=date(2022, 1, 30), end=date(2022, 2, 1), precision=Precision.RANGE)
MID_JANUARY = When(start=date(2022, 1, 11), end=date(2022, 1, 20), precision=Precision.PART)
WEEK = When(start=date(2022, 1, 10), end=date(2022, 1, 16), precision=Precision.WEEK)


def facts(when: When | None = DAY, status: Status = Status.SCHEDULED) -> MeetingFacts:
    where = Where(city="Geneva", country="CH")
    return MeetingFacts(parties=("RU", "US"), status=status, when=when, where=where, format=Format.IN_PERSON)


def message(
    before: MeetingFacts | None, after: MeetingFacts | None, *, kind: str = "rescheduled", version: int = 3
) -> Message:
    (one,) = dict(SAMPLES)[kind].changes
    change = one.change.model_copy(update={"before": before, "after": after})
    recorded = one.recorded._replace(event=change, version=version)
    return change_message("m1", recorded, one.view, NAMES)


def mails(told: Message, hook: Hook = HOOK) -> list[EmailMessage]:
    return compose(hook, told, words_of(hook, told), Means(Fetcher(), told.at, {}))


def calendar_of(mail: EmailMessage) -> Calendar | None:
    found = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    if not found:
        return None
    (part,) = found
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert isinstance(calendar, Calendar)
    assert part.get_param("method") == str(calendar["method"])
    assert part.get_param("charset") == "utf-8"
    return calendar


def invited(told: Message) -> tuple[str, Event] | None:
    (mail,) = mails(told)
    calendar = calendar_of(mail)
    if calendar is None:
        return None
    assert str(calendar["version"]) == "2.0"
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return str(calendar["method"]), event


def test_a_meeting_on_a_day_is_an_entry_for_that_whole_day() -> None:
    told = invited(message(None, facts(LOCAL_HOUR), kind="announced"))
    assert told is not None
    method, event = told
    assert method == "REQUEST"
    assert event.decoded("dtstart") == date(2022, 1, 13)
    assert event.decoded("dtend") == date(2022, 1, 14)  # exclusive
    assert str(event["summary"]) == "US–Russia talks"
    assert str(event["location"]) == "Geneva"
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["organizer"]) == "mailto:parley@news.example"
    assert [str(a) for a in event["attendee"]] == ["mailto:desk@example.org", "mailto:archive@example.org"]
    assert {a.params["RSVP"] for a in event["attendee"]} == {"FALSE"}
    assert "Time as reported: 10:00 local time" in str(event["description"])
    assert "https://news.example/council" in str(event["description"])
    assert event.decoded("dtstamp") == RESCHEDULED.at


def test_an_hour_in_a_known_zone_is_that_moment_with_no_end_made_up() -> None:
    told = invited(message(None, facts(HOUR), kind="announced"))
    assert told is not None
    assert told[1].decoded("dtstart") == datetime(2022, 1, 13, 9, tzinfo=UTC)
    assert "dtend" not in told[1]


def test_an_invitation_is_the_same_entry_as_in_the_calendar_to_subscribe_to() -> None:
    told = invited(message(None, facts(), kind="announced"))
    assert told is not None
    assert str(told[1]["uid"]) == uid(RESCHEDULED.changes[0].change.meeting_id)


def test_several_days_are_one_entry_over_all_of_them() -> None:
    told = invited(message(facts(), facts(THREE_DAYS)))
    assert told is not None
    assert (told[1].decoded("dtstart"), told[1].decoded("dtend")) == (date(2022, 1, 30), date(2022, 2, 2))


@pytest.mark.parametrize("when", [MID_JANUARY, WEEK, None], ids=["mid-January", "week", "no date"])
def test_a_vague_date_makes_no_entry_and_takes_an_entry_back(when: When | None) -> None:
    assert invited(message(None, facts(when), kind="announced")) is None
    told = invited(message(facts(), facts(when), kind="postponed"))
    assert told is not None
    method, event = told
    assert method == "CANCEL"
    assert str(event["status"]) == "CANCELLED"
    assert event.decoded("dtstart") == date(2022, 1, 13)


@pytest.mark.parametrize(
    ("before", "after", "method"),
    [
        (None, facts(), "REQUEST"),
        (facts(MID_JANUARY), facts(), "REQUEST"),
        (facts(), facts(OTHER_DAY), "REQUEST"),
        (facts(), facts(status=Status.UNDERWAY), "REQUEST"),
        (facts(), facts(OTHER_DAY, Status.POSTPONED), "REQUEST"),
        (facts(status=Status.CANCELLED), facts(), "REQUEST"),
        (facts(), facts(None, Status.POSTPONED), "CANCEL"),
        (facts(), facts(status=Status.CANCELLED), "CANCEL"),
        (facts(), None, "CANCEL"),
        (facts(MID_JANUARY), facts(status=Status.CANCELLED), None),
        (facts(MID_JANUARY), None, None),
        (None, facts(status=Status.CANCELLED), None),
        (None, facts(status=Status.CONCLUDED), None),
        (facts(), facts(status=Status.CONCLUDED), None),
        (facts(), facts(OTHER_DAY, Status.CONCLUDED), "REQUEST"),
        (facts(status=Status.CANCELLED), facts(status=Status.CANCELLED), None),
    ],
)  # fmt: skip
def test_what_a_change_asks_of_a_calendar(
    before: MeetingFacts | None, after: MeetingFacts | None, method: str | None
) -> None:
    assert method_for(before, after, date(2022, 1, 4)) == method


def test_nobody_is_invited_to_what_is_over() -> None:
    assert method_for(None, facts(), date(2022, 1, 13)) == "REQUEST"
    assert method_for(None, facts(), date(2022, 1, 14)) is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.PROPOSED, "TENTATIVE"),
        (Status.TENTATIVE, "TENTATIVE"),
        (Status.SCHEDULED, "CONFIRMED"),
        (Status.UNDERWAY, "CONFIRMED"),
    ],
)
def test_an_entry_says_how_firm_the_meeting_is(status: Status, expected: str) -> None:
    told = invited(message(None, facts(status=status), kind="announced"))
    assert told is not None
    assert str(told[1]["status"]) == expected


def test_the_uid_stays_and_the_sequence_grows_through_a_meetings_life() -> None:
    life: list[tuple[MeetingFacts | None, MeetingFacts | None, int]] = [
        (None, facts(), 2),
        (facts(), facts(OTHER_DAY), 5),
        (facts(OTHER_DAY), facts(OTHER_DAY, Status.CANCELLED), 6),
        (facts(OTHER_DAY, Status.CANCELLED), facts(OTHER_DAY), 9),
    ]
    found = [told for before, after, v in life if (told := invited(message(before, after, version=v))) is not None]
    assert [method for method, _ in found] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert len({str(event["uid"]) for _, event in found}) == 1
    assert [int(event["sequence"]) for _, event in found] == [2, 5, 6, 9]


def test_a_retried_mail_carries_the_very_same_invitation() -> None:
    told = message(None, facts(), kind="announced")
    parts = []
    for later in (0, 5):
        (mail,) = compose(HOOK, told, words_of(HOOK, told), Means(Fetcher(), told.at + timedelta(minutes=later), {}))
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        parts.append(part.get_payload(decode=True))
    assert parts[0] == parts[1]


def test_only_who_wants_invitations_gets_them_and_a_trial_touches_no_calendar() -> None:
    told = message(None, facts(), kind="announced")
    (plain,) = mails(told, HOOK.model_copy(update={"invitations": False}))
    assert plain.get_content_type() == "text/plain"
    (trial,) = mails(as_test(told, "t1"))
    assert calendar_of(trial) is None


def test_a_digest_brings_one_mail_for_each_meeting_that_calendars_have_to_know_of() -> None:
    first, second = message(None, facts(), kind="announced"), message(facts(), facts(OTHER_DAY), version=4)
    (one,), (two,) = first.changes, second.changes
    elsewhere = one.change.model_copy(update={"meeting_id": "other"})
    third = one.recorded._replace(event=elsewhere)
    digest = digest_message("d1", [(one.recorded, None), (two.recorded, None), (third, None)], NAMES, reason="digest")
    sent = mails(digest)
    assert calendar_of(sent[0]) is None
    calendars = [calendar for mail in sent[1:] if (calendar := calendar_of(mail)) is not None]
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    assert [(e.decoded("dtstart"), int(e["sequence"])) for e in events] == [
        (date(2022, 1, 20), 4),
        (date(2022, 1, 13), 3),
    ]
    assert len({mail["Message-ID"] for mail in sent}) == 3


hostile = st.text(max_size=60) | st.sampled_from(
    [
        "\r\nBEGIN:VALARM\r\nEND:VALARM",
        "a;b,c\\n:d",
        "END:VEVENT\nEND:VCALENDAR",
        "x" * 500,
        "日本語 🕊",
        "\r\nATTENDEE:mailto:x@y",
    ]
)


@settings(deadline=None, max_examples=60)
@given(title=hostile, time=hostile, city=hostile.filter(str.strip), url=hostile)
def test_words_of_an_article_make_no_lines_of_a_calendar(title: str, time: str, city: str, url: str) -> None:
    when = DAY.model_copy(update={"time": time})
    after = facts(when).model_copy(update={"where": Where(city=city)})
    (one,) = message(None, after, kind="announced").changes
    article: Any = one.change.article
    spoilt = one.change.model_copy(
        update={"article": article.model_copy(update={"title": title, "url": f"https://x/{url}"})}
    )
    told = change_message("m1", one.recorded._replace(event=spoilt), None, NAMES)
    (mail,) = mails(told)
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = Calendar.from_ical(raw)
    assert isinstance(calendar, Calendar)
    assert [component.name for component in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    assert len(event["attendee"]) == 2
    assert event.decoded("dtstart") in (date(2022, 1, 13), moment(when))
    assert isinstance(event.decoded("dtstamp"), datetime)
