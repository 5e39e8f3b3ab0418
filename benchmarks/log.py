"""What the event log does per second, on this machine.

    python benchmarks/log.py                    # everything, SQLite and PostgreSQL
    python benchmarks/log.py --quick            # a tenth of it

PostgreSQL runs durably here (fsync and synchronous_commit on), unlike in the tests. Writers are processes. Events carry
about 600 bytes of data. Single means one event and one commit; batch means 20 events and one commit.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.events import ArticleRef, MeetingReported, Meta, derived_id
from domain.reports import Evidence, Format, Precision, Report, Status, When, Where
from tests.servers import PostgreSQL
from worker.log import store
from worker.log.database import Database
from worker.log.store import NewEvent

NOW = datetime(2022, 1, 10, 12, tzinfo=UTC)
META = Meta(correlation="article-5f7c9a52-3c0b-5e0e-9d0e-7a1f0c2b9e11-1", software="0.1.0")
SENTENCE = (
    "The foreign ministers of both countries will meet in Geneva on 10 January, the ministry said in a statement."
)


def event(writer: int, n: int) -> NewEvent:
    """A typical event, as a pipeline would make it: its building is part of the work."""
    article_id = derived_id("bench", writer, n)
    made = MeetingReported(
        meeting_id=derived_id("meeting", writer, n // 8),
        report_id=article_id,
        article=ArticleRef(
            article_id=article_id,
            revision=1,
            url=f"https://news.example.org/2022/01/{n}/talks",
            outlet="Example News",
            title="Ministers to meet in Geneva",
            published_at=NOW,
            story_id=article_id,
        ),
        report=Report(
            parties=("RU", "US"),
            status=Status.SCHEDULED,
            when=When(start=NOW.date(), end=NOW.date(), precision=Precision.DAY),
            where=Where(city="Geneva", country="CH"),
            format=Format.IN_PERSON,
            evidence=(Evidence(start=0, end=len(SENTENCE), quote=SENTENCE, role="status"),),
        ),
    )
    return NewEvent(made, article_id)


def write(url: str, writer: int, commits: int, batch: int, go: Any, done: Any) -> None:
    database = Database(url)
    events = [[event(writer, n * batch + i) for i in range(batch)] for n in range(commits)]
    with database.read() as conn:
        store.head(conn)
    done.put(("ready", writer))
    go.wait()
    start = time.perf_counter()
    for some in events:
        with database.begin() as conn:
            store.append(conn, some, meta=META, recorded_at=NOW)
    done.put(("done", time.perf_counter() - start))
    database.dispose()


def tail(url: str, expected: int, go: Any, done: Any) -> None:
    """A follower that reads while the writers write, and counts what it missed."""
    database = Database(url)
    seen: list[int] = []
    done.put(("ready", -1))
    go.wait()
    give_up = time.monotonic() + 300
    after = 0
    while after < expected and time.monotonic() < give_up:
        with database.read() as conn:
            for recorded in store.read(conn, after=after):
                seen.append(recorded.position)
                after = recorded.position
        time.sleep(0.005)
    done.put(("seen", seen))
    database.dispose()


def appends(url: str, writers: int, commits: int, batch: int, *, follow: bool = False) -> tuple[float, float, str]:
    """``(commits a second, events a second, what a follower missed)``."""
    context = mp.get_context("spawn")
    go, queue = context.Event(), context.Queue()
    total = writers * commits * batch
    processes = [context.Process(target=write, args=(url, w, commits, batch, go, queue)) for w in range(writers)]
    if follow:
        processes.append(context.Process(target=tail, args=(url, total, go, queue)))
    for process in processes:
        process.start()
    for _ in processes:
        assert queue.get()[0] == "ready"
    start = time.perf_counter()
    go.set()
    answers = []
    for _ in range(writers):
        answers.append(queue.get())
        while answers[-1][0] == "seen":
            answers.append(queue.get())
    elapsed = time.perf_counter() - start
    missed = ""
    if follow:
        seen = next((a[1] for a in answers if a[0] == "seen"), None) or queue.get()[1]
        missed = f"follower missed {total - len(set(seen))}, repeated {len(seen) - len(set(seen))}"
    for process in processes:
        process.join()
    return writers * commits / elapsed, total / elapsed, missed


def fresh_sqlite(directory: Path, name: str, query: str = "") -> str:
    url = f"sqlite:///{directory}/{name}.db{query}"
    database = Database(url)
    database.migrate()
    database.dispose()
    return url


def fresh_postgresql(server: PostgreSQL, name: str) -> str:
    url = server.create(f"{name}_test")
    database = Database(url)
    database.migrate()
    database.dispose()
    return url


def replay(url: str) -> tuple[int, float]:
    database = Database(url)
    start = time.perf_counter()
    with database.read() as conn:
        count = sum(1 for _ in store.read(conn))
    elapsed = time.perf_counter() - start
    database.dispose()
    return count, count / elapsed


def verifying(url: str) -> float:
    database = Database(url)
    with database.begin() as conn:
        store.seal(conn, NOW)
    start = time.perf_counter()
    with database.read() as conn:
        result = store.verify(conn)
    assert result.ok, result
    elapsed = time.perf_counter() - start
    database.dispose()
    return result.checked / elapsed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the events")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    scale = 1 if options.quick else 10
    rows: list[tuple[str, str]] = []

    def note(what: str, figure: str) -> None:
        rows.append((what, figure))
        print(f"{what:<64} {figure}", flush=True)

    def measure(label: str, fresh: Callable[[str], str], writers: int, follow: bool = False) -> str:
        commits, _, missed = appends(fresh(f"single{writers}"), writers, 1000 * scale // writers, 1, follow=follow)
        note(f"{label}, {writers} writer(s), single", f"{commits:,.0f} commits/s {missed}")
        url = fresh(f"batch{writers}")
        _, events, missed = appends(url, writers, 500 * scale // writers, 20, follow=follow)
        note(f"{label}, {writers} writer(s), batches of 20", f"{events:,.0f} events/s {missed}")
        return url

    with tempfile.TemporaryDirectory(dir=".") as directory:
        if options.only != "postgresql":
            for synchronous in ("full", "normal"):
                url = measure(
                    f"SQLite, synchronous={synchronous}",
                    lambda name, s=synchronous: fresh_sqlite(Path(directory), f"{s}-{name}", f"?synchronous={s}"),
                    1,
                )
            note("SQLite, replay with decoding", f"{replay(url)[1]:,.0f} events/s")
            note("SQLite, verify", f"{verifying(url):,.0f} events/s")
    if options.only != "sqlite":
        with PostgreSQL(fsync=True) as server:
            for writers in (1, 4):
                url = measure("PostgreSQL", lambda name: fresh_postgresql(server, name), writers, follow=writers > 1)
            note("PostgreSQL, replay with decoding", f"{replay(url)[1]:,.0f} events/s")
            note("PostgreSQL, verify", f"{verifying(url):,.0f} events/s")


if __name__ == "__main__":
    main()
