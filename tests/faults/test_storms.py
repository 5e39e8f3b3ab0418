"""No change is lost and none is told twice, whatever crashes.

Articles come in while something goes wrong. In the end the status is that of a run that nothing disturbed, every article is
read, no event, change or alert is there twice, and the read model is what the log says. Everything is real: PostgreSQL,
Valkey, and the processes that ``parley worker`` and ``parley beat`` start.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_killed_anywhere import essence
from tests.faults.conftest import REPORTING, Calm
from tests.faults.plant import Kept, Plant, assert_nothing_lost_or_doubled, plant
from tests.integration.tasks.news import articles, receive
from tests.waiting import PATIENCE
from worker import inbox
from worker.clock import SystemClock
from worker.log.errors import LogError
from worker.work import READ_BATCH, in_batches

pytestmark = [pytest.mark.e2e, pytest.mark.integration, pytest.mark.timeout(1800)]

FEW, MANY = 200, 2000


class Ingest(threading.Thread):
    """Articles that come in over some seconds, as polling brings them: stored, and then a wake-up sent for them."""

    def __init__(self, made: Plant, count: int, seconds: float, *, wake: bool = True) -> None:
        super().__init__(daemon=True)
        self.made, self.wake = made, wake
        self.items = list(articles(count, reporting=REPORTING))
        self.chunk = 40
        self.pause = seconds * self.chunk / count
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            for start in range(0, len(self.items), self.chunk):
                self._bring(self.items[start : start + self.chunk])
                time.sleep(self.pause)
        except BaseException as error:  # noqa: BLE001 - raised by ``finish``
            self.error = error

    def _bring(self, items: list[inbox.Item]) -> None:
        from worker import tasks

        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                ids = receive(self.made.database, items, SystemClock().now())
                break
            except LogError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.2)
        if self.wake:
            self.made.app()
            send = tasks.Sender()
            for batch in in_batches(ids, READ_BATCH):
                send(tasks.read_articles, batch)

    def finish(self) -> None:
        self.join(timeout=600)
        assert not self.is_alive(), "the articles are in"
        if self.error is not None:
            raise self.error


Fault = Callable[[Plant, list[Kept], Kept, random.Random, int], None]
"""Given the plant, its workers, its scheduler, chance, and how often to strike."""


def no_fault(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    pass


def workers_killed(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    for _ in range(times):
        time.sleep(chance.uniform(0.2, 1.2))
        chance.choice(workers).kill()


def pool_children_killed(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    import os

    killed = 0
    while killed < times:
        time.sleep(chance.uniform(0.1, 0.6))
        children = chance.choice(workers).children()
        if children:
            try:
                os.kill(chance.choice(children), signal.SIGKILL)
            except ProcessLookupError:
                continue
            killed += 1


def broker_restarted(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    for _ in range(max(1, times // 10)):
        time.sleep(chance.uniform(1, 3))
        made.valkey.stop(signal.SIGTERM)
        made.valkey.start()


def broker_killed(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    for _ in range(max(1, times // 10)):
        time.sleep(chance.uniform(1, 3))
        made.valkey.stop(signal.SIGKILL)
        made.valkey.start()


def broker_flushed(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    for _ in range(max(2, times // 5)):
        time.sleep(chance.uniform(0.3, 1.5))
        made.broker().flushall()


def broker_down(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    time.sleep(2)
    made.valkey.stop(signal.SIGKILL)
    time.sleep(times)
    made.valkey.start()


def database_restarted(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    for number in range(max(1, times // 10)):
        time.sleep(chance.uniform(1, 3))
        made.postgresql.stop(signal.SIGKILL if number % 2 else signal.SIGINT)
        made.postgresql.start()


def database_down(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    time.sleep(2)
    made.postgresql.stop(signal.SIGINT)
    time.sleep(times)
    made.postgresql.start()


def database_out_of_connections(
    made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int
) -> None:
    """Somebody else takes all connections, and everybody's are cut off."""
    import pg8000.native

    for _ in range(max(1, times // 10)):
        time.sleep(1)
        taken = []
        made.postgresql.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{made.name}'")
        try:
            while len(taken) < 100:
                taken.append(
                    pg8000.native.Connection(
                        "postgres", host="127.0.0.1", port=made.postgresql.port, database=made.name
                    )
                )
        except pg8000.exceptions.DatabaseError:
            pass  # this is what it was about
        time.sleep(min(times, 5))
        for connection in taken:
            connection.close()


def workers_frozen(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    """Stopped in the middle of their work, children and all, for longer than every lease; then they go on."""
    import os

    for _ in range(max(1, times // 10)):
        time.sleep(1)
        victim = chance.choice(workers)
        family = [victim.pid, *victim.children()]
        for pid in family:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(6)
        for pid in family:
            os.kill(pid, signal.SIGCONT)


def scheduler_dead(made: Plant, workers: list[Kept], beat: Kept, chance: random.Random, times: int) -> None:
    """Nobody sweeps while workers are killed and the queue is emptied. Sweeps are due every second here and every 20 s as
    shipped, so ``times`` seconds leave out as many sweeps as ``times`` / 3 minutes do."""
    beat.kill(signal.SIGSTOP)
    for _ in range(max(2, times // 5)):
        time.sleep(0.5)
        chance.choice(workers).kill()
    made.broker().flushall()
    time.sleep(times)
    beat.kill(signal.SIGCONT)


def run(
    directory: Path,
    count: int,
    expected: list[dict[str, Any]],
    fault: Fault,
    times: int,
    *,
    seconds: float,
    workers: int = 3,
    schedulers: int = 1,
) -> None:
    with plant(directory) as made:
        staff = [made.start("worker") for _ in range(workers)]
        beats = [made.start("beat") for _ in range(schedulers)]
        ingest = Ingest(made, count, seconds)
        ingest.start()
        fault(made, staff, beats[0], random.Random(20240304), times)
        ingest.finish()
        made.settle()
        assert essence(made.database) == expected
        assert_nothing_lost_or_doubled(made.database, count)


SHORT: list[tuple[Fault, int]] = [(workers_killed, 4), (broker_flushed, 5)]
LONG: list[tuple[Fault, int]] = [
    (no_fault, 0),
    (workers_killed, 30),
    (pool_children_killed, 20),
    (broker_restarted, 30),
    (broker_killed, 30),
    (broker_flushed, 30),
    (broker_down, 30),
    (database_restarted, 40),
    (database_down, 30),
    (database_out_of_connections, 30),
    (workers_frozen, 20),
    (scheduler_dead, 30),
]


@pytest.mark.parametrize(
    ("count", "seconds", "fault", "times"),
    [pytest.param(FEW, 3, fault, times, id=fault.__name__, marks=[pytest.mark.slow]) for fault, times in SHORT]
    + [
        pytest.param(MANY, 15, fault, times, id=f"{fault.__name__}-many", marks=[pytest.mark.storm])
        for fault, times in LONG
    ],
)
def test_the_end_is_that_of_a_calm_day(
    tmp_path: Path, calm: Calm, count: int, seconds: float, fault: Fault, times: int
) -> None:
    run(tmp_path, count, calm(count), fault, times, seconds=seconds)
