from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from worker.feeds.dates import read_date, slash_order

FETCHED = datetime(2026, 2, 1, 12, tzinfo=UTC)


def utc(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


CERTAIN = [
    # RFC 822 and what is taken for it
    ("Mon, 05 Jan 2026 15:07:00 GMT", utc(1, 5, 15, 7)),
    ("Mon, 5 Jan 2026 15:07 +0000", utc(1, 5, 15, 7)),
    ("Mon, 05 Jan 2026 15:07:00 +0000 (UTC)", utc(1, 5, 15, 7)),
    ("Mon, 05 Jan 2026 15:07:00 GMT+0300", utc(1, 5, 12, 7)),
    ("Mon, 05 Jan 2026 15:07:00 +03:00", utc(1, 5, 12, 7)),
    ("Mon, 05 Jan 2026 15:07:00 MSK", utc(1, 5, 12, 7)),
    ("Mon, 05 Jan 2026 15:07:00 EST", utc(1, 5, 20, 7)),
    ("Mon, 05 Jan 2026 15:07:00 CET", utc(1, 5, 14, 7)),
    ("Mon, 05 Jan 2026 15:07:00 Europe/Moscow", utc(1, 5, 12, 7)),
    ("05 Jan 26 15:07 Z", utc(1, 5, 15, 7)),
    ("5 Jan 99", utc(1, 5, year=1999)),
    ("Monday, 05-Jan-26 15:07:00 GMT", utc(1, 5, 15, 7)),
    ("Fri, 05 Jan 2026 15:07:00 GMT", utc(1, 5, 15, 7)),
    ("Mon, 05 Jan 2026 24:00:00 GMT", utc(1, 6)),
    ("Mon, 05 Jan 2026 15:07:60 GMT", utc(1, 5, 15, 7, 59)),
    ("Mon Jan  5 15:07:00 2026", utc(1, 5, 15, 7)),
    ("Mon Jan 5 15:07:00 EST 2026", utc(1, 5, 20, 7)),
    # RFC 3339 and ISO 8601
    ("2026-01-05T15:07:00Z", utc(1, 5, 15, 7)),
    ("2026-01-05T15:07:00.123456+03:00", utc(1, 5, 12, 7)),
    ("2026-01-05T15:07:00-0500", utc(1, 5, 20, 7)),
    ("2026-01-05t15:07z", utc(1, 5, 15, 7)),
    ("2026-01-05 15:07:00", utc(1, 5, 15, 7)),
    ("20260105T150700Z", utc(1, 5, 15, 7)),
    ("2026-01-05", utc(1, 5)),
    # what the usual parser misreads or gives up on
    ("2026/1/5 15:07", utc(1, 5, 15, 7)),
    ("2026/01/05", utc(1, 5)),
    ("2026.01.05 15:07", utc(1, 5, 15, 7)),
    ("05.01.2026", utc(1, 5)),
    ("05.01.2026, 15:07", utc(1, 5, 15, 7)),
    ("5.1.2026 15.07 Uhr", utc(1, 5, 15, 7)),
    ("05-01-2026 15:07", utc(1, 5, 15, 7)),
    ("13/01/2026", utc(1, 13)),
    ("01/13/2026", utc(1, 13)),
    ("05/05/2025", utc(5, 5, year=2025)),
    ("5 января 2026 г., 15:07", utc(1, 5, 15, 7)),
    ("5 января 2026 года в 15:07", utc(1, 5, 15, 7)),
    ("Пн, 05 янв 2026 15:07:00 +0300", utc(1, 5, 12, 7)),
    ("пн, 5 мая 2025", utc(5, 5, year=2025)),
    ("5 січня 2026", utc(1, 5)),
    ("5. Januar 2026, 15:07 Uhr", utc(1, 5, 15, 7)),
    ("Montag, 5. Jänner 2026", utc(1, 5)),
    ("lundi 5 janvier 2026", utc(1, 5)),
    ("5 août 2025", utc(8, 5, year=2025)),
    ("1er février 2025", utc(2, 1, year=2025)),
    ("5 de enero de 2026", utc(1, 5)),
    ("5 gennaio 2026", utc(1, 5)),
    ("5 stycznia 2026", utc(1, 5)),
    ("5 Mayıs 2025", utc(5, 5, year=2025)),
    ("2026年1月5日 15:07", utc(1, 5, 15, 7)),
    ("January 5, 2026", utc(1, 5)),
    ("Jan. 5th, 2026 3:07 pm", utc(1, 5, 15, 7)),
    ("Monday, January 5, 2026 - 12:07 AM", utc(1, 5, 0, 7)),
    ("1767625620", utc(1, 5, 15, 7)),
    ("1767625620000", utc(1, 5, 15, 7)),
]


@pytest.mark.parametrize(("written", "expected"), CERTAIN)
def test_a_date_is_read_as_it_was_meant(written: str, expected: datetime) -> None:
    found = read_date(written, fetched=FETCHED)
    assert found is not None
    assert (found.value, found.certain) == (expected, True)


@pytest.mark.parametrize(
    ("written", "expected", "why"),
    [
        ("01/05/2026", utc(1, 5), "day or the month first"),
        ("03/04/2025", utc(4, 3, year=2025), "day or the month first"),
        ("Mon, 05 Jan 2026 15:07:00 IST", utc(1, 5, 9, 37), "India, Israel or Ireland"),
        ("Mon, 05 Jan 2026 15:07:00 XYZ", utc(1, 5, 15, 7), "unknown"),
        ("Mon, 05 Jan 2026 15:07:00 Middle/Earth", utc(1, 5, 15, 7), "unknown"),
        ("Mon, 05 Jan 2026 15:07:00 +9900", utc(1, 5, 15, 7), "impossible"),
        ("Mon, 05 Jan 2037 15:07:00 GMT", FETCHED, "future"),
    ],
)
def test_a_date_that_can_be_read_otherwise_is_marked_uncertain(written: str, expected: datetime, why: str) -> None:
    found = read_date(written, fetched=FETCHED)
    assert found is not None
    assert (found.value, found.certain) == (expected, False)
    assert why in (found.note or "")


@pytest.mark.parametrize(
    "written",
    ["", None, "soon", "0001-01-01T00:00:00Z", "1970-01-01", "Mon, 32 Jan 2026", "5 Smarch 2026", "2026-13-01", "99/99/2026",
     "12:30", "2026", "9" * 40, "Mon, 05 Jan 99999 10:00", "\x00", "2026-01-05T25:00:00Z"],
)  # fmt: skip
def test_what_is_no_date_an_article_can_have_is_none(written: str | None) -> None:
    assert read_date(written, fetched=FETCHED) is None


def test_a_clock_that_is_minutes_ahead_is_trusted_and_bounded() -> None:
    found = read_date("2026-02-01T12:05:00Z", fetched=FETCHED)
    assert found is not None
    assert (found.value, found.certain) == (FETCHED, True)


def test_the_offset_stays_with_the_date_for_it_decides_what_today_is() -> None:
    found = read_date("2026-01-05T01:00:00+09:00", fetched=FETCHED)
    assert found is not None
    assert found.value.utcoffset() == timedelta(hours=9)
    assert found.value == datetime(2026, 1, 5, 1, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    ("raws", "order"),
    [
        (["05/01/2026", "13/01/2026"], "dmy"),
        (["01/05/2026", "01/13/2026"], "mdy"),
        (["05/01/2026"], None),
        (["13/01/2026", "01/13/2026"], None),
        (["13.01.2026"], None),
        ([], None),
    ],
)
def test_the_other_dates_of_a_document_tell_the_order(raws: list[str], order: str | None) -> None:
    assert slash_order(raws) == order


def test_an_ambiguous_date_follows_the_order_of_its_document() -> None:
    for order, month, day in (("dmy", 4, 3), ("mdy", 3, 4)):
        found = read_date("03/04/2025", fetched=FETCHED, order=order)  # type: ignore[arg-type]
        assert found is not None
        assert (found.value, found.certain) == (utc(month, day, year=2025), True)
