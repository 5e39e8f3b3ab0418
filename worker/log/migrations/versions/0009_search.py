"""What changes are found by, and an index over it."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from domain.events import EVENT_TYPES, MeetingChange
from worker.log.search import words_of
from worker.log.tables import by_code_point

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BATCH = 1000

# FTS5 keeps no copy of the words: they are those of the table. What the tokenizer does was done before (``search.fold``).
_SQLITE = (
    """CREATE VIRTUAL TABLE change_search USING fts5(
        words, content = 'change', content_rowid = 'position', tokenize = "unicode61 remove_diacritics 0", columnsize = 0
    )""",
    """CREATE TRIGGER change_search_insert AFTER INSERT ON change BEGIN
        INSERT INTO change_search(rowid, words) VALUES (new.position, new.words);
    END""",
    """CREATE TRIGGER change_search_delete AFTER DELETE ON change BEGIN
        INSERT INTO change_search(change_search, rowid, words) VALUES ('delete', old.position, old.words);
    END""",
    """CREATE TRIGGER change_search_update AFTER UPDATE OF position, words ON change BEGIN
        INSERT INTO change_search(change_search, rowid, words) VALUES ('delete', old.position, old.words);
        INSERT INTO change_search(rowid, words) VALUES (new.position, new.words);
    END""",
    "INSERT INTO change_search(change_search) VALUES ('rebuild')",
)


def upgrade() -> None:
    op.add_column(
        "change",
        sa.Column(
            "words",
            by_code_point(sa.Text()),
            nullable=False,
            server_default="",
            comment="what it is found by, see worker.log.search",
        ),
    )
    conn = op.get_bind()
    _fill(conn)
    if conn.dialect.name == "sqlite":
        for statement in _SQLITE:
            conn.exec_driver_sql(statement)
    else:
        op.execute("CREATE INDEX change_search ON change USING gin (to_tsvector('simple', words))")


def _fill(conn: sa.Connection) -> None:
    """The words of the changes that are there. What cannot be read as it is now stays without, until ``parley rebuild``."""
    classes = {cls.kind: cls for cls in EVENT_TYPES.values() if issubclass(cls, MeetingChange)}
    some = sa.text("SELECT position, kind, data FROM change WHERE position > :after ORDER BY position LIMIT :most")
    after = 0
    while rows := conn.execute(some, {"after": after, "most": BATCH}).all():
        filled: list[dict[str, Any]] = []
        for position, kind, data in rows:
            try:
                event = classes[kind].model_validate_json(data)
            except (KeyError, ValueError):
                continue
            filled.append({"position": position, "words": words_of(event)})
        if filled and conn.dialect.name == "sqlite":
            conn.execute(sa.text("UPDATE change SET words = :words WHERE position = :position"), filled)
        elif filled:
            update = sa.text(
                "UPDATE change SET words = filled.words FROM jsonb_to_recordset(CAST(:rows AS jsonb)) "
                "AS filled(position bigint, words text) WHERE change.position = filled.position"
            )
            conn.execute(update, {"rows": json.dumps(filled)})
        after = rows[-1][0]


def downgrade() -> None:
    raise NotImplementedError("the log only grows; restore a backup instead")
