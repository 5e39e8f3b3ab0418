"""A world of servers that misbehave, asked in one round beside one that behaves.

Each case says what the feed's health must read like. Afterwards all servers come to their senses, and every feed must bring
its entry: whatever a server did, nothing of it is lost.
"""

from __future__ import annotations

import gzip
import itertools
import re
import socket
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import brotli
import pytest
from sqlalchemy import select

from tests.integration.feeds.documents import E, rss
from tests.integration.feeds.site import Behaviour, Handler, Reply, Site, raw
from worker.config import Feed
from worker.decompress import zstd
from worker.feeds import registry
from worker.feeds.poll import PollPolicy, health
from worker.feeds.rounds import poll_many
from worker.http import Fetcher
from worker.log.database import Database
from worker.log.tables import article, feed

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
POLICY = PollPolicy(host_spacing=timedelta())
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
GOOD = rss(E("Envoys meet"))
BOMB = b"<rss version='2.0'><channel><title>" + b"A" * 4_000_000


def compressed(coding: str, body: bytes) -> Reply:
    return Reply(body, headers={"Content-Encoding": coding})


def endless(handler: Handler) -> None:
    handler.close_connection = True
    handler.wfile.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    try:
        while True:
            handler.wfile.write(b"1000\r\n" + b"<item/>  " * 455 + b" " + b"\r\n")
    except OSError:
        return


def laughs() -> str:
    names = "abcdefghij"
    lines = [f'<!ENTITY {name} "{("&" + before + ";") * 10}">' for before, name in itertools.pairwise(names)]
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">{"".join(lines)}]><rss version="2.0"><channel><title>x</title>'
        "<item><title>&j;</title><link>https://news.example/laughs</link></item></channel></rss>"
    )


def entity(system: str) -> str:
    return (
        f"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM '{system}'>]><rss version='2.0'><channel><title>T</title>"
        "<item><title>A &x; title</title><link>https://news.example/entity</link></item></channel></rss>"
    )


NOTHING = "which brings no feed"
STATUSES: dict[int, str] = {
    **dict.fromkeys((201, 202, 203, 204, 205, 206, 207, 208, 226, 299), NOTHING),
    **dict.fromkeys((300, 305, 306), NOTHING),
    **dict.fromkeys((301, 302, 303, 307, 308), "redirects .+ without saying where to"),
    304: r"answers 304 \(not modified\) to an unconditional request",
    **{status: r"The server refuses us the feed \(" + str(status) for status in (401, 403, 407)},
    404: r"There is nothing at this address \(404 Not Found\)",
    410: r"^Retired: The server says that the feed is gone for good \(410\)",
    429: r"The host asks for a pause \(429\)",
    **{status: rf"The server answers {status} \(.+\), {NOTHING}" for status in (400, 402, *range(405, 407), 408, 409)},
    **{status: rf"The server answers {status} \(.+\), {NOTHING}" for status in (*range(411, 429), 431, 451, 499)},
    **{status: rf"The server has trouble \({status} " for status in (*range(500, 512), 520, 530, 599)},
    **{status: rf"The server answers {status} \(an unknown status\)" for status in (600, 799, 999)},
}

