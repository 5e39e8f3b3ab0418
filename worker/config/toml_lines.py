"""Where in a TOML file a key stands. ``tomllib`` gives values without positions; people want ``feeds.toml:12``.

Only documents that ``tomllib`` has already accepted are looked at, and only when there is a problem to point at. So this
is no second parser: it steps over values, and must only know where each of them ends (TOML 1.0, https://toml.io/en/v1.0.0).
"""

from __future__ import annotations

import re
from typing import Any

Path = tuple[str | int, ...]
"""Keys and list indexes from the root: ``("feed", 3, "url")``."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\s#]+(?: \d\d:[^,\]}\s#]+)?")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"""{1,3}', re.S),
    re.compile(r"'''.*?'''{1,3}", re.S),
    re.compile(r'"(?:[^"\\]|\\.)*"'),
    re.compile(r"'[^']*'"),
)


class _Locator:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, tuple[int, int]] = {}
        self.lists: dict[Path, int] = {}
        """Arrays of tables, and the index of their newest table."""

    def run(self) -> dict[Path, tuple[int, int]]:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return self.found
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"not TOML at offset {self.at}")
        self.at = match.end()
        return match[0]

    def _note(self, path: Path, start: int) -> None:
        self.found.setdefault(path, (start, self.at))

    def _header(self) -> Path:
        start = self.at
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path = self._through_lists(self._key(), whole=not many)
        self.at += 2 if many else 1
        if many:
            self.lists[path] = self.lists.get(path, -1) + 1
            self._note(path, start)
            path = (*path, self.lists[path])
        for length in range(1, len(path) + 1):
            self._note(path[:length], start)
        return path

    def _through_lists(self, keys: list[str], *, whole: bool) -> Path:
        """``[a.b]`` under ``[[a]]`` means the newest ``a``."""
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            if path in self.lists and (whole or number < len(keys)):
                path = (*path, self.lists[path])
        return path

    def _key(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            if self.text[self.at] in "\"'":
                keys.append(_unquoted(self._skip(_STRINGS[2] if self.text[self.at] == '"' else _STRINGS[3])))
            else:
                keys.append(self._skip(_BARE))
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _pair(self, table: Path) -> None:
        start = self.at
        path: Path = table
        keys = self._key()
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value((*table, *keys))
        for key in keys:
            path = (*path, key)
            self._note(path, start)

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first == "[":
            self.at += 1
            index = 0
            while True:
                self._skip(_BLANK)
                if self.text[self.at] == "]":
                    break
                start = self.at
                self._value((*path, index))
                self._note((*path, index), start)
                index += 1
                self._skip(_BLANK)
                if self.text[self.at] == ",":
                    self.at += 1
            self.at += 1
        elif first == "{":
            self.at += 1
            while True:
                self._skip(_BLANK)
                if self.text[self.at] == "}":
                    break
                self._pair(path)
                self._skip(_BLANK)
                if self.text[self.at] == ",":
                    self.at += 1
            self.at += 1
        elif first in "\"'":
            triple = self.text.startswith(first * 3, self.at)
            self._skip(_STRINGS[(0 if first == '"' else 1) + (0 if triple else 2)])
        else:
            self._skip(_SCALAR)


def _unquoted(key: str) -> str:
    import tomllib

    value: Any = tomllib.loads(f"k = {key}")["k"]
    return str(value)


def spans(text: str) -> dict[Path, tuple[int, int]]:
    """Start and end offset of every key and list item; of a table's header for the table. ``text`` must be valid TOML."""
    return _Locator(text.replace("\r\n", " \n")).run()  # as long as before, so that offsets stay true


def lines(text: str) -> dict[Path, int]:
    """The line, from 1, on which every key, list item and table header of ``text`` begins."""
    return {path: text.count("\n", 0, start) + 1 for path, (start, _) in spans(text).items()}
