from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from domain.alerts import Hook
from domain.events import CHANGE_KINDS
from domain.messages import Message, Told, change_message, digest_message
from tests.integration.alerts.messages import RESCHEDULED, SAMPLES, as_written
from worker.alerts.channels.check import faults
from worker.alerts.channels.markup import CHAT, MARKDOWN, PLAIN, Markup
from worker.alerts.channels.templates import MAX_OUTPUT, TemplateProblem, compiled
from worker.alerts.channels.text import variables_of, words_of


def hook(**options: Any) -> Hook:
    return Hook.model_validate({"name": "desk", "kind": "apprise", "url": "json://127.0.0.1/", **options})


def variables(message: Message = RESCHEDULED, markup: Markup = PLAIN) -> Mapping[str, Any]:
    return variables_of(hook(), message, markup)


# --- the defaults ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("markup", [PLAIN, CHAT, MARKDOWN], ids=lambda markup: markup.name)
@pytest.mark.parametrize(("name", "message"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_every_kind_of_message_has_a_default_text(name: str, message: Message, markup: Markup) -> None:
    words = words_of(hook(), message, markup)
    assert words.title == message.title
    assert words.body.strip()
    assert words.notes == ()


def test_the_default_text_quotes_the_sentence_and_names_its_source() -> None:
    assert words_of(hook(), RESCHEDULED).body.split("\n") == [
        "“The envoys will meet in Geneva, he said”",
        "The Example, 4 Jan 2022 11:00 UTC: Envoys to meet in Geneva",
        "https://news.example/council",
    ]
    assert words_of(hook(), RESCHEDULED, MARKDOWN, titled=False).body.split("\n") == [
        "**US–Russia talks moved from 10 to 13 January 2022, Geneva**",
        "“The envoys will meet in Geneva, he said”",
        "[The Example, 4 Jan 2022 11:00 UTC: Envoys to meet in Geneva](https://news.example/council)",
    ]


# --- an operator's own ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ change.sentence }}", "US–Russia talks moved from 10 to 13 January 2022, Geneva"),
        ("{{ change.was.when }} → {{ change.when }}", "on 10 January 2022 at 10:00 CET → on 13 January 2022 at 10:00 CET"),
        ("{{ change.parties|join(' and ') }}", "Russia and US"),
        ("{{ change.parties }}", "Russia, US"),
        ("{{ change.article.outlet|upper }}: {{ change.quote }}", "THE EXAMPLE: The envoys will meet in Geneva, he said"),
        ("{% if change.disputed %}?{% else %}!{% endif %}", "!"),
        ("{% for quote in change.quotes %}{{ loop.index }} {{ quote }}{% endfor %}", "1 The envoys will meet in Geneva, he said"),
        ("{{ change.article.title|link(change.article.url) }}", "Envoys to meet in Geneva https://news.example/council"),
        ("{{ change.voices }}/{{ change.reports }}", "2/3"),
        ("{{ data.after.where.country }} {{ change.start }}", "CH 2022-01-13"),
        ("{{ change.decided_by }}{{ change.merged_into }}{{ none }}.", "."),
    ],
)  # fmt: skip
def test_a_template_says_it_in_its_own_words(template: str, text: str) -> None:
    words = words_of(hook(template=template), RESCHEDULED)
    assert (words.body, words.notes) == (text, ())


def test_a_line_of_tags_alone_leaves_no_line_and_a_line_of_text_keeps_its_end() -> None:
    template = """
{# of the desk #}
{{ change.where }}{% if change.disputed %} (?){% endif %}
{% for quote in change.quotes %}
  - {{ quote }}
{% endfor %} {% if true -%}
{{ change.kind }}
{% endif %}

end
"""
    words = words_of(hook(template=template), RESCHEDULED)
    assert words.body.split("\n") == ["Geneva", "  - The envoys will meet in Geneva, he said", "rescheduled", "", "end"]
    with pytest.raises(TemplateProblem) as problem:
        compiled(template.replace("end\n", "{{ end | nope }}"), PLAIN)
    assert problem.value.line == 10


def test_a_title_template_makes_the_title() -> None:
    words = words_of(hook(title_template="{{ change.kind|upper }}\n{{ change.where }}"), RESCHEDULED)
    assert words.title == "RESCHEDULED Geneva"


def test_the_template_of_a_change_tells_each_change_of_a_digest() -> None:
    (digest,) = [message for name, message in SAMPLES if name == "a digest"]
    words = words_of(hook(template="* {{ change.sentence }}"), digest)
    assert words.body.split("\n\n") == [f"* {one.sentence}" for one in digest.changes]


