"""HTTP/1.1 (RFC 9112) on sockets that never block, told as generators: whoever runs one decides how it waits.

A generator of this module yields what it cannot go on without: that a socket can be read or written, or the result of a function
that blocks (a look-up of a name). ``run`` waits for that, one exchange in one thread; ``Loop`` waits for hundreds at once in one
thread, which takes a fraction of what a thread for each of them takes. Both go through the same code, so there is one reading of
what a server may send, however it is waited for.

What a server sends is taken apart by llhttp, through httptools; kept here are sockets, deadlines and bounds. Nothing here knows of
redirects, codings, private addresses or sentences for people; see ``worker.http``.
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
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

T = TypeVar("T")

READ: Final = selectors.EVENT_READ
WRITE: Final = selectors.EVENT_WRITE
CALL: Final = 0
PAUSE: Final = -1

Need = tuple[int, Any, float]
"""READ or WRITE and a socket, CALL and a function without arguments, or PAUSE; and until when, by ``time.monotonic()``."""

Steps = Generator[Need, Any, T]

STEP: Final = 65_536
"""Bytes asked of a socket at a time."""

TURN: Final = 8
"""So many of these in a row, and others get their turn: a server that never pauses must not hold up the rest."""

ROOM_PAUSE: Final = 0.05
"""Seconds until an answer that waits for memory looks again."""

MAX_LINE: Final = 65_536
MAX_HEAD: Final = 262_144
MAX_FIELDS: Final = 200
MAX_INTERIM: Final = 10
MAX_DIGITS: Final = 16
"""Bounds on an answer: bytes a header line, bytes of the head and of what lies between two pieces of a body, header lines with trailers,
interim answers (100, 103) before the real one, digits of a length."""


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


# --- a connection -------------------------------------------------------------------------------------------------------


class Connection:
    """A socket that does not block."""

    __slots__ = ("_in_row", "deadline", "origin", "silence", "sock", "used")

    def __init__(self, sock: socket.socket, origin: tuple[Any, ...]) -> None:
        self.sock = sock
        self.origin = origin
        self.used = False
        """It has served a request before."""
        self.deadline = 0.0
        self.silence = 0.0
        """Until when the exchange must be over, by ``time.monotonic()``; the longest pause within it, in seconds."""
        self._in_row = 0

    def close(self) -> None:
        with suppress(OSError):
            self.sock.close()

    @property
    def idle(self) -> bool:
        """It is open and nothing lies in it: neither what a server sent behind an answer, nor its farewell."""
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

    def receive(self) -> Steps[bytes]:
        """What there is to be read, waiting for something; nothing when the other side will send no more."""
        self._in_row += 1
        if self._in_row > TURN:
            yield from self.wait(READ)
        while True:
            try:
                return self.sock.recv(STEP)
            except (BlockingIOError, ssl.SSLWantReadError):
                yield from self.wait(READ)
            except ssl.SSLWantWriteError:
                yield from self.wait(WRITE)

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

    def answer(self) -> Steps[Answer]:
        """An answer whose head has come, behind as many interim ones as are borne."""
        found = Answer(self)
        yield from found.head()
        return found


# --- an answer ----------------------------------------------------------------------------------------------------------


class Answer:
    """An answer to a request, as it comes: its head, then its body piece by piece (RFC 9112 section 6.3).

    llhttp reads strictly, which is right for what arrives as a request and wrong for feeds: of servers that write a head as it
    should not be, browsers show the page all the same. Such a head is put right (``_mended``) and read again, and the connection is not
    used for another request, so that a disagreement about where the answer ends can do no harm.
    """

    __slots__ = (
        "_broken",
        "_conn",
        "_empty",
        "_ended",
        "_fields",
        "_head",
        "_headed",
        "_interim",
        "_keeps",
        "_parser",
        "_pieces",
        "_refused",
        "_size",
        "_tail",
        "_too_much",
        "_until_close",
        "announced",
        "headers",
        "status",
        "stray",
    )

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._head: list[bytes] = []
        self._size = 0
        """What came before the body, for as long as it may have to be put right; bytes of it."""
        self._tail: bytes | None = None
        """The end of what came of a head that was refused."""
        self._pieces: list[bytes] = []
        self._empty = 0
        """Bytes since the last piece."""
        self._broken: str | None = None
        """Why there is no body that could be read, though there is a head."""
        self.stray = False
        """Something lies behind the answer that belongs to no request."""
        self._begin()

    def _begin(self) -> None:
        self._parser: Any = HttpResponseParser(self)
        """Each holds the other, until the answer has ended."""
        self._parser.set_dangerous_leniencies(lenient_spaces_after_chunk_size=True, lenient_data_after_close=True)
        self.status = 0
        self.headers = Headers()
        self.announced = 0
        """Bytes that are known to come."""
        self._fields = self._interim = 0
        self._headed = self._ended = self._keeps = self._until_close = False
        self._refused: str | None = None
        """What the parser found wrong."""
        self._too_much: str | None = None
        """Which bound was passed."""

    @property
    def over(self) -> bool:
        """All of it was taken."""
        return self._ended and not self._pieces

    @property
    def behind(self) -> bool:
        """Something came behind the head."""
        return bool(self._pieces) or self.stray

    @property
    def reusable(self) -> bool:
        """The connection may serve another request, once this answer is over; unless something lies in it by then (``idle``)."""
        return self._keeps and not self.stray and self._broken is None

    # --- what the parser tells ---

    def on_message_begin(self) -> None:
        self.stray = self.stray or self._ended

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._ended:
            return
        self._fields += 1
        if self._fields > MAX_FIELDS:
            self._too_much = f"more than {MAX_FIELDS} header lines"
        elif len(name) + len(value) > MAX_LINE:
            self._too_much = "a header line without end"
        elif not self._headed:
            self.headers.add(name.decode("latin-1"), value.decode("latin-1").strip(" \t"))

    def on_headers_complete(self) -> None:
        if self._ended:
            return
        self.status = self._parser.get_status_code()
        if self.status < 200 and self.status != 101:
            self._interim += 1
            if self._interim > MAX_INTERIM:
                self._too_much = "interim answers without end"
            return
        self._headed = True
        self._keeps = self._parser.should_keep_alive() and self.status != 101
        codings = [one.strip().lower() for one in self.headers.get("transfer-encoding", "").split(",")]
        others = sorted({*codings} - {"", "identity", "chunked"})
        if others or ("chunked" in codings and codings[-1] != "chunked"):
            self._broken = f"the transfer coding {(others or codings[-1:])[0]!r}, which was not asked for"
        length = self.headers.get("content-length")
        if "chunked" not in codings:
            self._until_close = length is None
            self.announced = int(length or 0)

    def on_body(self, piece: bytes) -> None:
        if not self._ended:
            self._pieces.append(piece)

    def on_message_complete(self) -> None:
        if self._headed:
            self._ended = True
        else:
            self.headers = Headers()

    def _feed(self, data: bytes) -> None:
        if self._ended:
            self.stray = True
            return
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            self.stray = True  # what follows is no HTTP
        except HttpParserError as error:
            if self._ended:
                self.stray = True
            else:
                self._refused = str(error)
        if self._ended:
            self._parser = None

    # --- the head ---

    def head(self) -> Steps[None]:
        while not self._headed:
            data = yield from self._conn.receive()
            if not data:
                raise self._early_end()
            self._head.append(data)
            self._size += len(data)
            if self._refused is None:
                self._feed(data)
            self._check_bounds()
            if self._refused is not None:
                self._read_again(data)
            if not self._headed and self._size > MAX_HEAD:
                raise Malformed("a head without end")
        self._check_protocol()
        self._head.clear()

    def _check_protocol(self) -> None:
        if not self._begins_as_http():
            raise Malformed("no status line")

    def _begins_as_http(self) -> bool:
        begun = self._head[0] if len(self._head[0]) > 100 else b"".join(self._head[:100])
        return begun[:100].lstrip(b"\r\n").startswith(b"HTTP/")

    def _check_bounds(self) -> None:
        if self._too_much is not None:
            raise Malformed(self._too_much)

    def _early_end(self) -> Exception:
        if not self._head:
            return Hangup()
        return CutShort() if self._begins_as_http() else Malformed("no status line")

    def _read_again(self, data: bytes) -> None:
        """Once the whole of a head that was refused is there: put it right, and begin anew with that."""
        if self._tail is None:
            self._check_protocol()
        # Looked at once, however small the pieces are in which it comes.
        recent = b"".join(self._head) if self._tail is None else self._tail + data
        self._tail = recent[-3:]
        if _END_OF_HEAD.search(recent) is None:
            return
        whole = b"".join(self._head)
        refused, at = self._refused, 0
        broken: str | None = None
        self._begin()
        while not self._headed:
            end = _END_OF_HEAD.search(whole, at)
            if end is None:
                self._refused = refused  # so far there are interim answers only
                return
            head, broken = _mended(whole[at : end.start()])
            at = end.end()
            self._feed(head)
            self._check_bounds()
            if self._refused is not None:
                raise Malformed(_defect(self._refused))
        self._broken = self._broken or broken
        self._keeps = False
        if at < len(whole):
            self._feed(whole[at:])
            self._check_bounds()

    # --- the body ---

    def piece(self) -> Steps[bytes]:
        """The next piece of the body, at most some ``STEP`` bytes; empty when there is no more. Raises ``CutShort`` where the
        connection ends before the body, and ``Malformed``."""
        if self._broken is not None and (self._pieces or not self._ended):
            raise Malformed(self._broken)
        while not self._pieces:
            if self._ended:
                return b""
            if self._refused is not None:
                raise Malformed(_defect(self._refused))
            data = yield from self._conn.receive()
            if not data:
                if not self._until_close:
                    raise CutShort
                self._ended, self._keeps = True, False
                continue
            self._feed(data)
            self._check_bounds()
            self._empty = 0 if self._pieces else self._empty + len(data)
            if self._empty > MAX_HEAD:
                raise Malformed("chunks or trailers without end")
        found = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        return found


_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE: Final = re.compile(rb"\s*HTTP/(\d+)\.(\d+)[ \t]+(\d{3})(?:[ \t].*)?\r?$")
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")

_SAID: Final = {
    "Expected HTTP/, RTSP/ or ICE/": "no status line",
    "Expected LF after chunk data": "a chunk that is longer than it says",
    "Chunk size overflow": "a chunk without end",
    "Invalid character in chunk size": "no number where a chunk's size should be",
}


def _defect(refused: str | None) -> str:
    said = refused or ""
    return _SAID.get(said) or said[:1].lower() + said[1:]


def _mended(head: bytes) -> tuple[bytes, str | None]:
    """A head as RFC 9112 would have it, of one that is read by browsers all the same; and why its body cannot be read, if so.

    Lines end with CR LF, folded ones are joined (section 5.2), what is no field or has control characters in it is left out. The same
    length twice is that length (RFC 9110 section 8.6), one that is no number is none, and chunks go before it (RFC 9112 section 6.3).
    """
    first, *lines = head.split(b"\n")
    match = _STATUS_LINE.match(first)
    if match is None:
        raise Malformed("no status line")
    if match[1] != b"1":
        raise Malformed(f"version {int(match[1][:9])}.{int(match[2][:9])}")
    fields: list[tuple[bytes, bytes]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if fields:
                fields[-1] = (fields[-1][0], fields[-1][1] + b" " + line.strip())
            continue
        name, colon, value = line.partition(b":")
        if colon and _NAME.fullmatch(name := name.strip()):
            fields.append((name, value.strip()))
    fields = [(name, value) for name, value in fields if not _CONTROL.search(value)]
    said: dict[bytes, list[bytes]] = {name.lower(): [] for name, _ in fields}
    for name, value in fields:
        said[name.lower()] += [one.strip().lower() for one in value.split(b",")]
    codings = [one for one in said.get(b"transfer-encoding", []) if one not in (b"", b"identity")]
    lengths = {one for one in said.get(b"content-length", []) if not codings}
    framing = (b"transfer-encoding", b"content-length")
    out = [(name, value) for name, value in fields if name.lower() not in framing]
    broken = None
    if codings:
        out.append((b"transfer-encoding", b", ".join(codings)))
    elif len(lengths) > 1:
        broken = "two lengths"
    elif lengths and (only := lengths.pop()).isdigit():
        if len(only) > MAX_DIGITS:
            broken = "a length without end"
        else:
            out.append((b"content-length", only))
    version = b"1.0" if match[2] == b"0" else b"1.1"
    rows = [b"HTTP/%s %s" % (version, match[3]), *[b"%s: %s" % field for field in out], b"", b""]
    return b"\r\n".join(rows), broken


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
        return _called(what, until)
    if kind == PAUSE:
        time.sleep(max(0.0, until - time.monotonic()))
        return None
    poll = select.poll()
    poll.register(what, select.POLLIN if kind == READ else select.POLLOUT)
    if not poll.poll(max(0.0, until - time.monotonic()) * 1_000):
        raise TimeoutError("no answer")
    return None


def _called(what: Callable[[], T], until: float) -> T:
    """The result of a function that blocks, if it comes in time. A look-up of a name cannot be ended; it is left to itself, in a
    thread for which nobody waits at the end of the process."""
    result: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def call() -> None:
        try:
            result.put((what(), None))
        except BaseException as error:  # noqa: BLE001 - raised where it was asked for
            result.put((None, error))

    threading.Thread(target=call, name="resolve", daemon=True).start()
    try:
        found, error = result.get(timeout=max(0.0, until - time.monotonic()))
    except Empty:
        raise TimeoutError("no answer") from None
    if error is not None:
        raise error
    return found  # type: ignore[return-value]


class _Task:
    __slots__ = ("done", "pauses", "registered", "serial", "steps", "until")

    def __init__(self, steps: Steps[Any], done: Callable[[Any, BaseException | None], None]) -> None:
        self.steps, self.done = steps, done
        self.registered: Any = None
        self.until = 0.0
        self.pauses = False
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
            self._go_on(task, None, None if task.pauses else TimeoutError("no answer"))
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
        task.until, task.pauses = until, kind == PAUSE
        self._soonest = min(self._soonest, until)
        if kind == CALL:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._callers, thread_name_prefix="resolve")
            serial = task.serial
            self._pool.submit(what).add_done_callback(lambda future: self._called(task, serial, future))
        elif kind != PAUSE:
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


# --- memory -------------------------------------------------------------------------------------------------------------


class Room:
    """The memory that the bodies of many answers may take up at once, for the exchanges of one ``Loop``.

    Fifty answers of the largest size would be half a gigabyte. Each may have ``each`` bytes at any time; beyond that it waits for as
    long as all together have ``most``, with its server's bytes left in the socket. Where nothing is there that will be given back by
    itself, the one that has waited longest goes on, so that there is always one that ends.
    """

    def __init__(self, most: int, each: int) -> None:
        self.most, self.each = most, each
        self.held = 0
        """Bytes that are taken."""
        self._of: dict[Any, int] = {}
        self._whole: set[Any] = set()
        """Those that have come in and will be given back."""
        self._large: dict[Any, None] = {}
        """Those that grow beyond ``each``, in the order in which they began to."""

    def take(self, who: Any, size: int, until: float) -> Steps[None]:
        """Wait until ``who`` may have ``size`` bytes more, and take them. Raises ``TimeoutError``."""
        size_of = self._of
        if size_of.get(who, 0) + size > self.each:
            self._large.setdefault(who)
            while self.held + size > self.most and (self._whole or next(iter(self._large)) is not who):
                now = time.monotonic()
                if now >= until:
                    raise TimeoutError("deadline")
                yield PAUSE, None, min(until, now + ROOM_PAUSE)
        size_of[who] = size_of.get(who, 0) + size
        self.held += size

    def grown(self, who: Any) -> None:
        """``who`` will take no more; what it has it keeps until it gives it back."""
        self._large.pop(who, None)
        if who in self._of:
            self._whole.add(who)

    def give(self, who: Any) -> None:
        """Give back all that ``who`` has."""
        self._large.pop(who, None)
        self._whole.discard(who)
        self.held -= self._of.pop(who, 0)


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
