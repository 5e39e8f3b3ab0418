"""People decide last: what they correct, merge, split, retract and undo, and that it outlives everything read later."""

from __future__ import annotations

from typing import Any

import pytest

from domain.events import (
    ArticleRetracted,
    MeetingChange,
    MeetingReported,
    MeetingWithdrawn,
    ReportsWithheld,
    ReportWithdrawn,
)
from domain.reports import Status
from domain.talks.curate import (
    CurationRefused,
    correct,
    merge,
    retract_article,
    retract_report,
    split,
    undo,
)
from domain.talks.decide import decide
from tests.domain.talks.world import World, article, at, kinds, moment, on, report

LATER = moment("2022-02-01T00:00")
"""When the person decides: after everything that was published so far."""


def geneva(*more: Any) -> World:
    return World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        *more,
    )


def put_right(world: World, wanted: str = "RU-US", since: str = "2022-01-05T00:00", **facts: Any) -> Any:
    made = correct(world.case(wanted), facts, moment(since), world.by())  # type: ignore[arg-type]
    world.curate(made)
    return made


# --- correct ---------------------------------------------------------------------------------------------------------


def test_a_correction_is_shown_with_who_made_it_and_why() -> None:
    world = geneva()
    changes = world.curate(
        correct(world.case("RU-US"), {"when": on("2022-01-12")}, LATER, world.by("the ministry says the 12th"))
    )
    assert kinds(changes) == ["corrected"]
    (view,) = world.views
    assert view.when == on("2022-01-12")
    (note,) = view.corrections
    assert (note.actor, note.reason, note.fields) == ("jane", "the ministry says the 12th", ("when",))


def test_no_sentence_is_quoted_for_what_a_person_says() -> None:
    world = geneva()
    made = correct(world.case("RU-US"), {"when": on("2022-01-12")}, LATER, world.by())
    (told,) = world.curate(made)
    assert told.evidence == ()
    (back,) = world.curate(undo(made.curation_id, [made], world.by()))
    assert back.after is not None
    assert back.after.when == on("2022-01-10")
    assert back.evidence, "the article's sentence counts again"


def test_a_correction_outweighs_articles_of_before_however_late_they_come() -> None:
    world = geneva()
    put_right_date(world, LATER.isoformat())
    world.take(article("late", "2022-01-04T09:00", report("RU US", "scheduled", "2022-01-10", "Geneva")))
    world.take(
        article("moved", "2022-01-06T09:00", report("RU US", "scheduled", "2022-01-15", "Geneva", was="2022-01-10"))
    )
    assert world.lines() == ["RU-US scheduled 2022-01-12 Geneva"]


def put_right_date(world: World, when: str, date: str = "2022-01-12") -> Any:
    made = correct(world.case("RU-US"), {"when": on(date)}, moment(when[:16]), world.by())
    world.curate(made)
    return made


def test_who_repeats_the_wrong_date_afterwards_is_a_dispute_and_not_followed() -> None:
    world = geneva()
    put_right_date(world, "2022-01-05T00:00")
    changes = world.take(article("c", "2022-01-06T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")))
    assert changes == []
    (view,) = world.views
    assert view.when == on("2022-01-12")
    assert [(d.field, d.ours, d.theirs) for d in view.disputes] == [("when", "2022-01-12", "2022-01-10")]


def test_a_change_that_is_stated_afterwards_is_news_and_followed() -> None:
    world = geneva()
    put_right_date(world, "2022-01-05T00:00")
    changes = world.take(
        article("c", "2022-01-06T08:00", report("RU US", "scheduled", "2022-01-15", "Geneva", was="2022-01-12"))
    )
    assert kinds(changes) == ["rescheduled"]
    (view,) = world.views
    assert view.when == on("2022-01-15")
    assert view.corrections == ()


def test_that_a_meeting_is_off_is_followed_and_its_wrong_date_is_not() -> None:
    world = geneva()
    put_right_date(world, "2022-01-05T00:00")
    changes = world.take(article("c", "2022-01-06T08:00", report("RU US", "cancelled", "2022-01-10", "Geneva")))
    assert kinds(changes) == ["cancelled"]
    assert world.lines() == ["RU-US cancelled 2022-01-12 Geneva"]


