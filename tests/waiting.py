"""Waiting for what is to happen, for however long that takes on a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 240.0
"""Seconds after which a test has waited in vain. Of no importance where all is well."""


def until(reached: Callable[[], T], what: str = "what was waited for", seconds: float = PATIENCE) -> T:
    """Ask again and again until the answer is something true, and return it; an ``AssertionError`` after ``seconds``."""
    give_up = time.monotonic() + seconds
    while not (found := reached()):
        assert time.monotonic() < give_up, f"{what}: not within {seconds:g} s"
        time.sleep(0.02)
    return found
