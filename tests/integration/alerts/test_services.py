"""Services by Apprise's urls, against a server of ours that stands in for them."""

from __future__ import annotations

import json
import re
import socket
import threading
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from domain.alerts import Hook
from domain.messages import Message
from tests.integration.alerts.conftest import Answer, WebhookReceiver
from tests.integration.alerts.messages import RESCHEDULED, SAMPLES
from tests.integration.alerts.test_templates import HOSTILE, hostile
from tests.servers import closed_port
from worker.alerts import channels
from worker.alerts.channels import Means, Outcome
from worker.alerts.channels.markup import CHAT, MARKDOWN
from worker.alerts.channels.services import instance, markup_for
from worker.http import Fetcher

NOW = datetime(2022, 1, 4, 12, 10, tzinfo=UTC)
KEY = "TIiajkdnlazkcOXrIdevi7FQ"
SLACK = f"slack://T1JJ3T3L2/A1BRTD4JD/{KEY}/#general"


def hook(url: str, **options: Any) -> Hook:
    return Hook.model_validate({"name": "chat", "kind": "apprise", "url": url, "timeout_seconds": 60, **options})


def send(to: Hook, message: Message = RESCHEDULED, environ: dict[str, str] | None = None) -> Outcome:
    return channels.send(to, message, Means(Fetcher(), NOW, environ or {}))


def as_json(receiver: WebhookReceiver, key: str = KEY) -> str:
    """The url of a JSON service at the receiver, with a key in it."""
    return receiver.url(f"/{key}").replace("http://", "json://")