def test_a_meeting_is_recognised_by_the_corrected_date_and_by_the_one_that_was_read() -> None:
    world = geneva()
    put_right_date(world, LATER.isoformat())
    for name, date in (("right", "2022-01-12"), ("wrong", "2022-01-10")):
        assert world.take(article(name, "2022-01-06T08:00", report("RU US", "scheduled", date, "Geneva"))) == []
    assert world.lines() == ["RU-US scheduled 2022-01-12 Geneva"]


def test_corrected_parties_are_found_by_news_that_names_them() -> None:
    world = World(article("a", "2022-01-03T08:00", report("RU TR", "scheduled", "2022-01-10", "Geneva")))
    put_right(world, "RU-TR", parties=("RU", "US"))
    world.take(article("b", "2022-01-06T08:00", report("RU US", "cancelled", "2022-01-10", "Geneva")))
    assert world.lines() == ["RU-US cancelled 2022-01-10 Geneva"]


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"status": Status.CANCELLED}, "RU-US cancelled 2022-01-10 Geneva"),
        ({"when": None}, "RU-US scheduled ? Geneva"),
        ({"where": None}, "RU-US scheduled 2022-01-10 ?"),
        ({"where": at("Vienna")}, "RU-US scheduled 2022-01-10 Vienna"),
        ({"parties": ("RU", "UA", "US")}, "RU-UA-US scheduled 2022-01-10 Geneva"),
        ({"when": on("2022-01-11"), "where": at("Oslo")}, "RU-US scheduled 2022-01-11 Oslo"),
    ],
)
def test_every_field_can_be_put_right_and_the_correction_undone(facts: dict[str, Any], line: str) -> None:
    world = geneva()
    before = world.status()
    made = put_right(world, **facts)
    assert world.lines() == [line]
    changes = world.curate(undo(made.curation_id, world.ledger.curations, world.by("was right after all")))
    assert kinds(changes) == ["corrected"]
    assert world.status() == before


def test_the_later_of_two_corrections_holds_and_undoing_it_brings_back_the_earlier() -> None:
    world = geneva()
    put_right_date(world, "2022-01-05T00:00", "2022-01-12")
    second = put_right_date(world, "2022-01-06T00:00", "2022-01-13")
    assert world.lines() == ["RU-US scheduled 2022-01-13 Geneva"]
    world.curate(undo(second.curation_id, world.ledger.curations, world.by()))
    assert world.lines() == ["RU-US scheduled 2022-01-12 Geneva"]


def test_a_correction_outlives_the_retraction_of_the_article_it_was_made_on() -> None:
    world = geneva()
    put_right_date(world, LATER.isoformat())
    world.curate(retract_article("a", world.ledger.curations, world.by()))
    assert world.lines() == ["RU-US scheduled 2022-01-12 Geneva"]
    world.curate(retract_article("b", world.ledger.curations, world.by()))
    assert world.lines() == []


# --- merge -----------------------------------------------------------------------------------------------------------


def two_days() -> World:
    return World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-20", "Vienna")),
    )


def join(world: World, into: str, other: str) -> Any:
    made = merge(world.case(into), [world.case(other)], world.by())
    world.curate(made)
    return made


def test_merged_meetings_are_one_under_the_first_one_s_id() -> None:
    world = two_days()
    first, other = world.case("RU-US scheduled 2022-01-10"), world.case("RU-US scheduled 2022-01-20")
    changes = world.curate(merge(first, [other], world.by()))
    (withdrawn,) = [c for c in changes if isinstance(c, MeetingWithdrawn)]
    assert (withdrawn.meeting_id, withdrawn.merged_into) == (other.meeting_id, first.meeting_id)
    (view,) = world.views
    assert (view.meeting_id, view.voices) == (first.meeting_id, 2)


