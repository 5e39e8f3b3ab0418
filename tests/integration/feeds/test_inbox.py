from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from domain.articles import text_hash
from domain.events import ArticleQuarantined, ArticleReceived
from worker import inbox
from worker.inbox import Item, Receipt
from worker.log import store
from worker.log.database import Database
from worker.log.tables import article, article_body

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LEASE = timedelta(minutes=5)
AGAIN = timedelta(minutes=2)


def item(number: int = 1, **changes: Any) -> Item:
    facts: dict[str, Any] = {
        "url": f"https://news.example/{number}",
        "guid": None,
        "title": f"Story {number}",
        "content": f"<p>Text {number}.</p>",
        "content_type": "text/html",
        "published_at": NOW - timedelta(hours=1),
        "published_raw": "an hour ago",
        "feed": "world",
        "outlet": "Example",
    }
    return Item(**{**facts, **changes})


def receive(db: Database, *items: Item, now: datetime = NOW) -> list[Receipt]:
    with db.begin() as conn:
        return inbox.receive(conn, items, now)


def received(db: Database, *items: Item) -> str:
    return receive(db, *(items or (item(),)))[0].article_id


def claim(db: Database, article_id: str, now: datetime = NOW) -> inbox.InboxArticle | None:
    with db.begin() as conn:
        return inbox.claim(conn, article_id, now, LEASE)


def fail(db: Database, article_id: str, now: datetime, error: str = "it broke", attempts: int = 3) -> bool:
    with db.begin() as conn:
        return inbox.fail(conn, article_id, error, now, attempts)


def finish(db: Database, claimed: inbox.InboxArticle, text: str = "Text 1.") -> None:
    with db.begin() as conn:
        done = inbox.Finished(
            claimed,
            outcome="no_meeting",
            language="en",
            text=text,
            text_hash=text_hash(text),
            story_id=None,
            title=claimed.title,
        )
        current = inbox.current(conn, [claimed])
        inbox.finish(conn, [done], [identifier for identifier, erased in current.items() if erased])


def sweep(db: Database, now: datetime, limit: int = 100, **options: Any) -> list[str]:
    with db.begin() as conn:
        return inbox.take_unfinished(conn, now, limit, resend_after=AGAIN, **options)


def row(db: Database, article_id: str) -> Any:
    with db.read() as conn:
        return conn.execute(select(article).where(article.c.article_id == article_id)).one()


def events(db: Database, kind: type[Any]) -> Sequence[Any]:
    with db.read() as conn:
        return [recorded.event for recorded in store.read(conn) if isinstance(recorded.event, kind)]


def test_a_new_article_is_recorded_once_however_often_it_comes(database: Database) -> None:
    first = receive(database, item())
    again = receive(database, item(), item())
    assert [r.new for r in first + again] == [True, False, False]
    assert len({r.article_id for r in first + again}) == 1
    (event,) = events(database, ArticleReceived)
    assert (event.revision, event.url, event.published_raw) == (1, "https://news.example/1", "an hour ago")


def test_the_same_article_twice_in_one_delivery_is_received_once(database: Database) -> None:
    assert [r.new for r in receive(database, item(), item(2), item())] == [True, True, False]
    assert len(events(database, ArticleReceived)) == 2


def test_an_edit_is_a_new_revision_that_is_read_again_and_keeps_the_older_body(database: Database) -> None:
    identifier = received(database)
    claimed = claim(database, identifier)
    assert claimed is not None
    finish(database, claimed)
    (receipt,) = receive(database, item(title="Story 1, corrected"))
    assert (receipt.revision, receipt.new) == (2, True)
    changed = row(database, identifier)
    assert (changed.state, changed.attempts, changed.text_hash, changed.title) == (
        "received",
        0,
        None,
        "Story 1, corrected",
    )
    with database.read() as conn:
        bodies = conn.execute(
            select(article_body.c.revision, article_body.c.text).order_by(article_body.c.revision)
        ).all()
    assert [tuple(body) for body in bodies] == [(1, "Text 1."), (2, None)]


def test_an_operator_may_revise_what_a_feed_brought(database: Database) -> None:
    receive(database, item())
    assert [r.new for r in receive(database, item(title="B", feed="other"), item(title="C", feed=None))] == [
        False,
        True,
    ]


def test_an_article_without_a_date_gets_the_time_of_receipt_marked_as_such(database: Database) -> None:
    identifier = received(database, item(published_at=None))
    assert (row(database, identifier).published_at, row(database, identifier).published_source) == (NOW, "fetched")


def test_a_revision_without_a_date_keeps_the_first_one(database: Database) -> None:
    identifier = received(database)
    receive(database, item(title="Edited", published_at=None), now=NOW + timedelta(days=2))
    assert row(database, identifier).published_at == NOW - timedelta(hours=1)


def test_today_is_the_day_it_was_where_the_article_appeared(database: Database) -> None:
    tokyo = datetime(2026, 1, 6, 1, tzinfo=timezone(timedelta(hours=9)))
    claimed = claim(database, received(database, item(published_at=tokyo)))
    assert claimed is not None
    assert claimed.published_at == datetime(2026, 1, 5, 16, tzinfo=UTC)
    assert claimed.local_date.isoformat() == "2026-01-06"


def test_a_date_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="naive"):
        receive(database, item(published_at=datetime(2026, 1, 5)))  # noqa: DTZ001


