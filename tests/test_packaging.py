"""What is shipped: locks, configuration, compose file, wheel, and that the repository speaks of nobody's machine."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import PATIENCE
from worker.app import ALL_QUEUES, READ_SECONDS
from worker.config import load, thorough
from worker.settings import OPTIONS, Option, Settings

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "config"
LOCKS = sorted(ROOT.glob("requirements*.lock"))
COMPOSE = Path(sys.executable).parent / "docker-compose"

UNCOMMENTED = re.compile(r"(?m)^# (?=\[\[|[a-z_]+ = )")
"""The examples of the shipped files are commented lines that begin a table or a key."""


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


# --- locks ----------------------------------------------------------------------------------------------------------


def requirements(lock: Path) -> dict[str, str]:
    """Name → everything that is said of it, continuation lines joined."""
    joined = lock.read_text().replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {re.split(r"==|\s", line)[0]: line for line in lines}


def test_running_building_and_developing_are_locked_apart() -> None:
    assert [lock.name for lock in LOCKS] == ["requirements-build.lock", "requirements-dev.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_versions_with_hashes_and_names_no_index_or_path(lock: Path) -> None:
    entries = requirements(lock)
    assert entries
    for name, line in entries.items():
        assert re.match(rf"{re.escape(name)}==\S+", line), line
        assert "--hash=sha256:" in line, name
    assert not re.search(
        r"(?m)^\s*-(?!-hash)|://|@ file:|--(?:extra-)?index|--find-links|--trusted-host", lock.read_text()
    )


def test_the_locks_agree_with_each_other_and_with_the_project() -> None:
    run, build, dev = (
        {name: line.split()[0] for name, line in requirements(ROOT / f"requirements{kind}.lock").items()}
        for kind in ("", "-build", "-dev")
    )
    assert run.items() <= dev.items()
    assert build.items() <= dev.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [re.split(r"[<>=!;\[ ]", text)[0].lower() for text in project["project"]["dependencies"]]
    assert {re.sub(r"[._]", "-", name) for name in wanted} <= run.keys()
    assert not run.keys() & {"pytest", "mypy", "ruff", "hatchling"}


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = {
        re.split(r"[<>=!;\[ ]", text)[0].lower().replace("-", "_") for text in project["project"]["dependencies"]
    }
    declared |= {name.partition(".")[0] for name in declared}
    undeclared = set()
    for room in ("domain", "worker"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                tops = {name.partition(".")[0] for name in names}
                undeclared |= {
                    f"{path.relative_to(ROOT)}: {top}"
                    for top in tops - declared - {"domain", "worker"}
                    if top not in sys.stdlib_module_names
                }
    assert sorted(undeclared) == []


# --- configuration --------------------------------------------------------------------------------------------------


def test_the_shipped_configuration_has_no_problems_and_watches_enough() -> None:
    config = load(CONFIG, {})
    assert config.problems == thorough(config) == ()
    active = [feed for feed in config.feeds if feed.enabled]
    assert len(active) >= 25
    assert {"un-news", "nato", "us-state", "european-commission"} <= {feed.name for feed in active}
    assert len(config.watches) >= 3
    us_russia = config.watch("us-russia")
    assert us_russia is not None
    assert us_russia.parties.all == ("US", "RU")
    assert config.hooks == ()


def test_every_commented_example_is_right_once_it_is_uncommented(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    for file in (tmp_path / "config").glob("*.toml"):
        file.write_text(UNCOMMENTED.sub("", file.read_text()))
    config = load(tmp_path / "config", {})
    assert config.problems == ()
    assert len(config.hooks) >= 3
    assert len(config.watches) >= 4


def test_the_example_of_own_names_is_right(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    (tmp_path / "config" / "names.toml.example").rename(tmp_path / "config" / "names.toml")
    assert thorough(load(tmp_path / "config", {})) == ()


def test_parley_toml_shows_every_setting_with_its_default_and_its_variable() -> None:
    text = (CONFIG / "parley.toml").read_text()
    shown = tomllib.loads(UNCOMMENTED.sub("", text))
    listed = {f"{key}.{name}" for key, table in shown.items() if isinstance(table, dict) for name in table}
    listed |= {key for key, value in shown.items() if not isinstance(value, dict)}
    assert listed == {option.key for option in OPTIONS}
    for option in OPTIONS:
        assert f"[{option.env}]" in text
        if option.default is not None:
            assert (shown[option.table] if option.table else shown)[option.name] == option.default, option.key
        else:
            assert re.search(rf"(?m)^# {option.name} = .*# not set by default$", text), option.key


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.key)
def test_the_handbook_has_a_row_for_every_setting(option: Option) -> None:
    default = option.default if isinstance(option.default, str) else json.dumps(option.default)
    shown = "–" if option.default is None else f"`{default}`"
    row = f"| `{option.key}` | `{option.env}` | {shown} | {option.help} |"
    assert row in (ROOT / "docs" / "configuration.md").read_text().splitlines()


def test_every_link_of_the_documents_leads_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append(f"{document.relative_to(ROOT)}: {target}")
    assert broken == []


def test_what_the_queue_needs_for_redis_is_locked_for_running() -> None:
    """Tests run beside the development requirements, which hide what is missing among those for running."""
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.M))
    for line in requires("kombu") or ():
        if 'extra == "redis"' in line:
            assert re.split(r"[<>=!;\[ ]", line)[0] in locked, line


LEVELS = ("debug", "info", "warning", "error", "critical")


def _constants(node: ast.expr) -> list[str]:
    """What an expression can be: a text, or one of two."""
    if isinstance(node, ast.IfExp):
        return _constants(node.body) + _constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _rows(document: str) -> dict[str, str]:
    """First cell of a table's row → the rest of it."""
    found: dict[str, str] = {}
    for line in (ROOT / "docs" / document).read_text().splitlines():
        if line.startswith("| "):
            first, _, rest = line[2:].partition(" | ")
            found |= {name.strip("` "): rest for name in first.split(",")}
    return found


