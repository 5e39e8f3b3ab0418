"""Polling one feed.

::

    claim_due ─▶ turn at host ─▶ conditional GET ─▶ parse ─▶ ┌ identify → inbox → entries → feed row → log ┐ ─▶ ids to read
    short tx       short tx        no transaction     pure     └───────────────── one transaction ─────────────┘

What a feed brought, and the validators that say we have it, are stored together or not at all: a worker killed anywhere
asks again and misses nothing. Whatever goes wrong with one feed ends in its row, as a sentence, and nowhere else.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.client import responses
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import bindparam, delete, func, or_, select, update

from domain.articles import EntryFacts, EntryIdentity, KnownEntry, identify
from domain.articles import document_keys as keys_of
from domain.events import FeedNotice, Meta, derived_id
from worker import __version__, inbox
from worker.feeds import hosts
from worker.feeds.parse import NotAFeed, ParsedEntry, ParsedFeed, format_name, parse_feed
from worker.feeds.registry import Health, health
from worker.feeds.schedule import (
    DAY,
    PollPolicy,
    Skip,
    error_delay,
    freshness,
    in_words,
    interval,
    jittered,
    past_skipped,
    retry_after,
    rhythm_of,
    updated_rhythm,
)
from worker.http import Fetched, Fetcher, FetchError
from worker.log.bulk import insert_many, update_many
from worker.log.tables import article, feed, feed_entry

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from worker.log.database import Database
    from worker.log.store import NewEvent

__all__ = [
    "Health",
    "PollOutcome",
    "PollPolicy",
    "Trial",
    "claim_due",
    "health",
    "poll",
    "release_claims",
    "try_feed",
]

ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.6, */*;q=0.1"
)

_TEASER_ENDS: Final = ("…", "...", "[…]", "[...]", "read more", "continue reading", "read on", "full story", "more»")


TEMPLATE_AT_LEAST: Final = 3
"""So many entries, and half of those that are known, are not edited at once."""


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What one poll came to."""

    feed: str
    status: int | None
    """Of the HTTP answer; None when there was none."""
    new_article_ids: tuple[str, ...] = ()
    """New and revised articles: enqueue reading them now, after the commit."""
    error: str | None = None
    """One sentence; the same that the feed's health shows."""
    next_poll_at: datetime | None = None
    next_in_words: str = ""
    entries: int = 0
    """Entries in the document; 0 when it was not modified."""
    note: str | None = None


# --- claiming -------------------------------------------------------------------------------------------------------


LEASE: Final = PollPolicy().lease


