"""Whole articles beside the reports they hold."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from domain.reading import RuleExtractor
from domain.reports import as_guide_json, quotes_exactly

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.json"))


@cache
def reader() -> RuleExtractor:
    return RuleExtractor()


def day_span(when: dict[str, Any] | None) -> tuple[str, str, str] | None:
    return (when["start"], when["end"], when["precision"]) if when else None


def facts(report: dict[str, Any]) -> tuple[object, ...]:
    where = report.get("where") or {}
    previous = report.get("previous") or {}
    return (
        tuple(report["parties"]),
        report["status"],
        day_span(report.get("when")),
        (where.get("city"), where.get("country")),
        day_span(previous.get("when")),
    )


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_read_as_its_gold_file_says(path: Path) -> None:
    article = json.loads(path.read_text(encoding="utf-8"))
    found = reader().extract(article["text"], date.fromisoformat(article["published_at"]), title=article["title"])
    assert found.language == article["language"]
    assert all(quotes_exactly(report, article["text"], article["title"]) for report in found.reports)
    ours = sorted(facts(as_guide_json(report)) for report in found.reports)
    assert ours == sorted(facts(report) for report in article["reports"])


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_sentence_is_explained(path: Path) -> None:
    article = json.loads(path.read_text(encoding="utf-8"))
    found = reader().extract(
        article["text"], date.fromisoformat(article["published_at"]), title=article["title"], explain=True
    )
    text = article["text"]
    assert all(text[e.start : e.end] == e.sentence for e in found.explanations)
    for report in found.reports:
        quoted = [e for e in report.evidence if e.source == "text" and e.role == "status"]
        spans = {(e.start, e.end): e for e in found.explanations}
        assert all(spans[(e.start, e.end)].verdict in ("report", "merged") for e in quoted)
