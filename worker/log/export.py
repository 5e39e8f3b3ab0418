"""The log as JSON lines: a backup, and the way from one database to another.

The first line says what the file is; then come the events in order, each with its hash, and the seals after the events they
cover; the last line says how many there were, so that a file that was cut off is noticed. Lines are separated by line feeds
only: U+2028, which some tools take for a line end, may stand within strings.

Importing goes into an empty log and keeps positions, versions, times and hashes as they are. Everything is verified in the
importing transaction: a log that does not verify is not imported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from worker.log.errors import LogError
from worker.log.paging import EVENT_COLUMNS, page
from worker.log.seal import verify
from worker.log.store import head
from worker.log.tables import log_event, log_head, log_seal

FORMAT = "parley-log"
VERSION = 1
BATCH = 1000


class ImportRefused(LogError):
    """The file is not an export, is damaged or cut off, or the log it would go into is not empty."""


def export_log(conn: Connection) -> Iterator[str]:
    """The whole log, line by line without line ends, within one read transaction. Memory does not grow with the log."""
    count = head(conn)
    yield _line({"format": FORMAT, "version": VERSION, "events": count})
    seals = iter(conn.execute(select(log_seal).order_by(log_seal.c.position_to)).all())
    following = next(seals, None)
    after, exported = 0, 0
    while True:
        rows = page(
            conn,
            (*EVENT_COLUMNS, "hash"),
            "position > :after AND position <= :until",
            {"after": after, "until": count},
            BATCH,
        )
        for row in rows:
            record = dict(zip((*EVENT_COLUMNS, "hash"), row))
            moment, digest = record["recorded_at"], record["hash"]
            record["recorded_at"] = _moment(moment).isoformat()
            record["hash"] = digest if isinstance(digest, str) else bytes(digest).hex()
            yield _line({"event": record})
            after = record["position"]
            exported += 1
            while following is not None and following.position_to <= after:
                yield _line(
                    {
                        "seal": {
                            "from": following.position_from,
                            "to": following.position_to,
                            "hash": bytes(following.hash).hex(),
                            "sealed_at": following.sealed_at.isoformat(),
                        }
                    }
                )
                following = next(seals, None)
        if len(rows) < BATCH:
            break
    yield _line({"end": exported})


def import_log(conn: Connection, lines: Iterable[str]) -> int:
    """Take in an export, within the caller's write transaction; the number of events. Build the read model afterwards
    (``model.rebuild``).

    Raises ``ImportRefused`` with the line's number; the transaction must then be rolled back, as ``Database.begin`` does.
    """
    if head(conn):
        raise ImportRefused("the log to import into is not empty; import into a new database")
    events: list[dict[str, Any]] = []
    seals: list[dict[str, Any]] = []
    count, ended = 0, False

    def flush() -> None:
        if events:
            conn.execute(insert(log_event), events)
            events.clear()

    number = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if number == 1:
                _require_header(record)
            elif ended:
                raise ValueError("something follows the end")
            elif "event" in record:
                events.append(_event(record["event"]))
                count += 1
            elif "seal" in record:
                seals.append(_seal(record["seal"]))
            elif "end" in record:
                ended = True
                if record["end"] != count:
                    raise ValueError(f"{record['end']} events were exported, and {count} are here")
            else:
                raise ValueError("neither event, seal nor end")
        except (ValueError, KeyError, TypeError) as error:
            raise ImportRefused(f"line {number}: {_reason(error)}; export the log again") from error
        if len(events) == BATCH:
            flush()
    if not ended:
        raise ImportRefused(f"line {number}: the file ends before its last line; it was cut off, export the log again")
    flush()
    if seals:
        conn.execute(insert(log_seal), seals)
    conn.execute(update(log_head).values(position=count))
    verified = verify(conn)
    if not verified.ok:
        raise ImportRefused(f"the log in the file is broken at position {verified.broken_position}: {verified.reason}")
    return count


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _reason(error: Exception) -> str:
    return f"no {error}" if isinstance(error, KeyError) else str(error)


def _require_header(record: Any) -> None:
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError("this is no export of a Parley log")
    if record.get("version") != VERSION:
        raise ValueError(f"this export has version {record.get('version')}, and version {VERSION} is known here")


def _moment(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {value}")
    return moment


def _event(record: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: record[name] for name in EVENT_COLUMNS if name != "recorded_at"},
        "recorded_at": _moment(record["recorded_at"]),
        "hash": bytes.fromhex(record["hash"]),
    }


def _seal(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "position_from": record["from"],
        "position_to": record["to"],
        "hash": bytes.fromhex(record["hash"]),
        "sealed_at": _moment(record["sealed_at"]),
    }
