"""What a hook is told: messages as values, each with its CloudEvents body and a plain text.

Pure: whether and when something is told is decided elsewhere; how it is sent is the matter of a channel. The body of every
message is a CloudEvents 1.0 event in structured JSON
(https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md), kept under the 20 kB that Standard Webhooks
recommends as an upper bound for payloads. The models of this module are the published schema: its ``data`` is one of
``ChangeData``, ``DigestData``, ``NoticeData``, ``SilenceData`` and ``TrialData``, and ``dataschema`` says which.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from domain.events import ArticleRef, MeetingChange, MeetingFacts, MeetingWithdrawn, Recorded
from domain.reports import Evidence, Format, Previous, Status, Value, When, Where
from domain.talks.model import MeetingView
from domain.talks.status import describe_change

MAX_BODY_BYTES = 20_000
"""Standard Webhooks, "Payload size": keep it below 20 kB, or receivers and their gateways start to refuse."""

TYPE_PREFIX = "org.parley."
DEFAULT_SOURCE = "urn:parley"
SCHEMA_VERSION = 1
"""Raised when a field is taken away, renamed or means something else. New fields may come without a new version."""

MAX_TITLE = 200
"""Characters; the subject of a mail and the title of a push message are cut by most programs before that."""

TEXT_CHANGES = 50
"""So many changes of a digest are told with their quotes in the text; further ones with their sentence alone."""


# --- the published shapes -------------------------------------------------------------------------------------------


class QuoteData(Value):
    """A sentence that a change rests on, exactly as it stands in the article."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    quote: str = Field(description="Word for word, cut with an ellipsis where the body would grow too large.")
    role: str | None = Field(
        description="What it carries: status, when, where, parties, previous, format or attribution."
    )
    source: Literal["text", "title"] = Field(alias="in", description="Whether it stands in the text or in the title.")
    start: int = Field(description="Offset of its first character in what Parley read.")
    end: int = Field(description="Offset behind its last character.")
    url: str | None = Field(description="The article it stands in.")


class ArticleData(Value):
    """The article that brought the change about."""

    url: str | None
    outlet: str | None = Field(description="Who published it.")
    title: str
    published_at: AwareDatetime
    revision: int = Field(ge=1, description="1, and one more for every change of the article that Parley has seen.")


class MeetingData(Value):
    """A meeting as it stands when the message is made, which after an outage may be newer than ``after``."""

    meeting_id: str
    parties: tuple[str, ...] = Field(description="Ids of the parties: US, RU, NATO.")
    status: Status
    when: When | None
    where: Where | None
    format: Format
    previous: Previous | None = Field(description="Date and place before the last move.")
    voices: int = Field(description="Independent sources; near-copies of an article count once.")
    reports: int = Field(description="Reports of articles that it rests on.")
    attributed_to: str | None = Field(description="Who is quoted as saying so.")
    first_published: AwareDatetime
    last_published: AwareDatetime
    disputes: tuple[str, ...] = Field(description="What sources contradict each other in.")


class ChangeData(Value):
    """One change of one meeting."""

    change: str = Field(
        description="What happened: announced, firmed, detailed, rescheduled, relocated, postponed, cancelled, "
        "reinstated, started, concluded, parties_changed, corrected or withdrawn; corroborated where further voices say "
        "what was told before."
    )
    sentence: str = Field(description="The change as a line of English.")
    position: int = Field(
        ge=1, description="Place in Parley's log: of two changes the later one has the higher number."
    )
    disputed: bool = Field(description="A source contradicts what was known, without saying that anything changed.")
    decided_by: str | None = Field(description="The person who put it right by hand; null where an article did.")
    merged_into: str | None = Field(
        default=None, description="The meeting that a withdrawn one turned out to be the same as."
    )
    withdraws: tuple[str, ...] = Field(
        default=(),
        description="Ids of the alerts that this takes back: what they told was not so. ``change`` is withdrawn then, and "
        "``after`` the meeting as it stood all along; null where there is none.",
    )
    corroborates: tuple[str, ...] = Field(
        default=(),
        description="Ids of the alerts that told the same before. ``change`` is corroborated then, ``before`` and ``after`` "
        "are as they were told, and evidence and article are those of the voice that came to them.",
    )
    before: MeetingFacts | None = Field(description="What was known before; null for a meeting that was not known.")
    after: MeetingFacts | None = Field(description="What is known now; null where no report supports it any longer.")
    meeting: MeetingData | None = Field(description="The whole view; null where there is none, or no room.")
    evidence: tuple[QuoteData, ...] = Field(description="The sentences that the change rests on.")
    article: ArticleData | None
    shortened: bool = Field(description="Quotes were cut or left out, or the view was, to keep the body small.")
    test: bool = Field(default=False, description="Sent by hand to try the hook; the change itself is a real one.")


