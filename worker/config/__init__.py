"""Finding, reading and checking what an operator configured.

Sources of a setting, the strongest first: ``PARLEY_*`` variables, files named by ``PARLEY_*_FILE`` variables, the secrets
directory, ``parley.toml``, the default. Feeds, watches and hooks come from their own files.

A mistake costs no more than itself: it becomes a ``Problem`` that names file, line and mend; the value or entry is left
out and everything else is used. Only three things stop the program (``ConfigError``): a configuration directory that was
asked for and is not there, a ``parley.toml`` that cannot be read at all, and a wrong value for *where the data are*,
since running on another database than the intended one is worse than not running.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from worker.config.entries import (
    ALERTS_FILE,
    FEEDS_FILE,
    WATCHES_FILE,
    Feed,
    load_feeds,
    load_hooks,
    load_watches,
    secret_variables,
    wrong_feeds,
    wrong_hooks,
)
from worker.config.feeds_file import add_feed, add_feeds, remove_feed
from worker.config.problems import ConfigError, Problem
from worker.config.sources import CONFIG_DIR_VARIABLE, SETTINGS_FILE, load_settings
from worker.config.thorough import broken_in_words, gazetteer, thorough
from worker.settings import OPTIONS, Settings

if TYPE_CHECKING:
    from domain.alerts import Hook
    from domain.watches import Watch

__all__ = [
    "Config",
    "ConfigError",
    "Feed",
    "Problem",
    "add_feed",
    "add_feeds",
    "broken_in_words",
    "effective_settings",
    "find_config_dir",
    "gazetteer",
    "load",
    "remove_feed",
    "thorough",
]


@dataclass(frozen=True)
class Config:
    """Everything an operator decided."""

    settings: Settings
    feeds: tuple[Feed, ...] = ()
    watches: tuple[Watch, ...] = ()
    hooks: tuple[Hook, ...] = ()
    problems: tuple[Problem, ...] = ()
    config_dir: Path = Path("config")
    origins: Mapping[str, str] = field(default_factory=dict)
    """Setting (``database.url``) → where its value came from, for those that are not left at their default."""
    wrong_feeds: frozenset[str] | None = frozenset()
    """Names of feeds whose entries are wrong, and which stay as they were; None where that goes for all of the file."""
    wrong_hooks: Mapping[str, Problem] = field(default_factory=dict)
    """Hook → what is wrong with its entry, for those that are left out of ``hooks`` because of it."""
    on_disk: bool = False
    """It was read from ``config_dir``, so that what is changed there later can be followed."""

    @property
    def project(self) -> Path:
        """What relative paths in the settings start from."""
        return self.config_dir.parent

    def with_settings(self, settings: Settings) -> Config:
        """The same with other settings, where the command line says so."""
        return replace(self, settings=settings)

    def watch(self, name: str) -> Watch | None:
        return next((watch for watch in self.watches if watch.name == name), None)


def find_config_dir(given: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The argument, ``PARLEY_CONFIG_DIR``, ``./config``, or ``config`` beside the program's own tree; else None.

    Raises ``ConfigError`` when a directory that was asked for does not exist.
    """
    asked: Path | None = given
    source = "the command line"
    if asked is None and environ.get(CONFIG_DIR_VARIABLE):
        asked, source = Path(environ[CONFIG_DIR_VARIABLE]).expanduser(), CONFIG_DIR_VARIABLE
    if asked is not None:
        if not asked.is_dir():
            raise ConfigError(
                Problem(str(asked), None, None, f"there is no such configuration directory (it is named by {source})")
            )
        return asked
    here = Path("config")
    if (here / SETTINGS_FILE).is_file() or (here / FEEDS_FILE).is_file():
        return here
    beside = Path(__file__).resolve().parents[2] / "config"
    return beside if (beside / SETTINGS_FILE).is_file() else None


def load(config_dir: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Everything that is configured. Raises ``ConfigError`` only where nothing sensible could be run; see the module."""
    environ = os.environ if environ is None else environ
    problems: list[Problem] = []
    found = find_config_dir(config_dir, environ)
    if found is None:
        settings, origins = load_settings(None, environ, problems)
        advice = f"no configuration directory was found, so no feeds are watched; name one with --config or {CONFIG_DIR_VARIABLE}"
        problems.append(Problem("config", None, None, advice))
        return Config(settings, problems=tuple(problems), origins=origins)
    in_lists: list[Problem] = []
    feeds = load_feeds(found / FEEDS_FILE, in_lists)
    wrong = wrong_feeds(found / FEEDS_FILE, in_lists, feeds)
    watches = load_watches(found / WATCHES_FILE, in_lists)
    hooks = load_hooks(found / ALERTS_FILE, watches, in_lists)
    left_out = wrong_hooks(found / ALERTS_FILE, in_lists, hooks)
    settings, origins = load_settings(found, environ, problems, also_known=secret_variables(hooks))
    return Config(
        settings, feeds, watches, hooks, (*problems, *in_lists), found, origins, wrong, left_out, on_disk=True
    )


def effective_settings(config: Config) -> list[dict[str, Any]]:
    """Every setting in force, for ``parley config show``: name, value, where it comes from, help; secrets hidden."""
    shown = config.settings.redacted()
    return [
        {
            "name": option.key,
            "value": (shown[option.table] if option.table else shown)[option.name],
            "source": config.origins.get(option.key, "default"),
            "variable": option.env,
            "help": option.help,
        }
        for option in OPTIONS
    ]
