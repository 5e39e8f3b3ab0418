"""Checks of the configuration that cost too much for every start: those that need the names the reader knows, or look
into templates and services of hooks.

``parley config check`` and the start of ``parley up`` ask them; ``parley status`` does without.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from worker.config.document import Document
from worker.config.entries import ALERTS_FILE, FEEDS_FILE, WATCHES_FILE
from worker.config.problems import Problem, dotted, nearest
from worker.config.sources import CONFIG_DIR_VARIABLE, SETTINGS_FILE

if TYPE_CHECKING:
    from domain.reading.names import Gazetteer
    from worker.config import Config

NAMES_FILE = "names.toml"


def names_file(config: Config) -> Path | None:
    """The operator's own names, where there are any."""
    path = config.config_dir / NAMES_FILE
    return path if path.is_file() else None


def gazetteer(config: Config) -> tuple[Gazetteer, tuple[Problem, ...]]:
    """The names the reader shall know. A wrong ``names.toml`` is reported and left out as a whole: half of somebody's
    additions would be harder to understand than none."""
    from domain.reading.names import Gazetteer, GazetteerError

    path = names_file(config)
    if path is None:
        return Gazetteer.default(), ()
    try:
        return Gazetteer.default(extra=path), ()
    except GazetteerError as error:
        match = re.match(r".*?, line (\d+): ", str(error))
        line = int(match[1]) if match else None
        reason = str(error)[match.end() :] if match else str(error).removeprefix(f"{path}: ")
        return Gazetteer.default(), (Problem(str(path), line, None, f"{reason}; {NAMES_FILE} is left out"),)


def thorough(config: Config, environ: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """What ``load`` did not look at: whether there is anything in the directory, parties in watches and hooks that no article
    can ever name, ``names.toml``, and what will keep hooks from telling."""
    _, problems = gazetteer(config)
    broken = (problem for _, problem in _faults(config, os.environ if environ is None else environ))
    return (*_nothing_there(config), *problems, *_unknown_parties(config), *broken)


def _nothing_there(config: Config) -> Iterator[Problem]:
    files = (SETTINGS_FILE, FEEDS_FILE, WATCHES_FILE, ALERTS_FILE)
    if config.on_disk and not any((config.config_dir / name).exists() for name in (*files, NAMES_FILE)):
        yield Problem(
            str(config.config_dir),
            None,
            None,
            f"there is none of Parley's files in it, so no feed is watched; put {', '.join(files[:-1])} and {files[-1]} there,"
            f" or name another directory with --config or {CONFIG_DIR_VARIABLE}",
        )


def broken_in_words(config: Config) -> dict[str, str]:
    """Hook → what is wrong with it and where, in one sentence without a full stop.

    Where other processes send the alerts, what they find around them (secrets, programs) is theirs to say.
    """
    sends_itself = config.settings.broker.url.startswith("memory:")
    found = broken_hooks(config, os.environ if sends_itself else None)
    return {
        name: "; ".join(
            f"{Path(one.file).name}:{one.line}: " + one.message.removeprefix(f'hook "{name}": ') for one in problems
        )
        for name, problems in found.items()
    }


def broken_hooks(config: Config, environ: Mapping[str, str] | None) -> dict[str, tuple[Problem, ...]]:
    """Hook → what is wrong with it, for those that cannot tell, or not in their own words; those that are left out too."""
    found = {name: [problem] for name, problem in config.wrong_hooks.items()}
    for name, problem in _faults(config, environ):
        found.setdefault(name, []).append(problem)
    return {name: tuple(problems) for name, problems in found.items()}


def _faults(config: Config, environ: Mapping[str, str] | None) -> Iterator[tuple[str, Problem]]:
    if not config.hooks:
        return
    from worker.alerts.channels.check import faults

    document = Document(config.config_dir / ALERTS_FILE)
    document.read()
    written = document.data.get("hook", [])
    for hook in config.hooks:
        index = next((i for i, row in enumerate(written) if row.get("name") == hook.name), None)
        if not hook.enabled:
            continue
        for key, sentence, line_within in faults(hook, environ):
            place = ("hook", index or 0, key)
            line = document.line(place) if index is not None else None
            if line is not None and line_within is not None:
                line += line_within - 1 + _opens_below(document.text, line)
            yield hook.name, Problem(document.file, line, dotted(place), f'hook "{hook.name}": {key}: {sentence}')


def _opens_below(text: str, line: int) -> int:
    """1 where the text of the key on ``line`` begins on the next line, as TOML lets it behind three quotes."""
    written = text.splitlines()[line - 1].rstrip()
    return int(written.endswith(('"""', "'''")) and written.count(written[-3:]) == 1)


def _unknown_parties(config: Config) -> Iterator[Problem]:
    from worker.names import party_names

    names = dict(party_names())
    path = names_file(config)
    if path is not None:
        document = Document(path)
        document.read()
        for row in document.data.get("party", ()):
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                names[row["id"]] = row["id"]
    by_name = {name.upper().replace(" ", "_"): party for party, name in names.items()}
    lists = ((WATCHES_FILE, "watch", config.watches), (ALERTS_FILE, "hook", config.hooks))
    for file, table, entries in lists:
        document = Document(config.config_dir / file)
        document.read()
        written = document.data.get(table, [])
        for entry in entries:
            index = next((i for i, row in enumerate(written) if row.get("name") == entry.name), None)
            for key in ("all", "any", "none"):
                for number, party in enumerate(getattr(entry.parties, key)):
                    if party in names:
                        continue
                    place = (table, index or 0, "parties", key, number)
                    meant = by_name.get(party) or nearest(party, names)
                    yield Problem(
                        document.file,
                        document.line(place) if index is not None else None,
                        dotted(place),
                        f'{table} "{entry.name}": no article can name a party "{party}"',
                        f'"{meant}"' if meant else None,
                    )
