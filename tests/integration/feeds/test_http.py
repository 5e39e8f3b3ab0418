"""The fetcher against a site that misbehaves on purpose, over real sockets."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Iterator

import brotli
import pytest

from tests.integration.feeds.site import Handler, Reply, Site, in_turn, raw
from tests.servers import closed_port
from worker import decompress
from worker.decompress import CorruptBody, undoing, zstd
from worker.http import Fetcher, FetchError, Guard, refusal

HELLO = b"<rss>hello</rss>"


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    # With more patience than any busy machine asks for; what is about time has a fetcher of its own.
    made = Fetcher(allow_hosts={"127.0.0.1"}, read_timeout=120, total_timeout=240, max_bytes=50_000)
    yield made
    made.close()


def kind_of(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url)
    sentence = str(caught.value)
    assert sentence.endswith("."), sentence
    assert "Traceback" not in sentence
    assert "object at 0x" not in sentence
    return caught.value.kind


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_a_request_says_who_is_asking_and_what_can_be_decompressed(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(HELLO)
    got = fetcher.get(site.url("/"), headers={"If-None-Match": '"a"'}, accept="text/x")
    (seen,) = site.seen()
    assert (got.status, got.body) == (200, HELLO)
    assert seen.headers["User-Agent"].startswith("Parley/")
    assert seen.headers["Accept"] == "text/x"
    assert seen.headers["If-None-Match"] == '"a"'
    assert seen.headers["Accept-Encoding"].startswith("gzip, deflate, br")


def test_credentials_in_the_address_become_a_header_and_leave_the_address(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(HELLO)
    got = fetcher.get(f"http://mia:s%3Acret@127.0.0.1:{site.port}/")
    assert site.seen()[0].headers["Authorization"] == "Basic bWlhOnM6Y3JldA=="
    assert got.url == site.url("/")


def test_credentials_do_not_follow_a_redirect_to_another_origin(site: Site, fetcher: Fetcher) -> None:
    with Site() as other:
        site["/"] = Reply(status=302, headers={"Location": other.url("/there")})
        other["/there"] = Reply(HELLO)
        fetcher.get(f"http://mia:secret@127.0.0.1:{site.port}/")
        assert "Authorization" in site.seen()[0].headers
        assert "Authorization" not in other.seen()[0].headers


def test_credentials_are_in_no_error_message(fetcher: Fetcher) -> None:
    for url in ("ftp://mia:secret@host/x", "http://mia:secret@ho st/", "http://mia:secret@127.0.0.1:1/"):
        with pytest.raises(FetchError) as caught:
            fetcher.get(url)
        assert "secret" not in str(caught.value)


def test_proxies_of_the_environment_are_not_used(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    site["/"] = Reply(HELLO)
    assert fetcher.get(site.url("/")).body == HELLO


def test_a_configured_proxy_is_used_and_literal_private_addresses_stay_refused(site: Site) -> None:
    site["/feed"] = Reply(HELLO)
    through = Fetcher(proxy=site.url("/"))
    assert through.get("http://news.example/feed").body == HELLO
    assert site.seen()[0].path == "http://news.example/feed"
    assert kind_of(through, "http://169.254.169.254/latest") == "blocked"


def test_a_post_arrives_whole_and_its_answer_comes_back_whatever_the_status(site: Site, fetcher: Fetcher) -> None:
    site["/hook"] = Reply(b"no thanks", 418, "text/plain")
    got = fetcher.post(site.url("/hook"), b'{"a":1}', {"Content-Type": "application/json", "webhook-id": "x"})
    (seen,) = site.seen()
    assert (got.status, got.body) == (418, b"no thanks")
    assert (seen.method, seen.body, seen.headers["webhook-id"]) == ("POST", b'{"a":1}', "x")


def test_a_post_is_not_redirected_and_never_sent_twice(site: Site, fetcher: Fetcher) -> None:
    site["/moved"] = Reply(status=307, headers={"Location": "/hook"})
    assert fetcher.post(site.url("/moved"), b"{}").status == 307
    site["/dies"] = raw()
    with pytest.raises(FetchError):
        fetcher.post(site.url("/dies"), b"{}")
    assert site.counts() == {"/moved": 1, "/dies": 1}


def test_of_an_answer_to_a_post_no_more_is_decompressed_than_is_read(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    site["/"] = Reply(brotli.compress(bytes(300_000_000), quality=5), headers={"Content-Encoding": "br"})
    out: list[int] = []
    step = decompress._Brotli._step

    def counted(self: decompress._Brotli, data: bytes) -> bytes:
        piece = step(self, data)
        out.append(len(piece))
        return piece

    monkeypatch.setattr(decompress._Brotli, "_step", counted)
    assert fetcher.post(site.url("/"), b"{}", max_bytes=1_000).body == bytes(1_000)
    assert sum(out) <= 2 * decompress.STEP


def test_a_post_that_is_answered_with_a_length_without_end_has_its_status(site: Site, fetcher: Fetcher) -> None:
    site["/"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n")
    assert fetcher.post(site.url("/"), b"{}").status == 200


def test_a_post_to_a_private_address_is_refused_like_a_get(site: Site) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher().post(site.url("/hook"), b"{}")
    assert caught.value.kind == "blocked"
    assert site.seen() == []


# --- connections ------------------------------------------------------------------------------------------------------


def test_twenty_304s_need_one_connection(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(status=304)
    assert {fetcher.get(site.url("/")).status for _ in range(20)} == {304}
    assert site.connections == 1


def test_errors_and_redirects_are_drained_so_that_the_connection_lives_on(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(b"x" * 20_000, 302, headers={"Location": "/there"})
    site["/there"] = Reply(b"y" * 20_000, 500)
    for _ in range(5):
        assert fetcher.get(site.url("/")).status == 500
    assert site.connections == 1


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(site: Site, fetcher: Fetcher) -> None:
    site["/"] = in_turn(Reply(HELLO), raw(), Reply(HELLO))
    assert fetcher.get(site.url("/")).body == HELLO
    assert fetcher.get(site.url("/")).body == HELLO


def test_a_body_behind_a_304_is_not_taken_for_the_next_answer(site: Site, fetcher: Fetcher) -> None:
    stray = raw(b"<rss/>HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")
    site["/"] = in_turn(Reply(status=304), stray, Reply(HELLO))
    assert fetcher.get(site.url("/")).status == 304
    assert fetcher.get(site.url("/")).body == HELLO
    assert len({request.connection for request in site.seen("/")}) == 2


def test_after_an_answer_that_was_too_large_the_next_one_is_not_mixed_up_with_it(site: Site, fetcher: Fetcher) -> None:
    site["/big"] = Reply(b"z" * 200_000)
    site["/small"] = Reply(HELLO)
    assert kind_of(fetcher, site.url("/big")) == "too_large"
    assert fetcher.get(site.url("/small")).body == HELLO


# --- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ((301,), True),
        ((308, 301), True),
        ((302,), False),
        ((307,), False),
        ((301, 302), "first"),
        ((302, 301), False),
    ],
)
def test_only_an_unbroken_row_of_permanent_redirects_moves_the_address(
    site: Site, fetcher: Fetcher, statuses: tuple[int, ...], permanent: bool | str
) -> None:
    for number, status in enumerate(statuses):
        site[f"/{number}"] = Reply(status=status, headers={"Location": f"/{number + 1}"})
    site[f"/{len(statuses)}"] = Reply(HELLO)
    got = fetcher.get(site.url("/0"))
    assert got.url == site.url(f"/{len(statuses)}")
    expected = site.url("/1") if permanent == "first" else got.url if permanent else None
    assert got.permanent_url == expected


@pytest.mark.parametrize(
    "location", ["/b", "//127.0.0.1:{port}/b", "http://127.0.0.1:{port}/b#part", "b", "?x=/../b", "/ä"]
)
def test_relative_and_odd_locations_are_understood(site: Site, fetcher: Fetcher, location: str) -> None:
    site["/a"] = in_turn(Reply(status=302, headers={"Location": location.format(port=site.port)}), Reply(HELLO))
    site["/b"] = site["/%C3%A4"] = Reply(HELLO)
    assert fetcher.get(site.url("/a")).body == HELLO


@pytest.mark.parametrize(
    "location",
    [
        "/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://",
        "javascript:alert(1)",
        "http://[::1",
        "data:text/xml,x",
    ],
)
def test_circles_and_addresses_that_are_none_end_a_redirect(site: Site, fetcher: Fetcher, location: str) -> None:
    site["/"] = Reply(status=302, headers={"Location": location})
    assert kind_of(fetcher, site.url("/")) == "redirect"
    assert len(site.seen()) == 1


def test_a_chain_of_redirects_without_end_is_cut(site: Site, fetcher: Fetcher) -> None:
    def onward(handler: Handler) -> Reply:
        return Reply(status=302, headers={"Location": handler.path + "x"})

    for length in range(20):
        site["/" + "x" * length] = onward
    assert kind_of(fetcher, site.url("/")) == "redirect"
    assert len(site.seen()) == fetcher.policy.max_redirects + 1


# --- addresses --------------------------------------------------------------------------------------------------------

PRIVATE = """
127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.254
100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16
::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::127.0.0.1 ::7f00:1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::
2001:0:4136:e378:8000:63bf:f5ff:fffe 100::1
""".split()

PUBLIC = """
93.184.216.34 8.8.8.8 1.1.1.1 172.15.0.1 172.32.0.1 100.63.255.255 100.128.0.1 2606:4700::1111 2a00:1450:4001:81b::200e
::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_no_request_may_go_to(address: str) -> None:
    reason = refusal(address)
    assert reason is not None
    assert reason.startswith(("a ", "an ", "the "))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_request_may_go_to(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "localhost.", "LOCALHOST", "0x7f.1", "2130706433", "017700000001", "127.1", "[::1]",
     "[::ffff:127.0.0.1]", "0", "①②⑦.0.0.1", "127。0。0。1"],
)  # fmt: skip
def test_no_spelling_of_the_loopback_address_gets_through(site: Site, host: str) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(connect_timeout=1, total_timeout=240).get(f"http://{host}:{site.port}/")
    # Whether "localhost." is known is up to the machine's resolver.
    assert caught.value.kind == "blocked" or (host == "localhost." and caught.value.kind == "dns"), caught.value
    assert site.connections == 0


