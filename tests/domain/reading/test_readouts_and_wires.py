"""How readouts of foreign ministries, agencies' wires and diaries, and transcripts tell of meetings.

Reports are written as in ``test_changes_in_schedules``; each case begins with its day of publication.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_changes_in_schedules import read

PAID_CALLS = {
    "[2022-03-16] Pakistani Foreign Minister Shah Mahmood Qureshi called on Chinese Premier Li Keqiang in Beijing on Tuesday.": [
        "CN-PK concluded 2022-03-15 Beijing/CN"
    ],
    "[2022-03-16] Visiting Vietnamese Foreign Minister Bui Thanh Son called on Prime Minister Narendra Modi here today.": [
        "IN-VN concluded 2022-03-16"
    ],
    "[2022-03-16] NEW DELHI, March 16 (PTI) Visiting Vietnamese Foreign Minister Bui Thanh Son called on Prime Minister Narendra Modi here today.": [
        "IN-VN concluded 2022-03-16 New Delhi/IN"
    ],
    "[2022-03-16] The U.N. chief called on Turkish President Recep Tayyip Erdogan on Tuesday to reopen the border.": [],
    "[2022-03-16] Ugandan President Yoweri Museveni called on Pope Francis at the Vatican on Monday.": [
        "UG-VA concluded 2022-03-14 Vatican City/VA"
    ],
    "[2022-03-16] Japan's envoy to Fiji called on Prime Minister Frank Bainimarama in Suva on Monday to discuss fisheries.": [
        "FJ-JP concluded 2022-03-14 Suva/FJ"
    ],
    "[2022-03-16] Canadian Prime Minister Justin Trudeau called on Vladimir Putin on Tuesday to end the war.": [],
}
"""Who calls on somebody pays a visit, unless he calls on him to do something."""

BESIDE_A_VISITOR = {
    "[2022-03-16] Indonesian President Joko Widodo and visiting Singaporean Prime Minister Lee Hsien Loong agreed on Tuesday to step up air links.": [
        "ID-SG concluded 2022-03-15"
    ],
    "[2022-03-16] HANOI - Prime Minister Pham Minh Chinh hosted a reception for visiting Lao Defence Minister Chansamone Chanyalath in Hanoi on March 15.": [
        "LA-VN concluded 2022-03-15 Hanoi/VN"
    ],
    "[2022-03-16] Mongolian Prime Minister Luvsannamsrain Oyun-Erdene told visiting Kazakh Foreign Minister Mukhtar Tileuberdi on Monday that rail traffic would double.": [
        "KZ-MN concluded 2022-03-14"
    ],
    "[2022-03-16] President Uhuru Kenyatta of Kenya and visiting Polish President Andrzej Duda signed an accord on tea in Nairobi on Tuesday.": [
        "KE-PL concluded 2022-03-15 Nairobi/KE"
    ],
}
"""What is agreed, signed or said with a visitor tells of a meeting."""

COLLEAGUES = {
    "[2022-03-16] Foreign Minister Subrahmanyam Jaishankar will hold talks with his opposite number from the Maldives, Abdulla Shahid, in Male on March 26.": [
        "IN-MV scheduled 2022-03-26 Male/MV"
    ],
    "[2022-03-16] Sergei Lavrov flies to Algiers on May 10 for talks with his Algerian opposite number, TASS said.": [
        "DZ-RU scheduled 2022-05-10 Algiers/DZ"
    ],
    "[2022-03-16] The Omani foreign minister joined his Qatari and Kuwaiti counterparts in Doha on Monday to present a joint proposal to Iran.": [
        "KW-OM-QA concluded 2022-03-14 Doha/QA"
    ],
    "[2022-03-16] British Foreign Secretary Liz Truss had a meeting in Ankara with Mevlut Cavusoglu, her Turkish opposite number, earlier on Wednesday.": [
        "GB-TR concluded 2022-03-16 Ankara/TR"
    ],
    "[2024-02-05] Kenyan Foreign Minister Musalia Mudavadi was on Monday hosted by his Tanzanian opposite number January Makamba in Dar es Salaam.": [
        "KE-TZ concluded 02-05 Dar es Salaam/TZ"
    ],
}
"""Counterparts by other names, and who joins them."""

ON_THE_SIDELINES = {
    "[2022-03-16] Foreign Minister of Kazakhstan Mukhtar Tileuberdi met with his Turkish counterpart on the margins of the Antalya forum on Friday.": [
        "KZ-TR concluded 2022-03-11 Antalya/TR"
    ],
    "[2022-03-16] On the sidelines of the summit in Samarkand, Xi will hold separate meetings with Putin, Mongolian President Ukhnaa Khurelsukh and Kyrgyz President Sadyr Japarov on Thursday.": [
        "CN-KG scheduled 2022-03-17 Samarkand/UZ",
        "CN-MN scheduled 2022-03-17 Samarkand/UZ",
        "CN-RU scheduled 2022-03-17 Samarkand/UZ",
    ],
    "[2022-03-16] On March 12, within the framework of the Antalya Diplomacy Forum, Armenian Foreign Minister Ararat Mirzoyan met with Turkish Foreign Minister Mevlut Cavusoglu.": [
        "AM-TR concluded 2022-03-12 Antalya/TR"
    ],
    "[2019-09-20] The foreign ministers of the G4 nations - Brazil, Germany, India and Japan - will hold a meeting in New York on September 25 on the margins of the General Assembly.": [
        "BR-DE-G4-IN-JP scheduled 2019-09-25 New York/US"
    ],
}
"""Day and place of the gathering that others meet beside."""

HERE_AND_TODAY = {
    "[2022-03-16] ULAANBAATAR, March 15 (Montsame) -- Prime Minister L. Oyun-Erdene received the ambassador of Japan here on Tuesday and discussed a loan.": [
        "JP-MN concluded 2022-03-15 Ulaanbaatar/MN"
    ],
    "[2022-03-16] NEW DELHI, March 16 (PTI) Visiting Vietnamese Foreign Minister Bui Thanh Son called on Prime Minister Narendra Modi here today.": [
        "IN-VN concluded 2022-03-16 New Delhi/IN"
    ],
    "[2022-03-16] BEIJING, March 16 (Xinhua) -- Chinese State Councilor and Foreign Minister Wang Yi on Tuesday spoke over phone with Spanish Foreign Minister Jose Manuel Albares at the latter's request.": [
        "CN-ES concluded 2022-03-15 call"
    ],
    "[2022-03-16] PYONGYANG, March 15 (KCNA) -- A delegation of the Ministry of Foreign Affairs of Cuba arrived here on Monday.": [
        "CU-KP underway 2022-03-14 Pyongyang/KP"
    ],
    "[2022-03-16] DUBAI, 15th March, 2022 (WAM) -- H.H. Sheikh Mohammed bin Zayed Al Nahyan today received British Prime Minister Boris Johnson.": [
        "AE-GB concluded 2022-03-15 /AE"
    ],
    "[2022-03-16] BELGRADE, March 15 (Tanjug) - Montenegrin Foreign Minister Djordje Radulovic is due here tomorrow for talks with his Serbian counterpart, Nikola Selakovic.": [
        "ME-RS scheduled 2022-03-16 Belgrade/RS"
    ],
    "[2022-03-16] LISBON, March 15 - Cape Verdean Prime Minister Ulisses Correia e Silva arrives here on Thursday for a summit with his Portuguese host, Antonio Costa.": [
        "CV-PT scheduled 2022-03-17 Lisbon/PT"
    ],
}
"""The dateline's city, and its day."""

