"""The demo's script: outlets, articles and steps from the package's data, checked when loaded.

Every article lies beside what a careful reader finds in it, in the terms of meeting reports; every step beside the
changes that follow. The program under demonstration never sees these expectations: only tests read them.
"""

from __future__ import annotations

import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, Self

from pydantic import AwareDatetime, Field, ValidationError, field_validator, model_validator

from domain.reports import Format, Previous, Status, Value, When, Where


class ScenarioError(ValueError):
    """The packaged data of the scenario do not fit together; names the file and what is wrong."""


class Outlet(Value):
    """An invented newspaper or agency with one feed."""

    key: str
    name: str
    feed_title: str
    format: Literal["rss", "atom"]
    content: Literal["full", "teaser"]
    language: str


class ExpectedReport(Value):
    """What a careful reader finds in an article. ``debatable`` names the fields that can be argued about."""

    parties: tuple[str, ...]
    status: Status
    when: When | None = None
    where: Where | None = None
    format: Format = Format.UNKNOWN
    previous: Previous | None = None
    debatable: tuple[str, ...] = ()


class Article(Value):
    """One revision of an article as an outlet publishes it. A revision has the key, address and GUID of its first."""

    key: str
    slug: str
    revision: int
    outlet: str
    published: AwareDatetime
    updated: AwareDatetime | None = None
    title: str
    summary: str = ""
    blocks: tuple[str, ...]
    page: Literal["article", "consent"] = "article"
    reports: tuple[ExpectedReport, ...] = ()

    @property
    def path(self) -> str:
        """Of its page, on the scenario's server."""
        day = self.published
        return f"/{self.outlet}/{day:%Y/%m/%d}/{self.slug}"

    @property
    def changed_at(self) -> datetime:
        return self.updated or self.published


class ExpectedChange(Value):
    """A change that a step must bring; fields that are not given are not compared."""

    kind: str
    parties: tuple[str, ...]
    status: Status
    start: date | None = None
    city: str | None = None


class Step(Value):
    """A moment at which the world, as far as feeds show it, has moved on."""

    number: int = Field(ge=1)
    at: AwareDatetime
    title: str
    publish: tuple[Article, ...]
    broken: tuple[str, ...] = Field(default=(), description="Outlets whose feed is no feed any more from here on.")
    changes: tuple[ExpectedChange, ...]


class ExpectedMeeting(Value):
    """A meeting that is known when the scenario is over."""

    parties: tuple[str, ...]
    status: Status
    when: When | None = None
    where: Where | None = None
    format: Format | None = Field(default=None, description="Compared where given.")


class Scenario(Value):
    outlets: tuple[Outlet, ...]
    steps: tuple[Step, ...]
    meetings: tuple[ExpectedMeeting, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        times = [step.at for step in self.steps]
        if times != sorted(set(times)):
            raise ValueError("the steps are not in order of time")
        names = {outlet.key for outlet in self.outlets}
        for step in self.steps:
            for article in step.publish:
                if article.outlet not in names:
                    raise ValueError(f"{article.key}: there is no outlet {article.outlet}")
                if article.changed_at > step.at:
                    raise ValueError(f"{article.key} is dated after step {step.number}, at which it appears")
            if unknown := set(step.broken) - names:
                raise ValueError(f"step {step.number} breaks unknown feeds: {sorted(unknown)}")
        return self

    @classmethod
    def load(cls) -> Scenario:
        """The scenario that ships with Parley. Raises ``ScenarioError`` where its files contradict each other."""
        return _load(files("worker.demo") / "data")

    @property
    def articles(self) -> Iterator[Article]:
        """All revisions in order of appearance."""
        for step in self.steps:
            yield from step.publish

    def expected_status(self) -> tuple[ExpectedMeeting, ...]:
        """The meetings at the end, by their first day."""
        return self.meetings

    def expected_changes(self, step: int) -> tuple[ExpectedChange, ...]:
        """What step number ``step`` (from 1) must bring; may come in any order."""
        return self.steps[step - 1].changes

    def current(self, outlet: str, step: int) -> list[Article]:
        """The newest revisions of all that ``outlet`` has put into its feed by ``step``, newest publication first."""
        newest: dict[str, Article] = {}
        for earlier in self.steps[:step]:
            for article in earlier.publish:
                if article.outlet == outlet:
                    newest[article.path] = article
        return sorted(newest.values(), key=lambda a: (a.published, a.slug), reverse=True)

    def broken(self, outlet: str, step: int) -> bool:
        return any(outlet in earlier.broken for earlier in self.steps[:step])


# --- loading --------------------------------------------------------------------------------------------------------


class _ArticleFile(Value):
    """An article as its file has it: whole, a copy of another one's text, or a revision of an earlier one."""

    outlet: str | None = None
    published: AwareDatetime | None = None
    title: str
    summary: str = ""
    body: str | None = None
    page: Literal["article", "consent"] = "article"
    copy_of: str | None = None
    before: str = ""
    after: str = ""
    revises: str | None = None
    updated: AwareDatetime | None = None
    reports: tuple[ExpectedReport, ...] = ()

    @field_validator("body", "before", "after")
    @classmethod
    def _stripped(cls, value: str | None) -> str | None:
        return None if value is None else value.strip()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.body is None) == (self.copy_of is None):
            raise ValueError("an article has either a body or copy_of")
        if self.copy_of is not None and self.reports:
            raise ValueError("a copy has the reports of what it copies; give none")
        if self.revises is None and (self.outlet is None or self.published is None):
            raise ValueError("an article needs an outlet and a publication time")
        if (self.revises is None) != (self.updated is None):
            raise ValueError("a revision, and only a revision, says when it was updated")
        return self


