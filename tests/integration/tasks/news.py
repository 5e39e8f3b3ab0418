"""Articles for tests of the work: each reports a meeting, an earlier one's change, or nothing, so that how things stand in the
end depends on every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from worker import inbox
from worker.log.database import Database

START = datetime(2024, 3, 4, 8, 0, tzinfo=UTC)

PAIRS = [
    ("Norwegian", "Chilean", "Lima"),
    ("Kenyan", "Japanese", "Nairobi"),
    ("Turkish", "Serbian", "Ankara"),
    ("Brazilian", "Egyptian", "Cairo"),
    ("Polish", "Vietnamese", "Hanoi"),
    ("Iranian", "Algerian", "Tunis"),
    ("Canadian", "Indonesian", "Jakarta"),
    ("Ethiopian", "Ukrainian", "Addis Ababa"),
]
MONTHS = "January February March April May June July August September October November December".split()
FILLER = (
    "The harvest was poor this year, and in the markets of the north the price of wheat rose by {n} percent.",
    "A bridge over the river was closed after {n} of its bolts were found to be loose, the town said.",
    "The museum showed {n} pictures that had hung in a farmhouse kitchen for half a century.",
    "Snow fell on the hills above the town, the first in {n} years, and the buses did not run.",
)


def articles(count: int, *, reporting: int = 3) -> Iterator[inbox.Item]:
    """``count`` articles, an hour apart. One in ``reporting`` tells of talks: of those, every fourth moves an earlier
    meeting and every seventh calls one off."""
    for n in range(count):
        published = START + timedelta(hours=n)
        filler = " ".join(sentence.format(n=2 + (n + k) % 40) for k, sentence in enumerate(FILLER))
        title, lead = f"Notes from the provinces, number {n}", f"This is letter {n} of our correspondent."
        if n % reporting == 0:
            number = n // reporting
            one, other, place = PAIRS[number % len(PAIRS)]
            day = (published + timedelta(days=20 + number % 9)).date()
            later = day + timedelta(days=3)
            when = f"{MONTHS[day.month - 1]} {day.day}"
            lead = f"The {one} and {other} foreign ministers will meet in {place} on {when}, both ministries said."
            if number % 7 == 6:
                lead = f"The {one} and {other} foreign ministers called off their meeting in {place} on {when}."
            elif number % 4 == 3:
                lead += f" The talks were postponed to {MONTHS[later.month - 1]} {later.day}, a spokesman said later."
            title = f"Talks between two ministers, dispatch {n}"
        yield inbox.Item(
            url=f"https://agency.example/{n}",
            guid=None,
            title=title,
            content=f"{lead}\n\n{filler} Letter {n} ends here.",
            content_type="text/plain",
            published_at=published,
            published_raw=None,
            feed=None,
            outlet="Agency",
        )


def receive(database: Database, items: Sequence[inbox.Item], now: datetime) -> list[str]:
    """Put them into the inbox; their ids."""
    ids = []
    for start in range(0, len(items), 200):
        with database.begin() as conn:
            ids += [r.article_id for r in inbox.receive(conn, items[start : start + 200], now)]
    return ids
