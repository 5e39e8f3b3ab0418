"""What the event log does per second on this machine, beside the Python ``eventsourcing`` library and the bare drivers.

    python -m benchmarks.log                          # everything, SQLite and PostgreSQL
    python -m benchmarks.log --quick                  # a tenth of it
    python -m benchmarks.log --only postgresql --rounds 5
    python -m benchmarks.log --large                  # 100,000 meetings, a million events: status, rebuild, memory

Events carry about 800 bytes of data. Single means one event and one commit; batch means 20 events and one commit. Writers
are processes. PostgreSQL runs durably here (fsync and synchronous_commit on), unlike in the tests. The library runs in the
environment of ``--reference`` (``make bench-others``; install psycopg there too for PostgreSQL), with the same durability. Beside
the rates stands the CPU time of a commit, the writers' and the server's (Linux): it tells less of what else runs. What is compared alternates within one run, round by round, and medians are given: on a shared machine nothing else can be compared.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.table import OURS, note
from domain.events import (
    ArticleRead,
    ArticleReceived,
    ArticleRef,
    MeetingAnnounced,
    MeetingConcluded,
    MeetingDetailed,
    MeetingFacts,
    MeetingReported,
    Meta,
    derived_id,
)
from domain.reports import Evidence, Format, Precision, Report, Status, When, Where
from domain.watches import Parties, Watch
from tests.servers import PostgreSQL
from worker.log import glance, model, queries, store, watched
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


def write(url: str, writer: int, commits: int, batch: int, way: str, go: Any, done: Any) -> None:
    database = Database(url)
    events = [[event(writer, n * batch + i) for i in range(batch)] for n in range(commits)]
    with database.read() as conn:
        store.head(conn)
    done.put(("ready", writer))
    go.wait()
    start = time.process_time()
    for some in events:
        if way == "record":
            store.record(database, some, meta=META, recorded_at=NOW)
        else:
            with database.begin() as conn:
                store.append(conn, some, meta=META, recorded_at=NOW, last=way == "last")
    done.put(("done", time.process_time() - start))
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


def write_bare(url: str, writer: int, commits: int, batch: int, way: str, go: Any, done: Any) -> None:
    """The floor: the driver alone, one row of the same size and one commit, into a table with one index."""
    insert = "INSERT INTO bare (data) VALUES ({})".format("'" + "x" * 800 + "'")
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///").partition("?")[0], isolation_level=None)
        connection.execute(f"PRAGMA synchronous = {way}")
        run: Callable[[str], object] = connection.execute
    else:
        from sqlalchemy import make_url

        from worker.log.driver import Connection

        where = make_url(url)
        run = Connection(where.username, host=where.host, port=where.port, database=where.database).execute_simple
    done.put(("ready", writer))
    go.wait()
    start = time.process_time()
    for _ in range(commits):
        run(insert)
    done.put(("done", time.process_time() - start))


Figures = dict[str, float]


def appends(
    url: str, writers: int, commits: int, batch: int, *, way: str = "record", follow: bool = False, bare: bool = False
) -> Figures:
    """Commits and events a second, and what a follower missed and repeated."""
    context = mp.get_context("spawn")
    go, queue = context.Event(), context.Queue()
    total = writers * commits * batch
    work = write_bare if bare else write
    processes = [context.Process(target=work, args=(url, w, commits, batch, way, go, queue)) for w in range(writers)]
    if follow:
        processes.append(context.Process(target=tail, args=(url, total, go, queue)))
    for process in processes:
        process.start()
    for _ in processes:
        assert queue.get()[0] == "ready"
    start = time.perf_counter()
    go.set()
    answers: list[Any] = []
    while sum(answer[0] == "done" for answer in answers) < writers:
        answers.append(queue.get())
    elapsed = time.perf_counter() - start
    cpu = sum(answer[1] for answer in answers if answer[0] == "done")
    found: Figures = {
        "commits": writers * commits / elapsed,
        "events": total / elapsed,
        "cpu": cpu / (writers * commits) * 1e6,
    }
    if follow:
        seen = next((a[1] for a in answers if a[0] == "seen"), None) or queue.get()[1]
        found |= {"missed": total - len(set(seen)), "repeated": len(seen) - len(set(seen))}
    for process in processes:
        process.join()
    return found


def fresh(url: str) -> str:
    """A migrated, empty log, with a bare table beside it."""
    database = Database(url)
    database.migrate()
    with database.begin() as conn:
        kind = "INTEGER PRIMARY KEY" if database.dialect == "sqlite" else "bigserial PRIMARY KEY"
        conn.exec_driver_sql(f"CREATE TABLE bare (n {kind}, data text)")
    database.dispose()
    return url


def replay(url: str) -> Figures:
    """Decoding alone, the status from the log, verification: events a second of this process's CPU time."""
    database = Database(url)
    with database.read() as conn:
        start = time.process_time()
        count = sum(1 for _ in store.read(conn))
        decoded = time.process_time()
        views = queries.views_as_of(conn, position=count)
        folded = time.process_time()
        result = store.verify(conn)
        verified = time.process_time()
    assert result.ok, result
    assert views
    database.dispose()
    return {
        "decoded": count / (decoded - start),
        "folded": count / (folded - decoded),
        "verified": count / (verified - folded),
    }


