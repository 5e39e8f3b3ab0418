"""Every alert arrives, in order, whenever the process that sends it is killed: SIGKILL between any two steps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.alerts import Hook
from tests.integration.alerts.conftest import SECRET, Told, WebhookReceiver, record
from tests.integration.alerts.mailserver import MailServer
from tests.waiting import PATIENCE
from worker.log.database import Database
from worker.log.tables import outbox as table

pytestmark = pytest.mark.e2e

STEPS = ["claiming", "claimed", "sent", "recording", "committing", "recorded"]
"""Within the transaction that claims; after it; after sending; within the transaction that records and claims the next, twice;
after it."""


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    made = WebhookReceiver()
    yield made
    made.close()


def deliver_and_die(database: Database, options: list[dict[str, Any]]) -> None:
    """One process for each step that is killed there, and one that delivers what is left."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.e2e.crashing_alerts",
            json.dumps(options),
            database.url.render_as_string(hide_password=False),
            *STEPS,
        ],
        timeout=2 * PATIENCE,
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=dict(os.environ),
    )
    assert done.returncode == 0, done.stderr


def test_killing_the_process_between_any_two_steps_repeats_at_most_what_was_under_way_and_loses_nothing(
    database: Database, receiver: WebhookReceiver
) -> None:
    plain = {"name": "plain", "kind": "webhook", "url": receiver.url("/plain"), "concurrency": 1}
    grouped = {
        "name": "grouped",
        "kind": "webhook",
        "url": receiver.url("/grouped"),
        "group": "1s",
        "group_by": "meeting",
    }
    options = [{**one, "secrets": [SECRET], "allow_private": True, "timeout_seconds": 60} for one in (plain, grouped)]
    hooks = [Hook.model_validate(one) for one in options]
    kinds = ["announced", "rescheduled", "cancelled"]
    # Enough of both that each process has something left to be killed over, whichever hook it is busy with.
    changes = [Told(f"m{n}", kind) for kind in kinds for n in range(20)]
    record(database, changes, hooks, datetime.now(UTC))
    deliver_and_die(database, options)

    with database.read() as conn:
        states = Counter(conn.scalars(select(table.c.state)))
        ids = dict(conn.execute(select(table.c.outbox_id, table.c.hook)).all())  # type: ignore[arg-type]
    assert set(states) == {"sent"}
    arrivals = Counter(got.webhook_id for got in receiver.received)
    assert set(arrivals) <= set(ids), "nothing arrives that is not in the outbox"
    repeated = [id_ for id_, count in arrivals.items() if count > 1]
    # Each of the six kills can repeat what was under way: one message of "plain", up to four of "grouped".
    assert len(repeated) <= len(STEPS) * 5
    bodies: dict[str, set[tuple[str, ...]]] = {}
    first: dict[tuple[str, str], list[str]] = {}
    seen: set[tuple[str, str]] = set()
    for got in receiver.received:
        event = json.loads(got.body)
        told = [event] if "change" in event["data"] else event["data"]["changes"]
        bodies.setdefault(got.webhook_id, set()).add(tuple(one["id"] for one in told))
        for one in told:
            if (got.path, one["id"]) not in seen:
                seen.add((got.path, one["id"]))
                first.setdefault((got.path, one["subject"]), []).append(one["data"]["change"])
    assert all(len(versions) == 1 for versions in bodies.values()), "the same id tells of the same changes"
    assert len(first) == 40
    assert set(map(tuple, first.values())) == {tuple(kinds)}


@pytest.mark.slow
def test_a_mail_that_is_sent_again_after_a_kill_is_the_same_mail_under_the_same_id(sqlite_database: Database) -> None:
    server = MailServer()
    mail = {
        "name": "desk",
        "kind": "email",
        "to": ["desk@example.org"],
        "sender": "Parley <parley@example.org>",
        "server": server.address,
        "security": "none",
        "timeout_seconds": 60,
        "invitations": True,
    }
    kinds = ["announced", "rescheduled", "cancelled"]
    changes = [Told(f"m{n}", kind) for kind in kinds for n in range(8)]
    record(sqlite_database, changes, [Hook.model_validate(mail)], datetime.now(UTC))
    deliver_and_die(sqlite_database, [mail])
    server.close()
    with sqlite_database.read() as conn:
        ids = set(conn.scalars(select(table.c.outbox_id)))
        assert set(conn.scalars(select(table.c.state))) == {"sent"}
    arrivals: dict[str, list[tuple[str, str]]] = {}
    for got in server.delivered:
        text = got.mail.get_body(("plain",))
        assert text is not None
        arrivals.setdefault(got.mail["Message-ID"], []).append((got.mail["Subject"], text.get_content()))
    assert set(arrivals) == {f"<{id_}@example.org>" for id_ in ids}
    assert all(len(set(copies)) == 1 for copies in arrivals.values()), "the same id is the same mail"
    twice = [id_ for id_, copies in arrivals.items() if len(copies) > 1]
    assert 1 <= len(twice) <= len(STEPS) * 4, (
        "a kill between sending and recording repeats what was under way, and no more"
    )
