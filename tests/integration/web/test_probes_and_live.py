"""Probes, metrics, and pages that are told of changes."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from dataclasses import replace
from typing import Any

import pytest
from lxml import html
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from sqlalchemy import func, select, update

from domain.alerts import Hook
from tests.integration.log.stories import append, notice
from tests.integration.web.conftest import NOW, Opening, Site
from tests.waiting import PATIENCE
from worker.alerts import state as hook_states
from worker.feeds import registry
from worker.health import health_findings
from worker.http import Fetcher, FetchError
from worker.log.database import Database
from worker.log.tables import change, feed
from worker.runtime import Runtime
from worker.web.live import Herald


def test_a_process_that_turns_is_alive_and_one_with_its_database_is_ready(winter: Site) -> None:
    assert winter.text("/livez") == "ok\n"
    ready = winter.get("/readyz")
    assert ready.status == 200
    checks = {one["check"]: one["state"] for one in json.loads(ready.data)["checks"]}
    assert checks["database"] == "ok"
    assert checks["feeds"] == "warning"  # none is configured


def test_without_its_database_it_is_alive_and_not_ready(opened: Opening, sqlite_database: Database) -> None:
    site = opened(sqlite_database)
    path = sqlite_database.url.database
    assert path is not None
    sqlite_database.dispose()
    from pathlib import Path

    Path(path).rename(Path(path).with_suffix(".away"))
    assert site.get("/livez").status == 200
    assert site.get("/readyz").status == 503
    away = site.get("/")
    assert away.status == 503
    assert "database" in away.data.decode()
    assert json.loads(site.get("/api/v1/meetings").data)["status"] == 503


def test_feeds_that_fail_are_named_each_with_its_error_and_those_never_asked_are_not_called_missing(
    opened: Opening, sqlite_database: Database
) -> None:
    entries = (
        f'[[feed]]\nname = "{name}"\nurl = "https://{name}.example/feed"\n' for name in ("agency", "courier", "post")
    )
    site = opened(sqlite_database, files={"feeds.toml": "\n".join(entries)})
    hook = Hook(name="desk", kind="webhook", url="https://desk.example/", secrets=("whsec_" + "A" * 32,))
    runtime = Runtime(replace(site.runtime.config, hooks=(hook,)), site.runtime.clock)

    def found(check: str) -> tuple[str, str]:
        return next((state, said) for name, state, said in health_findings(runtime, sqlite_database) if name == check)

    assert found("feeds") == ("warning", "3 feeds configured, none asked yet; start 'parley up'")
    with sqlite_database.begin() as conn:
        registry.sync(conn, site.runtime.config.feeds, NOW)
        failing = update(feed).where(feed.c.name != "post").values(errors_in_row=1, last_polled_at=NOW)
        conn.execute(failing.values(last_error="Not found (404)."))
        hook_states.lock(conn, "desk")
        hook_states.change(conn, "desk", failures=2, failing_since=NOW, last_error="It refused (500).")
    assert found("feeds") == (
        "warning",
        "2 of 3 feeds fail: agency: Not found (404); courier: Not found (404); see 'parley feeds list --failing'",
    )
    assert found("alerts")[1].endswith("It refused (500); see 'parley alerts list'")
    with sqlite_database.begin() as conn:
        conn.execute(failing.where(feed.c.name == "courier").values(errors_in_row=0))
    assert found("feeds")[1].startswith("1 of 3 feeds fails: agency: Not found (404);")


def test_a_machine_that_can_resolve_no_name_is_told_to_look_at_its_network(
    opened: Opening, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_knows(*args: Any, **kw: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    entries = (f'[[feed]]\nname = "{name}"\nurl = "http://{name}.invalid/feed"\n' for name in ("agency", "courier"))
    site = opened(sqlite_database, files={"feeds.toml": "\n".join(entries)})
    with sqlite_database.begin() as conn:
        registry.sync(conn, site.runtime.config.feeds, NOW)
        for name in ("agency", "courier"):
            with pytest.raises(FetchError) as caught:
                Fetcher().get(f"http://{name}.invalid/feed")
            failed = update(feed).where(feed.c.name == name)
            conn.execute(failed.values(errors_in_row=1, last_polled_at=NOW, last_error=str(caught.value)))

    def found() -> str:
        return next(said for name, _, said in health_findings(site.runtime, sqlite_database) if name == "feeds")

    assert found().startswith("of 2 feeds not one name could be resolved; look at this machine's network;")
    with sqlite_database.begin() as conn:
        conn.execute(failed.values(last_error="Not found (404)."))
    assert found().startswith("all 2 feeds fail: agency: The name agency.invalid could not be resolved;")


def test_the_metrics_are_openmetrics_and_right(winter: Site) -> None:
    answer = winter.get("/metrics")
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    families = {family.name: family for family in text_string_to_metric_families(answer.data.decode())}
    with winter.runtime.database.read() as conn:
        from worker.log import store

        head = store.head(conn)
    assert families["parley_log_events"].samples[0].value == head
    assert families["parley_log_events"].type == "counter"
    changes = {s.labels["kind"]: s.value for s in families["parley_changes"].samples}
    assert changes["rescheduled"] == 1
    meetings = {s.labels["status"]: s.value for s in families["parley_meetings"].samples}
    assert meetings["concluded"] == 1
    for family in families.values():
        assert re.fullmatch(r"parley_[a-z_]+", family.name)
        assert family.documentation.endswith(".")


def test_changes_are_counted_on_from_where_the_last_count_ended(winter: Site) -> None:
    def counted() -> dict[str, float]:
        families = text_string_to_metric_families(winter.text("/metrics"))
        return {
            s.labels["kind"]: s.value for family in families if family.name == "parley_changes" for s in family.samples
        }

    before = counted()
    winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    after = counted()
    assert after == {**before, "announced": before["announced"] + 1}
    with winter.runtime.database.read() as conn:
        whole = conn.execute(select(change.c.kind, func.count()).group_by(change.c.kind)).all()
    assert after == dict(whole)


def _stream(site: Site, path: str = "/events") -> socket.socket:
    host, _, port = site.base.removeprefix("http://").partition(":")
    made = socket.create_connection((host, int(port)), timeout=PATIENCE)
    made.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return made


def _until(stream: socket.socket, wanted: bytes) -> bytes:
    got = b""
    while wanted not in got and (more := stream.recv(4096)):
        got += more
    return got


def test_an_open_page_is_told_when_the_log_grows(winter: Site) -> None:
    with _stream(winter) as stream:
        assert b"text/event-stream" in _until(stream, b"retry: 5000")
        winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
        told = _until(stream, b"event: change")
    assert b"event: change" in told


def test_a_page_that_is_older_than_the_log_is_told_at_once(winter: Site) -> None:
    position = int(html.fromstring(winter.text("/")).get_element_by_id("live").get("data-position"))
    winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    with _stream(winter, f"/events?after={position}") as old:
        assert b"event: change" in _until(old, b"event: change")
    newer = int(html.fromstring(winter.text("/")).get_element_by_id("live").get("data-position"))
    assert newer > position
    with _stream(winter, f"/events?after={newer}") as fresh:
        assert b"event: change" not in _until(fresh, b"retry: 5000\n\n")


def test_what_happens_while_a_page_begins_to_listen_is_told_it(sqlite_database: Database) -> None:
    def meanwhile() -> bool:
        append(sqlite_database, notice())
        return False

    async def told() -> bytes:
        herald = Herald(sqlite_database)
        stream = herald.listen(grown=meanwhile)
        assert await anext(stream) == b"retry: 5000\n\n"
        first = await asyncio.wait_for(anext(stream), PATIENCE)
        await herald.close()
        return first

    assert asyncio.run(told()) == b"event: change\nid: 1\ndata: 1\n\n"


def test_the_server_ends_although_pages_are_open(winter: Site, opened: Opening) -> None:
    stream = _stream(winter)
    _until(stream, b"retry")
    # The fixture closes the site afterwards: it must not hang on this stream, which stays open until then.
    assert winter.text("/livez") == "ok\n"
