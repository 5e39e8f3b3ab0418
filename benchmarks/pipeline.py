"""Articles a second from the inbox to the decision, with real workers on PostgreSQL and Valkey.

    python -m benchmarks.pipeline                       # --quick for a tenth of it; --soak MINUTES for a soak besides
    python -m benchmarks.pipeline --only --soak 30      # only the soak: 100,800 articles, 56 a second
    python -m benchmarks.pipeline --only latency

In one run, so that the figures can be compared on a machine that others use too:

* the reader alone, in this process: what reading costs;
* no-op tasks through the same broker and the same number of processes: what Celery costs;
* articles through the whole program, with 1, 2 and 4 reader processes: received, read, decided, recorded;
* the time from a feed's change to the event in the log, at a steady rate.

Besides articles a second each line gives the CPU time that it took, of Parley's processes and of PostgreSQL's and Valkey's:
on a shared machine only that says what something costs.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import redis
from sqlalchemy import func, select

from benchmarks.table import note
from benchmarks.world_news import article as one_article
from benchmarks.world_news import ordinary, plain
from tests.servers import PostgreSQL, Valkey
from worker import inbox
from worker.config import load
from worker.log import store
from worker.log.database import Database
from worker.log.tables import article, log_event
from worker.pipeline import read_text
from worker.runtime import Runtime
from worker.work import READ_BATCH, in_batches

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
NOOP = "benchmarks.noop"


def cpu_of(pid: int) -> float:
    """Seconds of CPU time of a process, its children, and those of them that it has waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICKS + sum(cpu_of(int(child)) for child in children)


