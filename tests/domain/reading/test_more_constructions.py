"""Constructions of news prose that name a meeting's parties or day in a roundabout way.

Reports are written as in ``test_sentences_to_reports``; the publication day is Wednesday, 10 January 2024.
"""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading import RuleExtractor
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

HELD_OVER = {
    "The talks between India and China will be held over two days in Geneva.": ["CN-IN scheduled Geneva/CH"],
    "The talks between Peru and Chile are to be held over a three-day period in Lisbon.": ["CL-PE scheduled Lisbon/PT"],
    "The meeting of the Irish and Danish prime ministers will be held over the weekend in Cork.": [
        "DK-IE scheduled 01-13..01-14 Cork/IE"
    ],
    "The talks between Peru and Chile were held over until next week.": ["CL-PE postponed 01-15..01-21"],
}

THAT_COUNTRY = {
    "Foreign Minister Winston Peters might be in Fiji next week, ahead of Prime Minister Christopher Luxon's trip to the "
    "island on February 5-6. Fiji has asked for aid.": ["FJ-NZ scheduled 02-05..02-06 /FJ"],
    "A trip by British Foreign Secretary David Cameron to Malta on January 20 has been called off, officials said. "
    "The island's government regretted it. Prime Minister Rishi Sunak's trip to the island is set for March 1. "
    "The trip had been called off because of a strike in Malta.": [
        "GB-MT cancelled 01-20 /MT",
        "GB-MT scheduled 03-01 /MT",
    ],
}

ACRONYMS_IN_BRACKETS = {
    "Colombia will hold talks with the National Liberation Army (ELN) in Caracas on Friday.": [
        "CO-ELN scheduled 01-12 Caracas/VE"
    ],
}

CUT_SHORT = {
    "Floods have hit the north. " * 14 + "Greek Prime Minister Kyriakos Mitsotakis cut short a trip to Armenia.": [
        "AM-GR concluded /AM"
    ],
}

SERIES_OF_DAYS = {
    "The leaders of Kenya and Somalia will meet on Monday, January 15, Thursday, January 18 and Friday, January 26.": [
        "KE-SO scheduled 01-15",
        "KE-SO scheduled 01-18",
        "KE-SO scheduled 01-26",
    ],
    "Negotiators from Peru and Chile will meet in Lisbon on January 16, 17 and 18.": [
        "CL-PE scheduled 01-16..01-18 Lisbon/PT"
    ],
}

EACH_APART = {
    "South Korea's foreign minister could meet separately with Blinken and Kishida in separate bilateral talks on Friday.": [
        "JP-KR tentative 01-12",
        "KR-US tentative 01-12",
    ],
}

SEVERAL_SUMMITS = {
    "President William Ruto will travel to Jakarta on January 24 to attend the EU-ASEAN Summit and the East Asia Summit.": [
        "ASEAN-EU-KE scheduled 01-24 Jakarta/ID",
        "EAS-KE scheduled 01-24 Jakarta/ID",
    ],
}

JOINED_WHERE = {
    "A dinner is set for Friday with Turkish President Recep Tayyip Erdogan, where French President Emmanuel Macron hopes "
    "to close the deal.": ["FR-TR scheduled 01-12"],
    "A meeting with EU foreign policy chief Josep Borrell is set for Friday, at which Iranian President Ebrahim Raisi "
    "hopes to revive the pact.": ["EU-IR scheduled 01-12"],
}

TOLD_BY_TELEPHONE = {
    "Egypt said Modi had told President Cyril Ramaphosa by telephone on Tuesday that he was safe.": [
        "IN-ZA concluded 01-09 call"
    ],
}

SUMMITS_WITH_A_CONTINENT = {
    "President William Ruto will attend the Russia-Africa Summit in Sochi on Friday.": [
        "AFRICAN_UNION-KE-RU scheduled 01-12 Sochi/RU"
    ],
    "Modi will convene leaders from across Africa for the India-Africa summit on January 24.": [
        "AFRICAN_UNION-IN scheduled 01-24"
    ],
}