def test_a_claimed_article_is_in_one_pair_of_hands_until_the_lease_ends(database: Database) -> None:
    identifier = received(database)
    claimed = claim(database, identifier)
    assert claimed is not None
    assert (claimed.content, claimed.needs_page, claimed.attempts) == ("<p>Text 1.</p>", False, 1)
    assert claim(database, identifier) is None
    assert sweep(database, NOW + timedelta(minutes=4)) == []
    assert sweep(database, NOW + LEASE) == [identifier]
    again = claim(database, identifier, NOW + LEASE)
    assert again is not None
    assert again.attempts == 2


def test_what_is_done_is_not_claimed_or_swept_again(database: Database) -> None:
    identifier = received(database)
    claimed = claim(database, identifier)
    assert claimed is not None
    finish(database, claimed)
    assert claim(database, identifier, NOW + timedelta(days=1)) is None
    assert sweep(database, NOW + timedelta(days=1), everything=True) == []


def test_a_reader_whose_article_was_revised_meanwhile_is_told(database: Database) -> None:
    claimed = claim(database, received(database))
    assert claimed is not None
    with database.begin() as conn:
        assert inbox.still_current(conn, claimed)
    receive(database, item(title="Edited"))
    with database.begin() as conn:
        assert not inbox.still_current(conn, claimed)


def test_failures_wait_longer_each_time_and_end_in_quarantine_with_the_error(database: Database) -> None:
    identifier, now, waits = received(database), NOW, []
    for attempt in range(1, 5):
        assert claim(database, identifier, now) is not None
        aside = fail(database, identifier, now, f"broke {attempt}\x00", attempts=4)
        assert aside is (attempt == 4)
        if not aside:
            assert claim(database, identifier, now) is None, "not before its time"
            waits.append(row(database, identifier).next_attempt_at - now)
            now += waits[-1]
            assert sweep(database, now) == [identifier]
    assert waits == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert (row(database, identifier).state, row(database, identifier).last_error) == ("quarantined", "broke 4")
    (event,) = events(database, ArticleQuarantined)
    assert (event.article_id, event.attempts, event.error) == (identifier, 4, "broke 4")
    assert sweep(database, now + timedelta(days=9), everything=True) == []


def test_a_revision_takes_an_article_out_of_quarantine(database: Database) -> None:
    identifier = received(database)
    claim(database, identifier)
    fail(database, identifier, NOW, attempts=1)
    receive(database, item(title="Mended"))
    assert claim(database, identifier) is not None


def test_an_article_that_kills_its_readers_is_set_aside_by_the_sweep(database: Database) -> None:
    identifier, now = received(database), NOW
    for _ in range(3):
        now += timedelta(minutes=6)
        assert sweep(database, now, max_attempts=3) == [identifier]
        assert claim(database, identifier, now) is not None
    assert sweep(database, now + timedelta(minutes=6), max_attempts=3) == []
    assert row(database, identifier).state == "quarantined"


def test_the_sweep_sends_nothing_twice_within_its_pause(database: Database) -> None:
    first = received(database)
    assert sweep(database, NOW + timedelta(minutes=1)) == [], "just sent by the poll"
    assert sweep(database, NOW + AGAIN) == [first]
    assert sweep(database, NOW + AGAIN + timedelta(minutes=1)) == []
    assert sweep(database, NOW + 2 * AGAIN) == [first]


def test_a_process_that_knows_itself_alone_takes_everything_back_at_its_start(database: Database) -> None:
    queued, in_dead_hands = [r.article_id for r in receive(database, item(1), item(2))]
    assert claim(database, in_dead_hands) is not None
    moment = NOW + timedelta(seconds=1)
    assert sorted(sweep(database, moment, everything=True)) == sorted([queued, in_dead_hands])
    assert claim(database, in_dead_hands, moment) is not None


def test_the_sweep_takes_the_oldest_first_up_to_its_limit(database: Database) -> None:
    for number in range(5):
        receive(database, item(number), now=NOW + timedelta(minutes=number))
    later = NOW + timedelta(hours=1)
    batches = [sweep(database, later, limit=2) for _ in range(3)]
    with database.read() as conn:
        in_order = list(conn.execute(select(article.c.article_id).order_by(article.c.received_at)).scalars())
        assert sorted(inbox.unfinished(conn, later, 10)) == sorted(in_order)
    assert [identifier for batch in batches for identifier in batch] == in_order


def test_an_exact_copy_names_the_first_article_with_that_text(database: Database) -> None:
    identifiers = [received(database, item(number)) for number in range(3)]
    for identifier in identifiers[:2]:
        claimed = claim(database, identifier)
        assert claimed is not None
        finish(database, claimed, "One “text”.")
    with database.read() as conn:
        assert inbox.exact_copy(conn, identifiers[2], text_hash('One  "text".')) in identifiers[:2]
        assert inbox.exact_copy(conn, identifiers[2], text_hash("Another text.")) is None
        assert inbox.exact_copy(conn, identifiers[0], text_hash('One "text".')) == identifiers[1]


def test_nothing_stays_of_a_delivery_whose_transaction_fails(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as conn:  # noqa: PT012
        inbox.receive(conn, [item()], NOW)
        raise RuntimeError("the worker died here")
    with database.read() as conn:
        assert conn.execute(select(article)).all() == []
        assert store.head(conn) == 0


def test_workers_that_receive_the_same_articles_at_once_record_each_of_them_once(database: Database) -> None:
    start = threading.Barrier(4)
    receipts: list[list[Receipt]] = []

    def work(feed: str) -> None:
        items = [item(number, feed=feed) for number in range(10)]
        random.Random(feed).shuffle(items)
        start.wait()
        receipts.append(receive(database, *items))

    threads = [threading.Thread(target=work, args=(f"feed-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 4
    assert sum(receipt.new for batch in receipts for receipt in batch) == 10
    assert len(events(database, ArticleReceived)) == 10
