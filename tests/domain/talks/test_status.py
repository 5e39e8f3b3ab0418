"""The status in the terms of reports, in the order of an agenda, and in English."""

from __future__ import annotations

from datetime import date

import pytest

from domain.events import MeetingChange
from domain.reports import Format, When, Where
from domain.talks.status import (
    agenda,
    as_status_json,
    awaiting_outcome,
    describe_change,
    display_status,
    format_parties,
    format_when,
    format_where,
    meeting_words,
)
from tests.domain.talks.world import World, article, line, on, report

NAMES = {
    "US": "US",
    "RU": "Russia",
    "UA": "Ukraine",
    "CN": "China",
    "CH": "Switzerland",
    "OPP": "Syrian opposition",
    "SY": "Syria",
    "FR": "France",
    "DE": "Germany",
    "GB": "UK",
    "IR": "Iran",
}

DATES = {
    "2022-01-10": "10 Jan 2022",
    "2022-01-10@15:00 CET": "10 Jan 2022",
    "2022-01-10/2022-01-12": "10–12 Jan 2022",
    "2022-01-31/2022-02-02": "31 Jan – 2 Feb 2022",
    "2021-12-30/2022-01-02": "30 Dec 2021 – 2 Jan 2022",
    "2022-W01": "week of 3 Jan 2022",
    "2022-W52": "week of 26 Dec 2022",
    "2022-02": "February 2022",
    "2022-01-01~2022-01-10": "early January 2022",
    "2022-01-11~2022-01-20": "mid-January 2022",
    "2022-02-21~2022-02-28": "late February 2022",
    "2022-01-18~2022-01-31": "between 18 and 31 Jan 2022",
    "2022-01-18~2022-02-05": "between 18 Jan and 5 Feb 2022",
    "2022-01-01~2022-03-31": "first quarter of 2022",
    "2022-03-01~2022-05-31": "spring 2022",
    "2022-12-01~2023-02-28": "winter 2022/23",
    "2022-01-01~2022-04-30": "early 2022",
    "2022-05-01~2022-08-31": "mid-2022",
    "2022-09-01~2022-12-31": "late 2022",
    "2022-01-01~2022-12-31": "2022",
}


@pytest.mark.parametrize(("given", "words"), DATES.items())
def test_a_date_is_shown_with_the_precision_it_was_given_in(given: str, words: str) -> None:
    assert format_when(on(given)) == words


def test_no_date_says_so() -> None:
    assert format_when(None) == "no date"


@pytest.mark.parametrize(
    ("where", "format", "words"),
    [
        (Where(city="Geneva", country="CH"), Format.IN_PERSON, "Geneva"),
        (Where(country="CH"), Format.UNKNOWN, "Switzerland"),
        (Where(country="XX"), Format.UNKNOWN, "XX"),
        (None, Format.CALL, "by telephone"),
        (None, Format.VIDEO, "by video"),
        (None, Format.IN_PERSON, ""),
    ],
)
def test_a_place_is_shown_as_well_as_it_is_known(where: Where | None, format: Format, words: str) -> None:
    assert format_where(where, NAMES, format) == words


@pytest.mark.parametrize(
    ("parties", "shown", "called"),
    [
        ("RU US", "US–Russia", "US–Russia talks"),
        ("NATO RU", "NATO–Russia", "NATO–Russia talks"),
        ("EU", "EU", "EU meeting"),
        ("CN G20 US", "G20: US, China", "G20 meeting"),
        ("OPP SY UN", "Syrian opposition–UN–Syria", "Syrian opposition–UN–Syria talks"),
        ("XX YY", "XX–YY", "XX–YY talks"),
        ("CN DE FR GB IR RU US", "US–China–Germany–France–UK–Iran–Russia", "US, China, Germany and 4 others: talks"),
    ],
)
def test_a_meeting_is_called_by_who_meets(parties: str, shown: str, called: str) -> None:
    (only,) = World(article("a", "2022-01-03T08:00", report(parties, "scheduled"))).views
    assert format_parties(only.facts.parties, NAMES) == shown
    assert meeting_words(only.facts, NAMES) == called


# --- the terms of reports --------------------------------------------------------------------------------------------------


QUOTE = "The envoy moved it from Monday to Thursday."


def test_the_status_is_given_in_the_terms_of_the_guide() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva", by="the ministry")),
        article(
            "b",
            "2022-01-05T08:00",
            report("RU US", "scheduled", "2022-01-13", was="2022-01-10", quote=QUOTE, by="the envoy"),
        ),
    )
    (only,) = world.views
    data = as_status_json(only, date(2022, 1, 12))
    article_shown = data.pop("article")
    assert article_shown["article_id"] == "b"
    assert data == {
        "id": only.meeting_id,
        "parties": ["RU", "US"],
        "status": "scheduled",
        "when": {"start": "2022-01-13", "end": "2022-01-13", "precision": "day", "time": None},
        "where": {"city": "Geneva", "country": "CH"},
        "format": "unknown",
        "previous": {
            "when": {"start": "2022-01-10", "end": "2022-01-10", "precision": "day", "time": None},
            "where": None,
        },
        "voices": 2,
        "awaiting_outcome": False,
        "disputes": [],
        "corrections": [],
        "attributed_to": "the envoy",
        "evidence": [{"in": "text", "start": 0, "end": len(QUOTE), "quote": QUOTE, "role": "status"}],
        "first_published": "2022-01-03T08:00:00Z",
        "last_published": "2022-01-05T08:00:00Z",
    }


