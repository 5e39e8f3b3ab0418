"""What looks like a meeting and is none, and whom and when a sentence only seems to tell.

Nobody may be told of a change that did not happen, so each cause of a false report stands here in several wordings. A report
is written as in ``test_sentences_to_reports``; an empty list says that there is nothing to report. The publication day is
Wednesday, 10 January 2024.
"""

from __future__ import annotations

import pytest

from domain.reports import quotes_exactly
from tests.domain.reading.test_sentences_to_reports import WEDNESDAY, reader, shown


def read(text: str, title: str = "") -> list[str]:
    reports = reader().extract(text, WEDNESDAY, title=title).reports
    assert all(quotes_exactly(report, text, title) for report in reports)
    return sorted(shown(report) for report in reports)


NO_MEETING = {
    "other things that bear a meeting's name": (
        "The draft resolution would impose a travel ban on generals loyal to Minsk and freeze their assets in Poland.",
        "The Estonian foreign ministry issued a travel warning for Belarus on Tuesday.",
        "Botswana will show its lodges at the World Travel Market in London from 14 to 17 January.",
        "Nepal's stand drew buyers at the Travel Expo in Kunming on Monday, the Chinese organisers said.",
        "Tour operators from Latvia cancelled bookings in Egypt on Tuesday.",
        "The spinner took 17 wickets on a three-Test tour of South Africa, but it was the defeat in Australia that hurt.",
    ),
    "what bears a state's name": (
        "The device will be shown at the Joint Meeting of the Geological Society of Norway and the Geological Society of Japan in Bergen next week.",
        "Long-distance telephone calls between Kenya and Uganda will be cheaper from Monday.",
        "Peru and Chile signed a memorandum on Tuesday to set up a consultation and cooperation mechanism on fisheries.",
        "Shares fell after a stockholders meeting of the Spanish carrier and its Mexican partner on Tuesday.",
    ),
    "teams meet on the field": (
        "The tournament opens in Sydney on 9 June when hosts Australia meet India in the first match.",
        "Nigeria meet Cameroon in the semi-finals in Cairo on Thursday.",
        "Ghana met Tunisia in the qualifiers on Tuesday and lost.",
        "Poland will meet Mexico in the World Cup qualifier on Saturday.",
        "Indonesian athletes got a boost before they left for the Asian Games in Doha on Monday.",
    ),
    "people who speak for nobody": (
        "President Macron spoke of his own childhood as he met with Iraqis who had fled the war.",
        "The Dutch interior minister was to meet members of the Turkish community in Rotterdam later on Wednesday.",
        "Two hundred French soldiers who arrived in Bangui on Tuesday will guard the airport.",
        "Spanish troops who landed in Riga on Monday took over the radar station.",
        "Police in Manila and the U.S. embassy said the suspects robbed the victim after they met in a bar.",
        "The two students, an American and a Dane, met at university and married in Copenhagen last Saturday.",
        "Several Tunisians who had recently arrived in Sabratha were among the survivors.",
        "Kuwait's envoy said arrangements had been made for Libyan pilgrims to travel to Saudi Arabia.",
        "Health experts from Ghana and Nigeria warned of a new strain as they met in Accra on Tuesday.",
        "Secretary of State Antony Blinken met three leaders of the Serbian opposition on Tuesday.",
        "The British defence secretary visited some of his country's troops in Estonia on Tuesday.",
    ),
    "what arrives on no visit": (
        "A Japanese submarine and two destroyers will arrive in the Philippines in April.",
        "The first Norwegian supply ships arrived in Iceland on Monday.",
        "Experts from the U.S. Centers for Disease Control are heading to Ghana this week.",
        "Ivory was brought into Tete, which borders Malawi, before heading to Beira, the Mozambican police said.",
    ),
    "whoever goes home visits nobody": (
        "\u201cWe are not afraid,\u201d Palestinian Prime Minister Mohammad Shtayyeh said after arriving safely home in Ramallah on Tuesday.",
        "Chilean President Gabriel Boric flew home to Santiago on Monday.",
    ),
    "wishes and work that need no meeting": (
        "Canada will continue negotiating with the Mexican side on the matter, the trade ministry said.",
        "South Korea and Vietnam should intensify consultation on fisheries, President Yoon Suk Yeol said.",
        "Australia hopes to advance its trade talks with India, the prime minister said.",
        "The APEC economies will move the negotiations with the WTO forward, the ministers said.",
        "\u201cThere is hope to resume the negotiations between Cyprus and Turkey,\u201d a diplomat said.",
        "Secretary of State Antony Blinken reaffirmed on Monday his willingness to meet his Iranian counterpart at any time.",
        "North Korea has insisted that talks with the United States would be scheduled only once it had received rice.",
        "The paper told readers not to heed mounting calls for talks with Iran.",
    ),
    "long gone": (
        "Kenya's president has phoned the leaders of Uganda and Rwanda in recent months to ask for patience.",
        "Chancellor Scholz has spoken to President Biden on several occasions, his office said.",
        "The peace process between Israel and the Palestinians has been frozen since November, Jordan says.",
        "U.N. envoy Catherine Russell began negotiations last February with Serbia and Kosovo on the status of the north.",
        "\u201cPrices matter,\u201d he said, since many firms pledged to cut their emissions at the U.N. climate summit.",
        "China and Vietnam have held many rounds of talks on the islands.",
        "A fierce debate before the November UN summit failed to produce any agreement.",
        "Japan's finance minister met his Indian counterpart years ago, when both were students.",
        "Brazil suspended talks on a pension treaty with Japan in February because of the row over beef.",
        "The EU froze accession talks with Serbia in May over its failure to arrest the general.",
        "\u201cWe wanted peace,\u201d the Turkish minister told a Paris daily in August 2015, days after the Libyan leader was invited to Ankara for talks.",
    ),
    "talks that would come first": (
        "The force's commander would be appointed by the African Union after consultations with Chad and Niger, a delegate said.",
        "Latvia might send engineers after talks with Moldova, its defence ministry said.",
        "A decision should be taken after a meeting between Tunisia and Algeria, the adviser said.",
    ),
    "another event's day": (
        "Diplomats said the truce that went into effect on 27 December was to allow talks between Yemen and the Houthis.",
    ),
    "others meet": (
        "Officials from Japan, Canada and Norway hope to agree on a text before a meeting of the maritime agency's council in July.",
    ),
    "who travels is not told": (
        "While returning home, the envoy will visit Tanzania, Kenya and Egypt, the ministry noted.",
    ),
}

