"""Paragraphs and what they are: only prose (and, more weakly, the headline) may assert a meeting.

News pages arrive as lines of text in which captions, bylines, agency sign-offs, newsletter boxes and links to
other stories stand between the paragraphs. Each line becomes a block; the kind of a block is decided from the line
itself and, for a caption's lead line, from the line after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final


class BlockKind(StrEnum):
    PROSE = "prose"
    CAPTION = "caption"
    BYLINE = "byline"
    BOILERPLATE = "boilerplate"
    CORRECTION = "correction"
    HEADING = "heading"
    HEADLINE = "headline"
    """The article's own headline, repeated in its text."""
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    start: int
    end: int
    body: int
    """Where the prose itself begins, after a dateline or agency slug; ``start`` where there is none."""


MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,7}\.?"

_AGENCY: Final = r"(?:AFP|AP|Reuters|REUTERS|UPI|Xinhua|TASS|ITAR-TASS|Interfax|DPA|dpa|ANSA|EFE|PTI|ANI|IRNA|KUNA|SPA|WAM|PA|Yonhap|Kyodo|NTB|RIA|APA|TAP|MENA|SANA|PNA|BTA|CNN|BBC|VOA|Bloomberg)"

_CREDIT: Final = re.compile(
    rf"(?:\([^()\n]{{0,160}}(?:Getty|/(?:AFP|AP|EPA|Pool|POOL|Reuters|REUTERS)|{_AGENCY}\s*(?:Photo|via)|via (?:AP|REUTERS|Reuters|AFP)|Photo:|File Photo|file photo|AP Photo|Handout|handout|Shutterstock|Anadolu)[^()\n]{{0,160}}\)\s*$"
    r"|\b(?:Photo|Photograph|Picture|Image)s?\s?(?::|by\b|courtesy\b)[^.]{0,80}\.?\s*$"
    r"|^(?:Photo|Image|Picture|Credit|Video|FILE PHOTO|File photo|FILE|File|WATCH|Watch|GRAPHIC|Graphic)\s?(?:[:\-–—]|by\b)"
    r"|[A-Z .]{4,40}(?:/| - | – |, )\s?(?:AFP|AP|EPA|Reuters|REUTERS|Getty)\b[^.]{0,40}$"
    r"|\b(?:AFP|AP|EPA|Reuters|POOL|Pool)\s?[/-]\s?(?:Getty Images|AFP|AP|Pool|POOL)\s*$"
    r"|©|^\(L\)|\(L\)[^\n]{0,200}\(R\)|\((?:pictured|Pictured|left|right|L|R|C|centre|center)\)|\b(?:REUTERS|Reuters|AFP|AP|EPA|Getty Images)/[A-Z][\w.\- ]{2,40}$)"
)
_PLACED: Final = re.compile(
    r"(?i)\((?:[\w ]{1,30}, )?(?:(?:far |second |third |front |top |bottom )?(?:left|right|centre|center)|(?:second|third) from (?:the )?(?:left|right)|at (?:the )?(?:front|back|rear|centre|center|left|right)"
    r"|(?:front|back) row|foreground|background|wearing|seen|pictured|on screen|standing|seated|back to camera)\b[^()\n]{0,60}\)"
)
"""Where in a picture somebody is ("(at the front, wearing a mask)"): a caption, where the line ends without a full stop."""
_CREDIT_MARKS: Final = (
    "(",
    "/",
    "©",
    "hoto",
    "HOTO",
    "icture",
    "mage",
    "redit",
    "Video",
    "FILE",
    "File",
    "WATCH",
    "Watch",
    "raphic",
    "AFP",
    "Reuters",
    "EPA",
    "Getty",
    "AP",
)
"""One of these stands in every credit; a cheap test before the expression."""

