"""PostgreSQL in fewer round trips: pg8000's connection with the waiting taken out.

pg8000 waits for the server once to begin a transaction, three times for each statement with parameters (to parse it, to
describe it, to run it), three times to commit and three times for each row of an ``executemany``. Its rows and types are
kept; what changes is when it waits. Here the beginning goes along with the first statement, everything that belongs to a
statement goes out at once and is answered at once, rows are sent by the hundred, a commit is one round trip, and a function
of the database can be called without a statement, with the beginning and the commit along (``call``). That matters most
while the log's head is locked, because then every round trip of one writer is waited for by all the others.

A call goes by the protocol's function call, as libpq's ``PQfn``: PostgreSQL calls that obsolete because a prepared statement
does the same, and offers nothing else that needs neither parsing nor a statement that outlives the transaction. It takes the
server a fifth less than the same call in a statement.

Statements are parsed unnamed each time: named ones break behind connection poolers and when a migration changes a table.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from pg8000 import dbapi
from pg8000.converters import make_params
from pg8000.core import (
    BIND,
    DESCRIBE,
    EXECUTE_MSG,
    NULL_BYTE,
    PARSE,
    PORTAL,
    QUERY,
    READY_FOR_QUERY,
    SYNC_MSG,
    Context,
    H_pack,
    ci_unpack,
    i_pack,
)
from pg8000.exceptions import DatabaseError, InterfaceError

BEGIN = "begin transaction"

TEXT, BYTEA = 25, 17
"""PostgreSQL's type numbers."""

Argument = str | Sequence[str] | Sequence[bytes] | None
"""Of a function: text as PostgreSQL reads it, or an array of ``text`` or ``bytea``, which is sent as it is, so that nothing in it
has to be escaped here and looked for there."""

FUNCTION_CALL = b"F"
FUNCTION_CALL_RESPONSE = b"V"

AS_TEXT, AS_BYTES = H_pack(0), H_pack(1)

_array_head = struct.Struct("!iii").pack
_array_dimension = struct.Struct("!ii").pack

AT_ONCE = 64 * 1024
"""Bytes of parameters sent before the answers are read: both sides' socket buffers hold what is on the way, so that
neither waits for the other to read."""

ROWS_AT_ONCE = 200
"""For the same reason: each row is answered with some twenty bytes."""


