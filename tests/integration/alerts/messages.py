"""Messages for tests of channels, and what the handbook says about them."""

from __future__ import annotations

import re
from pathlib import Path

from worker.alerts.channels.samples import samples

SAMPLES = list(samples())

RESCHEDULED = dict(SAMPLES)["rescheduled"]
CANCELLED = dict(SAMPLES)["cancelled"]

HANDBOOK = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text(encoding="utf-8")


def as_written(prefix: str) -> list[str]:
    """The variables of templates that the handbook lists and that begin with ``prefix``."""
    return list(dict.fromkeys(re.findall(rf"`({re.escape(prefix)}[a-z_.]+)`", HANDBOOK)))