def test_later_news_of_either_merged_meeting_is_news_of_the_one() -> None:
    world = two_days()
    join(world, "RU-US scheduled 2022-01-10", "RU-US scheduled 2022-01-20")
    world.take(article("c", "2022-01-05T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")))
    world.take(article("d", "2022-01-06T08:00", report("RU US", "cancelled", "2022-01-20", "Vienna")))
    (view,) = world.views
    assert (view.status, view.voices) == (Status.CANCELLED, 4)


def test_undoing_a_merge_gives_both_meetings_back_with_their_ids() -> None:
    world = two_days()
    before = {v.model_dump_json() for v in world.views}
    made = join(world, "RU-US scheduled 2022-01-20", "RU-US scheduled 2022-01-10")
    world.curate(undo(made.curation_id, world.ledger.curations, world.by()))
    assert {v.model_dump_json() for v in world.views} == before


def test_a_merge_outlives_a_better_reading_and_the_retraction_of_its_first_article() -> None:
    world = two_days()
    world.take(article("c", "2022-01-05T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")))
    join(world, "RU-US scheduled 2022-01-10", "RU-US scheduled 2022-01-20")
    world.take(
        article("b", "2022-01-04T08:00", report("RU US", "scheduled", "2022-01-20@15:00 CET", "Vienna"), version="2")
    )
    assert len(world.views) == 1
    world.curate(retract_article("a", world.ledger.curations, world.by()))
    assert len(world.views) == 1


def test_that_the_talks_are_off_is_said_of_merged_meetings_as_of_one() -> None:
    off = article("off", "2022-01-05T08:00", report("RU US", "cancelled"))
    apart = two_days()
    apart.take(off)
    assert len(apart.views) == 3, "of two plans, neither can be meant"
    world = two_days()
    join(world, "RU-US scheduled 2022-01-10", "RU-US scheduled 2022-01-20")
    assert kinds(world.take(off)) == ["cancelled"]
    (view,) = world.views
    assert view.status is Status.CANCELLED
    # And the other way about: merged afterwards, the news is of the one as well.
    join(apart, "RU-US scheduled 2022-01-10", "RU-US scheduled 2022-01-20")
    assert [v.status for v in apart.views] == [Status.CANCELLED]


def test_meetings_can_be_merged_in_a_chain() -> None:
    world = two_days()
    world.take(article("c", "2022-01-05T08:00", report("RU US", "scheduled", "2022-02-10", "Oslo")))
    first = join(world, "RU-US scheduled 2022-01-20", "RU-US scheduled 2022-01-10")
    join(world, "RU-US scheduled 2022-02-10", "RU-US scheduled 2022-01-20")
    assert len(world.views) == 1
    world.curate(undo(first.curation_id, world.ledger.curations, world.by()))
    assert len(world.views) == 2


# --- split -----------------------------------------------------------------------------------------------------------


def take_out(world: World, wanted: str, *names: str) -> Any:
    case = world.case(wanted)
    out = [f.report_id for f in case.reports if f.article.article_id in names]
    made = split(case, out, world.by())
    world.curate(made)
    return made


def three_sources() -> World:
    return World(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva")),
        article("b", "2022-01-04T08:00", report("RU US", "tentative")),
        article("c", "2022-01-05T08:00", report("RU US", "tentative", where="Geneva")),
    )


def test_what_is_split_off_is_a_meeting_of_its_own_and_stays_so() -> None:
    world = three_sources()
    assert len(world.views) == 1
    take_out(world, "RU-US", "b", "c")
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva", "RU-US tentative ? Geneva"]
    assert sorted(v.voices for v in world.views) == [1, 2]
    world.take(article("d", "2022-01-03T07:00", report("RU US", "scheduled", "2022-01-10", "Geneva")))
    world.take(article("b", "2022-01-04T08:00", report("RU US", "proposed"), version="2"))
    assert sorted(v.voices for v in world.views) == [2, 2]


def test_undoing_a_split_puts_the_reports_back() -> None:
    world = three_sources()
    before = world.status()
    made = take_out(world, "RU-US", "b")
    assert len(world.views) == 2
    world.curate(undo(made.curation_id, world.ledger.curations, world.by()))
    assert world.status() == before


