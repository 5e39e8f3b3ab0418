"""HTTP/1.1 (RFC 9112) on sockets that never block, told as generators: whoever runs one decides how it waits.

A generator of this module yields what it cannot go on without: that a socket can be read or written, or the result of a function
that blocks (a look-up of a name). ``run`` waits for that, one exchange in one thread; ``Loop`` waits for hundreds at once in one
thread, which takes a fraction of what a thread for each of them takes. Both go through the same code, so there is one reading of
what a server may send, however it is waited for.

Nothing here knows of redirects, codings, private addresses or sentences for people; see ``worker.http``.
"""

from __future__ import annotations

import ipaddress
import re
import select
import selectors
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

T = TypeVar("T")

READ: Final = selectors.EVENT_READ
WRITE: Final = selectors.EVENT_WRITE
CALL: Final = 0

Need = tuple[int, Any, float]
"""READ or WRITE and a socket, or CALL and a function without arguments; and until when, by ``time.monotonic()``."""

Steps = Generator[Need, Any, T]

STEP: Final = 65_536
"""Bytes asked of a socket at a time."""

TURN: Final = 8
"""So many of these in a row, and others get their turn: a server that never pauses must not hold up the rest."""

MAX_LINE: Final = 65_536
MAX_HEAD: Final = 262_144
MAX_FIELDS: Final = 200
MAX_INTERIM: Final = 10
MAX_DIGITS: Final = 16
"""Bounds on the head of an answer: bytes a line and in all, header lines, and interim answers (100, 103) before the real one; digits
of a length."""


class Malformed(Exception):
    """What came is no HTTP/1; the message says what is wrong with it."""


class Hangup(Exception):
    """The connection was closed before anything was answered."""


class CutShort(Exception):
    """The answer ends before its announced end."""


class Headers(Mapping[str, str]):
    """Header fields by name, in any case; of repeated ones the values, joined by a comma (RFC 9110 section 5.3)."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, str] | None = None) -> None:
        self._fields = {name.lower(): value for name, value in fields.items()} if fields else {}

    def add(self, name: str, value: str) -> None:
        name = name.lower()
        known = self._fields.get(name)
        self._fields[name] = value if known is None else f"{known}, {value}"

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def get(self, name: str, default: Any = None) -> Any:
        return self._fields.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({self._fields!r})"


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer says before its body."""

    status: int
    headers: Headers
    keeps: bool
    """The connection may serve another request, once the body was read."""


# --- a connection -------------------------------------------------------------------------------------------------------


