"""Who sits at the table: peace talks whose parties the context gives, gatherings and who comes to them, and those who only seem to.

A report is written as in ``test_sentences_to_reports``; the publication day is Wednesday, 10 January 2024.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_sentences_to_reports import read

PEACE_TALKS = {
    "The Yemeni government said peace talks with the Houthis would resume in Muscat on Sunday. The U.N. envoy, Hans Grundberg, will chair the talks.": [
        "HOUTHIS-UN-YE scheduled 01-14 Muscat/OM"
    ],
    "A new round of U.N.-led peace talks on Syria begins in Geneva on Monday. The Syrian government and the opposition have both confirmed that they will come.": [
        "SY-SYRIAN_OPPOSITION-UN scheduled 01-15 Geneva/CH"
    ],
    "Intra-Syrian talks under U.N. mediator Geir Pedersen are due to restart in Geneva on January 23.": [
        "SY-SYRIAN_OPPOSITION-UN scheduled 01-23 Geneva/CH"
    ],
    "Peace negotiations between the Colombian government and the ELN guerrillas, which broke off in May, resume in Havana on Monday.": [
        "CO-ELN scheduled 01-15 Havana/CU"
    ],
    "Ceasefire talks in Cairo broke up on Tuesday without a deal. Israel accused Hamas of stalling; Egyptian and Qatari mediators said that they would try again.": [
        "EG-HAMAS-IL-QA concluded 01-09 Cairo/EG"
    ],
    "The Sudanese army will not attend peace talks in Jeddah next week unless the Rapid Support Forces leave civilian homes. The talks are sponsored by Saudi Arabia and the United States.": [
        "RSF-SA-SD-US scheduled 01-15..01-21 Jeddah/SA"
    ],
    "Congo's government and M23 rebels open a new round of peace talks in Doha on Friday, mediator Qatar said.": [
        "CD-M23-QA scheduled 01-12 Doha/QA"
    ],
    "The peace process in the Philippines resumes on January 22 in Kuala Lumpur, when Manila's negotiators sit down with the Moro Islamic Liberation Front. Malaysia mediates the talks.": [
        "MILF-MY-PH scheduled 01-22 Kuala Lumpur/MY"
    ],
    "Talks to end Libya's civil war, convened by the United Nations, have been under way in Tunis since Sunday. Khalifa Haftar's Libyan National Army sent a delegation, as did the government in Tripoli.": [
        "LNA-LY-UN underway 01-07 Tunis/TN"
    ],
    "The Sri Lankan government and the Tamil Tigers will hold peace talks in Oslo on February 7 and 8, Norwegian mediators said.": [
        "LK-LTTE-NO scheduled 02-07..02-08 Oslo/NO"
    ],
    "Afghan government negotiators walked out of peace talks with the Taliban in Doha on Tuesday.": [
        "AF-TALIBAN concluded 01-09 Doha/QA"
    ],
    "Venezuela's government and opposition will return to the negotiating table in Mexico City on January 19, mediator Norway said.": [
        "NO-VE-VENEZUELAN_OPPOSITION scheduled 01-19 Mexico City/MX"
    ],
    "The Syrian opposition delegation arrived in Geneva on Wednesday for peace talks with the government. U.N. mediator Staffan de Mistura is to open the talks on Thursday.": [
        "SY-SYRIAN_OPPOSITION-UN scheduled 01-11 Geneva/CH"
    ],
    "South Sudan's warring sides are to begin a fresh round of peace talks in Addis Ababa on Thursday under mediation by the regional bloc IGAD. Rebels loyal to the SPLM-IO have arrived in the Ethiopian capital, and President Salva Kiir's team is expected later on Wednesday.": [
        "IGAD-SPLM_IO-SS scheduled 01-11 Addis Ababa/ET"
    ],
    "The second round of the Darfur peace talks, led by the African Union, was put off on Tuesday by a week. JEM rebels had asked for more time, while the Sudanese government delegation was already in Abuja.": [
        "AFRICAN_UNION-JEM-SD postponed"
    ],
    "Peace talks between Ethiopia's government and the TPLF, led by the African Union, started in Pretoria on Tuesday.": [
        "AFRICAN_UNION-ET-TPLF underway 01-09 Pretoria/ZA"
    ],
    "Uganda will send its delegation to peace talks with the Lord's Resistance Army in Juba on Monday.": [
        "LRA-UG scheduled 01-15 Juba/SS"
    ],
    "Proximity talks between the Yemeni government and the Houthi movement began in Stockholm on Tuesday under the auspices of the United Nations.": [
        "HOUTHIS-UN-YE underway 01-09 Stockholm/SE"
    ],
    "The Geneva talks ended on Tuesday with no progress after the Syrian opposition walked out. The U.N. envoy for Syria, Geir Pedersen, said that he would consult both sides.": [
        "SY-SYRIAN_OPPOSITION-UN concluded 01-09 Geneva/CH"
    ],
    "Nepal's Maoist rebels and the government hold peace talks in Kathmandu on Thursday.": [
        "CPN_MAOIST-NP scheduled 01-11 Kathmandu/NP"
    ],
    "Chinese-brokered peace talks between Myanmar's junta and the Brotherhood Alliance will be held in Kunming on January 20.": [
        "BROTHERHOOD_ALLIANCE-CN-MM scheduled 01-20 Kunming/CN"
    ],
    "Israel and Hamas will resume indirect talks in Doha on Thursday, Qatari mediators said.": [
        "HAMAS-IL-QA scheduled 01-11 Doha/QA"
    ],
    "Israel is sending negotiators to Cairo on Thursday for a new round of Gaza truce talks. Hamas said that its delegation had already arrived. Egypt and Qatar mediate the talks.": [
        "EG-HAMAS-IL-QA scheduled 01-11 Cairo/EG"
    ],
    "Talks between Kabul and the Taliban are to open in Doha on January 20 after months of delay.": [
        "AF-TALIBAN scheduled 01-20 Doha/QA"
    ],
    "Moroccan officials and the Polisario Front met near New York on Tuesday for U.N.-sponsored talks on Western Sahara, along with neighbours Algeria and Mauritania.": [
        "DZ-MA-MR-POLISARIO-UN concluded 01-09 New York/US"
    ],
    "Turkish and PKK representatives held secret talks in Oslo last week, a newspaper reported.": [
        "PKK-TR concluded 01-01..01-07 Oslo/NO"
    ],
    "Mozambique's president and the leader of the Renamo rebels will meet in Gorongosa on January 25 to sign a truce.": [
        "MZ-RENAMO scheduled 01-25 Gorongosa/MZ"
    ],
    "Indonesia and the Free Aceh Movement will hold a fifth round of peace talks in Helsinki on January 26. The talks are mediated by former Finnish President Martti Ahtisaari.": [
        "GAM-ID scheduled 01-26 Helsinki/FI"
    ],
    "The rebels said on Wednesday that they would not attend Friday's peace talks in Libreville with the government of the Central African Republic. Seleka fighters had seized two more towns at the weekend.": [
        "CF-SELEKA cancelled 01-12 Libreville/GA"
    ],
    "Sudan's government and the rebel Justice and Equality Movement began talks in Doha on Tuesday in the presence of an African Union mediator.": [
        "AFRICAN_UNION-JEM-SD underway 01-09 Doha/QA"
    ],
    "Peace talks for Yemen due to start in Kuwait on Monday were delayed after the Houthis stayed in Sanaa. The U.N. envoy and the delegation of the Yemeni government are already in Kuwait City.": [
        "HOUTHIS-UN-YE postponed /KW was 01-15"
    ],
    "Representatives of the Colombian government and the FARC met in Havana on Tuesday; Cuba and Norway, the guarantors of the peace process, also took part.": [
        "CO-CU-FARC-NO concluded 01-09 Havana/CU"
    ],
    "Greek Cypriot and Turkish Cypriot leaders Nicos Anastasiades and Mustafa Akinci will meet in Nicosia on Thursday in the presence of the U.N. special adviser.": [
        "CY-TRNC-UN scheduled 01-11 Nicosia/CY"
    ],
    "The fourth round of Ukraine peace talks, with delegations from Kyiv and Moscow, will be held by video link on Monday.": [
        "RU-UA scheduled 01-15 video"
    ],
    "The peace talks, which are in their second week, resume on Thursday in Pretoria. Ethiopian officials face envoys of the Tigray People's Liberation Front across the table.": [
        "ET-TPLF scheduled 01-11 Pretoria/ZA"
    ],
    "The Minsk Group co-chairs met the Armenian foreign minister in Yerevan on Tuesday.": [
        "AM-MINSK_GROUP concluded 01-09 Yerevan/AM"
    ],
    "The Trilateral Contact Group on Ukraine held a video conference on Tuesday.": [
        "TRILATERAL_CONTACT_GROUP concluded 01-09 video"
    ],
}

GATHERINGS = {
    "African Union leaders open a two-day summit in Addis Ababa on February 17. The presidents of Kenya, Ghana and Senegal will attend.": [
        "AFRICAN_UNION-GH-KE-SN scheduled 02-17..02-18 Addis Ababa/ET"
    ],
    "Leaders of Brazil, Argentina, Paraguay and Uruguay will gather in Asuncion on Thursday for a Mercosur summit.": [
        "AR-BR-MERCOSUR-PY-UY scheduled 01-11 Asuncion/PY"
    ],
    "The ASEAN summit opened in Vientiane on Tuesday. Leaders from Vietnam, Thailand and Indonesia arrived in the Laotian capital on Monday to join the gathering.": [
        "ASEAN-ID-LA-TH-VN underway 01-09 Vientiane/LA"
    ],
    "EU leaders meet in Brussels on Thursday to discuss Ukraine.": ["EU scheduled 01-11 Brussels/BE"],
    "The European Council will hold an extraordinary session on February 1, its president said.": [
        "EU scheduled 02-01"
    ],
    "OPEC ministers meet in Vienna on January 25 to decide on output.": ["OPEC scheduled 01-25 Vienna/AT"],
    "The U.N. Security Council will hold an emergency meeting on Friday over the strikes in Yemen, diplomats said.": [
        "UN scheduled 01-12"
    ],
    "The foreign ministers of the Quad will meet in Tokyo on January 29.": ["QUAD scheduled 01-29 Tokyo/JP"],
    "Foreign ministers of the Group of Seven began two days of talks in Capri on Tuesday.": [
        "G7 underway 01-09..01-10 Capri/IT"
    ],
    "NATO defence ministers gather in Brussels on February 14; Ukraine's defence minister will join them.": [
        "NATO-UA scheduled 02-14 Brussels/BE"
    ],
    "The leaders of Turkey, Russia and Iran will hold a trilateral summit in Ankara on January 24.": [
        "IR-RU-TR scheduled 01-24 Ankara/TR"
    ],
    "A three-way meeting between the foreign ministers of Egypt, Jordan and Iraq is planned for Thursday in Amman.": [
        "EG-IQ-JO tentative 01-11 Amman/JO"
    ],
    "The presidents of France, Romania and Poland and the German chancellor met in Bucharest on Tuesday.": [
        "DE-FR-PL-RO concluded 01-09 Bucharest/RO"
    ],
    "The five-day SADC summit, attended by the presidents of Zambia, Namibia and Botswana, opened in Luanda on Monday.": [
        "BW-NA-SADC-ZM underway 01-08..01-12 Luanda/AO"
    ],
    "Gulf Cooperation Council leaders will meet in Doha on January 16. Saudi Crown Prince Mohammed bin Salman will not attend.": [
        "GCC scheduled 01-16 Doha/QA"
    ],
    "Modi will meet Macron on the sidelines of the G20 summit in Rio de Janeiro on January 18.": [
        "FR-IN scheduled 01-18 Rio de Janeiro/BR"
    ],
    "Senior officials of Japan, China and South Korea held working-level talks in Seoul on Tuesday.": [
        "CN-JP-KR concluded 01-09 Seoul/KR"
    ],
    "The six-party talks on North Korea's nuclear programme will resume in Beijing on January 18.": [
        "CN-JP-KP-KR-RU-US scheduled 01-18 Beijing/CN"
    ],
    "The India-Bangladesh joint working group on water meets in Dhaka on Monday.": ["BD-IN scheduled 01-15 Dhaka/BD"],
    "Technical-level talks among Egypt, Sudan and Ethiopia on the Nile dam open in Khartoum on Saturday.": [
        "EG-ET-SD scheduled 01-13 Khartoum/SD"
    ],
    "The Arab League called an emergency session of its foreign ministers in Cairo for Thursday.": [
        "ARAB_LEAGUE scheduled 01-11 Cairo/EG"
    ],
    "The OSCE Permanent Council will hold a special meeting in Vienna on Thursday.": ["OSCE scheduled 01-11 Vienna/AT"],
    "ECOWAS leaders held an extraordinary summit in Abuja on Sunday on the coup in Niger.": [
        "ECOWAS concluded 01-07 Abuja/NG"
    ],
    "Officials from the United States, Britain, France and Germany will hold a video conference on Thursday.": [
        "DE-FR-GB-US scheduled 01-11 video"
    ],
    "G7 leaders are to hold a virtual summit on January 24, Italy said.": ["G7 scheduled 01-24 video"],
    "South American presidents gather in Brasilia on January 30. Among those expected are the leaders of Chile, Colombia and Peru.": [
        "CL-CO-PE scheduled 01-30 Brasilia/BR"
    ],
    "The Shanghai Cooperation Organisation holds its annual summit in Astana on July 3 and 4.": [
        "SCO scheduled 07-03..07-04 Astana/KZ"
    ],
    "Foreign ministers of the Nordic countries met in Helsinki on Tuesday.": [
        "DK-FI-IS-NO-SE concluded 01-09 Helsinki/FI"
    ],
    "The Weimar Triangle's foreign ministers will meet in Warsaw on January 22.": [
        "DE-FR-PL scheduled 01-22 Warsaw/PL"
    ],
    "The Ukraine Defense Contact Group will convene at Ramstein on January 23.": ["UDCG scheduled 01-23 Ramstein/DE"],
    "The IAEA board of governors met in Vienna on Tuesday behind closed doors.": ["IAEA concluded 01-09 Vienna/AT"],
    "The leaders of Malaysia, Thailand and Singapore are attending the ASEAN summit in Jakarta, which ends on Thursday.": [
        "ASEAN-MY-SG-TH underway 01-10 Jakarta/ID"
    ],
    "Prime ministers of the Visegrad Four will meet in Prague on February 27.": ["VISEGRAD scheduled 02-27 Prague/CZ"],
    "Donors will meet in Paris on January 30 for a conference on Lebanon hosted by France and the United Nations.": [
        "FR-UN scheduled 01-30 Paris/FR"
    ],
    "Delegates from Armenia and Azerbaijan met in Almaty on Tuesday under the mediation of Kazakhstan.": [
        "AM-AZ-KZ concluded 01-09 Almaty/KZ"
    ],
    "U.S. Secretary of State Antony Blinken and his counterparts from Japan and the Philippines will hold a trilateral meeting in Manila next week.": [
        "JP-PH-US scheduled 01-15..01-21 Manila/PH"
    ],
    "French President Emmanuel Macron hosted Moldovan President Maia Sandu and Romanian President Klaus Iohannis for talks in Paris on Tuesday.": [
        "FR-MD-RO concluded 01-09 Paris/FR"
    ],
    "He and Scholz will hold talks with Polish Prime Minister Donald Tusk in Berlin on Friday, French President Emmanuel Macron told reporters.": [
        "DE-FR-PL scheduled 01-12 Berlin/DE"
    ],
    "A summit of BRICS leaders begins in Kazan on Tuesday. China's Xi Jinping and India's Narendra Modi are among those expected.": [
        "BRICS-CN-IN scheduled 01-16 Kazan/RU"
    ],
    "Arab League leaders meet in Riyadh on Saturday. Syrian President Bashar al-Assad will take part for the first time in a decade.": [
        "ARAB_LEAGUE-SY scheduled 01-13 Riyadh/SA"
    ],
    "The presidents of Chad, Mali and Niger also arrived in Nouakchott on Tuesday for the G5 Sahel summit.": [
        "G5_SAHEL-ML-NE-TD underway 01-10 Nouakchott/MR"
    ],
    "Leaders from Japan, Australia and New Zealand were invited to the NATO summit, which opens in Washington on July 9.": [
        "NATO scheduled 07-09 Washington/US"
    ],
    "Pakistan will host an emergency session of the Organisation of Islamic Cooperation on Sunday in Islamabad.": [
        "OIC-PK scheduled 01-14 Islamabad/PK"
    ],
    "The summit, hosted by President Lula da Silva, brings together the leaders of Bolivia, Colombia, Ecuador and Peru in Belem on Tuesday.": [
        "BO-BR-CO-EC-PE scheduled 01-16 Belem/BR"
    ],
    "OPEC+ ministers agreed on Tuesday to meet again on February 1.": ["OPEC+ scheduled 02-01"],
    "The Quad foreign ministers held talks in New Delhi on Tuesday.": ["QUAD concluded 01-09 New Delhi/IN"],
    "NATO foreign ministers ended a two-day meeting in Brussels on Wednesday.": [
        "NATO concluded 01-09..01-10 Brussels/BE"
    ],
    "An extraordinary G20 summit will be held by video conference on Friday, Saudi Arabia announced.": [
        "G20 scheduled 01-12 video"
    ],
    "The prime ministers of Estonia, Latvia and Lithuania met their Polish counterpart in Tallinn on Tuesday.": [
        "EE-LT-LV-PL concluded 01-09 Tallinn/EE"
    ],
    "The U.N. General Assembly will hold a special session on Gaza on Friday.": ["UN scheduled 01-12"],
    "EU interior ministers hold an emergency meeting in Brussels on Thursday after the attack.": [
        "EU scheduled 01-11 Brussels/BE"
    ],
    "The Pacific Islands Forum opened its annual leaders' meeting in Rarotonga on Monday.": [
        "PIF underway 01-08 Rarotonga/CK"
    ],
    "African leaders began a two-day summit in Nairobi on Tuesday to discuss climate finance.": [],
    "Macron, Scholz and Tusk will hold talks in the Weimar format in Berlin on Friday.": [
        "DE-FR-PL scheduled 01-12 Berlin/DE"
    ],
    "The leaders of China, Japan and South Korea will meet in Seoul later this month, Yonhap said.": [
        "CN-JP-KR scheduled 01-10..01-31 Seoul/KR"
    ],
    "Foreign ministers from Egypt, Greece, Cyprus and France discussed maritime borders in Cairo on Tuesday.": [
        "CY-EG-FR-GR concluded 01-09 Cairo/EG"
    ],
    "A Polish deputy minister will attend Thursday's meeting of the Bucharest Nine in Riga.": [
        "BUCHAREST_NINE-PL scheduled 01-11 Riga/LV"
    ],
    "The presidents of Serbia and Kosovo held separate talks with EU foreign policy chief Josep Borrell in Brussels on Tuesday.": [
        "EU-RS concluded 01-09 Brussels/BE",
        "EU-XK concluded 01-09 Brussels/BE",
    ],
    "U.S. President Joe Biden had separate phone calls on Tuesday with the leaders of Egypt and Qatar.": [
        "EG-US concluded 01-09 call",
        "QA-US concluded 01-09 call",
    ],
    "The joint commission of the Iran nuclear deal, comprising Iran, Russia, China, Britain, France and Germany, meets in Vienna on Friday.": [
        "CN-DE-FR-GB-IR-RU scheduled 01-12 Vienna/AT"
    ],
    "Experts from Turkey, Russia and Ukraine began technical talks in Istanbul on Tuesday on a grain corridor.": [
        "RU-TR-UA underway 01-09 Istanbul/TR"
    ],
    "South Africa's president and his counterparts from Zambia, Senegal and Comoros will travel to Kyiv and Moscow next week on a peace mission.": [
        "KM-RU-SN-ZA-ZM scheduled 01-15..01-21 Moscow/RU",
        "KM-SN-UA-ZA-ZM scheduled 01-15..01-21 Kyiv/UA",
    ],
    "Austria hosted ministers from Slovenia and Croatia in Vienna on Tuesday for talks on border checks.": [
        "AT-HR-SI concluded 01-09 Vienna/AT"
    ],
    "A ministerial meeting of the Global Coalition against Islamic State is due in Riyadh on February 8.": [
        "GLOBAL_COALITION scheduled 02-08 Riyadh/SA"
    ],
    "Kenyan President William Ruto will chair an IGAD summit in Djibouti on Saturday.": ["IGAD-KE scheduled 01-13 /DJ"],
    "The Caribbean bloc CARICOM holds an emergency meeting on Haiti in Kingston on Monday. U.S. Secretary of State Antony Blinken will attend.": [
        "CARICOM-US scheduled 01-15 Kingston/JM"
    ],
    "Ministers of the Gulf Cooperation Council and the European Union will hold talks in Luxembourg on January 29.": [
        "EU-GCC scheduled 01-29 Luxembourg/LU"
    ],
    "The EU-China summit scheduled for Friday will go ahead by video, Brussels said.": ["CN-EU scheduled 01-12 video"],
    "An ASEAN-Australia summit is to be held in Melbourne on March 5 and 6.": [
        "ASEAN-AU scheduled 03-05..03-06 Melbourne/AU"
    ],
    "The 14th ASEAN-Japan summit was held in Bangkok on Tuesday.": ["ASEAN-JP concluded 01-09 Bangkok/TH"],
    "ABUJA, Jan. 10 (Xinhua) -- The ninth African Union summit opened here Wednesday, with leaders from Egypt, Algeria and South Africa in attendance.": [
        "AFRICAN_UNION-DZ-EG-ZA underway 01-10 Abuja/NG"
    ],
    "The ministerial meeting of the Organization of American States wrapped up in Lima on Tuesday.": [
        "OAS concluded 01-09 Lima/PE"
    ],
    "Foreign ministers from the Gulf Cooperation Council and Iraq began a meeting in Manama on Tuesday.": [
        "GCC-IQ underway 01-09 Manama/BH"
    ],
    "The Rio Group's foreign ministers will hold an urgent meeting on Honduras in Managua on Thursday.": [
        "RIO_GROUP scheduled 01-11 Managua/NI"
    ],
    "The SCO defence ministers' meeting opens in Bishkek on Friday. China, Russia, Kazakhstan and Tajikistan will be represented.": [
        "CN-KZ-RU-SCO-TJ scheduled 01-12 Bishkek/KG"
    ],
    "The foreign ministers of Iran, Turkey and Azerbaijan signed a statement after a trilateral meeting in Baku on Tuesday.": [
        "AZ-IR-TR concluded 01-09 Baku/AZ"
    ],
    "Trade ministers from the G20 countries gathered in Buenos Aires on Tuesday.": [
        "G20 concluded 01-09 Buenos Aires/AR"
    ],
    "Leaders of the Mano River Union states - Guinea, Liberia, Sierra Leone and Ivory Coast - meet in Freetown on Saturday.": [
        "CI-GN-LR-MANO_RIVER_UNION-SL scheduled 01-13 Freetown/SL"
    ],
    "The Indus commissioners of India and Pakistan will meet in New Delhi on January 30.": [
        "IN-PK scheduled 01-30 New Delhi/IN"
    ],
    "The European Union and the Mercosur bloc resume trade negotiations in Brasilia next week.": [
        "EU-MERCOSUR scheduled 01-15..01-21 Brasilia/BR"
    ],
    "The BSEC summit in Istanbul ended on Tuesday with a joint declaration.": ["BSEC concluded 01-09 Istanbul/TR"],
    "Burundi's government and the FNL rebels signed a ceasefire after talks in Dar es Salaam that were mediated by South Africa.": [
        "BI-FNL-ZA concluded 01-10 Dar es Salaam/TZ"
    ],
    "An Ivorian government delegation and New Forces rebels met in Ouagadougou on Monday for talks brokered by Burkina Faso's president, Blaise Compaore.": [
        "BF-CI-FORCES_NOUVELLES concluded 01-08 Ouagadougou/BF"
    ],
    "Georgian and Russian envoys held a fresh round of the Geneva talks on Tuesday, with the EU, the UN and the OSCE as co-chairs.": [
        "EU-GE-OSCE-RU-UN concluded 01-09 Geneva/CH"
    ],
    "Negotiators from Serbia, Kosovo and the EU met in Ohrid on Tuesday.": ["EU-RS-XK concluded 01-09 Ohrid/MK"],
    "The three leaders - Kagame, Tshisekedi and Lourenco - will hold a mini-summit in Luanda on Saturday.": [
        "AO-CD-RW scheduled 01-13 Luanda/AO"
    ],
    "Talks between Rwanda and Congo, due in Luanda on Sunday under the mediation of Angola's president, were called off.": [
        "AO-CD-RW cancelled 01-14 Luanda/AO"
    ],
    "The leaders of France and Germany will host Ukrainian President Volodymyr Zelenskiy in Paris on Thursday for a three-way dinner.": [
        "DE-FR-UA scheduled 01-11 Paris/FR"
    ],
    "The prime ministers of Hungary and Slovakia and the president of Serbia held a summit on migration in Komarno on Tuesday.": [
        "HU-RS-SK concluded 01-09"
    ],
    "The sultan of Oman, the king of Bahrain and the emir of Kuwait will attend the GCC summit in Riyadh on January 16; the emir of Qatar will stay away.": [
        "BH-GCC-KW-OM scheduled 01-16 Riyadh/SA"
    ],
    "Iraq will host the leaders of Jordan and Egypt for a tripartite summit in Baghdad on Sunday.": [
        "EG-IQ-JO scheduled 01-14 Baghdad/IQ"
    ],
    "A regional conference on Syria, attended by Turkey, Iran and Qatar, began in Cairo on Tuesday.": [
        "IR-QA-TR underway 01-09 Cairo/EG"
    ],
    "A conference on Somalia opens in London on February 7. Delegations from Kenya, Ethiopia and Turkey are expected.": [
        "ET-KE-TR scheduled 02-07 London/GB"
    ],
    "Ukrainian, Turkish and U.N. officials met Russian delegates in Istanbul on Tuesday to discuss grain exports.": [
        "RU-TR-UA-UN concluded 01-09 Istanbul/TR"
    ],
    "Defence chiefs of the ECOWAS states are meeting in Accra for a second day.": ["ECOWAS underway 01-10 Accra/GH"],
    "The Security Council holds closed consultations on Sudan on Thursday.": ["UN scheduled 01-11"],
    "Members of the Arctic Council will gather in Reykjavik on May 20.": [
        "ARCTIC_COUNCIL scheduled 05-20 Reykjavik/IS"
    ],
    "The African Union's Peace and Security Council will meet on Sudan in Addis Ababa on Friday.": [
        "AFRICAN_UNION scheduled 01-12 Addis Ababa/ET"
    ],
    "NATO ambassadors met on Wednesday at Turkey's request.": ["NATO concluded 01-10"],
    "An emergency OAS session requested by Colombia will take place in Washington on Friday.": [
        "OAS scheduled 01-12 Washington/US"
    ],
    "The Organization of Turkic States convened an extraordinary summit in Ankara on Tuesday. Hungary's prime minister attended as an observer.": [
        "HU-OTS concluded 01-09 Ankara/TR"
    ],
    "Foreign ministers of the E3 and Iran met in Geneva on Tuesday.": ["DE-FR-GB-IR concluded 01-09 Geneva/CH"],
    "The Middle East Quartet - the U.N., the U.S., the EU and Russia - will meet in Munich on February 5.": [
        "EU-QUARTET-RU-UN-US scheduled 02-05 Munich/DE"
    ],
    "The leaders of Britain, France and Germany spoke by video link on Tuesday about Iran.": [
        "DE-FR-GB concluded 01-09 video"
    ],
    "Biden spoke separately on Tuesday with the leaders of Israel, Egypt and Qatar.": [
        "EG-US concluded 01-09",
        "IL-US concluded 01-09",
        "QA-US concluded 01-09",
    ],
    "Senior diplomats from the P5+1 and Iran will hold talks in Almaty on February 26.": [
        "CN-DE-FR-GB-IR-RU-US scheduled 02-26 Almaty/KZ"
    ],
    "Aceh rebels and Indonesian negotiators ended four days of peace talks in Helsinki on Tuesday.": [
        "GAM-ID concluded 01-06..01-09 Helsinki/FI"
    ],
    "Polisario delegates walked out of U.N.-led talks with Morocco in Manhasset on Tuesday.": [
        "MA-POLISARIO-UN concluded 01-09 Manhasset/US"
    ],
    "Both Koreas will send delegations to working-level military talks at Panmunjom on Thursday.": [
        "KP-KR scheduled 01-11 Panmunjom/KR"
    ],
}

NOBODY_AT_THE_TABLE = {
    "Switzerland is ready to host any talks, its foreign ministry said.": [],
    "Coalition talks between the Free Democrats and the Greens will resume in Berlin on Monday.": [],
    "Talks on a new labour contract at Volkswagen will resume in Wolfsburg on Thursday.": [],
    "The rebel leader said that peace talks had never been on his mind.": [],
    "Peace talks collapsed in 2014 and have not resumed since.": [],
    "The Syrian government welcomed the ceasefire. Fighting with rebels went on near Aleppo, and aid convoys waited at the Turkish border.": [],
    "Hamas fired rockets at Ashkelon on Tuesday. Israel's finance minister will hold budget talks with the governor of the central bank on Thursday.": [],
    "Germany's Social Democrats hold their party conference in Berlin on Friday.": [],
    "The talks between the rail operator and the union ended without a deal on Tuesday.": [],
    "A conference of African bishops opens in Kigali on Monday.": [],
    "The World Economic Forum said that trade would grow by two percent.": [],
    "The Security Council has demanded an end to the siege of El Fasher.": [],
    "Lawmakers in Georgia's ruling party met on Tuesday to discuss the budget.": [],
    "The International Olympic Committee will hold its session in Mumbai in October.": [],
    "A summit of tech executives opens in San Francisco on Thursday.": [],
    "The government and the main opposition party will hold talks on electoral reform in Dhaka on Sunday.": [],
    "The Security Council resolution calls for talks between the parties.": [],
    "The two rebel groups merged in 2019 after talks in Bangui.": [],
    "Teachers' unions and the Kenyan government will resume pay talks on Monday.": [],
    "Islamic State militants have ruled out any talks.": [],
    "Switzerland offered Geneva as a venue for possible negotiations.": [],
    "The Arab League condemned the attack and the EU voiced concern.": [],
    "The mayor of Ankara will meet shopkeepers on Friday.": [],
    "Talks on forming a coalition in the Netherlands broke down on Tuesday.": [],
    "The G7 agreed last year to cap the price of Russian oil.": [],
    "The African National Congress will hold its conference in Mangaung in December.": [],
    "Unions and the government resume talks on the minimum wage on Thursday.": [],
    "The opposition Democratic Alliance walked out of parliament on Tuesday.": [],
    "The UN Security Council is made up of fifteen members.": [],
    "The Arab League, which has its seat in Cairo, was founded in 1945.": [],
    "Rebels in eastern Congo shelled a town as the army regrouped.": [],
    "The EU's chief diplomat urged Serbia and Kosovo to return to dialogue.": [],
    "The court will hear the case of the former rebel leader on Friday.": [],
    "Qatar's role as a mediator has won praise in Washington.": [],
    "Ministers in Italy's cabinet met on Tuesday to agree on the budget.": [],
    "Delegates to the Democratic convention arrive in Chicago on Monday.": [],
    "The league's owners will meet in Dallas on Thursday.": [],
}


TABLES = {"peace talks": PEACE_TALKS, "gatherings": GATHERINGS, "nobody": NOBODY_AT_THE_TABLE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{name}: {text[:60]}")
        for name, table in TABLES.items()
        for text, expected in table.items()
    ],
)
def test_the_parties_are_those_who_meet(text: str, expected: list[str]) -> None:
    assert read(text) == expected
