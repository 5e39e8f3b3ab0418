"""The program as its users call it: arguments in, text or JSON out, exit codes as promised."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tests.domain.wire import PARAGRAPHS, WIRE
from tests.waiting import PATIENCE
from worker.cli import parley as cli
from worker.demo.server import ScenarioServer
from worker.log import store
from worker.log.database import Database

pytestmark = pytest.mark.e2e

ARTICLE = """Norway to host grain talks between Ukraine and Turkey

OSLO, March 4 - Ukrainian Foreign Minister Dmytro Kuleba and his Turkish counterpart Mevlut Cavusoglu will meet in Oslo on March 9, the Norwegian foreign ministry announced on Friday.

The ministry said Norway would provide the rooms and stay out of them.
"""

NO_MEETING = """Harvest falls short in the north

Farmers in the northern districts brought in a fifth less barley than last year, the statistics office said on Friday.
"""


NOT_INHERITED = frozenset({"PYTHONDONTWRITEBYTECODE"})
"""Without it, every start compiles all of Parley: half a second each, which no user has."""


class Parley:
    """The program with its own database and configuration."""

    def __init__(self, directory: Path, config_dir: Path) -> None:
        self.directory = directory
        self.environ = {
            **{key: value for key, value in os.environ.items() if key not in NOT_INHERITED and key[:7] != "PARLEY_"},
            "PARLEY_CONFIG_DIR": str(config_dir),
            "PARLEY_DATABASE_URL": f"sqlite:///{directory / 'parley.db'}",
            "NO_COLOR": "1",
            "COLUMNS": "120",
        }

    def __call__(self, *arguments: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "worker", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=self.directory,
            env={**self.environ, **environ},
        )

    def json(self, *arguments: str) -> Any:
        """What it tells, called as a user does."""
        done = self(*arguments, "--json")
        assert done.returncode in (0, 3), done.stderr
        return json.loads(done.stdout)

    def here(self, *arguments: str, stdin: str | None = None) -> Result:
        """Called within this process, where another command of the test shows that it can be called from outside."""
        return CliRunner().invoke(cli, list(arguments), input=stdin, env=self.environ, catch_exceptions=False)

    def asked(self, *arguments: str) -> Any:
        """What it tells, for a look at what another command has done."""
        done = self.here(*arguments, "--json")
        assert done.exit_code in (0, 3), done.output
        return json.loads(done.stdout)

    def first(self, *arguments: str, stdin: str | None = None) -> None:
        """What has to have happened before the command that is looked at: called within this process, a tenth of the time."""
        done = CliRunner().invoke(cli, list(arguments), input=stdin, env=self.environ, catch_exceptions=False)
        assert done.exit_code == 0, done.output


@pytest.fixture
def untouched(tmp_path: Path) -> Parley:
    """Before the first command: no database yet."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "parley.toml").write_text("")
    (config / "feeds.toml").write_text("")
    (config / "watches.toml").write_text(
        '[[watch]]\nname = "black-sea"\ntitle = "Black Sea"\nparties = { all = ["TR", "UA"] }\n'
    )
    return Parley(tmp_path, config)


@pytest.fixture
def parley(untouched: Parley, migrated_sqlite: Path) -> Parley:
    (untouched.directory / "parley.db").write_bytes(migrated_sqlite.read_bytes())
    return untouched


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "oslo.txt"
    path.write_text(ARTICLE)
    return path


