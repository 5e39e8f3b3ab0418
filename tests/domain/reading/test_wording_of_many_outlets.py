"""Forms of address, words in quotes, asides and habits: what stands in the way between a meeting and its parties.

Reports are written as in ``test_sentences_to_reports``; the publication day is Wednesday, 10 January 2024, unless told.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_changes_in_schedules import read

FORMS_OF_ADDRESS = {
    "Sultan Haitham held talks on Tuesday with His Majesty King Abdullah II of Jordan.": ["JO-OM concluded 01-09"],
    "Her Excellency the Foreign Minister of Kenya met His Excellency the Foreign Minister of Oman in Muscat on Tuesday.": [
        "KE-OM concluded 01-09 Muscat/OM"
    ],
    "His Royal Highness Crown Prince Hussein of Jordan received HE Foreign Minister Hakan Fidan in Amman on Tuesday.": [
        "JO-TR concluded 01-09 Amman/JO"
    ],
    "The president of Ghana will meet HRH Prince Hassan of Jordan in Amman on Friday.": [
        "GH-JO scheduled 01-12 Amman/JO"
    ],
}

QUOTES_AND_ADJECTIVES = {
    "The envoys of Chile and Peru held a “useful” meeting on fishing in Lima on Tuesday.": [
        "CL-PE concluded 01-09 Lima/PE"
    ],
    "Kenya's foreign minister held long and friendly talks with his Ugandan counterpart in Kampala on Tuesday.": [
        "KE-UG concluded 01-09 Kampala/UG"
    ],
    "Chile and Peru held a tense but polite meeting in Lima on Tuesday.": ["CL-PE concluded 01-09 Lima/PE"],
    "The week and informal talks of Norwegian officials are over.": [],
}

BEGINNINGS = {
    "A meeting of envoys from Chile, Peru and Bolivia commenced in Lima on Wednesday.": [
        "BO-CL-PE underway 01-10 Lima/PE"
    ],
    "Talks between Kenya and Uganda will commence in Kampala on Friday.": ["KE-UG scheduled 01-12 Kampala/UG"],
}

ASIDES = {
    "The army of Chile did not reply to questions or confirm the visit of Peru's president.": [],
    "During the Danish premier's visit to Oslo, the owners of a boat that sank in the harbour will show it to the guests.": [
        "DK-NO scheduled Oslo/NO"
    ],
    "The mediator from Norway will fly to Artsakh (Nagorno-Karabakh) on Friday.": [
        "NAGORNO_KARABAKH-NO scheduled 01-12 /AZ"
    ],
    "Kenya's foreign minister had a meeting with Uganda's foreign minister in Kampala on Tuesday that the ministry did not disclose.": [
        "KE-UG concluded 01-09 Kampala/UG"
    ],
    "Peru's foreign minister flew to Lisbon, landing in Dakar for a refuelling stop.": [
        "PE-PT underway 01-10 Lisbon/PT"
    ],
}

SPOKEN_OF_BEFORE = {
    "Chile and Peru will hold a summit in Lima on Friday. The possibility of a delay or cancellation of the summit had been raised.": [
        "CL-PE scheduled 01-12 Lima/PE"
    ],
    "Peru's president postponed his visit to Chile. Previously, he planned to visit Chile at the end of January.": [
        "CL-PE postponed /CL"
    ],
    "Chile's envoy will meet his Peruvian counterpart in Quito on Friday. Chile has refused to hold full talks with Peru outside the forum.": [
        "CL-PE scheduled 01-12 Quito/EC"
    ],
    "Kenya's president met Uganda's president on Tuesday. Officials from Kenya, Uganda and Rwanda have met in recent months.": [
        "KE-UG concluded 01-09"
    ],
}

HOW_OFTEN = {
    "Norway and Chile agreed to hold regular summit meetings.": [],
    "The ministers of Norway and Chile are to meet twice a year in Oslo or Lima.": [],
    "The presidents of Norway and Chile agreed to meet regularly.": [],
    "The leaders of Norway and Chile agreed to keep in touch and to hold a summit in Lima in May.": [
        "CL-NO scheduled 05-01..05-31 Lima/PE"
    ],
    "Norway's premier is expected to sign a treaty in Lima and to meet Chile's president on Friday.": [
        "CL-NO tentative 01-12"
    ],
    "Norway and Chile will hold their annual summit in Lima.": ["CL-NO scheduled Lima/PE"],
}

INVOLVING = {
    "A trilateral meeting involving Chile, Peru and Bolivia will be held in Lima on March 20.": [
        "BO-CL-PE scheduled 03-20 Lima/PE"
    ],
    "Norway will attend a meeting in Lima on January 20 involving Chile and Peru.": [
        "CL-NO-PE scheduled 01-20 Lima/PE"
    ],
    "Chile held talks with Bolivia in Lima on Tuesday on a dispute involving Peru.": ["BO-CL concluded 01-09 Lima/PE"],
    "The summit between Kenya and Uganda will be held in Nairobi on Friday. The meeting takes place under the auspices of IGAD.": [
        "KE-UG scheduled 01-12 Nairobi/KE"
    ],
}

APPOSITIONS = {
    "A meeting between Chile's president, Gabriel Boric, and Peru's president, Dina Boluarte, will be held in Lima on Friday.": [
        "CL-PE scheduled 01-12 Lima/PE"
    ],
    "It was announced that the talks between the president of Guyana, Irfaan Ali, and Nicolas Maduro, of Venezuela, will take place on Friday.": [
        "GY-VE scheduled 01-12"
    ],
    "Norway's foreign minister - who will meet her Chilean counterpart in Lima on Friday - said fish were scarce.": [
        "CL-NO scheduled 01-12 Lima/PE"
    ],
    "The Kenyan envoy met Peru's president (second from left) in Lima on Tuesday.": ["KE-PE concluded 01-09 Lima/PE"],
    "Kenya's envoy (at the front, wearing a hat) arrives at the airport in Lima on Thursday": [],
}

PLEASURES = {
    "Norway's foreign minister had the opportunity to meet her Chilean counterpart in Oslo on Tuesday.": [
        "CL-NO concluded 01-09 Oslo/NO"
    ],
    "Kenya's president had the honour on Tuesday of meeting in Lima with the president of Peru.": [
        "KE-PE concluded 01-09 Lima/PE"
    ],
    "Norway's minister did not have the chance to meet his Chilean counterpart in Lima on Tuesday.": [],
    "Norway's minister hopes to have the chance to meet his Chilean counterpart in Lima on Friday.": [
        "CL-NO tentative 01-12 Lima/PE"
    ],
}

FIRST_PERSON = {
    "MEDIA RELEASE\nForeign Minister Penny Wong\n\nI will visit Fiji from 15 to 17 January. I will meet Prime Minister Rabuka.": [
        "AU-FJ scheduled 01-15..01-17 /FJ"
    ],
    "By a traveller\n\nI will visit Fiji from 15 to 17 January. I will meet Prime Minister Rabuka.": [],
}

LISTS_WITH_NAMES = {
    "[2013-03-14] Obama will meet on March 28 with the president of Ghana, John Mahama, and the leader of Malawi, Joyce Banda.": [
        "GH-MW-US scheduled 2013-03-28"
    ],
    "[2013-03-13] Obama will meet on March 28 with the president of Ghana, John Mahama; of Malawi, Joyce Banda; and of Chad, Idriss Deby.": [
        "GH-MW-TD-US scheduled 2013-03-28"
    ],
    "The ministers discussed many issues, including Chile and Peru, when Kenya's minister met Uganda's minister in Kampala on Tuesday.": [
        "KE-UG concluded 01-09 Kampala/UG"
    ],
    "At the initiative of Norway, the foreign ministers of Chile and Peru met in Lima on Tuesday.": [
        "CL-PE concluded 01-09 Lima/PE"
    ],
    "Secretary Blinken and Foreign Minister Hakan Fidan discussed shared worries, including Russia and Iran, in Ankara on Tuesday.": [
        "TR-US concluded 01-09 Ankara/TR"
    ],
}

PARTS_AND_TELLERS = {
    "Kenya and Uganda finished the opening day of talks in Kampala on Tuesday.": ["KE-UG underway 01-09 Kampala/UG"],
    "The first day of talks between Kenya and Uganda ended on Tuesday in Kampala.": ["KE-UG underway 01-09 Kampala/UG"],
    "Sunak warned Macron during talks in Paris on Tuesday that the tunnel might be closed.": [
        "FR-GB concluded 01-09 Paris/FR"
    ],
    "India called off its talks with Pakistan set for Friday. The negotiations have been called off because of the Hurriyat, it said.": [
        "IN-PK cancelled 01-12"
    ],
}

NO_MEETINGS = {
    "Macron spoke about ties with Russia on Tuesday.": [],
    "Denmark will meet Sweden in the final in Oslo on Friday.": [],
    "The United States and China should hold talks on artificial intelligence.": [],
    "Norway's premier said Chile and Peru should hold talks in Lima.": ["CL-PE proposed Lima/PE"],
    "The proposal for talks between Chile and Peru was first made a decade ago.": [],
    "Norway's premier called on the president of Chad on Tuesday to free the journalists.": [],
}

THE_TWO_OF_BEFORE = {
    "Kenya's president met Uganda's president on Tuesday and the two agreed to meet again in Lima in September.": [
        "KE-UG concluded 01-09",
        "KE-UG scheduled 09-01..09-30 Lima/PE",
    ],
    "Denmark's premier spoke to Macron by telephone on Tuesday and they agreed to meet in Paris in March.": [
        "DK-FR concluded 01-09 call",
        "DK-FR scheduled 03-01..03-31 Paris/FR",
    ],
    "Pakistan's army chief called on the Emir of Qatar in Doha on Tuesday.": ["PK-QA concluded 01-09 Doha/QA"],
}

TABLES = {
    "no meetings": NO_MEETINGS,
    "the two of before": THE_TWO_OF_BEFORE,
    "lists with names": LISTS_WITH_NAMES,
    "parts and tellers": PARTS_AND_TELLERS,
    "involving": INVOLVING,
    "appositions": APPOSITIONS,
    "pleasures": PLEASURES,
    "first person": FIRST_PERSON,
    "forms of address": FORMS_OF_ADDRESS,
    "quotes and adjectives": QUOTES_AND_ADJECTIVES,
    "beginnings": BEGINNINGS,
    "asides": ASIDES,
    "spoken of before": SPOKEN_OF_BEFORE,
    "how often": HOW_OFTEN,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(*row, id=f"{name}: {row[0][:60]}") for name, table in TABLES.items() for row in table.items()],
)
def test_what_stands_between_a_meeting_and_its_parties_is_read_past(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
