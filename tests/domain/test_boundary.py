"""``domain`` is pure. It can be read, tested and reused without the world, and stays so because this fails otherwise."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "domain").rglob("*.py"))

ALLOWED_PACKAGES = frozenset(
    {"domain", "pydantic", "pydantic_core", "annotated_types", "typing_extensions", "ada_url", "rensa"}
)
"""Beside the standard library: models, and pure functions over text and URLs."""

WORLDLY_MODULES = frozenset(
    {
        "asyncio",
        "ftplib",
        "http",
        "logging",
        "multiprocessing",
        "sched",
        "select",
        "selectors",
        "shutil",
        "smtplib",
        "socket",
    }
    | {"socketserver", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "xmlrpc"}
)
"""Modules of the standard library that only I/O, clocks and processes need. ``urllib.parse`` is fine, ``urllib.request`` is not."""

WORLDLY_CALLS = frozenset({"open", "input", "print", "exec", "eval", "breakpoint", "__import__"})
CLOCKS = frozenset({"now", "utcnow", "today", "fromtimestamp"})


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports in domain are absolute"
            assert node.module is not None
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def offences(source: str) -> list[str]:
    """Every way in which ``source`` reaches out of the domain, as ``line: what``."""
    tree = ast.parse(source)
    found = []
    for line, name in imports(tree):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names:
            if top in WORLDLY_MODULES or name.startswith("urllib.request"):
                found.append(f"{line}: imports {name}")
        elif top not in ALLOWED_PACKAGES:
            found.append(f"{line}: imports {name}")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in WORLDLY_CALLS:
            found.append(f"{node.lineno}: calls {called.id}()")
        if (
            isinstance(called, ast.Attribute)
            and called.attr in CLOCKS
            and isinstance(called.value, ast.Name | ast.Attribute)
            and (called.value.id if isinstance(called.value, ast.Name) else called.value.attr) in ("datetime", "date")
        ):
            found.append(f"{node.lineno}: asks the clock with {called.attr}()")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_of_the_domain_stays_out_of_the_world(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "offence"),
    [
        ("import worker.settings", "1: imports worker.settings"),
        ("from worker import clock", "1: imports worker.clock"),
        ("def f():\n    import sqlalchemy", "2: imports sqlalchemy"),
        ("import celery", "1: imports celery"),
        ("from urllib3 import PoolManager", "1: imports urllib3.PoolManager"),
        ("import requests", "1: imports requests"),
        ("import feedparser", "1: imports feedparser"),
        ("import click", "1: imports click"),
        ("import rich.console", "1: imports rich.console"),
        ("from urllib.request import urlopen", "1: imports urllib.request.urlopen"),
        ("from urllib import request", "1: imports urllib.request"),
        ("import sqlite3", "1: imports sqlite3"),
        ("from datetime import datetime\nx = datetime.now()", "2: asks the clock with now()"),
        ("import datetime\nx = datetime.date.today()", "2: asks the clock with today()"),
        ("open('x')", "1: calls open()"),
    ],
)
def test_the_watchman_sees(source: str, offence: str) -> None:
    assert offences(source) == [offence]


@pytest.mark.parametrize(
    "source", ["from urllib.parse import urlsplit", "import re, json", "from domain.reports import When"]
)
def test_the_watchman_lets_pass(source: str) -> None:
    assert offences(source) == []


def test_importing_the_whole_domain_loads_nothing_of_the_worker() -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in SOURCES]
    unwanted = ("worker", "sqlalchemy", "celery", "urllib3", "feedparser", "trafilatura", "click", "rich", "structlog")
    program = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        f"print([name for name in {unwanted!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False, timeout=240
    )
    assert done.stdout.strip() == "[]", done.stderr
