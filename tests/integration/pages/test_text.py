from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.pages.text import one_line, text_of

HTML = [
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ("<div>One.</div>Two.<div>Three.</div>", "One.\n\nTwo.\n\nThree."),
    ("One.<br>Two.", "One.\nTwo."),
    ("One.<br/><br>Two.", "One.\n\nTwo."),
    ("<p>One\n  line  of\ttext.</p>", "One line of text."),
    ("<p>The <b>foreign</b> <i>minister</i>, <a href='x'>he</a> said.</p>", "The foreign minister, he said."),
    ("<p>Fish &amp; chips &lt;now&gt; &nbsp;&mdash; “fine”</p>", "Fish & chips <now> — “fine”"),
    ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
    ("<h2>Head</h2><p>Body.</p>", "Head\n\nBody."),
    ("<blockquote>“We will come.”</blockquote>He left.", "“We will come.”\n\nHe left."),
    (
        "<table><tr><td>Geneva</td><td>10 January</td></tr><tr><td>Vienna</td></tr></table>",
        "Geneva 10 January\n\nVienna",
    ),
    ("<p>One.</p><script>track('x')</script><style>p{}</style><p>Two.</p>", "One.\n\nTwo."),
    ("<figure><img src='a.jpg' alt='x'><figcaption>The two in 2019.</figcaption></figure><p>One.</p>", "One."),
    ("<p>One.</p><form><button>Subscribe</button></form><nav>Home</nav>Tail.", "One.\n\nTail."),
    ("<pre>a\nb</pre>", "a\nb"),
    ("<p>One.<!-- hidden --> Two.</p>", "One. Two."),
    ("<p>One.<p>Two.", "One.\n\nTwo."),
    ("Plain words, no markup.", "Plain words, no markup."),
    ("First.\n\nSecond &amp; last.", "First.\n\nSecond & last."),
    ("&lt;p&gt;Escaped twice.&lt;/p&gt;&lt;p&gt;Again.&lt;/p&gt;", "Escaped twice.\n\nAgain."),
    ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
    ("<p>nul\x00 and \x08controls</p>", "nul and controls"),
    ("<![CDATA[<p>One.</p>]]>", "One."),
    ("", ""),
    ("   ", ""),
    ("<img src='x'>", ""),
    ("<p>Emoji 🎉 and ä, Привет.</p>", "Emoji 🎉 and ä, Привет."),
]


@pytest.mark.parametrize(("markup", "expected"), HTML)
def test_the_text_of_html(markup: str, expected: str) -> None:
    assert text_of(markup, "text/html").replace("]]>", "") == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("One.\r\n\r\nTwo.", "One.\n\nTwo."),
        ("One\nline", "One\nline"),
        ("<p>not markup</p>", "<p>not markup</p>"),
        ("a &amp; b", "a &amp; b"),
        ("\n\n  One.  \n \n\n Two. ", "One.\n\nTwo."),
    ],
)
def test_plain_text_keeps_its_words_and_paragraphs(given_text: str, expected: str) -> None:
    assert text_of(given_text, "text/plain") == expected


@given(st.text(alphabet=st.sampled_from("<>&/;pbr \n\x00a='\"!-[]ä\ud800"), max_size=60))
def test_nothing_that_calls_itself_html_breaks_the_reader(markup: str) -> None:
    text = text_of(markup, "text/html")
    assert "\x00" not in text
    assert text == text.strip()
    assert "\n\n\n" not in text
    text.encode()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.sampled_from("ab \t\x0b\x85\xa0\u2003\u3000\x1c"), max_size=30))
def test_a_line_is_read_alike_whether_it_stands_alone_or_among_others(line: str) -> None:
    alone = text_of(line, "text/plain")
    assert alone == " ".join(line.replace("\x0b", " ").replace("\x1c", " ").split())
    assert text_of(f"One.\n\n{line}\n\nTwo.", "text/plain").split("\n\n") == [
        "One.",
        *([alone] if alone else []),
        "Two.",
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  A \n title ", "A title"),
        ("A <b>title</b>", "A title"),
        ("A &amp; B &#8211; C", "A & B – C"),
        ("a < b", "a < b"),
        ("x" * 3_000, "x" * 999 + "…"),
        ("\x00", ""),
    ],
)
def test_a_title_is_one_line(raw: str, expected: str) -> None:
    assert one_line(raw) == expected
