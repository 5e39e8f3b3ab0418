"""What articles say about plans that change: put off, brought forward, moved, cut, called off, refused, revived.

A report is written as in ``test_sentences_to_reports``, with the place that a change replaces after ``was`` too:
``PARTIES status [when] [City/CC] [call|video] [was [when] [City/CC]]``. The publication day is Wednesday, 10 January 2024,
unless a case begins with another day in brackets.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from domain.reports import Report, quotes_exactly
from tests.domain.reading.test_sentences_to_reports import WEDNESDAY, reader, shown


def with_previous_place(report: Report) -> str:
    text = shown(report)
    previous = report.previous
    if previous is None or previous.where is None:
        return text
    place = f"{previous.where.city or ''}/{previous.where.country or ''}"
    return f"{text} {place}" if " was " in text else f"{text} was {place}"


def read(case: str, title: str = "") -> list[str]:
    match = re.match(r"\[(\d{4}-\d\d-\d\d)\] ", case)
    published = date.fromisoformat(match[1]) if match else WEDNESDAY
    text = case[match.end() :] if match else case
    reports = reader().extract(text, published, title=title).reports
    assert all(quotes_exactly(report, text, title) for report in reports)
    return sorted(with_previous_place(report) for report in reports)


PUT_OFF = {
    "A meeting between the foreign ministers of Armenia and Azerbaijan planned for Friday in Tbilisi has been postponed.": [
        "AM-AZ postponed Tbilisi/GE was 01-12"
    ],
    "Norway has put off a visit by the Serbian prime minister that had been due to start on Monday.": [
        "NO-RS postponed /NO was 01-15"
    ],
    "Talks between Ethiopia and Egypt over the Nile dam were pushed back a week to January 22, the Sudanese mediator said.": [
        "EG-ET postponed 01-22 was 01-15"
    ],
    "The Indonesian foreign minister's trip to Beijing, originally scheduled for January 18, has been pushed back by two days.": [
        "CN-ID postponed 01-20 Beijing/CN was 01-18"
    ],
    "Poland's president has deferred his visit to Ankara, which was to have begun on Thursday.": [
        "PL-TR postponed Ankara/TR was 01-11"
    ],
    "The summit between Kenya and Ethiopia has been delayed until February 6, the Kenyan presidency said.": [
        "ET-KE postponed 02-06"
    ],
    "Spain and Morocco have rescheduled their summit from January 15 to January 29.": [
        "ES-MA postponed 01-29 was 01-15"
    ],
    "A second round of talks between Colombia and the ELN, due on Friday, has been postponed until further notice.": [
        "CO-ELN postponed was 01-12"
    ],
    "The Saudi crown prince has delayed his trip to Islamabad at the request of Pakistan.": [
        "PK-SA postponed Islamabad/PK"
    ],
    "Japan and China agreed on Wednesday to postpone a visit by Chinese Foreign Minister Wang Yi to Tokyo.": [
        "CN-JP postponed Tokyo/JP"
    ],
    "Thailand and Cambodia have agreed to delay the talks on their border, which were set for January 16 in Bangkok.": [
        "KH-TH postponed Bangkok/TH was 01-16"
    ],
    "The planned meeting of the Greek and Albanian prime ministers will be held a week later than scheduled, on January 25.": [
        "AL-GR postponed 01-25 was 01-18"
    ],
    "Ukraine's Zelenskiy has postponed a trip to Argentina because of the situation at the front.": [
        "AR-UA postponed /AR"
    ],
    "The postponement of the Iranian president's visit to Damascus was announced on Tuesday without explanation.": [
        "IR-SY postponed Damascus/SY"
    ],
    "The two-day delay to talks between Serbia and Kosovo was requested by Belgrade.": ["RS-XK postponed"],
    "The postponed visit of the Turkish foreign minister to Baghdad will now take place on January 23.": [
        "IQ-TR postponed 01-23 Baghdad/IQ"
    ],
    "Negotiations between Libya and Malta, which were to have resumed on Tuesday, have been adjourned to January 19.": [
        "LY-MT postponed 01-19 was 01-09"
    ],
    "Kazakhstan's president had been due in Rome on Thursday, but the visit has been put off to the second half of March.": [
        "IT-KZ postponed 03-16..03-31 Rome/IT was 01-11"
    ],
    "The foreign ministers of Ecuador and Peru will meet on January 26 instead of January 19 as first planned.": [
        "EC-PE postponed 01-26 was 01-19"
    ],
    "South Africa has asked Zambia to put back Thursday's meeting of their foreign ministers.": [],
    "The visit to Vietnam by Cuban President Miguel Diaz-Canel has been put on hold, Hanoi said.": [
        "CU-VN postponed /VN"
    ],
    "Brazil and Paraguay have suspended their talks, which were to begin on Monday in Asuncion.": [
        "BR-PY postponed Asuncion/PY was 01-15"
    ],
    "The Dutch prime minister's visit to Rabat has slipped to March, a Moroccan official said.": [
        "MA-NL postponed 03-01..03-31 Rabat/MA"
    ],
    "The start of talks between Sudan's army and the RSF in Jeddah has been delayed by a day to Friday.": [
        "RSF-SD postponed 01-12 Jeddah/SA was 01-11"
    ],
    "Chad's president has shelved a visit to N'Djamena by the French defence minister until after the election.": [
        "FR-TD postponed N'Djamena/TD"
    ],
    "Pakistan and Afghanistan have rescheduled a meeting of their foreign ministers for January 24.": [
        "AF-PK postponed 01-24"
    ],
    "The meeting between Scholz and Macron will be rescheduled, a German government spokesman said.": [
        "DE-FR postponed"
    ],
    "Norwegian Foreign Minister Espen Barth Eide's visit to Tirana on Thursday has been postponed due to illness.": [
        "AL-NO postponed Tirana/AL was 01-11"
    ],
    "Bad weather forced Slovenia and Croatia to postpone Wednesday's meeting of their prime ministers in Zagreb.": [
        "HR-SI postponed Zagreb/HR was 01-10"
    ],
    "Malaysia and Singapore will hold their leaders' summit in April instead of next week, both foreign ministries said.": [
        "MY-SG postponed 04-01..04-30 was 01-15..01-21"
    ],
    "Iran and the IAEA have agreed to move their meeting from January 15 to January 29.": [
        "IAEA-IR postponed 01-29 was 01-15"
    ],
    "A summit of the leaders of Chile and Bolivia that was to be held this week has been pushed to the end of the month.": [
        "BO-CL postponed 01-21..01-31 was 01-08..01-14"
    ],
    "Hungary's foreign minister said his visit to Kyiv had been put off at the last minute.": [
        "HU-UA postponed Kyiv/UA"
    ],
    "The talks between Guyana and Venezuela in Brasilia won't start on Thursday but on January 25, Brazil said.": [
        "GY-VE postponed 01-25 Brasilia/BR was 01-11"
    ],
    "Oman asked for more time, so the talks between Yemen's government and the Houthis will begin on Sunday rather than Thursday.": [
        "HOUTHIS-YE postponed 01-14 was 01-11"
    ],
    "[2021-05-17] Tunisia's president has postponed his official visit to Tripoli by one week, to May 26.": [
        "LY-TN postponed 2021-05-26 Tripoli/LY was 2021-05-19"
    ],
    "[2018-03-02] A meeting between the leaders of North and South Macedonia's neighbours was put off.": [],
    "The Kremlin said on Wednesday that a visit by Putin to Turkey planned for February 12 had been postponed and that new dates were being agreed.": [
        "RU-TR postponed /TR was 02-12"
    ],
    "Talks between Serbia and Kosovo were postponed on Tuesday. They have been rescheduled for January 18.": [
        "RS-XK postponed 01-18"
    ],
    "A meeting between Cameron and Fidan scheduled for Thursday has been postponed. No new date was given.": [
        "GB-TR postponed was 01-11"
    ],
    "Iraqi Prime Minister Mohammed Shia al-Sudani's trip to Washington, expected this month, is now planned for April, an aide said.": [
        "IQ-US tentative 04-01..04-30 Washington/US was 01-01..01-31"
    ],
    "The long-delayed meeting between the Sudanese army and the RSF is to be held in Nairobi on January 20.": [
        "RSF-SD scheduled 01-20 Nairobi/KE"
    ],
    "The talks between Armenia and Azerbaijan that had been scheduled for January 15 will be held at a later date, Yerevan said.": [
        "AM-AZ postponed was 01-15"
    ],
    "North Korea asked to put off the talks with the South planned for Thursday, the South's unification ministry said.": [],
    "The Pakistani delegation's visit to Kabul has been deferred to the last week of January.": [
        "AF-PK postponed 01-22..01-28 Kabul/AF"
    ],
    "Ecuador has pushed its meeting with Colombia back to January 23 because of the state of emergency.": [
        "CO-EC postponed 01-23"
    ],
    "Nigerian President Bola Tinubu was to have flown to Paris on Sunday but put the trip off until the end of January.": [
        "FR-NG postponed 01-21..01-31 Paris/FR was 01-14"
    ],
    "The Egyptian and Turkish leaders' long-awaited summit was again delayed.": ["EG-TR postponed"],
    "Their meeting, initially set for Wednesday, was rescheduled to Friday. Macron and Orban will discuss Ukraine.": [
        "FR-HU postponed 01-12 was 01-10"
    ],
    "[2019-02-14] Russia's Lavrov has postponed a trip to Tokyo that was due to begin on Friday, the Japanese foreign ministry said.": [
        "JP-RU postponed Tokyo/JP was 2019-02-15"
    ],
    "[2013-09-09] Brazilian President Dilma Rousseff has postponed a state visit to Washington in October over spying.": [
        "BR-US postponed Washington/US was 2013-10-01..2013-10-31"
    ],
    "[2004-02-18] The second round of six-party talks has been pushed back to February 25.": [
        "CN-JP-KP-KR-RU-US postponed 2004-02-25"
    ],
    "[2022-08-03] The visit of the Chinese defence minister to New Delhi was put off indefinitely on Tuesday.": [
        "CN-IN postponed New Delhi/IN"
    ],
    "Foreign ministers of Egypt, Ethiopia and Sudan were to gather in Kinshasa on Wednesday, but the meeting has been put back to Friday.": [
        "EG-ET-SD postponed 01-12 Kinshasa/CD was 01-10"
    ],
    "A U.S. official said Wednesday's talks with Chinese negotiators had been postponed, without saying why.": [
        "CN-US postponed was 01-10"
    ],
    "The meeting of the Russian and Japanese deputy foreign ministers, planned for the end of January, has been postponed at Tokyo's request.": [
        "JP-RU postponed was 01-21..01-31"
    ],
    "Lula, who has pneumonia, has postponed his trip to China, his office said on Saturday.": ["BR-CN postponed /CN"],
    "Fighting near the airport forced the United Nations envoy to delay his visit to Khartoum until next week.": [
        "SD-UN postponed 01-15..01-21 Khartoum/SD"
    ],
    "Meloni will now visit Kyiv in February rather than this month, a Ukrainian source said.": [
        "IT-UA postponed 02-01..02-29 Kyiv/UA was 01-01..01-31"
    ],
    "Rwanda's president and his Congolese counterpart will not meet this week as planned but on January 22, Angola's presidency said.": [
        "CD-RW postponed 01-22 was 01-08..01-14"
    ],
    "Talks on a prisoner exchange between Armenia and Azerbaijan have been suspended until further notice.": [
        "AM-AZ postponed"
    ],
    "The date of the summit between Mauritania and Senegal has been changed from January 20 to January 27.": [
        "MR-SN postponed 01-27 was 01-20"
    ],
    "After two postponements, the Cuban foreign minister will finally visit Madrid on January 16.": [
        "CU-ES scheduled 01-16 Madrid/ES"
    ],
    "Cyprus's president said his meeting with the Turkish Cypriot leader, scheduled for Monday, would be moved to a later date.": [
        "CY-TRNC postponed was 01-15"
    ],
    "[2023-02-03] U.S. Secretary of State Antony Blinken postponed a visit to China that was expected to start on Friday after a suspected Chinese spy balloon was tracked across the United States.": [
        "CN-US postponed /CN was 2023-02-03"
    ],
    "[2008-11-26] Chinese Premier Wen Jiabao has put off a summit with the European Union set for next week in Lyon.": [
        "CN-EU postponed Lyon/FR was 2008-12-01..2008-12-07"
    ],
    "[2011-06-02] Talks in Vienna between Iran and the IAEA were delayed by a week on Thursday, to June 9.": [
        "IAEA-IR postponed 2011-06-09 Vienna/AT was 2011-06-02"
    ],
}

BROUGHT_FORWARD = {
    "The visit of the Czech prime minister to Berlin has been brought forward by a day to January 17.": [
        "CZ-DE scheduled 01-17 Berlin/DE was 01-18"
    ],
    "India and Bhutan have brought forward their border talks from January 24 to January 18.": [
        "BT-IN scheduled 01-18 was 01-24"
    ],
    "The Qatari emir's meeting with Macron in Paris has been moved up to Thursday from Friday.": [
        "FR-QA scheduled 01-11 Paris/FR was 01-12"
    ],
    "Talks between Rwanda and DR Congo, originally set for February 5, have been moved forward to January 30.": [
        "CD-RW scheduled 01-30 was 02-05"
    ],
    "The meeting between the Danish and Swedish prime ministers was advanced to January 15.": ["DK-SE scheduled 01-15"],
    "Uzbekistan and Tajikistan will meet on Thursday, a day earlier than planned.": ["TJ-UZ scheduled 01-11 was 01-12"],
}

MOVED = {
    "The venue of Saturday's talks between Azerbaijan and Armenia has been switched from Brussels to Tbilisi.": [
        "AM-AZ scheduled 01-13 Tbilisi/GE was Brussels/BE"
    ],
    "Talks between Sudan's army and the RSF have been relocated from Jeddah to Manama.": [
        "RSF-SD scheduled Manama/BH was Jeddah/SA"
    ],
    "The summit between the leaders of Turkey and Greece on January 22 was moved to Izmir from Ankara for security reasons.": [
        "GR-TR scheduled 01-22 Izmir/TR was Ankara/TR"
    ],
    "The Jan. 18 meeting between Lavrov and Jaishankar will be held in Moscow instead of Delhi, the Kremlin said.": [
        "IN-RU scheduled 01-18 Moscow/RU was New Delhi/IN"
    ],
    "The meeting between the foreign ministers of Serbia and Croatia has been shifted from Monday to Tuesday.": [
        "HR-RS postponed 01-16 was 01-15"
    ],
    "The talks between Belize and Guatemala, first planned for Belmopan, will now take place in Miami on January 27.": [
        "BZ-GT scheduled 01-27 Miami/US was Belmopan/BZ"
    ],
    "The venue for the talks between India and Pakistan on January 19 has been changed to Dubai.": [
        "IN-PK scheduled 01-19 Dubai/AE"
    ],
    "Thursday's meeting between Blinken and Wang Yi has been downgraded to a video conference.": [
        "CN-US scheduled 01-11 video"
    ],
    "A meeting between the Irish and British prime ministers planned for Dublin on Friday will be held by video link instead.": [
        "GB-IE scheduled 01-12 video"
    ],
    "Macron and Sisi, who had been due to meet in Cairo, will speak by phone on Sunday instead.": [
        "EG-FR scheduled 01-14 call"
    ],
    "Monday's summit between the leaders of Ethiopia and Somalia has been moved from Nairobi to Kampala.": [
        "ET-SO scheduled 01-15 Kampala/UG was Nairobi/KE"
    ],
    "The talks on January 24 between Cyprus and Turkey will take place in Vienna and not in Geneva, as announced earlier.": [
        "CY-TR scheduled 01-24 Vienna/AT was Geneva/CH"
    ],
    "Thursday's talks between Lebanon and Israel will be held in Amman rather than in Naqoura.": [
        "IL-LB scheduled 01-11 Amman/JO was Naqoura/LB"
    ],
    "Chile and Peru have relocated Friday's meeting of their presidents to Arica after unrest in Tacna.": [
        "CL-PE scheduled 01-12 Arica/CL"
    ],
    "The meeting between Modi and Sunak has been turned into a video call.": ["GB-IN scheduled video"],
    "Talks between the Spanish and Colombian foreign ministers, due to be held in Madrid on Thursday, will now be held online.": [
        "CO-ES scheduled 01-11 video"
    ],
    "Scholz has brought his trip to Kyiv forward to Monday.": ["DE-UA scheduled 01-15 Kyiv/UA"],
    "The ministers of Ghana and Togo moved up their talks in Lome by two days to January 16.": [
        "GH-TG scheduled 01-16 Lome/TG was 01-18"
    ],
    "[2006-05-02] Venezuela and Bolivia switched the venue of Thursday's meeting between Hugo Chavez and Evo Morales from La Paz to Puerto Iguazu.": [
        "BO-VE scheduled 2006-05-04 Puerto Iguazu/AR was La Paz/BO"
    ],
}

CUT_OR_EXTENDED = {
    "Trudeau has cut short his visit to Poland and returned home on Tuesday.": ["CA-PL concluded /PL"],
    "Talks between Russia and Ukraine in Istanbul have been extended by a day, a Turkish official said on Wednesday.": [
        "RU-UA underway 01-10 Istanbul/TR"
    ],
    "The Afghan delegation prolonged its talks with Pakistan in Islamabad until Thursday.": [
        "AF-PK underway 01-10..01-11 Islamabad/PK"
    ],
}

CALLED_OFF = {
    "Lavrov has cancelled a trip to Berlin planned for Friday.": ["DE-RU cancelled 01-12 Berlin/DE"],
    "The White House has called off a visit by Georgia's prime minister.": ["GE-US cancelled /US"],
    "Mexico's president scrapped a meeting with Biden in Washington that had been planned for January 31.": [
        "MX-US cancelled 01-31 Washington/US"
    ],
    "A planned summit between the leaders of Japan and South Korea was abandoned on Tuesday.": ["JP-KR cancelled"],
    "Colombia shelved a trip by its foreign minister to Caracas, due to start on Sunday.": [
        "CO-VE postponed Caracas/VE was 01-14"
    ],
    "Sri Lanka has axed talks with India on fishing rights.": ["IN-LK cancelled"],
    "Israel has pulled out of talks with Hamas in Cairo.": ["HAMAS-IL cancelled Cairo/EG"],
    "Kosovo backed out of a meeting with Serbia in Brussels scheduled for Thursday.": [
        "RS-XK cancelled 01-11 Brussels/BE"
    ],
    "Kyrgyzstan's president will not travel to Dushanbe next week, his office said.": [
        "KG-TJ cancelled 01-15..01-21 Dushanbe/TJ"
    ],
    "Petro will no longer visit Lima on January 19.": ["CO-PE cancelled 01-19 Lima/PE"],
    "Cameron will not be travelling to Buenos Aires next month as planned, the Foreign Office said.": [
        "AR-GB cancelled 02-01..02-29 Buenos Aires/AR"
    ],
    "Abbas declined an invitation to meet Netanyahu in Sharm el-Sheikh.": ["IL-PS cancelled Sharm el-Sheikh/EG"],
    "Iran turned down an offer of talks with the United States.": ["IR-US cancelled"],
    "Syria rejected a Turkish proposal for a meeting of the two countries' foreign ministers.": ["SY-TR cancelled"],
    "Venezuela refused to receive the Colombian foreign minister.": ["CO-VE cancelled /VE"],
    "Tunisia has withdrawn its invitation to the Italian interior minister to visit Tunis on Friday.": [
        "IT-TN cancelled 01-12 Tunis/TN"
    ],
    "The cancellation of Pakistani Prime Minister Anwaar ul Haq Kakar's visit to Riyadh came hours before his departure.": [
        "PK-SA cancelled Riyadh/SA"
    ],
    "The cancelled meeting between Scholz and Orban would have been their first since October.": ["DE-HU cancelled"],
    "A meeting between Pedro Sanchez and Netanyahu that was planned for Thursday in Jerusalem will not take place.": [
        "ES-IL cancelled 01-11 Jerusalem/IL"
    ],
    "Talks between Chad and Sudan due in Algiers this week will not go ahead.": [
        "SD-TD cancelled 01-08..01-14 Algiers/DZ"
    ],
    "Zambia's president, who was due in Harare on Thursday, has cancelled his trip because of floods at home.": [
        "ZM-ZW cancelled 01-11 Harare/ZW"
    ],
    "Peru's president cancelled her trip to Germany after congress refused to let her leave the country.": [
        "DE-PE cancelled /DE"
    ],
    "Finnish Prime Minister Petteri Orpo has fallen ill and cancelled his meeting with Estonian Prime Minister Kaja Kallas in Tallinn on Thursday.": [
        "EE-FI cancelled 01-11 Tallinn/EE"
    ],
    "Meloni had to cancel her visit to Tokyo because of a bout of flu.": ["IT-JP cancelled Tokyo/JP"],
    "Armenian Prime Minister Nikol Pashinyan snubbed a planned meeting with Azerbaijan's Ilham Aliyev in Granada.": [
        "AM-AZ cancelled Granada/ES"
    ],
    "Nepal's foreign minister skipped a scheduled meeting with his Indian counterpart in New Delhi on Tuesday.": [
        "IN-NP cancelled 01-09 New Delhi/IN"
    ],
    "The visit of Ghana's president to Lome, which had been planned for January 15, has been cancelled.": [
        "GH-TG cancelled 01-15 Lome/TG"
    ],
    "Croatia's president was to have visited Belgrade on Friday, but Serbia has now cancelled the trip.": [
        "HR-RS cancelled 01-12 Belgrade/RS"
    ],
    "North Korea has cancelled high-level talks with South Korea scheduled for Wednesday, blaming military exercises.": [
        "KP-KR cancelled 01-10"
    ],
    "Beijing denied the German minister a visa, so his talks with Chinese officials next week have been dropped.": [
        "CN-DE cancelled 01-15..01-21"
    ],
    "Talks between Greece and Turkey scheduled for January 18 have fallen through, a Greek official said.": [
        "GR-TR cancelled 01-18"
    ],
    "Kenya's president pulled the plug on a visit to Khartoum.": ["KE-SD cancelled Khartoum/SD"],
    "Iraq's prime minister has dropped plans to visit Kuwait on January 21.": ["IQ-KW cancelled 01-21 /KW"],
    "Morocco has broken off talks with Spain over fishing.": ["ES-MA concluded"],
    "Hezbollah said it would not take part in Friday's talks with the Lebanese government.": [
        "HEZBOLLAH-LB cancelled 01-12"
    ],
    "Uganda's foreign minister failed to turn up for Tuesday's meeting with his Rwandan counterpart in Kigali.": [
        "RW-UG cancelled 01-09 Kigali/RW"
    ],
    "Bangladesh cancelled its foreign minister's visit to India hours before he was to leave.": ["BD-IN cancelled /IN"],
    "[2017-01-26] Mexican President Enrique Pena Nieto said he would not attend a meeting with Donald Trump on Tuesday in Washington.": [
        "MX-US cancelled 2017-01-31 Washington/US"
    ],
    "[2019-08-21] Trump has called off his trip to Denmark after its prime minister said Greenland was not for sale.": [
        "DK-US cancelled /DK"
    ],
    "[2018-08-24] Trump told his secretary of state, Mike Pompeo, to cancel a trip to North Korea planned for next week.": [
        "KP-US cancelled 2018-08-27..2018-09-02 /KP"
    ],
    "[2016-09-01] Britain has cancelled a visit by the Saudi foreign minister, the Foreign Office said.": [
        "GB-SA cancelled /GB"
    ],
    "Qatar's emir has called off a trip to Baghdad planned for next week, two officials said.": [
        "IQ-QA cancelled 01-15..01-21 Baghdad/IQ"
    ],
    "Mexico withdrew from talks with the United States.": ["MX-US cancelled"],
    "Turkey has cancelled a planned visit by Sweden's defence minister, saying the trip no longer had any meaning.": [
        "SE-TR cancelled /TR"
    ],
    "Ankara has revoked its invitation to the Swedish speaker to visit Turkey on January 17.": [
        "SE-TR cancelled 01-17 /TR"
    ],
    "A planned trip by Hungary's Szijjarto to Minsk has been scrapped, the ministry said on Tuesday.": [
        "BY-HU cancelled Minsk/BY"
    ],
    "Maduro said he would not go to Georgetown for talks with Guyana's Irfaan Ali on January 25.": [
        "GY-VE cancelled 01-25 Georgetown/GY"
    ],
    "The Azerbaijani leader pulled out of a meeting with Pashinyan in Brussels that Macron was to have joined.": [
        "AM-AZ cancelled Brussels/BE"
    ],
    "Prime Minister Rishi Sunak has cancelled a meeting with Greece's Kyriakos Mitsotakis at the last minute in a row over the Parthenon marbles.": [
        "GB-GR cancelled"
    ],
    "Zelenskiy's visit to Berlin has been called off because of the shelling of Kyiv.": ["DE-UA cancelled Berlin/DE"],
    "Kenyan officials confirmed that William Ruto's visit to Kinshasa would not go ahead on Friday.": [
        "CD-KE cancelled 01-12 Kinshasa/CD"
    ],
    "There will be no meeting between Scholz and Erdogan on Thursday as had been planned, a German spokesman said.": [
        "DE-TR cancelled 01-11"
    ],
    "Bolsonaro aborted a trip to Moscow.": [],
    "Bulgaria's foreign minister skipped talks with her North Macedonian counterpart in Skopje on Tuesday.": [
        "BG-MK cancelled 01-09 Skopje/MK"
    ],
    "Lebanon's foreign minister declined to meet his Israeli counterpart in Paris.": ["IL-LB cancelled Paris/FR"],
    "Niger's junta refused to receive a delegation from ECOWAS in Niamey on Tuesday.": [
        "ECOWAS-NE cancelled 01-09 Niamey/NE"
    ],
    "Sudan's army walked out of talks with the RSF in Jeddah.": ["RSF-SD concluded Jeddah/SA"],
    "Saudi Arabia has suspended talks on normalising ties with Israel.": ["IL-SA postponed"],
    "India called off a meeting between its foreign minister and his Pakistani counterpart in New York, a day after agreeing to it.": [
        "IN-PK cancelled New York/US"
    ],
    "Chad cancels talks with rebels in Doha set for January 16.": [],
    "Ukraine said its president would not be travelling to Jakarta for the G20 summit.": ["G20 scheduled Jakarta/ID"],
    "The Iranian foreign minister did not travel to Davos after his invitation was withdrawn.": [],
    "[2018-05-24] President Donald Trump on Thursday called off his June 12 summit with Kim Jong Un in Singapore.": [
        "KP-US cancelled 2018-06-12 Singapore/SG"
    ],
    "[2015-03-19] Sweden's Margot Wallstrom was stopped from addressing the Arab League in Cairo, and Stockholm recalled its envoy.": [],
    "[2010-12-06] Germany's Guido Westerwelle cancelled a trip to Kabul because of fog.": ["AF-DE cancelled Kabul/AF"],
    "[2016-09-05] Obama cancelled his meeting with Philippine President Rodrigo Duterte in Vientiane on Tuesday and will see South Korea's Park Geun-hye instead.": [
        "KR-US scheduled",
        "PH-US cancelled 2016-09-06 Vientiane/LA",
    ],
    "[2014-03-20] Canada's Stephen Harper will no longer travel to Sochi in June.": [
        "CA-RU cancelled 2014-06-01..2014-06-30 Sochi/RU"
    ],
    "[2001-09-12] Israel's Ariel Sharon cancelled talks between Shimon Peres and Yasser Arafat set for Sunday.": [
        "IL-PS cancelled 2001-09-16"
    ],
    "A summit that was to bring together the leaders of Chad, Niger and Nigeria in Abuja on Friday has been cancelled.": [
        "NE-NG-TD cancelled 01-12 Abuja/NG"
    ],
    "Colombia's government walked away from talks with the ELN in Havana.": ["CO-ELN concluded Havana/CU"],
    "Putin's visit to Yerevan is off, the Armenian foreign ministry said.": ["AM-RU cancelled Yerevan/AM"],
    "Bangladesh's foreign minister cancelled at short notice a trip to New Delhi that was to have started on Thursday.": [
        "BD-IN cancelled 01-11 New Delhi/IN"
    ],
    "The sudden cancellation by Beijing of talks with Washington on climate change took U.S. diplomats by surprise.": [
        "CN-US cancelled"
    ],
    "The two leaders' planned meeting fell through. Petro and Noboa were to have met in Tulcan on Saturday.": [],
    "The Polish government said it would not receive Russia's ambassador for talks.": [],
    "Citing a scheduling conflict, Trudeau cancelled a meeting with Meloni in Toronto on Thursday.": [
        "CA-IT cancelled 01-11 Toronto/CA"
    ],
    "Angola's president dropped out of a planned trip to Lusaka.": ["AO-ZM cancelled Lusaka/ZM"],
    "Jordan's king cancelled a meeting with Biden, Sisi and Abbas in Amman after the strike on a hospital.": [
        "EG-JO-PS-US cancelled Amman/JO"
    ],
    "Hungary blocked an invitation to Ukraine's president to address the summit.": [],
    "Malaysia shut its border, so a visit by the Thai premier on Monday could not take place.": [],
    "The Swiss foreign ministry said that talks in Geneva between Georgia and Russia planned for Monday and Tuesday would not be held.": [
        "GE-RU cancelled 01-15..01-16 Geneva/CH"
    ],
    "[2023-10-18] Jordan has cancelled a summit in Amman with Biden, Egyptian President Abdel Fattah al-Sisi and Palestinian leader Mahmoud Abbas.": [
        "EG-JO-PS-US cancelled Amman/JO"
    ],
    "[2012-06-16] Russian President Vladimir Putin will skip a meeting with Obama at Camp David, the White House said.": [
        "RU-US cancelled Camp David/US"
    ],
    "[2005-12-07] Taiwan's foreign minister scrapped a trip to Managua.": ["NI-TW cancelled Managua/NI"],
    "[2016-01-04] Sudan's foreign minister called off talks with Iran and expelled its ambassador.": [
        "IR-SD cancelled"
    ],
}

STAYS_AWAY = {
    "Putin will not attend the G20 summit in Rio de Janeiro in November.": [
        "G20 scheduled 11-01..11-30 Rio de Janeiro/BR"
    ],
    "Kenya's president will skip the African Union summit in Addis Ababa on February 17, his spokesman said.": [
        "AFRICAN_UNION scheduled 02-17 Addis Ababa/ET"
    ],
    "Mexico's president said he would boycott the summit of the Americas in Los Angeles.": [],
    "Xi will skip next week's BRICS summit and send Premier Li Qiang in his place.": ["BRICS scheduled 01-15..01-21"],
    "India's prime minister declined an invitation to the World Economic Forum in Davos.": [],
}

REVIVED = {
    "The summit between Kim Jong Un and Putin, called off last week, is back on for January 26, the Kremlin said.": [
        "KP-RU scheduled 01-26"
    ],
    "Blinken's visit to Beijing, which was postponed in December, will go ahead on January 24 after all.": [
        "CN-US scheduled 01-24 Beijing/CN"
    ],
    "Talks between Cyprus and Turkey have been revived and will open in Geneva on January 29.": [
        "CY-TR scheduled 01-29 Geneva/CH"
    ],
    "Despite the attack, Monday's meeting between the Iraqi and Iranian foreign ministers will go ahead as planned.": [
        "IQ-IR scheduled 01-15"
    ],
    "Suspended talks between the Philippines and the New People's Army resumed in Oslo on Tuesday.": [
        "CPP-PH underway 01-09 Oslo/NO"
    ],
    "Russia and Ukraine will resume talks on Friday in Istanbul that were broken off last month.": [
        "RU-UA scheduled 01-12 Istanbul/TR"
    ],
    "After a two-week delay, talks between Colombia and the ELN will open in Caracas on January 20.": [
        "CO-ELN scheduled 01-20 Caracas/VE"
    ],
    "Kim and Putin will meet after all, the Kremlin said, setting the summit for January 30 in Vladivostok.": [],
    "The meeting between Mitsotakis and Erdogan is still on for February 7, Athens said, denying reports that it had been cancelled.": [
        "GR-TR scheduled 02-07"
    ],
    "Israel and Hamas resumed indirect talks in Cairo on Tuesday after a break of ten days.": [
        "HAMAS-IL underway 01-09 Cairo/EG"
    ],
    "Turkey has reinstated an invitation to Netanyahu to visit Ankara in March.": [
        "IL-TR proposed 03-01..03-31 Ankara/TR"
    ],
    "North Korea agreed to return to talks with South Korea at Panmunjom on January 16.": [
        "KP-KR scheduled 01-16 Panmunjom/KR"
    ],
    "The postponed talks between Egypt and Turkey will now be held in Cairo on January 30, the Egyptian foreign ministry announced.": [
        "EG-TR postponed 01-30 Cairo/EG"
    ],
    "Scholz's twice-delayed visit to Athens is going ahead on Thursday.": ["DE-GR scheduled 01-11 Athens/GR"],
    "Hamas said it would rejoin talks with Israel in Cairo on Sunday, three weeks after it suspended them.": [
        "HAMAS-IL scheduled 01-14 Cairo/EG"
    ],
    "The talks between the Taliban and the United States, broken off in September, resumed in Doha on Tuesday.": [
        "TALIBAN-US underway 01-09 Doha/QA"
    ],
}

NO_CHANGE = {
    "Israel will not cancel talks with Egypt scheduled for Thursday, an official said.": ["EG-IL scheduled 01-11"],
    "Biden threatened to cancel his meeting with Putin in Vienna on January 30.": ["RU-US scheduled 01-30 Vienna/AT"],
    "Germany denied that Scholz's trip to Ankara on January 18 had been postponed.": [
        "DE-TR scheduled 01-18 Ankara/TR"
    ],
    "Nothing will make us cancel our meeting with Iran, the Omani minister said.": [],
    "The airline cancelled flights to Tel Aviv after talks with regulators.": [],
    "Russia has called for the cancellation of sanctions before any meeting with the European Union.": [],
    "France may cancel a visit by the Azeri foreign minister next week.": [],
    "If Iran attends, Saudi Arabia will pull out of the talks.": [],
    "The leaders of Japan and China discussed the delayed trade deal.": [],
    "The central bank has postponed its meeting until Friday.": [],
    "Last year Putin cancelled a visit to Paris.": [],
    "South Korea asked the United States to postpone joint military exercises.": [],
    "The union called off talks with the government over pay.": [],
    "Canada's prime minister cancelled a rally in Toronto on Friday.": [],
    "Macron will not cancel his trip to Rabat despite the protests, the palace said. He is due there on January 22.": [],
    "Air France delayed its flight to Cairo by two hours.": [],
    "The opposition demanded that the prime minister cancel his visit to Israel.": [],
    "The court put off the hearing until March 3.": [],
    "Lavrov said he hoped the talks with Japan would not be delayed.": [],
    "There is no reason to postpone the meeting with Putin, Vucic said.": [],
    "Critics called on Sunak to scrap his talks with Rwanda on migrants.": [],
    "Biden said he had not decided whether to cancel his meeting with MBS.": [],
    "The two countries will move forward with talks on trade.": [],
    "The European Parliament suspended a vote on the deal with Chile.": [],
    "The cancellation of the concert was announced by the Russian embassy.": [],
    "Poland would pull out of talks with Ukraine if grain imports resumed, a minister warned.": [],
    "Ukraine's allies pushed back against calls for talks with Russia.": [],
    "The Belgrade-Pristina dialogue has been stalled for months.": [],
    "Ryanair cancelled talks with pilots after Ireland's union walked out.": [],
    "China said it had not cancelled anything, for no visit by a U.S. official had been planned.": [],
    "The summit between Xi and Biden in November came after months of cancelled visits.": [],
    "A storm delayed Blinken's flight to Tel Aviv, but his talks with Netanyahu will go ahead on Thursday.": [
        "IL-US scheduled 01-11"
    ],
    "Kenya's parliament put off a debate on the president's trip to Haiti.": [],
    "FIFA moved the draw from Zurich to Riyadh.": [],
    "Russia moved troops from Syria to Ukraine.": [],
    "In 2016 Enrique Pena Nieto cancelled a meeting with Trump.": [],
    "Norway rejected calls to cancel the visit of Israel's foreign minister on Monday.": ["IL-NO scheduled 01-15 /NO"],
}

HEADLINES = {
    (
        "Putin cancels Paris visit",
        "The Kremlin said on Tuesday that President Vladimir Putin had cancelled a visit to Paris planned for January 19.",
    ): ["FR-RU cancelled 01-19 Paris/FR"],
    (
        "Kosovo-Serbia talks put off as Belgrade cries foul",
        "Talks between Serbia and Kosovo due on Thursday in Brussels have been put off, the EU said.",
    ): ["RS-XK postponed Brussels/BE was 01-11"],
    (
        "US-Iran talks moved to Oslo",
        "Talks between the United States and Iran on January 20 will be held in Oslo, not Geneva, a U.S. official said.",
    ): ["IR-US scheduled 01-20 Oslo/NO was Geneva/CH"],
    (
        "Orban snubs Zelenskiy meeting",
        "Hungarian Prime Minister Viktor Orban has refused to meet Ukrainian President Volodymyr Zelenskiy in Uzhhorod, his office said.",
    ): ["HU-UA cancelled Uzhhorod/UA"],
    (
        "Modi defers Colombo trip",
        "Indian Prime Minister Narendra Modi has deferred his trip to Colombo to February 20, officials said.",
    ): ["IN-LK postponed 02-20 Colombo/LK"],
    (
        "Blinken to visit Cairo after all",
        "U.S. Secretary of State Antony Blinken will visit Cairo on Sunday, an Egyptian official said.",
    ): ["EG-US scheduled 01-14 Cairo/EG"],
    (
        "Macron calls off Rabat trip",
        "French President Emmanuel Macron will not travel to Rabat next week, the Elysee said, after Morocco recalled its ambassador.",
    ): ["FR-MA cancelled 01-15..01-21 Rabat/MA"],
    (
        "Saudi-Houthi talks pushed back a week",
        "The talks in Sanaa between Saudi Arabia and the Houthis will now begin on January 18, a Houthi official said.",
    ): ["HOUTHIS-SA postponed 01-18 Sanaa/YE was 01-11"],
    (
        "Lavrov's Ankara visit shelved",
        "A trip by Russian Foreign Minister Sergei Lavrov to Ankara, due on Thursday, has been shelved, a Turkish diplomat said on Wednesday.",
    ): ["RU-TR postponed Ankara/TR was 01-11"],
    (
        "Kishida to skip Seoul summit with Yoon",
        "Japanese Prime Minister Fumio Kishida has decided not to go to Seoul on January 20 for talks with South Korean President Yoon Suk Yeol, Kyodo said.",
    ): ["JP-KR cancelled 01-20 Seoul/KR"],
    (
        "Sudan talks delayed",
        "Talks between Sudan's army and the Rapid Support Forces that were due to begin in Jeddah on Wednesday have been delayed, mediators said.",
    ): ["RSF-SD postponed Jeddah/SA was 01-10"],
    (
        "Polish, Ukrainian leaders bring forward Kyiv talks",
        "Poland's Donald Tusk and Ukraine's Volodymyr Zelenskiy will meet in Kyiv on Friday, four days earlier than planned.",
    ): ["PL-UA scheduled 01-12 Kyiv/UA was 01-16"],
    (
        "Geneva out, Vienna in: Libya rivals change venue",
        "Greece and Turkey have moved next week's talks from Geneva to Vienna, both foreign ministries said.",
    ): ["GR-TR scheduled 01-15..01-21 Vienna/AT was Geneva/CH"],
    ("Iran rejects US talks offer", "Iran on Wednesday rejected an American offer of talks in Muscat."): [
        "IR-US cancelled Muscat/OM"
    ],
    (
        "Maduro, Ali to meet after all",
        "Venezuelan President Nicolas Maduro and Guyana's Irfaan Ali will meet in Kingstown on Thursday, mediators said, a day after Maduro had cancelled.",
    ): ["GY-VE scheduled 01-11 Kingstown/VC"],
    (
        "Xi-Biden call postponed",
        "A call between President Joe Biden and China's Xi Jinping that was set for Friday has been postponed, the White House said.",
    ): ["CN-US postponed call was 01-12"],
    (
        "Egypt cancels Ethiopia meeting",
        "Egypt has cancelled a meeting with Ethiopia on the Nile dam that was to be held in Khartoum on Sunday.",
    ): ["EG-ET cancelled 01-14 Khartoum/SD"],
    (
        "Orban visit to Bratislava put on ice",
        "A visit by Hungary's Viktor Orban to Bratislava, planned for next week, has been put on ice, Slovak media reported.",
    ): ["HU-SK postponed Bratislava/SK was 01-15..01-21"],
}

TABLES = {
    "put off": PUT_OFF, "brought forward": BROUGHT_FORWARD, "moved": MOVED, "cut or extended": CUT_OR_EXTENDED,
    "called off": CALLED_OFF, "stays away": STAYS_AWAY, "revived": REVIVED, "no change": NO_CHANGE,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{name}: {text[:60]}")
        for name, table in TABLES.items()
        for text, expected in table.items()
    ],
)
def test_a_change_is_read_as_a_careful_reader_reads_it(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)


@pytest.mark.parametrize(("article", "expected"), HEADLINES.items(), ids=[title for title, _ in HEADLINES])
def test_headline_and_lead_tell_of_one_change(article: tuple[str, str], expected: list[str]) -> None:
    title, text = article
    assert read(text, title) == sorted(expected)
