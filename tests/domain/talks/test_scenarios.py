"""Scenarios of talks as the news tells them: what is told, when, and what stands in the end."""

from __future__ import annotations

from itertools import permutations

import pytest

from domain.events import MeetingChange, MeetingReported
from domain.reports import Where
from domain.talks.model import Intake, MeetingView
from tests.domain.talks.world import World, article, kinds, line, report


def security_talks() -> list[Intake]:
    """The US–Russia security talks of the winter of 2021/22, in short."""
    return [
        article(
            "announcement",
            "2021-12-28T05:00",
            report("RU US", "scheduled", "2022-01-10", "Geneva"),
            report("NATO RU", "tentative", "2022-01-12"),
            report("OSCE RU", "tentative", "2022-01-13"),
        ),
        article("council", "2022-01-04T15:00", report("NATO RU", "scheduled", "2022-01-12", "Brussels")),
        article("osce", "2022-01-05T09:00", report("OSCE RU", "scheduled", "2022-01-13", "Vienna")),
        article("preview", "2022-01-09T07:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("first-day", "2022-01-10T10:00", report("RU US", "underway", "2022-01-10", "Geneva")),
        article("first-day-over", "2022-01-10T19:00", report("RU US", "concluded", "2022-01-10", "Geneva")),
        article("council-over", "2022-01-12T18:00", report("NATO RU US", "concluded", "2022-01-12", "Brussels")),
        article("osce-over", "2022-01-13T18:00", report("OSCE RU", "concluded", "2022-01-13", "Vienna")),
        article("ministers", "2022-01-18T12:00", report("RU US", "scheduled", "2022-01-21", "Geneva")),
        article("ministers-over", "2022-01-21T17:00", report("RU US", "concluded", "2022-01-21", "Geneva")),
        article("again", "2022-02-18T03:00", report("RU US", "scheduled", "2022-02-24")),
        article("off", "2022-02-22T20:00", report("RU US", "cancelled", "2022-02-24")),
        article("off-copy", "2022-02-23T01:00", report("RU US", "cancelled")),
    ]


ENDS = [
    "RU-US concluded 2022-01-10 Geneva",
    "NATO-RU concluded 2022-01-12 Brussels",
    "OSCE-RU concluded 2022-01-13 Vienna",
    "RU-US concluded 2022-01-21 Geneva",
    "RU-US cancelled 2022-02-24 ?",
]


def test_the_security_talks_are_told_step_by_step() -> None:
    world = World()
    told = {intake.article.article_id: kinds(world.take(intake)) for intake in security_talks()}
    assert told == {
        "announcement": ["announced", "announced", "announced"],
        "council": ["firmed"],
        "osce": ["firmed"],
        "preview": [],
        "first-day": ["started"],
        "first-day-over": ["concluded"],
        "council-over": ["concluded"],
        "osce-over": ["concluded"],
        "ministers": ["announced"],
        "ministers-over": ["concluded"],
        "again": ["announced"],
        "off": ["cancelled"],
        "off-copy": [],
    }
    assert sorted(world.lines()) == sorted(ENDS)


def test_the_security_talks_end_the_same_backwards() -> None:
    assert sorted(World(*reversed(security_talks())).lines()) == sorted(ENDS)


def test_an_out_of_order_item_starts_nothing_that_is_over() -> None:
    by_name = {intake.article.article_id: intake for intake in security_talks()}
    late = by_name.pop("first-day")
    assert World(*by_name.values()).take(late) == []


def test_a_late_article_that_alters_nothing_tells_nothing() -> None:
    world = World(*security_talks())
    late = article("late", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10"))
    assert world.take(late) == []
    assert {line(v): v.voices for v in world.views}["RU-US concluded 2022-01-10 Geneva"] == 5


def test_a_late_article_tells_only_what_is_still_new() -> None:
    world = World(*security_talks())
    late = article("late", "2022-02-20T08:00", report("RU US", "tentative", "2022-02-24", "Paris"))
    (change,) = world.take(late)
    assert change.kind == "detailed"
    assert change.after is not None
    assert change.after.status == "cancelled"
    assert change.after.where is not None
    assert change.after.where.city == "Paris"


def test_a_late_article_can_show_that_two_meetings_are_one() -> None:
    """Without the article that tells of the move, the old and the new date look like two meetings."""
    world = World(
        article("old", "2022-01-01T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("new", "2022-01-05T08:00", report("RU US", "scheduled", "2022-01-13", "Geneva")),
    )
    assert len(world.views) == 2
    keeps = next(f.meeting_id for f in world.filed.values() if f.article.article_id == "old")
    changes = world.take(
        article("move", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-13", was="2022-01-10"))
    )
    assert [line(v) for v in world.views] == ["RU-US scheduled 2022-01-13 Geneva"]
    assert world.views[0].meeting_id == keeps
    assert sorted(kinds(changes)) == ["rescheduled", "withdrawn"]
    withdrawn = next(change for change in changes if change.kind == "withdrawn")
    assert withdrawn.model_dump()["merged_into"] == keeps


def test_every_order_of_a_move_ends_the_same() -> None:
    written = (
        article("old", "2022-01-01T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("move", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-13", was="2022-01-10")),
        article("new", "2022-01-05T08:00", report("RU US", "scheduled", "2022-01-13", "Geneva")),
        article("off", "2022-01-06T08:00", report("RU US", "cancelled")),
        article("stale", "2022-01-06T09:00", report("RU US", "scheduled", "2022-01-13")),
    )
    endings = {tuple(World(*arrival).status()) for arrival in permutations(written)}
    assert len(endings) == 1
    assert World(*written).lines() == ["RU-US cancelled 2022-01-13 Geneva"]


# --- changes, one after another -----------------------------------------------------------------------------------------

FIRST = report("RU US", "scheduled", "2022-01-10", "Geneva")

STEPS = {
    "a repetition": (report("RU US", "scheduled", "2022-01-10", "Geneva"), [], "scheduled 2022-01-10 Geneva"),
    "a hedge": (report("RU US", "tentative", "2022-01-10"), [], "scheduled 2022-01-10 Geneva"),
    "a stated move": (
        report("RU US", "scheduled", "2022-01-13", "Geneva", was="2022-01-10"),
        ["rescheduled"],
        "scheduled 2022-01-13 Geneva",
    ),
    "a move in time and place": (
        report("RU US", "scheduled", "2022-01-13", "Vienna", was="2022-01-10", was_in="Geneva"),
        ["rescheduled", "relocated"],
        "scheduled 2022-01-13 Vienna",
    ),
    "a move in place": (
        report("RU US", "scheduled", "2022-01-10", "Vienna", was_in="Geneva"),
        ["relocated"],
        "scheduled 2022-01-10 Vienna",
    ),
    "put off without a date": (
        report("RU US", "postponed", None, was="2022-01-10"),
        ["postponed"],
        "postponed ? Geneva",
    ),
    "put off, no date named at all": (report("RU US", "postponed"), ["postponed"], "postponed ? Geneva"),
    "put off to a day": (
        report("RU US", "postponed", "2022-02-03", was="2022-01-10"),
        ["postponed"],
        "postponed 2022-02-03 Geneva",
    ),
    "put off to a day, the old one not named": (
        report("RU US", "postponed", "2022-02-03"),
        ["postponed"],
        "postponed 2022-02-03 Geneva",
    ),
    "called off, dated": (report("RU US", "cancelled", "2022-01-10"), ["cancelled"], "cancelled 2022-01-10 Geneva"),
    "called off, undated": (report("RU US", "cancelled"), ["cancelled"], "cancelled 2022-01-10 Geneva"),
    "longer than known": (
        report("RU US", "scheduled", "2022-01-10/2022-01-11"),
        ["detailed"],
        "scheduled 2022-01-10/2022-01-11 Geneva",
    ),
    "the hour": (report("RU US", "scheduled", "2022-01-10@09:00 CET"), ["detailed"], "scheduled 2022-01-10 Geneva"),
    "a proposal to move": (
        report("RU US", "proposed", "2022-01-17", was="2022-01-10"),
        [],
        "scheduled 2022-01-10 Geneva",
    ),
    "a vaguer date": (report("RU US", "scheduled", "2022-01"), [], "scheduled 2022-01-10 Geneva"),
    "the country alone": (report("RU US", "scheduled", "2022-01-10"), [], "scheduled 2022-01-10 Geneva"),
}


@pytest.mark.parametrize(("news", "expected", "ends"), STEPS.values(), ids=STEPS.keys())
def test_one_report_after_an_announcement(news, expected, ends) -> None:  # type: ignore[no-untyped-def]
    world = World(article("first", "2022-01-03T08:00", FIRST))
    changes = world.take(article("second", "2022-01-05T08:00", news))
    assert kinds(changes) == expected
    assert world.lines() == [f"RU-US {ends}"]
    for change in changes:
        assert change.article is not None
        assert change.article.article_id == "second"
        assert change.evidence == news.evidence


REFINED = {
    "month to day": ("scheduled", "2022-01", "scheduled", "2022-01-12", ["detailed"], "2022-01-12"),
    "part to day": ("proposed", "2022-01-11~2022-01-20", "scheduled", "2022-01-12", ["firmed"], "2022-01-12"),
    "week to day": ("scheduled", "2022-W02", "scheduled", "2022-01-12", ["detailed"], "2022-01-12"),
    "no date to day": ("scheduled", None, "scheduled", "2022-01-12", ["detailed"], "2022-01-12"),
    "no date to a possible day": ("scheduled", None, "tentative", "2022-01-12", ["detailed"], "2022-01-12"),
    "a possible day in a firm month": ("scheduled", "2022-01", "tentative", "2022-01-12", [], "2022-01-01/2022-01-31"),
    "month to part": (
        "scheduled",
        "2022-01",
        "scheduled",
        "2022-01-11~2022-01-20",
        ["detailed"],
        "2022-01-11/2022-01-20",
    ),
}


@pytest.mark.parametrize(("s1", "d1", "s2", "d2", "told", "ends"), REFINED.values(), ids=REFINED.keys())
def test_a_date_that_becomes_more_precise_is_not_a_move(s1, d1, s2, d2, told, ends) -> None:  # type: ignore[no-untyped-def]
    world = World(article("first", "2022-01-03T08:00", report("RU US", s1, d1)))
    assert kinds(world.take(article("second", "2022-01-05T08:00", report("RU US", s2, d2)))) == told
    (only,) = world.lines()
    assert only.split()[2] == ends


def test_two_firm_dates_are_two_meetings() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-13", "Geneva")),
    )
    assert len(world.views) == 2


def test_the_same_story_with_another_date_is_followed_and_marked() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva"), story="wire"),
        article("b", "2022-01-03T09:00", report("RU US", "scheduled", "2022-01-10", "Geneva", quote="So they say.")),
    )
    changes = world.take(
        article("c", "2022-01-03T12:00", report("RU US", "scheduled", "2022-01-13", "Geneva"), story="wire")
    )
    assert kinds(changes) == ["rescheduled"]
    assert changes[0].disputed
    (only,) = world.views
    assert line(only) == "RU-US scheduled 2022-01-13 Geneva"
    assert [(d.field, d.ours, d.theirs) for d in only.disputes] == [("when", "2022-01-13", "2022-01-10")]


def test_a_city_that_contradicts_is_followed_and_disputed_until_the_move_is_stated() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10", "Vienna")),
    )
    assert [(d.field, d.ours, d.theirs) for d in world.views[0].disputes] == [("where", "Vienna, AT", "Geneva, CH")]
    world.take(article("c", "2022-01-05T08:00", report("RU US", "scheduled", "2022-01-10", "Vienna", was_in="Geneva")))
    assert world.views[0].disputes == ()


