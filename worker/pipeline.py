"""The way of one article from the inbox to the log.

::

    claim ──▶ text (feed's own, or the page) ──▶ extract ──▶ ┌ decide → append → project → outbox → done ┐ ──▶ wake delivery
    short tx      HTTP, no transaction open       pure CPU    └──────────── one transaction ──────────────┘

Everything before the last transaction can be repeated freely; the last transaction happens wholly or not at all. So a
process killed anywhere leaves the article unfinished in the inbox, and the sweep sends it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.articles import text_hash
from domain.events import (
    ArticleRead,
    ArticleRef,
    Event,
    MeetingChange,
    Meta,
    Provenance,
    ReadOutcome,
    Recorded,
    derived_id,
)
from domain.reports import Report, quotes_exactly
from domain.stories import exact_story, provenance
from domain.talks.model import Intake
from worker import __version__, inbox
from worker.limits import TookTooLong, at_most
from worker.log import store, wording
from worker.log.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnavailable,
    Overtaken,
)
from worker.log.store import NewEvent
from worker.log.tables import feed
from worker.pages.turns import HostBusy, PageUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from domain.reading import Extractor
    from worker.runtime import Runtime

DatabaseTrouble = (DatabaseBusy, DatabaseDamaged, DatabaseFull, DatabaseReadOnly, DatabaseUnavailable)
"""Failures of the store, not of the article."""

PAGE_ATTEMPTS = 3
"""How often a page that fails for the moment is asked for, 30 and 60 seconds apart, before the teaser has to do."""

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
    dated: datetime | None = None
    """When the page says that it was published."""


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
    left: bool = False
    """Given back unread, because there was no more time: to be sent again."""


@dataclass
class Steps:
    """Hooks between the statements of the way, used by fault tests to stop the world at each of them."""

    reached: Callable[[str], None] = field(default=lambda step: None)


def read_article(runtime: Runtime, article_id: str, steps: Steps | None = None) -> Reading:
    """Read one article of the inbox and record what follows. Never raises for the article's own faults: they are counted
    as attempts in the database, and the article is quarantined with its error when it keeps failing."""
    steps = steps or Steps()
    now, reading = runtime.clock.now(), runtime.config.settings.reading
    article = runtime.database.transact(
        lambda conn: inbox.claim(conn, article_id, now, reading.lease, max_attempts=reading.max_attempts)
    )
    if article is None:
        return Reading(article_id, "", None, None, skipped="done already, or in other hands")
    steps.reached("claimed")
    return _read_claimed(runtime, article, steps)


def read_articles(
    runtime: Runtime,
    article_ids: Sequence[str],
    steps: Steps | None = None,
    *,
    enough: Callable[[], bool] = lambda: False,
) -> Iterator[Reading]:
    """Read many articles; one reading for each of them, as soon as it is recorded, not in the order given.

    Most articles tell of no meeting. They are claimed together and recorded together, in one transaction each, which
    costs a fifth of one after the other. Whatever reports something is decided on and recorded by itself.

    When ``enough()`` turns true, the rest is given back and answered with ``Reading.left``.
    """
    steps = steps or Steps()
    now, lease = runtime.clock.now(), runtime.config.settings.reading.lease
    claimed, begun_before = runtime.database.transact(lambda conn: inbox.claim_fresh(conn, article_ids, now, lease))
    known = {article.article_id for article in claimed} | set(begun_before)
    for article_id in dict.fromkeys(article_ids):
        if article_id not in known:
            yield Reading(article_id, "", None, None, skipped="done already, or in other hands")
    steps.reached("claimed")
    unread, ordinary = list(claimed), list[_Understood]()
    in_hand = list(claimed)
    try:
        while unread and not (len(unread) < len(claimed) and enough()):
            article = unread.pop(0)
            understood = _understood(runtime, article, steps)
            if isinstance(understood, Reading):
                in_hand.remove(article)
                yield understood
            elif understood.reports:
                reading = _record_or_fail(runtime, understood, steps)
                in_hand.remove(article)
                yield reading
            else:
                ordinary.append(understood)
        if ordinary:
            readings = _record_together(runtime, ordinary, steps)
            for understood in ordinary:
                in_hand.remove(understood.article)
            yield from readings
    except DatabaseTrouble:
        _give_back(runtime, in_hand)
        raise
    if unread:
        runtime.database.transact(lambda conn: inbox.release(conn, unread))
        for article in unread:
            yield Reading(article.article_id, article.title, article.outlet, None, skipped="left", left=True)
    for article_id in begun_before:
        if enough():
            yield Reading(article_id, "", None, None, skipped="left", left=True)
        else:
            yield read_article(runtime, article_id, steps)


def _read_claimed(runtime: Runtime, article: inbox.InboxArticle, steps: Steps) -> Reading:
    try:
        understood = _understood(runtime, article, steps)
        return understood if isinstance(understood, Reading) else _record_or_fail(runtime, understood, steps)
    except DatabaseTrouble:
        _give_back(runtime, [article])
        raise


def _give_back(runtime: Runtime, articles: Sequence[inbox.InboxArticle]) -> None:
    """The database's fault, not the articles': it must not be counted towards setting them aside. Where it cannot be told
    so, their lease runs out, and the sweep returns."""
    with suppress(*DatabaseTrouble):
        runtime.database.transact(lambda conn: inbox.release(conn, articles))


def _failed(runtime: Runtime, article: inbox.InboxArticle, error: BaseException) -> Reading:
    # What is ours to say is a sentence already; of a fault, its kind says the most.
    ours = isinstance(error, (TookTooLong, PageUnavailable))
    message = str(error) if ours else f"{type(error).__name__}: {error}"
    limit = runtime.config.settings.reading.max_attempts
    aside = runtime.database.transact(
        lambda conn: inbox.fail(conn, article.article_id, message, runtime.clock.now(), max_attempts=limit)
    )
    return Reading(
        article.article_id,
        article.title,
        article.outlet,
        None,
        error=message + (" (set aside)" if aside else " (will be tried again)"),
    )


def _put_off(runtime: Runtime, article: inbox.InboxArticle, until: datetime) -> Reading:
    """Too many wait for the host of its page: the sweep sends it again when its turn may have come."""
    runtime.database.transact(lambda conn: inbox.release(conn, [article], until=until))
    return Reading(
        article.article_id, article.title, article.outlet, None, skipped="waits for its turn at the host of its page"
    )


@dataclass(frozen=True, slots=True)
class _Understood:
    """An article that was read, and of which nothing is recorded yet."""

    article: inbox.InboxArticle
    source: ArticleText
    reports: tuple[Report, ...]
    language: str | None
    outcome: ReadOutcome
    digest: str | None
    story_id: str | None
    provenance: Provenance | None


def _understood(runtime: Runtime, article: inbox.InboxArticle, steps: Steps) -> _Understood | Reading:
    """Read the text; where the article provokes an error or takes too long, that is recorded with it."""
    extractor = runtime.extractor
    try:
        with at_most(runtime.config.settings.reading.time_limit):
            article, source = _dated(article, _text_of(runtime, article), runtime.clock.now())
            steps.reached("fetched")
            if source.not_news:
                reports, language, outcome = no_reports("not_news")
            else:
                reports, language, outcome = _read(extractor, source, article)
                if _a_watch_asks(runtime, article, source, reports):
                    page = _text_of_page(runtime, article, source)
                    if page.source == "page" and len(page.text) > len(source.text):
                        article, source = _dated(article, page, runtime.clock.now())
                        reports, language, outcome = _read(extractor, source, article)
            digest = text_hash(source.text) if source.text.strip() else None
            story_id = None if source.not_news else exact_story(source.title, source.text, digest)
            origin = None if source.not_news else provenance(source.text)
    except HostBusy as busy:
        return _put_off(runtime, article, busy.until)
    except (Exception, TookTooLong) as error:  # noqa: BLE001 - whatever an article provokes stops nobody else
        return _failed(runtime, article, error)
    steps.reached("extracted")
    return _Understood(article, source, reports, language, outcome, digest, story_id, origin)


def _text_of(runtime: Runtime, article: inbox.InboxArticle) -> ArticleText:
    from worker.pages.text import text_of

    text = text_of(article.content, article.content_type)
    given = ArticleText(text, article.title, article.local_date, "feed" if article.feed else "given")
    pages = runtime.config.settings.reading.fetch_pages
    wanted = pages == "always" or (pages == "auto" and article.needs_page)
    return _text_of_page(runtime, article, given) if wanted and article.url and article.feed else given


def _text_of_page(runtime: Runtime, article: inbox.InboxArticle, given: ArticleText) -> ArticleText:
    """The text of the article's page, or what was given where there is no better one."""
    from worker.pages.fetch import Turns, fetch_page

    assert article.url is not None
    turns = Turns(runtime.database, runtime.clock, runtime.config.settings.polling.host_spacing)
    try:
        page = fetch_page(runtime.fetcher, article.url, turns=turns)
    except PageUnavailable as unavailable:
        often = min(PAGE_ATTEMPTS, runtime.config.settings.reading.max_attempts)
        if unavailable.temporary and (not given.text.strip() or (article.needs_page and article.attempts < often)):
            raise
        # The teaser is better than nothing, and it is all there will be.
        return replace(given, note=str(unavailable))
    if page.not_news:
        if given.text.strip():
            return replace(given, note=f"page not used: {page.not_news}")
        return ArticleText("", article.title, given.published, "page", not_news=page.not_news)
    return ArticleText(page.text, article.title or page.title, given.published, "page", dated=page.published_at)


