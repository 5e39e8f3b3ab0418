"""The golden log: an event of every schema that was ever released, as it was stored, and the shape of each schema."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

GOLDEN = Path(__file__).with_name("events.jsonl")
SHAPES = Path(__file__).with_name("shapes.json")


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").strip("\n").split("\n")]


def shapes() -> dict[str, Any]:
    """``TYPE-SCHEMA`` → shape."""
    noted: dict[str, Any] = json.loads(SHAPES.read_text(encoding="utf-8")) if SHAPES.exists() else {}
    return noted


def shape(model: type[BaseModel]) -> dict[str, str]:
    """The fields of a model, as they are stored, with what they may hold, nested ones written out."""
    return {
        field.serialization_alias or field.alias or name: _words(field.annotation)
        for name, field in sorted(model.model_fields.items())
    }


def _words(kind: Any) -> str:
    inner = get_args(kind)
    origin = get_origin(kind)
    if hasattr(kind, "__value__"):
        return _words(kind.__value__)
    if origin is Literal:
        return " | ".join(sorted(map(repr, inner)))
    if origin in (Union, UnionType):
        return " | ".join(sorted(map(_words, inner)))
    if kind is NoneType:
        return "null"
    if hasattr(kind, "__metadata__"):
        return _words(inner[0])
    if origin is not None:
        return f"{origin.__name__}[{', '.join('...' if one is Ellipsis else _words(one) for one in inner)}]"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "{" + ", ".join(f"{name}: {words}" for name, words in shape(kind).items()) + "}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " | ".join(sorted(repr(one.value) for one in kind))
    return str(kind.__name__)