def test_a_later_split_undoes_a_merge_and_a_later_merge_a_split() -> None:
    world = two_days()
    join(world, "RU-US scheduled 2022-01-10", "RU-US scheduled 2022-01-20")
    take_out(world, "RU-US", "b")
    assert len(world.views) == 2
    join(world, "RU-US scheduled 2022-01-10", "RU-US scheduled 2022-01-20")
    assert len(world.views) == 1


# --- retract ---------------------------------------------------------------------------------------------------------


def test_a_retracted_article_vanishes_from_the_view_and_not_from_the_log() -> None:
    world = geneva()
    hoax = article("hoax", "2022-01-05T08:00", report("RU US", "cancelled", "2022-01-10", "Geneva"))
    world.take(hoax)
    assert world.lines() == ["RU-US cancelled 2022-01-10 Geneva"]
    changes = world.curate(retract_article("hoax", world.ledger.curations, world.by("a hoax")))
    assert kinds(changes) == ["corrected"]
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]
    (gone,) = [event for event in world.log if isinstance(event, ReportWithdrawn)]
    assert (gone.reason, gone.detail) == ("retracted", "a hoax")
    assert any(isinstance(event, MeetingReported) and event.article == hoax.article for event in world.log)


def test_a_retracted_article_does_not_count_when_it_is_revised_or_read_again() -> None:
    world = geneva()
    world.curate(retract_article("a", world.ledger.curations, world.by()))
    for version, revision in (("2", 1), ("2", 2), ("3", 2)):
        told = world.take(
            article(
                "a",
                "2022-01-03T08:00",
                report("RU US", "cancelled", f"2022-01-1{version}"),
                revision=revision,
                version=version,
            )
        )
        assert told == []
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]
    assert [v.voices for v in world.views] == [1]


def test_undoing_a_retraction_brings_back_what_was_read_last_and_tells_no_news() -> None:
    world = geneva()
    made = retract_article("a", world.ledger.curations, world.by())
    world.curate(made)
    world.take(article("a", "2022-01-03T08:00", report("RU US", "cancelled", "2022-01-10", "Geneva"), revision=2))
    changes = world.curate(undo(made.curation_id, world.ledger.curations, world.by()))
    assert set(kinds(changes)) <= {"corrected"}
    assert [v.voices for v in world.views] == [2]
    assert world.ledger.standing.withheld == ()


def test_an_article_can_be_retracted_before_it_is_read() -> None:
    world = World()
    world.curate(ArticleRetracted(article_id="a", curation_id="c-1", actor="jane", reason="known to be false"))
    assert world.take(article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10"))) == []
    assert world.views == []
    assert [type(event) for event in world.log] == [ArticleRetracted, ReportsWithheld]


def test_one_report_of_an_article_can_be_retracted() -> None:
    world = World(
        article(
            "a",
            "2022-01-03T08:00",
            report("RU US", "scheduled", "2022-01-10", "Geneva"),
            report("NATO RU", "scheduled", "2022-01-12", "Brussels"),
        )
    )
    (wrong,) = [f for f in world.filed.values() if "NATO" in f.report.parties]
    assert wrong.meeting_id is not None
    made = retract_report(wrong, wrong.meeting_id, world.filed.values(), world.by())
    world.curate(made)
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]
    # A better reading gives both reports other ids; the retraction stays with the one that was meant.
    better = article(
        "a",
        "2022-01-03T08:00",
        report("RU US", "scheduled", "2022-01-10@15:00 CET", "Geneva"),
        report("NATO RU", "scheduled", "2022-01-12@10:00 CET", "Brussels"),
        version="2",
    )
    world.take(better)
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]
    # And does not fall on the other where its own is no longer read.
    world.take(
        article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10@16:00 CET", "Geneva"), version="3")
    )
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]
    world.take(better)
    world.curate(undo(made.curation_id, world.ledger.curations, world.by()))
    assert len(world.views) == 2


# --- undo, refusals --------------------------------------------------------------------------------------------------


def test_undoing_can_be_undone() -> None:
    world = geneva()
    made = put_right_date(world, LATER.isoformat())
    back = undo(made.curation_id, world.ledger.curations, world.by())
    world.curate(back)
    assert world.lines() == ["RU-US scheduled 2022-01-10 Geneva"]
    world.curate(undo(back.curation_id, world.ledger.curations, world.by()))
    assert world.lines() == ["RU-US scheduled 2022-01-12 Geneva"]


