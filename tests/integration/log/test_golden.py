"""Every released shape of every event must stay readable for ever: the golden log holds one of each, as it was stored."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from domain.events import EVENT_TYPES, UPCASTERS, Curation, Event, FeedNotice, Meta, UnknownEvent, load_event
from domain.reports import Value
from tests.golden import rows, shape, shapes
from tests.integration.log.stories import append, everything
from worker.log import model, queries, store
from worker.log.canonical import canonical, event_data, event_hash, meta_data
from worker.log.database import Database
from worker.log.export import import_log
from worker.log.store import NewEvent

ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['type']}-{row['schema']}")
def test_a_released_event_still_loads_with_its_hash(row: dict[str, object]) -> None:
    event = load_event(str(row["type"]), int(str(row["schema"])), str(row["data"]))
    meta = Meta.model_validate_json(str(row["meta"]))
    assert event.type == row["type"]
    assert event.stream == row["stream"]
    assert meta_data(meta) == row["meta"]
    if event.schema_version == row["schema"]:
        assert event_data(event) == row["data"], (
            "what is stored today is no longer what was stored then: raise the schema"
        )
    columns = ("stream", "version", "event_id", "type", "schema", "data", "meta", "recorded_at")
    assert event_hash(*(row[name] for name in columns)).hex() == row["hash"]  # type: ignore[arg-type]


def test_the_golden_log_holds_every_schema_of_every_event() -> None:
    held = {(row["type"], row["schema"]) for row in ROWS}
    released = {(type_, schema) for type_, cls in EVENT_TYPES.items() for schema in range(1, cls.schema_version + 1)}
    assert held == released


@pytest.mark.parametrize("cls", EVENT_TYPES.values(), ids=lambda cls: cls.type)
def test_no_event_changes_its_shape_without_a_new_schema(cls: type[Event]) -> None:
    noted = shapes().get(f"{cls.type}-{cls.schema_version}")
    assert shape(cls) == noted, (
        f"{cls.type} is no longer what was released as its schema {cls.schema_version}: raise schema_version and write an"
        " upcaster (docs/log.md, Changing the shape of an event)"
    )


def test_a_shape_tells_what_lies_deep_within_an_event() -> None:
    class Inner(Value):
        word: Literal["a", "b"]

    class Outer(Value):
        inner: tuple[Inner, ...] = ()

    class InnerToday(Value):
        word: Literal["a", "b", "c"]
        more: int | None = None

    class OuterToday(Value):
        inner: tuple[InnerToday, ...] = ()

    assert shape(Outer) == {"inner": "tuple[{word: 'a' | 'b'}, ...]"}
    assert shape(OuterToday) == {"inner": "tuple[{more: int | null, word: 'a' | 'b' | 'c'}, ...]"}


def test_every_old_schema_has_an_upcaster_and_no_other_has() -> None:
    older = {(type_, schema) for type_, cls in EVENT_TYPES.items() for schema in range(1, cls.schema_version)}
    assert set(UPCASTERS) == older


@pytest.mark.parametrize(("type_", "schema"), [("MeetingDreamt", 1), ("MeetingReported", 99), ("", 1)])
def test_what_a_newer_program_wrote_is_not_guessed_at(type_: str, schema: int) -> None:
    with pytest.raises(UnknownEvent, match="newer version"):
        load_event(type_, schema, "{}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["type"])
def test_the_golden_log_is_canonical(row: dict[str, str]) -> None:
    for column in ("data", "meta"):
        assert canonical(json.loads(row[column])) == row[column]


class NoticeToday(Event):
    """A feed's notice as it might look after two more releases."""

    type = "FeedNotice"
    schema_version = 3
    source: str
    notice: str
    severity: int

    @property
    def stream(self) -> str:
        return f"feed-{self.source}"


def test_an_old_event_is_lifted_step_by_step_when_it_is_read_and_stays_as_it_was_stored(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = FeedNotice(feed="agency", notice="failing", detail="503")
    append(database, NewEvent(old, "e-1"))
    monkeypatch.setitem(EVENT_TYPES, "FeedNotice", NoticeToday)  # type: ignore[arg-type]
    lift = monkeypatch.setitem
    lift(UPCASTERS, ("FeedNotice", 1), lambda data: {"source": data["feed"], "notice": data["notice"]})
    lift(UPCASTERS, ("FeedNotice", 2), lambda data: {**data, "severity": 2 if data["notice"] == "failing" else 0})
    append(database, NewEvent(NoticeToday(source="wire", notice="moved", severity=0), "e-2"))

    assert [recorded.event for recorded in everything(database)] == [
        NoticeToday(source="agency", notice="failing", severity=2),
        NoticeToday(source="wire", notice="moved", severity=0),
    ]
    with database.read() as conn:
        rows = conn.exec_driver_sql("SELECT schema, data FROM log_event ORDER BY position").all()
        assert [row[0] for row in rows] == [1, 3]
        assert FeedNotice.model_validate_json(rows[0][1]) == old
        assert store.verify(conn).ok


def test_an_old_schema_without_an_upcaster_stops_instead_of_being_guessed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENT_TYPES, "FeedNotice", NoticeToday)  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        load_event("FeedNotice", 1, '{"feed":"agency","notice":"failing","detail":"503"}')


def test_the_whole_golden_log_is_imported_verified_and_followed(database: Database) -> None:
    """What was released is not only readable: a log that holds it makes a model, which equals its rebuild."""
    lines = [json.dumps({"format": "parley-log", "version": 1, "events": len(ROWS)})]
    lines += [json.dumps({"event": row}) for row in ROWS]
    lines.append(json.dumps({"end": len(ROWS)}))
    with database.begin() as conn:
        assert import_log(conn, lines) == len(ROWS)
    model.rebuild(database)
    assert model.check(database) == []
    with database.read() as conn:
        assert len(queries.curations(conn)) == sum(issubclass(EVENT_TYPES[row["type"]], Curation) for row in ROWS)
