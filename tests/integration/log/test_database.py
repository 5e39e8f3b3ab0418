"""Opening, migrating and losing a database: one clear sentence each, and nothing half done."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from domain.events import Meta
from tests.integration.log.stories import NOW, WINTER, append, everything, notice, notices, positions, take_all
from tests.servers import PostgreSQL
from tests.waiting import PATIENCE
from worker.config import load
from worker.health import health_findings
from worker.log import migrations, model, store
from worker.log.database import CONTENDED_MOST, Database
from worker.log.errors import (
    Contended,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnavailable,
    LogError,
    SchemaMissing,
    SchemaTooNew,
    SchemaTooOld,
)
from worker.log.tables import metadata
from worker.runtime import Runtime


def _ours(thing: object, name: str | None, *_: object) -> bool:
    # The index for searching is another thing on each database; tests/integration/log/test_search.py asks it.
    return not (name or "").startswith("change_search")


def test_a_migrated_database_has_exactly_the_tables_of_the_program(database: Database) -> None:
    with database.begin() as conn:
        options = {"compare_type": True, "compare_server_default": False, "include_object": _ours}
        context = MigrationContext.configure(conn, opts=options)
        assert compare_metadata(context, metadata) == []


def test_text_is_ordered_by_code_point_whatever_language_a_postgresql_database_was_made_for(
    postgresql_database: Database,
) -> None:
    with postgresql_database.read() as conn:
        others = conn.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C' "
            "AND table_name <> 'alembic_version'"
        ).all()
    assert others == [], "in a migration, give text the type worker.log.tables.by_code_point(String(…))"


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    in_order = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    assert tuple(in_order) == migrations.REVISIONS


def test_a_missing_file_is_told_and_not_created_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "parley.db"
    database = Database(f"sqlite:///{path}")
    with pytest.raises(SchemaMissing, match="does not exist yet"):
        database.check()
    with pytest.raises(SchemaMissing), database.read():
        pass
    with pytest.raises(SchemaMissing), database.begin():
        pass
    assert not path.exists()


def test_migrating_makes_the_file_and_its_directory_and_is_done_once(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/place/parley.db")
    assert database.migrate() is True
    assert database.migrate() is False
    database.check()
    append(database, notice())
    assert positions(database) == [1]
    with database.read() as conn:
        assert conn.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert conn.execute(text("PRAGMA synchronous")).scalar() == 2, "FULL: a power cut loses nothing"
    database.dispose()


@pytest.mark.integration
def test_an_empty_postgresql_database_is_told_and_migrated(postgresql: PostgreSQL) -> None:
    database = Database(postgresql.create("empty_test"))
    with pytest.raises(SchemaMissing):
        database.check()
    assert database.migrate() is True
    assert database.migrate() is False
    database.check()
    database.dispose()
    postgresql.drop("empty_test")


def test_a_database_of_a_newer_program_is_refused_and_left_alone(sqlite_database: Database) -> None:
    refuse_newer(sqlite_database)
    assert sqlite_database.revision() == "9999"


@pytest.mark.integration
def test_a_postgresql_database_of_a_newer_program_is_refused(own_postgresql_database: Database) -> None:
    refuse_newer(own_postgresql_database)
    assert own_postgresql_database.revision() == "9999"


def refuse_newer(database: Database) -> None:
    with database.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match=r"schema 9999, which is newer.*install the newer version"):
        database.check()
    with pytest.raises(SchemaTooNew):
        database.migrate()


def test_an_older_database_is_told(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.log.database.REVISIONS", (*migrations.REVISIONS, "8888"))
    monkeypatch.setattr("worker.log.database.HEAD", "8888")
    with pytest.raises(SchemaTooOld, match="will bring it up to date"):
        sqlite_database.check()


MIGRATE = "import sys; from worker.log.database import Database; print(Database(sys.argv[1]).migrate())"


def migrate_at_once(url: str, count: int = 3) -> list[str]:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(count)
    ]
    answers = []
    for process in running:
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err
        answers.append(out.strip())
    return answers


def test_migrations_at_once_are_done_once(tmp_path: Path) -> None:
    assert sorted(migrate_at_once(f"sqlite:///{tmp_path}/parley.db")) == ["False", "False", "True"]


@pytest.mark.integration
def test_migrations_at_once_are_done_once_on_postgresql(postgresql: PostgreSQL) -> None:
    url = postgresql.create("at_once_test")
    assert sorted(migrate_at_once(url)) == ["False", "False", "True"]
    postgresql.drop("at_once_test")


def test_a_migration_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/parley.db")
    with sqlite3.connect(tmp_path / "parley.db") as raw:
        raw.execute("CREATE TABLE outbox (somebody TEXT)")  # one of the last to be made is in the way
    with pytest.raises(DBAPIError, match="table outbox already exists"):
        database.migrate()
    with sqlite3.connect(tmp_path / "parley.db") as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("outbox",)]
        raw.execute("DROP TABLE outbox")
    assert database.migrate() is True
    append(database, notice())
    database.dispose()


# --- refusals, in words ----------------------------------------------------------------------------------------------


def test_a_read_only_file_gives_one_clear_sentence(sqlite_database: Database) -> None:
    append(sqlite_database, notice())
    sqlite_database.dispose()
    read_only = Database(f"sqlite:///file:{sqlite_database.path}?mode=ro&uri=true")
    with pytest.raises(
        DatabaseReadOnly, match=r"parley\.db cannot be written to; make the file and its directory writable"
    ):
        append(read_only, notice("other"))
    assert positions(read_only) == [1]
    read_only.dispose()


READ_ONLY = """
    import os, sys
    import sqlalchemy.dialects.sqlite
    from datetime import UTC, datetime
    from worker.log.database import CONTENDED_MOST, Database
    from worker.log import store
    from worker.log.errors import LogError
    from domain.events import FeedNotice, Meta
    database = Database(sys.argv[1])
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
    try:
        with database.begin() as conn:
            new = store.NewEvent(FeedNotice(feed="a", notice="moved", detail="x"), "x")
            store.append(conn, [new], meta=Meta(), recorded_at=datetime(2022, 1, 1, tzinfo=UTC))
    except LogError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="takes the rights of another user, which only root can")
