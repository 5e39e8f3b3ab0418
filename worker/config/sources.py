"""The values of settings: where they may come from, and which source wins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from worker.config.document import Document
from worker.config.problems import ConfigError, Problem, dotted, in_words, nearest, quoted
from worker.settings import ENV_PREFIX, OPTIONS, TABLES, Option, Settings

SETTINGS_FILE = "parley.toml"

SECRETS_DIR = Path("/run/secrets")
"""Where Docker and Podman mount secrets; another one is named by ``PARLEY_SECRETS_DIR``."""

CONFIG_DIR_VARIABLE = "PARLEY_CONFIG_DIR"
ACTOR_VARIABLE = "PARLEY_ACTOR"
"""Who decides: read by the commands that record a decision of a person, and no setting."""
SECRETS_DIR_VARIABLE = "PARLEY_SECRETS_DIR"

DECIDES_WHERE_DATA_ARE = frozenset({"data_dir", "database", "broker"})
"""Settings and tables of settings that have no harmless default once somebody tried to set them."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A value somebody gave, and where, so that a complaint can point there."""

    value: Any
    origin: str
    file: str
    name: str
    """The key as that source calls it: ``polling.tick`` or ``PARLEY_POLLING_TICK``."""
    document: Document | None = None

    def problem(self, message: str, suggestion: str | None = None) -> Problem:
        line = self.document.line(self.name.split(".")) if self.document else None
        return Problem(self.file, line, self.name, message, suggestion)


def _from_toml(document: Document, problems: list[Problem]) -> dict[Option, _Given]:
    given: dict[Option, _Given] = {}
    known = {option.key: option for option in OPTIONS}

    def take(key: str, value: Any) -> None:
        given[known[key]] = _Given(value, "", document.file, key, document)

    def unknown(path: tuple[str, ...], names: Iterable[str]) -> None:
        near = nearest(path[-1], names)
        if near is None:  # a good key in the wrong table
            near = next((key for key in known if key.rpartition(".")[2] == path[-1]), None)
        problems.append(
            Problem(document.file, document.line(path), dotted(path), f"{dotted(path)}: unknown setting, ignored", near)
        )

    for key, value in document.data.items():
        if key in TABLES:
            if not isinstance(value, dict):
                problems.append(
                    Problem(
                        document.file,
                        document.line([key]),
                        key,
                        f"{key} must be a table, not {quoted(value)}; write [{key}] above its keys; ignored",
                    )
                )
                continue
            names = [option.name for option in OPTIONS if option.table == key]
            for name, inner in value.items():
                if f"{key}.{name}" in known:
                    take(f"{key}.{name}", inner)
                else:
                    unknown((key, name), names)
        elif key in known:
            take(key, value)
        else:
            unknown((key,), [*TABLES, *(option.name for option in OPTIONS if not option.table)])
    return given


def _from_environment(
    environ: Mapping[str, str], problems: list[Problem], also_known: Collection[str]
) -> dict[Option, _Given]:
    """``PARLEY_*`` and ``PARLEY_*_FILE``. An empty variable counts as not given: compose passes unset ones on as empty."""
    by_env = {option.env: option for option in OPTIONS}
    special = (CONFIG_DIR_VARIABLE, SECRETS_DIR_VARIABLE, ACTOR_VARIABLE)
    given: dict[Option, _Given] = {}
    for name in sorted(n for n in environ if n.upper().startswith(ENV_PREFIX)):
        text = environ[name]
        if name in special or name in also_known or not text:
            continue
        if name in by_env:
            option = by_env[name]
            given[option] = _Given(_whole(option, text), name, "environment", name)
            continue
        base = name.removesuffix("_FILE")
        if base != name and base in by_env:
            if environ.get(base):
                problems.append(Problem("environment", None, name, f"{name} is ignored because {base} is given too"))
                continue
            option = by_env[base]
            try:
                content = Path(text).expanduser().read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                reason = (getattr(error, "strerror", None) or "it is not UTF-8 text").lower()
                problem = Problem("environment", None, name, f"{name}: {text} cannot be read: {reason}")
                if option.table in DECIDES_WHERE_DATA_ARE:
                    raise ConfigError(problem) from None
                problems.append(problem)
                continue
            given[option] = _Given(_whole(option, content), f"{name}={text}", text, name)
            continue
        # Without the prefix, which all of them share and which would make anything look alike.
        known = [*by_env, *special, *(f"{env}_FILE" for env in by_env)]
        near = nearest(name[len(ENV_PREFIX) :], [variable.removeprefix(ENV_PREFIX) for variable in known])
        near = ENV_PREFIX + near if near else None
        problems.append(Problem("environment", None, name, f"{name}: unknown variable, ignored", near))
    return given