def test_what_would_say_nothing_is_refused_with_the_mend() -> None:
    world = two_days()
    case = world.case("RU-US scheduled 2022-01-10")
    made = retract_article("a", [], world.by())
    world.curate(made)
    with pytest.raises(CurationRefused, match="two different meetings"):
        merge(case, [case], world.by())
    with pytest.raises(CurationRefused, match="only those that do not fit"):
        split(case, [f.report_id for f in case.reports], world.by())
    with pytest.raises(CurationRefused, match="lists those that do"):
        split(case, ["nothing"], world.by())
    with pytest.raises(CurationRefused, match="at least one of"):
        correct(case, {}, LATER, world.by())
    with pytest.raises(CurationRefused, match="retracted already"):
        retract_article("a", world.ledger.curations, world.by())
    with pytest.raises(CurationRefused, match="parley curations"):
        undo("c-9", world.ledger.curations, world.by())
    world.curate(undo(made.curation_id, world.ledger.curations, world.by()))
    with pytest.raises(CurationRefused, match="was undone by jane"):
        undo(made.curation_id, world.ledger.curations, world.by())


def test_deciding_on_what_is_known_records_nothing_whatever_people_decided() -> None:
    world = geneva()
    put_right_date(world, LATER.isoformat())
    world.curate(retract_article("a", world.ledger.curations, world.by()))
    again = article("a", "2022-01-03T08:00", report("RU US", "scheduled", "2022-01-10", "Geneva"))
    assert decide(tuple(world.filed.values()), again, world.ledger.standing) == ()


def test_every_change_of_a_decision_is_a_correction_never_news() -> None:
    world = three_sources()
    before = len(world.log)
    take_out(world, "RU-US scheduled", "b")
    put_right(world, "RU-US scheduled", since="2022-02-01T00:00", status=Status.CANCELLED)
    world.curate(retract_article("c", world.ledger.curations, world.by()))
    told = [event for event in world.log[before:] if isinstance(event, MeetingChange)]
    assert {change.kind for change in told} == {"corrected"}


# --- disputes: kept, shown, and no meetings of their own ---------------------------------------------------------------


def test_who_sides_with_one_place_of_a_dispute_speaks_of_the_same_meeting() -> None:
    world = World(
        article(
            "a", "2022-03-05T08:00", report("IR US", "scheduled", "2022-03-20", "Vienna", quote="They meet in Vienna.")
        ),
        article("b", "2022-03-06T08:00", report("IR US", "scheduled", "2022-03-20", "Vienna")),
        article("c", "2022-03-07T08:00", report("IR US", "scheduled", "2022-03-20", "Geneva")),
    )
    (view,) = world.views
    assert [(d.field, d.ours, d.theirs) for d in view.disputes] == [("where", "Geneva, CH", "Vienna, AT")]
    # A vaguer voice, and a copy of the first article: neither is a meeting of its own, nor news.
    assert world.take(article("d", "2022-03-08T08:00", report("IR US", "tentative", "2022-03", "Vienna"))) == []
    assert len(world.views) == 1


def test_a_copy_of_an_article_goes_where_the_article_went() -> None:
    said = report("IR US", "scheduled", "2022-03-20", "Vienna", quote="They meet in Vienna on 20 March.")
    world = World(
        article("a", "2022-03-05T08:00", said, story="wire"),
        article("c", "2022-03-07T08:00", report("IR US", "scheduled", "2022-03-20", "Geneva", was_in="Vienna")),
        article("x", "2022-03-07T09:00", report("IR US", "tentative", "2022-03", "Vienna")),
    )
    assert world.lines() == ["IR-US scheduled 2022-03-20 Geneva", "IR-US tentative 2022-03-01/2022-03-31 Vienna"]
    assert world.take(article("copy", "2022-03-09T12:00", said, story="wire")) == []
    (talks, _) = world.views
    assert (talks.voices, talks.reports) == (2, 3)
