"""An appending function that takes the hashes from the writer, where the writer knew which versions the events would have.

PostgreSQL without OpenSSL takes 6 microseconds for the hash of an event, with the log's head locked, and Python one beside it.
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# The older functions stay, for workers of the versions before that still run.
#
# Every statement in here has a snapshot of its own (READ COMMITTED, VOLATILE), so what is looked up after the head was
# moved, and thereby locked, holds everything that was committed before. Sequential scans are off because the plans are kept:
# one made while the log is small would later read the whole log under the lock.
#
# ``given_in`` says for each event which of ``distinct_streams`` it goes to, ``step`` how many of the batch go there up to it.
# ``guesses`` are the versions that the writer took these streams to have; ``hashes`` holds where they have them, else the hash
# is made here. Answers with the head's new position, and the version of each of the distinct streams before; or, where some of
# the ids were known already, with the version of each event, null for those that are not recorded again.
#
# The hash is put together exactly as worker.log.canonical does it; verification recomputes it in Python.
HASH = """sha256(convert_to(concat(
    '{{"data":', {data}, ',"event_id":', to_json({event_id}), ',"meta":', {meta}, ',"recorded_at":"', stamp, '","schema":',
    {schema}, ',"stream":', to_json({stream}), ',"type":', to_json({type}), ',"version":', {version}, '}}'), 'UTF8'))"""

ONE = HASH.format(
    data="datas[1]",
    event_id="event_ids[1]",
    meta="metas[1]",
    schema="schemas[1]",
    stream="distinct_streams[1]",
    type="types[1]",
    version="b.version",
)
MANY = HASH.format(
    data="g.data",
    event_id="g.event_id",
    meta="coalesce(common, g.meta)",
    schema="g.schema",
    stream="distinct_streams[g.given_in]",
    type="g.type",
    version="bases[g.given_in] + g.step",
)
EACH = HASH.format(
    data="given.data",
    event_id="given.event_id",
    meta="coalesce(common, given.meta)",
    schema="given.schema",
    stream="given.stream",
    type="given.type",
    version="at_version",
)

INSERT = """INSERT INTO log_event (position, stream, version, event_id, type, schema, data, meta, recorded_at, hash)
            SELECT before + g.n, distinct_streams[g.given_in], bases[g.given_in] + g.step, g.event_id, g.type, g.schema, g.data,
                   coalesce(common, g.meta), moment, {hash}
            FROM unnest(given_in, steps, event_ids, types, schemas, datas, metas, hashes)
                 WITH ORDINALITY AS g (given_in, step, event_id, type, schema, data, meta, hash, n)
            WHERE g.event_id IS NOT NULL;"""

POSTGRESQL = f"""
CREATE FUNCTION log_write(
    distinct_streams text[], guesses integer[], given_in integer[], steps integer[], event_ids text[], types text[],
    schemas integer[], datas text[], metas text[], hashes bytea[], expecteds integer[], moment timestamptz, decided_at bigint,
    waking boolean
) RETURNS text LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    many CONSTANT integer := cardinality(event_ids);
    common CONSTANT text := CASE WHEN cardinality(metas) = 1 THEN metas[1] END;
    stamp CONSTANT text := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    before bigint;
    head bigint;
    at_version integer;
    bases integer[];
    versions integer[];
    wrong record;
    given record;
BEGIN
    UPDATE log_head AS h SET position = h.position + many WHERE h.id = 1 RETURNING h.position INTO STRICT head;
    before := head - many;

    IF decided_at < before THEN
        PERFORM FROM log_event AS e WHERE e.position > decided_at AND e.stream LIKE 'meeting-%'
            ORDER BY e.position LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'overtaken' USING ERRCODE = 'PL002';
        END IF;
    END IF;

    IF many = 1 AND expecteds IS NULL THEN
        INSERT INTO log_event AS i
            (position, stream, version, event_id, type, schema, data, meta, recorded_at, hash)
        SELECT head, distinct_streams[1], b.version, event_ids[1], types[1], schemas[1], datas[1], metas[1], moment,
               CASE WHEN b.version = guesses[1] + 1 THEN hashes[1] ELSE {ONE} END
        FROM (
            SELECT 1 + coalesce(
                (SELECT e.version FROM log_event AS e WHERE e.stream = distinct_streams[1] ORDER BY e.version DESC LIMIT 1), 0
            ) AS version
        ) AS b
        WHERE NOT EXISTS (SELECT FROM log_event AS e WHERE e.event_id = event_ids[1])
        RETURNING i.version INTO at_version;
        IF at_version IS NULL THEN
            head := before;
            UPDATE log_head AS h SET position = head WHERE h.id = 1;
        ELSIF waking THEN
            PERFORM pg_notify('parley_log', head::text);
        END IF;
        RETURN json_build_array(head, NULL, ARRAY[at_version]);
    END IF;

    PERFORM FROM log_event AS e WHERE e.event_id = ANY (event_ids) LIMIT 1;
    IF NOT FOUND THEN
        SELECT array_agg(coalesce(
            (SELECT e.version FROM log_event AS e WHERE e.stream = d.stream ORDER BY e.version DESC LIMIT 1), 0
        ) ORDER BY d.n) INTO STRICT bases
        FROM unnest(distinct_streams) WITH ORDINALITY AS d (stream, n);
        IF expecteds IS NOT NULL THEN
            SELECT distinct_streams[g.given_in] AS stream, g.expected, bases[g.given_in] + g.step - 1 AS actual INTO wrong
            FROM unnest(given_in, steps, expecteds) WITH ORDINALITY AS g (given_in, step, expected, n)
            WHERE g.expected <> bases[g.given_in] + g.step - 1 ORDER BY g.n LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'conflict' USING ERRCODE = 'PL001', DETAIL = to_json(wrong)::text;
            END IF;
        END IF;
        IF bases = guesses THEN
            {INSERT.format(hash="g.hash")}
        ELSE
            {INSERT.format(hash=MANY)}
        END IF;
        IF waking THEN
            PERFORM pg_notify('parley_log', head::text);
        END IF;
        RETURN json_build_array(head, bases, NULL);
    END IF;

    -- Some are known already, which is rare: one after the other.
    head := before;
    FOR given IN
        SELECT distinct_streams[g.given_in] AS stream, g.event_id, g.type, g.schema, g.data, coalesce(common, g.meta) AS meta,
               g.expected
        FROM unnest(given_in, event_ids, types, schemas, datas, metas, expecteds)
             WITH ORDINALITY AS g (given_in, event_id, type, schema, data, meta, expected, n)
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
        VALUES (head, given.stream, at_version, given.event_id, given.type, given.schema, given.data, given.meta, moment,
                {EACH});
        versions := array_append(versions, at_version);
    END LOOP;
    UPDATE log_head AS h SET position = head WHERE h.id = 1;
    IF waking AND head > before THEN
        PERFORM pg_notify('parley_log', head::text);
    END IF;
    RETURN json_build_array(head, NULL, versions);
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(POSTGRESQL.replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
