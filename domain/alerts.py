"""Which change concerns which hook. What a hook is then told stands in ``domain.messages``.

Pure: the worker resolves secrets, keeps the outbox and talks to the world.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from pydantic import Field, field_validator

from domain.events import CHANGE_KINDS, MeetingChange, MeetingFacts
from domain.reports import Status, Value
from domain.targets import Target
from domain.watches import Certainty, Parties, checked_name


class Verdict(Value):
    """Whether a change goes to a hook, and if not, why not: shown to people who miss an alert."""

    send: bool
    reason: str | None = None


SEND = Verdict(send=True)


class Hook(Target):
    """Somebody who wants to be told of changes. All filters must pass; one that is not given always does."""

    name: str = Field(min_length=1, max_length=120, description="Short and stable: a-z, 0-9 and hyphens.")
    enabled: bool = Field(default=True, description="false: nothing is queued for this hook.")
    watch: str | None = Field(default=None, description="Only meetings of the watch of this name.")
    parties: Parties = Field(default=Parties(), description="Only meetings of these parties: all, any, none.")
    kinds: tuple[str, ...] = Field(
        default=(), description=f"Only these kinds of change; all where empty. Kinds: {', '.join(CHANGE_KINDS)}."
    )
    statuses: tuple[Status, ...] = Field(default=(), description="Only changes that end in one of these statuses.")
    min_certainty: Certainty = Field(
        default="proposed", description="tentative leaves out mere proposals, scheduled also what is only expected."
    )
    lead_days: int | None = Field(
        default=None, ge=0, le=3650, description="Only meetings that begin within so many days, or have begun."
    )
    horizon_days: float = Field(
        default=3,
        gt=0,
        le=3650,
        description="News that was published longer ago is recorded, not sent: late articles and re-reading flood nobody.",
    )

    @field_validator("name")
    @classmethod
    def _slug(cls, value: str) -> str:
        return checked_name(value)

    @field_validator("kinds")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for kind in value:
            if kind not in CHANGE_KINDS:
                raise ValueError(f'"{kind}" is no kind of change; kinds are {", ".join(CHANGE_KINDS)}')
        return value

    def wants(
        self, change: MeetingChange, matched_watches: Collection[str], now: datetime, *, told_before: bool = False
    ) -> Verdict:
        """Judge ``change``. ``matched_watches`` are the names of the watches that it concerns (``Watch.concerns``).
        ``told_before``: a person put right what this hook was told, so that it hears of it however old the article is.

        Facts before and after both count for parties and certainty: who is told of firm meetings is also told when one
        becomes doubtful. The age of the news is judged last, so that its reason is given only for what would else go out.
        """
        facts = [f for f in (change.after, change.before) if f is not None]
        if not self.enabled:
            return _skip("the hook is switched off")
        if self.kinds and change.kind not in self.kinds:
            return _skip(f"{change.kind} is not among the hook's kinds")
        if self.watch is not None and self.watch not in matched_watches:
            return _skip(f'outside the watch "{self.watch}"')
        if not any(self.parties.admits(f.parties) for f in facts):
            return _skip("other parties")
        if self.statuses and facts and facts[0].status not in self.statuses:
            return _skip(f"{facts[0].status} is not among the hook's statuses")
        if all(f.status.firmness < Status(self.min_certainty).firmness for f in facts):
            return _skip(f"less certain than {self.min_certainty}")
        if self.lead_days is not None and not _near(facts, now, self.lead_days):
            return _skip(f"not within {self.lead_days} days")
        if told_before:
            return SEND
        if change.article is not None and now - change.article.published_at > timedelta(days=self.horizon_days):
            return _skip(f"published {change.article.published_at:%Y-%m-%d}, before the hook's horizon")
        return SEND


def _skip(reason: str) -> Verdict:
    return Verdict(send=False, reason=reason)


def _near(facts: Iterable[MeetingFacts], now: datetime, days: int) -> bool:
    limit = now.date() + timedelta(days=days)
    return any(f.when is not None and f.when.start <= limit for f in facts)
