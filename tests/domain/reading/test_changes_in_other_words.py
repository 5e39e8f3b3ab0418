"""Plans and their changes in the words of another outlet: other verbs, the passive, another order, the plan in a relative clause.

Reports are written as in ``test_changes_in_schedules``; the publication day is Wednesday, 10 January 2024.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_changes_in_schedules import read

CHANGED = {
    "Friday's second round of talks between Colombia's government and the ELN guerrillas has been shelved.": [
        "CO-ELN postponed was 01-12"
    ],
    "The talks Brazil and Paraguay were to begin in Asuncion on Monday have been suspended.": [
        "BR-PY postponed Asuncion/PY was 01-15"
    ],
    "The talks Chad and Sudan were to hold in Algiers this week are off.": ["SD-TD cancelled 01-08..01-14 Algiers/DZ"],
    "Talks between Egypt and Ethiopia over the Nile dam have been put back from January 15 to January 22, according to the Sudanese mediator.": [
        "EG-ET postponed 01-22 was 01-15"
    ],
    "Albania's and Greece's prime ministers will meet on January 25 and not on January 18 as previously announced.": [
        "AL-GR postponed 01-25 was 01-18"
    ],
    "The Guyana-Venezuela talks in Brasilia will start on January 25, not Thursday, Brazil's foreign ministry said.": [
        "GY-VE postponed 01-25 Brasilia/BR was 01-11"
    ],
    "Macron will receive the emir of Qatar in Paris on Thursday instead of Friday.": [
        "FR-QA scheduled 01-11 Paris/FR was 01-12"
    ],
    "The leaders of Peru and Chile have put off until January 29 a summit they were to hold on Monday.": [
        "CL-PE postponed 01-29 was 01-15"
    ],
    "Russian Foreign Minister Sergei Lavrov will not be coming to Berlin on Friday, the German foreign ministry said.": [
        "DE-RU cancelled 01-12 Berlin/DE"
    ],
    "Owing to fog, the prime ministers of Slovenia and Croatia will not meet in Zagreb on Wednesday as planned; the meeting was put off.": [
        "HR-SI postponed Zagreb/HR was 01-10"
    ],
    "Norway's and Sweden's prime ministers have agreed to put their talks in Oslo off until February 2.": [
        "NO-SE postponed 02-02 Oslo/NO"
    ],
    "The meeting of the Greek and Turkish leaders, an official in Athens said, is no longer on the agenda.": [
        "GR-TR cancelled"
    ],
    "Albania's Edi Rama has excused himself from a meeting with Vucic in Skopje on Friday.": [
        "AL-RS cancelled 01-12 Skopje/MK"
    ],
    "Albania's Edi Rama has begged off a meeting with Vucic in Skopje on Friday, citing illness.": [
        "AL-RS cancelled 01-12 Skopje/MK"
    ],
    "Following protests, Zambia has dropped its invitation to the Malawian president to visit Lusaka on Friday.": [
        "MW-ZM cancelled 01-12 Lusaka/ZM"
    ],
    "The Georgian president, Salome Zourabichvili, will not after all travel to Berlin on Friday.": [
        "DE-GE cancelled 01-12 Berlin/DE"
    ],
    "No talks between Serbia and Kosovo will be held as planned, the EU said.": ["RS-XK cancelled"],
    "Malawi's president aborted his trip to Zambia on Tuesday.": ["MW-ZM concluded 01-09 /ZM"],
    "Jordan's king has shortened his visit to Canada.": ["CA-JO concluded /CA"],
    "Macron's visit to Algiers next week is off.": ["DZ-FR cancelled 01-15..01-21 Algiers/DZ"],
    "Tokayev's visit to Rome, due on Thursday, has been rearranged for March.": [
        "IT-KZ postponed 03-01..03-31 Rome/IT was 01-11"
    ],
    "Justin Trudeau's visit to Poland was cut short on Tuesday.": ["CA-PL concluded 01-09 /PL"],
    "Tehran has spurned an American offer of talks.": ["IR-US cancelled"],
    "Gustavo Petro has decided against visiting Lima on January 19.": ["CO-PE cancelled 01-19 Lima/PE"],
    "Gustavo Petro has decided against a visit to Lima on January 19.": ["CO-PE cancelled 01-19 Lima/PE"],
    "Putin has ruled out meeting Zelensky in Ankara.": ["RU-UA cancelled Ankara/TR"],
    "The Rwandan and Ugandan foreign ministers did not meet in Kigali on Tuesday as planned.": [
        "RW-UG cancelled 01-09 Kigali/RW"
    ],
}

NOT_CHANGED = {
    "Bad weather almost led to the cancellation of Tuesday's meeting of the Swiss and Austrian foreign ministers in Bern.": [
        "AT-CH concluded 01-09 Bern/CH"
    ],
    "Scholz said he would rather resign than cancel Friday's trip to Kyiv.": ["DE-UA scheduled 01-12 Kyiv/UA"],
    "Niger has stopped short of cancelling Friday's talks with Chad in Niamey.": ["NE-TD scheduled 01-12 Niamey/NE"],
    "A court refused to halt the Nigerian president's trip to Paris on Friday.": ["FR-NG scheduled 01-12 Paris/FR"],
    "Vucic told reporters that nobody had asked him to cancel Friday's meeting with Kurti in Brussels.": [
        "RS-XK scheduled 01-12 Brussels/BE"
    ],
    "Greece and Turkey agreed at talks in Athens on Tuesday to cancel visa fees.": ["GR-TR concluded 01-09 Athens/GR"],
    "The Czech president did not speak at the talks with Poland in Prague on Tuesday as planned.": [],
    "The foreign ministers of Serbia and Kosovo did not meet the press in Brussels on Tuesday as planned.": [],
    "Serbia did not sign a deal at talks with Kosovo in Brussels on Tuesday as expected.": [
        "RS-XK concluded 01-09 Brussels/BE"
    ],
    "The talks that Chad and Niger were to hold in December were called off.": [],
    "There is no chance that Putin will meet Zelensky in February.": [],
    "Russia and Turkey are in talks on a gas deal.": [],
    "Trump has not ruled out meeting Putin.": [],
    "Demonstrators called on Macron to cancel his trip to Algiers next week.": [
        "DZ-FR scheduled 01-15..01-21 Algiers/DZ"
    ],
    "Friday's meeting in Tbilisi between the foreign ministers of Armenia and Azerbaijan will go ahead despite calls to postpone it.": [
        "AM-AZ scheduled 01-12 Tbilisi/GE"
    ],
    "Talks between Niger and Mali opened in Niamey on Tuesday, not on Monday as reported earlier.": [
        "ML-NE underway 01-09 Niamey/NE"
    ],
    "The talks that Chad and Sudan were to hold on Friday will go ahead in Algiers.": [
        "SD-TD scheduled 01-12 Algiers/DZ"
    ],
}

HOW_FIRM = {
    "Turkish President Recep Tayyip Erdogan has been invited by Olaf Scholz to hold talks in Berlin on January 24.": [
        "DE-TR proposed 01-24 Berlin/DE"
    ],
    "Olaf Scholz has invited Recep Tayyip Erdogan to hold talks in Berlin on January 24.": [
        "DE-TR proposed 01-24 Berlin/DE"
    ],
    "Egypt has invited Israel and Hamas to hold talks in Doha.": ["HAMAS-IL proposed Doha/QA"],
    "India's prime minister, Narendra Modi, looks set to travel to Abu Dhabi in February.": [
        "AE-IN tentative 02-01..02-29 Abu Dhabi/AE"
    ],
    "Tehran's foreign minister said Iran stood ready to hold talks with Saudi Arabia in Baghdad.": [
        "IR-SA proposed Baghdad/IQ"
    ],
    "There is a chance that Erdogan and Mitsotakis will meet in Athens in the spring.": [
        "GR-TR tentative 03-01..05-31 Athens/GR"
    ],
    "Lavrov and his Belarusian counterpart are in talks in Minsk.": ["BY-RU underway 01-10 Minsk/BY"],
    "Ethiopia's government and the Oromo Liberation Army are in a third day of peace talks in Dar es Salaam.": [
        "ET-OLA underway 01-10 Dar es Salaam/TZ"
    ],
    "Russia and Turkey are in talks to build a pipeline.": [],
    "Israeli negotiators have quit the talks with Hamas in Cairo.": ["HAMAS-IL concluded Cairo/EG"],
}

TABLES = {"changed": CHANGED, "not changed": NOT_CHANGED, "how firm": HOW_FIRM}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{name}: {text[:60]}")
        for name, table in TABLES.items()
        for text, expected in table.items()
    ],
)
def test_a_plan_told_in_other_words_is_read_as_the_same_plan(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
