"""The published schemas, and what a message has wrong by them: asked of ``jsonschema``, an independent validator."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

DIRECTORY = Path(__file__).parents[3] / "docs" / "schemas"
PUBLISHED: dict[str, Any] = {
    schema["$id"]: schema for path in DIRECTORY.glob("*.json") for schema in [json.loads(path.read_text())]
}

_formats = FormatChecker(["date"])


@_formats.checks("date-time", raises=ValueError)
def _is_a_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


_registry: Registry[Any] = Registry().with_resources(
    (id_, Resource.from_contents(one)) for id_, one in PUBLISHED.items()
)
_event = Draft202012Validator(PUBLISHED["urn:parley:schema:event:1"], registry=_registry, format_checker=_formats)


def problems(event: Any) -> list[str]:
    """What is wrong with ``event`` by the schema of the whole, with the place."""
    return [f"{error.json_path}: {error.message}" for error in _event.iter_errors(event)]
