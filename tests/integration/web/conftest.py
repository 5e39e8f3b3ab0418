"""A real server on a free port, over a database with real decisions in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.integration.log.stories import WINTER, take_all
from worker import inbox
from worker.config import load
from worker.log.database import Database
from worker.pipeline import read_article
from worker.runtime import Runtime
from worker.web.serve import Pages

NOW = datetime(2022, 1, 12, 9, 0, tzinfo=UTC)

WATCHES = """
[[watch]]
name = "us-russia"
title = "US–Russia & <friends>"
parties = { all = ["US", "RU"] }

[[watch]]
name = "vienna"
places = ["Vienna"]
"""


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


@dataclass
class Site:
    """The server, and what a browser does."""

    base: str
    runtime: Runtime
    headers: dict[str, str] = field(default_factory=dict)
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))

    def get(self, path: str, method: str = "GET", **headers: str) -> urllib3.BaseHTTPResponse:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.pool.request(method, self.base + path, headers=sent, redirect=False)

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status == 200, (answer.status, answer.data[:500])
        return answer.data.decode()

    def json(self, path: str) -> Any:
        return json.loads(self.text(path))

    def tell(
        self, title: str, *sentences: str, published: datetime = NOW, url: str = "https://news.example/new"
    ) -> str:
        """An article comes in and is read; its id."""
        item = inbox.Item(
            url=url,
            guid=None,
            title=title,
            content="\n\n".join(sentences),
            content_type="text/plain",
            published_at=published,
            published_raw=None,
            feed=None,
            outlet="Example News",
        )
        with self.runtime.database.begin() as conn:
            (receipt,) = inbox.receive(conn, [item], self.runtime.clock.now())
        assert read_article(self.runtime, receipt.article_id).error is None
        return receipt.article_id

    def meeting_id(self, *parties: str) -> str:
        found = [m["id"] for m in self.json("/api/v1/meetings")["items"] if m["parties"] == sorted(parties)]
        assert len(found) == 1, found
        return str(found[0])


Opening = Callable[..., Site]


def a_runtime(database: Database, directory: Path, environ: Mapping[str, str], files: Mapping[str, str]) -> Runtime:
    config = directory / "config"
    config.mkdir()
    for name, content in {"watches.toml": WATCHES, **files}.items():
        (config / name).write_text(content)
    url = database.url.render_as_string(hide_password=False)
    given = {"PARLEY_DATABASE_URL": url, "PARLEY_WEB_PORT": "0", **environ}
    runtime = Runtime(load(config, given), Clock())
    assert runtime.config.problems == ()
    runtime.__dict__["database"] = database
    return runtime


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opening]:
    """Open a site: ``opened(database, {"PARLEY_WEB_TOKEN": …}, {"feeds.toml": …})``."""
    with ExitStack() as stack:

        def opening(
            database: Database, environ: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None
        ) -> Site:
            runtime = a_runtime(database, tmp_path, environ or {}, files or {})
            pages = stack.enter_context(Pages(runtime))
            assert pages.url is not None
            return Site(pages.url.rstrip("/"), runtime)

        yield opening


@pytest.fixture
def winter(sqlite_database: Database, opened: Opening) -> Site:
    """The talks of a winter, as of 12 January 2022."""
    take_all(sqlite_database, WINTER)
    return opened(sqlite_database)
