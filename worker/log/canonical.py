"""The one way in which an event is turned into bytes and hashed.

The hash of an event is the SHA-256 of a JSON object in canonical form (RFC 8785: members sorted, no white space, UTF-8)
with the members data, event_id, meta, recorded_at, schema, stream, type and version. ``data`` and ``meta`` are stored in
canonical form themselves and stand in it byte for byte as they are stored, so that verification depends on no parser, and
a changed blank is as visible as a changed date. ``recorded_at`` is UTC with six decimals and a ``Z``. ``position`` is left
out, because it is known only under the head lock; seals bind it.

One thing differs from RFC 8785: a float keeps its decimal point (``1.0``, where ECMAScript writes ``1``).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from pydantic import BaseModel, TypeAdapter

from domain.events import Event, Meta

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical(value: Any) -> str:
    """``value`` as canonical JSON. Raises ``ValueError`` for NaN and infinities, which JSON has no words for."""
    return _encode(value)


def event_data(event: Event) -> str:
    """As ``canonical(event.model_dump(mode="json", by_alias=True))``, in two thirds of its time: nothing is made on the way, and
    which members a class has, in which order, is found out once. Raises ``ValueError`` as ``canonical`` does."""
    return _of_model(event)


def _writer(cls: type[BaseModel]) -> Callable[[Any], str]:
    """One expression that writes the members of ``cls`` in order: texts and nulls, which most are, at once."""
    named = sorted((field.serialization_alias or name, name) for name, field in cls.model_fields.items())
    parts = [
        f'{encode_basestring(member)}:{{t(x) if (c := type(x := d[{name!r}])) is str else "null" if x is None else w[c](x)}}'
        for member, name in named
    ]
    source = f"lambda v: (d := v.__dict__, f'''{{{{{','.join(parts)}}}}}''')[1]"
    written: Callable[[Any], str] = eval(source, {"t": encode_basestring, "w": _WRITERS})
    return written


def _of_model(value: BaseModel) -> str:
    return _WRITERS[type(value)](value)


def _of_float(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"JSON has no word for {value}")
    return float.__repr__(value)


def _of_moment(value: datetime) -> str:
    text = value.isoformat()
    return f'"{text[:-6]}Z"' if text.endswith("+00:00") else _of_any(value)


def _of_tuple(values: tuple[Any, ...]) -> str:
    return "[" + ",".join([_WRITERS[type(value)](value) for value in values]) + "]"


def _of_enum(value: Enum) -> str:
    return _encode(value.value)


def _of_any(value: Any) -> str:
    return _encode(_ANY.dump_python(value, mode="json", by_alias=True))


_ANY: TypeAdapter[Any] = TypeAdapter(Any)


class _Writers(dict[type, Callable[[Any], str]]):
    """How a value of each class is written; classes are added as they come."""

    def __missing__(self, cls: type) -> Callable[[Any], str]:
        if issubclass(cls, BaseModel):
            found: Callable[[Any], str] = _writer(cls)
        else:
            found = lru_cache(maxsize=256)(_of_enum) if issubclass(cls, Enum) else _of_any
        self[cls] = found
        return found


_PLAIN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    float: _of_float,
    date: lambda value: f'"{value.isoformat()}"',
    datetime: _of_moment,
    tuple: _of_tuple,
}
_WRITERS = _Writers(_PLAIN)


@lru_cache(maxsize=64)
def meta_data(meta: Meta) -> str:
    """Canonical JSON of ``meta`` without what is not set."""
    # Its fields are texts, which need no dumping.
    return _encode({name: value for name, value in meta.__dict__.items() if value is not None})


def stamp(moment: datetime) -> str:
    """The moment as it is hashed (and as SQLite stores it): UTC, microseconds, ``Z``."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment!r} where an aware one is required")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def event_hash(
    stream: str, version: int, event_id: str, type_: str, schema: int, data: str, meta: str, recorded_at: str
) -> bytes:
    """SHA-256 (32 bytes) of one event; ``data``, ``meta`` and ``recorded_at`` as stored, see the module's docstring."""
    text = (
        f'{{"data":{data},"event_id":{encode_basestring(event_id)},"meta":{meta},"recorded_at":"{recorded_at}",'
        f'"schema":{schema},"stream":{encode_basestring(stream)},"type":{encode_basestring(type_)},"version":{version}}}'
    )
    return hashlib.sha256(text.encode()).digest()


GENESIS = bytes(32)
"""What the first seal chains to."""


def seal_hash(previous: bytes, first: int, last: int, sealed_at: str, hashes: Iterable[bytes]) -> bytes:
    """SHA-256 (32 bytes) over the previous seal's hash, ``first-last@sealed_at`` and the hashes of the events in order."""
    digest = hashlib.sha256(previous)
    digest.update(f"{first}-{last}@{sealed_at}\n".encode())
    for one in hashes:
        digest.update(one)
    return digest.digest()
