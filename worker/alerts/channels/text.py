"""The words of a message: an operator's templates where they work, good ones of ours where there are none or they fail.

A template that fails never keeps an alert back: the default text is sent in its place, and a note says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.alerts import Hook
from domain.events import MeetingFacts, MeetingWithdrawn
from domain.messages import MAX_TITLE, TEXT_CHANGES, Message, Told, one_line, quotes_of
from domain.talks.status import format_where, when_phrase
from worker.alerts.channels.markup import MARKDOWN, PLAIN, Formatted, Markup

MAX_ROOM = 200_000
"""Characters of a text where nothing else bounds it: a mail, what a program is given."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is shown to people."""

    title: str
    """One line, always plain."""
    body: str
    """In the markup that was asked for; never empty."""
    notes: tuple[str, ...] = ()
    """Templates that failed, each with the reason."""


def words_of(
    hook: Hook, message: Message, markup: Markup = PLAIN, *, titled: bool = True, room: int = MAX_ROOM
) -> Words:
    """``message`` in words for ``hook``. ``titled``: the channel shows the title above the body, so that the default body
    need not repeat it. ``room``: characters that a digest should fit into, with ever less of each change, and what does not
    even fit then is counted; other messages are short anyway."""
    notes: dict[str, None] = {}
    variables = variables_of(hook, message, markup)
    title = markup.plain.escape(message.title)
    if hook.title_template and message.kind == "change":
        made = _rendered("title_template", hook.title_template, variables, markup.plain, notes)
        made = one_line(made)[:MAX_TITLE] if made else ""
        if made:
            title = f"Test: {made}"[:MAX_TITLE] if message.test else made
    body: str | None = None
    if message.kind == "change" and hook.template:
        body = _rendered("template", hook.template, variables, markup, notes)
    elif message.kind == "digest" and hook.digest_template:
        body = _rendered("digest_template", hook.digest_template, variables, markup, notes)
    elif message.kind in ("notice", "silence") and hook.notice_template:
        body = _rendered("notice_template", hook.notice_template, variables, markup, notes)
    if body is None and message.kind == "digest" and hook.template:
        body = _block_by_block(hook, message, variables, markup, notes, room)
    return Words(title, body or _default(message, markup, titled, room), tuple(notes))


def _block_by_block(
    hook: Hook, message: Message, variables: Mapping[str, Any], markup: Markup, notes: dict[str, None], room: int
) -> str:
    blocks = []
    assert hook.template is not None
    for one, change in zip(message.changes, variables["changes"], strict=False):
        made = _rendered("template", hook.template, {**variables, "change": change}, markup, notes)
        blocks.append(made or _block(one, markup, with_sentence=True))
    return _fitting(blocks, message, markup, room)


def _fitting(blocks: Sequence[str], message: Message, markup: Markup, room: int) -> str:
    """``blocks``, the first of the message's changes, and the sentences of the others; where that is too long, the
    sentences of all; where even that is, as many as fit, and how many more there are."""
    sentences = [markup.escape(one.sentence) for one in message.changes]
    whole = "\n\n".join([*blocks, *sentences[len(blocks) :]])
    if len(whole) <= room:
        return whole
    size, fitting = 0, 0
    for sentence in sentences:
        size += len(sentence) + 1
        if size > room - 40:
            break
        fitting += 1
    more = len(sentences) - fitting
    lines = sentences[:fitting] or [sentences[0][: room - 40]]
    return "\n".join([*lines, *([f"… and {more} more"] if more and fitting else [])])


def _rendered(
    key: str, source: str, variables: Mapping[str, Any], markup: Markup, notes: dict[str, None]
) -> str | None:
    from worker.alerts.channels.templates import TemplateProblem, compiled

    try:
        made = compiled(source, markup).render(variables)
    except TemplateProblem as problem:
        notes[f"{key}: {problem}; the default text was sent instead"] = None
        return None
    if not made:
        notes[f"{key} gives an empty text; the default text was sent instead"] = None
    return made or None


# --- default texts ---------------------------------------------------------------------------------------------------


