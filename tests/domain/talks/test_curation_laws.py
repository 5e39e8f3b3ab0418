"""The laws of deciding hold under what people decided, too: what is known follows from the articles and the decisions in
force, not from how they came in between each other."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import Curation, CurationUndone, MeetingChange
from domain.talks.curate import CurationRefused, correct, merge, retract_article, retract_report, split, undo
from domain.talks.curation import in_force
from domain.talks.decide import decide, decide_curation
from domain.talks.ledger import Ledger
from domain.talks.model import Intake
from domain.talks.neighbourhood import Memory, gather_curation, neighbourhood_of
from tests.domain.talks.test_order_laws import CIRCLES, CITIES, DATES, HOURS, STATUSES, articles, newest_in_order
from tests.domain.talks.world import World, article, at, moment, on, report

LAW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def draw_curation(data: st.DataObject, world: World) -> Curation | None:
    """A decision of a person who looks at ``world``."""
    by = world.by()
    meetings = sorted(world.meetings)
    verbs = ["undo"] if world.ledger.curations else []
    if meetings:
        verbs += ["correct", "merge", "split", "retract", "retract report"]
    if not verbs:
        return None
    verb = data.draw(st.sampled_from(verbs))
    if verb == "undo":
        one = data.draw(st.sampled_from(world.ledger.curations))
        try:
            return undo(one.curation_id, world.ledger.curations, by)
        except CurationRefused:
            return None
    case = world.case_of(data.draw(st.sampled_from(meetings)))
    if verb == "correct":
        facts: dict[Any, Any] = data.draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "when": st.sampled_from(DATES).map(on),
                    "where": st.sampled_from(CITIES).map(at),
                    "status": st.sampled_from(STATUSES),
                    "parties": st.sampled_from(CIRCLES).map(lambda circle: tuple(circle.split())),
                },
            )
        )
        return correct(case, facts, moment(data.draw(st.sampled_from(HOURS))), by) if facts else None
    if verb == "merge":
        others = [m for m in meetings if m != case.meeting_id]
        return merge(case, [world.case_of(data.draw(st.sampled_from(others)))], by) if others else None
    if verb == "split":
        out = data.draw(st.sets(st.sampled_from([f.report_id for f in case.reports]), min_size=1))
        return split(case, out, by) if len(out) < len(case.reports) else None
    filed = data.draw(st.sampled_from(case.reports))
    if verb == "retract":
        try:
            return retract_article(filed.article.article_id, world.ledger.curations, by)
        except CurationRefused:
            return None
    return retract_report(filed, case.meeting_id, case.known, by)


def draw_history(data: st.DataObject, written: list[list[Intake]]) -> tuple[World, list[Curation]]:
    """All articles in order of publication, and what a person then decided."""
    world = World(*newest_in_order(written))
    made = []
    for _ in range(data.draw(st.integers(1, 4))):
        one = draw_curation(data, world)
        if one is not None:
            world.curate(one)
            made.append(one)
    return world, made


def interleave(data: st.DataObject, intakes: list[Intake], made: list[Curation]) -> list[Intake | Curation]:
    """The articles in any order, the decisions in theirs, in any mixture."""
    places = sorted(data.draw(st.lists(st.integers(0, len(intakes)), min_size=len(made), max_size=len(made))))
    mixed: list[Intake | Curation] = list(intakes)
    for offset, (place, one) in enumerate(zip(places, made)):
        mixed.insert(place + offset, one)
    return mixed


def play(steps: list[Intake | Curation]) -> World:
    world = World()
    for step in steps:
        if isinstance(step, Intake):
            world.take(step)
        else:
            world.curate(step)
    return world


@LAW
@given(st.data(), articles())
def test_articles_in_any_order_around_decisions_end_in_the_same_status(
    data: st.DataObject, written: list[list[Intake]]
) -> None:
    expected, made = draw_history(data, written)
    every_revision = [intake for revisions in written for intake in revisions]
    arrival = data.draw(st.permutations(every_revision))

    world = play(interleave(data, arrival, made))

    assert world.partition() == expected.partition()
    assert world.status() == expected.status()


@LAW
@given(st.data(), articles())
def test_undoing_everything_gives_back_what_the_articles_say(data: st.DataObject, written: list[list[Intake]]) -> None:
    world, made = draw_history(data, written)
    for one in reversed(made):
        if not isinstance(one, CurationUndone) and one in in_force(world.ledger.curations):
            world.curate(undo(one.curation_id, world.ledger.curations, world.by()))

    assert world.status() == World(*newest_in_order(written)).status()
    assert world.ledger.joined == {}
    assert world.ledger.corrected == {}


@LAW
@given(st.data(), articles())
def test_a_decision_tells_exactly_what_altered_and_never_as_news(
    data: st.DataObject, written: list[list[Intake]]
) -> None:
    world = World(*newest_in_order(written))
    for _ in range(3):
        one = draw_curation(data, world)
        if one is None:
            continue
        before = {v.meeting_id: v.facts for v in world.views}
        changes = world.curate(one)
        after = {v.meeting_id: v.facts for v in world.views}
        altered = {m for m in before.keys() | after.keys() if before.get(m) != after.get(m)}
        assert {change.meeting_id for change in changes} == altered
        assert {change.kind for change in changes} <= {"corrected", "withdrawn"}
        for change in changes:
            assert (change.before, change.after) == (before.get(change.meeting_id), after.get(change.meeting_id))


@LAW
@given(st.data(), articles())
def test_under_decisions_too_every_article_tells_exactly_what_altered(
    data: st.DataObject, written: list[list[Intake]]
) -> None:
    _, made = draw_history(data, written)
    arrival = data.draw(st.permutations([intake for revisions in written for intake in revisions]))
    world = play(list(made))
    for intake in arrival:
        before = {v.meeting_id: v.facts for v in world.views}
        changes = world.take(intake)
        after = {v.meeting_id: v.facts for v in world.views}
        altered = {m for m in before.keys() | after.keys() if before.get(m) != after.get(m)}
        assert {change.meeting_id for change in changes} == altered
        for change in changes:
            assert (change.before, change.after) == (before.get(change.meeting_id), after.get(change.meeting_id))


@LAW
@given(st.data(), articles())
def test_the_neighbourhood_is_all_that_a_decision_needs_under_what_people_decided(
    data: st.DataObject, written: list[list[Intake]]
) -> None:
    _, made = draw_history(data, written)
    *known, last = data.draw(st.permutations([intake for revisions in written for intake in revisions]))
    world = play(interleave(data, list(known), made))
    everything, standing = tuple(world.filed.values()), world.ledger.standing

    assert decide(neighbourhood_of(everything, last, standing), last, standing) == decide(everything, last, standing)


@LAW
@given(st.data(), articles())
def test_the_neighbourhood_is_all_that_a_person_s_decision_needs(
    data: st.DataObject, written: list[list[Intake]]
) -> None:
    world, _ = draw_history(data, written)
    one = draw_curation(data, world)
    if one is None:
        return
    standing = world.ledger.standing
    curations = in_force([*world.ledger.curations, one])
    source = Memory(world.filed.values(), standing)
    some = gather_curation(standing, curations, source.load, source.find)

    assert decide_curation(some, standing, curations, one) == decide_curation(
        tuple(world.filed.values()), standing, curations, one
    )


@LAW
@given(st.data(), articles(), articles())
def test_reading_many_articles_again_at_once_ends_where_one_after_the_other_does(
    data: st.DataObject, written: list[list[Intake]], better: list[list[Intake]]
) -> None:
    world, made = draw_history(data, written)
    shown = {v.meeting_id: v.facts for v in world.views}
    one_by_one = play([*newest_in_order(written), *made])
    again = [
        intake.model_copy(update={"reports": other.reports, "extractor_version": "2"})
        for intake, other in zip(newest_in_order(written), newest_in_order(better))
    ]
    for intake in data.draw(st.permutations(again)):
        one_by_one.take(intake)

    changes = world.take_all(data.draw(st.permutations(again)))

    assert world.partition() == one_by_one.partition()
    assert world.status() == one_by_one.status()
    now = {v.meeting_id: v.facts for v in world.views}
    assert {change.meeting_id for change in changes} == {
        m for m in shown.keys() | now.keys() if shown.get(m) != now.get(m)
    }


@LAW
@given(st.data(), articles())
def test_replaying_the_events_gives_the_same_ledger(data: st.DataObject, written: list[list[Intake]]) -> None:
    world, made = draw_history(data, written)
    replayed = Ledger(world.log)

    assert list(replayed.views()) == list(world.ledger.views())
    assert replayed.standing == world.ledger.standing
    assert len(set(world.ids)) == len(world.log)
    last_told = {event.meeting_id: event.after for event in world.log if isinstance(event, MeetingChange)}
    for view in replayed.views():
        assert last_told[view.meeting_id] == view.facts
    assert sum(isinstance(event, Curation) for event in world.log) == len(made)


def test_a_correction_of_parties_brings_their_meetings_though_the_corrected_article_comes_last() -> None:
    hour = "2021-12-28T08:00"
    proposed = report("RU US", "proposed")
    others = [article(name, hour, proposed) for name in ("a0", "a1", "a2", "a4", "a5", "a6")]
    others.append(article("a7", hour, proposed, report("RU US", "tentative")))
    last = article("a3", hour, report("RU UA", "proposed"))
    decided = World(*sorted([*others, last], key=lambda one: one.article.article_id))
    meetings = {filed.article.article_id: filed.meeting_id for filed in decided.filed.values()}
    corrected, other = meetings["a3"], meetings["a7"]
    assert corrected is not None
    assert other is not None
    merged = merge(decided.case_of(corrected), [decided.case_of(other)], decided.by())
    decided.curate(merged)
    undone = undo(merged.curation_id, decided.ledger.curations, decided.by())
    decided.curate(undone)
    facts: dict[Any, Any] = {"when": None, "parties": ("RU", "US")}
    world = play([merged, undone, correct(decided.case_of(corrected), facts, moment(hour), decided.by()), *others])
    everything, standing = tuple(world.filed.values()), world.ledger.standing

    assert decide(neighbourhood_of(everything, last, standing), last, standing) == decide(everything, last, standing)


def test_a_report_that_counts_again_founds_no_meeting_under_an_id_that_others_go_on_with() -> None:
    """Found by a run of a thousand examples: its own id had been given to talks of other parties, which a person had joined it
    with for a while, and which were not looked at when it came back."""
    hour = "2021-12-28T08:00"
    two = article("a2", hour, report("NATO RU", "proposed"), report("RU UA", "proposed"))
    hours = {"a0": "2021-12-28T12:00", "a1": hour, "a3": hour}
    others = [article(name, at_, report("RU US", "proposed")) for name, at_ in hours.items()]
    world = World(others[0], two)
    (ukraine,) = [m for m, filed in world.meetings.items() if filed[0].report.parties == ("RU", "UA")]
    facts: dict[Any, Any] = {"when": None, "parties": ("RU", "US")}
    wrong = correct(world.case_of(ukraine), facts, moment(hour), world.by())
    world.curate(wrong)
    world.take(others[1])
    world.curate(undo(wrong.curation_id, world.ledger.curations, world.by()))
    gone = retract_article("a2", world.ledger.curations, world.by())
    world.curate(gone)
    world.take(others[2])
    world.curate(undo(gone.curation_id, world.ledger.curations, world.by()))
    assert sorted("-".join(view.facts.parties) for view in world.views) == ["NATO-RU", "RU-UA", "RU-US"]
    assert world.status() == World(*others, two).status()