def test_a_file_that_this_user_may_not_write_gives_one_clear_sentence(migrated_sqlite: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        os.chmod(directory, 0o755)
        path = Path(directory) / "parley.db"
        shutil.copy(migrated_sqlite, path)
        path.chmod(0o644)
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(READ_ONLY), f"sqlite:///{path}"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("DatabaseReadOnly the database"), done.stdout
    assert done.stdout.count("\n") == 1


def test_a_directory_that_cannot_be_made_gives_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseUnavailable, match=r"cannot be made: .*/file: file exists"):
        Database(f"sqlite:///{tmp_path}/file/parley.db").migrate()


@pytest.mark.parametrize(
    "content", [b"this is no database at all, but a letter" * 30, b"SQLite format 3\x00" + b"\xff" * 4080]
)
def test_a_file_that_is_no_database_gives_one_clear_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged, match="cannot be read as a database"):
        Database(f"sqlite:///{path}").check()
    assert path.read_bytes() == content


def test_a_database_held_by_another_process_for_too_long(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.log.database.BUSY_SECONDS", 0.2)
    impatient = Database(sqlite_database.url)
    with sqlite_database.begin() as conn:
        conn.execute(text("SELECT 1"))
        with pytest.raises(DatabaseBusy, match="another process"), impatient.begin():
            pass
    append(impatient, notice())
    impatient.dispose()


def test_threads_of_one_process_wait_for_their_turn(sqlite_database: Database) -> None:
    threads = [threading.Thread(target=append, args=(sqlite_database, notice("feed", str(n)))) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert positions(sqlite_database) == list(range(1, 25))


def test_a_full_disk_loses_nothing(sqlite_database: Database) -> None:
    append(sqlite_database, *notices(5))
    with sqlite_database.connection() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseFull, match="no space is left"):
        append(sqlite_database, *notices(2000, prefix="m"))
    assert positions(sqlite_database) == [1, 2, 3, 4, 5]
    with sqlite_database.connection() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 1000000")
    append(sqlite_database, *notices(2000, prefix="m"))
    with sqlite_database.read() as conn:
        assert store.verify(conn) == store.Verification(True, 2005)


SMALL_DISK = """
import resource, signal, sys
from tests.integration.log.stories import append, notices
from worker.log.database import Database
from worker.log.errors import LogError
database, answered = Database(sys.argv[1]), 0
if len(sys.argv) > 2:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    for n in range(400):
        append(database, *notices(20, prefix=f"{n}-"))
        answered += 20
        print(answered, flush=True)
except LogError as error:
    print(type(error).__name__, error)
"""


def fill(url: str, *limit: str) -> tuple[int, str]:
    """How many events were answered for before the disk was full, and what was said then."""
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, url, *limit],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    *counts, last = done.stdout.splitlines()
    return int(counts[-1]), last