class DigestItem(Value):
    """A change within a digest, with the id that its own message would have had as an event."""

    id: str
    time: AwareDatetime
    subject: str = Field(description="The meeting's id.")
    data: ChangeData


class BriefItem(Value):
    """A change within a digest for whose details there was no room."""

    id: str
    time: AwareDatetime
    subject: str = Field(description="The meeting's id.")
    change: str
    sentence: str


DigestReason = Literal["grouped", "digest", "quiet_hours", "rate_limit", "silence"]


class DigestData(Value):
    """Several changes in one message, in the order in which they happened."""

    reason: DigestReason = Field(
        description="Why together: they came within the grouping window, as the daily or weekly digest, after quiet "
        "hours, as what the rate limit held back, or as what a silence held back."
    )
    sentence: str
    since: AwareDatetime = Field(description="When the first of them was recorded.")
    until: AwareDatetime = Field(description="When the last of them was recorded.")
    count: int = Field(ge=0, description="All of them, also those that are left out.")
    changes: tuple[DigestItem, ...]
    further: tuple[BriefItem, ...] = Field(default=(), description="Later ones, in brief.")
    omitted: int = Field(default=0, description="Later ones still that there was no room for.")
    test: bool = False


class NoticeData(Value):
    """Something about Parley itself that an operator should know."""

    notice: str = Field(
        description="feed_stale, feed_retired, inbox_deep, article_quarantined, log_verification_failed or hook_dead."
    )
    about: str = Field(description="Name or id of the feed, article or hook; empty for the whole.")
    sentence: str
    over: bool = Field(default=False, description="It is well again.")
    details: Mapping[str, str | int | float | bool | None] = Field(default={}, description="Figures, by name.")
    test: bool = False


class SilenceData(Value):
    """A silence has begun or ended."""

    state: Literal["begun", "ended"]
    silence_id: str
    about: str = Field(description="What is silenced, in words.")
    sentence: str
    until: AwareDatetime
    by: str | None
    reason: str | None
    held_back: int = Field(default=0, ge=0, description="How many alerts it held back; told at its end.")
    test: bool = False


class TrialData(Value):
    """A message to try a hook with, sent while no real change was known yet."""

    sentence: str
    test: bool = True


SCHEMAS: Mapping[str, type[Value]] = {
    "change": ChangeData,
    "digest": DigestData,
    "notice": NoticeData,
    "silence": SilenceData,
    "test": TrialData,
}


def schema_urn(name: str) -> str:
    """What ``dataschema`` says: a name, which the files under docs/schemas bear as their ``$id``."""
    return f"urn:parley:schema:{name}:{SCHEMA_VERSION}"


# --- messages -------------------------------------------------------------------------------------------------------

MessageKind = Literal["change", "digest", "notice", "silence", "test"]


