"""What docker-compose.yml starts, started without containers: the same commands and environment on real servers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis
from sqlalchemy import func, select

from tests.servers import PostgreSQL, Valkey
from tests.waiting import PATIENCE, until
from worker.demo.server import ScenarioServer
from worker.log import model, store
from worker.log.database import Database
from worker.log.tables import article, log_event

pytestmark = [pytest.mark.e2e, pytest.mark.integration]

ROOT = Path(__file__).parents[2]
COMPOSE = Path(sys.executable).parent / "docker-compose"
PASSWORD = "p@ss:word/%"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    if not COMPOSE.exists():
        pytest.skip("docker-compose is not installed; 'make setup-dev' brings it")
    done = subprocess.run(
        [COMPOSE, "-f", ROOT / "docker-compose.yml", "--env-file", ROOT / ".env.example", "config", "--format", "json"],
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    services: dict[str, Any] = json.loads(done.stdout)["services"]
    return services


@pytest.fixture
def guarded_valkey() -> Iterator[Valkey]:
    """A broker of its own that turns everybody away who does not know the password."""
    with Valkey() as server:
        redis.Redis(port=server.port).config_set("requirepass", PASSWORD)
        yield server


class Role:
    """A service of the compose file as a process."""

    def __init__(self, name: str, service: dict[str, Any], environ: dict[str, str], directory: Path) -> None:
        # Each container has a /tmp of its own; here they share one.
        command = [f"{directory}/{name}" if part.startswith("/tmp/") else part for part in service["command"]]
        self.heartbeat = directory / name
        self.log = directory / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "worker", *command], env=environ, cwd=directory, stdout=log, stderr=log
            )

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_roles_of_the_compose_file_work_together(
    services: dict[str, Any], postgresql: PostgreSQL, guarded_valkey: Valkey, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for secret in services["reader"]["secrets"]:
        (secrets / secret["target"]).write_text(PASSWORD + "\n")
    url = postgresql.create("compose_test")
    database = Database(url)
    with ExitStack() as stack:
        stack.callback(postgresql.drop, "compose_test")
        stack.callback(database.dispose)
        site = stack.enter_context(ScenarioServer())
        site.advance(len(site.scenario.steps))
        config_dir = site.write_config(tmp_path / "config")

        def start(name: str) -> Role:
            given = {key: str(value) for key, value in services[name]["environment"].items()}
            given["PARLEY_DATABASE_URL"] = given["PARLEY_DATABASE_URL"].replace(
                "postgresql://parley@postgres:5432/parley", url.replace("+pg8000", "")
            )
            given["PARLEY_BROKER_URL"] = given["PARLEY_BROKER_URL"].replace(
                "redis:6379", f"127.0.0.1:{guarded_valkey.port}"
            )
            surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PARLEY_")}
            environ = {
                **surroundings,
                **{key: value for key, value in given.items() if key != "PARLEY_ALLOW_HOSTS"},
                "PARLEY_CONFIG_DIR": str(config_dir),
                "PARLEY_SECRETS_DIR": str(secrets),
                "PARLEY_POLLING_TICK": "1s",
                "PYTHONPATH": str(ROOT),
            }
            role = Role(name, services[name], environ, tmp_path)
            stack.callback(role.end)
            return role

        migrate = start("migrate")
        assert migrate.process.wait(timeout=PATIENCE) == 0, migrate.log.read_text()
        roles = {name: start(name) for name in ("poller", "reader", "deliverer", "upkeep", "beat")}

        def counts() -> tuple[int, int]:
            with database.read() as conn:
                done = conn.execute(select(func.count()).where(article.c.state == "done")).scalar_one()
                waiting = conn.execute(select(func.count()).where(article.c.state == "received")).scalar_one()
            return done, waiting

        def read() -> bool:
            for role in roles.values():
                assert role.process.poll() is None, role.log.read_text()
            done, waiting = counts()
            return done >= 10 and waiting == 0

        try:
            until(read)
        except AssertionError as error:
            raise AssertionError(f"{counts()}\n" + "\n".join(r.log.read_text() for r in roles.values())) from error

        def fresh(role: Role) -> bool:
            return role.heartbeat.exists() and time.time() - role.heartbeat.stat().st_mtime < 60

        for name, role in roles.items():
            until(partial(fresh, role), f"the health check of {name} sees a fresh file")
            assert role.end() == 0, role.log.read_text()
            lines = [json.loads(line) for line in role.log.read_text().splitlines() if line.startswith("{")]
            assert [line for line in lines if line["event"] == "config.problem"] == []
            assert PASSWORD not in role.log.read_text()
        with database.read() as conn:
            assert store.verify(conn).ok
            assert conn.execute(select(func.count()).select_from(log_event)).scalar_one() > 20
        assert list(model.check(database)) == []
