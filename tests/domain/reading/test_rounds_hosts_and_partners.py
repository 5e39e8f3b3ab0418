"""What several sentences tell together: the next round, whom one meets one by one, who convenes, who comes, who "the Secretary" is."""

from __future__ import annotations

import pytest

from tests.domain.reading.test_sentences_to_reports import read

ROUNDS = {
    "Envoys of Ghana and Togo met in Lome on Tuesday. The next round is set for January 25 in Accra.": [
        "GH-TG concluded 01-09 Lome/TG",
        "GH-TG scheduled 01-25 Accra/GH",
    ],
    "Envoys of Ghana and Togo met in Lome on Tuesday. A further meeting will be held in Accra on January 25.": [
        "GH-TG concluded 01-09 Lome/TG",
        "GH-TG scheduled 01-25 Accra/GH",
    ],
    "Envoys of Ghana and Togo met in Lome on Tuesday. Another round of talks is expected next month.": [
        "GH-TG concluded 01-09 Lome/TG",
        "GH-TG tentative 02-01..02-29",
    ],
    "Finnish Foreign Minister Elina Valtonen met her Polish counterpart Radoslaw Sikorski in Turku on Monday. A second meeting is planned for May, she said.": [
        "FI-PL concluded 01-08 Turku/FI",
        "FI-PL tentative 05-01..05-31",
    ],
}

ONE_BY_ONE = {
    "Austrian Chancellor Karl Nehammer said that, although the conference was off, the presidents of Chile and Peru, Gabriel Boric and Dina Boluarte, would travel to Vienna, where he would hold a meeting with each of them.": [
        "AT-CL scheduled Vienna/AT",
        "AT-PE scheduled Vienna/AT",
    ],
    "Kenya's William Ruto spoke after talks between Ethiopia and Eritrea in Nairobi on Tuesday. Ruto is to meet the two separately on Friday.": [
        "ER-ET concluded 01-09 Nairobi/KE",
        "ER-KE scheduled 01-12",
        "ET-KE scheduled 01-12",
    ],
    "Ilham Aliyev and Nikol Pashinyan agreed to meet Charles Michel in Brussels in March. Michel will meet each of them.": [
        "AM-EU scheduled 03-01..03-31 Brussels/BE",
        "AZ-EU scheduled 03-01..03-31 Brussels/BE",
    ],
    "Premier Oru also had separate talks with Vietnamese Prime Minister Pham Minh Chinh and Thai Prime Minister Srettha Thavisin.": [],
    "Finnish Prime Minister Petteri Orpo also had talks with his Estonian counterpart Kaja Kallas.": [
        "EE-FI concluded"
    ],
}

WHO_CONVENES = {
    "World leaders will gather in Paris on Thursday for a summit on Ukraine hosted by French President Emmanuel Macron. British Prime Minister Rishi Sunak is expected.": [
        "FR-GB scheduled 01-11 Paris/FR"
    ],
    "French President Emmanuel Macron will host a summit on Ukraine in Paris on Thursday. British Prime Minister Rishi Sunak and Turkish President Erdogan will attend.": [
        "FR-GB-TR scheduled 01-11 Paris/FR"
    ],
    "Germany will host a conference on Libya in Berlin on Sunday. Turkish President Erdogan and Egyptian President al-Sisi have confirmed their attendance.": [
        "DE-EG-TR scheduled 01-14 Berlin/DE"
    ],
    "The Middle East conference in Warsaw on Wednesday, co-hosted by Poland and the United States, will focus on shipping.": [
        "PL-US scheduled 01-10 Warsaw/PL"
    ],
    "The Sudanese Peace Congress, an event organised by Turkey and Egypt, is to open in the resort of Naivasha on 29 January.": [
        "EG-TR scheduled 01-29 Naivasha/KE"
    ],
    "Finland will host a summit in Helsinki on Monday. US President Joe Biden and Russian President Vladimir Putin will attend.": [
        "RU-US scheduled 01-15 Helsinki/FI"
    ],
}

