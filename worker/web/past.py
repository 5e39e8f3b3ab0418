"""What was known at another moment: the log, folded up to there.

That takes 20 µs an event, so whoever goes through the pages of one day folds it once: the newest answer is kept, which never gets stale, for
what stands in the log up to a position does not change. A long log needs much memory for that (2 kB an event), so its answer is not
kept, and never are two made at once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from domain.collecting import uncollected
from domain.talks.model import FiledReport, MeetingView
from worker.log import queries

KEPT_TO: Final = 50_000
"""The longest log whose answer is kept, in events: some 100 MB."""


@dataclass(frozen=True, slots=True)
class Then:
    """The meetings as they were known."""

    views: Sequence[MeetingView]
    reports: Mapping[str, Sequence[FiledReport]]
    """By meeting."""


class Past:
    """Safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[int, Then] | None = None

    def at(self, conn: Connection, moment: datetime) -> Then:
        """What the log held at ``moment``."""
        position = queries.until_position(conn, moment)
        with self._lock:
            if self._kept is not None and self._kept[0] == position:
                return self._kept[1]
            self._kept = None  # before the next one needs the room
            with uncollected():
                ledger = queries.ledger_at(conn, position)
                found = Then(list(ledger.views(None)), ledger.meetings)
                del ledger  # before the collector comes back and walks all of it
            if position <= KEPT_TO:
                self._kept = (position, found)
            return found
