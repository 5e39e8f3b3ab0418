"""Following the log: every event once and in order, whoever appends meanwhile and whatever becomes of the database."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from domain.events import Recorded
from tests.integration.log.stories import append, notice, notices
from tests.servers import PostgreSQL
from tests.waiting import PATIENCE
from worker.log import follow as following
from worker.log.database import Database
from worker.log.errors import DatabaseUnavailable, LogError
from worker.log.follow import follow


class Follower(threading.Thread):
    """Follows in a thread until it has seen so many events, or lost its patience."""

    def __init__(self, database: Database, count: int, **options: object) -> None:
        super().__init__(daemon=True)
        self.seen: list[Recorded] = []
        self.failure: BaseException | None = None
        self.options = {"after": 0, "every": 0.01, **options}
        self.database, self.count = database, count
        self.give_up = time.monotonic() + PATIENCE
        self.looking = threading.Event()

    def ended(self) -> bool:
        self.looking.set()
        return len(self.seen) >= self.count or time.monotonic() > self.give_up

    def run(self) -> None:
        try:
            for recorded in follow(self.database, ended=self.ended, **self.options):  # type: ignore[arg-type]
                self.seen.append(recorded)
                if len(self.seen) >= self.count:
                    return
        except BaseException as error:  # noqa: BLE001 - told by whoever waits for the thread
            self.failure = error

    def positions(self) -> list[int]:
        self.join(2 * PATIENCE)
        assert not self.is_alive(), "it sleeps"
        assert self.failure is None, self.failure
        return [recorded.position for recorded in self.seen]


@pytest.fixture
def other(database: Database) -> Iterator[Callable[..., Database]]:
    """More connections to the same database, as other processes have them."""
    made: list[Database] = []

    def another(query: str = "") -> Database:
        made.append(Database(database.url.update_query_string(query)))
        return made[-1]

    yield another
    for one in made:
        one.dispose()


def test_nothing_is_missed_or_repeated_while_four_writers_append(
    database: Database, other: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 7)
    writers, commits = 4, 25
    total = writers * sum(1 + n % 3 for n in range(commits))
    followers = [Follower(other(), total), Follower(other(), total - 10, after=10)]

    def write(writer: int) -> None:
        own = other()
        for n in range(commits):
            append(own, *(notice(f"feed {i}", f"{writer}/{n}") for i in range(1 + n % 3)))

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in [*followers, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    assert followers[0].positions() == list(range(1, total + 1))
    assert followers[1].positions() == list(range(11, total + 1))


def test_only_the_types_asked_for_are_told(database: Database) -> None:
    append(database, *notices(3))
    nobody = Follower(database, 1, types=["MeetingAnnounced"])
    nobody.give_up = time.monotonic() + 0.2
    nobody.start()
    assert nobody.positions() == []
    assert next(follow(database, 1, types=["FeedNotice"])).position == 2


def test_a_transaction_that_is_still_open_is_not_seen_before_its_commit(database: Database) -> None:
    append(database, notice(number=1))
    follower = Follower(database, 3)
    follower.start()
    from domain.events import Meta
    from tests.integration.log.stories import NOW
    from worker.log import store

    with database.begin() as conn:
        store.append(conn, notices(2), meta=Meta(), recorded_at=NOW)
        assert follower.looking.wait(PATIENCE)
        time.sleep(0.05)
        assert [recorded.position for recorded in follower.seen] in ([], [1])
    assert follower.positions() == [1, 2, 3]


@pytest.mark.integration
def test_an_append_wakes_a_follower_that_sleeps(postgresql_database: Database) -> None:
    url = postgresql_database.url.update_query_dict({"notify": "on"})
    reading, writing = Database(url), Database(url)
    follower = Follower(
        reading, 3, every=3600.0
    )  # who sleeps until the next look sleeps for longer than this test waits
    follower.start()
    assert follower.looking.wait(PATIENCE)
    for n in range(3):
        append(writing, notice(number=n))
    assert follower.positions() == [1, 2, 3]
    for database in (reading, writing):
        database.dispose()


@pytest.mark.integration
def test_a_server_that_goes_away_and_comes_back_costs_a_follower_nothing() -> None:
    with PostgreSQL(survives=True) as server:
        url = server.create("follow_test") + "?notify=on"
        database, writing = Database(url), Database(url)
        database.migrate()
        append(writing, *notices(2))
        troubles: list[LogError] = []
        follower = Follower(database, 5, trouble=troubles.append)
        follower.start()
        while len(follower.seen) < 2 and follower.is_alive():
            time.sleep(0.01)
        server.stop(signal.SIGKILL)
        while not troubles and follower.is_alive():
            time.sleep(0.01)
        server.start()
        while True:
            try:
                append(writing, *notices(5))
                break
            except DatabaseUnavailable:
                continue
        assert follower.positions() == [1, 2, 3, 4, 5]
        assert all(isinstance(trouble, DatabaseUnavailable) for trouble in troubles)
        for one in (database, writing):
            one.dispose()


def test_without_a_word_to_the_contrary_an_outage_is_an_error() -> None:
    unreachable = Database("postgresql://u@127.0.0.1:1/parley")
    with pytest.raises(DatabaseUnavailable):
        next(follow(unreachable, 0))
