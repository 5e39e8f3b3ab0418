"""The texts of articles: how long they are kept, and how one is erased without breaking the chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.events import ArticleErased
from worker import archive, inbox
from worker.app import EXPIRE_INTERVAL, app, configure
from worker.config import load
from worker.curation import desk
from worker.log import model, queries, store
from worker.log.database import Database
from worker.pipeline import read_article
from worker.runtime import Runtime
from worker.work import expire_texts

NOW = datetime(2022, 3, 10, 12, tzinfo=UTC)
QUOTED = (
    "The foreign ministers of Ukraine and Turkey will meet in Oslo on March 9, the Norwegian foreign ministry said."
)
UNQUOTED = "The rooms overlook the harbour and have been painted in a pale green that nobody remembers choosing."


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    (tmp_path / "config").mkdir()
    url = database.url.render_as_string(hide_password=False)
    made = Runtime(load(tmp_path / "config", {"PARLEY_DATABASE_URL": url}), Clock())
    made.__dict__["database"] = database
    return made


def item(name: str, *sentences: str) -> inbox.Item:
    return inbox.Item(
        url=f"https://news.example/{name}",
        guid=None,
        title=f"Title of {name}",
        content="\n\n".join(sentences),
        content_type="text/plain",
        published_at=datetime(2022, 3, 4, 8, tzinfo=UTC),
        published_raw=None,
        feed=None,
        outlet="Example News",
    )


def ingest(runtime: Runtime, name: str, *sentences: str, read: bool = True) -> str:
    with runtime.database.begin() as conn:
        (receipt,) = inbox.receive(conn, [item(name, *sentences)], runtime.clock.now())
    if read:
        assert read_article(runtime, receipt.article_id).error is None
    return receipt.article_id


def texts(database: Database, article_id: str) -> list[tuple[str, str | None, str | None]]:
    with database.read() as conn:
        rows = conn.execute(
            text("SELECT content, text, gone FROM article_body WHERE article_id = :id ORDER BY revision"),
            {"id": article_id},
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


def whole(database: Database) -> None:
    assert model.check(database) == []
    with database.read() as conn:
        assert store.verify(conn).ok


def test_an_erased_text_is_gone_and_its_quotes_stay_in_a_log_that_verifies(
    database: Database, runtime: Runtime
) -> None:
    article_id = ingest(runtime, "a", QUOTED, UNQUOTED)
    kept = ingest(runtime, "b", QUOTED, UNQUOTED)
    with database.begin() as conn:
        store.seal(conn, NOW)
    assert archive.erase(database, article_id, NOW, "jane", "asked for") == 1
    assert texts(database, article_id) == [("", None, "erased")]
    assert all(UNQUOTED in content for content, _, _ in texts(database, kept))
    with database.read() as conn:
        (event,) = [r.event for r in store.read(conn, types=[ArticleErased.type])]
        assert event == ArticleErased(article_id=article_id, actor="jane", reason="asked for")
        (meeting,) = queries.meetings(conn)
        assert QUOTED in {evidence.quote for evidence in meeting.evidence}
        assert meeting.reports == 2
    whole(database)


def test_an_erased_text_is_gone_from_the_file(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    runtime = Runtime(load(tmp_path / "config", {"PARLEY_DATABASE_URL": str(sqlite_database.url)}), Clock())
    runtime.__dict__["database"] = sqlite_database
    article_id = ingest(runtime, "a", QUOTED, UNQUOTED)
    path = Path(str(sqlite_database.path))

    def bytes_on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))

    assert UNQUOTED.encode() in bytes_on_disk()
    archive.erase(sqlite_database, article_id, NOW, "jane", "asked for")
    assert UNQUOTED.encode() not in bytes_on_disk()
    assert QUOTED.encode() in bytes_on_disk()


def test_erasing_twice_records_once(database: Database, runtime: Runtime) -> None:
    article_id = ingest(runtime, "a", QUOTED)
    assert [archive.erase(database, article_id, NOW, "jane", "asked for") for _ in range(2)] == [1, 0]
    with database.read() as conn:
        assert len(list(store.read(conn, types=[ArticleErased.type]))) == 1


def test_the_text_of_a_revision_is_read_and_not_kept_once_an_article_was_erased(
    database: Database, runtime: Runtime
) -> None:
    article_id = ingest(runtime, "a", QUOTED)
    archive.erase(database, article_id, NOW, "jane", "asked for")
    ingest(runtime, "a", QUOTED.replace("March 9", "March 11"), UNQUOTED)
    assert texts(database, article_id) == [("", None, "erased"), ("", None, "erased")]
    with database.read() as conn:
        (meeting,) = queries.meetings(conn)
        assert str(meeting.when.start if meeting.when else None) == "2022-03-11"
    whole(database)


def test_a_text_that_waits_to_be_read_is_not_erased(database: Database, runtime: Runtime) -> None:
    article_id = ingest(runtime, "a", QUOTED, read=False)
    with pytest.raises(inbox.StillToRead):
        archive.erase(database, article_id, NOW, "jane", "asked for")
    with pytest.raises(KeyError):
        archive.erase(database, "no-such", NOW, "jane", "asked for")
    assert texts(database, article_id)[0][2] is None


def test_texts_past_their_time_are_dropped_and_what_was_read_stands(database: Database, runtime: Runtime) -> None:
    assert isinstance(runtime.clock, Clock)
    old = ingest(runtime, "old", QUOTED, UNQUOTED)
    unread = ingest(runtime, "unread", QUOTED, read=False)
    runtime.clock.time += timedelta(days=20)
    young = ingest(runtime, "young", QUOTED)
    with database.read() as conn:
        (before,) = queries.meetings(conn)
        assert archive.expirable(conn, runtime.clock.now() - timedelta(days=10)) == 1
    assert expire_texts(runtime, timedelta(days=10)) == 1
    assert expire_texts(runtime, timedelta(days=10)) == 0
    assert texts(database, old) == [("", None, "expired")]
    assert {texts(database, one)[0][2] for one in (unread, young)} == {None}
    assert read_article(runtime, unread).outcome == "reports"
    with database.read() as conn:
        (after,) = queries.meetings(conn)
        assert after.facts == before.facts
        assert (before.reports, after.reports) == (2, 3)
    whole(database)


def test_many_texts_are_dropped_batch_by_batch(
    database: Database, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.work.EXPIRE_BATCH", 2)
    assert isinstance(runtime.clock, Clock)
    for n in range(5):
        ingest(runtime, f"a{n}", UNQUOTED, str(n))
    runtime.clock.time += timedelta(days=2)
    assert expire_texts(runtime, timedelta(days=1)) == 5


def test_the_same_feed_entry_is_still_known_after_its_text_is_gone(database: Database, runtime: Runtime) -> None:
    article_id = ingest(runtime, "a", QUOTED)
    archive.erase(database, article_id, NOW, "jane", "asked for")
    with database.begin() as conn:
        (receipt,) = inbox.receive(conn, [item("a", QUOTED)], NOW)
    assert not receipt.new


@pytest.fixture
def schedule() -> Iterator[dict[str, object]]:
    before = app.conf.beat_schedule
    yield app.conf
    app.conf.beat_schedule = before


@pytest.mark.parametrize(("keep", "scheduled"), [("", False), ("30d", True)])
def test_beat_drops_texts_only_where_a_time_is_set(
    tmp_path: Path, schedule: object, keep: str, scheduled: bool
) -> None:
    (tmp_path / "config").mkdir()
    if keep:
        (tmp_path / "config" / "parley.toml").write_text(f'[reading]\nkeep_texts = "{keep}"\n')
    configured = load(tmp_path / "config", {})
    assert configured.problems == ()
    entry = configure(configured.settings).conf.beat_schedule.get("parley.expire")
    assert (entry is not None) == scheduled
    if entry is not None:
        assert entry["schedule"] == EXPIRE_INTERVAL


def test_articles_are_found_by_text_state_and_day(database: Database, runtime: Runtime) -> None:
    first, second = ingest(runtime, "Oslo-a", QUOTED), ingest(runtime, "b", UNQUOTED, read=False)
    with database.read() as conn:
        assert [a.article_id for a in archive.articles(conn, search="oslo", limit=9)] == [first]
        assert [a.article_id for a in archive.articles(conn, state="received", limit=9)] == [second]
        assert archive.articles(conn, since=NOW, limit=9) == []
        assert len(archive.articles(conn, search="example", limit=1)) == 1
        assert [a.article_id for a in archive.find(conn, first[:8])] == [first]
        for address in ("https://news.example/b", "HTTPS://News.example/b?utm_source=mail#top"):
            assert [a.article_id for a in archive.find(conn, address)] == [second]
            assert desk(conn).article_or_report(address) == second
        assert archive.find(conn, first[:3]) == []
        assert len(archive.readings(conn, first)) == 1
        (filed,) = archive.reports(conn, first)
        assert filed.report.evidence[0].quote == QUOTED
