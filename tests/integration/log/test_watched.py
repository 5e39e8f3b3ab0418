"""The meetings of a watch: those that all meetings, looked at one by one, would give."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text

from domain.talks.curate import correct, merge
from domain.talks.model import MeetingView
from domain.watches import Parties, Watch, texts_of
from tests.integration.log.stories import NOW, WINTER, take_all
from tests.integration.log.test_curation import by, decided, named, on, runtime_on
from worker.cli.talks import select
from worker.log import glance, queries, watched
from worker.log.database import Database

WATCHES = [
    Watch(name="every"),
    Watch(name="all", parties=Parties(all=("RU", "US"))),
    Watch(name="any", parties=Parties(any=("FR", "NATO"))),
    Watch(name="none", parties=Parties(none=("US",))),
    Watch(name="moved-in-by-a-person", parties=Parties(all=("CN",))),
    Watch(name="nobody", parties=Parties(all=("RU", "BR"))),
    Watch(name="places", places=("geneva", "FR")),
    Watch(name="formats", formats=("in_person",)),
    Watch(name="firm", min_certainty="scheduled"),
    Watch(name="words", words=("a6", "nothing of the kind")),
    Watch(name="words-and-parties", words=("A3",), parties=Parties(any=("US",))),
    Watch(name="words-of-what-was-merged", words=("a4",), parties=Parties(all=("RU",))),
]


@pytest.fixture
def winter(database: Database, tmp_path: Path) -> Database:
    """With a meeting that a person merged into another one, and one that a person said took place with somebody else."""
    take_all(database, WINTER)
    runtime = runtime_on(database, tmp_path)
    council, talks, pair = named(database, "NATO-RU"), named(database, "RU-US"), named(database, "DE-FR")
    decided(runtime, lambda desk: merge(desk.case(talks), [desk.case(council)], by(desk)))
    decided(
        runtime, lambda desk: correct(desk.case(pair), {"parties": ("CN", "FR")}, NOW + timedelta(days=40), by(desk))
    )
    return database


def one_by_one(database: Database, watch: Watch) -> list[MeetingView]:
    with database.read() as conn:
        views = queries.meetings(conn)
        matching = [v for v in views if watch.matches_view(v, texts_of(queries.filed_reports(conn, v.meeting_id)))]
    return sorted(matching, key=lambda view: (view.last_published, view.meeting_id), reverse=True)


@pytest.mark.parametrize(("page", "many"), [(1, 2_000), (2, 0), (500, 2_000), (500, 0)])
def test_they_are_those_that_match_newest_first(
    winter: Database, page: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "PAGE", page)
    monkeypatch.setattr(watched, "MANY", many)
    found = {}
    for watch in WATCHES:
        with winter.read() as conn:
            found[watch.name] = list(watched.every(conn, watch))
        assert found[watch.name] == one_by_one(winter, watch), watch.name
    assert {name for name, views in found.items() if not views} == {"nobody"}
    assert len(found["every"]) == 3


@pytest.mark.parametrize("today", [date(2022, 1, 1), date(2022, 6, 1)])
@pytest.mark.parametrize("quiet_after", [timedelta(0), timedelta(days=60)])
def test_those_that_are_shown_are_chosen_as_from_all(
    winter: Database, today: date, quiet_after: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.cli.talks.QUIET_AFTER", quiet_after)
    for watch in WATCHES:
        with winter.read() as conn:
            shown = watched.current(conn, watch, today, quiet_after)
        assert shown == select(one_by_one(winter, watch), show_all=False, today=today), watch.name


def test_reports_of_others_are_not_looked_into(winter: Database) -> None:
    asked: list[str] = []
    event.listen(winter.engine, "before_cursor_execute", lambda *args: asked.append(f"{args[2]} {args[3]}"))
    with winter.read() as conn:
        views = list(watched.every(conn, Watch(name="x", parties=Parties(all=("CN",)), words=("a9",))))
    assert len(views) == 1
    about_reports = [one for one in asked if "FROM filed_report" in one]
    assert len(about_reports) <= 1
    assert all(views[0].meeting_id in one for one in about_reports)


@pytest.mark.parametrize(
    ("word", "stored"),
    [
        ("talks", '"The TALKS begin"'),
        ("élysée", '"At the ÉLYSÉE"'),
        ("so-called", '"a ſo-called peace"'),
        ("kiev", '"\u212aiev said"'),
        ('"peace"', json.dumps('a "peace" plan')),
        ("back\\slash", json.dumps("a back\\slash")),
        ("100%", '"by 100% now"'),
    ],
)
def test_the_database_leaves_out_no_report_in_which_a_word_stands(database: Database, word: str, stored: str) -> None:
    with database.read() as conn:
        holds = "LIKE" if conn.dialect.name == "sqlite" else "ILIKE"
        found = conn.execute(
            text(f"SELECT :stored {holds} :pattern"), {"stored": stored, "pattern": watched._pattern(word)}
        )
        assert found.scalar_one()


def test_a_decision_on_the_date_alone_leaves_the_watches_as_they_are(winter: Database, tmp_path: Path) -> None:
    before = {watch.name: [view.meeting_id for view in one_by_one(winter, watch)] for watch in WATCHES}
    runtime = runtime_on(winter, tmp_path)
    pair = named(winter, "CN-FR")
    decided(
        runtime,
        lambda desk: correct(desk.case(pair), {"when": on("2022-01-21")}, NOW + timedelta(days=41), by(desk)),
    )
    with winter.read() as conn:
        assert {watch.name: [v.meeting_id for v in watched.every(conn, watch)] for watch in WATCHES} == before


def test_the_quick_way_finds_the_same_texts_also_of_what_was_merged(winter: Database) -> None:
    url = winter.url.render_as_string(hide_password=False)
    with winter.read() as conn:
        ids = [view.meeting_id for view in queries.meetings(conn)]
        expected = watched.texts_of_meetings(conn, ids)
        for watch in (watch for watch in WATCHES if watch.words):
            wanted = partial(glance.may_hold_words, watch)
            narrowed = watched.texts_of_meetings(conn, ids, wanted)
            found = glance.texts_of_meetings(url, ids, wanted)
            assert {one: set(texts) for one, texts in (found or {}).items()} == {
                one: set(texts) for one, texts in narrowed.items()
            }
    found = glance.texts_of_meetings(url, ids, lambda report: True)
    assert found is not None
    assert {one: set(texts) for one, texts in found.items()} == {one: set(texts) for one, texts in expected.items()}
    assert len(ids) == 3
    assert glance.texts_of_meetings(url, [], lambda report: True) == {}