class Reference:
    """The ``eventsourcing`` library in an environment of its own; ``None`` where it is not there."""

    def __init__(self, python: str) -> None:
        self.python = shutil.which(python)
        self.missing: set[str] = set()

    def __call__(self, what: str, url: str, **options: Any) -> Figures | None:
        if self.python is None:
            return self._tell("no interpreter at --reference; run 'make bench-others'")
        words = [self.python, str(Path(__file__).with_name("log_reference.py")), what, url]
        for name, value in options.items():
            words += [f"--{name}"] if value is True else [] if value is False else [f"--{name}", str(value)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            return self._tell(done.stderr.strip().rpartition("\n")[2])
        found: Figures = json.loads(done.stdout)
        return found

    def _tell(self, why: str) -> None:
        if why not in self.missing:
            self.missing.add(why)
            print(f"reference left out: {why}", file=sys.stderr, flush=True)


Measure = Callable[[int], Figures | None]


def compare(label: str, rounds: int, measures: dict[str, tuple[Measure, str]]) -> None:
    """Run the measures in turn, ``rounds`` times, and print the medians. Each gives the figure named beside it."""
    found: dict[str, list[Figures]] = {name: [] for name in measures}
    for n in range(rounds):
        for name, (measure, _) in measures.items():
            if (figures := measure(n)) is not None:
                found[name].append(figures)
    for name, (_, figure) in measures.items():
        if not found[name]:
            continue
        rates = [figures[figure] for figures in found[name]]
        words = f"{statistics.median(rates):>9,.0f} {figure}/s ({min(rates):,.0f} to {max(rates):,.0f})"
        for name_, whose in (("cpu", "writer"), ("server", "server")):
            if name_ in found[name][0]:
                words += f"; {whose} {statistics.median(f[name_] for f in found[name]):,.0f} us"
        if "missed" in found[name][0]:
            words += "; a follower missed {:.0f}, repeated {:.0f}".format(
                sum(f["missed"] for f in found[name]), sum(f["repeated"] for f in found[name])
            )
        print(f"{label:<34} {name:<26} {words}", flush=True)
        who = name if name.startswith(("bare driver", "eventsourcing")) else f"{OURS} ({name})"
        note("log", label, f"{statistics.median(rates):,.0f} {figure} a second", who)


def sqlite_figures(directory: Path, rounds: int, scale: int, reference: Reference) -> None:
    def url(name: str, n: int, synchronous: str) -> str:
        path = directory / f"{name}-{synchronous}-{n}.db"
        path.unlink(missing_ok=True)
        return f"sqlite:///{path}?synchronous={synchronous}"

    def ours(name: str, synchronous: str, commits: int, batch: int, **options: Any) -> Measure:
        return lambda n: appends(fresh(url(name, n, synchronous)), 1, commits, batch, **options)

    for synchronous in ("full", "normal"):
        single: dict[str, tuple[Measure, str]] = {
            "bare driver": (ours("bare", synchronous, 100 * scale, 1, bare=True, way=synchronous), "commits"),
            "record": (ours("record", synchronous, 100 * scale, 1), "commits"),
            "begin, append, commit": (ours("begin", synchronous, 100 * scale, 1, way="append"), "commits"),
        }
        batch: dict[str, tuple[Measure, str]] = {"record": (ours("batch", synchronous, 50 * scale, 20), "events")}
        if synchronous == "full":

            def theirs(commits: int, size: int) -> Measure:
                return lambda n: reference(
                    "append", f"sqlite:///{directory}/reference-{size}-{n}.db", commits=commits, batch=size
                )

            single["eventsourcing"] = (theirs(100 * scale, 1), "commits")
            batch["eventsourcing"] = (theirs(50 * scale, 20), "events")
        compare(f"SQLite, synchronous={synchronous}, single", rounds, single)
        compare(f"SQLite, synchronous={synchronous}, 20", rounds, batch)
    library = f"sqlite:///{directory}/reference-20-{rounds - 1}.db"
    own = lives(f"sqlite:///{directory}/lives.db?synchronous=off", 20 * scale)
    replays("SQLite", rounds, own, lambda: reference("replay", library))


def replays(label: str, rounds: int, url: str, theirs: Callable[[], Figures | None]) -> None:
    ours = [replay(url) for _ in range(rounds)]
    compare(
        f"{label}, replay, CPU time",
        rounds,
        {
            "decoded": (lambda n: ours[n], "decoded"),
            "into the status": (lambda n: ours[n], "folded"),
            "verified": (lambda n: ours[n], "verified"),
            "eventsourcing, decoded": (lambda _: theirs(), "events"),
        },
    )


def server_cpu(server: PostgreSQL) -> float:
    """Seconds of CPU time of the server and of those of its processes that have ended."""
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def postgresql_figures(server: PostgreSQL, rounds: int, scale: int, reference: Reference) -> None:
    made: list[str] = []

    def url() -> str:
        made.append(server.create(f"bench{len(made)}_test"))
        return made[-1]

    def with_the_server(commits: int, measure: Callable[[], Figures | None]) -> Figures | None:
        before = server_cpu(server)
        figures = measure()
        if figures is not None:
            time.sleep(0.2)  # the server's processes of these connections end
            figures["server"] = (server_cpu(server) - before) / commits * 1e6
        return figures

    def ours(writers: int, commits: int, batch: int, query: str = "", **options: Any) -> Measure:
        def measure(_: int) -> Figures | None:
            made = fresh(url() + query)
            return with_the_server(commits, lambda: appends(made, writers, commits // writers, batch, **options))

        return measure

    def theirs(writers: int, commits: int, batch: int, **options: Any) -> Measure:
        def measure(_: int) -> Figures | None:
            made, each = url(), commits // writers
            run = lambda: reference("append", made, writers=writers, commits=each, batch=batch, **options)  # noqa: E731
            return with_the_server(commits, run)

        return measure

    for writers in (1, 4):
        follow = {"follow": True} if writers > 1 else {}
        compare(
            f"PostgreSQL, {writers} writers, single",
            rounds,
            {
                "bare driver": (ours(writers, 100 * scale, 1, bare=True), "commits"),
                "record": (ours(writers, 100 * scale, 1, **follow), "commits"),
                "record, notify=on": (ours(writers, 100 * scale, 1, "?notify=on", **follow), "commits"),
                "begin, append, commit": (ours(writers, 100 * scale, 1, way="append", **follow), "commits"),
                "eventsourcing": (theirs(writers, 100 * scale, 1, **follow), "commits"),
                "eventsourcing, functions": (theirs(writers, 100 * scale, 1, functions=True, **follow), "commits"),
            },
        )
        compare(
            f"PostgreSQL, {writers} writers, 20",
            rounds,
            {
                "record": (ours(writers, 50 * scale, 20, **follow), "events"),
                "eventsourcing": (theirs(writers, 50 * scale, 20, **follow), "events"),
                "eventsourcing, functions": (theirs(writers, 50 * scale, 20, functions=True, **follow), "events"),
            },
        )
    library = url()
    there = reference("append", library, commits=10 * scale, batch=20)
    replays("PostgreSQL", rounds, lives(url(), 20 * scale), lambda: reference("replay", library) if there else None)


def follower(server: PostgreSQL, commits: int) -> None:
    found = appends(fresh(server.create("follow_test")), 4, commits // 4, 20, follow=True)
    print(
        "a follower of {:,} events: missed {missed:.0f}, repeated {repeated:.0f}, at {events:,.0f} events/s".format(
            commits // 4 * 80, **found
        )
    )


# --- a large log -----------------------------------------------------------------------------------------------------


def life(meeting: int) -> Iterator[NewEvent]:
    """Ten events of one meeting, which is over for all but one in two hundred: two articles in, read, three reports,
    three changes."""
    day = datetime(1990, 1, 1, 12, tzinfo=UTC) + timedelta(hours=3 * meeting)
    ended = meeting % 200 != 0
    meeting_id = derived_id("meeting", meeting)
    facts: MeetingFacts | None = None
    for n in range(3):
        article_id = derived_id("article", meeting, n)
        ref = ArticleRef(
            article_id=article_id,
            revision=1,
            url=f"https://news.example.org/{meeting}/{n}",
            outlet="Example News",
            title="Ministers to meet in Geneva",
            published_at=day + timedelta(days=n),
        )
        if n:
            received = ArticleReceived(
                **ref.model_dump(include={"article_id", "revision", "url", "outlet", "title", "published_at"}),
                feed="example",
                guid=None,
                published_source="feed",
                content_hash="0" * 64,
            )
            yield NewEvent(received, derived_id("received", article_id))
            read = ArticleRead(
                article_id=article_id,
                revision=1,
                extractor="rules",
                extractor_version="1",
                outcome="reports",
                language="en",
                reports=1,
            )
            yield NewEvent(read, derived_id("read", article_id))
        made = event(meeting, n).event
        assert isinstance(made, MeetingReported)
        status = Status.CONCLUDED if n == 2 and ended else Status.SCHEDULED
        on = (day + timedelta(days=2)).date()
        when = When(start=on, end=on, precision=Precision.DAY)
        report = made.report.model_copy(update={"status": status, "when": when})
        made = made.model_copy(
            update={"meeting_id": meeting_id, "report_id": article_id, "article": ref, "report": report}
        )
        yield NewEvent(made, derived_id("reported", article_id))
        after = MeetingFacts(parties=report.parties, status=status, when=when, where=report.where, format=report.format)
        kind = (MeetingAnnounced, MeetingDetailed, MeetingConcluded)[n]
        change = kind(
            meeting_id=meeting_id,
            before=facts,
            after=after,
            report_id=article_id,
            evidence=report.evidence,
            article=ref,
        )
        facts = after
        yield NewEvent(change, derived_id("change", article_id))


def lives(url: str, meetings: int) -> str:
    """A log of so many meetings."""
    database = Database(url)
    database.migrate()
    for first in range(0, meetings, 200):
        batch = [new for meeting in range(first, min(first + 200, meetings)) for new in life(meeting)]
        store.record(database, batch, meta=META, recorded_at=NOW)
    with database.begin() as conn:
        store.seal(conn, NOW)
    database.dispose()
    return url


def large_figures(url: str, meetings: int) -> None:
    start = time.perf_counter()
    lives(url, meetings)
    print(f"{meetings * 10:,} events appended in {time.perf_counter() - start:,.0f} s", flush=True)
    # In a process of its own, whose memory holds nothing but the rebuild.
    for what in ("rebuild", "rebuild again", "check", "status", "watch", "replay"):
        child = mp.get_context("spawn").Process(target=large, args=(url, what))
        child.start()
        child.join()


def large(url: str, what: str) -> None:
    database = Database(url)
    with database.read() as conn:
        events = store.head(conn)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = time.perf_counter()
    if what.startswith("rebuild"):
        model.rebuild(database)
    elif what == "check":
        assert model.check(database) == []
    elif what == "watch":
        large_watches(database)
        return
    elif what == "replay":
        with database.read() as conn:
            assert sum(1 for _ in store.read(conn)) == events
    else:
        with database.read() as conn:
            newest = max(view.last_published for view in queries.current(conn, NOW.date(), timedelta(days=60))[0])
            start, cpu = time.perf_counter(), time.process_time()
            views, hidden = queries.current(conn, newest.date(), timedelta(days=60))
        if database.dialect == "sqlite":
            start, cpu = time.perf_counter(), time.process_time()
            assert glance.current(str(database.url), newest.date(), timedelta(days=60)) == (views, hidden)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        shown = f"{len(views):,} of {len(views) + hidden:,} meetings"
        note("log", f"status, {shown}", f"{cpu * 1e3:.0f} ms of CPU time")
        print(f"status: {shown}, {wall * 1e3:.0f} ms, {cpu * 1e3:.0f} ms of CPU time", flush=True)
        return
    elapsed = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    note("log", f"{what}, {events:,} events", f"{events / elapsed:,.0f} events a second, {peak} MiB")
    print(f"{what}: {events / elapsed:,.0f} events/s, {elapsed:,.0f} s, memory {before} to {peak} MiB", flush=True)


def large_watches(database: Database) -> None:
    """What ``parley status --watch`` asks, for watches that match everything, little and nothing."""
    watches = {
        "every meeting": Watch(name="w", parties=Parties(all=("RU", "US"))),
        "nobody's": Watch(name="w", parties=Parties(all=("RU", "CN"))),
        "another place": Watch(name="w", places=("Vienna",)),
        "words nobody used": Watch(name="w", words=("summitry",)),
    }
    for label, watch in watches.items():
        with database.read() as conn:
            newest = queries.current(conn, NOW.date(), timedelta(0))[0][-1].last_published
            start, cpu = time.perf_counter(), time.process_time()
            views, hidden = watched.current(conn, watch, newest.date(), timedelta(days=60))
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"status of a watch on {label}: {len(views):,} shown, {hidden:,} not, {wall:.2f} s, {cpu:.2f} s of CPU time, {peak} MiB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the events")
    parser.add_argument("--commits", type=int, help="of one measurement (default 10,000); half of them for batches")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--follow", action="store_true", help="only this: a follower beside four writers, 100,000 events"
    )
    parser.add_argument("--reference", default=".venv-bench/bin/python", help="interpreter that has eventsourcing")
    parser.add_argument("--large", action="store_true", help="only this: 100,000 meetings (10,000 with --quick)")
    options = parser.parse_args()
    scale = max(1, (options.commits or (1_000 if options.quick else 10_000)) // 100)
    reference = Reference(options.reference)
    with tempfile.TemporaryDirectory(dir=".") as directory:
        if options.only != "postgresql" and not options.follow:
            if options.large:
                large_figures(f"sqlite:///{directory}/large.db", 1000 * scale)
            else:
                sqlite_figures(Path(directory), options.rounds, scale, reference)
        if options.only != "sqlite":
            with PostgreSQL(fsync=True) as server:
                if options.large:
                    large_figures(server.create("large_test"), 1000 * scale)
                elif options.follow:
                    follower(server, 50 * scale)
                else:
                    postgresql_figures(server, options.rounds, scale, reference)


if __name__ == "__main__":
    main()