GOING_TO_MEET = {
    "[2022-03-16] Norwegian Foreign Minister Anniken Huitfeldt will be in town on Thursday for talks with Lithuanian leaders, the Baltic country's foreign ministry said in Vilnius.": [
        "LT-NO scheduled 2022-03-17"
    ],
    "[2022-03-16] The Swedish premier is due at the White House on Thursday to discuss NATO with President Joe Biden.": [
        "SE-US scheduled 2022-03-17 Washington/US"
    ],
    "[2022-03-16] The foreign ministers of Peru and Bolivia came together in La Paz on Tuesday to review border trade.": [
        "BO-PE concluded 2022-03-15 La Paz/BO"
    ],
    "[2022-03-16] A Cuban delegation led by Deputy Foreign Minister Josefina Vidal is in Washington for migration talks with the United States.": [
        "CU-US underway 2022-03-16 Washington/US"
    ],
    "[2022-03-16] Secretary of State Antony J. Blinken met today with Moroccan Foreign Minister Nasser Bourita in Rabat.": [
        "MA-US concluded 2022-03-16 Rabat/MA"
    ],
    "[2022-03-16] The Secretary will travel to Brussels March 23-24 to participate in the NATO foreign ministers' meeting, the State Department said.": [
        "NATO-US scheduled 2022-03-23..2022-03-24 Brussels/BE"
    ],
    "[2022-03-16] On 15 March, Minister for Foreign Affairs of Estonia Eva-Maria Liimets received her Cypriot colleague Ioannis Kasoulides in Tallinn.": [
        "CY-EE concluded 2022-03-15 Tallinn/EE"
    ],
    "[2022-03-16] Chile's president-elect Gabriel Boric and Peru's Pedro Castillo will see each other in Lima next Tuesday.": [
        "CL-PE scheduled 2022-03-22 Lima/PE"
    ],
    "[2022-03-16] BAKU, Azerbaijan, March 16. President of Azerbaijan Ilham Aliyev has today received a delegation led by Deputy Prime Minister of Türkiye Fuat Oktay.": [
        "AZ-TR concluded 2022-03-16 /AZ"
    ],
    "[2022-03-16] Ministers from Greece, Cyprus and Israel get together in Jerusalem on April 5 for a trilateral on energy.": [
        "CY-GR-IL scheduled 2022-04-05 Jerusalem/IL"
    ],
    "[2022-03-16] French Foreign Minister Jean-Yves Le Drian heads for Algiers on Thursday.": [
        "DZ-FR scheduled 2022-03-17 Algiers/DZ"
    ],
    "[2022-03-16] Senior U.S. and Chinese officials are sitting down in Rome on Monday for their first face-to-face exchange since the invasion, the White House said.": [
        "CN-US scheduled 2022-03-21 Rome/IT"
    ],
    "[2011-10-03] Southern African leaders converge on Sandton on Thursday for an extraordinary SADC summit on Madagascar.": [
        "SADC scheduled 2011-10-06 Johannesburg/ZA"
    ],
    "[2016-07-08] NATO's 28 leaders were sitting down in Warsaw on Friday for a two-day summit.": [
        "NATO underway 2016-07-08..2016-07-09 Warsaw/PL"
    ],
    "[2007-05-21] Chad and Sudan's presidents will come face to face in Tripoli on Thursday, Libyan officials said.": [
        "SD-TD scheduled 2007-05-24 Tripoli/LY"
    ],
    "[2020-01-06] Angela Merkel is to visit Vladimir Putin in Moscow on Saturday, her office announced.": [
        "DE-RU scheduled 2020-01-11 Moscow/RU"
    ],
    "[2013-04-02] Kim Kyong-hui is not coming, but a deputy premier of North Korea will show up in Ulan Bator on Friday for consultations with Mongolian officials.": [
        "KP-MN scheduled 2013-04-05 Ulaanbaatar/MN"
    ],
    "[2003-08-22] Envoys from six countries will gather round a table in Beijing from August 27 to 29: North and South Korea, the United States, China, Japan and Russia.": [
        "CN-JP-KP-KR-RU-US scheduled 2003-08-27..2003-08-29 Beijing/CN"
    ],
}
"""Ways of meeting, coming and receiving."""

