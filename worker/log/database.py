"""The database that holds the log: SQLite in a file, or PostgreSQL. What differs between the two stays in this room.

SQLite runs in WAL mode with ``synchronous=FULL``: a change that was answered for survives a power cut, not only a killed
process. ``?synchronous=normal`` in the URL trades that for four times the commits (see docs/log.md).
"""

from __future__ import annotations

import logging
import os
import random
import sqlite3
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from worker.log.errors import (
    AppendOnly,
    Contended,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnavailable,
    LogError,
    Overtaken,
    SchemaMissing,
    SchemaTooNew,
    SchemaTooOld,
)
from worker.log.migrations import HEAD, REVISIONS

Result = TypeVar("Result")

BUSY_SECONDS = 30.0
"""How long a SQLite writer waits for another one before it gives up."""

IDLE_SECONDS = 5.0
"""A PostgreSQL connection that rested longer than this is tried before it is used: the server may have been restarted."""

CONTENDED_MOST = 6
"""Attempts at a transaction that the database keeps rolling back."""

CONTENDED_PAUSE = 0.01
"""Seconds. The pause before attempt n is random up to this times 2 to the power of n, so that two do not meet again."""

MIGRATION_MOST = 20
"""Attempts at a migration while workers are busy: it locks whole tables, in another order than they lock rows."""

MIGRATION_PAUSE = 2.0
"""Seconds, at most, between two of them."""

MIGRATION_LOCK = 0x7061726C6579
"""Key of the PostgreSQL advisory lock that lets one migration run at a time ("parley" in ASCII)."""

TIMESTAMPTZ = 1184
"""PostgreSQL's type number of ``timestamptz``."""

SYNCHRONOUS = ("full", "normal", "extra", "off")


