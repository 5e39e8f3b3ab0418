"""Kill a process at every single statement of what it does, and look at what is left.

Run as a program: ``python -m tests.integration.log.crashes SCENARIO DIRECTORY|URL``. It forks one child for each statement;
the child does the work and kills itself with SIGKILL right before (and on PostgreSQL also right after) its n-th statement.
Prints how many children were killed, after all that was left has been found in order.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from tests.conftest import empty
from tests.integration.log.stories import NOW, WINTER, take, take_all
from worker.log import model, queries, store
from worker.log.database import Database


class Fuse:
    """Burns down with each statement; at zero the process is gone."""

    def __init__(self, length: int) -> None:
        self.left = length

    def burn(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def lay(self, database: Database) -> None:
        if database.dialect == "sqlite":
            event.listen(database.engine, "connect", lambda connection, _: connection.set_trace_callback(self.burn))
            return
        from worker.log.driver import Connection

        for name in ("execute_simple", "execute_pipelined"):
            setattr(Connection, name, self._burning(getattr(Connection, name)))

    def _burning(self, execute: Callable[..., Any]) -> Callable[..., Any]:
        def both_sides(*args: Any, **kwargs: Any) -> Any:
            self.burn()
            result = execute(*args, **kwargs)
            self.burn()
            return result

        return both_sides


@dataclass
class Scenario:
    prepare: Callable[[Database], None]
    work: Callable[[Database], object]
    examine: Callable[[Database], None]


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


SCENARIOS = {
    "append": Scenario(
        lambda database: take_all(database, WINTER[:6]),
        lambda database: take(database, WINTER[6]),
        recorded_wholly_or_not,
    ),
    "rebuild": Scenario(damage, model.rebuild, old_or_new),
    "seal": Scenario(lambda database: take_all(database, WINTER[:3]), seal, sealed),
    "migrate": Scenario(nothing, Database.migrate, made_or_not),
}


def prepared(scenario: str, place: str) -> Callable[[], str]:
    """A function that gives the URL of a database in the same prepared state each time."""
    chosen = SCENARIOS[scenario]
    if place.startswith("postgresql"):

        def again() -> str:
            database = Database(place)
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


def main(scenario: str, place: str, step: int = 1) -> int:
    chosen, fresh = SCENARIOS[scenario], prepared(scenario, place)
    killed, length = 0, 1
    while True:
        url = fresh()
        child = os.fork()
        if child == 0:
            try:
                database = Database(url)
                Fuse(length).lay(database)
                chosen.work(database)
                database.dispose()
            except BaseException:  # noqa: BLE001 - told, and nothing of the parent's may run in the child
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        database = Database(url)
        try:
            chosen.examine(database)
        except AssertionError as error:
            print(f"killed at statement {length}: {error}", file=sys.stderr)
            return 1
        finally:
            database.dispose()
        if os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL:
            killed += 1
            length += step
            continue
        if ended:
            return 1
        print(killed)
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1))
