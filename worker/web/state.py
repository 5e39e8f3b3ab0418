"""What one web process holds."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sqlalchemy import Connection, func, select

from domain.events import ArticleQuarantined, ArticleRead, ArticleReceived, FeedNotice
from worker.log import store
from worker.log.errors import LogError
from worker.log.tables import log_event
from worker.logs import log
from worker.runtime import Runtime
from worker.web.answers import Answers
from worker.web.past import Past
from worker.web.probes import ChangesByKind, Readiness

SILENT: Final = (ArticleReceived.type, ArticleRead.type, ArticleQuarantined.type, FeedNotice.type)
"""Events that alter nothing that is shown of meetings and changes."""


@dataclass
class State:
    runtime: Runtime
    answers: Answers = field(default_factory=Answers)

    changes_by_kind: ChangesByKind = field(default_factory=ChangesByKind)
    past: Past = field(default_factory=Past)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _seen: int | None = field(default=None, repr=False)
    _telling: int = field(default=0, repr=False)

    def position(self, conn: Connection) -> int:
        """Where the newest event stands that may alter what is shown of meetings and changes, as the transaction of ``conn`` sees
        the log. Most articles tell of no meeting: a page that was made before one came is as good after it."""
        head = store.head(conn)
        with self._lock:
            if self._seen is None:
                self._seen = self._telling = head
            elif head > self._seen:
                new = select(func.max(log_event.c.position)).where(
                    log_event.c.position.between(self._seen + 1, head), log_event.c.type.not_in(SILENT)
                )
                self._telling = conn.execute(new).scalar() or self._telling
                self._seen = head
            # A transaction that is older than that of another thread sees less: what it sees goes by its own head.
            return min(self._telling, head)

    def newest(self) -> int:
        """The same in a transaction of its own; 0 while the database is away."""
        try:
            with self.runtime.database.read() as conn:
                return self.position(conn)
        except LogError:
            return 0

    @cached_property
    def readiness(self) -> Readiness:
        return Readiness(self.runtime)

    def warm(self) -> None:
        """Count what the first scrape would else wait for."""
        try:
            with self.runtime.database.read() as conn:
                self.changes_by_kind.count(conn)
        except LogError as error:
            # Whoever asks is told: this only saves them the wait.
            log.debug("web.cold", reason=str(error))

    def base(self, fallback: str) -> str:
        """Where the pages are, for links that leave them: as configured, else as they were asked for."""
        return self.runtime.config.settings.web.public_url or fallback.rstrip("/")