STATEMENTS = {
    "[2022-03-16] The High Representative, Josep Borrell, had a phone call today with the Foreign Minister of Iran, Hossein Amir-Abdollahian.": [
        "EU-IR concluded 2022-03-16 call"
    ],
    "[2022-03-16] High Representative Josep Borrell will be in Skopje tomorrow, where he will meet Prime Minister Dimitar Kovacevski.": [
        "EU-MK scheduled 2022-03-17 Skopje/MK"
    ],
    "[2022-03-16] EU Special Representative Miroslav Lajcak will host the chief negotiators of Kosovo and Serbia in Brussels on 22 March.": [
        "EU-RS-XK scheduled 2022-03-22 Brussels/BE"
    ],
    "[2022-03-16] UN Secretary-General António Guterres met with Turkish President Recep Tayyip Erdoğan in Ankara on Monday.": [
        "TR-UN concluded 2022-03-14 Ankara/TR"
    ],
    "[2022-03-16] The IAEA Director General, Rafael Grossi, will fly to Tehran on Saturday for meetings with senior Iranian officials.": [
        "IAEA-IR scheduled 2022-03-19 Tehran/IR"
    ],
    "[2022-03-16] The NATO Secretary General, Jens Stoltenberg, will visit Estonia on Tuesday, 22 March.": [
        "EE-NATO scheduled 2022-03-22 /EE"
    ],
    "[2022-03-16] Commission President Ursula von der Leyen received the Prime Minister of Moldova, Natalia Gavrilița, in Brussels on Monday.": [
        "EU-MD concluded 2022-03-14 Brussels/BE"
    ],
    "[2022-03-16] The ninth Africa-EU summit will be held in Luanda on 24 and 25 April.": [
        "AFRICAN_UNION-EU scheduled 2022-04-24..2022-04-25 Luanda/AO"
    ],
    "[2022-03-16] Ambassador Linda Thomas-Greenfield travels to Romania and Moldova this weekend, the U.S. Mission said.": [
        "MD-US scheduled 2022-03-19..2022-03-20 /MD",
        "RO-US scheduled 2022-03-19..2022-03-20 /RO",
    ],
    "[2022-03-16] Foreign Secretary Liz Truss will today (Wednesday 16 March) meet her counterparts from Estonia, Latvia and Lithuania in London.": [
        "EE-GB-LT-LV scheduled 2022-03-16 London/GB"
    ],
    "[2022-03-16] Deputy Secretary of State Wendy Sherman will travel to Ankara, Beirut and Rabat March 20-26.": [
        "LB-US scheduled 2022-03-20..2022-03-26 Beirut/LB",
        "MA-US scheduled 2022-03-20..2022-03-26 Rabat/MA",
        "TR-US scheduled 2022-03-20..2022-03-26 Ankara/TR",
    ],
    "[2022-03-16] U.S. Special Envoy for Iran Robert Malley and his team are back in Vienna for the eighth round of talks with Iran.": [
        "IR-US underway 2022-03-16 Vienna/AT"
    ],
    "[2022-03-16] Minister of Foreign Affairs of Ukraine Dmytro Kuleba and Minister for Foreign Affairs of Japan Yoshimasa Hayashi held a telephone conversation on 15 March.": [
        "JP-UA concluded 2022-03-15 call"
    ],
    "[2022-03-16] The Ministers for Foreign Affairs of Cyprus, Greece and Egypt will have a trilateral meeting in Nicosia tomorrow.": [
        "CY-EG-GR scheduled 2022-03-17 Nicosia/CY"
    ],
    "[2022-03-16] Tánaiste Leo Varadkar will travel to Ramallah and Jerusalem in May, his department confirmed.": [
        "IE-IL scheduled 2022-05-01..2022-05-31 Jerusalem/IL",
        "IE-PS scheduled 2022-05-01..2022-05-31 Ramallah/PS",
    ],
}
"""Readouts, briefings and statements of governments and organisations."""

DAYS_AND_PLACES = {
    "[2022-03-16] GENEVA, March 15 - Negotiators from Iran and Iraq gathered here on Tuesday to settle a water dispute.": [
        "IQ-IR concluded 2022-03-15 Geneva/CH"
    ],
    "[2022-03-16] The Kremlin said Putin would fly to Minsk on Friday. There he will hold talks with Lukashenko.": [
        "BY-RU scheduled 2022-03-18 Minsk/BY"
    ],
    "[2022-03-16] Talks between Sudan's army and the RSF resumed on Tuesday in the Saudi port city of Jeddah.": [
        "RSF-SD underway 2022-03-15 Jeddah/SA"
    ],
    "[2022-03-16] Xi received the Pakistani prime minister at the Great Hall of the People on Wednesday.": [
        "CN-PK concluded 2022-03-16 Beijing/CN"
    ],
    "[2022-03-16] The French and German leaders will dine together at the Elysee Palace on Thursday evening.": [
        "DE-FR scheduled 2022-03-17 Paris/FR"
    ],
    "[2022-03-16] President Biden will receive Jordan's King Abdullah at Camp David on April 2.": [
        "JO-US scheduled 2022-04-02 Camp David/US"
    ],
    "[2022-03-16] The meeting between the Serbian and Kosovan leaders, which was to have taken place in Brussels on Friday, will be held in Ohrid on Saturday.": [
        "RS-XK postponed 2022-03-19 Ohrid/MK was 2022-03-18 Brussels/BE"
    ],
    "[2022-03-16] A second round will take place in Muscat from April 4 through April 6, Oman's foreign minister said after Saudi Arabia and the Houthis ended talks in Riyadh on Tuesday.": [
        "HOUTHIS-SA concluded 2022-03-15 Riyadh/SA",
        "HOUTHIS-SA scheduled 2022-04-04..2022-04-06 Muscat/OM",
    ],
    "[2022-03-16] The Japanese foreign minister will be in the Indian capital on Saturday for the annual summit.": [
        "IN-JP scheduled 2022-03-19 New Delhi/IN"
    ],
    "[2022-03-16] UNITED NATIONS - The foreign ministers of China and South Korea met here on Tuesday on the fringes of a Security Council session.": [
        "CN-KR concluded 2022-03-15 New York/US"
    ],
    "[2022-03-16] ATHENS, Greece (AP) - The foreign ministers of Greece and Turkey will meet in early April, officials in Athens said.": [
        "GR-TR scheduled 2022-04-01..2022-04-10"
    ],
    "[2022-03-16] On the first leg of his trip, Blinken landed in Kyiv on Wednesday and will travel on to Berlin on Thursday to meet German Chancellor Olaf Scholz.": [
        "DE-US scheduled 2022-03-17 Berlin/DE",
        "UA-US underway 2022-03-16 Kyiv/UA",
    ],
    "[2022-03-16] Israeli Foreign Minister Yair Lapid lands in Bucharest on Sunday evening before flying on to Bratislava the next day.": [
        "IL-RO scheduled 2022-03-20 Bucharest/RO",
        "IL-SK scheduled 2022-03-21 Bratislava/SK",
    ],
    "[2022-03-16] Armenia's and Turkey's special envoys will hold their third meeting at the end of April in Vienna.": [
        "AM-TR scheduled 2022-04-21..2022-04-30 Vienna/AT"
    ],
    "[2022-03-16] The two-day ASEAN-US summit, to be hosted by Biden in Washington, has been set for March 28-29.": [
        "ASEAN-US scheduled 2022-03-28..2022-03-29 Washington/US"
    ],
    "[2022-03-16] North Korea's foreign minister, Ri Son-gwon, is to spend three days in Laos from Thursday.": [
        "KP-LA scheduled 2022-03-17..2022-03-19 /LA"
    ],
}
"""Where and when, in several sentences."""

