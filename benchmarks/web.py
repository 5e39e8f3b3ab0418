"""How quickly the talks page is answered while the archive is large.

    python -m benchmarks.web                    # 100,000 meetings; --meetings N for fewer, --rate N, --seconds N

``parley web`` runs in a process of its own over a SQLite log of so many meetings (``benchmarks.log``). Requests are sent at a
steady rate whether or not answers come (open loop), over connections that are kept, so that a slow answer is not hidden by
the requests that would have waited for it. The log grows by one event every two seconds, which makes every kept answer stale.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import urllib3
from sqlalchemy import func, select

from benchmarks.log import META, lives
from benchmarks.table import note
from domain.events import FeedNotice
from worker.log import model, store
from worker.log.database import Database
from worker.log.store import NewEvent
from worker.log.tables import meeting


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--seconds", type=int, default=20)
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
        measure(url, Path(directory), options.rate, options.seconds)


def measure(url: str, directory: Path, rate: int, seconds: int) -> None:
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
            "/talks.ics",
            "/api/v1/meetings",
            "/metrics",
        ):
            began, cpu = time.perf_counter(), _cpu(server.pid)
            size = len(pool.request("GET", base + path).data)
            wall = (time.perf_counter() - began) * 1e3
            if path != "/":  # that one waits for the start of the server
                note("pages", f"first answer, {path}", f"{wall:,.0f} ms, {size / 1e3:,.0f} kB")
            print(
                f"{path}: first answer {(time.perf_counter() - began) * 1e3:,.0f} ms, {(_cpu(server.pid) - cpu) * 1e3:,.0f} ms of CPU, {size / 1e3:,.0f} kB"
            )
        _steady(pool, base + "/", url, server.pid, rate, seconds)
    finally:
        server.terminate()
        server.wait()


def _steady(pool: urllib3.PoolManager, address: str, url: str, pid: int, rate: int, seconds: int) -> None:
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
        for n in range(10**6):
            if ended.wait(2.0):
                break
            event = NewEvent(FeedNotice(feed="bench", notice="failing", detail=str(n)), f"bench-{time.time_ns()}")
            store.record(database, [event], meta=META, recorded_at=datetime.now(UTC))
        database.dispose()

    growing = threading.Thread(target=grow)
    growing.start()
    cpu = _cpu(pid)
    threads = [threading.Thread(target=ask) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu = _cpu(pid) - cpu
    ended.set()
    growing.join()
    ordered = sorted(taken)
    at = {share: ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3 for share in (0.5, 0.99)}
    note("pages", "median", f"{at[0.5]:.1f} ms")
    note("pages", "99th percentile", f"{at[0.99]:.1f} ms at {rate} requests a second, {meetings:,} meetings")
    note("pages", "CPU time", f"{cpu / seconds:.2f} s a second, {cpu / len(taken) * 1e3:.2f} ms a request")
    print(
        f"{len(taken):,} requests at {rate} a second: p50 {at[0.5]:.1f} ms, p99 {at[0.99]:.1f} ms, "
        f"worst {ordered[-1] * 1e3:.0f} ms, mean {statistics.fmean(taken) * 1e3:.1f} ms; "
        f"{cpu / seconds:.2f} s of CPU a second, {cpu / len(taken) * 1e3:.2f} ms a request"
    )


def _cpu(pid: int) -> float:
    """Seconds of CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
