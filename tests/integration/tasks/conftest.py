from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.tasks.news import START
from worker.config import load
from worker.log.database import Database
from worker.runtime import Runtime


class SetClock:
    """A clock that a test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START + timedelta(days=100))


@pytest.fixture
def make_runtime(database: Database, clock: SetClock, tmp_path: Path) -> Callable[..., Runtime]:
    """A runtime on the test's database, with settings given as environment variables."""

    def make(**environ: str) -> Runtime:
        (tmp_path / "config").mkdir(exist_ok=True)
        runtime = Runtime(load(tmp_path / "config", environ), clock)
        runtime.__dict__["database"] = database
        return runtime

    return make


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime()
