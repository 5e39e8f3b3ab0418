"""Sentence boundaries in news English: abbreviations, initials, decimals, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ABBREVIATIONS: Final = frozenset(
    """jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr prof gen lt col maj sgt capt cmdr adm brig rev hon sen rep gov pres
    st mt ft u.s u.n u.k e.u d.c a.m p.m no nos vs etc inc ltd co corp jr sr bros dept est approx fig al eg ie e.g i.e cf min mon tue tues
    wed thu thurs fri sat sun ave blvd univ assn dist sq ph.d m.a b.a messrs mme mlle amb supt det atty n.y calif conn mass penn va ga fla u.a.e""".split()
)
_MAY_END: Final = frozenset("u.s u.n u.k e.u d.c a.m p.m jr sr inc ltd co corp etc u.a.e n.y".split())
"""Abbreviations that may also close a sentence: they do where a capitalised function word follows."""
_STARTERS: Final = frozenset(
    """the a an this that these those he she it they we i you in on at after before but and while although though however meanwhile when if as for
    his her its their there both some many most last next earlier later since during under with by from no not now then other others such
    another each several two three one what who where why how""".split()
)
_BREAK: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+|$)|[.!?](?=[A-Z][a-z]+ [a-z])")
_WORD_BEFORE: Final = re.compile(r"[\w.]+$")
_NEXT: Final = re.compile(r"\s*[\"'“‘«(\[`]*([^\W_]+|.)?")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each sentence of ``text[start:end]``, without surrounding white space."""
    stop = len(text) if end is None else end
    begin = start
    for match in _BREAK.finditer(text, start, stop):
        if not _is_boundary(text, match, begin, stop):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, stop)


def _is_boundary(text: str, match: re.Match[str], begin: int, stop: int) -> bool:
    if match.end() >= stop:
        return True
    following = _NEXT.match(text, match.end())
    word = (following[1] or "") if following else ""
    mark = match[0]
    if mark[0] == "." and mark != "..." and len(mark.rstrip("\"'”’»)]")) == 1:
        before = _WORD_BEFORE.search(text, max(begin, match.start() - 24), match.start())
        token = before[0].lower() if before else ""
        if token in _ABBREVIATIONS:
            return token in _MAY_END and word.lower() in _STARTERS and word[:1].isupper()
        if len(token) == 1 and token.isalpha() and text[match.start() - 1].isupper():
            return word.lower() in _STARTERS and word[:1].isupper() and token not in "abcdefghjklmnopqrstuvwxyz"
        if (
            "." in token
            and len(token) <= 7
            and token.replace(".", "").isalpha()
            and all(len(part) == 1 for part in token.split(".") if part)
        ):
            return word.lower() in _STARTERS and word[:1].isupper()
        if token.isdigit() and word[:1].isdigit():
            return False
    if not word:
        return True
    if mark[0] == "…" or mark.startswith(".."):
        return word[:1].isupper()
    return word[:1].isupper() or word[:1].isdigit() or word[:1] in "•–—-$€£#*" or not word[:1].isalpha()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
