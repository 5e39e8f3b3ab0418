"""Kill a process at the statements of what it does, and look at what is left.

Run as a program: ``python -m tests.integration.log.crashes SCENARIO DIRECTORY|URL [every]``. A rehearsal tells the statements.
Then one child is forked for each of them (without ``every`` for the first and the last of those that read alike), which does
the work and kills itself with SIGKILL right before, and on PostgreSQL also right after, that statement. What is left must be
the state before the work or the state after it, row by row, or where the work is several transactions a state after one of
these; and each such state is examined thoroughly.

Prints a JSON object: how many statements there are, how many of them are different, how many children were killed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from domain.reports import Where
from tests.conftest import empty
from tests.integration.log.stories import NOW, WINTER, take, take_all
from tests.integration.test_reread import Fixed, Reader, days, ingest, run
from worker.config import load
from worker.log import model, queries, store
from worker.log.database import Database
from worker.runtime import Runtime


class Fuse:
    """Burns down with each statement; at zero the process is gone. One without a length only keeps what it saw."""

    def __init__(self, length: int | None = None) -> None:
        self.length = length
        self.seen: list[str] = []

    def burn(self, statement: object) -> None:
        self.seen.append(str(statement))
        if len(self.seen) == self.length:
            os.kill(os.getpid(), signal.SIGKILL)

    def lay(self, database: Database) -> None:
        if database.dialect == "sqlite":
            event.listen(database.engine, "connect", lambda connection, _: connection.set_trace_callback(self.burn))
            return
        from worker.log.driver import Connection

        for name in ("execute_simple", "execute_pipelined", "call"):
            setattr(Connection, name, self._burning(getattr(Connection, name)))

    def _burning(self, execute: Callable[..., Any]) -> Callable[..., Any]:
        def both_sides(connection: Any, statement: str, *args: Any, **kwargs: Any) -> Any:
            self.burn(f"before {statement}")
            result = execute(connection, statement, *args, **kwargs)
            self.burn(f"after {statement}")
            return result

        return both_sides


ALIKE = 48
"""Characters at their beginning by which statements are told apart: verb, table, first columns."""


def telling(statements: list[str]) -> list[int]:
    """Which statements to be killed at, counted from 1: the first and the last of those that begin alike."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for n, statement in enumerate(statements, 1):
        kind = re.sub(r"'(?:[^']|'')*'|\b\d+\b|\$\d+|\?", "…", statement)
        kind = re.sub(r"(?:…(?:::\w+)?[,\s]*)+", "…", kind)
        kind = re.sub(r"\b(?:rebuilt|wrong)_\w+", "beside", kind).removeprefix("begin transaction; ")[:ALIKE]
        first.setdefault(kind, n)
        last[kind] = n
    return sorted({*first.values(), *last.values()})


@dataclass
class Scenario:
    prepare: Callable[[Database], None]
    work: Callable[[Database], object]
    examine: Callable[[Database], None]
    transactions: int = 1
    """Of the work, each of which may be the last."""


def whole(database: Database) -> None:
    with database.read() as conn:
        checked = store.verify(conn)
        assert checked.ok, checked
        assert checked.checked == store.head(conn)


def status(database: Database) -> list[str]:
    with database.read() as conn:
        return sorted(view.model_dump_json(exclude={"meeting_id"}) for view in queries.meetings(conn))


def recorded_wholly_or_not(database: Database) -> None:
    whole(database)
    assert model.check(database) == []
    # Whoever was killed is started again, and does the rest.
    take_all(database, WINTER[6:])
    whole(database)
    assert model.check(database) == []
    assert status(database) == expected_status()


def expected_status() -> list[str]:
    from tests.domain.talks.world import World

    return World(*WINTER).status()


def damage(database: Database) -> None:
    take_all(database, WINTER)
    with database.begin() as conn:
        conn.execute(text("DELETE FROM meeting_party"))
        conn.execute(text("UPDATE meeting SET status = 'proposed'"))


def old_or_new(database: Database) -> None:
    whole(database)
    left = model.check(database)
    with database.read() as conn:
        damaged = conn.execute(text("SELECT count(*) FROM meeting_party")).scalar_one() == 0
    assert damaged == bool(left), left
    model.rebuild(database)
    assert model.check(database) == []
    assert status(database) == expected_status()


def seal(database: Database) -> None:
    with database.begin() as conn:
        store.seal(conn, NOW)


def sealed(database: Database) -> None:
    whole(database)
    seal(database)
    whole(database)


def nothing(database: Database) -> None:
    pass


def made_or_not(database: Database) -> None:
    if database.revision() is None and database.path is not None:
        with database.engine.connect() as conn:
            assert conn.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0, "half a database"
    database.migrate()
    database.check()
    take_all(database, WINTER[:2])
    whole(database)


def archive(database: Database) -> None:
    """Articles that an early reader misread by a day, about two circles, one that says nothing, and a person's decision."""
    from domain.talks.curate import correct
    from worker.curation import curate

    with reading(database, "1", shift=1) as runtime:
        ingest(runtime, "a", "2022-01-03T08:00", "RU-US meet on 2022-01-10.")
        ingest(runtime, "b", "2022-01-04T08:00", "DE-FR meet on 2022-01-12.")
        ingest(runtime, "c", "2022-01-05T08:00", "NATO-RU meet on 2022-01-13.", "RU-US meet on 2022-01-10.")
        ingest(runtime, "d", "2022-01-19T08:00", "Nobody meets anybody.")
        with database.read() as conn:
            (meeting,) = (view for view in queries.meetings(conn) if view.facts.parties == ("DE", "FR"))
        curate(
            runtime,
            lambda desk: correct(
                desk.case(meeting.meeting_id),
                {"where": Where(city="Berlin", country="DE")},
                NOW,
                desk.by("someone", "as the ministry says"),
            ),
        )


