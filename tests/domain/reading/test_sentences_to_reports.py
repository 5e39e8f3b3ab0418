"""Sentences beside the reports a careful reader takes from them: one table a phenomenon.

A report is written ``PARTIES status [start[..end]] [City/CC] [call|video] [was start[..end]]``; the publication day is a Wednesday,
10 January 2024, unless a case gives another.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from domain.reading import RuleExtractor
from domain.reports import Format, Report, When, quotes_exactly

WEDNESDAY = date(2024, 1, 10)


@cache
def reader() -> RuleExtractor:
    return RuleExtractor()


def days(when: When | None) -> str:
    if when is None:
        return ""
    start, end = when.start.strftime("%m-%d"), when.end.strftime("%m-%d")
    if when.start.year != 2024:
        start = when.start.isoformat()
    if when.end.year != 2024:
        end = when.end.isoformat()
    return start if when.start == when.end else f"{start}..{end}"


def shown(report: Report) -> str:
    parts = ["-".join(report.parties), report.status.value, days(report.when)]
    if report.where is not None:
        parts.append(f"{report.where.city or ''}/{report.where.country or ''}")
    if report.format in (Format.CALL, Format.VIDEO):
        parts.append(report.format.value)
    if report.previous is not None and report.previous.when is not None:
        parts.append(f"was {days(report.previous.when)}")
    return " ".join(part for part in parts if part)


def read(text: str, published: date = WEDNESDAY, title: str = "") -> list[str]:
    reports = reader().extract(text, published, title=title).reports
    assert all(quotes_exactly(report, text, title) for report in reports)
    return sorted(shown(report) for report in reports)


PLANS = {
    "The foreign ministers of Norway and Poland will meet in Oslo on Friday.": ["NO-PL scheduled 01-12 Oslo/NO"],
    "French President Emmanuel Macron is to hold talks with German Chancellor Olaf Scholz in Berlin on January 22.": [
        "DE-FR scheduled 01-22 Berlin/DE"
    ],
    "Turkish Foreign Minister Hakan Fidan is due in Baghdad on Sunday for talks with his Iraqi counterpart.": [
        "IQ-TR scheduled 01-14 Baghdad/IQ"
    ],
    "Chinese Foreign Minister Wang Yi will visit Egypt from January 13 to 18, a ministry spokeswoman said on Wednesday.": [
        "CN-EG scheduled 01-13..01-18 /EG"
    ],
    "Talks between Serbia and Kosovo are scheduled to resume in Brussels next week.": [
        "RS-XK scheduled 01-15..01-21 Brussels/BE"
    ],
    "Japan and South Korea have agreed to hold a summit in Seoul in March.": ["JP-KR scheduled 03-01..03-31 Seoul/KR"],
    "U.S. Secretary of State Antony Blinken travels to Riyadh on Thursday.": ["SA-US scheduled 01-11 Riyadh/SA"],
    "Indian Prime Minister Narendra Modi will host Sri Lankan President Ranil Wickremesinghe in New Delhi on Monday.": [
        "IN-LK scheduled 01-15 New Delhi/IN"
    ],
    "Negotiators from Iran and the European Union will sit down in Vienna on January 20, officials said.": [
        "EU-IR scheduled 01-20 Vienna/AT"
    ],
    "The presidents of Azerbaijan and Armenia are set to meet in Brussels on Feb. 2.": [
        "AM-AZ scheduled 02-02 Brussels/BE"
    ],
    "Egypt's foreign minister leaves for Moscow on Thursday for a two-day visit.": [
        "EG-RU scheduled 01-11..01-12 Moscow/RU"
    ],
    "EU foreign ministers meet in Brussels on January 22 to discuss sanctions.": ["EU scheduled 01-22 Brussels/BE"],
    "Brazilian President Luiz Inacio Lula da Silva will receive Spanish Prime Minister Pedro Sanchez on Friday.": [
        "BR-ES scheduled 01-12 /BR"
    ],
    "A summit between Kim Jong Un and Vladimir Putin is planned for April.": ["KP-RU tentative 04-01..04-30"],
    "The leaders of Russia, Iran and Turkey will gather in Sochi on Jan. 24.": ["IR-RU-TR scheduled 01-24 Sochi/RU"],
    "Pakistani and Indian officials will hold consultations in Dubai on January 16, the Pakistani Foreign Office announced on Tuesday.": [
        "IN-PK scheduled 01-16 Dubai/AE"
    ],
    "British Foreign Secretary David Cameron flies to Ankara on Friday to meet President Recep Tayyip Erdogan.": [
        "GB-TR scheduled 01-12 Ankara/TR"
    ],
    "On Friday, the Greek prime minister will meet his Albanian counterpart in Tirana.": [
        "AL-GR scheduled 01-12 Tirana/AL"
    ],
    "The Polish president's visit to Kyiv is scheduled for January 19.": ["PL-UA scheduled 01-19 Kyiv/UA"],
    "Thai Prime Minister Srettha Thavisin will pay an official visit to Sri Lanka on February 3 and 4.": [
        "LK-TH scheduled 02-03..02-04 /LK"
    ],
}

HEDGED = {
    "The leaders of Japan and China may meet in Lima in November.": ["CN-JP tentative 11-01..11-30 Lima/PE"],
    "Hungarian Prime Minister Viktor Orban is expected to meet Ukrainian President Volodymyr Zelenskiy in Uzhhorod next week.": [
        "HU-UA tentative 01-15..01-21 Uzhhorod/UA"
    ],
    "Sudan's army and the Rapid Support Forces could hold talks in Jeddah later this month, mediators said.": [
        "RSF-SD tentative 01-10..01-31 Jeddah/SA"
    ],
    "Serbian President Aleksandar Vucic plans to visit Beijing in May.": ["CN-RS tentative 05-01..05-31 Beijing/CN"],
    "A meeting between the Israeli and Saudi foreign ministers is likely on January 18.": ["IL-SA tentative 01-18"],
    "Lavrov is tentatively scheduled to hold talks with Blinken in Geneva on Jan. 25.": [
        "RU-US tentative 01-25 Geneva/CH"
    ],
}

PROPOSED = {
    "Qatar has proposed that Israel and Hamas hold a new round of talks in Doha next week.": [
        "HAMAS-IL proposed 01-15..01-21 Doha/QA"
    ],
    "Turkish President Recep Tayyip Erdogan has invited Egyptian President Abdel Fattah al-Sisi to visit Ankara in February.": [
        "EG-TR proposed 02-01..02-29 Ankara/TR"
    ],
    "South Korea on Tuesday proposed talks with North Korea on January 25 at Panmunjom.": [
        "KP-KR proposed 01-25 Panmunjom/KR"
    ],
    "Ukraine has called for an emergency meeting of the NATO-Ukraine Council on January 12.": [
        "NATO-UA proposed 01-12"
    ],
    "The two Koreas are considering holding a summit in the spring.": ["KP-KR proposed 03-01..05-31"],
}

CALLED_OFF = {
    "Poland has cancelled a visit by Hungarian President Katalin Novak that was scheduled for January 15.": [
        "HU-PL cancelled 01-15 /PL"
    ],
    "Saudi Arabia called off Thursday's talks with Houthi officials in Sanaa.": ["HOUTHIS-SA cancelled 01-11 Sanaa/YE"],
    "The Jordanian foreign minister will not travel to Damascus on Friday as planned, the ministry said.": [
        "JO-SY cancelled 01-12 Damascus/SY"
    ],
    "Palestinian President Mahmoud Abbas refused to meet U.S. envoy Brett McGurk in Ramallah on Wednesday.": [
        "PS-US cancelled 01-10 Ramallah/PS"
    ],
    "Blinken on Tuesday scrapped a planned trip to Beijing.": ["CN-US cancelled Beijing/CN"],
    "India pulled out of talks with Pakistan that were to have begun in Islamabad on January 14.": [
        "IN-PK cancelled 01-14 Islamabad/PK"
    ],
    "The summit between the presidents of Serbia and Croatia, due on Friday, was called off on Wednesday.": [
        "HR-RS cancelled 01-12"
    ],
}

PUT_OFF = {
    "Talks between Sudan and South Sudan have been postponed to January 20.": ["SD-SS postponed 01-20"],
    "The visit of Chinese Premier Li Qiang to Australia was put off until March, officials in Canberra said on Tuesday.": [
        "AU-CN postponed 03-01..03-31 /AU"
    ],
    "A meeting between the Greek and Turkish foreign ministers set for Thursday has been postponed indefinitely.": [
        "GR-TR postponed was 01-11"
    ],
    "Cyprus peace talks between the Turkish Cypriots and the Greek Cypriots were pushed back from Monday to Wednesday.": [
        "CY-TRNC postponed 01-10 was 01-08"
    ],
    "Iran has postponed the visit of IAEA chief Rafael Grossi by a week.": ["IAEA-IR postponed /IR"],
    "The Vatican has delayed Pope Francis's trip to Dubai.": ["AE-VA postponed Dubai/AE"],
    "The second round of talks between Ethiopia and Egypt, originally scheduled for January 12, was postponed to January 19.": [
        "EG-ET postponed 01-19 was 01-12"
    ],
}

MOVED = {
    "A call between Biden and Xi has been brought forward from Friday to Thursday.": [
        "CN-US scheduled 01-11 call was 01-12"
    ],
    "Talks between Georgia and Russia have been moved from Geneva to Vienna and will begin on January 23.": [
        "GE-RU scheduled 01-23 Vienna/AT"
    ],
    "The meeting of the Spanish and Moroccan prime ministers has been brought forward to January 17.": [
        "ES-MA scheduled 01-17"
    ],
}

UNDER_WAY = {
    "Negotiators from Colombia and the ELN opened a sixth round of talks in Havana on Tuesday.": [
        "CO-ELN underway 01-09 Havana/CU"
    ],
    "Vietnamese Prime Minister Pham Minh Chinh arrived in Bucharest on Tuesday for a three-day visit.": [
        "RO-VN underway 01-09..01-11 Bucharest/RO"
    ],
    "Delegations of Armenia and Azerbaijan are meeting in Tbilisi on Wednesday.": ["AM-AZ underway 01-10 Tbilisi/GE"],
    "South Sudan peace talks resumed in Nairobi on Monday between the government and rebels.": [],
}

HELD = {
    "Italian Prime Minister Giorgia Meloni met Tunisian President Kais Saied in Tunis on Tuesday.": [
        "IT-TN concluded 01-09 Tunis/TN"
    ],
    "The Russian and Indian foreign ministers held talks in Moscow on Monday.": ["IN-RU concluded 01-08 Moscow/RU"],
    "Biden and Netanyahu spoke by phone on Tuesday, the White House said.": ["IL-US concluded 01-09 call"],
    "Talks between Sudan's army and the RSF ended without agreement in Jeddah on Sunday.": [
        "RSF-SD concluded 01-07 Jeddah/SA"
    ],
    "Macron told reporters after talks with Jordan's King Abdullah in Amman on Monday that France would send more aid.": [
        "FR-JO concluded 01-08 Amman/JO"
    ],
    "Finnish President Sauli Niinisto hosted Estonian President Alar Karis in Helsinki on Monday.": [
        "EE-FI concluded 01-08 Helsinki/FI"
    ],
    "Ukraine's Zelenskiy wrapped up a visit to Lithuania on Wednesday.": ["LT-UA concluded 01-10 /LT"],
    "Turkey's Fidan discussed Gaza with Blinken in a telephone call on Tuesday.": ["TR-US concluded 01-09 call"],
    "The Kuwaiti emir received Bahrain's foreign minister on Monday.": ["BH-KW concluded 01-08 /KW"],
}

NOTHING = {
    "Russia and Ukraine last held direct talks in Istanbul in March 2022.": [],
    "There are no plans for a meeting between Biden and Putin, the White House said.": [],
    "No meeting between the Syrian and Turkish presidents is planned, the Kremlin said on Tuesday.": [],
    "The Dutch cabinet intends to meet a demand from NATO for more tanks next week.": [],
    "Germany's cabinet will meet in Berlin on Wednesday.": [],
    "Relations between Greece and Turkey should improve, the Greek prime minister said on Monday.": [],
    "The Security Council said on Tuesday that it condemned the attack.": [],
    "Russia and Belarus will hold joint military exercises near Poland on Friday.": [],
    "The Bank of England will meet on February 1 to set rates.": [],
    "The French foreign minister told a news conference on Tuesday that Iran must comply.": [],
    "If the ceasefire holds, Israel and Hamas could one day talk.": [],
    "Chelsea and Real Madrid will meet in London on Tuesday.": [],
    "Sri Lanka's cricketers will tour Bangladesh in March.": [],
    "The company will hold talks with investors in London on Friday.": [],
}

MORE_THAN_ONE = {
    "Zelenskiy will meet Macron in Paris on Friday and Scholz in Berlin on Saturday.": [
        "DE-UA scheduled 01-13 Berlin/DE",
        "FR-UA scheduled 01-12 Paris/FR",
    ],
    "Iran and Russia will meet in Tehran on Jan. 12, while Iran and China may meet on Jan. 13.": [
        "CN-IR tentative 01-13",
        "IR-RU scheduled 01-12 Tehran/IR",
    ],
    "Blinken will visit Turkey, Greece and Jordan.": [
        "GR-US scheduled /GR",
        "JO-US scheduled /JO",
        "TR-US scheduled /TR",
    ],
    "After talks with Scholz in Berlin on Tuesday, Sunak will travel to Warsaw on Thursday to meet Tusk.": [
        "DE-GB concluded 01-09 Berlin/DE",
        "GB-PL scheduled 01-11 Warsaw/PL",
    ],
}

CLAUSES = {
    "Talks between Serbia and Kosovo that were due to be held in Brussels on Thursday have been postponed to January 16.": [
        "RS-XK postponed 01-16 Brussels/BE was 01-11"
    ],
    "America's secretary of state met Ukraine's president in Kyiv on Tuesday and promised him more help.": [
        "UA-US concluded 01-09 Kyiv/UA"
    ],
    "The formal negotiations that Turkey and Greece will open in Athens on Monday come after years of silence.": [
        "GR-TR scheduled 01-15 Athens/GR"
    ],
    "France has cancelled a visit by Lavrov, whom its president was to have received in Paris on Friday.": [
        "FR-RU cancelled /FR"
    ],
    "Jordan's king flew to Cairo on Tuesday, where he will meet Egyptian President Abdel Fattah al-Sisi on Thursday.": [
        "EG-JO scheduled 01-11 Cairo/EG"
    ],
    "The Iranian foreign minister, who met his Omani counterpart in Muscat on Monday, will fly to Doha on Friday.": [
        "IR-OM concluded 01-08 Muscat/OM",
        "IR-QA scheduled 01-12 Doha/QA",
    ],
    "China's foreign minister Wang Yi is travelling to Egypt, Tunisia and Togo this week.": [
        "CN-EG scheduled 01-08..01-14 /EG",
        "CN-TG scheduled 01-08..01-14 /TG",
        "CN-TN scheduled 01-08..01-14 /TN",
    ],
    "US transportation officials met Cuban aviation officials in Havana on Tuesday.": [
        "CU-US concluded 01-09 Havana/CU"
    ],
    "The Kremlin has proposed that Putin and Macron speak by telephone on Monday.": ["FR-RU proposed 01-15 call"],
    "U.N.-sponsored talks between Morocco and the Polisario Front will resume in Geneva on January 23.": [
        "MA-POLISARIO-UN scheduled 01-23 Geneva/CH"
    ],
    "Will Putin and Zelenskiy meet in Istanbul next week?": [],
    "Turkey said it was ready to host talks between Russia and Ukraine.": ["RU-UA proposed /TR"],
}


TABLES = {
    "plans": PLANS, "hedged": HEDGED, "proposed": PROPOSED, "called off": CALLED_OFF, "put off": PUT_OFF, "moved": MOVED,
    "under way": UNDER_WAY, "held": HELD, "nothing": NOTHING, "more than one": MORE_THAN_ONE, "clauses": CLAUSES,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{name}: {text[:60]}")
        for name, table in TABLES.items()
        for text, expected in table.items()
    ],
)
def test_a_sentence_is_read_as_a_careful_reader_reads_it(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