FOLLOWED_UP = {
    "[2012-05-14] Serbian President Boris Tadic will fly to Ljubljana on Thursday. On that day he is to meet Slovenian President Danilo Turk and Prime Minister Janez Jansa.": [
        "RS-SI scheduled 2012-05-17 Ljubljana/SI"
    ],
    "[2017-06-05] The Argentine and Chilean foreign ministers have met in Santiago. Jorge Faurie and Heraldo Munoz spoke for two hours on Friday about customs posts.": [
        "AR-CL concluded 2017-06-02 Santiago/CL"
    ],
    "[2011-02-21] Britain's prime minister, David Cameron, is in Cairo, the first foreign leader to go there since Mubarak fell. He met the head of the military council, Field Marshal Tantawi, on Monday.": [
        "EG-GB concluded 2011-02-21 Cairo/EG"
    ],
    "[2016-03-21] Turkish and Israeli negotiators will sit down again next week, Turkish officials said. The two sides have already held three rounds, the last of them in Geneva in February.": [
        "IL-TR scheduled 2016-03-28..2016-04-03"
    ],
    "[2021-09-07] Spain's foreign minister flew to Rabat on Monday. José Manuel Albares was received by his Moroccan counterpart Nasser Bourita, with whom he will dine again in Madrid on October 1.": [
        "ES-MA concluded 2021-09-06 Rabat/MA",
        "ES-MA scheduled 2021-10-01 Madrid/ES",
    ],
    "[2013-11-06] Iran and the six powers resume negotiations in Geneva on Thursday. The two-day session is the second since Hassan Rouhani took office.": [
        "CN-DE-FR-GB-IR-RU-US scheduled 2013-11-07..2013-11-08 Geneva/CH"
    ],
    "[2019-10-22] Presidents Putin and Erdogan opened talks in Sochi on Tuesday afternoon, hours before a truce was to run out.": [
        "RU-TR underway 2019-10-22 Sochi/RU"
    ],
    "[2015-07-06] Eurozone finance ministers will meet on Tuesday in Brussels ahead of an evening summit of the bloc's leaders.": [
        "EU scheduled 2015-07-07 Brussels/BE"
    ],
    "[2022-06-27] Leaders of the Group of Seven wrap up their three-day summit at Schloss Elmau on Tuesday.": [
        "G7 underway 2022-06-26..2022-06-28 Schloss Elmau/DE"
    ],
    "[2003-05-29] Ariel Sharon and Mahmoud Abbas met for the second time in two weeks on Thursday night, at Sharon's official residence in Jerusalem.": [
        "IL-PS concluded 2003-05-29 Jerusalem/IL"
    ],
    "[2005-09-12] Pakistan's Pervez Musharraf and India's Manmohan Singh will talk over dinner in New York on Wednesday.": [
        "IN-PK scheduled 2005-09-14 New York/US"
    ],
}
"""Told in one sentence, completed in the next."""

STILL_TO_END = {
    "[2022-06-27] Japanese and Indian officials conclude a two-day dialogue in New Delhi on Tuesday.": [
        "IN-JP underway 2022-06-27..2022-06-28 New Delhi/IN"
    ],
    "[2022-06-27] The presidents of Peru and Chile end their talks in Arica on Monday.": [
        "CL-PE underway 2022-06-27 Arica/CL"
    ],
}
"""The day on which a meeting ends."""

THEY = {
    "[2016-05-02] Vietnamese lawmakers are touring the Balkans. On Thursday they will see Albanian Prime Minister Edi Rama in Tirana.": [
        "AL-VN scheduled 2016-05-05 Tirana/AL"
    ],
    "[2011-04-04] A Libyan delegation flew to Athens on Sunday. The delegation met Greek Prime Minister George Papandreou.": [
        "GR-LY concluded 2011-04-03 Athens/GR"
    ],
    "[2014-02-10] Egyptian ministers left for Moscow on Monday. They will hold talks with Russian Defence Minister Sergei Shoigu on Thursday.": [
        "EG-RU scheduled 2014-02-13 Moscow/RU"
    ],
    "[2013-08-05] U.S. senators Lindsey Graham and John McCain are in Cairo. They will meet interim President Adly Mansour on Tuesday.": [
        "EG-US scheduled 2013-08-06 Cairo/EG"
    ],
    "[2012-09-06] The foreign ministers of Norway and Iceland sat down in Bergen on Thursday. They will meet again in Akureyri on October 2.": [
        "IS-NO concluded 2012-09-06 Bergen/NO",
        "IS-NO scheduled 2012-10-02 Akureyri/IS",
    ],
}
"""Whose people "they" and "the delegation" are."""

