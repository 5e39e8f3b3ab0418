"""Single faults, each on real servers and processes: wrong clocks, repeated and reversed tasks, articles that make their
readers ill, workers that stand still or take nothing, and a full disk."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from tests.e2e.test_killed_anywhere import assert_whole, essence
from tests.faults.conftest import REPORTING, Calm
from tests.faults.plant import Plant, assert_nothing_lost_or_doubled, plant
from tests.faults.test_storms import FEW, MANY, Ingest
from tests.integration.tasks.news import articles, receive
from tests.waiting import PATIENCE
from worker import inbox
from worker.clock import SystemClock
from worker.config import load
from worker.heartbeat import STALLED
from worker.log.errors import DatabaseFull
from worker.log.tables import article
from worker.pipeline import read_articles
from worker.runtime import Runtime
from worker.work import READ_BATCH, in_batches

pytestmark = [pytest.mark.e2e, pytest.mark.integration, pytest.mark.timeout(1800)]


def bring(made: Plant, count: int = MANY) -> list[str]:
    return receive(made.database, list(articles(count, reporting=REPORTING)), SystemClock().now())


def in_order(made: Plant) -> list[str]:
    with made.database.read() as conn:
        return list(conn.execute(select(article.c.article_id).order_by(article.c.published_at)).scalars())


@pytest.mark.storm
def test_every_task_delivered_twice_and_in_reverse_order(tmp_path: Path, calm: Calm) -> None:
    from worker import tasks

    with plant(tmp_path) as made:
        bring(made)
        made.app()
        batches = list(in_batches(in_order(made), READ_BATCH))
        send = tasks.Sender()
        for batch in [*reversed(batches), *reversed(batches)]:
            send(tasks.read_articles, batch[::-1])
            send(tasks.read_articles, batch)
        assert not send.refused
        for _ in range(3):
            made.start("worker")
        made.start("beat")
        made.settle()
        assert essence(made.database) == calm(MANY)
        assert_nothing_lost_or_doubled(made.database, MANY)


@pytest.mark.storm
def test_two_schedulers_do_nothing_twice(tmp_path: Path, calm: Calm) -> None:
    with plant(tmp_path, PARLEY_WORKER_RESEND_AFTER="1s") as made:
        made.start("worker")
        made.start("worker")
        made.start("beat")
        made.start("beat")
        ingest = Ingest(made, MANY, 12, wake=False)
        ingest.start()
        ingest.finish()
        made.settle()
        assert essence(made.database) == calm(MANY)
        assert_nothing_lost_or_doubled(made.database, MANY)


@pytest.mark.storm
@pytest.mark.parametrize("skew", [3600, -3600], ids=["an hour ahead", "an hour behind"])
def test_a_clock_that_is_wrong_by_an_hour_holds_nothing_up(tmp_path: Path, calm: Calm, skew: int) -> None:
    """One of two workers and the scheduler are on a machine with a wrong clock. What the wrong worker leases is killed with
    it: its leases end when they should."""
    with plant(tmp_path) as made:
        wrong = made.start("worker", module="tests.faults.skewed", PARLEY_TEST_SKEW=str(skew))
        made.start("worker")
        made.start("beat", module="tests.faults.skewed", PARLEY_TEST_SKEW=str(skew))
        ingest = Ingest(made, MANY, 12)
        ingest.start()
        for _ in range(5):
            time.sleep(2)
            wrong.kill()
        ingest.finish()
        made.settle()
        assert essence(made.database) == calm(MANY)
        assert_nothing_lost_or_doubled(made.database, MANY)
        told = [float(seconds) for seconds in re.findall(r'"seconds": (-?[\d.]+)', wrong.said())]
        assert any(abs(seconds + skew) < 60 for seconds in told), told


@pytest.mark.storm
def test_a_reading_that_exceeds_its_limits_is_set_aside_and_stops_nobody_else(tmp_path: Path, calm: Calm) -> None:
    now = SystemClock().now()
    words = ("LOOP", "STUCK", "KILL")
    ill = [
        inbox.Item(f"https://ill.example/{word}", None, word, f"{word} it is.", "text/plain", now, None, None, "Ill")
        for word in words
    ]
    settings = {
        "PARLEY_READING_MAX_ATTEMPTS": "2",
        "PARLEY_READING_TIME_LIMIT": "2s",
        "PARLEY_READING_LEASE": "3s",
        "PARLEY_HTTP_TOTAL_TIMEOUT": "2s",
    }
    with plant(tmp_path, **settings) as made:
        with made.database.begin() as conn:
            ids = [r.article_id for r in inbox.receive(conn, ill, now)]
        bring(made)
        for _ in range(2):
            made.start("worker", module="tests.faults.sick")
        made.start("beat")

        def at_an_end() -> bool:
            with made.database.begin() as conn:  # the first retry of what failed is due after half a minute
                conn.exec_driver_sql(
                    "UPDATE article SET next_attempt_at = now() WHERE state = 'received' AND last_error LIKE 'took%'"
                )
            return made.unfinished() == (0, 0)

        made.wait_for(at_an_end, 900)
        assert essence(made.database) == calm(MANY)
        assert_nothing_lost_or_doubled(made.database, MANY + 3, aside=3)
        with made.database.read() as conn:
            errors = dict(
                conn.execute(
                    select(article.c.article_id, article.c.last_error).where(article.c.article_id.in_(ids))
                ).all()
            )
        lost = "its readers died or never came back, again and again"
        assert [errors[i] for i in ids] == ["took longer than 2 s", lost, lost]


@pytest.mark.storm
@pytest.mark.parametrize("way", ["stalled", "deaf"])
def test_a_worker_that_takes_no_tasks_any_more_ends_by_itself(tmp_path: Path, calm: Calm, way: str) -> None:
    with plant(tmp_path, PARLEY_WORKER_STALL_AFTER="5s") as made:
        worker = made.start("worker")
        worker.end()
        sick = made.start(way, "worker", module="tests.faults.hard_of_hearing")
        made.start("beat")
        made.wait_for(lambda: STALLED in sick.ends, PATIENCE)
        assert "worker.stalled" in sick.said()
        sick.end()
        bring(made)
        made.start("worker")
        made.settle()
        assert essence(made.database) == calm(MANY)


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.storm)])
def test_a_full_disk_loses_nothing_and_is_nobodys_fault(tmp_path: Path, calm: Calm, count: int) -> None:
    (tmp_path / "config").mkdir()
    runtime = Runtime(load(tmp_path / "config", {"PARLEY_DATABASE_URL": f"sqlite:///{tmp_path / 'full.db'}"}))
    runtime.database.migrate()
    ids = receive(runtime.database, list(articles(count, reporting=REPORTING)), runtime.clock.now())
    runtime.database.dispose()
    room = [5]

    @event.listens_for(runtime.database.engine, "connect")
    def limit(connection: sqlite3.Connection, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + room[0]}")

    def read() -> None:
        for start in range(0, count, 20):
            list(read_articles(runtime, ids[start : start + 20]))

    failures: list[str] = []
    for more in (5, 20, 80, 1_000_000):
        room[0] = more
        runtime.database.dispose()
        try:
            read()
        except DatabaseFull as full:
            failures.append(str(full))
        with runtime.database.read() as conn:
            waiting = conn.execute(
                select(article.c.attempts, article.c.last_error).where(article.c.state == "received")
            ).all()
        assert {tuple(row) for row in waiting} <= {(0, None)}
    assert len(failures) == 3
    assert all("no space is left" in failure for failure in failures)
    assert not waiting
    assert essence(runtime.database) == calm(count)
    assert_whole(runtime.database)
    runtime.close()


@pytest.mark.storm
@pytest.mark.skipif("TEST_AMQP_URL" not in os.environ, reason="TEST_AMQP_URL names no RabbitMQ")
def test_rabbitmq_takes_the_place_of_redis_by_its_url_alone(tmp_path: Path, calm: Calm) -> None:
    """No wheel brings a RabbitMQ; with one at hand: TEST_AMQP_URL=amqp://guest:guest@127.0.0.1:5672//"""
    with plant(tmp_path, PARLEY_BROKER_URL=os.environ["TEST_AMQP_URL"]) as made:
        workers = [made.start("worker") for _ in range(2)]
        made.start("beat")
        ingest = Ingest(made, MANY, 12)
        ingest.start()
        for number in range(8):
            time.sleep(1)
            workers[number % 2].kill()
        ingest.finish()
        made.settle()
        assert essence(made.database) == calm(MANY)
        assert_nothing_lost_or_doubled(made.database, MANY)
