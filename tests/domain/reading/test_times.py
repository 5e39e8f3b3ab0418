"""Reading dates and times: phrase beside publication day and the readings a careful desk would give."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.times import find_times

WEDNESDAY = date(2024, 1, 10)


@pytest.mark.parametrize(
    ("sentence", "text", "past", "future"),
    [
        ("They will meet on Friday in Geneva.", "Friday", "2024-01-05", "2024-01-12"),
        ("They will meet on Wednesday.", "Wednesday", "2024-01-10", "2024-01-10"),
        ("The summit runs January 10–12.", "January 10–12", "2024-01-10..2024-01-12", "2024-01-10..2024-01-12"),
        ("Envoys return next week.", "next week", "2024-01-15..2024-01-21", "2024-01-15..2024-01-21"),
    ],
)
def test_common_forms_have_a_past_and_a_future_reading(sentence: str, text: str, past: str, future: str) -> None:
    (mention,) = find_times(sentence, WEDNESDAY)
    assert mention.text == text
    shown = []
    for when in (mention.past, mention.future):
        assert when is not None
        shown.append(str(when.start) if when.start == when.end else f"{when.start}..{when.end}")
    assert shown == [past, future]
