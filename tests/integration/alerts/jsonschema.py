"""As much of JSON Schema 2020-12 as the published schemas use; a keyword that it does not know is an error, not a pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

_TYPES: Mapping[str, Any] = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}
_SAYS_NOTHING = {"$schema", "$id", "$defs", "title", "description"}


def problems(
    value: Any, schema: Mapping[str, Any], registry: Mapping[str, Any], root: Any = None, at: str = ""
) -> Iterator[str]:
    """Where ``value`` is not as ``schema`` says. ``registry`` is ``$id`` → schema."""
    root = schema if root is None else root
    for keyword, said in schema.items():
        if keyword in _SAYS_NOTHING:
            continue
        if keyword == "$ref":
            if said.startswith("#/$defs/"):
                yield from problems(value, root["$defs"][said.removeprefix("#/$defs/")], registry, root, at)
            else:
                yield from problems(value, registry[said], registry, None, at)
        elif keyword == "type":
            if not _TYPES[said](value):
                yield f"{at}: no {said}: {value!r:.80}"
        elif keyword in ("anyOf", "oneOf"):
            fitting = [s for s in said if not list(problems(value, s, registry, root, at))]
            if not fitting or (keyword == "oneOf" and len(fitting) > 1):
                yield f"{at}: {len(fitting)} of {keyword} fit {value!r:.80}"
        elif keyword == "const":
            if value != said:
                yield f"{at}: not {said!r}: {value!r:.80}"
        elif keyword == "enum":
            if value not in said:
                yield f"{at}: none of {said}: {value!r:.80}"
        elif keyword == "required":
            if isinstance(value, dict):
                yield from (f"{at}.{name}: missing" for name in said if name not in value)
        elif keyword == "properties":
            if isinstance(value, dict):
                for name, part in said.items():
                    if name in value:
                        yield from problems(value[name], part, registry, root, f"{at}.{name}")
        elif keyword == "additionalProperties":
            if isinstance(value, dict):
                for name in value.keys() - schema.get("properties", {}).keys():
                    yield from problems(value[name], said, registry, root, f"{at}.{name}")
        elif keyword == "items":
            if isinstance(value, list):
                for number, item in enumerate(value):
                    yield from problems(item, said, registry, root, f"{at}[{number}]")
        elif keyword == "minimum":
            if isinstance(value, int | float) and value < said:
                yield f"{at}: {value} is below {said}"
        elif keyword == "minLength":
            if isinstance(value, str) and len(value) < said:
                yield f"{at}: shorter than {said}"
        elif keyword == "pattern":
            if isinstance(value, str) and not re.search(said, value):
                yield f"{at}: {value!r} does not match {said}"
        elif keyword == "format":
            if isinstance(value, str):
                try:
                    {"date": date.fromisoformat, "date-time": datetime.fromisoformat}[said](value)
                except ValueError:
                    yield f"{at}: no {said}: {value!r}"
        else:
            raise NotImplementedError(f"{at}: keyword {keyword}")
