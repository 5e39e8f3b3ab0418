"""The published JSON Schemas of what hooks are told, made from the models that make the messages.

``python -m worker.alerts.schema docs/schemas`` writes them (``make schemas``); a test holds the files to the models. There
is one schema for each kind of ``data``, which ``dataschema`` names, and one for the whole event.

Objects may hold more than a schema says: fields are added without a new version, and a receiver must not mind.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from domain.messages import SCHEMA_VERSION, SCHEMAS, TYPE_PREFIX, schema_urn

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES = {
    "change": f"{TYPE_PREFIX}meeting.",
    "digest": f"{TYPE_PREFIX}digest",
    "notice": f"{TYPE_PREFIX}notice.",
    "silence": f"{TYPE_PREFIX}silence.",
    "test": f"{TYPE_PREFIX}test",
}


class _Published(GenerateJsonSchema):
    def field_is_required(self, *args: Any, **kwargs: Any) -> bool:
        return True  # every field is sent, also those that hold their default


def _open(schema: Any) -> Any:
    """``schema`` without what only the models need: closed objects, titles made from names, defaults."""
    if isinstance(schema, list):
        return [_open(item) for item in schema]
    if isinstance(schema, str):
        return schema.replace("``", "`")
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _open(value) for name, value in item.items()} if key in ("properties", "$defs") else _open(item)
        for key, item in schema.items()
        if not (key == "additionalProperties" and item is False) and key not in ("title", "default")
    }


def data_schema(name: str) -> dict[str, Any]:
    """The schema of the ``data`` of messages of the kind ``name``."""
    made = _open(SCHEMAS[name].model_json_schema(mode="serialization", schema_generator=_Published))
    return {"$schema": DIALECT, "$id": schema_urn(name), "title": f"Data of a message of Parley: {name}", **made}


def event_schema() -> dict[str, Any]:
    """The schema of the whole CloudEvent, of whichever kind."""
    text = {"type": "string", "minLength": 1}
    envelope = {
        "specversion": {"const": "1.0"},
        "id": {**text, "description": "With source, unique: the occurrence, however often it is sent."},
        "source": {**text, "description": "urn:parley."},
        "type": {**text, "description": "What it is about, such as org.parley.meeting.rescheduled."},
        "subject": {**text, "description": "The meeting's id; for other kinds of messages what they are about."},
        "time": {"type": "string", "format": "date-time", "description": "When Parley recorded it."},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"enum": [schema_urn(name) for name in SCHEMAS]},
        "data": {"type": "object"},
    }
    kinds = [
        {
            "properties": {
                "dataschema": {"const": schema_urn(name)},
                "type": {"pattern": "^" + begins.replace(".", "\\.") + ("" if begins.endswith(".") else "$")},
                "data": {"$ref": schema_urn(name)},
            }
        }
        for name, begins in _TYPES.items()
    ]
    return {
        "$schema": DIALECT,
        "$id": schema_urn("event"),
        "title": "A message of Parley: a CloudEvent in structured JSON",
        "type": "object",
        "properties": envelope,
        "required": [name for name in envelope if name != "subject"],
        "oneOf": kinds,
    }


def files() -> Mapping[str, str]:
    """Name of the file → its text."""
    schemas = {name: data_schema(name) for name in SCHEMAS} | {"event": event_schema()}
    return {
        f"{name}.v{SCHEMA_VERSION}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


def main(directory: str) -> None:
    """Write the files of the present version into ``directory``; those of earlier versions stay."""
    target = Path(directory)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
