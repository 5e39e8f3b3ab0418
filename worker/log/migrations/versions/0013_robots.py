"""The robots.txt of sites is kept for all workers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from worker.log.tables import Instant, by_code_point

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "robots_txt",
        sa.Column(
            "origin", by_code_point(sa.String(length=300)), nullable=False, comment="scheme, host and port of a site"
        ),
        sa.Column("rules", by_code_point(sa.Text()), comment="its robots.txt; null where it could not be read"),
        sa.Column("why", by_code_point(sa.Text()), nullable=False),
        sa.Column("until", Instant(), nullable=False, comment="when it is asked again"),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots_txt")),
    )


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
