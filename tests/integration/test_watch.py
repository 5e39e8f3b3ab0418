"""``parley watch``: how its screen is set; what it shows is tried in ``tests/e2e``."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.cli.watch import _when

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 3, 5, 7, 5, tzinfo=UTC), "07:05"),
        (datetime(2026, 3, 4, 23, 59, tzinfo=UTC), " 4 Mar"),
        (datetime(2026, 1, 12, 8, 0, tzinfo=UTC), "12 Jan"),
        (datetime(2025, 12, 28, 8, 0, tzinfo=UTC), "28 Dec 2025"),
    ],
)
def test_a_change_is_dated_as_shortly_as_leaves_no_doubt(moment: datetime, told: str) -> None:
    assert _when(moment, NOW).plain == told