WHO_IT_IS = {
    "US Secretary of State Antony Blinken will travel to Georgia and Armenia on January 22. In Tbilisi, the Secretary will meet President Salome Zourabichvili. The Secretary will then travel to Yerevan for meetings with Prime Minister Nikol Pashinyan.": [
        "AM-US scheduled 01-22 Yerevan/AM",
        "GE-US scheduled 01-22 Tbilisi/GE",
    ],
    "US Vice President Kamala Harris travels to Poland and Romania this week. On January 11, the Vice President will meet with President Andrzej Duda in Warsaw. On January 12, she will travel to Bucharest, where she will meet President Klaus Iohannis.": [
        "PL-US scheduled 01-11 Warsaw/PL",
        "RO-US scheduled 01-12 Bucharest/RO",
    ],
    "A Taliban delegation led by Amir Khan Muttaqi arrived in Oslo on Saturday. The delegation will hold talks with Norwegian officials on Monday.": [
        "NO-TALIBAN scheduled 01-15 Oslo/NO",
        "NO-TALIBAN underway 01-06 Oslo/NO",
    ],
    "Serbian President Aleksandar Vucic, on the first leg of a four-day tour of Greece and Cyprus, toured a shipyard.": [
        "CY-RS scheduled /CY",
        "GR-RS underway 01-10 /GR",
    ],
    "Polish Prime Minister Donald Tusk, on a visit to Athens, said that he was pleased.": [
        "GR-PL underway 01-10 Athens/GR"
    ],
    "Indian Prime Minister Narendra Modi will be in Tokyo on May 24 for the Quad summit. On the sidelines he will hold separate talks with Biden and Kishida.": [
        "IN-JP scheduled 05-24 Tokyo/JP",
        "IN-QUAD scheduled 05-24 Tokyo/JP",
        "IN-US scheduled 05-24 Tokyo/JP",
    ],
    "The pope refused to receive the Hungarian prime minister, Viktor Orban.": ["HU-VA cancelled /VA"],
}

WHAT_THEY_DO = {
    "Finnish President Sauli Niinisto and Estonian Prime Minister Kaja Kallas are expected to discuss border traffic on Friday.": [
        "EE-FI tentative 01-12"
    ],
    "Turkish President Recep Tayyip Erdogan will discuss grain exports with Ukrainian President Volodymyr Zelensky on Friday.": [
        "TR-UA scheduled 01-12"
    ],
    "Russian Foreign Minister Sergei Lavrov discussed the pipeline with Turkish Foreign Minister Hakan Fidan on Monday.": [
        "RU-TR concluded 01-08"
    ],
    "US lawmakers will discuss sanctions on Russia on Friday.": [],
    "US President Joe Biden will travel to Brussels next week for a NATO summit and will also attend an EU summit.": [
        "EU-US scheduled",
        "NATO-US scheduled 01-15..01-21 Brussels/BE",
    ],
    "Chinese President Xi Jinping will fly to Jakarta on Monday for an ASEAN summit and will also attend the G20 summit.": [
        "ASEAN-CN scheduled 01-15 Jakarta/ID",
        "CN-G20 scheduled",
    ],
    "President Sauli Niinisto will attend an APEC leaders' meeting in Lima. Foreign Minister Elina Valtonen will attend the APEC ministerial meeting on April 7.": [
        "APEC-FI scheduled 04-07",
        "APEC-FI scheduled Lima/PE",
    ],
}

GO_BETWEENS = {
    "Turkish President Recep Tayyip Erdogan wants to bring together Putin and Zelensky in Istanbul.": [
        "RU-TR-UA proposed Istanbul/TR"
    ],
    "The US special envoy brought together the Armenian and Azerbaijani foreign ministers in Washington on Monday.": [
        "AM-AZ-US concluded 01-08 Washington/US"
    ],
    "Qatar is trying to bring Hamas and Fatah leaders together for talks in Doha next week.": [
        "FATAH-HAMAS proposed 01-15..01-21 Doha/QA"
    ],
    "Greek Cypriot leader Nikos Christodoulides met Turkish Cypriot leader Ersin Tatar on Monday. The United Nations hopes to bring the two leaders together again next month.": [
        "CY-TRNC concluded 01-08",
        "CY-TRNC-UN proposed 02-01..02-29",
    ],
    "The crisis brought together Iran and Turkey.": [],
    "The deal brought together the governments of France and Spain.": [],
}

