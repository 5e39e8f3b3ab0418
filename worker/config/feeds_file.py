"""Adding and removing feeds in ``feeds.toml`` as a careful person would: nothing else in the file moves.

The text is edited, not rewritten from its values, so comments, order and spacing stay. The result must mean exactly the
old feeds plus or minus the one, or it is not written; it replaces the file in one step (rename), so that a full disk or
a kill leaves the old file whole.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from worker.config.document import Document
from worker.config.entries import Feed
from worker.config.problems import ConfigError, Problem, in_words, nearest


def name_for(url: str) -> str:
    """A short name from an address: ``https://www.example.org/world/rss.xml`` is ``example-org-world``."""
    parts = urlsplit(url)
    host = re.sub(r"^(www|feeds?|rss)\.", "", parts.hostname or "")
    words = re.split(r"[^a-z0-9]+", f"{host}/{parts.path}".lower())
    dull = {"", "rss", "feed", "feeds", "xml", "atom", "index", "html", "php", "aspx", "services"}
    return "-".join(word for word in words if word not in dull)[:60].strip("-") or "feed"


def add_feed(
    path: Path,
    url: str,
    *,
    name: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> Feed:
    """Append a feed to the file at ``path``, which is made where missing. ``name`` is made from the address by default.

    Raises ``ValueError`` for a feed that is wrong or there already, ``ConfigError`` for a file that cannot be edited.
    """
    document = _open(path)
    known = _entries(document)
    values = {"name": name or name_for(url), "url": url.strip(), "title": title, "outlet": outlet, "language": language}
    given, feed = _valid(values)
    for entry in known:
        if entry.get("url") == feed.url:
            raise ValueError(f"{feed.url} is in {path} already, as {entry.get('name')}")
        if entry.get("name") == feed.name:
            raise ValueError(f"the name {feed.name} is taken in {path}; give another one with --name")
    _append(document, known, [given])
    return feed


def add_feeds(
    path: Path, found: Iterable[tuple[str, str]], *, dry_run: bool = False
) -> tuple[list[Feed], list[str], list[str]]:
    """Append feeds, given as pairs of address and title, in one step; ``dry_run`` leaves the file as it is.

    Returns those that were added, the addresses that were there already, and a sentence for each that is wrong. Names are
    made from the addresses, with a number where one is taken. Raises ``ConfigError`` for a file that cannot be edited.
    """
    document = _open(path)
    known = _entries(document)
    addresses = {_compared(str(entry.get("url", ""))) for entry in known}
    names = {str(entry.get("name", "")) for entry in known}
    added: list[Feed] = []
    entries: list[dict[str, Any]] = []
    present: list[str] = []
    wrong: list[str] = []
    for url, title in found:
        if _compared(url) in addresses:
            present.append(url)
            continue
        base = name_for(url)
        name = next(name for n in itertools.count(1) if (name := base if n == 1 else f"{base}-{n}") not in names)
        try:
            given, feed = _valid({"name": name, "url": url, "title": "" if title == url else title})
        except ValueError as error:
            wrong.append(f"{title or url}: {error}")
            continue
        addresses.add(_compared(url))
        names.add(name)
        added.append(feed)
        entries.append(given)
    if entries and not dry_run:
        _append(document, known, entries)
    return added, present, wrong


def _compared(url: str) -> str:
    """Two spellings of one address are equal in this form."""
    from domain.articles import join_url  # not at every start

    return join_url(None, url) or url


def _valid(values: dict[str, str | None]) -> tuple[dict[str, Any], Feed]:
    given = {key: value for key, value in values.items() if value}
    try:
        return given, Feed.model_validate(given)
    except ValidationError as failure:
        error = failure.errors(include_url=False)[0]
        key = str(error["loc"][0])
        raise ValueError(f"{key} {in_words(error, given.get(key))[0]}") from None


def _append(document: Document, known: list[dict[str, Any]], entries: Sequence[dict[str, Any]]) -> None:
    newline = "\r\n" if "\r\n" in document.text else "\n"
    text = document.text
    if text and not text.endswith("\n"):
        text += newline
    for entry in entries:
        gap = newline if text.strip() else ""
        lines = ["[[feed]]", *(f"{key} = {_basic_string(value)}" for key, value in entry.items()), ""]
        text += gap + newline.join(lines)
    _replace(document, text, [*known, *entries])


def remove_feed(path: Path, name: str) -> str:
    """Take the feed out of the file at ``path``; returns its address. Comments around the entry stay.

    Raises ``ValueError`` where there is no such feed, ``ConfigError`` for a file that cannot be edited.
    """
    from worker.config.toml_lines import spans

    document = _open(path)
    known = _entries(document)
    index = next((i for i, entry in enumerate(known) if entry.get("name") == name), None)
    if index is None:
        near = nearest(name, [str(entry.get("name")) for entry in known])
        raise ValueError(f"there is no feed {name} in {path}" + (f"; did you mean {near}?" if near else ""))
    places = spans(document.text)
    inside = [span for place, span in places.items() if place[:2] == ("feed", index)]
    start = document.text.rfind("\n", 0, min(first for first, _ in inside)) + 1
    end = document.text.find("\n", max(last for _, last in inside))
    end = len(document.text) if end == -1 else end + 1
    # One of the two gaps around the entry goes with it.
    while (blank := re.compile(r"[ \t]*\r?\n").match(document.text, end)) and document.text[:start].endswith(
        ("\n\n", "\r\n\r\n")
    ):
        end = blank.end()
    _replace(document, document.text[:start] + document.text[end:], known[:index] + known[index + 1 :])
    return str(known[index].get("url", ""))


def _open(path: Path) -> Document:
    document = Document(path)
    problem = document.read()
    if problem is not None:
        raise ConfigError(problem)
    return document


def _entries(document: Document) -> list[dict[str, Any]]:
    entries = document.data.get("feed", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(
            Problem(
                document.file, document.line(["feed"]), "feed", "write [[feed]], in double brackets, above each feed"
            )
        )
    if entries and "[[feed]]" not in re.sub(r"[ \t]", "", document.text):
        raise ConfigError(
            Problem(
                document.file,
                document.line(["feed"]),
                "feed",
                "write the feeds as [[feed]] entries; a list in one line is not edited",
            )
        )
    return entries


def _basic_string(value: str) -> str:
    # JSON's escapes are a subset of TOML's but for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _replace(document: Document, text: str, expected: list[dict[str, Any]]) -> None:
    wanted = {**document.data, "feed": expected}
    if not expected:
        del wanted["feed"]
    try:
        meant = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        meant = {"error": str(error)}
    if meant != wanted:
        raise ConfigError(
            Problem(
                document.file, None, None, "this file is written in a way that is not safe to edit; change it by hand"
            )
        )
    import tempfile  # brings shutil and the compressors with it: not at every start

    target = document.path.resolve()  # through a symbolic link, which stays
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o7777 if target.exists() else 0o644)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