def read_again(database: Database) -> None:
    with reading(database, "2") as runtime:
        run(runtime)


def read_again_to_the_end(database: Database) -> None:
    whole(database)
    assert model.check(database) == []
    read_again(database)
    whole(database)
    assert model.check(database) == []
    with reading(database, "2") as runtime:
        assert days(runtime) == ["DE-FR 2022-01-12", "NATO-RU 2022-01-13", "RU-US 2022-01-10"]
        summary, found = run(runtime)
        assert (summary.current, summary.read, found) == (4, 0, [])
    with database.read() as conn:
        assert any(view.facts.where == Where(city="Berlin", country="DE") for view in queries.meetings(conn))


@contextmanager
def reading(database: Database, version: str, shift: int = 0) -> Iterator[Runtime]:
    with tempfile.TemporaryDirectory() as config:
        url = database.url.render_as_string(hide_password=False)
        runtime = Runtime(load(Path(config), {"PARLEY_DATABASE_URL": url}), Fixed())
        runtime.__dict__["database"] = database
        runtime.__dict__["extractor"] = Reader(version, shift)
        yield runtime


SCENARIOS = {
    "append": Scenario(
        lambda database: take_all(database, WINTER[:6]),
        lambda database: take(database, WINTER[6]),
        recorded_wholly_or_not,
    ),
    "rebuild": Scenario(damage, model.rebuild, old_or_new),
    "seal": Scenario(lambda database: take_all(database, WINTER[:3]), seal, sealed),
    "reread": Scenario(archive, read_again, read_again_to_the_end, transactions=3),
    "migrate": Scenario(nothing, Database.migrate, made_or_not),
}


def state(url: str) -> str:
    """A digest of every row of every table."""
    database = Database(url)
    try:
        if database.path is not None and not database.path.exists():
            return "no tables"
        with database.engine.connect() as conn:
            if database.dialect == "sqlite":
                names = [row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
            else:
                names = [
                    row[0]
                    for row in conn.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                ]
            rows = {
                name: sorted(map(str, conn.exec_driver_sql(f'SELECT * FROM "{name}"').all())) for name in sorted(names)
            }
    finally:
        database.dispose()
    return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else "no tables"


def prepared(scenario: str, place: str) -> Callable[[], str]:
    """A function that gives the URL of a database in the same prepared state each time."""
    chosen = SCENARIOS[scenario]
    if place.startswith("postgresql"):

        def again() -> str:
            database = Database(place)
            if scenario == "migrate":
                with database.begin() as conn:
                    conn.execute(text("DROP SCHEMA public CASCADE"))
                    conn.execute(text("CREATE SCHEMA public"))
            else:
                empty(database)
                chosen.prepare(database)
            database.dispose()
            return place

        return again
    directory = Path(place)
    source, target = directory / "prepared.db", directory / "parley.db"
    if scenario != "migrate":
        database = Database(f"sqlite:///{source}")
        database.migrate()
        chosen.prepare(database)
        database.dispose()

    def copy() -> str:
        for leftover in directory.glob("parley.db*"):
            leftover.unlink()
        if source.exists():
            shutil.copy(source, target)
        return f"sqlite:///{target}"

    return copy


def child(url: str, work: Callable[[Database], object], fuse: Fuse) -> tuple[int, list[str]]:
    """How a child ended that did the work, and the statements it told of if it lived."""
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.close(read)
            database = Database(url)
            fuse.lay(database)
            work(database)
            database.dispose()
            with os.fdopen(write, "w") as pipe:
                json.dump(fuse.seen, pipe)
        except BaseException:  # noqa: BLE001 - told, and nothing of the parent's may run in the child
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        told = pipe.read()
    _, ended = os.waitpid(pid, 0)
    return ended, json.loads(told) if told else []


def spread(steps: list[int], most: int) -> list[int]:
    """``most`` of ``steps``, evenly, the first and the last among them."""
    if len(steps) <= most:
        return steps
    return sorted({steps[round(n * (len(steps) - 1) / (most - 1))] for n in range(most)})


def main(scenario: str, place: str, most: int | None = None) -> int:
    chosen, fresh = SCENARIOS[scenario], prepared(scenario, place)
    url = fresh()
    before = state(url)
    ended, statements = child(url, chosen.work, Fuse())
    if ended:
        return 1
    after = state(url)
    assert before != after, "nothing happens in this scenario"
    different = telling(statements)
    steps = list(range(1, len(statements) + 1)) if most is None else spread(different, most)
    examined: set[str] = set()
    url = fresh()
    killed = 0
    # The last round lives.
    for step in [*steps, None]:
        ended, _ = child(url, chosen.work, Fuse(step))
        where = f"killed at statement {step}, {statements[step - 1]!r}" if step else "not killed at all"
        if step is not None:
            if not os.WIFSIGNALED(ended) or os.WTERMSIG(ended) != signal.SIGKILL:
                print(f"not {where}: the work went another way than in the rehearsal", file=sys.stderr)
                return 1
            killed += 1
        left = state(url)
        known = {before, after, *examined}
        if left not in known and len(known) > chosen.transactions:
            print(f"{where}: what is left is neither the state before nor one after a transaction", file=sys.stderr)
            return 1
        if left not in examined:
            examined.add(left)
            database = Database(url)
            try:
                chosen.examine(database)
            except AssertionError as error:
                print(f"{where}: {error}", file=sys.stderr)
                return 1
            finally:
                database.dispose()
            url = fresh()
        elif left != before:
            url = fresh()
    assert {before, after} <= examined
    print(json.dumps({"statements": len(statements), "different": len(different), "killed": killed}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None))
