"""The wording of articles that were read, to find copies by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column(
            "number", sa.BigInteger(), autoincrement=False, nullable=False, comment="that stands for the article"
        ),
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, comment="that was read last"),
        sa.Column("story_id", sa.String(length=36), nullable=True, comment="articles with the very same text share it"),
        sa.Column("sketch", sa.Text(), nullable=True, comment="see domain.stories; null where the text is too short"),
        sa.Column("agency", sa.String(length=40), nullable=True, comment="that the article says it is of"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wording")),
    )
    op.create_table(
        "wording_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False, comment="that copies have in common"),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False, comment="of the article in wording"),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_wording_key")),
        sqlite_with_rowid=False,
    )
    # Filed reports say since now where the wording of their article comes from; nothing is known of that yet.
    for table in ("filed_report", "withheld_report"):
        op.execute(f"UPDATE {table} SET data = substr(data, 1, length(data) - 1) || ',\"provenance\"\\:null}}'")


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
