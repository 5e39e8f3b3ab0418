"""A log written out as JSON lines and taken in elsewhere is the same log, or it is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.log.stories import NOW, WINTER, append, everything, notice, take_all
from worker.log import model, queries, store
from worker.log.database import Database
from worker.log.export import ImportRefused, export_log, import_log


def written(database: Database) -> list[str]:
    with database.read() as conn:
        return list(export_log(conn))


@pytest.fixture
def full(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Articles, seals, unsealed events, odd characters; several pages."""
    monkeypatch.setattr("worker.log.export.BATCH", 7)
    take_all(database, WINTER)
    with database.begin() as conn:
        store.seal(conn, NOW)
    append(database, notice("ünï „code“ \u2028 \\ '", "a line\nfeed"))
    with database.begin() as conn:
        store.seal(conn, NOW)
    append(database, notice())
    return database


@pytest.fixture
def empty_database(migrated_sqlite: Path, tmp_path: Path) -> Database:
    path = tmp_path / "other.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    return Database(f"sqlite:///{path}")


def test_an_imported_log_is_the_log_that_was_exported(full: Database, empty_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("".join(line + "\n" for line in written(full)), encoding="utf-8")
    with empty_database.begin() as conn, file.open(encoding="utf-8", newline="\n") as lines:
        count = import_log(conn, lines)
    assert everything(empty_database) == everything(full)
    assert count == len(everything(full))
    assert written(empty_database) == written(full)
    model.rebuild(empty_database)
    assert model.check(empty_database) == []
    with empty_database.read() as there, full.read() as here:
        assert queries.meetings(there) == queries.meetings(here)
        assert store.verify(there) == store.Verification(True, count)
    append(empty_database, notice("goes on"))
    assert everything(empty_database)[-1].position == count + 1


@pytest.mark.integration
def test_a_log_moves_from_sqlite_to_postgresql(sqlite_database: Database, postgresql_database: Database) -> None:
    take_all(sqlite_database, WINTER)
    with sqlite_database.begin() as conn:
        store.seal(conn, NOW)
    with postgresql_database.begin() as conn:
        import_log(conn, written(sqlite_database))
    model.rebuild(postgresql_database)
    assert everything(postgresql_database) == everything(sqlite_database)
    assert written(postgresql_database) == written(sqlite_database)
    assert model.check(postgresql_database) == []
    append(postgresql_database, notice())
    with postgresql_database.read() as conn:
        assert store.verify(conn).ok


def change(lines: list[str], number: int, **fields: object) -> list[str]:
    record = json.loads(lines[number])
    record["event" if "event" in record else "seal"] |= fields
    return [*lines[:number], json.dumps(record), *lines[number + 1 :]]


DAMAGES = {
    "cut off": (lambda lines: lines[:-3], "was cut off"),
    "empty": (lambda lines: [], "was cut off"),
    "no export": (lambda lines: ['{"hello": 1}', *lines[1:]], "line 1: this is no export"),
    "newer": (
        lambda lines: ['{"format": "parley-log", "version": 2}', *lines[1:]],
        "line 1: this export has version 2",
    ),
    "no JSON": (lambda lines: [*lines[:2], lines[2][:-9], *lines[3:]], "line 3: "),
    "a line lost": (lambda lines: [*lines[:4], *lines[5:]], "events were exported, and"),
    "a line lost and the end adapted": (
        lambda lines: [*lines[:4], *lines[5:-1], json.dumps({"end": json.loads(lines[-1])["end"] - 1})],
        "broken at position 4",
    ),
    "changed data": (lambda lines: change(lines, 3, data="{}"), "broken at position 3: the event's content"),
    "a time without a zone": (
        lambda lines: change(lines, 3, recorded_at="2022-01-01"),
        "line 4: a time without a zone",
    ),
    "a field lost": (lambda lines: [lines[0], '{"event": {"position": 1}}', *lines[2:]], "line 2: no 'stream'"),
    "something else": (lambda lines: [lines[0], "{}", *lines[1:]], "line 2: neither event, seal nor end"),
    "two logs in one file": (lambda lines: lines + lines, "something follows the end"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_export_is_refused_with_its_line_and_nothing_is_kept(
    sqlite_database: Database, empty_database: Database, damage: str
) -> None:
    take_all(sqlite_database, WINTER)
    make, words = DAMAGES[damage]
    lines = make(written(sqlite_database))
    with pytest.raises(ImportRefused) as refused, empty_database.begin() as conn:
        import_log(conn, lines)
    assert words in str(refused.value)
    assert everything(empty_database) == []
    with empty_database.read() as conn:
        assert store.verify(conn) == store.Verification(True, 0)


def test_an_import_goes_only_into_an_empty_log(sqlite_database: Database) -> None:
    append(sqlite_database, notice())
    lines = written(sqlite_database)
    with pytest.raises(ImportRefused, match="not empty"), sqlite_database.begin() as conn:
        import_log(conn, lines)
