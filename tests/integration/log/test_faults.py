"""A process killed between any two statements leaves a log that verifies and a model that equals its rebuild."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.log.stories import NOW, append, everything, notice
from worker.log import store
from worker.log.database import Database


def crash(scenario: str, place: str, step: int) -> int:
    """How many processes were killed, all of which left everything in order."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.log.crashes", scenario, place, str(step)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return int(done.stdout)


EVERY = os.environ.get("PARLEY_TEST_EVERY_STATEMENT") == "1"
"""Kill at every statement (some minutes) rather than at some of them, spread over the whole."""


# The lower bound of the statements there are keeps a hook that never fires from passing for safety.
@pytest.mark.parametrize(
    ("scenario", "least", "step"), [("append", 20, 5), ("rebuild", 40, 17), ("seal", 5, 2), ("migrate", 50, 13)]
)
def test_killed_at_any_statement(tmp_path: Path, scenario: str, least: int, step: int) -> None:
    step = 1 if EVERY else step
    assert crash(scenario, str(tmp_path), step) * step >= least


@pytest.mark.integration
@pytest.mark.parametrize(("scenario", "least", "step"), [("append", 24, 13), ("rebuild", 40, 29)])
def test_killed_before_or_after_any_statement_on_postgresql(
    postgresql_database: Database, scenario: str, least: int, step: int
) -> None:
    url = postgresql_database.url.render_as_string(hide_password=False)
    postgresql_database.dispose()
    step = 1 if EVERY else step
    assert crash(scenario, url, step) * step >= least


WRITE_WITHOUT_END = """
import sys
from datetime import UTC, datetime
from domain.events import FeedNotice, Meta
from worker.log import store
from worker.log.database import Database
database, n = Database(sys.argv[1]), 0
while True:
    with database.begin() as conn:
        new = [store.NewEvent(FeedNotice(feed="f", notice="moved", detail=str(n + i)), f"{n + i}") for i in range(3)]
        store.append(conn, new, meta=Meta(), recorded_at=datetime(2022, 1, 1, tzinfo=UTC))
    n += 3
    print(n, flush=True)
"""


def test_what_was_answered_for_is_there_after_a_kill_in_full_flight(database: Database) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE_WITHOUT_END, database.url.render_as_string(hide_password=False)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert writer.stdout is not None
    answered = 0
    for line in writer.stdout:
        answered = int(line)
        if answered >= 90:
            break
    writer.kill()
    answered = max([answered, *(int(line) for line in writer.stdout.read().split())])
    writer.wait()
    writer.stdout.close()
    recorded = everything(database)
    assert len(recorded) >= answered
    assert len(recorded) % 3 == 0, "batches are recorded wholly or not at all"
    assert [r.event_id for r in recorded] == [str(n) for n in range(len(recorded))]
    append(database, notice(), at=NOW)
    with database.read() as conn:
        assert store.verify(conn) == store.Verification(True, len(recorded) + 1)
