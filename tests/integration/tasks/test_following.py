"""A changed feeds.toml counts at the next tick, and what is wrong in it costs nothing that was right before."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.integration.tasks.conftest import SetClock
from worker import runtime as runtimes
from worker import tasks
from worker.config import load
from worker.log.database import Database
from worker.log.tables import feed
from worker.runtime import Runtime


@pytest.fixture
def make_runtime(sqlite_database: Database, clock: SetClock, tmp_path: Path) -> Callable[[], Runtime]:
    def make() -> Runtime:
        runtime = Runtime(load(tmp_path / "config", {}), clock)
        runtime.__dict__["database"] = sqlite_database
        return runtime

    return make


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> Callable[[Runtime], list[str]]:
    """A tick of beat; answers with the feeds that are asked because of it."""

    def run(runtime: Runtime) -> list[str]:
        asked: list[str] = []
        monkeypatch.setattr(tasks.poll_feeds, "apply_async", lambda args, **_: asked.extend(args[0]))
        runtimes.install(runtime)
        try:
            tasks.poll_due()
        finally:
            runtimes.install(None)
        return sorted(asked)

    return run


def write(path: Path, *entries: str, age: float = 5) -> None:
    """The file as it is ``age`` seconds after it was written."""
    path.write_text("\n".join(f"[[feed]]\n{entry}" for entry in entries))
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns - int(age * 1e9)))


def entry(name: str, more: str = "") -> str:
    return f'name = "{name}"\nurl = "https://{name}.example/"\n{more}'


def active(database: Database) -> dict[str, Any]:
    with database.read() as conn:
        rows = conn.execute(select(feed.c.name, feed.c.url, feed.c.active).order_by(feed.c.name))
        return {row.name: row.url for row in rows if row.active}


def test_a_feed_that_is_added_changed_or_taken_out_counts_at_the_next_tick(
    make_runtime: Callable[..., Runtime], database: Database, tmp_path: Path, tick: Any
) -> None:
    (tmp_path / "config").mkdir()
    path = tmp_path / "config" / "feeds.toml"
    write(path, entry("a"), entry("b"), age=100)
    runtime = make_runtime()
    assert tick(runtime) == ["a", "b"]
    write(path, 'name = "a"\nurl = "https://elsewhere.example/"', entry("c"), age=50)
    assert tick(runtime) == ["a", "c"], "under its new address a is due at once; c is new"
    assert active(database) == {"a": "https://elsewhere.example/", "c": "https://c.example/"}
    assert [one.name for one in runtime.feeds] == ["a", "c"]
    write(path, 'name = "a"\nurl = "https://elsewhere.example/"', entry("c", "enabled = false"), age=40)
    tick(runtime)
    assert set(active(database)) == {"a"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[[feed]\n", {"a", "b"}),
        ("feed = 3\n", {"a", "b"}),
        (f'[[feed]]\n{entry("a")}\n[[feed]]\nname = "b"\nurl = "no address"\n[[feed]]\n{entry("c")}', {"a", "b", "c"}),
        (f"[[feed]]\n{entry('a')}\n[[feed]]\nname = 'b'\n", {"a", "b"}),
        (f"[[feed]]\n{entry('a', 'interval = 5')}\n[[feed]]\n{entry('b')}", {"a", "b"}),
        ("", set()),
    ],
)
def test_what_is_wrong_in_the_file_stops_no_feed(
    make_runtime: Callable[..., Runtime], database: Database, tmp_path: Path, tick: Any, text: str, left: set[str]
) -> None:
    (tmp_path / "config").mkdir()
    path = tmp_path / "config" / "feeds.toml"
    write(path, entry("a"), entry("b"), age=100)
    runtime = make_runtime()
    tick(runtime)
    path.write_text(text)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 50))
    tick(runtime)
    assert set(active(database)) == left
    restarted = make_runtime()
    tick(restarted)
    assert set(active(database)) == left, "nor when everything is started anew"
    write(path, entry("b"), age=20)
    tick(runtime)
    assert set(active(database)) == {"b"}


def test_a_file_that_somebody_is_just_writing_does_not_count_yet(
    make_runtime: Callable[..., Runtime], database: Database, tmp_path: Path, tick: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    path = tmp_path / "config" / "feeds.toml"
    age = [100.0]

    class Since:
        """A clock that stands still, so and so long after the file was written."""

        def now(self) -> datetime:
            return datetime.fromtimestamp(path.stat().st_mtime + age[0], UTC)

    monkeypatch.setattr(runtimes, "SystemClock", Since)
    write(path, entry("a"), entry("b"))
    runtime = make_runtime()
    tick(runtime)
    write(path, entry("a"))
    for age[0] in (0.1, 0.9):
        tick(runtime)
        assert set(active(database)) == {"a", "b"}
    age[0] = 1.1
    tick(runtime)
    assert set(active(database)) == {"a"}
    path.unlink()
    tick(runtime)
    assert set(active(database)) == {"a"}, "a file that vanished is no list without feeds"


def test_another_process_follows_the_file_by_itself(
    make_runtime: Callable[..., Runtime], database: Database, tmp_path: Path, tick: Any, clock: SetClock
) -> None:
    (tmp_path / "config").mkdir()
    path = tmp_path / "config" / "feeds.toml"
    write(path, entry("a"), age=100)
    one, other = make_runtime(), make_runtime()
    tick(one)
    write(path, entry("a"), entry("b"), age=50)
    assert tick(other) == ["b"]
    assert not tick(one), "what the other has claimed"
    assert [feed.name for feed in one.feeds] == ["a", "b"]