def _blocks(text: str) -> tuple[str, ...]:
    return tuple(" ".join(block.split()) for block in text.split("\n\n") if block.strip())


def _toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{path.name}: {error}") from error


def _load(data: Traversable) -> Scenario:
    place = "outlets.toml"
    try:
        outlets = [Outlet(key=key, **entry) for key, entry in _toml(data / place).items()]
        sources: dict[str, _ArticleFile] = {}
        for file in sorted((data / "articles").iterdir(), key=lambda f: f.name):
            if file.name.endswith(".toml"):
                place = file.name
                sources[file.name.removesuffix(".toml")] = _ArticleFile.model_validate(_toml(file))
        articles = {}
        for key in sources:
            place = f"{key}.toml"
            articles[key] = _article(key, sources)
        place = "steps.toml"
        steps = [
            Step(number=number, **{**entry, "publish": [articles[key] for key in entry["publish"]]})
            for number, entry in enumerate(_toml(data / place)["step"], start=1)
        ]
        place = "expected.toml"
        meetings = [ExpectedMeeting.model_validate(entry) for entry in _toml(data / place)["meeting"]]
        place = "the scenario"
        scenario = Scenario(outlets=tuple(outlets), steps=tuple(steps), meetings=tuple(meetings))
    except KeyError as error:
        raise ScenarioError(f"{place} names {error}, which does not exist") from error
    except ValidationError as error:
        raise ScenarioError(f"{place}: {error}") from error
    if unused := set(articles) - {article.key for article in scenario.articles}:
        raise ScenarioError(f"articles that appear at no step: {', '.join(sorted(unused))}")
    return scenario


def _article(key: str, sources: Mapping[str, _ArticleFile]) -> Article:
    source = sources[key]
    text = sources[source.copy_of] if source.copy_of is not None else source
    first = sources[source.revises] if source.revises is not None else source
    first_key = source.revises or key
    assert first.outlet is not None
    assert first.published is not None
    day_and_outlet = f"{first_key[:10]}-{first.outlet}-"
    return Article(
        key=key,
        slug=first_key.removeprefix(day_and_outlet),
        revision=1 if source.revises is None else 2,
        outlet=first.outlet,
        published=first.published,
        updated=source.updated,
        title=source.title,
        summary=source.summary,
        blocks=(*_blocks(source.before), *_blocks(text.body or ""), *_blocks(source.after)),
        page=source.page,
        reports=text.reports,
    )


# --- time -----------------------------------------------------------------------------------------------------------


@dataclass
class ScenarioClock:
    """``worker.clock.Clock`` in the scenario's time.

    Stands still at the step's time, or, with ``rate``, runs on from there that many times as fast as the wall clock,
    so that waits of seconds (spacing, retries) pass. Never goes back, whatever happens to the wall clock.
    """

    start: datetime
    rate: float = 0.0
    _set_at: float = field(init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _base: datetime = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError("a clock needs an aware time to start from")
        self._base = self.start.astimezone(UTC)
        self._set_at = time.monotonic()

    def now(self) -> datetime:
        with self._lock:
            return self._base + timedelta(seconds=(time.monotonic() - self._set_at) * self.rate)

    def move_to(self, instant: datetime) -> None:
        """Go to ``instant``; a moment that has passed already leaves the clock where it is."""
        now = self.now()
        with self._lock:
            self._base = max(instant.astimezone(UTC), now)
            self._set_at = time.monotonic()


__all__ = [
    "Article",
    "ExpectedChange",
    "ExpectedMeeting",
    "ExpectedReport",
    "Outlet",
    "Scenario",
    "ScenarioClock",
    "ScenarioError",
    "Step",
]
