"""The interface every extractor satisfies, and Parley's own deterministic one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from domain.reports import Report


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was seen in one sentence and why it counted or not; for ``parley extract --explain``."""

    start: int
    end: int
    sentence: str
    verdict: str
    """report | merged | background | no-parties | no-meeting | negated | caption | boilerplate | reporting | …"""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that an extractor has to say about one article."""

    reports: tuple[Report, ...]
    language: str
    """BCP 47 primary tag; texts that are not English are recorded as unread with their language, never misread."""
    explanations: tuple[Explanation, ...] = field(default=())


class Extractor(Protocol):
    """Reads one article. Implementations are pure: same arguments, same answer."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def extract(self, text: str, published: date, *, title: str = "", outlet: str | None = None, explain: bool = False) -> Extraction:
        """Return the reports of an article published on ``published`` (in the article's own time zone)."""
        ...


class RuleExtractor:
    """The rule-based reader. Construct once and reuse: construction compiles the name tables."""

    name = "rules"
    version = "1"

    def extract(self, text: str, published: date, *, title: str = "", outlet: str | None = None, explain: bool = False) -> Extraction:
        raise NotImplementedError
