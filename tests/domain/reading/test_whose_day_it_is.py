"""Which of the days that a sentence tells is the meeting's: planned and held, begun and to end, in brackets, of the journey there."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.reading.test_sentences_to_reports import read

PLANNED_AND_HELD = {
    "Talks between Ethiopia and Egypt were scheduled for January 5 but were held on January 8 in Khartoum.": [
        "EG-ET concluded 01-08 Khartoum/SD"
    ],
    "Talks between Ethiopia and Egypt had been set for Friday but eventually took place on Tuesday in Khartoum.": [
        "EG-ET concluded 01-09 Khartoum/SD"
    ],
    "The talks between Chad and Sudan were planned for January 5 but held on January 9 in Tunis.": [
        "SD-TD concluded 01-09 Tunis/TN"
    ],
    "The talks between Ethiopia and Egypt were due on Saturday but were held on Tuesday instead.": [
        "EG-ET concluded 01-09"
    ],
    "The meeting between Lavrov and Fidan was to be held on January 15 but will now be held on January 18.": [
        "RU-TR postponed 01-18 was 01-15"
    ],
    "The meeting between Lavrov and Fidan was scheduled for January 18 but will take place on January 15.": [
        "RU-TR scheduled 01-15 was 01-18"
    ],
    "Consultations between Russia and Turkey, which were initially scheduled to be held on January 18, will now reconvene in Bern on January 30.": [
        "RU-TR postponed 01-30 Bern/CH was 01-18"
    ],
    "Russia-Ukraine talks that were due to open on January 18 will start on January 30 in Minsk.": [
        "RU-UA postponed 01-30 Minsk/BY was 01-18"
    ],
    "Russia-Ukraine talks that should have opened on January 18 will now start on January 30 in Minsk.": [
        "RU-UA postponed 01-30 Minsk/BY was 01-18"
    ],
    "The IGAD summit, first planned to be held on January 12, will now convene in Nairobi on January 20.": [
        "IGAD postponed 01-20 Nairobi/KE was 01-12"
    ],
    # one day only: what is told besides it is no other day
    "The meeting between Lavrov and Fidan was scheduled for January 15 and will take place in Ankara.": [
        "RU-TR scheduled 01-15 Ankara/TR"
    ],
    "Consultations between Russia and Turkey were scheduled for January 15 but will be held behind closed doors.": [
        "RU-TR scheduled 01-15"
    ],
}

DAYS_OF_A_PLAN = {
    "Turkey and Greece have postponed the talks that were due to be held on January 31 and February 1.": [
        "GR-TR postponed was 01-31..02-01"
    ],
    "Turkey postponed talks with Greece scheduled for Jan 18 and 19.": ["GR-TR postponed was 01-18..01-19"],
    "Turkey called off talks with Greece that were set for January 31 and February 1.": [
        "GR-TR cancelled 01-31..02-01"
    ],
    "Turkey and Greece will hold talks in Athens from January 30 to February 2.": [
        "GR-TR scheduled 01-30..02-02 Athens/GR"
    ],
    "Turkish President Recep Tayyip Erdogan will pay a visit to Greece on January 30 – February 2, 2024.": [
        "GR-TR scheduled 01-30..02-02 /GR"
    ],
}

IN_BRACKETS = {
    "Turkey and Greece will hold talks in Athens (30 January – 2 February).": [
        "GR-TR scheduled 01-30..02-02 Athens/GR"
    ],
    "Turkey and Greece will hold talks in Athens (January 18).": ["GR-TR scheduled 01-18 Athens/GR"],
    "Greek-Turkish talks (Athens, January 18) will deal with the airspace, the ministry said.": [
        "GR-TR scheduled 01-18"
    ],
    'Blinken will travel to Athens, Greece (January 18-19) for a "working visit" with Prime Minister Kyriakos Mitsotakis.': [
        "GR-US scheduled 01-18..01-19 Athens/GR"
    ],
    "Macron met Scholz on Tuesday (January 9).": ["DE-FR concluded 01-09"],
    # no day of the meeting
    "Erdogan will meet Kyriakos Mitsotakis (in office since July 8, 2019).": ["GR-TR scheduled"],
    "Blinken will meet Fidan (born on July 12, 1968).": ["TR-US scheduled"],
}

BEGUN_AND_TO_END = {
    "Turkish President Recep Tayyip Erdogan arrives in Athens on Monday for a state visit to Greece through Thursday.": [
        "GR-TR scheduled 01-15..01-18 Athens/GR"
    ],
    "Turkish President Recep Tayyip Erdogan arrived in Athens on Tuesday for a state visit until Friday.": [
        "GR-TR underway 01-09..01-12 Athens/GR"
    ],
    "Turkish President Recep Tayyip Erdogan arrived in Athens on Tuesday for a visit that will last until Friday.": [
        "GR-TR underway 01-09..01-12 Athens/GR"
    ],
    "Chinese President Xi Jinping arrived in Belgrade on Tuesday for a state visit to Serbia from Tuesday to Thursday.": [
        "CN-RS underway 01-09..01-11 Belgrade/RS"
    ],
    "Indian Prime Minister Narendra Modi will visit Egypt from tomorrow for three days.": [
        "EG-IN scheduled 01-11..01-13 /EG"
    ],
    "Indian Prime Minister Narendra Modi will visit Egypt for three days from tomorrow.": [
        "EG-IN scheduled 01-11..01-13 /EG"
    ],
    "Indian Prime Minister Narendra Modi will visit Egypt from January 20 for four days.": [
        "EG-IN scheduled 01-20..01-23 /EG"
    ],
    "Narendra Modi will meet Abdel Fattah al-Sisi in Cairo three days from tomorrow.": [
        "EG-IN scheduled 01-14 Cairo/EG"
    ],
}

GOING_THERE = {
    "German Foreign Minister Annalena Baerbock will hold talks with Indian counterpart Subrahmanyam Jaishankar in New Delhi. She will travel there on January 20.": [
        "DE-IN scheduled 01-20 New Delhi/IN"
    ],
    "German Chancellor Olaf Scholz accepted an invitation to China and will travel there on January 20.": [
        "CN-DE scheduled 01-20 /CN"
    ],
    "German Chancellor Olaf Scholz is to visit China, a government spokesman said. Scholz will travel there on January 20.": [
        "CN-DE scheduled 01-20 /CN"
    ],
    "German Chancellor Olaf Scholz is to visit China. He will be there from January 20 to 22.": [
        "CN-DE scheduled 01-20..01-22 /CN"
    ],
    "Germany has confirmed that Chancellor Olaf Scholz will visit China. He arrives on January 20.": [
        "CN-DE scheduled 01-20 /CN"
    ],
    "Abdel Fattah al-Sisi has invited Emmanuel Macron to Cairo, and the French president will fly there on January 20.": [
        "EG-FR scheduled 01-20 Cairo/EG"
    ],
    "Emmanuel Macron will meet Abdel Fattah al-Sisi in Cairo on Friday. He arrives on Thursday evening.": [
        "EG-FR scheduled 01-12 Cairo/EG"
    ],
    # nobody says when he is there
    "Emmanuel Macron is to meet Abdel Fattah al-Sisi in Cairo. He will not travel there on January 20.": [
        "EG-FR scheduled Cairo/EG"
    ],
    "Emmanuel Macron is to meet Abdel Fattah al-Sisi in Cairo. The fighting there on Monday killed three people.": [
        "EG-FR scheduled Cairo/EG"
    ],
    "Turkish President Recep Tayyip Erdogan left for Baku on Tuesday. He will meet President Ilham Aliyev.": [
        "AZ-TR scheduled Baku/AZ"
    ],
    "Turkish President Recep Tayyip Erdogan left for Baku on Wednesday. He will meet President Ilham Aliyev.": [
        "AZ-TR scheduled 01-10 Baku/AZ"
    ],
    "Japanese Prime Minister Fumio Kishida departed for Cairo on Tuesday, where he will meet President Abdel Fattah al-Sisi.": [
        "EG-JP scheduled Cairo/EG"
    ],
}


BESIDE_THE_MAIN_CLAUSE = {
    "On January 20, in addition to the G20 summit, Narendra Modi will hold bilateral meetings with Rishi Sunak of the UK and Fumio Kishida of Japan.": [
        "GB-IN scheduled 01-20",
        "IN-JP scheduled 01-20",
    ],
    "On Sunday, ahead of the G20 summit, Narendra Modi will hold talks with U.S. President Joe Biden.": [
        "IN-US scheduled 01-14",
    ],
    "On Sunday, besides attending the G20 summit, Narendra Modi will hold talks with U.S. President Joe Biden.": [
        "IN-US scheduled 01-14",
    ],
    "Apart from his speech in Houston on January 22, Narendra Modi will hold talks with U.S. President Joe Biden in New York.": [
        "IN-US scheduled New York/US"
    ],
    "The foreign ministers of Peru and Chile will meet during January 27-28 in Lima.": [
        "CL-PE scheduled 01-27..01-28 Lima/PE"
    ],
    "The government of Colombia and the ELN held talks during January 3-6 in Caracas.": [
        "CO-ELN concluded 01-03..01-06 Caracas/VE"
    ],
    "Russia, Turkey and Iran are to hold a conference, which is to bring together dozens of delegations in Sochi on 18 January.": [
        "IR-RU-TR scheduled 01-18 Sochi/RU"
    ],
}

DAY_OF_ANNOUNCING = {
    "Algeria has called off the meeting announced yesterday between Ahmed Attaf and his Moroccan counterpart in Vienna.": [
        "DZ-MA cancelled Vienna/AT"
    ],
    "India has cancelled a meeting with Pakistan that it had agreed to on Monday.": ["IN-PK cancelled"],
}

OF_A_VISIT_THAT_IS_OFF = {
    "British Foreign Secretary David Cameron has cancelled a visit to Cairo. He was due to fly on Monday.": [
        "EG-GB cancelled 01-15 Cairo/EG"
    ],
    "British Foreign Secretary David Cameron has postponed a visit to Cairo. He had been due to leave on Monday.": [
        "EG-GB postponed Cairo/EG was 01-15"
    ],
    "The British foreign secretary has cancelled a visit to Belgrade because of a vote at home. David Cameron, who had been due to fly on Monday, said he was sorry.": [
        "GB-RS cancelled 01-15 Belgrade/RS"
    ],
    "British Foreign Secretary David Cameron has cancelled a visit to Cairo. He flew home on Monday.": [
        "EG-GB cancelled Cairo/EG"
    ],
}

TOLD_MORE_EXACTLY = {
    "Antony Blinken said he intended to meet Mahmoud Abbas this weekend. Officials said that Blinken was ready to meet Abbas in Ramallah on Saturday.": [
        "PS-US tentative 01-13 Ramallah/PS"
    ],
    "Antony Blinken will meet Mahmoud Abbas next week. Aides to Abbas said the meeting could take place on Thursday, January 18.": [
        "PS-US scheduled 01-18"
    ],
    "The IGAD summit has been postponed until the end of January. The summit, which had at first been set for 18 January, will reconvene in Nairobi on 30 January.": [
        "IGAD postponed 01-30 Nairobi/KE was 01-18"
    ],
    "Indian Prime Minister Narendra Modi arrives in Moscow on Friday. Modi will be on a visit to Russia from January 12 to 14.": [
        "IN-RU scheduled 01-12..01-14 Moscow/RU"
    ],
    "Indian Prime Minister Narendra Modi will visit Russia from January 20 to 22. Modi will meet President Vladimir Putin on January 21.": [
        "IN-RU scheduled 01-21 /RU"
    ],
    # a gathering without its name, a journey without its destination
    "Major powers meeting in Egypt on Thursday aim to end the fighting. Diplomats are at work ahead of the Arab League summit in Cairo this week.": [
        "ARAB_LEAGUE scheduled 01-11 Cairo/EG"
    ],
    "Leaders meeting in Brussels on Thursday hope to settle the row. The summit of the Arab League in Cairo this week is about Libya.": [
        "ARAB_LEAGUE scheduled 01-08..01-14 Cairo/EG"
    ],
    "Joe Biden may make a trip in May. Hopes for Biden's visit to Hiroshima were raised by a speech in Prague.": [
        "JP-US tentative 05-01..05-31 Hiroshima/JP"
    ],
    "Fumio Kishida is arranging a trip in early May, sources said. Kishida plans to visit Vietnam and the Philippines, they said.": [
        "JP-PH tentative 05-01..05-10 /PH",
        "JP-VN tentative 05-01..05-10 /VN",
    ],
    "Jill Biden may make a trip in May. Joe Biden's visit to Hiroshima is planned.": ["JP-US tentative Hiroshima/JP"],
}

ON_THE_DAY_OF_ANOTHER = {
    "Joe Biden met Chinese President Xi Jinping on Monday. In another meeting, with Japan's Prime Minister Fumio Kishida, Biden called for sanctions.": [
        "CN-US concluded 01-08",
        "JP-US concluded 01-08",
    ],
    "Joe Biden held talks with Chinese President Xi Jinping on Monday, and had a separate meeting with Japanese Prime Minister Fumio Kishida.": [
        "CN-US concluded 01-08",
        "JP-US concluded 01-08",
    ],
    "On Monday Joe Biden met Chinese President Xi Jinping, and later he received Japanese Prime Minister Fumio Kishida.": [
        "CN-US concluded 01-08",
        "JP-US concluded 01-08 /US",
    ],
    "As the summit opened Monday, leaders spoke of North Korea. Joe Biden held talks with Xi Jinping of China. In another session, with the presidents of Kenya and Ghana, Biden promised aid.": [
        "CN-US concluded 01-08",
        "GH-KE-US concluded 01-08",
    ],
    "Joe Biden arrived in London to praise the alliance. Biden is to have lunch at Windsor. He is scheduled to hold talks afterwards with Prime Minister Rishi Sunak.": [
        "GB-US scheduled 01-10 London/GB"
    ],
    "Joe Biden will lunch at Windsor on Friday. He will hold talks afterwards with Prime Minister Rishi Sunak.": [
        "GB-US scheduled 01-12"
    ],
    "Joe Biden spoke of trade. Afterwards he will hold talks with Prime Minister Rishi Sunak.": ["GB-US scheduled"],
}


SO_MANY_DAYS_FROM = {
    "The vote comes three days before the summit between Fumio Kishida and Joe Biden in Washington.": [
        "JP-US scheduled 01-13 Washington/US"
    ],
    "The announcement comes just three days ahead of a meeting in Washington between Fumio Kishida and Joe Biden.": [
        "JP-US scheduled 01-13 Washington/US"
    ],
    "The trade chief spoke on Wednesday, a day before talks between Japanese Prime Minister Fumio Kishida and U.S. President Joe Biden.": [
        "JP-US scheduled 01-11"
    ],
    "Lawmakers urged the government on Tuesday to act, two days ahead of Fumio Kishida's summit with Joe Biden.": [
        "JP-US scheduled 01-11"
    ],
    "Japan made the offer a week before Prime Minister Fumio Kishida is to meet Joe Biden in Washington.": [
        "JP-US scheduled Washington/US"
    ],
}

SAID_BEHIND_AN_ASIDE = {
    "German government spokesman Steffen Hebestreit, who spoke to reporters in Berlin on Tuesday, said Chancellor Olaf Scholz would fly to Paris on Monday for talks with Emmanuel Macron.": [
        "DE-FR scheduled 01-15 Paris/FR"
    ],
    "The Elysee, in a statement released late on Tuesday, said that Emmanuel Macron would on Monday receive German Chancellor Olaf Scholz.": [
        "DE-FR scheduled 01-15 /FR"
    ],
    "A spokesman, quoted by a Berlin daily on Tuesday, said Germany's Olaf Scholz will be in Paris on Monday to meet Emmanuel Macron.": [
        "DE-FR scheduled 01-15 Paris/FR"
    ],
    '"It was useful," said Olaf Scholz on Tuesday after he met Emmanuel Macron in Paris on Monday.': [
        "DE-FR concluded 01-08 Paris/FR"
    ],
    '"It was useful," said Chancellor Olaf Scholz after talks with Emmanuel Macron in Paris on Monday.': [
        "DE-FR concluded 01-08 Paris/FR"
    ],
}

STILL_TO_BE_HELD = {
    "Nepal's King Gyanendra left Kathmandu on Tuesday to participate in the summit of the SAARC to be held in Dhaka on January 12 and 13.": [
        "NP-SAARC scheduled 01-12..01-13 Dhaka/BD"
    ],
    "Kenyan President William Ruto will start on January 20 a five-day tour which will take him to Ireland and France.": [
        "FR-KE scheduled 01-20..01-24 /FR",
        "IE-KE scheduled 01-20..01-24 /IE",
    ],
    "In a statement issued at the end of the two-day APEC ministerial meeting on Tuesday, ministers called for free trade.": [
        "APEC concluded 01-08..01-09"
    ],
    "A communique issued at the conclusion of the GCC's two-day summit in Doha on Tuesday condemned the attacks.": [
        "GCC concluded 01-08..01-09 Doha/QA"
    ],
    "Armenian and Azerbaijani negotiators will meet in Almaty on January 24, after holding talks in Berlin at the end of November.": [
        "AM-AZ scheduled 01-24 Almaty/KZ"
    ],
    "Pakistani Foreign Minister Jalil Abbas Jilani will visit Iran this week, the foreign ministry said. Jilani's January 11-12 visit was part of regular contacts, a spokeswoman said.": [
        "IR-PK scheduled 01-11..01-12 /IR"
    ],
}

WRITTEN_THE_DAY_BEFORE = {
    "BERLIN, Jan. 9 (AP) - French President Emmanuel Macron held talks with German Chancellor Olaf Scholz today.": [
        "DE-FR concluded 01-09 Berlin/DE"
    ],
    "Berlin, 9 January – French President Emmanuel Macron will meet German Chancellor Olaf Scholz tomorrow.": [
        "DE-FR scheduled 01-10"
    ],
    "Berlin | January 9: French President Emmanuel Macron will meet German Chancellor Olaf Scholz tomorrow.": [
        "DE-FR scheduled 01-10"
    ],
    "9 January: French President Emmanuel Macron will meet German Chancellor Olaf Scholz tomorrow.": [
        "DE-FR scheduled 01-10"
    ],
    "January 9, 2024 (BERLIN) – French President Emmanuel Macron will meet German Chancellor Olaf Scholz tomorrow.": [
        "DE-FR scheduled 01-10"
    ],
    "On January 26-27, Emmanuel Macron will meet German Chancellor Olaf Scholz in Paris.": [
        "DE-FR scheduled 01-26..01-27 Paris/FR"
    ],
}


ONE_DAY_EACH = {
    "Emmanuel Macron will receive Olaf Scholz on Monday and on Tuesday will hold talks with Polish Prime Minister Donald Tusk.": [
        "DE-FR scheduled 01-15 /FR",
        "FR-PL scheduled 01-16",
    ],
    "Polish Foreign Minister Radoslaw Sikorski was holding talks on Wednesday at the ministry of industry and on Thursday was due to meet the Thai foreign minister.": [
        "PL-TH scheduled 01-11"
    ],
    "Israeli Prime Minister Benjamin Netanyahu met Pope Francis on Tuesday. Netanyahu was then to meet his Italian counterpart Giorgia Meloni.": [
        "IL-IT scheduled 01-09",
        "IL-VA concluded 01-09",
    ],
    "Israeli Prime Minister Benjamin Netanyahu met Pope Francis on Wednesday and was later to meet Italian Prime Minister Giorgia Meloni.": [
        "IL-IT scheduled 01-10",
        "IL-VA concluded 01-10",
    ],
    "Israeli Prime Minister Benjamin Netanyahu met Pope Francis on Tuesday. He will meet Italian Prime Minister Giorgia Meloni later this month.": [
        "IL-IT scheduled 01-10..01-31",
        "IL-VA concluded 01-09",
    ],
    "The premier spoke to reporters hours before Olaf Scholz was to meet French President Emmanuel Macron in Mettlach.": [
        "DE-FR scheduled 01-10 Mettlach/DE"
    ],
    "A spokesman read out the note on Tuesday, hours before Olaf Scholz was to meet French President Emmanuel Macron.": [
        "DE-FR scheduled 01-09"
    ],
}


def cases(table: dict[str, list[str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("text", "expected"), table.items(), ids=[text[:60] for text in table])


@cases(PLANNED_AND_HELD)
def test_the_day_of_the_plan_is_not_that_on_which_it_was_held(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(DAYS_OF_A_PLAN)
def test_a_plan_of_two_days_is_replaced_whole(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(IN_BRACKETS)
def test_a_day_alone_in_brackets_is_that_of_the_meeting_before_them(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(BEGUN_AND_TO_END)
def test_a_visit_lasts_until_the_day_that_is_told_with_it(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(GOING_THERE)
def test_the_day_of_going_there_is_that_of_the_meeting_told_before(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(BESIDE_THE_MAIN_CLAUSE)
def test_the_first_day_of_a_sentence_is_that_of_its_main_clause(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(DAY_OF_ANNOUNCING)
def test_the_day_of_announcing_or_agreeing_is_no_day_of_the_meeting(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(OF_A_VISIT_THAT_IS_OFF)
def test_when_one_was_due_to_leave_is_the_day_of_the_visit_that_is_off(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(TOLD_MORE_EXACTLY)
def test_a_day_told_more_exactly_elsewhere_is_taken(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(ON_THE_DAY_OF_ANOTHER)
def test_what_is_told_as_another_meeting_was_on_the_same_day(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(SO_MANY_DAYS_FROM)
def test_so_many_days_before_it_are_counted_from_the_day_of_what_comes_before(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(SAID_BEHIND_AN_ASIDE)
def test_what_follows_said_is_told_by_whoever_stands_before_the_aside(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(STILL_TO_BE_HELD)
def test_the_day_of_a_gathering_is_that_on_which_it_is_held_and_not_that_of_the_journey(
    text: str, expected: list[str]
) -> None:
    assert read(text) == sorted(expected)


@cases(WRITTEN_THE_DAY_BEFORE)
def test_tomorrow_is_counted_from_the_dateline_in_whatever_form(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@cases(ONE_DAY_EACH)
def test_each_of_two_meetings_of_one_traveller_has_its_own_day(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


def test_this_week_told_on_a_sunday_may_be_the_week_that_begins() -> None:
    text = (
        "Japan's foreign minister plans to visit South Korea this week, a ministry in Seoul said. "
        "Foreign Minister Yoko Kamikawa is to hold talks in Seoul on Monday with her South Korean counterpart."
    )
    assert read(text, date(2024, 1, 14)) == ["JP-KR scheduled 01-15 Seoul/KR"]
    assert read(text, date(2024, 1, 10)) == ["JP-KR scheduled 01-15 Seoul/KR", "JP-KR tentative 01-08..01-14 /KR"]