def test_an_ingested_article_shows_in_status_with_its_quote(untouched: Parley, article: Path) -> None:
    done = untouched("ingest", str(article), "--published", "2022-03-04")
    assert done.returncode == 0, done.stderr
    assert "Ukraine" in done.stdout

    (meeting,) = untouched.json("status")["meetings"]
    assert meeting["parties"] == ["TR", "UA"]
    assert meeting["status"] == "scheduled"
    assert meeting["when"]["start"] == meeting["when"]["end"] == "2022-03-09"
    assert meeting["where"] == {"city": "Oslo", "country": "NO"}
    assert meeting["voices"] == 1

    shown = untouched("meeting", meeting["id"][:6])
    assert shown.returncode == 0
    # A quote stands on one line however narrow the screen, so that it can be searched for and copied.
    (quote,) = [line.strip() for line in shown.stdout.splitlines() if "will meet in Oslo on March 9" in line]
    assert quote.startswith("“Ukrainian Foreign Minister")
    assert quote.endswith("announced on Friday.”")


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_screen_shows_what_is_ahead_and_what_changed_within_its_width(
    parley: Parley, article: Path, columns: str
) -> None:
    parley.first("ingest", str(article), "--published", "2022-03-04")
    done = parley("watch", "black-sea", "--once", COLUMNS=columns)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert "Black Sea" in lines[0]
    assert "Ukraine–Turkey" in done.stdout or "Turkey–Ukraine" in done.stdout
    changed = next(n for n, line in enumerate(lines) if "What changed" in line)
    table = next(n for n, line in enumerate(lines) if "voices" in line)
    assert (changed == table) is (columns == "200"), "beside each other only where there is room"


def test_ingesting_the_same_file_twice_changes_nothing(parley: Parley, article: Path) -> None:
    parley.first("ingest", str(article), "--published", "2022-03-04", "--feed", "black-sea-desk")
    before = parley.asked("log", "stats")
    again = parley("ingest", str(article), "--published", "2022-03-04", "--feed", "black-sea-desk")
    assert again.returncode == 0
    assert "known already" in again.stdout
    shown = parley.here("articles", "list").stdout
    assert "black-sea-desk" in shown, "as whose it was given"
    undated = parley.here("ingest", str(article), "--feed", "black-sea-desk")
    assert "known already" in undated.stdout
    assert undated.stderr == "", "its date is known as well"
    assert parley.asked("log", "stats")["events"] == before["events"]


