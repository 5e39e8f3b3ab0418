"""Whatever changes, it can be told by every channel, in bounded size, as the schema says and as calendars understand."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from domain.alerts import Hook
from domain.events import CHANGE_KINDS, EVENT_TYPES, ArticleRef, MeetingChange, MeetingFacts
from domain.messages import MAX_BODY_BYTES, MAX_TITLE, change_message, digest_message, encode, one_line
from domain.reports import Evidence, Format, Precision, Status, When, Where
from tests.integration.alerts.messages import RESCHEDULED
from tests.integration.alerts.published import problems
from worker.alerts.channels import Means
from worker.alerts.channels.mail import compose
from worker.alerts.channels.markup import CHAT, MARKDOWN, PLAIN
from worker.alerts.channels.templates import MAX_OUTPUT
from worker.alerts.channels.text import words_of
from worker.http import Fetcher
from worker.names import party_names

CLASSES = {cls.kind: cls for cls in EVENT_TYPES.values() if issubclass(cls, MeetingChange)}
MAIL = Hook.model_validate(
    {
        "name": "m",
        "kind": "email",
        "to": ["desk@example.org"],
        "sender": "p@example.org",
        "server": "localhost",
        "invitations": True,
    }
)
OWN = MAIL.model_copy(
    update={
        "template": "{{ change.sentence }} {{ change.was.when }} {{ change.when }} {{ change.where }} {{ change.quotes }}"
        "{{ change.article.title|link(change.article.url) }} {{ change.parties }}",
        "title_template": "{{ change.kind }} {{ change.article.outlet }}",
    }
)

words = st.text(min_size=1, max_size=40)
days = st.dates(date(2021, 1, 1), date(2023, 12, 31))
whens = st.builds(
    lambda start, length, precision, time: When(
        start=start, end=start + timedelta(days=length), precision=precision, time=time
    ),
    days,
    st.integers(0, 40),
    st.sampled_from(Precision),
    st.none() | st.sampled_from(["10:00 CET", "25:00", "noon", "09:30 local time", "10:00 +25:00"]) | words,
)
wheres = st.builds(lambda city, country: Where(city=city, country=country), words, st.none() | st.just("CH"))
facts = st.builds(
    MeetingFacts,
    parties=st.lists(st.sampled_from(["US", "RU", "NATO", "UN", "X_Y"]), min_size=1, max_size=5, unique=True).map(
        tuple
    ),
    status=st.sampled_from(Status),
    when=st.none() | whens,
    where=st.none() | wheres,
    format=st.sampled_from(Format),
)
articles = st.builds(
    lambda title, outlet, url: ArticleRef(
        article_id="a1", revision=1, url=url, outlet=outlet, title=title, published_at=RESCHEDULED.at
    ),
    words,
    st.none() | words,
    st.none() | words | words.map(lambda path: f"https://news.example/{path}"),
)
quotes = st.lists(st.text(min_size=1, max_size=500).map(lambda q: Evidence(start=0, end=len(q), quote=q)), max_size=4)


@pytest.mark.parametrize("kind", CHANGE_KINDS)
@settings(deadline=None, max_examples=15)
@given(
    before=st.none() | facts,
    after=facts,
    article=st.none() | articles,
    evidence=quotes.map(tuple),
    disputed=st.booleans(),
)
def test_any_change_is_told_by_every_channel(
    kind: str,
    before: MeetingFacts | None,
    after: MeetingFacts,
    article: ArticleRef | None,
    evidence: tuple[Evidence, ...],
    disputed: bool,
) -> None:
    (sample,) = RESCHEDULED.changes
    change = CLASSES[kind](
        meeting_id="m1",
        before=None if kind == "announced" else before or after,
        after=None if kind == "withdrawn" else after,
        report_id="r1",
        evidence=evidence,
        article=article,
        disputed=disputed,
    )
    recorded = sample.recorded._replace(event=change)
    single = change_message("m", recorded, sample.view, party_names())
    several = digest_message("d", [(recorded, sample.view)] * 3, party_names(), reason="digest")
    for message in (single, several):
        assert len(encode(message.event)) <= MAX_BODY_BYTES
        assert problems(json.loads(encode(message.event))) == []
        for hook in (MAIL, OWN):
            for markup in (PLAIN, CHAT, MARKDOWN):
                told = words_of(hook, message, markup)
                assert told.notes == ()
                assert told.body.strip()
                assert len(told.body) <= 3 * MAX_OUTPUT
                assert told.title == one_line(told.title) or "\u200b" in told.title
                assert 0 < len(told.title) <= MAX_TITLE + 20
            for mail in compose(hook, message, words_of(hook, message), Means(Fetcher(), message.at, {})):
                assert mail.as_bytes()
                for part in mail.walk():
                    if part.get_content_type() == "text/calendar":
                        calendar = Calendar.from_ical(part.get_payload(decode=True))
                        (event,) = calendar.walk("VEVENT")
                        assert event.errors == []
