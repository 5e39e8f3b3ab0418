"""A few hundred mutated articles of a fixed seed; ``make fuzz`` reads on."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading import RuleExtractor
from tests.domain.reading.fuzzing import Breeder, Case, complaint


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_to_an_article_it_is_read_without_failing_quoted_exactly_and_the_same_twice(seed: int) -> None:
    reader, breeder = RuleExtractor(), Breeder(seed)
    for _ in range(60):
        case = breeder.case()
        found = complaint(reader, case)
        assert found is None or found.startswith("is slow"), f"{found}: {case!r}"


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "text",
    [
        "Iranian Foreign Minister Abbas Araghchi arrived in Hanoi on Friday for a two-day visit.",
        "Iran and Oman ended two days of talks in Muscat on Saturday.",
        "Iran and Oman will hold talks in Muscat on 9999-12-31, the last day of a five-day visit by the Omani foreign minister.",
        "Japan and Iran are to hold talks within 90 days, the two foreign ministers said after a three-day visit last week.",
    ],
)
def test_the_ends_of_the_calendar_are_no_reason_to_fail(text: str, published: date) -> None:
    found = complaint(RuleExtractor(), Case(text, "", published))
    assert found is None or found.startswith("is slow"), found
