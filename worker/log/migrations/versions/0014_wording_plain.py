"""Keys are inserted plainly: an insert that may conflict looks its place up twice and is written down twice.

Nothing can conflict where the article's own row went in just now: it holds the number that its keys have."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

POSTGRESQL = """
CREATE OR REPLACE FUNCTION wording_note(
    numbers bigint[], article_ids text[], revisions integer[], story_ids text[], sketches text[], agencies text[],
    keys bigint[], of_numbers bigint[]
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    noted bigint[];
BEGIN
    IF cardinality(numbers) = 1 THEN
        INSERT INTO wording (number, article_id, revision, story_id, sketch, agency)
        VALUES (numbers[1], article_ids[1], revisions[1], story_ids[1], sketches[1], agencies[1])
        ON CONFLICT DO NOTHING;
        IF FOUND THEN
            INSERT INTO wording_key (key, number) SELECT k, numbers[1] FROM unnest(keys) AS k;
        END IF;
    ELSE
        WITH new AS (
            INSERT INTO wording (number, article_id, revision, story_id, sketch, agency)
            SELECT * FROM unnest(numbers, article_ids, revisions, story_ids, sketches, agencies)
            ON CONFLICT DO NOTHING RETURNING number
        )
        SELECT array_agg(number) INTO noted FROM new;
        IF cardinality(noted) = cardinality(numbers) THEN
            INSERT INTO wording_key (key, number) SELECT * FROM unnest(keys, of_numbers);
        ELSE
            INSERT INTO wording_key (key, number)
            SELECT k, n FROM unnest(keys, of_numbers) AS pair(k, n) WHERE n = ANY (noted);
        END IF;
    END IF;
    RETURN cardinality(numbers);
END
$$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
