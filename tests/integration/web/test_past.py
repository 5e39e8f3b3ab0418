"""Time travel: the log is folded once for whoever goes through the pages of one day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from domain.talks.ledger import Ledger
from tests.integration.log.stories import WINTER, take_all
from tests.integration.web.conftest import Site
from worker.log import queries
from worker.log.database import Database
from worker.web import past
from worker.web.past import Past


@pytest.fixture
def folded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The positions up to which the log was folded."""
    positions: list[int] = []
    fold = queries.ledger_at

    def counted(conn: Connection, position: int) -> Ledger:
        positions.append(position)
        return fold(conn, position)

    monkeypatch.setattr(queries, "ledger_at", counted)
    return positions


def test_pages_of_one_day_fold_the_log_once(winter: Site, folded: list[int]) -> None:
    day = "as_of=2022-01-11"
    page = winter.text(f"/?{day}")
    for path in (f"/?{day}&watch=us-russia", f"/?{day}&month=2022-02", f"/api/v1/status?{day}"):
        winter.text(path)
    meeting = page.partition('<a href="/meeting/')[2].partition("?")[0]
    winter.text(f"/meeting/{meeting}?{day}")
    assert len(folded) == 1
    winter.text("/?as_of=2022-01-10T12:00Z")
    assert len(folded) == 2
    assert folded[1] < folded[0]


def test_what_is_kept_is_what_was_known_then(sqlite_database: Database, folded: list[int]) -> None:
    take_all(sqlite_database, WINTER)
    kept = Past()
    early, late = datetime(2022, 1, 10, 12, tzinfo=UTC), datetime(2022, 1, 11, tzinfo=UTC)
    with sqlite_database.read() as conn:
        for moment in (early, late, late, early):
            known = kept.at(conn, moment)
            assert list(known.views) == queries.views_as_of(conn, recorded_until=moment)
            assert {view.meeting_id for view in known.views} <= set(known.reports)
    assert len(folded) == 3 + 4, "the second look at one moment is free; the other four are this test's own"


def test_a_long_log_is_not_kept_in_memory(
    sqlite_database: Database, folded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_all(sqlite_database, WINTER)
    monkeypatch.setattr(past, "KEPT_TO", 3)
    kept = Past()
    with sqlite_database.read() as conn:
        for _ in range(2):
            kept.at(conn, datetime(2022, 1, 11, tzinfo=UTC))
    assert len(folded) == 2
