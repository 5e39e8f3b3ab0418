"""One message of every kind that there is: what templates are tried on, and what a hook can be shown.

The meeting in them never took place; its article and quotes are made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from domain.events import CHANGE_KINDS, EVENT_TYPES, ArticleRef, MeetingChange, MeetingFacts, Meta, Recorded
from domain.messages import (
    Message,
    change_message,
    digest_message,
    notice_message,
    silence_message,
    trial_message,
)
from domain.reports import Evidence, Format, Precision, Status, When, Where
from domain.talks.model import MeetingView
from worker.names import party_names

NOTICES = ("feed_stale", "feed_retired", "inbox_deep", "article_quarantined", "log_verification_failed", "hook_dead")

_AT = datetime(2022, 1, 4, 12, tzinfo=UTC)
_CLASSES = {cls.kind: cls for cls in EVENT_TYPES.values() if issubclass(cls, MeetingChange)}
_STATUS = {
    "postponed": Status.POSTPONED,
    "cancelled": Status.CANCELLED,
    "started": Status.UNDERWAY,
    "concluded": Status.CONCLUDED,
}


def _facts(status: Status, day: int, city: str, parties: tuple[str, ...] = ("RU", "US")) -> MeetingFacts:
    when = When(start=date(2022, 1, day), end=date(2022, 1, day), precision=Precision.DAY, time="10:00 CET")
    return MeetingFacts(
        parties=parties, status=status, when=when, where=Where(city=city, country="CH"), format=Format.IN_PERSON
    )


_BARE = MeetingFacts(parties=("RU", "US"), status=Status.PROPOSED, when=None, where=None, format=Format.UNKNOWN)


def _recorded(change: MeetingChange, by_hand: bool = False) -> Recorded:
    meta = Meta(actor="jane", correlation="curation-sample") if by_hand else Meta()
    return Recorded(
        position=118,
        stream=change.stream,
        version=3,
        event_id="0f0e0d0c-0b0a-5908-8706-050403020100",
        event=change,
        meta=meta,
        recorded_at=_AT,
    )


def _changes(kind: str) -> Iterator[tuple[str, Recorded, MeetingView | None]]:
    """A typical change of the kind, and one of which as little is known as can be."""
    article = ArticleRef(
        article_id="a1",
        revision=1,
        url="https://news.example/council",
        outlet="The Example",
        title="Envoys to meet in Geneva",
        published_at=_AT - timedelta(hours=1),
    )
    quote = Evidence(start=0, end=38, quote="The envoys will meet in Geneva, he said", role="status")
    after = _facts(_STATUS.get(kind, Status.SCHEDULED), 13, "Geneva")
    if kind == "parties_changed":
        after = _facts(Status.SCHEDULED, 13, "Geneva", ("NATO", "RU", "US"))
    before = _facts(Status.TENTATIVE if kind == "firmed" else Status.SCHEDULED, 10, "Vienna")
    meeting = "5d5c8f2a-5f0f-5f44-8a0f-1f1f1f1f1f1f"
    view = MeetingView(
        meeting_id=meeting,
        facts=after,
        voices=2,
        reports=3,
        first_published=_AT - timedelta(days=2),
        last_published=_AT,
        evidence=(quote,),
        evidence_article=article,
    )
    cls = _CLASSES[kind]
    full = cls(
        meeting_id=meeting,
        before=None if kind == "announced" else before,
        after=None if kind == "withdrawn" else after,
        report_id="r1",
        evidence=(quote,),
        article=article,
    )
    yield "", _recorded(full), None if kind == "withdrawn" else view
    bare = cls(
        meeting_id=meeting,
        before=None if kind == "announced" else _BARE,
        after=None if kind == "withdrawn" else _BARE.model_copy(update={"parties": ("CN", "US")}),
        report_id=None,
        evidence=(),
        article=None,
        disputed=kind in ("rescheduled", "relocated"),
    )
    yield " of which little is known", _recorded(bare, by_hand=True), None


def samples(kinds: tuple[str, ...] = ()) -> Iterator[tuple[str, Message]]:
    """Each with a name: "rescheduled", "digest", "feed_stale". ``kinds`` restricts the changes; all where empty."""
    names = party_names()
    every = []
    for kind in kinds or CHANGE_KINDS:
        for how, recorded, view in _changes(kind):
            every.append((recorded, view))
            yield f"{kind}{how}", change_message("sample", recorded, view, names)
    (again, view), *_ = every
    yield "corroborated", change_message("sample", again, view, names, corroborates=("earlier",), voices=2)
    yield "a digest", digest_message("sample", every, names, reason="digest")
    yield "what a rate limit held back", digest_message("sample", every[:1], names, reason="rate_limit")
    for notice in NOTICES:
        for over in (False, True):
            sentence = f"{notice.replace('_', ' ')}{', over' if over else ''}"
            details: dict[str, str | int | float | bool | None] = {"since": "2022-01-04T10:00:00Z", "count": 3}
            yield notice, notice_message("sample", notice, sentence, _AT, about="example", over=over, details=details)
    until = _AT + timedelta(hours=4)
    yield "a silence", silence_message("sample", "begun", "s1", "watch us-russia", until, _AT, by="jane", reason="test")
    yield "the end of a silence", silence_message("sample", "ended", "s1", "watch us-russia", until, _AT, held_back=2)
    yield "a trial", trial_message("sample", "example", _AT)