def test_digests_and_notices_can_have_templates_of_their_own() -> None:
    own = hook(
        digest_template="{{ count }}:{% for change in changes %} {{ change.kind }}{% endfor %}",
        notice_template="{% if notice %}{{ notice.notice }} {{ notice.about }}{% else %}{{ silence.about }}{% endif %}",
    )
    bodies = {name: words_of(own, message).body for name, message in SAMPLES}
    assert bodies["a digest"].startswith(f"{2 * len(CHANGE_KINDS)}: announced announced firmed")
    assert bodies["feed_stale"] == "feed_stale example"
    assert bodies["a silence"] == "watch us-russia"


# --- what goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ chnage.sentence }}", '"chnage" is undefined; did you mean "change"?'),
        ("{{ change.sentense }}", 'has no attribute "sentense"; did you mean "sentence"?'),
        ("{{ notice.about }}", 'has no attribute "about"'),
        ("{{ change.sentence|uper }}", 'there is no filter "uper"; did you mean "upper"?'),
        ("{% if change %}", "unexpected end of template"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("   ", "gives an empty text"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ change.sentence.format }}", "that is no text"),
        ("{{ change.sentence.format(1) }}", "nothing can be called here"),
        ("{{ range(9) }}", "nothing can be called here"),
        ("{% include '/etc/passwd' %}", "including other templates"),
        ("{% macro a() %}{{ a() }}{% endmacro %}", "macros"),
        ("{% block a %}{{ self.a() }}{% endblock %}", "blocks"),
        ("{% for a in changes recursive %}{{ loop(changes) }}{% endfor %}", "recursive loops"),
        ("{{ 'a' * 1000000000 }}", "more than 20,000 characters"),
        ("{{ 9 ** 99999999 }}", "powers"),
        ("{{ '%999999999d' % 1 }}", '"%" is not available'),
        ("{{ change.sentence|replace('a', 'a' * 19000)|replace('a', 'a' * 19000) }}", "more than 20,000 characters"),
        ("{% for a in title %}{% for b in title %}{% for c in title %}{% endfor %}{% endfor %}{% endfor %}", "10,000 turns"),
        ("{% for a in [1] * 9000 %}{{ title }}{% endfor %}", "more than 20,000 characters"),
        ("".join(f"{{% set x{n + 1} = x{n} ~ x{n} %}}" for n in range(40)).replace("x0", "title"), "more than 20,000 characters"),
        ("{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", "nested too deeply"),
        ("{% set _budget = 1 %}x", "underscore"),
        ("{{ changes.append(1) }}", "nothing can be called here"),
    ],
)  # fmt: skip
def test_a_template_that_fails_costs_its_words_and_not_the_alert(template: str, reason: str) -> None:
    words = words_of(hook(template=template), RESCHEDULED)
    assert words.body == words_of(hook(), RESCHEDULED).body
    (note,) = words.notes
    assert reason in note
    assert "the default text was sent instead" in note
    told = [sentence for key, sentence, _ in faults(hook(template=template), {}) if key == "template"]
    assert any(reason in sentence and "default texts are sent instead" in sentence for sentence in told)


def test_a_template_that_works_for_some_changes_only_is_told_with_those_that_it_fails_for() -> None:
    spoiled = hook(template="{% if change.kind == 'withdrawn' %}{{ chagne }}{% endif %}{{ change.sentence }}")
    assert [(key, sentence) for key, sentence, _ in faults(spoiled, {})] == [
        (
            "template",
            '"chagne" is undefined; did you mean "change"?; default texts are sent instead for withdrawn, '
            "withdrawn of which little is known",
        )
    ]
    narrow = spoiled.model_copy(update={"kinds": ("cancelled",)})
    assert list(faults(narrow, {})) == []


def test_every_variable_that_the_handbook_shows_is_there_for_every_change() -> None:
    every = "\n".join(f"{{{{ {name} }}}}" for name in as_written("change."))
    assert len(every.split("\n")) > 20
    for name, message in SAMPLES:
        if message.kind == "change":
            assert words_of(hook(template="x" + every), message).notes == (), name


# --- hostile words --------------------------------------------------------------------------------------------------

