"""All tables of Parley, in SQLAlchemy Core. The alembic migrations under ``worker/log/migrations`` build exactly these.

Times are stored as UTC in ``Instant`` columns (ISO text on SQLite, ``timestamptz`` on PostgreSQL), always aware in Python.
JSON is stored as text: it is read with ``model_validate_json``, which is twice as fast as going through SQLAlchemy's JSON type.
Text is compared by code point everywhere (``by_code_point``), as SQLite and Python do, whatever language a PostgreSQL database
was made for.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Position = BigInteger().with_variant(Integer, "sqlite")


def by_code_point(type_: String) -> TypeEngine[str]:
    """The type with a collation that orders by code point. Most PostgreSQL servers order by the rules of some language, in
    which ``a-c`` comes after ``ab``: ties would be broken otherwise there than on SQLite and in Python, and each look into an
    index over text costs more."""
    return type_.with_variant(type(type_)(type_.length, collation="C"), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime on every database. Refuses naive ones: they have lost an hour for somebody before."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r} where an aware one is required")
        value = value.astimezone(UTC)
        # A fixed width, so that text order is time order.
        return value.isoformat(timespec="microseconds")[:-6] + "Z" if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


# --- the log: the truth ---------------------------------------------------------------------------------------------

FREQUENT = ("ArticleReceived", "ArticleRead")
"""Types of nearly all events: most articles speak of no talks."""

RARE = text("type NOT IN ('ArticleReceived', 'ArticleRead')")
"""All the others. A question about some of these alone is answered from an index that appending a frequent one leaves alone."""

log_event = Table(
    "log_event",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("stream", String(120), nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", String(36), nullable=False, unique=True),
    Column("type", String(60), nullable=False),
    Column("schema", Integer, nullable=False),
    Column("data", Text, nullable=False),
    Column("meta", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column(
        "hash",
        LargeBinary(32),
        nullable=False,
        comment="SHA-256, see worker.log.canonical",
    ),
    UniqueConstraint("stream", "version"),
    Index(None, "position", sqlite_where=RARE, postgresql_where=RARE),
)

log_head = Table(
    "log_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", Position, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)

log_seal = Table(
    "log_seal",
    metadata,
    Column("position_to", Position, primary_key=True, autoincrement=False),
    Column("position_from", Position, nullable=False, unique=True),
    Column(
        "hash",
        LargeBinary(32),
        nullable=False,
        comment="SHA-256, see worker.log.canonical",
    ),
    Column("sealed_at", Instant, nullable=False),
)

log_verified = Table(
    "log_verified",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", Position, nullable=False, comment="up to here the log was found whole"),
    Column("hash", LargeBinary(32), nullable=False, comment="of the event at that position"),
    Column("sealed_to", Position, nullable=False, comment="the newest seal up to there; 0 for none"),
    Column("seal", LargeBinary(32), nullable=False, comment="its hash"),
    Column("verified_at", Instant, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)

# --- the inbox: articles and their bodies ---------------------------------------------------------------------------

article = Table(
    "article",
    metadata,
    Column("article_id", String(36), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("url", Text),
    Column("feed", String(120)),
    Column("outlet", Text),
    Column("guid", Text),
    Column("title", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_source", String(10), nullable=False),
    Column(
        "utc_offset_minutes",
        Integer,
        nullable=False,
        server_default="0",
        comment="of the date as written: what day it was where the article appeared",
    ),
    Column("received_at", Instant, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("text_hash", String(64), comment="of the article text once it is known; equal hashes are exact copies"),
    Column("story_id", String(36)),
    Column("language", String(12)),
    Column("state", String(12), nullable=False, comment="received | done | quarantined"),
    Column("outcome", String(20)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column(
        "sent_at",
        Instant,
        comment="when a reading task was last sent for it, so that the sweep does not flood the queue",
    ),
    Column("last_error", Text),
    Column("erased_at", Instant, comment="its text was erased at somebody's request and is not kept again"),
    Index(None, "state", "next_attempt_at"),
    Index(None, "text_hash"),
    Index(None, "feed", "guid"),
    Index(None, "published_at"),
    Index(None, "received_at"),
)

article_body = Table(
    "article_body",
    metadata,
    Column("article_id", String(36), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("content", Text, nullable=False, comment="what the feed or the operator gave"),
    Column("content_type", String(40), nullable=False, comment="text/html | text/plain"),
    Column("text", Text, comment="the article text that was read; offsets of evidence are into this"),
    Column("needs_page", Boolean, nullable=False, server_default="0"),
    Column("gone", String(10), comment="expired | erased: why content and text are no longer here"),
)

# --- feeds ----------------------------------------------------------------------------------------------------------

feed = Table(
    "feed",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("url", Text, nullable=False, comment="as configured"),
    Column("address", Text, comment="adopted after a lasting permanent redirect; asked instead of url while set"),
    Column("moved_to", Text, comment="where a permanent redirect (301, 308) points, while it is being watched"),
    Column("moved_since", Instant),
    Column("moved_seen", Integer, nullable=False, server_default="0"),
    Column("title", Text, comment="as configured, else as the feed calls itself"),
    Column("outlet", Text, comment="as configured"),
    Column("fixed_interval_seconds", Float, comment="as configured; null lets the feed find its own rhythm"),
    Column("fetch_page", String(10), comment="auto | always | never, as configured; null follows the settings"),
    Column("active", Boolean, nullable=False, comment="false once the feed is gone from feeds.toml or retired"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(64)),
    Column("next_poll_at", Instant, nullable=False),
    Column("claimed_until", Instant),
    Column("last_polled_at", Instant),
    Column("last_success_at", Instant),
    Column("last_new_at", Instant),
    Column("last_unconditional_at", Instant),
    Column("last_status", Integer),
    Column("last_error", Text),
    Column("last_note", Text, comment="what was odd about the last document that could be read all the same"),
    Column("errors_in_row", Integer, nullable=False, server_default="0"),
    Column("first_error_at", Instant, comment="of the present row of errors"),
    Column("interval_seconds", Float, nullable=False),
    Column(
        "usual_gap_seconds", Float, comment="moving average of the time between new articles: the feed's own rhythm"
    ),
    Column("polls", Integer, nullable=False, server_default="0"),
    Column("not_modified", Integer, nullable=False, server_default="0"),
    Column("articles", Integer, nullable=False, server_default="0"),
    Column("retired_reason", Text),
    Column("site", Text, comment="the web page that the feed belongs to, as it says"),
    Column("hint_seconds", Float, comment="ttl or sy: of the last document"),
    Column("skip_hours", Integer, comment="skipHours: bit n is hour n, GMT"),
    Column("skip_days", Integer, comment="skipDays: bit 0 is Monday, GMT"),
    Index(None, "active", "next_poll_at"),
)

feed_entry = Table(
    "feed_entry",
    metadata,
    Column("feed", String(120), primary_key=True),
    Column("identity", String(64), primary_key=True, comment="hash of what identifies the entry within its feed"),
    Column("article_id", String(36), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("stamp", String(40), comment="when the entry says that it was last edited; null before it was noted"),
    Index(None, "article_id"),
)

feed_host = Table(
    "feed_host",
    metadata,
    Column("host", String(260), primary_key=True),
    Column("next_request_at", Instant, nullable=False, comment="earliest start of the next request, by any worker"),
    Column("blocked_until", Instant, comment="the host answered 429 with Retry-After"),
)

robots_txt = Table(
    "robots_txt",
    metadata,
    Column("origin", String(300), primary_key=True, comment="scheme, host and port of a site"),
    Column("rules", Text, comment="its robots.txt; null where it could not be read"),
    Column("why", Text, nullable=False),
    Column("until", Instant, nullable=False, comment="when it is asked again"),
)

# --- the read model: derived from the log, rebuilt at will ----------------------------------------------------------

meeting = Table(
    "meeting",
    metadata,
    Column("meeting_id", String(36), primary_key=True),
    Column("view", Text, nullable=False, comment="MeetingView as JSON"),
    Column("status", String(12), nullable=False),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("first_published", Instant, nullable=False),
    Column("last_published", Instant, nullable=False),
    Column("position", Position, nullable=False, comment="of the last event that touched it"),
    Index(None, "starts_on"),
    Index(None, "ends_on"),
    Index(None, "status"),
    Index(None, "last_published"),
)

meeting_party = Table(
    "meeting_party",
    metadata,
    Column(
        "party", String(60), primary_key=True, comment="named by any report of the meeting, whatever its view says now"
    ),
    Column("meeting_id", String(36), primary_key=True, index=True),
    Column("last_published", Instant, nullable=False, comment="of the meeting, repeated here for the index"),
    Index(None, "party", "last_published"),
)

filed_report = Table(
    "filed_report",
    metadata,
    Column("report_id", String(36), primary_key=True),
    Column("meeting_id", String(36), nullable=False, index=True),
    Column("article_id", String(36), nullable=False, index=True),
    Column("published_at", Instant, nullable=False),
    Column("data", Text, nullable=False, comment="FiledReport as JSON"),
    Index(None, "published_at"),
)

change = Table(
    "change",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("event_id", String(36), nullable=False, unique=True),
    Column("meeting_id", String(36), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("data", Text, nullable=False, comment="the change event as JSON"),
    Column("words", Text, nullable=False, server_default="", comment="what it is found by, see worker.log.search"),
    Column("published_at", Instant),
    Column("recorded_at", Instant, nullable=False),
    Index(None, "meeting_id", "position"),
    Index(None, "recorded_at"),
)

curation = Table(
    "curation",
    metadata,
    Column("curation_id", String(36), primary_key=True),
    Column("position", Position, nullable=False, index=True),
    Column("type", String(60), nullable=False),
    Column("schema", Integer, nullable=False),
    Column("data", Text, nullable=False, comment="the event as JSON"),
    Column("meeting_id", String(36), index=True, comment="that a correction is filed under"),
    Column("recorded_at", Instant, nullable=False),
)

joined_meeting = Table(
    "joined_meeting",
    metadata,
    Column("meeting_id", String(36), primary_key=True, comment="that reports are filed under"),
    Column("into_id", String(36), nullable=False, index=True, comment="the meeting that they are part of"),
)

withheld_report = Table(
    "withheld_report",
    metadata,
    Column("report_id", String(36), primary_key=True),
    Column("article_id", String(36), nullable=False, index=True),
    Column("data", Text, nullable=False, comment="FiledReport as JSON"),
)

wording = Table(
    "wording",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False, comment="that stands for the article"),
    Column("article_id", String(36), nullable=False),
    Column("revision", Integer, nullable=False, comment="that was read last"),
    Column("story_id", String(36), comment="articles with the very same text share it"),
    Column("sketch", Text, comment="see domain.stories; null where the text is too short"),
    Column("agency", String(40), comment="that the article says it is of"),
)

wording_key = Table(
    "wording_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False, comment="that copies have in common"),
    Column("number", BigInteger, primary_key=True, autoincrement=False, comment="of the article in wording"),
    sqlite_with_rowid=False,
)

model_state = Table(
    "model_state",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("position", Position, nullable=False),
)

# --- alerts ---------------------------------------------------------------------------------------------------------


def _where(name: str, *columns: str, only: str) -> Index:
    """An index over the rows for which ``only`` holds: small, however many rows there are beside them."""
    return Index(name, *columns, sqlite_where=text(only), postgresql_where=text(only))


outbox = Table(
    "outbox",
    metadata,
    Column("outbox_id", String(36), primary_key=True, comment="derived from (change, hook); sent as webhook-id"),
    # The event; of what is no change, whatever it tells of.
    Column("change_id", String(36), nullable=False),
    Column("position", Position, nullable=False),
    # Or what else is told of in order.
    Column("meeting_id", String(36), nullable=False),
    Column("hook", String(120), nullable=False),
    Column("kind", String(12), nullable=False, server_default="change", comment="change | bundle | notice | silence"),
    # Also silenced (while a silence lasted) and waiting (for further voices).
    Column("state", String(12), nullable=False, comment="pending | sent | dead | skipped"),
    Column("reason", Text),
    Column("turn", Position, comment="position of the event that made it due, where that is a later one than its own"),
    Column("told_by", String(36), comment="the bundle that tells of this row"),
    Column("held", String(12), comment="digest | group | quiet | rate: told with others once it may go"),
    Column("group_key", String(120), comment="only rows of one key stand in one bundle"),
    Column("data", Text, comment="JSON: what a bundle, notice or silence says; what a change takes back"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", Instant, nullable=False),
    Column("lease_until", Instant),
    # Wake-ups are for hooks now; older workers, which may still run, write it.
    Column("woken_until", Instant, comment="a wake-up was sent for this row; the sweep sends none before then"),
    Column("last_status", Integer),
    Column("last_error", Text),
    Column(
        "last_answer", Text, comment="an excerpt of what the receiver said, and what was sent otherwise than configured"
    ),
    Column("last_attempt_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    UniqueConstraint("change_id", "hook"),
    Index(None, "meeting_id", "hook", "position"),
    Index(None, "hook", "created_at"),
    _where("ix_outbox_due", "hook", "next_attempt_at", "position", only="state = 'pending' AND told_by IS NULL"),
    _where("ix_outbox_leased", "hook", "lease_until", only="lease_until IS NOT NULL"),
    _where("ix_outbox_told_by", "told_by", only="told_by IS NOT NULL"),
    _where("ix_outbox_waiting", "meeting_id", only="state = 'waiting'"),
    _where("ix_outbox_dead", "hook", "created_at", only="state = 'dead'"),
    _where("ix_outbox_silenced", "hook", only="state = 'silenced'"),
)


def in_state(state: str, table: Any = outbox) -> ColumnElement[bool]:
    """Rows of the outbox in this state, written out: an index over some of the rows is not used for a parameter."""
    return table.c.state == literal_column(f"'{state}'")  # type: ignore[no-any-return]


alert_hook = Table(
    "alert_hook",
    metadata,
    Column("hook", String(120), primary_key=True),
    Column("paused_at", Instant),
    Column("paused_by", Text),
    Column("paused_reason", Text),
    Column("gone", String(16), comment="digest of the address that answered 410 Gone; another address counts again"),
    Column("gone_at", Instant),
    Column("failures", Integer, nullable=False, server_default="0", comment="failed attempts in a row"),
    Column("failing_since", Instant),
    Column("retry_at", Instant, comment="nothing is attempted sooner: the receiver is down"),
    Column("rate_since", Instant, comment="begin of the present window of the rate limit"),
    Column("rate_count", Integer, nullable=False, server_default="0", comment="messages sent in it"),
    Column("last_sent_at", Instant),
    Column("last_failed_at", Instant),
    Column("last_error", Text),
    Column("sent", Position, nullable=False, server_default="0", comment="messages, ever"),
    Column("failed", Position, nullable=False, server_default="0", comment="attempts that failed, ever"),
    Column("dead", Position, nullable=False, server_default="0", comment="messages given up, ever"),
)

alert_silence = Table(
    "alert_silence",
    metadata,
    Column("silence_id", String(36), primary_key=True),
    Column("about", Text, nullable=False, comment="JSON: hooks, watches, parties, kinds, meeting; all must fit"),
    Column("starts_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ended_at", Instant, comment="null while it lasts"),
    Column("ended_by", Text, comment="who ended it before its time"),
    _where("ix_alert_silence_until", "until", only="ended_at IS NULL"),
)

alert_act = Table(
    "alert_act",
    metadata,
    Column("act_id", String(36), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column(
        "act", String(20), nullable=False, comment="pause | resume | silence | unsilence | replay | disable | enable"
    ),
    Column("hook", String(120), comment="null where it is not about one hook"),
    Column("detail", Text, nullable=False),
)

alert_condition = Table(
    "alert_condition",
    metadata,
    Column("kind", String(30), primary_key=True, comment="feed_stale, hook_dead, …"),
    Column("subject", String(120), primary_key=True, comment="which feed, which hook; empty for the whole"),
    Column("occurrence", Integer, nullable=False, comment="how often it has come up"),
    Column("since", Instant, nullable=False),
    Column("until", Instant, comment="null while it lasts"),
    Column("sentence", Text, nullable=False),
)

for _table in metadata.tables.values():
    for _column in _table.columns:
        if isinstance(_column.type, String):
            _column.type = by_code_point(_column.type)