LEADS = {
    "[1998-11-12] The leaders of Ethiopia and Eritrea have accepted an invitation to come to Ouagadougou next week for talks on their border conflict, the OAU said.": [
        "ER-ET scheduled 1998-11-16..1998-11-22 Ouagadougou/BF"
    ],
    "[2000-05-29] Top Indian and Sri Lankan officials began consultations in New Delhi on Monday, amid heavy fighting on the Jaffna peninsula.": [
        "IN-LK underway 2000-05-29 New Delhi/IN"
    ],
    "[2002-08-26] North Korea's Kim Jong Il crossed into Russia by train last week and met Vladimir Putin in Vladivostok on Friday.": [
        "KP-RU concluded 2002-08-23 Vladivostok/RU"
    ],
    "[2004-03-08] The White House on Monday announced that Dutch Prime Minister Jan Peter Balkenende will call on President Bush next Tuesday.": [
        "NL-US scheduled 2004-03-16"
    ],
    "[2005-06-07] Tony Blair is to have talks with George Bush in Washington on Tuesday on aid to Africa.": [
        "GB-US scheduled 2005-06-07 Washington/US"
    ],
    "[2007-08-13] Iraqi Prime Minister Nuri al-Maliki, fresh from talks in Ankara and Tehran, will head to Damascus on August 20, a spokesman said.": [
        "IQ-SY scheduled 2007-08-20 Damascus/SY"
    ],
    "[2008-10-06] Talks in Geneva next week between Russia and Georgia will be the first since their August war, EU diplomats said on Monday.": [
        "GE-RU scheduled 2008-10-13..2008-10-19 Geneva/CH"
    ],
    "[2009-05-11] Israeli President Shimon Peres and Azerbaijan's Ilham Aliyev are due to hold a meeting in Baku at the end of June.": [
        "AZ-IL scheduled 2009-06-21..2009-06-30 Baku/AZ"
    ],
    "[2010-06-21] The presidents of Colombia and Venezuela have agreed to a face-to-face in Santa Marta on August 10, officials in Caracas said.": [
        "CO-VE scheduled 2010-08-10 Santa Marta/CO"
    ],
    "[2011-12-05] Officials from Sudan and South Sudan, under African Union mediation, were locked in talks in Addis Ababa on Monday over oil fees.": [
        "AFRICAN_UNION-SD-SS underway 2011-12-05 Addis Ababa/ET"
    ],
    "[2014-12-08] The Greek Cypriot and Turkish Cypriot negotiators have not met since October, but U.N. envoy Espen Barth Eide hopes to bring them together in Nicosia before Christmas.": [],
    "[2015-05-11] A day after landing in Sochi, John Kerry sits down with Vladimir Putin on Tuesday.": [
        "RU-US scheduled 2015-05-12 Sochi/RU"
    ],
    "[2016-11-14] Greece's Alexis Tsipras will greet Barack Obama at the Maximos Mansion in Athens on Tuesday morning.": [
        "GR-US scheduled 2016-11-15 Athens/GR"
    ],
    "[2017-07-03] Xi Jinping, on his way to the G20 in Hamburg, stops in Moscow on Monday and Tuesday to see Vladimir Putin.": [
        "CN-RU scheduled 2017-07-03..2017-07-04 Moscow/RU"
    ],
    "[2018-05-21] India's Narendra Modi and Russia's Vladimir Putin held an informal summit in Sochi on Monday, walking along the seafront.": [
        "IN-RU concluded 2018-05-21 Sochi/RU"
    ],
    "[2021-11-29] Poland's Mateusz Morawiecki and Hungary's Viktor Orban are among guests expected at a gathering in Warsaw on Saturday.": [
        "HU-PL tentative 2021-12-04 Warsaw/PL"
    ],
    "[2023-05-18] Ukraine's president will fly to Jeddah on Friday to address an Arab League summit, three diplomats said.": [
        "ARAB_LEAGUE-UA scheduled 2023-05-19 Jeddah/SA"
    ],
    "[2025-02-17] U.S. and Russian delegations are to sit down in Riyadh on Tuesday; Ukraine has not been asked.": [
        "RU-US scheduled 2025-02-18 Riyadh/SA"
    ],
}
"""Opening sentences as agencies and papers write them."""

CHANGED = {
    "[2018-10-15] Turkey's foreign minister has scrapped Thursday's trip to Vienna, where he was to have met his Austrian counterpart.": [
        "AT-TR cancelled 2018-10-18 Vienna/AT"
    ],
    "[2014-03-04] Canada has recalled its ambassador to Moscow and Prime Minister Stephen Harper has called off a visit that President Vladimir Putin had been due to pay in May.": [
        "CA-RU cancelled /CA"
    ],
    "[2023-07-13] The summit between the leaders of Armenia and Azerbaijan, hosted by the EU's Charles Michel in Brussels, will go ahead on Saturday despite a border clash.": [
        "AM-AZ-EU scheduled 2023-07-15 Brussels/BE"
    ],
    "[2017-03-13] Germany's Angela Merkel will not fly to Washington on Tuesday because of a snow storm; her meeting with Donald Trump has been moved to Friday.": [
        "DE-US postponed 2017-03-17 Washington/US was 2017-03-14"
    ],
    "[2020-03-12] The EU-Turkey meeting in Istanbul, planned for March 17, will take place by video conference.": [
        "EU-TR scheduled 2020-03-17 video"
    ],
    "[2011-08-29] China's Wang Qishan invited British finance minister George Osborne to Beijing for an economic dialogue on September 8.": [
        "CN-GB proposed 2011-09-08 Beijing/CN"
    ],
    "[2013-06-11] Talks between the two Koreas, which were to open in Seoul on Wednesday, fell through on Tuesday in a row over who would lead the delegations.": [
        "KP-KR cancelled 2013-06-12 Seoul/KR"
    ],
    "[2008-07-21] Karzai and Gilani are expected to meet on the sidelines of the SAARC gathering in Colombo on August 2, though neither side has confirmed it.": [
        "AF-PK tentative 2008-08-02 Colombo/LK"
    ],
    "[2005-04-25] Thai Prime Minister Thaksin Shinawatra plans to travel to Kuala Lumpur in June, his deputy said, but the date has yet to be fixed.": [
        "MY-TH tentative 2005-06-01..2005-06-30 Kuala Lumpur/MY"
    ],
}
"""Changes, invitations and refusals as told in passing."""

