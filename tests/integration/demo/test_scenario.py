from __future__ import annotations

import pytest

from domain.targets import decode_secret
from worker.demo.scenario import Article, Scenario
from worker.demo.server import SECRET

SCENARIO = Scenario.load()
ARTICLES = list(SCENARIO.articles)


def test_the_scenario_holds_what_a_winter_of_news_holds() -> None:
    """Each of these is a way in which feeds make life hard; losing one would make the demo easier without a sound."""
    assert len(SCENARIO.outlets) >= 5
    assert {outlet.format for outlet in SCENARIO.outlets} == {"rss", "atom"}
    assert {outlet.content for outlet in SCENARIO.outlets} == {"full", "teaser"}
    texts = [" ".join(b for b in a.blocks if not b.startswith(("CAPTION", "BOX"))) for a in ARTICLES if a.blocks]
    assert len(texts) - len(set(texts)) >= 1, "an exact copy under the same text"
    assert sum(a.revision == 2 for a in ARTICLES) >= 1, "a correction"
    assert sum(a.page == "consent" for a in ARTICLES) >= 1, "a page that is not news"
    assert sum(not a.reports and a.page == "article" for a in ARTICLES) >= 2, "articles without any meeting"
    assert any(SCENARIO.broken(outlet.key, len(SCENARIO.steps)) for outlet in SCENARIO.outlets), "a broken feed"
    assert any(b.startswith("CAPTION: ") for a in ARTICLES for b in a.blocks)
    assert any(b.startswith("BOX: ") for a in ARTICLES for b in a.blocks)
    lags = [(step.at - a.changed_at).days for step in SCENARIO.steps for a in step.publish]
    assert sorted(lags)[-1] >= 7, "an article that arrives after more than a week"
    assert sum(1 <= lag < 7 for lag in lags) >= 2, "articles out of order"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.key)
def test_what_an_article_should_be_read_as_follows_the_rules_of_reports(article: Article) -> None:
    for report in article.reports:
        assert report.parties == tuple(sorted(set(report.parties)))
        assert report.when is None or report.when.start <= report.when.end
        if report.status.value == "concluded":
            assert report.when is not None
            assert (article.published.date() - report.when.end).days <= 7


def test_every_change_that_a_step_brings_stands_in_an_article_of_that_step() -> None:
    for step in SCENARIO.steps:
        told = {(report.parties, report.status) for article in step.publish for report in article.reports}
        for change in step.changes:
            assert (change.parties, change.status) in told, step.title


def test_the_final_status_is_what_the_last_article_about_each_meeting_says() -> None:
    last: dict[tuple[tuple[str, ...], object], str] = {}
    for article in sorted(ARTICLES, key=lambda a: a.published):
        for report in article.reports:
            last[report.parties, report.when.start if report.when else None] = report.status.value
    for meeting in SCENARIO.expected_status():
        assert meeting.when is not None
        assert last[meeting.parties, meeting.when.start] == meeting.status.value


def test_the_secret_of_the_demo_is_a_proper_one() -> None:
    assert len(decode_secret(SECRET)) >= 24
