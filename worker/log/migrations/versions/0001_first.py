"""The first tables, and the guards of the log."""

from __future__ import annotations

from alembic import op

from worker.log.tables import metadata

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
    bind = op.get_bind()
    metadata.create_all(bind)
    for statement in SQLITE_GUARDS if bind.dialect.name == "sqlite" else POSTGRESQL_GUARDS:
        op.execute(statement)
    op.execute("INSERT INTO log_head (id, position) VALUES (1, 0)")


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