RIGHTLY_READ = {
    "Turkish Foreign Minister Hakan Fidan met his Greek counterpart in Athens on Tuesday. He will also meet President Sakellaropoulou.": [
        "GR-TR concluded 01-09 Athens/GR"
    ],
    "French Foreign Minister Catherine Colonna arrived in Havana on Monday and held talks with Cuban Foreign Minister Bruno Rodriguez. Colonna was then to meet President Miguel Diaz-Canel.": [
        "CU-FR concluded 01-08 Havana/CU"
    ],
    "President Yoon met President Xi on Tuesday. During the meeting, Yoon and Xi are to discuss trade, his office said.": [
        "CN-KR concluded 01-09"
    ],
    "The foreign ministers of Peru and Chile met in Lima on Tuesday. They will meet again in Santiago in June.": [
        "CL-PE concluded 01-09 Lima/PE",
        "CL-PE scheduled 06-01..06-30 Santiago/CL",
    ],
    "British Foreign Secretary David Cameron flew to Brussels on Tuesday.": [],
    "Britain will open negotiations with Brussels on Monday, Cameron said.": ["EU-GB scheduled 01-15"],
    "Austria and Italy called on Serbia to attend talks with Kosovo in Vienna next week.": [
        "RS-XK proposed 01-15..01-21 Vienna/AT"
    ],
    "On Monday, Foreign Minister Penny Wong called for calm during talks with Fijian Prime Minister Sitiveni Rabuka.": [
        "AU-FJ concluded 01-08"
    ],
    "Prime Minister Modi's visit to Oman, which begins on Friday, is aimed at closer trade, officials said.": [
        "IN-OM scheduled 01-12 /OM"
    ],
    "Although Prime Minister Netanyahu said in Berlin on Tuesday that Israel was against talks with Syria, Rome favours them.": [],
    "EU ministers would say on Monday when they meet in Brussels that Hungary must obey the law, the French minister said.": [
        "EU scheduled 01-15 Brussels/BE"
    ],
    "Colombia's new army chief took office on Tuesday with an appeal for talks with the ELN rebels.": [
        "CO-ELN proposed"
    ],
    "Investors are focused on Friday's G20 meeting in Shanghai.": ["G20 scheduled 01-12 Shanghai/CN"],
    "The two-day talks between Gabon and Chad, which began in Libreville on 29 December, ended without a word on the border.": [],
    "Foreign Minister Nikos Dendias told U.N. envoy Rosemary DiCarlo, who is visiting Athens, that Egypt and Israel had caused the delay.": [
        "GR-UN underway 01-10 Athens/GR"
    ],
    "Leaders of the Americas, except those of Cuba, will take part in the OAS summit in Panama City on 5 June.": [
        "OAS scheduled 06-05 Panama City/PA"
    ],
    "Senegal's foreign minister met the top Chinese official for relations between Ghana and Togo in Dakar on Monday.": [
        "CN-SN concluded 01-08 Dakar/SN"
    ],
    "In the first trip by a Turkish president to the island in nearly 70 years, Erdogan will meet the Maltese prime minister on 23 January.": [
        "MT-TR scheduled 01-23"
    ],
    "Turkey's president returned to Ankara on Tuesday after a visit to Albania.": ["AL-TR concluded /AL"],
    "Sudanese leader Abdel Fattah al-Burhan left Libya on Sunday after holding talks with Libyan leader Mohamed al-Menfi.": [
        "LY-SD concluded 01-07"
    ],
    "British Foreign Secretary David Cameron flew to Rome on Tuesday to attend the NATO summit set for Friday and Saturday.": [
        "GB-NATO scheduled 01-12..01-13 Rome/IT"
    ],
    "Indian Prime Minister Narendra Modi arrived in Kigali on Monday to attend the Commonwealth summit scheduled for Thursday.": [
        "COMMONWEALTH-IN scheduled 01-11 Kigali/RW"
    ],
    "Greece and Albania will hold talks in Tirana on Thursday. If they are delayed by five days it will be no catastrophe, an aide said.": [
        "AL-GR scheduled 01-11 Tirana/AL"
    ],
    "President Xi Jinping arrived in Minsk on Tuesday after a state visit to Russia.": [
        "BY-CN underway 01-09 Minsk/BY",
        "CN-RU concluded /RU",
    ],
    "Chile's foreign minister briefed the press on Tuesday on talks he had held earlier in the day with Bolivian leaders.": [
        "BO-CL concluded 01-09"
    ],
    "Italian Prime Minister Giorgia Meloni will fly home after talks with Tunisian President Kais Saied in Tunis on Friday.": [
        "IT-TN scheduled 01-12 Tunis/TN"
    ],
}


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"{cause}: {text[:50]}") for cause, rows in NO_MEETING.items() for text in rows]
)
def test_nothing_is_reported_where_nothing_is_told_of_a_meeting(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(("text", "expected"), RIGHTLY_READ.items(), ids=[text[:60] for text in RIGHTLY_READ])
def test_what_stands_beside_a_meeting_does_not_change_it(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
