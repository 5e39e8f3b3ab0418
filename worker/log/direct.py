"""Statements of the hot path, given to the driver as they are: SQLAlchemy takes longer to build and compile a small statement
than either database takes to run it.

They are written once for both databases, with ``?`` for values. Moments, days and truth values are turned into what columns of
``worker.log.tables`` hold. What goes wrong raises the driver's own errors, which ``Database`` translates as it does the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from worker.log.canonical import stamp

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

Values = Sequence[Any]


def query(conn: Connection, statement: str, values: Values = ()) -> list[Any]:
    """The rows of a statement, as tuples or lists. Moments come as aware datetimes from PostgreSQL and as text from SQLite
    (``moment`` reads both)."""
    cursor = _driver(conn).cursor()
    try:
        if conn.dialect.name == "postgresql":
            cursor.execute(_formatted(statement), _aware(values))
        else:
            cursor.execute(statement, _for_sqlite(values))
        found: list[Any] = list(cursor.fetchall())
        return found
    finally:
        cursor.close()


def moment(value: Any) -> datetime | None:
    """A moment out of a row of ``query``."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def marks(count: int) -> str:
    """The list in ``IN (…)`` for so many values."""
    return ", ".join("?" * count)


class FromHead(int):
    """A position in the log, counted from its head before an append that is still to come."""


class Writes:
    """Statements whose results nobody asks for: gathered, and sent to PostgreSQL in one round trip."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._waiting: list[tuple[str, list[Values]]] = []

    def add(self, statement: str, rows: Iterable[Values]) -> None:
        """Run ``statement`` for each of ``rows`` of values, after what was added before."""
        if listed := list(rows):
            self._waiting.append((statement, listed))

    def insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Every row has the keys of the first."""
        if rows:
            self.add(_insert(table.name, tuple(rows[0])), [tuple(row.values()) for row in rows])

    def upsert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows, or put them in the place of those with the same primary key. Every row has the keys of the first."""
        if rows:
            keys = tuple(column.name for column in table.primary_key.columns)
            self.add(_upsert(table.name, keys, tuple(rows[0])), [tuple(row.values()) for row in rows])

    def delete(self, table: Table, key: str, values: Iterable[str]) -> None:
        self.add(f"DELETE FROM {table.name} WHERE {key} = ?", [(value,) for value in values])

    def send(self, head: int | None = None) -> None:
        """Run what was added, positions ``FromHead`` counted from ``head``. Raises what the first statement that failed raised."""
        waiting, self._waiting = self._waiting, []
        if head is not None:
            waiting = [(statement, [_after(head, row) for row in rows]) for statement, rows in waiting]
        if not waiting:
            return
        driver = _driver(self._conn)
        if self._conn.dialect.name == "postgresql":
            driver.execute_batch([(_formatted(statement), list(map(_aware, rows))) for statement, rows in waiting])
            return
        cursor = driver.cursor()
        try:
            for statement, rows in waiting:
                cursor.executemany(statement, list(map(_for_sqlite, rows)))
        finally:
            cursor.close()


def _after(head: int, values: Values) -> Values:
    return [head + value if type(value) is FromHead else value for value in values]


def _driver(conn: Connection) -> Any:
    return conn.connection.dbapi_connection


@lru_cache(maxsize=1024)
def _formatted(statement: str) -> str:
    """With the marks that the PostgreSQL driver knows. No statement of ours has a ? or a % elsewhere."""
    return statement.replace("?", "%s")


@lru_cache(maxsize=256)
def _insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(map(_quoted, names))}) VALUES ({marks(len(names))})"


@lru_cache(maxsize=256)
def _upsert(table: str, keys: tuple[str, ...], names: tuple[str, ...]) -> str:
    others = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in names if name not in keys)
    return f"{_insert(table, names)} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {others}"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _aware(values: Values) -> Values:
    for value in values:
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r} where an aware one is required")
    return values


def _for_sqlite(values: Values) -> Values:
    return [_WRITTEN[type(value)](value) if type(value) in _WRITTEN else value for value in values]


_WRITTEN: dict[type, Callable[[Any], Any]] = {datetime: stamp, date: date.isoformat, bool: int}
