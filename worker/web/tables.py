"""Tables for spreadsheets (RFC 4180), sent while they are being made: however long the archive is, the first rows come at once and
few are held in memory.

Rows are read in pieces, each in a transaction of its own, so that whoever reads slowly holds up nothing. Changes are never
rewritten, so a table of them is of one moment all the same; a meeting that is altered while its table is read stands in it once: where it
was, or at the end.
"""

from __future__ import annotations

import csv
import io
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, or_, select

from domain.events import Recorded
from domain.talks.model import MeetingView
from domain.talks.status import format_parties, format_when, format_where
from domain.watches import Watch
from worker.log.database import Database
from worker.log.tables import meeting as meeting_table
from worker.names import party_names
from worker.web import asking, rows
from worker.web.asking import ChangesWanted

FIRST_PIECE: Final = 100
LONGEST_PIECE: Final = 1600
"""Rows that are looked through at a time. Each piece is twice as long as the one before."""

Line = Sequence[str]

MEETING_COLUMNS = (
    "id parties names status start end precision time city country format voices disputed first_published last_published"
    " source url"
).split()

CHANGE_COLUMNS = "position recorded_at kind meeting sentence who when where status outlet url quote".split()


def meetings(database: Database, head: int, watch: Watch | None) -> Iterator[list[Line]]:
    """All meetings by date, those without one last, in pieces. ``head`` is the position of the log that is told."""
    table = meeting_table.c
    columns = select(table.meeting_id, table.starts_on, table.view)
    told = array("q")
    """Hashes of the ids that were told: eight bytes each."""

    def dated(after: Row[Any] | None) -> Select[Any]:
        query = columns.where(table.starts_on.is_not(None)).order_by(table.starts_on, table.meeting_id)
        if after is None:
            return query
        # So, and not as the usual "or": both databases then begin in the index of days.
        ahead = or_(table.starts_on > after.starts_on, table.meeting_id > after.meeting_id)
        return query.where(table.starts_on >= after.starts_on, ahead)

    def undated(after: Row[Any] | None) -> Select[Any]:
        query = columns.where(table.starts_on.is_(None)).order_by(table.meeting_id)
        return query if after is None else query.where(table.meeting_id > after.meeting_id)

    def lines(conn: Connection, found: Iterable[Any]) -> list[Line]:
        belongs = asking.membership(conn, watch)
        views = [MeetingView.model_validate_json(row.view) for row in found]
        return [_meeting(view) for view in views if belongs(view)]

    for part in (dated, undated):
        after, size, more = None, FIRST_PIECE, True
        while more:
            with database.read() as conn:
                # Those that were altered meanwhile come last: their dates may have moved to where this has been already.
                found = conn.execute(part(after).where(table.position <= head).limit(size)).all()
                piece = lines(conn, found)
            told.extend(hash(row.meeting_id) for row in found)
            yield piece
            more = len(found) == size
            if more:
                after, size = found[-1], min(2 * size, LONGEST_PIECE)
    with database.read() as conn:
        altered = conn.execute(columns.where(table.position > head).order_by(table.meeting_id)).all()
        known = set(told) if altered else set()
        last = lines(conn, [row for row in altered if hash(row.meeting_id) not in known])
    yield last


def _meeting(view: MeetingView) -> Line:
    when, where = view.when, view.where
    return [
        view.meeting_id,
        " ".join(view.facts.parties),
        format_parties(view.facts.parties, party_names()),
        view.status.value,
        when.start.isoformat() if when else "",
        when.end.isoformat() if when else "",
        when.precision.value if when else "",
        (when.time or "") if when else "",
        (where.city or "") if where else "",
        (where.country or "") if where else "",
        view.facts.format.value,
        str(view.voices),
        "; ".join(f"{d.field}: {d.ours} against {d.theirs}" for d in view.disputes),
        view.first_published.isoformat(),
        view.last_published.isoformat(),
        view.evidence_article.outlet or "",
        view.evidence_article.url or "",
    ]


def changes(database: Database, head: int, wanted: ChangesWanted) -> Iterator[list[Line]]:
    """The changes that fit up to the position ``head``, in the order of the log, in pieces."""
    for found in asking.every_change(database, head, wanted, FIRST_PIECE, LONGEST_PIECE):
        yield [_change(recorded) for recorded in found]


def _change(recorded: Recorded) -> Line:
    event: Any = recorded.event
    names = party_names()
    facts = event.after or event.before
    return [
        str(recorded.position),
        recorded.recorded_at.isoformat(),
        event.kind,
        event.meeting_id,
        rows.change_row(recorded, names).sentence,
        format_parties(facts.parties, names) if facts else "",
        format_when(facts.when) if facts else "",
        format_where(facts.where, names, facts.format) if facts else "",
        facts.status.value if facts else "",
        (event.article.outlet or "") if event.article else "",
        (event.article.url or "") if event.article else "",
        event.evidence[0].quote if event.evidence else "",
    ]


def written(head: Sequence[str], pieces: Iterable[Sequence[Line]]) -> Iterator[bytes]:
    """CSV with a byte order mark, which spreadsheets need to see UTF-8. Cells that a spreadsheet would take for a formula
    get an apostrophe before them: an article may be titled ``=HYPERLINK(…)``."""
    yield "\ufeff".encode() + _csv([head])
    for lines in pieces:
        if lines:
            yield _csv([[f"'{cell}" if cell[:1] in _FORMULA else cell for cell in line] for line in lines])


_FORMULA = frozenset("=+-@\t\r")


def _csv(lines: Iterable[Line]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def compressed(pieces: Iterable[bytes], level: int = 4) -> Iterator[bytes]:
    """``pieces`` as gzip (RFC 1952), each readable as soon as it is there."""
    packer = zlib.compressobj(level, wbits=31)
    for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
