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
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from domain.events import Event, Meta

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical(value: Any) -> str:
    """``value`` as canonical JSON. Raises ``ValueError`` for NaN and infinities, which JSON has no words for."""
    return _encode(value)


def event_data(event: Event) -> str:
    return _encode(event.model_dump(mode="json", by_alias=True))


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
        f'{{"data":{data},"event_id":{_encode(event_id)},"meta":{meta},"recorded_at":"{recorded_at}",'
        f'"schema":{schema},"stream":{_encode(stream)},"type":{_encode(type_)},"version":{version}}}'
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
