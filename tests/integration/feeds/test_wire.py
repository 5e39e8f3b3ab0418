"""HTTP/1.1 without threads: many exchanges in one loop, none held up by another, whatever its server does."""

from __future__ import annotations

import itertools
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.feeds.site import Handler, Reply, Site, raw
from tests.waiting import PATIENCE
from worker import wire
from worker.http import Fetched, Fetcher, FetchError, _tls
from worker.wire import CALL, READ, Connection, CutShort, Hangup, Headers, Loop, Malformed, Steps

CERTIFICATES = Path(__file__).parents[1] / "alerts" / "certificates"
OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
HELLO = b"<rss>hello</rss>"


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(allow_hosts={"127.0.0.1", "localhost"}, read_timeout=120, total_timeout=240, connections_per_host=20)
    yield made
    made.close()


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


class Results:
    """What came of exchanges, in the order in which they ended."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop
        self.ended: list[tuple[str, Any]] = []

    def start(self, name: str, steps: Steps[Any]) -> None:
        self.loop.start(steps, lambda value, error: self.ended.append((name, error or value)))

    def all(self, count: int) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while len(self.ended) < count and time.monotonic() < until:
            self.loop.turn(1.0)
        return dict(self.ended)


def test_many_exchanges_share_a_thread_and_end_as_their_servers_answer(
    site: Site, fetcher: Fetcher, loop: Loop
) -> None:
    gate = threading.Event()

    def held(handler: Handler) -> Reply:
        assert gate.wait(PATIENCE)
        return Reply(b"late")

    site["/held"] = held
    for n in range(30):
        site[f"/{n}"] = Reply(b"x" * 100_000 * (n % 3) + b"%d" % n)
    before = threading.active_count()
    results = Results(loop)
    results.start("held", fetcher.getting(site.url("/held")))
    for n in range(30):
        results.start(str(n), fetcher.getting(site.url(f"/{n}")))
    found = results.all(30)
    assert all(found[str(n)].body.endswith(b"%d" % n) for n in range(30))
    assert len(loop) == 1
    gate.set()
    assert results.all(31)["held"].body == b"late"
    ours = {thread.name for thread in threading.enumerate() if "resolve" in thread.name}
    assert not ours, f"of {before} threads none is for an address that needs no asking"


def test_each_exchange_runs_out_of_its_own_time(site: Site, fetcher: Fetcher, loop: Loop) -> None:
    site["/hangs"], site["/"] = raw(then="hang"), Reply(HELLO)
    silent = Fetcher(allow_hosts={"127.0.0.1"}, read_timeout=0.2, total_timeout=240)
    over = Fetcher(allow_hosts={"127.0.0.1"}, read_timeout=120, total_timeout=0.1)
    results = Results(loop)
    results.start("silent", silent.getting(site.url("/hangs")))
    results.start("over", over.getting(site.url("/hangs")))
    results.start("well", fetcher.getting(site.url("/")))
    found = results.all(3)
    assert "sent nothing for 0.2 s" in str(found["silent"])
    assert "did not finish its answer within 0.1 s" in str(found["over"])
    assert found["well"].body == HELLO


def test_who_was_kept_waiting_by_us_does_not_run_out_of_time(loop: Loop) -> None:
    here, there = socket.socketpair()
    here.setblocking(False)
    conn = Connection(here, ())
    conn.deadline, conn.silence = time.monotonic() + 0.2, 0.1

    def receiving() -> Steps[bytes]:
        return (yield from conn.receive())

    results = Results(loop)
    results.start("a", receiving())
    assert len(loop) == 1, "it waits"
    there.sendall(HELLO)
    time.sleep(0.3)  # something else had the thread; its time is over, and the answer lies in the socket
    assert results.all(1)["a"] == HELLO
    there.close()
    conn.close()


@pytest.mark.parametrize("hangs", ["hangs.example", "hangs.intranet1"])
def test_a_name_server_that_hangs_holds_up_no_other(
    site: Site, loop: Loop, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    original, gate = socket.getaddrinfo, threading.Event()
    given_up: list[str] = []

    def resolve(host: str, *args: Any, **kwargs: Any) -> Any:
        if host == hangs and not gate.wait(PATIENCE):
            given_up.append(host)
        return original("127.0.0.1" if host.startswith(("well", "hangs")) else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    site["/"] = Reply(HELLO)
    fetcher = Fetcher(allow_hosts={"well.example", hangs}, read_timeout=120, total_timeout=0.5)
    other = Fetcher(fetcher.policy, total_timeout=PATIENCE)
    results = Results(loop)
    results.start("hangs", fetcher.getting(f"http://{hangs}:{site.port}/"))
    results.start("well", other.getting(f"http://well.example:{site.port}/"))
    found = results.all(2)
    assert given_up == [], "both have ended while the name server still hung"
    gate.set()
    assert found["well"].body == HELLO
    assert isinstance(found["hangs"], FetchError)
    assert found["hangs"].kind == "timeout"


def test_a_name_server_that_hangs_keeps_an_exchange_no_longer_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    given_up: list[bool] = []

    def hang(*args: Any, **options: Any) -> Any:
        if not gate.wait(PATIENCE):
            given_up.append(True)
        raise OSError("no answer")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    fetcher = Fetcher(allow_hosts={"hangs.example"}, total_timeout=0.2)
    for ask in (fetcher.get, lambda url: fetcher.post(url, b"{}")):
        with pytest.raises(FetchError, match=r"did not finish its answer within 0\.2 s") as caught:
            ask("http://hangs.example/")
        assert caught.value.kind == "timeout"
    assert given_up == []
    gate.set()


def test_a_server_that_never_pauses_lets_others_have_their_turn(site: Site, fetcher: Fetcher, loop: Loop) -> None:
    here, there = socket.socketpair()
    there.sendall(b"x")  # which is never taken out: there is always something to be read
    in_row = [0]

    class Flooded:
        def fileno(self) -> int:
            return here.fileno()

        def recv(self, most: int) -> bytes:
            in_row[0] += 1
            assert in_row[0] < 1_000, "nobody else gets a turn"
            return b"x" * most

    conn = Connection(Flooded(), ())  # type: ignore[arg-type]
    conn.deadline, conn.silence = time.monotonic() + 2 * PATIENCE, PATIENCE

    def flood() -> Steps[int]:
        taken = 0
        while "well" not in dict(results.ended):
            taken += len((yield from conn.receive()))
        return taken

    site["/"] = Reply(HELLO)
    results = Results(loop)
    turn = loop.turn

    def counted(patience: float) -> None:
        in_row[0] = 0
        turn(patience)

    loop.turn = counted  # type: ignore[method-assign]
    results.start("flood", flood())
    results.start("well", fetcher.getting(site.url("/")))
    found = results.all(2)
    assert found["well"].body == HELLO
    assert found["flood"] > wire.TURN * wire.STEP
    here.close()
    there.close()


def test_chunks_of_one_byte_take_time_in_proportion(site: Site, fetcher: Fetcher) -> None:
    body = b"<rss>" + b"x" * 50_000 + b"</rss>"
    chunks = b"".join(b"1;ext=1\r\n%c\r\n" % byte for byte in body)
    site["/"] = raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nTrailer: x\r\n\r\n")
    assert fetcher.get(site.url("/")).body == body


ANSWERS: list[tuple[bytes, bytes | str]] = [
    (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok"),
    (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", b"until the end"),
    (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\ncontent-length:2\r\nX-Folded: a\r\n b\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nNo colon here\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "proper HTTP"),
    (b"HTTP/2 200\r\nContent-Length: 2\r\n\r\nok", "proper HTTP"),
    (b"HTTP/1.1 20 OK\r\n\r\n", "proper HTTP"),
    (b"HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\n folded onto nothing\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nContent-Length : 2\r\nX Y: z\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nX: a\x01\x00b\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 ;a=b;c\r\nok\r\n0 \r\nT: x\r\n\r\n", b"ok"),
    (b"HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\nok", b""),
    (b"HTTP/1.1 200 OK\r\nUpgrade: h2c\r\nConnection: upgrade\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok", "breaks off"),
    (b"RTSP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "no status line"),
    (b"ICY 200 OK\r\n\r\nok", "no status line"),
    (b"<html>", "no status line"),
    (b"HTTP/1.1 102 Wait\r\n\r\n" * 20, "interim answers without end"),
    (b"HTTP/1.1 102 Wait\n\n" * 20, "interim answers without end"),
    (b"HTTP/1.1 200 OK\nX: " + b"y" * 100_000 + b"\n\n", "a header line without end"),
    (b"HTTP/1.1 200 OK\n" + b"X: y\n" * 300 + b"\n", "more than 200 header lines"),
    (b"HTTP/1.1 200 OK\r\nContent-Le", "breaks off"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\nok", "proper HTTP .a length"),
    (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        b"ok",
    ),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "transfer coding 'gzip'"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok and more\r\n0\r\n\r\n", "longer than it says"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "no number where a chunk's size should be"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n2\r\nok\r\n0\r\n\r\n", "transfer coding 'gzip'"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n2\r\nok\r\n0\r\n\r\n", "transfer coding"),
    (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;" + b"x" * 600_000 + b"\r\nok\r\n0\r\n\r\n",
        "chunks or trailers without end",
    ),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "breaks off"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n", "a chunk without end"),
    (b"HTTP/1.1 200 OK\r\n" + b"X" * 300_000, "proper HTTP"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + b"T: x\r\n" * 300, "proper HTTP"),
]


@pytest.mark.parametrize(("answer", "expected"), ANSWERS)
def test_answers_are_read_as_rfc_9112_says_or_as_browsers_do(
    site: Site, fetcher: Fetcher, answer: bytes, expected: bytes | str
) -> None:
    site["/"] = raw(answer)
    if isinstance(expected, bytes):
        assert fetcher.get(site.url("/")).body == expected
    else:
        with pytest.raises(FetchError, match=expected):
            fetcher.get(site.url("/"))


class Pieces:
    """A socket that receives what it was made with, one piece after the other."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)

    def recv(self, most: int) -> bytes:
        return next(self._pieces, b"")


