"""Diaries of news agencies and schedules of one person: every entry on the day of its heading, at its place, with its own words."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.diaries import entries
from domain.reports import quotes_exactly
from tests.domain.reading.test_sentences_to_reports import reader, shown

AGENCY = """This list is sent out every day. ** marks what is new.

MONDAY, MARCH 4 ** OSLO - The foreign minister of Denmark visits Norway (to March 5). ** TUNIS - Italian Prime Minister Giorgia Meloni \
holds talks with Tunisian President Kais Saied - 1000 GMT HANOI - Vietnam to host a meeting of ASEAN defence ministers (to March 6).

LIMA - Peru's parliament votes on the budget. QUITO - Chilean President Gabriel Boric pays an official visit to Ecuador (Final day).

TUESDAY, MARCH 5

ASTANA, Kazakhstan - The presidents of Kazakhstan and Mongolia meet. - 0800 GMT
** PRAGUE - A film festival opens.
"""

ONE_PERSON = """Weekly schedule of President Klaus Iohannis

Monday 4 March 2024
09.30 Phone call with the Prime Minister of Latvia
11.00 Presentation of credentials

Tuesday 5 March 2024
Visit to Moldova

12.45 Meeting with President Maia Sandu
14.00 Press opportunity

Thursday 7 March 2024
10:15 Video conference with the President of Poland
"""

MINISTRY = """The minister's week

Monday, March 4
Foreign Minister Espen Barth Eide receives the foreign minister of Estonia in Oslo.

Tuesday, March 5
The minister speaks to students.

Wednesday, March 6
Eide travels to Helsinki. There he will meet Finnish Foreign Minister Elina Valtonen.
"""


def read(text: str, published: date, title: str = "") -> list[str]:
    reports = reader().extract(text, published, title=title).reports
    assert all(quotes_exactly(report, text, title) for report in reports)
    return sorted(shown(report) for report in reports)


def test_every_entry_of_an_agency_diary_is_on_its_headings_day_and_at_its_place() -> None:
    assert read(AGENCY, date(2024, 3, 4)) == [
        "ASEAN-VN scheduled 03-04..03-06 Hanoi/VN",
        "CL-EC scheduled 03-04 Quito/EC",
        "DK-NO scheduled 03-04..03-05 Oslo/NO",
        "IT-TN scheduled 03-04 Tunis/TN",
        "KZ-MN scheduled 03-05 Astana/KZ",
    ]


def test_a_schedule_of_one_person_is_of_its_owner() -> None:
    title = "Weekly schedule of President Klaus Iohannis"
    assert read(ONE_PERSON, date(2024, 3, 2), title) == [
        "LV-RO scheduled 03-04 call",
        "MD-RO scheduled 03-05 /MD",
        "PL-RO scheduled 03-07 video",
    ]


def test_paragraphs_under_one_day_go_on_from_each_other() -> None:
    assert read(MINISTRY, date(2024, 3, 3)) == [
        "EE-NO scheduled 03-04 Oslo/NO",
        "FI-NO scheduled 03-06 Helsinki/FI",
    ]


def test_what_an_old_diary_planned_is_no_news() -> None:
    assert read(AGENCY, date(2024, 4, 20)) == []


def test_the_heading_is_quoted_for_the_day() -> None:
    report = next(r for r in reader().extract(AGENCY, date(2024, 3, 4)).reports if r.parties == ("KZ", "MN"))
    assert "TUESDAY, MARCH 5" in {e.quote for e in report.evidence if e.role == "when"}


@pytest.mark.parametrize(
    "text",
    [
        "Leaders met on Monday, March 4. MOSCOW - The Kremlin said so.",
        "Monday, March 4\nThe talks between Chad and Niger resumed.\nRead more",
        "MONDAY, MARCH 4\n\nOSLO - Talks between Sudan and the RSF resumed. BERLIN - They did not.",
        "",
    ],
)
def test_a_day_alone_makes_no_diary(text: str) -> None:
    assert entries(text, date(2024, 3, 4)) == []
