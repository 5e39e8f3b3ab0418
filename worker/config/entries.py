"""The lists an operator keeps: feeds, watches, hooks. One wrong entry never costs the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from worker.config.document import Document
from worker.config.problems import Problem, dotted, in_words, nearest
from worker.settings import Duration

if TYPE_CHECKING:
    from domain.alerts import Hook
    from domain.watches import Watch

FEEDS_FILE = "feeds.toml"
WATCHES_FILE = "watches.toml"
ALERTS_FILE = "alerts.toml"


class Feed(BaseModel):
    """One feed of ``feeds.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        min_length=1, max_length=120, description="Short and stable: the feed's identity in the database."
    )
    url: str = Field(description="Its address, http or https.")
    title: str = Field("", description="As shown to people; the name where it is empty.")
    outlet: str = Field("", description="Who publishes it, as shown beside articles; the title where it is empty.")
    interval: Duration | None = Field(
        None, description="Fixed time between polls; left out, the feed finds its own rhythm."
    )
    language: str | None = Field(
        None, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="BCP 47 tag, for people: en, de, fr."
    )
    fetch_page: Literal["auto", "always", "never"] | None = Field(
        None, description="Whether article pages are fetched; left out, as reading.fetch_pages says."
    )
    enabled: bool = Field(True, description="false keeps the entry and stops polling.")

    @field_validator("name")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", value):
            meant = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
            raise ValueError(
                f'"{value}" is no name' + (f'; write "{meant}"' if meant else "; use a-z, 0-9 and hyphens")
            )
        return value

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#]+[^\s]*", value):
            meant = value if "://" in value else f"https://{value.lstrip('/')}"
            hint = f'; write "{meant}"' if meant != value and re.fullmatch(r"https://[\w.-]+\.\w+\S*", meant) else ""
            raise ValueError(f'"{value}" is no web address{hint}')
        return value

    @property
    def label(self) -> str:
        return self.title or self.name


Entry = TypeVar("Entry", bound=BaseModel)


def load_entries(
    path: Path,
    table: str,
    get_model: Callable[[], type[Entry]],
    problems: list[Problem],
    *,
    unique: Sequence[str] = ("name",),
    keep_with_unknown_keys: bool = False,
) -> tuple[Entry, ...]:
    """The ``[[table]]`` entries of a file; wrong ones are reported and left out.

    ``keep_with_unknown_keys`` loads an entry without the keys that are unknown. Right for a feed; wrong for a filter,
    where a mistyped condition must not silently widen what is sent to people. ``get_model`` imports the model only when
    there is an entry to check: commands that have nothing to do with alerts start quicker.
    """
    document = Document(path)
    unusable = document.read()
    if unusable is not None:
        problems.append(unusable)
        return ()
    if not document.data:
        return ()
    for key in document.data:
        if key != table:
            problems.append(
                Problem(
                    document.file,
                    document.line([key]),
                    key,
                    f"{key}: unknown key, ignored; this file holds [[{table}]] entries",
                    f"[[{table}]]" if nearest(key, [table]) else None,
                )
            )
    entries = document.data.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.append(
            Problem(
                document.file,
                document.line([table]),
                table,
                f"write [[{table}]], in double brackets, above each {table}",
            )
        )
        return ()

    model = get_model()
    found: list[Entry] = []
    seen: dict[tuple[str, Any], str] = {}
    for index, entry in enumerate(entries):
        label = f'{table} "{entry["name"]}"' if isinstance(entry.get("name"), str) else f"{table} number {index + 1}"

        def report(
            path: Sequence[str | int],
            message: str,
            suggestion: str | None = None,
            index: int = index,
            label: str = label,
        ) -> None:
            place = (table, index, *path)
            problems.append(
                Problem(document.file, document.line(place), dotted(place), f"{label}: {message}", suggestion)
            )

        if keep_with_unknown_keys:
            for key in [key for key in entry if key not in model.model_fields]:
                report([key], f"{key}: unknown key, ignored", nearest(key, model.model_fields))
                del entry[key]
        try:
            made = model.model_validate(entry)
        except ValidationError as failure:
            _report_entry(failure, entry, table, model, report)
            continue
        taken = [(key, getattr(made, key)) for key in unique if (key, getattr(made, key)) in seen]
        if taken:
            key, value = taken[0]
            report([key], f'{key} "{value}" is used by {seen[taken[0]]} already; the {table} is left out')
            continue
        for key in unique:
            seen[(key, getattr(made, key))] = label
        found.append(made)
    return tuple(found)