def read(pieces: Iterable[bytes]) -> tuple[int, dict[str, str], bytes, bool] | str:
    """Status, fields and body of an answer, and whether its connection may be used again; or what is wrong with it."""

    def steps() -> Steps[tuple[int, dict[str, str], bytes, bool]]:
        conn = Connection(Pieces(pieces), ())  # type: ignore[arg-type]
        conn.deadline, conn.silence = time.monotonic() + PATIENCE, PATIENCE
        answer = yield from conn.answer()
        body = b""
        while piece := (yield from answer.piece()):
            body += piece
        return answer.status, dict(answer.headers), body, answer.reusable

    running = steps()
    try:
        while True:
            next(running)  # it asks for its turn; Pieces have always something
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]
    except (Malformed, CutShort, Hangup) as error:
        return f"{type(error).__name__} {error}"


@pytest.mark.parametrize("answer", [answer for answer, _ in ANSWERS if len(answer) < 1_000])
def test_an_answer_is_the_same_wherever_its_pieces_end(answer: bytes) -> None:
    # Whether something lies behind it shows only when that was received; by then the connection is looked at before it is used.
    whole = read([answer])[:3]
    for size in (1, 2, 3, 5, 7, 11, 40):
        assert read(answer[at : at + size] for at in range(0, len(answer), size))[:3] == whole, size


