"""What polling costs: CPU per feed, cold, not modified and with the same bytes again; and a round of thousands of feeds.

    python -m benchmarks.feeds [--feeds 300] [--entries 40] [--latency 0.1 --many 3000]

The site runs in a process of its own, so that its CPU time is not counted as ours.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.integration.feeds.documents import numbered, rss
from tests.integration.feeds.site import Handler, Reply, Site
from worker.config import Feed
from worker.feeds import registry
from worker.feeds.poll import PollPolicy, poll, poll_many
from worker.http import Fetcher
from worker.log.database import Database

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
POLICY = PollPolicy(host_spacing=timedelta())


def serve(pipe: Connection, feeds: int, entries: int, latency: float) -> None:
    with Site() as site:
        for number in range(feeds):
            body = rss(*numbered(range(number * entries, (number + 1) * entries)), title=f"Feed {number}")

            def answer(handler: Handler, body: bytes = body, tag: str = f'"{number}"') -> Reply:
                if latency:
                    time.sleep(latency)
                if handler.headers.get("If-None-Match") == tag:
                    return Reply(status=304, headers={"ETag": tag})
                headers = {} if handler.headers.get("User-Agent", "").startswith("no-validators") else {"ETag": tag}
                return Reply(body, headers=headers)

            site[f"/{number}"] = answer
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


class Timer:
    def __init__(self, label: str, count: int) -> None:
        self.label, self.count = label, count

    def __enter__(self) -> None:
        self.cpu, self.wall = cpu(), time.perf_counter()

    def __exit__(self, *exc: object) -> None:
        used, wall = cpu() - self.cpu, time.perf_counter() - self.wall
        print(
            f"{self.label:42} {used / self.count * 1000:8.3f} ms CPU a feed {wall:8.2f} s in all {memory():7.0f} MiB",
            flush=True,
        )


def prepared(directory: str, port: int, feeds: int) -> Database:
    database = Database(f"sqlite:///{directory}/parley.db")
    database.migrate()
    with database.begin() as conn:
        registry.sync(
            conn, [Feed(name=f"f{number}", url=f"http://127.0.0.1:{port}/{number}") for number in range(feeds)], START
        )
    return database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--many", type=int, default=0, help="also poll so many feeds at once")
    parser.add_argument("--latency", type=float, default=0.1, help="seconds the site waits, for --many")
    parser.add_argument("--threads", type=int, default=32)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")

    def site(feeds: int, entries: int, latency: float) -> tuple[int, Connection, Any]:
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, feeds, entries, latency), daemon=True)
        process.start()
        return ours.recv(), ours, process

    port, pipe, process = site(options.feeds, options.entries, 0)
    print(f"{options.feeds} feeds × {options.entries} entries, SQLite with synchronous=FULL")
    with tempfile.TemporaryDirectory() as directory:
        database = prepared(directory, port, options.feeds)
        fetcher = Fetcher(allow_hosts={"127.0.0.1"})
        names = [f"f{number}" for number in range(options.feeds)]
        new = 0
        with Timer("first poll, every entry new", len(names)):
            for name in names:
                new += len(poll(database, fetcher, name, START, policy=POLICY).new_article_ids)
        assert new == options.feeds * options.entries, new
        with Timer("not modified (304)", len(names)):
            for name in names:
                assert poll(database, fetcher, name, START + timedelta(hours=1), policy=POLICY).status == 304
        plain = Fetcher(allow_hosts={"127.0.0.1"}, user_agent="no-validators")
        for name in names:
            poll(database, plain, name, START + timedelta(hours=25), policy=POLICY)
        with Timer("same bytes again (200)", len(names)):
            for name in names:
                assert poll(database, plain, name, START + timedelta(hours=26), policy=POLICY).status == 200
        with Timer("304 without the database", len(names)):
            for number in range(options.feeds):
                fetcher.get(f"http://127.0.0.1:{port}/{number}", headers={"If-None-Match": f'"{number}"'})
        database.dispose()
    pipe.send(None)
    process.join()

    if options.many:
        port, pipe, process = site(options.many, 3, options.latency)
        print(f"{options.many} feeds, {options.latency * 1000:.0f} ms latency, {options.threads} threads")
        with tempfile.TemporaryDirectory() as directory:
            database = prepared(directory, port, options.many)
            fetcher = Fetcher(allow_hosts={"127.0.0.1"}, connections_per_host=options.threads)
            names = [f"f{number}" for number in range(options.many)]
            for label, now in (("first round", START), ("second round, not modified", START + timedelta(hours=1))):
                with Timer(label, len(names)):
                    outcomes = poll_many(database, fetcher, names, now, policy=POLICY, concurrency=options.threads)
                    assert sum(outcome.error is None for outcome in outcomes) == len(names)
            database.dispose()
        pipe.send(None)
        process.join()


if __name__ == "__main__":
    main()
