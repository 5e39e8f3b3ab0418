"""Noting what was read by a function that is called without being parsed or planned: the statement cost more than the index."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# The statements within are planned once a connection. Sequential scans have no place in inserts, so nothing can go wrong with a
# plan that is kept.
POSTGRESQL = """
CREATE FUNCTION wording_note(
    numbers bigint[], article_ids text[], revisions integer[], story_ids text[], sketches text[], agencies text[],
    keys bigint[], of_numbers bigint[]
) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(numbers) = 1 THEN
        INSERT INTO wording (number, article_id, revision, story_id, sketch, agency)
        VALUES (numbers[1], article_ids[1], revisions[1], story_ids[1], sketches[1], agencies[1])
        ON CONFLICT DO NOTHING;
        INSERT INTO wording_key (key, number) SELECT k, numbers[1] FROM unnest(keys) AS k ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO wording (number, article_id, revision, story_id, sketch, agency)
        SELECT * FROM unnest(numbers, article_ids, revisions, story_ids, sketches, agencies) ON CONFLICT DO NOTHING;
        INSERT INTO wording_key (key, number) SELECT * FROM unnest(keys, of_numbers) ON CONFLICT DO NOTHING;
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
