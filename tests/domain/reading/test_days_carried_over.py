"""Days that a meeting has from another sentence, or from another date: told on a journey, the same day, a plan that was moved."""

from __future__ import annotations

import pytest

from tests.domain.reading.test_sentences_to_reports import read

ON_A_JOURNEY = {
    "Russian Foreign Minister Sergei Lavrov will travel to New York on January 22-24. There he will meet UN Secretary-General Antonio Guterres.": [
        "RU-UN scheduled 01-22..01-24 New York/US"
    ],
    "Russian Foreign Minister Sergei Lavrov will be in New York on January 22-24. He will meet UN Secretary-General Antonio Guterres and hold talks with Chinese Foreign Minister Wang Yi.": [
        "CN-RU scheduled 01-22..01-24 New York/US",
        "RU-UN scheduled 01-22..01-24 New York/US",
    ],
    "U.S. Secretary of State Antony Blinken will travel to Berlin on January 15. He will join foreign ministers from NATO for an informal meeting.": [
        "DE-US scheduled 01-15 Berlin/DE",
        "NATO-US scheduled 01-15 Berlin/DE",
    ],
    "Prime Minister Fumio Kishida will fly to Washington on Thursday. During the trip, Kishida will hold talks with South Korean President Yoon Suk Yeol.": [
        "JP-KR scheduled 01-11 Washington/US",
        "JP-US scheduled 01-11 Washington/US",
    ],
    "Prime Minister Fumio Kishida will attend the G20 summit in Rio de Janeiro on January 18-19. He is planning to hold talks with Brazilian President Luiz Inacio Lula da Silva on the sidelines.": [
        "BR-JP tentative 01-18..01-19 Rio de Janeiro/BR",
        "G20-JP scheduled 01-18..01-19 Rio de Janeiro/BR",
    ],
    "Before Macron returns to Paris late on Friday, he and Scholz will hold talks with Polish President Andrzej Duda.": [
        "DE-FR-PL scheduled 01-12"
    ],
    "Before leaving for Geneva on Tuesday, Lavrov met Fidan in Ankara.": ["RU-TR concluded 01-09 Ankara/TR"],
    "After arriving in Ankara on Friday, Scholz will meet Turkish President Recep Tayyip Erdogan.": [
        "DE-TR scheduled 01-12 Ankara/TR"
    ],
    "Premier Li Qiang will attend the 31st China-ASEAN Summit, the 23rd East Asia Summit and the third Regional Comprehensive Economic Partnership Leaders' Meeting in Kuala Lumpur on January 27 and 28.": [
        "ASEAN-CN scheduled 01-27..01-28 Kuala Lumpur/MY",
        "CN-EAS scheduled 01-27..01-28 Kuala Lumpur/MY",
        "CN-RCEP scheduled 01-27..01-28 Kuala Lumpur/MY",
    ],
    # another place, another kind of meeting, a day of its own: none of them is on the journey
    "Russian Foreign Minister Sergei Lavrov travels to Cuba on Monday. He will also meet his Venezuelan counterpart Yvan Gil in Caracas.": [
        "CU-RU scheduled 01-15 /CU",
        "RU-VE scheduled Caracas/VE",
    ],
    "Chinese Foreign Minister Wang Yi met Egyptian Foreign Minister Sameh Shoukry in Cairo on Sunday. He will also visit Tunisia and Togo.": [
        "CN-EG concluded 01-07 Cairo/EG",
        "CN-TG scheduled /TG",
        "CN-TN scheduled /TN",
    ],
}

ON_THE_SAME_DAY = {
    "U.S. Secretary of State Antony Blinken met Saudi Crown Prince Mohammed bin Salman on Monday. He also held talks with Egyptian President Abdel Fattah al-Sisi.": [
        "EG-US concluded 01-08",
        "SA-US concluded 01-08",
    ],
    "Emmanuel Macron met Olaf Scholz in Berlin on Tuesday. Macron held separate talks with Polish President Andrzej Duda.": [
        "DE-FR concluded 01-09 Berlin/DE",
        "FR-PL concluded 01-09",
    ],
    "Egyptian Foreign Minister Sameh Shoukry met his Chinese counterpart Wang Yi on Sunday. Shoukry has also spoken by phone with his Turkish counterpart Hakan Fidan.": [
        "CN-EG concluded 01-07",
        "EG-TR concluded call",
    ],
}

