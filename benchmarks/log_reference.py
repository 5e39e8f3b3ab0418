"""The Python ``eventsourcing`` library doing what benchmarks/log.py measures: appending, tailing, replaying.

Run by benchmarks/log.py with the interpreter of an environment that has the library (``make bench-others``; psycopg beside it
for PostgreSQL), so it imports nothing of Parley:

    .venv-bench/bin/python benchmarks/log_reference.py append URL --writers 4 --commits 250 --batch 1 --follow
    .venv-bench/bin/python benchmarks/log_reference.py replay URL

Prints one JSON object. Its recorders are used directly, with JSON encoded by the library's own transcoder; applications and
aggregates on top would only add to it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import sys
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.persistence import JSONTranscoder, StoredEvent


def recorder(url: str, functions: bool = False) -> Any:
    if url.startswith("sqlite:///"):
        from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

        return SQLiteApplicationRecorder(SQLiteDatastore(url.removeprefix("sqlite:///")))
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

    place = urlsplit(url)
    return PostgresApplicationRecorder(
        PostgresDatastore(
            dbname=place.path.lstrip("/"),
            host=place.hostname or "127.0.0.1",
            port=place.port or 5432,
            user=place.username or "postgres",
            password=place.password or "",
            enable_db_functions=functions,
        )
    )


def state(writer: int, n: int, size: int) -> dict[str, Any]:
    """Data whose JSON has about ``size`` bytes."""
    plain = {"article": f"https://news.example.org/2022/01/{writer}/{n}", "parties": ["RU", "US"], "revision": 1}
    return {**plain, "quote": "x" * (size - 120)}


def write(url: str, functions: bool, writer: int, commits: int, batch: int, size: int, go: Any, done: Any) -> None:
    own, encode = recorder(url, functions), JSONTranscoder().encode
    events = [[(writer, n * batch + i) for i in range(batch)] for n in range(commits)]
    datas = [[state(*one, size) for one in some] for some in events]
    own.max_notification_id()
    done.put(("ready", writer))
    go.wait()
    start = time.process_time()
    for some, states in zip(events, datas):
        own.insert_events(
            [
                StoredEvent(
                    uuid5(NAMESPACE_URL, f"{w}/{n // 8}"), n % 8 + 1, "parley.bench:MeetingReported", encode(data)
                )
                for (w, n), data in zip(some, states)
            ]
        )
    done.put(("done", time.process_time() - start))


def tail(url: str, functions: bool, expected: int, go: Any, done: Any) -> None:
    own, seen, after = recorder(url, functions), [], 0
    done.put(("ready", -1))
    go.wait()
    quiet_since = time.monotonic()
    while len(seen) < expected and time.monotonic() - quiet_since < 5:
        found = own.select_notifications(after + 1, 1000)
        for notification in found:
            seen.append(notification.id)
            after = notification.id
        if found:
            quiet_since = time.monotonic()
        else:
            time.sleep(0.005)
    done.put(("seen", (len(set(seen)), len(seen))))


def append(options: argparse.Namespace) -> dict[str, Any]:
    recorder(options.url, options.functions).create_table()
    context = mp.get_context("spawn")
    go, queue = context.Event(), context.Queue()
    total = options.writers * options.commits * options.batch
    common = (options.url, options.functions)
    processes = [
        context.Process(target=write, args=(*common, w, options.commits, options.batch, options.size, go, queue))
        for w in range(options.writers)
    ]
    if options.follow:
        processes.append(context.Process(target=tail, args=(*common, total, go, queue)))
    for process in processes:
        process.start()
    for _ in processes:
        assert queue.get()[0] == "ready"
    start = time.perf_counter()
    go.set()
    answers: list[Any] = []
    while sum(answer[0] == "done" for answer in answers) < options.writers:
        answers.append(queue.get())
    elapsed = time.perf_counter() - start
    cpu = sum(answer[1] for answer in answers if answer[0] == "done")
    found: dict[str, Any] = {
        "commits": options.writers * options.commits / elapsed,
        "events": total / elapsed,
        "cpu": cpu / (options.writers * options.commits) * 1e6,
    }
    if options.follow:
        different, seen = next((a[1] for a in answers if a[0] == "seen"), None) or queue.get()[1]
        found |= {"missed": total - different, "repeated": seen - different}
    for process in processes:
        process.join()
    return found


def replay(options: argparse.Namespace) -> dict[str, Any]:
    # CPU time of this process, as benchmarks/log.py takes it.
    own, decode = recorder(options.url), JSONTranscoder().decode
    count, after = 0, 0
    start = time.process_time()
    while found := own.select_notifications(after + 1, 1000):
        for notification in found:
            decode(notification.state)
            count += 1
        after = found[-1].id
    return {"events": count / (time.process_time() - start)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("append", "replay"))
    parser.add_argument("url")
    parser.add_argument("--writers", type=int, default=1)
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--size", type=int, default=800, help="bytes of JSON an event")
    parser.add_argument("--follow", action="store_true")
    parser.add_argument("--functions", action="store_true", help="the library's SQL functions (PostgreSQL)")
    options = parser.parse_args()
    json.dump(append(options) if options.what == "append" else replay(options), sys.stdout)


if __name__ == "__main__":
    main()
