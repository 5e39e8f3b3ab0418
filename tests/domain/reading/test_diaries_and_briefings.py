"""Live pages, diaries, briefings and small outlets: insets, plans of long ago, what only might be called off, tours and their stops.

A report is written as in ``test_changes_in_schedules``; the publication day is Thursday, 10 June 2021, unless a case begins with
another day in brackets.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from domain.reports import quotes_exactly
from tests.domain.reading.test_changes_in_schedules import with_previous_place
from tests.domain.reading.test_sentences_to_reports import reader

THURSDAY = date(2021, 6, 10)


def read(case: str) -> list[str]:
    match = re.match(r"\[(\d{4}-\d\d-\d\d)\] ", case)
    published = date.fromisoformat(match[1]) if match else THURSDAY
    text = case[match.end() :] if match else case
    reports = reader().extract(text, published).reports
    assert all(quotes_exactly(report, text, "") for report in reports)
    return sorted(with_previous_place(report).replace(f"{published.year}-", "") for report in reports)


OLD_PLANS = {
    "Oman's foreign minister will visit Tehran on Sunday for talks with his Iranian counterpart. He had a visit to Iran planned for "
    "June of last year, but it was called off over a flare-up in the Gulf.": ["IR-OM scheduled 06-13 Tehran/IR"],
    "Belgium's prime minister will travel to Rabat on Monday to meet Moroccan officials. She had planned to visit Morocco in "
    "February 2020 but the trip was postponed because of the pandemic.": ["BE-MA scheduled 06-14 Rabat/MA"],
    "The president of Chile will pay a visit to Peru on June 14. A visit planned for 2019 was called off because of protests.": [
        "CL-PE scheduled 06-14 /PE"
    ],
    # whose the earlier trip was is not told: the one that is planned is not off
    "Norway's foreign minister will meet her Danish counterpart on Monday. A visit to Copenhagen had been planned for Wednesday, "
    "but it was cancelled because of fog.": ["DK-NO scheduled 06-14"],
}

ONLY_AT_RISK = {
    "The summit between Serbia and Kosovo due on Friday risks being cancelled.": ["RS-XK scheduled 06-11"],
    "The talks between Chad and Niger due on Friday in Lome narrowly escaped being called off.": [
        "NE-TD scheduled 06-11 Lome/TG"
    ],
    "The talks between Serbia and Kosovo due on Friday in Vienna face being put off.": [
        "RS-XK scheduled 06-11 Vienna/AT"
    ],
    "The talks between Serbia and Kosovo due on Friday in Vienna were in danger of being called off.": [
        "RS-XK tentative 06-11 Vienna/AT"
    ],
    "A visit by Japan's foreign minister to Seoul planned for next week could be called off, a newspaper reported.": [
        "JP-KR scheduled 06-14..06-20 Seoul/KR"
    ],
    "A meeting between the prime minister of Chad and the president of Niger set for June 28 in Lome could be postponed. Diplomats "
    "said that the meeting was not certain, although the two sides had confirmed it.": [
        "NE-TD scheduled 06-28 Lome/TG"
    ],
    "The talks between Chad and Niger due on Friday, the mediator said, are being postponed.": [
        "NE-TD postponed was 06-11"
    ],
}

WHO_CALLED_IT_OFF = {
    "France said the attack that forced Mali to cancel talks with Algeria would be investigated.": ["DZ-ML cancelled"],
    "The Pentagon said the drill that led North Korea to call off the meeting with South Korea was routine.": [
        "KP-KR cancelled"
    ],
    "The ministry said the shelling that prompted Armenia to cancel the meeting with Azerbaijan was the worst in months.": [
        "AM-AZ cancelled"
    ],
}

UNTIL_WHEN = {
    "UN envoy Martin Griffiths on Wednesday put the peace talks between the Yemeni government and the Houthis on hold until June 25.": [
        "HOUTHIS-UN-YE postponed 06-25"
    ],
    "Pakistan on Wednesday put off the visit of the Afghan foreign minister until June 21.": [
        "AF-PK postponed 06-21 /PK"
    ],
    "The EU has suspended the talks between Serbia and Kosovo in Brussels. The envoy set the date of June 25 for the resumption of "
    "the talks in Brussels.": ["EU-RS-XK postponed 06-25 Brussels/BE"],
}

INSETS = {
    "The summit of ECOWAS, according to the spokesperson, is set for Thursday, June 17, in Accra.": [
        "ECOWAS scheduled 06-17 Accra/GH"
    ],
    "The summit of ECOWAS, according to the spokesman, Ministry of Foreign Affairs, Musa Bello, is scheduled for Saturday, June 19, "
    "2021, in Accra.": ["ECOWAS scheduled 06-19 Accra/GH"],
    "Talks between Chad and Niger, officials said, have been postponed.": ["NE-TD postponed"],
    "Talks between Chad and Niger, according to the Chadian minister, will be held on Friday in Lome.": [
        "NE-TD scheduled 06-11 Lome/TG"
    ],
    "The visit of the Polish president to Kyiv, his aide said on Wednesday, has been called off.": [
        "PL-UA cancelled Kyiv/UA"
    ],
    "Iran's foreign minister, the news agency reported on Wednesday, will meet his Iraqi counterpart on Sunday.": [
        "IQ-IR scheduled 06-13"
    ],
    "The presidents of Chad and Niger, said the spokesman, met in Lome on Wednesday.": [
        "NE-TD concluded 06-09 Lome/TG"
    ],
}

STOPS = {
    "Lavrov will travel to Mali, Niger and Chad on Thursday. He will then travel to Niamey on June 12 and will be in N'Djamena on "
    "June 14.": ["ML-RU scheduled 06-10 /ML", "NE-RU scheduled 06-12 Niamey/NE", "RU-TD scheduled 06-14 N'Djamena/TD"],
    "Nepal's Prime Minister K.P. Oli reached New Delhi on Wednesday on a three-day visit.": [
        "IN-NP underway 06-09..06-11 New Delhi/IN"
    ],
    "Sri Lanka's president reached Dhaka on Wednesday for a three-day official visit to Bangladesh.": [
        "BD-LK underway 06-09..06-11 Dhaka/BD"
    ],
    "Iran and Iraq on Thursday reached an agreement on border trade.": [],
    "Libyan negotiators flew to the Swiss city on Wednesday.": [],
    "Ministers of the Mediation and Security Council of ECOWAS meet in Abuja on Friday.": [
        "ECOWAS scheduled 06-11 Abuja/NG"
    ],
    "[2023-10-26] The Sudanese Armed Forces and the RSF resumed their negotiations in Jeddah on Thursday.": [
        "RSF-SD underway 10-26 Jeddah/SA"
    ],
}


SPELT_OUT = {
    "Iran and three European powers — Britain, France and Germany — will hold talks on Friday in Vienna.": [
        "DE-FR-GB-IR scheduled 06-11 Vienna/AT"
    ],
    "Iran and world powers - Britain, France and Germany - will hold talks on Friday in Vienna.": [
        "DE-FR-GB-IR scheduled 06-11 Vienna/AT"
    ],
    "Egypt and its two neighbours — Sudan and Ethiopia — will meet on Friday.": ["EG-ET-SD scheduled 06-11"],
    "Foreign ministers of the troika — Russia, Turkey and Iran — meet in Astana on Friday.": [
        "IR-RU-TR scheduled 06-11 Astana/KZ"
    ],
    "The talks between Chad and Niger — the third in a month — will resume on Friday.": ["NE-TD scheduled 06-11"],
}

BEFORE_WHAT_COMES = {
    "After the EU summit on Friday, Macron will travel to Kyiv.": ["EU scheduled 06-11", "FR-UA scheduled Kyiv/UA"],
    "Following the NATO summit in Brussels, President Biden will fly to Geneva on Wednesday to meet Putin.": [
        "RU-US scheduled 06-16 Geneva/CH"
    ],
    "After the summit of the EU on Tuesday, Macron flew to Kyiv.": [
        "EU concluded 06-08",
        "FR-UA underway 06-10 Kyiv/UA",
    ],
    "Draghi has talked to Erdogan nine times since May, but Sunday will be the first time that he has been in Ankara.": [],
    "Biden and Xi have met twice since January.": [],
    "Biden and Xi met twice on Wednesday in Geneva.": ["CN-US concluded 06-09 Geneva/CH"],
    "Iran cancelled talks with Britain scheduled for Friday in Muscat. The minister denied that the cancellation would lead to the "
    "postponement of a second summit of the two states.": ["GB-IR cancelled 06-11 Muscat/OM"],
}

DELEGATIONS = {
    "Nigeria and Benin were to meet on Friday. The talks have since been postponed until June 21.": [
        "BJ-NG postponed 06-21 was 06-11"
    ],
    "Foreign Minister Geoffrey Onyeama leads a delegation to the ministerial conference of ECOWAS in Accra on Monday.": [
        "ECOWAS-NG scheduled 06-14 Accra/GH"
    ],
    "Nigeria's delegation to the ECOWAS summit in Accra on Monday will be headed by Vice President Yemi Osinbajo.": [
        "ECOWAS-NG scheduled 06-14 Accra/GH"
    ],
    "A summit of ECOWAS leaders opens in Accra on Monday.": ["ECOWAS scheduled 06-14 Accra/GH"],
    "The July 18 meeting of the foreign ministers of India and Pakistan in Islamabad has been postponed. Talks between the "
    "two countries' foreign secretaries will be held on June 24.": [
        "IN-PK postponed Islamabad/PK was 07-18",
        "IN-PK scheduled 06-24",
    ],
}


RESUMED_AND_MOVED = {
    "[2021-06-11] The United States and Iran resumed talks on Thursday in Muscat, a source said. They had sat down nine times "
    "and come close to a deal, but those talks were broken off when the president called them off.": [
        "IR-US underway 06-10 Muscat/OM"
    ],
    "[2021-06-11] The president of Cyprus was due to meet UN envoy Jane Holl Lute on Friday morning. Their meeting, first set for "
    "9am, was pushed to 9.45am.": ["CY-UN scheduled 06-11"],
    "[2021-06-11] Talks between Yemen and the Houthis set for Thursday have not begun. They could be put off further until "
    "Saturday, one envoy said.": [],
    "The talks between Chad and Niger scheduled for Monday may be postponed to Wednesday.": ["NE-TD scheduled 06-14"],
    "Negotiations of Yemen and the Houthis were first to open on June 21. They have since been postponed until June 24.": [
        "HOUTHIS-YE postponed 06-24 was 06-21"
    ],
    "Russia has suggested June 22 as the day of its next meeting with Ukraine.": ["RU-UA proposed 06-22"],
    "Duterte attends the 38th and 39th ASEAN summits in Brunei from June 18 to 20.": [
        "ASEAN-PH scheduled 06-18..06-20 /BN"
    ],
    "Khalilzad, the American envoy, has returned to Qatar for a further round of talks with the Taliban.": [
        "TALIBAN-US underway 06-10 /QA"
    ],
    "Khalilzad arrived in Doha on Thursday to continue talks with the Taliban.": ["TALIBAN-US underway 06-10 Doha/QA"],
}


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(case, expected, id=case[:50])
        for table in (
            OLD_PLANS,
            ONLY_AT_RISK,
            WHO_CALLED_IT_OFF,
            UNTIL_WHEN,
            INSETS,
            STOPS,
            SPELT_OUT,
            BEFORE_WHAT_COMES,
            DELEGATIONS,
            RESUMED_AND_MOVED,
        )
        for case, expected in table.items()
    ],
)
def test_a_schedule_is_read_as_it_stands(case: str, expected: list[str]) -> None:
    assert read(case) == expected