@pytest.mark.parametrize(("name", "message"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_every_kind_of_message_arrives_with_title_and_text(
    receiver: WebhookReceiver, name: str, message: Message
) -> None:
    receiver.answer = Answer(200)
    assert send(hook(as_json(receiver)), message).result == "sent"
    got = json.loads(receiver.received[0].body)
    assert got["title"] == message.title
    assert got["message"].strip()
    assert got["type"] == ("info" if message.kind != "notice" else "success" if message.data["over"] else "warning")


@pytest.mark.parametrize("status", [301, 302, 400, 401, 404, 410, 429, 500, 503])
def test_an_answer_that_is_no_success_is_tried_again_and_no_redirect_followed(
    receiver: WebhookReceiver, status: int
) -> None:
    receiver.answer = Answer(status, {"Location": receiver.url("/elsewhere")})
    outcome = send(hook(as_json(receiver)))
    assert outcome.result == "retry"
    assert outcome.sentence.startswith("json did not take it: ")
    assert [got.path for got in receiver.received] == [f"/{KEY}"]


def test_a_key_in_the_url_is_neither_logged_nor_shown(
    receiver: WebhookReceiver, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answer = Answer(500, body=b"no")
    failed = send(hook("env:CHAT_URL"), environ={"CHAT_URL": as_json(receiver)})
    with closed_port() as port:
        refused = send(hook(f"json://127.0.0.1:{port}/{KEY}?x={KEY}"))
    unknown = send(hook(f"smoke://{KEY}"))
    shown = "".join((*capfd.readouterr(), caplog.text, repr((failed, refused, unknown))))
    assert KEY not in shown
    assert repr(hook(SLACK)).count(KEY) == 0
    assert channels.target_in_words(hook(SLACK)) == "slack://…"
    assert unknown.sentence.startswith("its url, of smoke://, is not one that Apprise understands")


def test_a_service_that_answers_too_slowly_is_left_and_holds_up_no_other(receiver: WebhookReceiver) -> None:
    release = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not release.wait(0.05):  # a byte now and then: no read ever times out
                    connection.sendall(b".")

        server = threading.Thread(target=drip, daemon=True)
        server.start()
        slow = hook(f"json://127.0.0.1:{listener.getsockname()[1]}/", name="drip", timeout_seconds=0.5)
        outcome = send(slow)
        assert outcome.sentence == "not done within 0.5 s; it may arrive all the same"
        assert send(slow).sentence == "the attempt before this one has not ended yet"
        receiver.answer = Answer(200)
        assert send(hook(as_json(receiver))).result == "sent"
        release.set()
        server.join(60)


@pytest.fixture
def slack(receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch) -> WebhookReceiver:
    """A stand-in for Slack: its address is the only thing that is not Apprise's own."""
    monkeypatch.setattr(NotifySlack, "webhook_url", receiver.url(""))
    receiver.answer = Answer(200, body=b"ok")
    return receiver


def slack_text(receiver: WebhookReceiver) -> str:
    body = json.loads(receiver.received[-1].body)
    return str(body["attachments"][0]["text"])


def test_slack_gets_its_own_markup(slack: WebhookReceiver) -> None:
    template = "{{ change.sentence|bold }}\n{{ change.article.outlet|link(change.article.url) }}"
    assert send(hook(SLACK, template=template)).result == "sent"
    assert slack_text(slack).splitlines() == [
        "*US–Russia talks moved from 10 to 13 January 2022, Geneva*",
        "<https://news.example/council|The Example>",
    ]
    send(hook(SLACK))
    assert "<https://news.example/council|The Example, 4 Jan 2022 11:00 UTC: Envoys to meet in Geneva>" in slack_text(
        slack
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_in_slack_words_of_an_article_call_nobody_and_link_nowhere(slack: WebhookReceiver, words: str) -> None:
    assert send(hook(SLACK), hostile(RESCHEDULED, words)).result == "sent"
    body = slack.received[-1].body.decode()
    text = slack_text(slack)
    assert "<!" not in body
    assert "<@" not in body
    assert "@everyone" not in body
    assert text.count("<") == text.count("<https://news.example/council|")
    assert "<script" not in text


@pytest.mark.parametrize("words", HOSTILE)
def test_in_discord_they_call_nobody(receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(NotifyDiscord, "notify_url", receiver.url("/"))
    send(hook("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"), hostile(RESCHEDULED, words))
    body = json.loads(receiver.received[-1].body)
    shown = json.dumps(body, ensure_ascii=False)
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert not re.search(r"<[@#]\w", shown)


class Tags(HTMLParser):
    """The tags of a page, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str | None] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value for name, value in attrs if name in ("href", "src")}


@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize("words", HOSTILE)
def test_where_a_service_wants_html_they_are_text(receiver: WebhookReceiver, words: str, format: str) -> None:
    receiver.answer = Answer(200)
    as_html = hook(as_json(receiver) + "?format=html", format=format)
    assert send(as_html, hostile(RESCHEDULED, words)).result == "sent"
    page = Tags(json.loads(receiver.received[0].body)["message"])
    assert page.tags <= {"p", "br", "a", "strong"}
    assert page.links <= {"https://news.example/council"}


@pytest.mark.parametrize("words", HOSTILE)
def test_in_telegram_they_are_text(receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(NotifyTelegram, "notify_url", receiver.url("/bot"))
    receiver.answer = Answer(200, body=b'{"ok": true, "result": {"message_id": 1}}')
    assert send(hook("tgram://123456789:abcdefg_hijklmnop/12315544/"), hostile(RESCHEDULED, words)).result == "sent"
    body = json.loads(receiver.received[-1].body)
    assert body["parse_mode"] == "HTML"
    assert "@everyone" not in body["text"]
    assert Tags(body["text"]).tags <= {"b"}


@pytest.mark.parametrize("words", HOSTILE)
def test_in_a_dialect_without_escapes_a_link_leads_where_it_was_to_lead(
    receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(NotifyTelegram, "notify_url", receiver.url("/bot"))
    receiver.answer = Answer(200, body=b'{"ok": true, "result": {"message_id": 1}}')
    send(hook("tgram://123456789:abcdefg_hijklmnop/12315544/", format="markdown"), hostile(RESCHEDULED, words))
    text = re.sub(r"\\\[", "", json.loads(receiver.received[-1].body)["text"])
    assert re.findall(r"\[[^\]]*\]\(([^)]*)\)", text) == ["https://news.example/council"]


@pytest.mark.parametrize(("limit", "shown"), [(32_768, "quotes"), (4_000, "sentences"), (1_000, "some")])
def test_a_long_digest_is_told_in_one_message_with_less_of_each_change(
    receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch, limit: int, shown: str
) -> None:
    (digest,) = [message for name, message in SAMPLES if name == "a digest"]
    receiver.answer = Answer(200)
    monkeypatch.setattr(type(instance(as_json(receiver))), "body_maxlen", limit)
    assert send(hook(as_json(receiver)), digest).result == "sent"
    (got,) = receiver.received
    text = json.loads(got.body)["message"]
    told = [one.sentence for one in digest.changes if one.sentence in text]
    assert ("“The envoys" in text) is (shown == "quotes")
    if shown == "some":
        assert told
        assert text.endswith(f"… and {len(digest.changes) - text.count(chr(10))} more")
    else:
        assert len(told) == len(digest.changes)


def test_what_is_too_long_all_the_same_comes_in_parts_rather_than_be_cut(
    receiver: WebhookReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.answer = Answer(200)
    monkeypatch.setattr(type(instance(as_json(receiver))), "body_maxlen", 1_000)
    assert send(hook(as_json(receiver), template="{% for n in [1] * 400 %}word {% endfor %}")).result == "sent"
    assert len(receiver.received) > 1
    assert "".join(json.loads(got.body)["message"] for got in receiver.received).count("word") == 400


@pytest.mark.parametrize(
    ("url", "options", "markup"),
    [
        (SLACK, {}, MARKDOWN),
        (SLACK, {"format": "text"}, CHAT),
        (SLACK + "?format=text", {}, CHAT),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", {}, MARKDOWN),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", {}, CHAT),
        ("matrixs://user:pass@host/#room", {}, MARKDOWN),
        ("ntfy://localhost/topic", {}, CHAT),
        ("ntfy://localhost/topic", {"format": "markdown"}, MARKDOWN),
        ("json://localhost", {}, CHAT),
        ("mailto://user:pass@example.org", {}, CHAT),
    ],
)
def test_a_service_gets_markdown_where_it_shows_it(url: str, options: dict[str, Any], markup: object) -> None:
    assert markup_for(hook(url, **options), url, instance(url)) is markup
