from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rhythm import Digest, in_short, parse_digest, parse_quiet, parse_rate, parse_wait, quiet_until, zone

BERLIN, NEW_YORK, KATHMANDU = "Europe/Berlin", "America/New_York", "Asia/Kathmandu"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def digest(text: str) -> Digest:
    made = parse_digest(text)
    assert isinstance(made, Digest)
    return made


@pytest.mark.parametrize(
    ("written", "where", "after", "at"),
    [
        ("daily 08:00", "UTC", "2022-01-04T07:59:59", "2022-01-04T08:00"),
        ("daily 08:00", "UTC", "2022-01-04T08:00", "2022-01-05T08:00"),
        ("daily 08:00", BERLIN, "2022-01-04T06:59", "2022-01-04T07:00"),
        ("daily 08:00", BERLIN, "2022-07-04T05:59", "2022-07-04T06:00"),
        # Clocks go forward in Berlin on 27 March 2022: the night is an hour shorter, 08:00 is 08:00.
        ("daily 08:00", BERLIN, "2022-03-26T07:00", "2022-03-27T06:00"),
        # 02:30 does not exist that night: the offset before the gap, which clocks show as 03:30.
        ("daily 02:30", BERLIN, "2022-03-26T12:00", "2022-03-27T01:30"),
        ("daily 02:30", BERLIN, "2022-03-27T01:30", "2022-03-28T00:30"),
        # Clocks go back on 30 October 2022: 02:30 comes twice, the first one counts, the second brings no second digest.
        ("daily 02:30", BERLIN, "2022-10-29T12:00", "2022-10-30T00:30"),
        ("daily 02:30", BERLIN, "2022-10-30T00:30", "2022-10-31T01:30"),
        ("daily 02:30", BERLIN, "2022-10-30T01:00", "2022-10-31T01:30"),
        ("daily 08:00", NEW_YORK, "2022-03-12T13:00", "2022-03-13T12:00"),
        ("daily 02:30", NEW_YORK, "2022-03-13T00:00", "2022-03-13T07:30"),
        ("daily 01:30", NEW_YORK, "2022-11-06T00:00", "2022-11-06T05:30"),
        ("daily 01:30", NEW_YORK, "2022-11-06T05:30", "2022-11-07T06:30"),
        ("monday 08:00", BERLIN, "2022-01-04T12:00", "2022-01-10T07:00"),
        ("mon 08:00", BERLIN, "2022-03-22T12:00", "2022-03-28T06:00"),
        ("weekdays 09:15", "UTC", "2022-01-07T12:00", "2022-01-10T09:15"),
        ("sun 00:00", KATHMANDU, "2022-01-04T00:00", "2022-01-08T18:15"),
        ("daily 23:59", "Pacific/Apia", "2022-01-04T12:00", "2022-01-05T10:59"),
    ],
)
def test_a_digest_goes_out_at_its_local_time_whatever_the_clocks_do(
    written: str, where: str, after: str, at: str
) -> None:
    assert digest(written).after(utc(after), zone(where)) == utc(at)


@settings(deadline=None, max_examples=50)
@given(
    st.sampled_from([BERLIN, NEW_YORK, KATHMANDU, "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo"]),
    st.integers(0, 24 * 60 - 1),
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
)
def test_every_local_day_has_exactly_one_digest(where: str, minute: int, start: date) -> None:
    daily = Digest(days=tuple(range(7)), at=minute)
    place = zone(where)
    moment = datetime(start.year, start.month, start.day, 12, tzinfo=place).astimezone(UTC)
    days = []
    for _ in range(400):
        moment = daily.after(moment, place)
        days.append(moment.astimezone(place).date())
    assert days == [days[0] + timedelta(days=n) for n in range(400)]


@pytest.mark.parametrize(
    ("spans", "where", "now", "until"),
    [
        ("22:00-07:00", "UTC", "2022-01-04T21:59:59", None),
        ("22:00-07:00", "UTC", "2022-01-04T22:00", "2022-01-05T07:00"),
        ("22:00-07:00", "UTC", "2022-01-05T06:59", "2022-01-05T07:00"),
        ("22:00-07:00", "UTC", "2022-01-05T07:00", None),
        ("22:00-07:00", BERLIN, "2022-01-04T21:00", "2022-01-05T06:00"),
        ("13:00-14:00", "UTC", "2022-01-04T13:30", "2022-01-04T14:00"),
        ("sat-sun 00:00-24:00", "UTC", "2022-01-08T12:00", "2022-01-10T00:00"),
        ("sat-sun 00:00-24:00", "UTC", "2022-01-07T23:59", None),
        (["22:00-07:00", "sat-sun 00:00-24:00"], "UTC", "2022-01-07T23:00", "2022-01-10T07:00"),
        # An hour less to sleep, and an hour more.
        ("22:00-07:00", BERLIN, "2022-03-26T23:00", "2022-03-27T05:00"),
        ("22:00-07:00", BERLIN, "2022-10-29T23:00", "2022-10-30T06:00"),
        # Ends within the hour that is skipped, and within the one that comes twice: at its first 02:30.
        ("22:00-02:30", BERLIN, "2022-03-26T23:00", "2022-03-27T01:30"),
        ("22:00-02:30", BERLIN, "2022-10-29T23:00", "2022-10-30T00:30"),
        ("22:00-02:30", BERLIN, "2022-10-30T01:10", None),
        ("fri-mon 20:00-08:00", "UTC", "2022-01-11T07:00", "2022-01-11T08:00"),
        ("tue 20:00-08:00", "UTC", "2022-01-11T07:00", None),
        ("00:00-24:00", "UTC", "2022-01-01T00:00", "2022-01-15T00:00"),
    ],
)
def test_quiet_hours_end_at_their_local_time(spans: str | list[str], where: str, now: str, until: str | None) -> None:
    found = quiet_until(parse_quiet(spans), utc(now), zone(where))
    assert found == (utc(until) if until else None)


@pytest.mark.parametrize(
    ("parse", "written", "sentence"),
    [
        (parse_quiet, "late", 'write "22:00-07:00"'),
        (parse_quiet, "25:00-07:00", "25:00 is no time of day"),
        (parse_quiet, "07:00-07:00", "begins when it ends"),
        (parse_quiet, "weekend 10:00-11:00", '"weekend" is no day'),
        (parse_digest, "hourly", 'write "daily 08:00"'),
        (parse_digest, "daily 24:00", "24:00 is no time of day"),
        (parse_digest, "moonday 08:00", '"moonday" is no day'),
        (parse_rate, "many", 'write "20/1h"'),
        (parse_rate, "0/1h", 'write "20/1h"'),
        (parse_rate, "5/0h", 'write "20/1h"'),
        (parse_wait, "soon", "write 30s, 5m or 1h"),
        (zone, "Mars/Olympus", "is no time zone"),
        (zone, "../etc/passwd", "is no time zone"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_to_write(parse: object, written: str, sentence: str) -> None:
    assert callable(parse)
    with pytest.raises(ValueError) as refused:
        parse(written)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("written", "shown"), [("20/1h", "20/1h"), ("20 per hour", "20/1h"), ("5/10m", "5/10m"), ("3/day", "3/1d")]
)
def test_rates_are_read_as_people_write_them(written: str, shown: str) -> None:
    assert str(parse_rate(written)) == shown


@given(st.integers(0, 10**7))
def test_a_wait_is_read_back_as_it_was_written(seconds: int) -> None:
    assert parse_wait(in_short(timedelta(seconds=seconds))) == timedelta(seconds=seconds)
