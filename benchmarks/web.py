"""How quickly the talks page is answered while the archive is large.

    python -m benchmarks.web                    # 100,000 meetings; --meetings N for fewer, --rate N, --seconds N

``parley web`` runs in a process of its own over a SQLite log of so many meetings (``benchmarks.log``). Requests are sent at a
steady rate whether or not answers come (open loop), over connections that are kept, so that a slow answer is not hidden by
the requests that would have waited for it. The log grows by one change every two seconds, which makes every kept answer stale.

With ``--worker`` a worker process reads articles into the same database meanwhile, as fast as it can, every tenth of them about
meetings, and the server is kept to one core: ``beside`` leaves the worker the others, ``same`` puts both on that one.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import urllib3
from sqlalchemy import func, select

from benchmarks.log import META, lives
from benchmarks.table import note
from benchmarks.world_news import article as one_article
from domain.events import MeetingAnnounced, MeetingFacts
from domain.reports import Format, Status
from worker import inbox
from worker.config import load
from worker.log import model, store
from worker.log.database import Database
from worker.log.store import NewEvent
from worker.log.tables import change, meeting
from worker.pipeline import read_articles
from worker.runtime import Runtime
from worker.work import READ_BATCH


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--worker", choices=("none", "beside", "same"), default="none")
    parser.add_argument("--database", type=Path, help="a SQLite file made before, instead of a new one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        path = options.database or Path(directory) / "large.db"
        url = f"sqlite:///{path}"
        if options.database is None:
            lives(url, options.meetings)
            database = Database(url)
            model.rebuild(database)
            database.dispose()
        measure(url, Path(directory), options.rate, options.seconds, options.worker)


def measure(url: str, directory: Path, rate: int, seconds: int, worker: str) -> None:
    config = directory / "config"
    config.mkdir()
    (config / "parley.toml").write_text("")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "PARLEY_CONFIG_DIR": str(config), "PARLEY_DATABASE_URL": url}
    server = subprocess.Popen(
        [sys.executable, "-m", "worker", "web", "--port", str(port)], env=environ, stderr=subprocess.DEVNULL
    )
    try:
        base = f"http://127.0.0.1:{port}"
        pool = urllib3.PoolManager(
            num_pools=1, maxsize=64, block=True, retries=urllib3.Retry(connect=50, backoff_factor=0.1)
        )
        for path in (
            "/",
            "/?month=2005-06",
            "/changes",
            "/changes?q=geneva",
            "/changes?q=%22at+10%22+zurich",
            "/meetings.csv",
            "/changes.csv",
            "/talks.ics",
            "/api/v1/meetings",
            "/metrics",
        ):
            began, cpu = time.perf_counter(), _cpu(server.pid)
            answer = pool.request("GET", base + path, preload_content=False)
            size, first = 0, 0.0
            for piece in answer.stream():
                first, size = first or (time.perf_counter() - began) * 1e3, size + len(piece)
                if path == "/changes.csv" and size > 100_000:  # all of it would take a minute
                    answer.close()
                    break
            wall, spent = (time.perf_counter() - began) * 1e3, (_cpu(server.pid) - cpu) * 1e3
            if path != "/":  # that one waits for the start of the server
                note(
                    "pages",
                    f"first answer, {path}",
                    f"{first:,.0f} ms to the first byte, {wall:,.0f} ms, {size / 1e3:,.0f} kB",
                )
            print(
                f"{path}: first byte after {first:,.0f} ms, whole after {wall:,.0f} ms, {spent:,.0f} ms of CPU, {size / 1e3:,.0f} kB"
            )
        print(f"memory of the server: {_memory(server.pid):,.0f} MB at most")
        if worker == "none":
            _steady(pool, base + "/", url, server.pid, rate, seconds, "")
            return
        cores = sorted(os.sched_getaffinity(0))
        # Threads are counted singly by the kernel: the server has made some by now.
        for thread in os.listdir(f"/proc/{server.pid}/task"):
            os.sched_setaffinity(int(thread), cores[:1])
        reader = mp.get_context("spawn").Process(
            target=_read, args=(url, config, cores[:1] if worker == "same" else cores[1:]), daemon=True
        )
        reader.start()
        try:
            time.sleep(5)  # until it reads
            _steady(pool, base + "/", url, server.pid, rate, seconds, f", a worker {WHERE[worker]}")
        finally:
            reader.terminate()
            reader.join()
    finally:
        server.terminate()
        server.wait()


WHERE = {"beside": "on the other core", "same": "on the same core"}


def _read(url: str, config: Path, cores: list[int]) -> None:
    """Read articles into the database without end, as a worker does."""
    os.sched_setaffinity(0, cores)
    runtime = Runtime(load(config, {"PARLEY_DATABASE_URL": url}))
    rng = random.Random(time.time_ns())
    while True:
        now = datetime.now(UTC)
        items = [_item(one_article(rng, meetings=0.33 if n % 10 == 0 else 0.0), now) for n in range(READ_BATCH)]
        with runtime.database.begin() as conn:
            ids = [receipt.article_id for receipt in inbox.receive(conn, items, now)]
        for _ in read_articles(runtime, ids):
            pass


def _item(text: str, now: datetime) -> inbox.Item:
    title, _, content = text.partition(". ")
    return inbox.Item(
        url=f"https://news.example/{time.time_ns()}",
        guid=None,
        title=title,
        content=content,
        content_type="text/plain",
        published_at=now,
        published_raw=None,
        feed=None,
        outlet="Example News",
    )


def _memory(pid: int) -> float:
    """The most that a process has held so far, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