CASES: dict[str, tuple[Behaviour, str]] = {
    **{f"status {status}": (Reply(b"x", status), sentence) for status, sentence in STATUSES.items()},
    "interim answers without end": (raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 40), "does not speak proper HTTP"),
    # --- time
    "silence": (raw(then="hang"), "sent nothing for|did not finish its answer within"),
    "head byte by byte": (
        raw(*[bytes([c]) for c in HEAD], pause=0.1, then="drip"),
        "did not finish its answer within|sent nothing for",
    ),
    "body byte by byte": (
        raw(HEAD + b"\r\n", b"<", pause=0.1, then="drip"),
        "did not finish its answer within|sent nothing for",
    ),
    "chunk by chunk": (
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n<\r\n", pause=0.1, then="drip"),
        "did not finish its answer within|sent nothing for",
    ),
    "redirects that dawdle": (
        raw(b"HTTP/1.1 302 Found\r\n", b"X: y\r\n", pause=0.1, then="drip"),
        "did not finish its answer within|sent nothing for",
    ),
    # --- size
    "gzip bomb": (compressed("gzip", gzip.compress(BOMB)), "is larger than 400000 bytes"),
    "deflate bomb": (compressed("deflate", zlib.compress(BOMB)), "is larger than 400000 bytes"),
    "brotli bomb": (compressed("br", brotli.compress(BOMB, quality=4)), "is larger than 400000 bytes"),
    "bomb in a bomb": (compressed("gzip, gzip", gzip.compress(gzip.compress(BOMB))), "is larger than 400000 bytes"),
    "coded ten times": (compressed(", ".join(["gzip"] * 10), b"x"), "is compressed 10 times over"),
    "chunked for ever": (endless, "is larger than 400000 bytes"),
    "a title without end": (Reply(rss(E("A" * 500_000))), "is larger than 400000 bytes"),
    # --- truth
    "gzip that breaks off": (compressed("gzip", gzip.compress(GOOD)[:-30]), "breaks off in the middle"),
    "brotli that breaks off": (compressed("br", brotli.compress(GOOD)[:-30]), "breaks off in the middle"),
    "gzip that is none": (compressed("gzip", b"\x1f\x8bnonsense"), "cannot be decompressed"),
    "coding that nobody knows": (compressed("lzw", GOOD), "content coding 'lzw', which was not asked for"),
    "shorter than announced": (Reply(GOOD, length=len(GOOD) + 50), "breaks off before its announced end"),
    "two lengths": (
        raw(HEAD + b"Content-Length: 9\r\nContent-Length: 90\r\n\r\n" + GOOD),
        "does not speak proper HTTP",
    ),
    "a length that is none": (raw(HEAD + b"Content-Length: many\r\n\r\n" + GOOD), "^Well"),
    "chunks that break off": (
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(GOOD) + GOOD[:-40]),
        "breaks off before its announced end",
    ),
    "no status line": (raw(b"<rss version='2.0'>\r\n\r\n"), "does not speak proper HTTP"),
    "closed at once": (raw(), "closed the connection without an answer"),
    "reset": (raw(then="reset"), "closed the connection without an answer"),
    # --- redirects
    "a circle": (Reply(status=301, headers={"Location": "?"}), "redirects in a circle"),
    "to a local address": (Reply(status=302, headers={"Location": "http://[::ffff:7f00:1]/"}), "a loopback address"),
    "to a private address": (Reply(status=308, headers={"Location": "http://10.1.2.3/"}), "a private address"),
    "to a metadata service": (
        Reply(status=307, headers={"Location": "http://169.254.169.254/latest"}),
        "a link-local address",
    ),
    "through NAT64": (Reply(status=302, headers={"Location": "http://[64:ff9b::a9fe:a9fe]/"}), "a link-local address"),
    "to a carrier's network": (
        Reply(status=302, headers={"Location": "http://100.64.0.1/"}),
        "not on the public internet",
    ),
    "to a name at home": (Reply(status=302, headers={"Location": "http://home.example/"}), "is at 192.168.1.1"),
    "to a file": (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "only http and https are fetched"),
    # --- documents that are read all the same
    "a long title": (Reply(rss(E("A" * 300_000))), "^Well"),
    "UTF-16": (Reply(GOOD.decode().encode("utf-16")), "^Well"),
    "UTF-32": (Reply(GOOD.decode().encode("utf-32")), "^Well"),
    "UTF-7": (
        Reply(b"<?xml version='1.0' encoding='utf-7'?>" + GOOD.partition(b"?>")[2].decode().encode("utf-7")),
        "^Well|not well-formed",
    ),
    # --- documents
    "billion laughs": (Reply(laughs()), "not well-formed|recursive|limit"),
    "external entity": (Reply(entity("file:///etc/passwd")), "^Well|undefined entity|Note"),
    "entity of the network": (Reply(entity("http://127.0.0.1:9/x")), "^Well|undefined entity|Note"),
    "null bytes": (Reply(GOOD.replace(b"Envoys", b"E\0nvoys")), r"1 control characters? (was|were) left out"),
    "a page": (Reply("<!doctype html><title>Sign in</title>", content_type="text/html"), "a web page (“Sign in”), not"),
    "JSON error": (Reply('{"error": "quota"}', content_type="application/json"), "JSON, but no JSON Feed"),
    "nothing": (Reply(b""), "an empty document"),
    "an error as an entry": (Reply(rss(E("Bridge returned error 500! (1)"))), "publishes an error as an entry"),
}
if zstd is not None:
    CASES["zstd bomb"] = (compressed("zstd", zstd.compress(BOMB)), "is larger than 400000 bytes")


SLOW = frozenset(("silence", "head byte by byte", "body byte by byte", "chunk by chunk", "redirects that dawdle"))
"""Asked with less patience than the others, which a busy machine must not take for slow."""


@dataclass
class World:
    outcomes: dict[str, Any]
    health: dict[str, str]
    titles: dict[str, list[str]]
    """Of the articles that each feed brought while its server misbehaved."""
    recovered: dict[str, Any]