def _whole(option: Option, text: str) -> Any:
    return int(text) if option.integer and re.fullmatch(r"\s*-?\d+\s*", text) else text


def _from_secrets(environ: Mapping[str, str], problems: list[Problem]) -> dict[Option, _Given]:
    named = environ.get(SECRETS_DIR_VARIABLE)
    directory = Path(named).expanduser() if named else SECRETS_DIR
    if named and not directory.is_dir():
        problems.append(
            Problem("environment", None, SECRETS_DIR_VARIABLE, f"{SECRETS_DIR_VARIABLE}: there is no directory {named}")
        )
    given: dict[Option, _Given] = {}
    by_file = {option.secret_file: option for option in OPTIONS}
    try:
        entries = sorted(entry for entry in directory.iterdir() if entry.name.startswith(ENV_PREFIX.lower()))
    except OSError:
        return given  # no secrets directory is the common case
    for entry in entries:
        option = by_file.get(entry.name)
        if option is None:
            near = nearest(entry.name, by_file)
            problems.append(Problem(str(entry), None, entry.name, "unknown secret, ignored", near))
            continue
        try:
            content = entry.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = (getattr(error, "strerror", None) or "it is not UTF-8 text").lower()
            raise ConfigError(Problem(str(entry), None, option.key, f"this secret cannot be read: {reason}")) from None
        given[option] = _Given(_whole(option, content), str(entry), str(entry), entry.name)
    return given


def _settle(given: Mapping[Option, _Given], problems: list[Problem]) -> tuple[Settings, dict[Option, _Given]]:
    """Validate; a wrong value is reported and taken out, until what remains is right."""
    left = dict(given)
    while True:
        raw: dict[str, Any] = {table: {} for table in TABLES}
        for option, value in left.items():
            (raw[option.table] if option.table else raw)[option.name] = value.value
        try:
            return Settings.model_validate(raw), left
        except ValidationError as failure:
            for error in failure.errors(include_url=False):
                place = [part for part in error["loc"] if isinstance(part, str)]
                blamed = [
                    option
                    for option in left
                    if option.key == ".".join(place[:2]) or (len(place) == 1 and option.table == place[0])
                ]
                for number, option in enumerate(blamed):
                    value = left.pop(option)
                    if number:  # the keys of one table that contradict each other are told once
                        continue
                    phrase, suggestion = in_words(error, value.value)
                    if len(place) == 1 and option.table:
                        problem = value.problem(f"[{option.table}] {phrase}; the defaults are used", suggestion)
                    else:
                        shown = "(secret)" if option.secret else phrase
                        problem = value.problem(f"{value.name} {shown}; the default is used", suggestion)
                    if (option.table or option.name) in DECIDES_WHERE_DATA_ARE:
                        message = problem.message.rpartition(";")[0]
                        raise ConfigError(
                            Problem(problem.file, problem.line, problem.key, message, suggestion)
                        ) from None
                    problems.append(problem)
                if not blamed:
                    raise


def load_settings(
    config_dir: Path | None,
    environ: Mapping[str, str],
    problems: list[Problem],
    *,
    also_known: Collection[str] = (),
) -> tuple[Settings, dict[str, str]]:
    """The settings with absolute paths, and where each given one came from. ``also_known`` are variables that something
    else asks for by name. Raises ``ConfigError``, see the package's docstring."""
    given: dict[Option, _Given] = {}
    if config_dir is not None:
        document = Document(config_dir / SETTINGS_FILE)
        unusable = document.read()
        if unusable is not None:
            raise ConfigError(unusable)
        given |= _from_toml(document, problems)
    given |= _from_secrets(environ, problems)
    given |= _from_environment(environ, problems, also_known)
    settings, used = _settle(given, problems)
    project = config_dir.parent if config_dir is not None else Path()
    origins = {option.key: value.origin or value.file for option, value in used.items()}
    return settings.resolved(project), origins
