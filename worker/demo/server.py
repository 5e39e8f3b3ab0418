"""The scenario on 127.0.0.1: feeds that answer conditional requests, article pages, robots.txt, and a receiver of alerts."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from worker.alerts.signature import InvalidSignature, verify
from worker.demo import render
from worker.demo.scenario import Scenario, ScenarioClock, Step

RECEIVER_PATH = "/alerts"
SECRET = "whsec_UGFybGV5IGRlbW8gcmVjZWl2ZXIsIG5vIHNlY3JldCBhdCBhbGw="
"""The demo's own, known to everybody: it protects nothing but the demo."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An alert that reached the receiver with a good signature."""

    webhook_id: str
    received_at: datetime
    event: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was answered, for those who want to see the manners of the client."""

    path: str
    status: int
    headers: Mapping[str, str]


@dataclass
class Receiver:
    """Verifies Standard Webhooks signatures and keeps what arrived; ``refusals`` says why something was turned away."""

    secrets: tuple[str, ...]
    arrivals: list[Arrival] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> int:
        """The HTTP status for a delivery: 204 when its signature holds, 401 when not."""
        try:
            verify(self.secrets, headers, body, now)
            event = json.loads(body)
        except (InvalidSignature, ValueError) as error:
            with self._lock:
                self.refusals.append(str(error))
            return 401
        arrival = Arrival(headers["webhook-id"], now, event)
        with self._lock:
            self.arrivals.append(arrival)
        return 204

    def distinct(self) -> list[Arrival]:
        """Arrivals without repetitions of the same id, in order of first arrival."""
        with self._lock:
            return list({a.webhook_id: a for a in reversed(self.arrivals)}.values())[::-1]


class ScenarioServer:
    """Serves ``scenario`` as of a step, from a thread of its own, on a free port of 127.0.0.1.

    Use as a context manager. ``advance(n)`` shows the world as of step ``n`` (0: before anything happened) and moves the
    clock there. Every feed has an ETag and a Last-Modified and honours both (RFC 9110 section 13).
    """

    def __init__(self, scenario: Scenario | None = None, clock: ScenarioClock | None = None) -> None:
        self.scenario = scenario or Scenario.load()
        self.clock = clock or ScenarioClock(self.scenario.steps[0].at)
        self.receiver = Receiver((SECRET,))
        self.requests: list[Request] = []
        self.step = 0
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> ScenarioServer:
        handler = partial(_Handler, self)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="parley-scenario", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        if self._thread is not None:
            self._thread.join(5)

    # --- for whoever plays the scenario ---

    @property
    def port(self) -> int:
        if self._server is None:
            raise RuntimeError("the scenario's server is not running; use it in a with statement")
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        """What ``http.allow_hosts`` must name so that this server may be asked."""
        return f"127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    @property
    def receiver_url(self) -> str:
        return self.base + RECEIVER_PATH

    def feed_url(self, outlet: str) -> str:
        return f"{self.base}/{outlet}/feed"

    def advance(self, step: int) -> Step | None:
        """Show the world as of step number ``step`` and set the clock to it; returns the step, None for 0."""
        if not 0 <= step <= len(self.scenario.steps):
            raise ValueError(f"the scenario has {len(self.scenario.steps)} steps; there is no step {step}")
        with self._lock:
            self.step = step
        if step == 0:
            return None
        reached = self.scenario.steps[step - 1]
        self.clock.move_to(reached.at)
        return reached

    def statuses(self) -> Counter[int]:
        """How often feeds were answered with which status."""
        with self._lock:
            return Counter(r.status for r in self.requests if r.path.endswith("/feed"))

    def write_config(self, directory: Path) -> Path:
        """Write ``parley.toml``, ``feeds.toml``, ``watches.toml`` and ``alerts.toml`` for this server into ``directory``,
        which is made; returns it. The database is left to the caller (``PARLEY_DATABASE_URL``, ``data_dir``)."""
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in self.config_files().items():
            (directory / name).write_text(text, encoding="utf-8")
        return directory

    def config_files(self) -> dict[str, str]:
        feeds = "\n".join(
            f'[[feed]]\nname = "{outlet.key}"\nurl = "{self.feed_url(outlet.key)}"\noutlet = "{outlet.name}"\n'
            for outlet in self.scenario.outlets
        )
        return {
            "parley.toml": _PARLEY_TOML.format(host=self.host),
            "feeds.toml": feeds,
            "watches.toml": _WATCHES_TOML,
            "alerts.toml": _ALERTS_TOML.format(url=self.receiver_url, secret=SECRET),
        }

    # --- for the handler ---

    def answer(self, path: str) -> tuple[int, str, bytes, datetime | None]:
        """Status, media type, body and time of last change of what is at ``path`` now."""
        with self._lock:
            step = self.step
        if path == "/robots.txt":
            return 200, "text/plain", render.ROBOTS, None
        for outlet in self.scenario.outlets:
            if not path.startswith(f"/{outlet.key}/"):
                continue
            articles = self.scenario.current(outlet.key, step)
            if path == f"/{outlet.key}/feed":
                if self.scenario.broken(outlet.key, step):
                    return 200, "text/html; charset=utf-8", render.broken_feed(outlet), None
                media_type = "application/rss+xml" if outlet.format == "rss" else "application/atom+xml"
                body = render.feed(outlet, articles, self.base)
                return 200, f"{media_type}; charset=utf-8", body, self._last_change(outlet.key, step)
            for article in articles:
                if article.path == path:
                    body = render.page(outlet, article, articles[:5], self.base)
                    return 200, "text/html; charset=utf-8", body, article.changed_at
        return 404, "text/html; charset=utf-8", render.not_found(path), None

    def _last_change(self, outlet: str, step: int) -> datetime:
        """When the feed last changed: the last step that put something into it."""
        times = [s.at for s in self.scenario.steps[:step] if any(a.outlet == outlet for a in s.publish)]
        return times[-1] if times else self.scenario.steps[0].at.replace(hour=0)

    def note(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ParleyScenario"
    sys_version = ""
    # Headers and body go out as two writes; with Nagle's algorithm each answer would wait for a delayed ACK, 40 ms.
    disable_nagle_algorithm = True

    def __init__(self, scenario: ScenarioServer, *args: Any) -> None:
        self.scenario = scenario
        super().__init__(*args)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        status, media_type, body, changed = self.scenario.answer(path)
        headers = {"Content-Type": media_type}
        if changed is not None:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            headers["Last-Modified"] = render.http_date(changed)
            if self._unchanged(headers["ETag"], headers["Last-Modified"]):
                status, body = 304, b""
        self._answer(status, headers, body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _unchanged(self, etag: str, last_modified: str) -> bool:
        """RFC 9110 section 13.2.2: If-None-Match is asked first, and If-Modified-Since only without it."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return etag in [tag.strip().removeprefix("W/") for tag in known.split(",")] or known.strip() == "*"
        return self.headers.get("If-Modified-Since") == last_modified

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if urlsplit(self.path).path != RECEIVER_PATH:
            self._answer(404, {"Content-Type": "text/html"}, render.not_found(self.path))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = self.scenario.receiver.receive(headers, body, self.scenario.clock.now())
        self._answer(status, {}, b"")

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.scenario.note(Request(urlsplit(self.path).path, status, dict(self.headers.items())))
        self.send_response_only(status)
        self.send_header("Date", render.http_date(self.scenario.clock.now()))
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The demo's terminal belongs to the demo."""


_PARLEY_TOML = """\
# Written by the demo for its own scenario.

[http]
allow_hosts = ["{host}"]

[polling]
default_interval = "5m"
min_interval = "1m"
max_interval = "10m"
host_spacing = "0s"
"""

_WATCHES_TOML = """\
[[watch]]
name = "us-russia"
title = "US-Russia security talks"
parties = { all = ["RU"], any = ["US", "NATO", "OSCE"] }

[[watch]]
name = "europe"
title = "European visits to Moscow and Kyiv"
parties = { any = ["FR", "DE"], none = ["US"] }
"""

_ALERTS_TOML = """\
[[hook]]
name = "demo-receiver"
kind = "webhook"
url = "{url}"
secrets = ["{secret}"]
watch = "us-russia"
min_certainty = "tentative"
allow_private = true
"""