@pytest.mark.parametrize(
    ("status", "when", "today", "awaiting"),
    [
        ("scheduled", "2022-01-10", "2022-01-10", False),
        ("scheduled", "2022-01-10", "2022-01-11", True),
        ("tentative", "2022-01-10", "2022-01-11", True),
        ("underway", "2022-01-10/2022-01-12", "2022-01-12", False),
        ("underway", "2022-01-10/2022-01-12", "2022-01-13", True),
        ("postponed", "2022-01-10", "2022-01-11", True),
        ("scheduled", "2022-01", "2022-01-31", False),
        ("scheduled", "2022-01", "2022-02-01", True),
        ("scheduled", None, "2023-01-01", False),
        ("cancelled", "2022-01-10", "2022-01-11", False),
        ("concluded", "2022-01-10", "2022-01-11", False),
    ],
)
def test_a_meeting_whose_days_are_over_without_news_awaits_its_outcome(
    status: str, when: str | None, today: str, awaiting: bool
) -> None:
    (only,) = World(article("a", "2022-01-03T08:00", report("RU US", status, when))).views
    day = date.fromisoformat(today)
    assert awaiting_outcome(only, day) is awaiting
    assert as_status_json(only, day)["awaiting_outcome"] is awaiting
    assert display_status(only, day) == ("awaiting outcome" if awaiting else status)


def test_the_agenda_goes_from_the_next_meeting_to_the_undated_to_the_last_one_over() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10")),
        article("b", "2022-01-03T09:00", report("CN US", "scheduled", "2022-02-10")),
        article("c", "2022-01-03T10:00", report("DE RU", "proposed")),
        article("d", "2022-01-04T10:00", report("FR RU", "proposed")),
        article("e", "2022-01-05T10:00", report("GB RU", "scheduled", "2022-01-06")),
        article("f", "2022-01-05T11:00", report("IR RU", "scheduled", "2022-01-07/2022-01-09")),
        article("g", "2022-01-05T12:00", report("NATO RU", "scheduled", "2022-01-10")),
    )
    shown = [line(v).split()[0] for v in agenda(world.views, date(2022, 1, 9))]
    assert shown == ["IR-RU", "NATO-RU", "RU-US", "CN-US", "FR-RU", "DE-RU", "GB-RU"]


# --- changes in English ------------------------------------------------------------------------------------------------------

FIRST = report("RU US", "scheduled", "2022-01-10", "Geneva")

SENTENCES = {
    "moved": (
        report("RU US", "scheduled", "2022-01-13", "Geneva", was="2022-01-10"),
        ["US–Russia talks moved from 10 to 13 January 2022, Geneva"],
    ),
    "moved into another month": (
        report("RU US", "scheduled", "2022-02-03", was="2022-01-10"),
        ["US–Russia talks moved from 10 January to 3 February 2022, Geneva"],
    ),
    "moved into another year": (
        report("RU US", "scheduled", "2023-01-09", was="2022-01-10"),
        ["US–Russia talks moved from 10 January 2022 to 9 January 2023, Geneva"],
    ),
    "moved to a week": (
        report("RU US", "scheduled", "2022-W03", was="2022-01-10"),
        ["US–Russia talks moved from 10 January 2022 to the week of 17 January 2022, Geneva"],
    ),
    "moved to another city": (
        report("RU US", "scheduled", "2022-01-10", "Vienna", was_in="Geneva"),
        ["US–Russia talks moved from Geneva to Vienna, 10 January 2022"],
    ),
    "another city, not stated as a move": (
        report("RU US", "scheduled", "2022-01-10", "Vienna"),
        ["US–Russia talks now given as in Vienna instead of Geneva, 10 January 2022 (sources disagree)"],
    ),
    "moved online": (
        report("RU US", "scheduled", "2022-01-10", was_in="Geneva", format="video"),
        ["US–Russia video conference moved online from Geneva, 10 January 2022"],
    ),
    "postponed": (
        report("RU US", "postponed", None, was="2022-01-10"),
        ["US–Russia talks postponed from 10 January 2022, no new date, Geneva"],
    ),
    "postponed to a day": (
        report("RU US", "postponed", "2022-01-24", was="2022-01-10"),
        ["US–Russia talks postponed from 10 to 24 January 2022, Geneva"],
    ),
    "called off": (
        report("RU US", "cancelled"),
        ["US–Russia talks called off, planned for 10 January 2022, Geneva"],
    ),
    "longer": (
        report("RU US", "scheduled", "2022-01-10/2022-01-11"),
        ["US–Russia talks scheduled: 10–11 January 2022"],
    ),
    "with another": (
        report("RU UA US", "scheduled", "2022-01-10", "Geneva"),
        ["US–Russia–Ukraine talks scheduled: with Ukraine"],
    ),
    "the hour": (
        report("RU US", "scheduled", "2022-01-10@09:30 CET"),
        ["US–Russia talks scheduled: 10 January 2022 at 09:30 CET"],
    ),
}


