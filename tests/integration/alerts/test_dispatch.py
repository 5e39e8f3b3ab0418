"""Many hooks at once, over real connections: each by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.alerts import Hook
from tests.integration.alerts.conftest import Answer, Held, Told, WebhookReceiver, record
from tests.waiting import PATIENCE, until
from worker.alerts.dispatch import Dispatcher
from worker.config import Config
from worker.log.database import Database
from worker.log.tables import outbox as table
from worker.runtime import Runtime
from worker.settings import Settings

MakeHook = Callable[..., Hook]


@pytest.fixture
def runtime_for(tmp_path: Path) -> Iterator[Callable[..., Runtime]]:
    """Processes of their own, as far as the database can tell: each has its runtime and its connections."""
    made: list[Runtime] = []

    def make(database: Database, *hooks: Hook) -> Runtime:
        url = database.url.render_as_string(hide_password=False)
        runtime = Runtime(Config(Settings.model_validate({"database": {"url": url}}), hooks=hooks, config_dir=tmp_path))
        made.append(runtime)
        return runtime

    yield make
    for runtime in made:
        runtime.close()


def states(database: Database) -> dict[tuple[str, str], int]:
    with database.read() as conn:
        query = select(table.c.hook, table.c.state, func.count()).group_by(table.c.hook, table.c.state)
        return {(hook, state): count for hook, state, count in conn.execute(query)}


def test_several_processes_with_several_threads_send_each_alert_once_and_in_order(
    database: Database, hook: MakeHook, receiver: WebhookReceiver, runtime_for: Callable[..., Runtime]
) -> None:
    hooks = [hook(name=f"h{n}", url=receiver.url(f"/h{n}"), concurrency=3) for n in range(3)]
    kinds = ["announced", "firmed", "rescheduled", "cancelled"]
    record(database, [Told(f"m{n}", kind) for kind in kinds for n in range(6)], hooks, datetime.now(UTC))
    runtimes = [runtime_for(database, *hooks) for _ in range(2)]

    def sent() -> bool:
        for runtime in runtimes:
            runtime.dispatcher.wake()
        return not any(state == "pending" for _, state in states(database))

    until(sent)
    assert states(database) == {(f"h{n}", "sent"): 24 for n in range(3)}
    assert set(Counter(got.webhook_id for got in receiver.received).values()) == {1}
    import json

    arrived: dict[tuple[str, str], list[str]] = {}
    for got in receiver.received:
        event = json.loads(got.body)
        arrived.setdefault((got.path, event["subject"]), []).append(event["data"]["change"])
    assert set(map(tuple, arrived.values())) == {tuple(kinds)}


def test_hooks_that_hang_do_not_hold_up_the_others(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, runtime_for: Callable[..., Runtime]
) -> None:
    hooks = [hook(name=f"slow{n}", url=receiver.url("/slow")) for n in range(4)]
    hooks += [hook(name="quick", url=receiver.url("/quick"))]
    receiver.answers["/slow"] = slow = Held()
    record(sqlite_database, [Told(f"m{n}") for n in range(20)], hooks, datetime.now(UTC))
    runtime = runtime_for(sqlite_database, *hooks)
    runtime.dispatcher.wake()
    until(lambda: states(sqlite_database).get(("quick", "sent")) == 20)
    found = states(sqlite_database)
    slow.release.set()
    assert found["quick", "sent"] == 20
    assert not any(state == "sent" for name, state in found if name != "quick")
    # No hook has more under way than it may.
    assert sum(got.path == "/slow" for got in receiver.received) <= 4 * 4


def test_an_attempt_that_failed_is_made_again_in_time_without_anybody_asking(
    sqlite_database: Database,
    hook: MakeHook,
    receiver: WebhookReceiver,
    runtime_for: Callable[..., Runtime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from worker.alerts import outbox

    monkeypatch.setattr(outbox, "retry_wait", lambda id_, attempts: outbox.timedelta(milliseconds=200))
    receiver.answer = Answer(500)
    record(sqlite_database, [Told()], [hook()], datetime.now(UTC))
    runtime = runtime_for(sqlite_database, hook())
    runtime.dispatcher.wake()
    until(lambda: runtime.dispatcher.failed)
    receiver.answer = Answer(204)
    until(lambda: states(sqlite_database) == {("desk", "sent"): 1})


def test_closing_finishes_what_is_being_sent_and_takes_nothing_more(
    sqlite_database: Database, hook: MakeHook, receiver: WebhookReceiver, runtime_for: Callable[..., Runtime]
) -> None:
    made = hook(concurrency=1)
    record(sqlite_database, [Told(f"m{n}") for n in range(50)], [made], datetime.now(UTC))
    receiver.answer = held = Held()
    dispatcher = Dispatcher(runtime_for(sqlite_database, made))
    dispatcher.wake()
    until(lambda: receiver.received)
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(dispatcher.close, PATIENCE)
        until(lambda: dispatcher._closed)
        held.release.set()
        assert closing.result()
    assert len(receiver.received) == 1
    assert states(sqlite_database) == {("desk", "sent"): 1, ("desk", "pending"): 49}
    with sqlite_database.read() as conn:
        assert conn.scalar(select(func.count()).where(table.c.lease_until.is_not(None))) == 0
