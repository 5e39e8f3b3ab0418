"""Whatever is asked of the API: requests made from its own description, valid ones and others, by schemathesis.

It checks that nothing is a server error, that what the description allows is answered and what it forbids is refused, that
answers are of the types and shapes that are described, and that pages can be followed from one to the next.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.web.conftest import Site

RUN = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_request_is_answered_as_described(winter: Site, tmp_path: Path) -> None:
    winter.tell("Oslo", "The foreign ministers of Norway and Sweden will meet in Oslo on January 20.")
    asked = subprocess.run(
        [
            *RUN,
            "run",
            f"{winter.base}/api/v1/openapi.json",
            "--checks=all",
            "--phases=examples,coverage,fuzzing,stateful",
            "--max-examples=60",
            "--request-timeout=120",
            # The same requests in every run: what it says is about the change that it looks at, and not about chance.
            "--generation-deterministic",
            "--seed=1",
            "--continue-on-failure",
            "--no-color",
        ],
        cwd=tmp_path,
        env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path / "hypothesis")},
        capture_output=True,
        text=True,
        timeout=1100,
        check=False,
    )
    assert asked.returncode == 0, asked.stdout[-12_000:] + asked.stderr[-2_000:]
    assert "No issues found" in asked.stdout, asked.stdout[-3_000:]
