"""Fetching many events quickly: on both databases the driver's own way of handing over rows costs more than the rows.

On PostgreSQL a page comes as three texts. The driver is written in Python and takes longer for nine columns of a row than
the rest of a replay takes for the event, while the standard library's JSON parser is written in C. ``data`` and ``meta`` come
apart from the others, one a line: canonical JSON holds no line feed, and so nothing has to be escaped and read back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

EVENT_COLUMNS = ("position", "stream", "version", "event_id", "type", "schema", "data", "meta", "recorded_at")

LINES = ("data", "meta")
"""Columns of canonical JSON."""


def page(
    conn: Connection, columns: Sequence[str], where: str, values: Mapping[str, Any], limit: int
) -> Sequence[Sequence[Any]]:
    """Up to ``limit`` rows of ``log_event`` in order of position. ``columns`` and ``where`` are SQL of this room, never
    input. Times are ISO 8601 text and hashes hexadecimal where the database is PostgreSQL."""
    if conn.dialect.name == "sqlite":
        query = f"SELECT {', '.join(columns)} FROM log_event WHERE {where} ORDER BY position LIMIT :limit"
        driver: Any = conn.connection.dbapi_connection
        found: list[tuple[Any, ...]] = driver.execute(query, {**values, "limit": limit}).fetchall()
        return found
    lines = [column for column in columns if column in LINES]
    plain = [column for column in columns if column not in LINES]
    source = f"FROM (SELECT * FROM log_event WHERE {where} ORDER BY position LIMIT :limit) AS page"
    aggregates = [
        _as_json(plain),
        *(f"string_agg({column}, chr(10) ORDER BY position)" for column in lines),
    ]
    row = conn.execute(text(f"SELECT {', '.join(aggregates)} {source}"), {**values, "limit": limit}).one()
    if row[0] is None:
        return []
    rows: list[list[Any]] = json.loads(row[0])
    taken = [str(column).split("\n") for column in row[1:]]
    if any(len(column) != len(rows) for column in taken):
        # Somebody wrote line feeds or nulls into the log. Whoever verifies it must see them where they stand.
        whole = conn.execute(text(f"SELECT {_as_json(columns)} {source}"), {**values, "limit": limit}).scalar()
        return json.loads(whole) if whole else []
    for column, entries in zip(lines, taken):
        at = columns.index(column)
        for one, entry in zip(rows, entries):
            one.insert(at, entry)
    return rows


def _as_json(columns: Sequence[str]) -> str:
    shown = ", ".join("encode(hash, 'hex')" if column == "hash" else column for column in columns)
    return f"json_agg(json_build_array({shown}) ORDER BY position)::text"
