"""Articles that cannot be read: listed with their errors, and taken up again by hand or by another version."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.integration.tasks.conftest import SetClock
from tests.integration.tasks.news import articles, receive
from worker import inbox, work
from worker.cli import parley
from worker.log.database import Database
from worker.log.tables import article
from worker.pipeline import read_articles
from worker.runtime import Runtime


@pytest.fixture
def ids(runtime: Runtime, database: Database, clock: SetClock) -> list[str]:
    """Five articles: the second was set aside, the third failed once, the rest is read."""
    ids = receive(database, list(articles(5)), clock.now())
    with database.begin() as conn:
        assert inbox.claim(conn, ids[1], clock.now(), timedelta(minutes=5))
        assert inbox.fail(conn, ids[1], "ValueError: it [b]roke", clock.now(), max_attempts=1)
        assert inbox.claim(conn, ids[2], clock.now(), timedelta(minutes=5))
        assert not inbox.fail(conn, ids[2], "took longer than 60 s", clock.now())
    for reading in read_articles(runtime, [one for one in ids if one not in ids[1:3]]):
        assert not reading.error
    return ids


@pytest.fixture
def cli(database: Database, tmp_path: Path) -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        url = database.url.render_as_string(hide_password=False).replace("+pg8000", "")
        (tmp_path / "config").mkdir(exist_ok=True)
        database.dispose()
        return CliRunner().invoke(
            parley, ["--config", str(tmp_path / "config"), "--database", url, *arguments], standalone_mode=False
        )

    return run


def states(database: Database) -> dict[str, str]:
    with database.read() as conn:
        return dict(conn.execute(select(article.c.article_id, article.c.state)).all())


def test_what_failed_is_listed_with_its_error_and_what_becomes_of_it(
    ids: list[str], cli: Callable[..., Result]
) -> None:
    shown = cli("articles", "failed").output
    assert "set aside after 1 attempt: ValueError: it [b]roke" in shown
    assert "1 attempt, to be tried again: took longer than 60 s" in shown
    listed = json.loads(cli("articles", "failed", "--json").output)["articles"]
    assert [(one["article_id"], one["state"], one["attempts"], one["last_error"]) for one in listed] == [
        (ids[1], "quarantined", 1, "ValueError: it [b]roke"),
        (ids[2], "received", 1, "took longer than 60 s"),
    ]


def test_retry_takes_up_what_was_set_aside_and_says_what_was_not(
    ids: list[str], cli: Callable[..., Result], database: Database, runtime: Runtime, clock: SetClock
) -> None:
    done = cli("articles", "retry", ids[1], ids[2], "--json")
    assert json.loads(done.output) == {"retried": [ids[1]], "not_set_aside": [ids[2]]}
    assert done.return_value == 3
    assert states(database)[ids[1]] == "received"
    clock.moment = runtime.clock.now() + timedelta(days=20_000)  # retried by the command's own clock
    assert not [r for r in read_articles(runtime, [ids[1]]) if r.error or r.skipped]
    assert cli("articles", "retry", "--all").output == "0 articles will be read again\n"


def test_retry_wants_to_know_which(cli: Callable[..., Result], ids: list[str]) -> None:
    for arguments in ((), ("--all", ids[1])):
        assert "parley articles failed" in str(cli("articles", "retry", *arguments).exception)


def test_another_version_takes_up_what_this_one_set_aside_and_this_one_does_not(
    ids: list[str], runtime: Runtime, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert work.retry_after_upgrade(runtime) == 0
    assert states(database)[ids[1]] == "quarantined"
    monkeypatch.setattr(inbox, "__version__", "9.9.9")
    assert work.retry_after_upgrade(runtime) == 1
    assert states(database)[ids[1]] == "received"
    assert work.retry_after_upgrade(runtime) == 0
