"""What telling stories costs: an article's sketch, its place among a million stored ones, finding its copies; and how many are
found.

    python -m benchmarks.stories                       # SQLite and PostgreSQL, a million articles: about ten minutes
    python -m benchmarks.stories --quick               # 50,000, SQLite alone: half a minute
    python -m benchmarks.stories --only postgresql --stored 200000

CPU time, since the machine may be shared; PostgreSQL's is that of the server process of this connection. The stored articles have
random keys, and three in ten of them a beginning in common, as where outlets put the same furniture above every text.
What is noted is measured in a transaction of its own, less a transaction that writes one row elsewhere: in Parley it is part
of the transaction that records the reading.
"""

from __future__ import annotations

import argparse
import base64
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from benchmarks.table import note
from domain.events import ArticleRead, ArticleRef, derived_id
from domain.stories import (
    BANDS,
    BANDS_OF_BEGINNING,
    BEGINNING,
    BEGINNINGS,
    WHOLE,
    Member,
    Stories,
    exact_story,
    parse,
    provenance,
)
from tests.domain.wire import FURNITURE
from tests.servers import PostgreSQL
from worker.log import wording
from worker.log.database import Database

BATCH = 20
"""Articles without a meeting are recorded together."""

WHEN = datetime(2026, 1, 5, 12, tzinfo=UTC)
KEYS = len(
    parse(f"1.300.298.{base64.urlsafe_b64encode(bytes(WHOLE + BEGINNING * len(BEGINNINGS))).decode().rstrip('=')}").keys
)


class News:
    """Invented texts, with the frequencies of words that texts have."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = [f"word{n}" for n in range(8_000)]
        weights = [1 / (n + 10) for n in range(len(self.words))]
        self.cumulated = [sum(weights[:1])]
        for weight in weights[1:]:
            self.cumulated.append(self.cumulated[-1] + weight)

    def sentence(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.cumulated, k=count)) + "."

    def article(self, paragraphs: int = 6) -> str:
        return "\n".join(" ".join(self.sentence(18) for _ in range(3)) for _ in range(paragraphs))


def member(number: int, body: str, outlet: str) -> Member:
    ref = ArticleRef(
        article_id=derived_id("benchmark", number),
        revision=1,
        url=f"https://{outlet}.example/{number}",
        outlet=outlet,
        title=f"Title {number}",
        published_at=WHEN,
        story_id=exact_story("", body),
    )
    return Member(ref, provenance(body))


def read(one: Member) -> ArticleRead:
    return ArticleRead(
        article_id=one.article.article_id,
        revision=1,
        extractor="rules",
        extractor_version="1",
        outcome="no_meeting",
        language="en",
        reports=0,
        story_id=one.article.story_id,
        provenance=one.provenance,
    )


def store_articles(conn: Connection, one: Member) -> None:
    """The row of the inbox that finding joins with."""
    conn.execute(
        text(
            "INSERT INTO article (article_id, revision, url, outlet, title, published_at, published_source,"
            " utc_offset_minutes, received_at, content_hash, state, next_attempt_at)"
            " VALUES (:id, 1, :url, :outlet, :title, :at, 'feed', 0, :at, '', 'done', :at)"
        ),
        {
            "id": one.article.article_id,
            "url": one.article.url,
            "outlet": one.article.outlet,
            "title": one.article.title,
            "at": WHEN if conn.dialect.name == "postgresql" else "2026-01-05T12:00:00.000000Z",
        },
    )


def fill(database: Database, stored: int) -> None:
    """``stored`` articles with random keys; three in ten share those of one beginning."""
    postgresql = database.dialect == "postgresql"
    furniture = list(member(0, FURNITURE, "any").sketch.keys[BANDS : BANDS + BANDS_OF_BEGINNING])  # type: ignore[union-attr]
    if postgresql:
        numbers, kinds = (
            f"generate_series(1::bigint, {stored}) AS n(n)",
            f"generate_series(0::bigint, {KEYS - 1}) AS k(k)",
        )
        drawn = "floor(random() * 16777216)::bigint"
    else:
        count = "WITH RECURSIVE {0}({0}) AS (VALUES ({1}) UNION ALL SELECT {0} + 1 FROM {0} WHERE {0} < {2})"
        numbers, kinds, drawn = "n", "k", "(random() & 16777215)"
    with database.begin() as conn:
        if postgresql:
            conn.execute(text("ALTER TABLE wording_key DROP CONSTRAINT pk_wording_key"))
            with_numbers = ""
        else:
            conn.execute(text("CREATE TEMPORARY TABLE k AS " + count.format("k", 0, KEYS - 1) + " SELECT k FROM k"))
            with_numbers = count.format("n", 1, stored) + " "
        conn.execute(
            text(
                f"INSERT INTO wording_key (key, number) {with_numbers}SELECT (k << 24) | {drawn} AS key, n FROM {numbers}, {kinds}"
                " ORDER BY 1"
            )
        )
        for key in furniture:
            conn.execute(
                text(
                    f"INSERT INTO wording_key (key, number) {with_numbers}SELECT {key}, n FROM {numbers}"
                    f" WHERE n % 10 < 3"
                )
            )
        sketch = "'1.300.298.' || " + ("repeat('A', 235)" if postgresql else f"'{'A' * 235}'")
        conn.execute(
            text(
                f"INSERT INTO wording (number, article_id, revision, sketch) {with_numbers}"
                f"SELECT n, 'stored-' || n, 1, {sketch} FROM {numbers}"
            )
        )
        if postgresql:
            conn.execute(text("ALTER TABLE wording_key ADD CONSTRAINT pk_wording_key PRIMARY KEY (key, number)"))
    if postgresql:
        with database.connection() as conn:
            conn.connection.driver_connection.autocommit = True  # type: ignore[union-attr]
            conn.connection.driver_connection.execute_simple("VACUUM ANALYZE wording_key")  # type: ignore[union-attr]


@dataclass
class Meter:
    """CPU time of this process and of the server's process for its connection, in seconds."""

    server: int | None = None
    seen: dict[str, list[float]] = field(default_factory=dict)

    def now(self) -> float:
        own = time.process_time()
        if self.server is None:
            return own
        # In nanoseconds, where /proc/PID/stat counts in hundredths of a second.
        return own + int(Path(f"/proc/{self.server}/schedstat").read_text().split()[0]) / 1e9

    def over(self, name: str, count: int, work: Callable[[], object]) -> None:
        """``count`` articles' worth of work in one go."""
        start = self.now()
        work()
        self.seen.setdefault(name, []).append((self.now() - start) / count)

    def milliseconds(self, name: str) -> float:
        return statistics.median(self.seen[name]) * 1000