@given(
    st.lists(st.sampled_from([answer for answer, _ in ANSWERS if len(answer) < 300]), min_size=1, max_size=3),
    st.lists(st.integers(0, 600), max_size=6),
    st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=3)), max_size=3),
)
def test_no_answer_however_spoilt_is_more_than_an_answer_or_a_sentence(
    answers: list[bytes], cuts: list[int], spoilt: list[tuple[int, bytes]]
) -> None:
    data = b"".join(answers)
    for at, instead in spoilt:
        data = data[:at] + instead + data[at + len(instead) :]
    ends = sorted({0, len(data), *[cut for cut in cuts if cut < len(data)]})
    found = read(data[start:end] for start, end in itertools.pairwise(ends))
    if isinstance(found, str):
        assert found.startswith(("Malformed ", "CutShort", "Hangup"))
    else:
        status, _, body, reusable = found
        assert status >= 101
        assert len(body) <= len(data)
        assert not (reusable and len(answers) > 1 and not cuts), "what lies behind an answer is no answer of the host"


@pytest.mark.parametrize(
    ("head", "reusable"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2", True),
        (b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2", False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2", True),
        (b"HTTP/1.1 200 OK\nContent-Length: 2", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length : 2", False),
        (b"HTTP/1.1 200 OK", False),
    ],
)
def test_a_connection_whose_server_is_vague_about_the_end_is_not_used_again(head: bytes, reusable: bool) -> None:
    found = read([head + b"\r\n\r\nok"])
    assert not isinstance(found, str)
    assert (found[2], found[3]) == (b"ok", reusable)


def test_what_lies_behind_a_head_that_was_put_right_and_has_no_body_is_nothing() -> None:
    found = read([b"HTTP/1.1 304 Not Modified\nX: y\n\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"])
    assert (found[0], found[2:]) == (304, (b"", False))


def test_chunks_beside_a_length_and_an_answer_behind_an_answer_end_the_connection() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n"
    behind = b"HTTP/1.1 304 Not Modified\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
    assert [found[2:] for found in (read([chunked]), read([behind]))] == [(b"ok", False), (b"", False)]


def test_a_head_that_has_to_be_put_right_takes_time_in_proportion_however_it_comes() -> None:
    head = b"HTTP/1.1 200 OK\n" + b"X: y\n" * 150 + b"Long: " + b"y" * 60_000 + b"\nContent-Length: 2\n\n"
    looked: list[int] = []
    original = wire._END_OF_HEAD

    class Counting:
        def search(self, data: bytes, at: int = 0) -> Any:
            looked.append(len(data) - at)
            return original.search(data, at)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "_END_OF_HEAD", Counting())
        found = read(b"%c" % byte for byte in head + b"ok")
    assert found[0] == 200
    assert sum(looked) < 10 * len(head)