class Connection:
    """A socket that does not block, and what was read from it and not used yet."""

    __slots__ = ("_at", "_data", "_in_row", "deadline", "origin", "silence", "sock", "used")

    def __init__(self, sock: socket.socket, origin: tuple[Any, ...]) -> None:
        self.sock = sock
        self.origin = origin
        self.used = False
        """It has served a request before."""
        self.deadline = 0.0
        self.silence = 0.0
        """Until when the exchange must be over, by ``time.monotonic()``; the longest pause within it, in seconds."""
        self._data = b""
        self._at = 0
        self._in_row = 0

    def close(self) -> None:
        with suppress(OSError):
            self.sock.close()

    @property
    def unread(self) -> bool:
        """Something was read from the socket and not used yet."""
        return self._at < len(self._data)

    @property
    def idle(self) -> bool:
        """It is open and nothing lies in it: neither what a server sent behind an answer, nor its farewell."""
        if self.unread:
            return False
        poll = select.poll()
        try:
            poll.register(self.sock, select.POLLIN)
            return not poll.poll(0)
        except (OSError, ValueError):
            return False

    def _patience(self) -> float:
        now = time.monotonic()
        if now >= self.deadline:
            raise TimeoutError("deadline")
        return min(self.deadline, now + self.silence)

    def wait(self, event: int) -> Steps[None]:
        self._in_row = 0
        yield event, self.sock, self._patience()

    def receive(self) -> Steps[int]:
        """Read what there is, waiting for something; how many bytes: none when the other side will send no more."""
        self._in_row += 1
        if self._in_row > TURN:
            yield from self.wait(READ)
        while True:
            try:
                found = self.sock.recv(STEP)
            except (BlockingIOError, ssl.SSLWantReadError):
                yield from self.wait(READ)
            except ssl.SSLWantWriteError:
                yield from self.wait(WRITE)
            else:
                self._data = self._data[self._at :] + found if self._at < len(self._data) else found
                self._at = 0
                return len(found)

    def send(self, data: bytes) -> Steps[None]:
        view = memoryview(data)
        while view:
            try:
                view = view[self.sock.send(view) :]
            except (BlockingIOError, ssl.SSLWantWriteError):
                yield from self.wait(WRITE)
            except ssl.SSLWantReadError:
                yield from self.wait(READ)

    def shake_hands(self) -> Steps[None]:
        """The handshake of TLS, on a socket that was wrapped for it."""
        assert isinstance(self.sock, ssl.SSLSocket)
        while True:
            try:
                self.sock.do_handshake()
            except ssl.SSLWantReadError:
                yield from self.wait(READ)
            except ssl.SSLWantWriteError:
                yield from self.wait(WRITE)
            else:
                return

    # --- the head ---

    def head(self) -> Steps[Head]:
        """The head of an answer, behind as many interim ones as are borne."""
        for _ in range(MAX_INTERIM):
            head = _parsed(*(yield from self._lines()))
            if head.status >= 200 or head.status == 101:
                return head
        raise Malformed("interim answers without end")

    def _lines(self) -> Steps[tuple[str, list[str]]]:
        """The status line and the header lines."""
        looked = self._at
        while True:
            end = _END_OF_HEAD.search(self._data, looked)
            if end is not None:
                head = self._data[self._at : end.start()]
                self._at = end.end()
                break
            size = len(self._data) - self._at
            if size > MAX_HEAD:
                raise Malformed("a head without end")
            begun = self._data[self._at : self._at + 5]
            if b"\n" in self._data[self._at :] and begun != b"HTTP/":
                raise Malformed("no status line")
            looked = max(0, size - 3)
            if not (yield from self.receive()):
                if not size:
                    raise Hangup
                raise CutShort if begun == b"HTTP/" else Malformed("no status line")
        status, *fields = head.decode("latin-1").split("\n")
        return status, fields

    # --- the body ---

    def take(self, most: int) -> Steps[bytes]:
        """Up to ``most`` bytes, as they come; none when the other side will send no more."""
        if self._at >= len(self._data) and not (yield from self.receive()):
            return b""
        start, self._at = self._at, min(self._at + most, len(self._data))
        return self._data[start : self._at]

    def line(self) -> Steps[bytes]:
        """One line, without its end."""
        looked = self._at
        while (end := self._data.find(b"\n", looked)) < 0:
            size = len(self._data) - self._at
            if size > MAX_LINE:
                raise Malformed("a line without end")
            if not (yield from self.receive()):
                raise CutShort
            looked = size
        start, self._at = self._at, end + 1
        return self._data[start:end].rstrip(b"\r")


_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE: Final = re.compile(r"HTTP/(\d+)\.(\d+)[ \t]+(\d{3})(?:[ \t].*)?$")


def _parsed(status_line: str, lines: list[str]) -> Head:
    match = _STATUS_LINE.match(status_line.rstrip("\r"))
    if match is None:
        raise Malformed("no status line")
    if match[1] != "1":
        raise Malformed(f"version {match[1]}.{match[2]}")
    if len(lines) > MAX_FIELDS:
        raise Malformed(f"more than {MAX_FIELDS} header lines")
    headers = Headers()
    fields = headers._fields
    name = ""
    for line in lines:
        if len(line) > MAX_LINE:
            raise Malformed("a header line without end")
        if line[:1] in (" ", "\t"):
            if name:  # RFC 9112 section 5.2: a folded line belongs to the one before
                fields[name] = f"{fields[name]} {line.strip()}"
            continue
        before, colon, value = line.partition(":")
        if not colon:
            continue
        name, value = before.strip().lower(), value.strip(" \t\r")
        known = fields.get(name)
        fields[name] = value if known is None else f"{known}, {value}"
    said = fields.get("connection", "").lower()
    keeps = "close" not in said if match[2] != "0" else "keep-alive" in said
    return Head(int(match[3]), headers, keeps)


