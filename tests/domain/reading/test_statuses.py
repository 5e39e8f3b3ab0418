"""How firm a meeting is, by the words that news uses for it, and what is no plan at all.

Reports are written as in ``test_sentences_to_reports``; the publication day is Wednesday, 10 January 2024.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_changes_in_schedules import read, reader
from tests.domain.reading.test_sentences_to_reports import WEDNESDAY

PROPOSED = {
    "Brazil is considering inviting Venezuelan President Nicolas Maduro to Brasilia in March.": [
        "BR-VE proposed 03-01..03-31 Brasilia/BR"
    ],
    "Macron said he was open to a meeting with Putin in Geneva in March.": ["FR-RU proposed 03-01..03-31 Geneva/CH"],
    "Iran is ready to hold talks with Saudi Arabia in Baghdad, its foreign minister said.": [
        "IR-SA proposed Baghdad/IQ"
    ],
    "Zelenskiy said he was willing to meet Orban in Kyiv next week.": ["HU-UA proposed 01-15..01-21 Kyiv/UA"],
    "The United States and China are in talks to arrange a meeting between Biden and Xi in April.": [
        "CN-US proposed 04-01..04-30"
    ],
    "A visit by the Indian prime minister to Kyiv is being discussed, a Ukrainian official said.": [
        "IN-UA proposed Kyiv/UA"
    ],
    "Talks between Turkey and Syria are in the works for February, two diplomats said.": [
        "SY-TR proposed 02-01..02-29"
    ],
    "A summit between the two Koreas is under consideration for May.": ["KP-KR proposed 05-01..05-31"],
    "Pakistan mulls talks with India in Dubai.": ["IN-PK proposed Dubai/AE"],
    "Chile's president has asked for a meeting with Bolivia's Luis Arce.": ["BO-CL proposed"],
    "Serbia's president urged Kosovo to return to talks in Brussels on January 25.": [
        "RS-XK proposed 01-25 Brussels/BE"
    ],
    "Scholz invited Erdogan to Berlin for talks on January 24.": ["DE-TR proposed 01-24 Berlin/DE"],
    "The Japanese prime minister has been invited to visit Hanoi in the spring.": [
        "JP-VN proposed 03-01..05-31 Hanoi/VN"
    ],
    "Tunisia has extended an invitation to the Greek prime minister to visit in March.": [
        "GR-TN proposed 03-01..03-31 /TN"
    ],
    "Switzerland has offered to host talks between Ukraine and Russia in Geneva.": ["RU-UA proposed Geneva/CH"],
    "North Korea sought a meeting with Japan in Ulaanbaatar.": ["JP-KP proposed Ulaanbaatar/MN"],
    "Jordan is pushing for a meeting of the Israeli and Palestinian leaders in Aqaba.": ["IL-PS proposed Aqaba/JO"],
    "Diplomats are working to set up a phone call between Putin and Scholz.": ["DE-RU proposed call"],
    "The Thai prime minister wants to meet his Malaysian counterpart in Langkawi next week.": [
        "MY-TH proposed 01-15..01-21 Langkawi/MY"
    ],
    "Finland's president said he was prepared to travel to Ankara for talks with Erdogan if invited.": [
        "FI-TR proposed Ankara/TR"
    ],
    "Kyiv has proposed holding the next round of talks with Moscow in Istanbul in the first week of February.": [
        "RU-UA proposed 01-29..02-04 Istanbul/TR"
    ],
    "Saudi Arabia has extended an invitation to Iranian President Ebrahim Raisi to visit Riyadh.": [
        "IR-SA proposed Riyadh/SA"
    ],
    "The Turkish foreign minister called for a trilateral meeting of Turkey, Russia and Syria in Astana.": [
        "RU-SY-TR proposed Astana/KZ"
    ],
    "Tokyo is seeking a summit with Pyongyang, a government source said.": ["JP-KP proposed"],
    "Washington and Tehran are discussing a meeting of their negotiators in Muscat, two diplomats said.": [
        "IR-US proposed Muscat/OM"
    ],
    "Milei has received an invitation from Macron to visit Paris in April.": ["AR-FR proposed 04-01..04-30 Paris/FR"],
    "Belgrade suggested meeting Pristina's negotiators in Vienna on January 30.": ["RS-XK proposed 01-30 Vienna/AT"],
    "Xi has been invited to the Elysee in May.": ["CN-FR proposed 05-01..05-31 Paris/FR"],
    "Putin reiterated his readiness to meet Erdogan at any time.": [],
    "The foreign minister of Oman offered to mediate between Iran and the United States.": [],
}

TENTATIVE = {
    "Xi could visit Budapest as early as May, Hungarian officials said.": ["CN-HU tentative 05-01..05-31 Budapest/HU"],
    "Modi is likely to travel to Abu Dhabi in February.": ["AE-IN tentative 02-01..02-29 Abu Dhabi/AE"],
    "A meeting between Fidan and Lavrov has been pencilled in for January 25 in Antalya.": [
        "RU-TR tentative 01-25 Antalya/TR"
    ],
    "Lula hopes to meet Milei in Foz do Iguacu in March.": ["AR-BR tentative 03-01..03-31 Foz do Iguacu/BR"],
    "Bulgaria and North Macedonia have agreed in principle to hold a summit in Sofia.": ["BG-MK tentative Sofia/BG"],
    "The Kremlin said a meeting between Putin and Raisi was possible in the near future.": ["IR-RU tentative"],
    "The Polish and Ukrainian prime ministers are expected to hold talks in Kyiv on January 22.": [
        "PL-UA tentative 01-22 Kyiv/UA"
    ],
    "Putin's visit to Ankara is expected to take place in February.": ["RU-TR tentative 02-01..02-29 Ankara/TR"],
    "Albanese intends to visit Jakarta on January 30.": ["AU-ID tentative 01-30 Jakarta/ID"],
    "The Emirati foreign minister might meet his Iranian counterpart in Tehran next week, a source said.": [
        "AE-IR tentative 01-15..01-21 Tehran/IR"
    ],
    "A new round of talks between Libya's rivals and the United Nations is tentatively planned for January 28.": [],
    "Talks between Ethiopia and the Oromo Liberation Army may resume in Nairobi within days.": [
        "ET-OLA tentative Nairobi/KE"
    ],
    "The visit, if confirmed, would be the first by a French president to Damascus since 2008.": [],
    "Washington has yet to confirm a meeting between Biden and Sudani on April 15.": ["IQ-US tentative 04-15"],
    "Cambodia's prime minister aims to visit Seoul in May.": ["KH-KR tentative 05-01..05-31 Seoul/KR"],
    "Putin will probably meet Erdogan in Sochi on Friday.": ["RU-TR tentative 01-12 Sochi/RU"],
    "Plans are under way for a visit by the Saudi crown prince to London in the autumn, British officials said.": [
        "GB-SA tentative 09-01..11-30 London/GB"
    ],
    "Preparations are under way for a meeting between Putin and Kim Jong Un in Vladivostok.": [
        "KP-RU tentative Vladivostok/RU"
    ],
    "Lavrov is expected in Islamabad in the second half of January.": ["PK-RU tentative 01-16..01-31 Islamabad/PK"],
    "Kishida is planning a trip to New Delhi in March, Kyodo news agency reported.": [
        "IN-JP tentative 03-01..03-31 New Delhi/IN"
    ],
    "It is possible that Erdogan and Mitsotakis will meet in Athens in the spring.": [
        "GR-TR tentative 03-01..05-31 Athens/GR"
    ],
    "It is likely that Blinken will visit Amman next week, an official said.": [
        "JO-US tentative 01-15..01-21 Amman/JO"
    ],
    "A visit by Zelenskiy to Bratislava is planned, but no date has been fixed.": ["SK-UA tentative Bratislava/SK"],
    "The two foreign ministers will probably hold talks in Doha on Sunday, a Qatari source said after Iran and Iraq agreed to talk.": [],
    "Subject to confirmation, the French and Algerian presidents will meet in Paris in September.": [
        "DZ-FR scheduled 09-01..09-30 Paris/FR"
    ],
    "Hopes are growing for a meeting between Aliyev and Pashinyan in February.": ["AM-AZ tentative 02-01..02-29"],
    "Arrangements are being made for Wang Yi to visit Canberra in March.": ["AU-CN tentative 03-01..03-31 Canberra/AU"],
    "The Indonesian president-elect is believed to be planning a visit to Beijing.": ["CN-ID tentative Beijing/CN"],
    "Barring a last-minute hitch, Sunak will meet Varadkar in Belfast on Friday.": ["GB-IE scheduled 01-12 Belfast/GB"],
    "Talks between the two Libyan governments and the United Nations have been provisionally set for January 29.": [
        "LY-UN tentative 01-29"
    ],
    "Zelenskiy is tentatively due to visit Vilnius on Wednesday.": ["LT-UA tentative 01-10 Vilnius/LT"],
}

SCHEDULED = {
    "Erdogan is set to host Meloni in Istanbul on January 20.": ["IT-TR scheduled 01-20 Istanbul/TR"],
    "Estonia's foreign minister is due to fly to Kyiv on Thursday.": ["EE-UA scheduled 01-11 Kyiv/UA"],
    "The leaders of Kazakhstan and Uzbekistan are slated to meet in Tashkent on January 18.": [
        "KZ-UZ scheduled 01-18 Tashkent/UZ"
    ],
    "Turkey and Greece have agreed to meet in Athens on February 7.": ["GR-TR scheduled 02-07 Athens/GR"],
    "Norway's prime minister has accepted an invitation to visit Beijing in September.": [
        "CN-NO scheduled 09-01..09-30 Beijing/CN"
    ],
    "The Czech foreign minister confirmed that he would travel to Skopje on Monday.": [
        "CZ-MK scheduled 01-15 Skopje/MK"
    ],
    "A date has been set for the meeting between the Cypriot and Turkish leaders: January 29.": [
        "CY-TR scheduled 01-29"
    ],
    "Officials from Israel and Lebanon gather in Naqoura on Thursday for talks on their border.": [
        "IL-LB scheduled 01-11 Naqoura/LB"
    ],
    "Sudan's army chief arrives in Kampala on Thursday for a meeting with Ugandan President Yoweri Museveni.": [
        "SD-UG scheduled 01-11 Kampala/UG"
    ],
    "The Iranian president flew to Ankara on Wednesday, where he will meet Erdogan on Thursday.": [
        "IR-TR scheduled 01-11 Ankara/TR"
    ],
    "The Vatican announced that Pope Francis will visit Jakarta on September 3.": ["ID-VA scheduled 09-03 Jakarta/ID"],
    "Argentina's Milei is scheduled to visit Rome from February 9 to 12.": ["AR-IT scheduled 02-09..02-12 Rome/IT"],
    "Ahead of a meeting with Scholz on Friday, Meloni called for joint action on migration.": ["DE-IT scheduled 01-12"],
    "Blinken heads to Jerusalem on Thursday to meet Netanyahu.": ["IL-US scheduled 01-11 Jerusalem/IL"],
    "A delegation from Niger will be in Moscow on Tuesday for talks with Russian officials.": [
        "NE-RU scheduled 01-16 Moscow/RU"
    ],
    "Talks between Pakistan and the IMF open in Islamabad on Monday.": ["IMF-PK scheduled 01-15 Islamabad/PK"],
    "Kuwait and Iraq have fixed January 21 for talks on their sea border.": ["IQ-KW scheduled 01-21"],
    "Putin's talks with Fico in Moscow have been confirmed for January 19.": ["RU-SK scheduled 01-19 Moscow/RU"],
    "The presidents of Finland and Latvia gear up for a meeting in Riga on Friday.": ["FI-LV scheduled 01-12 Riga/LV"],
    "Montenegro's president leaves for Ljubljana on Sunday on a two-day visit.": [
        "ME-SI scheduled 01-14..01-15 Ljubljana/SI"
    ],
    "At the invitation of Chinese Premier Li Qiang, Belgian Prime Minister Alexander De Croo will pay an official visit to China from January 11 to 12.": [
        "BE-CN scheduled 01-11..01-12 /CN"
    ],
    "Lavrov will pay a working visit to Tunisia on January 20-21, the Russian Foreign Ministry said.": [
        "RU-TN scheduled 01-20..01-21 /TN"
    ],
    "Cameron touches down in Sofia on Thursday for talks with Prime Minister Nikolai Denkov.": [
        "BG-GB scheduled 01-11 Sofia/BG"
    ],
    "The White House confirmed that Biden would host Kenyan President William Ruto for a state visit on May 23.": [
        "KE-US scheduled 05-23 /US"
    ],
    "Thursday's meeting between Fidan and Amirabdollahian in Ankara will focus on Gaza.": [
        "IR-TR scheduled 01-11 Ankara/TR"
    ],
    "The Swedish foreign minister flies out to Budapest tomorrow for talks with Szijjarto.": [
        "HU-SE scheduled 01-11 Budapest/HU"
    ],
    "Saudi Crown Prince Mohammed bin Salman is to receive Blinken in AlUla later on Wednesday.": [
        "SA-US scheduled 01-10 AlUla/SA"
    ],
    "The date for talks between Colombia and the ELN was set for January 22.": ["CO-ELN scheduled 01-22"],
    "Japan's foreign minister, Yoko Kamikawa, arrives in Warsaw on Thursday to hold talks with her Polish counterpart.": [
        "JP-PL scheduled 01-11 Warsaw/PL"
    ],
    "Sudan and Chad have decided to hold talks in Cairo on February 3.": ["SD-TD scheduled 02-03 Cairo/EG"],
    "Berlin and Paris have agreed on a meeting of their foreign ministers in Weimar on January 19.": [
        "DE-FR scheduled 01-19 Weimar/DE"
    ],
    "Next up for Blinken is Tel Aviv, where he meets Netanyahu on Thursday.": ["IL-US scheduled 01-11 Tel Aviv/IL"],
    "Norway's foreign minister is travelling to Beirut and Amman this week.": [
        "JO-NO scheduled 01-08..01-14 Amman/JO",
        "LB-NO scheduled 01-08..01-14 Beirut/LB",
    ],
    "The Pope will receive Zelenskiy at the Vatican on Saturday.": ["UA-VA scheduled 01-13 Vatican City/VA"],
    "Kazakh President Kassym-Jomart Tokayev will be in Rome on January 18 on an official visit.": [
        "IT-KZ scheduled 01-18 Rome/IT"
    ],
    "[2022-01-07] U.S. and Russian officials will hold talks in Geneva on Monday, followed by a NATO-Russia meeting in Brussels on Wednesday.": [
        "NATO-RU scheduled 2022-01-12 Brussels/BE",
        "RU-US scheduled 2022-01-10 Geneva/CH",
    ],
}

UNDERWAY = {
    "Talks between Georgia and Russia kicked off in Prague on Wednesday.": ["GE-RU underway 01-10 Prague/CZ"],
    "Blinken is in Ankara for talks with Erdogan.": ["TR-US underway 01-10 Ankara/TR"],
    "Peace talks between Ethiopia and the Oromo Liberation Army entered a third day in Dar es Salaam on Wednesday.": [
        "ET-OLA underway 01-10 Dar es Salaam/TZ"
    ],
    "Turkmenistan's president arrived in Tehran on Wednesday for a two-day visit.": [
        "IR-TM underway 01-10..01-11 Tehran/IR"
    ],
    "The Russian and Belarusian foreign ministers are holding talks in Minsk.": ["BY-RU underway 01-10 Minsk/BY"],
    "Negotiations between Moldova and Russia on gas are under way in Chisinau.": ["MD-RU underway 01-10 Chisinau/MD"],
    "The foreign ministers of Chad and Sudan began talks in N'Djamena on Tuesday.": [
        "SD-TD underway 01-09 N'Djamena/TD"
    ],
    "Talks between Israel and Hamas continue in Doha.": ["HAMAS-IL underway 01-10 Doha/QA"],
    "Blinken landed in Cairo on Wednesday evening on the last leg of his tour.": ["EG-US underway 01-10 Cairo/EG"],
    "Delegations from Venezuela and Guyana have been meeting in Brasilia since Tuesday.": [
        "GY-VE underway 01-09 Brasilia/BR"
    ],
    "The second day of talks between Israel and Hamas is under way in Cairo.": ["HAMAS-IL underway 01-10 Cairo/EG"],
    "The Pakistani prime minister is on a two-day visit to Kuwait.": ["KW-PK underway 01-10 /KW"],
    "Peace talks between the Philippines and the communist rebels have opened in Oslo.": [],
    "The Cuban and Russian foreign ministers sat down for talks in Havana on Wednesday.": [
        "CU-RU concluded 01-10 Havana/CU"
    ],
}

CONCLUDED = {
    "The foreign ministers of Iran and Iraq wrapped up two days of talks in Basra on Tuesday.": [
        "IQ-IR concluded 01-08..01-09 Basra/IQ"
    ],
    "Talks between Egypt and Ethiopia broke up without agreement in Addis Ababa on Monday.": [
        "EG-ET concluded 01-08 Addis Ababa/ET"
    ],
    "Russia and Armenia concluded talks in Yerevan on Tuesday.": ["AM-RU concluded 01-09 Yerevan/AM"],
    "Negotiations between Colombia and the ELN ended on Monday in Havana with no deal.": [
        "CO-ELN concluded 01-08 Havana/CU"
    ],
    "Turkish President Recep Tayyip Erdogan visited Baghdad on Monday.": ["IQ-TR concluded 01-08 Baghdad/IQ"],
    "Guatemala's president sat down with Blinken in Washington on Tuesday.": ["GT-US concluded 01-09 Washington/US"],
    "Sunak held a phone call with Zelenskiy on Tuesday.": ["GB-UA concluded 01-09 call"],
    "A meeting between Scholz and Tusk took place in Warsaw on Monday.": ["DE-PL concluded 01-08 Warsaw/PL"],
    "Sunday's meeting between the Greek and Cypriot presidents in Nicosia lasted two hours.": [
        "CY-GR concluded 01-07 Nicosia/CY"
    ],
    "President Biden spoke today with Prime Minister Netanyahu of Israel.": ["IL-US concluded 01-10"],
    "The Emir of Qatar met with Hamas leader Ismail Haniyeh in Doha on Tuesday.": ["HAMAS-QA concluded 01-09 Doha/QA"],
    "Russian and Ukrainian negotiators failed to reach a deal at talks in Istanbul on Monday.": [
        "RU-UA concluded 01-08 Istanbul/TR"
    ],
    "Wang Yi wound up a visit to Cairo on Sunday.": ["CN-EG concluded 01-07 Cairo/EG"],
    "Meloni returned from Addis Ababa on Tuesday, where she had met Ethiopian Prime Minister Abiy Ahmed.": [],
    "Ministers from Mali, Niger and Burkina Faso ended talks in Bamako on Tuesday by agreeing on a joint force.": [
        "BF-ML-NE concluded 01-09 Bamako/ML"
    ],
    "Trade talks between India and Britain concluded in London on Friday without a breakthrough.": [
        "GB-IN concluded 01-05 London/GB"
    ],
    "Two days of talks between Armenia and Azerbaijan ended in Arlington on Sunday.": [
        "AM-AZ concluded 01-06..01-07 Arlington/US"
    ],
    "The Lebanese prime minister was received by Macron in Paris on Monday.": ["FR-LB concluded 01-08 Paris/FR"],
}

NO_PLAN = {
    "Erdogan said he hoped relations with Egypt would improve.": [],
    "If Russia pulls back, Ukraine would be prepared to sit down for talks.": [],
    "Putin denied that a meeting with Zelenskiy was planned.": [],
    "The Kremlin denied reports that Putin would visit Ankara next week.": [],
    "There is no meeting between Lavrov and Blinken on the agenda, the spokeswoman said.": [],
    "No date has been set for a meeting between Scholz and Putin.": [],
    "It is too early to speak of a meeting between Biden and Xi, the official said.": [],
    "Should Iran refuse, Europe will not meet it again.": [],
    "Ukraine will never hold talks with Russia while it bombs our cities, he said.": [],
    "When will Biden meet Xi?": [],
    "Whether Erdogan will meet Assad is unclear.": [],
    "A meeting between Xi and Zelenskiy would be a good thing, the minister said.": [],
    "Had Putin met Zelenskiy in Istanbul, the war might have ended, the analyst said.": [],
    "Hungary should talk to Ukraine instead of blocking it, the commissioner said.": [],
    "It is not known whether Lavrov and Cameron will meet.": [],
    "There was no immediate plan for talks between Israel and Syria.": [],
    "Japan ruled out a meeting with North Korea.": ["JP-KP cancelled"],
    "Lavrov said Moscow was not planning any contacts with the new Polish government.": [],
    "Turkey would welcome a visit by the Pope, its ambassador said.": [],
    "The idea of a meeting between Tsai and Xi remains unthinkable.": [],
    "The prospect of a summit between Kim and Trump looks remote.": [],
    "Ukraine's president urged China to play a greater role in peace efforts.": [],
    "Erdogan said Turkey could host peace talks one day.": [],
    "A Kremlin spokesman said there was nothing to announce about a meeting with Biden.": [],
    "A Chinese invasion would end talks with Taiwan, the analyst said.": [],
    "Such talks would require a ceasefire first, Hamas said of negotiations with Israel.": [],
    "Polls show most Israelis oppose talks with Hamas.": [],
    "He recalled his first meeting with Putin in 2001.": [],
    "In the past decade Norway has hosted many talks between Colombia and rebels.": [],
    "Neither side said when the next round of talks between Serbia and Kosovo would be held.": [],
    "Putin has not met Zelenskiy since 2019.": [],
    "Unless Iran returns to compliance, there will be no more meetings with the E3.": [],
    "The minister dismissed talk of a meeting with Lavrov.": [],
    "Asked whether he would meet Assad, Erdogan said it was too early.": [],
}

FIRM_BEATS_HEDGE = {
    "Putin and Erdogan may meet next week. The Kremlin later confirmed that the two would meet in Sochi on January 17.": [
        "RU-TR scheduled 01-17 Sochi/RU"
    ],
    "Macron is expected to visit Rabat in February. The visit is set for February 14, the palace in Rabat announced.": [
        "FR-MA scheduled 02-14 Rabat/MA"
    ],
    "Japan and South Korea are considering a summit in Seoul. The summit will be held on January 30, Tokyo said.": [
        "JP-KR scheduled 01-30 Seoul/KR"
    ],
}

TABLES = {
    "proposed": PROPOSED, "tentative": TENTATIVE, "scheduled": SCHEDULED, "under way": UNDERWAY, "concluded": CONCLUDED,
    "no plan": NO_PLAN, "firm beats hedge": FIRM_BEATS_HEDGE,
}  # fmt: skip

SPEAKERS = {
    "The leaders of Peru and Chile will meet in Lima on Friday, a Peruvian official said.": "a Peruvian official",
    "The Kremlin said on Wednesday that Putin would travel to Minsk on January 19.": "The Kremlin",
    "According to the Turkish Foreign Ministry, Fidan will visit Baghdad on Monday.": "the Turkish Foreign Ministry",
    "Iran's foreign minister will fly to Muscat on Friday, state media reported.": "state media",
    "Blinken will meet Lavrov in Washington on January 22, State Department spokesman Matthew Miller told reporters.": (
        "State Department spokesman Matthew Miller"
    ),
    "“Talks between Armenia and Azerbaijan will open in Moscow on Monday,” said Azerbaijani Foreign Minister Jeyhun Bayramov.": (
        "Azerbaijani Foreign Minister Jeyhun Bayramov"
    ),
    "Talks between Greece and Turkey have been postponed to January 24, two diplomats with knowledge of the matter said.": (
        "two diplomats with knowledge of the matter"
    ),
    "Xi's visit to Paris has been called off, sources told Reuters.": "sources",
    "The Philippine president will visit Hanoi on January 29, his office announced on Tuesday.": "his office",
    "Macron will meet Abbas in Ramallah on Thursday.": None,
    "Putin will visit Pyongyang in May, Kremlin spokesman Dmitry Peskov said on Wednesday.": "Kremlin spokesman Dmitry Peskov",
    "The visit of the Saudi crown prince to Seoul has been postponed, Yonhap news agency reported, citing government sources.": "Yonhap news agency",
    "Citing two officials, the Financial Times said Xi would meet Sunak in London on February 5.": "the Financial Times",
    "Turkey's state-run Anadolu agency said Fidan would fly to Tehran on Friday.": "Turkey's state-run Anadolu agency",
    "On Tuesday, the Pakistani foreign office said Jilani would travel to Kabul on January 22.": "the Pakistani foreign office",
    "Iran and Iraq will hold talks in Baghdad on Monday, according to a source close to the negotiations.": "a source close to the negotiations",
    "“We will meet the Armenian side in Brussels on Friday,” Azerbaijan's foreign ministry said.": "Azerbaijan's foreign ministry",
    "Scholz told reporters in Berlin that he would meet Tusk in Warsaw on Friday.": "Scholz",
    "The White House announced Tuesday that Biden will host Kishida on April 10.": "The White House",
    "Israel's channel 12 reported that talks with Hamas would resume in Cairo on Sunday.": "Israel's channel 12",
    "As the United Nations confirmed on Wednesday, talks between Morocco and the Polisario Front will open in Geneva on January 23.": "the United Nations",
    "A spokeswoman for the EU's foreign policy chief said that Serbia and Kosovo would meet in Brussels on January 18.": "A spokeswoman for the EU's foreign policy chief",
    "Speaking in Cairo, Qatar's prime minister said Hamas and Israel would hold talks in Cairo on Saturday.": "Qatar's prime minister",
    "France and Algeria will hold talks in Paris on Friday, though each side said that it expected little.": "each side",
    "The talks between Sudan and Chad have been called off, a diplomat in N'Djamena told AFP on condition of anonymity.": "a diplomat",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{name}: {text[:60]}")
        for name, table in TABLES.items()
        for text, expected in table.items()
    ],
)
def test_the_words_of_a_plan_say_how_firm_it_is(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS.items(), ids=[text[:60] for text in SPEAKERS])
def test_a_report_names_who_says_so_as_the_article_does(text: str, speaker: str | None) -> None:
    (report,) = reader().extract(text, WEDNESDAY).reports
    assert report.attributed_to == speaker