def grouping(name: str, url: str, stored: int, rounds: int, each: int) -> None:
    database = Database(url)
    start = time.perf_counter()
    fill(database, stored)
    print(f"{name}: {stored:,} articles stored in {time.perf_counter() - start:.0f} s", flush=True)
    news = News(stored)
    with database.connection() as conn:
        server = None
        if database.dialect == "postgresql":
            with database.begin(conn):
                server = conn.execute(text("SELECT pg_backend_pid()")).scalar_one()
        meter, number = Meter(server), 0
        for turn in range(rounds + 1):
            if turn == 1:
                meter.seen.clear()  # the first round warms up
                with database.begin(conn):
                    conn.execute(text("ANALYZE"))
            bodies = [f"{FURNITURE}\n{news.article()}" if n % 3 == 0 else news.article() for n in range(each)]
            members = [member(number + n, body, f"paper{n % 7}") for n, body in enumerate(bodies)]

            def sketches() -> None:
                for body in bodies:  # noqa: B023
                    provenance(body)

            def alone(some: list[ArticleRead]) -> None:
                for event in some:
                    with database.begin(conn):
                        wording.note(conn, [event], first=True)

            def together(some: list[ArticleRead]) -> None:
                with database.begin(conn):
                    wording.note(conn, some, first=True)

            def nothing(some: list[ArticleRead]) -> None:
                for _ in some:
                    with database.begin(conn):
                        conn.execute(text("UPDATE alembic_version SET version_num = version_num"))

            def find() -> None:
                with database.snapshot(conn):
                    for one in members:  # noqa: B023
                        wording.copies_of(conn, one)

            meter.over("sketch", each, sketches)
            with database.begin(conn):
                for one in members:
                    store_articles(conn, one)
            reads = [read(one) for one in members]
            reads_together = [
                read(member(1_000_000_000 + number + n, f"{news.sentence(18)}\n{body}", "paper"))
                for n, body in enumerate(bodies)
            ]
            # In turn, a few at a time: what else the machine does then adds to each, and one is subtracted from another.
            for start in range(0, each, BATCH):
                some = reads[start : start + BATCH]
                meter.over("note", BATCH, partial(alone, some))
                meter.over("nothing", BATCH, partial(nothing, some))
                meter.over("together", BATCH, partial(together, reads_together[start : start + BATCH]))
            meter.over("find", each, find)
            number += each
        sketch, noted, batch, nothing_, found = map(
            meter.milliseconds, ("sketch", "note", "together", "nothing", "find")
        )
        one_by_one, together_ = noted - nothing_, batch - nothing_ / BATCH
        note(
            "stories",
            f"grouping an article by itself, {name}, {stored:,} stored",
            f"{sketch + one_by_one:.2f} ms of CPU",
        )
        note("stories", f"grouping it among {BATCH}, {name}, {stored:,} stored", f"{sketch + together_:.2f} ms of CPU")
        print(
            f"{name}: CPU ms an article of 324 words: sketch and agency {sketch:.3f}; noted alone {one_by_one:.3f}, among"
            f" {BATCH} {together_:.3f} (a commit by itself {nothing_:.3f}); grouped, alone {sketch + one_by_one:.3f}, among"
            f" {BATCH} {sketch + together_:.3f}; its copies found {found:.3f}",
            flush=True,
        )
    database.dispose()


