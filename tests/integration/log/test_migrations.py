"""What a migration made of a database once, it makes of every other for ever, whatever becomes of the program around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config

from domain.events import MeetingChange, MeetingRescheduled, load_event
from tests import golden
from worker.log.database import Database

WORDS = Path(golden.__file__).with_name("words.json")
"""Event id → what the migration 0009 made a change of the golden log be found by. Never edited."""

MEND = (
    "the migration 0009 calls worker.log.search.words_of, which no longer gives what it gave to databases that have been through"
    " it: let the migration call a copy of what it was, and give the rows that are there their new words in a new one"
)

ODD = {
    "title": "Zürich’s U.S.–E.U. talks: Łódź, Æro & Ørsted, naïve İstanbul; 15:30, ½ ﬁne straße",
    "outlet": "Nezavisimaya Gazeta — «Независимая»",
}
ODD_WORDS = "rescheduled zurich s us eu talks lodz aero orsted naive istanbul 15 30 1 2 fine strasse nezavisimaya gazeta независимая"


def migrated(conn: Any, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "worker.log:migrations")
    config.attributes["connection"] = conn
    command.upgrade(config, revision)


def test_the_migration_that_gave_changes_their_words_gives_the_same_words_to_the_end_of_days(tmp_path: Path) -> None:
    events = {row["event_id"]: load_event(row["type"], row["schema"], row["data"]) for row in golden.rows()}
    changes = {event_id: event for event_id, event in events.items() if isinstance(event, MeetingChange)}
    (rescheduled,) = [event for event in changes.values() if isinstance(event, MeetingRescheduled)]
    assert rescheduled.article is not None
    changes["odd"] = rescheduled.model_copy(update={"article": rescheduled.article.model_copy(update=ODD)})
    path = tmp_path / "parley.db"
    path.touch()
    database = Database(f"sqlite:///{path}")
    with database.begin() as conn:
        migrated(conn, "0008")
        conn.exec_driver_sql(
            "INSERT INTO change (position, event_id, meeting_id, kind, data, recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (position, event_id, event.meeting_id, event.kind, event.model_dump_json(by_alias=True), "2022-01-01")
                for position, (event_id, event) in enumerate(changes.items(), 1)
            ],
        )
        migrated(conn, "0009")
        found = dict(conn.exec_driver_sql("SELECT event_id, words FROM change").all())
        (hit,) = conn.exec_driver_sql("SELECT rowid FROM change_search WHERE change_search MATCH 'lodz'").all()
    database.dispose()
    assert hit == (len(changes),)
    assert found.pop("odd").startswith(ODD_WORDS), MEND
    assert found == json.loads(WORDS.read_text(encoding="utf-8")), MEND
