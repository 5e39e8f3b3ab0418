"""Many feeds in one task: none waits for another, hosts are left in peace, and nothing of one is lost through another."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from domain.events import ArticleReceived
from tests.integration.feeds.documents import E, numbered, rss
from tests.integration.feeds.site import Handler, Reply, Site
from tests.waiting import PATIENCE
from worker.config import Feed
from worker.feeds import hosts, registry, rounds
from worker.feeds.poll import PollOutcome, PollPolicy, claim_due
from worker.feeds.rounds import poll_many
from worker.http import Fetched, Fetcher
from worker.log import store
from worker.log.database import Database
from worker.log.errors import LogError
from worker.log.tables import article, feed, feed_host
from worker.wire import Room, Steps

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
AT_ONCE = PollPolicy(host_spacing=timedelta())


class Desk:
    def __init__(self, db: Database, site: Site) -> None:
        self.db, self.site, self.feeds = db, site, []
        self.fetcher = Fetcher(
            allow_hosts={"127.0.0.1", "localhost"}, read_timeout=120, total_timeout=PATIENCE, connections_per_host=60
        )

    def watch(self, names: list[str], path: str | None = None, host: str = "127.0.0.1") -> list[str]:
        self.feeds += [Feed(name=name, url=self.site.url(path or f"/{name}", host)) for name in names]
        with self.db.begin() as conn:
            registry.sync(conn, self.feeds, NOW)
        return names

    def poll(
        self, names: list[str], now: datetime = NOW, policy: PollPolicy = AT_ONCE, **options: Any
    ) -> list[PollOutcome]:
        return poll_many(self.db, self.fetcher, names, now, policy=policy, **options)

    def rows(self) -> dict[str, Any]:
        with self.db.read() as conn:
            return {row.name: row for row in conn.execute(select(feed))}


@pytest.fixture
def desk(database: Database, site: Site) -> Iterator[Desk]:
    made = Desk(database, site)
    yield made
    made.fetcher.close()


@pytest.fixture
def lite(sqlite_database: Database, site: Site) -> Iterator[Desk]:
    made = Desk(sqlite_database, site)
    yield made
    made.fetcher.close()


def test_what_many_feeds_bring_is_stored_and_told_feed_by_feed(desk: Desk) -> None:
    names = desk.watch([f"f{n}" for n in range(12)])
    for n, name in enumerate(names):
        desk.site[f"/{name}"] = Reply(rss(*numbered([n * 2, n * 2 + 1])), headers={"ETag": f'"{n}"'})
    desk.site["/f3"], desk.site["/f4"] = Reply(b"", 500), Reply("<html>no feed</html>")
    told: list[str] = []
    outcomes = desk.poll([*names, "unknown", "f0"], done=lambda outcome: told.append(outcome.feed))
    assert [outcome.feed for outcome in outcomes] == [*names, "unknown", "f0"]
    assert sorted(told) == sorted([*names, "unknown"])
    assert {outcome.feed for outcome in outcomes if outcome.error} == {"f3", "f4", "unknown"}
    with desk.db.read() as conn:
        received = [r.event.article_id for r in store.read(conn) if isinstance(r.event, ArticleReceived)]
        assert sorted(received) == sorted(conn.execute(select(article.c.article_id)).scalars())
    assert len(received) == 20
    assert {row.claimed_until for row in desk.rows().values()} == {None}


def test_articles_came_in_by_the_clock_that_they_are_read_by(lite: Desk) -> None:
    names = lite.watch(["a", "b"])
    lite.site["/a"], lite.site["/b"] = Reply(rss(*numbered([1, 2]))), Reply(rss(*numbered([3, 4])))
    lite.poll(names, clock=lambda: NOW)
    with lite.db.read() as conn:
        due = conn.execute(select(article.c.next_attempt_at, article.c.received_at)).all()
    assert [tuple(row) for row in due] == [(NOW, NOW)] * 4


def test_feeds_without_news_share_a_transaction_and_each_keeps_its_own_values(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "QUIET_LONGEST", 3600.0)
    names = desk.watch([f"f{n}" for n in range(30)])
    for n, name in enumerate(names):
        tag = f'"{n}"'
        desk.site[f"/{name}"] = Reply(rss(*numbered([n])), headers={"ETag": tag})
    desk.poll(names)
    before = desk.rows()
    for n, name in enumerate(names):
        desk.site[f"/{name}"] = Reply(
            status=304, headers={"ETag": f'"{n}-new"', "Cache-Control": f"max-age={7000 + n}"}
        )
    commits: list[int] = []
    event.listen(desk.db.engine, "commit", lambda conn: commits.append(1))
    outcomes = desk.poll(names, NOW + timedelta(hours=1))
    assert {outcome.status for outcome in outcomes} == {304}
    assert len(commits) <= 3, "one to read the feeds, one to look for blocked hosts, one to store"
    for n, (name, row) in enumerate(sorted(desk.rows().items(), key=lambda item: int(item[0][1:]))):
        assert (row.etag, row.polls, row.not_modified, row.body_hash) == (f'"{n}-new"', 2, 1, before[name].body_hash)
        assert row.interval_seconds == 7000 + n
        assert row.next_poll_at >= NOW + timedelta(hours=1, seconds=7000 + n)


def test_a_feed_that_hangs_delays_no_other(lite: Desk) -> None:
    names = lite.watch(["hangs", *(f"f{n}" for n in range(20))])
    others_are_stored = threading.Event()
    order: list[str] = []

    def hang(handler: Handler) -> Reply:
        # As long as it takes: if anybody waited for this one, it would wait for them and neither would come.
        assert others_are_stored.wait(PATIENCE / 2)
        return Reply(rss(E(link="https://news.example/hangs")))

    def done(outcome: PollOutcome) -> None:
        order.append(outcome.feed)
        if len(order) == 20:
            others_are_stored.set()

    lite.site["/hangs"] = hang
    for name in names[1:]:
        lite.site[f"/{name}"] = Reply(rss(E(link=f"https://news.example/{name}")))
    lite.fetcher = Fetcher(lite.fetcher.policy, read_timeout=PATIENCE)
    outcomes = lite.poll(names, done=done)
    assert order[-1] == "hangs"
    assert {outcome.error for outcome in outcomes} == {None}


SPACED = PollPolicy(host_spacing=timedelta(milliseconds=150), host_patience=timedelta(minutes=10))


class Starts(list[tuple[str, datetime]]):
    """The requests with their addresses, each with what the clock said at the last look before it: how long it then takes until
    it is on its way is up to the machine, which may have something else to do just then."""

    def gaps(self, host: str) -> list[timedelta]:
        times = sorted(at for url, at in self if f"//{host}:" in url)
        return [later - earlier for earlier, later in itertools.pairwise(times)]


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> Starts:
    made, looked = Starts(), threading.local()
    now, begin = rounds._Round.now, rounds._Round._begin

    def look(self: Any) -> datetime:
        looked.at = now(self)
        return looked.at  # type: ignore[no-any-return]

    def begun(self: Any, row: Any) -> None:
        made.append((row.url, looked.at))
        begin(self, row)

    monkeypatch.setattr(rounds._Round, "now", look)
    monkeypatch.setattr(rounds._Round, "_begin", begun)
    return made


def test_requests_to_one_host_are_spaced_and_those_to_another_do_not_wait_for_them(lite: Desk, starts: Starts) -> None:
    slow = lite.watch([f"a{n}" for n in range(4)], "/feed")
    quick = lite.watch(["b0"], "/feed", host="localhost")
    lite.site["/feed"] = Reply(rss(E()))
    lite.poll(slow + quick, policy=SPACED)
    assert ["localhost" in url for url, _ in sorted(starts, key=lambda start: start[1])].index(True) < 3
    assert len(starts.gaps("127.0.0.1")) == 3
    assert min(starts.gaps("127.0.0.1")) >= SPACED.host_spacing


@pytest.mark.parametrize("threads", [1, 50])
def test_requests_stay_apart_though_all_threads_are_busy_when_a_turn_comes(
    lite: Desk, starts: Starts, threads: int
) -> None:
    names = lite.watch([f"a{n}" for n in range(3)], "/feed")
    blocker = lite.watch(["b0"], "/slow", host="localhost")

    def slow(handler: Handler) -> Reply:
        time.sleep(0.5)
        return Reply(rss(E()))

    lite.site["/slow"], lite.site["/feed"] = slow, Reply(rss(E()))
    outcomes = lite.poll(blocker + names, policy=SPACED, concurrency=threads)
    assert [outcome.status for outcome in outcomes] == [200] * 4
    assert len(starts.gaps("127.0.0.1")) == 2
    assert min(starts.gaps("127.0.0.1")) >= SPACED.host_spacing


def test_the_spacing_holds_across_workers(desk: Desk, site: Site, starts: Starts) -> None:
    names = desk.watch([f"a{n}" for n in range(6)], "/feed")
    desk.site["/feed"] = Reply(rss(E()))
    other = Database(desk.db.url)
    together = threading.Barrier(2)

    def work(db: Database, some: list[str]) -> None:
        together.wait(PATIENCE)
        poll_many(db, desk.fetcher, some, datetime.now(UTC), policy=SPACED)

    threads = [threading.Thread(target=work, args=args) for args in ((desk.db, names[:3]), (other, names[3:]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.dispose()
    assert len(site.seen("/feed")) == len(starts) == 6
    assert min(starts.gaps("127.0.0.1")) >= SPACED.host_spacing


def test_of_a_host_with_many_feeds_those_beyond_patience_are_put_off_in_order(
    lite: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "SLACK", timedelta(seconds=30))  # however busy the machine is
    names = lite.watch([f"a{n}" for n in range(8)], "/feed")
    lite.site["/feed"] = Reply(rss(E()))
    policy = PollPolicy(host_spacing=timedelta(minutes=1), host_patience=timedelta(), jitter=0)
    outcomes = lite.poll(names, policy=policy)
    assert [outcome.status for outcome in outcomes] == [200, *[None] * 7]
    assert {outcome.error for outcome in outcomes} == {None}
    later = [outcome.next_poll_at or NOW for outcome in outcomes[1:]]
    apart = timedelta(minutes=1, seconds=30)
    assert {b - a for a, b in itertools.pairwise(later)} == {apart}
    assert NOW + apart <= later[0] <= NOW + apart + timedelta(seconds=20)
    with lite.db.read() as conn:
        assert conn.execute(select(feed_host.c.next_request_at)).scalar_one() == later[0]
    with lite.db.begin() as conn:
        assert claim_due(conn, later[1] + timedelta(seconds=1), 9) == ["a1", "a2"]


def test_a_host_that_asked_for_a_pause_is_left_alone_by_all_of_its_feeds(desk: Desk) -> None:
    names = desk.watch(["a", "b", "c"], "/feed")
    desk.site["/feed"] = Reply(b"", 429, headers={"Retry-After": "3600"})
    desk.poll(["a"])
    for policy in (AT_ONCE, SPACED):
        outcomes = desk.poll(names, NOW + timedelta(minutes=1), policy)
        assert {(outcome.status, outcome.error) for outcome in outcomes} == {(None, None)}
    assert len(desk.site.seen("/feed")) == 1
    assert all("a pause for 60 min" in (row.last_error or "a pause for 60 min") for row in desk.rows().values())


def test_a_feed_that_was_changed_while_it_was_asked_is_stored_as_it_is_now(desk: Desk) -> None:
    names = desk.watch(["a", "b", "c"])
    for name in names:
        desk.site[f"/{name}"] = Reply(rss(E(link=f"https://news.example/{name}")), headers={"ETag": '"1"'})
    desk.poll(names)

    def meddle(handler: Handler) -> Reply:
        with desk.db.begin() as conn:
            conn.execute(update(feed).where(feed.c.name == "b").values(url=desk.site.url("/elsewhere"), etag=None))
        return Reply(status=304, headers={"ETag": '"2"'})

    desk.site["/a"] = desk.site["/c"] = Reply(status=304, headers={"ETag": '"2"'})
    desk.site["/b"] = meddle
    a, b, c = desk.poll(names, NOW + timedelta(hours=1))
    assert (a.error, b.error, c.error) == (None, "The feed was changed while it was being asked.", None)
    rows = desk.rows()
    assert [rows[name].etag for name in names] == ['"2"', None, '"2"']
    assert [rows[name].polls for name in names] == [2, 1, 2]


DATES_BEYOND_EVERYTHING = [
    "Fri, 31 Dec 99999999999999999999999 23:59:59 GMT",
    "Fri, 31 Dec 2027 99999999999999999999:59:59 GMT",
    "Fri, 31 Dec 2027 12:59:59 +999999999999999999999",
    "9" * 5_000,
]


@pytest.mark.parametrize("date", DATES_BEYOND_EVERYTHING)
def test_a_date_in_a_header_that_is_none_costs_no_feed_its_turn(lite: Desk, date: str) -> None:
    lite.watch(["trouble", "expires", "well"])
    lite.site["/trouble"] = Reply(b"", 503, headers={"Retry-After": date})
    lite.site["/expires"] = Reply(rss(E(link="https://news.example/a")), headers={"Expires": date, "Date": date})
    lite.site["/well"] = Reply(rss(E(link="https://news.example/b")))
    found = lite.poll(["trouble", "expires", "well"])
    assert [outcome.status for outcome in found] == [503, 200, 200]
    assert {name: row.polls for name, row in lite.rows().items()} == {"trouble": 1, "expires": 1, "well": 1}


def test_a_fault_in_judging_one_answer_is_raised_after_all_others_are_stored(
    lite: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = lite.watch([f"f{n}" for n in range(6)])
    for name in names:
        lite.site[f"/{name}"] = Reply(rss(E(link=f"https://news.example/{name}")))
    judged = rounds.judged

    def faulty(got: Fetched, *args: Any) -> Any:
        if got.url.endswith("/f2"):
            raise ArithmeticError("a fault of ours")
        return judged(got, *args)

    monkeypatch.setattr(rounds, "judged", faulty)
    with pytest.raises(ArithmeticError):
        lite.poll(names)
    rows = lite.rows()
    assert {name: rows[name].polls for name in names} == {name: int(name != "f2") for name in names}


def test_what_the_database_refuses_for_one_feed_is_raised_after_all_others_are_stored(lite: Desk) -> None:
    names = lite.watch([f"f{n}" for n in range(6)])
    for name in names:
        lite.site[f"/{name}"] = Reply(rss(E(link=f"https://news.example/{name}")))
    with lite.db.begin() as conn:
        conn.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE UPDATE ON feed WHEN new.name = 'f2' AND new.polls > 0 "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(Exception, match="no room") as raised:
        lite.poll(names)
    assert not isinstance(raised.value, LogError) or "no room" in str(raised.value)
    rows = lite.rows()
    assert {name: rows[name].polls for name in names} == {name: int(name != "f2") for name in names}
    with lite.db.read() as conn:
        assert len(list(conn.execute(select(article.c.article_id)))) == 5, "of f2 neither row nor article"


def test_a_slow_database_is_waited_for_by_all_feeds_of_a_round(lite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    names = lite.watch([f"f{n}" for n in range(25)])
    for name in names:
        lite.site[f"/{name}"] = Reply(rss(E(link=f"https://news.example/{name}")))
    monkeypatch.setattr("worker.log.database.BUSY_SECONDS", 2.0)

    @event.listens_for(lite.db.engine, "before_cursor_execute")
    def slow(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith('INSERT INTO "article"'):
            time.sleep(0.1)

    outcomes = lite.poll(names)  # more than the two seconds after which a database counts as hanging
    assert [len(outcome.new_article_ids) for outcome in outcomes] == [1] * 25


@pytest.mark.integration
def test_workers_claim_different_feeds_without_waiting_for_each_other(
    postgresql_database: Database, site: Site
) -> None:
    desk = Desk(postgresql_database, site)
    desk.watch([f"f{n}" for n in range(6)])
    with desk.db.begin() as one, desk.db.begin() as other:
        other.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
        first = claim_due(one, NOW, 4)
        second = claim_due(other, NOW, 4)  # who waited would wait for what ends only behind this
    assert (first, second) == (["f0", "f1", "f2", "f3"], ["f4", "f5"])


def test_turns_are_taken_one_after_the_other_and_start_after_a_pause(desk: Desk) -> None:
    second = timedelta(seconds=1)
    with desk.db.begin() as conn:
        assert hosts.take_turns(conn, {"b": 2, "a": 3}, NOW, 2 * second, 3 * second) == {
            "a": [NOW, NOW + 2 * second, NOW + 4 * second],
            "b": [NOW, NOW + 2 * second],
        }
        assert hosts.take_turn(conn, "a", NOW, 2 * second, 10 * second) == NOW + 4 * second, "the third was not taken"
        hosts.block(conn, "b", NOW + 60 * second)
        assert hosts.take_turn(conn, "b", NOW, 2 * second, 10 * second) == NOW + 60 * second
        assert hosts.all_blocked(conn, NOW) == {"b": NOW + 60 * second}
        assert hosts.all_blocked(conn, NOW + 61 * second) == {}
        assert hosts.take_turn(conn, "b", NOW + 61 * second, 2 * second, second) == NOW + 61 * second


def padded(number: int, size: int) -> bytes:
    return rss(E(link=f"https://news.example/{number}", text="Delegations arrived. " * (size // 21)))


def test_large_answers_share_a_room_and_small_ones_never_wait_for_it(
    lite: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROOM", 1_000_000)
    monkeypatch.setattr(rounds, "ROOM_EACH", 50_000)
    monkeypatch.setattr("worker.wire.ROOM_PAUSE", 0.005)
    held: list[int] = []
    take = Room.take

    def noted(self: Room, who: Any, size: int, until: float) -> Steps[None]:
        yield from take(self, who, size, until)
        held.append(self.held)

    monkeypatch.setattr(Room, "take", noted)
    names = lite.watch([f"f{n}" for n in range(20)])
    for n, name in enumerate(names):
        lite.site[f"/{name}"] = Reply(padded(n, 600_000 if n % 2 else 10_000))
    outcomes = lite.poll(names)
    assert [outcome.error for outcome in outcomes] == [None] * 20
    assert sum(len(outcome.new_article_ids) for outcome in outcomes) == 20
    assert max(held) <= 1_000_000 + 600_000 + 20 * 50_000


def test_a_large_answer_that_stops_in_the_middle_keeps_the_room_no_longer_than_its_time(
    lite: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROOM", 300_000)
    monkeypatch.setattr(rounds, "ROOM_EACH", 50_000)
    names = lite.watch(["hangs", "large", "small"])
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n"
    waiting = threading.Event()

    def hang(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(head + b"x" * 400_000)
        waiting.set()
        handler.connection.settimeout(PATIENCE)
        with suppress(OSError):
            handler.connection.recv(1)

    def after(handler: Handler) -> Reply:
        assert waiting.wait(PATIENCE / 2)
        return Reply(padded(1, 600_000))

    lite.site["/hangs"], lite.site["/large"], lite.site["/small"] = hang, after, Reply(padded(2, 1_000))
    hasty = Fetcher(lite.fetcher.policy, read_timeout=1.0)

    class OfTwoMinds(Fetcher):
        def getting(self, url: str, **options: Any) -> Steps[Fetched]:
            return hasty.getting(url, **options) if url.endswith("/hangs") else super().getting(url, **options)

    lite.fetcher = OfTwoMinds(lite.fetcher.policy)
    hangs, large, small = lite.poll(names)
    assert "sent nothing for 1 s" in str(hangs.error)
    assert (large.error, small.error) == (None, None)
    assert len(large.new_article_ids) == len(small.new_article_ids) == 1


def test_memory_is_given_back_whatever_an_answer_comes_to(lite: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms: list[Room] = []
    made = rounds.Room
    monkeypatch.setattr(rounds, "Room", lambda *sizes: rooms.append(made(*sizes)) or rooms[-1])
    names = lite.watch(["good", "cut", "page", "same", "gone", "bomb"])
    lite.site["/good"] = lite.site["/same"] = Reply(padded(1, 5_000))
    lite.site["/cut"] = Reply(padded(2, 5_000), length=90_000)
    lite.site["/page"] = Reply("<html>no feed</html>")
    lite.site["/gone"] = Reply(b"gone" * 1_000, 410)
    lite.site["/bomb"] = Reply(padded(3, 5_000), headers={"Content-Encoding": "gzip, br"})
    for hours in (0, 1):
        lite.poll(names, NOW + timedelta(hours=hours))
    assert [(room.held, room._of, room._large, room._whole) for room in rooms] == [(0, {}, {}, set())] * 2
