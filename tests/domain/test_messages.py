from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import CHANGE_KINDS, CURATION, ArticleReceived, Meta, Recorded
from domain.messages import (
    MAX_BODY_BYTES,
    MAX_TITLE,
    Message,
    as_test,
    change_message,
    cloud_event,
    digest_message,
    encode,
    notice_message,
    one_line,
    silence_message,
    trial_message,
)
from domain.reports import Evidence
from domain.talks.model import MeetingView
from tests.domain.test_alerts import FIRMED, MEETING, NOW, change, facts, recorded, view


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_every_kind_of_change_has_its_own_cloud_event_type(kind: str) -> None:
    event = cloud_event(recorded(change(kind, facts(), facts())), view(), sentence="…")
    assert event["type"] == f"org.parley.meeting.{kind}"


def test_a_cloud_event_carries_the_required_attributes_and_what_the_change_rests_on() -> None:
    event = cloud_event(recorded(change(**FIRMED)), view(), sentence="NATO–Russia talks confirmed")
    # CloudEvents 1.0.2, "Required attributes": id, source, specversion, type; all non-empty strings.
    for name in ("id", "source", "specversion", "type"):
        assert isinstance(event[name], str)
        assert event[name]
    assert event["specversion"] == "1.0"
    assert event["subject"] == MEETING
    assert event["time"] == "2022-01-04T12:00:00Z"
    assert event["datacontenttype"] == "application/json"
    # "Naming conventions": attribute names are lower-case letters and digits.
    assert all(name.isalnum() and name.islower() for name in event)
    data = event["data"]
    assert (data["before"]["status"], data["after"]["status"]) == ("tentative", "scheduled")
    assert data["change"] == "firmed"
    assert data["meeting"]["voices"] == 3
    assert data["meeting"]["when"]["start"] == "2022-01-12"
    assert data["evidence"] == [
        {
            "quote": "will convene",
            "role": "status",
            "in": "text",
            "start": 10,
            "end": 22,
            "url": "https://news.example/a",
        }
    ]
    assert data["article"]["outlet"] == "The Example"
    assert data["shortened"] is False
    assert json.loads(encode(event)) == event


def test_a_body_says_who_decided_where_a_person_did() -> None:
    told = recorded(change("corrected", facts(), facts()))
    by_hand = told._replace(meta=Meta(actor="jane", correlation=f"{CURATION}c-1"))
    assert cloud_event(told, None, sentence="corrected")["data"]["decided_by"] is None
    assert cloud_event(by_hand, None, sentence="corrected")["data"]["decided_by"] == "jane"


def test_a_withdrawn_meeting_has_no_view_and_no_after() -> None:
    data = cloud_event(recorded(change("withdrawn", facts(), None)), None, sentence="withdrawn")["data"]
    assert data["meeting"] is None
    assert data["after"] is None


def test_only_changes_of_meetings_become_alerts() -> None:
    received = ArticleReceived(
        article_id="a",
        revision=1,
        url=None,
        feed=None,
        outlet=None,
        guid=None,
        title="t",
        published_at=NOW,
        published_source="given",
        content_hash="0",
    )
    event = recorded(change(**FIRMED))._replace(event=received)
    with pytest.raises(TypeError, match="ArticleReceived"):
        cloud_event(event, None, sentence="")


wide_text = st.text(min_size=1, max_size=60).flatmap(lambda t: st.integers(1, 400).map(lambda n: t * n))