def test_a_country_alone_does_not_move_a_meeting_out_of_its_city() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    abroad = report("RU US", "scheduled", "2022-01-10").model_copy(update={"where": Where(country="RU")})
    assert world.take(article("b", "2022-01-04T08:00", abroad)) == []
    (only,) = world.views
    assert line(only) == "RU-US scheduled 2022-01-10 Geneva"
    assert [(d.field, d.theirs) for d in only.disputes] == [("where", "RU")]


def test_that_it_was_held_elsewhere_is_part_of_the_news_that_it_was_held() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    over = article("b", "2022-01-10T18:00", report("RU US", "concluded", "2022-01-10", "Vienna"))
    assert kinds(world.take(over)) == ["concluded"]
    (only,) = world.views
    assert line(only) == "RU-US concluded 2022-01-10 Vienna"
    assert only.disputes == ()


def test_a_replaced_date_does_not_come_back_by_repetition() -> None:
    world = World(
        article("a", "2022-01-01T08:00", FIRST),
        article("b", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-13", was="2022-01-10")),
    )
    assert world.take(article("c", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva"))) == []
    (only,) = world.views
    assert only.when is not None
    assert only.when.start.day == 13
    assert [(d.field, d.theirs) for d in only.disputes] == [("when", "2022-01-10")]


def test_a_meeting_can_be_moved_back() -> None:
    world = World(
        article("a", "2022-01-01T08:00", FIRST),
        article("b", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-13", was="2022-01-10")),
    )
    back = article("c", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10", was="2022-01-13"))
    assert kinds(world.take(back)) == ["rescheduled"]
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]


def test_the_second_telling_of_a_move_is_no_second_move() -> None:
    world = World(
        article("a", "2022-01-01T08:00", FIRST),
        article("b", "2022-01-03T08:00", report("RU US", "postponed", "2022-01-13", was="2022-01-10")),
        article("c", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-13")),
    )
    for number, retold in enumerate(
        (
            report("RU US", "scheduled", "2022-01-13", was="2022-01-10"),
            report("RU US", "postponed", "2022-01-13", was="2022-01-10"),
            report("RU US", "postponed", None, was="2022-01-10"),
            report("RU US", "postponed"),
        )
    ):
        assert world.take(article(f"again{number}", f"2022-01-05T0{number}:00", retold)) == []
    assert world.lines() == ["RU-US scheduled 2022-01-13 Geneva"]


# --- off, on again, under way, over --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "hours", "told", "status"),
    [
        ("cancelled", "2022-01-06T08:00", ["reinstated"], "scheduled"),
        ("postponed", "2022-01-06T08:00", ["reinstated"], "scheduled"),
        ("cancelled", "2022-01-05T10:00", [], "cancelled"),
        ("postponed", "2022-01-05T10:00", [], "postponed"),
    ],
)
def test_on_again_needs_more_than_an_overtaken_preview(off: str, hours: str, told: list[str], status: str) -> None:
    world = World(
        article("a", "2022-01-03T08:00", FIRST),
        article("b", "2022-01-05T08:00", report("RU US", off, "2022-01-10" if off == "cancelled" else None)),
    )
    changes = world.take(article("c", hours, report("RU US", "scheduled", "2022-01-10")))
    assert kinds(changes) == told
    (only,) = world.views
    assert only.status == status
    assert [d.field for d in only.disputes] == ([] if told else ["status"])


def test_a_hope_does_not_reinstate_what_is_off() -> None:
    world = World(
        article("a", "2022-01-03T08:00", FIRST),
        article("b", "2022-01-05T08:00", report("RU US", "cancelled", "2022-01-10")),
    )
    assert world.take(article("c", "2022-01-07T08:00", report("RU US", "tentative", "2022-01-10"))) == []
    assert world.views[0].status == "cancelled"


def test_a_postponed_meeting_gets_its_new_date() -> None:
    world = World(
        article("a", "2022-01-03T08:00", FIRST),
        article("b", "2022-01-05T08:00", report("RU US", "postponed", None, was="2022-01-10")),
    )
    changes = world.take(article("c", "2022-01-07T08:00", report("RU US", "scheduled", "2022-02-03")))
    assert kinds(changes) == ["reinstated"]
    assert world.lines() == ["RU-US scheduled 2022-02-03 Geneva"]
    previous = world.views[0].previous
    assert previous is not None
    assert previous.when is not None
    assert previous.when.start.isoformat() == "2022-01-10"


@pytest.mark.parametrize("held", ["underway", "concluded"])
@pytest.mark.parametrize("stale", ["proposed", "tentative", "scheduled"])
@pytest.mark.parametrize("published", ["2022-01-10T09:30", "2022-01-10T23:00", "2022-01-12T08:00"])
def test_a_preview_published_late_does_not_undo_what_happened(held: str, stale: str, published: str) -> None:
    world = World(article("a", "2022-01-10T09:00", report("RU US", held, "2022-01-10", "Geneva")))
    assert world.take(article("b", published, report("RU US", stale, "2022-01-10", "Vienna"))) == []
    assert world.lines() == [f"RU-US {held} 2022-01-10 Geneva"]


def test_over_is_not_called_off_but_disputed() -> None:
    world = World(article("a", "2022-01-10T19:00", report("RU US", "concluded", "2022-01-10", "Geneva")))
    assert world.take(article("b", "2022-01-11T08:00", report("RU US", "cancelled", "2022-01-10"))) == []
    assert [(d.field, d.ours, d.theirs) for d in world.views[0].disputes] == [("status", "concluded", "cancelled")]


def test_talks_that_go_on_the_next_day_are_the_same_talks() -> None:
    world = World(
        article("a", "2022-01-10T09:00", report("OPP SY UN", "underway", "2022-01-10", "Geneva")),
        article("b", "2022-01-11T09:00", report("OPP SY UN", "underway", "2022-01-11", "Geneva")),
        article("c", "2022-01-12T19:00", report("OPP SY UN", "concluded", "2022-01-12")),
    )
    assert world.lines() == ["OPP-SY-UN concluded 2022-01-10/2022-01-12 Geneva"]


UNDATED = {
    "the nearer of two": (
        [report("RU US", "scheduled", "2022-01-10"), report("RU US", "scheduled", "2022-01-20")],
        report("RU US", "scheduled", None, "Geneva"),
        "RU-US scheduled 2022-01-10 Geneva",
    ),
    "what is firm already, not the vaguer plan": (
        [report("NATO RU", "tentative", "2022-01-12"), report("NATO RU", "proposed", "2022-01-11~2022-01-20")],
        report("NATO RU", "tentative", None, "Brussels"),
        "NATO-RU tentative 2022-01-12 Brussels",
    ),
    "what is firm already, not the undated plan": (
        [report("RU US", "scheduled", "2022-01-10"), report("RU US", "proposed")],
        report("RU US", "scheduled", None, "Geneva"),
        "RU-US scheduled 2022-01-10 Geneva",
    ),
    "a proposal rather of what is proposed": (
        [report("RU US", "scheduled", "2022-01-10"), report("RU US", "proposed")],
        report("RU US", "proposed", None, "Geneva"),
        "RU-US proposed ? Geneva",
    ),
}


@pytest.mark.parametrize(("known", "news", "found"), UNDATED.values(), ids=UNDATED.keys())
def test_undated_news_of_a_plan_is_about(known, news, found) -> None:  # type: ignore[no-untyped-def]
    world = World(article("a", "2022-01-03T08:00", *known))
    world.take(article("b", "2022-01-05T08:00", news))
    assert found in world.lines()
    assert len(world.views) == len(known)


def test_undated_news_that_the_meeting_is_off_touches_none_of_two() -> None:
    world = World(
        article("a", "2022-01-03T08:00", FIRST),
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-20", "Vienna")),
    )
    assert kinds(world.take(article("c", "2022-01-05T08:00", report("RU US", "cancelled")))) == ["announced"]
    assert [v.status for v in world.views] == ["scheduled", "scheduled", "cancelled"]


def test_undated_news_that_the_meeting_is_off_goes_by_its_city() -> None:
    world = World(
        article("a", "2022-01-03T08:00", FIRST),
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-20", "Vienna")),
    )
    assert kinds(world.take(article("c", "2022-01-05T08:00", report("RU US", "cancelled", None, "Vienna")))) == [
        "cancelled"
    ]
    assert [v.status for v in world.views] == ["scheduled", "cancelled"]


def test_the_same_call_off_told_twice_does_not_call_off_the_next_meeting() -> None:
    world = World(
        article("a", "2022-02-18T08:00", report("RU US", "scheduled", "2022-02-24")),
        article("b", "2022-02-20T08:00", report("RU US", "scheduled", "2022-03-15")),
        article("c", "2022-02-22T08:00", report("RU US", "cancelled", "2022-02-24")),
        article("d", "2022-02-23T08:00", report("RU US", "cancelled")),
    )
    assert [v.status for v in world.views] == ["cancelled", "scheduled"]


# --- who meets ------------------------------------------------------------------------------------------------------------

CIRCLES = {
    "one great power shared": ("RU US", "CN US", 2),
    "two of three": ("RU US", "RU UA US", 1),
    "two of four": ("RU US", "DE RU UA US", 2),
    "a mediator left out": ("OPP SY UN", "OPP SY", 1),
    "a council with and without its members": ("NATO RU", "FR NATO RU US", 1),
    "a member at its alliance is not a visit": ("NATO PL US", "PL US", 2),
    "two members at one summit": ("G20 US", "CN G20", 1),
    "a bilateral at the summit": ("CN G20 US", "CN US", 2),
    "a session with and without its members": ("EU", "DE EU FR", 1),
    "a session and a guest": ("EU", "EU TR", 2),
    "two guests": ("EU US", "EU GB", 2),
}


@pytest.mark.parametrize(("ours", "theirs", "meetings"), CIRCLES.values(), ids=CIRCLES.keys())
def test_which_circles_are_one_meeting_on_one_day(ours: str, theirs: str, meetings: int) -> None:
    world = World(
        article("a", "2022-01-03T08:00", report(ours, "scheduled", "2022-01-10")),
        article("b", "2022-01-04T08:00", report(theirs, "scheduled", "2022-01-10")),
    )
    assert len(world.views) == meetings


def test_a_further_party_is_a_detail_at_first_and_a_change_once_the_circle_was_settled() -> None:
    world = World(article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10")))
    early = World(article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10")))
    assert kinds(early.take(article("b", "2022-01-04T08:00", report("RU UA US", "scheduled", "2022-01-10")))) == [
        "detailed"
    ]
    world.take(article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10")))
    one_voice = article("c", "2022-01-05T08:00", report("RU UA US", "scheduled", "2022-01-10"))
    assert world.take(one_voice) == []
    second_voice = article("d", "2022-01-06T08:00", report("RU UA US", "scheduled", "2022-01-10"))
    assert kinds(world.take(second_voice)) == ["parties_changed"]
    assert world.views[0].facts.parties == ("RU", "UA", "US")


def test_members_of_an_alliance_at_its_table_change_no_circle() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("NATO RU", "scheduled", "2022-01-12")),
        article("b", "2022-01-04T08:00", report("NATO RU", "scheduled", "2022-01-12")),
        article("c", "2022-01-05T08:00", report("NATO RU US", "scheduled", "2022-01-12")),
    )
    second = article("d", "2022-01-06T08:00", report("NATO RU US", "scheduled", "2022-01-12"))
    assert kinds(world.take(second)) == ["detailed"]


def test_an_article_that_names_fewer_parties_sends_nobody_home() -> None:
    world = World(article("a", "2022-01-03T08:00", report("RU UA US", "scheduled", "2022-01-10")))
    assert world.take(article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10"))) == []
    assert world.views[0].facts.parties == ("RU", "UA", "US")


def test_two_reports_of_one_article_stay_two_meetings() -> None:
    world = World(
        article(
            "a",
            "2021-12-28T05:00",
            report("NATO RU", "tentative", "2022-01-12"),
            report("NATO RU", "proposed", "2022-01-11~2022-01-20"),
        )
    )
    assert len(world.views) == 2
    world.take(article("b", "2022-01-04T05:00", report("NATO RU", "scheduled", "2022-01-12", "Brussels")))
    assert sorted(world.lines()) == [
        "NATO-RU proposed 2022-01-11/2022-01-20 ?",
        "NATO-RU scheduled 2022-01-12 Brussels",
    ]


def test_a_call_is_not_the_visit_of_that_day() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("CN US", "scheduled", "2022-01-10", format="in_person")),
        article("b", "2022-01-10T18:00", report("CN US", "concluded", "2022-01-10", format="call")),
    )
    assert len(world.views) == 2


# --- voices, revisions, re-reading -----------------------------------------------------------------------------------------


def test_a_wire_copy_is_one_voice() -> None:
    world = World(
        article("a", "2022-01-03T08:00", FIRST, story="wire"),
        article("b", "2022-01-03T09:00", FIRST, story="wire"),
        article("c", "2022-01-03T10:00", FIRST),
    )
    (only,) = world.views
    assert (only.voices, only.reports) == (2, 3)


def test_a_copy_published_after_the_call_off_reinstates_nothing() -> None:
    world = World(
        article("a", "2022-01-03T08:00", FIRST, story="wire"),
        article("b", "2022-01-05T08:00", report("RU US", "cancelled", "2022-01-10")),
    )
    assert world.take(article("copy", "2022-01-07T08:00", FIRST, story="wire")) == []
    assert world.views[0].disputes == ()


def test_a_copy_whose_weekday_was_read_a_week_later_founds_no_meeting() -> None:
    """The same sentence, "on Monday", counted from a later day of publication."""
    same = "The sides meet on Monday."
    world = World(
        article("a", "2022-01-07T08:00", report("RU US", "scheduled", "2022-01-10", quote=same), story="wire")
    )
    copy = article("b", "2022-01-11T08:00", report("RU US", "scheduled", "2022-01-17", quote=same), story="wire")
    assert world.take(copy) == []
    assert world.lines() == ["RU-US scheduled 2022-01-10 ?"]


def test_a_revised_date_is_a_correction() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    meeting = world.views[0].meeting_id
    revised = article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-11", "Geneva"), revision=2)
    assert kinds(world.take(revised)) == ["corrected"]
    assert world.views[0].meeting_id == meeting
    assert world.lines() == ["RU-US scheduled 2022-01-11 Geneva"]


def test_a_revision_that_states_the_move_is_a_move() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    moved = report("RU US", "scheduled", "2022-01-11", "Geneva", was="2022-01-10")
    assert kinds(world.take(article("a", "2022-01-03T12:00", moved, revision=2))) == ["rescheduled"]


def test_a_revision_that_calls_the_meeting_off_is_news() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    off = report("RU US", "cancelled", "2022-01-10", "Geneva")
    assert kinds(world.take(article("a", "2022-01-03T12:00", off, revision=2))) == ["cancelled"]


def test_a_revision_that_adds_a_city_is_a_detail() -> None:
    world = World(article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10")))
    assert kinds(world.take(article("a", "2022-01-03T08:00", FIRST, revision=2))) == ["detailed"]


def test_a_revision_without_the_meeting_withdraws_it() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    assert kinds(world.take(article("a", "2022-01-03T09:00", revision=2))) == ["withdrawn"]
    assert world.views == []


def test_a_revision_leaves_alone_what_other_articles_carry() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST), article("b", "2022-01-04T08:00", FIRST))
    assert world.take(article("a", "2022-01-03T09:00", revision=2)) == []
    assert world.views[0].voices == 1


def test_an_older_revision_that_arrives_late_is_ignored() -> None:
    revised = article("a", "2022-01-03T09:00", report("RU US", "scheduled", "2022-01-11"), revision=2)
    world = World(revised)
    assert world.take(article("a", "2022-01-03T08:00", FIRST)) == []
    assert world.lines() == ["RU-US scheduled 2022-01-11 ?"]


def test_reading_again_with_the_same_result_gives_no_events() -> None:
    world = World(article("a", "2022-01-03T08:00", FIRST))
    length = len(world.log)
    world.take(article("a", "2022-01-03T08:00", FIRST, version="2"))
    assert len(world.log) == length


def test_reading_again_with_a_better_result_is_a_correction_and_says_reread() -> None:
    world = World(article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-17", "Geneva")))
    assert kinds(world.take(article("a", "2022-01-03T08:00", FIRST, version="2"))) == ["corrected"]
    assert [e.model_dump()["reason"] for e in world.log if e.type == "ReportWithdrawn"] == ["reread"]


def test_going_back_and_forth_between_extractors_never_reuses_an_event_id() -> None:
    other = report("RU US", "scheduled", "2022-01-17", "Geneva")
    world = World()
    for version in ("1", "2", "1", "2", "1"):
        world.take(article("a", "2022-01-03T08:00", FIRST if version == "1" else other, version=version))
    assert len(set(world.ids)) == len(world.ids) == len(world.log)
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]


def test_every_filing_says_why() -> None:
    world = World(*security_talks())
    filings = {e.article.article_id: e.match for e in world.log if isinstance(e, MeetingReported)}
    off = filings["off"]
    assert off is not None
    assert off.rule == "the same day"
    copy = filings["off-copy"]
    assert copy is not None
    assert copy.rule == "the same news that it is off"
    first = filings["announcement"]
    assert first is not None
    assert first.rule == "a meeting not known before"


def test_a_change_quotes_the_sentence_that_carries_it() -> None:
    from domain.reports import Evidence

    both = report("RU US", "scheduled", "2022-01-13", "Vienna", was="2022-01-10", was_in="Geneva").model_copy(
        update={
            "evidence": (
                Evidence(start=0, end=4, quote="date", role="when"),
                Evidence(start=5, end=9, quote="city", role="where"),
                Evidence(start=10, end=14, quote="else", role="attribution"),
            )
        }
    )
    world = World(article("a", "2022-01-03T08:00", FIRST))
    changes: dict[str, MeetingChange] = {c.kind: c for c in world.take(article("b", "2022-01-04T08:00", both))}
    assert [e.quote for e in changes["rescheduled"].evidence] == ["date"]
    assert [e.quote for e in changes["relocated"].evidence] == ["city"]


def test_the_evidence_shown_is_the_latest_that_says_as_much() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", by="A")),
        article("b", "2022-01-04T08:00", report("RU US", "tentative", "2022-01-10", by="B")),
        article("c", "2022-01-05T08:00", report("RU US", "scheduled", None, by="C")),
        article("d", "2022-01-06T08:00", report("RU US", "scheduled", "2022-01-10", by="D")),
        article("e", "2022-01-07T08:00", report("RU US", "scheduled", None, by="E")),
    )
    only: MeetingView = world.views[0]
    assert (only.attributed_to, only.evidence_article.article_id) == ("D", "d")
