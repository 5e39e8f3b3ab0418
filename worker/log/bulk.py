"""Inserting and updating many rows of SQLite without SQLAlchemy's bookkeeping for each value, which takes longer than SQLite does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from worker.log.canonical import stamp
from worker.log.tables import Instant

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect, Table, Update


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


def update_many(conn: Connection, statement: Update, rows: Sequence[Mapping[str, Any]]) -> int:
    """As ``conn.execute(statement, rows)``, a statement that is built once and whose rows give all of its parameters; how many rows
    of the table it changed."""
    if conn.dialect.name != "sqlite":
        return conn.execute(statement, list(rows)).rowcount
    text, names, moments = _update(statement, conn.dialect)
    values = [
        tuple(row[name] and stamp(row[name]) if moment else row[name] for name, moment in zip(names, moments))
        for row in rows
    ]
    return conn.exec_driver_sql(text, values).rowcount


@lru_cache(maxsize=16)
def _update(statement: Update, dialect: Dialect) -> tuple[str, tuple[str, ...], tuple[bool, ...]]:
    """The statement as the driver takes it, its parameters in order, and which of them are moments in time."""
    compiled: Any = statement.compile(dialect=dialect)
    names = tuple(compiled.positiontup)
    return str(compiled), names, tuple(isinstance(compiled.binds[name].type, Instant) for name in names)


@lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    """The statement, and which of its values are moments in time."""
    quoted = ", ".join(f'"{name}"' for name in names)
    moments = tuple(n for n, name in enumerate(names) if isinstance(table.c[name].type, Instant))
    return f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join("?" * len(names))})', moments