HANGING_ON_A_DAY = {
    "Macron told Putin on Tuesday that sanctions would follow. The two presidents spoke by phone for an hour, late in the evening in Moscow.": [
        "FR-RU concluded 01-09 call"
    ],
    "Scholz told Erdogan on Tuesday that the aid would not go on for ever. The two leaders spoke by phone for an hour.": [
        "DE-TR concluded 01-09 call"
    ],
    "Lavrov told Fidan of the treaty on Tuesday. The ministers of Iraq and Iran met in Doha on Monday.": [
        "IQ-IR concluded 01-08 Doha/QA"
    ],
    "Blinken will hold talks with Lavrov in Geneva on Friday. He is to meet Cassis later in the day.": [
        "CH-US scheduled 01-12",
        "RU-US scheduled 01-12 Geneva/CH",
    ],
    "Foreign Minister Wang Yi met Japanese counterpart Yoko Kamikawa in Beijing on Tuesday. He was to meet the South Korean foreign minister, Cho Tae-yul, later in the day.": [
        "CN-JP concluded 01-09 Beijing/CN",
        "CN-KR scheduled 01-09",
    ],
    "Foreign Minister Wang Yi met Japanese counterpart Yoko Kamikawa in Beijing on Monday. He met the South Korean foreign minister, Cho Tae-yul, the following day.": [
        "CN-JP concluded 01-08 Beijing/CN",
        "CN-KR concluded 01-09",
    ],
    "Foreign Minister Wang Yi will meet Japanese counterpart Yoko Kamikawa in Beijing on Monday. He will meet the South Korean foreign minister, Cho Tae-yul, the following day.": [
        "CN-JP scheduled 01-15 Beijing/CN",
        "CN-KR scheduled 01-16",
    ],
    "Sudan's president flew to Ethiopia on Monday, a day after talks with Egypt's president in Cairo.": [
        "EG-SD concluded 01-07 Cairo/EG",
        "ET-SD underway 01-08 /ET",
    ],
    "Erdogan met Aliyev on Tuesday, two days after he held talks with Putin.": [
        "AZ-TR concluded 01-09",
        "RU-TR concluded 01-07",
    ],
    "Lavrov will meet Fidan on Friday, one day before talks with Blinken.": [
        "RU-TR scheduled 01-12",
        "RU-US scheduled 01-13",
    ],
    "Erdogan, who met Putin on Monday, was to hold talks with Raisi a day later.": [
        "IR-TR scheduled 01-09",
        "RU-TR concluded 01-08",
    ],
    "Putin arrived in Tehran on Tuesday for talks with Raisi. He was due to meet Erdogan later in the day.": [
        "IR-RU underway 01-09 Tehran/IR",
        "RU-TR scheduled 01-09",
    ],
}

PLANNED_FOR = {
    "Israeli Prime Minister Ehud Barak and Palestinian leader Yasser Arafat were to meet late Tuesday somewhere in Israel, an aide said.": [
        "IL-PS scheduled 01-09 /IL"
    ],
    "Talks between Sudan's army and the RSF will not resume until February 1, mediators said.": [
        "RSF-SD scheduled 02-01"
    ],
    "Iran will not resume talks with the United States until Friday at the earliest.": ["IR-US tentative 01-12"],
    "Iran will not hold talks with the United States until sanctions are lifted.": [],
    "Peace talks between Sudan and the RSF will not resume until February 1, mediators said. Their next round had been due to open in mid-January.": [
        "RSF-SD postponed 02-01 was 01-11..01-20"
    ],
    "Putin has put off a visit to Turkey. He was to have flown to Ankara on Friday.": [
        "RU-TR postponed Ankara/TR was 01-12"
    ],
    "We inform of the postponement of Russian Foreign Minister Sergei Lavrov's visit to Turkey from January 12 to January 18.": [
        "RU-TR postponed 01-18 /TR was 01-12"
    ],
    "Putin has postponed his visits to Turkey and Iran next month. He had scheduled a visit to Turkey for the middle of next month.": [
        "IR-RU postponed /IR was 02-01..02-29",
        "RU-TR postponed /TR was 02-11..02-20",
    ],
    "On January 5, Indian diplomats announced that Foreign Minister Subrahmanyam Jaishankar planned to visit Dhaka this week. But a newspaper reported that the visit would take place the week after.": [
        "BD-IN postponed 01-15..01-21 Dhaka/BD was 01-08..01-14"
    ],
    "Turkish officials said that Putin would visit Ankara on Friday. However, the visit will now take place on February 12, the Kremlin said.": [
        "RU-TR postponed 02-12 Ankara/TR was 01-12"
    ],
    "The Kremlin said on Tuesday that Putin would visit Turkey on Friday. But the talks will take place on Saturday.": [
        "RU-TR scheduled 01-13 /TR"
    ],
    "Pakistani Foreign Minister Jalil Abbas Jilani's visit to Japan has been cancelled. Jilani had to visit Japan from January 14 to 17 to hold talks with the minister there.": [
        "JP-PK cancelled 01-14..01-17 /JP"
    ],
    "Qatar says that it has put off talks on a truce in Sudan by one day. The talks between Sudan and the RSF will be postponed until Friday.": [
        "RSF-SD postponed 01-12 was 01-11"
    ],
    "Egyptian Foreign Minister Sameh Shoukry has postponed his visit to Greece. On Sunday, Greek newspapers and a broadcaster said the diplomat was going to visit Greece on Friday.": [
        "EG-GR postponed /GR was 01-12"
    ],
}

