"""The locked Celery outlives a broker that is restarted under load; what others do is printed beside it."""

from __future__ import annotations

import subprocess

import pytest

from tests.faults.celery_versions import DOUBTFUL, HOW, WAYS, environment, locked, restarted_under_load

pytestmark = [pytest.mark.storm, pytest.mark.integration, pytest.mark.timeout(1800)]


@pytest.mark.parametrize("version", [locked("celery"), DOUBTFUL])
def test_a_worker_goes_on_when_the_broker_was_restarted_under_load(version: str) -> None:
    try:
        environment(version)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"pip cannot get celery {version}: {error.stderr!r}")
    for how in HOW:
        outcome = restarted_under_load(version, how, WAYS[1])
        print(f"celery {version}, broker ended by {how.name}: {outcome}")
        # Another version is looked at, and not answered for.
        assert outcome.what == "resumed" or version != locked("celery"), outcome