ARTICLES = {
    '[2012-10-08] BRUSSELS - Serbian Prime Minister Ivica Dacic said on Monday he was ready to sit down with his Kosovo counterpart Hashim Thaci.\nThe EU\'s Catherine Ashton has invited both to dinner on October 19. "If the invitation stands, I will be there," Dacic told Serbian radio.': [
        "EU-RS-XK proposed 2012-10-19"
    ],
    "[2018-02-26] A South Korean delegation will fly to Pyongyang on March 5, Seoul's presidential office said on Monday. The five envoys, led by national security adviser Chung Eui-yong, are to see Kim Jong Un and return the following day. They will then brief Washington on their talks.": [
        "KP-KR scheduled 2018-03-05 Pyongyang/KP"
    ],
    "[2013-04-22] John Kerry will host Hamid Karzai and Pakistan's army chief, Ashfaq Kayani, in Brussels on Wednesday. The three-way meeting comes as NATO prepares to leave Afghanistan.": [
        "AF-PK-US scheduled 2013-04-24 Brussels/BE"
    ],
    "[2017-08-28] Indian and Chinese troops have ended their stand-off at Doklam, days before Narendra Modi is due in Xiamen for a BRICS summit hosted by Xi Jinping. The summit runs from September 3 to 5.": [
        "BRICS-CN-IN scheduled 2017-09-03..2017-09-05 Xiamen/CN"
    ],
    "[2019-02-04] Pope Francis met the crown prince of Abu Dhabi, Sheikh Mohammed bin Zayed, at the presidential palace on Monday. The first pontiff to set foot on the Arabian peninsula flies back to Rome on Tuesday.": [
        "AE-VA concluded 2019-02-04"
    ],
    "[1996-09-30] Yitzhak Rabin's successor Benjamin Netanyahu and Yasser Arafat will go to Washington for an emergency summit on Tuesday and Wednesday, President Clinton announced. King Hussein of Jordan will take part; Egypt's president declined.": [
        "IL-JO-PS-US scheduled 1996-10-01..1996-10-02 Washington/US"
    ],
    "[2021-06-16] GENEVA - Joe Biden and Vladimir Putin ended their first summit here on Wednesday after less than four hours. Both called the talks constructive. They agreed to send their ambassadors back.": [
        "RU-US concluded 2021-06-16 Geneva/CH"
    ],
    "[2008-09-01] European Union leaders meet in emergency session in Brussels on Monday to weigh their response to Russia's war in Georgia. French President Nicolas Sarkozy, whose country holds the presidency, travels to Moscow next Monday.": [
        "EU scheduled 2008-09-01 Brussels/BE",
        "FR-RU scheduled 2008-09-08 Moscow/RU",
    ],
}
"""Short articles whose sentences complete each other."""

BODIES = {
    "[2011-03-10] Arab League foreign ministers will hold an emergency session on Libya in Cairo on Saturday.": [
        "ARAB_LEAGUE scheduled 2011-03-12 Cairo/EG"
    ],
    "[2014-11-24] OPEC oil ministers meet in Vienna on Thursday.": ["OPEC scheduled 2014-11-27 Vienna/AT"],
    "[2017-01-09] The Joint Commission on the Iran deal meets in Vienna on Tuesday at Tehran's request.": [],
    "[2013-05-14] The Quartet's envoys will gather in Brussels next week, Tony Blair's office said.": [
        "QUARTET scheduled 2013-05-20..2013-05-26 Brussels/BE"
    ],
    "[2015-02-16] The trilateral contact group of Russia, Ukraine and the OSCE held a video conference on Monday evening.": [
        "OSCE-RU-UA concluded 2015-02-16 video"
    ],
    "[2019-10-14] EU foreign ministers discussed Turkey's offensive in Luxembourg on Monday.": [
        "EU concluded 2019-10-14 Luxembourg/LU"
    ],
    "[2020-04-20] Leaders of the Non-Aligned Movement will hold an online summit on May 4, with Azerbaijan's Ilham Aliyev in the chair.": [
        "AZ-NON_ALIGNED_MOVEMENT scheduled 2020-05-04 video"
    ],
    "[2016-04-11] The U.N. Security Council will hold closed-door consultations on North Korea on Friday.": [
        "UN scheduled 2016-04-15"
    ],
    "[2022-05-09] The foreign ministers of the Quad countries will talk by video link on Thursday.": [
        "QUAD scheduled 2022-05-12 video"
    ],
    "[2012-07-16] The African Union summit in Addis Ababa ended on Monday with the election of Nkosazana Dlamini-Zuma.": [
        "AFRICAN_UNION concluded 2012-07-16 Addis Ababa/ET"
    ],
    "[2009-07-08] The G8 leaders opened a three-day summit in L'Aquila on Wednesday; Hu Jintao flew home because of unrest in Xinjiang.": [
        "G8 underway 2009-07-08..2009-07-10 L'Aquila/IT"
    ],
    "[2021-03-24] NATO's foreign ministers wrapped up a two-day meeting in Brussels on Wednesday.": [
        "NATO concluded 2021-03-23..2021-03-24 Brussels/BE"
    ],
    "[2010-12-06] Envoys of the Shanghai Cooperation Organisation states gather in Dushanbe on Wednesday.": [
        "SCO scheduled 2010-12-08 Dushanbe/TJ"
    ],
    "[2014-09-01] Mali's government and Tuareg rebels start a second round of negotiations in Algiers on Monday.": [
        "ML-MNLA scheduled 2014-09-01 Algiers/DZ"
    ],
    "[2024-01-15] The 19th summit of the Non-Aligned Movement begins in Kampala on Friday.": [
        "NON_ALIGNED_MOVEMENT scheduled 01-19 Kampala/UG"
    ],
    "[2005-11-11] The Organisation of American States meets in special session in Washington on Tuesday to debate Ecuador.": [
        "OAS scheduled 2005-11-15 Washington/US"
    ],
    "[2006-07-26] Fifteen states and the United Nations held crisis talks on Lebanon in Rome on Wednesday without agreeing on a truce.": [],
    "[2018-06-28] After nine hours of talks, EU leaders in Brussels reached a deal on migration early on Friday.": [],
    "[2020-11-09] Trade ministers of Japan and Britain signed a pact in Tokyo on Monday.": [],
}
"""Sessions and tables of organisations, working groups and commissions."""