def test_a_redirect_to_a_private_address_is_refused_though_the_first_host_is_allowed(site: Site) -> None:
    with Site() as inner:
        inner["/secret"] = Reply(b"keys")
        site["/"] = Reply(status=302, headers={"Location": inner.url("/secret")})
        careful = Fetcher(allow_hosts={f"127.0.0.1:{site.port}"})
        with pytest.raises(FetchError) as caught:
            careful.get(site.url("/"))
        assert caught.value.kind == "blocked"
        assert "allow_hosts" in str(caught.value)
        assert inner.connections == 0


def test_a_name_that_resolves_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: list[str] = []
    original = socket.getaddrinfo

    def resolve(host: str, port: int, *args: object, **kwargs: object) -> object:
        resolved.append(host)
        # What a hostile name server answers: first a public address, from the second time on ours.
        address = "93.184.216.34" if len(resolved) == 99 else "127.0.0.1"
        return original(address, port, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert kind_of(Fetcher(), f"http://rebinding.example:{site.port}/") == "blocked"
    assert site.connections == 0


def test_the_address_that_was_checked_is_the_address_that_is_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a second resolution would answer differently, so there must not be one."""
    site["/"] = Reply(HELLO)
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.port))]])
    original = socket.getaddrinfo

    def resolve(host: str, *args: object, **kwargs: object) -> object:
        return next(answers) if host == "rebinding.example" else original(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    fetcher = Fetcher(allow_hosts={"rebinding.example"})
    assert fetcher.get(f"http://rebinding.example:{site.port}/").body == HELLO


def test_of_several_addresses_only_the_public_ones_are_tried() -> None:
    guard = Guard()
    assert guard.permitted("mixed.example", 80, ["10.0.0.1", "93.184.216.34", "::1"]) == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("allowed", "host", "port", "expected"),
    [
        ("intranet", "intranet", 80, True),
        ("Intranet.", "intranet", 80, True),
        ("intranet", "intranet.", 8080, True),
        ("intranet:8080", "intranet", 8080, True),
        ("intranet:8080", "intranet", 80, False),
        ("intranet", "evil-intranet", 80, False),
        ("intranet", "intranet.evil.example", 80, False),
        ("127.0.0.1", "127.0.0.1", 5000, True),
        ("[::1]:80", "::1", 80, True),
        ("::1", "::1", 80, True),
    ],
)
def test_hosts_are_allowed_by_exact_name(allowed: str, host: str, port: int, expected: bool) -> None:
    assert Guard(frozenset({allowed})).allows_by_name(host, port) is expected


# --- size and compression ---------------------------------------------------------------------------------------------


def compressions() -> dict[str, tuple[str, bytes]]:
    bomb = b"\0" * 30_000_000
    made = {
        "gzip": ("gzip", gzip.compress(bomb)),
        "deflate": ("deflate", zlib.compress(bomb)),
        "raw deflate": ("deflate", zlib.compress(bomb)[2:-4]),
        "brotli": ("br", brotli.compress(bomb, quality=5)),
        "gzip in gzip": ("gzip, gzip", gzip.compress(gzip.compress(bomb))),
        "brotli in gzip": ("br, gzip", gzip.compress(brotli.compress(bomb, quality=5))),
    }
    if zstd is not None:
        made["zstd"] = ("zstd", zstd.compress(bomb))
    return made


BOMBS = compressions()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_stopped_by_the_size_of_what_comes_out_of_it(site: Site, fetcher: Fetcher, name: str) -> None:
    coding, bomb = BOMBS[name]
    assert len(bomb) < fetcher.policy.max_bytes, "the bomb must pass for small"
    site["/"] = Reply(bomb, headers={"Content-Encoding": coding})
    assert kind_of(fetcher, site.url("/")) == "too_large"


@pytest.mark.parametrize(
    "coding", ["gzip", "x-gzip", "GZIP", "deflate", "br", "zstd", "gzip, br", "identity", "utf-8", ""]
)
def test_what_was_compressed_comes_out_as_it_was(site: Site, fetcher: Fetcher, coding: str) -> None:
    if coding == "zstd" and zstd is None:
        pytest.skip("no zstd library here")
    undo = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    body = HELLO * 1_000
    sent = body
    for name in coding.lower().split(", "):
        sent = zstd.compress(sent) if name == "zstd" else undo.get(name, bytes)(sent)
    site["/"] = Reply(sent, headers={"Content-Encoding": coding})
    assert fetcher.get(site.url("/")).body == body


def test_members_of_a_gzip_file_are_joined_and_padding_behind_it_is_ignored(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0", headers={"Content-Encoding": "gzip"})
    assert fetcher.get(site.url("/")).body == b"one two"


@pytest.mark.parametrize("behind", [b"", b"\x1f", b"\0\0"])
@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_members_are_joined_wherever_the_pieces_of_the_answer_end(step: int, behind: bytes) -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two ") + gzip.compress(b"three") + behind
    coding = undoing("gzip")
    assert coding is not None
    out = [piece for at in range(0, len(body), step) for piece in coding.feed(body[at : at + step])]
    assert b"".join([*out, *coding.finish()]) == b"one two three"


@pytest.mark.parametrize("inner", ["gzip", "deflate"])
def test_a_bomb_that_the_inner_coding_takes_no_notice_of_is_stopped(
    monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    monkeypatch.setattr(decompress, "MAX_BETWEEN", 1_000_000)
    over = {"gzip": gzip.compress, "deflate": zlib.compress}[inner](b"x")
    bomb = brotli.compress(over + bytes(30_000_000), quality=5)
    coding = undoing(f"{inner}, br")
    assert coding is not None
    with pytest.raises(CorruptBody, match="between two of its codings"):
        list(coding.feed(bomb))


def test_an_answer_that_is_only_labelled_gzip_is_taken_as_it_is(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(HELLO, headers={"Content-Encoding": "gzip"})
    assert fetcher.get(site.url("/")).body == HELLO


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_compressed_answer_that_breaks_off_is_an_error_and_no_shorter_answer(
    site: Site, fetcher: Fetcher, coding: str
) -> None:
    if coding == "zstd" and zstd is None:
        pytest.skip("no zstd library here")
    body = b"".join(b"<item>%d</item>" % number for number in range(3_000))
    whole = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}.get(
        coding, zstd.compress if zstd else bytes
    )(body)
    site["/"] = Reply(whole[: len(whole) // 2], headers={"Content-Encoding": coding})
    assert kind_of(fetcher, site.url("/")) == "encoding"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", b"\x1f\x8b" + b"garbage" * 50),
        ("deflate", b"<rss/>" * 50),
        ("br", b"\xff\xfe\xfd" * 100),
        ("compress", HELLO),
        ("gzip, gzip, gzip, gzip, gzip", HELLO),
    ],
)
def test_a_coding_that_cannot_be_undone_is_told(site: Site, fetcher: Fetcher, coding: str, body: bytes) -> None:
    site["/"] = Reply(body, headers={"Content-Encoding": coding})
    assert kind_of(fetcher, site.url("/")) == "encoding"


def test_an_announced_size_over_the_limit_is_not_even_read(site: Site, fetcher: Fetcher) -> None:
    site["/"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", then="hang")
    assert kind_of(fetcher, site.url("/")) == "too_large"


def test_an_answer_without_end_is_cut_at_the_limit(site: Site, fetcher: Fetcher) -> None:
    def endless(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
        try:
            while True:
                handler.wfile.write(chunk)
        except OSError:
            return

    site["/"] = endless
    assert kind_of(fetcher, site.url("/")) == "too_large"


# --- time and protocol ------------------------------------------------------------------------------------------------

OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


@pytest.mark.parametrize(
    ("name", "behaviour", "kind"),
    [
        ("silence", raw(then="hang"), "timeout"),
        ("silence after the head", raw(OK_HEAD + b"Content-Length: 10\r\n\r\n", then="hang"), "timeout"),
        ("silence in the middle", raw(OK_HEAD + b"Content-Length: 10\r\n\r\n12345", then="hang"), "timeout"),
        ("head byte by byte", raw(*[b"%c" % byte for byte in OK_HEAD * 3], pause=0.1, then="drip"), "timeout"),
        ("body byte by byte", raw(OK_HEAD + b"Content-Length: 9999\r\n\r\n", b"x", pause=0.1, then="drip"), "timeout"),
        ("headers without end", raw(OK_HEAD, b"X-Y: z\r\n", pause=0.1, then="drip"), "timeout"),
        ("closed at once", raw(), "protocol"),
        ("reset", raw(then="reset"), "protocol"),
        ("closed before the announced end", Reply(HELLO, length=500), "protocol"),
        ("chunks that break off", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"), "protocol"),
        ("chunk of nonsense", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n"), "protocol"),
        ("no HTTP", raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "protocol"),
        ("200 headers", raw(OK_HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n"), "protocol"),
        ("a header line of 100 kB", raw(OK_HEAD + b"X: " + b"y" * 100_000 + b"\r\n\r\n"), "protocol"),
    ],
)
def test_a_server_that_misbehaves_ends_in_one_sentence(
    site: Site, fetcher: Fetcher, name: str, behaviour: object, kind: str
) -> None:
    site["/"] = behaviour  # type: ignore[assignment]
    impatient = Fetcher(fetcher.policy, read_timeout=0.3, total_timeout=0.6)
    assert kind_of(impatient if kind == "timeout" else fetcher, site.url("/")) == kind
    site["/next"] = Reply(HELLO)
    assert fetcher.get(site.url("/next")).body == HELLO


def test_a_shorter_length_than_the_body_gives_the_announced_part_and_no_confusion(site: Site, fetcher: Fetcher) -> None:
    site["/"] = raw(OK_HEAD + b"Content-Length: 5\r\n\r\n12345and more")
    assert fetcher.get(site.url("/")).body == b"12345"


def test_a_port_that_nobody_listens_on_and_a_name_that_nobody_has(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closed_port() as port:
        assert kind_of(fetcher, f"http://127.0.0.1:{port}/") == "refused"
    original = socket.getaddrinfo

    def resolve(host: str, *args: object, **kwargs: object) -> object:
        if host.endswith(".invalid"):  # for which some name servers have an address, and others no answer at all
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return original(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert kind_of(fetcher, "http://no-such-host.invalid/") == "dns"
    assert kind_of(fetcher, f"http://{'a' * 70}.example/") in ("dns", "url")


def test_plain_http_behind_an_https_address_is_told_as_such(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(HELLO)
    assert kind_of(fetcher, f"https://127.0.0.1:{site.port}/") in ("tls", "protocol")


@pytest.mark.parametrize(
    "url", ["", "news.example/feed", "ftp://x/y", "file:///etc/passwd", "http://", "http://[::1/", "mailto:a@b"]
)
def test_what_is_no_web_address_is_refused_before_any_connection(fetcher: Fetcher, url: str) -> None:
    assert kind_of(fetcher, url) == "url"
