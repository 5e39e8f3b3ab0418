"""What is wrong with a configuration, in words that lead to the mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the configuration, told so that it can be mended."""

    file: str
    """The file as the operator would open it, or ``environment``."""
    line: int | None
    key: str | None
    """The setting or variable; ``feed[2].url`` within a list, counted from 1."""
    message: str
    """A sentence without a full stop: what is wrong, and what was done about it."""
    suggestion: str | None = None
    """What was probably meant."""
    column: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "key": self.key,
            "message": self.message,
            "suggestion": self.suggestion,
        }

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        hint = f" (did you mean {self.suggestion}?)" if self.suggestion else ""
        return f"{place}: {self.message}{hint}"


class ConfigError(Exception):
    """The configuration cannot be used at all; ``str()`` says why, where, and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    import difflib

    candidates = list(known)
    lower = {candidate.lower(): candidate for candidate in candidates}
    if name.lower() in lower:
        return lower[name.lower()]
    # A plural for a singular or a forgotten part scores low for short names, so starts count as well.
    close = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.6)
    if close:
        return lower[close[0]]
    starts = [c for c in candidates if len(name) >= 3 and (c.lower().startswith(name.lower()))]
    return starts[0] if len(starts) == 1 else None


_KINDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "a table"}


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), type(value).__name__)


def in_words(error: Mapping[str, Any], value: Any) -> tuple[str, str | None]:
    """What pydantic found, as a phrase that follows the key's name, and a suggestion."""
    kind, context = str(error["type"]), error.get("ctx", {})
    shown = quoted(value)
    if kind == "missing":
        return "is missing", None
    if kind == "value_error":
        return f"is wrong: {context['error']}", None
    if kind in ("literal_error", "enum"):
        expected = str(context["expected"]).replace("'", '"')
        near = nearest(str(value), re.findall(r'"([^"]+)"', expected))
        return f"must be {expected}, not {shown}", f'"{near}"' if near else None
    expected_kind = {
        "string_type": "text in quotes",
        "int_type": "a whole number",
        "int_parsing": "a whole number",
        "int_from_float": "a whole number",
        "bool_type": "true or false",
        "bool_parsing": "true or false",
        "list_type": "a list",
        "tuple_type": "a list",
        "set_type": "a list",
        "frozen_set_type": "a list",
        "dict_type": "a table",
        "model_type": "a table",
        "model_attributes_type": "a table",
    }.get(kind)
    if expected_kind:
        return f"must be {expected_kind}, not {shown}", None
    limits = {
        "greater_than": ("more than", "gt"),
        "greater_than_equal": ("at least", "ge"),
        "less_than": ("less than", "lt"),
        "less_than_equal": ("at most", "le"),
    }
    if kind in limits:
        word, name = limits[kind]
        return f"must be {word} {context[name]}, not {shown}", None
    if kind == "string_too_short":
        return "is empty" if not value else f"is shorter than {context['min_length']} characters", None
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters", None
    if kind == "string_pattern_mismatch":
        return f"has the wrong form: {shown}", None
    return f"is wrong: {error['msg'][:1].lower()}{error['msg'][1:]}", None


def quoted(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value if len(value) <= 60 else value[:57] + "…"}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return _kind(value)
    return str(value)


def dotted(path: Iterable[str | int]) -> str:
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if out else str(part))
    return out