def _steady(pool: urllib3.PoolManager, address: str, url: str, pid: int, rate: int, seconds: int, beside: str) -> None:
    database = Database(url)
    with database.read() as conn:
        meetings = conn.execute(select(func.count()).select_from(meeting)).scalar_one()
    database.dispose()
    taken: list[float] = []
    lock, ended = threading.Lock(), threading.Event()
    start = time.perf_counter() + 0.2
    numbers = iter(range(rate * seconds))

    def ask() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            answer = pool.request("GET", address, headers={"accept-encoding": "gzip"})
            assert answer.status == 200
            with lock:
                taken.append(time.perf_counter() - due)

    def grow() -> None:
        database = Database(url)
        while not ended.wait(2.0):
            meeting_id = str(uuid.uuid4())
            facts = MeetingFacts(
                parties=("RU", "US"), status=Status.SCHEDULED, when=None, where=None, format=Format.UNKNOWN
            )
            event = MeetingAnnounced(
                meeting_id=meeting_id, before=None, after=facts, report_id=None, evidence=(), article=None
            )
            with database.begin() as conn:
                new = NewEvent(event, f"bench-{meeting_id}")
                recorded = store.append(conn, [new], meta=META, recorded_at=datetime.now(UTC))
                model.project(conn, recorded)
        database.dispose()

    growing = threading.Thread(target=grow)
    if not beside:
        growing.start()
    cpu, began = _cpu(pid), _state(url)
    threads = [threading.Thread(target=ask) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu = _cpu(pid) - cpu
    ended.set()
    if not beside:
        growing.join()
    grown = [b - a for a, b in zip(began, _state(url), strict=True)]
    ordered = sorted(taken)
    at = {share: ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3 for share in (0.5, 0.99)}
    note("pages", f"median{beside}", f"{at[0.5]:.1f} ms")
    note("pages", f"99th percentile{beside}", f"{at[0.99]:.1f} ms at {rate} requests a second, {meetings:,} meetings")
    note("pages", f"CPU time{beside}", f"{cpu / seconds:.2f} s a second, {cpu / len(taken) * 1e3:.2f} ms a request")
    print(
        f"{len(taken):,} requests at {rate} a second{beside}: p50 {at[0.5]:.1f} ms, p99 {at[0.99]:.1f} ms, "
        f"worst {ordered[-1] * 1e3:.0f} ms, mean {statistics.fmean(taken) * 1e3:.1f} ms; "
        f"{cpu / seconds:.2f} s of CPU a second, {cpu / len(taken) * 1e3:.2f} ms a request; meanwhile"
        f" {grown[0] / seconds:.0f} events and {grown[1] / seconds:.1f} changes a second were recorded"
    )


def _state(url: str) -> tuple[int, int]:
    """The log's position and how many changes there are."""
    database = Database(url)
    with database.read() as conn:
        found = store.head(conn), int(conn.execute(select(func.count()).select_from(change)).scalar_one())
    database.dispose()
    return found


def _cpu(pid: int) -> float:
    """Seconds of CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
