"""Reading one TOML file: its values, what makes it unusable, and where things stand in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from worker.config.problems import Problem


class Document:
    """A TOML file, its values, and (once asked for) the lines they stand on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = str(path)
        self.text = ""
        self.data: dict[str, Any] = {}

    def read(self) -> Problem | None:
        """Returns what made the file unusable. A file that does not exist is an empty one."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            return Problem(self.file, None, None, f"cannot be read: {(error.strerror or str(error)).lower()}")
        try:
            self.text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            return Problem(self.file, line, None, "is not UTF-8; save it as UTF-8")
        try:
            self.data = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            return _syntax_problem(self.file, self.text, error)
        return None

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        from worker.config.toml_lines import lines

        return lines(self.text)

    def line(self, path: Sequence[str | int]) -> int | None:
        """Of the key, or of the nearest thing around it that has a line: a missing key's table."""
        place = tuple(path)
        while place:
            if place in self._lines:
                return self._lines[place]
            place = place[:-1]
        return None


_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def _syntax_problem(file: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    # From Python 3.14 on the position is also in attributes; the sentence has had it since 3.11.
    message = str(error)
    match = _AT.search(message)
    reason = message[: match.start()] if match else message
    reason = reason[:1].lower() + reason[1:]
    if match and match["line"]:
        return Problem(file, int(match["line"]), None, f"not valid TOML: {reason}", column=int(match["column"]))
    return Problem(file, text.count("\n") + 1, None, f"not valid TOML: {reason} at the end of the file")
