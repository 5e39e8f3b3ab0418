"""Probes, metrics, and pages that are told of changes."""

from __future__ import annotations

import json
import re
import socket
import time

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.integration.web.conftest import Opening, Site
from worker.log.database import Database


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


def _stream(site: Site) -> socket.socket:
    host, _, port = site.base.removeprefix("http://").partition(":")
    made = socket.create_connection((host, int(port)), timeout=10)
    made.sendall(f"GET /events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return made


def _until(stream: socket.socket, wanted: bytes) -> bytes:
    got = b""
    end = time.monotonic() + 10
    while wanted not in got and time.monotonic() < end:
        got += stream.recv(4096)
    return got


def test_an_open_page_is_told_when_the_log_grows(winter: Site) -> None:
    with _stream(winter) as stream:
        assert b"text/event-stream" in _until(stream, b"retry: 5000")
        time.sleep(1.2)  # the first look, which tells where the log stands
        winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
        told = _until(stream, b"event: change")
    assert b"event: change" in told


def test_the_server_ends_although_pages_are_open(winter: Site, opened: Opening) -> None:
    stream = _stream(winter)
    _until(stream, b"retry")
    # The fixture closes the site afterwards: it must not hang on this stream, which stays open until then.
    assert winter.text("/livez") == "ok\n"
