"""Reading dates and times: phrases of the news beside the readings a careful desk would give.

In the tables the expected mentions stand in brackets. A reading is ``start`` or ``start..end`` with its precision (none for
a day); past and future reading are parted by ``|`` where they differ, the clock time follows ``@``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.times import coordinated, find_times, to_timex3
from domain.reading.times_absolute import easter, orthodox_easter
from domain.reading.times_timex import ALL_RULES
from domain.reading.tokens import Direction, TimeMention
from domain.reports import Precision, When

WEDNESDAY = date(2024, 1, 10)


def shown(when: When | None) -> str:
    if when is None:
        return "-"
    days = str(when.start) if when.start == when.end else f"{when.start}..{when.end}"
    return days if when.precision is Precision.DAY else f"{days} {when.precision.value}"


def readings(mention: TimeMention) -> str:
    past, future = shown(mention.past), shown(mention.future)
    clock = f" @ {mention.clock}" if mention.clock else ""
    return (past if past == future else f"{past} | {future}") + clock


def unbracketed(sentence: str) -> tuple[str, list[str]]:
    return sentence.replace("[", "").replace("]", ""), re.findall(r"\[(.*?)\]", sentence)


DAYS_OF_MONTHS = [
    ("The envoys will meet on [Jan. 10] in Oslo.", "2024-01-10"),
    ("A round is set for [January 12].", "2023-01-12 | 2024-01-12"),
    ("The ministers convene on [12 January].", "2023-01-12 | 2024-01-12"),
    ("The talks of [12 Jan] were brief.", "2023-01-12 | 2024-01-12"),
    ("They return on [Nov. 17] for more.", "2023-11-17 | 2024-11-17"),
    ("The accord was signed on [Sept. 5, 2005] in Rome.", "2005-09-05"),
    ("It dates from [5 December 2021].", "2021-12-05"),
    ("The summit opens [March 3rd].", "2023-03-03 | 2024-03-03"),
    ("The summit opens on [the 3rd of March].", "2023-03-03 | 2024-03-03"),
    ("The summit opens on [March the 3rd].", "2023-03-03 | 2024-03-03"),
    ("The council sits on [the second of March].", "2023-03-02 | 2024-03-02"),
    ("The council sits on [the twenty-first of March].", "2023-03-21 | 2024-03-21"),
    ("The council sits on [March third].", "2023-03-03 | 2024-03-03"),
    ("He leaves on [the 12th].", "2023-12-12 | 2024-01-12"),
    ("He stays until [the 31st], officials said.", "2023-12-31 | 2024-01-31"),
    ("A session is due on [the 12th of next month].", "2024-02-12"),
    ("The two met on [Dec. 31 last year].", "2023-12-31"),
    ("They will gather on [Feb. 29].", "2020-02-29 | 2024-02-29"),
    ("The visit ends [10 January, 2024].", "2024-01-10"),
    ("The visit ends on [10th January 2024].", "2024-01-10"),
    ("The paper is dated [June 30, 2023].", "2023-06-30"),
    ("The treaty was signed on [August 2 1990] in Paris.", "1990-08-02"),
    ("The talks begin on [May 7].", "2023-05-07 | 2024-05-07"),
    ("The talks begin on [7 May].", "2023-05-07 | 2024-05-07"),
    ("The march on the capital is planned for [March 9].", "2023-03-09 | 2024-03-09"),
    ("The leaders gather on [last Oct. 23] grounds.", "2023-10-23"),
]

NUMERIC = [
    ("Update of [2024-03-01]: talks go on.", "2024-03-01"),
    ("Update of [2024/03/01]: talks go on.", "2024-03-01"),
    ("The note of [13.3.2024] was short.", "2024-03-13"),
    ("The note of [03/13/2024] was short.", "2024-03-13"),
    ("The note of [13/03/2024] was short.", "2024-03-13"),
    ("The note of [1/12/2024] was short.", "2024-01-12"),
    ("The stamp reads [2024-01-09T14:30:00Z] here.", "2024-01-09 @ 14:30 UTC"),
]

RANGES_AND_LISTS = [
    ("The summit runs [January 10–12] in Doha.", "2024-01-10..2024-01-12 range"),
    ("The summit runs [January 10-12, 2025] in Doha.", "2025-01-10..2025-01-12 range"),
    ("The summit runs [10-12 January] in Doha.", "2024-01-10..2024-01-12 range"),
    ("The summit runs [10 - 12 January] in Doha.", "2024-01-10..2024-01-12 range"),
    ("He tours the region from [Jan. 10 to 12].", "2024-01-10..2024-01-12 range"),
    ("He tours the region from [Jan. 10 through 12].", "2024-01-10..2024-01-12 range"),
    ("He tours the region from [10 to 12 January 2024].", "2024-01-10..2024-01-12 range"),
    ("He will be there between [3 and 5 March].", "2023-03-03..2023-03-05 range | 2024-03-03..2024-03-05 range"),
    ("He will be there between [March 3 and 5].", "2023-03-03..2023-03-05 range | 2024-03-03..2024-03-05 range"),
    ("He will be there between [March 3 and March 5].", "2023-03-03..2023-03-05 range | 2024-03-03..2024-03-05 range"),
    ("He will be there from [Jan. 30 to Feb. 2].", "2023-01-30..2023-02-02 range | 2024-01-30..2024-02-02 range"),
    ("He will be there [Jan. 30-Feb. 2].", "2023-01-30..2023-02-02 range | 2024-01-30..2024-02-02 range"),
    (
        "He will be there from [30 January to 2 February].",
        "2023-01-30..2023-02-02 range | 2024-01-30..2024-02-02 range",
    ),
    ("The fair runs [Dec. 28 to Jan. 3] again.", "2023-12-28..2024-01-03 range | 2024-12-28..2025-01-03 range"),
    ("Meetings are planned for [10–11] and [13 January].", "2024-01-10..2024-01-11 range ; 2024-01-13"),
    ("Meetings are planned for [10] and [13 January].", "2024-01-10 ; 2024-01-13"),
    ("Meetings are planned for [March 3] and [5].", "2023-03-03 | 2024-03-03 ; 2023-03-05 | 2024-03-05"),
    (
        "Meetings are planned for [March 3], [4] and [9].",
        "2023-03-03 | 2024-03-03 ; 2023-03-04 | 2024-03-04 ; 2023-03-09 | 2024-03-09",
    ),
    ("The trip from [Monday to Wednesday] is on.", "2024-01-08..2024-01-10 range | 2024-01-15..2024-01-17 range"),
    ("The trip, [Monday through Friday], is on.", "2024-01-08..2024-01-12 range | 2024-01-15..2024-01-19 range"),
    ("The trip between [Monday and Wednesday] is on.", "2024-01-08..2024-01-10 range | 2024-01-15..2024-01-17 range"),
    ("The talks were moved from [Jan. 10] to [12].", "2024-01-10 ; 2024-01-12"),
    ("The talks were moved from [Jan. 20] to [Jan. 22].", "2023-01-20 | 2024-01-20 ; 2023-01-22 | 2024-01-22"),
    ("The talks were postponed from [Monday] to [Wednesday].", "2024-01-08 | 2024-01-15 ; 2024-01-10"),
    ("The talks were pushed back from [Friday] until [Sunday].", "2024-01-05 | 2024-01-12 ; 2024-01-07 | 2024-01-14"),
    (
        "The dialogue was brought forward from [12 March] to [9 March].",
        "2023-03-12 | 2024-03-12 ; 2023-03-09 | 2024-03-09",
    ),
    (
        "The session lasts from [the 12th to the 14th of March].",
        "2023-03-12..2023-03-14 range | 2024-03-12..2024-03-14 range",
    ),
]

PARTS = [
    ("A visit is planned for [mid-January].", "2023-01-11..2023-01-20 part | 2024-01-11..2024-01-20 part"),
    ("A visit is planned for [early March].", "2023-03-01..2023-03-10 part | 2024-03-01..2024-03-10 part"),
    ("A visit is planned in [late April].", "2023-04-21..2023-04-30 part | 2024-04-21..2024-04-30 part"),
    ("A visit is planned in [mid March 2025].", "2025-03-11..2025-03-20 part"),
    ("A visit is planned for [the middle of March].", "2023-03-11..2023-03-20 part | 2024-03-11..2024-03-20 part"),
    ("A visit is planned for [the beginning of March].", "2023-03-01..2023-03-10 part | 2024-03-01..2024-03-10 part"),
    ("A visit is planned for [the end of March].", "2023-03-21..2023-03-31 part | 2024-03-21..2024-03-31 part"),
    ("A visit is planned at [the start of next month].", "2024-02-01..2024-02-10 part"),
    ("He arrives at [the end of the month].", "2024-01-21..2024-01-31 part"),
    ("He arrives by [the end of the month].", "2024-01-10..2024-01-31 part"),
    ("He arrives by [the end of this year].", "2024-01-10..2024-12-31 part"),
    ("He arrives before [the end of the week].", "2024-01-10..2024-01-14 part"),
    ("They will reconvene [later this month].", "2024-01-10..2024-01-31 part"),
    ("They will reconvene [later this week].", "2024-01-10..2024-01-14 week"),
    ("They will reconvene [later this year].", "2024-01-10..2024-12-31 part"),
    ("They spoke [earlier this month].", "2024-01-01..2024-01-10 part"),
    ("They spoke [earlier this week].", "2024-01-08..2024-01-14 week"),
    ("They spoke [earlier this year].", "2024-01-01..2024-01-10 part"),
    ("The summit comes [early next year].", "2025-01-01..2025-04-30 part"),
    ("The summit comes in [early 2025].", "2025-01-01..2025-04-30 part"),
    ("The summit comes in [mid-2024].", "2024-05-01..2024-08-31 part"),
    ("The summit came [late last year].", "2023-09-01..2023-12-31 part"),
    ("The summit comes [early next month].", "2024-02-01..2024-02-10 part"),
    ("The summit comes [early next week].", "2024-01-15..2024-01-21 week"),
    ("The summit comes at [the end of next week].", "2024-01-15..2024-01-21 week"),
    ("The review is due in [the first half of February].", "2023-02-01..2023-02-15 part | 2024-02-01..2024-02-15 part"),
    ("The review is due in [the second half of 2024].", "2024-07-01..2024-12-31 part"),
    ("The review is due in [the first quarter].", "2024-01-01..2024-03-31 part"),
    ("The review is due in [the third quarter of 2024].", "2024-07-01..2024-09-30 part"),
    ("The review is due in [the second quarter of next year].", "2025-04-01..2025-06-30 part"),
    ("The review is due in [Q3 2024].", "2024-07-01..2024-09-30 part"),
    ("The review is due in [the third week of January].", "2023-01-16..2023-01-22 week | 2024-01-15..2024-01-21 week"),
    ("The review is due in [the first week of March].", "2023-02-27..2023-03-05 week | 2024-03-04..2024-03-10 week"),
    ("The review is due in [the last week of March].", "2023-03-27..2023-04-02 week | 2024-03-25..2024-03-31 week"),
    ("The review is due in [the third week of this month].", "2024-01-15..2024-01-21 week"),
    ("The review is due on [the last Friday of January].", "2023-01-27 | 2024-01-26"),
    ("The review is due on [the first Monday in March].", "2023-03-06 | 2024-03-04"),
    ("The review is due in [the first days of February].", "2023-02-01..2023-02-10 part | 2024-02-01..2024-02-10 part"),
]

MONTHS_AND_YEARS = [
    ("They will meet in [January].", "2024-01-01..2024-01-31 month"),
    ("They will meet in [March].", "2023-03-01..2023-03-31 month | 2024-03-01..2024-03-31 month"),
    ("They met in [November].", "2023-11-01..2023-11-30 month | 2024-11-01..2024-11-30 month"),
    ("They met in [Nov. 2023] in Lima.", "2023-11-01..2023-11-30 month"),
    ("They will meet in [March 2025].", "2025-03-01..2025-03-31 month"),
    ("They will meet in [May].", "2023-05-01..2023-05-31 month | 2024-05-01..2024-05-31 month"),
    ("They met [last November].", "2023-11-01..2023-11-30 month"),
    ("They will meet [next March].", "2024-03-01..2024-03-31 month"),
    ("They will meet [this June].", "2024-06-01..2024-06-30 month"),
    ("They will meet in [February next year].", "2025-02-01..2025-02-28 month"),
    ("They met in [June last year].", "2023-06-01..2023-06-30 month"),
    ("They will meet [this autumn].", "2024-09-01..2024-11-30 part"),
    ("They will meet in [the spring].", "2023-03-01..2023-05-31 part | 2024-03-01..2024-05-31 part"),
    ("They met [last summer].", "2023-06-01..2023-08-31 part"),
    ("They will meet [next spring].", "2024-03-01..2024-05-31 part"),
    ("They met in [the autumn of 2022].", "2022-09-01..2022-11-30 part"),
    ("They met in [summer 2021].", "2021-06-01..2021-08-31 part"),
    ("They will meet [this winter].", "2023-12-01..2024-02-29 part"),
    ("The pact dates from [2015].", "2015-01-01..2015-12-31 part"),
    ("The pact dates from [the 1990s].", "1990-01-01..1999-12-31 part"),
    ("The row began in [the late 1980s].", "1987-01-01..1989-12-31 part"),
    ("The cabinet's plan runs from [2021-2025].", "2021-01-01..2025-12-31 part"),
]

WEEKDAY_FORMS = [
    ("They will meet on [Friday].", "2024-01-05 | 2024-01-12"),
    ("They will meet on [Wednesday].", "2024-01-10"),
    ("They will meet [Tuesday].", "2024-01-09 | 2024-01-16"),
    ("They talked on [Monday night].", "2024-01-08 | 2024-01-15"),
    ("They will talk [Tuesday morning].", "2024-01-09 | 2024-01-16"),
    ("They will talk on [Thursday afternoon] at length.", "2024-01-04 | 2024-01-11"),
    ("They talked [last Friday].", "2024-01-05"),
    ("They will talk [this Friday].", "2024-01-05 | 2024-01-12"),
    ("They will talk [next Friday].", "2024-01-19"),
    ("They will talk [next Monday].", "2024-01-15"),
    ("They will talk on [the coming Sunday].", "2024-01-14"),
    ("They will talk [this coming Sunday].", "2024-01-14"),
    ("They talked [this past Sunday].", "2024-01-07"),
    ("They will talk [Monday week].", "2024-01-22"),
    ("They will talk [a week from Monday].", "2024-01-22"),
    ("They will talk [two weeks from Friday].", "2024-01-26"),
    ("They will talk [Monday next week].", "2024-01-15"),
    ("They will talk on [Tuesday of next week].", "2024-01-16"),
    ("They will talk [next week on Tuesday].", "2024-01-16"),
    ("They talked on [Thursday last week].", "2024-01-04"),
    ("They talked [late Monday].", "2024-01-08 | 2024-01-15"),
    ("They talked [early on Tuesday].", "2024-01-09 | 2024-01-16"),
    ("They will talk on [Sunday, Jan. 14].", "2024-01-14"),
    ("They will talk on [Sunday 14 January].", "2024-01-14"),
    ("They will talk on [Sunday, 14 January 2024].", "2024-01-14"),
    ("They will talk on [Monday (Jan. 15)] again.", "2024-01-15"),
    ("They will talk on [Monday the 15th].", "2024-01-15"),
    ("They will meet [Wednesday, March 13] in Rome.", "2024-03-13"),
]

RELATIVE_DAYS = [
    ("They meet [today].", "2024-01-10"),
    ("They met [yesterday].", "2024-01-09"),
    ("They meet [tomorrow].", "2024-01-11"),
    ("They meet [tonight].", "2024-01-10"),
    ("They meet [tomorrow morning].", "2024-01-11"),
    ("They met [yesterday evening].", "2024-01-09"),
    ("They met [last night].", "2024-01-09"),
    ("They met [this morning].", "2024-01-10"),
    ("They met [the day before yesterday].", "2024-01-08"),
    ("They meet [the day after tomorrow].", "2024-01-12"),
    ("They met [two days ago].", "2024-01-08"),
    ("They met [10 days ago].", "2023-12-31"),
    ("They met [a week ago].", "2024-01-01..2024-01-07 week"),
    ("They met [two weeks ago].", "2023-12-25..2023-12-31 week"),
    ("They met [a fortnight ago].", "2023-12-25..2023-12-31 week"),
    ("They met [three months ago].", "2023-10-01..2023-10-31 month"),
    ("They met [a year ago].", "2023-01-01..2023-12-31 part"),
    ("They meet [in two days].", "- | 2024-01-12"),
    ("They meet [in ten days].", "- | 2024-01-20"),
    ("They meet [in two weeks].", "- | 2024-01-22..2024-01-28 week"),
    ("They meet [in three weeks' time].", "- | 2024-01-29..2024-02-04 week"),
    ("They meet [in a month].", "- | 2024-02-01..2024-02-29 month"),
    ("They meet [in three months].", "- | 2024-04-01..2024-04-30 month"),
    ("They meet [two weeks from now].", "2024-01-22..2024-01-28 week"),
    ("They meet [within two weeks].", "2024-01-10..2024-01-24 part"),
    ("They meet [within 10 days].", "2024-01-10..2024-01-20 part"),
    ("They meet [within the next two weeks].", "2024-01-10..2024-01-24 part"),
    ("They meet [in the next 10 days].", "2024-01-10..2024-01-20 part"),
    ("They meet over [the coming two weeks].", "2024-01-10..2024-01-24 part"),
    ("They toured in [the past three days].", "2024-01-07..2024-01-10 part"),
]

WEEKS = [
    ("They meet [next week].", "2024-01-15..2024-01-21 week"),
    ("They meet [this week].", "2024-01-08..2024-01-14 week"),
    ("They met [last week].", "2024-01-01..2024-01-07 week"),
    ("They meet [the week after next].", "2024-01-22..2024-01-28 week"),
    ("They met [the week before last].", "2023-12-25..2023-12-31 week"),
    ("They meet in [the week of March 4].", "2023-02-27..2023-03-05 week | 2024-03-04..2024-03-10 week"),
    ("They meet in [the week of 4 March].", "2023-02-27..2023-03-05 week | 2024-03-04..2024-03-10 week"),
    ("They meet in [the week beginning March 4].", "2023-02-27..2023-03-05 week | 2024-03-04..2024-03-10 week"),
    ("They meet over [the weekend].", "2024-01-06..2024-01-07 range | 2024-01-13..2024-01-14 range"),
    ("They meet [this weekend].", "2024-01-06..2024-01-07 range | 2024-01-13..2024-01-14 range"),
    ("They meet [next weekend].", "2024-01-20..2024-01-21 range"),
    ("They met [last weekend].", "2024-01-06..2024-01-07 range"),
    ("They meet [the coming weekend].", "2024-01-13..2024-01-14 range"),
    ("They meet [next month].", "2024-02-01..2024-02-29 month"),
    ("They meet [this month].", "2024-01-01..2024-01-31 month"),
    ("They met [last month].", "2023-12-01..2023-12-31 month"),
    ("They meet [next year].", "2025-01-01..2025-12-31 part"),
    ("They meet [this year].", "2024-01-01..2024-12-31 part"),
    ("They met [last year].", "2023-01-01..2023-12-31 part"),
    ("They meet [the coming week].", "2024-01-15..2024-01-21 week"),
]

HOLIDAYS = [
    ("They meet on [Christmas Eve].", "2023-12-24 | 2024-12-24"),
    ("They met on [New Year's Day].", "2024-01-01 | 2025-01-01"),
    ("They meet after [Easter].", "2023-04-09 | 2024-03-31"),
    ("They met on [Thanksgiving].", "2023-11-23 | 2024-11-28"),
]

CLOCKS = [
    ("They meet at [10 a.m. on Monday].", "2024-01-08 | 2024-01-15 @ 10:00"),
    ("They meet [Monday at 10 a.m.]", "2024-01-08 | 2024-01-15 @ 10:00"),
    ("They meet at [10 a.m. local time on Monday].", "2024-01-08 | 2024-01-15 @ 10:00 local time"),
    ("They meet on [Monday at 10:00 (09:00 GMT)].", "2024-01-08 | 2024-01-15 @ 10:00 (09:00 GMT)"),
    ("They meet on [Jan. 12 at 14:30 GMT].", "2023-01-12 | 2024-01-12 @ 14:30 GMT"),
    ("They meet at [14:30 GMT on Jan. 12].", "2023-01-12 | 2024-01-12 @ 14:30 GMT"),
    ("They meet at [noon on Friday].", "2024-01-05 | 2024-01-12 @ 12:00"),
    ("They meet [tomorrow at 9 a.m. Eastern time] by phone.", "2024-01-11 @ 09:00 Eastern time"),
    ("They meet on [Friday, Jan. 12, at 3:30 p.m.]", "2024-01-12 @ 15:30"),
    ("They meet at [1430 GMT Friday].", "2024-01-05 | 2024-01-12 @ 14:30 GMT"),
]

OTHER_DAYS = [
    # 2024-03-31 is a Sunday
    ("2024-03-31", "They met on [Sunday].", "2024-03-31"),
    ("2024-03-31", "They meet on [Monday].", "2024-03-25 | 2024-04-01"),
    ("2024-03-31", "They met on [Saturday].", "2024-03-30 | 2024-04-06"),
    ("2024-03-31", "They meet [next week].", "2024-04-01..2024-04-07 week"),
    ("2024-03-31", "They met [this week].", "2024-03-25..2024-03-31 week"),
    ("2024-03-31", "They meet over [the weekend].", "2024-03-30..2024-03-31 range"),
    ("2024-03-31", "They meet [this weekend].", "2024-03-30..2024-03-31 range"),
    ("2024-03-31", "They meet [next weekend].", "2024-04-06..2024-04-07 range"),
    ("2024-03-31", "They met [last weekend].", "2024-03-23..2024-03-24 range"),
    ("2024-03-31", "They meet [next Friday].", "2024-04-05"),
    ("2024-03-31", "They met [last Friday].", "2024-03-29"),
    ("2024-03-31", "They meet [this Friday].", "2024-03-29 | 2024-04-05"),
    ("2024-03-31", "They meet [next Monday].", "2024-04-01"),
    ("2024-03-31", "They met [last Sunday].", "2024-03-24"),
    ("2024-03-31", "They meet on [the 1st].", "2024-03-01 | 2024-04-01"),
    ("2024-03-31", "They met on [the 28th].", "2024-03-28 | 2024-04-28"),
    ("2024-03-31", "They meet in [April].", "2023-04-01..2023-04-30 month | 2024-04-01..2024-04-30 month"),
    ("2024-03-31", "They met in [March].", "2024-03-01..2024-03-31 month"),
    ("2024-03-31", "They met [earlier this month].", "2024-03-01..2024-03-31 part"),
    ("2024-03-31", "They meet [later this month].", "2024-03-31 part"),
    ("2024-03-31", "They meet [next month].", "2024-04-01..2024-04-30 month"),
    ("2024-03-31", "They met [a month ago].", "2024-02-01..2024-02-29 month"),
    ("2024-03-31", "They meet on [Easter Monday].", "2023-04-10 | 2024-04-01"),
    ("2024-03-31", "They met on [Good Friday].", "2024-03-29 | 2025-04-18"),
    ("2024-03-31", "They met in [the first quarter].", "2024-01-01..2024-03-31 part"),
    ("2024-03-31", "They meet in [the second quarter].", "2023-04-01..2023-06-30 part | 2024-04-01..2024-06-30 part"),
    ("2024-03-31", "They meet [this spring].", "2024-03-01..2024-05-31 part"),
    ("2024-03-31", "They met [last winter].", "2023-12-01..2024-02-29 part"),
    # 2024-01-01 is a Monday
    ("2024-01-01", "They met on [Monday].", "2024-01-01"),
    ("2024-01-01", "They meet on [Tuesday].", "2023-12-26 | 2024-01-02"),
    ("2024-01-01", "They met on [Sunday].", "2023-12-31 | 2024-01-07"),
    ("2024-01-01", "They met [last week].", "2023-12-25..2023-12-31 week"),
    ("2024-01-01", "They meet [this week].", "2024-01-01..2024-01-07 week"),
    ("2024-01-01", "They meet over [the weekend].", "2023-12-30..2023-12-31 range | 2024-01-06..2024-01-07 range"),
    ("2024-01-01", "They met [this weekend].", "2023-12-30..2023-12-31 range | 2024-01-06..2024-01-07 range"),
    ("2024-01-01", "They met on [Dec. 31].", "2023-12-31 | 2024-12-31"),
    ("2024-01-01", "They meet on [Jan. 2].", "2023-01-02 | 2024-01-02"),
    ("2024-01-01", "They met in [December].", "2023-12-01..2023-12-31 month | 2024-12-01..2024-12-31 month"),
    ("2024-01-01", "They met [last month].", "2023-12-01..2023-12-31 month"),
    ("2024-01-01", "They met [last year].", "2023-01-01..2023-12-31 part"),
    ("2024-01-01", "They met in [late December].", "2023-12-21..2023-12-31 part | 2024-12-21..2024-12-31 part"),
    ("2024-01-01", "They meet in [early January].", "2024-01-01..2024-01-10 part"),
    ("2024-01-01", "They met [last December].", "2023-12-01..2023-12-31 month"),
    ("2024-01-01", "They meet [next December].", "2024-12-01..2024-12-31 month"),
    ("2024-01-01", "They meet [this January].", "2024-01-01..2024-01-31 month"),
    ("2024-01-01", "They met on [Boxing Day].", "2023-12-26 | 2024-12-26"),
    (
        "2024-01-01",
        "They meet from [Dec. 30 to Jan. 2].",
        "2023-12-30..2024-01-02 range | 2024-12-30..2025-01-02 range",
    ),
    ("2024-01-01", "They met [yesterday].", "2023-12-31"),
    ("2024-01-01", "They met [earlier this week].", "2024-01-01..2024-01-07 week"),
    ("2024-01-01", "They met [late last month].", "2023-12-21..2023-12-31 part"),
    # 2024-12-30 is a Monday
    ("2024-12-30", "They meet on [Jan. 3].", "2024-01-03 | 2025-01-03"),
    ("2024-12-30", "They meet on [Friday].", "2024-12-27 | 2025-01-03"),
    ("2024-12-30", "They meet in [January].", "2024-01-01..2024-01-31 month | 2025-01-01..2025-01-31 month"),
    ("2024-12-30", "They meet [this January].", "2025-01-01..2025-01-31 month"),
    ("2024-12-30", "They meet [early next month].", "2025-01-01..2025-01-10 part"),
    ("2024-12-30", "They meet [next month].", "2025-01-01..2025-01-31 month"),
    ("2024-12-30", "They meet [next year].", "2025-01-01..2025-12-31 part"),
    ("2024-12-30", "They meet [next week].", "2025-01-06..2025-01-12 week"),
    ("2024-12-30", "They met on [Dec. 27].", "2024-12-27 | 2025-12-27"),
    ("2024-12-30", "They meet in [early January].", "2024-01-01..2024-01-10 part | 2025-01-01..2025-01-10 part"),
    ("2024-12-30", "They meet on [New Year's Eve].", "2023-12-31 | 2024-12-31"),
    ("2024-12-30", "They meet [tomorrow].", "2024-12-31"),
    ("2024-12-30", "They meet [the day after tomorrow].", "2025-01-01"),
    ("2024-12-30", "They meet [within a week].", "2024-12-30..2025-01-06 part"),
    ("2024-12-30", "They meet [later this week].", "2024-12-30..2025-01-05 week"),
    ("2024-12-30", "They meet [later this year].", "2024-12-30..2024-12-31 part"),
    ("2024-12-30", "They meet on [the 2nd].", "2024-12-02 | 2025-01-02"),
    # 2024-02-29 is a Thursday
    ("2024-02-29", "They meet [in a year].", "- | 2025-01-01..2025-12-31 part"),
    ("2024-02-29", "They meet [in a month].", "- | 2024-03-01..2024-03-31 month"),
    ("2024-02-29", "They met [a month ago].", "2024-01-01..2024-01-31 month"),
    ("2024-02-29", "They meet on [Feb. 29].", "2024-02-29"),
    ("2024-02-29", "They meet on [Thursday].", "2024-02-29"),
    ("2024-02-29", "They meet on [the 30th].", "2024-01-30 | 2024-03-30"),
    ("2024-02-29", "They meet on [Wednesday, March 6].", "2024-03-06"),
    ("2024-02-29", "They met on [Tuesday, Feb. 27] in Bern.", "2024-02-27"),
    ("2024-02-29", "They meet on [Friday, March 1, 2024].", "2024-03-01"),
    ("2024-02-29", "They met on [Monday, Feb. 29, 2016].", "2016-02-29"),
    ("2024-02-29", "They meet [a week from today].", "2024-03-07"),
    ("2024-02-29", "They meet [two days from now].", "2024-03-02"),
    ("2024-02-29", "They meet [a week from tomorrow].", "2024-03-08"),
    ("2024-02-29", "They meet on [Monday of next week].", "2024-03-04"),
    ("2024-02-29", "They meet in [the last week of this month].", "2024-02-26..2024-03-03 week"),
    ("2024-02-29", "They meet in [mid-March].", "2023-03-11..2023-03-20 part | 2024-03-11..2024-03-20 part"),
]

FURTHER_FORMS = [
    ("They met on [Jan. 8]; [the prior day], they had talked.", "2024-01-08 | 2025-01-08 ; 2024-01-07 | 2025-01-07"),
    ("They met in [June 2023] and [the month after].", "2023-06-01..2023-06-30 month ; 2023-07-01..2023-07-31 month"),
    ("They met in [2019] and again [the year before].", "2019-01-01..2019-12-31 part ; 2018-01-01..2018-12-31 part"),
    (
        "They met [last week]; [the week before], they had talked.",
        "2024-01-01..2024-01-07 week ; 2023-12-25..2023-12-31 week",
    ),
    ("They met [a year and a half ago].", "2022-01-01..2022-12-31 part"),
    ("They met [two and a half years ago].", "2021-01-01..2021-12-31 part"),
    ("They met [a week and a half ago].", "2023-12-25..2023-12-31 week"),
    ("They will meet on [the last day of January].", "2024-01-31"),
    ("They will meet on [the final day of next month].", "2024-02-29"),
    ("They will meet on [the last day of the year].", "2024-12-31"),
    ("They will meet by [year's end].", "2024-01-10..2024-12-31 part"),
    ("They will meet before [the year-end].", "2024-01-10..2024-12-31 part"),
    ("They will meet at [year-end].", "2023-12-01..2023-12-31 part | 2024-12-01..2024-12-31 part"),
    ("They will meet in [the new year].", "2024-01-01..2024-04-30 part"),
    ("They will act by [the end of the century].", "2024-01-10..2100-12-31 part"),
    ("They meet from [9 to 11 a.m. on Jan. 12].", "2023-01-12 | 2024-01-12 @ 09:00"),
    ("They meet from [11 a.m. to 1 p.m. on Jan. 12].", "2023-01-12 | 2024-01-12 @ 11:00"),
    ("They meet [11-1:30 p.m. Friday].", "2024-01-05 | 2024-01-12 @ 11:00"),
    ("They meet [10-11:30 a.m. Friday].", "2024-01-05 | 2024-01-12 @ 10:00"),
    ("They meet at [4 in the morning on Friday].", "2024-01-05 | 2024-01-12 @ 04:00"),
    ("They meet at [7:30 in the evening on Friday].", "2024-01-05 | 2024-01-12 @ 19:30"),
    ("They meet at [10 at night on Friday].", "2024-01-05 | 2024-01-12 @ 22:00"),
    ("They meet at [20:00 CET on Thursday].", "2024-01-04 | 2024-01-11 @ 20:00 CET"),
    ("They meet at [8pm (1900 GMT) on Thursday].", "2024-01-04 | 2024-01-11 @ 20:00 (1900 GMT)"),
    ("They meet at [8 p.m. Eastern on Thursday].", "2024-01-04 | 2024-01-11 @ 20:00 Eastern"),
    ("They meet at [8 p.m. Beijing time on Thursday].", "2024-01-04 | 2024-01-11 @ 20:00 Beijing time"),
    ("They meet at [08:00 UTC+3 on Thursday].", "2024-01-04 | 2024-01-11 @ 08:00 UTC+3"),
    ("They meet at [noon local time on Thursday].", "2024-01-04 | 2024-01-11 @ 12:00 local time"),
    ("They meet at [midnight on Thursday].", "2024-01-04 | 2024-01-11 @ 00:00"),
    ("They meet [Thursday evening at 8 p.m.]", "2024-01-04 | 2024-01-11 @ 20:00"),
    ("They meet on [the weekend of March 2-3].", "2023-03-04..2023-03-05 range | 2024-03-02..2024-03-03 range"),
    ("They meet [the weekend after next].", "2024-01-27..2024-01-28 range"),
    ("They met [the weekend before last].", "2023-12-30..2023-12-31 range"),
    ("They met over [the past weekend].", "2024-01-06..2024-01-07 range"),
    ("They meet [next month, on the 12th].", "2024-02-12"),
    ("They meet [a week on Thursday].", "2024-01-18"),
    ("They meet [Thursday of next week].", "2024-01-18"),
    ("They meet on [Thu, 11 Jan 2024].", "2024-01-11"),
    ("They meet on [Thursday (11 January)].", "2024-01-11"),
    ("They meet [this Thursday] and [next Tuesday].", "2024-01-04 | 2024-01-11 ; 2024-01-16"),
    ("They meet in [mid- to late February].", "2023-02-11..2023-02-28 part | 2024-02-11..2024-02-29 part"),
    ("They meet in [early to mid February].", "2023-02-01..2023-02-20 part | 2024-02-01..2024-02-20 part"),
    (
        "They meet in [late January] or [early February].",
        "2023-01-21..2023-01-31 part | 2024-01-21..2024-01-31 part ; 2023-02-01..2023-02-10 part | 2024-02-01..2024-02-10 part",
    ),
    ("They meet towards [the end of February].", "2023-02-21..2023-02-28 part | 2024-02-21..2024-02-29 part"),
    ("They meet in [the second half of February].", "2023-02-16..2023-02-28 part | 2024-02-16..2024-02-29 part"),
    ("They met in [the winter of 2010-11].", "2010-12-01..2011-02-28 part"),
    ("They will meet in [the spring of next year].", "2025-03-01..2025-05-31 part"),
    ("They met in [summer last year].", "2023-06-01..2023-08-31 part"),
    ("It was the wettest [March] on record.", "2023-03-01..2023-03-31 month | 2024-03-01..2024-03-31 month"),
    ("They put it off for [May].", "2023-05-01..2023-05-31 month | 2024-05-01..2024-05-31 month"),
    ("They meet on [Palm Sunday].", "2023-04-02 | 2024-03-24"),
    ("They meet on [Victory Day].", "2023-05-09 | 2024-05-09"),
    ("They meet over [Easter weekend].", "2023-04-08..2023-04-09 range | 2024-03-30..2024-03-31 range"),
    ("They meet in [Christmas week].", "2023-12-25..2023-12-31 week | 2024-12-23..2024-12-29 week"),
    ("They meet before [Orthodox Easter].", "2023-04-16 | 2024-05-05"),
    ("They met on [Orthodox Christmas].", "2024-01-07 | 2025-01-07"),
    ("They meet on [the twenty-second of February].", "2023-02-22 | 2024-02-22"),
    ("They meet on [February the first].", "2023-02-01 | 2024-02-01"),
    ("They meet [in twenty days].", "- | 2024-01-30"),
    ("They meet [in about ten days].", "- | 2024-01-20"),
    ("They meet [in less than two weeks].", "2024-01-10..2024-01-24 part"),
    ("They meet [twelve days from today].", "2024-01-22"),
    ("They meet [three days after Jan. 20].", "2023-01-23 | 2024-01-23"),
    ("They meet [two weeks before March 3].", "2023-02-17 | 2024-02-18"),
    ("They met [a day after Monday]'s vote.", "2024-01-09 | 2024-01-16"),
    ("The note is dated [05-12-2021].", "2021-12-05"),
    ("The note is dated [3/4/2023].", "2023-04-03"),
    ("They signed it on [the 4th of July, 1995].", "1995-07-04"),
    (
        "They met in [1994], in [2002] and in [2015].",
        "1994-01-01..1994-12-31 part ; 2002-01-01..2002-12-31 part ; 2015-01-01..2015-12-31 part",
    ),
    ("The war of [1973] began on [Oct. 6, 1973].", "1973-01-01..1973-12-31 part ; 1973-10-06"),
    ("The accord of [March 1979] holds.", "1979-03-01..1979-03-31 month"),
    ("The fiscal year ended [Sept. 30].", "2023-09-30 | 2024-09-30"),
    ("Growth in [the fourth quarter of fiscal 2023] was slow.", "2023-10-01..2023-12-31 part"),
    ("Resolution 2024 was passed in [2024].", "2024-01-01..2024-12-31 part"),
]

ANCHORED = [
    ("They meet on Jan. 12 in Oslo and [three days later] in Rome.", "2023-01-15 | 2024-01-15"),
    ("They meet on Monday, and [the following day] they fly home.", "2024-01-09 | 2024-01-16"),
    ("They met on Friday and again [the next day].", "2024-01-06 | 2024-01-13"),
    ("They meet on March 3; [the same day], a dinner follows.", "2023-03-03 | 2024-03-03"),
    ("They met on Jan. 2. [That night], they dined.", "2024-01-02 | 2025-01-02"),
    ("They met on Jan. 2 and [a week later] in Rome.", "2024-01-09 | 2025-01-09"),
    ("They met on Jan. 2 and [two weeks later] in Rome.", "2024-01-16 | 2025-01-16"),
    ("They met on Jan. 2 and [a month later] in Rome.", "2024-02-01..2024-02-29 month | 2025-02-01..2025-02-28 month"),
    ("They met on Jan. 5, [two days after that] in Rome.", "2024-01-07 | 2025-01-07"),
    ("They meet on January 10-12 and [two days later] in Rome.", "2024-01-14"),
    ("They met on Jan. 8; [a day earlier], they had talked.", "2024-01-07 | 2025-01-07"),
    ("They met on Jan. 8; [the previous day], they had talked.", "2024-01-07 | 2025-01-07"),
    ("They met in June 2023 and [the following month] in Rome.", "2023-07-01..2023-07-31 month"),
    ("They met in 2019 and [the following year] in Rome.", "2020-01-01..2020-12-31 part"),
    ("They met last week and on [the following Monday] in Rome.", "2024-01-08"),
    ("They met on Dec. 12 and [the following Tuesday] in Rome.", "2023-12-19 | 2024-12-17"),
    ("They met on Dec. 12 and [the previous Friday] in Rome.", "2023-12-08 | 2024-12-06"),
    ("They meet [three days later].", "-"),
    ("They meet [the following day].", "-"),
]

LOOKING_BACK = [
    "It is the first visit in 13 years.",
    "It is the second report in two months.",
    "Prices fell to the lowest in three weeks.",
    "They met for the first time in two years.",
    "It was the worst toll in more than ten years.",
    "The Good Friday Agreement stands.",
    "He may come in a day or two.",
]

NO_INTERVAL = [
    ("They meet in [the coming days].", "vague", None),
    ("They meet in [the coming weeks].", "vague", None),
    ("They meet [soon].", "vague", None),
    ("They meet [shortly].", "vague", None),
    ("They meet in [the near future].", "vague", None),
    ("They meet in [the next few days].", "vague", None),
    ("They meet at [a later date].", "vague", None),
    ("They meet [every Monday].", "set", None),
    ("They meet for [two-day] talks.", "duration", None),
    ("They plan a [three-day] visit.", "duration", None),
    ("They meet at [3 p.m.] sharp.", "time", "15:00"),
    ("They meet at [15:30 Moscow time].", "time", "15:30 Moscow time"),
    ("They meet at [9 o'clock in the evening].", "time", "21:00"),
    ("They meet at [noon].", "time", "12:00"),
    ("They meet at [midnight].", "time", "00:00"),
    ("They meet at [0800 GMT].", "time", "08:00 GMT"),
    ("They meet at [8.15am].", "time", "08:15"),
    ("They meet at [3pm EST].", "time", "15:00 EST"),
    ("They meet at [10 a.m. (1500 GMT)].", "time", "10:00 (1500 GMT)"),
    ("They met [several years ago].", "vague", None),
    ("They met [a few days ago].", "vague", None),
]

NOT_DATES = [
    "The deal cost 1,034 US dollars.",
    "Prime Minister Theresa May said the plan stood.",
    "Mrs. May met reporters and May said little else.",
    "The two sides may meet again.",
    "May the talks succeed, he said.",
    "Thousands march on the capital.",
    "They may march on, he said.",
    "The March on Rome is history.",
    "It was the second round of talks.",
    "The third session and the fourth round went well.",
    "The 12th round of talks and the 9th summit were dull.",
    "The suite is on the 12th floor.",
    "The Sun reported the story; the sat images were poor.",
    "The sun rose and he sat down.",
    "He spent 2,000 euros on 10 rooms.",
    "About 2000 people and 1500 soldiers attended.",
    "The vote was 10 to 12 against.",
    "Flight 1430 carried 10 and 12 passengers.",
    "Section 3.5 and item 10.1 apply.",
    "He won by 3-2 and lost 1-0.",
    "The score was 10:3 at half.",
    "Jan Egeland and Jan Kavan spoke.",
    "April Glaspie spoke to reporters.",
    "August Wilson wrote plays.",
    "The fall of Kabul shocked them.",
    "The Arab Spring changed much.",
    "He is a 45-year-old lawyer.",
    "The resolution 1701 was adopted.",
    "The G20, the E3 and the P5+1 agreed.",
    "A F-16 and two MiG-29s flew past.",
    "The UN's 1267 list was cited.",
    "The price rose 10 percent to 12 dollars.",
    "Black Friday sales and Good luck wishes.",
    "The Sunday Times and the Daily Telegraph reported it.",
    "Saturday Night Live made fun of it.",
    "He told Russia Today and USA Today.",
    "The Today programme asked him.",
    "In fiscal 2023 the ministry spent less.",
    "The fiscal 2024 budget was late, the FY2025 one later.",
    "The 2023-24 budget was late.",
    "The budget of 2,024 million was late.",
    "A loan of 1.5 billion over 10 years was agreed.",
    "Article 5 and Chapter 7 apply.",
    "The 10-point plan of the 12-nation bloc stands.",
    "They spent a week on Mars missions.",
    "The 5,000-strong force left.",
    "A day after he left they met.",
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *DAYS_OF_MONTHS,
        *NUMERIC,
        *RANGES_AND_LISTS,
        *PARTS,
        *MONTHS_AND_YEARS,
        *WEEKDAY_FORMS,
        *RELATIVE_DAYS,
        *WEEKS,
        *HOLIDAYS,
        *CLOCKS,
        *FURTHER_FORMS,
    ],
)
def test_an_expression_has_exactly_these_words_and_readings(sentence: str, expected: str) -> None:
    text, words = unbracketed(sentence)
    mentions = find_times(text, WEDNESDAY)
    assert [mention.text for mention in mentions] == words
    assert " ; ".join(readings(mention) for mention in mentions) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The truce starts by [noon on Friday (1000 GMT)], they say.", "2024-01-05 | 2024-01-12 @ 12:00 (1000 GMT)"),
        ("It hit at [5:12 p.m. Saturday (6:12 p.m. ET)].", "2024-01-06 | 2024-01-13 @ 17:12 (6:12 p.m. ET)"),
        ("It opened on [Friday at 11:30 a. m. (05:30 GMT)] here.", "2024-01-05 | 2024-01-12 @ 11:30 (05:30 GMT)"),
        ("It opens (at [1000 GMT]) again.", "- @ 10:00 GMT"),
        ("It opens [Friday, 9 a.m.-11 a.m.]", "2024-01-05 | 2024-01-12 @ 09:00"),
    ],
)
def test_a_second_zone_in_brackets_belongs_to_the_clock_time(sentence: str, expected: str) -> None:
    text, words = unbracketed(sentence)
    mentions = find_times(text, WEDNESDAY)
    assert [mention.text for mention in mentions] == words
    assert " ; ".join(readings(mention) for mention in mentions) == expected


@pytest.mark.parametrize(("published", "sentence", "expected"), OTHER_DAYS)
def test_readings_follow_the_publication_day(published: str, sentence: str, expected: str) -> None:
    text, words = unbracketed(sentence)
    (mention,) = find_times(text, date.fromisoformat(published))
    assert [mention.text] == words
    assert readings(mention) == expected


@pytest.mark.parametrize(("sentence", "expected"), ANCHORED)
def test_an_anchored_expression_hangs_on_the_date_before_it(sentence: str, expected: str) -> None:
    text, words = unbracketed(sentence)
    mention = find_times(text, WEDNESDAY)[-1]
    assert [mention.text] == words
    assert mention.anchored
    assert readings(mention) == expected


@pytest.mark.parametrize(("sentence", "kind", "clock"), NO_INTERVAL)
def test_some_expressions_name_no_days(sentence: str, kind: str, clock: str | None) -> None:
    text, words = unbracketed(sentence)
    (mention,) = find_times(text, WEDNESDAY)
    assert ([mention.text], mention.kind, mention.clock) == (words, kind, clock)
    assert (mention.past, mention.future, mention.nearest) == (None, None, None)


@pytest.mark.parametrize("sentence", [*NOT_DATES, *LOOKING_BACK])
def test_names_verbs_and_numbers_are_not_dates(sentence: str) -> None:
    assert find_times(sentence, WEDNESDAY) == []


@pytest.mark.parametrize(
    ("phrase", "nearest"),
    [
        ("Jan. 12", "2024-01-12"),
        ("Dec. 20", "2023-12-20"),
        ("July 5", "2024-07-05"),
        ("July 15", "2023-07-15"),
        ("Friday", "2024-01-12"),
        ("Sunday", "2024-01-07"),
        ("December", "2023-12-01..2023-12-31 month"),
        ("February", "2024-02-01..2024-02-29 month"),
        ("this Friday", "2024-01-12"),
        ("this Monday", "2024-01-08"),
    ],
)
def test_the_nearest_reading_is_the_candidate_closest_to_publication(phrase: str, nearest: str) -> None:
    (mention,) = find_times(f"It is about {phrase}, they say.", WEDNESDAY)
    assert shown(mention.nearest) == nearest


def test_the_clause_chooses_between_the_readings() -> None:
    (mention,) = find_times("on Friday", WEDNESDAY)
    assert shown(mention.choose(Direction.PAST)) == "2024-01-05"
    assert shown(mention.choose(Direction.FUTURE)) == "2024-01-12"
    assert mention.choose(Direction.UNKNOWN) == mention.nearest


def test_a_clock_time_beside_a_date_is_part_of_its_readings() -> None:
    (mention,) = find_times("They meet at 10 a.m. local time on Monday.", WEDNESDAY)
    assert mention.future == When(
        start=date(2024, 1, 15), end=date(2024, 1, 15), precision=Precision.DAY, time="10:00 local time"
    )


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("GENEVA, Jan. 9 (Wire) - Talks resumed here.", True),
        ("NEW DELHI, 9 January (Wire) -- Talks resumed here.", True),
        ("Talks resumed on Jan. 9 (Wire photo) in Geneva.", False),
        ("The ministers met in Geneva on Jan. 9 - at last.", False),
    ],
)
def test_a_dateline_is_marked(text: str, dateline: bool) -> None:
    (mention,) = find_times(text, WEDNESDAY)
    assert mention.dateline is dateline


@pytest.mark.parametrize(
    ("sentence", "direction", "expected"),
    [
        ("They meet on Monday and Tuesday in Rome.", Direction.FUTURE, "2024-01-15..2024-01-16 range"),
        ("They met on Monday and Tuesday in Rome.", Direction.PAST, "2024-01-08..2024-01-09 range"),
        ("They meet on March 3 and 4.", Direction.FUTURE, "2024-03-03..2024-03-04 range"),
        ("They meet on 10 and 11 September.", Direction.FUTURE, "2024-09-10..2024-09-11 range"),
        ("They meet on Thursday and Friday.", Direction.FUTURE, "2024-01-11..2024-01-12 range"),
    ],
)
def test_two_days_running_can_be_read_as_one_meeting(sentence: str, direction: Direction, expected: str) -> None:
    first, second = find_times(sentence, WEDNESDAY)
    both = coordinated(sentence, first, second, direction)
    assert both is not None
    assert shown(both.choose(direction)) == expected
    assert sentence[both.start : both.end] == both.text


@pytest.mark.parametrize("sentence", ["They meet on 10 and 13 January.", "On Monday they met, on Tuesday they parted."])
def test_days_apart_stay_apart(sentence: str) -> None:
    first, second = find_times(sentence, WEDNESDAY)
    assert coordinated(sentence, first, second) is None


def test_a_slice_is_read_with_offsets_into_the_whole_text() -> None:
    text = "On Monday they rested. On Friday they meet. On Sunday they go."
    start, end = text.index("On Friday"), text.index(" On Sunday")
    (mention,) = find_times(text, WEDNESDAY, start=start, end=end)
    assert (mention.text, text[mention.start : mention.end]) == ("Friday", "Friday")


def test_a_blank_line_parts_two_expressions() -> None:
    assert [m.text for m in find_times("The talks end Monday\n\nJan. 12 is a holiday.", WEDNESDAY)] == [
        "Monday",
        "Jan. 12",
    ]


def test_a_broken_line_does_not_part_an_expression() -> None:
    (mention,) = find_times("The talks end on January\n12 in Rome.", WEDNESDAY)
    assert mention.text == "January\n12"


@pytest.mark.parametrize(
    ("year", "day"),
    [(2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2024, "2024-03-31"), (2025, "2025-04-20")],
)
def test_easter_falls_where_the_church_has_it(year: int, day: str) -> None:
    assert easter(year).isoformat() == day


# ----------------------------------------------------------------------------------------------------------- TIMEX3


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The envoy said on Friday that he would return.", [("Friday", "2024-01-05", "DATE")]),
        ("The envoy will return on Friday.", [("Friday", "2024-01-12", "DATE")]),
        ("They will meet at 9 a.m. Friday.", [("9 a.m. Friday", "2024-01-12T09:00", "TIME")]),
        ("He left on Monday night.", [("Monday night", "2024-01-08TNI", "TIME")]),
        ("Now the sides talk again.", [("Now", "PRESENT_REF", "DATE")]),
        ("They recently met.", [("recently", "PAST_REF", "DATE")]),
        ("He fears the future.", [("the future", "FUTURE_REF", "DATE")]),
        ("They met nearly four years ago.", [("nearly four years ago", "2020", "DATE")]),
        ("Profit fell in the third quarter.", [("the third quarter", "2023-Q3", "DATE")]),
        ("It began in early December.", [("early December", "2023-12", "DATE")]),
        ("It began last week.", [("last week", "2024-W01", "DATE")]),
        ("It rained over the weekend.", [("the weekend", "2024-W01-WE", "DATE")]),
        ("It began in the 1990s.", [("the 1990s", "199", "DATE")]),
        ("It rained last summer.", [("last summer", "2023-SU", "DATE")]),
        ("It fell in the past two years.", [("the past two years", "P2Y", "DURATION")]),
        ("They held two-day talks.", [("two-day", "P2D", "DURATION")]),
        ("The pandemic of 2009-2010 was mild.", [("2009", "2009", "DATE"), ("2010", "2010", "DATE")]),
        ("He was shot on the last Tuesday in May 2023.", [("the last Tuesday in May 2023", "2023-05-30", "DATE")]),
    ],
)
def test_timex3_takes_the_value_that_tense_suggests(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(sentence[s:e], value, kind) for s, e, value, kind in to_timex3(sentence, WEDNESDAY)] == expected


# In brackets the expressions, beside them their values: a tense, a modal or the present of a timetable chooses.
TENSES = [
    ("The court will hear the case on [Monday].", "2024-01-15"),
    ("The court heard the case on [Monday].", "2024-01-08"),
    ("The court is to hear the case [Monday].", "2024-01-15"),
    ("The president arrives in Ankara [Thursday].", "2024-01-11"),
    ("The minister flies to Rome on [Friday] for talks.", "2024-01-12"),
    ("The leaders meet on [Saturday] in Doha.", "2024-01-13"),
    ("The summit opens [Sunday] in Lima.", "2024-01-14"),
    ("The vote takes place on [Sunday].", "2024-01-14"),
    ("Voters go to the polls on [Sunday].", "2024-01-14"),
    ("The deadline is [Friday].", "2024-01-12"),
    ("Lawmakers have until [Friday] to pass the bill.", "2024-01-12"),
    ("The deal must be signed by [Friday].", "2024-01-12"),
    ("The bank has given the firm until [Monday] to pay.", "2024-01-15"),
    ("The fighting began [Saturday] and has spread.", "2024-01-06"),
    ("The storm, which struck on [Sunday], left 12 dead.", "2024-01-07"),
    ("Police said [Tuesday] they would release the man on [Thursday].", "2024-01-09 ; 2024-01-11"),
    ("The company said [Tuesday] it will close the plant in [March].", "2024-01-09 ; 2024-03"),
    ("The company said it closed the plant in [March].", "2023-03"),
    ("The company will open a plant in [October].", "2024-10"),
    ("The company opened a plant in [October].", "2023-10"),
    ("He was arrested in [November] and is due in court in [February].", "2023-11 ; 2024-02"),
    ("He is expected to step down in [June].", "2024-06"),
    ("The law takes effect [July 1].", "2024-07-01"),
    ("The law took effect [July 1].", "2023-07-01"),
    ("The law took effect on [Aug. 1].", "2023-08-01"),
    ("The rules come into force on [1 April].", "2024-04-01"),
    ("The treaty expires in [May].", "2024-05"),
    ("She had been due to fly home on [Saturday] but fell ill.", "2024-01-06"),
    ("The launch, originally set for [Monday], was put off.", "2024-01-08"),
    ("Shares rose 3% on [Tuesday] after the bank said profit would rise.", "2024-01-09"),
    ("Gunmen attacked a bus on [Tuesday], killing ten.", "2024-01-09"),
    ("At a news conference [Tuesday], the mayor promised help.", "2024-01-09"),
    ("In a statement on [Tuesday], the ministry denied it.", "2024-01-09"),
    ("[Tuesday]'s attack was the third [this month].", "2024-01-09 ; 2024-01"),
    ("Ahead of [Thursday]'s vote, both sides are confident.", "2024-01-11"),
    ("[Friday]'s meeting will decide the matter.", "2024-01-12"),
    ("The jury resumes its work on [Thursday].", "2024-01-11"),
    ("On [Monday], hundreds marched through the town.", "2024-01-08"),
    ("On [Monday], he is to travel to Cairo.", "2024-01-15"),
    ("The trial is scheduled to start [Jan. 22].", "2024-01-22"),
    ("The trial started [Dec. 4].", "2023-12-04"),
    ("The trial started [June 30] and ended in [September].", "2023-06-30 ; 2023-09"),
    ("The team leaves on [Monday] for a ten-day tour.", "2024-01-15"),
    ("Officials met [Friday] and [Saturday] to discuss it.", "2024-01-05 ; 2024-01-06"),
    ("Talks were to resume [Friday].", "2024-01-12"),
    ("They are likely to meet again on [Thursday].", "2024-01-11"),
    ("The inquiry could be finished by [April].", "2024-04"),
    ("The measure may come to a vote as early as [Thursday].", "2024-01-11"),
    ("The central bank next meets on [Thursday].", "2024-01-11"),
    ("The next hearing is [Feb. 6].", "2024-02-06"),
    ("Exports fell in [December] from [November].", "2023-12 ; 2023-11"),
    ("The strike, which starts on [Monday], may last a week.", "2024-01-15"),
    ("A funeral will be held [Saturday].", "2024-01-13"),
    ("The funeral is [Saturday].", "2024-01-13"),
    ("The body was found [Saturday] in a field.", "2024-01-06"),
    ("Elections are planned for [September].", "2024-09"),
    ("Elections are in [September].", "2024-09"),
    ("The king died in [September] aged 80.", "2023-09"),
    ("The envoy, who was in Paris on [Monday], heads to Berlin on [Thursday].", "2024-01-08 ; 2024-01-11"),
    ("The airport has been closed since [Saturday].", "2024-01-06"),
    ("It was the first strike since [August].", "2023-08"),
    ("The army has controlled the town since [August].", "2023-08"),
    ("He will stay in office until [August].", "2024-08"),
    ("He stayed in office until [August].", "2023-08"),
    ("Rains are forecast for [Thursday].", "2024-01-11"),
    ("The agency plans to publish its report on [Thursday].", "2024-01-11"),
    ("The agency published its report on [Thursday].", "2024-01-04"),
    ("The White House confirmed [Monday] that he would attend.", "2024-01-08"),
    ("The talks, due to begin on [Monday], were called off.", "2024-01-15"),
    ("Ministers agreed on [Monday] to send aid.", "2024-01-08"),
    ("Ministers agreed to meet on [Monday].", "2024-01-15"),
    ("He told reporters [Monday] that talks would begin on [Thursday].", "2024-01-08 ; 2024-01-11"),
    ("The show airs [Sunday] at 9.", "2024-01-14"),
    ("The report is to be released [Thursday].", "2024-01-11"),
    ("The report, to be released [Thursday], found errors.", "2024-01-11"),
    ("The report, released [Thursday], found errors.", "2024-01-04"),
    ("The fleet sails on [Thursday].", "2024-01-11"),
    ("Mr Smith, 44, appeared at the court on [Monday].", "2024-01-08"),
    ("A memorial service for the victims is planned on [Sunday].", "2024-01-14"),
    ("He faces a hearing on [Friday].", "2024-01-12"),
    ("She returns to work on [Monday].", "2024-01-15"),
    ("It comes after [Sunday]'s vote.", "2024-01-07"),
    ("Since [October], the town has been cut off.", "2023-10"),
    ("In [October], the town was cut off.", "2023-10"),
    ("Revenue for the year ended [March 31] was flat.", "2023-03-31"),
    ("Profit for the quarter ended [Sept. 30] rose.", "2023-09-30"),
    ("The firm expects growth in the year ending [June 30].", "2024-06-30"),
    ("The bank will cut off funding after [Monday] unless a deal is reached.", "2024-01-15"),
    ("Banks are closed until [Tuesday].", "2024-01-16"),
    ("Banks will remain closed through [Tuesday].", "2024-01-16"),
    ("Lawmakers rejected the plan [Tuesday], and have until [Monday] to find another.", "2024-01-09 ; 2024-01-15"),
    ("The two sides are expected to announce a deal by [Friday].", "2024-01-12"),
    ("Talks were expected to resume [Friday].", "2024-01-12"),
    ("Negotiators hope to have a deal before [Monday].", "2024-01-15"),
    ("He begins his visit on [Monday].", "2024-01-15"),
    ("He began a visit on [Monday] that will take him to Rome on [Thursday].", "2024-01-08 ; 2024-01-11"),
    ("The visit, his first since he took office in [March], begins [Monday].", "2023-03 ; 2024-01-15"),
    ("The minister, who took office in [March], will step down in [June].", "2023-03 ; 2024-06"),
    ("An investigation launched in [October] is due to end in [May].", "2023-10 ; 2024-05"),
    ("Police are investigating the attack, which took place on [Saturday].", "2024-01-06"),
    ("A man charged over the attack will appear in court on [Thursday].", "2024-01-11"),
    ("The firm, which reported a loss in [October], expects a profit by [March].", "2023-10 ; 2024-03"),
    ("She was elected in [November] and takes office in [March].", "2023-11 ; 2024-03"),
    ("It is the first such visit since [June].", "2023-06"),
    ("Sales are expected to rise in [March].", "2024-03"),
    ("Prices were up 3% in [December] and are forecast to rise again in [February].", "2023-12 ; 2024-02"),
    ("The court ruled [Thursday] that the vote must be held by [March].", "2024-01-04 ; 2024-03"),
    ("The strike planned for [Thursday] has been called off.", "2024-01-11"),
    ("The leaders, meeting in Rome on [Thursday], will sign a pact.", "2024-01-11"),
    ("Protesters gathered outside on [Monday] as ministers met.", "2024-01-08"),
    ("Ministers were meeting on [Monday] to decide.", "2024-01-08"),
    ("A committee meets [Thursday] to decide.", "2024-01-11"),
    ("They have been in talks since [October] and hope to finish by [April].", "2023-10 ; 2024-04"),
    ("The city, where voters last went to the polls in [May], holds an election in [March].", "2023-05 ; 2024-03"),
    ("A day of mourning is to be observed on [Saturday].", "2024-01-13"),
    ("The team plays its next game [Sunday].", "2024-01-14"),
    ("The ban comes into effect in [September].", "2024-09"),
    ("The ban came into effect in [September].", "2023-09"),
    ("A report due out on [Thursday] is likely to show growth.", "2024-01-11"),
    ("A report published on [Thursday] showed growth.", "2024-01-04"),
    ("Figures released [Thursday] showed claims fell.", "2024-01-04"),
    ("Figures to be released [Thursday] are likely to show a fall.", "2024-01-11"),
    ("The envoys met in Paris in [November] to prepare the summit, which opens in [May].", "2023-11 ; 2024-05"),
    ("His lawyers have asked the court to delay the trial, set for [February].", "2024-02"),
    ("He could face trial as soon as [April].", "2024-04"),
    ("The suspect, arrested on [Sunday], is to be charged on [Thursday].", "2024-01-07 ; 2024-01-11"),
    ("The premier warned that the country had until [Friday] to avoid default.", "2024-01-12"),
    ("In an interview broadcast [Sunday], the premier said he would resign in [June].", "2024-01-07 ; 2024-06"),
    ("The spacecraft, launched in [August], should reach orbit on [Saturday].", "2023-08 ; 2024-01-13"),
    ("More than 300 people have died since the outbreak began in [December].", "2023-12"),
    ("A new law, which goes into effect [Feb. 1], bans smoking.", "2024-02-01"),
    ("He had been in hospital since [Thursday] and died [Sunday].", "2024-01-04 ; 2024-01-07"),
    ("The shop, which opened in [April], is closing in [February].", "2023-04 ; 2024-02"),
    ("She is leaving for Paris on [Friday].", "2024-01-12"),
    ("He is flying home [Friday].", "2024-01-12"),
    ("The bank is holding its annual meeting on [Thursday].", "2024-01-11"),
    ("Voters in Ohio are choosing a governor on [Tuesday].", "2024-01-16"),
    ("The sides are meeting again on [Friday].", "2024-01-12"),
    ("Analysts expect the economy to have grown in [December].", "2023-12"),
    ("They said it would take a year and on [Monday] called it hopeless.", "2024-01-08"),
    ("The guards will stay for good, and on [Tuesday] two more arrived.", "2024-01-09"),
    ("On [Monday] the prime minister, Theresa May, told them of it.", "2024-01-08"),
    ('Its envoy would "surely" not be in Doha on [Friday], saying there was nothing to say.', "2024-01-12"),
    ('They will answer a "last offer" by noon on [Friday].', "2024-01-12"),
    ("I'll have more to say about that on [Sunday].", "2024-01-14"),
    ("Envoys prepared papers prior to [Saturday]'s session.", "2024-01-13"),
    ("The opening was rescheduled to [Saturday] after a strike.", "2024-01-13"),
    ("The mediators have pushed them back to [Friday] to win time.", "2024-01-12"),
    ("The opening had to be hastily moved on [Tuesday].", "2024-01-09"),
    ("Few will attend the meeting starting on [Thursday].", "2024-01-11"),
    ("There was talk of the possibility of a meeting on [Monday].", "2024-01-15"),
    ("The talks were meant to begin on [Monday] but nobody came.", "2024-01-08"),
    ("He will visit Oslo, after visiting Rome in [August].", "2023-08"),
    ("Growth is slower than its last forecast in [October] said.", "2023-10"),
    ("The meeting that was scheduled for [December] did not take place.", "2023-12"),
    ("They met in [May 2019] and again in [July].", "2019-05 ; 2019-07"),
    ("It was shut between [November] and March 2021.", "2020-11"),
    ("Crude for [March] delivery fell; [May] futures rose.", "2024-03 ; 2024-05"),
    ("Snow was expected [Saturday night] into [Sunday].", "2024-01-13TNI ; 2024-01-14"),
    ("The vote may be held on [Thursday] or [Friday].", "2024-01-11 ; 2024-01-12"),
    ("They made statements on [Monday] and [Sunday].", "2024-01-08 ; 2024-01-07"),
    ("The opening planned for [Tuesday] was called off.", "2024-01-09"),
    ("The trial is scheduled for [Tuesday].", "2024-01-16"),
    ("She turns 80 on [Saturday].", "2024-01-13"),
    ("The firm said in [June] it would close the plant.", "2023-06"),
    ("In [June] he becomes king.", "2024-06"),
    ("The figures for [June] are due soon.", "2023-06"),
    ("The album comes out in [June].", "2024-06"),
    ("Not until [Monday] did they come.", "2024-01-08"),
    ("It wasn't until [Monday] that they came.", "2024-01-08"),
    ("They will not come until [Monday].", "2024-01-15"),
    ("The fair runs through [Friday].", "2024-01-12"),
    ("From [Friday], buses will run again.", "2024-01-12"),
    ("From [Friday], buses ran again.", "2024-01-05"),
    ("Ahead of the visit the ministry on [Monday] issued a warning.", "2024-01-08"),
    ("The envoy will on [Monday] receive them.", "2024-01-15"),
    ("It announced an agreement to buy the bank in [April].", "2024-04"),
]


@pytest.mark.parametrize(("sentence", "expected"), TENSES)
def test_timex3_reads_weekdays_and_months_by_the_tense_that_governs_them(sentence: str, expected: str) -> None:
    text, words = unbracketed(sentence)
    found = {text[s:e]: value for s, e, value, _ in to_timex3(text, WEDNESDAY)}
    assert " ; ".join(found[word] for word in words) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In the third quarter it earned $3 million, from $2 million a year earlier.", "2023-Q3 ; 2022-Q3"),
        ("Third-quarter profit was $3 million, up 5% from a year ago.", "2023-Q3 ; 2022-Q3"),
        ("In the first nine months it earned $9 million, against $7 million a year earlier.", "P9M ; 2023"),
        ("He had left the party a year ago.", "2023"),
        ("Profit rose from the same period last year.", "2022-Q4"),
        ("Profit for the year ended March 31 was flat.", "2023-03-31"),
        ("It expects a loss in the third quarter.", "2024-Q3"),
        ("The quake struck on Tuesday. It hit at 3:10 p.m., officials said.", "2024-01-09 ; 2024-01-09T15:10"),
        ("They meet at 10:00 (08:00 GMT) on Friday.", "2024-01-12T10:00 ; 2024-01-12T08:00 ; 2024-01-12"),
        ("The truce begins at midnight Friday.", "2024-01-12T24:00"),
        ("He will speak later tonight.", "2024-01-10TNI"),
        ("It rained on the night of Jan. 8.", "2024-01-08TNI"),
        ("By mid-afternoon yesterday it was over.", "2024-01-09TAF"),
        ("He arrived early on Tuesday.", "2024-01-09"),
        ("They parted years ago.", "PAST_REF"),
        ("It was lost half a century ago.", "1974"),
        ("Since 9/11 the law is another.", "2001-09-11"),
        ("The Sept. 11 attacks changed it.", "2001-09-11"),
        ("The 19th-century palace burned.", "18"),
        ("Fashion of the late 80s is back.", "198"),
        ("It was worth more in the year 2000.", "2000"),
        ("Emissions fell below 1990 levels.", "1990"),
        ("About 1990 people came.", ""),
        ("The post-1945 order ends.", "1945"),
        ("It falls in the month of March.", "2024-03"),
        ("It fell over the next year.", "2025"),
        ("He will one day return.", "FUTURE_REF"),
        ("He was soon released.", ""),
        ("The leaders said the plan would end in five years.", "2029"),
        ("The week ending March 2 was calm.", "P1W ; 2024-03-02"),
        ("It is stamped 2024-01-12T09:00 here.", "2024-01-12T09:00"),
        ("He stayed for three days and ruled for two decades.", "P3D ; P20Y"),
        ("It took 2 1/2 years, a few weeks and five minutes.", "P2.5Y ; PXW ; PT5M"),
        ("He was away for a year; he earns $5 a year.", "P1Y"),
        ("The 44-year-old is 12 years old and 90 feet tall.", ""),
        ("It fell in recent months.", "PXM"),
        ("Rain fell through the night.", "2024-01-10TNI"),
        ("It was sold early in the morning of January 8.", "2024-01-08TMO"),
        ("The past weekend was cold.", "2024-W01-WE"),
        ("That was two thousand years ago; some 2,500 years ago it was a lake.", "0024 ; BC0477"),
        ("Founded in 1200 B.C., it fell in A.D. 79.", "BC1200 ; 0079"),
        ("It grew in the year's first quarter.", "2024-Q1"),
        ("It expects growth in the next fiscal year.", "2025"),
        ("It was dearer this time last year.", "2023"),
        ("It was a decade ago that the war began.", "2014"),
        ("The anniversary falls on Friday.", "2024-01-12"),
        ("He could not be reached on Tuesday.", "2024-01-09"),
        ("A ruling could come on Tuesday.", "2024-01-16"),
        ("They met in Mar del Plata and at Mar-a-Lago.", ""),
        ("Updated 7:06 PM EST, Wed January 10, 2024", "2024-01-10T19:06"),
        ("Half a year ago it was dearer.", "2023-07"),
        ("Sales fell in the December quarter.", "2023-Q4"),
        ("First-half profit fell 3 percent in FY2023.", "2023-H1 ; 2023"),
        ("They are also coming Saturday.", "2024-01-13"),
        ("The Independent on Sunday will print it.", ""),
        (
            "In the quarter ended Sept. 30 it earned $3 million, from $2 million a year earlier.",
            "2023-Q3 ; 2023-09-30 ; 2022-Q3",
        ),
        ("In the October-December period it grew.", "2023-Q4"),
        ("It fell in the latter half of 2022.", "2022-H2"),
        ("This past week was warm, this coming week will be cold.", "2024-W01 ; 2024-W03"),
        ("March's figures were revised; May sales fell.", "2023-03 ; 2023-05"),
        ("The general, Miss March's uncle, spoke with Theresa May's aides.", ""),
        ("The 11 September attacks changed it.", "2001-09-11"),
        ("By late afternoon it was over.", "2024-01-10TAF"),
        ("In the late afternoon it began, by evening, it was over.", "2024-01-10TAF ; 2024-01-10TEV"),
        ("It starts at 7:30 tonight.", "2024-01-10T19:30"),
        ("The vote is due on Sunday. Few know who won Sunday's vote.", "2024-01-14 ; 2024-01-14"),
        ("The vote was held on Sunday. Few know who won Sunday's vote.", "2024-01-07 ; 2024-01-07"),
        ("They met on Memorial Day weekend.", "2023-W21-WE"),
        ("Following Monday's vote they parted.", "2024-01-08"),
        ("It was so as recently as 2019.", "2019"),
        ("UN resolution 1973 was passed in room 2010.", ""),
        ("It will rain in the next day or two.", ""),
        ("In the late 18th and early 19th centuries many left.", "17 ; 18"),
        ("It will be ready by mid-year.", "2024"),
        ("The future of the pact is open, for the foreseeable future.", ""),
        ("The quake will weigh on first-quarter results.", "2024-Q1"),
        ("Late last night it began; it ended at ten minutes to three.", "2024-01-09TNI ; 2024-01-09T02:50"),
        (
            "It began at half past noon and at a quarter past nine in the evening.",
            "2024-01-10T12:30 ; 2024-01-10T21:15",
        ),
        ("It began ten minutes after three men left, with 5 to 10 people.", "PT10M"),
        ("He stays for two weeks from June 7, 2003.", "P2W ; 2003-06-07"),
        ("They left in December and will be back on the same day.", "2023-12 ; 2024-01-10"),
        ("He stays from January 11 to 23.", "2024-01-11 ; 2024-01-23"),
        ("He stays on January 11-23.", "2024-01-11"),
        ("France wants an autumn peace conference.", "2023-FA"),
        ("A judge ordered him to stand trial in March.", "2024-03"),
        ("It rose in the first fiscal quarter.", "2024-Q1"),
        ("It was the week's worst day, and by month's end it will be worse.", "2024-W02 ; 2024-01"),
    ],
)
def test_timex3_values_follow_the_guidelines(sentence: str, expected: str) -> None:
    assert " ; ".join(value for _, _, value, _ in to_timex3(sentence, WEDNESDAY)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He waited nearly two hours, then at least 30 days.", ["nearly two hours", "at least 30 days"]),
        ("It fell in the first nine months, over several years.", ["the first nine months", "several years"]),
        ("It hit around 7:15 p.m. and about 8 p.m.", ["around 7:15 p.m.", "about 8 p.m."]),
        ("It began some 40 years ago.", ["some 40 years ago"]),
        ("He came earlier this week and left later Friday.", ["this week", "Friday"]),
        ("Earlier this month it rained.", ["Earlier this month"]),
        ("It is right now that they talk.", ["now"]),
        ("The mid-May deadline and the 1980s-era law are gone.", ["mid-May", "1980s"]),
        ("It was built in the early summer of 2010.", ["the early summer of 2010"]),
        ("By the end of the third quarter it grew.", ["the end of the third quarter"]),
        ("It began no less than a year ago, late last night.", ["no less than a year ago", "late last night"]),
        ("It fell in the last half of the '80s.", ["the last half of the '80s"]),
    ],
)
def test_timex3_takes_in_the_modifiers_that_have_a_value(sentence: str, expected: list[str]) -> None:
    assert [sentence[s:e] for s, e, _, _ in to_timex3(sentence, WEDNESDAY)] == expected


@pytest.mark.parametrize(
    ("year", "day"), [(2008, "2008-04-27"), (2014, "2014-04-20"), (2021, "2021-05-02"), (2024, "2024-05-05")]
)
def test_orthodox_easter_falls_where_the_eastern_churches_have_it(year: int, day: str) -> None:
    assert orthodox_easter(year).isoformat() == day


# ------------------------------------------------------------------------------------------------------------- laws

WORDS = (
    "Monday Friday monday Jan. January 10 12 12th the of and to from between - – , . ( ) : next last this week weekend month year"
    " days two a in on at a.m. p.m. GMT 10:30 2024 2024-01-10 later ago early mid- late end following same day May March may second"
    " quarter autumn Christmas tomorrow morning every 1/2/2024 $ % \n \n\n 31 30 29 Feb. 1990s local time ’ \u00a0 İ ß Q3 within"
).split(" ")
news_like = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
any_day = st.dates()


@given(text=st.one_of(st.text(max_size=200), news_like), published=any_day)
@settings(max_examples=400, deadline=None)
def test_no_text_and_no_day_ever_raises_and_offsets_quote_exactly(text: str, published: date) -> None:
    mentions = find_times(text, published)
    position = 0
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= position
        position = mention.end
    for start, end, value, kind in to_timex3(text, published):
        assert 0 <= start < end <= len(text)
        assert value
        assert kind in ("DATE", "TIME", "DURATION")


@given(text=news_like, published=any_day)
@settings(max_examples=100, deadline=None)
def test_the_same_text_reads_the_same_twice(text: str, published: date) -> None:
    assert find_times(text, published) == find_times(text, published)


PURELY_RELATIVE = [
    *[
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "Monday",
        "Friday night",
        "last Tuesday",
        "next Sunday",
        "this Thursday",
    ],
    *[
        "next week",
        "this week",
        "last week",
        "the weekend",
        "next weekend",
        "two days ago",
        "in ten days",
        "in two weeks",
        "a fortnight ago",
    ],
    *[
        "the day after tomorrow",
        "Monday week",
        "a week from Friday",
        "Tuesday of next week",
        "from Monday to Wednesday",
        "within ten days",
    ],
    *["the week after next", "earlier this week", "late last week", "Monday and, three days later,"],
]


@given(phrase=st.sampled_from(PURELY_RELATIVE), weeks=st.integers(-2000, 2000), day=st.integers(0, 6))
@settings(deadline=None)
def test_whole_weeks_of_publication_shift_relative_readings_by_as_much(phrase: str, weeks: int, day: int) -> None:
    published = WEDNESDAY + timedelta(days=day)
    by = timedelta(weeks=weeks)

    def moved(when: When | None) -> When | None:
        return None if when is None else when.model_copy(update={"start": when.start + by, "end": when.end + by})

    here, there = find_times(phrase, published), find_times(phrase, published + by)
    assert [(m.text, moved(m.past), moved(m.future), moved(m.nearest)) for m in here] == [
        (m.text, m.past, m.future, m.nearest) for m in there
    ]


@given(text=news_like, published=st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_the_past_reading_never_begins_after_the_future_one(text: str, published: date) -> None:
    for mention in find_times(text, published):
        if mention.past and mention.future:
            assert mention.past.start <= mention.future.start


@pytest.mark.parametrize(
    "piece",
    [
        "Monday ",
        "Monday, ",
        ",",
        "1",
        "1 ",
        "10, ",
        "10 and ",
        "the ",
        " ",
        "\n",
        "Jan. ",
        "from Monday to ",
        "a week from ",
        "next ",
        "in ",
        "10:",
        "Jan. 10-",
        "early ",
        "of ",
        "(",
        "a.m. ",
        "to be due ",
        "of May ",
        "soon ",
        "a year earlier $ ",
        "10 a.m. on Friday ",
        "\u0130",
    ],
)
def test_a_long_run_of_anything_is_read_in_linear_time(piece: str) -> None:
    """A reader that is quadratic in any of these needs hours for a quarter of a megabyte and meets the suite's time limit."""
    text = (piece * (250_000 // len(piece) + 1))[:250_000]
    found = find_times(text, WEDNESDAY)
    assert all(text[mention.start : mention.end] == mention.text for mention in found)


def test_every_pattern_compiles_though_each_is_compiled_only_when_a_text_asks_for_it() -> None:
    rules = {
        entry.pattern: entry for entries in (*ALL_RULES.by_word.values(), ALL_RULES.of_digits) for entry in entries
    }
    assert len(rules) > 60
    for entry in rules.values():
        assert entry.match("", 0) is None
        assert re.compile(entry.pattern).match == entry.match
