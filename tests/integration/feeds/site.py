"""A web site on 127.0.0.1 that does what it is told, misbehaviour included. Real sockets, one thread per connection."""

from __future__ import annotations

import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Seen:
    """A request as the site received it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    connection: int
    """Number of the TCP connection it came over."""
    at: float
    """``time.monotonic()``."""


@dataclass
class Reply:
    """An ordinary answer. For extraordinary ones, give the site a function that writes to the handler itself."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = "application/xml"
    headers: Mapping[str, str] | None = None
    length: int | None = None
    """What Content-Length says, when not the truth."""


Behaviour = Reply | Callable[["Handler"], Reply | None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.connections += 1
            self.connection_number = self.server.connections

    def handle(self) -> None:
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        seen = Seen(self.command, self.path, self.headers, body, self.connection_number, time.monotonic())  # type: ignore[arg-type]
        path = urlsplit(self.path).path  # a client of a proxy sends the whole address
        with self.server.lock:
            self.server.seen.append(seen)
            behaviour = self.server.behaviours.get(path)
        if behaviour is None:
            behaviour = Reply(b"nothing here", 404, "text/plain")
        reply = behaviour if isinstance(behaviour, Reply) else behaviour(self)
        if reply is not None:
            with suppress(ConnectionError):
                self.send(reply)

    do_GET = do_POST = do_HEAD = _serve

    def send(self, reply: Reply) -> None:
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        headers = {"Content-Type": reply.content_type, **(reply.headers or {})}
        self.send_response_only(reply.status)
        headers.setdefault("Date", self.date_time_string())
        if reply.status != 304:
            headers.setdefault("Content-Length", str(len(body) if reply.length is None else reply.length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.status != 304 and self.command != "HEAD":
            self.wfile.write(body)
        if reply.length is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    connections = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.seen: list[Seen] = []
        self.behaviours: dict[str, Behaviour] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # clients that hang up in mid-answer are what some tests are about


class Site:
    """``with Site() as site: site["/feed"] = Reply(...)``."""

    def __enter__(self) -> Self:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __setitem__(self, path: str, behaviour: Behaviour) -> None:
        self._server.behaviours[path] = behaviour

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def connections(self) -> int:
        """TCP connections accepted so far."""
        return self._server.connections

    def seen(self, path: str | None = None) -> list[Seen]:
        with self._server.lock:
            return [request for request in self._server.seen if path is None or urlsplit(request.path).path == path]

    def counts(self) -> dict[str, int]:
        counted: dict[str, int] = defaultdict(int)
        for request in self.seen():
            counted[request.path] += 1
        return dict(counted)


def in_turn(*replies: Behaviour) -> Callable[[Handler], Reply | None]:
    """The first request gets the first behaviour, the next the second, …; the last one stays."""
    remaining = list(replies)
    lock = threading.Lock()

    def behave(handler: Handler) -> Reply | None:
        with lock:
            behaviour = remaining.pop(0) if len(remaining) > 1 else remaining[0]
        return behaviour if isinstance(behaviour, Reply) else behaviour(handler)

    return behave


def raw(*parts: bytes, pause: float = 0.0, then: str = "close") -> Callable[[Handler], None]:
    """Write these bytes instead of an HTTP answer, ``pause`` seconds apart, then close, reset, hang, or drip: the last of them
    again and again, until the client has enough of it."""

    def behave(handler: Handler) -> None:
        handler.close_connection = True
        with suppress(ConnectionError):
            for part in parts:
                handler.wfile.write(part)
                handler.wfile.flush()
                if pause:
                    time.sleep(pause)
            while then == "drip":
                handler.wfile.write(parts[-1])
                time.sleep(pause)
            if then == "hang":
                handler.connection.settimeout(PATIENCE)
                with suppress(TimeoutError):
                    handler.connection.recv(1)
            elif then == "reset":
                handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                handler.connection.close()

    return behave
