"""The same news as other outlets word it: another verb, another order, an apposition, a comma, another way to say who comes."""

from __future__ import annotations

import pytest

from tests.domain.reading.test_sentences_to_reports import read

SAID_OTHERWISE = {
    # who goes where
    "Biden is going to Ghana, Kenya and Namibia this summer, a White House official said. The journey, from July 8 to July 15, takes him to"
    " Africa for the first time in years.": [
        "GH-US scheduled 07-08..07-15 /GH",
        "KE-US scheduled 07-08..07-15 /KE",
        "NA-US scheduled 07-08..07-15 /NA",
    ],
    "Blinken is going to Qatar and Saudi Arabia at the weekend, according to the State Department.": [
        "QA-US scheduled 01-13..01-14 /QA",
        "SA-US scheduled 01-13..01-14 /SA",
    ],
    # who comes
    "GCC foreign ministers will meet in Jeddah on Friday. Among the guests that take part are Egypt, Jordan and Iraq.": [
        "EG-GCC-IQ-JO scheduled 01-12 Jeddah/SA"
    ],
    "GCC foreign ministers will meet in Jeddah on Friday. Egypt, Jordan and Iraq are among the countries taking part.": [
        "EG-GCC-IQ-JO scheduled 01-12 Jeddah/SA"
    ],
    "The foreign ministers of Saudi Arabia and Qatar met in Kuwait City on Monday. UAE minister Anwar Gargash and the foreign minister of"
    " Bahrain took part as well.": ["AE-BH-QA-SA concluded 01-08 Kuwait City/KW"],
    "Crown Prince Mohammed bin Salman received Jordan's Senate Speaker Faisal al-Fayez at his palace in Jeddah on Tuesday.": [
        "JO-SA concluded 01-09 Jeddah/SA"
    ],
    "GCC foreign ministers will meet in Jeddah on Friday. The states that take part include Egypt, Jordan and Iraq.": [
        "EG-GCC-IQ-JO scheduled 01-12 Jeddah/SA"
    ],
    "King Abdullah received Iraq's Assembly Speaker Mahmoud al-Mashhadani in Amman on Monday.": [
        "IQ-JO concluded 01-08 Amman/JO"
    ],
    # fixed already, and only talked of
    "Ministers prepared a second CARICOM-African Union Summit, to be held in June.": [
        "AFRICAN_UNION-CARICOM scheduled 06-01..06-30"
    ],
    "Ministers will prepare the second CARICOM-African Union Summit to be held in June.": [
        "AFRICAN_UNION-CARICOM scheduled 06-01..06-30"
    ],
    "Ministers will discuss the second CARICOM-African Union Summit, to be held in June.": [
        "AFRICAN_UNION-CARICOM scheduled 06-01..06-30"
    ],
    "Officials reviewed preparations for the ASEAN-GCC summit, to be held in Riyadh in March.": [
        "ASEAN-GCC scheduled 03-01..03-31 Riyadh/SA"
    ],
    "Kenya proposed a summit with Ethiopia to be held in June.": ["ET-KE proposed 06-01..06-30"],
    # whom no list knows is the subject's own man
    "Serbia has called off the meeting announced yesterday between Marko Djuric and his Croatian counterpart in Vienna.": [
        "HR-RS cancelled Vienna/AT"
    ],
    "Peru has postponed Friday's talks in Quito between Hugo Quispe and his Bolivian counterpart.": [
        "BO-PE postponed Quito/EC was 01-12"
    ],
    # one goes to a gathering as one attends it
    "Premier Li Qiang will go to the 31st China-ASEAN Summit, the 23rd East Asia Summit and a Regional Comprehensive Economic Partnership"
    " Leaders' Meeting in Kuala Lumpur on January 27 and 28.": [
        "ASEAN-CN scheduled 01-27..01-28 Kuala Lumpur/MY",
        "CN-EAS scheduled 01-27..01-28 Kuala Lumpur/MY",
        "CN-RCEP scheduled 01-27..01-28 Kuala Lumpur/MY",
    ],
    "Kenyan President William Ruto is going to the CARICOM conference.": ["CARICOM-KE scheduled"],
    "Lavrov, who was in Mali on Monday and is to go on to Chad on Friday, spoke of wheat.": [
        "RU-TD scheduled 01-12 /TD"
    ],
    # set right by another voice
    "On January 5, Indian diplomats announced that Foreign Minister Subrahmanyam Jaishankar planned to visit Dhaka this week. But a newspaper"
    " there said that the visit would be made the following week.": [
        "BD-IN postponed 01-15..01-21 Dhaka/BD was 01-08..01-14"
    ],
    "Officials in Ankara said Putin was to visit the Turkish capital on Friday. The Kremlin, however, said the visit would now be on February 12.": [
        "RU-TR postponed 02-12 Ankara/TR was 01-12"
    ],
    "A government spokesman said on Tuesday that Chancellor Olaf Scholz was going to Paris on Monday to see Emmanuel Macron.": [
        "DE-FR scheduled 01-15 Paris/FR"
    ],
    "Moscow and Ankara are agreeing the dates of a visit by Putin to Turkey, Peskov said.": ["RU-TR tentative /TR"],
    # held after all, on another day
    "Talks between Niger and Mali, planned for January 5, took place on January 8 in Dakar.": [
        "ML-NE concluded 01-08 Dakar/SN"
    ],
    "There were talks in Paris on Saturday between France's Emmanuel Macron and Lebanon's Najib Mikati.": [
        "FR-LB concluded 01-06 Paris/FR"
    ],
    # off, for when it had been, and from when on
    "Canada's foreign minister, Melanie Joly, can no longer go to Jamaica because of a storm, her office said.": [
        "CA-JM cancelled /JM"
    ],
    "Kazakhstan and Uzbekistan have called off a summit. It was to be on Friday in Tashkent.": [
        "KZ-UZ cancelled 01-12 Tashkent/UZ"
    ],
    "The planned trip to Tbilisi of Armenian Prime Minister Nikol Pashinyan was postponed. It was to have been on January 16; no new date was set.": [
        "AM-GE postponed Tbilisi/GE was 01-16"
    ],
    "Foreign Secretary David Cameron called off a trip to Egypt because of an illness. Cameron was also to have gone to Jordan and Oman.": [
        "EG-GB cancelled /EG",
        "GB-JO cancelled /JO",
        "GB-OM cancelled /OM",
    ],
    "The first trip abroad of Finland's President Alexander Stubb takes him to Sweden on Tuesday and to Estonia on Wednesday.": [
        "EE-FI scheduled 01-17 /EE",
        "FI-SE scheduled 01-16 /SE",
    ],
    "Mediators said that the talks between Sudan's army and the RSF were not to resume before February 1.": [
        "RSF-SD tentative 02-01"
    ],
    "An extraordinary SADC summit will be convened in Lusaka on Saturday, the bloc announced.": [
        "SADC scheduled 01-13 Lusaka/ZM"
    ],
    "On Tuesday, Kenya postponed a meeting with Somalia that was set for January 25.": ["KE-SO postponed was 01-25"],
    # the weekday before the one to which it was put off
    "Talks between Kenya and Somalia were meant to open in Nairobi on Thursday but mediators have put them off until Friday.": [
        "KE-SO postponed 01-12 Nairobi/KE was 01-11"
    ],
    # what is not before something else is neither called off nor set
    "Talks between Kenya and Somalia will not take place before Friday's vote.": [],
    "Scholz and Macron will not meet until Sunday's election is over.": [],
    # what will come of talks sets none
    "Talks between Kenya and Somalia will come to nothing, analysts said.": [],
    "Talks between Kenya and Somalia in Nairobi on Friday will come to nothing, analysts said.": [
        "KE-SO scheduled 01-12 Nairobi/KE"
    ],
    # said or done to others
    "Russia condemned Monday's talks between Jose Ruiz and his Ukrainian counterpart.": [],
    "Russians can no longer travel to Latvia.": [],
    "The visit of Putin to Turkey would be a mistake, Kiev said.": [],
    "Mexico is going to the World Cup in Qatar.": [],
    # a crowd holds no meeting
    "Protesters gathered in Berlin on Tuesday, hours before Olaf Scholz was to meet Emmanuel Macron.": [
        "DE-FR scheduled 01-09"
    ],
    "Serbia and Kosovo will hold talks in Brussels on Friday. Protesters marched in Belgrade on Tuesday to demand that the talks be scrapped.": [
        "RS-XK scheduled 01-12 Brussels/BE"
    ],
    # the day with which a sentence opens is that of the deed
    "On Monday, Uganda and Rwanda agreed to meet on January 20.": ["RW-UG scheduled 01-20"],
    "On Monday, Uganda called off a meeting with Rwanda that had been planned for January 20.": [
        "RW-UG cancelled 01-20"
    ],
}


@pytest.mark.parametrize(("text", "expected"), SAID_OTHERWISE.items(), ids=[text[:60] for text in SAID_OTHERWISE])
def test_the_same_news_in_other_words_is_read_the_same(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