def test_the_operators_handbook_has_every_log_event_with_its_level() -> None:
    rows, told = _rows("operations.md"), dict[str, set[str]]()
    for path in (ROOT / "worker").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
                and node.func.attr in LEVELS
                and node.args
            ):
                for name in _constants(node.args[0]):
                    told.setdefault(name, set()).add(node.func.attr)
    assert len(told) > 30
    assert sorted(told.keys() - rows.keys()) == []
    wrong = {name: levels for name, levels in told.items() if not levels <= set(rows[name].split(" | ")[0].split(", "))}
    assert wrong == {}


def test_the_operators_handbook_has_every_state_of_every_check() -> None:
    handbook = (ROOT / "docs" / "operations.md").read_text()
    found: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse((ROOT / "worker" / "health.py").read_text())):
        if isinstance(node, ast.Tuple) and len(node.elts) == 3:
            checks, states = _constants(node.elts[0]), _constants(node.elts[1])
            found |= {(check, state) for check in checks for state in states if state != "ok" != check}
    assert len(found) > 6
    assert sorted(one for one in found if not re.search(rf"(?m)^\| {one[0]} \| {one[1]}", handbook)) == []


def test_every_variable_of_the_compose_file_is_in_the_example_with_its_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text()
    variables = dict(re.findall(r"(?<!\$)\$\{([A-Z_]+):-([^}]*)\}", text))
    assert len(variables) > 20
    assert [name for name, default in variables.items() if f"\n{name}={default}\n" not in example] == []


def test_every_metric_is_in_the_handbook() -> None:
    handbook = (ROOT / "docs" / "faces.md").read_text()
    names = set(re.findall(r"\"(parley_[a-z_]+)\"", (ROOT / "worker" / "web" / "probes.py").read_text()))
    assert len(names) > 10
    assert sorted(name for name in names if name not in handbook) == []


