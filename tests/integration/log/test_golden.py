"""Every released shape of every event must stay readable for ever: the golden log holds one of each, as it was stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.events import EVENT_TYPES, UPCASTERS, Meta, UnknownEvent, load_event
from worker.log.canonical import canonical, event_data, event_hash, meta_data

GOLDEN = Path(__file__).parents[2] / "golden" / "events.jsonl"
ROWS = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").strip("\n").split("\n")]


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