class Body:
    """The body of an answer, piece by piece (RFC 9112 section 6.3)."""

    __slots__ = ("_chunked", "_conn", "_left", "ended", "reusable")

    def __init__(self, conn: Connection, head: Head) -> None:
        self._conn = conn
        self._left: int | None = None
        """Bytes until the end, or of the chunk; None where the end is that of the connection."""
        codings = {one.strip().lower() for one in head.headers.get("transfer-encoding", "").split(",")}
        if others := codings - {"", "identity", "chunked"}:
            raise Malformed(f"the transfer coding {min(others)!r}, which was not asked for")
        # Some servers say it twice, and what lies before them adds its own.
        self._chunked = "chunked" in codings
        self.ended = False
        self.reusable = head.keeps and not (self._chunked and "content-length" in head.headers)
        announced = {one.strip() for one in head.headers.get("content-length", "").split(",")}
        if head.status in (204, 304) or head.status < 200:
            self.ended = True
        elif self._chunked:
            self._left = 0
        elif len(announced) == 1 and (only := announced.pop()).isascii() and only.isdecimal():
            if len(only) > MAX_DIGITS:
                raise Malformed("a length without end")
            self._left = int(only)
            self.ended = not self._left
        elif len(announced) > 1:
            raise Malformed("two lengths")
        if self._left is None and not self.ended:
            self.reusable = False

    @property
    def announced(self) -> int:
        """Bytes that are known to come."""
        return self._left or 0

    def piece(self) -> Steps[bytes]:
        """The next piece; empty when there is no more. Raises ``CutShort`` where the connection ends before the body."""
        if self.ended:
            return b""
        conn = self._conn
        if self._chunked and not self._left:
            self._left = yield from self._size_of_chunk()
            if not self._left:
                self.ended = True
                return b""
        found = yield from conn.take(STEP if self._left is None else self._left)
        if self._left is None:
            self.ended = not found
            return found
        if not found:
            raise CutShort
        self._left -= len(found)
        if not self._left:
            if self._chunked:
                if (yield from conn.line()):
                    raise Malformed("a chunk that is longer than it says")
            else:
                self.ended = True
        return found

    def _size_of_chunk(self) -> Steps[int]:
        line = (yield from self._conn.line()).partition(b";")[0].strip()
        if not line or len(line) > 16 or line.translate(None, b"0123456789abcdefABCDEF"):
            raise CutShort
        size = int(line, 16)
        if not size:
            for _ in range(MAX_FIELDS):
                if not (yield from self._conn.line()):
                    break
            else:
                raise Malformed("trailers without end")
        return size


# --- connecting ---------------------------------------------------------------------------------------------------------


def connecting(address: tuple[str, int], until: float) -> Steps[socket.socket]:
    """A socket that is connected to an address, which is no name. Raises ``OSError``, ``TimeoutError`` among them."""
    (family, kind, protocol, _, where), *_ = socket.getaddrinfo(
        *address, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
    )
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        # Requests are small and whole: nothing is to be gained by waiting for more to send.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            sock.connect(where)
        except BlockingIOError:
            yield WRITE, sock, until
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, _words(error)) from None
    except BaseException:
        sock.close()
        raise
    return sock


def _words(error: int) -> str:
    import os

    return os.strerror(error)


def resolving(host: str, port: int, until: float) -> Steps[list[str]]:
    """The addresses of a host. Raises ``OSError`` or ``UnicodeError`` (labels that are empty or too long) where there are none."""

    def look_up() -> list[str]:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    if _is_address(host):  # which needs no asking
        return look_up()
    found: list[str] = yield CALL, look_up, until
    return found


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


# --- running ------------------------------------------------------------------------------------------------------------


def run(steps: Steps[T]) -> T:
    """Run one exchange to its end, in this thread."""
    try:
        need = next(steps)
        while True:
            try:
                found = _waited(need)
            except BaseException as error:  # noqa: BLE001 - it is the generator's to judge
                need = steps.throw(error)
            else:
                need = steps.send(found)
    except StopIteration as stop:
        result: T = stop.value
        return result


def _waited(need: Need) -> Any:
    kind, what, until = need
    if kind == CALL:
        return what()
    poll = select.poll()
    poll.register(what, select.POLLIN if kind == READ else select.POLLOUT)
    if not poll.poll(max(0.0, until - time.monotonic()) * 1_000):
        raise TimeoutError("no answer")
    return None


class _Task:
    __slots__ = ("done", "registered", "serial", "steps", "until")

    def __init__(self, steps: Steps[Any], done: Callable[[Any, BaseException | None], None]) -> None:
        self.steps, self.done = steps, done
        self.registered: Any = None
        self.until = 0.0
        self.serial = 0
        """Of what it waits for, so that a late result is not taken for the next one."""


