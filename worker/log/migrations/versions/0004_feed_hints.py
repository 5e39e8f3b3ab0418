"""What a feed's document says of itself, remembered while the document does not come again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("site", sa.Text(), nullable=True, comment="the web page that the feed belongs to, as it says"),
        sa.Column("hint_seconds", sa.Float(), nullable=True, comment="ttl or sy: of the last document"),
        sa.Column("skip_hours", sa.Integer(), nullable=True, comment="skipHours: bit n is hour n, GMT"),
        sa.Column("skip_days", sa.Integer(), nullable=True, comment="skipDays: bit 0 is Monday, GMT"),
    ):
        op.add_column("feed", column)


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
