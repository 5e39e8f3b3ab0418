"""What is shared by the tests of faults: the end of a day on which nothing went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.plant import undisturbed

REPORTING = 10
"""One article in ten tells of a meeting."""

Calm = Callable[[int], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    """What is believed after so many articles that nothing disturbed."""
    known: dict[int, list[dict[str, Any]]] = {}

    def of(count: int) -> list[dict[str, Any]]:
        if count not in known:
            known[count] = undisturbed(tmp_path_factory.mktemp("calm"), count, REPORTING)
        return known[count]

    return of