HOSTILE = [
    "*bold* _it_ ~gone~ `code` [here](https://evil.example)",
    "<!channel> <@U1> <https://evil.example|Official> &lt;b&gt;",
    "@everyone @here @channel",
    "</b><script>alert(1)</script>",
    "# Heading",
    "1. One",
    "- item",
    "> said",
    "||spoiler|| ~~struck~~",
    "![x](https://evil.example/x.png)",
    "line\nbreak\r\nSubject: forged",
    "\x1b[31mred\x1b[0m \u202eesrever",
    "a\\*b\\",
    "{{ 7 * 7 }} {% include 'x' %}",
    "__init__ *** --- ===",
]


def hostile(message: Message, words: str) -> Message:
    """``message``, whose article and quotes say ``words``."""
    (one,) = message.changes
    change, article = one.change, one.change.article
    assert article is not None
    spoilt = change.model_copy(
        update={
            "article": article.model_copy(update={"title": words, "outlet": words}),
            "evidence": tuple(e.model_copy(update={"quote": words}) for e in change.evidence),
        }
    )
    return change_message(message.id, one.recorded._replace(event=spoilt), one.view, message.names)


TEMPLATES = [
    None,
    "{{ change.article.title }}\n{{ change.quote }}\n{{ change.article.outlet|bold }}",
    "{% for quote in change.quotes %}{{ quote }}{% endfor %} {{ change.quote|link(change.article.url) }}",
    "{{ text }}",
]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_an_article_are_words_and_never_markup(words: str, template: str | None) -> None:
    made = words_of(hook(template=template), hostile(RESCHEDULED, words), MARKDOWN, titled=False)
    assert made.notes == ()
    tokens = [t for block in MarkdownIt("commonmark").parse(made.body) for t in (block, *(block.children or ()))]
    kinds = {token.type for token in tokens}
    assert kinds <= {
        "paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak",
        "strong_open", "strong_close", "link_open", "link_close",
    }  # fmt: skip
    links = {token.attrs["href"] for token in tokens if token.type == "link_open"}
    assert links <= {"https://news.example/council"}
    shown = "".join(token.content for token in tokens if token.type == "text" or token.type == "text_special")
    for word in ("everyone", "channel"):
        assert f"@{word}" not in shown
    assert "\x1b" not in made.body
    assert "\u202e" not in made.body


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("template", TEMPLATES)
def test_in_plain_text_they_forge_no_line_and_call_nobody(words: str, template: str | None) -> None:
    made = words_of(hook(template=template), hostile(RESCHEDULED, words), CHAT)
    honest = words_of(hook(template=template), hostile(RESCHEDULED, "x"), CHAT)
    assert made.body.count("\n") == honest.body.count("\n")
    assert "@everyone" not in made.body
    assert made.body.replace("\n", "").isprintable() or "\u200b" in made.body
    assert "49" not in made.body


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(TEMPLATES))
def test_whatever_an_article_says_its_change_is_told(words: str, template: str | None) -> None:
    for markup in (PLAIN, CHAT, MARKDOWN):
        made = words_of(
            hook(template=template, title_template="{{ change.quote }}!"), hostile(RESCHEDULED, words), markup
        )
        assert made.body.strip()
        assert made.title
        assert len(made.title.splitlines()) == 1
        assert len(made.body) <= MAX_OUTPUT


pieces = st.sampled_from(
    "{{ }} {% %} {# #} if else endif for in endfor set change .sentence .quotes | upper join ( ) [ ] ' \" ~ + * ** % 1 99999 x = loop".split()
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=25).map(" ".join))
def test_whatever_is_written_into_a_template_something_is_told_in_bounded_size(template: str) -> None:
    for message in (RESCHEDULED, digest_message("d", [(t.recorded, t.view) for t in told()], {}, reason="digest")):
        words = words_of(hook(template=template), message)
        assert words.body.strip()
        assert len(words.body) <= 2 * MAX_OUTPUT + 2


def told() -> tuple[Told, ...]:
    return RESCHEDULED.changes * 2


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_markdown_that_was_escaped_shows_what_it_was_made_of(words: str) -> None:
    shown = " ".join(words.split())
    inline = MarkdownIt("commonmark").renderInline(MARKDOWN.escape(shown))
    import html

    assert html.unescape(inline).replace("\u200b", "") == shown.replace("\u200b", "").replace("\0", "\ufffd")


def test_a_compiled_template_is_reused() -> None:
    assert compiled("{{ title }}", PLAIN) is compiled("{{ title }}", PLAIN)
    with pytest.raises(TemplateProblem):
        compiled("{{ title", PLAIN)
    assert compiled("{{ title }}", PLAIN).render(variables()) == RESCHEDULED.title
