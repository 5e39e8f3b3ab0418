"""Articles on their way into the log: decided, recorded and projected as the pipeline does it, without feeds and reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from domain.events import FeedNotice, Meta, Recorded
from domain.talks.decide import decide, event_ids
from domain.talks.model import Intake
from tests.domain.talks.world import article, report
from worker.log import model, store
from worker.log.database import Database
from worker.log.errors import Overtaken
from worker.log.store import NewEvent

NOW = datetime(2022, 1, 10, 9, 30, 15, 123456, tzinfo=UTC)


def notice(feed: str = "agency", detail: str = "nothing new", number: int = 0) -> NewEvent:
    """An event about a feed, which no meeting depends on; its id says what it says."""
    return NewEvent(FeedNotice(feed=feed, notice="failing", detail=detail), f"{feed}/{detail}/{number}")


def notices(count: int, feeds: int = 3, prefix: str = "n") -> list[NewEvent]:
    return [notice(f"feed {n % feeds}", f"{prefix}{n}") for n in range(count)]


def append(database: Database, *events: NewEvent, at: datetime = NOW, meta: Meta | None = None) -> list[Recorded]:
    with database.begin() as conn:
        return store.append(conn, events, meta=meta or Meta(), recorded_at=at)


def positions(database: Database) -> list[int]:
    with database.read() as conn:
        return [recorded.position for recorded in store.read(conn)]


def everything(database: Database) -> list[Recorded]:
    with database.read() as conn:
        return list(store.read(conn))


def take(
    database: Database, intake: Intake, at: datetime = NOW, reached: Callable[[str], None] = lambda step: None
) -> list[Recorded]:
    """Decide on one article and record what follows, in one transaction; again where somebody else was quicker."""
    for attempt in range(20):
        try:
            with database.begin() as conn:
                if attempt > 5:
                    store.lock_head(conn)
                decided_at = store.head(conn)
                standing = model.standing_of(conn)
                events = decide(model.neighbourhood_for(conn, intake, standing), intake, standing)
                reached("decided")
                new = [NewEvent(event, id_) for event, id_ in zip(events, event_ids(intake, events, basis=decided_at))]
                recorded = model.append(
                    conn,
                    new,
                    meta=Meta(correlation=intake.article.article_id),
                    recorded_at=at,
                    decided_at=decided_at,
                    appended=lambda: reached("appended"),
                )
                reached("projected")
            reached("committed")
            return recorded
        except Overtaken:
            continue
    raise AssertionError("overtaken twenty times, also while holding the head")


def take_all(database: Database, intakes: Iterable[Intake], start: datetime = NOW) -> None:
    """One article an hour."""
    for n, intake in enumerate(intakes):
        take(database, intake, start + timedelta(hours=n))


WINTER = [
    article("a1", "2021-12-28T06:00", report("US RU", "scheduled", "2022-01-10", "Geneva")),
    article("a2", "2021-12-28T07:00", report("NATO RU", "tentative", "2022-01-12")),
    article(
        "a3", "2021-12-30T09:00", report("US RU", "scheduled", "2022-01-10@15:00 CET", "Geneva", format="in_person")
    ),
    article("a4", "2022-01-03T12:00", report("NATO RU", "scheduled", "2022-01-12", "Brussels")),
    article("a5", "2022-01-04T08:00", report("OSCE RU", "proposed", "2022-01")),
    article(
        "a6",
        "2022-01-05T10:00",
        report("OSCE RU", "scheduled", "2022-01-13", "Vienna"),
        report("US RU", "scheduled", "2022-01-10", "Geneva"),
    ),
    article("a7", "2022-01-06T18:00", report("NATO RU", "scheduled", "2022-01-14", "Brussels", was="2022-01-12")),
    article("a4", "2022-01-03T12:00", report("NATO RU", "scheduled", "2022-01-12", "Paris"), revision=2),
    article("a8", "2022-01-08T11:00", report("US RU", "cancelled", "2022-01-10", "Geneva")),
    article("a9", "2021-12-29T05:00", report("FR DE", "scheduled", "2022-01-20", "Paris")),
    article("a2", "2021-12-28T07:00", revision=2),
    article("b1", "2022-01-10T16:00", report("US RU", "concluded", "2022-01-10", "Geneva")),
]
"""A winter's talks: announced, moved, called off, held after all; one article late, one revised, one taken back."""
