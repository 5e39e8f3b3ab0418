"""The calendar, read by an independent parser."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from domain.events import ArticleRef, MeetingFacts
from domain.reports import Evidence, Format, Precision, Previous, Status, When, Where
from domain.talks.model import MeetingView
from tests.integration.web.conftest import Opening, Site
from worker.log.database import Database
from worker.names import party_names
from worker.web.calendar import Entry, calendar

NOON = datetime(2022, 1, 3, 12, tzinfo=UTC)


THE_TENTH = When(start=date(2022, 1, 10), end=date(2022, 1, 10), precision=Precision.DAY)


def view(
    status: Status = Status.SCHEDULED,
    when: When | None = THE_TENTH,
    **changed: object,
) -> MeetingView:
    facts = MeetingFacts(
        parties=("RU", "US"),
        status=status,
        when=when,
        where=Where(city="Geneva", country="CH"),
        format=Format.IN_PERSON,
    )
    article = ArticleRef(
        article_id="a", revision=1, url="https://news.example/1", outlet="News", title="T", published_at=NOON
    )
    made = MeetingView(
        meeting_id="28228f9c-0000-5000-8000-000000000001",
        facts=facts,
        voices=2,
        reports=2,
        first_published=NOON,
        last_published=NOON,
        evidence=(Evidence(start=0, end=4, quote="They, too; meet.\nThen"),),
        evidence_article=article,
    )
    return made.model_copy(update=changed)


def events(*views: MeetingView, keep: bool = False) -> list:  # type: ignore[type-arg]
    made = calendar([Entry(v, 3, NOON) for v in views], party_names(), "Talks", keep_cancelled=keep)
    assert max(len(line) for line in made.split(b"\r\n")) <= 75  # RFC 5545, section 3.1
    return list(Calendar.from_ical(made).walk("VEVENT"))


def day(text: str, to: str | None = None, precision: Precision = Precision.DAY, time: str | None = None) -> When:
    return When(start=date.fromisoformat(text), end=date.fromisoformat(to or text), precision=precision, time=time)


def test_a_day_is_a_whole_day_with_an_exclusive_end() -> None:
    (event,) = events(view())
    assert event.decoded("dtstart") == date(2022, 1, 10)
    assert event.decoded("dtend") == date(2022, 1, 11)
    assert str(event["summary"]) == "US–Russia talks"
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["transp"]) == "OPAQUE"
    assert int(event["sequence"]) == 3
    assert str(event["uid"]) == "28228f9c-0000-5000-8000-000000000001"
    assert str(event["location"]) == "Geneva, Switzerland"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("14:30 GMT", datetime(2022, 1, 10, 14, 30, tzinfo=UTC)),
        ("14:30 UTC", datetime(2022, 1, 10, 14, 30, tzinfo=UTC)),
        ("09:00 EST", datetime(2022, 1, 10, 14, 0, tzinfo=UTC)),
        ("10:00 Moscow time", datetime(2022, 1, 10, 7, 0, tzinfo=UTC)),
        ("00:30 +03:00", datetime(2022, 1, 9, 21, 30, tzinfo=UTC)),
        ("10:00", date(2022, 1, 10)),
        ("10:00 local time", date(2022, 1, 10)),
        ("10:00 CST", date(2022, 1, 10)),
        ("about noon", date(2022, 1, 10)),
    ],
)
def test_an_hour_is_told_only_where_its_zone_is_known(time: str, expected: date) -> None:
    (event,) = events(view(when=day("2022-01-10", time=time)))
    assert event.decoded("dtstart") == expected
    assert time in str(event["description"])


def test_a_part_of_a_month_spans_it_takes_nobodys_time_and_says_so() -> None:
    (event,) = events(view(when=day("2022-01-11", "2022-01-20", Precision.PART)))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2022, 1, 11), date(2022, 1, 21))
    assert str(event["summary"]) == "US–Russia talks (date not fixed: mid-January 2022)"
    assert str(event["transp"]) == "TRANSPARENT"


@pytest.mark.parametrize(
    ("status", "shown", "title"),
    [
        (Status.PROPOSED, "TENTATIVE", "Proposed: US–Russia talks"),
        (Status.TENTATIVE, "TENTATIVE", "Expected: US–Russia talks"),
        (Status.UNDERWAY, "CONFIRMED", "US–Russia talks"),
        (Status.CONCLUDED, "CONFIRMED", "US–Russia talks"),
        (Status.CANCELLED, "CANCELLED", "Called off: US–Russia talks"),
    ],
)
def test_how_firm_it_is_is_its_status(status: Status, shown: str, title: str) -> None:
    (event,) = events(view(status))
    assert (str(event["status"]), str(event["summary"])) == (shown, title)


def test_what_is_off_can_be_kept_visible_in_programs_that_drop_it() -> None:
    (event,) = events(view(Status.CANCELLED), keep=True)
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["summary"]) == "Called off: US–Russia talks"


def test_what_is_put_off_without_a_new_date_is_cancelled_on_its_old_one() -> None:
    was = Previous(when=day("2022-01-10"))
    (event,) = events(view(Status.POSTPONED, None, previous=was))
    assert event.decoded("dtstart") == date(2022, 1, 10)
    assert str(event["status"]) == "CANCELLED"
    assert str(event["summary"]).startswith("Postponed, no new date")


def test_what_has_no_date_at_all_is_in_no_calendar() -> None:
    assert events(view(when=None), view(Status.POSTPONED, None)) == []


def test_a_meeting_keeps_its_uid_and_counts_up_when_it_changes(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    site.tell("One", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20, the ministry said.")
    (before,) = Calendar.from_ical(site.text("/talks.ics")).walk("VEVENT")
    site.tell(
        "Two",
        "The meeting of the foreign ministers of Norway and Sweden in Oslo has been moved from January 20 to January 25, the ministry said.",
        published=site.runtime.clock.now() + timedelta(hours=1),
        url="https://news.example/2",
    )
    (after,) = Calendar.from_ical(site.text("/talks.ics")).walk("VEVENT")
    assert before["uid"] == after["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    assert after.decoded("dtstart") == date(2022, 1, 25)
    assert str(after["url"]).startswith(site.base + "/meeting/")


def test_a_watch_has_its_own_calendar(winter: Site) -> None:
    answer = winter.get("/talks.ics?watch=vienna")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert "OSCE" in str(event["summary"])
    assert winter.get("/talks.ics?cancelled=maybe").status == 400