MORE_LEADS = {
    "[2016-10-05] On a two-day trip to Myanmar, Singapore's foreign minister, Vivian Balakrishnan, met State Counsellor Aung San Suu Kyi in Naypyidaw on Tuesday.": [
        "MM-SG concluded 2016-10-04 Naypyidaw/MM"
    ],
    "[2015-03-02] Iran's foreign minister and the U.S. secretary of state were closeted in a Montreux hotel for a second day on Tuesday.": [],
    "[2012-03-26] In Seoul for a nuclear security summit, Barack Obama and Dmitry Medvedev conferred for 90 minutes on Monday.": [
        "RU-US concluded 2012-03-26 Seoul/KR"
    ],
    "[2014-07-14] A Palestinian team is expected in Cairo on Tuesday for truce talks mediated by Egyptian intelligence.": [
        "EG-PS tentative 2014-07-15 Cairo/EG"
    ],
    "[2013-09-02] Francois Hollande telephoned Barack Obama late on Sunday.": ["FR-US concluded 2013-09-01 call"],
    "[2021-02-08] Joe Biden has yet to call Benjamin Netanyahu, three weeks after taking office.": [],
    "[2011-06-13] Angela Merkel got Vladimir Putin on the phone on Saturday.": [],
    "[2009-11-16] Barack Obama sat across from Hu Jintao in the Great Hall of the People on Tuesday morning.": [],
    "[2019-11-11] Bolivia's neighbours Peru and Chile are to consult in Arica on Thursday about the border.": [
        "CL-PE scheduled 2019-11-14 Arica/CL"
    ],
    "[2008-04-14] The Dalai Lama's envoys and Chinese officials will meet in Shenzhen on May 4, the government in exile said.": [],
    "[2018-11-05] Libyan rivals will come together in Palermo next Monday and Tuesday at Italy's invitation.": [],
    "[2023-08-17] Camp David hosts a summit of the United States, Japan and South Korea on Friday.": [
        "JP-KR-US scheduled 2023-08-18 Camp David/US"
    ],
    "[2005-10-17] Rwanda's and Uganda's presidents cut short a summit in Kigali on Monday.": [
        "RW-UG concluded 2005-10-17 Kigali/RW"
    ],
}
"""Further ways in which papers of many countries open."""

CITIES_AS_HOSTS = {
    "[2017-08-28] Geneva will host talks between Iran and Iraq on Friday.": ["IQ-IR scheduled 2017-09-01 Geneva/CH"],
    "[2022-05-09] The Quad foreign ministers spoke by video link on Monday.": ["QUAD concluded 2022-05-09 video"],
    "[2017-08-28] Talks between Peru and Chile will be hosted by Lisbon next week.": [
        "CL-PE scheduled 2017-09-04..2017-09-10 Lisbon/PT"
    ],
}
"""A city that hosts is the place."""

DATES = {
    "[2019-08-08] India's external affairs minister, S. Jaishankar, embarks on a three-day visit to China on Sunday.": [
        "CN-IN scheduled 2019-08-11..2019-08-13 /CN"
    ],
    "[2019-08-08] The Philippine president will travel to Beijing between August 28 and September 1, the palace said.": [
        "CN-PH scheduled 2019-08-28..2019-09-01 Beijing/CN"
    ],
    "[2019-08-08] Japan's and South Korea's foreign ministers will meet in Beijing around August 20, Kyodo reported, citing diplomatic sources.": [
        "JP-KR scheduled 2019-08-20 Beijing/CN"
    ],
    "[2019-08-08] The Iranian foreign minister held talks in Doha on Sunday and Monday with Qatar's emir.": [
        "IR-QA concluded 2019-08-04..2019-08-05 Doha/QA"
    ],
    "[2019-08-08] Mongolian President Khaltmaagiin Battulga, who met Donald Trump at the White House on July 31, will host Vladimir Putin from September 2 to 3.": [
        "MN-RU scheduled 2019-09-02..2019-09-03 /MN"
    ],
    "[2019-08-08] Sudan's generals and the opposition alliance will sign a constitutional declaration on August 17, mediators said, after talks that ended at dawn on August 3.": [],
    "[2019-08-08] Poland's Andrzej Duda expects to receive Donald Trump in Warsaw on the 31st of this month, for a two-day stay.": [
        "PL-US tentative 2019-08-31..2019-09-01 Warsaw/PL"
    ],
    "[2019-08-08] Armenia and Azerbaijan's foreign ministers met on the margins of the UN General Assembly last September.": [],
    "[2019-08-08] The two Koreas had agreed to hold working-level talks within three weeks of their leaders' June 30 encounter, but no meeting has taken place.": [],
    "[2019-08-08] The Emir of Kuwait, Sheikh Sabah, will be received at the White House on the 12th of September.": [
        "KW-US scheduled 2019-09-12 Washington/US"
    ],
    "[2019-08-08] Serbia's president and Kosovo's prime minister are to meet again in September, after a first round in July.": [
        "RS-XK scheduled 2019-09-01..2019-09-30"
    ],
    "[2019-08-08] Brazil will welcome the leaders of the BRICS countries in Brasilia on 13 and 14 November.": [
        "BR-BRICS scheduled 2019-11-13..2019-11-14 Brasilia/BR"
    ],
    "[2019-08-08] Greek Prime Minister Kyriakos Mitsotakis's maiden foreign trip, to Nicosia, took place on July 29 and 30.": [],
    "[2019-08-08] Rwanda and Uganda will send delegations to Kigali in the second half of August for talks on their border, Angola said.": [
        "RW-UG scheduled 2019-08-16..2019-08-31 Kigali/RW"
    ],
    "[2019-08-08] In the coming days, the U.S. envoy Zalmay Khalilzad will return to Doha to meet the Taliban.": [
        "TALIBAN-US scheduled Doha/QA"
    ],
    "[2019-08-08] The foreign ministers of Russia, Turkey and Iran meet this autumn in Kazakhstan.": [
        "IR-RU-TR scheduled 2019-09-01..2019-11-30 /KZ"
    ],
    "[2019-08-08] South Sudan's president and rebel leader Riek Machar will meet in Juba as early as next week, an official said.": [
        "SPLM_IO-SS scheduled 2019-08-12..2019-08-18 Juba/SS"
    ],
}
"""Which day it is, in the ways of many outlets."""