@given(
    quotes=st.lists(wide_text, min_size=1, max_size=30),
    sentence=wide_text,
    title=wide_text,
    url=st.none() | st.integers(0, 30_000).map(lambda n: "https://news.example/" + "x" * n),
)
def test_a_body_never_grows_beyond_the_limit_and_says_when_it_was_shortened(
    quotes: list[str], sentence: str, title: str, url: str | None
) -> None:
    evidence = tuple(Evidence(start=0, end=len(quote), quote=quote) for quote in quotes)
    event = change(**FIRMED, evidence=evidence, url=url)
    assert event.article is not None
    event = event.model_copy(update={"article": event.article.model_copy(update={"title": title})})
    body = cloud_event(recorded(event), view(), sentence=sentence)
    assert len(encode(body)) <= MAX_BODY_BYTES
    sent = [entry["quote"] for entry in body["data"]["evidence"]]
    assert sent
    assert body["data"]["shortened"] is (sent != quotes or body["data"]["meeting"] is None)


# --- several changes, notices, silences -----------------------------------------------------------------------------


def told(count: int, quote: str = "will convene", **options: object) -> list[tuple[Recorded, MeetingView | None]]:
    event = change(**FIRMED, evidence=(Evidence(start=0, end=len(quote), quote=quote),), **options)
    return [(recorded(event)._replace(position=n + 1, event_id=f"{n:036}"), view()) for n in range(count)]


@pytest.mark.parametrize("count", [1, 2, 10, 40, 41, 100, 300, 2000])
def test_a_digest_of_any_size_fits_and_accounts_for_every_change(count: int) -> None:
    message = digest_message("d1", told(count, "so it is said " * 20), {}, reason="digest")
    assert len(encode(message.event)) <= MAX_BODY_BYTES
    data = message.data
    assert data["count"] == count
    assert len(data["changes"]) + len(data["further"]) + data["omitted"] == count
    shown = [item["id"] for item in (*data["changes"], *data["further"])]
    assert shown == [f"{n:036}" for n in range(len(shown))]
    assert message.text.count("NATO") >= count
    assert shown or count > 50


def test_a_small_digest_tells_each_change_in_full() -> None:
    data = digest_message("d1", told(3), {}, reason="grouped").data
    alone = cloud_event(*told(1)[0], sentence=data["changes"][0]["data"]["sentence"])["data"]
    assert data["changes"][0]["data"] == alone
    assert data["further"] == []


@pytest.mark.parametrize(
    ("message", "type", "subject"),
    [
        (digest_message("m", told(2), {}, reason="digest"), "org.parley.digest", None),
        (
            notice_message("m", "feed_stale", "nothing since Friday", NOW, about="nato"),
            "org.parley.notice.feed_stale",
            "nato",
        ),
        (notice_message("m", "inbox_deep", "900 articles wait", NOW), "org.parley.notice.inbox_deep", None),
        (silence_message("m", "begun", "s1", "watch us-russia", NOW, NOW), "org.parley.silence.begun", "s1"),
        (
            silence_message("m", "ended", "s1", "watch us-russia", NOW, NOW, held_back=3),
            "org.parley.silence.ended",
            "s1",
        ),
        (trial_message("m", "desk", NOW), "org.parley.test", "desk"),
        (change_message("m", *told(1)[0], {}, test=True), "org.parley.meeting.firmed", MEETING),
        (as_test(change_message("x", *told(1)[0], {}), "m"), "org.parley.meeting.firmed", MEETING),
    ],
    ids=lambda value: value.kind if isinstance(value, Message) else None,
)
def test_every_kind_of_message_is_a_cloud_event_under_its_own_id(
    message: Message, type: str, subject: str | None
) -> None:
    event = message.event
    assert (event["specversion"], event["id"], event["type"], event.get("subject")) == ("1.0", "m", type, subject)
    assert event["data"]["test"] is message.test
    assert event["dataschema"] == f"urn:parley:schema:{message.kind}:1"
    assert message.title == one_line(message.title)
    assert len(message.title) <= MAX_TITLE
    assert message.text.strip()
    assert json.loads(encode(event)) == event


@given(st.text(max_size=300))
def test_one_line_of_anything_is_one_line_that_steers_nothing(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line.isprintable()
    assert not set(line) & set("\x1b\u202e\u200b\u2066\ufeff")
    assert one_line(line) == line
