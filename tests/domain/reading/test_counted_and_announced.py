"""Parties that are counted, listed or left to the sentence before; sessions told of by their own body; delegations that
converge on one city; verbs with a quotation inside."""

from __future__ import annotations

import pytest

from tests.domain.reading.test_sentences_to_reports import read

COUNTED = {
    "Delegates of Kenya, Uganda and Tanzania have argued over grazing rights for years.\n\nOfficials from the three countries met on"
    " Tuesday to discuss the lake.": ["KE-TZ-UG concluded 01-09"],
    "Kenya, Uganda and Tanzania share the lake.\n\nThe three countries' foreign ministers will meet in Arusha on Friday.": [
        "KE-TZ-UG scheduled 01-12 Arusha/TZ"
    ],
    "Norway, Sweden, Denmark and Finland are on good terms. The defence ministers of the four countries will meet in Oslo on"
    " Friday.": ["DK-FI-NO-SE scheduled 01-12 Oslo/NO"],
    "Talks between Kenya, Uganda and Tanzania ended on Monday in Arusha. Delegates of all three are to come together again in"
    " the Ugandan capital for a new round in April.": [
        "KE-TZ-UG concluded 01-08 Arusha/TZ",
        "KE-TZ-UG scheduled 04-01..04-30 Kampala/UG",
    ],
    "Ministers of Norway, Sweden, Denmark and Finland agreed on the plan. The four will meet again in Oslo on Friday.": [
        "DK-FI-NO-SE scheduled 01-12 Oslo/NO"
    ],
    "Leaders of the three countries round the lake will meet on Friday.": [],
    "Sunak said he, Macron and Tusk would meet in Kyiv on Friday.": ["FR-GB-PL scheduled 01-12 Kyiv/UA"],
    "French President Emmanuel Macron said that he, Donald Tusk and German Chancellor Olaf Scholz would meet in Weimar on Monday.": [
        "DE-FR-PL scheduled 01-15 Weimar/DE"
    ],
}

BODIES = {
    "The Economic Community of Central African States (ECCAS) announces that the Extraordinary Summit that was scheduled for"
    " January 12 has been postponed to January 19. The summit will now take place in Libreville, Gabon.": [
        "ECCAS postponed 01-19 Libreville/GA was 01-12"
    ],
    "ECOWAS said the extraordinary summit would be held in Abuja on Saturday.": ["ECOWAS scheduled 01-13 Abuja/NG"],
    "The SADC summit opens in Harare on Friday.": ["SADC scheduled 01-12 Harare/ZW"],
    "Leaders of the East African Community, meeting in Arusha on Tuesday, discussed the war in eastern Congo.": [
        "EAC concluded 01-09 Arusha/TZ"
    ],
    "The foreign ministers of Greece and Turkey, meeting in Ankara on Tuesday, agreed to keep talking.": [
        "GR-TR concluded 01-09 Ankara/TR"
    ],
    "EU officials, meeting in small groups, said the budget was fine.": [],
    "The ministers of France and Italy, meeting the press on Tuesday, denied the report.": [],
    "The East African Community is worried. Leaders of the bloc met in Arusha on Tuesday.": [
        "EAC concluded 01-09 Arusha/TZ"
    ],
    "ASEAN is divided over Myanmar. Foreign ministers of the bloc will meet in Vientiane on Friday.": [
        "ASEAN scheduled 01-12 Vientiane/LA"
    ],
    "The Spain-Morocco Binational Cabinet meeting will be held in Rabat on January 17.": [
        "ES-MA scheduled 01-17 Rabat/MA"
    ],
    "The cabinet meeting will be held in Rabat on January 17, Morocco said.": [],
}

SAID = {
    "The Polish Foreign Ministry said talks with Lithuania would be held in Vilnius on Friday.": [
        "LT-PL scheduled 01-12 Vilnius/LT"
    ],
    "Poland's foreign ministry confirmed that a meeting with Lithuanian officials was put off until Friday.": [
        "LT-PL postponed 01-12"
    ],
    "Oman said that Iran's talks with the United States would resume on Friday.": ["IR-US scheduled 01-12"],
    "A U.S. official confirmed the U.S. and Iran would “resume indirect talks” on Thursday in Muscat.": [
        "IR-US scheduled 01-11 Muscat/OM"
    ],
    'Lavrov said he would "definitely meet" his Turkish counterpart Hakan Fidan in Antalya on Friday.': [
        "RU-TR scheduled 01-12 Antalya/TR"
    ],
    'The Kremlin said Putin was "planning to visit" Turkey in February.': ["RU-TR tentative 02-01..02-29 /TR"],
    '"We will," said Blinken. "Israel and Hamas should agree," he said in Doha.': [],
    "Zelenskiy said his call with Scholz was constructive.": ["DE-UA concluded 01-10 call"],
    "The leaders, Modi and Macron, could sign a fighter deal during their talks in Paris on Friday.": [
        "FR-IN scheduled 01-12 Paris/FR"
    ],
}

