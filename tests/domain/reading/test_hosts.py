"""Who hosts is a party only where it sits at the table."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading import RuleExtractor

READER = RuleExtractor()
FRIDAY = date(2022, 3, 4)


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("Norway will host grain talks between Ukraine and Turkey on March 9 in Oslo.", ("TR", "UA")),
        ("Saudi Arabia will host talks between Russian and U.S. officials in Riyadh on Tuesday.", ("RU", "US")),
        ("Switzerland hosts a meeting between the foreign ministers of Iran and Britain on Monday.", ("GB", "IR")),
        # A leader who hosts others sits with them; so does a state that talks *with* its guests.
        (
            "Turkish President Recep Tayyip Erdogan will host talks between the presidents of Iran and Russia on Tuesday.",
            ("IR", "RU", "TR"),
        ),
        ("Egypt will host the leaders of Jordan and Iraq on Sunday.", ("EG", "IQ", "JO")),
        ("Saudi Arabia hosted talks with Iran and Iraq on Thursday.", ("IQ", "IR", "SA")),
    ],
)
def test_a_state_that_lends_the_room_is_no_party(sentence: str, parties: tuple[str, ...]) -> None:
    (report,) = READER.extract(sentence, FRIDAY).reports
    assert report.parties == parties
