"""The table that make bench ends with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.table import OURS, note, table


def test_figures_of_others_stand_beside_ours_and_a_later_run_replaces_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figures.jsonl"
    monkeypatch.setenv("BENCH_FIGURES", str(path))
    note("polling", "not modified (304)", "0.9 ms")
    note("polling", "not modified (304)", "1.4 ms", "reader 3.26")
    note("polling", "not modified (304)", "0.8 ms")
    note("log", "a commit", "200 a second", f"{OURS}, in a transaction")
    head, _, polling, log = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table([json.loads(line) for line in path.read_text().splitlines()]).splitlines()
    )
    assert head[2:] == [OURS, "others, same run", "goal"]
    assert polling == ["polling", "not modified (304)", "0.8 ms", "reader 3.26: 1.4 ms", "no more than reader"]
    assert log[2] == "200 a second, in a transaction"


def test_nothing_is_noted_unless_asked_for_and_a_missing_file_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "none.jsonl"
    command = [sys.executable, "-m", "benchmarks.table", str(missing)]
    asked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert asked.returncode == 1
    assert f"BENCH_FIGURES={missing}" in asked.stderr
