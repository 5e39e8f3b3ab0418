"""The published schemas are what is sent."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from domain.messages import SCHEMAS, Message, as_test, encode
from tests.integration.alerts.messages import HANDBOOK, RESCHEDULED, SAMPLES
from tests.integration.alerts.published import DIRECTORY, PUBLISHED, problems
from worker.alerts.schema import files, main


def sent(message: Message) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(encode(message.event))
    return event


def test_the_files_are_what_the_models_say_and_a_command_writes_them(tmp_path: Path) -> None:
    main(str(tmp_path))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict(files())
    for name, text in files().items():
        assert (DIRECTORY / name).read_text(encoding="utf-8") == text, f"{name}: run make schemas"
        assert f"schemas/{name}" in HANDBOOK


@pytest.mark.parametrize(("name", "message"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_every_kind_of_message_is_as_the_schema_says(name: str, message: Message) -> None:
    for told in (message, as_test(message, "t1")):
        assert problems(sent(told)) == []


def test_everything_that_is_sent_is_in_a_schema() -> None:
    for name, message in SAMPLES:
        schema = PUBLISHED[str(message.event["dataschema"])]
        assert list(undeclared(sent(message)["data"], schema, schema)) == [], name


def undeclared(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], at: str = "") -> Iterator[str]:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    for part in schema.get("anyOf", ()):
        if (value is None) == (part.get("type") == "null"):
            yield from undeclared(value, part, root, at)
            return
    if isinstance(value, dict) and "properties" in schema:
        for key, item in value.items():
            if key not in schema["properties"]:
                yield f"{at}.{key}"
            else:
                yield from undeclared(item, schema["properties"][key], root, f"{at}.{key}")
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for item in value:
            yield from undeclared(item, schema["items"], root, f"{at}[]")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("specversion", "0.3"),
        ("id", ""),
        ("dataschema", "urn:parley:schema:digest:1"),
        ("dataschema", "urn:parley:schema:change:2"),
        ("type", "org.parley.digest"),
        ("time", "yesterday"),
        ("data", None),
        ("data.sentence", None),
        ("data.position", 0),
        ("data.position", "118"),
        ("data.disputed", 0),
        ("data.after.status", "moved"),
        ("data.after.parties", "US"),
        ("data.after.when.start", "13 January"),
        ("data.evidence", [{"quote": "x"}]),
        ("data.article.published_at", None),
    ],
)
def test_what_is_no_message_of_ours_is_refused(path: str, value: Any) -> None:
    event = copy.deepcopy(sent(RESCHEDULED))
    *parents, last = path.split(".")
    place = event
    for name in parents:
        place = place[name]
    place[last] = value
    assert problems(event) != []
    del place[last]
    assert problems(event) != []


def test_a_receiver_must_not_mind_new_fields() -> None:
    event = sent(RESCHEDULED)
    event["data"]["after"]["colour"] = event["data"]["colour"] = event["colour"] = "red"
    assert problems(event) == []


def test_there_is_a_schema_for_every_kind_of_message() -> None:
    assert {message.kind for _, message in SAMPLES} == set(SCHEMAS)
    assert set(PUBLISHED) == {f"urn:parley:schema:{name}:1" for name in (*SCHEMAS, "event")}
