"""The log itself: append, read, seal, verify.

Positions are gap-free and their order is commit order, on both databases: they are handed out by moving the one row of
``log_head`` in the appending transaction, and its lock is held until the commit. So a follower that has read up to N
never misses an N-1 that commits later, and ``max(position) = count(*)`` always holds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, text

from domain.events import Event, MeetingEvent, Meta, Recorded, load_event
from worker.log.canonical import event_data, event_hash, meta_data, stamp
from worker.log.errors import Conflict, Overtaken
from worker.log.paging import EVENT_COLUMNS, page
from worker.log.seal import Seal, Verification, seal, verify
from worker.log.tables import FREQUENT, RARE

if TYPE_CHECKING:
    from worker.log.database import Database

__all__ = [
    "NewEvent",
    "Seal",
    "Verification",
    "append",
    "events",
    "head",
    "lock_head",
    "read",
    "record",
    "recorded",
    "seal",
    "verify",
]

READ_BATCH = 1000
"""Events fetched at a time while reading."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be recorded. ``event_id`` is derived from what brought it about (``derived_id``), so that doing a thing
    twice records it once. ``expected_version`` is the version its stream must have just before it (0: no such stream).
    ``meta`` is what is recorded about it besides, where that differs from the rest of its batch."""

    event: Event
    event_id: str
    expected_version: int | None = None
    meta: Meta | None = None


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
    last: bool = False,
) -> list[Recorded]:
    """Record ``events`` in order within the caller's transaction; returns those that were new, as recorded.

    An event whose id is in the log already is skipped: nothing is recorded twice, whoever repeats what. Give
    ``decided_at``, the head's position before the state was read that a decision rests on, where meetings are decided on.

    From here to the commit nobody else can append, so call it as late in the transaction as possible. ``last`` says that
    nothing at all follows in it: on PostgreSQL the commit then goes along with the append, and the head is locked over no
    round trip. The transaction is over when this returns; what its block raises afterwards undoes nothing.

    Raises ``Conflict`` where a stream is not at its expected version, and ``Overtaken`` where another writer recorded a
    meeting event after ``decided_at``. After either of them the transaction must be rolled back.
    """
    batch = _distinct(events)
    if not batch:
        return []
    decided_at = _basis(batch, decided_at)
    driver = conn.connection.dbapi_connection
    if conn.dialect.name == "postgresql":
        places = _append_postgresql(driver, batch, meta, recorded_at, decided_at, last)
    else:
        places = _append_sqlite(driver, batch, meta, recorded_at, decided_at)
    return _as_recorded(batch, places, meta, recorded_at)


def record(
    database: Database,
    events: Sequence[NewEvent],
    *,
    meta: Meta,
    recorded_at: datetime,
    decided_at: int | None = None,
) -> list[Recorded]:
    """``append`` as a transaction of its own: on PostgreSQL one statement and one round trip."""
    batch = _distinct(events)
    if not batch:
        return []
    decided_at = _basis(batch, decided_at)
    with database.driver() as driver:
        if database.dialect == "postgresql":
            places = _append_postgresql(driver, batch, meta, recorded_at, decided_at, last=True)
        else:
            places = _append_sqlite(driver, batch, meta, recorded_at, decided_at)
    return _as_recorded(batch, places, meta, recorded_at)


Place = tuple[int, int, int]
"""Index in the batch, position, version."""


def _distinct(events: Sequence[NewEvent]) -> list[NewEvent]:
    if len(events) < 2:
        return list(events)
    fresh: dict[str, NewEvent] = {}
    for new in events:
        fresh.setdefault(new.event_id, new)
    return list(fresh.values())


def _basis(batch: Sequence[NewEvent], decided_at: int | None) -> int | None:
    """``decided_at`` where something in the batch rests on the state of meetings."""
    return decided_at if any(isinstance(new.event, MeetingEvent) for new in batch) else None


def _as_recorded(
    batch: Sequence[NewEvent], places: Iterable[Place], meta: Meta, recorded_at: datetime
) -> list[Recorded]:
    return [
        Recorded(
            position=position,
            stream=batch[n].event.stream,
            version=version,
            event_id=batch[n].event_id,
            event=batch[n].event,
            meta=batch[n].meta or meta,
            recorded_at=recorded_at,
        )
        for n, position, version in places
    ]


def _append_sqlite(
    driver: Any, batch: Sequence[NewEvent], meta: Meta, recorded_at: datetime, decided_at: int | None
) -> list[Place]:
    # The driver's own cursor: through SQLAlchemy's four statements an append costs four times as much.
    cursor = driver.cursor()
    one = cursor.execute
    moment = stamp(recorded_at)
    known: Collection[str]
    if len(batch) == 1:
        event_id, stream = batch[0].event_id, batch[0].event.stream
        position, found, newest = one(STATE_BEFORE_ONE, (event_id, stream)).fetchone()
        known, versions = (event_id,) if found else (), {} if newest is None else {stream: newest}
    else:
        position = one("SELECT position FROM log_head WHERE id = 1").fetchone()[0]
        known, versions = _known_sqlite(one, batch)
    before = position
    if (
        decided_at is not None
        and decided_at < position
        and one(
            "SELECT 1 FROM log_event WHERE position > ? AND stream GLOB 'meeting-*' LIMIT 1", (decided_at,)
        ).fetchone()
    ):
        raise Overtaken("another writer recorded a meeting event meanwhile; decide again")
    rows: list[tuple[Any, ...]] = []
    places: list[Place] = []
    for n, new in enumerate(batch):
        event_id = new.event_id
        if event_id in known:
            continue
        event = new.event
        stream = event.stream
        version = versions.get(stream, 0)
        if new.expected_version is not None and new.expected_version != version:
            raise Conflict(stream, new.expected_version, version)
        versions[stream] = version = version + 1
        position += 1
        data, about = event_data(event), meta_data(new.meta or meta)
        schema = event.schema_version
        digest = event_hash(stream, version, event_id, event.type, schema, data, about, moment)
        rows.append((position, stream, version, event_id, event.type, schema, data, about, moment, digest))
        places.append((n, position, version))
    cursor.executemany("INSERT INTO log_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    if position > before:
        one("UPDATE log_head SET position = ? WHERE id = 1", (position,))
    return places


STATE_BEFORE_ONE = """
    SELECT position, (SELECT 1 FROM log_event WHERE event_id = ?), (SELECT max(version) FROM log_event WHERE stream = ?)
    FROM log_head WHERE id = 1
