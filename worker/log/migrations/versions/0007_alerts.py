"""Alerts that are told together, wait for a second voice, are paused or silenced; what Parley says of itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from worker.log.tables import Instant, Position

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PARTIAL = (
    ("ix_outbox_due", ["hook", "next_attempt_at", "position"], "state = 'pending' AND told_by IS NULL"),
    ("ix_outbox_leased", ["hook", "lease_until"], "lease_until IS NOT NULL"),
    ("ix_outbox_told_by", ["told_by"], "told_by IS NOT NULL"),
    ("ix_outbox_waiting", ["meeting_id"], "state = 'waiting'"),
    ("ix_outbox_dead", ["hook", "created_at"], "state = 'dead'"),
    ("ix_outbox_silenced", ["hook"], "state = 'silenced'"),
)


def upgrade() -> None:
    for column in (
        sa.Column(
            "kind",
            sa.String(length=12),
            nullable=False,
            server_default="change",
            comment="change | bundle | notice | silence",
        ),
        sa.Column(
            "turn", Position, comment="position of the event that made it due, where that is a later one than its own"
        ),
        sa.Column("told_by", sa.String(length=36), comment="the bundle that tells of this row"),
        sa.Column(
            "held", sa.String(length=12), comment="digest | group | quiet | rate: told with others once it may go"
        ),
        sa.Column("group_key", sa.String(length=120), comment="only rows of one key stand in one bundle"),
        sa.Column("data", sa.Text(), comment="JSON: what a bundle, notice or silence says; what a change takes back"),
        sa.Column(
            "last_answer",
            sa.Text(),
            comment="an excerpt of what the receiver said, and what was sent otherwise than configured",
        ),
        sa.Column("last_attempt_at", Instant()),
    ):
        op.add_column("outbox", column)
    op.drop_index("ix_outbox_state_next_attempt_at", "outbox")
    op.drop_index("ix_outbox_hook_meeting_id_position", "outbox")
    op.create_index(op.f("ix_outbox_meeting_id_hook_position"), "outbox", ["meeting_id", "hook", "position"])
    op.create_index(op.f("ix_outbox_hook_created_at"), "outbox", ["hook", "created_at"])
    for name, columns, only in _PARTIAL:
        op.create_index(name, "outbox", columns, sqlite_where=sa.text(only), postgresql_where=sa.text(only))

    op.create_table(
        "alert_hook",
        sa.Column("hook", sa.String(length=120), nullable=False),
        sa.Column("paused_at", Instant()),
        sa.Column("paused_by", sa.Text()),
        sa.Column("paused_reason", sa.Text()),
        sa.Column(
            "gone",
            sa.String(length=16),
            comment="digest of the address that answered 410 Gone; another address counts again",
        ),
        sa.Column("gone_at", Instant()),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0", comment="failed attempts in a row"),
        sa.Column("failing_since", Instant()),
        sa.Column("retry_at", Instant(), comment="nothing is attempted sooner: the receiver is down"),
        sa.Column("rate_since", Instant(), comment="begin of the present window of the rate limit"),
        sa.Column("rate_count", sa.Integer(), nullable=False, server_default="0", comment="messages sent in it"),
        sa.Column("last_sent_at", Instant()),
        sa.Column("last_failed_at", Instant()),
        sa.Column("last_error", sa.Text()),
        sa.Column("sent", Position, nullable=False, server_default="0", comment="messages, ever"),
        sa.Column("failed", Position, nullable=False, server_default="0", comment="attempts that failed, ever"),
        sa.Column("dead", Position, nullable=False, server_default="0", comment="messages given up, ever"),
        sa.PrimaryKeyConstraint("hook", name=op.f("pk_alert_hook")),
    )
    op.create_table(
        "alert_silence",
        sa.Column("silence_id", sa.String(length=36), nullable=False),
        sa.Column(
            "about",
            sa.Text(),
            nullable=False,
            comment="JSON: hooks, watches, parties, kinds, meeting; all must fit",
        ),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", Instant(), comment="null while it lasts"),
        sa.Column("ended_by", sa.Text(), comment="who ended it before its time"),
        sa.PrimaryKeyConstraint("silence_id", name=op.f("pk_alert_silence")),
    )
    lasting = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_alert_silence_until", "alert_silence", ["until"], sqlite_where=lasting, postgresql_where=lasting
    )
    op.create_table(
        "alert_act",
        sa.Column("act_id", sa.String(length=36), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column(
            "act",
            sa.String(length=20),
            nullable=False,
            comment="pause | resume | silence | unsilence | replay | disable | enable",
        ),
        sa.Column("hook", sa.String(length=120), comment="null where it is not about one hook"),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_alert_act")),
    )
    op.create_index(op.f("ix_alert_act_at"), "alert_act", ["at"])
    op.create_table(
        "alert_condition",
        sa.Column("kind", sa.String(length=30), nullable=False, comment="feed_stale, hook_dead, …"),
        sa.Column(
            "subject", sa.String(length=120), nullable=False, comment="which feed, which hook; empty for the whole"
        ),
        sa.Column("occurrence", sa.Integer(), nullable=False, comment="how often it has come up"),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), comment="null while it lasts"),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_alert_condition")),
    )


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
