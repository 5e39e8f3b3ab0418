"""Alerts: from the event to the first attempt, with every hook well and with some of them down; nothing lost or doubled.

    python -m benchmarks.alerts                    # 10,000 changes, 20 hooks of which 5 are down, PostgreSQL; 17 minutes
    python -m benchmarks.alerts --changes 1000     # a tenth of it
    python -m benchmarks.alerts --database sqlite
    python -m benchmarks.alerts --queries          # what the questions to the outbox cost with a million rows

Changes are recorded by a process of their own at a steady rate, as reading does it: event, read model and outbox in one
transaction, then a wake-up. A second process delivers. A third one receives: it answers the healthy hooks at once; of the
hooks that are down two refuse connections, two take them and never answer, one answers 503. The time is taken from the
transaction that recorded the change, just before it begins, to the arrival of the request at the receiver.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from benchmarks.table import note
from domain.alerts import Hook
from domain.events import ArticleRef, MeetingAnnounced, MeetingFacts, MeetingReported, MeetingRescheduled, Meta
from domain.reports import Evidence, Format, Precision, Report, Status, When, Where
from tests.servers import PostgreSQL, free_port
from worker.alerts import claims, figures, outbox
from worker.alerts.upkeep import upkeep
from worker.config import Config
from worker.log import model, store
from worker.log.database import Database
from worker.log.store import NewEvent
from worker.log.tables import outbox as table
from worker.runtime import Runtime
from worker.settings import Settings

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
CHANGES_PER_MEETING = 4
TIMEOUT_SECONDS = 10.0
"""Of the hooks that never answer."""


# --- the receiver ---------------------------------------------------------------------------------------------------


def receive(port: int, results: Any, stop: Any) -> None:
    """A small HTTP server: notes path, id, time and event of each request. ``/hang`` is never answered, ``/busy`` with 503."""
    arrivals: list[tuple[str, str, float, str]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                at = time.time()
                line, *lines = head.split("\r\n")
                headers = dict(one.lower().split(": ", 1) for one in lines if ": " in one)
                body = await reader.readexactly(int(headers["content-length"]))
                path = line.split(" ")[1]
                event = json.loads(body)
                arrivals.append((path, headers["webhook-id"], at, event["id"]))
                if path.startswith("/hang"):
                    await asyncio.sleep(3600)
                status = b"503 Service Unavailable" if path.startswith("/busy") else b"200 OK"
                writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", port)
        async with server:
            await asyncio.to_thread(stop.wait)
            results.put(arrivals)
            results.close()
            await asyncio.to_thread(results.join_thread)  # a hundred thousand of them take their time
        os._exit(0)

    asyncio.run(run())


# --- what is told ---------------------------------------------------------------------------------------------------


def hooks_of(port: int, healthy: int, down: int) -> list[Hook]:
    def hook(name: str, url: str) -> Hook:
        return Hook.model_validate(
            {
                "name": name,
                "kind": "webhook",
                "url": url,
                "secrets": [SECRET],
                "allow_private": True,
                "timeout_seconds": TIMEOUT_SECONDS,
            }
        )

    base = f"http://127.0.0.1:{port}"
    nobody = free_port()
    ways = [
        lambda n: f"http://127.0.0.1:{nobody}/refuse{n}",
        lambda n: f"{base}/hang{n}",
        lambda n: f"{base}/busy{n}",
        lambda n: f"http://127.0.0.1:{nobody}/refuse{n}",
        lambda n: f"{base}/hang{n}",
    ]
    found = [hook(f"well-{n}", f"{base}/well{n}") for n in range(healthy)]
    return found + [hook(f"down-{n}", ways[n % len(ways)](n)) for n in range(down)]


def events_of(number: int, now: datetime) -> list[NewEvent]:
    meeting, turn = divmod(number, CHANGES_PER_MEETING)
    quote = (Evidence(start=0, end=29, quote="the delegations will meet at 10", role="status"),)

    def facts(day: int) -> MeetingFacts:
        when = When(start=date(2030, 1, day), end=date(2030, 1, day), precision=Precision.DAY)
        return MeetingFacts(
            parties=("RU", "US"),
            status=Status.SCHEDULED,
            when=when,
            where=Where(city="Geneva", country="CH"),
            format=Format.IN_PERSON,
        )

    article = ArticleRef(
        article_id=f"a{number}",
        revision=1,
        url=f"https://news.example/{number}",
        outlet="The Example",
        title="Delegations meet in Geneva",
        published_at=now,
    )
    after, before = facts(10 + turn), facts(9 + turn)
    report = Report(parties=after.parties, status=after.status, when=after.when, where=after.where, evidence=quote)
    filed = MeetingReported(meeting_id=f"m{meeting}", report_id=f"r{number}", article=article, report=report)
    kind: Any = MeetingAnnounced if turn == 0 else MeetingRescheduled
    change = kind(
        meeting_id=f"m{meeting}",
        before=None if turn == 0 else before,
        after=after,
        report_id=f"r{number}",
        evidence=quote,
        article=article,
    )
    return [NewEvent(filed, f"f{number}"), NewEvent(change, f"c{number}")]


def produce(url: str, hooks: list[Hook], changes: int, rate: float, wakes: Any, results: Any) -> None:
    """Record the changes, one article each, meetings in turn, at ``rate`` a second."""
    database = Database(url)
    meetings = changes // CHANGES_PER_MEETING
    begun: dict[str, float] = {}
    start = time.monotonic()
    late = 0.0
    for count in range(changes):
        number = (count % meetings) * CHANGES_PER_MEETING + count // meetings
        wait = start + count / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        late = max(late, -wait)
        now = datetime.now(UTC)
        begun[f"c{number}"] = time.time()
        with database.begin() as conn:
            recorded = store.append(conn, events_of(number, now), meta=Meta(), recorded_at=now)
            model.project(conn, recorded)
            names = outbox.enqueue(conn, recorded, hooks, [], now)
        wakes.put(names)
    wakes.put(None)
    results.put((begun, time.monotonic() - start, late))


def deliver(url: str, hooks: list[Hook], wakes: Any, done: Any, spent: Any) -> None:
    settings = Settings.model_validate({"database": {"url": url}, "log": {"level": "error"}})
    from worker.logs import setup

    setup("error")
    runtime = Runtime(Config(settings, hooks=tuple(hooks), config_dir=Path("/nowhere")))
    dispatcher = runtime.dispatcher

    def sweep() -> None:
        while not done.wait(20):
            dispatcher.wake()

    threading.Thread(target=sweep, daemon=True).start()
    while (names := wakes.get()) is not None:
        dispatcher.wake(names)
    done.wait()
    spent.put(time.process_time())
    time.sleep(0.2)
    os._exit(0)


# --- one run --------------------------------------------------------------------------------------------------------


@contextmanager
def database_of(kind: str) -> Iterator[str]:
    with ExitStack() as stack:
        if kind == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{folder}/bench.db"
        else:
            url = stack.enter_context(PostgreSQL(fsync=True)).create("alerts_test")
        database = Database(url)
        database.migrate()
        database.dispose()
        yield url


def run(kind: str, changes: int, rate: float, healthy: int, down: int) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    port = free_port()
    hooks = hooks_of(port, healthy, down)
    with database_of(kind) as url:
        stop, done = context.Event(), context.Event()
        arrivals_queue, produced, wakes, spent = (context.Queue() for _ in range(4))
        receiver = context.Process(target=receive, args=(port, arrivals_queue, stop), daemon=True)
        deliverer = context.Process(target=deliver, args=(url, hooks, wakes, done, spent), daemon=True)
        producer = context.Process(target=produce, args=(url, hooks, changes, rate, wakes, produced), daemon=True)
        receiver.start()
        deliverer.start()
        time.sleep(3)
        producer.start()
        begun, seconds, late = produced.get()
        database = Database(url)
        left = -1
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline:
            with database.read() as conn:
                query = select(func.count()).select_from(table)
                left = conn.scalar(query.where(table.c.state == "pending", table.c.hook.like("well-%"))) or 0
            if not left:
                break
            time.sleep(0.5)
        with database.read() as conn:
            attempts_down = conn.scalar(select(func.sum(table.c.attempts)).where(table.c.hook.like("down-%")))
            kept = conn.scalar(
                select(func.count()).select_from(table).where(table.c.hook.like("down-%"), table.c.state == "pending")
            )
        done.set()
        stop.set()
        arrivals = arrivals_queue.get(timeout=60)
        cpu = spent.get(timeout=60)
        for process in (receiver, deliverer, producer):
            process.join(10)
        database.dispose()
    first: dict[tuple[str, str], float] = {}
    counted: Counter[tuple[str, str]] = Counter()
    order: dict[tuple[str, str], list[int]] = {}
    for path, _, at, event in arrivals:
        if path.startswith("/well"):
            counted[path, event] += 1
            if (path, event) not in first:
                first[path, event] = at
                number = int(event[1:])
                order.setdefault((path, str(number // CHANGES_PER_MEETING)), []).append(number)
    waits = sorted(at - begun[event] for (_, event), at in first.items())
    return {
        "changes": changes,
        "rate": round(changes / seconds, 1),
        "recording was late by": round(late, 2),
        "messages to healthy hooks": len(waits),
        "missing": changes * healthy - len(waits),
        "doubled": sum(count > 1 for count in counted.values()),
        "out of order": sum(numbers != sorted(numbers) for numbers in order.values()),
        "p50 ms": round(1000 * waits[len(waits) // 2], 1),
        "p99 ms": round(1000 * waits[int(len(waits) * 0.99)], 1),
        "max ms": round(1000 * waits[-1], 1),
        "mean ms": round(1000 * statistics.fmean(waits), 1),
        "CPU ms of the delivering process for a message": round(1000 * cpu / max(len(arrivals), 1), 2),
        "kept for hooks that are down": kept,
        "attempts at hooks that are down": attempts_down,
    }


# --- a million rows -------------------------------------------------------------------------------------------------


def timed(work: Callable[[], Any], times: int = 20) -> float:
    """The median in milliseconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return round(1000 * statistics.median(found), 2)


