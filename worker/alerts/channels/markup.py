"""Plain text and Markdown, and how words that came out of an article are kept from being either.

An article is written by anybody. Its words reach chat rooms where an asterisk makes bold type, a bracket makes a link that
says one thing and leads to another, and ``@everyone`` rings a thousand telephones.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

from domain.messages import one_line


class Formatted(str):
    """Text in the markup of its channel: not to be escaped again."""

    __slots__ = ()


class Markup:
    """Plain text: nothing to escape, links written out."""

    name = "text"

    @property
    def plain(self) -> Markup:
        """The same without any type or links, for titles."""
        return self

    def escape(self, text: str) -> str:
        return text

    def finalize(self, value: Any) -> Any:
        """What Jinja writes for the value of an expression."""
        if isinstance(value, Formatted):
            return value
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            value = ", ".join("" if item is None else str(item) for item in value)
        elif inspect.isroutine(value):  # not callable(): what Jinja has for an undefined variable is that, too
            raise TypeError("that is no text")
        elif not isinstance(value, str):
            # Undefined among others: turning it into text is what tells that a variable is missing.
            value = str(value)
        return self.escape(value)

    def bold(self, value: Any) -> Formatted:
        return Formatted(self.finalize(value))

    def address(self, url: Any) -> Formatted:
        """``url`` fit for this markup, where it is a web address; else nothing."""
        return Formatted(one_line(url).replace(" ", "%20") if _is_web_address(url) else "")

    def link(self, value: Any, url: Any) -> Formatted:
        """``value``, leading to ``url`` where that is a web address."""
        return Formatted(f"{self.finalize(value)} {self.address(url)}".strip())


class Chat(Markup):
    """Plain text for a place where @ calls people."""

    name = "chat"

    def escape(self, text: str) -> str:
        return calling_nobody(text)


class Markdown(Markup):
    """CommonMark, which Apprise puts into the dialect of each service."""

    name = "markdown"

    @property
    def plain(self) -> Markup:
        return CHAT

    def escape(self, text: str) -> str:
        return "\n".join(_escaped_line(line) for line in calling_nobody(text).split("\n"))

    def bold(self, value: Any) -> Formatted:
        words = self.finalize(value).strip()
        return Formatted(f"**{words}**" if words else "")

    def link(self, value: Any, url: Any) -> Formatted:
        words, address = self.finalize(value), self.address(url)
        if not isinstance(value, Formatted):
            # Some dialects know no escapes within a link: its words could close it and open another.
            words = words.replace("\\[", "(").replace("\\]", ")")
        return Formatted(f"[{words or address}]({address})" if address else words)

    def address(self, url: Any) -> Formatted:
        return Formatted("".join(_ENCODED.get(c, c) for c in super().address(url)))


PLAIN = Markup()
CHAT = Chat()
MARKDOWN = Markdown()

_INLINE = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?[0-9A-Za-z]{1,32};)")
"""What means something within a line: emphasis, code, links, raw HTML, strike-through, spoilers and tables, entities."""

_FIRST = re.compile(r"(?:[#+=-]|\d{1,9}(?=[.)]))")
"""What means something at its beginning: headings, lists, rules."""


def _escaped_line(line: str) -> str:
    escaped = _INLINE.sub(lambda match: "\\" + match[0], line)
    # Not every dialect knows escapes; what stands apart makes a link in none.
    escaped = escaped.replace("](", "]\u200b(")
    if match := _FIRST.match(escaped):
        first = match[0]
        # "1." is a list, "1\." is not; a backslash before a digit would stay visible.
        escaped = f"{first}\\{escaped[len(first) :]}" if first.isdigit() else f"\\{escaped}"
    return escaped


_CALLING = re.compile(r"(?<![\w.])@(?=\w)")


def calling_nobody(text: str) -> str:
    """``text`` with a mark of no width behind every @ that begins a word, so that no chat takes it for a call to somebody;
    mail addresses stay as they are."""
    return _CALLING.sub("@\u200b", text)


def _is_web_address(url: Any) -> bool:
    return isinstance(url, str) and len(url) <= 2000 and re.match(r"https?://[^\s/]", url) is not None


_ENCODED = {c: f"%{ord(c):02X}" for c in "()<>[]\\\"'`|*_~{}^"}
# An underscore is as good encoded (RFC 3986, section 2.3), and cannot start emphasis in dialects that look into links.
