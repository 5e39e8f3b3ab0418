"""Constructions of news prose that name a meeting's parties or day in a roundabout way.

Reports are written as in ``test_sentences_to_reports``; the publication day is Wednesday, 10 January 2024.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_changes_in_schedules import read

SEVERAL_GUESTS = {
    "Scholz invited Italian Prime Minister Giorgia Meloni and Danish Prime Minister Mette Frederiksen to Berlin in March.": [
        "DE-DK proposed 03-01..03-31 Berlin/DE",
        "DE-IT proposed 03-01..03-31 Berlin/DE",
    ],
    "Officials said Biden had invited Kenyan President William Ruto, Ghanaian President Nana Akufo-Addo and Angolan President Joao Lourenco to the White House in May.": [
        "AO-US proposed 05-01..05-31 Washington/US",
        "GH-US proposed 05-01..05-31 Washington/US",
        "KE-US proposed 05-01..05-31 Washington/US",
    ],
    "Macron invited the Moroccan king to the Elysee on January 24.": ["FR-MA proposed 01-24 Paris/FR"],
}

GOVERNMENTS_OF_ARMED_GROUPS = {
    "Government and ELN delegates will meet in Caracas on Friday.": ["CO-ELN scheduled 01-12 Caracas/VE"],
    "The government and MILF envoys will meet in Kuala Lumpur on January 20.": [
        "MILF-PH scheduled 01-20 Kuala Lumpur/MY"
    ],
    "Talks between the Houthis and the government will open in Muscat on Friday.": [
        "HOUTHIS-YE scheduled 01-12 Muscat/OM"
    ],
    "The Lebanese government and Hamas officials will meet in Beirut on Friday.": [
        "HAMAS-LB scheduled 01-12 Beirut/LB"
    ],
}

LONG_PUT_OFF = {
    "[2024-03-20] The peace process was suspended on March 2 after an attack by the ELN. "
    "Government and ELN envoys are expected to resume talks in Caracas in mid-April.": [
        "CO-ELN tentative 04-11..04-20 Caracas/VE"
    ],
}

THE_WEEK_AFTER_A_DAY_JUST_GONE = {
    "The agency reported on January 8 that the visit of the Omani sultan to Doha would take place the following week.": [
        "OM-QA scheduled 01-15..01-21 Doha/QA"
    ],
}

PERMANENT_MEMBERS = {
    "The permanent members of the UN Security Council are to hold a special session on Iran on Friday.": [
        "CN-FR-GB-RU-US scheduled 01-12"
    ],
}


TABLES = {
    "several guests": SEVERAL_GUESTS,
    "the government of an armed group": GOVERNMENTS_OF_ARMED_GROUPS,
    "long put off": LONG_PUT_OFF,
    "the week after": THE_WEEK_AFTER_A_DAY_JUST_GONE,
    "permanent members": PERMANENT_MEMBERS,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{name}: {text[:60]}")
        for name, table in TABLES.items()
        for text, expected in table.items()
    ],
)
def test_a_roundabout_construction_names_its_meeting(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
