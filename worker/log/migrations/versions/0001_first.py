"""The first tables, and the guards of the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from worker.log.tables import Instant, Position

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE_GUARDS = [
    f"""
    CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END
    """
    for table in ("log_event", "log_seal")
    for verb in ("UPDATE", "DELETE")
]

POSTGRESQL_GUARDS = [
    """
    CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'PL003';
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()
        """
        for table in ("log_event", "log_seal")
    ),
    # The head row is rewritten by every append: leave room for its next versions on the same page.
    "ALTER TABLE log_head SET (fillfactor = 10)",
    # One round trip per batch. The head row is locked first of all that happens here; every statement after it has a
    # snapshot of its own (READ COMMITTED, VOLATILE), which therefore holds all that was committed before the lock.
    # The hash is put together exactly as worker.log.canonical does it; verification recomputes it in Python.
    """
    CREATE FUNCTION log_append(batch text, moment timestamptz, decided_at bigint, expecting boolean)
    RETURNS TABLE (nth integer, at_position bigint, at_version integer) LANGUAGE plpgsql AS $$
    DECLARE
        head bigint;
        added bigint;
        stamp text := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
        wrong record;
    BEGIN
        SELECT h.position INTO STRICT head FROM log_head AS h WHERE h.id = 1 FOR UPDATE;

        IF decided_at < head AND EXISTS (
            SELECT FROM log_event AS e WHERE e.position > decided_at AND e.stream LIKE 'meeting-%'
        ) THEN
            RAISE EXCEPTION 'overtaken' USING ERRCODE = 'PL002';
        END IF;

        IF expecting THEN
            SELECT f.stream, f.expected, f.actual INTO wrong FROM (
                SELECT g.n, g.stream, g.expected,
                       row_number() OVER (PARTITION BY g.stream ORDER BY g.n) - 1
                       + (SELECT coalesce(max(e.version), 0) FROM log_event AS e WHERE e.stream = g.stream) AS actual
                FROM json_to_recordset(batch::json) AS g (n integer, stream text, event_id text, expected integer)
                WHERE NOT EXISTS (SELECT FROM log_event AS e WHERE e.event_id = g.event_id)
            ) AS f WHERE f.expected <> f.actual ORDER BY f.n LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'conflict' USING ERRCODE = 'PL001', DETAIL = to_json(wrong)::text;
            END IF;
        END IF;

        RETURN QUERY
        WITH fresh AS MATERIALIZED (
            SELECT g.*, row_number() OVER (ORDER BY g.n) AS rank,
                   row_number() OVER (PARTITION BY g.stream ORDER BY g.n)
                   + (SELECT coalesce(max(e.version), 0) FROM log_event AS e WHERE e.stream = g.stream) AS version
            FROM json_to_recordset(batch::json)
                 AS g (n integer, stream text, event_id text, type text, schema integer, data text, meta text)
            WHERE NOT EXISTS (SELECT FROM log_event AS e WHERE e.event_id = g.event_id)
        ), inserted AS (
            INSERT INTO log_event (position, stream, version, event_id, type, schema, data, meta, recorded_at, hash)
            SELECT head + f.rank, f.stream, f.version, f.event_id, f.type, f.schema, f.data, f.meta, moment,
                   sha256(convert_to(
                       '{"data":' || f.data || ',"event_id":' || to_json(f.event_id) || ',"meta":' || f.meta
                       || ',"recorded_at":"' || stamp || '","schema":' || f.schema || ',"stream":' || to_json(f.stream)
                       || ',"type":' || to_json(f.type) || ',"version":' || f.version || '}', 'UTF8'))
            FROM fresh AS f ORDER BY f.n
        )
        SELECT f.n, head + f.rank, f.version::integer FROM fresh AS f ORDER BY f.n;

        GET DIAGNOSTICS added = ROW_COUNT;
        UPDATE log_head AS h SET position = head + added WHERE h.id = 1;
    END $$
    """,
]


def upgrade() -> None:
    tables()
    for statement in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARDS:
        op.execute(statement)
    op.execute("INSERT INTO log_head (id, position) VALUES (1, 0)")


def tables() -> None:
    op.create_table(
        "article",
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("feed", sa.String(length=120), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("guid", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("published_source", sa.String(length=10), nullable=False),
        sa.Column(
            "utc_offset_minutes",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="of the date as written: what day it was where the article appeared",
        ),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "text_hash",
            sa.String(length=64),
            nullable=True,
            comment="of the article text once it is known; equal hashes are exact copies",
        ),
        sa.Column("story_id", sa.String(length=36), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False, comment="received | done | quarantined"),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column(
            "sent_at",
            Instant(),
            nullable=True,
            comment="when a reading task was last sent for it, so that the sweep does not flood the queue",
        ),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article")),
    )
    op.create_index(op.f("ix_article_feed_guid"), "article", ["feed", "guid"], unique=False)
    op.create_index(op.f("ix_article_published_at"), "article", ["published_at"], unique=False)
    op.create_index(op.f("ix_article_state_next_attempt_at"), "article", ["state", "next_attempt_at"], unique=False)
    op.create_index(op.f("ix_article_text_hash"), "article", ["text_hash"], unique=False)
    op.create_table(
        "article_body",
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="what the feed or the operator gave"),
        sa.Column("content_type", sa.String(length=40), nullable=False, comment="text/html | text/plain"),
        sa.Column(
            "text",
            sa.Text(),
            nullable=True,
            comment="the article text that was read; offsets of evidence are into this",
        ),
        sa.Column("needs_page", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("article_id", "revision", name=op.f("pk_article_body")),
    )
    op.create_table(
        "change",
        sa.Column("position", Position, autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the change event as JSON"),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_change")),
        sa.UniqueConstraint("event_id", name=op.f("uq_change_event_id")),
    )
    op.create_index(op.f("ix_change_meeting_id_position"), "change", ["meeting_id", "position"], unique=False)
    op.create_index(op.f("ix_change_recorded_at"), "change", ["recorded_at"], unique=False)
    op.create_table(
        "feed",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="as configured"),
        sa.Column(
            "address",
            sa.Text(),
            nullable=True,
            comment="adopted after a lasting permanent redirect; asked instead of url while set",
        ),
        sa.Column(
            "moved_to",
            sa.Text(),
            nullable=True,
            comment="where a permanent redirect (301, 308) points, while it is being watched",
        ),
        sa.Column("moved_since", Instant(), nullable=True),
        sa.Column("moved_seen", sa.Integer(), server_default="0", nullable=False),
        sa.Column("title", sa.Text(), nullable=True, comment="as configured, else as the feed calls itself"),
        sa.Column("outlet", sa.Text(), nullable=True, comment="as configured"),
        sa.Column(
            "fixed_interval_seconds",
            sa.Float(),
            nullable=True,
            comment="as configured; null lets the feed find its own rhythm",
        ),
        sa.Column(
            "fetch_page",
            sa.String(length=10),
            nullable=True,
            comment="auto | always | never, as configured; null follows the settings",
        ),
        sa.Column(
            "active", sa.Boolean(), nullable=False, comment="false once the feed is gone from feeds.toml or retired"
        ),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=True),
        sa.Column("next_poll_at", Instant(), nullable=False),
        sa.Column("claimed_until", Instant(), nullable=True),
        sa.Column("last_polled_at", Instant(), nullable=True),
        sa.Column("last_success_at", Instant(), nullable=True),
        sa.Column("last_new_at", Instant(), nullable=True),
        sa.Column("last_unconditional_at", Instant(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column(
            "last_note",
            sa.Text(),
            nullable=True,
            comment="what was odd about the last document that could be read all the same",
        ),
        sa.Column("errors_in_row", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_error_at", Instant(), nullable=True, comment="of the present row of errors"),
        sa.Column("interval_seconds", sa.Float(), nullable=False),
        sa.Column(
            "usual_gap_seconds",
            sa.Float(),
            nullable=True,
            comment="moving average of the time between new articles: the feed's own rhythm",
        ),
        sa.Column("polls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_modified", sa.Integer(), server_default="0", nullable=False),
        sa.Column("articles", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_feed")),
    )
    op.create_index(op.f("ix_feed_active_next_poll_at"), "feed", ["active", "next_poll_at"], unique=False)
    op.create_table(
        "feed_entry",
        sa.Column("feed", sa.String(length=120), nullable=False),
        sa.Column(
            "identity",
            sa.String(length=64),
            nullable=False,
            comment="hash of what identifies the entry within its feed",
        ),
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "identity", name=op.f("pk_feed_entry")),
    )
    op.create_index(op.f("ix_feed_entry_article_id"), "feed_entry", ["article_id"], unique=False)
    op.create_table(
        "feed_host",
        sa.Column("host", sa.String(length=260), nullable=False),
        sa.Column(
            "next_request_at", Instant(), nullable=False, comment="earliest start of the next request, by any worker"
        ),
        sa.Column("blocked_until", Instant(), nullable=True, comment="the host answered 429 with Retry-After"),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_feed_host")),
    )
    op.create_table(
        "filed_report",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="FiledReport as JSON"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_filed_report")),
    )
    op.create_index(op.f("ix_filed_report_article_id"), "filed_report", ["article_id"], unique=False)
    op.create_index(op.f("ix_filed_report_meeting_id"), "filed_report", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_filed_report_published_at"), "filed_report", ["published_at"], unique=False)
    op.create_table(
        "log_event",
        sa.Column("position", Position, autoincrement=False, nullable=False),
        sa.Column("stream", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("meta", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False, comment="SHA-256, see worker.log.canonical"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_event")),
        sa.UniqueConstraint("event_id", name=op.f("uq_log_event_event_id")),
        sa.UniqueConstraint("stream", "version", name=op.f("uq_log_event_stream_version")),
    )
    op.create_index(op.f("ix_log_event_recorded_at"), "log_event", ["recorded_at"], unique=False)
    op.create_index(op.f("ix_log_event_type_position"), "log_event", ["type", "position"], unique=False)
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", Position, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_head_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "log_seal",
        sa.Column("position_to", Position, autoincrement=False, nullable=False),
        sa.Column("position_from", Position, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False, comment="SHA-256, see worker.log.canonical"),
        sa.Column("sealed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("position_to", name=op.f("pk_log_seal")),
        sa.UniqueConstraint("position_from", name=op.f("uq_log_seal_position_from")),
    )
    op.create_table(
        "meeting",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("view", sa.Text(), nullable=False, comment="MeetingView as JSON"),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("first_published", Instant(), nullable=False),
        sa.Column("last_published", Instant(), nullable=False),
        sa.Column("position", Position, nullable=False, comment="of the last event that touched it"),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_last_published"), "meeting", ["last_published"], unique=False)
    op.create_index(op.f("ix_meeting_starts_on"), "meeting", ["starts_on"], unique=False)
    op.create_table(
        "meeting_party",
        sa.Column(
            "party",
            sa.String(length=60),
            nullable=False,
            comment="named by any report of the meeting, whatever its view says now",
        ),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("last_published", Instant(), nullable=False, comment="of the meeting, repeated here for the index"),
        sa.PrimaryKeyConstraint("party", "meeting_id", name=op.f("pk_meeting_party")),
    )
    op.create_index(op.f("ix_meeting_party_meeting_id"), "meeting_party", ["meeting_id"], unique=False)
    op.create_index(
        op.f("ix_meeting_party_party_last_published"), "meeting_party", ["party", "last_published"], unique=False
    )
    op.create_table(
        "model_state",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", Position, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_model_state")),
    )
    op.create_table(
        "outbox",
        sa.Column(
            "outbox_id", sa.String(length=36), nullable=False, comment="derived from (change, hook); sent as webhook-id"
        ),
        sa.Column("change_id", sa.String(length=36), nullable=False),
        sa.Column("position", Position, nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("hook", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False, comment="pending | sent | dead | skipped"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column(
            "woken_until",
            Instant(),
            nullable=True,
            comment="a wake-up was sent for this row; the sweep sends none before then",
        ),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("change_id", "hook", name=op.f("uq_outbox_change_id_hook")),
    )
    op.create_index(
        op.f("ix_outbox_hook_meeting_id_position"), "outbox", ["hook", "meeting_id", "position"], unique=False
    )
    op.create_index(op.f("ix_outbox_state_next_attempt_at"), "outbox", ["state", "next_attempt_at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
