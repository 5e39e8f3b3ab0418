"""The way of one article from the inbox to the log.

::

    claim ──▶ text (feed's own, or the page) ──▶ extract ──▶ ┌ decide → append → project → outbox → done ┐ ──▶ wake delivery
    short tx      HTTP, no transaction open       pure CPU    └──────────── one transaction ──────────────┘

Everything before the last transaction can be repeated freely; the last transaction happens wholly or not at all. So a
process killed anywhere leaves the article unfinished in the inbox, and the sweep sends it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from domain.events import ArticleRead, ArticleRef, Event, MeetingChange, Meta, ReadOutcome, Recorded, derived_id
from domain.reports import Report, quotes_exactly
from domain.talks.model import Intake
from worker import __version__, inbox
from worker.log import store
from worker.log.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnavailable,
    Overtaken,
)
from worker.log.store import NewEvent

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from domain.reading import Extractor
    from worker.runtime import Runtime

DatabaseTrouble = (DatabaseBusy, DatabaseDamaged, DatabaseFull, DatabaseReadOnly, DatabaseUnavailable)
"""Failures of the store, not of the article."""

DECISION_ATTEMPTS = 6
"""Optimistic decisions before the head row is locked first, so that a busy log cannot starve an article."""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What will be read, and what was learnt on the way to it."""

    text: str
    title: str
    published: date
    source: str
    """feed | page | given: where the text came from."""
    not_news: str | None = None
    """Why the text is no article at all (a consent page, an error page), in words."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one article, for logs and for ``parley ingest``."""

    article_id: str
    title: str
    outlet: str | None
    outcome: ReadOutcome | None
    reports: tuple[Report, ...] = ()
    changes: tuple[Recorded, ...] = ()
    deliveries: tuple[str, ...] = ()
    error: str | None = None
    skipped: str | None = None
    duplicate_of: str | None = None
    note: str | None = None


@dataclass
class Steps:
    """Hooks between the statements of the way, used by fault tests to stop the world at each of them."""

    reached: Callable[[str], None] = field(default=lambda step: None)


def read_article(runtime: Runtime, article_id: str, steps: Steps | None = None) -> Reading:
    """Read one article of the inbox and record what follows. Never raises for the article's own faults: they are counted
    as attempts in the database, and the article is quarantined with its error when it keeps failing."""
    steps = steps or Steps()
    now = runtime.clock.now()
    with runtime.database.begin() as conn:
        article = inbox.claim(conn, article_id, now, runtime.config.settings.reading.lease)
    if article is None:
        return Reading(article_id, "", None, None, skipped="done already, or in other hands")
    steps.reached("claimed")
    try:
        source = _text_of(runtime, article)
        steps.reached("fetched")
        reading = _extract_and_record(runtime, article, source, steps)
    except DatabaseTrouble:
        # Not the article's fault: it must not be counted towards setting it aside. Its lease runs out, the sweep returns.
        raise
    except Exception as error:  # noqa: BLE001 - whatever an article provokes is recorded with it and stops nobody else
        message = f"{type(error).__name__}: {error}"
        with runtime.database.begin() as conn:
            quarantined = inbox.fail(
                conn,
                article_id,
                message,
                runtime.clock.now(),
                max_attempts=runtime.config.settings.reading.max_attempts,
            )
        return Reading(
            article_id,
            article.title,
            article.outlet,
            None,
            error=message + (" (set aside)" if quarantined else " (will be tried again)"),
        )
    steps.reached("done")
    return reading


def _text_of(runtime: Runtime, article: inbox.InboxArticle) -> ArticleText:
    from worker.pages.fetch import PageUnavailable, fetch_page
    from worker.pages.text import text_of

    text = text_of(article.content, article.content_type)
    published = article.local_date
    pages = runtime.config.settings.reading.fetch_pages
    wanted = pages == "always" or (pages == "auto" and article.needs_page)
    if not (wanted and article.url and article.feed):
        return ArticleText(text, article.title, published, "feed" if article.feed else "given")
    try:
        page = fetch_page(runtime.fetcher, article.url)
    except PageUnavailable as unavailable:
        if unavailable.temporary and not text.strip():
            raise
        # The teaser is better than nothing, and it is all there will be.
        return ArticleText(text, article.title, published, "feed", note=str(unavailable))
    if page.not_news:
        if text.strip():
            return ArticleText(text, article.title, published, "feed", note=f"page not used: {page.not_news}")
        return ArticleText("", article.title, published, "page", not_news=page.not_news)
    return ArticleText(page.text, article.title or page.title, published, "page")


def text_hash(text: str) -> str:
    """Equal for texts that differ only in spacing and quotation marks: exact copies."""
    from domain.articles import normalised_text

    return hashlib.sha256(normalised_text(text).encode()).hexdigest()


Understood = tuple[tuple[Report, ...], str | None, ReadOutcome]
"""Reports, language, outcome."""


