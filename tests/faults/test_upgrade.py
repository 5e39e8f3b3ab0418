"""An upgrade while articles come in: the former program's workers go on through the migration and beside the new ones."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.e2e.test_killed_anywhere import essence
from tests.faults.conftest import REPORTING, Calm
from tests.faults.plant import ROOT, assert_nothing_lost_or_doubled, plant
from tests.waiting import PATIENCE
from worker.log import model
from worker.log.migrations import HEAD, REVISIONS

pytestmark = [pytest.mark.storm, pytest.mark.e2e, pytest.mark.integration, pytest.mark.timeout(1800)]

COUNT, SECONDS = 2000, 40

BRING = """
import sys, time
from tests.integration.tasks.news import articles, receive
from worker import tasks
from worker.app import configure
from worker.clock import SystemClock
from worker.config import load
from worker.log.database import Database
from worker.work import READ_BATCH, in_batches
import os, pathlib

count, reporting, seconds, go_on = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), pathlib.Path(sys.argv[4])
settings = load(pathlib.Path(os.environ["PARLEY_CONFIG_DIR"]), os.environ).settings
database = Database(settings.database.url)
configure(settings)
items = list(articles(count, reporting=reporting))
for start in range(0, count, 40):
    while start >= count // 2 and not go_on.exists():
        time.sleep(0.1)
    send = tasks.Sender()
    for batch in in_batches(receive(database, items[start : start + 40], SystemClock().now()), READ_BATCH):
        send(tasks.read_articles, batch)
    time.sleep(seconds * 40 / count)
"""
"""What polling does, by the former program; the second half once it is told to go on."""


def git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"the former program is not to be had from this checkout: {done.stderr.decode().strip()}")
    return done.stdout


@pytest.fixture(params=[1, 2])
def back(request: pytest.FixtureRequest) -> int:
    """Migrations that the former program does not know."""
    return int(request.param)


@pytest.fixture
def former(tmp_path: Path, back: int) -> Path:
    """The program as it was before the newest migrations came."""
    migrations = "worker/log/migrations"
    for commit in git("log", "--format=%H", "-50", "--", migrations).decode().split():
        known = re.findall(r'"(\d{4})"', git("show", f"{commit}:{migrations}/__init__.py").decode())
        names = git("ls-tree", "--name-only", commit, f"{migrations}/versions/").decode().split()
        files = sorted(found[0] for name in names if (found := re.search(r"\d{4}(?=_\w+\.py$)", name)))
        if known == files == list(REVISIONS[:-back]):
            break
    else:
        pytest.skip("the history of this checkout is too short to have the program before the newest migrations")
    tree = tmp_path / "former"
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit, "domain", "worker", "tests"))) as archive:
        archive.extractall(tree, filter="data")
    return tree


def migrate(tree: Path, environ: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "worker", "migrate"], cwd=tree, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_old_and_new_workers_side_by_side_across_a_migration_lose_nothing(
    tmp_path: Path, former: Path, back: int, calm: Calm
) -> None:
    with plant(tmp_path, migrate=False) as made:
        old = {**made.environ, "PYTHONPATH": str(former)}
        migrate(former, old)
        assert made.database.revision() == REVISIONS[-1 - back]
        go_on = tmp_path / "go-on"
        before = [made.start("worker", tree=former) for _ in range(2)]
        scheduler = made.start("beat", tree=former)
        coming = subprocess.Popen(
            [sys.executable, "-c", BRING, str(COUNT), str(REPORTING), str(SECONDS), str(go_on)], cwd=former, env=old
        )
        made.wait_for(lambda: made.progress() > 100, PATIENCE)

        # As compose does it: the migration, beside the workers of the former program …
        migrate(ROOT, made.environ)
        assert made.database.revision() == HEAD
        reached = made.progress()
        made.wait_for(lambda: made.progress() > reached + 100, PATIENCE)
        assert coming.poll() is None, "articles still come in"
        go_on.touch()

        # … then service after service.
        after = [made.start("worker")]
        time.sleep(5)
        for worker in before:
            worker.end()
            after.append(made.start("worker"))
        scheduler.end()
        made.start("beat")
        assert coming.wait(timeout=600) == 0
        made.settle()
        # What the former program left incomplete is completed by the task that seals, every minute.
        made.wait_for(lambda: list(model.check(made.database)) == [], PATIENCE)

        assert [worker.ends for worker in (*before, *after)] == [[]] * 5
        for worker in (*before, *after):
            told = [json.loads(line) for line in worker.said().splitlines() if line.startswith("{")]
            assert [line for line in told if line["level"] in ("error", "critical")] == []
            if worker in (*before, after[0]):  # what was started last may have found nothing left to do
                assert any(line["event"] == "article.read" for line in told), worker.name
        assert essence(made.database) == calm(COUNT)
        assert_nothing_lost_or_doubled(made.database, COUNT)
