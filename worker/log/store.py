"""The log itself: append, read, seal, verify.

Positions are gap-free and their order is commit order, on both databases: they are handed out by moving the one row of
``log_head`` in the appending transaction, and its lock is held until the commit. So a follower that has read up to N
never misses an N-1 that commits later, and ``max(position) = count(*)`` always holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from domain.events import Event, MeetingEvent, Meta, Recorded, load_event
from worker.log.canonical import event_data, event_hash, meta_data, stamp
from worker.log.errors import Conflict, Overtaken
from worker.log.paging import EVENT_COLUMNS, page
from worker.log.seal import Seal, Verification, seal, verify

__all__ = ["NewEvent", "Seal", "Verification", "append", "head", "lock_head", "read", "recorded", "seal", "verify"]

READ_BATCH = 1000
"""Events fetched at a time while reading."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be recorded. ``event_id`` is derived from what brought it about (``derived_id``), so that doing a thing
    twice records it once. ``expected_version`` is the version its stream must have just before it (0: no such stream)."""

    event: Event
    event_id: str
    expected_version: int | None = None


def head(conn: Connection) -> int:
    """Position of the last recorded event; 0 for an empty log."""
    return int(conn.exec_driver_sql("SELECT position FROM log_head WHERE id = 1").scalar_one())


def lock_head(conn: Connection) -> int:
    """Keep all other writers out until this transaction ends; returns the head's position. For the last retry of a
    decision that keeps being overtaken. A SQLite write transaction is alone from its beginning."""
    suffix = " FOR UPDATE" if conn.dialect.name == "postgresql" else ""
    return int(conn.exec_driver_sql(f"SELECT position FROM log_head WHERE id = 1{suffix}").scalar_one())


def append(
    conn: Connection,
    events: Sequence[NewEvent],
    *,
    meta: Meta,
    recorded_at: datetime,
    decided_at: int | None = None,
) -> list[Recorded]:
    """Record ``events`` in order within the caller's transaction; returns those that were new, as recorded.

    An event whose id is in the log already is skipped: nothing is recorded twice, whoever repeats what. Give
    ``decided_at``, the head's position before the state was read that a decision rests on, where meetings are decided on.

    Raises ``Conflict`` where a stream is not at its expected version, and ``Overtaken`` where another writer recorded a
    meeting event after ``decided_at``. After either of them the transaction must be rolled back. Call it as late in the
    transaction as possible: from here to the commit nobody else can append.
    """
    fresh: dict[str, NewEvent] = {}
    for new in events:
        fresh.setdefault(new.event_id, new)
    if not fresh:
        return []
    batch = list(fresh.values())
    if not any(isinstance(new.event, MeetingEvent) for new in batch):
        decided_at = None  # nothing in it rests on the state of meetings
    moment = stamp(recorded_at)
    if conn.dialect.name == "postgresql":
        places = _append_postgresql(conn, batch, meta_data(meta), moment, decided_at)
    else:
        places = _append_sqlite(conn, batch, meta_data(meta), moment, decided_at)
    return [
        Recorded(
            position=position,
            stream=batch[n].event.stream,
            version=version,
            event_id=batch[n].event_id,
            event=batch[n].event,
            meta=meta,
            recorded_at=recorded_at,
        )
        for n, position, version in places
    ]


Place = tuple[int, int, int]
"""Index in the batch, position, version."""


def _append_sqlite(
    conn: Connection, batch: Sequence[NewEvent], meta: str, moment: str, decided_at: int | None
) -> list[Place]:
    # The driver's own cursor: through SQLAlchemy's four statements an append costs four times as much.
    cursor = conn.connection.cursor()
    try:
        one = cursor.execute
        position = one("SELECT position FROM log_head WHERE id = 1").fetchone()[0]
        if (
            decided_at is not None
            and decided_at < position
            and one(
                "SELECT 1 FROM log_event WHERE position > ? AND stream GLOB 'meeting-*' LIMIT 1", (decided_at,)
            ).fetchone()
        ):
            raise Overtaken("another writer recorded a meeting event meanwhile; decide again")
        versions: dict[str, int] = {}
        rows: list[tuple[Any, ...]] = []
        places: list[Place] = []
        for n, new in enumerate(batch):
            if one("SELECT 1 FROM log_event WHERE event_id = ?", (new.event_id,)).fetchone():
                continue
            event = new.event
            stream = event.stream
            version = versions.get(stream)
            if version is None:
                version = one("SELECT max(version) FROM log_event WHERE stream = ?", (stream,)).fetchone()[0] or 0
            if new.expected_version is not None and new.expected_version != version:
                raise Conflict(stream, new.expected_version, version)
            versions[stream] = version = version + 1
            position += 1
            data = event_data(event)
            schema = event.schema_version
            digest = event_hash(stream, version, new.event_id, event.type, schema, data, meta, moment)
            rows.append((position, stream, version, new.event_id, event.type, schema, data, meta, moment, digest))
            places.append((n, position, version))
        if rows:
            cursor.executemany("INSERT INTO log_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            one("UPDATE log_head SET position = ? WHERE id = 1", (position,))
        return places
    finally:
        cursor.close()


def _append_postgresql(
    conn: Connection, batch: Sequence[NewEvent], meta: str, moment: str, decided_at: int | None
) -> list[Place]:
    from pg8000.native import literal

    given = [
        {
            "n": n,
            "stream": new.event.stream,
            "event_id": new.event_id,
            "type": new.event.type,
            "schema": new.event.schema_version,
            "data": event_data(new.event),
            "meta": meta,
            "expected": new.expected_version,
        }
        for n, new in enumerate(batch)
    ]
    expecting = any(new.expected_version is not None for new in batch)
    cursor = conn.connection.cursor()
    try:
        # Literals, because the driver needs three round trips for a statement with parameters and one without.
        cursor.execute(
            f"SELECT nth, at_position, at_version FROM log_append({literal(json.dumps(given, ensure_ascii=False))}, "
            f"{literal(moment)}, {literal(decided_at)}, {literal(expecting)})"
        )
        return [(n, position, version) for n, position, version in cursor.fetchall()]
    except Exception as error:
        details = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        if details.get("C") == "PL001":
            wrong = json.loads(details["D"])
            raise Conflict(wrong["stream"], wrong["expected"], wrong["actual"]) from None
        raise
    finally:
        cursor.close()


# --- reading ---------------------------------------------------------------------------------------------------------


def read(
    conn: Connection,
    after: int = 0,
    until: int | None = None,
    streams: Iterable[str] | None = None,
    types: Iterable[str] | None = None,
    batch: int = READ_BATCH,
) -> Iterator[Recorded]:
    """Events with ``after < position <= until`` in order, in all streams or the named ones, of all types or the named
    ones. Memory does not grow with the log. Raises ``UnknownEvent`` at an event of a newer program."""
    conditions = ["position > :after"]
    values: dict[str, Any] = {}
    if until is not None:
        conditions.append("position <= :until")
        values["until"] = until
    for column, wanted in (("stream", streams), ("type", types)):
        if wanted is not None:
            names = sorted(set(wanted))
            if not names:
                return
            keys = [f"{column}_{n}" for n in range(len(names))]
            conditions.append(f"{column} IN ({', '.join(':' + key for key in keys)})")
            values |= dict(zip(keys, names))
    where = " AND ".join(conditions)
    while True:
        rows = page(conn, EVENT_COLUMNS, where, {**values, "after": after}, batch)
        for row in rows:
            yield recorded(row)
        if len(rows) < batch:
            return
        after = rows[-1][0]


def recorded(row: Sequence[Any]) -> Recorded:
    """The event of a row (position, stream, version, event_id, type, schema, data, meta, recorded_at)."""
    position, stream, version, event_id, type_, schema, data, meta, moment = row
    return Recorded(
        position=position,
        stream=stream,
        version=version,
        event_id=event_id,
        event=load_event(type_, schema, data),
        meta=_meta(meta),
        recorded_at=datetime.fromisoformat(moment) if isinstance(moment, str) else moment,
    )


@lru_cache(maxsize=256)
def _meta(data: str) -> Meta:
    return Meta.model_validate_json(data)
