"""The table of ``parley status``."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import ArticleRef, MeetingFacts
from domain.reports import Format, Precision, Status, When, Where
from domain.talks.model import CorrectionNote, Dispute, MeetingView
from worker.cli import agenda

TODAY = date(2022, 1, 8)


def meeting(n: int = 0, **given: Any) -> MeetingView:
    day = given.pop("day", date(2022, 1, 10))
    corrected = given.pop("corrected", False)
    disputed = given.pop("disputed", False)
    facts = {
        "parties": ("RU", "US"),
        "status": Status.SCHEDULED,
        "when": When(start=day, end=day, precision=Precision.DAY) if day else None,
        "where": Where(city="Geneva", country="CH"),
        "format": Format.IN_PERSON,
    }
    published = datetime(2022, 1, 5, tzinfo=UTC)
    return MeetingView(
        meeting_id=f"{n:08x}-0000-5000-8000-000000000000",
        facts=MeetingFacts(**{**facts, **given}),
        voices=2,
        reports=3,
        first_published=published,
        last_published=published,
        evidence=(),
        evidence_article=ArticleRef(article_id="a", revision=1, url=None, title="Envoys", published_at=published),
        disputes=(Dispute(field="when", ours="10 Jan", theirs="11 Jan", report_ids=("r",)),) if disputed else (),
        corrections=(CorrectionNote(curation_id="c", actor="an", reason="so", at=published, fields=("when",)),)
        if corrected
        else (),
    )


def shown(*views: MeetingView, width: int | None = None, colour: bool = False, **rest: Any) -> list[str]:
    return list(agenda.page(views, TODAY, width=width, colour=colour, **rest))


def test_a_meeting_is_a_line_under_its_headings() -> None:
    assert shown(meeting(0xABCDEF01)) == [
        "when         who        where   status     voices  id",
        "───────────  ─────────  ──────  ─────────  ──────  ──────",
        "10 Jan 2022  US–Russia  Geneva  scheduled       2  abcdef",
    ]


@pytest.mark.parametrize(
    ("given_", "state", "explained"),
    [
        ({}, "scheduled", None),
        ({"day": date(2022, 1, 7)}, "scheduled ?", "? its days are over and no outcome is reported"),
        ({"disputed": True}, "scheduled disputed", None),
        ({"corrected": True}, "scheduled *", "* put right by a person: see 'parley meeting ID'"),
    ],
)
def test_what_is_special_about_a_meeting_stands_behind_its_status(
    given_: dict[str, Any], state: str, explained: str | None
) -> None:
    lines = shown(meeting(**given_))
    assert f"  {state}  " in lines[2]
    assert lines[3:] == ([explained] if explained else [])


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ({"hidden": 2}, "2 meetings long over are shown by --all"),
        ({"hidden": 1}, "1 meeting long over is shown by --all"),
        ({"more": 3}, "3 more meetings come after these; leave out --limit to see all"),
        ({"more": 1}, "1 more meeting comes after these; leave out --limit to see all"),
    ],
)
def test_what_is_left_out_is_said(rest: dict[str, int], said: str) -> None:
    assert shown(meeting(), **rest)[-1] == said


def test_where_there_is_nothing_that_is_said() -> None:
    assert shown(nothing="No meeting is known yet.") == ["No meeting is known yet."]
    assert shown(hidden=4) == ["No meeting is ahead; 4 that are long over are shown by --all."]


def test_on_a_narrow_screen_parties_go_on_in_the_next_line() -> None:
    wide = meeting(parties=("BY", "DE", "FR", "RU", "UA"), where=Where(city="Saint Petersburg"))
    assert shown(wide, width=70)[2:] == [
        "10 Jan 2022  Belarus–Germany–    Saint       scheduled       2  000000",
        "             France–Russia–      Petersburg",
        "             Ukraine",
    ]
    assert len(shown(wide)) == 3, "a file has no edge"


def test_a_word_that_is_longer_than_its_column_is_cut_into_lines() -> None:
    lines = shown(meeting(where=Where(city="Llanfairpwllgwyngyll")), width=59)
    assert [line[24:32].strip() for line in lines[2:]] == ["Llanfair", "pwllgwyn", "gyll"]


def test_styles_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    off, still = meeting(status=Status.CANCELLED), meeting()
    assert "\x1b[9m10 Jan 2022\x1b[0m" in shown(off, colour=True)[2]
    assert "\x1b[31mcancelled\x1b[0m" in shown(off, colour=True)[2]
    assert "\x1b" not in "".join(shown(off, still))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for variable in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(variable, raising=False)
    assert agenda.colourful()
    monkeypatch.setenv("TERM", "dumb")
    assert not agenda.colourful()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not agenda.colourful()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert not agenda.colourful()


CITIES = st.text(st.sampled_from("abcdefgh éü日本ｱ\u0301–\x1b\n\a\u202e"), min_size=1, max_size=60)


@given(cities=st.lists(CITIES, min_size=1, max_size=4), width=st.integers(72, 160))
def test_no_line_is_wider_than_the_screen_and_nothing_is_lost(cities: list[str], width: int) -> None:
    views = [meeting(n, where=Where(city=city)) for n, city in enumerate(cities)]
    lines = shown(*views, width=width)
    assert max(map(agenda.cells, lines)) <= width
    assert all(line.isprintable() for line in lines), "nothing in a name moves the cursor"
    letters = [c for line in lines for c in line if c in "日本ｱéü"]
    assert sorted(letters) == sorted(c for city in cities for c in city if c in "日本ｱéü")


def test_it_starts_without_what_takes_long_to_import(tmp_path: Path) -> None:
    unwanted = ("rich", "sqlalchemy", "domain.events", "celery", "feedparser", "trafilatura", "pg8000")
    program = (
        "import sys\n"
        "from worker.cli import main\n"
        "try: main(['--database', 'parley.db', *sys.argv[1:]])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print([name for name in {unwanted!r} if name in sys.modules], file=sys.stderr)"
    )

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            capture_output=True, text=True, cwd=tmp_path, check=False, timeout=120,
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip
        return done.stderr.strip().rpartition("\n")[2]

    (tmp_path / "talks.txt").write_text(
        "The foreign ministers of Norway and Poland will meet in Oslo on March 9, 2022.\n"
    )
    assert "sqlalchemy" in run("ingest", "talks.txt", "--published", "2022-03-04"), "the check sees what is imported"
    assert run("status") == "[]"
    assert run("status", "--json") == "[]"