@dataclass(frozen=True, slots=True)
class Told:
    """A change that a message tells of."""

    recorded: Recorded
    view: MeetingView | None
    sentence: str
    withdraws: tuple[str, ...] = ()
    """Ids of the alerts that it takes back."""
    corroborates: tuple[str, ...] = ()
    """Ids of the alerts that told the same before."""

    @property
    def kind(self) -> str:
        """What the message calls it."""
        return _kind(self.change, self.withdraws, self.corroborates)

    @property
    def change(self) -> MeetingChange:
        assert isinstance(self.recorded.event, MeetingChange)
        return self.recorded.event


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell a hook. The same row of the outbox gives the same message at every attempt, but for the view."""

    id: str
    """Stable over retries: ``webhook-id``, ``Message-ID`` of a mail, ``PARLEY_ALERT_ID`` of a command."""
    kind: MessageKind
    at: datetime
    """When what it tells of was recorded."""
    title: str
    """One line, plain. At most ``MAX_TITLE`` characters."""
    text: str
    """Plain, the title not repeated where there is more to say; never empty."""
    event: Mapping[str, Any]
    """The CloudEvent."""
    changes: tuple[Told, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Party and country ids → display names."""
    test: bool = False

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.event["data"]
        return data


def encode(event: Mapping[str, Any]) -> bytes:
    """The bytes that are signed and sent: compact UTF-8 JSON, the same for the same event."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _kind(change: MeetingChange, withdraws: Sequence[str], corroborates: Sequence[str]) -> str:
    return "withdrawn" if withdraws else "corroborated" if corroborates else change.kind


def told(
    recorded: Recorded,
    view: MeetingView | None,
    names: Mapping[str, str],
    withdraws: Sequence[str] = (),
    corroborates: Sequence[str] = (),
    voices: int | None = None,
) -> Told:
    """``voices``: how many say it where it is told again for them. Raises ``TypeError`` for an event that is no change of a
    meeting."""
    if not isinstance(recorded.event, MeetingChange):
        raise TypeError(f"{recorded.event.type} is no change of a meeting and raises no alert")
    sentence = one_line(describe_change(recorded.event, names))
    if withdraws and recorded.event.kind != "withdrawn":
        sentence = f"Withdrawn: {sentence}"
    elif corroborates:
        sentence = f"Said by {voices or 'more'} independent voices now: {sentence}"
    return Told(recorded, view, sentence, tuple(withdraws), tuple(corroborates))


def change_message(
    id: str,
    recorded: Recorded,
    view: MeetingView | None,
    names: Mapping[str, str],
    *,
    withdraws: Sequence[str] = (),
    corroborates: Sequence[str] = (),
    voices: int | None = None,
    test: bool = False,
    source: str = DEFAULT_SOURCE,
) -> Message:
    """One change of one meeting. ``view`` is the meeting as it stands; None where there is none any longer. Where it
    ``corroborates`` alerts, ``recorded`` is the change they told of with the report that ``voices`` voices are reached by."""
    one = told(recorded, view, names, withdraws, corroborates, voices)
    event = cloud_event(
        recorded, view, sentence=one.sentence, source=source, withdraws=withdraws, corroborates=corroborates
    )
    if test:
        event = {**event, "id": id, "data": {**event["data"], "test": True}}
    return Message(
        id,
        "change",
        recorded.recorded_at,
        _titled(one.sentence, test),
        "\n".join(plain_lines(one)) or one.sentence,
        event,
        (one,),
        names,
        test,
    )


def digest_message(
    id: str,
    changes: Sequence[tuple[Recorded, MeetingView | None]],
    names: Mapping[str, str],
    *,
    reason: DigestReason,
    withdraws: Mapping[str, Sequence[str]] | None = None,
    corroborates: Mapping[str, tuple[Sequence[str], int]] | None = None,
    sentence: str | None = None,
    source: str = DEFAULT_SOURCE,
) -> Message:
    """Several changes at once. ``changes`` in the order of the log, at least one; ``sentence`` is its heading;
    ``withdraws`` names by event id the alerts that a change takes back, ``corroborates`` those that it tells again, with the
    number of voices."""
    taken_back, again = withdraws or {}, corroborates or {}
    all_told = tuple(
        told(recorded, view, names, taken_back.get(recorded.event_id, ()), *again.get(recorded.event_id, ((), None)))
        for recorded, view in changes
    )
    meetings = len({one.change.meeting_id for one in all_told})
    count = len(all_told)
    if sentence is None:
        sentence = f"{count} change{'s' if count != 1 else ''} of {meetings} meeting{'s' if meetings != 1 else ''}"
        sentence += {"rate_limit": " held back by the rate limit", "silence": " held back by a silence"}.get(reason, "")
    since, until = (all_told[i].recorded.recorded_at for i in (0, -1))
    event = {**_envelope(id, source, "digest", "digest", until), "data": None}
    for data in _digests(all_told, reason, sentence, since, until):
        event["data"] = data
        if len(encode(event)) <= MAX_BODY_BYTES:
            break
    blocks = ["\n".join([one.sentence, *plain_lines(one)]) for one in all_told[:TEXT_CHANGES]]
    blocks += [one.sentence for one in all_told[TEXT_CHANGES:]]
    return Message(id, "digest", until, _titled(sentence, False), "\n\n".join(blocks), event, all_told, names)


def notice_message(
    id: str,
    notice: str,
    sentence: str,
    at: datetime,
    *,
    about: str = "",
    over: bool = False,
    details: Mapping[str, str | int | float | bool | None] | None = None,
    source: str = DEFAULT_SOURCE,
) -> Message:
    """Something about Parley itself. ``about`` names the feed, article or hook; ``over`` where it is well again."""
    shown = {
        _cut(name, 100): _cut(value, 1000) if isinstance(value, str) else value
        for name, value in list((details or {}).items())[:10]
    }
    data = NoticeData(
        notice=notice, about=_cut(about, 200), sentence=_cut(sentence, 1000), over=over, details=shown
    ).model_dump(mode="json")
    event = {**_envelope(id, source, f"notice.{notice}", "notice", at, _cut(about, 200)), "data": data}
    lines = [sentence, *(f"{name.replace('_', ' ')}: {value}" for name, value in shown.items())]
    return Message(id, "notice", at, _titled(f"Parley: {sentence}", False), "\n".join(lines), event)


def silence_message(
    id: str,
    state: Literal["begun", "ended"],
    silence_id: str,
    about: str,
    until: datetime,
    at: datetime,
    *,
    by: str | None = None,
    reason: str | None = None,
    held_back: int = 0,
    source: str = DEFAULT_SOURCE,
) -> Message:
    """A silence begins or is over. ``about`` says in words what is silenced."""
    if state == "begun":
        sentence = f"Silence until {until:%d %B %Y %H:%M} UTC: {about}".replace(" 0", " ", 1)
    else:
        sentence = f"Silence over: {about}" + (f"; {held_back} alerts were held back" if held_back else "")
    data = SilenceData(
        state=state,
        silence_id=silence_id,
        about=_cut(about, 1000),
        sentence=_cut(sentence, 1500),
        until=until,
        by=by and _cut(by, 200),
        reason=reason and _cut(reason, 1000),
        held_back=held_back,
    ).model_dump(mode="json")
    event = {**_envelope(id, source, f"silence.{state}", "silence", at, silence_id), "data": data}
    who = [f"by {by}" if by else "", f"reason: {reason}" if reason else ""]
    return Message(
        id, "silence", at, _titled(sentence, False), "\n".join(line for line in [sentence, *who] if line), event
    )


def trial_message(id: str, hook: str, at: datetime, *, source: str = DEFAULT_SOURCE) -> Message:
    """To try a hook with while no change is known; where one is, use ``change_message(…, test=True)``."""
    sentence = f'This is a test of the hook "{hook}": no change is known yet.'
    data = TrialData(sentence=sentence).model_dump(mode="json")
    event = {**_envelope(id, source, "test", "test", at, hook), "data": data}
    return Message(id, "test", at, _titled(sentence, False), sentence, event, test=True)


def as_test(message: Message, id: str) -> Message:
    """``message``, marked as sent by hand: another id, so that no receiver takes it for the real one."""
    event = {**message.event, "id": id, "data": {**message.data, "test": True}}
    return replace(message, id=id, event=event, title=_titled(message.title, True), test=True)


def _titled(sentence: str, test: bool) -> str:
    return _cut(one_line(f"Test: {sentence}" if test else sentence), MAX_TITLE)


# --- plain text -----------------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """``text`` on one line and without characters that only steer a terminal or the direction of writing: what comes out
    of an article must not forge lines, colours or an order of words."""
    kept = (c if c.isprintable() and c not in _STEERING else " " for c in text)
    return " ".join("".join(kept).split())


_STEERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\u200b")


def quotes_of(one: Told, limit: int = 3, characters: int = 500) -> list[str]:
    """The sentences that the change rests on, each once, without their quotation marks."""
    found = dict.fromkeys(_cut(one_line(e.quote), characters) for e in one.change.evidence)
    return [quote for quote in found if quote][:limit]


def plain_lines(one: Told) -> list[str]:
    """What stands below the sentence: the quotes, who published them and where."""
    lines = [f"“{quote}”" for quote in quotes_of(one)]
    article = one.change.article
    if one.recorded.meta.by_a_person:
        lines.append(f"put right by {one_line(one.recorded.meta.actor)}")
    if article is not None:
        published = f"{article.published_at:%d %b %Y %H:%M} UTC".removeprefix("0")
        named = one_line(article.outlet or "")
        lines.append(f"{named}, {published}: {_cut(one_line(article.title), 300)}".removeprefix(", "))
        if article.url is not None and len(article.url) <= 2000:
            lines.append(article.url)
    return lines


# --- the body -------------------------------------------------------------------------------------------------------


def cloud_event(
    recorded: Recorded,
    view: MeetingView | None,
    *,
    sentence: str,
    source: str = DEFAULT_SOURCE,
    withdraws: Sequence[str] = (),
    corroborates: Sequence[str] = (),
) -> dict[str, Any]:
    """The alert for a recorded change as a CloudEvents 1.0 object.

    ``id`` is the change's event id, so ``source`` + ``id`` name the occurrence however often it is sent. ``view`` is the
    meeting as it stands when the alert is sent, which may be newer than ``after``; null once it is withdrawn.
    Raises ``TypeError`` for an event that is no change of a meeting.
    """
    change = recorded.event
    if not isinstance(change, MeetingChange):
        raise TypeError(f"{change.type} is no change of a meeting and raises no alert")
    kind = _kind(change, withdraws, corroborates)
    event = _envelope(recorded.event_id, source, f"meeting.{kind}", "change", recorded.recorded_at, change.meeting_id)
    for data in _shorter_and_shorter(recorded, change, view, sentence, withdraws, corroborates):
        event["data"] = data
        if len(encode(event)) <= MAX_BODY_BYTES:
            break
    return event


def _envelope(id: str, source: str, type: str, schema: str, at: datetime, subject: str = "") -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "id": id,
        "source": source,
        "type": TYPE_PREFIX + type,
        "subject": subject,
        "time": _instant(at),
        "datacontenttype": "application/json",
        "dataschema": schema_urn(schema),
    }
    if not subject:  # CloudEvents: if present, a non-empty string
        del event["subject"]
    return event


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


_LEVELS = ((10, 4000, True), (5, 1000, True), (3, 500, False), (1, 200, False))
"""Quotes, characters of each, and whether the view is told: ever less of what a receiver can look up with the id."""


def _shorter_and_shorter(
    recorded: Recorded,
    change: MeetingChange,
    view: MeetingView | None,
    sentence: str,
    withdraws: Sequence[str],
    corroborates: Sequence[str],
) -> Iterator[dict[str, Any]]:
    """The data, first whole, then with ever less."""
    for level in range(len(_LEVELS)):
        yield _change(recorded, change, view, sentence, level, withdraws, corroborates)


def _change(
    recorded: Recorded,
    change: MeetingChange,
    view: MeetingView | None,
    sentence: str,
    level: int,
    withdraws: Sequence[str] = (),
    corroborates: Sequence[str] = (),
) -> dict[str, Any]:
    quotes, characters, with_view = _LEVELS[level]
    whole = level == 0 and all(len(e.quote) <= characters for e in change.evidence) and len(change.evidence) <= quotes
    return ChangeData(
        change=_kind(change, withdraws, corroborates),
        sentence=_cut(sentence, 2000),
        position=recorded.position,
        disputed=change.disputed,
        decided_by=_cut(recorded.meta.actor, 200) if recorded.meta.by_a_person else None,
        merged_into=change.merged_into if isinstance(change, MeetingWithdrawn) else None,
        withdraws=tuple(withdraws[:20]),
        corroborates=tuple(corroborates[:20]),
        before=change.before,
        after=change.after,
        meeting=_meeting(view) if with_view and view is not None else None,
        evidence=tuple(_quote(e, change.article, characters) for e in change.evidence[:quotes]),
        article=_article(change.article),
        shortened=not whole,
    ).model_dump(mode="json")


def _digests(
    all_told: Sequence[Told], reason: DigestReason, sentence: str, since: datetime, until: datetime
) -> Iterator[dict[str, Any]]:
    """The data with ever less: first the details of all, then those of ever fewer, the others in brief, then fewer at all."""

    def made(details: int, level: int, brief: int) -> dict[str, Any]:
        shown = all_told[:details]
        return DigestData(
            reason=reason,
            sentence=_cut(sentence, 500),
            since=since,
            until=until,
            count=len(all_told),
            changes=(),
            further=tuple(
                BriefItem(
                    id=one.recorded.event_id,
                    time=one.recorded.recorded_at,
                    subject=one.change.meeting_id,
                    change=one.kind,
                    sentence=_cut(one.sentence, 200),
                )
                for one in all_told[details : details + brief]
            ),
            omitted=max(0, len(all_told) - details - brief),
        ).model_dump(mode="json") | {"changes": [_item(one, level) for one in shown]}

    count = len(all_told)
    details = min(count, 40)  # 500 bytes each at the very least: more cannot fit
    for level in (0, 2, 3):
        yield made(details, level, count - details)
    while details:
        details = details * 2 // 3
        yield made(details, 3, min(count - details, 100))
    brief = min(count, 100)
    while brief:
        brief //= 2
        yield made(0, 3, brief)


def _item(one: Told, level: int) -> dict[str, Any]:
    return {
        "id": one.recorded.event_id,
        "time": _instant(one.recorded.recorded_at),
        "subject": one.change.meeting_id,
        "data": _change(one.recorded, one.change, one.view, one.sentence, level, one.withdraws, one.corroborates),
    }


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def _meeting(view: MeetingView) -> MeetingData:
    return MeetingData(
        meeting_id=view.meeting_id,
        **{name: getattr(view.facts, name) for name in ("parties", "status", "when", "where", "format")},
        previous=view.previous,
        voices=view.voices,
        reports=view.reports,
        attributed_to=view.attributed_to,
        first_published=view.first_published,
        last_published=view.last_published,
        disputes=tuple(f"{d.field}: {d.ours} or {d.theirs}" for d in view.disputes[:5]),
    )


def _url(article: ArticleRef | None) -> str | None:
    return article.url if article is not None and article.url is not None and len(article.url) <= 2000 else None


def _article(article: ArticleRef | None) -> ArticleData | None:
    if article is None:
        return None
    return ArticleData(
        url=_url(article),
        outlet=_cut(article.outlet, 200) if article.outlet else None,
        title=_cut(article.title, 300),
        published_at=article.published_at,
        revision=article.revision,
    )


def _quote(evidence: Evidence, article: ArticleRef | None, characters: int) -> QuoteData:
    return QuoteData(
        quote=_cut(evidence.quote, characters),
        role=evidence.role,
        source=evidence.source,
        start=evidence.start,
        end=evidence.end,
        url=_url(article),
    )