"""
"""The head, whether the one event is known already, and the newest version of its stream."""

FEW = 3
"""Events that are looked up one by one; for more, one statement takes less."""


def _known_sqlite(one: Any, batch: Sequence[NewEvent]) -> tuple[set[str], dict[str, int]]:
    """The ids of events that are in the log already, and the newest version of each stream that there is."""
    ids = [new.event_id for new in batch]
    streams = {new.event.stream for new in batch}
    if len(batch) > FEW:
        found = one(
            "SELECT event_id FROM log_event WHERE event_id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        known = {event_id for (event_id,) in found}
        # One look into the index for each stream: grouped, it would be read from end to end.
        newest = "SELECT value, (SELECT max(version) FROM log_event WHERE stream = value) FROM json_each(?)"
        versions = dict(one(newest, (json.dumps(sorted(streams)),)))
    else:
        known = {
            event_id for event_id in ids if one("SELECT 1 FROM log_event WHERE event_id = ?", (event_id,)).fetchone()
        }
        versions = {
            stream: one("SELECT max(version) FROM log_event WHERE stream = ?", (stream,)).fetchone()[0]
            for stream in streams
        }
    return known, {stream: version for stream, version in versions.items() if version is not None}


VERSIONS_KEPT = 10_000
"""Streams whose newest version a connection keeps in mind: their next event is hashed before it is sent. Where somebody else
wrote to one meanwhile, the database makes the hash."""


def _append_postgresql(
    driver: Any, batch: Sequence[NewEvent], meta: Meta, recorded_at: datetime, decided_at: int | None, last: bool
) -> list[Place]:
    moment = stamp(recorded_at)
    alike = all(new.meta is None for new in batch)
    metas = [meta_data(meta)] if alike else [meta_data(new.meta or meta) for new in batch]
    expected = [new.expected_version for new in batch]
    numbers: dict[str, int] = {}
    """Of the distinct streams, from 1 on."""
    given_in, steps, datas, hashes = [], [], [], []
    versions_guessed: dict[str, int] = driver.versions
    guesses: list[int] = []
    reached: list[int] = []
    for n, new in enumerate(batch):
        event = new.event
        stream = event.stream
        number = numbers.setdefault(stream, len(numbers) + 1)
        if number > len(guesses):
            guess = versions_guessed.get(stream, 0) if new.expected_version is None else new.expected_version
            guesses.append(guess)
            reached.append(guess)
        reached[number - 1] += 1
        version = reached[number - 1]
        given_in.append(number)
        steps.append(version - guesses[number - 1])
        data = event_data(event)
        datas.append(data)
        about = metas[0] if alike else metas[n]
        hashes.append(event_hash(stream, version, new.event_id, event.type, event.schema_version, data, about, moment))
    try:
        answer = driver.call(
            "log_write",
            (
                list(numbers),
                _numbers(guesses),
                _numbers(given_in),
                _numbers(steps),
                [new.event_id for new in batch],
                [new.event.type for new in batch],
                _numbers([new.event.schema_version for new in batch]),
                datas,
                metas,
                hashes,
                _numbers(expected) if any(one is not None for one in expected) else None,
                moment,
                None if decided_at is None else str(int(decided_at)),
                "t" if driver.waking else "f",
            ),
            last=last,
        )
    except Exception as error:
        details = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        if details.get("C") == "PL001":
            wrong = json.loads(details["D"])
            raise Conflict(wrong["stream"], wrong["expected"], wrong["actual"]) from None
        raise
    head, bases, versions = json.loads(answer)
    if versions is None:
        versions = [bases[number - 1] + step for number, step in zip(given_in, steps)]
    if len(versions_guessed) > VERSIONS_KEPT:
        versions_guessed.clear()
    versions_guessed.update({new.event.stream: version for new, version in zip(batch, versions) if version is not None})
    recorded = [n for n, version in enumerate(versions) if version is not None]
    first = head - len(recorded) + 1
    return [(n, position, versions[n]) for position, n in enumerate(recorded, first)]


def _numbers(values: Iterable[int | None]) -> str:
    """``integer[]``, likewise."""
    return "{" + ",".join(["NULL" if value is None else str(int(value)) for value in values]) + "}"


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
    for row in _pages(conn, EVENT_COLUMNS, after, until, streams, types, batch):
        yield recorded(row)


def events(conn: Connection, until: int, types: Iterable[str]) -> Iterator[Event]:
    """As ``read``, without what is recorded about the events: what a fold needs, for three quarters of the work."""
    for _, type_, schema, data in _pages(
        conn, ("position", "type", "schema", "data"), 0, until, None, types, READ_BATCH
    ):
        yield load_event(type_, schema, data)


def _pages(
    conn: Connection,
    columns: Sequence[str],
    after: int,
    until: int | None,
    streams: Iterable[str] | None,
    types: Iterable[str] | None,
    batch: int,
) -> Iterator[Sequence[Any]]:
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
            if column == "type" and not set(FREQUENT).intersection(names):
                conditions.append(RARE.text)  # there is an index over these
            keys = [f"{column}_{n}" for n in range(len(names))]
            conditions.append(f"{column} IN ({', '.join(':' + key for key in keys)})")
            values |= dict(zip(keys, names))
    where = " AND ".join(conditions)
    while True:
        rows = page(conn, columns, where, {**values, "after": after}, batch)
        yield from rows
        if len(rows) < batch:
            return
        after = rows[-1][0]


def before_newest(conn: Connection, count: int, types: Iterable[str] | None = None) -> int:
    """The position after which the newest ``count`` events begin, of all types or the named ones."""
    if types is None:
        return max(0, head(conn) - count)
    names = sorted(set(types))
    rare = f" AND {RARE.text}" if not set(FREQUENT).intersection(names) else ""
    found = conn.execute(
        text(
            f"SELECT position FROM log_event WHERE type IN :names{rare} ORDER BY position DESC LIMIT :count"
        ).bindparams(bindparam("names", expanding=True)),
        {"names": names, "count": count},
    ).scalars()
    return min(found, default=head(conn) + 1) - 1


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