def no_reports(outcome: ReadOutcome) -> Understood:
    return (), None, outcome


def read_text(extractor: Extractor, text: str, title: str, *, published: date, outlet: str | None) -> Understood:
    """What the extractor reads in an article. Raises ``ValueError`` where it quotes what the article does not say."""
    if not text.strip() and not title.strip():
        return no_reports("empty")
    extraction = extractor.extract(text, published, title=title, outlet=outlet)
    for report in extraction.reports:
        # Whoever proposes a report, rules or a model: what is not quoted exactly is not recorded.
        if not quotes_exactly(report, text, title):
            raise ValueError(f"{extractor.name} {extractor.version} quotes what the article does not say: {report!r}")
    if extraction.reports:
        outcome: ReadOutcome = "reports"
    elif extraction.language not in ("en", "und"):
        outcome = "unread_language"
    else:
        outcome = "no_meeting"
    return extraction.reports, extraction.language, outcome


def _extract_and_record(runtime: Runtime, article: inbox.InboxArticle, source: ArticleText, steps: Steps) -> Reading:
    extractor = runtime.extractor
    if source.not_news:
        reports, language, outcome = no_reports("not_news")
    else:
        reports, language, outcome = read_text(
            extractor, source.text, source.title, published=source.published, outlet=article.outlet
        )
    steps.reached("extracted")

    digest = text_hash(source.text) if source.text.strip() else None
    story_id = derived_id("story", digest) if digest else None
    ref = ArticleRef(
        article_id=article.article_id,
        revision=article.revision,
        url=article.url,
        outlet=article.outlet,
        title=source.title,
        published_at=article.published_at,
        story_id=story_id,
    )
    intake = Intake(article=ref, reports=reports, extractor=extractor.name, extractor_version=extractor.version)
    meta = Meta(correlation=f"article-{article.article_id}-{article.revision}", software=__version__)

    for attempt in range(DECISION_ATTEMPTS + 1):
        try:
            with runtime.database.begin() as conn:
                if attempt == DECISION_ATTEMPTS:
                    store.lock_head(conn)
                if not inbox.still_current(conn, article):
                    return Reading(article.article_id, source.title, article.outlet, None, skipped="revised meanwhile")
                twin = inbox.exact_copy(conn, article.article_id, digest) if digest else None
                read = ArticleRead(
                    article_id=article.article_id,
                    revision=article.revision,
                    extractor=extractor.name,
                    extractor_version=extractor.version,
                    outcome=outcome,
                    language=language,
                    reports=len(reports),
                    story_id=story_id,
                    duplicate_of=twin,
                )
                recorded, deliveries = record_intake(runtime, conn, intake, meta, first=(read,), steps=steps)
                inbox.finish(
                    conn,
                    article,
                    outcome=outcome,
                    language=language,
                    text=source.text,
                    text_hash=digest,
                    story_id=story_id,
                    title=source.title,
                )
                steps.reached("before commit")
            break
        except Overtaken:
            if attempt == DECISION_ATTEMPTS:
                raise
    steps.reached("committed")
    return Reading(
        article.article_id,
        source.title,
        article.outlet,
        outcome,
        reports,
        tuple(r for r in recorded if isinstance(r.event, MeetingChange)),
        tuple(deliveries),
        duplicate_of=twin,
        note=source.note or source.not_news,
    )


def record_intake(
    runtime: Runtime,
    conn: Connection,
    intake: Intake,
    meta: Meta,
    *,
    first: Sequence[Event] = (),
    steps: Steps | None = None,
) -> tuple[list[Recorded], list[str]]:
    """Decide on ``intake`` and record everything that follows, within the caller's transaction.

    Returns the recorded events and the ids of the outbox rows that became due. Raises ``Overtaken`` where another
    writer recorded a meeting event between our look and our append; the caller decides again on the new state.
    """
    from domain.talks.decide import decide, event_ids
    from worker.alerts.outbox import enqueue
    from worker.log import model

    steps = steps or Steps()
    now = runtime.clock.now()
    decided_at = store.head(conn)
    standing = model.standing_of(conn)
    events = decide(model.neighbourhood_for(conn, intake, standing), intake, standing)
    steps.reached("decided")
    article, config = intake.article, runtime.config
    new = [
        NewEvent(
            event,
            derived_id(event.type, article.article_id, article.revision, intake.extractor, intake.extractor_version),
        )
        for event in first
    ]
    new += [
        NewEvent(event, event_id)
        for event, event_id in zip(events, event_ids(intake, events, basis=decided_at), strict=True)
    ]
    recorded = store.append(conn, new, meta=meta, recorded_at=now, decided_at=decided_at)
    steps.reached("appended")
    model.project(conn, recorded)
    steps.reached("projected")
    deliveries = enqueue(conn, recorded, config.hooks, runtime.watches, now)
    steps.reached("enqueued")
    return recorded, deliveries
