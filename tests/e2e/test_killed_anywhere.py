"""No change is lost and none is told twice, whatever crashes: the program is killed with SIGKILL and started again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.waiting import PATIENCE
from worker import inbox
from worker.config import load
from worker.demo.scenario import Scenario
from worker.demo.server import ScenarioServer
from worker.log import model, queries, store
from worker.log.database import Database
from worker.log.tables import article, change, log_event, outbox

pytestmark = pytest.mark.e2e

STEPS = [
    "claimed",
    "fetched",
    "extracted",
    "decided",
    "appended",
    "projected",
    "enqueued",
    "before commit",
    "committed",
    "done",
]


def essence(database: Database) -> list[dict[str, Any]]:
    """What is believed, without the ids."""
    with database.read() as conn:
        views = queries.meetings(conn)
    plain = [view.model_dump(mode="json", exclude={"meeting_id"}) for view in views]
    return sorted(plain, key=lambda view: json.dumps(view, sort_keys=True))


def assert_whole(database: Database) -> None:
    """The log verifies, the read model follows from it, no change and no alert stands twice, nothing is left over."""
    with database.read() as conn:
        verified = store.verify(conn)
        assert verified.ok, verified.reason
        ids = conn.execute(select(log_event.c.event_id)).scalars().all()
        assert len(ids) == len(set(ids))
        told = conn.execute(select(change.c.meeting_id, change.c.kind, change.c.data)).all()
        assert len(told) == len(set(map(tuple, told)))
        rows = conn.execute(select(outbox.c.change_id, outbox.c.hook)).all()
        assert len(rows) == len(set(map(tuple, rows)))
        unread = conn.execute(select(func.count()).where(article.c.state != "done")).scalar_one()
        assert unread == 0
    assert list(model.check(database)) == []


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[ScenarioServer, Path]]:
    """All outlets of the scenario as they stand at its end, and a configuration that watches them."""
    with ScenarioServer() as server:
        server.advance(len(server.scenario.steps))
        yield server, server.write_config(tmp_path / "config")


def filled(url: str) -> Database:
    """A database with every article of the scenario waiting in the inbox."""
    database = Database(url)
    database.migrate()
    scenario = Scenario.load()
    items = [
        inbox.Item(
            url=f"https://{a.outlet}.example{a.path}",
            guid=None,
            title=a.title,
            content="\n\n".join(a.blocks),
            content_type="text/plain",
            published_at=a.published,
            published_raw=None,
            feed=None,
            outlet=a.outlet,
        )
        for a in scenario.articles
        if a.revision == 1
    ]
    with database.begin() as conn:
        inbox.receive(conn, items, scenario.steps[-1].at)
    return database


def read_and_crash(config_dir: Path, url: str, *steps: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.crashing", str(config_dir), url, *steps],
        timeout=2 * PATIENCE,
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    )
    assert done.returncode == 0, done.stderr


def test_killing_the_reader_between_any_two_steps_changes_nothing_in_the_end(
    tmp_path: Path, site: tuple[ScenarioServer, Path]
) -> None:
    _, config_dir = site
    undisturbed_url = f"sqlite:///{tmp_path / 'undisturbed.db'}"
    undisturbed = filled(undisturbed_url)
    read_and_crash(config_dir, undisturbed_url)
    expected = essence(undisturbed)
    assert len(expected) > 5, "the scenario brings meetings, or this test shows nothing"
    assert_whole(undisturbed)

    url = f"sqlite:///{tmp_path / 'killed.db'}"
    killed = filled(url)
    read_and_crash(config_dir, url, *STEPS)
    assert essence(killed) == expected
    assert_whole(killed)


def start_up(config_dir: Path, url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "worker", "--config", str(config_dir), "up"],
        env={**os.environ, "PARLEY_DATABASE_URL": url, "PARLEY_LOG_LEVEL": "error"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A shell has what it starts in the background ignore Ctrl-C, and that is inherited: it would be lost before the
        # program listens for it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread of ours runs here
    )


def settled(database: Database, feeds: int) -> bool:
    """Every feed was polled with success or told an error, and every article is read."""
    from worker.log.tables import feed

    with database.read() as conn:
        polled = conn.execute(
            select(func.count()).where(feed.c.last_polled_at.is_not(None), feed.c.claimed_until.is_(None))
        ).scalar_one()
        unread = conn.execute(select(func.count()).where(article.c.state == "received")).scalar_one()
        read = conn.execute(select(func.count()).where(article.c.state == "done")).scalar_one()
    return polled >= feeds and unread == 0 and read > 0


def run_up_until_settled(config_dir: Path, url: str, feeds: int) -> Database:
    process = start_up(config_dir, url)
    database = Database(url)
    deadline = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < deadline:
            time.sleep(0.2)
            assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
            try:
                database.check()
            except Exception:  # noqa: BLE001, S112 - not migrated yet: ask again until the deadline
                continue
            if settled(database, feeds):
                return database
        raise AssertionError("parley up did not finish its work")
    finally:
        process.send_signal(signal.SIGINT)
        # 130: the runs before this one had left it nothing to do, and it was still starting.
        assert process.wait(timeout=PATIENCE) in (0, 130), "Ctrl-C ends it cleanly"


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kills", [3, 9])
def test_killing_parley_up_at_any_moment_ends_in_the_same_status(
    tmp_path: Path, site: tuple[ScenarioServer, Path], kills: int
) -> None:
    server, config_dir = site
    feeds = len(load(config_dir, {}).feeds)
    assert feeds == len(server.scenario.outlets)
    undisturbed = run_up_until_settled(config_dir, f"sqlite:///{tmp_path / 'undisturbed.db'}", feeds)
    expected = essence(undisturbed)
    assert len(expected) > 3

    url = f"sqlite:///{tmp_path / 'killed.db'}"
    moments = random.Random(20220110)
    for _ in range(kills):
        process = start_up(config_dir, url)
        time.sleep(moments.uniform(0.6, 2.2))
        process.kill()
        process.wait(timeout=PATIENCE)
    killed = run_up_until_settled(config_dir, url, feeds)
    assert essence(killed) == expected
    assert_whole(killed)
