"""Reading the archive again: what a better reader makes of it, recorded once, and never as a flood of news."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from domain.alerts import Hook
from domain.events import ArticleRead, MeetingChange
from domain.reading import Extraction
from domain.reports import Evidence, Precision, Report, Status, When
from domain.talks.curate import retract_article
from worker import inbox
from worker.config import load
from worker.curation import curate
from worker.log import model, queries, store
from worker.log.database import Database
from worker.pipeline import read_article
from worker.reread import Difference, Summary, by_meeting, steps
from worker.runtime import Runtime, reader_digest

NOW = datetime(2022, 1, 20, 12, tzinfo=UTC)


class Reader:
    """A reader that knows sentences of the form ``PARTIES meet on DATE.`` and takes ``shift`` for granted: an early version
    misreads every date by so many days."""

    name = "test"

    def __init__(self, version: str, shift: int = 0, blind: Sequence[str] = ()) -> None:
        self.version, self.shift, self.blind = version, shift, blind

    def extract(
        self, text: str, published: date, *, title: str = "", outlet: str | None = None, explain: bool = False
    ) -> Extraction:
        if "unreadable" in text:
            raise RuntimeError("a rule went wrong")
        reports = []
        for start, sentence in enumerate_sentences(text):
            parties, found, day = sentence.removesuffix(".").partition(" meet on ")
            if not found or any(word in sentence for word in self.blind):
                continue
            when = date.fromisoformat(day) + timedelta(days=self.shift)
            quote = Evidence(start=start, end=start + len(sentence), quote=sentence, role="status")
            reports.append(
                Report(
                    parties=tuple(parties.split("-")),
                    status=Status.SCHEDULED,
                    when=When(start=when, end=when, precision=Precision.DAY),
                    evidence=(quote,),
                )
            )
        return Extraction(tuple(reports), "en")


def enumerate_sentences(text: str) -> list[tuple[int, str]]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append((start, line))
        start += len(line) + 1
    return found


class Fixed:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    (tmp_path / "config").mkdir()
    url = database.url.render_as_string(hide_password=False)
    made = Runtime(load(tmp_path / "config", {"PARLEY_DATABASE_URL": url}), Fixed())
    made.__dict__["database"] = database
    made.__dict__["extractor"] = Reader("1", shift=1)
    return made


def ingest(runtime: Runtime, name: str, published: str, *sentences: str) -> str:
    item = inbox.Item(
        url=f"https://news.example/{name}",
        guid=None,
        title=f"Title of {name}",
        content="\n".join(sentences),
        content_type="text/plain",
        published_at=datetime.fromisoformat(published).replace(tzinfo=UTC),
        published_raw=None,
        feed=None,
        outlet="Example News",
    )
    with runtime.database.begin() as conn:
        (receipt,) = inbox.receive(conn, [item], NOW)
    read_article(runtime, receipt.article_id)
    return receipt.article_id


@pytest.fixture
def archive(runtime: Runtime) -> Runtime:
    """Three articles that version 1 misread by a day."""
    ingest(runtime, "a", "2022-01-03T08:00", "RU-US meet on 2022-01-10.")
    ingest(runtime, "b", "2022-01-04T08:00", "NATO-RU meet on 2022-01-12.", "RU-US meet on 2022-01-10.")
    ingest(runtime, "c", "2022-01-19T08:00", "Nobody meets anybody.")
    return runtime


def with_reader(runtime: Runtime, reader: Reader) -> None:
    runtime.__dict__["extractor"] = reader


def run(runtime: Runtime, **options: Any) -> tuple[Summary, list[Difference]]:
    summary = Summary()
    found = [one for one in steps(runtime, summary, **options) if one is not None]
    return summary, found


def days(runtime: Runtime) -> list[str]:
    with runtime.database.read() as conn:
        return sorted(f"{'-'.join(v.facts.parties)} {v.when.start if v.when else '?'}" for v in queries.meetings(conn))


def head(runtime: Runtime) -> int:
    with runtime.database.read() as conn:
        return store.head(conn)


def test_a_dry_run_shows_what_would_change_on_which_sentence_and_records_nothing(archive: Runtime) -> None:
    with_reader(archive, Reader("2"))
    before = head(archive)
    summary, _ = run(archive, dry_run=True)
    assert (summary.read, summary.current, summary.differing) == (3, 0, 2)
    meetings = by_meeting(summary.differences)
    shown = {
        (str(m.before.when.start), str(m.after.when.start))
        for m in meetings
        if m.before and m.before.when and m.after and m.after.when
    }
    assert shown == {("2022-01-11", "2022-01-10"), ("2022-01-13", "2022-01-12")}
    council = next(m for m in meetings if m.after and "NATO" in m.after.parties)
    ((_, added, removed),) = council.readings
    assert [report.evidence[0].quote for report in added] == ["NATO-RU meet on 2022-01-12."]
    assert [report.evidence[0].quote for report in removed] == ["NATO-RU meet on 2022-01-12."]
    assert head(archive) == before
    assert days(archive) == ["NATO-RU 2022-01-13", "RU-US 2022-01-11"]


def test_applying_records_what_the_dry_run_showed_and_a_second_run_nothing(archive: Runtime) -> None:
    with_reader(archive, Reader("2"))
    planned, _ = run(archive, dry_run=True)
    done, _ = run(archive)
    assert [one.changes for one in done.differences] == [one.changes for one in planned.differences]
    assert days(archive) == ["NATO-RU 2022-01-12", "RU-US 2022-01-10"]
    with archive.database.read() as conn:
        readings = [r for r in store.read(conn, types=[ArticleRead.type]) if r.meta.actor == "reread"]
        assert [r.event.extractor_version for r in readings if isinstance(r.event, ArticleRead)] == ["2"] * 3
    after = head(archive)
    again, _ = run(archive)
    assert (again.read, again.current, again.differences) == (0, 3, [])
    assert head(archive) == after
    assert model.check(archive.database) == []


def test_a_mistake_mended_in_many_articles_is_told_as_one_correction_and_no_meeting_comes_or_goes(
    archive: Runtime,
) -> None:
    for n in range(6):
        ingest(archive, f"m{n}", f"2022-01-05T0{n}:00", "RU-US meet on 2022-01-10.")
    with_reader(archive, Reader("2"))
    summary, _ = run(archive)
    (talks,) = [m for m in by_meeting(summary.differences) if m.after and m.after.parties == ("RU", "US")]
    assert talks.kinds == ["corrected"]
    assert len(talks.readings) == 8
    kinds = {change.kind for one in summary.differences for change in one.changes}
    assert kinds == {"corrected"}


def test_a_run_that_was_stopped_goes_on_where_it_was(archive: Runtime) -> None:
    with_reader(archive, Reader("2"))
    first, _ = run(archive, limit=1)
    second, _ = run(archive, limit=1)
    third, _ = run(archive)
    assert [(one.read, one.current) for one in (first, second, third)] == [(1, 0), (1, 1), (1, 2)]
    assert days(archive) == ["NATO-RU 2022-01-12", "RU-US 2022-01-10"]


def test_going_back_to_an_older_reader_and_forth_again_is_recorded_each_time(archive: Runtime) -> None:
    for version, shift in (("2", 0), ("1", 1), ("2", 0)):
        with_reader(archive, Reader(version, shift=shift))
        run(archive)
        assert days(archive) == [f"NATO-RU 2022-01-{12 + shift}", f"RU-US 2022-01-{10 + shift}"]
    assert model.check(archive.database) == []


def test_since_leaves_older_articles_as_they_were_read(archive: Runtime) -> None:
    with_reader(archive, Reader("2"))
    summary, _ = run(archive, since=datetime(2022, 1, 4, tzinfo=UTC))
    assert (summary.read, summary.current) == (2, 0)
    assert "NATO-RU 2022-01-12" in days(archive)


def test_hooks_hear_of_a_correction_within_their_horizon_and_of_nothing_older(archive: Runtime) -> None:
    ingest(archive, "d", "2022-01-19T09:00", "FR-RU meet on 2022-02-01.")
    archive.config.__dict__["hooks"] = (Hook(name="log", kind="log", horizon_days=3),)
    with_reader(archive, Reader("2"))
    run(archive)
    with archive.database.read() as conn:
        rows = conn.execute(text("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")).all()
    assert [tuple(row) for row in rows] == [("pending", 1), ("skipped", 2)]


def test_what_a_new_reader_no_longer_reads_is_withdrawn(archive: Runtime) -> None:
    with_reader(archive, Reader("2", blind=("NATO",)))
    summary, _ = run(archive)
    kinds = [change.kind for one in summary.differences for change in one.changes]
    assert "withdrawn" in kinds
    assert days(archive) == ["RU-US 2022-01-10"]


def test_one_article_that_breaks_the_reader_stops_no_other(archive: Runtime) -> None:
    ingest(archive, "x", "2022-01-01T08:00", "DE-RU meet on 2022-01-30.", "unremarkable")
    with archive.database.begin() as conn:
        conn.execute(text("UPDATE article_body SET text = 'unreadable' WHERE text LIKE 'DE-RU%'"))
    with_reader(archive, Reader("2"))
    summary, _ = run(archive)
    assert [reason for _, reason in summary.failed] == ["RuntimeError: a rule went wrong"]
    assert days(archive) == ["DE-RU 2022-01-31", "NATO-RU 2022-01-12", "RU-US 2022-01-10"]


def test_an_article_without_its_text_stands_as_it_was_read(archive: Runtime) -> None:
    with archive.database.begin() as conn:
        conn.execute(text("UPDATE article_body SET text = NULL, gone = 'expired' WHERE text LIKE 'NATO%'"))
    with_reader(archive, Reader("2"))
    summary, _ = run(archive)
    assert (summary.read, summary.without_text) == (2, 1)
    assert days(archive) == ["NATO-RU 2022-01-13", "RU-US 2022-01-10", "RU-US 2022-01-11"]


def test_what_people_decided_outlives_reading_again(archive: Runtime) -> None:
    article_id = ingest(archive, "d", "2022-01-05T08:00", "RU-US meet on 2022-01-15.")
    curate(archive, lambda s: retract_article(article_id, s.made, s.by("jane", "a hoax")))
    with_reader(archive, Reader("2"))
    for dry_run in (True, False):
        run(archive, dry_run=dry_run)
    assert days(archive) == ["NATO-RU 2022-01-12", "RU-US 2022-01-10"]
    assert model.check(archive.database) == []


def test_two_runs_and_a_reader_at_once_end_as_one_run(archive: Runtime, tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def guarded(work: Callable[[Runtime], object]) -> None:
        own = Runtime(archive.config, Fixed())
        own.__dict__["database"] = Database(archive.database.url)
        with_reader(own, Reader("2"))
        try:
            work(own)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            own.close()

    jobs = [run, run, lambda own: ingest(own, "late", "2022-01-05T08:00", "RU-US meet on 2022-01-10.")]
    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert days(archive) == ["NATO-RU 2022-01-12", "RU-US 2022-01-10"]
    assert model.check(archive.database) == []
    with archive.database.read() as conn:
        assert store.verify(conn).ok
        told = [r.event for r in queries.changes(conn) if isinstance(r.event, MeetingChange)]
        assert [change.kind for change in told].count("corrected") == 2


def test_the_version_names_rules_tables_and_the_operator_s_names(tmp_path: Path) -> None:
    names = tmp_path / "names.toml"
    names.write_text('[[phrase]]\nnames = ["Example Herald"]\n')
    digest = reader_digest(None)
    assert len(digest) == 8
    assert reader_digest(None) == digest
    assert reader_digest(names) != digest
