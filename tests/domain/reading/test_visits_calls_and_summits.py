"""Sentences about visits, calls, summits and talks as outlets of many countries write them, beside the reports they hold.

A row gives the publication day, the text and its reports, each as ``PARTIES status START..END PLACE [call|video] [prev DAY]``, where
PLACE is the city, or else the country.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from domain.reading import RuleExtractor
from domain.reports import Format, Report, quotes_exactly

Row = tuple[str, str, list[str]]


@cache
def reader() -> RuleExtractor:
    return RuleExtractor()


def shown(report: Report) -> str:
    when, where, previous = report.when, report.where, report.previous
    days = f"{when.start}..{when.end}" if when else "None"
    parts = ["-".join(report.parties), report.status.value, days, str((where.city or where.country) if where else None)]
    if report.format in (Format.CALL, Format.VIDEO):
        parts.append(report.format.value)
    if previous is not None:
        place = (previous.where.city or previous.where.country or "") if previous.where else ""
        parts.append(f"prev {previous.when.start if previous.when else ''}{place}")
    return " ".join(parts)


CALLS: list[Row] = [
    (
        "2014-03-03",
        "Polish Prime Minister Donald Tusk spoke by telephone with German Chancellor Angela Merkel late on Sunday about the crisis in Crimea.",
        ["DE-PL concluded 2014-03-02..2014-03-02 None call"],
    ),
    (
        "2022-07-11",
        "Israeli Prime Minister Yair Lapid phoned Jordan's King Abdullah on Monday ahead of Joe Biden's visit to the region this week.",
        ["IL-JO concluded 2022-07-11..2022-07-11 None call"],
    ),
    (
        "2015-06-09",
        "Ethiopian officials said Prime Minister Hailemariam Desalegn held a telephone conversation with Egypt's Sisi on Sunday night.",
        ["EG-ET concluded 2015-06-07..2015-06-07 None call"],
    ),
    (
        "2021-11-12",
        "Joe Biden and Xi Jinping will meet virtually on Monday evening, the White House said. The video call comes two days after the U.S. secretary of state, Antony Blinken, speaks with Foreign Minister Wang Yi.",
        ["CN-US scheduled 2021-11-15..2021-11-15 None video"],
    ),
    (
        "2021-12-07",
        "Joe Biden and Vladimir Putin held a two-hour video call on Tuesday.",
        ["RU-US concluded 2021-12-07..2021-12-07 None video"],
    ),
    (
        "2024-01-10",
        "Oman's Sultan Haitham took a phone call on Tuesday from Jordan's King Abdullah, the royal court said.",
        ["JO-OM concluded 2024-01-09..2024-01-09 None call"],
    ),
    (
        "2024-01-10",
        "Chad's president, Mahamat Deby, told Cameroon's Paul Biya by telephone on Tuesday that the border would stay open.",
        ["CM-TD concluded 2024-01-09..2024-01-09 None call"],
    ),
]

SEVERAL_MEETINGS_IN_ONE_SENTENCE: list[Row] = [
    (
        "2017-10-20",
        "Rex Tillerson is set to visit Qatar and Saudi Arabia this weekend, the State Department said on Friday.",
        ["QA-US scheduled 2017-10-21..2017-10-22 QA", "SA-US scheduled 2017-10-21..2017-10-22 SA"],
    ),
    (
        "2009-04-02",
        "Barack Obama and Dmitry Medvedev met for the first time in London on Wednesday and agreed to start negotiations on a new arms treaty.",
        ["RU-US concluded 2009-04-01..2009-04-01 London", "RU-US scheduled None None"],
    ),
    (
        "2001-10-03",
        "British Prime Minister Tony Blair leaves for Moscow on Thursday and will go on to Islamabad on Friday to see President Pervez Musharraf.",
        ["GB-PK scheduled 2001-10-05..2001-10-05 Islamabad", "GB-RU scheduled 2001-10-04..2001-10-04 Moscow"],
    ),
    (
        "2022-02-07",
        '"I will go to Kyiv on Tuesday," Macron told reporters aboard his plane before a dinner with Putin in Moscow on Monday evening.',
        ["FR-RU scheduled 2022-02-07..2022-02-07 Moscow", "FR-UA scheduled 2022-02-08..2022-02-08 Kyiv"],
    ),
    (
        "2017-04-05",
        "Chinese President Xi Jinping will stop over in Finland on Wednesday on his way to Florida, where he will meet President Trump on Thursday and Friday.",
        ["CN-FI scheduled 2017-04-05..2017-04-05 FI", "CN-US scheduled 2017-04-06..2017-04-07 US"],
    ),
    (
        "2018-10-02",
        "Mike Pompeo will travel to Pyongyang on Sunday and will also visit Japan, South Korea and China during the Oct. 6-8 trip, the State Department said.",
        [
            "CN-US scheduled 2018-10-06..2018-10-08 CN",
            "JP-US scheduled 2018-10-06..2018-10-08 JP",
            "KP-US scheduled 2018-10-07..2018-10-07 Pyongyang",
            "KR-US scheduled 2018-10-06..2018-10-08 KR",
        ],
    ),
    (
        "2019-02-08",
        "The second summit between Donald Trump and Kim Jong Un will be held in Hanoi on Feb. 27 and 28. U.S. envoy Stephen Biegun met his North Korean counterpart Kim Hyok Chol in Pyongyang this week to prepare it. The two are to meet again before the summit.",
        ["KP-US concluded 2019-02-04..2019-02-10 Pyongyang", "KP-US scheduled 2019-02-27..2019-02-28 Hanoi"],
    ),
    (
        "2008-08-12",
        "French President Nicolas Sarkozy arrived in Moscow on Tuesday for talks with President Dmitry Medvedev. He was due to fly on to Tbilisi in the evening to meet Georgia's Mikheil Saakashvili.",
        ["FR-GE scheduled 2008-08-12..2008-08-12 Tbilisi", "FR-RU underway 2008-08-12..2008-08-12 Moscow"],
    ),
    (
        "2014-09-05",
        "Ukraine's President Petro Poroshenko and Russia's Vladimir Putin spoke by telephone on Wednesday, the Kremlin said. Envoys of Kiev, Moscow, the OSCE and the rebels are due to meet in Minsk on Friday.",
        ["OSCE-RU-UA scheduled 2014-09-05..2014-09-05 Minsk", "RU-UA concluded 2014-09-03..2014-09-03 None call"],
    ),
    (
        "2015-11-24",
        "French President Francois Hollande will hold talks with Barack Obama in Washington on Tuesday. He meets Germany's Angela Merkel on Wednesday and Vladimir Putin in Moscow on Thursday.",
        [
            "DE-FR scheduled 2015-11-25..2015-11-25 None",
            "FR-RU scheduled 2015-11-26..2015-11-26 Moscow",
            "FR-US scheduled 2015-11-24..2015-11-24 Washington",
        ],
    ),
    (
        "2010-03-12",
        "Barack Obama has pushed back his trip to Indonesia and Australia by three days to March 21.",
        [
            "AU-US postponed 2010-03-21..2010-03-21 AU prev 2010-03-18",
            "ID-US postponed 2010-03-21..2010-03-21 ID prev 2010-03-18",
        ],
    ),
    (
        "2011-09-19",
        "Turkish Prime Minister Recep Tayyip Erdogan, who was on a tour of Egypt, Tunisia and Libya last week, will meet U.S. President Barack Obama in New York on Tuesday.",
        [
            "EG-TR concluded 2011-09-12..2011-09-18 EG",
            "LY-TR concluded 2011-09-12..2011-09-18 LY",
            "TN-TR concluded 2011-09-12..2011-09-18 TN",
            "TR-US scheduled 2011-09-20..2011-09-20 New York",
        ],
    ),
    (
        "2023-08-31",
        "Turkish Foreign Minister Hakan Fidan met his Russian counterpart Sergei Lavrov in Moscow on Thursday, ahead of a visit by President Tayyip Erdogan to Sochi on Monday for talks with Putin.",
        ["RU-TR concluded 2023-08-31..2023-08-31 Moscow", "RU-TR scheduled 2023-09-04..2023-09-04 Sochi"],
    ),
    (
        "2001-06-11",
        "President Bush leaves on Monday for a five-day trip to Spain, Belgium, Sweden, Poland and Slovenia, where he will meet Russian President Vladimir Putin for the first time on Saturday.",
        [
            "BE-US scheduled 2001-06-11..2001-06-15 BE",
            "ES-US scheduled 2001-06-11..2001-06-15 ES",
            "PL-US scheduled 2001-06-11..2001-06-15 PL",
            "RU-US scheduled 2001-06-16..2001-06-16 SI",
            "SE-US scheduled 2001-06-11..2001-06-15 SE",
            "SI-US scheduled 2001-06-11..2001-06-15 SI",
        ],
    ),
    (
        "2020-10-26",
        "Armenian Foreign Minister Zohrab Mnatsakanyan and his Azerbaijani colleague Jeyhun Bayramov will hold separate meetings with Mike Pompeo in Washington on Friday.",
        ["AM-US scheduled 2020-10-30..2020-10-30 Washington", "AZ-US scheduled 2020-10-30..2020-10-30 Washington"],
    ),
    (
        "2006-10-03",
        "Japanese Prime Minister Shinzo Abe is arranging to visit China on Sunday and South Korea on Monday, government sources said.",
        ["CN-JP proposed 2006-10-08..2006-10-08 CN", "JP-KR proposed 2006-10-09..2006-10-09 KR"],
    ),
    (
        "2000-02-27",
        "Finnish President Tarja Halonen's first foreign trip will take her to Sweden on Tuesday and Estonia on Wednesday, her office said.",
        ["EE-FI scheduled 2000-03-01..2000-03-01 EE", "FI-SE scheduled 2000-02-29..2000-02-29 SE"],
    ),
    (
        "2013-05-07",
        "After talks with Putin in Moscow on Tuesday, Kerry said the two countries would try to convene an international conference on Syria by the end of May.",
        ["RU-US concluded 2013-05-07..2013-05-07 Moscow", "RU-US proposed 2013-05-07..2013-05-31 None"],
    ),
    (
        "2006-11-17",
        "Mr. Bush, in Hanoi for the APEC summit, met separately with the leaders of Russia, China and South Korea.",
        ["CN-US concluded None Hanoi", "KR-US concluded None Hanoi", "RU-US concluded None Hanoi"],
    ),
    (
        "2024-01-10",
        "Norway's foreign minister, Espen Barth Eide, could also meet separately with Poland's Radoslaw Sikorski and Germany's Annalena Baerbock in Vilnius on Jan. 16.",
        ["DE-NO tentative 2024-01-16..2024-01-16 Vilnius", "NO-PL tentative 2024-01-16..2024-01-16 Vilnius"],
    ),
    (
        "2024-01-10",
        "Moldovan President Maia Sandu and Romanian President Klaus Iohannis agreed after a meeting in Iasi on Monday to hold a summit in Chisinau next month.",
        ["MD-RO concluded 2024-01-08..2024-01-08 Iasi", "MD-RO scheduled 2024-02-01..2024-02-29 Chisinau"],
    ),
    (
        "2024-01-10",
        "The visit of Qatar's emir, Sheikh Tamim bin Hamad, to Kuwait and Oman is postponed.",
        ["KW-QA postponed None KW", "OM-QA postponed None OM"],
    ),
    (
        "2024-01-10",
        "Kenyan President William Ruto also had bilateral meetings with Rwanda's Paul Kagame and Zambia's Hakainde Hichilema on Monday.",
        ["KE-RW concluded 2024-01-08..2024-01-08 None", "KE-ZM concluded 2024-01-08..2024-01-08 None"],
    ),
    (
        "2024-01-10",
        "German Chancellor Olaf Scholz has cut down his trip to Africa, postponing stops in Nairobi, Kampala and Lusaka.",
        ["DE-KE postponed None Nairobi", "DE-UG postponed None Kampala", "DE-ZM postponed None Lusaka"],
    ),
    (
        "2024-01-10",
        "President Joe Biden spoke with Fijian Prime Minister Sitiveni Rabuka on Tuesday. He has also invited the Fijian leader for an official visit.",
        ["FJ-US concluded 2024-01-09..2024-01-09 None", "FJ-US proposed None US"],
    ),
    (
        "2024-01-10",
        "Swiss President Viola Amherd will hold talks with her Austrian counterpart in Vienna on Monday and with Slovenia's Natasa Pirc Musar in Ljubljana on Tuesday.",
        ["AT-CH scheduled 2024-01-15..2024-01-15 Vienna", "CH-SI scheduled 2024-01-16..2024-01-16 Ljubljana"],
    ),
]

CHANGES: list[Row] = [
    (
        "2018-05-24",
        "Donald Trump cancelled his June 12 summit with Kim Jong Un on Thursday. The two were to have met in Singapore.",
        ["KP-US cancelled 2018-06-12..2018-06-12 Singapore"],
    ),
    (
        "2020-07-03",
        "A planned visit by Armenian Prime Minister Nikol Pashinyan to Tbilisi has been put off. It had been scheduled for July 6. No new date was given.",
        ["AM-GE postponed None Tbilisi prev 2020-07-06"],
    ),
    (
        "2006-07-14",
        "Iran's chief nuclear negotiator, Ali Larijani, failed to turn up for a meeting with the EU's Javier Solana in Brussels. The talks were rescheduled for Tuesday.",
        ["EU-IR postponed 2006-07-18..2006-07-18 Brussels"],
    ),
    (
        "2010-11-25",
        "China on Thursday called off a trip by Foreign Minister Yang Jiechi to Seoul, citing scheduling reasons.",
        ["CN-KR cancelled None Seoul"],
    ),
    (
        "2023-10-17",
        "A summit in Amman between Joe Biden, Jordan's King Abdullah, Egypt's Abdel Fattah al-Sisi and Mahmoud Abbas was called off after a blast at a Gaza hospital. It had been due on Wednesday.",
        ["EG-JO-PS-US cancelled 2023-10-18..2023-10-18 Amman"],
    ),
    (
        "2024-01-10",
        "Plans for Italy's Antonio Tajani to visit Tunisia in late January have been cancelled, two diplomats said.",
        ["IT-TN cancelled 2024-01-21..2024-01-31 TN"],
    ),
    (
        "2024-01-10",
        "Canadian Foreign Minister Melanie Joly is no longer able to travel to Jamaica because of the storm, her office said.",
        ["CA-JM cancelled None JM"],
    ),
    (
        "2024-01-10",
        "The meeting of Serbian President Aleksandar Vucic with Hungary's Viktor Orban will take place not on January 15 but on January 16.",
        ["HU-RS postponed 2024-01-16..2024-01-16 None prev 2024-01-15"],
    ),
    (
        "2024-01-10",
        "Cuba said on Tuesday that Saturday's meeting with the United States in Havana had been postponed.",
        ["CU-US postponed None Havana prev 2024-01-13"],
    ),
    (
        "2024-01-10",
        "A summit between Kazakhstan and Uzbekistan was called off. It had been due on Friday in Tashkent.",
        ["KZ-UZ cancelled 2024-01-12..2024-01-12 Tashkent"],
    ),
]

TABLES_OF_MANY: list[Row] = [
    (
        "2015-01-12",
        "The foreign ministers of Russia, Germany, France and Ukraine are to meet in Berlin later on Monday.",
        ["DE-FR-RU-UA scheduled 2015-01-12..2015-01-12 Berlin"],
    ),
    (
        "2010-09-01",
        "Palestinian President Mahmoud Abbas and Israeli Prime Minister Benjamin Netanyahu will launch direct talks in Washington on Thursday, hosted by U.S. Secretary of State Hillary Clinton.",
        ["IL-PS-US scheduled 2010-09-02..2010-09-02 Washington"],
    ),
    (
        "2003-08-27",
        "Negotiators from the United States, North Korea, South Korea, China, Japan and Russia began three days of talks in Beijing on Wednesday.",
        ["CN-JP-KP-KR-RU-US underway 2003-08-27..2003-08-29 Beijing"],
    ),
    (
        "2019-12-09",
        "Volodymyr Zelensky and Vladimir Putin met face to face for the first time in Paris on Monday at a summit hosted by Emmanuel Macron and also attended by Angela Merkel.",
        ["DE-FR-RU-UA concluded 2019-12-09..2019-12-09 Paris"],
    ),
    (
        "2013-04-03",
        "Serbia's prime minister, Ivica Dacic, and Kosovo's Hashim Thaci ended 12 hours of EU-brokered talks in Brussels on Tuesday without a deal.",
        ["EU-RS-XK concluded 2013-04-02..2013-04-02 Brussels"],
    ),
    (
        "2022-03-09",
        "Russian Foreign Minister Sergei Lavrov landed in Antalya on Wednesday, where he is due to meet Ukraine's Dmytro Kuleba on Thursday in the presence of Turkey's Mevlut Cavusoglu.",
        ["RU-TR-UA scheduled 2022-03-10..2022-03-10 Antalya"],
    ),
    (
        "2000-07-05",
        "President Clinton announced Wednesday that Israeli and Palestinian leaders will come to Camp David next week for a summit.",
        ["IL-PS-US scheduled 2000-07-10..2000-07-16 Camp David"],
    ),
    (
        "2016-12-20",
        "The foreign ministers of Russia, Iran and Turkey met in Moscow on Tuesday to discuss Syria. The talks went ahead despite the killing of Russia's ambassador in Ankara.",
        ["IR-RU-TR concluded 2016-12-20..2016-12-20 Moscow"],
    ),
    (
        "2018-09-30",
        "Ethiopia's Abiy Ahmed, Eritrea's Isaias Afwerki and Somalia's Mohamed Abdullahi Farmajo agreed in Asmara this month to meet again in Addis Ababa before the end of the year.",
        ["ER-ET-SO scheduled 2018-09-30..2018-12-31 Addis Ababa"],
    ),
    (
        "2022-10-12",
        "OPEC+ ministers meet in person in Vienna on Wednesday.",
        ["OPEC+ scheduled 2022-10-12..2022-10-12 Vienna"],
    ),
    (
        "2022-02-17",
        "EU leaders will hold an emergency summit on Ukraine in Brussels at noon on Thursday, European Council President Charles Michel said.",
        ["EU scheduled 2022-02-17..2022-02-17 Brussels"],
    ),
    (
        "2013-11-21",
        "ECOWAS heads of state are due in Yamoussoukro next Friday and Saturday for their annual summit.",
        ["ECOWAS scheduled 2013-11-29..2013-11-30 Yamoussoukro"],
    ),
    (
        "2023-05-08",
        "The Syrian foreign minister, Faisal Mekdad, will travel to Moscow for a meeting with his counterparts from Russia, Turkey and Iran on Wednesday.",
        ["IR-RU-SY-TR scheduled 2023-05-10..2023-05-10 Moscow"],
    ),
    (
        "2003-06-03",
        "The U.S. president is to hold a three-way summit with Sharon and Abbas in Aqaba, Jordan, on Wednesday, a day after meeting Arab leaders in Egypt.",
        ["IL-PS-US scheduled 2003-06-04..2003-06-04 Aqaba"],
    ),
    (
        "2014-11-07",
        "The United States, Iran and the European Union will meet in Muscat on Sunday and Monday, followed by a wider round in Vienna from November 18.",
        ["EU-IR-US scheduled 2014-11-09..2014-11-10 Muscat"],
    ),
    (
        "2001-07-22",
        "Leaders of the G8 wrapped up a three-day summit in Genoa on Sunday.",
        ["G8 concluded 2001-07-20..2001-07-22 Genoa"],
    ),
    (
        "2022-06-16",
        "The leaders of France, Germany and Italy travelled by night train to Kyiv to meet Volodymyr Zelenskiy on Thursday.",
        ["DE-FR-IT-UA underway 2022-06-16..2022-06-16 Kyiv"],
    ),
    (
        "2015-02-11",
        "Angela Merkel and Francois Hollande flew into Minsk on Wednesday for crunch talks with Vladimir Putin and Petro Poroshenko.",
        ["DE-FR-RU-UA underway 2015-02-11..2015-02-11 Minsk"],
    ),
    (
        "2010-08-20",
        "Hillary Clinton has invited the Israeli and Palestinian leaders to Washington on Sept. 2 to restart direct negotiations.",
        ["IL-PS-US proposed 2010-09-02..2010-09-02 Washington"],
    ),
    (
        "2022-09-07",
        "Putin and Xi plan to meet in Samarkand on September 15 and 16 at a summit of the Shanghai Cooperation Organisation, Russia's ambassador in Beijing said.",
        ["CN-RU tentative 2022-09-15..2022-09-16 Samarkand"],
    ),
    (
        "2024-01-10",
        "The six-party talks on North Korea's weapons have been dormant for years. A further round of talks is expected by the end of March.",
        ["CN-JP-KP-KR-RU-US tentative 2024-01-10..2024-03-31 None"],
    ),
    (
        "2024-01-10",
        "The water ministers of irrigation in Iraq, Syria and Turkey are going to meet on January 24 and 25 in Baghdad.",
        ["IQ-SY-TR scheduled 2024-01-24..2024-01-25 Baghdad"],
    ),
    (
        "2024-01-10",
        "The 40th ASEAN Summit was held in Vientiane on Monday.",
        ["ASEAN concluded 2024-01-08..2024-01-08 Vientiane"],
    ),
    (
        "2024-01-10",
        "Mr. Sunak will meet Mr. Macron and Mr. Scholz in Weimar on Friday.",
        ["DE-FR-GB scheduled 2024-01-12..2024-01-12 Weimar"],
    ),
]

JOURNEYS: list[Row] = [
    (
        "2019-05-06",
        "Chinese Foreign Minister Wang Yi will pay an official visit to Ethiopia from May 9 to 11, ministry spokesman Geng Shuang announced on Monday.",
        ["CN-ET scheduled 2019-05-09..2019-05-11 ET"],
    ),
    (
        "2019-05-06",
        "At the invitation of Kenyan President Uhuru Kenyatta, Tanzanian President John Magufuli will pay a two-day state visit to Kenya starting Thursday.",
        ["KE-TZ scheduled 2019-05-09..2019-05-10 KE"],
    ),
    (
        "2023-09-12",
        "North Korean leader Kim Jong Un arrived in Russia by train on Tuesday ahead of a meeting with President Vladimir Putin expected later this week.",
        ["KP-RU tentative 2023-09-12..2023-09-17 RU"],
    ),
    (
        "2011-02-09",
        "Turkish President Abdullah Gul is due to travel to Tehran next week for talks with his Iranian counterpart, Mahmoud Ahmadinejad.",
        ["IR-TR scheduled 2011-02-14..2011-02-20 Tehran"],
    ),
    (
        "2020-02-18",
        "Afghan President Ashraf Ghani's office said he would receive the U.S. envoy Zalmay Khalilzad in Kabul on Wednesday.",
        ["AF-US scheduled 2020-02-19..2020-02-19 Kabul"],
    ),
    (
        "2016-08-01",
        "Japan's new defence minister, Tomomi Inada, is to fly to Washington in mid-September for talks with Ash Carter, her office said.",
        ["JP-US scheduled 2016-09-11..2016-09-20 Washington"],
    ),
    (
        "2007-11-05",
        "Pervez Musharraf has invited the Afghan president to visit Islamabad before the end of the month, a Pakistani official said.",
        ["AF-PK proposed 2007-11-05..2007-11-30 Islamabad"],
    ),
    (
        "2006-04-18",
        "Hu Jintao arrives in Washington on Wednesday for a four-day visit that will include a meeting with George W. Bush on Thursday.",
        ["CN-US scheduled 2006-04-20..2006-04-20 Washington"],
    ),
    (
        "2016-05-20",
        "Vietnam will welcome U.S. President Barack Obama on Sunday for a three-day visit.",
        ["US-VN scheduled 2016-05-22..2016-05-24 VN"],
    ),
    (
        "2012-08-24",
        "The Iranian and Egyptian presidents will meet in Tehran next Thursday, the first such visit since the 1979 revolution.",
        ["EG-IR scheduled 2012-08-30..2012-08-30 Tehran"],
    ),
    (
        "2012-05-14",
        "François Hollande will fly to Berlin to dine with Angela Merkel on Tuesday, hours after being sworn in.",
        ["DE-FR scheduled 2012-05-15..2012-05-15 Berlin"],
    ),
    (
        "2023-04-12",
        "Syria's foreign minister arrived in Jeddah on Wednesday, the first such visit in over a decade, Saudi state media said.",
        ["SA-SY underway 2023-04-12..2023-04-12 Jeddah"],
    ),
    (
        "2004-06-01",
        "Lebanese President Emile Lahoud leaves Tuesday for Paris on a two-day official visit at the invitation of Jacques Chirac.",
        ["FR-LB scheduled 2004-06-01..2004-06-02 Paris"],
    ),
    (
        "2003-02-25",
        "Canadian Prime Minister Jean Chretien is to visit Mexico on Thursday and Friday for talks with President Vicente Fox.",
        ["CA-MX scheduled 2003-02-27..2003-02-28 MX"],
    ),
    (
        "2014-05-20",
        "Shanghai — Russian President Vladimir Putin arrived in China on Tuesday for a two-day visit and talks with President Xi Jinping.",
        ["CN-RU underway 2014-05-20..2014-05-21 Shanghai"],
    ),
    (
        "2022-03-16",
        "LIMA (ANP) - Chilean President Gabriel Boric visited Peru on Tuesday and met President Pedro Castillo.",
        ["CL-PE concluded 2022-03-15..2022-03-15 Lima"],
    ),
    (
        "2022-03-16",
        "LIMA (ANP) - Chilean President Gabriel Boric visited Ecuador on Tuesday and met President Guillermo Lasso.",
        ["CL-EC concluded 2022-03-15..2022-03-15 EC"],
    ),
    (
        "2022-03-16",
        "LIMA (ANP) - Chilean President Gabriel Boric will visit Peru next Tuesday and meet President Pedro Castillo.",
        ["CL-PE scheduled 2022-03-22..2022-03-22 PE"],
    ),
    (
        "2012-07-02",
        "Russian President Vladimir Putin will travel to Turkey in September. He met Prime Minister Recep Tayyip Erdogan in Los Cabos two weeks ago.",
        ["RU-TR scheduled 2012-09-01..2012-09-30 TR"],
    ),
    (
        "2022-07-28",
        "Nancy Pelosi is considering a stop in Taiwan during a tour of Asia next month, two people familiar with the plans said.",
        ["TW-US proposed 2022-08-01..2022-08-31 TW"],
    ),
    (
        "2017-06-02",
        "Arab League chief Ahmed Aboul Gheit said he would visit Khartoum on Sunday to see President Omar al-Bashir.",
        ["ARAB_LEAGUE-SD scheduled 2017-06-04..2017-06-04 Khartoum"],
    ),
    (
        "2021-08-30",
        "Algeria's Foreign Minister Ramtane Lamamra received Libya's top diplomat, Najla Mangoush, in Algiers on Sunday.",
        ["DZ-LY concluded 2021-08-29..2021-08-29 Algiers"],
    ),
    (
        "2012-11-06",
        "Sri Lanka's external affairs minister, G.L. Peiris, is in Beijing on a three-day official visit that began on Monday.",
        ["CN-LK underway 2012-11-05..2012-11-07 Beijing"],
    ),
    (
        "2007-08-27",
        "Hugo Chavez said he would receive a FARC envoy in Caracas to discuss a prisoner swap, with Colombian President Alvaro Uribe's blessing.",
        ["FARC-VE scheduled None Caracas"],
    ),
    (
        "2024-04-25",
        "US Secretary of State Antony Blinken, on a three-day visit to China, will meet Foreign Minister Wang Yi in Beijing on Friday.",
        ["CN-US scheduled 2024-04-26..2024-04-26 Beijing"],
    ),
    (
        "2017-11-13",
        "Lebanon's Saad al-Hariri will fly from Riyadh to Paris on Saturday at the invitation of Emmanuel Macron.",
        ["FR-LB scheduled 2017-11-18..2017-11-18 Paris"],
    ),
    (
        "2016-04-11",
        "Kerry will be the first American secretary of state to visit Hiroshima when he attends a meeting of G7 foreign ministers there on Sunday.",
        ["G7-US scheduled 2016-04-17..2016-04-17 Hiroshima"],
    ),
    (
        "2015-09-22",
        "President Xi Jinping landed in Seattle on Tuesday at the start of a week-long U.S. visit. He will hold talks with President Obama at the White House on Friday.",
        ["CN-US scheduled 2015-09-25..2015-09-25 Washington"],
    ),
    (
        "2018-07-10",
        "Britain's Theresa May will receive Donald Trump at Chequers, her country residence, on Friday.",
        ["GB-US scheduled 2018-07-13..2018-07-13 Chequers"],
    ),
    (
        "2009-12-11",
        "Barack Obama will make a brief trip to Copenhagen on Dec. 18, the last day of the climate conference.",
        ["DK-US scheduled 2009-12-18..2009-12-18 Copenhagen"],
    ),
    (
        "2024-01-10",
        "Spain's prime minister, Pedro Sanchez, will fly to Rabat on Monday and meet Moroccan premier Aziz Akhannouch on Tuesday.",
        ["ES-MA scheduled 2024-01-16..2024-01-16 Rabat"],
    ),
    (
        "2024-01-10",
        "Iraqi Foreign Minister Fuad Hussein was said to be travelling to Tehran on Thursday.",
        ["IQ-IR tentative 2024-01-11..2024-01-11 Tehran"],
    ),
    (
        "2024-01-10",
        "A delegation led by Pakistan's Foreign Secretary Syrus Sajjad Qazi left for Kabul on Tuesday to resume dialogue with Afghanistan. The two-day talks will begin on Thursday.",
        ["AF-PK scheduled 2024-01-11..2024-01-12 Kabul"],
    ),
    (
        "2024-01-10",
        "Yemen's government and the Houthis are to hold talks in Muscat on Thursday. A Houthi delegation arrived in Muscat on Wednesday morning.",
        ["HOUTHIS-YE scheduled 2024-01-11..2024-01-11 Muscat"],
    ),
    (
        "2024-01-10",
        "Danish Foreign Minister Lars Lokke Rasmussen toured a port before further meetings later Thursday with members of the Finnish parliament and Foreign Minister Elina Valtonen.",
        ["DK-FI scheduled 2024-01-11..2024-01-11 None"],
    ),
    (
        "2024-01-10",
        "Ireland's Leo Varadkar spoke of Malta's role in Europe. Malta had asked for the visit. His trip to the island is scheduled for January 21-22.",
        ["IE-MT scheduled 2024-01-21..2024-01-22 MT"],
    ),
    (
        "2024-01-10",
        "Mongolia's president arrived in Berlin on Tuesday for a four-day visit that will include a meeting with German Chancellor Olaf Scholz on Thursday.",
        ["DE-MN scheduled 2024-01-11..2024-01-11 Berlin"],
    ),
]

TALKS: list[Row] = [
    (
        "2008-07-10",
        "French President Nicolas Sarkozy held talks with Syria's Bashar al-Assad in Paris on Saturday.",
        ["FR-SY concluded 2008-07-05..2008-07-05 Paris"],
    ),
    (
        "2013-06-18",
        "U.S. officials will meet Taliban representatives in Doha on Thursday, senior administration officials said.",
        ["TALIBAN-US scheduled 2013-06-20..2013-06-20 Doha"],
    ),
    (
        "2021-06-01",
        "The Kremlin said Vladimir Putin and Alexander Lukashenko would continue their talks on Tuesday aboard a yacht in Sochi.",
        ["BY-RU scheduled 2021-06-01..2021-06-01 Sochi"],
    ),
    (
        "2018-04-20",
        "South Korea's Moon Jae-in and the North's Kim Jong Un are scheduled to hold a summit at Panmunjom on April 27.",
        ["KP-KR scheduled 2018-04-27..2018-04-27 Panmunjom"],
    ),
    (
        "2024-10-21",
        "Indian Prime Minister Narendra Modi and Chinese President Xi Jinping will hold a bilateral meeting on the sidelines of the BRICS summit in Kazan on Wednesday, Foreign Secretary Vikram Misri said.",
        ["CN-IN scheduled 2024-10-23..2024-10-23 Kazan"],
    ),
    (
        "2015-05-06",
        "Greek Finance Minister Yanis Varoufakis was in Paris on Wednesday for talks with his French counterpart Michel Sapin.",
        ["FR-GR concluded 2015-05-06..2015-05-06 Paris"],
    ),
    (
        "2018-06-11",
        "Donald Trump will sit down with Kim Jong Un at the Capella hotel on Singapore's Sentosa island at 9 a.m. on Tuesday.",
        ["KP-US scheduled 2018-06-12..2018-06-12 Singapore"],
    ),
    (
        "2002-11-20",
        "A senior EU delegation is expected in Ankara next month to discuss the Cyprus question with the Turkish government.",
        ["EU-TR tentative 2002-12-01..2002-12-31 Ankara"],
    ),
    (
        "2021-10-08",
        "Senior Taliban officials and U.S. representatives are to hold talks in Doha on Saturday and Sunday, officials from both sides said.",
        ["TALIBAN-US scheduled 2021-10-09..2021-10-10 Doha"],
    ),
    (
        "2017-02-10",
        "Shinzo Abe golfed with Donald Trump in Florida on Saturday after the two leaders met at the White House on Friday.",
        ["JP-US concluded 2017-02-10..2017-02-10 Washington"],
    ),
    (
        "2004-01-05",
        "Pakistani and Indian leaders Pervez Musharraf and Atal Behari Vajpayee met in Islamabad for an hour on Monday.",
        ["IN-PK concluded 2004-01-05..2004-01-05 Islamabad"],
    ),
    (
        "2018-03-09",
        "Donald Trump has agreed to meet North Korea's Kim Jong Un by May, a South Korean envoy said in Washington on Thursday.",
        ["KP-US scheduled 2018-03-09..2018-05-31 None"],
    ),
    (
        "2021-04-05",
        "Iran and world powers will hold indirect talks with the United States in Vienna on Tuesday.",
        ["IR-US scheduled 2021-04-06..2021-04-06 Vienna"],
    ),
    (
        "2016-11-08",
        "Talks to reunify Cyprus opened in the Swiss resort of Mont Pelerin on Monday between Nicos Anastasiades, the Greek Cypriot leader, and Mustafa Akinci, his Turkish Cypriot counterpart.",
        ["CY-TRNC underway 2016-11-07..2016-11-07 Mont Pelerin"],
    ),
    (
        "2009-11-10",
        "U.S. President Barack Obama is expected to sit down with Chinese leader Hu Jintao in Beijing on Nov. 17.",
        ["CN-US tentative 2009-11-17..2009-11-17 Beijing"],
    ),
    (
        "2020-01-13",
        "Fayez al-Serraj and Khalifa Haftar are to meet in Moscow on Monday to sign a ceasefire, the Russian foreign ministry said.",
        ["LNA-LY scheduled 2020-01-13..2020-01-13 Moscow"],
    ),
    (
        "2006-09-11",
        "EU foreign policy chief Javier Solana and Iran's chief nuclear negotiator Ali Larijani ended two days of talks in Vienna on Sunday.",
        ["EU-IR concluded 2006-09-09..2006-09-10 Vienna"],
    ),
    (
        "2024-02-02",
        "Hungary's Viktor Orban and Sweden's Ulf Kristersson will hold talks in Budapest on Feb. 23, the government spokesman said.",
        ["HU-SE scheduled 2024-02-23..2024-02-23 Budapest"],
    ),
    (
        "2011-01-20",
        "Hu Jintao and Barack Obama met in the Oval Office on Wednesday before a state dinner.",
        ["CN-US concluded 2011-01-19..2011-01-19 Washington"],
    ),
    (
        "2002-06-20",
        "Israeli Foreign Minister Shimon Peres and the Palestinian planning minister, Nabil Shaath, met in secret near Jerusalem last week, Israel Radio reported on Thursday.",
        ["IL-PS concluded 2002-06-10..2002-06-16 Jerusalem"],
    ),
    (
        "2013-09-12",
        "U.S. Secretary of State John Kerry and Russian Foreign Minister Sergei Lavrov opened two days of talks on Syria's chemical weapons in Geneva on Thursday. They are expected to continue on Friday.",
        ["RU-US underway 2013-09-12..2013-09-13 Geneva"],
    ),
    (
        "2016-10-03",
        "The Colombian government's chief negotiator, Humberto de la Calle, and FARC rebels will sit down again in Havana on Tuesday to salvage the peace deal.",
        ["CO-FARC scheduled 2016-10-04..2016-10-04 Havana"],
    ),
    (
        "2005-01-14",
        "The Bolivian and Chilean foreign ministers held a closed-door meeting in Asuncion on the sidelines of the Mercosur gathering.",
        ["BO-CL concluded None Asuncion"],
    ),
    (
        "2014-02-11",
        "Senior officials from China and Taiwan held their first direct talks since 1949 in Nanjing on Tuesday.",
        ["CN-TW concluded 2014-02-11..2014-02-11 Nanjing"],
    ),
    (
        "2017-07-04",
        "The readout said Prime Minister Trudeau spoke today with Italian Prime Minister Paolo Gentiloni about climate change.",
        ["CA-IT concluded 2017-07-04..2017-07-04 None"],
    ),
    (
        "2022-03-28",
        "Turkey's president said Russian and Ukrainian negotiators would meet face-to-face in Istanbul from Monday to Wednesday.",
        ["RU-UA scheduled 2022-03-28..2022-03-30 Istanbul"],
    ),
    (
        "2008-04-09",
        "Zambia's Levy Mwanawasa has called an extraordinary SADC summit in Lusaka on Saturday to discuss Zimbabwe's disputed election.",
        ["SADC-ZM scheduled 2008-04-12..2008-04-12 Lusaka"],
    ),
    (
        "2019-10-07",
        "Talks between the United States and North Korea broke off in Stockholm on Saturday, hours after they began.",
        ["KP-US concluded 2019-10-05..2019-10-05 Stockholm"],
    ),
    (
        "2012-01-24",
        "Chad's Idriss Deby and Sudan's Omar al-Bashir are meeting in Khartoum today.",
        ["SD-TD underway 2012-01-24..2012-01-24 Khartoum"],
    ),
    (
        "2021-03-17",
        "The US and Chinese delegations will gather in Anchorage, Alaska, on Thursday for two days of meetings.",
        ["CN-US scheduled 2021-03-18..2021-03-19 Anchorage"],
    ),
    (
        "2019-11-26",
        "Mr Johnson will host NATO leaders at a hotel outside London next week. Mr Trump and Mr Erdogan are among those expected.",
        ["GB-NATO scheduled 2019-12-02..2019-12-08 London"],
    ),
    (
        "2012-06-04",
        "Russia and the European Union ended their summit in St. Petersburg on Monday with no progress on visas.",
        ["EU-RU concluded 2012-06-04..2012-06-04 Saint Petersburg"],
    ),
    (
        "2017-05-16",
        "Turkish President Tayyip Erdogan met U.S. President Donald Trump at the White House on Tuesday for the first time.",
        ["TR-US concluded 2017-05-16..2017-05-16 Washington"],
    ),
    (
        "2011-11-01",
        "The Indian and Pakistani prime ministers may meet on the margins of a SAARC summit in the Maldives on Nov. 10-11.",
        ["IN-PK tentative 2011-11-10..2011-11-11 MV"],
    ),
    (
        "2024-01-10",
        "Sudanese government and SPLM-N delegates are expected to resume talking in Juba in early February.",
        ["SD-SPLM_N tentative 2024-02-01..2024-02-10 Juba"],
    ),
    (
        "2024-01-10",
        "Greek Prime Minister Kyriakos Mitsotakis and Turkish President Recep Tayyip Erdogan agreed on Monday to meet next month in Ankara.",
        ["GR-TR scheduled 2024-02-01..2024-02-29 Ankara"],
    ),
    (
        "2024-01-10",
        "The Dutch and Surinamese delegations held their third day of talks on Tuesday.",
        ["NL-SR underway 2024-01-07..2024-01-07 None"],
    ),
    (
        "2024-01-10",
        "India's foreign ministry said New Delhi had invited Bhutan's King Jigme to India next month.",
        ["BT-IN proposed 2024-02-01..2024-02-29 IN"],
    ),
    (
        "2024-01-10",
        "The minister praised the bilateral talks between Egypt and Ethiopia in Cairo on January 8.",
        ["EG-ET concluded 2024-01-08..2024-01-08 Cairo"],
    ),
    (
        "2024-01-10",
        "Armenia and Azerbaijan held their first direct border talks since 2020 in Geneva on Tuesday.",
        ["AM-AZ concluded 2024-01-09..2024-01-09 Geneva"],
    ),
    (
        "2024-01-10",
        "Vietnamese Foreign Minister Bui Thanh Son met Laos's Saleumxay Kommasith on Monday. Son talked with Saleumxay for half an hour on the sidelines of a regional forum in Cambodia.",
        ["LA-VN concluded 2024-01-08..2024-01-08 KH"],
    ),
    (
        "2024-01-10",
        "The accord was reached at a meeting on Monday between Chilean envoy Alberto van Klaveren, who is also foreign minister, and Peruvian Foreign Minister Javier Gonzalez-Olaechea.",
        ["CL-PE concluded 2024-01-08..2024-01-08 None"],
    ),
    (
        "2024-01-10",
        "In a first round of talks on Monday evening with Estonian Defence Ministry chief Hanno Pevkur, Finnish Defence Minister Antti Hakkanen asked for patience.",
        ["EE-FI concluded 2024-01-08..2024-01-08 None"],
    ),
    (
        "2024-01-10",
        "The North and the South have both tested missiles. South Korea's Yoon Suk Yeol and the North's Kim Jong Un are to meet at Panmunjom on Jan. 27, Seoul said. North Korea was silent.",
        ["KP-KR scheduled 2024-01-27..2024-01-27 Panmunjom"],
    ),
]

NOTHING_TO_REPORT: list[Row] = [
    ("2003-08-26", "Envoys from six nations began three days of talks in Beijing on Wednesday.", []),
    ("2019-06-28", "Xi told Trump at the G20 in Osaka that they should keep talking.", []),
    ("2011-03-03", "Venezuela has offered to host talks between the Libyan government and the rebels.", []),
    (
        "2009-06-29",
        "Honduras' ousted president, Manuel Zelaya, will attend a meeting of Central American leaders in Managua on Monday.",
        [],
    ),
    (
        "2023-02-14",
        "Philippine President Ferdinand Marcos Jr. summoned the Chinese ambassador on Tuesday over a laser incident at sea.",
        [],
    ),
    ("2017-09-20", "Rohani said he had no plans to meet Trump in New York.", []),
    ("2016-02-24", "The proposed visit of the Pope to Moscow is not on the agenda, the Kremlin said.", []),
    (
        "2014-06-05",
        "Asked whether he would meet Putin in Normandy, Obama said he was sure they would see each other.",
        [],
    ),
    (
        "2020-09-10",
        "Pakistani Foreign Minister Shah Mahmood Qureshi met his Indian counterpart S Jaishankar in Moscow? No such meeting took place, Islamabad said.",
        [],
    ),
    (
        "2024-01-10",
        "The commissioner said on Wednesday she had learnt much from her talks Monday with Albania's Edi Rama in Tirana and Serbia's Aleksandar Vucic in Belgrade that she called frank.",
        [],
    ),
    ("2024-01-10", "British envoy Nick Dyer arrived in Asmara last year with a letter from the king.", []),
]

TABLES = {
    "calls": CALLS,
    "several meetings in one sentence": SEVERAL_MEETINGS_IN_ONE_SENTENCE,
    "changes": CHANGES,
    "tables of many": TABLES_OF_MANY,
    "journeys": JOURNEYS,
    "talks": TALKS,
    "nothing to report": NOTHING_TO_REPORT,
}


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [pytest.param(*row, id=f"{name}: {row[1][:60]}") for name, table in TABLES.items() for row in table],
)
def test_the_reports_are_those_of_a_careful_reader(published: str, text: str, expected: list[str]) -> None:
    reports = reader().extract(text, date.fromisoformat(published)).reports
    assert all(quotes_exactly(report, text, "") for report in reports)
    assert sorted(shown(report) for report in reports) == sorted(expected)
