"""The tamper-evident chain, and the proof that a log is whole.

Every event carries the hash of its own content. ``seal`` binds the events since the last seal, in their order, into one
hash that also covers the previous seal. So appending costs no chain (which would make every writer wait for the hash of
the one before), and changing, dropping, inserting or swapping anything before the last seal breaks every later seal.
Whoever keeps the newest seal's hash elsewhere can prove the whole log up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, select, text

from worker.log.canonical import GENESIS, event_hash, seal_hash, stamp
from worker.log.errors import DatabaseReadOnly
from worker.log.paging import EVENT_COLUMNS, page
from worker.log.tables import log_verified

if TYPE_CHECKING:
    from worker.log.database import Database

SEAL_LOCK = 0x7365616C
"""Key of the PostgreSQL advisory lock under which one process seals at a time ("seal" in ASCII)."""

SEAL_MOST = 50_000
"""Events under one seal; a long unsealed stretch becomes several."""

PAGE = 2000


@dataclass(frozen=True, slots=True)
class Seal:
    """One link: the events ``first`` to ``last`` and everything before them."""

    first: int
    last: int
    hash: bytes
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class Verification:
    """``checked`` events from position ``first`` on were looked at before the first fault, if any, at
    ``broken_position``."""

    ok: bool
    checked: int
    broken_position: int | None = None
    reason: str | None = None
    first: int = 1


def seal(conn: Connection, now: datetime) -> list[Seal]:
    """Chain all events recorded since the last seal; returns the new seals, none where nothing is new.

    Does not hold up appends on PostgreSQL: what is recorded meanwhile is left for the next time.
    """
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SEAL_LOCK})")
    newest = conn.exec_driver_sql("SELECT position_to, hash FROM log_seal ORDER BY position_to DESC LIMIT 1").first()
    sealed, chain = (int(newest[0]), bytes(newest[1])) if newest else (0, GENESIS)
    end = int(conn.exec_driver_sql("SELECT position FROM log_head WHERE id = 1").scalar_one())
    made: list[Seal] = []
    moment = stamp(now)
    while sealed < end:
        first, last = sealed + 1, min(end, sealed + SEAL_MOST)
        chain = seal_hash(chain, first, last, moment, _hashes(conn, first, last))
        conn.execute(
            text(
                "INSERT INTO log_seal (position_to, position_from, hash, sealed_at) VALUES (:last, :first, :hash, :moment)"
            ),
            {"last": last, "first": first, "hash": chain, "moment": moment},
        )
        made.append(Seal(first, last, chain, now))
        sealed = last
    return made


def _hashes(conn: Connection, first: int, last: int) -> Iterator[bytes]:
    query = text("SELECT hash FROM log_event WHERE position BETWEEN :first AND :last ORDER BY position")
    for start in range(first, last + 1, PAGE):
        for (digest,) in conn.execute(query, {"first": start, "last": min(last, start + PAGE - 1)}):
            yield bytes(digest)


class _Broken(Exception):
    def __init__(self, position: int, reason: str) -> None:
        self.position, self.reason = position, reason


def verify(
    conn: Connection,
    first: int = 1,
    last: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Prove the log from position ``first`` to ``last`` (the newest event where ``None``), in one read transaction.

    Recomputed from the columns as they are stored: every event's hash; that positions follow on one another up to the
    head and versions within each stream; every seal whose events lie wholly in the range, and its link to the one before.
    ``progress`` is called with the number of events checked so far.
    """
    run = _Run(conn, max(1, first))
    try:
        run.check(last, progress)
    except _Broken as broken:
        return Verification(False, run.checked, broken.position, broken.reason, run.first)
    return Verification(True, run.checked, first=run.first)


