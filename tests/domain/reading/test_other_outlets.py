"""How outlets of other countries and years write of meetings: wires, ministries, regional papers, broadcasters.

Reports are written as in ``test_sentences_to_reports``; the publication day is Wednesday, 10 January 2024, unless told.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_changes_in_schedules import read

AT_SOMEBODY_ELSES_SUMMIT = {
    "Scholz will see Xi at the G20 summit in Rio de Janeiro on January 20.": [
        "CN-DE scheduled 01-20 Rio de Janeiro/BR"
    ],
    "Modi and Kishida are to meet at the G20 summit in Osaka on January 20.": ["IN-JP scheduled 01-20 Osaka/JP"],
    "EU leaders will meet Xi at the EU-China summit in Beijing on Friday.": ["CN-EU scheduled 01-12 Beijing/CN"],
}

WHOSE_NAME_IT_IS = {
    "[2019-06-24] PM Lee met his Vietnamese counterpart Nguyen Xuan Phuc in Hanoi on Sunday. Singapore wants more trade.": [
        "SG-VN concluded 2019-06-23 Hanoi/VN"
    ],
    "[2019-06-24] Prime Minister Lee met Vietnam's Nguyen Xuan Phuc in Hanoi on Sunday. South Korean firms came along.": [
        "KR-VN concluded 2019-06-23 Hanoi/VN"
    ],
    "[2003-05-06] Prime Minister Goh will visit Washington on May 8, the Singapore foreign ministry said.": [
        "SG-US scheduled 2003-05-08 Washington/US"
    ],
    "Biden met Sunak in New York on Tuesday. Shortly before the meeting with the British prime minister, Biden said he was glad.": [
        "GB-US concluded 01-09 New York/US"
    ],
    "Baerbock met her Turkish counterpart, Hakan Fidan, in Bonn on Tuesday. Fidan will see Baerbock again in Izmir on January 20.": [
        "DE-TR concluded 01-09 Bonn/DE",
        "DE-TR scheduled 01-20 Izmir/TR",
    ],
}

HAD_A_TALK = {
    "Sunak had a telephone conversation with Modi.": ["GB-IN concluded call"],
    "The conversation that Macron and Scholz had over the phone on Tuesday was cordial.": [
        "DE-FR concluded 01-09 call"
    ],
    "Sunak talked with Modi by phone on Tuesday. The two leaders had a long discussion on trade.": [
        "GB-IN concluded 01-09 call"
    ],
    "India and France held a bilateral in Dubai on Tuesday.": ["FR-IN concluded 01-09 Dubai/AE"],
}

NOT_GONE_THROUGH_WITH = {
    "Marcos will not push through with his trip to Japan on Friday.": ["JP-PH cancelled 01-12 /JP"],
    "Modi will not proceed with his visit to Nepal next week.": ["IN-NP cancelled 01-15..01-21 /NP"],
    "Macron will go ahead with his visit to Egypt on Friday.": ["EG-FR scheduled 01-12 /EG"],
}

OF_ONE_BODY = {
    "The Arab League held an online ministerial meeting on Tuesday.": ["ARAB_LEAGUE concluded 01-09 video"],
    "An urgent meeting of Arab League foreign ministers will consider the crisis on Friday.": [
        "ARAB_LEAGUE scheduled 01-12"
    ],
    "The IGAD summit in Entebbe on Monday, attended by President William Ruto, also condemned the shelling in Somalia.": [
        "IGAD-KE concluded 01-08 Entebbe/UG"
    ],
    "The G7 and NATO summits will be held in June.": ["G7 scheduled 06-01..06-30", "NATO scheduled 06-01..06-30"],
    "Borrell will host a meeting of the Pristina-Belgrade dialogue in Brussels on Friday.": [
        "EU-RS-XK scheduled 01-12 Brussels/BE"
    ],
}

ONLY_TALKED_ABOUT = {
    "Sunak and Modi spoke by phone on Tuesday. They also discussed the upcoming G20 summit, which opens in Rome on February 11.": [
        "G20 scheduled 02-11 Rome/IT",
        "GB-IN concluded 01-09 call",
    ],
    "The ministers will go over the agenda for a summit of Chad, Mali and Niger, which is expected to open in Niamey in late May.": [
        "ML-NE-TD tentative 05-21..05-31 Niamey/NE"
    ],
    "Talks are going on with Rome to arrange a trip to Peru by Italian Foreign Minister Antonio Tajani.": [
        "IT-PE proposed /PE"
    ],
    "Kenya proposed that Sudan's foreign minister not be permitted to join an IGAD summit later this month.": [],
}

WITH_EACH = {
    "Biden will meet Sunak on Friday. The meetings with the British and Greek premiers would be held in New York, officials said.": [
        "GB-US scheduled 01-12 New York/US",
        "GR-US scheduled New York/US",
    ],
    "Xi will visit Serbia, Hungary and France from January 20 to 25 and attend the G20 summit in Rome on January 27.": [
        "CN-FR scheduled 01-20..01-25 /FR",
        "CN-G20 scheduled 01-27 Rome/IT",
        "CN-HU scheduled 01-20..01-25 /HU",
        "CN-RS scheduled 01-20..01-25 /RS",
    ],
}

PUT_OFF = {
    "Cambodia postponed a meeting of ASEAN foreign ministers scheduled for next week. The January 18-19 meeting in Siem Reap would "
    "have been the first of the year.": ["ASEAN-KH postponed Siem Reap/KH was 01-18..01-19"],
    "The second round of talks between Yemen's government and the Houthis, due to start in Muscat on Wednesday, has been put off. "
    "The second round would now open on Friday, a spokesman said.": ["HOUTHIS-YE postponed 01-12 Muscat/OM was 01-10"],
}

TOLD_AFTERWARDS = {
    "Sassou-Nguesso announced the loan late on Monday after meeting President Mahamat Idriss Deby of Chad.": [
        "CG-TD concluded 01-08"
    ],
    "President Sassou-Nguesso gave an interview late on Monday after seeing off and meeting President Mahamat Idriss Deby of Chad.": [
        "CG-TD concluded 01-08"
    ],
}

DATELINES = {
    "[2022-10-28] MOSCOW (Night Wire / Agency - 28th October, 2022) Chancellor Olaf Scholz of Germany will be in Beijing on "
    "November 4 for talks with Xi.": ["CN-DE scheduled 2022-11-04 Beijing/CN"],
}

NO_STOP_OF_HIS = {
    "German Chancellor Olaf Scholz's plane landed in Lisbon instead of Berlin on Tuesday.": [],
    "The Mercosur summit in March was scrapped because of the situation in Venezuela.": [
        "MERCOSUR cancelled 03-01..03-31"
    ],
}

TABLES = {
    "at somebody else's summit": AT_SOMEBODY_ELSES_SUMMIT,
    "whose name it is": WHOSE_NAME_IT_IS,
    "had a talk": HAD_A_TALK,
    "not gone through with": NOT_GONE_THROUGH_WITH,
    "of one body": OF_ONE_BODY,
    "only talked about": ONLY_TALKED_ABOUT,
    "with each": WITH_EACH,
    "put off": PUT_OFF,
    "told afterwards": TOLD_AFTERWARDS,
    "datelines": DATELINES,
    "no stop of his": NO_STOP_OF_HIS,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(*row, id=f"{name}: {row[0][:60]}") for name, table in TABLES.items() for row in table.items()],
)
def test_what_other_outlets_write_is_read_alike(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