@pytest.fixture(scope="module")
def world(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    path = tmp_path_factory.mktemp("world") / "parley.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}")
    original = socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        return original("192.168.1.1" if host == "home.example" else host, port, *args, **kwargs)

    names = {f"case-{n}": case for n, case in enumerate(CASES)} | {"good": "good"}
    fetcher = Fetcher(
        allow_hosts={"127.0.0.1"}, read_timeout=120, total_timeout=240, max_bytes=400_000, connections_per_host=9
    )
    hurried = Fetcher(fetcher.policy, read_timeout=1, total_timeout=2)
    with pytest.MonkeyPatch.context() as patch, Site() as site:
        patch.setattr(socket, "getaddrinfo", resolve)
        for name, case in names.items():
            site[f"/{name}"] = (
                CASES[case][0] if case in CASES else Reply(rss(E("Ministers meet", "https://news.example/good")))
            )
        with database.begin() as conn:
            registry.sync(conn, [Feed(name=name, url=site.url(f"/{name}")) for name in names], NOW)
        slow = [name for name, case in names.items() if case in SLOW]
        outcomes = poll_many(database, hurried, slow, NOW, policy=POLICY)
        outcomes += poll_many(database, fetcher, [name for name in names if name not in slow], NOW, policy=POLICY)
        with database.read() as conn:
            rows = list(conn.execute(select(feed)))
            brought = list(conn.execute(select(article.c.feed, article.c.title)))
        for name in names:
            site[f"/{name}"] = Reply(rss(E(f"Recovered {name}", f"https://news.example/{name}")))
        recovered = poll_many(database, fetcher, list(names), NOW + timedelta(days=8), policy=POLICY)
    database.dispose()
    return World(
        outcomes={names[outcome.feed]: outcome for outcome in outcomes},
        health={names[row.name]: health(row, NOW).sentence for row in rows},
        titles={case: [title for brought_by, title in brought if brought_by == name] for name, case in names.items()},
        recovered={names[outcome.feed]: outcome for outcome in recovered},
    )


ENDLESS = 50 * 1024 * 1024


def test_a_title_of_50_mb_is_given_up_at_the_limit_and_delays_nobody(site: Site, sqlite_database: Database) -> None:
    sent = []

    def endless_title(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(HEAD + b"\r\n<rss version='2.0'><channel><item><title>")
        with suppress(OSError):
            for _ in range(ENDLESS // 65_536):
                handler.wfile.write(b"A" * 65_536)
                sent.append(65_536)

    site["/big"], site["/good"] = endless_title, Reply(rss(E("Ministers meet")))
    with sqlite_database.begin() as conn:
        registry.sync(conn, [Feed(name=name, url=site.url(f"/{name}")) for name in ("big", "good")], NOW)
    fetcher = Fetcher(allow_hosts={"127.0.0.1"}, read_timeout=120, total_timeout=240)
    big, good = poll_many(sqlite_database, fetcher, ["big", "good"], NOW, policy=POLICY)
    assert (big.error, len(good.new_article_ids)) == ("The answer of 127.0.0.1 is larger than 10 MiB.", 1)
    assert sum(sent) < ENDLESS


@pytest.mark.slow
def test_a_document_of_100_000_entries_is_read_at_both_ends_and_says_so(site: Site, sqlite_database: Database) -> None:
    items = "".join(f"<item><title>Story {n}</title><guid>g{n}</guid></item>" for n in range(100_000))
    site["/feed"] = Reply(f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>")
    with sqlite_database.begin() as conn:
        registry.sync(conn, [Feed(name="f", url=site.url("/feed"))], NOW)
    fetcher = Fetcher(allow_hosts={"127.0.0.1"}, read_timeout=120, total_timeout=240)
    (outcome,) = poll_many(sqlite_database, fetcher, ["f"], NOW, policy=POLICY)
    assert len(outcome.new_article_ids) == 5_000
    with sqlite_database.read() as conn:
        titles = set(conn.execute(select(article.c.title)).scalars())
        row = conn.execute(select(feed)).one()
    assert {"Story 0", "Story 99999"} <= titles
    assert "of its 100000 entries the first and the last 2500 were read" in health(row, NOW).sentence


@pytest.mark.parametrize("case", CASES)
def test_a_server_that_misbehaves_leaves_a_clear_word_and_loses_nothing(world: World, case: str) -> None:
    sentence = CASES[case][1]
    assert sentence in world.health[case] or re.search(sentence, world.health[case]), world.health[case]
    assert all(len(title) <= 1_000 and "root:" not in title for title in world.titles[case])
    assert world.recovered[case].error is None
    assert len(world.recovered[case].new_article_ids) == 1


def test_the_one_that_behaves_is_served(world: World) -> None:
    assert (world.outcomes["good"].error, world.titles["good"]) == (None, ["Ministers meet"])


def test_every_status_that_there_is_was_tried() -> None:
    final = {status.value for status in HTTPStatus if status >= 201}
    assert final <= set(STATUSES)
