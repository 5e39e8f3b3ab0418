from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.alerts import Hook
from domain.events import (
    CHANGE_KINDS,
    EVENT_TYPES,
    ArticleRef,
    MeetingChange,
    MeetingFacts,
    Meta,
    Recorded,
)
from domain.reports import Evidence, Format, Precision, Status, When, Where
from domain.talks.model import MeetingView

NOW = datetime(2022, 1, 4, 12, tzinfo=UTC)
SECRET = "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
MEETING = "0b0d7c5e-8f5e-5c3b-9a51-6f0f2a9a1c11"
CLASSES = {cls.kind: cls for cls in EVENT_TYPES.values() if issubclass(cls, MeetingChange)}


def test_the_kinds_are_those_that_there_are_events_of() -> None:
    assert tuple(CLASSES) == CHANGE_KINDS


def facts(
    status: Status = Status.SCHEDULED, parties: tuple[str, ...] = ("NATO", "RU"), start: date | None = date(2022, 1, 12)
) -> MeetingFacts:
    return MeetingFacts(
        parties=parties,
        status=status,
        when=None if start is None else When(start=start, end=start, precision=Precision.DAY),
        where=Where(city="Brussels", country="BE"),
        format=Format.IN_PERSON,
    )


def article(published: datetime = NOW - timedelta(hours=1), url: str | None = "https://news.example/a") -> ArticleRef:
    return ArticleRef(
        article_id="a1", revision=1, url=url, outlet="The Example", title="Council to meet", published_at=published
    )


def change(
    kind: str = "firmed",
    before: MeetingFacts | None = None,
    after: MeetingFacts | None = None,
    published: datetime | None = NOW - timedelta(hours=1),
    evidence: tuple[Evidence, ...] = (Evidence(start=10, end=22, quote="will convene", role="status"),),
    url: str | None = "https://news.example/a",
) -> MeetingChange:
    return CLASSES[kind](
        meeting_id=MEETING,
        before=before,
        after=after,
        report_id="r1",
        evidence=evidence,
        article=None if published is None else article(published, url),
    )


def recorded(event: MeetingChange) -> Recorded:
    return Recorded(
        position=42,
        stream=event.stream,
        version=3,
        event_id="5d5c8f2a-5f0f-5f44-8a0f-1f1f1f1f1f1f",
        event=event,
        meta=Meta(),
        recorded_at=NOW,
    )


def view(**changes: object) -> MeetingView:
    values: dict[str, object] = {
        "meeting_id": MEETING,
        "facts": facts(),
        "voices": 3,
        "reports": 5,
        "first_published": NOW - timedelta(days=8),
        "last_published": NOW,
        "evidence": (Evidence(start=0, end=3, quote="NRC"),),
        "evidence_article": article(),
    }
    return MeetingView.model_validate(values | changes)


def hook(**options: object) -> Hook:
    return Hook.model_validate({"name": "desk", "kind": "log", **options})


FIRMED: dict[str, Any] = {"before": facts(Status.TENTATIVE), "after": facts()}


@pytest.mark.parametrize(
    ("options", "event", "watches", "send", "reason"),
    [
        ({}, change(**FIRMED), (), True, None),
        ({"enabled": False}, change(**FIRMED), (), False, "switched off"),
        ({"kinds": ["firmed"]}, change(**FIRMED), (), True, None),
        ({"kinds": ["cancelled"]}, change(**FIRMED), (), False, "firmed is not among"),
        ({"watch": "nato"}, change(**FIRMED), ("nato", "other"), True, None),
        ({"watch": "nato"}, change(**FIRMED), ("other",), False, 'outside the watch "nato"'),
        ({"parties": {"all": ["RU"]}}, change(**FIRMED), (), True, None),
        ({"parties": {"all": ["RU", "US"]}}, change(**FIRMED), (), False, "other parties"),
        (
            {"parties": {"all": ["US"]}},
            change("parties_changed", facts(parties=("RU", "US")), facts(parties=("RU", "UN"))),
            (),
            True,
            None,
        ),
        ({"statuses": ["scheduled"]}, change(**FIRMED), (), True, None),
        ({"statuses": ["cancelled"]}, change(**FIRMED), (), False, "scheduled is not among"),
        ({"statuses": ["scheduled"]}, change("withdrawn", facts(), None), (), True, None),
        ({"min_certainty": "scheduled"}, change(**FIRMED), (), True, None),
        (
            {"min_certainty": "tentative"},
            change("announced", None, facts(Status.PROPOSED)),
            (),
            False,
            "less certain than tentative",
        ),
        (
            {"min_certainty": "scheduled"},
            change("corrected", facts(), facts(Status.TENTATIVE)),
            (),
            True,
            None,
        ),
        ({"lead_days": 8}, change(**FIRMED), (), True, None),
        ({"lead_days": 7}, change(**FIRMED), (), False, "not within 7 days"),
        ({"lead_days": 7}, change("announced", None, facts(start=None)), (), False, "not within 7 days"),
        ({"lead_days": 0}, change("concluded", None, facts(Status.CONCLUDED, start=date(2022, 1, 3))), (), True, None),
        (
            {"lead_days": 7},
            change("rescheduled", facts(start=date(2022, 1, 9)), facts(start=date(2022, 3, 1))),
            (),
            True,
            None,
        ),
        ({}, change(**FIRMED, published=NOW - timedelta(days=3)), (), True, None),
        ({}, change(**FIRMED, published=NOW - timedelta(days=3, seconds=1)), (), False, "published 2022-01-01"),
        ({"horizon_days": 10}, change(**FIRMED, published=NOW - timedelta(days=9)), (), True, None),
        ({}, change(**FIRMED, published=None), (), True, None),
    ],
)
def test_a_hook_wants_what_passes_all_its_filters(
    options: dict[str, object], event: MeetingChange, watches: tuple[str, ...], send: bool, reason: str | None
) -> None:
    verdict = hook(**options).wants(event, watches, NOW)
    assert verdict.send is send
    if reason is None:
        assert verdict.reason is None
    else:
        assert verdict.reason is not None
        assert reason in verdict.reason


def test_the_age_of_the_news_is_only_given_as_the_reason_for_what_would_else_go_out() -> None:
    old = change(**FIRMED, published=NOW - timedelta(days=30))
    assert hook(kinds=["cancelled"]).wants(old, (), NOW).reason == "firmed is not among the hook's kinds"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"name": "News Desk"}, 'write "news-desk"'),
        ({"kinds": ["moved"]}, '"moved" is no kind of change'),
        ({"horizon_days": 0}, "greater than 0"),
        ({"colour": "red"}, "colour"),
        ({"corroborated_at": 1}, "1 is no number of voices that corroborates; write 2 to 100"),
        ({"corroborated_at": [3, 200]}, "200 is no number of voices"),
        ({"corroborated_at": 2, "min_voices": 3}, "is reached when the hook is first told"),
    ],
)
def test_a_hook_that_cannot_work_is_refused_with_what_to_write(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        hook(**options)
    assert sentence in str(refused.value)