SAID_AND_SPENT = {
    'Turkish Foreign Minister Hakan Fidan said Greek Foreign Minister George Gerapetritis was wrong. "We agreed on the steps," he said after talks with Armenian Foreign Minister Ararat Mirzoyan on Tuesday.': [
        "AM-TR concluded 01-09"
    ],
    "Mexican President Lopez Obrador spent two hours with President Biden on Tuesday.": ["MX-US concluded 01-09"],
    "Rishi Sunak told Viktor Orban in a call on Tuesday that sanctions would stay.": ["GB-HU concluded 01-09 call"],
    "Rishi Sunak told Viktor Orban during a phone call on Tuesday that sanctions would stay.": [
        "GB-HU concluded 01-09 call"
    ],
    "In a call on Sunday, Blinken urged Israeli Defence Minister Yoav Gallant to hold back.": [
        "IL-US concluded 01-07 call"
    ],
    "Blinken urged Gallant, the Israeli defence minister, on Sunday to hold back.": [],
    "US President Joe Biden has cancelled his trip to Germany. He will talk today with Chancellor Olaf Scholz.": [
        "DE-US cancelled /DE",
        "DE-US scheduled 01-10",
    ],
    "The Vatican denied a request by Hungary's Peter Szijjarto for a meeting with Pope Francis. Szijjarto will meet Vatican diplomats in Rome on Friday.": [
        "HU-VA cancelled",
        "HU-VA scheduled 01-12 Rome/IT",
    ],
}

COMING_AND_GOING = {
    "Somali President Hassan Sheikh Mohamud left Mogadishu on Sunday for Asmara. He last met Eritrea's president in 2022.": [
        "ER-SO underway 01-07 Asmara/ER"
    ],
    "Malaysian Prime Minister Anwar Ibrahim left here on Sunday for Japan on an official visit.": [
        "JP-MY underway 01-07 /JP"
    ],
    "The Mexican president invited Biden to visit in May.": ["MX-US proposed 05-01..05-31 /MX"],
    "The Russian and Belarusian presidents held their second meeting in a week on Tuesday, in Minsk.": [
        "BY-RU concluded 01-09 Minsk/BY"
    ],
    "Tajik and Kyrgyz border officials met for talks on Saturday.": ["KG-TJ concluded 01-06"],
    "Envoys of Chad and Sudan held talks in Tripoli on Monday. Talks will resume on Friday.": [
        "SD-TD concluded 01-08 Tripoli/LY",
        "SD-TD scheduled 01-12",
    ],
}

OF_A_BODY = {
    '"I will meet President Zelensky on Friday," US President Joe Biden said.': ["UA-US scheduled 01-12"],
    '"We will meet President Zelensky tomorrow," US President Joe Biden told reporters.': ["UA-US scheduled 01-11"],
    "Pacific Islands Forum (PIF) finance ministers meet in Suva on Monday. Forum leaders gather in Tarawa in March.": [
        "PIF scheduled 01-15 Suva/FJ",
        "PIF scheduled 03-01..03-31 South Tarawa/KI",
    ],
    "Foreign ministers of the Gulf Cooperation Council will meet in Riyadh on Monday. The Council will hold its summit in May.": [
        "GCC scheduled 01-15 Riyadh/SA",
        "GCC scheduled 05-01..05-31",
    ],
    "The UN will host a donors' conference for Yemen in Geneva on Monday.": ["UN scheduled 01-15 Geneva/CH"],
    "A meeting of envoys that UN Secretary-General Antonio Guterres convened in Doha on Sunday was short.": [
        "UN concluded 01-07 Doha/QA"
    ],
}

OPENINGS = {
    "Meeting in Paris on Monday, the foreign ministers of Chad and Niger agreed to open the border.": [
        "NE-TD concluded 01-08 Paris/FR"
    ],
    "Meeting with Macron in Paris on Monday, German Chancellor Olaf Scholz said that he was pleased.": [
        "DE-FR concluded 01-08 Paris/FR"
    ],
    "Meeting in Brussels, EU foreign ministers agreed on sanctions.": ["EU concluded 01-10 Brussels/BE"],
    "Meeting the deadline in Paris on Monday, Macron and Scholz agreed on sanctions.": [],
    "The Cambodian and Thai prime ministers agreed in a phone call to meet on Monday in Kuala Lumpur.": [
        "KH-TH concluded 01-10 call",
        "KH-TH scheduled 01-15 Kuala Lumpur/MY",
    ],
    "Zelensky is expected to address EU leaders at a summit in Brussels on Thursday.": [
        "EU-UA tentative 01-11 Brussels/BE"
    ],
    "Prime Minister Fumio Kishida will go on a tour of Africa from March 9 to 14, visiting Kenya and Ghana.": [
        "GH-JP scheduled 03-09..03-14 /GH",
        "JP-KE scheduled 03-09..03-14 /KE",
    ],
}

