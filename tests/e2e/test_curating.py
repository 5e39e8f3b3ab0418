"""Correcting the account by hand, reading the archive again, comparing points in time: as a user calls the program."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.e2e.test_cli import Parley
from worker.cli import parley as cli

pytestmark = pytest.mark.e2e

OSLO = """Norway to host grain talks between Ukraine and Turkey

OSLO, March 4 - Ukrainian Foreign Minister Dmytro Kuleba and his Turkish counterpart Mevlut Cavusoglu will meet in Oslo on March 9, the Norwegian foreign ministry announced on Friday.
"""
AGAIN = """Oslo readies rooms for two ministers

Ukraine's foreign minister, Dmytro Kuleba, and Turkey's foreign minister, Mevlut Cavusoglu, will meet in Oslo on March 9, an adviser said on Saturday.
"""
VIENNA = """Iran and the United States to meet in Vienna

VIENNA, March 5 - Negotiators from Iran and the United States will meet in Vienna on March 20, the EU said on Saturday.
"""


class Here:
    """The program called within this process: quick, and with everything but the start of the interpreter as it is."""

    def __init__(self, program: Parley) -> None:
        self.program = program
        self.directory = program.directory
        self.environ = program.environ

    def __call__(self, *arguments: str, stdin: str | None = None) -> Any:
        return CliRunner().invoke(cli, list(arguments), input=stdin, env=self.environ, catch_exceptions=False)

    def json(self, *arguments: str) -> Any:
        done = self(*arguments, "--json")
        assert done.exit_code in (0, 3), done.output
        return json.loads(done.stdout)

    def ingest(self, name: str, text: str, published: str) -> str:
        path = self.directory / f"{name}.txt"
        path.write_text(text)
        (one,) = self.json("ingest", str(path), "--published", published)["articles"]
        return str(one["article"])

    def lines(self) -> list[str]:
        return sorted(
            f"{'-'.join(m['parties'])} {m['status']} {(m['when'] or {}).get('start')} {(m['where'] or {}).get('city')}"
            for m in self.json("status", "--all")["meetings"]
        )


@pytest.fixture
def parley(tmp_path: Path) -> Here:
    config = tmp_path / "config"
    config.mkdir()
    (config / "parley.toml").write_text("")
    (config / "feeds.toml").write_text("")
    (config / "watches.toml").write_text('[[watch]]\nname = "grain"\nwords = ["grain"]\n')
    return Here(Parley(tmp_path, config))


@pytest.fixture
def archive(parley: Here) -> Here:
    parley.oslo = parley.ingest("oslo", OSLO, "2022-03-04T09:00:00Z")  # type: ignore[attr-defined]
    parley.again = parley.ingest("again", AGAIN, "2022-03-05T09:00:00Z")  # type: ignore[attr-defined]
    parley.vienna = parley.ingest("vienna", VIENNA, "2022-03-05T10:00:00Z")  # type: ignore[attr-defined]
    assert parley.lines() == ["IR-US scheduled 2022-03-20 Vienna", "TR-UA scheduled 2022-03-09 Oslo"]
    return parley


def meeting(parley: Here, parties: list[str]) -> str:
    (found,) = [m["id"] for m in parley.json("status", "--all")["meetings"] if m["parties"] == parties]
    return str(found)


def test_a_correction_is_shown_with_its_reason_and_can_be_undone(archive: Here) -> None:
    oslo = meeting(archive, ["TR", "UA"])
    trial = archive("correct", oslo[:8], "--date", "2022-03-10", "--reason", "the ministry says the 10th", "--dry-run")
    assert "10 March 2022" in trial.stdout
    assert "nothing was recorded" in trial.stderr
    assert "TR-UA scheduled 2022-03-09 Oslo" in archive.lines()

    done = archive.json(
        "correct", oslo[:8], "--date", "2022-03-10", "--place", "Bergen", "--reason", "it says so", "--actor", "jane"
    )
    assert {change["kind"] for change in done["changes"]} == {"corrected"}
    assert {change["actor"] for change in done["changes"]} == {"jane"}
    assert "TR-UA scheduled 2022-03-10 Bergen" in archive.lines()
    shown = archive("meeting", oslo[:8]).stdout
    by = f"put right by jane ({done['curation'][:8]})"
    assert f"when    10 Mar 2022  * {by}" in shown
    assert f"where   Bergen  * {by}" in shown
    assert shown.count("it says so") == 1, "told once, where it stands among the changes"
    assert f"(decided by jane: it says so; {done['curation'][:8]})" in shown
    (listed,) = archive.json("curations")["curations"]
    assert (listed["actor"], listed["state"]) == ("jane", "in force")

    undone = archive("undo", done["curation"][:8], "--reason", "no", "--actor", "joe")
    assert undone.exit_code == 0
    assert undone.stdout.startswith(
        f"takes back: meeting {oslo[:8]}: date 10 Mar 2022, place Bergen (jane: it says so)"
    )
    assert f"joe took back {done['curation'][:8]} of jane: no" in archive("meeting", oslo[:8]).stdout
    assert "TR-UA scheduled 2022-03-09 Oslo" in archive.lines()
    assert archive.json("curations")["curations"] == []
    assert len(archive.json("curations", "--all")["curations"]) == 2


def test_merging_leads_from_either_id_to_the_one_meeting_and_splitting_takes_apart(archive: Here) -> None:
    oslo, vienna = meeting(archive, ["TR", "UA"]), meeting(archive, ["IR", "US"])
    assert archive("merge", oslo[:8], vienna[:8], "--reason", "a trial").exit_code == 0
    assert len(archive.lines()) == 1
    assert archive.json("meeting", vienna[:8])["id"] == oslo
    assert archive.json("meeting", oslo[:8])["merged"] == [vienna]
    assert archive("split", oslo[:8], archive.vienna[:8], "--reason", "no, two").exit_code == 0  # type: ignore[attr-defined]
    assert archive.lines() == ["IR-US scheduled 2022-03-20 Vienna", "TR-UA scheduled 2022-03-09 Oslo"]
    assert archive("rebuild", "--check").exit_code == 0
    assert archive("log", "verify").exit_code == 0


def test_why_shows_rule_score_what_was_beaten_and_what_people_decided(archive: Here) -> None:
    other = OSLO.replace("March 9", "March 25").replace("Oslo", "Bergen").replace("OSLO", "BERGEN")
    archive.ingest("bergen", other, "2022-03-05T12:00:00Z")
    archive.ingest("undated", AGAIN.replace(" in Oslo on March 9", ""), "2022-03-06T09:00:00Z")
    by_day = {m["when"]["start"]: m["id"] for m in archive.json("status", "--all")["meetings"]}
    oslo, bergen = by_day["2022-03-09"], by_day["2022-03-25"]
    shown = archive.json("meeting", oslo, "--why")
    rules = [report["match"]["rule"] for report in shown["reports"]]
    assert rules == ["a meeting not known before", "the same day", "undated news of the nearest meeting ahead"]
    ((beaten, score),) = shown["reports"][2]["match"]["beaten"]
    assert beaten == bergen
    assert 0 < score < shown["reports"][2]["match"]["score"] < 1
    archive("split", oslo, archive.again, "--reason", "about the deputies")  # type: ignore[attr-defined]
    text = archive("meeting", oslo, "--why").stdout
    assert "filed here: undated news of the nearest meeting ahead" in text
    assert f"beat {bergen[:6]}" in text
    assert "about the deputies" in text
    assert [one["type"] for one in archive.json("meeting", oslo)["curations"]] == ["MeetingSplit"]


def test_a_retracted_article_is_gone_from_the_status_and_comes_back(archive: Here) -> None:
    done = archive.json("retract", archive.vienna[:8], "--reason", "a hoax")  # type: ignore[attr-defined]
    assert archive.lines() == ["TR-UA scheduled 2022-03-09 Oslo"]
    shown = archive.json("articles", "show", archive.vienna[:8])  # type: ignore[attr-defined]
    assert [report["counts"] for report in shown["reports"]] == [False]
    types = [json.loads(line)["type"] for line in archive("log", "tail", "-n", "99", "--json").stdout.splitlines()]
    assert {"MeetingReported", "ArticleRetracted", "ReportWithdrawn"} <= set(types)
    archive("undo", done["curation"][:8], "--reason", "it was none")
    assert len(archive.lines()) == 2


def test_one_report_is_retracted_by_its_id(archive: Here) -> None:
    oslo = meeting(archive, ["TR", "UA"])
    first = archive.json("meeting", oslo)["reports"][0]["report_id"]
    done = archive("retract", first[:10], "--reason", "misread")
    assert done.exit_code == 0
    assert "1 report counts no longer; what is known of the meetings stays the same" in done.stdout
    assert len(archive.json("meeting", oslo)["reports"]) == 1


MISTAKES = {
    "no such meeting": (("correct", "ffffff", "--date", "2022-03-10", "--reason", "x"), 1, "parley status --all"),
    "no date": (("correct", "{oslo}", "--date", "soon", "--reason", "x"), 2, "use 2022-01-12"),
    "an impossible span": (("correct", "{oslo}", "--date", "2022-03-10/2022-03-09", "--reason", "x"), 2, "cannot end"),
    "no place": (("correct", "{oslo}", "--place", "a, b, c", "--reason", "x"), 2, "Geneva, CH"),
    "no party id": (("correct", "{oslo}", "--parties", "us ru", "--reason", "x"), 2, 'write "'),
    "nothing to correct": (("correct", "{oslo}", "--reason", "x"), 2, "--date, --place"),
    "no reason": (("retract", "{article}"), 2, "--reason"),
    "an empty reason": (("retract", "{article}", "--reason", " "), 2, "must not be empty"),
    "merged with itself": (("merge", "{oslo}", "{oslo}", "--reason", "x"), 1, "two different meetings"),
    "all taken out": (("split", "{oslo}", "{article}", "{again}", "--reason", "x"), 1, "only those that do not fit"),
    "an article of another meeting": (("split", "{oslo}", "{vienna}", "--reason", "x"), 1, "lists those that do"),
    "no such article": (("retract", "ffffffff", "--reason", "x"), 1, "parley articles list"),
    "no such decision": (("undo", "ffffffff", "--reason", "x"), 1, "parley curations"),
    "points in the wrong order": (("diff", "2022-03-09", "2022-03-01"), 2, "earlier point first"),
    "no point": (("diff", "yesterday"), 2, "an age such as 3d"),
    "a position of publication": (("diff", "#1", "#2", "--published"), 2, "moments of publication"),
    "a text erased unasked": (("articles", "erase", "{article}", "--reason", "x"), 2, "--yes"),
    "no such text": (("articles", "show", "ffffffff"), 1, "parley articles list"),
}


def test_mistakes_are_told_with_their_mend(archive: Here) -> None:
    names = {
        "oslo": meeting(archive, ["TR", "UA"]),
        "article": archive.oslo,  # type: ignore[attr-defined]
        "again": archive.again,  # type: ignore[attr-defined]
        "vienna": archive.vienna,  # type: ignore[attr-defined]
    }
    head = archive.json("log", "stats")["events"]
    for what, (arguments, code, words) in MISTAKES.items():
        done = archive(*(one.format(**names) for one in arguments))
        assert (what, done.exit_code) == (what, code), done.output
        assert words in " ".join(done.stderr.split()), what
        assert done.stdout == "", what
    assert archive.json("log", "stats")["events"] == head


def test_reading_again_with_other_names_shows_and_then_records_what_changes(archive: Here) -> None:
    config = archive.directory / "config"
    (config / "names.toml").write_text(
        '[[phrase]]\nnames = ["Mevlut Cavusoglu", "Cavusoglu", "Turkish counterpart", "Turkey"]\n'
    )
    before = archive.json("log", "stats")["events"]
    trial = archive.json("reread", "--dry-run")
    assert (trial["read"], trial["read_differently"]) == (3, 2)
    assert any(
        "Cavusoglu" in q["quote"]
        for m in trial["meetings"]
        for b in m["because"]
        for r in b["no_longer_read"]
        for q in r["evidence"]
    )
    assert archive.json("log", "stats")["events"] == before

    done = archive("reread")
    assert done.exit_code == 0, done.output
    assert "TR-UA scheduled 2022-03-09 Oslo" not in archive.lines()
    again = archive.json("reread")
    assert (again["read"], again["read_before"]) == (0, 3)
    (config / "names.toml").unlink()
    assert archive("reread").exit_code == 0
    assert archive.lines() == ["IR-US scheduled 2022-03-20 Vienna", "TR-UA scheduled 2022-03-09 Oslo"]
    assert archive("rebuild", "--check").exit_code == 0


def test_two_points_are_compared_by_position_and_by_publication(archive: Here) -> None:
    head = archive.json("log", "stats")["events"]
    oslo = meeting(archive, ["TR", "UA"])
    archive("correct", oslo, "--status", "cancelled", "--reason", "called off by telephone")
    (changed,) = archive.json("diff", f"#{head}")["meetings"]
    assert (changed["id"], changed["what"], changed["fields"]) == (oslo, "changed", ["status"])
    assert [change["kind"] for change in changed["changes"]] == ["corrected"]
    published = archive.json("diff", "2022-03-04", "2022-03-06", "--published")["meetings"]
    assert [one["what"] for one in published] == ["new"]
    assert [p["article"]["title"] for one in published for p in one["published"]] == [VIENNA.split("\n")[0]]
    assert "called off" not in archive("diff", "2022-03-04", "2022-03-06", "--published").stdout
    assert archive("diff", "1d").stdout.count("+ ") == 2


def test_both_times_can_be_asked_at_once(archive: Here) -> None:
    assert (
        len(archive.json("status", "--all", "--published-until", "2022-03-04", "--as-of", "2100-01-01")["meetings"])
        == 1
    )
    assert archive.json("status", "--all", "--published-until", "2022-03-04", "--as-of", "2022-03-04")["meetings"] == []


def test_a_changed_watch_counts_at_once_for_what_was_read_before(archive: Here) -> None:
    assert [m["parties"] for m in archive.json("status", "--watch", "grain")["meetings"]] == [["TR", "UA"]]
    (archive.directory / "config" / "watches.toml").write_text(
        '[[watch]]\nname = "vienna"\nplaces = ["Vienna"]\n[[watch]]\nname = "iran"\nparties = { any = ["IR"] }\n'
    )
    for name in ("vienna", "iran"):
        assert [m["parties"] for m in archive.json("status", "--watch", name)["meetings"]] == [["IR", "US"]]
        changes = archive("changes", "--watch", name, "--json").stdout.splitlines()
        assert [json.loads(line)["kind"] for line in changes] == ["announced"]
    assert archive.json("meeting", meeting(archive, ["IR", "US"]))["watches"] == ["vienna", "iran"]


def test_an_erased_text_is_gone_and_the_log_verifies(archive: Here) -> None:
    done = archive("articles", "erase", archive.oslo[:8], "--reason", "asked for", "--yes")  # type: ignore[attr-defined]
    assert done.exit_code == 0, done.output
    shown = archive("articles", "show", archive.oslo[:8], "--text")  # type: ignore[attr-defined]
    assert "erased" in shown.stderr
    assert archive("log", "verify").exit_code == 0
    assert archive.json("articles", "expire", "--older-than", "1d", "--dry-run")["texts"] == 0
    assert len(archive.json("articles", "list", "--search", "vienna")["articles"]) == 1


def test_an_event_of_a_newer_program_stops_every_command_that_reads_it_with_a_sentence(archive: Here) -> None:
    with sqlite3.connect(archive.directory / "parley.db") as raw:
        (head,) = raw.execute("SELECT position FROM log_head").fetchone()
        raw.execute(
            "INSERT INTO log_event SELECT position + 1, 'meeting-x', 1, 'e-x', 'MeetingDreamt', 1, data, meta, recorded_at, hash"
            " FROM log_event WHERE position = ?",
            (head,),
        )
        raw.execute("UPDATE log_head SET position = position + 1")
    for command in ("log tail", "rebuild --check", "rebuild"):
        done = archive.program(*command.split())
        assert done.returncode == 1, command
        assert "'MeetingDreamt'" in done.stderr
        assert "use a newer version" in done.stderr
        assert "Traceback" not in done.stderr
    assert archive.json("status", "--all")["meetings"] != [], "what was made of the log before can still be asked"


@pytest.mark.parametrize(
    "command",
    [
        *("correct", "merge", "split", "retract", "undo", "curations", "reread", "diff"),
        *("articles list", "articles show", "articles erase", "articles expire"),
    ],
)
def test_every_command_explains_itself_with_examples(command: str) -> None:
    done = CliRunner().invoke(cli, [*command.split(), "--help"])
    assert done.exit_code == 0
    assert f"parley {command}" in done.output.split("Options:")[-1]
    assert "--json" in done.output
