"""Appends that hold the log's head for less time, and a memory of what was verified."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from worker.log.tables import Instant, Position

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

POSTGRESQL = [
    # Columns as arrays: taking JSON apart cost a quarter of the append, and that while the head is locked. The older function
    # stays, for workers of the version before that still run.
    #
    # Every statement in here has a snapshot of its own (READ COMMITTED, VOLATILE), so what is looked up after the head was
    # locked holds everything that was committed before. Sequential scans are off because the plans are kept: one made while
    # the log is small, or for a decided_at that is null, would later read the whole log under the lock.
    #
    # Answers with the head's new position and the version of each event, null where its id was known already.
    """
    CREATE FUNCTION log_append(
        streams text[], event_ids text[], types text[], schemas integer[], datas text[], metas text[],
        expecteds integer[], moment timestamptz, decided_at bigint, waking boolean
    ) RETURNS text LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        head bigint;
        before bigint;
        at_version integer;
        versions integer[] := '{}';
        common text := CASE WHEN cardinality(metas) = 1 THEN metas[1] END;
        stamp text := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
        given record;
    BEGIN
        SELECT h.position INTO STRICT head FROM log_head AS h WHERE h.id = 1 FOR UPDATE;
        before := head;

        IF decided_at IS NOT NULL AND decided_at < head THEN
            PERFORM FROM log_event AS e WHERE e.position > decided_at AND e.stream LIKE 'meeting-%'
                ORDER BY e.position LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'overtaken' USING ERRCODE = 'PL002';
            END IF;
        END IF;

        IF expecteds IS NULL AND cardinality(event_ids) > 3 THEN
            -- Many at once, in one statement, which costs the server a sixth less than the loop below. The ids are distinct.
            WITH given AS (
                SELECT g.n, g.stream, g.event_id, g.type, g.schema, g.data, coalesce(common, g.meta) AS meta
                FROM unnest(streams, event_ids, types, schemas, datas, metas)
                     WITH ORDINALITY AS g (stream, event_id, type, schema, data, meta, n)
                WHERE g.event_id IS NOT NULL
            ), fresh AS (
                SELECT g.*, row_number() OVER (ORDER BY g.n) AS k,
                       row_number() OVER (PARTITION BY g.stream ORDER BY g.n) AS step
                FROM given AS g
                WHERE NOT EXISTS (SELECT FROM log_event AS e WHERE e.event_id = g.event_id)
            ), streams_before AS (
                SELECT s.stream, coalesce(
                    (SELECT e.version FROM log_event AS e WHERE e.stream = s.stream ORDER BY e.version DESC LIMIT 1), 0
                ) AS version
                FROM (SELECT DISTINCT f.stream FROM fresh AS f) AS s
            ), based AS (
                SELECT f.n, f.k, f.stream, f.event_id, f.type, f.schema, f.data, f.meta, (b.version + f.step)::integer AS version
                FROM fresh AS f JOIN streams_before AS b ON b.stream = f.stream
            ), made AS (
                INSERT INTO log_event AS e
                    (position, stream, version, event_id, type, schema, data, meta, recorded_at, hash)
                SELECT
                    before + b.k, b.stream, b.version, b.event_id, b.type, b.schema, b.data, b.meta, moment,
                    sha256(convert_to(
                        '{"data":' || b.data || ',"event_id":' || to_json(b.event_id) || ',"meta":' || b.meta
                        || ',"recorded_at":"' || stamp || '","schema":' || b.schema
                        || ',"stream":' || to_json(b.stream) || ',"type":' || to_json(b.type)
                        || ',"version":' || b.version || '}', 'UTF8'))
                FROM based AS b ORDER BY b.k
                RETURNING e.event_id, e.version
            )
            SELECT before + count(m.version), array_agg(m.version ORDER BY g.n) INTO head, versions
            FROM given AS g LEFT JOIN made AS m ON m.event_id = g.event_id;
        ELSE
        FOR given IN
            SELECT g.stream, g.event_id, g.type, g.schema, g.data, coalesce(common, g.meta) AS meta, g.expected
            FROM unnest(streams, event_ids, types, schemas, datas, metas, expecteds)
                 WITH ORDINALITY AS g (stream, event_id, type, schema, data, meta, expected, n)
            WHERE g.event_id IS NOT NULL
            ORDER BY g.n
        LOOP
            IF EXISTS (SELECT FROM log_event AS e WHERE e.event_id = given.event_id) THEN
                versions := array_append(versions, NULL);
                CONTINUE;
            END IF;
            at_version := coalesce(
                (SELECT e.version FROM log_event AS e WHERE e.stream = given.stream ORDER BY e.version DESC LIMIT 1), 0
            );
            IF given.expected <> at_version THEN
                RAISE EXCEPTION 'conflict' USING ERRCODE = 'PL001', DETAIL = json_build_object(
                    'stream', given.stream, 'expected', given.expected, 'actual', at_version)::text;
            END IF;
            at_version := at_version + 1;
            head := head + 1;
            INSERT INTO log_event (position, stream, version, event_id, type, schema, data, meta, recorded_at, hash)
            VALUES (
                head, given.stream, at_version, given.event_id, given.type, given.schema, given.data, given.meta, moment,
                sha256(convert_to(
                    '{"data":' || given.data || ',"event_id":' || to_json(given.event_id) || ',"meta":' || given.meta
                    || ',"recorded_at":"' || stamp || '","schema":' || given.schema
                    || ',"stream":' || to_json(given.stream) || ',"type":' || to_json(given.type)
                    || ',"version":' || at_version || '}', 'UTF8'))
            );
            versions := array_append(versions, at_version);
        END LOOP;
        END IF;

        IF head > before THEN
            UPDATE log_head AS h SET position = head WHERE h.id = 1;
            IF waking THEN
                PERFORM pg_notify('parley_log', head::text);
            END IF;
        END IF;
        RETURN json_build_array(head, versions)::text;
    END $$
    """,
    # The head row has a new version for each append; where autovacuum comes late they pile up, and everybody wades through.
    "ALTER TABLE log_head SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, "
    "autovacuum_vacuum_cost_delay = 0)",
]


def upgrade() -> None:
    op.create_table(
        "log_verified",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", Position, nullable=False, comment="up to here the log was found whole"),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False, comment="of the event at that position"),
        sa.Column("sealed_to", Position, nullable=False, comment="the newest seal up to there; 0 for none"),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False, comment="its hash"),
        sa.Column("verified_at", Instant(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_verified_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_verified")),
    )
    # What is shown of a hundred thousand meetings is found without reading the views of the others.
    op.create_index(op.f("ix_meeting_ends_on"), "meeting", ["ends_on"], unique=False)
    op.create_index(op.f("ix_meeting_status"), "meeting", ["status"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