@pytest.mark.parametrize(("news", "sentences"), SENTENCES.values(), ids=SENTENCES.keys())
def test_a_change_is_told_in_one_line(news, sentences) -> None:  # type: ignore[no-untyped-def]
    world = World(article("a", "2022-01-03T08:00", FIRST))
    changes = world.take(article("b", "2022-01-05T08:00", news))
    assert [describe_change(change, NAMES) for change in changes] == sentences


ANNOUNCED = {
    ("proposed", "2022-01-11~2022-01-20", None): "US–Russia talks proposed for mid-January 2022",
    ("tentative", "2022-01-12", "Brussels"): "US–Russia talks expected on 12 January 2022, Brussels",
    ("tentative", "2022-W02", None): "US–Russia talks expected in the week of 10 January 2022",
    ("tentative", "2022-01-18~2022-01-31", None): "US–Russia talks expected between 18 and 31 January 2022",
    ("scheduled", None, "Geneva"): "US–Russia talks scheduled, Geneva, no date",
    ("scheduled", "2022-01-10", "Geneva"): "US–Russia talks scheduled for 10 January 2022, Geneva",
    ("cancelled", None, None): "US–Russia talks called off",
    ("postponed", "2022-03", None): "US–Russia talks postponed to March 2022",
    ("underway", "2022-01-03", None): "US–Russia talks under way on 3 January 2022",
    ("concluded", "2022-01-02/2022-01-03", None): "US–Russia talks held on 2–3 January 2022",
}


@pytest.mark.parametrize(("given", "sentence"), ANNOUNCED.items())
def test_an_announcement_says_how_firm_it_is(given: tuple[str, str | None, str | None], sentence: str) -> None:
    status, when, where = given
    world = World()
    (change,) = world.take(article("a", "2022-01-03T08:00", report("RU US", status, when, where)))
    assert describe_change(change, NAMES) == sentence


FOLLOWING = {
    "confirmed": (
        [report("RU US", "tentative", "2022-01-10"), report("RU US", "scheduled", "2022-01-10", "Geneva")],
        "US–Russia talks confirmed for 10 January 2022, Geneva",
    ),
    "started": (
        [FIRST, report("RU US", "underway", "2022-01-10")],
        "US–Russia talks under way on 10 January 2022, Geneva",
    ),
    "over": (
        [FIRST, report("RU US", "concluded", "2022-01-10")],
        "US–Russia talks over, held on 10 January 2022, Geneva",
    ),
    "on again": (
        [FIRST, report("RU US", "cancelled"), report("RU US", "scheduled", "2022-01-10")],
        "US–Russia talks on again, 10 January 2022, Geneva",
    ),
    "a new date": (
        [FIRST, report("RU US", "postponed"), report("RU US", "postponed", "2022-02-03", was="2022-01-10")],
        "US–Russia talks now set for 3 February 2022, Geneva",
    ),
    "another hour": (
        [report("RU US", "scheduled", "2022-01-10@09:00 CET"), report("RU US", "scheduled", "2022-01-10@11:00 CET")],
        "US–Russia talks moved from 09:00 CET to 11:00 CET on 10 January 2022",
    ),
}


@pytest.mark.parametrize(("steps", "sentence"), FOLLOWING.values(), ids=FOLLOWING.keys())
def test_what_follows_is_told_in_one_line(steps, sentence) -> None:  # type: ignore[no-untyped-def]
    world = World()
    changes: list[MeetingChange] = []
    for number, step in enumerate(steps):
        changes = world.take(article(f"a{number}", f"2022-01-0{3 + number}T08:00", step))
    assert [describe_change(change, NAMES) for change in changes] == [sentence]


def test_the_same_hour_in_another_zone_is_no_move() -> None:
    world = World(article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10@09:00 CET")))
    other = article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10@08:00 GMT"))
    assert world.take(other) == []


def test_a_correction_and_a_withdrawal_say_what_they_are() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    corrected = world.take(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-11", "Geneva"), revision=2)
    )
    assert [describe_change(c, NAMES) for c in corrected] == [
        "US–Russia talks corrected: scheduled for 11 January 2022, Geneva"
    ]
    withdrawn = world.take(article("a", "2022-01-03T08:00", revision=3))
    assert [describe_change(c, NAMES) for c in withdrawn] == [
        "US–Russia talks withdrawn: no report supports them any longer"
    ]


def test_a_date_knows_its_name_at_every_length_of_month() -> None:
    for year, month, last in ((2022, 2, 28), (2024, 2, 29), (2022, 4, 30)):
        late = When.model_validate(
            {"start": date(year, month, 21), "end": date(year, month, last), "precision": "part"}
        )
        assert format_when(late).startswith("late ")
