"""How many articles came in within an hour, and which are older than texts are kept, without looking at all of them."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_article_received_at"), "article", ["received_at"])


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
