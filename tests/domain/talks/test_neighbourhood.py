"""What a decision asks the store for: enough, and no more."""

from __future__ import annotations

from collections.abc import Iterable

from domain.talks.decide import decide
from domain.talks.match import WINDOW
from domain.talks.model import FiledReport, Intake
from domain.talks.neighbourhood import Needs, gather, neighbourhood_of
from tests.domain.talks.world import World, article, kinds, line, moment, report


def names(filed: Iterable[FiledReport]) -> set[str]:
    return {f.article.article_id for f in filed}


def questions(world: World, intake: Intake) -> list[Needs]:
    asked: list[Needs] = []

    def load(needs: Needs) -> list[FiledReport]:
        asked.append(needs)
        return [f for meeting in world.meetings.values() if needs.wants(meeting) for f in meeting]

    gather(intake, [f for f in world.filed.values() if f.article.article_id == intake.article.article_id], load)
    return asked


def test_the_newest_article_needs_the_meetings_of_its_own_circle_only() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10")),
        article("b", "2022-01-03T09:00", report("RU UA", "scheduled", "2022-01-10")),
        article("c", "2022-01-03T10:00", report("CN US", "scheduled", "2022-01-10")),
    )
    newest = article("e", "2022-01-04T08:00", report("RU US", "cancelled", "2022-01-10"))
    assert names(neighbourhood_of(world.filed.values(), newest)) == {"a"}
    assert [needs.keys for needs in questions(world, newest)] == [(("RU", "US"),)]


def test_a_meeting_nobody_has_mentioned_for_the_window_is_not_loaded() -> None:
    world = World(
        article("old", "2021-01-03T08:00", report("RU US", "scheduled", "2022-01-10")),
        article("kept", "2021-03-03T08:00", report("RU US", "scheduled", "2022-02-10")),
        article("kept-alive", "2021-09-01T08:00", report("RU US", "scheduled", "2022-02-10")),
    )
    newest = article("new", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10"))
    assert names(neighbourhood_of(world.filed.values(), newest)) == {"kept", "kept-alive"}
    assert questions(world, newest)[0].since == moment("2022-01-04T08:00") - WINDOW


def syrian_talks() -> list[Intake]:
    return [
        article("round", "2022-01-03T08:00", report("OPP SY UN", "scheduled", "2022-01-10")),
        article("other", "2022-01-04T08:00", report("OPP SY", "scheduled", "2022-01-20", "Vienna")),
        article("off", "2022-01-11T20:00", report("OPP SY", "cancelled")),
    ]


def test_a_late_article_can_decide_where_another_circle_s_news_belongs() -> None:
    """That the round was held, told by an article that names neither side of the later news, leaves one meeting that can
    be meant by "the talks are off". The closure has to find the later report through the round, and its other candidate
    through the later report."""
    world = World(*syrian_talks())
    assert [v.status for v in world.views] == ["scheduled", "scheduled", "cancelled"]
    held = article("held", "2022-01-10T18:00", report("SY UN", "concluded", "2022-01-10"))

    assert names(neighbourhood_of(world.filed.values(), held)) == {"round", "other", "off"}
    changes = world.take(held)

    assert sorted(kinds(changes)) == ["concluded", "corrected", "withdrawn"]
    assert [line(v) for v in world.views] == [
        "OPP-SY-UN concluded 2022-01-10 ?",
        "OPP-SY cancelled 2022-01-20 Vienna",
    ]


def test_a_store_that_returns_more_changes_nothing() -> None:
    world = World(
        *syrian_talks(),
        article("elsewhere", "2022-01-05T08:00", report("CN US", "scheduled", "2022-01-10")),
    )
    everything = tuple(world.filed.values())
    held = article("held", "2022-01-10T18:00", report("SY UN", "concluded", "2022-01-10"))
    assert decide(everything, held) == decide(neighbourhood_of(everything, held), held)


def test_a_revision_is_decided_with_the_meetings_of_the_circle_it_leaves() -> None:
    world = World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10")),
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10")),
    )
    revised = article("a", "2022-01-03T08:00", report("RU UA", "scheduled", "2022-01-10"), revision=2)
    assert names(neighbourhood_of(world.filed.values(), revised)) == {"a", "b"}
    world.take(revised)
    assert sorted(world.lines()) == ["RU-UA scheduled 2022-01-10 ?", "RU-US scheduled 2022-01-10 ?"]
