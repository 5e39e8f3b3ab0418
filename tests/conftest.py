"""Fixtures for all tests: real servers, started once per test run and shared by its parallel workers, and databases."""

from __future__ import annotations

import logging
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.servers import PostgreSQL, Valkey
from worker.log.database import Database
from worker.log.tables import metadata

TEMPLATE = "parley_template_test"

# What the shell of whoever runs the tests says about Parley, or about how wide and colourful its own terminal is, is not meant for
# them; and nothing of theirs goes through a proxy.
for name in list(os.environ):
    if name.startswith("PARLEY_") or name in (
        "COLUMNS",
        "LINES",
        "FORCE_COLOR",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
    ):
        del os.environ[name]
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost,::1"

# How long an example takes says how busy the machine is, so neither that nor how quickly examples are made up fails a test. The
# same examples in every run: what a change did not bring about must not turn up in its run. --hypothesis-profile=wander looks at
# others.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wander", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what the default selection leaves out: nobody shall take a short run for the whole."""
    if "not slow" in config.option.markexpr and not config.option.collectonly:
        browser = "" if shutil.which("chromedriver") else ", and Chromium with chromedriver for the latter"
        terminalreporter.write_line(
            f"left out: the slow tests and those of the pages in a browser (make test-all runs them{browser})"
        )


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command that runs within the test's process sets logging up for itself; the next test wants its own."""
    root = logging.getLogger()
    handlers, level, logs = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**logs)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A running PostgreSQL 18 with a migrated template database."""
    with PostgreSQL() as server:
        database = Database(server.create(TEMPLATE))
        database.migrate()
        database.dispose()
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A running Valkey."""
    with Valkey() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy: migrating one for each test would cost half a second."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    with database.connection() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture
def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty SQLite database of the test's own."""
    path = tmp_path / "parley.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    # Nobody pulls the plug: what is lost with the power need not be waited for.
    database = Database(f"sqlite:///{path}?synchronous=off")
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def _shared_postgresql(postgresql: PostgreSQL) -> Iterator[Database]:
    database = Database(postgresql.create("shared_test", template=TEMPLATE))
    yield database
    database.dispose()


@pytest.fixture
def postgresql_database(_shared_postgresql: Database) -> Iterator[Database]:
    """A migrated, empty PostgreSQL database. Shared and emptied, because making one takes half a second."""
    empty(_shared_postgresql)
    yield _shared_postgresql
    _shared_postgresql.dispose()


def empty(database: Database) -> None:
    """Take everything out of a PostgreSQL test database."""
    assert (database.url.database or "").endswith("_test")
    with database.begin() as conn:
        # A replica's triggers do not fire, so neither do those that guard the log.
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in metadata.tables:
            conn.exec_driver_sql(f"DELETE FROM {table}")
        conn.exec_driver_sql("INSERT INTO log_head (id, position) VALUES (1, 0)")


@pytest.fixture
def own_postgresql_database(postgresql: PostgreSQL) -> Iterator[Database]:
    """A migrated, empty PostgreSQL database for a test that does to it what nobody may."""
    name = f"p{uuid.uuid4().hex[:12]}_test"
    database = Database(postgresql.create(name, template=TEMPLATE))
    yield database
    database.dispose()
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated, empty database of the test's own: the test runs once on SQLite and once on PostgreSQL."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made
