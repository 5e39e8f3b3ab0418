"""The one place where the program learns what time it is.

Everything else takes ``now`` or a ``Clock``: so that a scenario of two months can be played in seconds, and so that a
test can set the clock back an hour.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
