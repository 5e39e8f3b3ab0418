"""What docs/alerts.md tells receivers is true."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.alerts import Hook
from domain.events import CHANGE_KINDS
from domain.messages import TYPE_PREFIX
from domain.targets import Target
from tests.integration.alerts.conftest import OTHER_SECRET, SECRET, Told, WebhookReceiver, record
from worker.alerts.deliver import deliver
from worker.alerts.signature import signed_headers
from worker.http import Fetcher
from worker.log.database import Database

PAGE = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


@pytest.fixture
def is_from_parley() -> Callable[[str, Mapping[str, str], bytes], bool]:
    names: dict[str, Any] = {}
    exec(block("python"), names)
    check: Callable[[str, Mapping[str, str], bytes], bool] = names["is_from_parley"]
    return check


def test_the_receiver_in_the_handbook_accepts_what_is_signed_and_refuses_what_is_not(
    is_from_parley: Callable[[str, Mapping[str, str], bytes], bool],
) -> None:
    now = datetime.now(UTC)
    headers = signed_headers([OTHER_SECRET, SECRET], "id", now, b"{}")
    assert is_from_parley(SECRET, headers, b"{}")
    assert is_from_parley(OTHER_SECRET, headers, b"{}")
    assert not is_from_parley(SECRET, headers, b"[]")
    assert not is_from_parley(SECRET, signed_headers([OTHER_SECRET], "id", now, b"{}"), b"{}")
    assert not is_from_parley(SECRET, signed_headers([SECRET], "id", now - timedelta(minutes=6), b"{}"), b"{}")


def test_the_event_in_the_handbook_has_the_keys_of_a_real_one(
    sqlite_database: Database, hook: Callable[..., Hook], receiver: WebhookReceiver
) -> None:
    now = datetime(2022, 1, 4, 12, tzinfo=UTC)
    _, (id_,) = record(sqlite_database, [Told()], [hook()], now)
    deliver(sqlite_database, id_, [hook()], Fetcher(), now)
    real, shown = json.loads(receiver.received[0].body), json.loads(block("json"))
    assert shown.keys() == real.keys()
    assert shown["data"].keys() == real["data"].keys()
    assert shown["data"]["article"].keys() == real["data"]["article"].keys()
    assert shown["data"]["evidence"][0].keys() == real["data"]["evidence"][0].keys()
    for part in ("after", "meeting"):
        assert shown["data"][part].keys() - {"…"} <= real["data"][part].keys()
    assert shown["type"].removeprefix(TYPE_PREFIX + "meeting.") in CHANGE_KINDS


def test_the_handbook_names_every_kind_of_change() -> None:
    assert [kind for kind in CHANGE_KINDS if f"`{kind}`" not in PAGE] == []


def test_the_handbook_has_a_row_for_every_key_of_a_channel() -> None:
    page = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text(encoding="utf-8").splitlines()
    for name, field in Target.model_fields.items():
        (row,) = [line for line in page if line.startswith(f"| `{name}` | ")]
        assert row.endswith(f" | {field.description} |"), name


def test_the_shipped_file_names_every_key_of_a_channel() -> None:
    shipped = (Path(__file__).parents[3] / "config" / "alerts.toml").read_text(encoding="utf-8")
    assert [name for name in Target.model_fields if not re.search(rf"\b{name}\b", shipped)] == []
