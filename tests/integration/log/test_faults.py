"""A process killed between any two statements leaves a log that verifies and a model that equals its rebuild."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.integration.log.stories import NOW, append, everything, notice
from worker.log import store
from worker.log.database import Database


def crash(scenario: str, place: str, most: int | None, least: int) -> None:
    """Kill at ``most`` statements, or at every one. That there are at least ``least`` different ones keeps a hook that never
    fires from passing for safety."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.log.crashes", scenario, place, *([str(most)] if most else [])],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["different"] >= least
    assert told["killed"] == (told["statements"] if most is None else min(most, told["different"]))


def scenarios(*quick: tuple[str, int, int]) -> list[ParameterSet]:
    """Each scenario at some statements, and slowly at every one."""
    return [
        *(pytest.param(name, least, most, id=f"{name}-at-{most}") for name, least, most in quick),
        *(
            pytest.param(name, least, None, id=f"{name}-at-every", marks=[pytest.mark.slow, pytest.mark.timeout(900)])
            for name, least, _ in quick
        ),
    ]


@pytest.mark.parametrize(
    ("scenario", "least", "most"),
    scenarios(("append", 20, 5), ("rebuild", 40, 4), ("reread", 30, 3), ("seal", 5, 3), ("migrate", 50, 3)),
)
def test_killed_before_any_statement(tmp_path: Path, scenario: str, least: int, most: int | None) -> None:
    crash(scenario, str(tmp_path), most, least)


@pytest.mark.integration
@pytest.mark.parametrize(
    ("scenario", "least", "most"),
    scenarios(("append", 20, 3), ("rebuild", 40, 3), ("reread", 30, 2), ("seal", 5, 2), ("migrate", 50, 2)),
)
def test_killed_before_or_after_any_statement_on_postgresql(
    own_postgresql_database: Database, scenario: str, least: int, most: int | None
) -> None:
    url = own_postgresql_database.url.render_as_string(hide_password=False)
    own_postgresql_database.dispose()
    crash(scenario, url, most, least)


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