class Connection(dbapi.Connection):  # type: ignore[misc]
    """A DBAPI connection; a transaction begins with its first statement, as with pg8000's own."""

    _sock: Any
    _usock: Any

    waking = False
    """Whether appends notify those who listen on ``parley_log``."""

    versions: dict[str, int]
    """Of streams, as far as this connection wrote them last: somebody else may have written them since."""

    _over = False
    """The transaction was committed along with its last statement, and its owner has not ended it yet."""

    _lost = False
    """The server is gone, or nobody knows any more which answer belongs to which question."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if self._usock.family != socket.AF_UNIX:
            # What is longer than the buffer goes out in two pieces. By default the second waits until the server has
            # acknowledged the first, and the server waits 40 ms for an answer that it could send along.
            self._usock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._functions: dict[str, int] = {}
        """Name → number, which stays the same for as long as a connection to the database does."""
        self.versions = {}
        self.message_types[FUNCTION_CALL_RESPONSE] = self.handle_FUNCTION_CALL_RESPONSE

    def cursor(self) -> Cursor:
        return Cursor(self)

    def commit(self) -> None:
        self._over = False
        if self._in_transaction or self._lost:
            self.execute_simple("commit")

    def rollback(self) -> None:
        # Also where no transaction is open on a lost connection: it fails, and the pool learns not to hand it out again.
        self._over = False
        if self._in_transaction or self._lost:
            self.execute_simple("rollback")

    def close(self) -> None:
        if not self._lost or self._usock is None:
            super().close()
            return
        # No farewell: there is nobody to take it.
        lost, buffers = self._usock, self._sock
        self._usock = self._sock = None
        lost.close()
        with suppress(OSError):
            buffers.close()

    def execute_simple(self, statement: str) -> Context:
        with self._noticing_loss():
            return super().execute_simple(statement)

    def call(self, function: str, arguments: Sequence[Argument], *, last: bool = False) -> str | None:
        """The answer of a function of the database, called without a statement: nothing is parsed or planned. Takes the
        beginning of the transaction along where none is open, and with ``last`` the commit: then what it locks is locked over
        no round trip, and anything else in the same transaction is refused. ``function`` is a name that is not overloaded.
        """
        if self._over:
            raise InterfaceError("a statement after the one that was declared the last of its transaction")
        oid = self._functions.get(function)
        if oid is None:
            rows = self.execute_simple(f"SELECT '{function}'::regproc::oid").rows
            oid = self._functions[function] = int(rows[0][0])
        context = Context(function)
        answers = 1
        with self._noticing_loss():
            if not self._in_transaction and not last:
                self._send_message(QUERY, BEGIN.encode() + NULL_BYTE)
                answers += 1
            self._send_call(oid, arguments)
            if self._in_transaction and last:
                self._send_message(QUERY, b"commit" + NULL_BYTE)
                answers += 1
            self._flush()
            self.handle_messages(context, answers)
        self._over = last
        answer: str | None = context.rows
        return answer

    def _send_call(self, oid: int, arguments: Sequence[Argument]) -> None:
        formats: list[bytes] = []
        parts: list[bytes] = []
        for argument in arguments:
            if argument is None:
                formats.append(AS_TEXT)
                parts.append(i_pack(-1))
                continue
            plain = isinstance(argument, str)
            formats.append(AS_TEXT if plain else AS_BYTES)
            encoded = argument.encode(self._client_encoding) if isinstance(argument, str) else self._array(argument)
            parts += (i_pack(len(encoded)), encoded)
        parts.append(AS_TEXT)  # and so the answer
        count = H_pack(len(arguments))
        self._send_message(FUNCTION_CALL, b"".join([i_pack(oid), count, *formats, count, *parts]))

    def _array(self, values: Sequence[str] | Sequence[bytes]) -> bytes:
        """One dimension, counted from 1 on, without nulls."""
        oid = TEXT
        parts: list[bytes] = []
        for value in values:
            if isinstance(value, bytes):
                oid, encoded = BYTEA, value
            else:
                encoded = value.encode(self._client_encoding)
            parts += (i_pack(len(encoded)), encoded)
        if not parts:
            return _array_head(0, 0, oid)
        return b"".join([_array_head(1, 0, oid), _array_dimension(len(values), 1), *parts])

    def handle_FUNCTION_CALL_RESPONSE(self, data: bytes, context: Context) -> None:
        length = int.from_bytes(data[:4], "big", signed=True)
        context.rows = None if length < 0 else data[4:].decode(self._client_encoding)

    def begin_and_execute(self, statement: str) -> Context:
        if self._over:
            raise InterfaceError("a statement after the one that was declared the last of its transaction")
        return self.execute_simple(statement if self._in_transaction else f"{BEGIN}; {statement}")

    def execute_pipelined(self, statement: str, rows: Iterable[Sequence[Any]], oids: Sequence[int] = ()) -> Context:
        """Run a statement for each of ``rows`` of parameters. Counts and result rows add up."""
        context = Context(statement)
        self._pipeline(context, [(statement, rows)], oids)
        return context

    def execute_batch(self, statements: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> None:
        """Run several statements, each for each of its rows of parameters, with ``%s`` for these. What they answer is not
        kept; the first that fails raises, and none after it is run."""
        numbered = [(_numbered(statement), rows) for statement, rows in statements]
        self._pipeline(Context(";".join(statement for statement, _ in numbered)), numbered, ())

    def _pipeline(
        self, context: Context, statements: Iterable[tuple[str, Iterable[Sequence[Any]]]], oids: Sequence[int]
    ) -> None:
        if self._over:
            raise InterfaceError("a statement after the one that was declared the last of its transaction")
        with self._noticing_loss():
            begun = self._in_transaction
            sent, waiting = 0, 0
            for statement, rows in statements:
                parsed = False
                for row in rows:
                    if not begun:
                        self._send_parse(BEGIN, ())
                        self._send_bind(())
                        self._send(EXECUTE_MSG)
                        begun = True
                    if not parsed:
                        self._send_parse(statement, oids)
                    sent += self._send_bind(make_params(self.py_types, row))
                    if not parsed:
                        self._send_message(DESCRIBE, PORTAL + NULL_BYTE)
                    self._send(EXECUTE_MSG)
                    parsed = True
                    waiting += 1
                    if waiting == ROWS_AT_ONCE or sent > AT_ONCE:
                        self._answered(context)
                        sent, waiting, parsed = 0, 0, False
            if waiting:
                self._answered(context)

    @contextmanager
    def _noticing_loss(self) -> Iterator[None]:
        if self._lost:
            raise InterfaceError("network error: the connection was lost before")
        self._lost = True
        try:
            yield
        except InterfaceError as error:
            self._lost = str(error).startswith(("network error", "connection is closed"))
            raise
        except DatabaseError:
            self._lost = False  # an answer like any other
            raise
        else:
            self._lost = False

    def _send(self, message: bytes) -> None:
        try:
            self._sock.write(message)
        except OSError as error:
            raise InterfaceError("network error") from error

    def _send_parse(self, statement: str, oids: Sequence[int]) -> None:
        types = b"".join(i_pack(0 if oid == -1 else oid) for oid in oids)
        self._send_message(
            PARSE, NULL_BYTE + statement.encode(self._client_encoding) + NULL_BYTE + H_pack(len(oids)) + types
        )

    def _send_bind(self, parameters: Sequence[str | None]) -> int:
        parts = [NULL_BYTE, NULL_BYTE, H_pack(0), H_pack(len(parameters))]
        for parameter in parameters:
            if parameter is None:
                parts.append(i_pack(-1))
            else:
                encoded = parameter.encode(self._client_encoding)
                parts += (i_pack(len(encoded)), encoded)
        parts.append(H_pack(0))
        message = b"".join(parts)
        self._send_message(BIND, message)
        return len(message)

    def _answered(self, context: Context) -> None:
        self._send(SYNC_MSG)
        self._flush()
        self.handle_messages(context)

    def _flush(self) -> None:
        try:
            self._sock.flush()
        except OSError as error:
            raise InterfaceError("network error") from error

    def handle_messages(self, context: Context, answers: int = 1) -> None:
        """Read what the server answers to so many requests, up to where it waits for the next one."""
        read, handlers = self._sock.read, self.message_types
        try:
            while answers:
                header = read(5)
                code, length = ci_unpack(header) if len(header) == 5 else (b"", 4)
                body = read(length - 4)
                if not code or len(body) != length - 4:
                    raise InterfaceError(f"network error{_last_words(context)}")
                handlers[code](body, context)
                if code == READY_FOR_QUERY:
                    answers -= 1
        except OSError as error:
            raise InterfaceError(f"network error{_last_words(context)}") from error
        if context.error is not None:
            # Class 23 of SQLSTATE: integrity constraint violation, which DBAPI has an exception of its own for.
            # What pg8000 found out by itself (a commit of what has failed) has words and no details.
            details = context.error.args[0]
            integrity = isinstance(details, dict) and details.get("C", "").startswith("23")
            raise dbapi.IntegrityError(details) if integrity else context.error


def _last_words(context: Context) -> str:
    """What the server said before it hung up."""
    details = context.error.args[0] if context.error is not None else {}
    return f": {details['M']}" if "M" in details else ""


class Cursor(dbapi.Cursor):  # type: ignore[misc]
    def execute(self, operation: str, args: Sequence[Any] = (), stream: Any = None) -> None:
        connection = self._c
        if connection is None or connection._sock is None or stream is not None or connection.autocommit:
            super().execute(operation, args, stream)
        elif args:
            self._keep(connection.execute_pipelined(_numbered(operation), [args], self._input_oids))
        else:
            self._keep(connection.begin_and_execute(operation))

    def executemany(self, operation: str, param_sets: Iterable[Sequence[Any]]) -> None:
        connection = self._c
        if connection is None or connection._sock is None or connection.autocommit:
            super().executemany(operation, param_sets)
        else:
            self._keep(connection.execute_pipelined(_numbered(operation), param_sets, self._input_oids))

    def _keep(self, context: Context) -> None:
        self._context = context
        self._row_iter = None if context.rows is None else iter(context.rows)
        self._input_oids: Sequence[int] = ()
        self.input_types: list[Any] = []


@lru_cache(maxsize=512)
def _numbered(operation: str) -> str:
    """``%s`` as ``$1``. pg8000 looks at every character anew each time."""
    numbered: str = dbapi.convert_paramstyle("format", operation, ())[0]
    return numbered