def _report_entry(
    failure: ValidationError, entry: dict[str, Any], table: str, model: type[BaseModel], report: Any
) -> None:
    told: set[str] = set()
    for error in failure.errors(include_url=False):
        # Branches of unions show up in the path as names that are no keys of the entry; the path ends before them.
        place: list[str | int] = []
        value: Any = entry
        for part in error["loc"]:
            if isinstance(value, dict) and isinstance(part, str) and (part in value or error["type"] == "missing"):
                place.append(part)
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                place.append(part)
                value = value[part]
            else:
                break
        name = dotted(place)
        if name in told:
            continue
        told.add(name)
        if error["type"] == "extra_forbidden":
            known: Iterable[str] = model.model_fields
            for part in place[:-1]:
                annotation = (
                    model.model_fields[part].annotation
                    if isinstance(part, str) and part in model.model_fields
                    else None
                )
                known = (
                    annotation.model_fields
                    if isinstance(annotation, type) and issubclass(annotation, BaseModel)
                    else ()
                )
            report(place, f"{name}: unknown key; the {table} is left out", nearest(str(place[-1]), known))
            continue
        phrase, suggestion = in_words(error, value)
        if not place:  # said of the entry as a whole
            phrase = phrase.removeprefix("is wrong: ")
        report(place, f"{name} {phrase}; the {table} is left out".lstrip(), suggestion)


def load_feeds(path: Path, problems: list[Problem]) -> tuple[Feed, ...]:
    return load_entries(path, "feed", lambda: Feed, problems, unique=("name", "url"), keep_with_unknown_keys=True)


def wrong_feeds(path: Path, problems: Sequence[Problem], feeds: Sequence[Feed]) -> frozenset[str] | None:
    """The names of feeds that stand in the file and are not among ``feeds``, because their entries are wrong, which ``problems``
    says; None where the whole file is. What is wrong is no reason to forget a feed: it is asked as before until it is mended.
    """
    if not problems:
        return frozenset()
    document = Document(path)
    entries = None if document.read() is not None else document.data.get("feed", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return None
    names = {entry["name"] for entry in entries if isinstance(entry.get("name"), str)}
    return frozenset(names - {feed.name for feed in feeds})


def _watch_model() -> type[Watch]:
    from domain.watches import Watch

    return Watch


def _hook_model() -> type[Hook]:
    from domain.alerts import Hook

    return Hook


def load_watches(path: Path, problems: list[Problem]) -> tuple[Watch, ...]:
    return load_entries(path, "watch", _watch_model, problems)


def load_hooks(path: Path, watches: Sequence[Watch], problems: list[Problem]) -> tuple[Hook, ...]:
    hooks = load_entries(path, "hook", _hook_model, problems)
    known = {watch.name for watch in watches}
    good: list[Hook] = []

    def report(hook: Hook, key: str, message: str, near: str | None) -> None:
        document = Document(path)
        document.read()
        index = next(i for i, entry in enumerate(document.data["hook"]) if entry.get("name") == hook.name)
        place = ("hook", index, key)
        problems.append(
            Problem(
                document.file,
                document.line(place),
                dotted(place),
                f'hook "{hook.name}": {message}',
                f'"{near}"' if near else None,
            )
        )

    for hook in hooks:
        if hook.watch is None or hook.watch in known:
            good.append(hook)
            continue
        message = f'there is no watch "{hook.watch}" in {WATCHES_FILE}; the hook is left out'
        report(hook, "watch", message, nearest(hook.watch, known))
    names = {hook.name for hook in good}
    for number, hook in enumerate(good):
        others = names - {hook.name}
        if hook.fallback is None or hook.fallback in others:
            continue
        if hook.fallback == hook.name:
            message = "a hook cannot be its own fallback; it goes without one"
        else:
            message = f'there is no hook "{hook.fallback}" to fall back on; it goes without one'
        report(hook, "fallback", message, nearest(hook.fallback, others))
        good[number] = hook.model_copy(update={"fallback": None})
    return tuple(good)


def wrong_hooks(path: Path, problems: Sequence[Problem], hooks: Sequence[Hook]) -> dict[str, Problem]:
    """Hook → why it is left out, for those that stand in the file and are not among ``hooks``."""
    document = Document(path)
    if not problems or document.read() is not None:
        return {}
    entries = document.data.get("hook", [])
    wrong: dict[str, Problem] = {}
    good = {hook.name for hook in hooks}
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or name in good or name in wrong:
            continue
        place = dotted(("hook", number))
        for problem in problems:
            if problem.file == document.file and (problem.key or "").partition(".")[0] == place:
                wrong[name] = problem
                break
    return wrong


def secret_variables(hooks: Sequence[Hook]) -> frozenset[str]:
    """The variables that hooks take their secrets from (``env:NAME``)."""
    names = (name for hook in hooks for name in hook.secret_names)
    return frozenset(name.removeprefix("env:").strip() for name in names if name.startswith("env:"))
