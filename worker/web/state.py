"""What one web process holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from worker.runtime import Runtime
from worker.web.answers import Answers
from worker.web.probes import Readiness


@dataclass
class State:
    runtime: Runtime
    answers: Answers = field(default_factory=Answers)

    @cached_property
    def readiness(self) -> Readiness:
        return Readiness(self.runtime)

    def base(self, fallback: str) -> str:
        """Where the pages are, for links that leave them: as configured, else as they were asked for."""
        return self.runtime.config.settings.web.public_url or fallback.rstrip("/")
