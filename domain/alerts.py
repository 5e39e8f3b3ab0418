"""Which change concerns which hook, and what a hook is told.

Pure: the worker resolves secrets, keeps the outbox and talks to the world. The body of an alert is a CloudEvents 1.0
event in structured JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md), kept under the 20 kB that
Standard Webhooks recommends as an upper bound for payloads.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from domain.events import CHANGE_KINDS, ArticleRef, MeetingChange, MeetingFacts, Recorded
from domain.reports import Evidence, Status, Value
from domain.talks.model import MeetingView
from domain.watches import Certainty, Parties, checked_name

MAX_BODY_BYTES = 20_000
"""Standard Webhooks, "Payload size": keep it below 20 kB, or receivers and their gateways start to refuse."""

SECRET_PREFIX = "whsec_"

HookKind = Literal["webhook", "log"]


class Verdict(Value):
    """Whether a change goes to a hook, and if not, why not: shown to people who miss an alert."""

    send: bool
    reason: str | None = None


SEND = Verdict(send=True)


def decode_secret(secret: str) -> bytes:
    """The key bytes of a Standard Webhooks secret, ``whsec_`` and base64. Raises ``ValueError`` with a sentence that does
    not repeat the secret."""
    if not secret.startswith(SECRET_PREFIX):
        raise ValueError(f'a secret starts with "{SECRET_PREFIX}", followed by 24 to 64 random bytes in base64')
    encoded = secret.removeprefix(SECRET_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f'what follows "{SECRET_PREFIX}" is not base64') from None
    if not 24 <= len(key) <= 64:
        raise ValueError(f"the secret holds {len(key)} bytes; Standard Webhooks asks for 24 to 64")
    return key


class Hook(Value):
    """Somebody who wants to be told of changes. All filters must pass; one that is not given always does."""

    name: str = Field(min_length=1, max_length=120, description="Short and stable: a-z, 0-9 and hyphens.")
    kind: HookKind = Field(description="webhook: a signed HTTP POST. log: a line in Parley's own log.")
    url: str | None = Field(default=None, description="Where a webhook is sent to, http or https.")
    secrets: tuple[SecretStr, ...] = Field(
        default=(),
        description="Keys of the signatures: whsec_…, or env:NAME, or file:PATH (a bare name is looked for among the "
        "container's secrets). Several during a rotation; every one of them signs.",
    )
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
    allow_private: bool = Field(
        default=False, description="Whether this webhook's host may be at a private or local address."
    )

    @field_validator("name")
    @classmethod
    def _slug(cls, value: str) -> str:
        return checked_name(value)

    @field_validator("url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError("the url of a hook starts with https:// (or http://) and a host")
        return value

    @field_validator("secrets")
    @classmethod
    def _keys(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for secret in value:
            scheme, colon, rest = secret.get_secret_value().partition(":")
            if colon and scheme in ("env", "file"):
                if not rest.strip():
                    raise ValueError(f"{scheme}: names no {'variable' if scheme == 'env' else 'file'}")
            else:
                decode_secret(secret.get_secret_value())
        return value

    @field_validator("kinds")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for kind in value:
            if kind not in CHANGE_KINDS:
                raise ValueError(f'"{kind}" is no kind of change; kinds are {", ".join(CHANGE_KINDS)}')
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "webhook":
            if self.url is None:
                raise ValueError("a webhook needs a url")
            if not self.secrets:
                raise ValueError("a webhook needs a secret: whsec_ and what `openssl rand -base64 32` prints")
        return self

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


# --- the body -------------------------------------------------------------------------------------------------------

TYPE_PREFIX = "org.parley.meeting."
DEFAULT_SOURCE = "urn:parley"


def cloud_event(
    recorded: Recorded, view: MeetingView | None, *, sentence: str, source: str = DEFAULT_SOURCE
) -> dict[str, Any]:
    """The alert for a recorded change as a CloudEvents 1.0 object.

    ``id`` is the change's event id, so ``source`` + ``id`` name the occurrence however often it is sent. ``view`` is the
    meeting as it stands when the alert is sent, which may be newer than ``after``; null once it is withdrawn.
    Raises ``TypeError`` for an event that is no change of a meeting.
    """
    change = recorded.event
    if not isinstance(change, MeetingChange):
        raise TypeError(f"{change.type} is no change of a meeting and raises no alert")
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": recorded.event_id,
        "source": source,
        "type": TYPE_PREFIX + change.kind,
        "subject": change.meeting_id,
        "time": recorded.recorded_at.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
    }
    for data in _shorter_and_shorter(recorded, change, view, sentence):
        event["data"] = data
        if len(encode(event)) <= MAX_BODY_BYTES:
            break
    return event


def encode(event: dict[str, Any]) -> bytes:
    """The bytes that are signed and sent: compact UTF-8 JSON, the same for the same event."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _shorter_and_shorter(
    recorded: Recorded, change: MeetingChange, view: MeetingView | None, sentence: str
) -> Iterator[dict[str, Any]]:
    """The data, first whole, then with ever less of what a receiver can look up with the meeting's id."""
    for quotes, characters, with_view in ((10, 4000, True), (5, 1000, True), (3, 500, False), (1, 200, False)):
        whole = quotes == 10 and all(len(e.quote) <= characters for e in change.evidence) and len(change.evidence) <= 10
        yield {
            "change": change.kind,
            "sentence": _cut(sentence, 2000),
            "position": recorded.position,
            "disputed": change.disputed,
            "decided_by": _cut(recorded.meta.actor, 200) if recorded.meta.by_a_person else None,
            "before": _facts(change.before),
            "after": _facts(change.after),
            "meeting": _meeting(view) if with_view and view is not None else None,
            "evidence": [_quote(e, change.article, characters) for e in change.evidence[:quotes]],
            "article": _article(change.article),
            "shortened": not whole,
        }


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def _facts(facts: MeetingFacts | None) -> dict[str, Any] | None:
    return None if facts is None else facts.model_dump(mode="json")


def _meeting(view: MeetingView) -> dict[str, Any]:
    shown = view.model_dump(mode="json", include={"meeting_id", "previous", "voices", "reports", "attributed_to"})
    return {
        **shown,
        **view.facts.model_dump(mode="json"),
        "first_published": view.first_published.isoformat().replace("+00:00", "Z"),
        "last_published": view.last_published.isoformat().replace("+00:00", "Z"),
        "disputes": [f"{d.field}: {d.ours} or {d.theirs}" for d in view.disputes[:5]],
    }


def _article(article: ArticleRef | None) -> dict[str, Any] | None:
    if article is None:
        return None
    url = article.url if article.url is not None and len(article.url) <= 2000 else None
    return {
        "url": url,
        "outlet": _cut(article.outlet, 200) if article.outlet else None,
        "title": _cut(article.title, 300),
        "published_at": article.published_at.isoformat().replace("+00:00", "Z"),
        "revision": article.revision,
    }


def _quote(evidence: Evidence, article: ArticleRef | None, characters: int) -> dict[str, Any]:
    url = article.url if article is not None and article.url is not None and len(article.url) <= 2000 else None
    return {
        "quote": _cut(evidence.quote, characters),
        "role": evidence.role,
        "in": evidence.source,
        "start": evidence.start,
        "end": evidence.end,
        "url": url,
    }
