"""What docs/log.md promises is shown by tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROMISES = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "log.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and line.count("|") == 4 and "test_" in line
]
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
FILES = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[0][:50])
def test_each_promise_names_tests_that_exist(promise: list[str]) -> None:
    shown_by = re.findall(r"`([^`]+)`", promise[2])
    assert shown_by, f"nothing shows that {promise[0]}"
    for name in shown_by:
        stem = name.rsplit("/", 1)[-1]
        if stem.startswith("test_"):
            assert stem in FILES, f"there are no tests {name}"
            continue
        beginning = re.escape(name.removesuffix("…"))
        end = "" if name.endswith("…") else r"\("
        assert re.search(rf"def test_{beginning}{end}", TESTS), f"there is no test {name}"


def test_the_page_has_its_promises() -> None:
    assert len(PROMISES) > 30