JOURNEYS = {
    "Foreign Secretary David Cameron will travel to Nairobi, Kenya; Kampala, Uganda; and Kigali, Rwanda from January 20 to 25.": [
        "GB-KE scheduled 01-20..01-25 Nairobi/KE",
        "GB-RW scheduled 01-20..01-25 Kigali/RW",
        "GB-UG scheduled 01-20..01-25 Kampala/UG",
    ],
    "Secretary of State Antony Blinken will travel to Kenya and Ghana on January 20-25. The Secretary will visit Nairobi on January"
    " 21-22.": ["GH-US scheduled 01-20..01-25 /GH", "KE-US scheduled 01-21..01-22 Nairobi/KE"],
    "In Abu Dhabi (January 21-22), Secretary Blinken will meet with host government officials to discuss trade.": [
        "AE-US scheduled 01-21..01-22 Abu Dhabi/AE"
    ],
    "President Luis Lacalle of the Oriental Republic of Uruguay will be in China on a state visit from January 21 to 25.": [
        "CN-UY scheduled 01-21..01-25 /CN"
    ],
    "A Ukrainian delegation arrived in Jeddah on Sunday for talks. U.S. negotiators have also arrived in the Saudi city.": [
        "UA-US underway 01-07 Jeddah/SA"
    ],
    "A Turkish trade delegation arrived in Baghdad on Monday for talks with the Iraqi premier. An Iranian delegation is in Baghdad"
    " too.": ["IQ-TR underway 01-08 Baghdad/IQ"],
    "Norway will host talks between the Philippine government and the NDF in May.": [
        "NDF-PH scheduled 05-01..05-31 /NO"
    ],
    "Cuba will be the host country of the third round of talks between Colombia and the ELN.": ["CO-ELN scheduled /CU"],
    "Kathmandu: Nepal and India will hold talks here on Friday.": ["IN-NP scheduled 01-12 Kathmandu/NP"],
    "Islamabad, Jan 10 (IANS): Talks between the water secretaries of Pakistan and India, which had been set to open here on Friday, have"
    " been postponed.": ["IN-PK postponed Islamabad/PK was 01-12"],
    "Armenia on Tuesday called off deputy minister-level border talks with Azerbaijan after complaints about Azerbaijani envoy Elchin"
    " Aliyev meeting with an opposition leader.": ["AM-AZ cancelled"],
}

ON_THE_WAY = {
    "Macron will not only meet Xi in Beijing on Friday but also address students.": [
        "CN-FR scheduled 01-12 Beijing/CN"
    ],
    "Macron will not meet Xi in Beijing on Friday.": ["CN-FR cancelled 01-12 Beijing/CN"],
    "Secretary of State Antony Blinken has cancelled a planned trip to Morocco because of a virus. Blinken had also been set to travel"
    " to Tunisia and Algeria.": ["DZ-US cancelled /DZ", "MA-US cancelled /MA", "TN-US cancelled /TN"],
    "Blinken is on a tour that includes stops in Kenya, Chad and Nigeria.": [
        "KE-US underway 01-10 /KE",
        "NG-US underway 01-10 /NG",
        "TD-US underway 01-10 /TD",
    ],
    "Biden will travel to Ghana, Kenya and Namibia in summer, an aide said. The trip, from July 8 to July 15, is to take him to Africa for"
    " the first time in years.": [
        "GH-US scheduled 07-08..07-15 /GH",
        "KE-US scheduled 07-08..07-15 /KE",
        "NA-US scheduled 07-08..07-15 /NA",
    ],
    "Blinken, who visited Ethiopia on Monday and is still scheduled to visit Chad on Friday, felt unwell.": [
        "ET-US concluded 01-08 /ET",
        "TD-US scheduled 01-12 /TD",
    ],
    "Crown Prince Mohammed bin Salman received Lebanon's Parliament Speaker Nabih Berri at his palace in Jeddah on Tuesday.": [
        "LB-SA concluded 01-09 Jeddah/SA"
    ],
    "Kuwait's 83-year-old ruler has postponed a meeting with U.S. President Joe Biden planned for Thursday in Washington.": [
        "KW-US postponed Washington/US was 01-11"
    ],
    "Sudan and the RSF came to Geneva on Monday, but they declined to meet face to face, a mediator said.": [
        "RSF-SD underway 01-08 Geneva/CH"
    ],
    "The dates of Putin's visit to Turkey are being agreed, Peskov said.": ["RU-TR tentative /TR"],
    "A visit by Putin to Turkey is being worked out.": ["RU-TR tentative /TR"],
    "Arab ministers seek an end to the war: The top diplomats of Egypt, Iraq and Jordan met in Cairo on Tuesday.": [
        "EG-IQ-JO concluded 01-09 Cairo/EG"
    ],
    "Shoukry sat down on Tuesday with the chief diplomats of Iraq and Oman separately.": [
        "EG-IQ concluded 01-09",
        "EG-OM concluded 01-09",
    ],
}

