"""What people decided; the erasure of articles' texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from worker.log.tables import Instant, Position

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "curation",
        sa.Column("curation_id", sa.String(length=36), nullable=False),
        sa.Column("position", Position, nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the event as JSON"),
        sa.Column("meeting_id", sa.String(length=36), nullable=True, comment="that a correction is filed under"),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("curation_id", name=op.f("pk_curation")),
    )
    op.create_index(op.f("ix_curation_meeting_id"), "curation", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_curation_position"), "curation", ["position"], unique=False)
    op.create_table(
        "joined_meeting",
        sa.Column("meeting_id", sa.String(length=36), nullable=False, comment="that reports are filed under"),
        sa.Column("into_id", sa.String(length=36), nullable=False, comment="the meeting that they are part of"),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_joined_meeting")),
    )
    op.create_index(op.f("ix_joined_meeting_into_id"), "joined_meeting", ["into_id"], unique=False)
    op.create_table(
        "withheld_report",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="FiledReport as JSON"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_withheld_report")),
    )
    op.create_index(op.f("ix_withheld_report_article_id"), "withheld_report", ["article_id"], unique=False)
    op.add_column(
        "article",
        sa.Column(
            "erased_at",
            Instant(),
            nullable=True,
            comment="its text was erased at somebody's request and is not kept again",
        ),
    )
    op.add_column(
        "article_body",
        sa.Column(
            "gone",
            sa.String(length=10),
            nullable=True,
            comment="expired | erased: why content and text are no longer here",
        ),
    )
    # Views say since now what was corrected; nothing was before.
    op.execute("UPDATE meeting SET view = substr(view, 1, length(view) - 1) || ',\"corrections\":[]}'")


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
