"""Many processes that start at the same moment, as a stack does."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.tasks.news import START
from worker.config import load
from worker.feeds import registry
from worker.log.database import Database


@pytest.mark.integration
def test_workers_that_start_at_once_agree_on_the_feeds(postgresql_database: Database, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(
        "\n".join(f'[[feed]]\nname = "feed-{n}"\nurl = "https://outlet{n}.example/feed"\n' for n in range(40))
    )
    feeds = load(tmp_path, {}).feeds
    together = threading.Barrier(6)

    def start(_number: int) -> None:
        together.wait()
        with postgresql_database.begin() as conn:
            registry.sync(conn, feeds, START)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(start, range(6)))
    with postgresql_database.read() as conn:
        assert len(registry.rows(conn)) == 40