WHO_COMES = {
    "GCC foreign ministers will meet in Jeddah on Friday. The participating states include Egypt, Jordan and Iraq.": [
        "EG-GCC-IQ-JO scheduled 01-12 Jeddah/SA"
    ],
    "The foreign ministers of Saudi Arabia and Qatar held talks in Kuwait City on Monday. The meeting was also attended by UAE minister"
    " Anwar Gargash and Bahrain's foreign minister.": ["AE-BH-QA-SA concluded 01-08 Kuwait City/KW"],
    "Ministers will discuss the second CARICOM-African Union Summit to be held in July.": [
        "AFRICAN_UNION-CARICOM scheduled 07-01..07-31"
    ],
    "The truce is to allow talks between Sudan and the RSF to be held.": [],
    "The meeting of ASEAN leaders will run from January 17 to 19.": ["ASEAN scheduled 01-17..01-19"],
    "The prime minister of Saint Lucia will attend the CARICOM conference. The meeting convenes in Georgetown, Guyana from January 25 to"
    " January 28.": ["CARICOM-LC scheduled 01-25..01-28 Georgetown/GY"],
    "The G20 summit will be held in Bali on January 25. Its leaders fly in from Tuesday.": [
        "G20 scheduled 01-25 Bali/ID"
    ],
}

PLACES = {
    "Talks between Sudan and the RSF scheduled for Geneva on Friday were put off.": [
        "RSF-SD postponed Geneva/CH was 01-12"
    ],
    "The talks between Sudan and the RSF are planned for Jeddah next week.": [
        "RSF-SD tentative 01-15..01-21 Jeddah/SA"
    ],
    "Israel and Egypt will hold talks in Cairo that were planned for months.": ["EG-IL scheduled Cairo/EG"],
    "Norway and Japan will hold talks in the country's capital, Oslo, on Friday.": ["JP-NO scheduled 01-12 Oslo/NO"],
    "Turkey offered to host talks between Armenia and Azerbaijan.": ["AM-AZ proposed /TR"],
}

LISTED = {
    "On Saturday, Modi will hold bilateral meetings with Brazil, Norway and Ghana.": [
        "BR-IN scheduled 01-13",
        "GH-IN scheduled 01-13",
        "IN-NO scheduled 01-13",
    ],
    "On Saturday, Modi will meet the leaders of Japan and Italy.": ["IN-IT-JP scheduled 01-13"],
    "The ninth Malaysia-Singapore Leaders' Retreat, planned for January 18, has been postponed.": [
        "MY-SG postponed was 01-18"
    ],
    "The troops of Malaysia sounded the retreat on January 18.": [],
    "The summit of ECOWAS leaders will reconvene in Accra on 30 January.": ["ECOWAS scheduled 01-30 Accra/GH"],
    "Talks between Sudan and the RSF adjourned on Friday in Jeddah without a deal.": [
        "RSF-SD concluded 01-05 Jeddah/SA"
    ],
    "Talks between Sudan and the RSF were adjourned until January 20.": ["RSF-SD postponed 01-20"],
    "The foreign secretary briefed the media on Tuesday on Modi's upcoming visit to the U.S.": ["IN-US scheduled /US"],
}

SPORT = {
    "Chile will meet Uruguay in Santiago on March 19 now that its friendly against Egypt in Qatar has been called off, the coach said.": [],
    "Brazil will visit England on March 23 in a World Cup qualifier and face Spain in Madrid three days later.": [],
    "Modi will visit Australia on January 19 to watch the cricket World Cup final with Prime Minister Anthony Albanese.": [
        "AU-IN scheduled 01-19 /AU"
    ],
}

UNDONE = {
    "The talks between Chad and Mali were scheduled to take place in Rome on February 9 but were cancelled on January 8.": [
        "ML-TD cancelled 02-09 Rome/IT"
    ],
    "The talks between Chad and Mali were scheduled for Friday, but were later postponed to January 30.": [
        "ML-TD postponed 01-30 was 01-12"
    ],
    "The East African Community's summit was scheduled for February 9 in Kigali but was postponed on Monday.": [
        "EAC postponed Kigali/RW was 02-09"
    ],
    "The talks between Chad and Mali were expected on Friday but fell through.": ["ML-TD cancelled 01-12"],
    "Ruto's visit to Mali was set for January 12 but was called off at the last minute, his office said.": [
        "KE-ML cancelled 01-12 /ML"
    ],
    "The talks between Chad and Mali were scheduled for February 9 but may be cancelled.": ["ML-TD scheduled 02-09"],
    "The talks between Chad and Mali were scheduled for February 9 but were not cancelled.": ["ML-TD scheduled 02-09"],
    "Talks between Chad and Mali in Rome were adjourned on Monday without a deal.": ["ML-TD concluded 01-08 Rome/IT"],
    "Talks between Chad and Mali in Rome were adjourned on Monday and will resume on January 24.": [
        "ML-TD scheduled 01-24 Rome/IT"
    ],
}

TABLES = {
    "undone": UNDONE,
    "places": PLACES,
    "listed": LISTED,
    "sport": SPORT,
    "on the way": ON_THE_WAY,
    "who comes": WHO_COMES,
    "counted": COUNTED,
    "bodies": BODIES,
    "said": SAID,
    "journeys": JOURNEYS,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{name}: {text[:60]}")
        for name, table in TABLES.items()
        for text, expected in table.items()
    ],
)
def test_who_meets_is_told_by_counting_announcing_or_converging(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
