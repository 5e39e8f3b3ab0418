"""The PostgreSQL driver with the waiting taken out: everything pg8000 promises, in fewer round trips."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pg8000.dbapi import IntegrityError
from pg8000.exceptions import DatabaseError, InterfaceError

from tests.servers import PostgreSQL
from worker.log.driver import ROWS_AT_ONCE, Connection

pytestmark = pytest.mark.integration


@pytest.fixture
def driver(postgresql: PostgreSQL) -> Iterator[Connection]:
    connection = Connection("postgres", host="127.0.0.1", port=postgresql.port, database="postgres")
    yield connection
    with suppress(InterfaceError):  # closed already where the test made the server hang up
        connection.close()


@pytest.fixture
def trips(driver: Connection, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time the connection waits for the server."""
    waited: list[int] = []
    handle = driver.handle_messages

    def counted(context: Any, answers: int = 1) -> None:
        waited.append(1)
        handle(context, answers)

    monkeypatch.setattr(driver, "handle_messages", counted)
    return waited


def ask(driver: Connection, statement: str, *parameters: Any) -> list[list[Any]]:
    cursor = driver.cursor()
    cursor.execute(statement, parameters)
    return list(cursor.fetchall()) if cursor.description else []


def make_table(driver: Connection) -> None:
    ask(driver, "CREATE TEMPORARY TABLE t (n integer PRIMARY KEY, word text)")
    ask(
        driver,
        "CREATE FUNCTION pg_temp.put(n integer, words text[]) RETURNS text LANGUAGE sql AS $$"
        " INSERT INTO t SELECT n + k - 1, word FROM unnest(words) WITH ORDINALITY AS given (word, k); SELECT words[1] $$",
    )
    driver.commit()
    assert driver.call("pg_temp.put", ("0", "{}"), last=True) is None
    driver.commit()


def put(driver: Connection, number: int, *words: str, last: bool = True) -> str | None:
    given = ",".join('"' + word.replace("\\", r"\\").replace('"', r"\"") + '"' for word in words)
    return driver.call("pg_temp.put", (str(number), "{" + given + "}"), last=last)


def test_a_transaction_of_one_statement_takes_two_round_trips(driver: Connection, trips: list[int]) -> None:
    assert ask(driver, "SELECT %s::integer + 1", 41) == [[42]]
    driver.commit()
    assert len(trips) == 2


def test_the_last_call_takes_the_commit_along(driver: Connection, trips: list[int]) -> None:
    make_table(driver)
    trips.clear()
    ask(driver, "INSERT INTO t VALUES (1, 'one')")
    assert put(driver, 2, "two") == "two"
    driver.commit()
    assert len(trips) == 2
    driver.rollback()
    assert ask(driver, "SELECT count(*) FROM t") == [[2]]


def test_a_single_call_that_is_the_last_takes_one_round_trip(driver: Connection, trips: list[int]) -> None:
    make_table(driver)
    trips.clear()
    put(driver, 1, "one")
    driver.commit()
    assert len(trips) == 1
    assert ask(driver, "SELECT count(*) FROM t") == [[1]]


def test_a_call_that_begins_a_transaction_takes_one_round_trip_and_can_be_undone(
    driver: Connection, trips: list[int]
) -> None:
    make_table(driver)
    trips.clear()
    assert put(driver, 1, "one", last=False) == "one"
    assert len(trips) == 1
    ask(driver, "INSERT INTO t VALUES (2, 'two')")
    driver.rollback()
    assert ask(driver, "SELECT count(*) FROM t") == [[0]]


def test_what_is_handed_to_a_function_arrives_as_it_was(driver: Connection) -> None:
    make_table(driver)
    words = ['say "no"', "back\\slash", "it's", "{a,b}", "NULL", "", " ü\u2028\n$1%s"]
    put(driver, 1, *words, last=False)
    assert [word for (word,) in ask(driver, "SELECT word FROM t ORDER BY n")] == words


def test_nothing_may_follow_the_last_statement(driver: Connection) -> None:
    make_table(driver)
    put(driver, 1, "one")
    for parameters in ((), (2,)):
        with pytest.raises(InterfaceError, match="after the one that was declared the last"):
            ask(driver, "SELECT 1" if not parameters else "SELECT %s::integer", *parameters)
    with pytest.raises(InterfaceError, match="after the one that was declared the last"):
        put(driver, 3, "three")
    driver.rollback()
    assert ask(driver, "SELECT count(*) FROM t") == [[1]]