def changed(news: News, body: str) -> Iterator[tuple[str, str]]:
    """What papers make of a wire report."""
    words, paragraphs = body.split(), body.split("\n")
    yield "the very same", body
    yield "one word altered in the lead", " ".join([*words[:9], "altered", *words[10:]])
    yield "furniture below", f"{body}\n{FURNITURE}"
    yield "a new paragraph above", f"{news.sentence(30)}\n{body}"
    yield "first half", "\n".join(paragraphs[:3])
    yield "first fifth", " ".join(words[: len(words) // 5])
    yield "first 30 words", " ".join(words[:30])
    yield "second half", "\n".join(paragraphs[3:])


def recall(count: int) -> None:
    """How many copies are found in the index, and within a meeting."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/stories.db")
        database.migrate()
        news = News(1)
        originals = [news.article() for _ in range(count)]
        made = [member(n, body, f"paper{n % 50}") for n, body in enumerate(originals)]
        with database.begin() as conn:
            for one in made:
                store_articles(conn, one)
                wording.note(conn, [read(one)], first=True)
        found: dict[str, list[tuple[bool, bool]]] = {}
        wrong = 0
        with database.read() as conn:
            for n, body in enumerate(originals):
                for kind, copy in changed(news, body):
                    other = member(count + n, copy, "elsewhere")
                    ids = {one.article.article_id for one in wording.copies_of(conn, other)}
                    wrong += len(ids - {made[n].article.article_id})
                    stories = Stories()
                    stories.add(made[n].article, made[n].provenance)
                    stories.add(other.article, other.provenance)
                    found.setdefault(kind, []).append((made[n].article.article_id in ids, len(stories.groups()) == 1))
        for kind, hits in found.items():
            by_index, in_meeting = (sum(hit[place] for hit in hits) / len(hits) for place in (0, 1))
            print(f"found, {kind}: {by_index:.1%} among all articles, {in_meeting:.1%} within a meeting")
        print(f"other articles taken for copies: {wrong} of {count * len(found) * (count - 1):,} pairs", flush=True)
        database.dispose()


def meeting(size: int) -> None:
    """Sorting the articles of one large meeting into stories."""
    news = News(2)
    bodies = [news.article() for _ in range(size // 4)]
    members = [member(n, f"{bodies[n % len(bodies)]}\n{news.sentence(20)}", f"paper{n}") for n in range(size)]
    for one in members:
        assert one.sketch is not None
    times = []
    for _ in range(5):
        start = time.process_time()
        stories = Stories()
        for one in members:
            stories.add(one.article, one.provenance)
        groups = len(stories.groups())
        times.append(time.process_time() - start)
    note("stories", f"a meeting of {size} articles", f"{min(times) * 1000:.1f} ms of CPU")
    print(f"a meeting of {size} articles: {min(times) * 1000:.1f} ms of CPU into {groups} stories", flush=True)


def memory(count: int) -> None:
    """Resident memory while so many articles are sketched and noted."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/stories.db?synchronous=normal")
        database.migrate()
        news, page = News(3), os.sysconf("SC_PAGE_SIZE")
        texts = [news.article() for _ in range(50)]
        for tenth in range(10):
            for start in range(0, count // 10, 100):
                first = tenth * (count // 10) + start
                some = [member(first + n, f"{first + n} {texts[n % 50]} {first}", "paper") for n in range(100)]
                with database.begin() as conn:
                    wording.note(conn, [read(one) for one in some], first=True)
            if tenth in (0, 4, 9):
                resident = int(Path("/proc/self/statm").read_text().split()[1]) * page / 2**20
                print(f"memory after {(tenth + 1) * (count // 10):,} articles: {resident:.1f} MiB", flush=True)
        database.dispose()
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f} MiB")


def in_a_process_of_its_own(work: Callable[..., None], *arguments: object) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            work(*arguments)
        except BaseException:  # noqa: BLE001 - told, and the parent process fails
            import traceback

            traceback.print_exc()
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        raise SystemExit(f"{work.__name__} failed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="50,000 stored articles, SQLite alone, less of everything")
    parser.add_argument("--stored", type=int, help="articles that are stored before (1,000,000)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    stored = options.stored or (50_000 if options.quick else 1_000_000)
    in_a_process_of_its_own(memory, 10_000 if options.quick else 100_000)
    recall(100 if options.quick else 500)
    meeting(200)
    if options.only in (None, "sqlite"):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/stories.db"
            Database(url).migrate()
            grouping("SQLite", url, stored, options.rounds, 300)
    if options.only == "postgresql" or (options.only is None and not options.quick):
        with PostgreSQL(fsync=True, options={"shared_buffers": "256MB"}) as server:  # as in docker-compose.yml
            url = server.create("stories_test")
            Database(url).migrate()
            grouping("PostgreSQL", str(url), stored, options.rounds, 300)


if __name__ == "__main__":
    main()