def holds_what_was_answered(database: Database, answered: int) -> None:
    assert positions(database) == list(range(1, answered + 1))
    append(database, *notices(5, prefix="after"))
    with database.read() as conn:
        assert store.verify(conn) == store.Verification(True, answered + 5)


@pytest.mark.parametrize("kibibytes", [500, 900])
def test_a_file_that_may_not_grow_in_the_middle_of_writing_loses_nothing_that_was_answered(
    sqlite_database: Database, kibibytes: int
) -> None:
    sqlite_database.dispose()
    answered, last = fill(str(sqlite_database.url), str(kibibytes * 1024))
    assert last.startswith("DatabaseUnavailable the database"), last
    holds_what_was_answered(sqlite_database, answered)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small file system, which only root can")
def test_a_disk_that_is_full_in_the_middle_of_writing_loses_nothing_that_was_answered(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this container may not mount file systems")
    database = Database(f"sqlite:///{disk}/parley.db")
    try:
        shutil.copy(migrated_sqlite, disk / "parley.db")
        answered, last = fill(str(database.url))
        assert last.startswith("DatabaseFull the database"), last
        assert positions(database) == list(range(1, answered + 1))
        database.dispose()
        subprocess.run(["mount", "-o", "remount,size=9m", str(disk)], check=True)
        holds_what_was_answered(database, answered)
    finally:
        database.dispose()
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.integration
@pytest.mark.parametrize("order", [("one", "two"), ("two", "one")], ids=["forwards", "backwards"])
def test_transactions_that_block_each_other_both_get_through(
    postgresql_database: Database, order: tuple[str, str]
) -> None:
    with postgresql_database.begin() as conn:
        conn.execute(text("INSERT INTO model_state VALUES ('one', 0), ('two', 0)"))
    met = threading.Barrier(2, timeout=PATIENCE)
    attempts: list[str] = []
    failures: list[BaseException] = []

    def add(first: str, second: str) -> None:
        own = Database(postgresql_database.url)
        mine: list[int] = []

        def work(conn: Connection) -> None:
            mine.append(1)
            attempts.append(first)
            conn.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            for name in (first, second):
                conn.execute(text(f"UPDATE model_state SET position = position + 1 WHERE name = '{name}'"))
                if name == first and len(mine) == 1:
                    met.wait()  # each holds now what the other one wants next

        try:
            own.transact(work)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            own.dispose()

    threads = [threading.Thread(target=add, args=pair) for pair in (order, order[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(attempts) == 3, "one of the two was rolled back, and came again"
    with postgresql_database.read() as conn:
        rows = conn.execute(text("SELECT name, position FROM model_state WHERE name IN ('one', 'two') ORDER BY name"))
        assert [tuple(row) for row in rows] == [("one", 2), ("two", 2)]


@pytest.mark.integration
def test_a_serialisation_failure_is_done_again(postgresql_database: Database) -> None:
    other = Database(postgresql_database.url)
    with postgresql_database.begin() as conn:
        conn.execute(text("INSERT INTO model_state VALUES ('one', 0)"))
    attempts: list[int] = []

    def work(conn: Connection) -> None:
        conn.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        known = conn.execute(text("SELECT position FROM model_state WHERE name = 'one'")).scalar_one()
        attempts.append(known)
        if len(attempts) == 1:
            with other.begin() as meanwhile:
                meanwhile.execute(text("UPDATE model_state SET position = 10 WHERE name = 'one'"))
        conn.execute(text("UPDATE model_state SET position = :next WHERE name = 'one'"), {"next": known + 1})

    postgresql_database.transact(work)
    other.dispose()
    assert attempts == [0, 10]


def test_a_transaction_that_is_always_rolled_back_is_given_up_in_the_end(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.log.database.CONTENDED_PAUSE", 0.0)
    attempts: list[int] = []

    def work(conn: Connection) -> None:
        conn.execute(text("INSERT INTO model_state VALUES ('one', 0)"))
        attempts.append(1)
        raise Contended("rolled back")

    with pytest.raises(Contended):
        sqlite_database.transact(work)
    assert len(attempts) == CONTENDED_MOST
    with sqlite_database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM model_state WHERE name = 'one'")).scalar() == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://somewhere/parley", r"mysql:// : use sqlite:///.* or postgresql://"),
        ("sqlite:///x.db?synchronous=perhaps", "synchronous=perhaps .*use one of full, normal"),
        ("postgresql://h/d?sslmode=maybe", "sslmode=maybe .*use disable, prefer, require or verify-full"),
    ],
)
def test_a_url_that_cannot_be_meant_is_refused(url: str, words: str) -> None:
    with pytest.raises(LogError, match=words):
        Database(url)


@pytest.mark.parametrize("url", ["postgres://u@127.0.0.1:1/parley", "postgresql://u:secret@127.0.0.1:1/parley"])
def test_an_unreachable_server_gives_one_clear_sentence_without_the_password(url: str) -> None:
    with pytest.raises(
        DatabaseUnavailable, match=r"127\.0\.0\.1:1/parley cannot be reached: connection refused"
    ) as unavailable:
        Database(url).check()
    assert "secret" not in str(unavailable.value)


@pytest.mark.integration
def test_a_database_that_is_not_there_gives_one_clear_sentence(postgresql: PostgreSQL) -> None:
    with pytest.raises(DatabaseUnavailable, match="does not exist"):
        Database(postgresql.url("nobody_made_this_test")).check()


@pytest.mark.integration
def test_a_server_that_is_restarted_or_crashes_in_the_middle_costs_that_transaction_and_no_other() -> None:
    with PostgreSQL(survives=True) as server:
        database = Database(server.create("restart_test"))
        database.migrate()
        take_all(database, WINTER[:4])
        for how, then in ((signal.SIGINT, WINTER[4:8]), (signal.SIGKILL, WINTER[8:])):
            before = everything(database)
            with pytest.raises(DatabaseUnavailable), database.begin() as conn:  # noqa: PT012
                store.append(conn, notices(3), meta=Meta(), recorded_at=NOW)
                server.stop(how)
                store.append(conn, notices(4), meta=Meta(), recorded_at=NOW)
            with pytest.raises(DatabaseUnavailable):
                append(database, notice())
            server.start()
            assert everything(database) == before
            take_all(database, then)
            with database.read() as conn:
                checked = store.verify(conn)
                assert (checked.ok, checked.checked) == (True, store.head(conn))
            assert model.check(database) == []
        database.dispose()


@pytest.mark.integration
def test_of_a_connection_that_breaks_in_the_pools_hands_one_sentence_is_said(
    own_postgresql_database: Database, postgresql: PostgreSQL, caplog: pytest.LogCaptureFixture
) -> None:
    pooled = own_postgresql_database.engine.raw_connection()
    cursor = pooled.cursor()
    cursor.execute("SELECT pg_backend_pid()")
    postgresql.run(f"SELECT pg_terminate_backend({cursor.fetchone()[0]})")
    pooled.close()
    (record,) = caplog.records
    assert record.getMessage() == (
        "a connection to the database broke and was given up: network error: terminating connection due to administrator command"
    )
    assert (record.levelname, record.exc_info) == ("WARNING", None)


@pytest.mark.integration
def test_doctor_says_that_a_server_can_forget_what_it_answered_for(
    postgresql_database: Database, tmp_path: Path
) -> None:
    # The tests' server has all three off: what it holds is worth nothing.
    runtime = Runtime(
        load(tmp_path, {"PARLEY_DATABASE_URL": postgresql_database.url.render_as_string(hide_password=False)})
    )
    assert next(iter(health_findings(runtime, postgresql_database))) == (
        "database",
        "warning",
        "fsync, full_page_writes and synchronous_commit are off: what was recorded can be lost in a crash; "
        "switch them on in postgresql.conf",
    )
