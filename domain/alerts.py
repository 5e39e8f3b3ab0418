"""Which change concerns which hook. What a hook is then told stands in ``domain.messages``.

Pure: the worker resolves secrets, keeps the outbox and talks to the world.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from domain.facts import CHANGE_KINDS, MeetingFacts
from domain.reports import Status, Value
from domain.rhythm import DigestTime, QuietHours, RateLimit, Wait, quiet_until, zone
from domain.targets import Target
from domain.watches import Certainty, Parties, checked_name

if TYPE_CHECKING:
    from domain.events import MeetingChange

MachineNotice = Literal[
    "feed_stale", "feed_retired", "inbox_deep", "article_quarantined", "log_verification_failed", "hook_dead"
]
"""What hooks can be told of Parley's own state."""

MACHINE_NOTICES: tuple[MachineNotice, ...] = get_args(MachineNotice)


class Verdict(Value):
    """Whether a change goes to a hook, and if not, why not: shown to people who miss an alert."""

    send: bool
    reason: str | None = None
    wait: bool = False
    """True where only further voices are lacking: it is told when they speak."""


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
    min_voices: int = Field(
        default=1,
        ge=1,
        le=20,
        description="Only what so many independent voices say; what one says alone is told once another says it too.",
    )
    corroborated_at: tuple[int, ...] = Field(
        default=(),
        description="Told again of what it was told once so many independent voices say it: 2, or [2, 5]. Never where empty.",
    )
    timezone: str = Field(default="UTC", description="In which quiet hours and digests are meant: Europe/Berlin.")
    quiet: QuietHours = Field(
        default=(),
        description="Nothing is sent meanwhile; what came in is told together afterwards: 22:00-07:00, sat-sun 00:00-24:00.",
    )
    group: Wait = Field(
        default=timedelta(0),
        ge=timedelta(0),
        le=timedelta(days=1),
        description="What comes in within so long after a first change is told in one message: 30s, 5m.",
    )
    group_by: Literal["hook", "watch", "meeting"] = Field(
        default="hook",
        description="What may stand in one message: everything, changes of one watch, or of one meeting.",
    )
    digest: DigestTime = Field(
        default=None, description='One message at a time of day: "daily 08:00", "weekdays 08:00", "monday 08:00".'
    )
    rate: RateLimit = Field(
        default=None, description='At most so many messages: "20/1h". What exceeds it is told together afterwards.'
    )
    concurrency: int = Field(
        default=4, ge=1, le=32, description="Messages under way at once; of one meeting never more than one."
    )
    machine: tuple[MachineNotice, ...] = Field(
        default=(), description=f"Told of Parley's own state, beginning and end: {', '.join(MACHINE_NOTICES)}."
    )
    changes: bool = Field(default=True, description="false: only told of what machine names.")
    fallback: str | None = Field(default=None, description="The hook that is told when this one is dead.")

    @field_validator("name")
    @classmethod
    def _slug(cls, value: str) -> str:
        return checked_name(value)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        zone(value)
        return value

    @field_validator("corroborated_at", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("corroborated_at")
    @classmethod
    def _more_than_one(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        for count in value:
            if not 2 <= count <= 100:
                raise ValueError(
                    f"{count} is no number of voices that corroborates; write 2 to 100, or several: [2, 5]"
                )
        return tuple(sorted(set(value)))

    @field_validator("kinds")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for kind in value:
            if kind not in CHANGE_KINDS:
                raise ValueError(f'"{kind}" is no kind of change; kinds are {", ".join(CHANGE_KINDS)}')
        return value

    @model_validator(mode="after")
    def _after_the_first(self) -> Self:
        if self.corroborated_at and self.corroborated_at[0] <= self.min_voices:
            raise ValueError(
                f"corroborated_at = {self.corroborated_at[0]} is reached when the hook is first told, with min_voices = "
                f"{self.min_voices}; write more voices"
            )
        return self

    @model_validator(mode="after")
    def _one_rhythm(self) -> Self:
        if self.digest is not None and self.group:
            raise ValueError("a digest gathers everything up to its time; take group out")
        return self

    # --- when ---------------------------------------------------------------------------------------------------------

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.timezone)

    @property
    def gathers(self) -> bool:
        """True where changes wait for others, to be told together."""
        return self.digest is not None or bool(self.group)

    def quiet_until(self, now: datetime) -> datetime | None:
        """When the quiet hours that ``now`` lies in are over; None outside of them."""
        return quiet_until(self.quiet, now, self.zone) if self.quiet else None

    def due(self, now: datetime) -> tuple[datetime, str | None]:
        """When a change of now is to be told, and what it is held back by until then, if it is: digest, group or quiet."""
        at, held = now, None
        if self.digest is not None:
            at, held = self.digest.after(now, self.zone), "digest"
        elif self.group:
            at, held = now + self.group, "group"
        quiet = self.quiet_until(at)
        if quiet is None:
            return at, held
        return quiet, held or "quiet"

    # --- again --------------------------------------------------------------------------------------------------------

    def corroborated(self, before: int, after: int) -> bool:
        """Whether it is told again where ``after`` independent voices say what ``before`` of them said."""
        return any(before < count <= after for count in self.corroborated_at)

    # --- whether ------------------------------------------------------------------------------------------------------

    def wants(
        self,
        change: MeetingChange,
        matched_watches: Collection[str],
        now: datetime,
        *,
        told_before: bool = False,
        voices: int | None = None,
    ) -> Verdict:
        """Judge ``change``. ``matched_watches`` are the names of the watches that it concerns (``Watch.concerns``).
        ``told_before``: a person put right what this hook was told, so that it hears of it however old the article is.
        ``voices`` say what the change tells (``domain.talks.support.voices``); None where nobody counted them.

        Facts before and after both count for parties and certainty: who is told of firm meetings is also told when one
        becomes doubtful. The age of the news is judged last, so that its reason is given only for what would else go out.
        """
        facts = [f for f in (change.after, change.before) if f is not None]
        if not self.enabled:
            return _skip("the hook is switched off")
        if not self.changes:
            return _skip("the hook is told of Parley's own state only")
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
        if voices is not None and voices < self.min_voices:
            return Verdict(send=False, reason=f"{voices} of {self.min_voices} voices so far", wait=True)
        return SEND


def _skip(reason: str) -> Verdict:
    return Verdict(send=False, reason=reason)


def _near(facts: Iterable[MeetingFacts], now: datetime, days: int) -> bool:
    limit = now.date() + timedelta(days=days)
    return any(f.when is not None and f.when.start <= limit for f in facts)