def test_every_document_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    documents = [str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")]
    assert [name for name in documents if name != "README.md" and f"]({name})" not in index] == []


# --- containers -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    if not COMPOSE.exists():
        pytest.skip("docker-compose is not installed; 'make setup-dev' brings it")
    done = subprocess.run(
        [
            *(COMPOSE, "-f", ROOT / "docker-compose.yml", "--env-file", ROOT / ".env.example"),
            *("--profile", "*", "config", "--format", "json"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


WORKERS = ("poller", "reader", "deliverer", "upkeep")


def test_every_queue_has_its_service(stack: dict[str, Any]) -> None:
    commands = [stack["services"][name]["command"] for name in WORKERS]
    assert sorted(command[command.index("--queues") + 1] for command in commands) == sorted(ALL_QUEUES)


def test_a_worker_has_the_time_to_finish_what_it_has_in_hand(stack: dict[str, Any]) -> None:
    settings = Settings()
    longest = READ_SECONDS + max(settings.reading.time_limit, settings.http.total_timeout).total_seconds()
    for name in WORKERS:
        minutes, seconds = re.fullmatch(r"(?:(\d+)m)?(\d+)s", stack["services"][name]["stop_grace_period"]).groups("0")  # type: ignore[union-attr]
        assert int(minutes) * 60 + int(seconds) >= longest, name


def test_every_container_is_shut_in(stack: dict[str, Any]) -> None:
    for name, service in stack["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        assert service["logging"]["options"]["max-size"], name
        for port in service.get("ports", []):
            assert port["host_ip"] == "127.0.0.1", name
    assert stack["networks"]["store"]["internal"] is True
    assert [name for name, service in stack["services"].items() if "outside" in service["networks"]] == [
        "deliverer",
        "poller",
        "reader",
    ]


def test_no_password_stands_in_the_compose_file(stack: dict[str, Any]) -> None:
    for service in stack["services"].values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or name.endswith("_FILE")
            assert not re.search(r"://[^/@]*:[^/@]+@", str(value))
    targets = {secret["target"] for secret in stack["services"]["reader"]["secrets"]}
    assert targets <= {option.secret_file for option in OPTIONS}


def test_the_compose_environment_is_known_to_parley(stack: dict[str, Any]) -> None:
    for name in ("migrate", *WORKERS, "beat"):
        environment = {key: str(value) for key, value in stack["services"][name]["environment"].items()}
        config = load(CONFIG, environment)
        assert config.problems == ()
        assert not config.settings.embedded


def test_workers_start_after_the_migration_and_postgres_18_keeps_its_data(
    stack: dict[str, Any],
) -> None:
    for name in (*WORKERS, "beat"):
        waits = stack["services"][name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"
        assert waits["postgres"]["condition"] == waits["redis"]["condition"] == "service_healthy"
    (volume,) = stack["services"]["postgres"]["volumes"]
    assert volume["target"] == "/var/lib/postgresql"


def test_the_dockerfile_needs_no_buildkit_and_runs_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert not [line for line in lines if line.startswith("# syntax") or "--mount" in line or "<<" in line]
    assert [line for line in lines if line.startswith("FROM")] == ["FROM ${BASE_IMAGE} AS build", "FROM ${BASE_IMAGE}"]
    assert "USER 10001:10001" in lines
    assert any("--require-hashes -r requirements.lock" in line for line in lines)


# --- the wheel ------------------------------------------------------------------------------------------------------


def test_the_wheel_holds_both_rooms_with_their_data(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the build backend is not installed; 'make setup-dev' brings it")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    data = [path for room in ("domain", "worker") for path in (ROOT / room).rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in data if path.suffix != ".pyc"}
    assert wanted <= inside
    assert not [name for name in inside if name.startswith(("tests/", "config/", "docs/"))]


# --- the repository -------------------------------------------------------------------------------------------------

MACHINE = re.compile(r"/(?:home|Users|root|mnt)/[\w.-]+|[A-Z]:\\\\Users")
INDEX = re.compile(r"--(?:extra-)?(?:index-url|find-links|trusted-host)[ =]+[^\s\"']*[:/]")


def test_no_file_names_a_package_index_or_a_path_of_somebodys_machine() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for pattern in (MACHINE, INDEX):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_no_secret_and_no_data_is_tracked() -> None:
    names = {str(path.relative_to(ROOT)) for path in tracked()}
    assert not [name for name in names if name.startswith(("secrets/", "var/", "demo/")) or name == ".env"]


def test_the_licence_is_mit_and_said_so_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "MIT"
    assert "MIT License" in (ROOT / "LICENSE").read_text()


@pytest.mark.parametrize(
    ("page", "rooms"),
    [
        ("reading.md", ["domain/reading"]),
        ("architecture.md", ["domain", "domain/talks", "worker", "worker/log"]),
    ],
)
def test_the_documents_name_every_module(page: str, rooms: list[str]) -> None:
    text = (ROOT / "docs" / page).read_text()
    modules = [path.stem for room in rooms for path in sorted((ROOT / room).glob("*.py")) if path.stem[:2] != "__"]
    assert len(modules) > 20
    assert [name for name in modules if not re.search(rf"\b{name}\b", text)] == []
