"""When an entry says that it was last edited: a page can change while its teaser stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "feed_entry",
        sa.Column(
            "stamp",
            sa.String(length=40),
            nullable=True,
            comment="when the entry says that it was last edited; null before it was noted",
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