THE_DAY_OF_THE_ACT = {
    "Ethiopia and Kenya agreed on Monday to hold talks on January 20.": ["ET-KE scheduled 01-20"],
    "Ethiopia on Monday agreed to hold talks with Kenya next week.": ["ET-KE scheduled 01-15..01-21"],
    "On Monday, Ethiopia agreed to hold talks with Kenya next week.": ["ET-KE scheduled 01-15..01-21"],
    "Ethiopia proposed on Monday to meet Kenya's leaders on January 20.": ["ET-KE proposed 01-20"],
    "Kenya called on Monday for talks with Ethiopia.": ["ET-KE proposed"],
    "Kenya called again on Tuesday for a summit with Ethiopia.": ["ET-KE proposed"],
    "Kenya called on Monday for talks with Ethiopia on January 20.": ["ET-KE proposed 01-20"],
    "Kenya cancelled on Monday talks with Ethiopia planned for January 20.": ["ET-KE cancelled 01-20"],
    "Kenya postponed on Monday talks with Ethiopia planned for January 20.": ["ET-KE postponed was 01-20"],
    "Kenya announced on Monday the postponement of Friday's summit with Ethiopia to January 20.": [
        "ET-KE postponed 01-20 was 01-12"
    ],
    "Ethiopia and Kenya signed an accord on Monday after three days of talks in Nairobi.": [
        "ET-KE concluded 01-08 Nairobi/KE"
    ],
    "Kenya and Ethiopia failed to meet on Monday as planned.": ["ET-KE cancelled 01-08"],
    "Kenya and Ethiopia failed to meet on Monday.": [],
}

SEVERAL_DAYS = {
    "Talks between Ethiopia and Kenya, which began on Monday, are expected to end on Friday.": [
        "ET-KE underway 01-08..01-12"
    ],
    "The talks between Kenya and Ethiopia were to begin Monday but have been pushed to Friday.": [
        "ET-KE postponed 01-12 was 01-08"
    ],
    "The talks between Kenya and Ethiopia were to begin Friday but have been postponed.": ["ET-KE postponed was 01-12"],
    "Kenya's talks with Ethiopia, which had been expected this week, are now likely in February.": [
        "ET-KE tentative 02-01..02-29 was 01-08..01-14"
    ],
    "The meeting between Ethiopia's and Kenya's foreign ministers, which was to have been held last Friday, will now take place tomorrow.": [
        "ET-KE postponed 01-11 was 01-05"
    ],
    "The summit of the Arab League opens in Manama on Thursday and ends on Saturday.": [
        "ARAB_LEAGUE scheduled 01-11..01-13 Manama/BH"
    ],
    "Sudan's army and the RSF will resume talks in Jeddah on Sunday. The talks are to last four days.": [
        "RSF-SD scheduled 01-14..01-17 Jeddah/SA"
    ],
    "Armenia and Azerbaijan concluded on Tuesday a two-day round of talks in Berlin.": [
        "AM-AZ concluded 01-08..01-09 Berlin/DE"
    ],
    "Visiting Afghan Defense Minister Bismillah Khan on Tuesday held talks with Pakistani Defence Minister Khawaja Asif. The Afghan minister arrived in Pakistan on Monday for talks on border cooperation.": [
        "AF-PK concluded 01-09 /PK"
    ],
    "Talks between Armenia and Azerbaijan are to be held in Berlin over two days from Wednesday.": [
        "AM-AZ scheduled 01-10..01-11 Berlin/DE"
    ],
    "Venezuelan President Nicolas Maduro is due to arrive in Beijing on Friday for a week-long visit to China.": [
        "CN-VE scheduled 01-12..01-18 Beijing/CN"
    ],
}


def cases(table: dict[str, list[str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("text", "expected"), table.items(), ids=[text[:60] for text in table])


@cases(ON_A_JOURNEY)
def test_whom_a_traveller_meets_on_a_journey_he_meets_on_its_days(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(ON_THE_SAME_DAY)
def test_who_also_met_another_met_both_on_one_day(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(HANGING_ON_A_DAY)
def test_a_day_told_from_another_follows_the_reading_that_one_was_given(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(PLANNED_FOR)
def test_a_plan_told_in_the_past_has_its_own_day(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(THE_DAY_OF_THE_ACT)
def test_the_day_on_which_it_was_agreed_or_called_off_is_not_the_day_of_the_meeting(
    text: str, expected: list[str]
) -> None:
    assert read(text) == sorted(expected)


@cases(SEVERAL_DAYS)
def test_a_span_has_the_days_that_it_is_told_to_have(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
