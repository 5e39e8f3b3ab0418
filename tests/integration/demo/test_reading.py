"""The reader earns what lies beside each article: from the text as it comes out of the feed or the page."""

from __future__ import annotations

from functools import cache

import pytest

from domain.reading import RuleExtractor
from domain.reports import Previous, Report, quotes_exactly
from worker.demo import render
from worker.demo.scenario import Article, ExpectedReport, Scenario
from worker.pages.extract import page_text
from worker.pages.text import text_of

SCENARIO = Scenario.load()
OUTLETS = {outlet.key: outlet for outlet in SCENARIO.outlets}
READ = [article for article in SCENARIO.articles if article.page == "article"]
FIELDS = ("parties", "status", "when", "where", "format", "previous")


@cache
def extractor() -> RuleExtractor:
    return RuleExtractor()


def text_as_read(article: Article) -> str:
    outlet = OUTLETS[article.outlet]
    if outlet.content == "full":
        return text_of(render.article_html(article, page=False), "text/html")
    page = render.page(outlet, article, SCENARIO.current(outlet.key, len(SCENARIO.steps)), "http://127.0.0.1")
    return page_text(page).text


def matches(found: Report, expected: ExpectedReport) -> bool:
    """Equal in every field that is not debatable; a clock time counts where the expectation gives one."""
    for name in FIELDS:
        ours, theirs = getattr(found, name), getattr(expected, name)
        if name == "when" and ours is not None and theirs is not None and theirs.time is None:
            ours = ours.model_copy(update={"time": None})
        if name == "previous" and ours == Previous():
            ours = None
        if name not in expected.debatable and ours != theirs:
            return False
    return True


def shown(report: Report | ExpectedReport) -> str:
    return f"{report.parties} {report.status} {report.when} {report.where} {report.format} previous={report.previous}"


@pytest.mark.parametrize("article", READ, ids=lambda article: article.key)
def test_each_article_is_read_as_a_careful_reader_reads_it(article: Article) -> None:
    text = text_as_read(article)
    found = extractor().extract(
        text, article.published.date(), title=article.title, outlet=OUTLETS[article.outlet].name
    )
    assert found.language == "en"
    left = list(article.reports)
    unexpected = []
    for report in found.reports:
        assert quotes_exactly(report, text, article.title)
        hit = next((expected for expected in left if matches(report, expected)), None)
        if hit is None:
            unexpected.append(report)
        else:
            left.remove(hit)
    wrong = [f"missing:    {shown(report)}" for report in left]
    wrong += [f"unexpected: {shown(report)}" for report in unexpected]
    assert not wrong, "\n" + "\n".join(wrong)