class Bench:
    """Servers, a database and processes on them."""

    def __init__(self, directory: Path, postgresql: PostgreSQL, valkey: Valkey) -> None:
        self.directory, self.postgresql, self.valkey = directory, postgresql, valkey
        self.number = 0
        self.fresh()

    def fresh(self) -> None:
        """A new, empty database."""
        self.number += 1
        url = self.postgresql.create(f"bench{self.number}_test")
        config = self.directory / f"config{self.number}"
        config.mkdir()
        (config / "watches.toml").write_text('[[watch]]\nname = "kenya"\nparties = { any = ["KE"] }\n')
        (config / "alerts.toml").write_text('[[hook]]\nname = "desk"\nkind = "log"\nwatch = "kenya"\n')
        self.environ = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PARLEY_")},
            "PYTHONPATH": str(ROOT),
            "PARLEY_CONFIG_DIR": str(config),
            "PARLEY_DATABASE_URL": url.replace("+pg8000", ""),
            "PARLEY_BROKER_URL": self.valkey.url(),
            "PARLEY_LOG_LEVEL": "warning",
        }
        self.runtime = Runtime(load(config, self.environ))
        self.database = Database(url)
        self.database.migrate()
        self.runtime.__dict__["database"] = self.database

    @contextmanager
    def process(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", *arguments],
            env=self.environ,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()

    def receive(
        self, texts: list[str], prefix: str, *, published: Sequence[datetime] | None = None, first: int = 0
    ) -> list[str]:
        now, ids = datetime.now(UTC), []
        times = published or [now - timedelta(minutes=len(texts) - n) for n in range(len(texts))]
        items = [
            inbox.Item(
                url=f"https://{prefix}.example/{first + n}",
                guid=None,
                title=text[:60],
                content=text,
                content_type="text/plain",
                published_at=times[n],
                published_raw=None,
                feed=None,
                outlet="Agency",
            )
            for n, text in enumerate(texts)
        ]
        for start in range(0, len(items), 500):
            with self.database.begin() as conn:
                ids += [r.article_id for r in inbox.receive(conn, items[start : start + 500], now)]
        return ids

    def done(self) -> int:
        with self.database.read() as conn:
            return int(conn.execute(select(func.count()).where(article.c.state != "received")).scalar_one())

    def servers_cpu(self) -> float:
        return sum(cpu_of(server.process.pid) for server in (self.postgresql, self.valkey) if server.process)


def reader_alone(bench: Bench, texts: list[str]) -> float:
    """Milliseconds of CPU time an article."""
    day = datetime.now(UTC).date()
    read_text(bench.runtime.extractor, texts[0], "", published=day, outlet=None)
    start = time.process_time()
    for text in texts:
        read_text(bench.runtime.extractor, text, text[:60], published=day, outlet="Agency")
    return (time.process_time() - start) / len(texts) * 1000


def noop_tasks(bench: Bench, processes: int, count: int) -> tuple[float, float]:
    """No-op tasks a second, and milliseconds of CPU time a task in the worker."""
    from benchmarks.noop import app, noop

    app.conf.broker_url = bench.valkey.url(1)
    client = redis.Redis(port=bench.valkey.port, db=1)
    client.flushdb()
    bench.environ["BENCH_BROKER"] = bench.valkey.url(1)
    with bench.process("celery", "-A", NOOP, "worker", "-c", str(processes), "-l", "ERROR", *QUIET) as worker:
        noop.delay("warm up")
        _wait(lambda: client.get("warm") is not None, 30)
        client.delete("warm")
        # Sent while the worker stands still, so that its rate and not the sender's is measured.
        os.kill(worker.pid, signal.SIGSTOP)
        for n in range(count):
            noop.delay("last" if n == count - 1 else "")
        start, before = time.monotonic(), cpu_of(worker.pid)
        os.kill(worker.pid, signal.SIGCONT)
        _wait(lambda: client.llen("noop") == 0, 120)
        elapsed = time.monotonic() - start
        return count / elapsed, (cpu_of(worker.pid) - before) / count * 1000


QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def _wait(until: Callable[[], bool], seconds: float, pause: float = 0.02) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            raise SystemExit(f"not within {seconds:.0f} s")
        time.sleep(pause)


def through(bench: Bench, processes: int, texts: list[str]) -> tuple[float, float, float]:
    """Articles a second, and milliseconds of CPU time an article: of the workers, and of the servers."""
    from worker import tasks
    from worker.app import configure

    bench.fresh()
    configure(bench.runtime.config.settings)
    with bench.process("worker", "worker", "--queues", "read,deliver", "--concurrency", str(processes)) as worker:
        warm = bench.receive(texts[: 20 * processes], "warm")
        for batch in in_batches(warm, 5):
            tasks.read_articles.delay(batch)
        _wait(lambda: bench.done() == len(warm), 120)
        ids = bench.receive(texts, "news")
        os.kill(worker.pid, signal.SIGSTOP)
        for batch in in_batches(ids, READ_BATCH):
            tasks.read_articles.delay(batch)
        before, servers = cpu_of(worker.pid), bench.servers_cpu()
        start = time.monotonic()
        os.kill(worker.pid, signal.SIGCONT)
        _wait(lambda: bench.done() == len(warm) + len(ids), 900, pause=0.2)
        elapsed = time.monotonic() - start
        mine = (cpu_of(worker.pid) - before) / len(ids) * 1000
        return len(ids) / elapsed, mine, (bench.servers_cpu() - servers) / len(ids) * 1000


def latency(bench: Bench, rate: float, seconds: float) -> list[float]:
    """Seconds from the moment that a feed serves a new article to the moment that the log has what was read in it."""
    from worker import tasks
    from worker.app import configure

    bench.fresh()
    configure(bench.runtime.config.settings)
    texts, took = ordinary(int(rate * seconds), seed=11), []
    served: dict[str, datetime] = {}
    with (
        bench.process("worker", "worker", "--queues", "read,deliver", "--concurrency", "2"),
        bench.process("worker", "worker", "--queues", "poll,upkeep", "--concurrency", "1"),
    ):
        for batch in in_batches(bench.receive(texts[:40], "warm"), 5):
            tasks.read_articles.delay(batch)
        _wait(lambda: bench.done() == 40, 120)
        start = time.monotonic()
        # A poll brings a few articles at once; here one poll a second, stored as polling stores them.
        for second in range(int(seconds)):
            some = texts[int(second * rate) : int((second + 1) * rate)]
            moment = datetime.now(UTC)
            ids = bench.receive(some, f"s{second}")
            served |= dict.fromkeys(ids, moment)
            for batch in in_batches(ids, READ_BATCH):
                tasks.read_articles.delay(batch)
            time.sleep(max(0.0, start + second + 1 - time.monotonic()))
        _wait(lambda: bench.done() == 40 + len(served), 120)
    with bench.database.read() as conn:
        rows = conn.execute(
            select(log_event.c.stream, log_event.c.recorded_at).where(log_event.c.type == "ArticleRead")
        ).all()
    for stream, recorded in rows:
        identifier = stream.removeprefix("article-")
        if identifier in served:
            took.append((recorded - served[identifier]).total_seconds())
    return sorted(took)


def size(bench: Bench) -> int:
    with bench.database.read() as conn:
        return int(conn.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


def resident(pid: int) -> int:
    """KiB of memory of a process and its children: what is theirs alone, and their share of what they share (PSS)."""
    try:
        total = int(Path(f"/proc/{pid}/smaps_rollup").read_text().split("\nPss:")[1].split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return total + sum(resident(int(child)) for child in children)


def _reports(bench: Bench, text: str) -> bool:
    return bool(read_text(bench.runtime.extractor, text, "", published=datetime.now(UTC).date(), outlet=None)[0])


@dataclass(frozen=True, slots=True)
class Look:
    """How things stand in the middle of a soak."""

    seconds: float
    sent: int
    waiting: int
    workers: int
    """KiB that Parley's processes have for themselves or share with each other (PSS)."""
    servers: int
    database: int
    """Bytes."""
    cpu: float

    def __str__(self) -> str:
        return (
            f"  {self.seconds:5.0f} s: {self.sent:7,} articles, {self.waiting:4} wait; workers {self.workers / 1024:.0f} MiB, "
            f"servers {self.servers / 1024:.0f} MiB; {self.database / max(1, self.sent) / 1024:.2f} KiB of database and "
            f"{self.cpu / max(1, self.sent) * 1000:.2f} ms of the workers' CPU time an article"
        )


DAY = 2_000
"""Articles of a simulated day (docs/scale.md): so the soak's articles are of many weeks, as they are when it is no soak."""


def soak(bench: Bench, minutes: float, rate: float, share: float) -> None:
    """Articles at a fixed rate for so long, and what memory and database do meanwhile."""
    from worker import tasks
    from worker.app import configure

    bench.fresh()
    configure(bench.runtime.config.settings)
    total = int(60 * minutes * rate)
    print(
        f"\nsoak: {total:,} articles in {minutes:g} min, {rate:g} a second, 2 reader processes; {share:.1%} tell of meetings; "
        f"published over {total / DAY:.0f} days; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    meetings, others = [t for t in ordinary(2000, seed=3) if _reports(bench, t)], plain(1500)
    every = round(1 / share) if share else total + 1
    began, looks = datetime.now(UTC) - timedelta(days=total / DAY), list[Look]()

    def text(n: int) -> str:
        chosen = meetings[n // every % len(meetings)] if n % every == every - 1 else others[n % len(others)]
        return f"{chosen} This is article {n}."

    with (
        bench.process("worker", "worker", "--queues", "read,deliver", "--concurrency", "2") as readers,
        bench.process("worker", "worker", "--queues", "upkeep,poll", "--concurrency", "1") as upkeep,
        bench.process("worker", "beat") as beat,
    ):
        warm = bench.receive([text(-n) for n in range(1, 81)], "warm")
        for batch in in_batches(warm, 5):
            tasks.read_articles.delay(batch)
        _wait(lambda: bench.done() == len(warm), 120)
        start, sent, empty = time.monotonic(), 0, size(bench)
        before = sum(map(cpu_of, (readers.pid, upkeep.pid, beat.pid)))
        behind = 0.0
        next_look = 0.0
        mine = (readers.pid, upkeep.pid, beat.pid)

        def look() -> Look:
            servers = [server.process.pid for server in (bench.postgresql, bench.valkey) if server.process]
            return Look(
                time.monotonic() - start,
                sent,
                sent + len(warm) - bench.done(),
                sum(map(resident, mine)),
                sum(map(resident, servers)),
                size(bench) - empty,
                sum(map(cpu_of, mine)) - before,
            )

        while sent < total:
            due = min(total, int((time.monotonic() - start) * rate) + 1)
            some = range(sent, min(due, sent + 200))
            if some:
                ids = bench.receive(
                    [text(n) for n in some],
                    "soak",
                    published=[began + timedelta(days=n / DAY) for n in some],
                    first=sent,
                )
                sent = some.stop
                for batch in in_batches(ids, READ_BATCH):
                    tasks.read_articles.delay(batch)
            behind = max(behind, time.monotonic() - start - sent / rate)
            if time.monotonic() - start >= next_look:
                next_look += 60 * minutes / 15
                looks.append(look())
                print(looks[-1], flush=True)
            time.sleep(max(0.0, start + (sent + READ_BATCH / 2) / rate - time.monotonic()))
        _wait(lambda: bench.done() == total + len(warm), 900, pause=0.2)
        looks.append(look())
    print(looks[-1])
    with bench.database.read() as conn:
        verified = store.verify(conn)
        events = store.head(conn)
        tables = conn.exec_driver_sql(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
            " 'public'::regnamespace ORDER BY 2 DESC LIMIT 6"
        ).all()
        took = [seconds for (seconds,) in conn.execute(
            select(func.extract("epoch", log_event.c.recorded_at - article.c.received_at))
            .join(article, log_event.c.stream == "article-" + article.c.article_id)
            .where(log_event.c.type == "ArticleRead", article.c.url.startswith("https://soak."))
        )]  # fmt: skip
    assert verified.ok, verified.reason
    warm, end = looks[len(looks) // 5], looks[-1]
    took = sorted(map(float, took))
    print(
        f"  {total:,} articles, all read, the log of {events:,} events verifies; sending was at most {behind:.1f} s late\n"
        f"  memory of all workers after {warm.seconds:.0f} s {warm.workers / 1024:.0f} MiB, at the end "
        f"{end.workers / 1024:.0f} MiB; most {max(one.workers for one in looks) / 1024:.0f} MiB\n"
        f"  {end.database / total / 1024:.2f} KiB of database an article: "
        + ", ".join(f"{name} {bytes_ / total / 1024:.2f}" for name, bytes_ in tables)
        + f"\n  received to recorded: p50 {statistics.median(took) * 1000:.0f} ms, p99 {took[int(0.99 * len(took))] * 1000:.0f} ms, "
        f"longest {took[-1]:.1f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the articles")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES", help="a soak besides")
    parser.add_argument(
        "--rate", type=float, default=56, help="articles a second of the soak (56: 100,800 in 30 minutes)"
    )
    parser.add_argument(
        "--share",
        type=float,
        default=0.01,
        help="of the soak's articles that tell of meetings (0.01). They are of 16 states: with more, all meet all the time",
    )
    parser.add_argument(
        "--only", nargs="*", choices=["noop", "quarter", "twentieth", "plain", "latency"], help="only these parts"
    )
    parser.add_argument("--articles", type=int, metavar="N", help="so many of each kind, instead of thousands")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and workers are ended in any case
    parts = set(["noop", "quarter", "twentieth", "plain", "latency"] if options.only is None else options.only)
    share = 10 if options.quick else 1
    with tempfile.TemporaryDirectory() as directory, PostgreSQL(fsync=True) as postgresql, Valkey() as valkey:
        bench = Bench(Path(directory), postgresql, valkey)
        kinds = {
            "quarter": ("news, one in four about meetings", ordinary(options.articles or 4000 // share)),
            "twentieth": ("news, one in twenty about meetings", _mixed(options.articles or 4000 // share)),
            "plain": ("news without a meeting word", plain(options.articles or 6000 // share)),
        }
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores; CPU time in ms an article (or task)")
        for processes in (1, 2, 4) if "noop" in parts else ():
            rate, cost = noop_tasks(bench, processes, 5000 // share)
            note(
                "whole way",
                f"a task that does nothing, {processes} processes",
                f"{cost:.2f} ms of CPU, {rate:.0f} a second",
            )
            print(f"no-op tasks, {processes} processes: {rate:.0f} a second, CPU {cost:.2f}", flush=True)
        for kind, texts in (kinds[part] for part in kinds if part in parts):
            alone = reader_alone(bench, texts[: 1000 // share])
            print(f"{kind}: reader alone {alone:.2f} ms, {1000 / alone:.0f} a second and core", flush=True)
            for processes in (1, 2, 4):
                rate, mine, servers = through(bench, processes, texts)
                figure = f"{mine:.2f} ms of CPU an article (servers {servers:.2f}), {rate:.0f} a second"
                note("whole way", f"{kind}, {processes} processes", figure)
                note("whole way", f"{kind}, {processes} processes", f"{alone:.2f} ms of CPU", "reading alone")
                print(
                    f"  {processes} processes: {rate:.0f} articles a second; CPU workers {mine:.2f} (reading is "
                    f"{alone / mine:.0%} of it), servers {servers:.2f}",
                    flush=True,
                )
        for rate in (20,) if "latency" in parts else ():
            took = latency(bench, rate, 60 if not options.quick else 10)
            p50, p99 = (took[int(part * len(took))] * 1000 for part in (0.5, 0.99))
            note("whole way", f"received to recorded, {rate} articles a second", f"p50 {p50:.0f} ms, p99 {p99:.0f} ms")
            print(
                f"received to recorded at {rate} articles a second: p50 {statistics.median(took) * 1000:.0f} ms, "
                f"p99 {took[int(0.99 * len(took))] * 1000:.0f} ms ({len(took)} articles)"
            )
        if options.soak:
            soak(bench, options.soak, options.rate, options.share)


def _mixed(count: int) -> list[str]:
    rng = random.Random(5)
    return [one_article(rng, meetings=0.33 if n % 20 == 0 else 0.0) for n in range(count)]


if __name__ == "__main__":
    main()