NO_MEETINGS = {
    "[2022-03-16] The Kenyan runner will spend three days in Ethiopia to train at altitude.": [],
    "[2022-03-16] French President Emmanuel Macron spent a week in Greece on holiday with his family.": [],
    "[2022-03-16] Indian and Pakistani fans came together in London to cheer their teams.": [],
    "[2022-03-16] Thousands of protesters converged on Brussels as EU leaders watched.": [],
    "[2022-03-16] Chancellor Olaf Scholz called on Russian President Vladimir Putin on Tuesday not to close the pipeline.": [],
    "[2022-03-16] Pope Francis called on Russia and Ukraine to stop the war.": [],
    "[2022-03-16] The Turkish visitor numbers in Greece rose by a tenth, officials told reporters.": [],
    "[2022-03-16] Russian President Vladimir Putin joined the Chinese in condemning the sanctions.": [],
    "[2022-03-16] The Chinese and Indian economies compete with each other, the World Bank said.": [],
    "[2022-03-16] A French tourist who was visiting Iranian ruins was freed on Monday, the Foreign Ministry said.": [],
    "[2022-03-16] Polish truckers set off for Berlin on Tuesday to protest against the EU's rules.": [],
    "[2022-03-16] The Swedish navy greeted a Finnish frigate in Stockholm on Monday.": [],
    "[2022-03-16] British actor Hugh Grant was received at the White House on Monday.": [],
    "[2022-03-16] Ukraine called a halt to exports of grain on Tuesday.": [],
    "[2022-03-16] The Iranian guest workers told Kuwaiti media on Monday that they had not been paid.": [],
    "[2022-03-16] Japan's Naomi Osaka and Poland's Iga Swiatek come face to face in Miami on Saturday.": [],
    "[2022-03-16] Spain's king spoke for two hours on Monday about his father, a biographer says.": [],
    "[2022-03-16] Geneva will host a car show on Friday, the Swiss and German makers said.": [],
    "[2022-03-16] Turkish police said a Syrian envoy's car was stopped in Ankara on Monday.": [],
    "[2022-03-16] Germany's ambassador to Russia was summoned to the Foreign Ministry in Moscow on Monday.": [],
    "[2022-03-16] The Italian carmaker's reception in China was cool, analysts in Rome said.": [],
    "[2022-03-16] The book tells of days in which Churchill and Roosevelt would see each other daily.": [],
    "[2022-03-16] Lithuania embarked on a reform that Poland and Latvia had completed on Monday.": [],
    "[2022-03-16] Moldova's president is in Chisinau and will receive the keys of the city on Friday.": [],
    "[2022-03-16] The Chinese-built train stops in Vientiane and Luang Prabang, the Lao railway said.": [],
    "[2022-03-16] The US president stopped in his tracks when Iran was mentioned in Geneva.": [],
    "[2022-03-16] Macron's plane was stopped in Djibouti on Tuesday by a fault.": [],
}
"""What looks like those and tells of none."""

TRANSCRIPTS = {
    '[2022-03-16] "Tomorrow I\'m heading to Vilnius to see President Nauseda," Polish President Andrzej Duda told reporters.': [
        "LT-PL scheduled 2022-03-17 Vilnius/LT"
    ],
    '[2022-03-16] "We\'ll be hosting the Japanese prime minister here in Ottawa on March 25," said Canadian Foreign Minister Melanie Joly.': [
        "CA-JP scheduled 2022-03-25 Ottawa/CA"
    ],
    '[2022-03-16] "I spoke with President Zelensky this morning," French President Emmanuel Macron told a news conference in Paris.': [
        "FR-UA concluded 2022-03-16"
    ],
    '[2022-03-16] "I am going to meet with President Putin in Moscow on Thursday," Israeli Prime Minister Naftali Bennett said.': [
        "IL-RU scheduled 2022-03-17 Moscow/RU"
    ],
    '[2022-03-16] "I\'ll be in Berlin next Tuesday for talks with Chancellor Scholz," said Dutch Prime Minister Mark Rutte.': [
        "DE-NL scheduled 2022-03-22 Berlin/DE"
    ],
    '[2022-03-16] "My foreign minister will be travelling to Ankara on Friday," President Ilham Aliyev of Azerbaijan said.': [
        "AZ-TR scheduled 2022-03-18 Ankara/TR"
    ],
    '[2022-03-16] "We had a very good meeting with the Chinese premier on Monday," Pakistani Prime Minister Imran Khan said on his return.': [
        "CN-PK concluded 2022-03-14"
    ],
    '[2022-03-16] "I have just come from a long conversation with Chancellor Scholz," Austrian Chancellor Karl Nehammer said in Vienna.': [],
    '[2022-03-16] "We are going to sit down with the Iranians in Vienna again next week," the EU\'s Enrique Mora said.': [
        "EU-IR scheduled 2022-03-21..2022-03-27 Vienna/AT"
    ],
    '[2022-03-16] "I look forward to seeing Prime Minister Modi in Tokyo in May," Japanese Prime Minister Fumio Kishida said.': [
        "IN-JP scheduled 2022-05-01..2022-05-31 Tokyo/JP"
    ],
    '[2022-03-16] "Next month I will go to Kyiv," Slovak Prime Minister Eduard Heger said.': [
        "SK-UA scheduled 2022-04-01..2022-04-30 Kyiv/UA"
    ],
    '[2022-03-16] "There will be no meeting with Putin," Ukrainian President Volodymyr Zelensky said on Tuesday.': [],
    '[2022-03-16] "I may see President Xi at the G20," U.S. President Joe Biden said.': [],
    '[2022-03-16] "I plan to be in Sarajevo on Friday, where I will meet members of the presidency," High Representative Josep Borrell said.': [
        "BA-EU tentative 2022-03-18 Sarajevo/BA"
    ],
}
"""What speakers say of their own journeys."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{group}: {text[13:70]}")
        for group, table in {
            "paid calls": PAID_CALLS,
            "beside a visitor": BESIDE_A_VISITOR,
            "colleagues": COLLEAGUES,
            "on the sidelines": ON_THE_SIDELINES,
            "here and today": HERE_AND_TODAY,
            "going to meet": GOING_TO_MEET,
            "statements": STATEMENTS,
            "days and places": DAYS_AND_PLACES,
            "followed up": FOLLOWED_UP,
            "still to end": STILL_TO_END,
            "they": THEY,
            "leads": LEADS,
            "changed": CHANGED,
            "articles": ARTICLES,
            "bodies": BODIES,
            "more leads": MORE_LEADS,
            "cities as hosts": CITIES_AS_HOSTS,
            "dates": DATES,
            "no meetings": NO_MEETINGS,
            "transcripts": TRANSCRIPTS,
        }.items()
        for text, expected in table.items()
    ],
)
def test_a_meeting_is_found_however_it_is_told(text: str, expected: list[str]) -> None:
    assert read(text) == sorted(expected)