def test_a_directory_with_one_broken_file_is_read_but_for_that_file(parley: Parley, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.json").write_text('{"id": "a", "published_at": "2022-03-04", ')
    (folder / "b.json").write_text(
        json.dumps({"id": "b", "published_at": "2022-03-04", "title": "", "text": ARTICLE.split("\n\n", 1)[1]})
    )
    (folder / "c.txt").write_bytes(b"\xff\xfe broken")
    done = parley("ingest", str(folder))
    assert done.returncode == 3, "done, but something needs attention"
    assert "a.json:1: not valid JSON" in done.stderr
    assert "c.txt: not UTF-8" in done.stderr
    assert len(parley.asked("status")["meetings"]) == 1


def test_an_article_without_a_date_is_dated_by_its_reading_and_marked(parley: Parley, article: Path) -> None:
    done = parley("ingest", str(article))
    assert done.returncode == 0
    assert "no publication date" in done.stderr
    tail = parley.here("log", "tail", "--type", "ArticleReceived", "--json")
    assert json.loads(tail.stdout)["data"]["published_source"] == "fetched"


def test_an_article_without_a_meeting_and_an_empty_one_are_recorded_as_such(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "harvest.txt").write_text(NO_MEETING)
    (tmp_path / "empty.txt").write_text("")
    for name in ("harvest.txt", "empty.txt"):
        parley.first("ingest", str(tmp_path / name), "--published", "2022-03-04")
    outcomes = [
        json.loads(line)["data"]["outcome"]
        for line in parley("log", "tail", "--type", "ArticleRead", "--json").stdout.splitlines()
    ]
    assert outcomes == ["no_meeting", "empty"]
    assert parley.asked("status")["meetings"] == []


def test_articles_that_come_through_a_pipe_one_after_the_other_are_as_many_articles(parley: Parley) -> None:
    titled, bare = "Ministers of {} and {} to meet\n\n", ""
    for title, one, other in ((titled, "Norway", "Poland"), (titled, "Spain", "Japan"), (bare, "Chile", "Peru")):
        text = f"{title.format(one, other)}The foreign ministers of {one} and {other} will meet in Oslo on March 9."
        for expected in ("1 meeting report", "known already"):
            assert expected in parley.here("ingest", "-", "--published", "2022-03-04", stdin=text).stdout
    assert len(parley.asked("status")["meetings"]) == 3


def test_files_of_one_name_in_two_directories_are_two_articles_and_an_edited_file_is_a_revision(parley: Parley) -> None:
    files = []
    for directory, other in (("monday", "Poland"), ("tuesday", "Spain")):
        file = parley.directory / directory / "1.txt"
        file.parent.mkdir()
        file.write_text(f"The foreign ministers of Norway and {other} will meet in Oslo on March 9.")
        files.append(file)
        for expected in ("1 meeting report", "known already"):
            assert expected in parley.here("ingest", str(file.parent), "--published", "2022-03-04").stdout
    assert len(parley.asked("status")["meetings"]) == 2
    files[0].write_text("The foreign ministers of Norway and Poland will meet in Oslo on March 10.")
    parley.first("ingest", str(files[0]), "--published", "2022-03-04")
    days = sorted(meeting["when"]["start"] for meeting in parley.asked("status")["meetings"])
    assert days == ["2022-03-09", "2022-03-10"]


def test_a_limit_shows_the_nearest_and_says_how_many_come_after(parley: Parley) -> None:
    for day, other in ((9, "Poland"), (11, "Spain"), (14, "Japan")):
        story = f"Norway and {other} to talk\n\nThe foreign ministers of Norway and {other} will meet in Oslo on March {day}.\n"
        parley.first("ingest", "-", "--published", "2022-03-04", stdin=story)
    every = parley.json("status")
    assert every["more"] == 0
    nearest = parley.json("status", "--limit", "1")
    assert nearest["meetings"] == every["meetings"][:1]
    assert nearest["more"] == len(every["meetings"]) - 1 == 2
    assert parley("status", "--limit", "1").stdout.count("\n") == 4 + ("?" in parley("status").stdout)
    assert f"{nearest['more']} more meeting" in parley("status", "--limit", "1").stdout
    assert parley("status", "--limit", "0").returncode == 2


def test_extract_prints_the_contract_and_batch_writes_it_under_the_same_name(parley: Parley, tmp_path: Path) -> None:
    one = json.loads(parley("extract", "-", "--published", "2022-03-04", "--json", stdin=ARTICLE).stdout)
    (report,) = one["reports"]
    assert set(report) == {
        "parties",
        "status",
        "when",
        "where",
        "format",
        "previous",
        "evidence",
        "attributed_to",
    }
    for quote in report["evidence"]:
        source = ARTICLE if quote["in"] == "text" else ARTICLE.split("\n", 1)[0]
        assert source[quote["start"] : quote["end"]] == quote["quote"]

    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    body = {"id": "x", "published_at": "2022-03-04", "title": "", "text": ARTICLE}
    for number in range(3):
        (source / f"{number}.json").write_text(json.dumps(body))
    done = parley("extract", "--batch", str(source), "--out", str(target), "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in target.iterdir()) == ["0.json", "1.json", "2.json"]
    assert json.loads((target / "1.json").read_text())["reports"][0]["parties"] == ["TR", "UA"]


def test_half_a_surrogate_pair_in_an_article_is_read_and_printed_as_a_replacement_character(
    parley: Parley, tmp_path: Path
) -> None:
    article = tmp_path / "half.json"
    article.write_text(
        '{"published_at": "2022-03-16", "title": "Talks \\ud83d", "text": "Putin will meet Biden in Geneva on Friday \\ud83d."}'
    )
    (report,) = parley.asked("extract", str(article))["reports"]
    assert report["evidence"][0]["quote"] == "Putin will meet Biden in Geneva on Friday \ufffd."
    assert "\ufffd" in parley("extract", str(article)).stdout


def test_extract_reads_with_the_operators_names_and_says_why_it_does_not(parley: Parley) -> None:
    article = "Ruritanian Prime Minister Anna Example will meet President Emmanuel Macron in Strelsau on Friday.\n"
    names = Path(parley.environ["PARLEY_CONFIG_DIR"]) / "names.toml"
    party = '[[party]]\nid = "RURITANIA"\nnames = ["Ruritania"]\ndemonyms = ["Ruritanian"]\ncountry = "PT"\ncapital = "Strelsau"\n'
    names.write_text(party)
    read = parley("extract", "-", "--published", "2022-03-02", "--json", stdin=article)
    (report,) = json.loads(read.stdout)["reports"]
    assert (report["parties"], report["where"]) == (["FR", "RURITANIA"], {"city": "Strelsau", "country": "PT"})
    names.write_text(party + '\n[[person]]\nname = "Anna Example"\nparty = "RURITANA"\nrole = "envoy"\n')
    told = parley("extract", "-", "--published", "2022-03-02", "--json", stdin=article)
    assert "names.toml:8: unknown party 'RURITANA' (did you mean 'RURITANIA'?)" in told.stderr
    assert json.loads(told.stdout)["reports"] != [report]


def test_extract_explains_why_a_sentence_did_not_count(parley: Parley) -> None:
    shown = parley("extract", "-", "--published", "2022-03-04", "--explain", stdin=ARTICLE)
    assert shown.returncode == 0
    assert "headline: never asserts a meeting" in " ".join(shown.stdout.split())


def test_extract_without_any_date_is_a_usage_error(parley: Parley, article: Path) -> None:
    done = parley("extract", str(article))
    assert done.returncode == 2
    assert "--published" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["statsu"], "Did you mean 'status'?"),
        (["status", "--watch", "black-see"], "did you mean 'black-sea'?"),
        (["poll"], "say --once"),
        (["status", "--as-of", "soon"], "is no moment"),
        (["worker"], "PARLEY_BROKER_URL"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_was_meant(parley: Parley, arguments: list[str], sentence: str) -> None:
    done = parley(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr


def test_asking_before_anything_was_stored_says_what_to_do_and_creates_nothing(untouched: Parley) -> None:
    done = untouched("status")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, "one sentence"
    assert not (untouched.directory / "untouched.db").exists()


def test_an_empty_account_says_on_the_terminal_too_why_it_is_empty(parley: Parley) -> None:
    said = "No meeting yet, and no feed is watched: add one with 'parley feeds add URL' and start 'parley up'."
    for command in (["status"], ["watch", "--once"]):
        assert said in " ".join(parley(*command).stdout.split()), command
    assert parley("status", "--as-of", "2022-01-11").stdout == "No meeting was known then.\n"


def test_a_database_newer_than_the_program_is_refused_in_one_sentence(parley: Parley) -> None:
    with sqlite3.connect(parley.directory / "parley.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
    done = parley("status")
    assert done.returncode == 1
    assert "newer" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_place_that_cannot_be_written_to_is_named_in_one_sentence(untouched: Parley) -> None:
    # A file where a directory is needed: refused for root, too, whom permissions do not stop.
    (untouched.directory / "file").write_text("")
    done = untouched("migrate", PARLEY_DATABASE_URL=f"sqlite:///{untouched.directory / 'file' / 'untouched.db'}")
    assert done.returncode == 1
    assert str(untouched.directory / "file") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_variable_is_reported_with_the_name_that_was_meant(untouched: Parley) -> None:
    done = untouched("config", "check", PARLEY_BROKER_URI="redis://127.0.0.1/0")
    assert done.returncode == 1
    assert "PARLEY_BROKER_URL" in done.stdout


def test_verify_finds_a_single_changed_byte(parley: Parley, article: Path) -> None:
    parley.first("ingest", str(article), "--published", "2022-03-04")
    assert "4 events verified" in parley.here("log", "verify").stdout
    # Until a seal is set, the chain is followed from its beginning again.
    assert "4 events verified" in parley.here("log", "verify", "--new").stdout
    database = Database(f"sqlite:///{parley.directory / 'parley.db'}")
    with database.begin() as conn:
        store.seal(conn, datetime(2022, 3, 5, tzinfo=UTC))
    database.dispose()
    parley.first("log", "verify")
    assert "nothing came after position 4" in parley.here("log", "verify", "--new").stdout
    with sqlite3.connect(parley.directory / "parley.db") as raw:
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE log_event SET data = replace(data, '2022-03-09', '2022-03-08') WHERE position = 3")
    done = parley("log", "verify")
    assert done.returncode == 1
    assert "position 3" in done.stdout


@pytest.mark.slow
def test_an_exported_log_taken_into_another_database_verifies_and_says_the_same(
    parley: Parley, article: Path, tmp_path: Path
) -> None:
    parley.first("ingest", str(article), "--published", "2022-03-04")
    assert parley("log", "export", "backup.jsonl").returncode == 0
    there = tmp_path / "there.db"
    taken = parley("--database", str(there), "log", "import", "backup.jsonl")
    assert taken.returncode == 0, taken.stderr
    assert parley("--database", str(there), "log", "verify").returncode == 0
    assert parley.json("--database", str(there), "status") == parley.asked("status")
    again = parley("--database", str(there), "log", "import", "backup.jsonl")
    assert again.returncode == 1, "a log is taken into an empty database only"
    assert "Traceback" not in again.stderr


def test_the_log_refuses_to_be_rewritten(parley: Parley, article: Path) -> None:
    parley.first("ingest", str(article), "--published", "2022-03-04")
    with sqlite3.connect(parley.directory / "parley.db") as raw:
        for statement in ("UPDATE log_event SET data = '{}'", "DELETE FROM log_event"):
            with pytest.raises(sqlite3.DatabaseError):
                raw.execute(statement)


def test_the_past_can_be_asked_for(parley: Parley, article: Path, tmp_path: Path) -> None:
    parley.first("ingest", str(article), "--published", "2022-03-04")
    (tmp_path / "off.txt").write_text(
        "Ukraine, Turkey call off Oslo meeting\n\nThe meeting between Ukrainian Foreign Minister Dmytro Kuleba and Turkish "
        "Foreign Minister Mevlut Cavusoglu planned for March 9 in Oslo has been cancelled, the Turkish ministry said on Monday.\n"
    )
    parley.first("ingest", str(tmp_path / "off.txt"), "--published", "2022-03-07")
    (now,) = parley.asked("status")["meetings"]
    (then,) = parley.json("status", "--published-until", "2022-03-05")["meetings"]
    assert (then["status"], now["status"]) == ("scheduled", "cancelled")
    assert parley.asked("status", "--as-of", "now")["meetings"] == [now]
    kinds = [json.loads(line)["kind"] for line in parley.here("changes", "--json").stdout.splitlines()]
    assert kinds == ["announced", "cancelled"]


@pytest.fixture
def outlets(tmp_path: Path) -> Iterator[tuple[ScenarioServer, Parley]]:
    with ScenarioServer() as server:
        server.advance(1)
        yield server, Parley(tmp_path, server.write_config(tmp_path / "site"))


def test_polling_once_reads_what_is_new_and_polling_again_finds_nothing(outlets: tuple[ScenarioServer, Parley]) -> None:
    server, parley = outlets
    first = parley.json("poll", "--once")
    assert first["articles_read"] == len(server.scenario.steps[0].publish)
    again = parley.asked("poll", "--once")
    assert again["articles_read"] == 0
    assert {feed["status"] for feed in again["feeds"]} == {304}


def test_one_broken_feed_does_not_stop_the_others(outlets: tuple[ScenarioServer, Parley]) -> None:
    server, parley = outlets
    broken = next(step for step in server.scenario.steps if step.broken)
    server.advance(broken.number)
    done = parley("poll", "--once", "--json")
    assert done.returncode == 3
    feeds = {feed["feed"]: feed for feed in json.loads(done.stdout)["feeds"]}
    for outlet in broken.broken:
        assert "not a feed" in feeds.pop(outlet)["error"]
    assert all(feed["error"] is None and feed["new"] > 0 for feed in feeds.values())
    listed = parley("feeds", "list")
    assert listed.returncode == 3
    assert parley("doctor").returncode == 3


def test_adding_and_removing_a_feed_keeps_the_rest_of_the_file(untouched: Parley) -> None:
    file = untouched.directory / "config" / "feeds.toml"
    file.write_text("# hand-written\n")
    assert (
        untouched("feeds", "add", "https://example.org/world.xml", "--name", "example", "--unchecked").returncode == 0
    )
    assert "# hand-written" in file.read_text()
    assert [feed["name"] for feed in untouched.asked("feeds", "list")["feeds"]] == ["example"]
    assert untouched("feeds", "remove", "example").returncode == 0
    assert untouched("feeds", "remove", "example").returncode == 1
    assert "# hand-written" in file.read_text()


@pytest.mark.parametrize(
    "command", ["status", "changes", "status --json", "articles list", "log stats", "log tail --json"]
)
def test_a_reader_who_has_seen_enough_makes_no_failure(parley: Parley, command: str) -> None:
    parley.first("ingest", "-", "--published", "2022-03-04", stdin=ARTICLE)
    with subprocess.Popen(
        [sys.executable, "-m", "worker", *command.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=parley.directory,
        env=parley.environ,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 0


def commands(group: click.Group = cli, *above: str) -> Iterator[str]:
    """Every command and subcommand as it is typed: "status", "log", "log verify" …"""
    for name in group.list_commands(click.Context(group)):
        yield " ".join((*above, name))
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_explains_itself_with_examples(command: str) -> None:
    done = CliRunner().invoke(cli, [*command.split(), "--help"])
    assert done.exit_code == 0
    _, heading, examples = done.output.partition("  Examples:\n")
    assert heading
    assert "..." not in done.output.partition("\nCommands:\n")[2]
    assert re.search(rf"(?m)^    .*\bparley (--\S+ \S+ )*{command}\b", examples)


@pytest.mark.parametrize("command", [name for name in commands() if " " not in name])
def test_the_readme_names_every_command(command: str) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert re.search(rf"(?m)^\| (`parley \w+`, )?`parley {command}\b", readme)


@pytest.mark.slow
def test_the_sources_of_a_meeting_and_the_copies_of_an_article_are_shown(parley: Parley, tmp_path: Path) -> None:
    papers = {"One": WIRE, "Two": f"{WIRE}\n(Reporting by Ann Lee; Editing by Bo Ray)", "Three": PARAGRAPHS[0]}
    for n, (outlet, text) in enumerate(papers.items()):
        path = tmp_path / f"{outlet}.json"
        when = f"2022-01-03T1{n}:00:00Z"
        path.write_text(
            json.dumps(
                {"id": outlet, "outlet": outlet, "published_at": when, "title": f"{outlet} on talks", "text": text}
            )
        )
        parley.first("ingest", str(path))
    (meeting,) = parley.asked("status")["meetings"]
    assert meeting["voices"] == 1
    shown = parley.asked("meeting", meeting["id"])
    ((source),) = shown["sources"]
    assert source["voice"] == "Reuters"
    ((one),) = source["stories"]
    outlets = {report["article"]["article_id"]: report["article"]["outlet"] for report in shown["reports"]}
    assert [outlets[article_id] for article_id in one["articles"]] == ["One", "Two", "Three"]
    assert one["story"] == one["articles"][0]
    assert (
        "Reuters - 3 articles, all copies of one story; also in One, Two, Three"
        in parley("meeting", meeting["id"]).stdout
    )

    third = parley.asked("articles", "show", one["articles"][2])
    assert (third["story"]["voice"], third["story"]["story"]) == ("Reuters", one["story"])
    assert [(a["outlet"], a["agency"]) for a in third["story"]["articles"]] == [
        ("One", None),
        ("Two", "Reuters"),
        ("Three", None),
    ]
    assert "sketch" not in json.dumps(third)
    text = parley("articles", "show", one["articles"][2]).stdout
    assert "voice     Reuters" in text
    assert "“Three on talks” (this one)" in text
