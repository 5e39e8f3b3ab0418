"""Fetching many events quickly.

On PostgreSQL a page comes as one JSON text: the driver is written in Python and takes longer for nine columns of a row than
the rest of a replay takes for the event; the standard library's JSON parser is written in C.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

EVENT_COLUMNS = ("position", "stream", "version", "event_id", "type", "schema", "data", "meta", "recorded_at")


def page(
    conn: Connection, columns: Sequence[str], where: str, values: Mapping[str, Any], limit: int
) -> Sequence[Sequence[Any]]:
    """Up to ``limit`` rows of ``log_event`` in order of position. ``columns`` and ``where`` are SQL of this room, never
    input. Times are ISO 8601 text and hashes hexadecimal where the database is PostgreSQL."""
    if conn.dialect.name == "sqlite":
        query = f"SELECT {', '.join(columns)} FROM log_event WHERE {where} ORDER BY position LIMIT :limit"
        return conn.execute(text(query), {**values, "limit": limit}).fetchall()
    shown = ", ".join("encode(hash, 'hex')" if column == "hash" else column for column in columns)
    query = (
        f"SELECT json_agg(json_build_array({shown}) ORDER BY position)::text "
        f"FROM (SELECT * FROM log_event WHERE {where} ORDER BY position LIMIT :limit) AS page"
    )
    found = conn.execute(text(query), {**values, "limit": limit}).scalar()
    rows: list[list[Any]] = json.loads(found) if found else []
    return rows