def test_a_header_field_cannot_smuggle_another_one(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(HELLO)
    for value in ('"a"\r\nX-Evil: 1', '"a"\nX-Evil: 1', '"a"\x00'):
        with pytest.raises(FetchError):
            fetcher.get(site.url("/"), headers={"If-None-Match": value})
    assert site.seen() == []


def test_header_fields_are_found_in_any_case() -> None:
    headers = Headers({"ETag": '"1"', "Retry-After": "5"})
    assert (headers["etag"], headers.get("RETRY-AFTER"), headers.get("x"), "eTag" in headers) == (
        '"1"',
        "5",
        None,
        True,
    )
    assert dict(headers) == {"etag": '"1"', "retry-after": "5"}


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Serves one answer over TLS for each connection, with a certificate that is trusted; the address of that."""
    sockets: list[socket.socket] = []

    def serve(certificate: str) -> str:
        path = str(CERTIFICATES / certificate)
        monkeypatch.setenv("SSL_CERT_FILE", path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        listening = socket.create_server(("127.0.0.1", 0))
        sockets.append(listening)

        def answer() -> None:
            while True:
                try:
                    conn, _ = listening.accept()
                    with context.wrap_socket(conn, server_side=True) as talk:
                        while talk.recv(65_536):
                            talk.sendall(OK_HEAD + b"Content-Length: 300000\r\n\r\n" + b"s" * 300_000)
                except OSError:
                    if listening.fileno() < 0:
                        return

        threading.Thread(target=answer, daemon=True).start()
        return f"https://127.0.0.1:{listening.getsockname()[1]}/"

    yield serve
    for one in sockets:
        one.close()


def test_tls_in_a_loop_and_over_a_connection_that_is_used_again(secure: Any, fetcher: Fetcher, loop: Loop) -> None:
    url = secure("here.pem")
    results = Results(loop)
    results.start("first", fetcher.getting(url))
    assert results.all(1)["first"].body == b"s" * 300_000
    results.start("again", fetcher.getting(url))
    assert results.all(2)["again"].body == b"s" * 300_000
    assert fetcher.get(url).status == 200


def test_the_trusted_certificates_are_read_once_and_not_for_each_connection(secure: Any) -> None:
    url = secure("here.pem")
    _tls.cache_clear()
    for _ in range(3):
        fetcher = Fetcher(allow_hosts={"127.0.0.1"}, read_timeout=120, total_timeout=240)
        assert fetcher.get(url).status == 200
        fetcher.close()
    assert _tls.cache_info().misses == 1


def test_a_certificate_for_another_name_is_refused_in_a_loop_too(secure: Any, fetcher: Fetcher, loop: Loop) -> None:
    results = Results(loop)
    results.start("wrong", fetcher.getting(secure("elsewhere.pem")))
    assert "The certificate of 127.0.0.1 is not valid" in str(results.all(1)["wrong"])


FORGED = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"


@pytest.mark.parametrize(
    ("status", "behind", "sentence"),
    [(200, b"", None), (407, b"", "it answers 407"), (200, FORGED, "it goes on before TLS has begun")],
)
def test_https_goes_through_a_proxy_by_a_tunnel(
    secure: Any, loop: Loop, status: int, behind: bytes, sentence: str | None
) -> None:
    url = secure("here.pem")
    port = int(url.rsplit(":", 1)[1].strip("/"))
    asked: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def tunnel() -> None:
        conn, _ = listening.accept()
        asked.append(conn.recv(65_536))
        conn.sendall(b"HTTP/1.1 %d Said\r\n\r\n%s" % (status, behind))
        if status != 200:
            conn.close()
            return
        there = socket.create_connection(("127.0.0.1", port))
        for one, other in ((conn, there), (there, conn)):
            threading.Thread(target=pump, args=(one, other), daemon=True).start()

    def pump(one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65_536):
                other.sendall(data)
        except OSError:
            return

    threading.Thread(target=tunnel, daemon=True).start()
    proxy = f"http://mia:secret@127.0.0.1:{listening.getsockname()[1]}"
    fetcher = Fetcher(proxy=proxy, allow_hosts={"127.0.0.1"}, read_timeout=120, total_timeout=240)
    results = Results(loop)
    results.start("x", fetcher.getting(url))
    found = results.all(1)["x"]
    listening.close()
    assert asked[0].startswith(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n" % port)
    assert b"Proxy-Authorization: Basic bWlhOnNlY3JldA==" in asked[0]
    assert isinstance(found, Fetched) if sentence is None else sentence in str(found)


def test_a_loop_that_is_closed_leaves_no_exchange_open(loop: Loop) -> None:
    one, other = socket.socketpair()
    closed: list[str] = []

    def waiting() -> Steps[None]:
        try:
            yield READ, one, time.monotonic() + PATIENCE
        finally:
            closed.append("reading")

    def calling() -> Steps[None]:
        try:
            yield CALL, lambda: None, time.monotonic() + PATIENCE
            yield READ, other, time.monotonic() + PATIENCE
        finally:
            closed.append("calling")

    results = Results(loop)
    results.start("a", waiting())
    results.start("b", calling())
    loop.close()
    assert sorted(closed) == ["calling", "reading"]
    one.close()
    other.close()
