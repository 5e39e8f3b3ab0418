"""Inserting many rows into SQLite without SQLAlchemy's bookkeeping for each value, which takes longer than SQLite does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from worker.log.canonical import stamp
from worker.log.tables import Instant

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def insert_many(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """As ``conn.execute(table.insert(), rows)``; every row has the keys of the first. Raises the same ``IntegrityError``."""
    if not rows:
        return
    names = tuple(rows[0])
    if conn.dialect.name != "sqlite" or len(names) < 2:
        conn.execute(table.insert(), list(rows))
        return
    statement, moments = _statement(table, names)
    columns: list[Sequence[Any]] = list(zip(*map(itemgetter(*names), rows)))
    for place in moments:
        written = {moment: moment and stamp(moment) for moment in set(columns[place])}
        columns[place] = [written[moment] for moment in columns[place]]
    conn.exec_driver_sql(statement, list(zip(*columns)))


@lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    """The statement, and which of its values are moments in time."""
    quoted = ", ".join(f'"{name}"' for name in names)
    moments = tuple(n for n, name in enumerate(names) if isinstance(table.c[name].type, Instant))
    return f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join("?" * len(names))})', moments