def verify_and_remember(
    db: Database,
    now: datetime,
    *,
    first: int = 1,
    last: int | None = None,
    only_new: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """``verify`` in a transaction of its own, and remember up to where the log was found whole.

    With ``only_new`` it goes on from there: at the first event after the newest seal that was right then, so that the
    chain is followed without a gap. That the log still holds that seal, and the event up to which it was right, is looked
    at first; what lies before them is taken for right. Nothing remembered means from the beginning. A range is remembered
    only where it goes on from what was. A database that cannot be written to is verified without remembering.
    """
    with db.read() as conn:
        known = _remembered(conn)
        if only_new and known is not None:
            if (changed := _changed_since(conn, known)) is not None:
                return changed
            first = known.sealed_to + 1
        result = verify(conn, first, last, progress)
        reached = result.first + result.checked - 1
        gapless = first <= (known.position + 1 if known else 1)
        if not result.ok or reached < 1 or not gapless or (known is not None and reached < known.position):
            return result
        at = conn.execute(text("SELECT hash FROM log_event WHERE position = :at"), {"at": reached}).scalar_one()
        sealed = conn.execute(
            text("SELECT position_to, hash FROM log_seal WHERE position_to <= :at ORDER BY position_to DESC LIMIT 1"),
            {"at": reached},
        ).first()
    with suppress(DatabaseReadOnly), db.begin() as conn:
        conn.execute(delete(log_verified))
        conn.execute(
            insert(log_verified).values(
                id=1,
                position=reached,
                hash=at,
                sealed_to=sealed[0] if sealed else 0,
                seal=sealed[1] if sealed else GENESIS,
                verified_at=now,
            )
        )
    return result


def _remembered(conn: Connection) -> Any | None:
    return conn.execute(select(log_verified)).first()


def _changed_since(conn: Connection, known: Any) -> Verification | None:
    """The verdict where the log is not the one that was verified then."""
    when = f"{known.verified_at:%d %b %Y %H:%M} UTC"
    at = conn.execute(text("SELECT hash FROM log_event WHERE position = :at"), {"at": known.position}).scalar()
    if at is None:
        return Verification(
            False, 0, known.position, f"the event is missing that was verified on {when}", known.position
        )
    if bytes(at) != bytes(known.hash):
        return Verification(
            False, 0, known.position, f"the event is another than the one that was verified on {when}", known.position
        )
    if known.sealed_to:
        query = text("SELECT hash FROM log_seal WHERE position_to = :at")
        seal_now = conn.execute(query, {"at": known.sealed_to}).scalar()
        if seal_now is None or bytes(seal_now) != bytes(known.seal):
            reason = f"the seal that ends here is not the one that was verified on {when}"
            return Verification(False, 0, known.sealed_to, reason, known.sealed_to)
    return None


class _Run:
    def __init__(self, conn: Connection, first: int) -> None:
        self.conn = conn
        self.first = first
        self.checked = 0
        self.versions: dict[str, int] = {}
        self.seals: list[tuple[Any, Any, bytes, str]] = []
        """Those still to be reached, newest first: from, to, hash, sealed_at."""
        self.chain = GENESIS
        self.sealed = 0
        self.hashes: list[bytes] = []
        """Of the events since the last seal passed."""

    def check(self, last: int | None, progress: Callable[[int], None] | None) -> None:
        head = self._head()
        end = head if last is None else min(last, head)
        self._load_seals(end)
        stray = self.conn.exec_driver_sql("SELECT min(position) FROM log_event").scalar()
        if stray is not None and stray < 1:
            raise _Broken(stray, "positions begin at 1")
        expected = self.first
        while expected <= end or (last is None and expected > end):
            # Without an end to look for, one page more is read: nothing may lie behind the head.
            page = list(self._page(expected, None if last is None else end))
            if not page:
                break
            for row in page:
                if row[0] != expected:
                    raise _Broken(expected, f"the event is missing: the next one there is has position {row[0]!r}")
                if expected > head:
                    raise _Broken(expected, f"there is an event behind the head, which says {head}")
                self._event(row)
                expected += 1
                self.checked += 1
            if progress:
                progress(self.checked)
        if expected <= end:
            raise _Broken(expected, f"the event is missing: the log ends at {expected - 1}, its head says {head}")
        if last is None and self.seals:
            first, to, *_ = self.seals[-1]
            raise _Broken(
                expected, f"the events are missing that the seal over {first} to {to} covers; the log ends at {end}"
            )

    def _head(self) -> int:
        rows = self.conn.exec_driver_sql("SELECT id, position FROM log_head").all()
        if len(rows) != 1 or rows[0][0] != 1 or not isinstance(rows[0][1], int) or rows[0][1] < 0:
            raise _Broken(0, f"log_head must hold one row with a position, and holds {[tuple(row) for row in rows]}")
        return rows[0][1]

    def _page(self, expected: int, end: int | None) -> Iterator[tuple[Any, ...]]:
        # As stored: SQLite keeps whatever bytes are there, also such as are no UTF-8 and would make the driver stumble.
        sqlite = self.conn.dialect.name == "sqlite"
        raw = ("stream", "event_id", "type", "data", "meta", "recorded_at") if sqlite else ()
        shown = [f"CAST({name} AS BLOB)" if name in raw else name for name in (*EVENT_COLUMNS, "hash")]
        where = "position >= :expected" + (" AND position <= :end" if end is not None else "")
        values = {"expected": expected} | ({"end": end} if end is not None else {})
        for row in page(self.conn, shown, where, values, PAGE):
            yield tuple(row)

    def _event(self, row: tuple[Any, ...]) -> None:
        position, stream, version, event_id, type_, schema, data, meta, moment, digest = row
        try:
            stream, event_id, type_, data, meta = (
                value.decode() if isinstance(value, bytes) else value for value in (stream, event_id, type_, data, meta)
            )
            moment = moment.decode() if isinstance(moment, bytes) else stamp(datetime.fromisoformat(moment))
            digest = bytes.fromhex(digest) if isinstance(digest, str) else digest
            actual = event_hash(stream, version, event_id, type_, schema, data, meta, moment)
        except (UnicodeDecodeError, AttributeError, TypeError, ValueError) as error:
            raise _Broken(position, f"a column holds what was never written there ({error})") from None
        if not isinstance(digest, bytes | bytearray | memoryview) or bytes(digest) != actual:
            raise _Broken(position, "the event's content does not match its hash")
        before = self.versions.get(stream)
        if before is None:
            before = self._version_before(stream)
        if version != before + 1:
            raise _Broken(position, f"stream {stream} goes from version {before} to {version}")
        self.versions[stream] = version
        self._reach(position, actual)

    def _version_before(self, stream: str) -> int:
        if self.first == 1:
            return 0
        query = text("SELECT max(version) FROM log_event WHERE stream = :stream AND position < :first")
        return int(self.conn.execute(query, {"stream": stream, "first": self.first}).scalar() or 0)

    # --- seals -------------------------------------------------------------------------------------------------------

    def _load_seals(self, end: int) -> None:
        sqlite = self.conn.dialect.name == "sqlite"
        moment = "CAST(sealed_at AS BLOB)" if sqlite else "sealed_at"
        rows = self.conn.execute(
            text(f"SELECT position_from, position_to, hash, {moment} FROM log_seal ORDER BY position_to")
        )
        before = 0
        for first, to, digest, sealed_at in rows:
            if not (isinstance(first, int) and isinstance(to, int)) or first != before + 1 or to < first:
                raise _Broken(
                    before + 1,
                    f"the seals do not follow on one another: after {before} comes one over {first!r} to {to!r}",
                )
            if not isinstance(digest, bytes | bytearray | memoryview):
                raise _Broken(first, f"the seal over {first} to {to} holds no hash")
            try:
                when = sealed_at.decode() if isinstance(sealed_at, bytes) else stamp(sealed_at)
            except (UnicodeDecodeError, AttributeError, ValueError):
                raise _Broken(first, f"the seal over {first} to {to} holds no time") from None
            if to < self.first or first < self.first:
                # Ends before the range, or begins before it: only what it hands on to the next one counts.
                self.chain, self.sealed = bytes(digest), to
            else:
                self.seals.append((first, to, bytes(digest), when))
            before = to
        self.seals.reverse()

    def _reach(self, position: int, digest: bytes) -> None:
        if position <= self.sealed or not self.seals:
            return
        self.hashes.append(digest)
        first, to, expected, when = self.seals[-1]
        if position < to:
            return
        actual = seal_hash(self.chain, first, to, when, self.hashes)
        if actual != expected:
            raise _Broken(first, f"the seal over {first} to {to} does not match its events and the seals before it")
        self.chain, self.sealed = expected, to
        self.hashes.clear()
        self.seals.pop()


def newest_seal(conn: Connection) -> dict[str, Any] | None:
    """The newest seal, to be kept elsewhere: position and hash in hexadecimal."""
    row = conn.exec_driver_sql("SELECT position_to, hash FROM log_seal ORDER BY position_to DESC LIMIT 1").first()
    return {"position": int(row[0]), "hash": bytes(row[1]).hex()} if row else None