BESIDE_A_SUMMIT_PUT_OFF = {
    "Although the summit had been put off, the presidents of Peru and Chile will travel to New Delhi on Friday.": [
        "CL-IN-PE scheduled 01-12 New Delhi/IN"
    ],
    "The summit has been postponed. Biden and Xi were to meet in Lima on Friday.": [
        "CN-US postponed Lima/PE was 01-12"
    ],
}

NAMED_AFTER_THE_PRONOUN = {
    "When he meets Xi in Lima on Friday, Biden will press for a deal.": ["CN-US scheduled 01-12 Lima/PE"],
    "Speaking in Hanoi, where he met Vietnamese President Vo Van Thuong on Tuesday, Malaysian Prime Minister Anwar "
    "Ibrahim said trade would grow.": ["MY-VN concluded 01-09 Hanoi/VN"],
    "Before he flies to Ankara on Friday for talks with Erdogan, Scholz will address parliament.": [
        "DE-TR scheduled 01-12 Ankara/TR"
    ],
}

BEING_THERE = {
    "Modi will play host to Sunak in Delhi on Friday.": ["GB-IN scheduled 01-12 New Delhi/IN"],
    "Geneva played host to talks between Iran and the United States on Tuesday.": ["IR-US concluded 01-09 Geneva/CH"],
    "While in Paris on Friday, Meloni will hold talks with Macron.": ["FR-IT scheduled 01-12 Paris/FR"],
    "Lavrov landed in Pyongyang on Tuesday.": ["KP-RU underway 01-09 Pyongyang/KP"],
    "Scholz is in Washington this week to see Biden.": ["DE-US underway 01-08..01-14 Washington/US"],
}

THE_OTHER_PARTY_OUTSIDE = {
    "Macron, whose meeting with Scholz is set for Friday in Berlin, said he was hopeful.": [
        "DE-FR scheduled 01-12 Berlin/DE"
    ],
    "Scholz, whose meeting with Tusk in Warsaw on Friday was cancelled, said he was sorry.": [
        "DE-PL cancelled 01-12 Warsaw/PL"
    ],
    "Macron's schedule includes a meeting with Scholz in Berlin on Friday.": ["DE-FR scheduled 01-12 Berlin/DE"],
    "Tusk snubbed Scholz, cancelling a meeting in Warsaw planned for Friday.": ["DE-PL cancelled 01-12 Warsaw/PL"],
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
    "held over": HELD_OVER,
    "that country": THAT_COUNTRY,
    "acronyms": ACRONYMS_IN_BRACKETS,
    "cut short": CUT_SHORT,
    "a series of days": SERIES_OF_DAYS,
    "each apart": EACH_APART,
    "several summits": SEVERAL_SUMMITS,
    "joined where": JOINED_WHERE,
    "told by telephone": TOLD_BY_TELEPHONE,
    "with a continent": SUMMITS_WITH_A_CONTINENT,
    "beside a summit": BESIDE_A_SUMMIT_PUT_OFF,
    "named after the pronoun": NAMED_AFTER_THE_PRONOUN,
    "being there": BEING_THERE,
    "the other party outside": THE_OTHER_PARTY_OUTSIDE,
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


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("The Danish and Polish foreign ministers will meet in Gdansk on Friday at 10 a.m.", "10:00"),
        ("The Danish and Polish foreign ministers will meet in Gdansk at noon on Friday.", "12:00"),
        ("The Danish and Polish foreign ministers met in Gdansk on Monday and came out shortly before midnight.", None),
        ("The Danish and Polish foreign ministers met in Gdansk on Monday until 3 p.m.", None),
        ("The Danish and Polish foreign ministers will meet in Gdansk on Friday, after 3 p.m. local time.", None),
        ("Talks between Denmark and Poland on Tuesday went on past midnight.", None),
    ],
)
def test_an_hour_that_something_ended_by_is_not_the_one_at_which_it_begins(text: str, hour: str | None) -> None:
    (report,) = RuleExtractor().extract(text, date(2024, 1, 10)).reports
    assert report.when is not None
    assert report.when.time == hour