class Database:
    """One database, shared by all threads of a process; after a fork, build a new one."""

    def __init__(self, url: str | URL) -> None:
        self.url = _with_driver(make_url(url))
        self.dialect: str = self.url.get_backend_name()
        self.notifies = False
        """Whether appends of ours tell those who listen (PostgreSQL, ``?notify=on`` in the URL)."""
        self._writer: PoolProxiedConnection | None = None
        self._turn = threading.Lock()
        """SQLite lets one connection write at a time and makes the others sleep and retry; within the process we queue."""
        self.engine: Engine = self._sqlite_engine() if self.dialect == "sqlite" else self._postgresql_engine()

    # --- transactions ------------------------------------------------------------------------------------------------

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection to run several transactions on (``begin(conn)``, ``snapshot(conn)``), for work on temporary tables.
        Closed for good, not returned to the pool, when the block raises."""
        self._require_file()
        with self._translating(), self.engine.connect() as conn:
            try:
                yield conn
            except BaseException:
                conn.invalidate()
                raise

    @contextmanager
    def begin(self, conn: Connection | None = None) -> Iterator[Connection]:
        """One write transaction: committed when the block ends, rolled back when it raises.

        Raises ``LogError`` where the database refuses (busy, full, read-only, unreachable, see ``worker.log.errors``).
        """
        with self._translating(), self._queued(), self._on(conn) as conn:
            conn.execution_options(parley_write=True)
            with conn.begin():
                yield conn

    def transact(self, work: Callable[[Connection], Result]) -> Result:
        """Run ``work`` in one write transaction, and again where the database rolled it back in favour of another one
        (deadlock, serialisation failure, lock timeout): up to ``CONTENDED_MOST`` times in all, with a growing random pause.

        Raises ``Contended`` after the last, and whatever ``work`` raises. What it does outside of the database happens each
        time.
        """
        for attempt in range(1, CONTENDED_MOST + 1):
            try:
                with self.begin() as conn:
                    return work(conn)
            except Contended:
                if attempt == CONTENDED_MOST:
                    raise
                time.sleep(random.uniform(0, CONTENDED_PAUSE * 2**attempt))
        raise AssertionError("the loop returns or raises")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction: everything read in the block belongs to one moment; writing in it is refused."""
        self._require_file()
        with self._translating(), self._on(None) as conn, conn.begin():
            if self.dialect == "sqlite":
                conn.exec_driver_sql("PRAGMA query_only = ON")
                try:
                    yield conn
                finally:
                    conn.exec_driver_sql("PRAGMA query_only = OFF")
            else:
                conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield conn

    @contextmanager
    def snapshot(self, conn: Connection) -> Iterator[Connection]:
        """As ``read``, on a connection of ``connection()``, and temporary tables may be written."""
        with self._translating():
            conn.execution_options(parley_write=False)
            with conn.begin():
                if self.dialect != "sqlite":
                    conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                yield conn

    @contextmanager
    def driver(self) -> Iterator[Any]:
        """The bare driver's connection, for one write transaction of few statements, where SQLAlchemy's bookkeeping would
        take longer than they do. Committed when the block ends, rolled back when it raises."""
        if self.dialect == "sqlite":
            with self._queued():
                yield from self._by_own_writer()
            return
        with self._translating():
            pooled = self.engine.raw_connection()
            try:
                driver: Any = pooled.dbapi_connection
                yield driver
                driver.commit()
            except LogError:
                pooled.rollback()
                raise
            except BaseException:
                pooled.invalidate()  # whatever it was, nobody shall get this connection next
                raise
            finally:
                pooled.close()

    def _by_own_writer(self) -> Iterator[Any]:
        """SQLite: a transaction on a connection that is kept for these, because the pool takes a quarter of the time that
        such a transaction does. Writers of a process queue anyway, so one is enough."""
        if self._writer is None:
            self._writer = self.detached()
        driver: Any = self._writer.dbapi_connection
        try:
            driver.execute("BEGIN IMMEDIATE")
            yield driver
            driver.execute("COMMIT")
        except LogError:
            driver.execute("ROLLBACK")
            raise
        except BaseException as error:
            self._writer.close()  # whatever it was, nobody shall get this connection next
            self._writer = None
            if isinstance(error, sqlite3.Error):
                raise self._translated(error) from error
            raise

    def detached(self) -> PoolProxiedConnection:
        """A connection that belongs to the caller and no longer to the pool; to be closed by the caller."""
        with self._translating():
            pooled = self.engine.raw_connection()
            pooled.detach()
            return pooled

    @contextmanager
    def _on(self, conn: Connection | None) -> Iterator[Connection]:
        if conn is not None:
            yield conn
            return
        with self.engine.connect() as conn:
            yield conn

    @contextmanager
    def _queued(self) -> Iterator[None]:
        if self.dialect != "sqlite":
            yield
            return
        self._require_file()
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise DatabaseBusy(f"{self} was held by another thread for {BUSY_SECONDS:.0f} s; try again")
        try:
            yield
        finally:
            self._turn.release()

    def dispose(self) -> None:
        """Close all connections."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self.engine.dispose()

    def __str__(self) -> str:
        """Where the data lie, for people and without the password."""
        if self.path is not None:
            return f"the database {self.path}"
        return f"the database {self.url.set(drivername='postgresql').render_as_string(hide_password=True)}"

    @cached_property
    def path(self) -> Path | None:
        """The SQLite file; ``None`` for PostgreSQL and for a database in memory."""
        name = self.url.database
        if self.dialect != "sqlite" or not name or name == ":memory:":
            return None
        return Path(name.removeprefix("file:").partition("?")[0])

    # --- the schema --------------------------------------------------------------------------------------------------

    def revision(self) -> str | None:
        """The revision of the schema as the database says it; ``None`` where it holds no tables of Parley."""
        if self.path is not None and not self.path.exists():
            return None
        with self._translating(), self.engine.connect() as conn:
            return self._revision(conn)

    def _revision(self, conn: Connection) -> str | None:
        if self.dialect == "sqlite":
            known = conn.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar()
        else:
            # Not to_regclass: right after waiting for a lock it may still answer from the session's cache.
            known = conn.exec_driver_sql(
                "SELECT count(*) FROM pg_catalog.pg_tables "
                "WHERE tablename = 'alembic_version' AND schemaname = ANY (current_schemas(false))"
            ).scalar()
        if not known:
            return None
        revision: str | None = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return revision

    def check(self) -> None:
        """Raise ``SchemaMissing``, ``SchemaTooOld`` or ``SchemaTooNew`` unless the database fits this program exactly."""
        revision = self.revision()
        if revision is None:
            raise SchemaMissing(
                f"{self} does not exist yet or is empty; `parley up`, `parley ingest` or `parley poll` will make it"
            )
        self._refuse_newer(revision)
        if revision != HEAD:
            raise SchemaTooOld(
                f"{self} has schema {revision}, and this version of Parley works on {HEAD}; "
                "`parley migrate` will bring it up to date, and so will `parley up`, `ingest` and `poll`"
            )

    def _refuse_newer(self, revision: str) -> None:
        if revision not in REVISIONS:
            raise SchemaTooNew(
                f"{self} has schema {revision}, which is newer than this version of Parley knows ({HEAD}); "
                "install the newer version again, or restore the backup from before its migration"
            )

    def migrate(self) -> bool:
        """Make the database, or bring it up to date; ``True`` where something was done.

        Happens wholly or not at all, and once: a second migration at the same time waits, then finds nothing to do. Workers may
        go on meanwhile: where the database rolls it back in favour of one of their transactions, it is begun anew, up to
        ``MIGRATION_MOST`` times. Raises ``SchemaTooNew`` for a database of a newer program.
        """
        if self.path is not None:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.touch()
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise DatabaseUnavailable(f"{self} cannot be made: {error.filename}: {reason}") from error
        if self.revision() == HEAD:
            return False
        for attempt in range(1, MIGRATION_MOST + 1):
            try:
                return self._migrate()
            except Contended:
                if attempt == MIGRATION_MOST:
                    raise
                time.sleep(random.uniform(0, MIGRATION_PAUSE))
        raise AssertionError("the loop returns or raises")

    def _migrate(self) -> bool:
        with self._migration_lock() as conn:
            revision = self._revision(conn)
            if revision is not None:
                self._refuse_newer(revision)
            if revision == HEAD:
                return False
            from alembic import command
            from alembic.config import Config

            config = Config()
            config.set_main_option("script_location", "worker.log:migrations")
            config.attributes["connection"] = conn
            command.upgrade(config, "head")
            return True

    @contextmanager
    def _migration_lock(self) -> Iterator[Connection]:
        if self.dialect == "sqlite":
            with self._translating():
                self._turn_to_wal()
            with self.begin() as conn:
                yield conn
        else:
            with self.begin() as conn:
                conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
                yield conn

    def _turn_to_wal(self) -> None:
        """Kept in the file, so done once. Not possible within a transaction, and it does not wait for others by itself."""
        give_up = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                with self.engine.connect() as conn:
                    conn.connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
                return
            except (DBAPIError, sqlite3.OperationalError) as error:
                if not isinstance(self._translated(error), DatabaseBusy) or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)

    def _require_file(self) -> None:
        if self.path is not None and not os.path.exists(self.path):
            raise SchemaMissing(
                f"{self} does not exist yet; `parley up`, `parley ingest` or `parley poll` will make it"
            )

    # --- engines -----------------------------------------------------------------------------------------------------

    def _sqlite_engine(self) -> Engine:
        query = dict(self.url.query)
        synchronous = str(query.pop("synchronous", "full")).lower()
        if synchronous not in SYNCHRONOUS:
            raise LogError(f"synchronous={synchronous} in {self}: use one of {', '.join(SYNCHRONOUS)}")
        engine = create_engine(self.url.set(query=query), connect_args={"timeout": BUSY_SECONDS})

        @event.listens_for(engine, "connect")
        def prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
            # The driver must not begin transactions by itself: it would begin them deferred, and a deferred transaction
            # that turns to writing fails at once where an immediate one waits its turn.
            connection.isolation_level = None
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute(f"PRAGMA synchronous = {synchronous}")
                # Else INSERT OR REPLACE would delete a recorded event behind the back of its trigger.
                connection.execute("PRAGMA recursive_triggers = ON")
                # Ids are hashes, so articles that come in together lie far apart, and the pages of many transactions are much the
                # same ones: copied from a journal of 16 MiB they are copied less often than from one of 4 MiB (the default).
                connection.execute("PRAGMA wal_autocheckpoint = 4000")
            except UnicodeDecodeError as error:  # SQLite quotes the damaged schema, and the driver cannot decode that
                raise sqlite3.DatabaseError("malformed database schema") from error

        @event.listens_for(engine, "begin")
        def begin(conn: Connection) -> None:
            writing = conn.get_execution_options().get("parley_write", False)
            driver: Any = (
                conn.connection.dbapi_connection
            )  # directly, because SQLAlchemy's way costs as much as an append
            try:
                driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            except sqlite3.OperationalError:
                conn.invalidate()
                raise

        return engine

    def _postgresql_engine(self) -> Engine:
        url, tls = _tls(self.url)
        query = dict(url.query)
        notify = str(query.pop("notify", "off")).lower()
        if notify not in ("on", "off"):
            raise LogError(f"notify={notify} in the database URL: use on or off")
        url = url.set(query=query)
        self.notifies = notify == "on"
        settings = {"TimeZone": "UTC", "DateStyle": "ISO", "standard_conforming_strings": "on"}
        engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            connect_args={"application_name": "parley", "startup_params": settings, "ssl_context": tls},
            pool_size=5,
            max_overflow=10,
        )
        told = logging.getLogger(f"{type(engine.pool).__module__}.{type(engine.pool).__name__}")
        told.addFilter(_in_one_sentence)

        @event.listens_for(engine, "do_connect")
        def connect(dialect: Any, record: ConnectionPoolEntry, args: Any, settings: Any) -> Any:
            from worker.log.driver import Connection as Driver

            driver = Driver(*args, **settings)
            driver.waking = self.notifies
            return driver

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, record: ConnectionPoolEntry) -> None:
            # The driver's own way to read a time takes 0.3 ms of strptime and dateutil.
            connection.register_in_adapter(TIMESTAMPTZ, datetime.fromisoformat)

        @event.listens_for(engine, "checkin")
        def rest(connection: Any, record: ConnectionPoolEntry) -> None:
            record.info["resting_since"] = time.monotonic()

        @event.listens_for(engine, "checkout")
        def wake(connection: Any, record: ConnectionPoolEntry, proxy: Any) -> None:
            resting_since = record.info.pop("resting_since", None)
            if resting_since is None or time.monotonic() - resting_since < IDLE_SECONDS:
                return
            try:
                cursor = connection.cursor()
                cursor.execute("SELECT 1")
                cursor.close()
                connection.rollback()
            except Exception as error:
                raise DisconnectionError(str(error)) from error  # the pool throws it away and connects anew

        return engine

    # --- errors ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise self._translated(error) from error
        except Exception as error:
            if type(error).__module__.startswith("pg8000."):
                raise self._translated(error) from error
            raise

    def _translated(self, error: BaseException) -> BaseException:
        original = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        if isinstance(original, sqlite3.Error):
            return self._of_sqlite(original) or error
        return self._of_postgresql(original) or error

    def _of_sqlite(self, error: sqlite3.Error) -> LogError | None:
        text = str(error)
        if "readonly" in text or "read-only" in text:
            return DatabaseReadOnly(
                f"{self} cannot be written to; make the file and its directory writable for this user, "
                "or name another one with --database or PARLEY_DATABASE_URL"
            )
        if "unable to open" in text:
            return DatabaseUnavailable(
                f"{self} cannot be opened; is its directory there, and may this user enter and write it?"
            )
        if "full" in text:
            return DatabaseFull(
                f"{self} cannot grow: no space is left on its disk; nothing was lost, go on when there is room"
            )
        if "disk I/O error" in text:
            return DatabaseUnavailable(
                f"{self} cannot be read or written ({text}); look at its disk and at quotas, nothing was lost"
            )
        if "locked" in text or "busy" in text:
            return DatabaseBusy(
                f"{self} was held by another process for {BUSY_SECONDS:.0f} s; try again when that one is done"
            )
        if "not a database" in text or "malformed" in text:
            return DatabaseDamaged(f"{self} cannot be read as a database ({text}); restore it from a backup")
        if "is append-only" in text:
            return AppendOnly(text)
        return None

    def _of_postgresql(self, error: BaseException) -> LogError | None:
        details = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        state, text = str(details.get("C", "")), str(details.get("M") or error)
        if state in ("40001", "40P01", "55P03"):
            return Contended(f"{self} rolled a transaction back in favour of another one ({text})")
        if state == "PL002":
            return Overtaken("another writer recorded a meeting event meanwhile; decide again")
        if state == "PL003":
            return AppendOnly(text)
        if state in ("25006", "42501"):
            return DatabaseReadOnly(f"{self} cannot be written to: {text}")
        if state == "53100":
            return DatabaseFull(f"{self} cannot grow: {text}; nothing was lost, go on when there is room")
        if text.startswith("Can't create a connection") and isinstance(error.__cause__, OSError):
            reason = (error.__cause__.strerror or str(error.__cause__)).lower()
            return DatabaseUnavailable(f"{self} cannot be reached: {reason}")
        if state.startswith(("08", "57P", "28", "3D", "53")) or type(error).__name__ == "InterfaceError":
            return DatabaseUnavailable(f"{self} cannot be used: {text}")
        return None


def _in_one_sentence(record: logging.LogRecord) -> bool:
    """What the pool has to say of a connection that broke: whoever used it is told by an error, so no traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        details = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        record.msg, record.args = (
            "a connection to the database broke and was given up: %s",
            (details.get("M") or error,),
        )
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = None
    return True


def _tls(url: URL) -> tuple[URL, ssl.SSLContext | bool | None]:
    """The URL without ``sslmode``, and what the driver makes of it: ``disable``, ``prefer`` (the default elsewhere than on
    this machine: encrypted where the server can), ``require`` (no certificate is checked) or ``verify-full``."""
    query = dict(url.query)
    local = url.host in (None, "localhost", "127.0.0.1", "::1")
    mode = str(query.pop("sslmode", "disable" if local else "prefer"))
    url = url.set(query=query)
    if mode == "disable":
        return url, False
    if mode == "prefer":
        return url, None
    if mode == "require":
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return url, context
    if mode == "verify-full":
        return url, ssl.create_default_context()
    raise LogError(f"sslmode={mode} in the database URL: use disable, prefer, require or verify-full")


def _with_driver(url: URL) -> URL:
    """``postgresql://`` and ``postgres://`` mean the one PostgreSQL driver that comes with Parley."""
    name = url.drivername
    if name in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+pg8000")
    if name in ("sqlite", "sqlite+pysqlite", "postgresql+pg8000"):
        return url
    raise LogError(f"database URL with {name}:// : use sqlite:///path/to/parley.db or postgresql://user@host/name")
