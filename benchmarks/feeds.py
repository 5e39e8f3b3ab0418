"""What polling costs: CPU per feed, cold, not modified and with the same bytes again; and a round of thousands of feeds.

    make bench-others                          # once: lemon24/reader, in an environment of its own
    python -m benchmarks.feeds [--feeds 300] [--entries 40] [--many 3000 --latency 0.1] [--articles 100000]

The site runs in a process of its own, so that its CPU time is not counted as anybody's. Feeds are polled as the task does
it, by ``poll_many`` in batches; reader is asked for the same in its own way (``update_feeds``), from the same site.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.table import OURS, note
from tests.integration.feeds.documents import numbered, rss
from tests.integration.feeds.site import Handler, Reply, Site
from worker.config import Feed
from worker.feeds import registry
from worker.feeds.poll import PollPolicy
from worker.feeds.rounds import poll_many
from worker.http import Fetcher
from worker.log.database import Database

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
POLICY = PollPolicy(host_spacing=timedelta())
BATCH = 50
OTHERS = Path(__file__).parents[1] / ".venv-bench" / "bin" / "python"


def serve(pipe: Connection, feeds: int, entries: int, latency: float) -> None:
    """``/N`` is a feed with an ETag, ``/same/N`` the same without any validator."""
    with Site() as site:
        for number in range(feeds):
            body = rss(*numbered(range(number * entries, (number + 1) * entries)), title=f"Feed {number}")

            def answer(handler: Handler, body: bytes = body, tag: str = f'"{number}"') -> Reply:
                if latency:
                    time.sleep(latency)
                if handler.headers.get("If-None-Match") == tag:
                    return Reply(status=304, headers={"ETag": tag})
                return Reply(body, headers={"ETag": tag})

            site[f"/{number}"] = answer
            site[f"/same/{number}"] = Reply(body)
        pipe.send(site.port)
        pipe.recv()


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def memory() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def told(label: str, cpu_ms: float, wall_ms: float, more: str = "", what: str = "", who: str = OURS) -> None:
    note("polling", what or label, f"{cpu_ms:.2f} ms of CPU, {wall_ms:.2f} by the clock", who)
    print(f"{label:40} {cpu_ms:8.2f} ms CPU {wall_ms:8.2f} ms wall a feed {more}", flush=True)


class Timer:
    def __init__(self, label: str, count: int) -> None:
        self.label, self.count = label, count

    def __enter__(self) -> None:
        self.cpu, self.wall = cpu(), time.perf_counter()

    def __exit__(self, *exc: object) -> None:
        used, wall = cpu() - self.cpu, time.perf_counter() - self.wall
        more = f"{wall:6.1f} s in all, {memory():.0f} MiB"
        told(self.label, used / self.count * 1000, wall / self.count * 1000, more)


def migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.dispose()


def prepared(directory: str, port: int, feeds: int, prefix: str = "") -> Database:
    url = f"sqlite:///{directory}/parley.db"
    # Elsewhere, as where there are many processes: whoever polls brings no database up to date, and need not hold what does.
    process = multiprocessing.get_context("spawn").Process(target=migrate, args=(url,))
    process.start()
    process.join()
    database = Database(url)
    wanted = [Feed(name=f"f{number}", url=f"http://127.0.0.1:{port}/{prefix}{number}") for number in range(feeds)]
    with database.begin() as conn:
        registry.sync(conn, wanted, START)
    return database


def poll_all(database: Database, fetcher: Fetcher, names: Sequence[str], now: datetime, concurrency: int) -> list[Any]:
    outcomes = []
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        outcomes += poll_many(database, fetcher, batch, now, policy=POLICY, concurrency=concurrency)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    assert not errors, errors[0]
    return outcomes


def costs(port: int, feeds: int, entries: int, concurrency: int) -> None:
    names = [f"f{number}" for number in range(feeds)]
    fetcher = Fetcher(allow_hosts={"127.0.0.1"}, connections_per_host=concurrency)
    with tempfile.TemporaryDirectory() as directory:
        database = prepared(directory, port, feeds)
        with Timer("first poll, every entry new", feeds):
            outcomes = poll_all(database, fetcher, names, START, concurrency)
        assert sum(len(outcome.new_article_ids) for outcome in outcomes) == feeds * entries
        with Timer("not modified (304)", feeds):
            outcomes = poll_all(database, fetcher, names, START + timedelta(hours=1), concurrency)
        assert {outcome.status for outcome in outcomes} == {304}
        database.dispose()
    with tempfile.TemporaryDirectory() as directory:
        database = prepared(directory, port, feeds, "same/")
        poll_all(database, fetcher, names, START, concurrency)
        with Timer("same bytes again (200)", feeds):
            outcomes = poll_all(database, fetcher, names, START + timedelta(hours=1), concurrency)
        assert {(outcome.status, outcome.new_article_ids) for outcome in outcomes} == {(200, ())}
        with Timer("304 without database and threads", feeds):
            for number in range(feeds):
                fetcher.get(f"http://127.0.0.1:{port}/{number}", headers={"If-None-Match": f'"{number}"'})
        database.dispose()


def reader(port: int, feeds: int, python: Path) -> None:
    script = str(Path(__file__).with_name("feeds_reader.py"))
    interpreter = str(python) if python.exists() else sys.executable
    done = subprocess.run([interpreter, script, str(port), str(feeds)], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"reader: {done.stderr.strip().splitlines()[-1]}")
        return
    found = json.loads(done.stdout)
    if "missing" in found:
        print(f"reader is not here: {found['missing']}")
        return
    for name, label in (
        ("cold", "first poll, every entry new"),
        ("304", "not modified (304)"),
        ("same", "same bytes again (200)"),
    ):
        told(f"{found['what']}, {label}", found[name]["cpu_ms"], found[name]["wall_ms"], "", label, found["what"])


def many(port: int, feeds: int, threads: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        database = prepared(directory, port, feeds)
        fetcher = Fetcher(allow_hosts={"127.0.0.1"}, connections_per_host=threads)
        names = [f"f{number}" for number in range(feeds)]
        for label, now in (("first round", START), ("second round, not modified", START + timedelta(hours=1))):
            with Timer(label, feeds):
                poll_all(database, fetcher, names, now, threads)
        database.dispose()


def grown(port: int, feeds: int, entries: int, concurrency: int) -> None:
    """Memory while all articles of so many feeds come in."""
    names = [f"f{number}" for number in range(feeds)]
    fetcher = Fetcher(allow_hosts={"127.0.0.1"}, connections_per_host=concurrency)
    with tempfile.TemporaryDirectory() as directory:
        database = prepared(directory, port, feeds)
        for tenth in range(10):
            start, end = feeds * tenth // 10, feeds * (tenth + 1) // 10
            poll_all(database, fetcher, names[start:end], START, concurrency)
            print(f"memory after {end * entries:,} articles: {memory():.1f} MiB", flush=True)
        database.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--concurrency", type=int, default=BATCH)
    parser.add_argument("--many", type=int, default=0, help="also poll so many feeds at once")
    parser.add_argument("--articles", type=int, default=0, help="also watch the memory while so many come in")
    parser.add_argument("--latency", type=float, default=0.1, help="seconds the site waits, for --many")
    parser.add_argument("--others", type=Path, default=OTHERS, help="Python that has reader")
    options = parser.parse_args()
    gc.set_threshold(10_000, 10, 10)  # as the program does
    context = multiprocessing.get_context("spawn")

    def site(feeds: int, entries: int, latency: float) -> tuple[int, Connection, Any]:
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, feeds, entries, latency), daemon=True)
        process.start()
        return ours.recv(), ours, process

    port, pipe, process = site(options.feeds, options.entries, 0)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{options.feeds} feeds × {options.entries} entries, SQLite with synchronous=FULL, load {load}")
    costs(port, options.feeds, options.entries, options.concurrency)
    reader(port, options.feeds, options.others)
    pipe.send(None)
    process.join()

    if options.articles:
        feeds = options.articles // options.entries
        port, pipe, process = site(feeds, options.entries, 0)
        # In a process of its own, whose memory nothing else has stretched.
        measured = context.Process(target=grown, args=(port, feeds, options.entries, options.concurrency))
        measured.start()
        measured.join()
        pipe.send(None)
        process.join()

    if options.many:
        port, pipe, process = site(options.many, 3, options.latency)
        print(
            f"{options.many} feeds of 3 entries, {options.latency * 1000:.0f} ms latency, {options.concurrency} at once"
        )
        many(port, options.many, options.concurrency)
        pipe.send(None)
        process.join()


if __name__ == "__main__":
    main()
