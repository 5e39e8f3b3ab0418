"""Where sentences end in news English, and where they only seem to."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.sentences import sentences

SPLITS = {
    "They met on Jan. 10 in Geneva. They will meet again.": ["They met on Jan. 10 in Geneva.", "They will meet again."],
    "U.S. President Joe Biden spoke. He left.": ["U.S. President Joe Biden spoke.", "He left."],
    "He returned to the U.S. The talks go on.": ["He returned to the U.S.", "The talks go on."],
    "Mr. Smith and Dr. Jones agreed.": ["Mr. Smith and Dr. Jones agreed."],
    "John F. Kennedy was president.": ["John F. Kennedy was president."],
    'She said "We will meet." He nodded.': ['She said "We will meet."', "He nodded."],
    "It begins at 11 a.m. on Friday.": ["It begins at 11 a.m. on Friday."],
    "Prices rose 3.5 percent. Wages fell.": ["Prices rose 3.5 percent.", "Wages fell."],
    "Will they meet? Nobody knows!": ["Will they meet?", "Nobody knows!"],
    "The U.N. envoy will travel. Gen. Ali stays.": ["The U.N. envoy will travel.", "Gen. Ali stays."],
    "Talks resume Sept. 3. Nothing else is known.": ["Talks resume Sept. 3.", "Nothing else is known."],
}


@pytest.mark.parametrize(("text", "expected"), SPLITS.items(), ids=lambda value: str(value)[:40])
def test_text_is_split_into_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(max_size=400))
def test_sentences_are_in_order_trimmed_and_cover_everything_but_white_space(text: str) -> None:
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    rest = [
        text[a:b]
        for a, b in zip([0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)], strict=True)
    ]
    assert "".join(rest).strip() == ""
