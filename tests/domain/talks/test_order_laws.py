"""The laws of deciding: what is known follows from the set of articles, not from how they arrived."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import MeetingChange
from domain.reports import Report
from domain.stories import provenance
from domain.talks.decide import decide, event_ids
from domain.talks.evolve import view
from domain.talks.model import Intake
from domain.talks.neighbourhood import neighbourhood_of
from tests.domain.talks.world import World, article, report
from tests.domain.wire import OTHER, PARAGRAPHS, WIRE

CIRCLES = (
    "RU US",
    "RU US",
    "NATO RU",
    "NATO RU US",
    "RU UA US",
    "RU UA",
    "EU",
    "DE EU",
    "EU TR",
    "CN G20 US",
    "BR G20",
    "OPP SY UN",
    "OPP SY",
    "US",
)
DATES = (
    None,
    None,
    "2022-01-10",
    "2022-01-10",
    "2022-01-11",
    "2022-01-13",
    "2022-01-10/2022-01-12",
    "2022-01-11~2022-01-20",
    "2022-W02",
    "2022-01",
    "2022-02-24",
)
CITIES = (None, None, "Geneva", "Vienna", "Brussels")
STATUSES = ("proposed", "tentative", "scheduled", "scheduled", "postponed", "cancelled", "underway", "concluded")
HOURS = tuple(
    f"{day}T{hour}"
    for day in ("2021-12-28", "2022-01-03", "2022-01-08", "2022-01-10", "2022-01-11", "2022-01-14", "2022-02-22")
    for hour in ("08:00", "12:00", "20:00")
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    return report(
        draw(st.sampled_from(CIRCLES)),
        draw(st.sampled_from(STATUSES)),
        draw(st.sampled_from(DATES)),
        draw(st.sampled_from(CITIES)),
        was=draw(st.sampled_from((None, None, None, "2022-01-10", "2022-01-13", "2022-01"))),
        was_in=draw(st.sampled_from((None, None, None, None, "Geneva"))),
        format=draw(st.sampled_from(("unknown", "unknown", "in_person", "call"))),
    )


WORDINGS = (
    None,
    None,
    None,
    provenance(WIRE),
    provenance("\n".join(PARAGRAPHS[:2])),
    provenance("\n".join(PARAGRAPHS[3:])),
    provenance("PARIS (AP) — " + WIRE.replace("Jan. 10", "Jan. 13")),
    provenance(OTHER),
)
"""Copies and parts of one text, some of which are only joined by another, and a text of its own."""


@st.composite
def articles(draw: st.DrawFn) -> list[list[Intake]]:
    """Some articles, each with the revisions it went through."""
    found = []
    for number in range(draw(st.integers(2, 9))):
        story = draw(st.sampled_from((None, None, None, "wire")))
        outlet = draw(st.sampled_from((None, None, "One", "Two")))
        found.append(
            [
                article(
                    f"a{number}",
                    draw(st.sampled_from(HOURS)),
                    *draw(st.lists(reports(), min_size=1, max_size=3)),
                    revision=revision,
                    story=story,
                    outlet=outlet,
                    provenance=draw(st.sampled_from(WORDINGS)),
                )
                for revision in range(1, draw(st.sampled_from((1, 1, 1, 2))) + 1)
            ]
        )
    return found


LAW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def newest_in_order(written: Sequence[Sequence[Intake]]) -> list[Intake]:
    newest = [revisions[-1] for revisions in written]
    return sorted(newest, key=lambda intake: (intake.article.published_at, intake.article.article_id))


@LAW
@given(st.data(), articles())
def test_any_order_with_duplicates_and_old_revisions_ends_in_the_same_status(
    data: st.DataObject, written: list[list[Intake]]
) -> None:
    expected = World(*newest_in_order(written))
    every_revision = [intake for revisions in written for intake in revisions]
    again = data.draw(st.lists(st.sampled_from(every_revision), max_size=4))
    arrival = data.draw(st.permutations(every_revision + again))

    world = World(*arrival)

    assert world.partition() == expected.partition()
    assert world.status() == expected.status()


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize(("a", "b", "day"), [("2022-01-10", "2022-01-13", "13"), ("2022-01-13", "2022-01-10", "10")])
def test_of_two_articles_of_the_same_moment_the_one_with_the_greater_id_has_the_last_word(
    a: str, b: str, day: str, order: tuple[str, str]
) -> None:
    first = article("0", "2022-01-02T10:00", report("RU US", "scheduled", "2022-01-08", "Geneva"))
    moves = {
        name: article(name, "2022-01-03T10:00", report("RU US", "scheduled", to, "Geneva", was="2022-01-08"))
        for name, to in (("a", a), ("b", b))
    }
    (line,) = World(first, *(moves[name] for name in order)).lines()
    assert f"2022-01-{day}" in line


@LAW
@given(st.data(), articles())
def test_every_step_tells_exactly_what_altered(data: st.DataObject, written: list[list[Intake]]) -> None:
    arrival = data.draw(st.permutations([intake for revisions in written for intake in revisions]))
    world = World()
    for intake in arrival:
        before = {v.meeting_id: v.facts for v in world.views}
        changes = world.take(intake)
        after = {v.meeting_id: v.facts for v in world.views}
        altered = {m for m in before.keys() | after.keys() if before.get(m) != after.get(m)}
        assert {change.meeting_id for change in changes} == altered
        for change in changes:
            assert change.before == before.get(change.meeting_id)
            assert change.after == after.get(change.meeting_id)
        assert len({(change.meeting_id, change.kind) for change in changes}) == len(changes)


@LAW
@given(st.data(), articles())
def test_an_article_decided_on_again_gives_no_events(data: st.DataObject, written: list[list[Intake]]) -> None:
    world = World(*data.draw(st.permutations(newest_in_order(written))))
    for intake in newest_in_order(written):
        assert decide(tuple(world.filed.values()), intake) == ()


@LAW
@given(st.data(), articles())
def test_the_neighbourhood_is_all_that_a_decision_needs(data: st.DataObject, written: list[list[Intake]]) -> None:
    *known, last = data.draw(st.permutations([intake for revisions in written for intake in revisions]))
    world = World(*known)
    everything = tuple(world.filed.values())

    assert decide(neighbourhood_of(everything, last), last) == decide(everything, last)


@LAW
@given(st.data(), articles())
def test_the_reports_of_one_article_never_share_a_meeting(data: st.DataObject, written: list[list[Intake]]) -> None:
    world = World(*data.draw(st.permutations([intake for revisions in written for intake in revisions])))
    for filed in world.meetings.values():
        assert len({f.article.article_id for f in filed}) == len(filed)


@LAW
@given(st.data(), articles())
def test_replaying_the_events_gives_the_views_and_no_id_twice(data: st.DataObject, written: list[list[Intake]]) -> None:
    world = World(*data.draw(st.permutations([intake for revisions in written for intake in revisions])))
    replayed = World()
    replayed.apply(world.log)

    assert replayed.status() == world.status()
    assert len(set(world.ids)) == len(world.log)
    last_told = {event.meeting_id: event.after for event in world.log if isinstance(event, MeetingChange)}
    for meeting_id, filed in world.meetings.items():
        current = view(meeting_id, filed)
        assert current is not None
        assert last_told[meeting_id] == current.facts


@LAW
@given(st.data(), articles())
def test_the_same_decision_has_the_same_event_ids(data: st.DataObject, written: list[list[Intake]]) -> None:
    *known, last = data.draw(st.permutations([intake for revisions in written for intake in revisions]))
    filed = tuple(World(*known).filed.values())
    shuffled = data.draw(st.permutations(filed))

    assert event_ids(last, decide(filed, last)) == event_ids(last, decide(shuffled, last))
