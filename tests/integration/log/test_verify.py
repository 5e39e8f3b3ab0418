"""Sealing and verifying: whatever is changed afterwards is found, and named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.events import Meta
from tests.integration.log.stories import NOW, WINTER, append, notice, notices, take_all
from worker.log import store
from worker.log.canonical import event_hash
from worker.log.database import Database
from worker.log.errors import LogError
from worker.log.seal import verify_and_remember
from worker.log.store import NewEvent, Verification


def verify(database: Database, first: int = 1, last: int | None = None) -> Verification:
    with database.read() as conn:
        return store.verify(conn, first=first, last=last)


def seal(database: Database, hours: int = 1) -> list[tuple[int, int]]:
    with database.begin() as conn:
        return [(s.first, s.last) for s in store.seal(conn, NOW + timedelta(hours=hours))]


def test_an_empty_log_is_whole(database: Database) -> None:
    assert seal(database) == []
    assert verify(database) == Verification(True, 0)


def test_seals_follow_on_one_another_and_only_new_events_are_sealed(database: Database) -> None:
    append(database, *notices(5))
    assert seal(database) == [(1, 5)]
    assert seal(database) == []
    append(database, *notices(8))
    assert seal(database) == [(6, 8)]
    append(database, *notices(9))
    assert verify(database) == Verification(True, 9)


def test_a_long_unsealed_stretch_becomes_several_seals(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.log.seal.SEAL_MOST", 4)
    monkeypatch.setattr("worker.log.seal.PAGE", 3)
    append(database, *notices(10))
    assert seal(database) == [(1, 4), (5, 8), (9, 10)]
    assert verify(database) == Verification(True, 10)


@pytest.mark.parametrize(("first", "last", "checked"), [(1, 4, 4), (3, 8, 6), (5, None, 6), (10, 10, 1), (11, None, 0)])
def test_a_part_can_be_verified_by_itself(database: Database, first: int, last: int | None, checked: int) -> None:
    append(database, *notices(4))
    seal(database)
    append(database, *notices(9))
    seal(database)
    append(database, *notices(10))
    assert verify(database, first, last) == Verification(True, checked, first=first)


def test_progress_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.log.seal.PAGE", 4)
    append(database, *notices(10))
    told: list[int] = []
    with database.read() as conn:
        assert store.verify(conn, progress=told.append).ok
    assert told == [4, 8, 10]


# --- going on from where the last verification ended -------------------------------------------------------------------


def verify_new(database: Database, **range_: int) -> tuple[int, int]:
    """From which position how many events were found right."""
    found = verify_and_remember(database, NOW, only_new=not range_, **range_)
    assert found.ok, found
    return found.first, found.checked


def test_only_what_is_new_since_the_last_verification_is_looked_at(database: Database) -> None:
    append(database, *notices(5))
    assert verify_new(database) == (1, 5)
    assert verify_new(database) == (1, 5), "no seal yet: the chain is followed from its last link"
    seal(database)
    assert verify_new(database) == (1, 5)
    assert verify_new(database) == (6, 0)
    append(database, *notices(9))
    assert verify_new(database) == (6, 4)
    seal(database)
    append(database, *notices(10))
    assert verify_new(database) == (6, 5)
    assert verify_new(database) == (10, 1)


def test_a_part_that_leaves_a_gap_is_not_remembered(database: Database) -> None:
    append(database, *notices(10))
    seal(database)
    assert verify_new(database, first=4) == (4, 7)
    assert verify_new(database) == (1, 10)
    append(database, *notices(20))
    assert verify_new(database, first=11, last=15) == (11, 5)
    assert verify_new(database, first=2, last=4) == (2, 3)
    assert verify_new(database) == (11, 10)


SINCE_THEN = {
    "the verified event is another": (
        "UPDATE log_event SET hash = zeroblob(32) WHERE position = 8",
        8,
        "another than the one that was verified on 10 Jan 2022",
    ),
    "the verified event is gone": ("DELETE FROM log_event WHERE position = 8", 8, "is missing that was verified"),
    "the verified seal is another": (
        "UPDATE log_seal SET hash = zeroblob(32) WHERE position_to = 6",
        6,
        "is not the one",
    ),
    "the verified seal is gone": ("DELETE FROM log_seal WHERE position_to = 6", 6, "is not the one"),
    "a later event is changed": ("UPDATE log_event SET data = '{}' WHERE position = 7", 7, "does not match its hash"),
}


@pytest.mark.parametrize("name", SINCE_THEN)
def test_what_changed_since_the_last_verification_is_named(tampered: sqlite3.Connection, name: str) -> None:
    statement, position, reason = SINCE_THEN[name]
    (_, _, path) = tampered.execute("PRAGMA database_list").fetchone()
    database = Database(f"sqlite:///{path}")
    assert verify_new(database) == (1, EVENTS)
    tampered.execute(statement)
    for _ in range(2):
        found = verify_and_remember(database, NOW, only_new=True)
        assert (found.ok, found.broken_position) == (False, position)
        assert reason in (found.reason or "")
    database.dispose()


def test_a_log_that_cannot_be_written_to_is_verified_all_the_same(sqlite_database: Database) -> None:
    append(sqlite_database, *notices(3))
    sqlite_database.dispose()
    read_only = Database(f"sqlite:///file:{sqlite_database.path}?mode=ro&uri=true")
    assert verify_new(read_only) == (1, 3)
    assert verify_new(read_only) == (1, 3)
    read_only.dispose()


# --- tampering -------------------------------------------------------------------------------------------------------

EVENTS = 8
SEALED = 6


def written(count: int) -> list[NewEvent]:
    # Names that no single bit turns into one another.
    return [notice(("north", "east", "middle")[n % 3], f"n{n}") for n in range(count)]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    """Eight events, six of them under two seals, in a file whose guards have been removed as an attacker would."""
    path = tmp_path_factory.mktemp("tampering") / "log.db"
    shutil.copy(migrated_sqlite, path)
    database = Database(f"sqlite:///{path}")
    append(database, *written(3), meta=Meta(correlation="c", actor="someone"))
    seal(database, 1)
    append(database, *written(6))
    seal(database, 2)
    append(database, *written(8))
    database.dispose()
    with sqlite3.connect(path) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA journal_mode = DELETE")
    raw.close()
    return path


@pytest.fixture
def tampered(recorded: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "log.db"
    shutil.copy(recorded, path)
    raw = sqlite3.connect(path, isolation_level=None)
    yield raw
    raw.close()


def verdict(raw: sqlite3.Connection) -> Verification:
    (_, _, path) = raw.execute("PRAGMA database_list").fetchone()
    database = Database(f"sqlite:///{path}")
    try:
        return verify(database)
    finally:
        database.dispose()


def test_the_untouched_copy_verifies(tampered: sqlite3.Connection) -> None:
    assert verdict(tampered) == Verification(True, EVENTS)


@pytest.mark.parametrize("position", [2, EVENTS], ids=["sealed", "not sealed"])
@pytest.mark.parametrize("bit", [0, 7])
@pytest.mark.parametrize("column", ["stream", "event_id", "type", "data", "meta", "recorded_at", "hash"])
def test_one_flipped_bit_in_any_text_is_found(
    tampered: sqlite3.Connection, column: str, bit: int, position: int
) -> None:
    (value,) = tampered.execute(
        f"SELECT CAST({column} AS BLOB) FROM log_event WHERE position = ?", (position,)
    ).fetchone()
    for at in {0, len(value) // 2, len(value) - 1}:
        changed = bytearray(value)
        changed[at] ^= 1 << bit
        as_stored = "?" if column == "hash" else "CAST(? AS TEXT)"
        update = f"UPDATE log_event SET {column} = {as_stored} WHERE position = ?"
        tampered.execute(update, (bytes(changed), position))
        found = verdict(tampered)
        assert not found.ok, f"byte {at} of {column}"
        assert found.broken_position == position
        assert found.checked == position - 1
        assert found.reason
        tampered.execute(update, (value, position))
    assert verdict(tampered).ok


@pytest.mark.parametrize("position", [2, EVENTS])
@pytest.mark.parametrize("column", ["version", "schema"])
@pytest.mark.parametrize("value", [0, -1, 2**40, "x", None, b"\x01", 1.5])
def test_a_changed_number_is_found(tampered: sqlite3.Connection, column: str, value: object, position: int) -> None:
    if value is None:
        tampered.execute("PRAGMA writable_schema = ON")
        tampered.execute(
            f"UPDATE sqlite_master SET sql = replace(sql, '{column} INTEGER NOT NULL', '{column} INTEGER') WHERE name = 'log_event'"
        )
        tampered.execute("PRAGMA writable_schema = RESET")
    tampered.execute(f"UPDATE log_event SET {column} = ? WHERE position = ?", (value, position))
    found = verdict(tampered)
    assert (found.ok, found.broken_position) == (False, position)


TAMPERINGS = {
    "an event is taken out of the middle": ("DELETE FROM log_event WHERE position = 4", 4, "missing"),
    "the first event is taken out": ("DELETE FROM log_event WHERE position = 1", 1, "missing"),
    "the newest event is cut off": ("DELETE FROM log_event WHERE position = 8", 8, "its head says 8"),
    "the newest event is cut off and the head moved back": (
        "DELETE FROM log_event WHERE position > 5; UPDATE log_head SET position = 5",
        6,
        "seal over 4 to 6 covers",
    ),
    "the whole log is cut off": ("DELETE FROM log_event", 1, "missing"),
    "an event moves": ("UPDATE log_event SET position = 40 WHERE position = 8", 8, "missing"),
    "an event moves below the first": ("UPDATE log_event SET position = 0 WHERE position = 8", 0, "begin at 1"),
    "an event is added behind the head": (
        "INSERT INTO log_event SELECT 9, stream, 99, 'x', type, schema, data, meta, recorded_at, hash FROM log_event WHERE position = 8",
        9,
        "behind the head",
    ),
    "the head moves on": ("UPDATE log_head SET position = 9", 9, "missing"),
    "the head moves back": ("UPDATE log_head SET position = 7", 8, "behind the head"),
    "the head is gone": ("DELETE FROM log_head", 0, "log_head must hold one row"),
    "two sealed events change places": (
        "UPDATE log_event SET position = 40 WHERE position = 4; UPDATE log_event SET position = 4 WHERE position = 5;"
        "UPDATE log_event SET position = 5 WHERE position = 40",
        4,
        "seal over 4 to 6",
    ),
    "a seal begins elsewhere": ("UPDATE log_seal SET position_from = 5 WHERE position_from = 4", 4, "follow on"),
    "a seal ends elsewhere": ("UPDATE log_seal SET position_to = 5 WHERE position_to = 6", 4, "does not match"),
    "a seal is dated back": (
        "UPDATE log_seal SET sealed_at = '2022-01-10T10:30:15.123457Z' WHERE position_to = 3",
        1,
        "seal over 1 to 3",
    ),
    "a seal's time is no time": ("UPDATE log_seal SET sealed_at = x'ff' WHERE position_to = 3", 1, "no time"),
    "a seal's hash is changed": (
        "UPDATE log_seal SET hash = zeroblob(32) WHERE position_to = 3",
        1,
        "seal over 1 to 3",
    ),
    "a seal's hash is no hash": ("UPDATE log_seal SET hash = 7 WHERE position_to = 3", 1, "no hash"),
    "the first seal is taken out": ("DELETE FROM log_seal WHERE position_to = 3", 1, "follow on"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(tampered: sqlite3.Connection, name: str) -> None:
    statements, position, reason = TAMPERINGS[name]
    tampered.executescript(statements)
    found = verdict(tampered)
    assert (found.ok, found.broken_position) == (False, position)
    assert reason in (found.reason or "")


def test_an_event_rewritten_with_a_matching_hash_is_found_by_its_seal(tampered: sqlite3.Connection) -> None:
    row = tampered.execute(
        "SELECT stream, version, event_id, type, schema, data, meta, recorded_at FROM log_event WHERE position = 2"
    ).fetchone()
    stream, version, event_id, type_, schema, data, meta, recorded_at = row
    data = data.replace("n1", "n7")
    digest = event_hash(stream, version, event_id, type_, schema, data, meta, recorded_at)
    tampered.execute("UPDATE log_event SET data = ?, hash = ? WHERE position = 2", (data, digest))
    found = verdict(tampered)
    assert (found.ok, found.broken_position) == (False, 1)
    assert "seal over 1 to 3 does not match" in (found.reason or "")


def stored(path: Path) -> list[object]:
    """The bytes of log, seals and head as SQLite finds them."""
    raw = sqlite3.connect(path)
    raw.text_factory = bytes
    try:
        return [raw.execute(f"SELECT * FROM {t} ORDER BY 1").fetchall() for t in ("log_event", "log_seal", "log_head")]
    finally:
        raw.close()


def refused(path: Path) -> bool:
    """True where SQLite itself says that the file is damaged."""
    try:
        stored(path)
    except (sqlite3.Error, UnicodeDecodeError):  # the latter while the driver words the former
        return True
    return False


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0, 2**32), bit=st.integers(0, 7))
def test_a_bit_flipped_anywhere_in_the_file_is_found_where_it_matters(
    recorded: Path, tmp_path: Path, where: int, bit: int
) -> None:
    path = tmp_path / "flipped.db"
    content = bytearray(recorded.read_bytes())
    content[where % len(content)] ^= 1 << bit
    path.write_bytes(content)
    database = Database(f"sqlite:///{path}")
    try:
        whole = verify(database).ok
    except (LogError, DBAPIError):
        whole = False
    finally:
        database.dispose()
    assert whole == (not refused(path) and stored(path) == stored(recorded))


@pytest.mark.integration
@pytest.mark.parametrize(
    ("change", "position"),
    [
        ("UPDATE log_event SET data = replace(data, 'Geneva', 'Vienna') WHERE position = 1", 1),
        ("UPDATE log_event SET recorded_at = recorded_at + interval '1 microsecond' WHERE position = 4", 4),
        ("UPDATE log_event SET hash = sha256('x') WHERE position = 5", 5),
        ("UPDATE log_event SET meta = meta || ' ' WHERE position = 1", 1),
        ("DELETE FROM log_event WHERE position = 6", 6),
        ("UPDATE log_seal SET sealed_at = sealed_at + interval '1 second'", 1),
    ],
)
def test_tampering_is_found_on_postgresql(postgresql_database: Database, change: str, position: int) -> None:
    take_all(postgresql_database, WINTER)
    seal(postgresql_database)
    append(postgresql_database, notice())
    assert verify(postgresql_database).ok
    with postgresql_database.begin() as conn:
        conn.execute(text("SET LOCAL session_replication_role = replica"))
        assert conn.execute(text(change)).rowcount == 1
    found = verify(postgresql_database)
    assert (found.ok, found.broken_position) == (False, position)
