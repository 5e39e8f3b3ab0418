"""The robots.txt of sites as they were found, in the database: one worker asks for all of them, and a restart forgets none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, select, text

from worker.log.tables import Instant, robots_txt

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.clock import Clock
    from worker.log.database import Database

MAX_ORIGIN: Final = 300
"""Characters. What is longer is no host that exists, and is asked anew by every process."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a site said of its rules."""

    rules: str | None
    """None where they cannot be read, which forbids everything."""
    why: str
    """Why they cannot be read, as a clause."""
    seconds: float
    """How long that holds."""


_GET: Final = select(robots_txt).where(robots_txt.c.origin == bindparam("of"))
_PUT: Final = text(
    "INSERT INTO robots_txt (origin, rules, why, until) VALUES (:origin, :rules, :why, :until)"
    " ON CONFLICT (origin) DO UPDATE SET rules = excluded.rules, why = excluded.why, until = excluded.until"
).bindparams(bindparam("until", type_=Instant()))


@dataclass(frozen=True, slots=True)
class Stored:
    database: Database
    clock: Clock

    def get(self, origin: str) -> Found | None:
        """What some worker found lately; None where the site is to be asked."""
        now = self.clock.now()
        with self.database.read() as conn:
            row = conn.execute(_GET, {"of": origin}).one_or_none()
        if row is None or row.until <= now:
            return None
        return Found(row.rules, row.why, (row.until - now).total_seconds())

    def put(self, origin: str, found: Found) -> None:
        if len(origin) > MAX_ORIGIN:
            return
        now = self.clock.now()
        row = {
            "origin": origin,
            "rules": found.rules,
            "why": found.why,
            "until": now + timedelta(seconds=found.seconds),
        }

        def store(conn: Connection) -> None:
            conn.execute(delete(robots_txt).where(robots_txt.c.until <= now))
            conn.execute(_PUT, row)

        self.database.transact(store)