_BOX: Final = re.compile(
    r"(?i)^\W{0,3}(?:sign up\b|subscribe\b|newsletter|get (?:the|our) (?:\w+ ){0,3}(?:newsletter|briefing|stories|app)|read more\b|read (?:or|also|next|the full)|see also\b|also read\b|"
    r"related\b.{0,3}|more (?:on|from|stories|about) (?:this|the|our|\w+:?$)|advertisement\b|story continues|continue reading|click here|follow us|follow .{1,30} on (?:twitter|facebook|x)\b|share this|"
    r"join (?:the|our) (?:debate|newsletter|channel|conversation)|download (?:the|our)|stay informed|what you need to know|by (?:registering|signing up|subscribing)|privacy policy|terms of (?:use|service)|"
    r"copyright\b|all rights reserved|\(?c\) ?\d{4}|most (?:read|popular|viewed)|trending|recommended|in other news|you may also like|watch (?:live|now|:)|listen (?:to|now)|don.t miss|support (?:our|the) |donate\b|"
    r"tags?:|topics?:|filed under|view comments|comments\b.{0,12}$|reach .{2,40} on twitter|contact (?:the|us)|editor.s note|about the author|our standards|this (?:article|story|report) (?:was|is|has been) (?:originally|first|also|updated|amended|corrected)|"
    r"[\w ]{0,20}newsletter icon|\w+ photo$|top stories|breaking news alerts|live updates\b|what to (?:read|watch))"
)
_LINKED: Final = re.compile(
    r"(?i)^(?:read more|see also|also read|related(?: stor(?:y|ies)| articles?| coverage| news)?|more on this(?: story)?|read next|in other news|most read|top stories|recommended|live updates)\s?[:\-–—|]"
)
_SIGNOFF: Final = re.compile(
    r"(?i)^\W{0,2}(?:\(?\s?(?:additional |with )?(?:reporting|writing|editing|compiled|edited|written)\b.{0,20}\bby\b|\(?\s?with (?:files|reporting|additional)\b|.{0,60}\bcontributed to this (?:report|article|story)|"
    r"by [A-Z][\w.'’\- ]{2,60}(?:\||$|,? (?:ap|afp|reuters|staff|correspondent))|[\w./]{2,20}/[\w./]{2,20}$|source:|\(?editing by|\(\$?1 =|\(?\w+ = .{3,20}(?:euros?|dollars?|pounds?)\)|#{2,}|-30-|ends?$|enditem|_{3,}|-{2,}$|\*{3,})"
)
_BYLINE: Final = re.compile(
    r"^By [A-Z][\w.'’\-]+(?: (?:[A-Z][\w.'’\-]*|and|in|for|of|de|van|von|al|bin)){1,10}[,|]?.{0,60}$"
)
_CORRECTION: Final = re.compile(
    r"(?i)^\W{0,3}(?:correction|clarification|corrects?\b|\(?corrects |this (?:story|article|report|version) (?:corrects|has been corrected)|an earlier version|a previous version|refiles|\(?refiles |\(?recasts|recasts )"
)
_STAMP: Final = re.compile(
    rf"(?i)^\W{{0,3}}(?:\d{{1,2}}[:.h]\d{{2}}(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{{2,5}})?|updated?(?: at| on|:)|(?:first )?published(?: at| on|:)|posted(?: at| on|:)|last (?:updated|modified)|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? {MONTH} \d{{1,2}})[^\n]{{0,40}}$"
)
_BREAK: Final = re.compile(r"[\n\r]+")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*\s*$")