def queries(kind: str, rows: int) -> dict[str, Any]:
    """What a claim, an enqueue, the sweep, the figures and the upkeep cost beside ``rows`` rows, of which one in a hundred waits
    for a hook that is down."""
    with database_of(kind) as url:
        database = Database(url)
        hooks = [
            Hook.model_validate({"name": f"h{n}", "kind": "log", "horizon_days": 3650, "concurrency": 32})
            for n in range(20)
        ]
        now = datetime.now(UTC)
        made, number = 0, 0
        while made < rows:
            batch = []
            for _ in range(500):
                for hook in hooks:
                    waits = hook.name == "h19" and number % 5 == 0
                    batch.append(
                        {
                            "outbox_id": f"{number:08}-{hook.name}",
                            "change_id": f"x{number}",
                            "position": number + 1,
                            "meeting_id": f"old{number // 5}",
                            "hook": hook.name,
                            "state": "pending" if waits else "sent" if number % 3 else "skipped",
                            "attempts": 1,
                            "next_attempt_at": now + (timedelta(hours=1) if waits else timedelta(0)),
                            "created_at": now - timedelta(seconds=rows - number),
                        }
                    )
                number += 1
            with database.begin() as conn:
                conn.execute(insert(table), batch)
            made += len(batch)
        if kind != "sqlite":
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
                conn.exec_driver_sql("ANALYZE")
        else:
            with database.begin() as conn:
                conn.exec_driver_sql("ANALYZE")
        counter = iter(range(10**6))

        def record() -> None:
            at = datetime.now(UTC)
            with database.begin() as conn:
                recorded = store.append(conn, events_of(next(counter), at), meta=Meta(), recorded_at=at)
                model.project(conn, recorded)
                outbox.enqueue(conn, recorded, hooks, [], at)

        def claim() -> None:
            at = datetime.now(UTC)
            with database.begin() as conn:
                row = claims.take(conn, hooks[0], at).row
                assert row is not None
            with database.begin() as conn:
                claims.record(conn, hooks[0], row, claims.Outcome("sent", status=200), at)

        def idle() -> None:
            with database.begin() as conn:
                assert claims.take(conn, hooks[19], datetime.now(UTC) - timedelta(hours=2)).row is None

        def sweep() -> None:
            with database.read() as conn:
                outbox.due_hooks(conn, hooks, datetime.now(UTC))

        def look() -> None:
            with database.read() as conn:
                figures.figures(conn, hooks, datetime.now(UTC))

        result = {
            "rows": made,
            "record a change for 20 hooks": timed(record, 60),
            "claim and record": timed(claim, 40),
            "nothing to claim": timed(idle),
            "sweep": timed(sweep),
            "figures": timed(look),
            "upkeep": timed(lambda: upkeep(database, hooks, datetime.now(UTC))),
        }
        database.dispose()
        return result


