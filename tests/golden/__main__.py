"""Add what is missing to the golden log: ``python -m tests.golden ['{"TYPE": {"field": value}}']``.

For each schema that a type of event has reached, and of which the golden log holds no event yet, one is added, as it is stored
today: that of the schema before, lifted, with the fields that are given. The shapes of all events are noted beside it. What is
there already is never changed; where a shape is another than the one noted for its schema, that is said, and nothing is written.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from domain.events import EVENT_TYPES
from tests.golden import GOLDEN, SHAPES, rows, shape, shapes
from worker.log.canonical import canonical, event_hash


def main(given: dict[str, dict[str, Any]]) -> int:
    known, noted = rows(), shapes()
    for type_, cls in EVENT_TYPES.items():
        name = f"{type_}-{cls.schema_version}"
        if noted.setdefault(name, shape(cls)) != shape(cls):
            print(f"{name} has another shape than the one noted: raise its schema_version", file=sys.stderr)
            return 1
        of_type = [row for row in known if row["type"] == type_]
        if any(row["schema"] == cls.schema_version for row in of_type):
            continue
        if not of_type and type_ not in given:
            print(f"{type_} is new: give all of its fields", file=sys.stderr)
            return 1
        data = {**_lifted(of_type[-1] if of_type else None), **given.get(type_, {})}
        event = cls.model_validate(data)
        last = max((row["version"] for row in known if row["stream"] == event.stream), default=0)
        row = {
            "position": len(known) + 1,
            "stream": event.stream,
            "version": last + 1,
            "event_id": f"e-{len(known) + 1}",
            "type": type_,
            "schema": cls.schema_version,
            "data": canonical(event.model_dump(mode="json", by_alias=True)),
            "meta": known[-1]["meta"],
            "recorded_at": known[-1]["recorded_at"],
        }
        columns = ("stream", "version", "event_id", "type", "schema", "data", "meta", "recorded_at")
        known.append({**row, "hash": event_hash(*(row[column] for column in columns)).hex()})
    added = known[len(rows()) :]
    with GOLDEN.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in added)
    SHAPES.write_text(json.dumps(dict(sorted(noted.items())), indent=1) + "\n", encoding="utf-8")
    print("\n".join(f"added {row['type']}-{row['schema']}" for row in added) or "nothing was missing")
    return 0


def _lifted(row: dict[str, Any] | None) -> dict[str, Any]:
    from domain.events import load_event

    if row is None:
        return {}
    lifted: dict[str, Any] = load_event(row["type"], row["schema"], row["data"]).model_dump(mode="json", by_alias=True)
    return lifted


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}))