class Loop:
    """Runs many exchanges at once in the thread that calls ``turn``."""

    def __init__(self, callers: int = 32) -> None:
        self._selector = selectors.DefaultSelector()
        self._tasks: set[_Task] = set()
        self._soonest = float("inf")
        """No task runs out of time before this."""
        self._callers = callers
        self._pool: ThreadPoolExecutor | None = None
        self._results: deque[tuple[_Task, int, Future[Any]]] = deque()
        self._hear, self._say = socket.socketpair()
        self._hear.setblocking(False)
        self._say.setblocking(False)
        self._selector.register(self._hear, READ, None)

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, steps: Steps[T], done: Callable[[T | None, BaseException | None], None]) -> None:
        """Begin an exchange; ``done`` is called with what comes of it, now or within a later ``turn``."""
        task = _Task(steps, done)
        self._tasks.add(task)
        self._go_on(task, None, None)

    def wake(self) -> None:
        """End the present or the next wait of ``turn``. May be called by any thread."""
        with suppress(BlockingIOError, OSError):
            self._say.send(b"x")

    def turn(self, patience: float) -> None:
        """Go on with what can go on; wait for that at most ``patience`` seconds."""
        wait = min(patience, self._soonest - time.monotonic())
        for key, _ in self._selector.select(max(0.0, wait)):
            if key.data is None:
                with suppress(BlockingIOError):
                    self._hear.recv(4_096)
            else:
                self._go_on(key.data, None, None)
        while self._results:
            task, serial, future = self._results.popleft()
            if task.serial == serial and task in self._tasks:
                error = future.exception()
                self._go_on(task, None if error else future.result(), error)
        # Last: who was kept waiting by us and not by its server is served before it can run out of time.
        if time.monotonic() >= self._soonest:
            self._expire()

    def _expire(self) -> None:
        now = time.monotonic()
        for task in [task for task in self._tasks if task.until <= now]:
            self._go_on(task, None, TimeoutError("no answer"))
        self._soonest = min((task.until for task in self._tasks), default=float("inf"))

    def _go_on(self, task: _Task, value: Any, error: BaseException | None) -> None:
        task.serial += 1
        if task.registered is not None:
            # Before it goes on: it may close the socket, and the number may be another's then.
            self._selector.unregister(task.registered)
            task.registered = None
        try:
            need = task.steps.send(value) if error is None else task.steps.throw(error)
        except StopIteration as stop:
            self._tasks.discard(task)
            task.done(stop.value, None)
        except Exception as failure:  # noqa: BLE001 - told to whoever started it
            self._tasks.discard(task)
            task.done(None, failure)
        else:
            self._wait(task, need)

    def _wait(self, task: _Task, need: Need) -> None:
        kind, what, until = need
        task.until = until
        self._soonest = min(self._soonest, until)
        if kind == CALL:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._callers, thread_name_prefix="resolve")
            serial = task.serial
            self._pool.submit(what).add_done_callback(lambda future: self._called(task, serial, future))
        else:
            task.registered = what
            self._selector.register(what, kind, task)

    def _called(self, task: _Task, serial: int, future: Future[Any]) -> None:
        self._results.append((task, serial, future))
        self.wake()

    def close(self) -> None:
        """Give up what still runs."""
        for task in list(self._tasks):
            task.steps.close()
        self._tasks.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._selector.close()
        self._hear.close()
        self._say.close()


# --- connections that are kept -----------------------------------------------------------------------------------------


class Kept:
    """Connections that wait for another request to the same origin. May be shared by threads."""

    def __init__(self, origins: int, each: int) -> None:
        self._origins, self._each = origins, each
        self._idle: dict[tuple[Any, ...], list[Connection]] = {}
        self._lock = threading.Lock()

    def take(self, origin: tuple[Any, ...]) -> Connection | None:
        """One that is still open, if there is one."""
        while True:
            with self._lock:
                waiting = self._idle.get(origin)
                if not waiting:
                    return None
                conn = waiting.pop()
                if not waiting:
                    del self._idle[origin]
            if conn.idle:
                return conn
            conn.close()

    def give(self, conn: Connection) -> None:
        """Keep one for later, or close it where there are enough. Of the origins, the one that was least lately used goes."""
        surplus: list[Connection] = []
        conn.used = True
        with self._lock:
            waiting = self._idle.pop(conn.origin, [])
            self._idle[conn.origin] = waiting
            (waiting if len(waiting) < self._each else surplus).append(conn)
            while len(self._idle) > self._origins:
                surplus += self._idle.pop(next(iter(self._idle)))
        for one in surplus:
            one.close()

    def clear(self) -> None:
        with self._lock:
            every, self._idle = self._idle, {}
        for waiting in every.values():
            for conn in waiting:
                conn.close()
