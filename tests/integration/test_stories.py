"""Stories from the inbox to the voices that are shown: copies are read like any other article, and counted as one source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.events import MeetingChange
from domain.stories import sources
from domain.talks.model import FiledReport, MeetingView
from tests.domain.wire import OTHER, OTHER_PARAGRAPHS, PARAGRAPHS, WIRE
from worker import inbox
from worker.config import load
from worker.log import model, queries, store, wording
from worker.log.database import Database
from worker.log.tables import wording as wordings
from worker.log.tables import wording_key
from worker.pipeline import Reading, read_article, read_articles
from worker.reread import Summary, steps
from worker.runtime import Runtime

START = datetime(2022, 1, 3, 16, tzinfo=UTC)


class Clock:
    def now(self) -> datetime:
        return datetime(2022, 1, 5, tzinfo=UTC)


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    (tmp_path / "config").mkdir()
    url = database.url.render_as_string(hide_password=False)
    made = Runtime(load(tmp_path / "config", {"PARLEY_DATABASE_URL": url}), Clock())
    made.__dict__["database"] = database
    return made


def item(
    outlet: str, text: str, hours: float = 0, *, page: str = "talks", title: str = "Talks in the new year"
) -> inbox.Item:
    return inbox.Item(
        url=f"https://{outlet.lower()}.example/{page}",
        guid=None,
        title=title,
        content=text,
        content_type="text/plain",
        published_at=START + timedelta(hours=hours),
        published_raw=None,
        feed=None,
        outlet=outlet,
    )


def receive(runtime: Runtime, *items: inbox.Item) -> list[str]:
    with runtime.database.begin() as conn:
        return [receipt.article_id for receipt in inbox.receive(conn, items, Clock().now())]


def read(runtime: Runtime, one: inbox.Item) -> Reading:
    (article_id,) = receive(runtime, one)
    reading = read_article(runtime, article_id)
    assert reading.error is None
    return reading


def kinds(reading: Reading, parties: tuple[str, ...] = ("RU", "US")) -> list[str]:
    events = [recorded.event for recorded in reading.changes]
    return [
        event.kind
        for event in events
        if isinstance(event, MeetingChange) and event.after is not None and event.after.parties == parties
    ]


def the_talks(runtime: Runtime) -> tuple[MeetingView, list[FiledReport]]:
    with runtime.database.read() as conn:
        (view,) = [view for view in queries.meetings(conn) if view.facts.parties == ("RU", "US")]
        return view, queries.filed_reports(conn, view.meeting_id)


def story(runtime: Runtime, article_id: str) -> tuple[str, list[str | None]]:
    with runtime.database.read() as conn:
        found = wording.story_of(conn, article_id)
    assert found is not None
    return found.voice, [article.outlet for article in found.articles]


PUT_OFF = (
    "The talks of Russia and the United States that were set for Jan. 10 in Geneva have been postponed, the White House said"
    " on Monday evening, without giving a reason."
)

CHANGES = {
    "another day": (WIRE.replace("Jan. 10", "Jan. 13"), "rescheduled"),
    "another city": (WIRE.replace("Geneva", "Vienna"), "relocated"),
    "put off in a new lead": (f"{PUT_OFF}\n{WIRE}", "postponed"),
}


@pytest.mark.parametrize(("text", "kind"), CHANGES.values(), ids=CHANGES.keys())
def test_a_copy_that_says_something_else_is_read_like_any_other(runtime: Runtime, text: str, kind: str) -> None:
    first = read(runtime, item("One", WIRE))
    assert "announced" in kinds(first)
    second = read(runtime, item("Two", text, 8))
    assert kinds(second) == [kind]
    view, filed = the_talks(runtime)
    assert (view.voices, view.reports) == (1, 2)
    assert story(runtime, second.article_id) == ("one.example", ["One", "Two"])
    assert [[article.outlet for article in own] for source in sources(filed) for own in source.stories] == [
        ["One", "Two"]
    ]


@pytest.mark.parametrize(("text", "kind"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_in_a_copy_of_the_same_outlet_is_told_too(runtime: Runtime, text: str, kind: str) -> None:
    read(runtime, item("One", WIRE))
    assert kinds(read(runtime, item("One", text, 8, page="update"))) == [kind]


def test_a_copy_that_says_the_same_a_day_later_tells_nothing_and_is_counted_as_a_report(runtime: Runtime) -> None:
    read(runtime, item("One", WIRE))
    for n, text in enumerate([WIRE, "\n".join(PARAGRAPHS[:3]), f"GENEVA (Reuters) - {WIRE}"]):
        assert kinds(read(runtime, item(f"Paper{n}", text, 20 + n))) == []
    view, _ = the_talks(runtime)
    assert (view.voices, view.reports) == (1, 4)


def test_a_story_of_one_s_own_is_a_second_voice(runtime: Runtime) -> None:
    read(runtime, item("One", WIRE))
    read(runtime, item("Two", WIRE, 1))
    own = "\n".join(OTHER_PARAGRAPHS[1:])
    read(runtime, item("Three", f"Russia and the United States will meet in Geneva on Jan. 10.\n{own}", 2))
    view, filed = the_talks(runtime)
    assert view.voices == 2
    assert [source.voice for source in sources(filed)] == ["one.example", "three.example"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_every_order_of_arrival_ends_in_the_same_voices_and_stories(runtime: Runtime, order: tuple[int, ...]) -> None:
    items = [
        item("One", WIRE),
        item("Two", "\n".join(PARAGRAPHS[:2]), 1),
        item("Three", f"GENEVA (AP) — {WIRE}", 2),
    ]
    last = [read(runtime, items[n]).article_id for n in order][-1]
    assert story(runtime, last) == ("AP", ["One", "Two", "Three"])
    view, filed = the_talks(runtime)
    assert (view.voices, view.reports) == (1, 3)
    assert [source.voice for source in sources(filed)] == ["AP"]
    assert model.check(runtime.database) == []


def test_the_wording_is_rebuilt_from_the_log_and_outlasts_the_text(runtime: Runtime) -> None:
    one = read(runtime, item("One", WIRE))
    read(runtime, item("Two", "\n".join(PARAGRAPHS[:3]), 1))
    with runtime.database.begin() as conn:
        inbox.erase(conn, one.article_id, Clock().now(), "jane", "asked for")
        assert inbox.expire(conn, datetime(2023, 1, 1, tzinfo=UTC), 10) == 1
    assert model.check(runtime.database) == []
    with runtime.database.begin() as conn:
        conn.execute(wordings.delete())
        conn.execute(wording_key.delete())
    assert len(model.check(runtime.database)) > 20
    model.rebuild(runtime.database)
    assert model.check(runtime.database) == []
    assert story(runtime, one.article_id) == ("one.example", ["One", "Two"])
    view, _ = the_talks(runtime)
    assert view.voices == 1
    with runtime.database.read() as conn:
        assert store.verify(conn).ok


def test_a_revision_replaces_the_wording(runtime: Runtime) -> None:
    one = read(runtime, item("One", WIRE))
    read(runtime, item("Two", WIRE, 1))
    read(runtime, item("One", OTHER))
    assert story(runtime, one.article_id) == ("one.example", ["One"])
    with runtime.database.read() as conn:
        numbers = conn.execute(select(func.count(wording_key.c.number.distinct()))).scalar_one()
        assert (numbers, conn.execute(select(func.count()).select_from(wordings)).scalar_one()) == (2, 2)
    assert model.check(runtime.database) == []


def test_reading_again_keeps_stories_as_they_are(runtime: Runtime) -> None:
    read(runtime, item("One", WIRE))
    two = read(runtime, item("Two", WIRE, 1))
    assert [one for one in steps(runtime, Summary(), everything=True) if one is not None] == []
    assert story(runtime, two.article_id) == ("one.example", ["One", "Two"])
    assert model.check(runtime.database) == []


def test_articles_without_a_meeting_that_are_read_together_have_their_stories(runtime: Runtime) -> None:
    dull = PARAGRAPHS[4]
    ids = receive(runtime, item("One", dull), item("Two", dull, 1), item("Three", "\n".join(OTHER.split("\n")[2:]), 2))
    assert {reading.outcome for reading in read_articles(runtime, ids)} == {"no_meeting"}
    assert story(runtime, ids[1]) == ("one.example", ["One", "Two"])
    assert story(runtime, ids[2]) == ("three.example", ["Three"])
    assert model.check(runtime.database) == []


def test_of_two_articles_with_one_number_the_first_is_indexed_and_the_second_leads_nobody_to_it(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "number_of", lambda article_id: 7)
    one = read(runtime, item("One", WIRE))
    with runtime.database.read() as conn:
        before = conn.execute(select(wording_key).order_by(wording_key.c.key)).all()
    read(runtime, item("Two", OTHER))
    # Also where both come at once, and when the model is made anew.

    for _ in read_articles(runtime, receive(runtime, item("Five", OTHER_PARAGRAPHS[1]), item("Six", PARAGRAPHS[3]))):
        pass
    for again in (False, True):
        if again:
            model.rebuild(runtime.database)
        with runtime.database.read() as conn:
            assert conn.execute(select(wordings.c.article_id)).scalars().all() == [one.article_id]
            assert conn.execute(select(wording_key).order_by(wording_key.c.key)).all() == before
