from __future__ import annotations

from datetime import UTC, datetime

from domain.events import FeedNotice, Meta
from worker.log import queries, store
from worker.log.database import Database
from worker.log.store import NewEvent

NOW = datetime(2022, 1, 10, 9, 30, tzinfo=UTC)


def test_smoke(database: Database) -> None:
    events = [NewEvent(FeedNotice(feed=f"f{i % 3}", notice="failing", detail="x"), f"id{i}") for i in range(10)]
    with database.begin() as conn:
        store.append(conn, events, meta=Meta(), recorded_at=NOW)
        assert store.verify(conn).ok
        (seal,) = store.seal(conn, NOW)
        assert (seal.first, seal.last) == (1, 10)
    with database.read() as conn:
        assert store.verify(conn) == store.Verification(True, 10)
        print(queries.statistics(conn))
        assert queries.meetings(conn) == []
    from worker.log import model

    with database.begin() as conn:
        model.project(conn, list(store.read(conn)))
    assert model.check(database) == []
    assert model.rebuild(database) == []
