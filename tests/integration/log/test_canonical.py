"""The quick way in which events are written is the plain one, to the byte."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import EVENT_TYPES, Event, MatchReason, MeetingReported, load_event
from domain.reports import Evidence
from tests.golden import rows
from worker.log.canonical import canonical, event_data

PLAIN = {(row["type"], row["data"]): load_event(row["type"], int(row["schema"]), row["data"]) for row in rows()}
EVENTS = list(PLAIN.values())
REPORTED = next(event for event in EVENTS if isinstance(event, MeetingReported))

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ['"', "\\", "{x}", "%s", "\x7f", "\u2028", "'''"]
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))) | st.just(UTC)
EARLIEST, LATEST = map(datetime.fromisoformat, ("0001-01-02", "9999-12-30"))
moments = st.datetimes(EARLIEST, LATEST, timezones=zones)


def plainly(event: Event) -> str:
    return canonical(event.model_dump(mode="json", by_alias=True))


def test_every_type_of_event_is_written_as_the_plain_way_writes_it() -> None:
    assert {event.type for event in EVENTS} == set(EVENT_TYPES)
    for event in EVENTS:
        assert event_data(event) == plainly(event)


@given(texts, texts, moments, st.floats(allow_nan=False, allow_infinity=False), st.integers(), st.none() | texts)
def test_whatever_stands_in_an_event_is_written_as_the_plain_way_writes_it(
    title: str, quote: str, published_at: datetime, score: float, number: int, outlet: str | None
) -> None:
    article = REPORTED.article.model_copy(update={"title": title, "published_at": published_at, "outlet": outlet})
    evidence = (Evidence(start=number, end=-number, quote=quote, role=outlet), *REPORTED.report.evidence)
    match = MatchReason(rule=title, score=score, beaten=((quote, -score), (title, 0.0)))
    event = REPORTED.model_copy(
        update={
            "article": article,
            "match": match,
            "report": REPORTED.report.model_copy(update={"evidence": evidence, "when": None}),
        }
    )
    written = event_data(event)
    assert written == plainly(event)
    assert canonical(json.loads(written)) == written
    assert load_event(event.type, event.schema_version, written) == event


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_what_json_has_no_word_for_is_refused(score: float) -> None:
    event: Any = REPORTED.model_copy(update={"match": MatchReason(rule="x", score=score)})
    with pytest.raises(ValueError):
        event_data(event)