def claim_due(conn: Connection, now: datetime, limit: int, *, lease: timedelta = LEASE) -> list[str]:
    """Names of at most ``limit`` feeds that are due, the longest due first; nobody else gets them for ``lease``."""
    watched = or_(feed.c.active.is_(True), feed.c.retired_reason.is_not(None))
    free = or_(feed.c.claimed_until.is_(None), feed.c.claimed_until <= now)
    names = list(
        conn.execute(
            select(feed.c.name)
            .where(watched, feed.c.next_poll_at <= now, free)
            .order_by(feed.c.next_poll_at, feed.c.name)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars()
    )
    for start in range(0, len(names), inbox.CHUNK):
        chunk = names[start : start + inbox.CHUNK]
        conn.execute(update(feed).where(feed.c.name.in_(chunk)).values(claimed_until=now + lease))
    return names


def release_claims(conn: Connection) -> None:
    """Give back all claimed feeds: for a process that knows itself alone, at its start. Whoever held them was killed."""
    conn.execute(update(feed).where(feed.c.claimed_until.is_not(None)).values(claimed_until=None))


# --- what an answer means -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What the exchange came to, before anything is stored."""

    kind: Literal["news", "same", "not_modified", "gone", "error", "busy_host"]
    conditional: bool
    """Whether the request was."""
    status: int | None = None
    fetched: Fetched | None = None
    document: ParsedFeed | None = None
    body_hash: str | None = None
    sentence: str | None = None
    asked_to_wait: timedelta | None = None
    candidates: tuple[str, ...] = ()
    page: bool = False


def ask(fetcher: Fetcher, url: str, headers: Mapping[str, str], known_hash: str | None, now: datetime) -> Answer:
    """Ask a feed once and read what it answers. Never raises for what the feed or its server does."""
    try:
        got = fetcher.get(url, headers=headers, accept=ACCEPT)
    except FetchError as error:
        return unanswered(error, bool(headers))
    return with_document(judged(got, bool(headers), known_hash, now), now)


def unanswered(error: FetchError, conditional: bool) -> Answer:
    """There was no answer."""
    return Answer("error", conditional, sentence=str(error))


def judged(got: Fetched, conditional: bool, known_hash: str | None, now: datetime) -> Answer:
    """What an answer comes to, before anybody looks into its document: of one with news, ``with_document`` does that."""
    wait = retry_after(got.headers, now)
    status = got.status
    sentence: str | None = None
    if status == 304:
        if conditional:
            return Answer("not_modified", conditional, status, got)
        sentence = "The server answers 304 (not modified) to an unconditional request."
        return Answer("error", conditional, status, got, sentence=sentence)
    if status == 410:
        sentence = "The server says that the feed is gone for good (410)."
        return Answer("gone", conditional, status, got, sentence=sentence)
    if status == 429:
        asks = f" for {in_words(wait)}" if wait else ""
        sentence = f"The host asks for a pause{asks} (429)."
        return Answer("busy_host", conditional, status, got, sentence=sentence, asked_to_wait=wait)
    if status != 200:
        return Answer("error", conditional, status, got, sentence=_status_sentence(status), asked_to_wait=wait)
    digest = hashlib.sha256(got.body).hexdigest()
    return Answer("same" if digest == known_hash else "news", conditional, status, got, body_hash=digest)


def with_document(answer: Answer, now: datetime) -> Answer:
    """An answer with news, read. This is what takes long."""
    got = answer.fetched
    if answer.kind != "news" or got is None:
        return answer
    try:
        document = parse_feed(got.body, url=got.url, fetched=now, content_type=got.content_type)
    except NotAFeed as error:
        return replace(
            answer, kind="error", body_hash=None, sentence=str(error), candidates=error.candidates, page=error.page
        )
    except Exception as error:  # noqa: BLE001 - a document that breaks the parser is that feed's error and nobody else's
        sentence = f"The document breaks our parser ({type(error).__name__}: {error})."
        return replace(answer, kind="error", body_hash=None, sentence=sentence)
    return replace(answer, fetched=replace(got, body=b""), document=document)


def _status_sentence(status: int) -> str:
    name = responses.get(status, "an unknown status")
    if status in (401, 403, 407):
        return f"The server refuses us the feed ({status} {name})."
    if status == 404:
        return "There is nothing at this address (404 Not Found)."
    if 500 <= status < 600:
        return f"The server has trouble ({status} {name})."
    if status in (301, 302, 303, 307, 308):
        return f"The server redirects ({status} {name}) without saying where to."
    return f"The server answers {status} ({name}), which brings no feed."


# Built once: constructing a statement costs more than running it on a feed that was not modified.
_FEED = select(feed).where(feed.c.name == bindparam("name"))
_FEED_FOR_UPDATE = _FEED.with_for_update()
_AS_CONFIGURED: Final = frozenset(("name", "url", "outlet", "fixed_interval_seconds", "fetch_page"))
_LEARNT: Final = tuple(column.name for column in feed.columns if column.name not in _AS_CONFIGURED)
_UPDATE_FEED = (
    update(feed).where(feed.c.name == bindparam("key")).values({name: bindparam(f"new_{name}") for name in _LEARNT})
)

_OF_FEED: Final = feed_entry.c.feed == bindparam("name")
_AMONG_KEYS: Final = feed_entry.c.identity.in_(bindparam("keys", expanding=True))
_KNOWN: Final = (
    select(
        feed_entry.c.identity,
        feed_entry.c.article_id,
        feed_entry.c.content_hash,
        feed_entry.c.stamp,
        article.c.title,
        article.c.published_at,
        article.c.published_source,
    )
    .join(article, article.c.article_id == feed_entry.c.article_id)
    .where(_OF_FEED, _AMONG_KEYS)
)
_SEEN: Final = (
    update(feed_entry)
    .where(_OF_FEED, _AMONG_KEYS, feed_entry.c.last_seen_at < bindparam("stale"))
    .values(last_seen_at=bindparam("now"))
)
_REPLACE: Final = delete(feed_entry).where(_OF_FEED, _AMONG_KEYS)
_FORGET: Final = delete(feed_entry).where(_OF_FEED, feed_entry.c.last_seen_at < bindparam("before"))

# --- polling --------------------------------------------------------------------------------------------------------


def poll(
    db: Database,
    fetcher: Fetcher,
    name: str,
    now: datetime,
    *,
    policy: PollPolicy | None = None,
    rng: random.Random | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> PollOutcome:
    """Ask the feed ``name`` once, whether it is due or not, and store what it brought. Never raises for what the feed or
    its server does; errors of the database do get through, and leave the feed as it was."""
    policy = policy or PollPolicy()
    rng = rng or random.Random()
    with db.read() as conn:
        row = conn.execute(_FEED, {"name": name}).one_or_none()
        if row is None:
            return PollOutcome(name, None, error=f"There is no feed named {name!r}.")
        url = row.address or row.url
        host = hosts.host_of(url)
        pause = hosts.blocked_until(conn, host, now)
    if pause is None and policy.host_spacing:
        with db.begin() as conn:
            turn = hosts.take_turn(conn, host, now, policy.host_spacing, policy.host_patience)
        if turn - now > policy.host_patience:
            pause = turn
        elif turn > now:
            sleep((turn - now).total_seconds())
    if pause is not None:
        with db.begin() as conn:
            return put_off(conn, row, pause, policy, rng, now)
    answer = ask(fetcher, url, conditions(row, now, policy), row.body_hash, now)
    return store(db, row, answer, now, policy, rng)


def conditions(row: Any, now: datetime, policy: PollPolicy) -> dict[str, str]:
    """The headers that make a request of the feed of ``row`` conditional; none where the whole document is due."""
    if row.last_unconditional_at is None or now - row.last_unconditional_at >= policy.unconditional_every:
        return {}
    found = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    return {name: value for name, value in found.items() if value is not None}


def store(db: Database, row: Any, answer: Answer, now: datetime, policy: PollPolicy, rng: random.Random) -> PollOutcome:
    """Store what the feed of ``row``, as it was read before, answered, in one transaction."""

    def in_transaction(conn: Connection) -> PollOutcome:
        fresh = conn.execute(_FEED_FOR_UPDATE, {"name": row.name}).one_or_none()
        if fresh is None or (fresh.address or fresh.url) != (row.address or row.url):
            return PollOutcome(row.name, answer.status, error="The feed was changed while it was being asked.")
        return Storing(fresh, answer, now, policy, rng).store(conn)

    return db.transact(in_transaction)


_QUIET: Final = (
    *(
        "claimed_until",
        "last_polled_at",
        "last_success_at",
        "last_unconditional_at",
        "next_poll_at",
        "interval_seconds",
    ),
    *("last_status", "last_error", "errors_in_row", "first_error_at", "polls", "not_modified"),
    *("etag", "last_modified", "body_hash", "moved_to", "moved_since", "moved_seen"),
)
"""What an answer without news changes in a feed's row."""

_STORE_QUIET: Final = (
    update(feed)
    .where(
        feed.c.name == bindparam("key"),
        # As it was when the feed was asked: nobody polled it meanwhile, or gave it another address.
        feed.c.polls == bindparam("polls_before"),
        func.coalesce(feed.c.address, feed.c.url) == bindparam("asked"),
    )
    .values({name: bindparam(f"new_{name}") for name in _QUIET})
)


def quiet(row: Any, answer: Answer, now: datetime, policy: PollPolicy, rng: random.Random) -> Quiet | None:
    """What is to be stored of an answer without news: a few values of the feed's row. None where there is more to it."""
    if answer.kind not in ("same", "not_modified"):
        return None
    storing = Storing(row, answer, now, policy, rng)
    outcome = storing.decide()
    before = row._mapping
    beyond = (name for name, value in storing.values.items() if name not in _QUIET and before[name] != value)
    if storing.notices or any(beyond):
        return None
    values = {f"new_{name}": storing.values.get(name, before[name]) for name in _QUIET}
    key = {"key": row.name, "polls_before": row.polls, "asked": row.address or row.url}
    return Quiet(outcome, {**values, **key})


@dataclass(frozen=True, slots=True)
class Quiet:
    """An answer that brought nothing new, as parameters of one statement."""

    outcome: PollOutcome
    parameters: dict[str, Any]


def store_quiet(conn: Connection, found: Sequence[Quiet]) -> bool:
    """Store answers without news in the caller's transaction; false, and the transaction is to be rolled back, where one of
    the feeds was changed meanwhile.

    Several feeds may share a transaction here, though it is one a feed where something came: a worker that is killed
    before it asks these feeds again, and nothing else.
    """
    return update_many(conn, _STORE_QUIET, [one.parameters for one in found]) == len(found)


_PUT_OFF: Final = (
    update(feed)
    .where(feed.c.name == bindparam("key"))
    .values(next_poll_at=bindparam("new_next_poll_at"), claimed_until=None)
)


def put_off(
    conn: Connection, row: Any, until: datetime, policy: PollPolicy, rng: random.Random, now: datetime
) -> PollOutcome:
    """The host wants a pause, or has a long queue: ask later, which is no fault of the feed."""
    at = now + jittered(until - now, policy, rng)
    conn.execute(_PUT_OFF, {"key": row.name, "new_next_poll_at": at})
    words = in_words(at - now)
    return PollOutcome(
        row.name, None, next_poll_at=at, next_in_words=words, note=f"waits {words} for its turn at the host"
    )


class Storing:
    """The one transaction that ends a poll: from what is known and what was answered to rows and events."""

    conn: Connection

    def __init__(self, row: Any, answer: Answer, now: datetime, policy: PollPolicy, rng: random.Random) -> None:
        self.row, self.answer, self.now = row, answer, now
        self.policy, self.rng = policy, rng
        self.notices: list[FeedNotice] = []
        self.values: dict[str, Any] = {
            "claimed_until": None,
            "last_polled_at": now,
            "last_status": answer.status,
            "polls": row.polls + 1,
        }
        self.received = inbox.Unrecorded(())
        self.new: tuple[str, ...] = ()
        self.unseen = 0
        """Entries that this feed had not listed before, whoever else brought their articles."""

    def store(self, conn: Connection) -> PollOutcome:
        self.conn = conn
        outcome = self.decide()
        learnt = {**self.row._mapping, **self.values}
        self.conn.execute(_UPDATE_FEED, {"key": self.row.name, **{f"new_{name}": learnt[name] for name in _LEARNT}})
        inbox.record(self.conn, self.received, self.now, actor=f"feed:{self.row.name}", also=self._noticed(), last=True)
        return outcome

    def decide(self) -> PollOutcome:
        """What is to become of the feed's row, in ``values``. Needs the database only for news and for errors."""
        if self.answer.kind in ("news", "same", "not_modified"):
            wait = self._success()
        else:
            wait = self._failure()
        at = self._outside_skipped(self.now + jittered(wait, self.policy, self.rng))
        self.values |= {"next_poll_at": at}
        document = self.answer.document
        return PollOutcome(
            feed=self.row.name,
            status=self.answer.status,
            new_article_ids=self.new,
            error=self.answer.sentence,
            next_poll_at=at,
            next_in_words=in_words(at - self.now),
            entries=len(document.entries) if document else 0,
            note=document.note if document else None,
        )

    def _outside_skipped(self, at: datetime) -> datetime:
        """``at``, or later where the publisher asks not to be asked then. An operator's own interval stands above that."""
        row, values = self.row, self.values
        if row.fixed_interval_seconds or values.get("retired_reason", row.retired_reason):
            return at
        hours, days = values.get("skip_hours", row.skip_hours), values.get("skip_days", row.skip_days)
        if not (hours or days):
            return at
        skip = Skip(hours or 0, days or 0)
        later = past_skipped(at, skip, self.policy.longest_hint)
        # Not at the stroke of the hour, when all others come back.
        return at if later == at else later + self.policy.min_interval * self.rng.random()

    # --- good answers ---

    def _success(self) -> timedelta:
        row, answer, values = self.row, self.answer, self.values
        got = answer.fetched
        assert got is not None
        if row.errors_in_row >= self.policy.failing_after or row.retired_reason:
            since = f" after {row.errors_in_row} failed attempts" if row.errors_in_row else ""
            self._notice("recovered", f"The feed answers again{since}.")
        values |= {
            "last_success_at": self.now,
            "last_error": None,
            "errors_in_row": 0,
            "first_error_at": None,
            "retired_reason": None,
        }
        if row.retired_reason:
            values["active"] = True
        if not self.answer.conditional:
            values["last_unconditional_at"] = self.now
        if answer.kind == "not_modified":
            values["not_modified"] = row.not_modified + 1
        self._validators(got)
        self._moves(got)
        if answer.document is not None:
            self._news(answer.document)
        usual = self._rhythm()
        last_new = values.get("last_new_at", row.last_new_at)
        said = values.get("hint_seconds", row.hint_seconds)
        hints = [hint for hint in (freshness(got.headers), timedelta(seconds=said) if said else None) if hint]
        wait = interval(
            self.policy,
            usual=usual,
            silent=self.now - last_new if last_new else None,
            hint=max(hints, default=None),
            fixed=timedelta(seconds=row.fixed_interval_seconds) if row.fixed_interval_seconds else None,
        )
        values["interval_seconds"] = wait.total_seconds()
        return wait

    def _validators(self, got: Fetched) -> None:
        """Kept byte for byte, and both renewed by every 200 and 304: one that is kept from an older answer makes a server
        say "not modified" forever (miniflux#2675, CommaFeed#1746)."""
        if self.answer.kind == "not_modified":
            # RFC 9111 section 3.2: a 304 updates what it names and leaves the rest.
            for column, header in (("etag", "etag"), ("last_modified", "last-modified")):
                if header in got.headers:
                    self.values[column] = _validator(got, header)
            return
        self.values["etag"] = _validator(got, "etag")
        self.values["last_modified"] = _validator(got, "last-modified")
        self.values["body_hash"] = self.answer.body_hash

    def _moves(self, got: Fetched) -> None:
        row, policy = self.row, self.policy
        target = got.permanent_url
        if target is None:
            self.values |= {"moved_to": None, "moved_since": None, "moved_seen": 0}
            return
        if row.moved_to != target:
            self.values |= {"moved_to": target, "moved_since": self.now, "moved_seen": 1}
            self._notice("moved", f"The feed redirects for good to {target}; watched before it is believed.")
            return
        seen = row.moved_seen + 1
        self.values["moved_seen"] = seen
        if seen >= policy.adopt_move_seen and self.now - row.moved_since >= policy.adopt_move_after:
            self.values |= {"address": target, "moved_to": None, "moved_since": None, "moved_seen": 0}
            self._notice("moved", f"The feed is now asked at {target}; feeds.toml still says {row.url}.")

    def _rhythm(self) -> timedelta | None:
        # Not by what is new to the inbox: of two feeds of one outlet the second would seem silent, and edits are no news.
        row, new = self.row, self.unseen
        usual = timedelta(seconds=row.usual_gap_seconds) if row.usual_gap_seconds else None
        if not new:
            return usual
        self.values["last_new_at"] = self.now
        self.values["articles"] = row.articles + new
        if row.last_new_at is None:
            document = self.answer.document
            dates = [entry.published_at for entry in document.entries if entry.published_at] if document else []
            if dates:
                # The newest of a feed's first document was new when it was published, not when we first looked.
                self.values["last_new_at"] = max(dates)
            usual = rhythm_of(dates)
        else:
            usual = updated_rhythm(usual, self.now - row.last_new_at, new)
        self.values["usual_gap_seconds"] = usual.total_seconds() if usual else None
        return usual

    # --- entries ---

    def _news(self, document: ParsedFeed) -> None:
        row = self.row
        self.values |= {
            "last_note": document.note,
            "site": document.site,
            "hint_seconds": document.ttl.total_seconds() if document.ttl else None,
            "skip_hours": document.skip.hours or None,
            "skip_days": document.skip.days or None,
        }
        if document.title and not row.title:
            self.values["title"] = document.title
        facts = [
            EntryFacts(entry.link, entry.guid, entry.title, entry.published_at, entry.published_raw, entry.text)
            for entry in document.entries
        ]
        document_keys = keys_of(facts)
        # Of a feed that never answered before, nothing is known.
        known = self._known({key for keys in document_keys for key in keys.all}) if row.last_success_at else {}
        identities = identify(row.name, facts, known, document_keys)
        chosen = [
            (entry, identity) for entry, identity in zip(document.entries, identities) if identity.repeats is None
        ]
        self.unseen = sum(identity.known is None for _, identity in chosen)
        outlet = row.outlet or row.title or document.title or row.name
        items = [
            self._item(entry, identity, outlet)
            for entry, identity in chosen
            if identity.known is None or identity.known.content_hash != entry.content_hash
        ]
        items += [
            again
            for entry, identity in self._edited_elsewhere(chosen)
            if (again := replace(self._item(entry, identity, outlet), page_changed=True)).needs_page
        ]
        receipts, self.received = inbox.put(self.conn, items, self.now)
        self.new = tuple(receipt.article_id for receipt in receipts if receipt.new)
        deferred = {receipt.article_id for receipt in receipts if receipt.deferred}
        if deferred:
            # Revisions that were put off must be offered again though the document stays as it is.
            self.values |= {"etag": None, "last_modified": None, "body_hash": None}
        self._remember(chosen, known, deferred)

    @staticmethod
    def _edited_elsewhere(
        chosen: Sequence[tuple[ParsedEntry, EntryIdentity]],
    ) -> list[tuple[ParsedEntry, EntryIdentity]]:
        """Entries that say they were edited and read as before: of a teaser the edit is on the page. Where most entries of a
        document say so at once, it is the template that renews its dates (reader#225)."""
        known = [(entry, identity) for entry, identity in chosen if identity.known is not None and identity.known.stamp]
        moved = [
            (entry, identity)
            for entry, identity in known
            if identity.known is not None
            and entry.stamp is not None
            and identity.known.stamp != entry.stamp
            and identity.known.content_hash == entry.content_hash
        ]
        return moved if len(moved) < TEMPLATE_AT_LEAST or len(moved) * 2 < len(known) else []

    def _item(self, entry: ParsedEntry, identity: EntryIdentity, outlet: str) -> inbox.Item:
        return inbox.Item(
            url=entry.link,
            guid=entry.guid,
            title=entry.title,
            content=entry.content,
            content_type=entry.content_type,
            published_at=entry.published_at,
            published_raw=entry.published_raw,
            feed=self.row.name,
            outlet=outlet,
            needs_page=needs_page(entry, self.row.fetch_page or self.policy.fetch_pages, self.policy.teaser_below),
            published_source="feed" if entry.published_at else "fetched",
            article_id=identity.article_id,
            content_hash=entry.content_hash,
        )

    def _known(self, keys: set[str]) -> dict[str, KnownEntry]:
        found: dict[str, KnownEntry] = {}
        ordered = sorted(keys)
        for start in range(0, len(ordered), inbox.CHUNK):
            keys_now = ordered[start : start + inbox.CHUNK]
            for line in self.conn.execute(_KNOWN, {"name": self.row.name, "keys": keys_now}):
                published = line.published_at if line.published_source == "feed" else None
                found[line.identity] = KnownEntry(line.article_id, line.content_hash, line.title, published, line.stamp)
        return found

    def _remember(
        self,
        chosen: Sequence[tuple[ParsedEntry, EntryIdentity]],
        known: Mapping[str, KnownEntry],
        deferred: set[str],
    ) -> None:
        name = self.row.name
        fresh: dict[str, dict[str, Any]] = {}
        unchanged: list[str] = []
        for entry, identity in chosen:
            old_hash = identity.known.content_hash if identity.known else ""
            content_hash = old_hash if identity.article_id in deferred else entry.content_hash
            for key in identity.keys:
                before = known.get(key)
                # Of a revision that was put off the former stamp stays too, so that it is offered again.
                stamp = before.stamp if before and identity.article_id in deferred else entry.stamp
                if before and (before.article_id, before.content_hash, before.stamp) == (
                    identity.article_id,
                    content_hash,
                    stamp,
                ):
                    unchanged.append(key)
                    continue
                fresh[key] = {
                    "feed": name,
                    "identity": key,
                    "article_id": identity.article_id,
                    "content_hash": content_hash,
                    "last_seen_at": self.now,
                    "stamp": stamp,
                }
        # What is still listed is noted once a day only: every poll would rewrite hundreds of rows for nothing.
        stale = self.now - timedelta(days=1)
        for start in range(0, len(unchanged), inbox.CHUNK):
            chunk = unchanged[start : start + inbox.CHUNK]
            self.conn.execute(_SEEN, {"name": name, "keys": chunk, "stale": stale, "now": self.now})
        replaced = [key for key in fresh if key in known]
        for start in range(0, len(replaced), inbox.CHUNK):
            chunk = replaced[start : start + inbox.CHUNK]
            self.conn.execute(_REPLACE, {"name": name, "keys": chunk})
        insert_many(self.conn, feed_entry, list(fresh.values()))
        if not self.answer.conditional:
            self.conn.execute(_FORGET, {"name": name, "before": self.now - self.policy.forget_entries_after})

    # --- errors ---

    def _failure(self) -> timedelta:
        row, answer, policy = self.row, self.answer, self.policy
        errors = row.errors_in_row + 1
        self.values |= {
            "last_error": answer.sentence,
            "errors_in_row": errors,
            "first_error_at": row.first_error_at or self.now,
        }
        if errors == policy.failing_after:
            self._notice("failing", f"{errors} attempts in a row failed; the last one: {answer.sentence}")
        if row.retired_reason:
            return policy.retired_interval
        why = answer.sentence if answer.kind == "gone" else self._long_death(errors)
        if why:
            self._notice("retired", f"{why} It is asked once a week from now on.")
            self.values |= {"active": False, "retired_reason": why}
            return policy.retired_interval
        if row.address and errors >= policy.failing_after:
            # The address we moved to on our own fails: back to the one that the operator wrote.
            self.values |= {"address": None, "etag": None, "last_modified": None, "body_hash": None}
        wait = error_delay(policy, errors, answer.asked_to_wait)
        if answer.kind == "busy_host":
            hosts.block(self.conn, hosts.host_of(row.address or row.url), self.now + wait)
        return wait

    def _long_death(self, errors: int) -> str | None:
        """Why this feed is to be retired, as a sentence; None while there is hope. Where no other feed answers either, it is
        our own network that is dead."""
        row, policy = self.row, self.policy
        dead = self.now - row.first_error_at if row.first_error_at else timedelta()
        if errors < policy.retire_after_errors or dead < policy.retire_after:
            return None
        others = select(feed.c.name).where(feed.c.name != row.name, feed.c.last_success_at > self.now - DAY).limit(1)
        if self.conn.execute(others).first() is None:
            return None
        return f"It has failed for {in_words(dead)}; the last time: {self.answer.sentence}"

    # --- notices ---

    def _notice(self, kind: Literal["retired", "moved", "recovered", "failing"], detail: str) -> None:
        self.notices.append(FeedNotice(feed=self.row.name, notice=kind, detail=detail))

    def _noticed(self) -> list[NewEvent]:
        from worker.log.store import NewEvent

        moment = self.now.isoformat()
        meta = Meta(correlation=f"feed-{self.row.name}", actor=f"feed:{self.row.name}", software=__version__)
        return [
            NewEvent(notice, derived_id(notice.type, notice.feed, notice.notice, moment), meta=meta)
            for notice in self.notices
        ]


def _validator(got: Fetched, header: str) -> str | None:
    """A validator as it was sent; None for what could not be stored or sent back unchanged."""
    value = got.headers.get(header)
    return value if value and value.isprintable() and len(value) <= 8_000 else None


def needs_page(entry: ParsedEntry, fetch_pages: str, teaser_below: int) -> bool:
    """Whether the article's page should be fetched because the feed gives only a teaser of it."""
    if entry.link is None or fetch_pages == "never":
        return False
    if fetch_pages == "always":
        return True
    ending = entry.text[-40:].lower().rstrip(" .»>→)]\n")
    cut = entry.text.rstrip().endswith(("…", "...", "[…]", "[...]")) or ending.endswith(_TEASER_ENDS)
    return len(entry.text) < teaser_below or (cut and len(entry.text) < 3 * teaser_below)


# --- trying a feed out ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trial:
    """What an address gives when asked once; nothing is stored."""

    url: str
    kind: str = ""
    """rss20, atom10, json11, …; ``format_name`` has it in words."""
    title: str = ""
    entries: tuple[ParsedEntry, ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None
    status: int | None = None
    candidates: tuple[str, ...] = ()
    """Feeds that the page at this address names, when it is a page."""
    page: bool = False
    """There is a web page at this address, not a feed."""

    @property
    def format_name(self) -> str:
        """``RSS 2.0``, ``Atom 1.0``, ``JSON Feed 1.1``, …"""
        return format_name(self.kind)

    def as_json(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "status": self.status,
            "error": self.error,
            "kind": self.kind or None,
            "title": self.title or None,
            "notes": list(self.notes),
            "candidates": list(self.candidates),
            "entries": [
                {
                    "title": entry.title,
                    "url": entry.link,
                    "guid": entry.guid,
                    "published_at": entry.published_at.isoformat() if entry.published_at else None,
                    "published_raw": entry.published_raw,
                    "characters": len(entry.text),
                }
                for entry in self.entries
            ],
        }


def try_feed(fetcher: Fetcher, url: str, now: datetime, *, policy: PollPolicy | None = None) -> Trial:
    """Ask ``url`` once, unconditionally, and tell what Parley makes of it. Never raises."""
    policy = policy or PollPolicy()
    answer = ask(fetcher, url, {}, None, now)
    if answer.document is None or answer.fetched is None:
        return Trial(
            url,
            error=answer.sentence or "The address brings no feed.",
            status=answer.status,
            candidates=answer.candidates,
            page=answer.page,
        )
    document, got = answer.document, answer.fetched
    notes = [document.note] if document.note else []
    if got.permanent_url:
        notes.append(f"moved for good to {got.permanent_url}")
    if not (got.headers.get("etag") or got.headers.get("last-modified")):
        notes.append("the server sends no validators, so every poll transfers the whole document")
    teasers = sum(needs_page(entry, policy.fetch_pages, policy.teaser_below) for entry in document.entries)
    if teasers:
        are = "is a teaser; its page" if teasers == 1 else "are teasers; their pages"
        notes.append(f"{teasers} of {len(document.entries)} entries {are} would be fetched")
    usual = rhythm_of([entry.published_at for entry in document.entries if entry.published_at])
    if usual:
        notes.append(f"a new article about every {in_words(usual)}")
    return Trial(url, document.version, document.title, document.entries, tuple(notes), None, answer.status)