def _note(found: dict[str, Any], how: str) -> None:
    note(
        "alerts",
        f"median from event to first attempt{how}",
        f"{found['p50 ms']} ms at {found['rate']} changes a second",
    )
    note("alerts", f"99th percentile{how}", f"{found['p99 ms']} ms, {found['messages to healthy hooks']:,} messages")
    note(
        "alerts",
        f"missing, doubled, out of order{how}",
        ", ".join(str(found[k]) for k in ("missing", "doubled", "out of order")),
    )
    note("alerts", f"CPU time of a message{how}", f"{found['CPU ms of the delivering process for a message']} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=12.0, help="changes a second: 180 messages to the healthy hooks")
    parser.add_argument("--hooks", type=int, default=20)
    parser.add_argument("--down", type=int, default=5)
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--queries", action="store_true")
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    if given.queries:
        print(json.dumps(queries(given.database, given.rows), indent=2))
        return
    healthy = given.hooks - given.down
    # With all of them well a fifth is enough: it is there to compare the waits with.
    for down, changes in ((0, max(given.changes // 5, 100)), (given.down, given.changes)):
        print(f"{healthy} healthy hooks, {down} down, {changes:,} changes, {given.database}", file=sys.stderr)
        found = run(given.database, changes, given.rate, healthy, down)
        _note(found, "; five hooks down" if down == 5 else f"; {down} hooks down" if down else "")
        print(json.dumps(found, indent=2), flush=True)


if __name__ == "__main__":
    main()