@pytest.mark.parametrize("last", [True, False])
def test_a_call_that_fails_undoes_its_transaction(driver: Connection, last: bool) -> None:
    make_table(driver)
    ask(driver, "INSERT INTO t VALUES (1, 'one')")
    with pytest.raises(IntegrityError, match="duplicate key"):
        put(driver, 1, "one", last=last)
    driver.rollback()
    assert ask(driver, "SELECT count(*) FROM t") == [[0]]


@pytest.mark.parametrize("last", [True, False])
def test_a_call_that_fails_by_itself_leaves_no_transaction_behind(driver: Connection, last: bool) -> None:
    make_table(driver)
    put(driver, 1, "one")
    driver.commit()
    with pytest.raises(IntegrityError, match="duplicate key"):
        put(driver, 1, "one", last=last)
    driver.rollback()
    assert ask(driver, "SELECT count(*) FROM t") == [[1]]


@pytest.mark.parametrize("count", [0, 1, ROWS_AT_ONCE, 3 * ROWS_AT_ONCE + 1])
def test_many_rows_are_written_in_few_round_trips(driver: Connection, trips: list[int], count: int) -> None:
    make_table(driver)
    trips.clear()
    cursor = driver.cursor()
    cursor.executemany("INSERT INTO t VALUES (%s, %s)", [(n, f"word {n} 100% %s $1 'ü'") for n in range(count)])
    assert len(trips) == -(-count // ROWS_AT_ONCE)
    if count:
        assert cursor.rowcount == count
    driver.commit()
    words = [word for (word,) in ask(driver, "SELECT word FROM t ORDER BY n")]
    assert words == [f"word {n} 100% %s $1 'ü'" for n in range(count)]


def test_large_values_go_through(driver: Connection) -> None:
    make_table(driver)
    large = "é" * 700_000
    cursor = driver.cursor()
    cursor.executemany("INSERT INTO t VALUES (%s, %s)", [(n, large) for n in range(4)])
    assert ask(driver, "SELECT count(*), sum(length(word)) FROM t WHERE word = %s", large) == [[4, 2_800_000]]


def test_a_row_that_is_refused_in_the_middle_undoes_all_and_leaves_the_connection_usable(driver: Connection) -> None:
    make_table(driver)
    cursor = driver.cursor()
    with pytest.raises(IntegrityError, match="duplicate key"):
        cursor.executemany("INSERT INTO t VALUES (%s, 'x')", [(n % 150,) for n in range(400)])
    with pytest.raises(DatabaseError, match="current transaction is aborted"):
        ask(driver, "SELECT 1")
    driver.rollback()
    assert ask(driver, "SELECT count(*) FROM t") == [[0]]


def test_a_commit_of_what_has_failed_is_an_error_of_the_driver(driver: Connection) -> None:
    ask(driver, "SELECT 1")
    with pytest.raises(DatabaseError):
        ask(driver, "SELEKT 1")
    with pytest.raises(InterfaceError, match="failed transaction"):
        driver.commit()
    assert ask(driver, "SELECT 1") == [[1]]


def test_an_error_in_the_first_statement_leaves_no_transaction_behind(driver: Connection) -> None:
    for statement, parameters in (("SELEKT 1", ()), ("SELECT %s::integer / 0", (1,)), ("SELEKT %s", (1,))):
        with pytest.raises(DatabaseError):
            ask(driver, statement, *parameters)
        driver.rollback()
        assert ask(driver, "SELECT 1") == [[1]]
        driver.rollback()


def test_types_come_back_as_they_went(driver: Connection) -> None:
    values = (
        7,
        1.5,
        "text",
        None,
        True,
        date(2022, 1, 10),
        datetime(2022, 1, 10, 9, 30, 15, 123456, tzinfo=UTC),
        b"\0x",
    )
    casts = "integer float8 text text boolean date timestamptz bytea".split()
    query = "SELECT " + ", ".join(f"%s::{cast}" for cast in casts)
    assert tuple(ask(driver, query, *values)[0]) == values


def test_a_server_that_hangs_up_is_told_with_its_last_words(driver: Connection, postgresql: PostgreSQL) -> None:
    (pid,) = ask(driver, "SELECT pg_backend_pid()")[0]
    postgresql.run(f"SELECT pg_terminate_backend({pid})")
    with pytest.raises(InterfaceError, match="network error: terminating connection"):
        ask(driver, "SELECT 1")


def test_the_end_of_a_long_statement_does_not_wait_for_an_acknowledgement_of_its_beginning(driver: Connection) -> None:
    assert driver._usock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
