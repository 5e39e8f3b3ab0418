"""Plain text out of the HTML fragments that feeds carry. Quick enough to run over every entry of every poll."""

from __future__ import annotations

import html
import re
from typing import Any, Final

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

_DROPPED: Final = frozenset(
    """
    script style noscript template iframe object embed svg math canvas audio video form button select textarea input
    nav figcaption head title map
    """.split()
)
"""No prose of the article. A caption describes a picture, often of an earlier meeting, and asserts nothing."""

_BLOCKS: Final = frozenset(
    """
    p div section article header footer main aside blockquote pre h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody
    tfoot tr caption figure address hr details summary fieldset center body html
    """.split()
)

_CELLS: Final = frozenset(("td", "th"))
_TAG_LIKE: Final = re.compile(r"</?(?:p|br|div|span|a|strong|b|em|i|ul|li|h[1-6]|img|blockquote)\b[^<>]*>", re.I)
_BLANKS: Final = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
"""Blanks that are to become one space. Single spaces are not found, for nearly all are."""
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML forbids and PostgreSQL refuses (U+0000), and lone surrogates."""

_SHORT: Final = 300
"""Characters up to which ``isprintable``, which looks at each, is the quickest."""

_CONTROLS: Final = bytes((*(code for code in range(32) if code not in (9, 10, 13)), 127))


def _replaced(text: str, instead: str) -> str:
    """``text`` with ``instead`` in place of each forbidden character. Nearly all texts have none, which is found out in C."""
    if len(text) < _SHORT and text.isprintable():  # no control character, no surrogate, nothing that is no character
        return text
    if text.isascii():
        raw = text.encode()
        if len(raw.translate(None, _CONTROLS)) == len(raw):
            return text
    return _FORBIDDEN.sub(instead, text)


_PARSER: Final = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)


def text_of(content: str, content_type: str = "text/html") -> str:
    """The text of a feed's HTML (or plain) content: paragraphs separated by one empty line, blanks collapsed.

    Never fails: what cannot be parsed as HTML is taken as text. Content that was escaped twice is unwrapped twice.
    """
    content = _replaced(content, " ")
    if "html" not in content_type and "xml" not in content_type:
        return paragraphs(content)
    text = _from_html(content)
    if "<" in text and _TAG_LIKE.search(text):
        text = _from_html(text)
    return text


def storable(text: str) -> str:
    """``text`` without the characters that no XML may contain and that databases refuse; JSON and character references
    smuggle them in."""
    return _replaced(text, "")


def one_line(content: str, limit: int = 1_000) -> str:
    """A title as one line of plain text, cut at ``limit`` characters: titles of 50 MB have been sent."""
    content = _replaced(content[: limit * 20], " ")
    if "<" in content and _TAG_LIKE.search(content):
        content = _from_html(content)
    if "&" in content:
        content = html.unescape(content)
    line = " ".join(content.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _from_html(content: str) -> str:
    if "<" not in content:
        return paragraphs(html.unescape(content))
    try:
        root = lxml.html.document_fromstring(content.encode("utf-8", "replace"), parser=_PARSER)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return paragraphs(html.unescape(re.sub(r"<[^<>]*>", " ", content)))
    pieces: list[str] = []
    _walk(root, pieces)
    return paragraphs("".join(pieces))


def _walk(root: Any, pieces: list[str]) -> None:
    # By hand and not recursive: a thousand nested <div> are no rarity in hostile feeds.
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            if tag in _BLOCKS:
                pieces.append("\n\n")
            elif tag in _CELLS:
                pieces.append(" ")
            if element.tail and element is not root:
                pieces.append(element.tail.replace("\n", " "))
            continue
        if not tag or tag in _DROPPED:
            if tag == "hr":
                pieces.append("\n\n")
            if element.tail and element is not root:
                pieces.append(element.tail.replace("\n", " "))
            continue
        if tag == "br":
            pieces.append("\n")
        elif tag in _BLOCKS:
            pieces.append("\n\n")
        if element.text:
            pieces.append(element.text if tag == "pre" else element.text.replace("\n", " "))
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


_LINE_ENDS: Final = "\n\r\u2028\u2029"


def paragraphs(text: str) -> str:
    """Blanks collapsed, lines trimmed, one empty line between paragraphs."""
    if not any(end in text for end in _LINE_ENDS):
        return " ".join(text.split())
    text = _BLANKS.sub(
        " ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    )
    blocks = (block for block in re.split(r"\n\s*\n", text))
    lines = ("\n".join(line for line in (line.strip() for line in block.split("\n")) if line) for block in blocks)
    return "\n\n".join(block for block in lines if block)
