"""Many articles in one task: what is recorded is what one after the other would have recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.events import ArticleRead
from tests.e2e.test_killed_anywhere import assert_whole, essence
from tests.integration.tasks.conftest import SetClock
from tests.integration.tasks.news import articles, receive
from worker import inbox, limits, pipeline
from worker.log import store
from worker.log.database import Database
from worker.log.errors import DatabaseUnavailable
from worker.log.tables import article
from worker.pipeline import Reading, Steps, read_article, read_articles
from worker.runtime import Runtime


def readings(database: Database) -> dict[str, ArticleRead]:
    with database.read() as conn:
        return {r.event.article_id: r.event for r in store.read(conn) if isinstance(r.event, ArticleRead)}


def state(database: Database, article_id: str) -> tuple[str, int, str | None]:
    with database.read() as conn:
        row = conn.execute(
            select(article.c.state, article.c.attempts, article.c.last_error).where(article.c.article_id == article_id)
        ).one()
    return row.state, row.attempts, row.last_error


def test_a_batch_records_what_one_article_after_the_other_records(
    runtime: Runtime, database: Database, clock: SetClock
) -> None:
    items = list(articles(45))
    ids = receive(database, items, clock.now())
    for number in range(0, 45, 20):
        read = list(read_articles(runtime, ids[number : number + 20]))
        assert {r.article_id for r in read} == set(ids[number : number + 20])
        assert not [r for r in read if r.error or r.skipped]
    batched, believed = readings(database), essence(database)
    assert_whole(database)
    assert len(believed) >= 8

    with database.read() as conn:
        twice = dict(conn.execute(select(article.c.article_id, article.c.title)).all())
    assert len(twice) == 45
    for one in list(read_articles(runtime, ids)):
        assert one.skipped, "read already"
    for article_id in ids:
        assert read_article(runtime, article_id).skipped
    assert (readings(database), essence(database)) == (batched, believed)


def test_batches_and_single_articles_agree(
    make_runtime: Callable[..., Runtime], database: Database, sqlite_database: Database, clock: SetClock
) -> None:
    if database is sqlite_database:
        pytest.skip("compares the database with a second one")
    items = list(articles(30))
    one_by_one = make_runtime()
    one_by_one.__dict__["database"] = sqlite_database
    for article_id in receive(sqlite_database, items, clock.now()):
        assert not read_article(one_by_one, article_id).error
    together = make_runtime()
    list(read_articles(together, receive(database, items, clock.now())))
    assert readings(database) == readings(sqlite_database)
    assert essence(database) == essence(sqlite_database)


def test_copies_within_one_batch_are_told_apart_from_the_first(
    runtime: Runtime, database: Database, clock: SetClock
) -> None:
    first = list(articles(2))[1]
    copies = [inbox.Item(**{**_fields(first), "url": f"https://other{n}.example/copy"}) for n in range(3)]
    ids = receive(database, [first, *copies], clock.now())
    list(read_articles(runtime, ids))
    found = readings(database)
    assert found[ids[0]].duplicate_of is None
    assert [found[i].duplicate_of for i in ids[1:]] == [ids[0]] * 3


def _fields(item: inbox.Item) -> dict[str, object]:
    return {name: getattr(item, name) for name in inbox.Item.__dataclass_fields__}


def test_an_article_that_fails_costs_the_others_nothing(
    runtime: Runtime, database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = receive(database, list(articles(12)), clock.now())
    whole = runtime.extractor.extract

    def extract(text: str, *args: object, **options: object) -> object:
        if "Letter 5 ends" in text:
            raise RuntimeError("a rule went wrong")
        return whole(text, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(runtime.extractor, "extract", extract)
    read = {r.article_id: r for r in read_articles(runtime, ids)}
    assert read[ids[5]].error == "RuntimeError: a rule went wrong (will be tried again)"
    assert [i for i in ids if state(database, i)[0] == "done"] == [i for i in ids if i != ids[5]]
    assert state(database, ids[5]) == ("received", 1, "RuntimeError: a rule went wrong")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("thread", [False, True], ids=["main thread", "pool thread"])
def test_a_reading_that_exceeds_its_time_is_a_recorded_attempt(
    make_runtime: Callable[..., Runtime],
    database: Database,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    thread: bool,
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    runtime = make_runtime(PARLEY_READING_TIME_LIMIT="1s", PARLEY_READING_MAX_ATTEMPTS="2")
    ids = receive(database, list(articles(4)), clock.now())
    whole = runtime.extractor.extract

    def extract(text: str, *args: object, **options: object) -> object:
        while "Letter 2 ends" in text:
            with suppress(Exception):  # as libraries do
                sum(range(1000))
        return whole(text, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(runtime.extractor, "extract", extract)
    taken_by_each = iter(ids)

    @contextmanager
    def at_most(limit: timedelta) -> Iterator[None]:
        """Only the one that loops runs out of its time: the others take as long as this machine takes."""
        with limits.at_most(limit if next(taken_by_each) == ids[2] else timedelta(minutes=9)):
            yield

    monkeypatch.setattr(pipeline, "at_most", at_most)

    def read(some: list[str]) -> dict[str, Reading]:
        def work() -> dict[str, Reading]:
            return {r.article_id: r for r in read_articles(runtime, some)}

        if not thread:
            return work()
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result()

    assert read(ids)[ids[2]].error == "took longer than 1 s (will be tried again)"
    clock.advance(timedelta(hours=1))
    taken_by_each = iter(ids[2:])
    assert read(ids)[ids[2]].error == "took longer than 1 s (set aside)"
    assert [state(database, i)[0] for i in ids] == ["done", "done", "quarantined", "done"]


def test_when_there_is_enough_the_rest_is_given_back_as_if_never_begun(
    runtime: Runtime, database: Database, clock: SetClock
) -> None:
    ids = receive(database, list(articles(10, reporting=1)), clock.now())
    calls = iter(range(100))
    read = list(read_articles(runtime, ids, enough=lambda: next(calls) >= 2))
    assert [r.article_id for r in read if not r.left] == ids[:3]
    left = [r.article_id for r in read if r.left]
    assert left == ids[3:]
    assert {state(database, i) for i in left} == {("received", 0, None)}
    assert not [r for r in read_articles(runtime, left) if r.error or r.skipped]


def test_what_a_killed_reader_had_begun_is_read_alone(runtime: Runtime, database: Database, clock: SetClock) -> None:
    class Killed(BaseException):
        pass

    ids = receive(database, list(articles(6, reporting=2)), clock.now())

    def kill(step: str) -> None:
        if step == "extracted":
            raise Killed

    with pytest.raises(Killed):
        list(read_articles(runtime, ids, Steps(kill)))
    assert all(r.skipped for r in read_articles(runtime, ids)), "the lease still holds"
    clock.advance(runtime.config.settings.reading.lease)
    alone: list[str] = []
    steps = Steps(lambda step: alone.append(step) if step == "claimed" else None)
    with database.begin() as conn:
        sent = inbox.take_unfinished(conn, clock.now(), 100, resend_after=timedelta(minutes=2))
    assert sorted(sent) == sorted(ids)
    assert state(database, ids[0]) == ("received", 1, inbox.READER_LOST)
    assert not [r for r in read_articles(runtime, ids, steps) if r.error or r.skipped]
    assert len(alone) == 1 + len(ids), "the batch claims nothing, then each article is claimed by itself"
    assert_whole(database)


def test_an_article_that_kills_its_readers_is_set_aside_and_its_neighbours_are_not(
    make_runtime: Callable[..., Runtime], database: Database, clock: SetClock
) -> None:
    class Killed(BaseException):
        pass

    runtime = make_runtime(PARLEY_READING_MAX_ATTEMPTS="3")
    ids = receive(database, list(articles(8, reporting=1)), clock.now())
    poison = ids[4]
    whole = runtime.extractor.extract

    def extract(text: str, *args: object, **options: object) -> object:
        if "Letter 4 ends" in text:
            raise Killed
        return whole(text, *args, **options)  # type: ignore[arg-type]

    runtime.extractor.extract = extract  # type: ignore[assignment, method-assign]
    for _ in range(20):
        with database.begin() as conn:
            due = inbox.take_unfinished(
                conn, clock.now(), 100, resend_after=timedelta(minutes=2), everything=True, max_attempts=3
            )
        try:
            list(read_articles(runtime, due))
        except Killed:
            clock.advance(runtime.config.settings.reading.lease)
    assert {i: state(database, i)[0] for i in ids} == {i: "quarantined" if i == poison else "done" for i in ids}
    assert state(database, poison)[2] == "its readers died or never came back, again and again"


def test_the_databases_faults_are_not_the_articles(
    runtime: Runtime, database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = receive(database, list(articles(6)), clock.now())

    def refuse(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("the database is out of connections")

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", refuse)
        for _ in range(10):
            with pytest.raises(DatabaseUnavailable):
                list(read_articles(runtime, ids))
            with pytest.raises(DatabaseUnavailable):
                read_article(runtime, ids[0])
    assert {state(database, i)[:2] for i in ids} == {("received", 0)}
    assert not [r for r in read_articles(runtime, ids) if r.error or r.skipped]


def test_articles_set_aside_are_read_again_when_somebody_says_so(
    runtime: Runtime, database: Database, clock: SetClock
) -> None:
    ids = receive(database, list(articles(3)), clock.now())
    with database.begin() as conn:
        conn.execute(
            update(article)
            .where(article.c.article_id == ids[0])
            .values(state="quarantined", attempts=5, last_error="it broke")
        )
    with database.begin() as conn:
        assert inbox.retry(conn, ids, clock.now()) == [ids[0]]
    assert not [r for r in read_articles(runtime, ids) if r.error or r.skipped]
    assert state(database, ids[0]) == ("done", 1, None)


def test_polling_slows_when_the_inbox_is_deep_and_never_stops(
    make_runtime: Callable[..., Runtime], database: Database, clock: SetClock
) -> None:
    from worker.work import POLL_LIMIT, feeds_to_claim

    limit = {"PARLEY_POLLING_INBOX_LIMIT": "40"}
    items = list(articles(60))
    for depth, expected in ((0, POLL_LIMIT), (20, POLL_LIMIT), (30, POLL_LIMIT // 2), (40, 1), (60, 1)):
        with database.read() as conn:
            have = inbox.waiting(conn, 1000)
        receive(database, items[have:depth], clock.now())
        assert feeds_to_claim(make_runtime(**limit)) == expected, depth
