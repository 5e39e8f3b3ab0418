"""Only prose asserts a meeting: what the other lines of a news page are recognised by."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading import RuleExtractor
from domain.reading.blocks import BlockKind, blocks

KINDS = {
    "Delegates arrive for the opening of the talks in Oslo. (Jane Doe/AFP via Getty Images)": BlockKind.CAPTION,
    "(L) President Alar Karis in Tallinn. (R) President Sauli Niinisto in Helsinki.": BlockKind.CAPTION,
    "The ministers shake hands before their meeting in Bern on 3 May. Photo: pool": BlockKind.CAPTION,
    "FILE PHOTO: The two presidents meet in Vienna in 2019": BlockKind.CAPTION,
    "Rescue workers in the harbour of Manta. LUIS PEREZ / AFP - Getty Images": BlockKind.CAPTION,
    "(Reporting by Ann Example in Oslo; Editing by Bob Sample)": BlockKind.BYLINE,
    "Additional reporting by Ann Example": BlockKind.BYLINE,
    "By Ann Example and Bob Sample": BlockKind.BYLINE,
    "Our agency contributed to this report.": BlockKind.BYLINE,
    "###": BlockKind.BYLINE,
    "Sign up for our newsletter": BlockKind.BOILERPLATE,
    "Read more: Ministers to meet in Oslo on Friday": BlockKind.BOILERPLATE,
    "Copyright 2024 The Example Press. All rights reserved.": BlockKind.BOILERPLATE,
    "By signing up you accept our terms of use and privacy policy.": BlockKind.BOILERPLATE,
    "Correction: an earlier version of this story said the talks were in Bonn.": BlockKind.CORRECTION,
    "14:05 GMT": BlockKind.STAMP,
    "Updated at 3:20 p.m. EDT": BlockKind.STAMP,
    "A DIFFICULT NEIGHBOUR": BlockKind.HEADING,
    "The foreign ministers of Norway and Poland will meet in Oslo on Friday.": BlockKind.PROSE,
}


@pytest.mark.parametrize(("line", "kind"), KINDS.items(), ids=lambda value: str(value)[:50])
def test_a_line_is_recognised(line: str, kind: BlockKind) -> None:
    assert [block.kind for block in blocks(line)] == [kind]


DATELINES = {
    "OSLO, March 3 (HPA) - The ministers will meet.": "OSLO, March 3 (HPA) - ",
    "WASHINGTON — The president said.": "WASHINGTON — ",
    "GENEVA/VIENNA Negotiators arrived.": "GENEVA/VIENNA ",
    "TEL AVIV, Israel, June 19 (UPI) -- The minister said.": "TEL AVIV, Israel, June 19 (UPI) -- ",
    "LONDON U.S. President Joe Biden arrived.": "LONDON ",
    "WTO Director-General Pascal Lamy will attend.": "",
    "THE PRESIDENT: I will go to Oslo.": "",
    "A U.N. Security Council resolution was adopted.": "",
    "The EU – a union of states – agreed.": "",
}


@pytest.mark.parametrize(("line", "expected"), DATELINES.items(), ids=lambda value: str(value)[:40])
def test_a_dateline_is_cut_from_the_prose(line: str, expected: str) -> None:
    (block,) = blocks(line)
    assert line[block.start : block.body] == expected


def test_the_headline_repeated_in_the_text_is_no_prose() -> None:
    kinds = [block.kind for block in blocks("Ministers to Meet\nThe ministers will meet.", "Ministers to meet")]
    assert kinds == [BlockKind.HEADLINE, BlockKind.PROSE]


def test_the_linked_headline_under_a_read_more_asserts_nothing() -> None:
    text = "The minister was silent.\nRead more\nRussia and Iran to meet in Baku on Friday\n"
    assert RuleExtractor().extract(text, date(2024, 1, 10)).reports == ()


def test_a_line_broken_after_a_comma_is_read_on() -> None:
    text = "The ministers of Britain, France,\nGermany and Italy will meet in Rome on Friday."
    (block,) = blocks(text)
    assert text[block.start : block.end] == text