PAIRS_BY_NAME = {
    "Sino-Russian talks will be held in Moscow on Monday.": ["CN-RU scheduled 01-15 Moscow/RU"],
    "The Franco-German summit will be held in Paris on Sunday.": ["DE-FR scheduled 01-14 Paris/FR"],
    "US-Sino trade talks will resume in Shanghai on Tuesday.": ["CN-US scheduled 01-16 Shanghai/CN"],
    "Anglo-Irish talks resumed in Dublin on Monday.": ["GB-IE underway 01-08 Dublin/IE"],
    "The Indo-Pacific is where talks of the navies were held on Monday.": [],
    "Brexit talks will resume in Brussels on Monday.": ["EU-GB scheduled 01-15 Brussels/BE"],
    "The Brexit negotiations are hard.": [],
}

SIDE_BY_SIDE = {
    "French President Emmanuel Macron joined with German Chancellor Olaf Scholz on Thursday to present a plan for steel, and the ministers met.": [
        "DE-FR concluded 01-04"
    ],
    "Macron joined Scholz in calling for peace on Thursday, and the ministers met.": [],
    "US President Joe Biden will return home on Sunday, after the G7 summit.": ["G7-US scheduled"],
    "Canadian Prime Minister Justin Trudeau met nobody. Trudeau is to attend a United Nations event in New York on Friday.": [
        "CA-UN scheduled 01-12 New York/US"
    ],
}

WALKED_OUT = {
    "Sudan has called off the Danish minister of development cooperation's visit, planned for next week.": [
        "DK-SD cancelled 01-15..01-21 /SD"
    ],
    "UN envoy Geir Pedersen met the opposition in Amman on Monday, and will be briefed on the plan in Moscow on Thursday.": [
        "RU-UN scheduled 01-11 Moscow/RU"
    ],
    "Peace talks in Geneva between Syria and the Syrian opposition were derailed last week as the opposition walked out.": [
        "SY-SYRIAN_OPPOSITION concluded 01-01..01-07 Geneva/CH"
    ],
}

COUNCILS = {
    "The 44th ACP Council of Ministers will be held in Brussels on May 21-23.": [
        "ACP scheduled 05-21..05-23 Brussels/BE"
    ],
    "The ASEAN Council of Ministers will meet in Bali on Monday.": ["ASEAN scheduled 01-15 Bali/ID"],
    "CARICOM leaders will meet in Kingston on Monday to discuss Haiti with US Secretary of State Antony Blinken.": [
        "CARICOM-US scheduled 01-15 Kingston/JM"
    ],
}

CASES = [
    pytest.param(text, reports, id=text[:60])
    for table in (
        ROUNDS,
        ONE_BY_ONE,
        WHO_CONVENES,
        WHO_IT_IS,
        WHAT_THEY_DO,
        GO_BETWEENS,
        SAID_AND_SPENT,
        COMING_AND_GOING,
        OF_A_BODY,
        OPENINGS,
        PAIRS_BY_NAME,
        SIDE_BY_SIDE,
        WALKED_OUT,
        COUNCILS,
    )
    for text, reports in table.items()
]


@pytest.mark.parametrize(("text", "reports"), CASES)
def test_sentences_that_tell_of_one_meeting_together_are_read_together(text: str, reports: list[str]) -> None:
    assert read(text) == sorted(reports)


def test_an_article_that_names_only_days_long_gone_tells_no_news_without_a_day() -> None:
    old = "During the summit of 2-3 November 2023 Finnish Foreign Minister Elina Valtonen met her Thai counterpart."
    assert read(old + " He also had talks with Polish Foreign Minister Radoslaw Sikorski.") == []


def test_an_answer_is_about_whom_the_question_asked_for() -> None:
    text = (
        "Q Mr. President, will you speak with President Xi this year?\n\n"
        "THE PRESIDENT: I do not know when, but we will be meeting.\n\n"
        "Q Thank you."
    )
    assert read(text, title="Remarks by President Biden on Shipyards") == ["CN-US scheduled"]


def test_the_two_sides_of_a_headline_are_those_of_the_text() -> None:
    text = "The two sides will resume formal negotiations in Tokyo on February 7."
    assert read(text, title="Japan, China to resume talks") == ["CN-JP scheduled 02-07 Tokyo/JP"]


def test_what_two_of_six_did_is_not_the_six_party_talks() -> None:
    text = (
        "Japanese Foreign Minister Yoko Kamikawa and visiting US diplomats agreed on Monday that trade should grow. "
        "She said this although the six-party talks were still being held."
    )
    assert "JP-US concluded 01-08" in read(text)