_DAY: Final = rf"(?:{MONTH}\s?\d{{1,2}}|\d{{1,2}}\s{MONTH})(?:,?\s\d{{4}})?"
DATELINE: Final = re.compile(
    rf"""(?x)^\s*
    (?:
      (?P<place>(?:[A-ZÀ-Þ][A-ZÀ-Þ'’\-]{{2,20}}|ST\.)(?:[ ][A-ZÀ-Þ][A-ZÀ-Þ'’\-]{{1,20}}){{0,3}}(?:/[A-ZÀ-Þ][A-ZÀ-Þ'’\- ]{{2,30}}){{0,3}})      # CAPITALS
      (?:
        (?:,\s?[A-Z][\w.'’]{{1,20}}(?:[ ][A-Z][\w.'’]{{1,20}})?)?                           # , Israel
        (?:,\s?{_DAY})?                                                                      # , June 19
        (?:\s?\(\s?[A-Z][\w., /–-]{{1,60}}\)\s?(?:[-–—_]{{1,2}}|:|(?=[A-Z"“]))|\s?(?:[-–—_]{{1,2}}|:)|\.\s?/[A-Z-]{{2,14}}/\.?)\s*
      |
        (?:,\s?[A-Z][\w.'’]{{1,20}})?\s+(?=[A-Z"“'‘])
      )
    |
      (?P<place2>(?!The[ ]|A[ ]|In[ ])[A-Z][\w.'’\-]+(?:[ ][A-Z][\w.'’\-]+){{0,2}})                                # Mixed case needs a dash or an agency
      (?:,\s?[A-Z][\w.'’ ]{{1,24}})?
      (?:,\s?{_DAY})?
      (?:\s?\(\s?(?:{_AGENCY}[^)]{{0,20}}|[A-Z]{{2,8}})\)\s?(?:[-–—_]{{1,2}}|:)?|\s(?:[–—]|--)\s?|(?:,\s?{_DAY}|\s?\({_DAY}\)|\s?\|\s?{_DAY})\s?(?:[-–—]{{1,2}}(?!\s?\d)|:|\|)|:(?=\s))\s*
    |
      {_DAY}\s?(?:\(\s?(?P<place3>[A-ZÀ-Þ][A-ZÀ-Þ'’\- ]{{2,30}})\)\s?(?:[-–—]{{1,2}}|:)?|[-–—]{{1,2}}(?!\s?\d)|:)\s*   # January 14, 2015 (NAIROBI) –
    )"""
)
_SLUG: Final = re.compile(rf"^\s*(?:\(?\s?{_AGENCY}\s?\)?\s?(?:[-–—]{{1,2}}|:)\s*)")
_NOT_DATELINE: Final = frozenset(
    "EU UN US UK U.S. U.N. NATO OSCE IAEA G7 G20 THE PRESIDENT BREAKING UPDATE EXCLUSIVE WATCH LIVE ANALYSIS OPINION Q A MS MR AIDE MODERATOR EAM NSA PM FM DPM CM HH HE HM HRH MEA MOFA WTO IMF OPEC ASEAN APEC IAEA IGAD ECOWAS SAARC BRICS".split()
)


