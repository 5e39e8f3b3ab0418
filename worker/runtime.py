"""What a running process of Parley holds: configuration, database, clock, reader, HTTP. One per process."""

from __future__ import annotations

import gc
import hashlib
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from worker.clock import Clock, DatabaseClock, SystemClock

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from domain.reading import Extractor
    from domain.watches import Watch
    from worker.alerts.dispatch import Dispatcher
    from worker.config import Config, Feed
    from worker.config.problems import Problem
    from worker.http import Fetcher
    from worker.log.database import Database


SETTLED = 1.0
"""Seconds for which nobody wrote a file before it counts."""


@dataclass
class Runtime:
    config: Config
    clock: Clock = field(default_factory=SystemClock)
    _watches: tuple[Watch, ...] | None = field(default=None, init=False, repr=False)
    _watches_mark: tuple[int, int, int] | None = field(default=None, init=False, repr=False)
    _feeds: tuple[Feed, ...] | None = field(default=None, init=False, repr=False)
    _feeds_mark: tuple[int, int, int] | None = field(default=None, init=False, repr=False)
    _feeds_synced: tuple[int, int, int] | None = field(default=None, init=False, repr=False)
    _wrong_feeds: frozenset[str] | None = field(default=None, init=False, repr=False)
    _following: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @cached_property
    def database(self) -> Database:
        from worker.log.database import Database

        return Database(self.config.settings.database.url)

    @cached_property
    def extractor(self) -> Extractor:
        if _prepared is not None:
            return _prepared
        from domain.reading import RuleExtractor
        from worker.config.thorough import gazetteer, names_file

        # A mistake in the operator's names.toml is reported by `config check` and at the start; the rest is read with.
        extractor = RuleExtractor(gazetteer(self.config)[0])
        extractor.version = f"{extractor.version}.{reader_digest(names_file(self.config))}"
        return extractor

    @cached_property
    def fetcher(self) -> Fetcher:
        from worker.http import Fetcher

        return Fetcher(self.config.settings.fetch_policy())

    @cached_property
    def dispatcher(self) -> Dispatcher:
        from worker.alerts.dispatch import Dispatcher

        return Dispatcher(self)

    @property
    def watches(self) -> tuple[Watch, ...]:
        """The watches as their file says now: a watch is only a view, so a changed file counts at once. A file that cannot
        be read any more leaves the watches as they were."""
        from worker.config.entries import WATCHES_FILE, load_watches
        from worker.logs import log

        path = self.config.config_dir / WATCHES_FILE
        try:
            stat = path.stat()
        except OSError:
            return self._watches if self._watches is not None else self.config.watches
        mark = _mark(stat)
        if mark != self._watches_mark:
            problems: list[Problem] = []
            found = load_watches(path, problems)
            changed = self._watches_mark is not None
            if changed:
                for problem in problems:
                    log.warning("watches.problem", problem=str(problem))
            former = self._watches if self._watches is not None else self.config.watches
            self._watches = found or (former if problems else ())
            self._watches_mark = mark
            if changed:
                log.info("watches.changed", watches=len(self._watches))
        assert self._watches is not None
        return self._watches

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds as their file says now, where they come from one. A file that cannot be read any more leaves them as they were, and so does one that
        somebody is just writing; an entry that is wrong costs that feed alone."""
        with self._following:
            self._look_at_feeds()
            return self.config.feeds if self._feeds is None else self._feeds

    def follow_feeds(self) -> bool:
        """Bring the database in line with ``feeds.toml`` where that was changed since this process last did so; whether it was.
        Of several processes each does, which changes nothing the second time."""
        from worker.feeds import registry

        with self._following:
            self._look_at_feeds()
            mark = self._feeds_mark
            if mark is None or mark == self._feeds_synced:
                return False
            feeds, wrong = self._feeds or (), self._wrong_feeds
            policy = self.config.settings.poll_policy()
            now = self.clock.now()
            self.database.transact(lambda conn: registry.sync(conn, feeds, now, policy, wrong=wrong))
            self._feeds_synced = mark
            return True

    def _look_at_feeds(self) -> None:
        from worker.config.entries import FEEDS_FILE, load_feeds, wrong_feeds
        from worker.logs import log

        if not self.config.on_disk:
            return
        path = self.config.config_dir / FEEDS_FILE
        try:
            stat = path.stat()
        except OSError:
            return
        mark = _mark(stat)
        # Half of a file can be valid and would switch the other half off: wait until nobody writes it any more.
        if mark == self._feeds_mark or 0 <= SystemClock().now().timestamp() - stat.st_mtime < SETTLED:
            return
        problems: list[Problem] = []
        found = load_feeds(path, problems)
        wrong = wrong_feeds(path, problems, found)
        former = self.config.feeds if self._feeds is None else self._feeds
        if self._feeds_mark is not None or found != former:
            for problem in problems:
                log.warning("feeds.problem", problem=str(problem))
            log.info("feeds.changed", feeds=len(former if wrong is None else found))
        self._feeds = former if wrong is None else found
        self._wrong_feeds = wrong
        self._feeds_mark = mark

    def close(self) -> None:
        if "dispatcher" in self.__dict__:
            self.dispatcher.close()
        if "database" in self.__dict__:
            self.database.dispose()


def _mark(stat: os.stat_result) -> tuple[int, int, int]:
    """What tells a file from what it was before."""
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def reader_digest(names: Path | None) -> str:
    """Eight hexadecimal digits for what the reader is made of: its rules, its tables and the operator's own names. Part of
    the version in ``ArticleRead``, so that the log knows exactly which reader read an article, and ``parley reread`` which
    articles another one has read."""
    digest = hashlib.sha256()
    for name, content in sorted(_files(files("domain") / "reading")):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    if names is not None:
        digest.update(names.read_bytes())
    return digest.hexdigest()[:8]


def _files(folder: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif entry.name.endswith((".py", ".tsv")):
            yield name, entry.read_bytes()


_current: Runtime | None = None
_lock = threading.Lock()


def install(runtime: Runtime | None) -> None:
    """Make ``runtime`` the one that tasks of this process use."""
    global _current  # noqa: PLW0603 - one per process is the point
    with _lock:
        _current = runtime


def current() -> Runtime:
    """The process's runtime; built from the configuration on first use."""
    global _current  # noqa: PLW0603
    with _lock:
        if _current is None:
            _current = from_environment()
        return _current


_prepared: Extractor | None = None
"""The reader, made before the processes were forked that read with it."""


def prepare_reading(runtime: Runtime) -> None:
    """Make the reader, and load what recording needs, in the parent of the processes that will read: they share its memory
    then, and are ready at once when they are renewed. To be called once, before the first fork."""
    global _prepared  # noqa: PLW0603
    for needed in (
        "domain.talks.decide",
        "domain.talks.evolve",
        "worker.alerts.outbox",
        "worker.pages.fetch",
        "worker.pipeline",
    ):
        import_module(needed)
    _prepared = runtime.extractor
    # What is there now stays: it need not be looked through for garbage, which would write into every page that is shared.
    gc.collect()
    gc.freeze()


def from_environment(config_dir: Path | None = None, environ: Mapping[str, str] | None = None) -> Runtime:
    """A runtime for one of many processes, with the clock that they share."""
    from worker.config import load

    runtime = Runtime(load(config_dir, os.environ if environ is None else environ))
    runtime.clock = DatabaseClock(runtime.database)
    return runtime


def installed() -> Runtime | None:
    """The runtime of this process, if one was built already."""
    return _current