def _dated(article: inbox.InboxArticle, source: ArticleText, now: datetime) -> tuple[inbox.InboxArticle, ArticleText]:
    """The article with its page's date, where its feed gave none: else "on Friday" would be told from the day it came in."""
    if source.dated is None or article.published_source != "fetched" or source.dated > now:
        return article, source
    shift = source.dated.utcoffset()
    article = replace(
        article,
        published_at=source.dated,
        published_source="page",
        utc_offset_minutes=int(shift.total_seconds() // 60) if shift is not None else 0,
    )
    return article, replace(source, published=article.local_date)


def _a_watch_asks(runtime: Runtime, article: inbox.InboxArticle, given: ArticleText, reports: Sequence[Report]) -> bool:
    """Whether a watch wants the page of an article whose text the feed gave. Where the operator says that pages of this feed,
    or pages at all, are never fetched, no watch does."""
    asking = [watch for watch in runtime.watches if watch.fetch_page]
    if not asking or given.source != "feed" or given.note is not None or not article.url:
        return False
    if runtime.config.settings.reading.fetch_pages == "never":
        return False
    parties = [report.parties for report in reports]
    if not any(watch.may_concern(parties, (given.title, given.text)) for watch in asking):
        return False
    with runtime.database.read() as conn:
        said = conn.execute(select(feed.c.fetch_page).where(feed.c.name == article.feed)).scalar_one_or_none()
    return said != "never"


Understood = tuple[tuple[Report, ...], str | None, ReadOutcome]
"""Reports, language, outcome."""


def no_reports(outcome: ReadOutcome) -> Understood:
    return (), None, outcome


def _read(extractor: Extractor, source: ArticleText, article: inbox.InboxArticle) -> Understood:
    return read_text(extractor, source.text, source.title, published=source.published, outlet=article.outlet)


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


def _record_or_fail(runtime: Runtime, understood: _Understood, steps: Steps) -> Reading:
    try:
        return _record(runtime, understood, steps)
    except DatabaseTrouble:
        raise
    except Exception as error:  # noqa: BLE001 - a decision that fails is a fault of the article's too
        return _failed(runtime, understood.article, error)


def _record(runtime: Runtime, understood: _Understood, steps: Steps) -> Reading:
    """Decide on the reports of one article and record what follows, in one transaction."""
    article, source, extractor = understood.article, understood.source, runtime.extractor
    ref = ArticleRef(
        article_id=article.article_id,
        revision=article.revision,
        url=article.url,
        outlet=article.outlet,
        title=source.title,
        published_at=article.published_at,
        story_id=understood.story_id,
    )
    intake = Intake(
        article=ref,
        reports=understood.reports,
        extractor=extractor.name,
        extractor_version=extractor.version,
        provenance=understood.provenance,
    )
    for attempt in range(DECISION_ATTEMPTS + 1):
        try:
            with runtime.database.begin() as conn:
                if attempt == DECISION_ATTEMPTS:
                    store.lock_head(conn)
                current = inbox.current(conn, [article])
                if not current:
                    return _overtaken(understood)
                digest = understood.digest
                twin = inbox.exact_copy(conn, article.article_id, digest) if digest else None
                read = _article_read(runtime, understood, twin)
                wording.note(conn, [read], first=article.revision == 1)
                # Before the append: from there to the commit nobody else can append.
                inbox.finish(conn, [_finished(understood)], _erased(current))
                recorded, deliveries = record_intake(runtime, conn, intake, _meta(article), first=(read,), steps=steps)
                steps.reached("before commit")
            break
        except Overtaken:
            if attempt == DECISION_ATTEMPTS:
                raise
    steps.reached("committed")
    reading = _reading(
        understood, twin, tuple(r for r in recorded if isinstance(r.event, MeetingChange)), tuple(deliveries)
    )
    steps.reached("done")
    return reading


def _record_together(runtime: Runtime, many: Sequence[_Understood], steps: Steps) -> list[Reading]:
    """Record that articles were read in which nothing was reported, in one transaction. An article that was read before
    may have reported something then, and takes the long way."""
    revised = [one for one in many if one.article.revision > 1]
    many = [one for one in many if one.article.revision == 1]
    readings: list[Reading] = []
    now = runtime.clock.now()

    def record(conn: Connection) -> list[Reading]:
        current = inbox.current(conn, [one.article for one in many])
        due = [one for one in many if one.article.article_id in current]
        twins = inbox.exact_copies(conn, {one.article.article_id: one.digest for one in due if one.digest})
        inbox.finish(conn, [_finished(one) for one in due], _erased(current))
        reads = [_article_read(runtime, one, twins.get(one.article.article_id)) for one in due]
        wording.note(conn, reads, first=True)
        events = [
            NewEvent(
                read,
                derived_id(read.type, read.article_id, read.revision, read.extractor, read.extractor_version),
                meta=_meta(one.article),
            )
            for one, read in zip(due, reads, strict=True)
        ]
        steps.reached("before commit")
        store.append(conn, events, meta=Meta(software=__version__), recorded_at=now, last=True)
        return [
            _reading(one, twins.get(one.article.article_id)) if one.article.article_id in current else _overtaken(one)
            for one in many
        ]

    if many:
        readings = runtime.database.transact(record)
        steps.reached("committed")
    return readings + [_record_or_fail(runtime, one, steps) for one in revised]


def _erased(current: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(identifier for identifier, erased in current.items() if erased)


def _meta(article: inbox.InboxArticle) -> Meta:
    return Meta(correlation=f"article-{article.article_id}-{article.revision}", software=__version__)


def _overtaken(understood: _Understood) -> Reading:
    article = understood.article
    return Reading(
        article.article_id,
        understood.source.title,
        article.outlet,
        None,
        skipped="revised or read by another meanwhile",
    )


def _article_read(runtime: Runtime, understood: _Understood, twin: str | None) -> ArticleRead:
    return ArticleRead(
        article_id=understood.article.article_id,
        revision=understood.article.revision,
        extractor=runtime.extractor.name,
        extractor_version=runtime.extractor.version,
        outcome=understood.outcome,
        language=understood.language,
        reports=len(understood.reports),
        story_id=understood.story_id,
        duplicate_of=twin,
        provenance=understood.provenance,
    )


def _finished(understood: _Understood) -> inbox.Finished:
    return inbox.Finished(
        understood.article,
        outcome=understood.outcome,
        language=understood.language,
        text=understood.source.text,
        text_hash=understood.digest,
        story_id=understood.story_id,
        title=understood.source.title,
    )


def _reading(
    understood: _Understood,
    twin: str | None,
    changes: tuple[Recorded, ...] = (),
    deliveries: tuple[str, ...] = (),
) -> Reading:
    article, source = understood.article, understood.source
    return Reading(
        article.article_id,
        source.title,
        article.outlet,
        understood.outcome,
        understood.reports,
        changes,
        deliveries,
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
    recorded = model.append(
        conn, new, meta=meta, recorded_at=now, decided_at=decided_at, appended=lambda: steps.reached("appended")
    )
    steps.reached("projected")
    deliveries = enqueue(conn, recorded, config.hooks, runtime.watches, now)
    steps.reached("enqueued")
    return recorded, deliveries
