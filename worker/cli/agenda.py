"""The table of ``parley status``, in lines of text.

Rich would take as long to be imported as the database takes to answer, and 0.7 ms for each meeting: a thousand meetings took it
three times what all else of ``parley status`` takes. A table of six columns needs no more than this.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from domain.talks.model import MeetingView
from domain.talks.status import display_status, format_parties, format_when, format_where
from worker.names import party_names

SHORT_ID = 6
"""Characters of a meeting id that are shown; commands take any unambiguous beginning."""

STATUS_STYLE = {
    "scheduled": "green",
    "tentative": "yellow",
    "proposed": "blue",
    "postponed": "magenta",
    "cancelled": "red",
    "underway": "bold green",
    "concluded": "dim",
    "awaiting outcome": "cyan",
}

SGR = {"bold": "1", "dim": "2", "strike": "9"} | {
    name: str(code) for code, name in enumerate(("red", "green", "yellow", "blue", "magenta", "cyan"), 31)
}
"""Styles as terminals know them (ECMA-48, Select Graphic Rendition)."""

HEADINGS = ("when", "who", "where", "status", "voices", "id")
VOICES, ID = 4, 5
GAP = "  "
SHRINK = ((1, 18), (2, 8), (3, 11), (0, 11))
"""Columns that are folded where the screen is narrow, in this order, and what is left to each."""

_AFTER_A_DASH = re.compile(r"(?<=–)")

Part = tuple[str, str]
"""Words and their style."""
Cell = tuple[Part, ...]


def colourful() -> bool:
    """Whether stdout takes styles: a terminal does, unless ``NO_COLOR`` or ``TERM=dumb`` says otherwise."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def room() -> int | None:
    """The columns there are: of the terminal, or as ``COLUMNS`` says. None where stdout is neither, for a file has no edge."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None


def page(
    views: Sequence[MeetingView],
    today: date,
    *,
    width: int | None,
    colour: bool,
    hidden: int = 0,
    more: int = 0,
    title: str | None = None,
    nothing: str = "No meeting is known.",
) -> Iterator[str]:
    """The table with its title, and below it what its signs mean and what it leaves out: ``hidden`` meetings that are long
    over, and ``more`` that come after these. ``nothing`` is said where there is none to show."""

    def told(words: str, style: str) -> str:
        return _styled(words, style) if colour else words

    if not views:
        yield (f"No meeting is ahead; {hidden} that are long over are shown by --all." if hidden else nothing)
        return
    if title:
        yield told(_printable(title), "bold")
    rows = [_cells(view, today) for view in views]
    yield from _table(rows, width, colour)
    state = [part for row in rows for part in row[3]]
    if any(words == "?" for words, _ in state):
        yield told("?", "bold cyan") + told(" its days are over and no outcome is reported", "dim")
    if any(words == "*" for words, _ in state):
        yield told("*", "bold yellow") + told(" put right by a person: see 'parley meeting ID'", "dim")
    if more:
        yield told(
            f"{more} more meeting{'s come' if more > 1 else ' comes'} after these; leave out --limit to see all", "dim"
        )
    if hidden:
        yield told(
            f"{hidden} meeting{'s' if hidden > 1 else ''} long over {'are' if hidden > 1 else 'is'} shown by --all",
            "dim",
        )


def table(views: Sequence[MeetingView], today: date, *, width: int | None, colour: bool) -> Iterator[str]:
    """The table alone."""
    return _table([_cells(view, today) for view in views], width, colour)


def _cells(view: MeetingView, today: date) -> tuple[Cell, ...]:
    names = party_names()
    facts = view.facts
    now = facts.status.value
    state: list[Part] = [(now, STATUS_STYLE.get(now, ""))]
    if display_status(view, today) != now:
        state.append(("?", "bold cyan"))
    if view.disputes:
        state.append(("disputed", "bold red"))
    if view.corrections:
        state.append(("*", "bold yellow"))
    return (
        ((_printable(format_when(facts.when)), "strike" if now in ("cancelled", "postponed") else ""),),
        ((_printable(format_parties(facts.parties, names)), ""),),
        ((_printable(format_where(facts.where, names, facts.format)), ""),),
        tuple(state),
        ((str(view.voices), ""),),
        ((view.meeting_id[:SHORT_ID], "dim"),),
    )


def _table(rows: Sequence[tuple[Cell, ...]], width: int | None, colour: bool) -> Iterator[str]:
    broad = [[_breadth(cell) for cell in row] for row in rows]
    widths = [max(cells(heading), *(own[n] for own in broad)) for n, heading in enumerate(HEADINGS)]
    whole = list(widths)
    if width is not None:
        over = sum(widths) + len(GAP) * (len(widths) - 1) - width
        for n, least in SHRINK:
            given = min(over, max(0, widths[n] - least))
            if given > 0:
                widths[n] -= given
                over -= given
    yield _line(
        [((heading, "bold"),) for heading in HEADINGS], [cells(heading) for heading in HEADINGS], widths, colour
    )
    yield _line([(("─" * breadth, ""),) for breadth in widths], widths, widths, colour)
    narrowed = [n for n in range(len(widths)) if widths[n] < whole[n]]
    for row, own in zip(rows, broad, strict=True):
        if all(own[n] <= widths[n] for n in narrowed):
            yield _line(row, own, widths, colour)
            continue
        folded = [list(_folded(cell, widths[n])) for n, cell in enumerate(row)]
        for n in range(max(map(len, folded))):
            part = [lines[n] if n < len(lines) else () for lines in folded]
            yield _line(part, [_breadth(cell) for cell in part], widths, colour)


def _line(row: Sequence[Cell], broad: Sequence[int], widths: Sequence[int], colour: bool) -> str:
    found = []
    for n, cell in enumerate(row):
        padding = " " * (widths[n] - broad[n])
        if colour:
            shown = " ".join([_styled(words, style) if style else words for words, style in cell])
        else:
            shown = " ".join([words for words, _ in cell])
        found.append(padding + shown if n == VOICES else shown + padding)
    return GAP.join(found).rstrip()


def _styled(words: str, style: str) -> str:
    return f"\x1b[{';'.join(SGR[name] for name in style.split())}m{words}\x1b[0m" if words else ""


def _folded(cell: Cell, width: int) -> Iterator[Cell]:
    """The cell over several lines, broken between words and parties, and within one only where it is longer than a line."""
    line: list[Part] = []
    used = 0
    for words, style in cell:
        for word in words.split(" "):
            gap = " " if line else ""
            for piece in _AFTER_A_DASH.split(word):
                if used + len(gap) + cells(piece) > width and line:
                    yield tuple(line)
                    line, used, gap = [], 0, ""
                while cells(piece) > width:
                    kept = _beginning(piece, width)
                    yield ((kept, style),)
                    piece = piece[len(kept) :]
                if line and style == line[-1][1]:
                    line[-1] = (f"{line[-1][0]}{gap}{piece}", style)
                else:
                    line.append((piece, style))
                used += len(gap) + cells(piece)
                gap = ""
    if line:
        yield tuple(line)


def _beginning(word: str, width: int) -> str:
    used = 0
    for n, character in enumerate(word):
        used += cells(character)
        if used > width and n:
            return word[:n]
    return word


def _breadth(cell: Cell) -> int:
    return sum([cells(words) for words, _ in cell]) + max(0, len(cell) - 1)


@lru_cache(maxsize=4096)
def cells(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide character (UAX #11), none for a mark on another one."""
    if text.isascii():
        return len(text)
    return sum(
        [0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text]
    )


def _printable(text: str) -> str:
    """Names and places come out of articles: nothing in them may move the cursor, ring or colour."""
    return text if text.isprintable() else "".join([c if c.isprintable() else " " for c in text])