def _default(message: Message, markup: Markup, titled: bool, room: int = MAX_ROOM) -> str:
    if message.kind == "change":
        (one,) = message.changes
        whole = titled and message.title.removeprefix("Test: ") == one.sentence
        return _block(one, markup, with_sentence=not whole) or markup.escape(one.sentence)
    if message.kind == "digest":
        blocks = [_block(one, markup, with_sentence=True) for one in message.changes[:TEXT_CHANGES]]
        return _fitting(blocks, message, markup, room)
    return "\n".join(markup.escape(one_line(line)) for line in message.text.split("\n"))


def _block(one: Told, markup: Markup, *, with_sentence: bool) -> str:
    lines = [str(markup.bold(one.sentence))] if with_sentence else []
    lines += [markup.escape(f"“{quote}”") for quote in quotes_of(one)]
    if one.recorded.meta.by_a_person:
        lines.append(markup.escape(f"put right by {one_line(one.recorded.meta.actor)}"))
    article = one.change.article
    if article is not None:
        title = one_line(article.title)
        said = f"{one_line(article.outlet or '')}, {_moment(article.published_at)}: ".removeprefix(", ")
        said += title if len(title) <= 300 else title[:299] + "…"
        if markup is not MARKDOWN:
            lines += [markup.escape(said), str(markup.address(article.url))]
        else:
            lines.append(str(markup.link(said, article.url)))
    return "\n".join(line for line in lines if line)


def _moment(at: datetime) -> str:
    return f"{at:%d %b %Y %H:%M} UTC".removeprefix("0")


# --- variables of templates ------------------------------------------------------------------------------------------


def variables_of(hook: Hook, message: Message, markup: Markup = PLAIN) -> dict[str, Any]:
    """What a template can use; ``docs/alerts.md`` lists it. Every name is there for every message, with nothing (None) for
    what this kind of message has not, so that ``{% if change %}`` can be asked."""
    changes = [_change(one, message, markup) for one in message.changes[:TEXT_CHANGES]]
    data = _clean(message.data)
    return {
        "kind": message.kind,
        "hook": hook.name,
        "title": one_line(message.title),
        "text": Formatted(_default(message, markup, titled=False)),
        "at": _moment(message.at),
        "test": message.test,
        "change": changes[0] if message.kind == "change" else None,
        "changes": changes,
        "count": len(message.changes),
        "reason": data.get("reason") if message.kind == "digest" else None,
        "notice": data if message.kind == "notice" else None,
        "silence": data if message.kind == "silence" else None,
        "data": data,
    }


class _Blank(dict[str, Any]):
    """What is not known: printed it is empty, asked for (``{% if change.was %}``) it is not there."""

    def __bool__(self) -> bool:
        return False


def _change(one: Told, message: Message, markup: Markup) -> dict[str, Any]:
    change, names = one.change, message.names
    now = change.after or change.before
    article = change.article
    quotes = quotes_of(one)
    return {
        "kind": change.kind if one.withdraws else one.kind,
        "sentence": one.sentence,
        "text": Formatted(_block(one, markup, with_sentence=True)),
        "meeting": change.meeting_id,
        **_facts(now, names),
        "was": _facts(change.before, names),
        "quote": quotes[0] if quotes else "",
        "quotes": quotes,
        "article": _Blank(title="", outlet="", url="", published="")
        if article is None
        else {
            "title": one_line(article.title),
            "outlet": one_line(article.outlet or ""),
            "url": markup.address(article.url),
            "published": _moment(article.published_at),
        },
        "disputed": change.disputed,
        "decided_by": one_line(one.recorded.meta.actor) if one.recorded.meta.by_a_person else "",
        "merged_into": (change.merged_into or "") if isinstance(change, MeetingWithdrawn) else "",
        "voices": one.view.voices if one.view is not None else 0,
        "reports": one.view.reports if one.view is not None else 0,
        "position": one.recorded.position,
    }


def _facts(facts: MeetingFacts | None, names: Mapping[str, str]) -> dict[str, Any]:
    """The facts in words; empty where nothing is known, so that a template can print them without asking."""
    if facts is None:
        return _Blank(parties=[], status="", when="", start="", end="", where="", format="")
    return {
        "parties": [names.get(party, party) for party in facts.parties],
        "status": str(facts.status),
        "when": when_phrase(facts.when) if facts.when else "",
        "start": facts.when.start.isoformat() if facts.when else "",
        "end": facts.when.end.isoformat() if facts.when else "",
        "where": one_line(format_where(facts.where, names)),
        "format": str(facts.format),
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_clean(item) for item in value]
    return value