def _normal(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


_WRAP_WIDTH: Final = 110
"""No line of a hard-wrapped text is longer than this many characters, and hardly one that goes on shorter than 35."""


def unwrap(text: str) -> str:
    """``text`` with the line breaks inside sentences made blanks, where it is wrapped at a fixed width; same length.

    Old wire copy and mailing lists break lines every 60 to 80 characters; a page's paragraphs are one line each.
    """
    lines = text.split("\n")
    told = [len(line) for line in lines if line.strip()]
    if len(told) < 4 or max(told) > _WRAP_WIDTH:
        return text
    goes_on = [
        len(line) >= 35 and bool(after.strip()) and not _SENTENCE_END.search(line) for line, after in pairwise(lines)
    ]
    if sum(goes_on) * 5 < len(told) * 2:
        return text
    parts = [lines[0]]
    for on, line in zip(goes_on, lines[1:], strict=True):
        parts += (" " if on else "\n", line)
    return "".join(parts)


_STOPS: Final = re.compile(
    r"(, [A-Z][\w.'’-]{2,15}(?: [A-Z][\w.'’-]{1,15})?);(?= (?:and )?[A-Z][\w.'’-]{1,15}(?: [A-Z][\w.'’-]{1,15}){0,2}, [A-Z])"
)


def joined_stops(text: str) -> str:
    """ "to Nairobi, Kenya; Kampala, Uganda; and Kigali, Rwanda": the stops of a journey joined by commas; same length."""
    return _STOPS.sub(r"\1,", text) if ";" in text else text


def blocks(text: str, title: str = "") -> Iterator[Block]:
    """Yield the blocks of ``text`` in order; every non-empty line belongs to exactly one."""
    headline = _normal(title)
    lines = list(_lines(text))
    after_box = False
    for index, (start, end) in enumerate(lines):
        line = text[start:end].strip()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        kind = _kind(line, headline, first=index < 4)
        if after_box and kind is BlockKind.PROSE and len(line) < 160 and not _SENTENCE_END.search(line):
            kind = BlockKind.BOILERPLATE  # the linked headline under a "Read more"
        after_box = (
            kind is BlockKind.BOILERPLATE
            and len(line) < 60
            and bool(re.match(r"(?i)\W{0,3}(?:read|related|more|see|also|most|top|recomm|trending|in other)", line))
        )
        body = start
        if kind is BlockKind.PROSE:
            body = _body(text, start, end)
        yield Block(kind, start, end, body)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines with something on them; one that breaks off after a comma goes together with the next."""
    begin = 0
    pending: int | None = None
    for stop in [*(m.start() for m in _BREAK.finditer(text)), len(text)]:
        piece = text[begin:stop].strip()
        if piece:
            start = begin if pending is None else pending
            pending = start if piece[-1] == "," and stop < len(text) else None
            if pending is None:
                yield start, stop
        begin = stop + 1
    if pending is not None:
        yield pending, len(text)


def _kind(line: str, headline: str, *, first: bool) -> BlockKind:
    length = len(line)
    if headline and length < 300 and _normal(line) == headline:
        return BlockKind.HEADLINE
    if _CORRECTION.match(line):
        return BlockKind.CORRECTION
    if _LINKED.match(line) and length < 300:
        return BlockKind.BOILERPLATE
    if line.count(" • ") + line.count(" | ") >= 3:
        return BlockKind.BOILERPLATE  # headlines of other stories in a row
    if length < 240 and _BOX.match(line) and not _looks_like_news(line):
        return BlockKind.BOILERPLATE
    if _SIGNOFF.match(line) or (
        line[0] == "(" and line[-1] == ")" and re.search(r"(?i)\b(?:reporting|writing|editing) by\b", line)
    ):
        return BlockKind.BYLINE
    if _BYLINE.match(line) and length < 120:
        return BlockKind.BYLINE
    if length < 90 and _STAMP.match(line) and not _SENTENCE_END.search(line):
        return BlockKind.STAMP
    if length < 700 and any(mark in line for mark in _CREDIT_MARKS) and _CREDIT.search(line):
        return BlockKind.CAPTION
    if length < 300 and "(" in line and _PLACED.search(line) and not _SENTENCE_END.search(line):
        return BlockKind.CAPTION
    if (
        length < 90
        and not _SENTENCE_END.search(line)
        and (
            line.upper() == line
            or (length < 60 and not re.search(r"[a-z]{2,}[,;]? (?:will|is|are|was|were|has|have|to|said|met)\b", line))
        )
    ):
        return BlockKind.HEADING
    return BlockKind.PROSE


def _looks_like_news(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and len(line) > 120


def _body(text: str, start: int, end: int) -> int:
    head = text[start : min(end, start + 140)]
    match = DATELINE.match(head)
    if match:
        place = (match["place"] or match["place2"] or match["place3"] or "").strip(" -")
        rest = head[match.end() :]
        if (
            not _NOT_DATELINE.intersection(place.replace("/", " ").split())
            and rest
            and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"“‘'(`")
        ):
            return start + match.end()
    match = _SLUG.match(head)
    return start + match.end() if match else start


def dateline(text: str, block: Block) -> tuple[int, int] | None:
    """The span of a prose block's dateline, for the place that "here" means; ``None`` without one."""
    return (block.start, block.body) if block.body > block.start else None
