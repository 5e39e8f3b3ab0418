"""Short articles about plans that change, each with other dates, other meetings and the story before it around the news.

A report is written as in ``test_changes_in_schedules``. Most misreadings of a change come from what stands around it: the last
round, another visit of the same two, the day of an announcement, a demand that was never met.
"""

from __future__ import annotations

import pytest

from tests.domain.reading.test_changes_in_schedules import read

ARTICLES: dict[tuple[str, str, str], list[str]] = {
    (
        "2014-06-11",
        "Bolivia, Peru put off lakeside meeting",
        "LA PAZ - The presidents of Bolivia and Peru have put off a meeting planned for Friday on the shores of Lake Titicaca until June 20, the Bolivian foreign ministry said on Wednesday. Evo Morales and Ollanta Humala last met in January at a summit in Havana. Heavy rain has closed the road to the town of Copacabana since Monday. Chile's foreign minister is due in La Paz next week for talks with his Bolivian counterpart.",
    ): ["BO-CL scheduled 2014-06-16..2014-06-22 La Paz/BO", "BO-PE postponed 2014-06-20 was 2014-06-13"],
    (
        "2009-03-05",
        "Kenya, Uganda to talk sooner about disputed island",
        "NAIROBI, March 5 - Kenya and Uganda have brought forward to Monday talks on the disputed island of Migingo that had been set for March 20, Kenyan Foreign Minister Moses Wetangula said on Thursday. The meeting will take place in Kampala. Two rounds of talks last year ended without agreement, and police from both sides exchanged shots in the area in February. Uganda's president said on Tuesday that he would not give up an inch of land.",
    ): ["KE-UG scheduled 2009-03-09 Kampala/UG was 2009-03-20"],
    (
        "2017-10-12",
        "Embassy denies Modi trip is off",
        "A visit by Indian Prime Minister Narendra Modi to Manila next month has not been postponed, the Indian embassy said on Thursday, dismissing reports in local papers. Modi will hold talks with President Rodrigo Duterte on November 13, it said. The two leaders met for the first time in 2016 in Laos. Duterte cancelled a trip to Japan in September because of fighting in Marawi.",
    ): ["IN-PH scheduled 2017-11-13 Manila/PH"],
    (
        "2012-11-20",
        "Khartoum threatens to skip talks",
        "Sudan threatened on Tuesday to call off next Monday's security talks with South Sudan in Juba unless the south stops arming rebels. A spokesman for the South Sudanese government said his side would be at the table as agreed. The two countries signed a cooperation deal in Addis Ababa on September 27. A joint committee met there earlier this month without result.",
    ): ["SD-SS scheduled 2012-11-26 Juba/SS"],
    (
        "2019-08-21",
        "Trump drops Denmark trip",
        "U.S. President Donald Trump called off a visit to Denmark planned for September 2 and 3 after Danish Prime Minister Mette Frederiksen said Greenland was not for sale. Trump is still to travel to Poland on August 31, the White House said. The last visit of an American president to Copenhagen was in 2009, when Barack Obama attended a climate conference. Frederiksen said the invitation stood.",
    ): ["DK-US cancelled 2019-09-02..2019-09-03 /DK", "PL-US scheduled 2019-08-31 /PL"],
    (
        "2003-02-04",
        "Ministers delayed by fog",
        "The finance ministers of Slovenia and Croatia will meet in Zagreb on Thursday instead of Wednesday, the Slovenian news agency reported, because fog kept a government plane on the ground. They are to discuss the debts of a Yugoslav-era bank. The prime ministers of the two countries met in Ljubljana in December. Croatia's foreign minister is to visit Budapest on Friday.",
    ): ["HR-HU scheduled 2003-02-07 Budapest/HU", "HR-SI postponed 2003-02-06 Zagreb/HR was 2003-02-05"],
    (
        "2016-04-22",
        "Turnbull to phone Jokowi instead",
        "Australian Prime Minister Malcolm Turnbull will speak by telephone with Indonesian President Joko Widodo on Saturday instead of flying to Jakarta as planned, his office said on Friday. A cyclone off Darwin has kept his plane on the ground. The two last met in Jakarta in November 2015. Turnbull also put off until May a trip to Fiji.",
    ): ["AU-FJ postponed 2016-05-01..2016-05-31 /FJ", "AU-ID scheduled 2016-04-23 call"],
    (
        "2010-01-18",
        "Davutoglu off to Athens",
        "Turkish Foreign Minister Ahmet Davutoglu will meet his Greek counterpart in Athens on Wednesday and fly on to Sofia on Thursday for talks with the Bulgarian government, but a stop in Skopje on Friday has been cancelled, the ministry in Ankara said. Macedonia's foreign minister has fallen ill. Davutoglu visited Belgrade in December.",
    ): [
        "BG-TR scheduled 2010-01-21 Sofia/BG",
        "GR-TR scheduled 2010-01-20 Athens/GR",
        "MK-TR cancelled 2010-01-22 Skopje/MK",
    ],
    (
        "2015-08-24",
        "Pakistan calls off talks",
        "Pakistan on Saturday called off talks between the national security advisers of India and Pakistan that were to be held in New Delhi on Sunday, saying it could not accept India's conditions. Indian Foreign Minister Sushma Swaraj had told Islamabad to drop plans to consult separatist leaders. The prime ministers of the two countries agreed in Ufa in July that the advisers would meet.",
    ): ["IN-PK cancelled 2015-08-23 New Delhi/IN"],
    (
        "2013-08-25",
        "Colombia talks to go on",
        "Peace talks of Colombia's government with the FARC rebels will resume in Havana on Monday, both sides said, three days after the guerrillas declared a pause to study a plan for a referendum. President Juan Manuel Santos had recalled his negotiators on Friday. The talks began in November 2012. FARC rebels killed 13 soldiers in an ambush in Arauca on Saturday.",
    ): ["CO-FARC scheduled 2013-08-26 Havana/CU"],
    (
        "2020-03-09",
        "Iraq, Kuwait add a day",
        "Iraq and Kuwait extended by a day talks on their sea border that opened in Basra on Sunday, a Kuwaiti official said on Monday. The delegations had been due to leave on Monday evening and will now sit until Tuesday. A first round was held in Kuwait City in November. Iraq's oil minister is expected in Riyadh on Thursday to see his Saudi colleague.",
    ): ["IQ-KW underway 2020-03-08..2020-03-10 Basra/IQ", "IQ-SA tentative 2020-03-12 Riyadh/SA"],
    (
        "2007-05-14",
        "New date for Saakashvili",
        "Georgian President Mikheil Saakashvili's visit to Kiev, already rescheduled twice, will now take place on May 24, the Ukrainian presidency said on Monday. It was first planned for April 3 and then for May 10. Ukrainian President Viktor Yushchenko dissolved parliament on April 2, setting off a crisis. The two leaders spoke by telephone on Sunday.",
    ): ["GE-UA concluded 2007-05-13 call", "GE-UA postponed 2007-05-24 Kyiv/UA was 2007-05-10"],
    (
        "2022-07-06",
        "Yerevan and Baku at odds over meeting",
        "Armenia said on Wednesday that a meeting of its foreign minister with his Azerbaijani counterpart in Tbilisi on July 16 had been cancelled at Baku's request. Azerbaijan's foreign ministry denied this and said preparations were going on. The two ministers, Ararat Mirzoyan and Jeyhun Bayramov, last met in May in Dushanbe. Georgia offered in June to host them.",
    ): ["AM-AZ cancelled 2022-07-16 Tbilisi/GE"],
    (
        "2008-10-03",
        "Spain and Morocco to discuss migrants",
        "The foreign ministers of Spain and Morocco will meet in Tangier on Wednesday to discuss migrants. A meeting of their interior ministers in September was put off after a boat sank off Ceuta. Spain's prime minister visited Rabat in July.\n\nCorrection: An earlier version of this article said that the ministers would meet on Tuesday in Rabat.",
    ): ["ES-MA scheduled 2008-10-08 Tangier/MA"],
    (
        "2005-09-15",
        "Estonian president has a cold",
        "Estonian President Arnold Ruutel has pulled out of a meeting with his Finnish counterpart in Turku on Saturday, his office said, citing a cold. Finland's Tarja Halonen will go on with her programme and receive the Swedish king on Sunday. Estonia and Russia signed a border treaty in Moscow in May, and Moscow withdrew from it in June.",
    ): ["EE-FI cancelled 2005-09-17 Turku/FI", "FI-SE scheduled 2005-09-18 /FI"],
    (
        "2023-02-03",
        "Blinken stays home",
        "U.S. Secretary of State Antony Blinken on Friday postponed a trip to Beijing that was to start on Sunday after a Chinese balloon was seen over Montana. He spoke by telephone with China's top diplomat Wang Yi in the morning. Blinken was to have been the first secretary of state to go to China since 2018. A new date has not been set, officials said, though Washington hopes to send him when conditions allow.",
    ): ["CN-US concluded 2023-02-03 call", "CN-US postponed Beijing/CN was 2023-02-05"],
    (
        "2006-06-27",
        "Wade stays away from Banjul",
        "Senegalese President Abdoulaye Wade will not attend this weekend's African Union summit in Banjul, his spokesman said on Tuesday. Relations with Gambia have been cool since a row over ferry fares. Nigeria's Olusegun Obasanjo and Libya's Muammar Gaddafi are expected at the summit. The union's last summit was held in Khartoum in January.",
    ): ["AFRICAN_UNION-LY-NG scheduled 2006-07-01..2006-07-02 Banjul/GM"],
    (
        "2013-06-12",
        "Koreas' talks fall through",
        "North Korea called off two days of talks with South Korea that were to open in Seoul on Wednesday, in a row over who should lead the delegations. Seoul's unification ministry said on Tuesday night that Pyongyang had withdrawn its team. The two sides agreed on the meeting at the border village of Panmunjom on Sunday. It would have been the first at cabinet level since 2007.",
    ): ["KP-KR cancelled 2013-06-12..2013-06-13 Seoul/KR"],
    (
        "2001-07-19",
        "Security chiefs meet late",
        "A meeting of Israeli and Palestinian security chiefs at the Erez crossing was delayed by two hours on Thursday because the Palestinian team was held up at a roadblock, both sides said, but it began in the early evening. The last such meeting, on July 4, broke up in anger. U.S. envoy David Satterfield is to arrive on Sunday.",
    ): ["IL-PS concluded 2001-07-19 Erez/IL"],
    (
        "2024-10-08",
        "Storm keeps Biden at home",
        "The White House said on Tuesday that President Joe Biden would not travel to Germany on Thursday because of Hurricane Milton. Biden had been due to meet Chancellor Olaf Scholz in Berlin on Friday. He also put off a trip to Angola planned for October 13. Scholz's spokesman said he hoped for a new date soon.",
    ): ["AO-US postponed /AO was 10-13", "DE-US cancelled 10-10 Berlin/DE"],
    (
        "2000-05-19",
        "Blair and Ahern wait",
        "LONDON - The British and Irish prime ministers have put back to Monday a meeting on Northern Ireland's police that should have taken place at Hillsborough on Saturday, Downing Street said. Tony Blair is waiting for the birth of his fourth child. He and Bertie Ahern spent two days there early in May. The Ulster Unionist council is to vote on May 27.",
    ): ["GB-IE postponed 2000-05-22 Hillsborough/GB was 2000-05-20"],
    (
        "2019-01-14",
        "Yemen prisoner talks a day late",
        "Talks on a prisoner swap between Yemen's government and the Houthi movement will open in Amman on Wednesday, a day later than planned, the United Nations said on Monday. The two sides agreed in Sweden in December to free some 15,000 people. A U.N. team was shot at in Hodeidah on Thursday.",
    ): ["HOUTHIS-YE postponed 2019-01-16 Amman/JO was 2019-01-15"],
    (
        "2012-08-31",
        "Kyrgyz lawmakers against meeting",
        "Lawmakers in Kyrgyzstan want a meeting on Monday between President Almazbek Atambayev and Uzbek leader Islam Karimov called off because of a shooting at the border. The presidency said that there were no plans to change the date. The two are to meet in Tashkent. Karimov cancelled a visit to Bishkek in 2010.",
    ): ["KG-UZ scheduled 2012-09-03 Tashkent/UZ"],
    (
        "2016-05-10",
        "Former minister dies",
        "Zoran Hribar, who died in Maribor on Sunday, was Slovenia's foreign minister twice. As minister he called off a visit to Rome in 1995 and hosted talks between Bosnia and Serbia. Slovenian President Borut Pahor will attend the funeral on Thursday.",
    ): [],
    (
        "2014-02-06",
        "Second round of Syria talks to go ahead",
        "A second round of peace talks of the Syrian government with the opposition is to open in Geneva on Monday, as planned, U.N. mediator Lakhdar Brahimi said on Thursday, playing down a report that it had been put off by a week. The first round ended on January 31 with little to show. Damascus has not yet said whether it will come.",
    ): ["SY-SYRIAN_OPPOSITION-UN concluded 2014-01-31", "SY-SYRIAN_OPPOSITION-UN scheduled 2014-02-10 Geneva/CH"],
    (
        "2018-05-16",
        "Spain's leader due in Rabat",
        "Spain's foreign minister Alfonso Dastis has cancelled a trip to Morocco, his ministry said. Prime Minister Mariano Rajoy will travel to Rabat on Monday for talks with the Moroccan government. The two countries signed a fishing deal last year.",
    ): ["ES-MA cancelled /MA", "ES-MA scheduled 2018-05-21 Rabat/MA"],
    (
        "2018-05-16",
        "Protesters want talks cancelled",
        "Serbia and Kosovo will hold talks in Brussels on Friday. Protesters gathered in Belgrade on Tuesday to demand that the talks be scrapped.",
    ): ["RS-XK scheduled 2018-05-18 Brussels/BE"],
    (
        "2018-05-16",
        "Talks on again",
        "Serbia and Kosovo will hold talks in Brussels on Friday. The talks had been cancelled last week but are on again, an official said.",
    ): ["RS-XK scheduled 2018-05-18 Brussels/BE"],
    (
        "2018-05-16",
        "Circus row",
        "China and Mongolia will hold talks in Beijing on Friday on mining. The visit of a Chinese circus to Ulan Bator was called off on Tuesday after protests.",
    ): ["CN-MN scheduled 2018-05-18 Beijing/CN"],
    (
        "2018-05-16",
        "Former minister honoured",
        "Anna Lind, who was Sweden's foreign minister in the 1990s, was honoured on Monday. As minister she hosted talks between Israel and Syria and met Russian leaders in Moscow.",
    ): [],
    (
        "2018-05-16",
        "Football chiefs travel",
        "The head of Brazil's football federation will travel to Argentina on Friday. The Peruvian national team will travel to Chile on Monday for a friendly. The Kenyan athletics squad met Ugandan officials in Kampala on Tuesday.",
    ): [],
    (
        "2018-05-16",
        "Floods",
        "Flooding prevented a meeting between the presidents of Niger and Mali in Niamey on Monday, officials said.",
    ): ["ML-NE cancelled 2018-05-14 Niamey/NE"],
    (
        "2018-05-16",
        "An hour late",
        "Talks between Egypt and Ethiopia in Cairo were delayed by an hour on Wednesday because of traffic. They were the third round this year.",
    ): ["EG-ET concluded 2018-05-16 Cairo/EG"],
    (
        "2018-05-16",
        "Put off",
        "At Ethiopia's request Monday's talks with Egypt were put off. No new date was given.",
    ): ["EG-ET postponed was 2018-05-21"],
    (
        "2018-05-16",
        "Deadline",
        "Egypt has until Friday to cancel Monday's talks with Ethiopia in Khartoum, a spokesman said.",
    ): ["EG-ET scheduled 2018-05-21 Khartoum/SD"],
    (
        "2022-03-16",
        "Putin stays home",
        "Putin will not attend the talks with Ukraine in Istanbul on Friday, the Kremlin said. Foreign Minister Sergei Lavrov will lead the Russian delegation.",
    ): ["RU-UA scheduled 2022-03-18 Istanbul/TR"],
    (
        "2011-03-21",
        "Kremlin: Lukashenko's Moscow trip off for now",
        'MOSCOW. March 21. The visit of Belarusian President Alexander Lukashenko to Moscow has been put off, a Kremlin source told reporters on Monday. "It was to take place on Wednesday. We will agree on another date," the source said. Prime Minister Vladimir Putin went to Minsk last Tuesday for a session of the union state\'s council of ministers. Gas prices were not discussed there.',
    ): ["BY-RU concluded 2011-03-15 Minsk/BY", "BY-RU postponed Moscow/RU was 2011-03-23"],
    (
        "2004-09-29",
        "Thai, Malaysian PMs to meet sooner",
        "Prime Minister Thaksin Shinawatra will fly to Kuala Lumpur on October 5, two weeks earlier than planned, to talk with his Malaysian counterpart about violence in the south. The annual consultation had been fixed for October 19. Thai officials say Abdullah Ahmad Badawi asked for the change. Last month the two countries' police chiefs met at the border town of Padang Besar.",
    ): ["MY-TH scheduled 2004-10-05 Kuala Lumpur/MY was 2004-10-19"],
    (
        "2016-10-03",
        "U.S. suspends Syria talks with Russia",
        'The United States said on Monday it was suspending talks with Russia on a ceasefire in Syria. "This is not a decision that was taken lightly," a State Department spokesman said. John Kerry and Russia\'s Sergei Lavrov had agreed on the truce in Geneva on September 9. Kerry is to visit Brussels on Tuesday, where he will meet European foreign policy chief Federica Mogherini.',
    ): ["EU-US scheduled 2016-10-04 Brussels/BE", "RU-US postponed"],
    (
        "2018-02-13",
        "Nigeria says it never cancelled Ghana talks",
        "Nigeria's foreign ministry on Tuesday denied that it had called off a meeting with Ghana on the treatment of Nigerian traders in Accra. The talks will take place on February 20 as scheduled, spokesman Tiwatope Elias said. A Ghanaian radio station reported on Sunday that Abuja had pulled out. Ghana closed dozens of shops in Kumasi in December.",
    ): ["GH-NG scheduled 2018-02-20"],
    (
        "2015-06-05",
        "Snow and a strike",
        "A strike at Rome's airports has forced Albania's prime minister to put back his visit to Italy by two days. Edi Rama will now arrive on Wednesday, June 10, and meet Matteo Renzi the same evening. He was first expected on Monday. In May Rama went to Belgrade, where he met Serbian Prime Minister Aleksandar Vucic.",
    ): ["AL-IT postponed 2015-06-10 /IT was 2015-06-08"],
    (
        "1999-11-12",
        "Oslo talks shifted to Cairo",
        "Egyptian and Sudanese officials who were to have met in Khartoum on Sunday will meet in Cairo instead, the Middle East News Agency reported on Friday. It did not say why the venue was changed. The two sides are to discuss the Halaib triangle. They last met in June.",
    ): ["EG-SD scheduled 1999-11-14 Cairo/EG was Khartoum/SD"],
    (
        "2022-05-11",
        "Marcos inauguration, Kishida's plans",
        "Japanese Prime Minister Fumio Kishida has decided not to go to Manila for talks next month and will send Foreign Minister Yoshimasa Hayashi instead, government sources said. Hayashi is expected to hold talks with his Philippine counterpart on June 30. Kishida visited Jakarta, Hanoi and Bangkok two weeks ago.",
    ): ["JP-PH cancelled 2022-06-01..2022-06-30 Manila/PH", "JP-PH tentative 2022-06-30"],
    (
        "2013-09-17",
        "Brazil's president shelves Washington trip",
        "BRASILIA — Brazilian President Dilma Rousseff on Tuesday shelved a state visit to Washington planned for October 23 over reports that the National Security Agency had read her e-mails. U.S. President Barack Obama telephoned her on Monday evening and spoke with her for 20 minutes, her office said. The White House said both leaders looked forward to the visit at a later date. Rousseff will address the United Nations General Assembly in New York next week.",
    ): ["BR-US concluded 2013-09-16 call", "BR-US postponed Washington/US was 2013-10-23"],
    (
        "2008-04-30",
        "Fiji talks: one stays away",
        "Fiji's military ruler Frank Bainimarama will not attend the Pacific Islands Forum summit in Niue in August, his office said on Wednesday. The forum's foreign ministers agreed in March to send a delegation to Suva in July. New Zealand's prime minister Helen Clark said the summit would go ahead without him.",
    ): ["PIF scheduled 2008-08-01..2008-08-31 /NU"],
    (
        "2017-03-23",
        "Tillerson shifts plans, NATO moves meeting",
        "A meeting of NATO foreign ministers in Brussels has been brought forward from April 5 to March 31 so that U.S. Secretary of State Rex Tillerson can attend, the alliance said. Tillerson had planned to skip it because of a visit by China's Xi Jinping to Florida on April 6 and 7. He will also go to Moscow later in April, officials said.",
    ): [
        "CN-US scheduled 2017-04-06..2017-04-07 /US",
        "NATO-US scheduled 2017-03-31 Brussels/BE was 2017-04-05",
        "RU-US scheduled 2017-04-01..2017-04-30 Moscow/RU",
    ],
    (
        "2002-11-05",
        "Sri Lanka talks: a delay of two days",
        "COLOMBO, Nov 5 (Xinhua) -- The second session of peace talks between the Sri Lankan government and the Liberation Tigers of Tamil Eelam, which ended in Thailand on Sunday, ran a day longer than planned, government spokesman G.L. Peiris said here Tuesday. The third session will be held in Oslo from December 2 to 5, he said. It had originally been set for December 9 in Thailand. Norwegian mediators asked for the change.",
    ): [
        "LK-LTTE-NO concluded 2002-11-03 /TH",
        "LK-LTTE-NO scheduled 2002-12-02..2002-12-05 Oslo/NO was 2002-12-09 /TH",
    ],
    (
        "2014-08-28",
        "Poroshenko cancels trip",
        "Ukrainian President Petro Poroshenko on Thursday cancelled a trip to Turkey where he was to see President Tayyip Erdogan sworn in, saying Russian troops had crossed the border. He called a meeting of his security council. Poroshenko met Vladimir Putin in Minsk on Tuesday for two hours. European leaders will discuss the crisis at a summit in Brussels on Saturday.",
    ): ["EU scheduled 2014-08-30 Brussels/BE", "RU-UA concluded 2014-08-26 Minsk/BY", "TR-UA cancelled /TR"],
    (
        "2021-12-02",
        "Iran talks may break off, envoys say",
        "VIENNA, Dec 2 - Talks between Iran and world powers on reviving the 2015 nuclear deal could be broken off on Friday unless Tehran drops its new demands, a European diplomat said. The seventh round opened on Monday after a break of five months. Iran's negotiator Ali Bagheri Kani said he was ready to stay as long as it took. Israel's foreign minister was in London and Paris this week.",
    ): [],
    (
        "2010-07-20",
        "Clinton visit to Kabul, rocket",
        "A rocket attack on Kabul airport delayed the arrival of the U.N. chief, Ban Ki-moon, by several hours on Tuesday but an international conference on Afghanistan opened on time. U.S. Secretary of State Hillary Clinton and Afghan President Hamid Karzai led the talks. Clinton came from Islamabad, where she met Pakistani Foreign Minister Shah Mehmood Qureshi on Monday.",
    ): ["AF-US underway 2010-07-20 Kabul/AF", "PK-US concluded 2010-07-19 Islamabad/PK"],
    (
        "2019-06-13",
        "Abe ends Tehran visit",
        "Japan's premier, Shinzo Abe, met Iran's Supreme Leader Ayatollah Ali Khamenei in Tehran on Thursday. Abe delivered a message from U.S. President Donald Trump, which Khamenei refused to answer. Iranian President Hassan Rouhani, who received Abe on Wednesday, said Tehran had no wish for war. Trump and Abe will meet again at the G20 summit in Osaka on June 28.",
    ): ["JP-US scheduled 2019-06-28 Osaka/JP", "IR-JP concluded 2019-06-13 Tehran/IR"],
    (
        "2009-10-27",
        "Honduras talks back on",
        "Delegates of ousted Honduran President Manuel Zelaya said they would go back to the negotiating table on Thursday, a week after they broke off talks with the de facto government. U.S. envoy Thomas Shannon is due in Tegucigalpa on Wednesday. The talks began on October 7. Zelaya has been in the Brazilian embassy since September 21.",
    ): ["HN-US scheduled 2009-10-28 Tegucigalpa/HN"],
    (
        "2023-08-01",
        "Correction: Saudi-hosted Ukraine talks",
        "Saudi Arabia will host talks on Ukraine on August 5 and 6 in Jeddah, to which Western states, Ukraine and big developing countries have been invited, officials said on Tuesday. Russia was not asked to come. (This story of July 31 has been corrected to say the meeting is in Jeddah, not Riyadh.) A first such meeting was held in Copenhagen in June.",
    ): [],
    (
        "2012-05-11",
        "Putin to skip G8",
        "Russian President Vladimir Putin has told U.S. President Barack Obama that he will not come to next week's G8 summit at Camp David and will send Prime Minister Dmitry Medvedev in his place, the White House said. Both presidents will now meet in Mexico in June, on the sidelines of the G20. They had been expected to hold their first talks since Putin's return at Camp David.",
    ): ["G8 scheduled 2012-05-14..2012-05-20 Camp David/US", "RU-US scheduled 2012-06-01..2012-06-30 /MX"],
    (
        "2003-07-25",
        "Fog over Liberia talks",
        "ACCRA (Reuters) - Liberia's government and two rebel groups failed to meet mediators in Ghana on Friday after shells hit the capital Monrovia. Mediators from the regional bloc ECOWAS said that they would try again on Saturday. The peace talks in Accra have been going on since June 4.",
    ): [],
    (
        "2007-01-29",
        "Bulgarian premier's trip",
        'The visit of Bulgarian Prime Minister Sergei Stanishev to Libya, which was to begin today, has been cancelled at the last minute. "New dates are being discussed," the government\'s press office said. Stanishev was to press Tripoli to free five nurses sentenced to death in December. Foreign Minister Ivailo Kalfin was in Tripoli a year ago.',
    ): ["BG-LY cancelled 2007-01-29 /LY"],
    (
        "2016-01-19",
        "U.N. in no hurry",
        'The U.N.\'s Staffan de Mistura has not ruled out putting back the Syria talks that are to open in Geneva on Monday, his spokesman said. "We are working on the assumption that they start on the 25th," she said. Russia and the United States disagree about who should represent the opposition. Foreign ministers John Kerry and Sergei Lavrov will meet in Zurich on Wednesday to discuss it.',
    ): ["RU-US scheduled 2016-01-20 Zurich/CH", "SY-SYRIAN_OPPOSITION-UN scheduled 2016-01-25 Geneva/CH"],
    (
        "2005-04-15",
        "Japanese minister presses on",
        "Japanese Foreign Minister Nobutaka Machimura will travel to Beijing on Sunday despite calls in his own party for the trip to be cancelled after stones were thrown at Japan's embassy. He will meet his Chinese counterpart Li Zhaoxing the same day. China cancelled a visit by a Japanese minister in 2001 over a shrine. Protests are expected in Shanghai on Saturday.",
    ): ["CN-JP scheduled 2005-04-17 Beijing/CN"],
    (
        "2024-03-14",
        "Costa Rica and Panama",
        "The presidents of Costa Rica and Panama had planned to meet at the Paso Canoas crossing on Friday, but a landslide has blocked the road, and they will hold a video conference instead. Both want more help with migrants. Laurentino Cortizo and Rodrigo Chaves last met in October in the Darien jungle.",
    ): ["CR-PA scheduled 03-15 video"],
    (
        "2009-02-16",
        "Clinton in Asia",
        "TOKYO, Feb. 16 (Kyodo) - U.S. Secretary of State Hillary Clinton arrived here Monday evening on the first leg of a tour that will also take her to Jakarta, Seoul and Beijing. She holds talks with Foreign Minister Hirofumi Nakasone on Tuesday morning and has dinner with Prime Minister Taro Aso the same day. She leaves for Indonesia on Wednesday.",
    ): [
        "CN-US scheduled Beijing/CN",
        "ID-US scheduled 2009-02-18 Jakarta/ID",
        "JP-US underway 2009-02-16 Tokyo/JP",
        "KR-US scheduled Seoul/KR",
    ],
    (
        "2022-10-24",
        "Lebanon, Israel to sign",
        "Lebanese and Israeli officials will sign a deal on their sea border at the U.N. base in Naqoura on Thursday, three days later than first announced. U.S. mediator Amos Hochstein lands in Beirut on Wednesday to see President Michel Aoun, whose term runs out on October 31. Talks began in 2020. The two states have no diplomatic relations.",
    ): ["LB-US scheduled 2022-10-26 Beirut/LB"],
    (
        "2010-09-30",
        "Mitchell stays on",
        "JERUSALEM: U.S. envoy George Mitchell has extended his stay in the region until Friday in the hope of keeping Israel and the Palestinians at the table. He met Israeli Prime Minister Benjamin Netanyahu on Wednesday and the Palestinian leader Mahmoud Abbas in Ramallah on Thursday. Abbas has said he will decide after an Arab League meeting in Cairo on October 4, which was put off to October 6, whether to walk out of the talks.",
    ): [
        "ARAB_LEAGUE postponed 2010-10-06 Cairo/EG was 2010-10-04",
        "IL-US concluded 2010-09-29 Jerusalem/IL",
        "PS-US concluded 2010-09-30 Ramallah/PS",
    ],
    (
        "1998-12-15",
        "Holbrooke in Belgrade",
        "U.S. envoy Richard Holbrooke was to meet Yugoslav President Slobodan Milosevic in Belgrade on Tuesday evening. He flew in from Sarajevo after fighting broke out near Prizren the day before. Holbrooke spent nine days in October working out a truce. NATO ministers will discuss Kosovo on Thursday in Brussels.",
    ): ["NATO scheduled 1998-12-17 Brussels/BE", "US-YU scheduled 1998-12-15 Belgrade/RS"],
    (
        "2016-05-24",
        "Obama finishes in Hanoi, goes to Japan",
        "U.S. President Barack Obama wound up a three-day visit to Vietnam on Tuesday and left for Japan, where he will attend the Group of Seven summit in Ise-Shima on May 26-27. He will go to Hiroshima on Friday with Prime Minister Shinzo Abe. On Monday he lifted an arms embargo after meeting President Tran Dai Quang in Hanoi.",
    ): [
        "G7-US scheduled 2016-05-26..2016-05-27 Ise-Shima/JP",
        "JP-US scheduled 2016-05-27 Hiroshima/JP",
        "US-VN concluded 2016-05-23 Hanoi/VN",
    ],
    (
        "2003-06-24",
        "Musharraf at Camp David",
        "Pakistani President Pervez Musharraf meets President George W. Bush at Camp David today, the first leader from South Asia to be asked there. They last saw each other in New York in September. Musharraf came from London, where he spent four days and met Prime Minister Tony Blair on June 18. He goes on to Berlin and Paris next week.",
    ): [
        "DE-PK scheduled 2003-06-30..2003-07-06 Berlin/DE",
        "FR-PK scheduled 2003-06-30..2003-07-06 Paris/FR",
        "GB-PK concluded 2003-06-18 London/GB",
        "PK-US scheduled 2003-06-24 Camp David/US",
    ],
    (
        "2019-11-07",
        "Putin visit to Saudi not until spring",
        "Saudi King Salman's visit to Moscow, planned for this month, will take place in the spring at the earliest, a Kremlin aide said on Thursday. Russian President Vladimir Putin was in Riyadh on October 14. A meeting of OPEC and its allies is to be held in Vienna on December 5 and 6. No changes have been made to that, the aide added.",
    ): [
        "OPEC scheduled 2019-12-05..2019-12-06 Vienna/AT",
        "RU-SA postponed 2020-03-01..2020-05-31 Moscow/RU was 2019-11-01..2019-11-30",
    ],
    (
        "2015-01-07",
        "Kyiv hopes",
        'Foreign ministers of Germany, France, Russia and Ukraine will meet in Berlin on Monday, January 12, to prepare a summit in Astana, a German diplomat said. The summit, which Kazakhstan has offered to hold on January 15, is not certain. "It makes sense only if there is progress," Merkel\'s spokesman said on Wednesday. Officials met on Monday and will meet again before the weekend.',
    ): ["DE-FR-RU-UA scheduled 2015-01-12 Berlin/DE", "DE-FR-RU-UA tentative 2015-01-15 Astana/KZ"],
    (
        "2020-02-20",
        "EU budget summit drags on",
        "BRUSSELS - European Union leaders will be back at the table on Friday morning after talks on the bloc's next budget broke up without a deal late on Thursday. Council chief Charles Michel saw them one by one through the night. The summit had been called for one day. A second one may be needed in March, diplomats said.",
    ): ["EU underway 2020-02-20 Brussels/BE"],
    (
        "2001-02-28",
        "Powell in Brussels",
        "Belgian, French and British ministers met the U.S. secretary of state, Colin Powell, in Brussels on Tuesday at his first NATO session. Powell had arrived from Kuwait. Next he is to receive South Korea's Kim Dae-jung, who comes to Washington on March 7. Kim will meet President Bush the following day.",
    ): ["BE-FR-GB-NATO-US concluded 2001-02-27 Brussels/BE", "KR-US scheduled 2001-03-08 Washington/US"],
    (
        "2004-12-21",
        "Blair in Baghdad",
        'British Prime Minister Tony Blair flew into Baghdad on Tuesday on a surprise visit and met Iraq\'s interim premier Iyad Allawi. He goes to Israel and the West Bank on Wednesday to see Ariel Sharon and Mahmoud Abbas. His aides had said for weeks that he would be there "before Christmas". Allawi was to have visited London last month but stayed at home.',
    ): ["GB-IL scheduled 2004-12-22 /IL", "GB-IQ concluded 2004-12-21 Baghdad/IQ", "GB-PS scheduled 2004-12-22 /PS"],
    (
        "2016-12-01",
        "Kishida off to Russia",
        "Japanese Foreign Minister Fumio Kishida leaves for Russia on Thursday to prepare Vladimir Putin's visit to Japan on December 15 and 16. He will meet Putin in St. Petersburg on Friday and his counterpart Sergei Lavrov in Moscow on Saturday. Putin will go to Nagato, Abe's home town, on the first day and to Tokyo on the second.",
    ): ["JP-RU scheduled 2016-12-02 Saint Petersburg/RU", "JP-RU scheduled 2016-12-15..2016-12-16 Nagato/JP"],
    (
        "2002-03-27",
        "Beirut summit without Arafat",
        "BEIRUT (AFP) - An Arab League summit opened here on Wednesday without Yasser Arafat, whom Israel kept in Ramallah, and without the leaders of Egypt and Jordan, who sent their prime ministers. Saudi Crown Prince Abdullah will present his peace plan today. The Palestinian delegation walked out when Arafat's speech by satellite was delayed until Thursday.",
    ): ["ARAB_LEAGUE underway 2002-03-27 Beirut/LB"],
    (
        "2012-03-07",
        "Annan to Damascus as planned",
        "Kofi Annan's trip to Syria will go ahead on Saturday, a U.N. spokesman said, after state television in Damascus had reported that the envoy of the United Nations and the Arab League would be turned away. The former U.N. chief is in Cairo today for talks with Arab League head Nabil Elaraby. U.N. aid chief Valerie Amos was let into Homs on Wednesday. She had been refused a visa in February.",
    ): ["ARAB_LEAGUE-UN underway 2012-03-07 Cairo/EG", "SY-UN scheduled 2012-03-10 /SY"],
    (
        "2015-11-25",
        "Turkey and Russia: Lavrov cancels",
        'Russian Foreign Minister Sergei Lavrov has cancelled a visit to Turkey that was to start today, after a Russian warplane was shot down at the Syrian border. "We do not advise our citizens to go there either," he said in Sochi, where President Vladimir Putin received King Abdullah of Jordan on Tuesday. NATO ambassadors met in Brussels on Tuesday at Ankara\'s request. Lavrov will speak with his Turkish counterpart by phone later on Wednesday.',
    ): [
        "JO-RU concluded 2015-11-24 Sochi/RU",
        "NATO concluded 2015-11-24 Brussels/BE",
        "RU-TR cancelled 2015-11-25 /TR",
        "RU-TR scheduled 2015-11-25 call",
    ],
    (
        "2009-12-22",
        "Netanyahu postpones",
        "Israeli Prime Minister Benjamin Netanyahu will not fly to Cairo on Wednesday as reported, his office said on Tuesday, but will go there next Tuesday. Egypt's intelligence chief Omar Suleiman was in Jerusalem on Sunday with President Hosni Mubarak's invitation. Talks on a prisoner swap with Hamas have gone on through a German mediator for months. No meeting of Netanyahu and Palestinian President Mahmoud Abbas is in sight.",
    ): ["EG-IL postponed 2009-12-29 Cairo/EG was 2009-12-23"],
    (
        "2018-08-24",
        "Trump tells Pompeo to stay home",
        'U.S. President Donald Trump told Mike Pompeo on Friday not to go to North Korea, a day after the secretary of state had announced that he would fly to Pyongyang next week with his new envoy Stephen Biegun. Trump blamed China. "I have asked Secretary Pompeo not to go, at this time," he wrote. Pompeo was last in Pyongyang on July 6 and 7, when he did not see leader Kim Jong Un.',
    ): ["KP-US cancelled 2018-08-27..2018-09-02 Pyongyang/KP"],
    (
        "2021-03-30",
        "Suez backlog and a visit",
        'CAIRO — A trip by Greek Foreign Minister Nikos Dendias to Ankara is on for April 14, a Greek official said, dismissing as "nonsense" a Turkish newspaper\'s claim that it had been frozen. Dendias, who was in Cairo on Tuesday for talks with his Egyptian counterpart Sameh Shoukry, pulled out of a conference in Antalya last year after a survey ship entered Greek waters.',
    ): ["EG-GR concluded 2021-03-30 Cairo/EG", "GR-TR scheduled 2021-04-14 Ankara/TR"],
    (
        "2010-05-05",
        "Erdogan to Athens; Greek strike",
        "Turkey's prime minister Tayyip Erdogan will travel to Athens on May 14 in spite of the riots in which three people died on Wednesday, his office said. \"The programme has not changed,\" a spokesman told Anatolian. The Dutch premier's visit to Athens, set for Thursday, was put off at the Greek government's request. Ministers of both countries will sign some ten accords.",
    ): ["GR-NL postponed Athens/GR was 2010-05-06", "GR-TR scheduled 2010-05-14 Athens/GR"],
    (
        "2016-07-15",
        "Nice",
        "Polish President Andrzej Duda called off a trip to Nice. He had been due to speak there on Saturday at a meeting of French mayors. French President Francois Hollande, who rang Barack Obama, the U.S. president, on Friday morning, cancelled plans to go to Avignon. The foreign ministers of the European Union will meet as planned in Brussels on Monday, with John Kerry as a guest.",
    ): ["EU-US scheduled 2016-07-18 Brussels/BE", "FR-PL cancelled Nice/FR", "FR-US concluded 2016-07-15 call"],
    (
        "2011-02-03",
        "EU summit to hear Merkel",
        "BRUSSELS: A working lunch of the leaders of France, Germany and Poland that had been pencilled in for Monday in Warsaw will be held on Monday after all, a Polish diplomat said, two days after Paris had said that Nicolas Sarkozy could not come. European Union leaders meet on Friday. Egypt will be on the table at both. The three last met in this form in 2006.",
    ): ["DE-FR-PL scheduled 2011-02-07 Warsaw/PL", "EU scheduled 2011-02-04"],
    (
        "2005-08-24",
        "Talks on nuclear file cancelled",
        "The European Union has called off the next round of talks with Iran on its nuclear programme, which was to have taken place on August 31 in Paris, because Tehran has gone back to processing uranium, a French foreign ministry spokesman said. Contacts go on at other levels. Iran's new president Mahmoud Ahmadinejad will address the United Nations in New York in mid-September. The last round was held in Geneva on May 25.",
    ): ["EU-IR cancelled 2005-08-31 Paris/FR"],
    (
        "2017-04-18",
        "Pence lands in Tokyo",
        "TOKYO, April 18 -- U.S. Vice President Mike Pence arrived from Seoul on Tuesday and had lunch with Japan's premier, Shinzo Abe. He postponed by an hour a talk with Finance Minister Taro Aso. Pence met South Korea's acting president Hwang Kyo-ahn on Monday. From Japan he flies to Jakarta on Wednesday and to Sydney on Saturday.",
    ): [
        "AU-US scheduled 2017-04-22 Sydney/AU",
        "ID-US scheduled 2017-04-19 Jakarta/ID",
        "JP-US concluded 2017-04-18 Tokyo/JP",
        "KR-US concluded 2017-04-17",
    ],
    (
        "2022-11-02",
        "Scholz flies to Beijing anyway",
        "German Chancellor Olaf Scholz leaves on Thursday on a one-day visit to China, the first by a Group of Seven leader since the pandemic began. Members of his coalition had called for it to be cancelled. He will meet President Xi Jinping and outgoing Premier Li Keqiang in Beijing on Friday. French President Emmanuel Macron, who wanted the two to go together, will make the journey later.",
    ): ["CN-DE scheduled 2022-11-04 Beijing/CN"],
    (
        "2024-07-03",
        "Orban in Kyiv, next Moscow?",
        "Hungarian Prime Minister Viktor Orban, who met Ukraine's Volodymyr Zelenskiy in Kyiv on Tuesday, declined to say on Wednesday whether he would go to Moscow as well. VSquare, a news site, wrote that he would be received by Vladimir Putin on Friday. The Kremlin would neither confirm nor deny it. A meeting of Orban with NATO's Jens Stoltenberg in Washington, first set for July 9, has been moved to July 10.",
    ): [
        "HU-NATO postponed 07-10 Washington/US was 07-09",
        "HU-RU scheduled 07-05 Moscow/RU",
        "HU-UA concluded 07-02 Kyiv/UA",
    ],
    (
        "2019-09-08",
        "Trump says he cancelled secret Camp David talks",
        'President Donald Trump said on Saturday he had called off a secret meeting with Taliban leaders and the Afghan president that was to have taken place at Camp David on Sunday, after the group claimed a bombing in Kabul that killed a U.S. soldier. "They were coming to the United States tonight," he tweeted. U.S. envoy Zalmay Khalilzad has held nine rounds of talks with the Taliban in Doha since October. The Taliban said their negotiators had parted from the Americans on good terms.',
    ): ["AF-TALIBAN-US cancelled 2019-09-08 Camp David/US"],
    (
        "2006-11-28",
        "Pope in Turkey; Erdogan finds time",
        "Pope Benedict arrived in Ankara on Tuesday and was met at the airport by Prime Minister Tayyip Erdogan, who had said last week he would be too busy to see him but delayed his departure for a NATO summit in Riga by two hours. The pontiff's four-day trip will also take him to Istanbul, where he prays with Patriarch Bartholomew on Thursday. In September the Turkish parliament's speaker had called for the visit to be dropped.",
    ): ["TR-VA underway 2006-11-28..2006-12-01 Ankara/TR"],
    (
        "2017-10-03",
        "Madrid puts off Estonia, Catalonia",
        "Spain's prime minister Mariano Rajoy will skip Wednesday's dinner of EU leaders... no such dinner is planned, a spokesman joked, but Rajoy did call off his trip to Portugal this week. He saw Portugal's Antonio Costa in May. Foreign Minister Alfonso Dastis goes to Lisbon on Thursday in his stead for the consultations.",
    ): ["ES-PT cancelled 2017-10-02..2017-10-08 /PT", "ES-PT scheduled 2017-10-05 Lisbon/PT"],
    (
        "2009-06-09",
        "Lieberman comes to Moscow later",
        "The visit to Moscow of Israel's foreign minister Avigdor Lieberman, who met Sergei Lavrov there only last week, made headlines because he conducted his talks in Russian. Lavrov accepted an invitation to Jerusalem. A Middle East conference that Russia wants to host in Moscow this year has been put off until the new U.S. administration has made up its mind, diplomats say. George Mitchell is in Jerusalem today.",
    ): ["IL-RU concluded 2009-06-01..2009-06-07 Moscow/RU"],
    (
        "2021-01-14",
        "EU envoys and Kosovo",
        "Miroslav Lajcak's trip to Pristina and Belgrade, planned for next week, will have to wait until Kosovo has voted, the EU envoy wrote on Thursday. Elections there are on February 14. His last meeting with both delegations was in Brussels on September 7. On Friday he will brief the 27 ambassadors.",
    ): [
        "EU-RS postponed Belgrade/RS was 2021-01-18..2021-01-24",
        "EU-XK postponed Pristina/XK was 2021-01-18..2021-01-24",
    ],
    (
        "2024-01-16",
        "Poland's Tusk to Kyiv soon",
        'WARSAW (PAP) – Prime Minister Donald Tusk confirmed on Tuesday that he would visit Ukraine "in the coming days", without naming a date for safety reasons. A meeting of the two governments, which Kyiv had suggested for January 12, could not be held because of the farmers\' blockade. On Thursday Tusk receives Slovakia\'s Robert Fico? "No," he said, "that is a rumour."',
    ): ["PL-UA scheduled /UA"],
    (
        "2008-12-09",
        "Dalai Lama's Paris row, EU-China",
        'China said on Tuesday that an EU-China summit it cancelled last month could be held in the spring if France mended its ways. President Nicolas Sarkozy met the Dalai Lama in Gdansk on Saturday. "We hope the summit takes place as soon as possible," European Commission chief Jose Manuel Barroso said in Brussels. It had been due in Lyon on December 1. Premier Wen Jiabao will attend the Davos forum in January.',
    ): ["CN-EU cancelled 2009-03-01..2009-05-31"],
    (
        "2020-07-17",
        "Brussels marathon opens",
        "EU leaders met face to face in Brussels on Friday for the first time since February to haggle over a recovery fund. The talks, planned for two days, may well spill over into Sunday, Dutch Prime Minister Mark Rutte said. German Chancellor Angela Merkel gave the chances as slim. She and France's Emmanuel Macron had a preparatory talk with Council president Charles Michel in the morning. A video summit on June 19 brought nothing.",
    ): ["DE-FR concluded 2020-07-17", "EU concluded 2020-07-17 Brussels/BE"],
    (
        "2014-12-15",
        "Ebola and a summit",
        "The Nordic and Baltic prime ministers' meeting planned for Monday in Monrovia... The joke made the rounds in Reykjavik, where ministers from the eight countries did meet on Monday to talk about flights to West Africa. Liberia postponed a senate election from Tuesday to Saturday. U.N. chief Ban Ki-moon will start a tour of the region on Friday in Accra, then go to Liberia, Sierra Leone and Guinea.",
    ): [
        "GH-UN scheduled 2014-12-19 Accra/GH",
        "GN-UN scheduled 2014-12-19 /GN",
        "LR-UN scheduled 2014-12-19 /LR",
        "SL-UN scheduled 2014-12-19 /SL",
    ],
    (
        "2012-06-27",
        "Annan's action group",
        'Kofi Annan has invited the five permanent members of the U.N. Security Council, Turkey, Kuwait, Qatar and Iraq to a meeting on Syria in Geneva on Saturday, after days in which it had seemed that Russia would stay away. "It is on," his spokesman said. Iran and Saudi Arabia are not on the list. Hillary Clinton said in Helsinki that she had great hope. She meets Sergei Lavrov in St. Petersburg on Friday.',
    ): [
        "CN-FR-GB-IQ-KW-QA-RU-TR-UN-US proposed 2012-06-30 Geneva/CH",
        "RU-US scheduled 2012-06-29 Saint Petersburg/RU",
    ],
    (
        "2016-08-03",
        "Erdogan-Putin date confirmed",
        "ANKARA (Anadolu) – President Recep Tayyip Erdogan's trip to St. Petersburg on August 9 stands, his spokesman Ibrahim Kalin said on Wednesday, calling reports of a delay \"fabricated\". It will be his first meeting with Vladimir Putin since a Russian jet was shot down last November. A visit by the Russian culture minister to Istanbul was put back to September. NATO's secretary general is expected in Ankara in the autumn.",
    ): [
        "NATO-TR tentative 2016-09-01..2016-11-30 Ankara/TR",
        "RU-TR postponed 2016-09-01..2016-09-30 Istanbul/TR",
        "RU-TR scheduled 2016-08-09 Saint Petersburg/RU",
    ],
    (
        "2023-09-05",
        "Kim to Russia, says Washington",
        'North Korea\'s leader, Kim Jong Un, plans to travel to Russia this month to meet President Vladimir Putin, U.S. officials said. The Kremlin had "nothing to say" about that. The two could meet on the sidelines of a forum in Vladivostok from September 10 to 13. Defence Minister Sergei Shoigu was in Pyongyang in July. Putin has put off a trip to Turkey, and Turkish President Tayyip Erdogan came to Sochi on Monday instead.',
    ): [
        "KP-RU tentative 2023-09-10..2023-09-13 Vladivostok/RU",
        "RU-TR postponed /TR",
        "RU-TR underway 2023-09-04 Sochi/RU",
    ],
    (
        "2014-07-17",
        "Gaza: truce talks shift",
        "CAIRO - An Israeli delegation left Cairo on Thursday after a few hours without seeing the Hamas team, which had arrived from Doha. Egyptian mediators shuttled between them. A second session planned for the evening was dropped. Palestinian President Mahmoud Abbas, who met Egypt's Abdel Fattah al-Sisi in the morning, goes on to Ankara on Friday for talks with Turkish leaders.",
    ): ["EG-PS concluded 2014-07-17 Cairo/EG", "PS-TR scheduled 2014-07-18 Ankara/TR"],
    (
        "2018-12-20",
        "Mattis out, Syria pullout",
        'Defense Secretary Jim Mattis, who resigned on Thursday, will still attend a NATO meeting in Brussels in February, the Pentagon said. His trip to Kuwait on Friday was scrapped. Senator Lindsey Graham urged the president to postpone a summit with Kim Jong Un "until we know what we want". Turkey\'s defence minister spoke by telephone with his Russian counterpart on Wednesday.',
    ): [
        "KW-US cancelled 2018-12-21 /KW",
        "NATO-US scheduled 2019-02-01..2019-02-28 Brussels/BE",
        "RU-TR concluded 2018-12-19 call",
    ],
    (
        "2015-12-03",
        "Syrian opposition to gather",
        "Syrian opposition groups will gather in Riyadh from December 8 to 10, a Saudi official said. It had been thought that the conference would be in mid-month. The U.N.'s Staffan de Mistura visited Moscow on Wednesday for talks with Sergei Lavrov. A new round of the Vienna talks, pencilled in for December 18 in New York, depends on what comes out of Riyadh.",
    ): ["RU-UN concluded 2015-12-02 Moscow/RU", "SY-SYRIAN_OPPOSITION-UN tentative 2015-12-18 New York/US"],
    (
        "2007-02-02",
        "Blair questioned",
        "British Prime Minister Tony Blair's talks with Poland's Jaroslaw Kaczynski in London on Thursday were delayed by forty minutes when police came to see him for the second time. The two agreed to meet again in the spring in Gdansk. Kaczynski had dinner with the Queen? He did not, the palace said. Foreign Secretary Margaret Beckett is on her way to Washington, where she meets Condoleezza Rice today.",
    ): [
        "GB-PL concluded 2007-02-01 London/GB",
        "GB-PL scheduled 2007-03-01..2007-05-31 Gdansk/PL",
        "GB-US scheduled 2007-02-02 Washington/US",
    ],
    (
        "2022-02-24",
        "Zelenskiy's appeal",
        "Vladimir Putin's envoy told the Security Council in New York late on Wednesday that the operation had begun, while the council was in session. U.S. Secretary of State Antony Blinken had cancelled his meeting with Russia's Sergei Lavrov, set for Thursday in Geneva, the day before yesterday. French Foreign Minister Jean-Yves Le Drian also called off a Friday meeting with Lavrov. EU leaders meet in Brussels tonight.",
    ): ["EU scheduled 2022-02-24 Brussels/BE", "FR-RU cancelled 2022-02-25", "RU-US cancelled 2022-02-24 Geneva/CH"],
    (
        "2019-12-13",
        "Johnson wins; Normandy follow-up",
        "BERLIN – The next summit in the so-called Normandy format will take place in the German capital in four months, Chancellor Angela Merkel told reporters after an EU summit in Brussels on Friday. Russia's Vladimir Putin and Ukraine's Volodymyr Zelenskiy met for the first time on Monday in Paris, with Merkel and Emmanuel Macron. Boris Johnson stayed away from Brussels. He will telephone Donald Trump later today.",
    ): [
        "DE-FR-RU-UA concluded 2019-12-09 Paris/FR",
        "EU concluded 2019-12-13 Brussels/BE",
        "GB-US scheduled 2019-12-13 call",
    ],
    (
        "2024-05-20",
        "Iran after the crash",
        "The leaders of Pakistan, Qatar and Iraq will attend the funeral of Iranian President Ebrahim Raisi in Tehran on Wednesday. Raisi was flying back from the border, where he had met Azerbaijan's Ilham Aliyev on Sunday. Indirect talks of Iran with the United States in Oman, which began last week, have been suspended for the mourning. India's foreign minister will go to Tehran as well. A trip by the Saudi crown prince to Japan, due to start on Monday, was put off over his father's health.",
    ): [
        "AZ-IR concluded 05-19",
        "IN-IR scheduled Tehran/IR",
        "IR-US postponed /OM was 05-13..05-19",
        "JP-SA postponed /JP was 05-20",
    ],
}


@pytest.mark.parametrize(
    ("article", "expected"), ARTICLES.items(), ids=[f"{day} {title[:40]}" for day, title, _ in ARTICLES]
)
def test_an_article_about_a_change_tells_of_that_change_alone(
    article: tuple[str, str, str], expected: list[str]
) -> None:
    day, title, text = article
    assert read(f"[{day}] {text}", title) == sorted(expected)
