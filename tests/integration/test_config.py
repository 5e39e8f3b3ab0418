"""Configuration: every mistake beside what is said of it, and what goes on working all the same."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.config import (
    Config,
    ConfigError,
    add_feed,
    effective_settings,
    find_config_dir,
    gazetteer,
    load,
    remove_feed,
    thorough,
)
from worker.config.thorough import broken_hooks
from worker.config.toml_lines import lines, spans
from worker.settings import OPTIONS, Settings, format_duration, format_size, parse_duration, parse_size

FEED = '[[feed]]\nname = "one"\nurl = "https://example.org/one.xml"\n'
Project = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Writes ``config/<name>.toml`` files and returns the configuration directory."""

    def write(**files: str) -> Path:
        directory = tmp_path / "config"
        directory.mkdir(exist_ok=True)
        for name, text in files.items():
            (directory / f"{name}.toml").write_bytes(text.encode())
        return directory

    return write


def told(config: Config) -> list[str]:
    """The problems, with the directory cut off."""
    return [str(problem).removeprefix(f"{config.config_dir}{os.sep}") for problem in config.problems]


# --- settings: where they come from ---------------------------------------------------------------------------------


def test_an_empty_directory_gives_the_defaults_and_no_problems(project: Project) -> None:
    config = load(project(), {})
    assert config.problems == ()
    assert config.settings.polling.min_interval == timedelta(minutes=5)
    assert config.settings.embedded
    assert config.feeds == config.watches == config.hooks == ()


def test_the_default_database_lies_beside_the_configuration_wherever_one_stands(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = project()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert load(directory, {}).settings.database.url == f"sqlite:///{tmp_path}/var/parley.db"


def test_a_stronger_source_wins_and_says_so(project: Project, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "parley_log_level").write_text("error\n")
    given = tmp_path / "level"
    given.write_text("warning\n")
    directory = project(parley='[log]\nlevel = "debug"\n')

    def level(**environ: str) -> tuple[str, str]:
        config = load(directory, environ)
        assert config.problems == ()
        return config.settings.log.level, config.origins["log.level"]

    assert level() == ("debug", str(directory / "parley.toml"))
    assert level(PARLEY_SECRETS_DIR=str(secrets)) == ("error", str(secrets / "parley_log_level"))
    with_file = {"PARLEY_SECRETS_DIR": str(secrets), "PARLEY_LOG_LEVEL_FILE": str(given)}
    assert level(**with_file) == ("warning", f"PARLEY_LOG_LEVEL_FILE={given}")
    assert (
        load(directory, {"PARLEY_SECRETS_DIR": str(secrets), "PARLEY_LOG_LEVEL": "info"}).settings.log.level == "info"
    )


def test_an_empty_variable_counts_as_not_given(project: Project) -> None:
    config = load(project(parley='[log]\nlevel = "debug"\n'), {"PARLEY_LOG_LEVEL": "", "PARLEY_ALLOW_HOSTS": ""})
    assert config.settings.log.level == "debug"
    assert config.problems == ()


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.env)
def test_every_setting_can_be_given_by_its_variable(option: Any, project: Project) -> None:
    values = {
        "PARLEY_ALLOW_HOSTS": "intranet.example, 127.0.0.1:8080",
        "PARLEY_DATABASE_PASSWORD": "s3cret",
        "PARLEY_BROKER_PASSWORD": "s3cret",
        "PARLEY_HTTP_PROXY": "http://proxy.example:3128",
        "PARLEY_READING_KEEP_TEXTS": "365d",
        "PARLEY_WEB_ALLOWED_HOSTS": "web, parley.internal",
        "PARLEY_WEB_PUBLIC_URL": "https://parley.example.org/",
    }
    config = load(project(), {option.env: values.get(option.env, str(option.default))})
    assert config.problems == ()
    assert config.origins == {option.key: option.env}


def test_lists_are_given_with_commas_in_the_environment(project: Project) -> None:
    config = load(project(), {"PARLEY_ALLOW_HOSTS": "Intranet.example, 127.0.0.1:8080,[::1]:80"})
    assert config.settings.http.allow_hosts == ("intranet.example", "127.0.0.1:8080", "[::1]:80")


def test_the_password_comes_from_a_file_into_the_url_and_nowhere_else(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("p@ss/w:rd\n")
    config = load(
        project(),
        {
            "PARLEY_DATABASE_URL": "postgresql://parley@db:5432/parley",
            "PARLEY_DATABASE_PASSWORD_FILE": str(secret),
            "PARLEY_BROKER_URL": "redis://:old@redis:6379/0",
            "PARLEY_BROKER_PASSWORD": "new one",
        },
    )
    assert config.settings.database.url == "postgresql+pg8000://parley:p%40ss%2Fw%3Ard@db:5432/parley"
    assert config.settings.broker.url == "redis://:new%20one@redis:6379/0"
    shown = repr(effective_settings(config)) + repr(config.settings.redacted()) + repr(config.settings)
    for secret_text in ("p@ss", "p%40ss", "new one", "new%20one"):
        assert secret_text not in shown
    assert config.settings.redacted()["database"]["url"] == "postgresql+pg8000://parley:***@db:5432/parley"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u@h/d", "postgresql+pg8000://u@h/d"),
        ("postgresql://u:p@h:5432/d", "postgresql+pg8000://u:p@h:5432/d"),
        ("postgresql+pg8000://u@h/d?ssl=1", "postgresql+pg8000://u@h/d?ssl=1"),
        ("sqlite:////srv/parley.db", "sqlite:////srv/parley.db"),
        ("sqlite:///data/parley.db?timeout=5", "sqlite:///{project}/data/parley.db?timeout=5"),
        ("sqlite:///{data_dir}/other.db", "sqlite:///{project}/var/other.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
    ],
)
def test_database_addresses_are_made_exact(given: str, used: str, project: Project, tmp_path: Path) -> None:
    config = load(project(), {"PARLEY_DATABASE_URL": given})
    assert config.settings.database.url == used.replace("{project}", str(tmp_path))


def test_settings_resolve_to_the_same_a_second_time(project: Project, tmp_path: Path) -> None:
    settings = load(project(), {"PARLEY_DATA_DIR": "data"}).settings
    assert settings.resolved(tmp_path) == settings


# --- settings: what is said of mistakes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[log]\nlevle = 'info'\n", "parley.toml:2: log.levle: unknown setting, ignored (did you mean level?)"),
        ("\n\n[loging]\nlevel = 'info'\n", "parley.toml:3: loging: unknown setting, ignored (did you mean log?)"),
        ("level = 'info'\n", "parley.toml:1: level: unknown setting, ignored (did you mean log.level?)"),
        (
            "[log]\nallow_hosts = []\n",
            "parley.toml:2: log.allow_hosts: unknown setting, ignored (did you mean http.allow_hosts?)",
        ),
        ("log = 'info'\n", 'parley.toml:1: log must be a table, not "info"; write [log] above its keys; ignored'),
        (
            "# one\n[log]\n# two\nlevel = 'loud'\n",
            'parley.toml:4: log.level must be "debug", "info", "warning" or "error", not "loud"; the default is used',
        ),
        (
            "log.level = 'warn'\n",
            'parley.toml:1: log.level must be "debug", "info", "warning" or "error", not "warn"; the default is used'
            ' (did you mean "warning"?)',
        ),
        (
            "[reading]\nmax_attempts = '5'\n",
            'parley.toml:2: reading.max_attempts must be a whole number, not "5"; the default is used',
        ),
        (
            "[reading]\nmax_attempts = true\n",
            "parley.toml:2: reading.max_attempts must be a whole number, not true; the default is used",
        ),
        (
            "[worker]\nconcurrency = 0\n",
            "parley.toml:2: worker.concurrency must be at least 1, not 0; the default is used",
        ),
        (
            "[polling]\nmin_interval = 'often'\n",
            'parley.toml:2: polling.min_interval is wrong: "often" is no duration; write 30s, 15m, 2h or 1d; the default is used',
        ),
        (
            "[polling]\ntick = '1ms'\n",
            'parley.toml:2: polling.tick must be at least 1 second, not "1ms"; the default is used',
        ),
        (
            "[polling]\nmin_interval = '2h'\ndefault_interval = '1h'\n",
            "parley.toml:2: [polling] is wrong: the intervals are out of order: min_interval 2h, default_interval 1h, max_interval 6h;"
            " the defaults are used",
        ),
        (
            "[http]\nmax_bytes = 'big'\n",
            'parley.toml:2: http.max_bytes is wrong: "big" is no size; write 10MiB or a number of bytes; the default is used',
        ),
        (
            "[http]\nallow_hosts = ['http://intranet/feed']\n",
            'parley.toml:2: http.allow_hosts is wrong: "http://intranet/feed" is not a host; write "intranet"; the default is used',
        ),
        ("[http]\nallow_hosts = 5\n", "parley.toml:2: http.allow_hosts must be a list, not 5; the default is used"),
        (
            "[http]\nuser_agent = 'Пресс'\n",
            "parley.toml:2: http.user_agent is wrong: a User-Agent is one line of ASCII (RFC 9110 section 5.5); the default is used",
        ),
        (
            "[http]\nproxy = 'proxy:3128'\n",
            "parley.toml:2: http.proxy is wrong: proxy:3128 is no proxy; write http://HOST:PORT; the default is used",
        ),
    ],
)
def test_a_mistake_in_parley_toml_costs_no_more_than_itself(text: str, problem: str, project: Project) -> None:
    config = load(project(parley=text, feeds=FEED), {})
    assert told(config) == [problem]
    assert config.settings == load(project(parley=""), {}).settings
    assert len(config.feeds) == 1


def test_all_mistakes_are_told_at_once(project: Project) -> None:
    text = "[log]\nlevel = 'loud'\ncolour = true\n[reading]\nmax_attempts = 0\nlease = '10m'\n"
    config = load(project(parley=text), {"PARLEY_POLING_TICK": "1s"})
    assert len(config.problems) == 4
    assert config.settings.reading.lease == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        (
            "PARLEY_DATABASE_URI",
            "sqlite:///x.db",
            "environment: PARLEY_DATABASE_URI: unknown variable, ignored (did you mean PARLEY_DATABASE_URL?)",
        ),
        (
            "PARLEY_POLLING_MININTERVAL",
            "5m",
            "environment: PARLEY_POLLING_MININTERVAL: unknown variable, ignored (did you mean PARLEY_POLLING_MIN_INTERVAL?)",
        ),
        (
            "PARLEY_CONFIG_DIRECTORY",
            "x",
            "environment: PARLEY_CONFIG_DIRECTORY: unknown variable, ignored (did you mean PARLEY_CONFIG_DIR?)",
        ),
        (
            "parley_log_level",
            "debug",
            "environment: parley_log_level: unknown variable, ignored (did you mean PARLEY_LOG_LEVEL?)",
        ),
        ("PARLEY_XYZZY", "1", "environment: PARLEY_XYZZY: unknown variable, ignored"),
        (
            "PARLEY_WORKER_CONCURRENCY",
            "many",
            'environment: PARLEY_WORKER_CONCURRENCY must be a whole number, not "many"; the default is used',
        ),
        (
            "PARLEY_LOG_LEVEL_FILE",
            "/nowhere/level",
            "environment: PARLEY_LOG_LEVEL_FILE: /nowhere/level cannot be read: no such file or directory",
        ),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable_that_was_meant(
    name: str, value: str, problem: str, project: Project
) -> None:
    config = load(project(), {name: value, "PATH": "/bin", "PARLEYX": "not ours"})
    assert told(config) == [problem]


def test_who_decides_is_named_in_the_environment_and_is_no_setting(project: Project) -> None:
    assert told(load(project(), {"PARLEY_ACTOR": "the night desk"})) == []


def test_a_variable_wins_over_its_file_and_the_doubling_is_told(project: Project) -> None:
    config = load(project(), {"PARLEY_LOG_LEVEL": "debug", "PARLEY_LOG_LEVEL_FILE": "/nowhere"})
    assert config.settings.log.level == "debug"
    assert told(config) == ["environment: PARLEY_LOG_LEVEL_FILE is ignored because PARLEY_LOG_LEVEL is given too"]


def test_an_unknown_secret_is_told_with_the_name_that_was_meant(project: Project, tmp_path: Path) -> None:
    (tmp_path / "parley_database_pasword").write_text("x")
    (tmp_path / "somebody_elses").write_text("x")
    config = load(project(), {"PARLEY_SECRETS_DIR": str(tmp_path)})
    assert told(config) == [
        f"{tmp_path}/parley_database_pasword: unknown secret, ignored (did you mean parley_database_password?)"
    ]


# --- settings: what stops -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[log\nlevel = 'info'\n", "parley.toml:1:5: not valid TOML: "),
        ("[log]\nlevel = 'info'\nlevel = 'debug'\n", "parley.toml:3:16: not valid TOML: "),
        ("x = [1,\n", "parley.toml:2: not valid TOML: "),
        (
            "[database]\nurl = 'mysql://h/d'\n",
            "parley.toml:2: database.url is wrong: mysql://h/d is no database that Parley knows",
        ),
        ("[database]\nurl = 5\n", "parley.toml:2: database.url must be text in quotes, not 5"),
        ("[database]\nurl = 'postgresql://u:hush@h'\n", "postgresql://u:***@h names no database"),
        ("[database]\nurl = 'postgresql+psycopg://h/d'\n", "the driver psycopg is not part of Parley"),
        (
            "[broker]\nurl = 'kafka://h'\n",
            "parley.toml:2: broker.url is wrong: kafka://h is no broker that Parley knows",
        ),
        ("data_dir = ''\n", "parley.toml:1: data_dir is empty"),
    ],
)
def test_what_leaves_unclear_where_the_data_are_stops(text: str, sentence: str, project: Project) -> None:
    with pytest.raises(ConfigError) as failure:
        load(project(parley=text), {})
    assert sentence in str(failure.value)
    assert "hush" not in str(failure.value)


def test_a_parley_toml_that_is_not_utf8_stops_with_its_line(project: Project) -> None:
    directory = project()
    (directory / "parley.toml").write_bytes(b"# one\n# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"parley\.toml:2: is not UTF-8"):
        load(directory, {})


def test_a_secret_that_cannot_be_read_stops(project: Project, tmp_path: Path) -> None:
    (tmp_path / "parley_database_password").mkdir()
    with pytest.raises(ConfigError, match="parley_database_password: this secret cannot be read: is a directory"):
        load(project(), {"PARLEY_SECRETS_DIR": str(tmp_path)})


def test_a_database_secret_file_that_is_missing_stops(project: Project) -> None:
    with pytest.raises(ConfigError, match="PARLEY_DATABASE_PASSWORD_FILE: /nowhere cannot be read"):
        load(project(), {"PARLEY_DATABASE_PASSWORD_FILE": "/nowhere"})


# --- the directory --------------------------------------------------------------------------------------------------


def test_a_directory_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such configuration directory"):
        load(tmp_path / "missing", {})
    with pytest.raises(ConfigError, match="named by PARLEY_CONFIG_DIR"):
        load(None, {"PARLEY_CONFIG_DIR": str(tmp_path / "missing")})


def test_the_argument_wins_over_the_variable_over_the_working_directory_over_the_programs_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = find_config_dir(None, {})
    assert own is not None
    assert (own / "feeds.toml").is_file()
    (tmp_path / "config").mkdir()
    assert find_config_dir(None, {}) == own, "an unrelated directory called config is not ours"
    (tmp_path / "config" / "feeds.toml").touch()
    assert find_config_dir(None, {}) == Path("config")
    (tmp_path / "named").mkdir()
    environ = {"PARLEY_CONFIG_DIR": str(tmp_path / "named")}
    assert find_config_dir(None, environ) == tmp_path / "named"
    assert find_config_dir(tmp_path / "config", environ) == tmp_path / "config"


# --- feeds, watches, hooks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ('url = "https://example.org/x"\n', "feeds.toml:5: feed number 2: name is missing; the feed is left out"),
        ('name = "two"\n', 'feeds.toml:5: feed "two": url is missing; the feed is left out'),
        (
            'name = "two"\nurl = "example.org/rss"\n',
            'feeds.toml:7: feed "two": url is wrong: "example.org/rss" is no web address; write "https://example.org/rss";'
            " the feed is left out",
        ),
        (
            'name = "two"\nurl = "ftp://example.org/rss"\n',
            'feeds.toml:7: feed "two": url is wrong: "ftp://example.org/rss" is no web address; the feed is left out',
        ),
        (
            'name = "BBC World"\nurl = "https://example.org/x"\n',
            'feeds.toml:6: feed "BBC World": name is wrong: "BBC World" is no name; write "bbc-world"; the feed is left out',
        ),
        (
            'name = "one"\nurl = "https://example.org/x"\n',
            'feeds.toml:6: feed "one": name "one" is used by feed "one" already; the feed is left out',
        ),
        (
            'name = "two"\nurl = "https://example.org/one.xml"\n',
            'feeds.toml:7: feed "two": url "https://example.org/one.xml" is used by feed "one" already; the feed is left out',
        ),
        (
            'name = "two"\nurl = "https://example.org/x"\nfetch_page = "allways"\n',
            'feeds.toml:8: feed "two": fetch_page must be "auto", "always" or "never", not "allways"; the feed is left out'
            ' (did you mean "always"?)',
        ),
        (
            'name = "two"\nurl = "https://example.org/x"\ninterval = "soon"\n',
            'feeds.toml:8: feed "two": interval is wrong: "soon" is no duration; write 30s, 15m, 2h or 1d; the feed is left out',
        ),
        (
            'name = "two"\nurl = "https://example.org/x"\nenabled = "no way"\n',
            'feeds.toml:8: feed "two": enabled must be true or false, not "no way"; the feed is left out',
        ),
    ],
)
def test_a_broken_feed_is_left_out_and_the_others_load(broken: str, problem: str, project: Project) -> None:
    third = '\n[[feed]]\nname = "three"\nurl = "https://example.org/three.xml"\n'
    config = load(project(feeds=f"{FEED}\n[[feed]]\n{broken}{third}"), {})
    assert told(config) == [problem]
    assert [feed.name for feed in config.feeds] == ["one", "three"]


def test_an_unknown_key_of_a_feed_costs_the_key_and_not_the_feed(project: Project) -> None:
    config = load(project(feeds=FEED + 'intervall = "5m"\n'), {})
    assert told(config) == ['feeds.toml:4: feed "one": intervall: unknown key, ignored (did you mean interval?)']
    assert config.feeds[0].interval is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[[feeds]]\nname='a'\n",
            "feeds.toml:1: feeds: unknown key, ignored; this file holds [[feed]] entries (did you mean [[feed]]?)",
        ),
        ("[feed]\nname='a'\n", "feeds.toml:1: write [[feed]], in double brackets, above each feed"),
        ("feed = 5\n", "feeds.toml:1: write [[feed]], in double brackets, above each feed"),
    ],
)
def test_a_feeds_file_of_the_wrong_form_says_how_it_is_written(text: str, problem: str, project: Project) -> None:
    config = load(project(feeds=text), {})
    assert told(config) == [problem]


def test_a_file_that_is_not_toml_costs_no_other_file(project: Project) -> None:
    config = load(project(feeds=FEED, watches="[[watch]\n", alerts="x = \n"), {})
    assert len(config.feeds) == 1
    first, second = told(config)
    assert first.startswith("watches.toml:1:8: not valid TOML: ")
    assert second.startswith("alerts.toml:1:5: not valid TOML: ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[[watch]]\nname = "w"\nparty = ["US"]\n',
            'watches.toml:3: watch "w": party: unknown key; the watch is left out (did you mean parties?)',
        ),
        (
            '[[watch]]\nname = "w"\nparties = { al = ["US"] }\n',
            'watches.toml:3: watch "w": parties.al: unknown key; the watch is left out (did you mean all?)',
        ),
        (
            '[[watch]]\nname = "w"\n[watch.parties]\nall = [\n  "US",\n  "ru",\n]\n',
            'watches.toml:4: watch "w": parties.all is wrong: "ru" is no party id: ids are capitals, such as US, RU or NATO;'
            ' write "RU"; the watch is left out',
        ),
        (
            '[[watch]]\nname = "w"\nparties = ["US", "RU"]\n',
            'watches.toml:3: watch "w": parties must be a table, not a list; the watch is left out',
        ),
        (
            '[[watch]]\nname = "w"\nplaces = ["Geneva", 5]\n',
            'watches.toml:3: watch "w": places[2] must be text in quotes, not 5; the watch is left out',
        ),
        (
            '[[watch]]\nname = "w"\nmin_certainty = "schedulled"\n',
            'watches.toml:3: watch "w": min_certainty must be "proposed", "tentative" or "scheduled", not "schedulled";'
            ' the watch is left out (did you mean "scheduled"?)',
        ),
    ],
)
def test_a_mistyped_condition_takes_the_watch_out_rather_than_widen_it(
    text: str, problem: str, project: Project
) -> None:
    other = '[[watch]]\nname = "other"\n'
    config = load(project(watches=text + other), {})
    assert told(config) == [problem]
    assert [watch.name for watch in config.watches] == ["other"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[[hook]]\nname = "h"\nkind = "log"\nwatch = "us-rusia"\n',
            'alerts.toml:4: hook "h": there is no watch "us-rusia" in watches.toml; the hook is left out (did you mean "us-russia"?)',
        ),
        (
            '[[hook]]\nname = "h"\nkind = "log"\nkind_of = ["cancelled"]\n',
            'alerts.toml:4: hook "h": kind_of: unknown key; the hook is left out (did you mean kind?)',
        ),
        (
            '[[hook]]\nname = "h"\nkind = "web-hook"\n',
            'alerts.toml:3: hook "h": kind must be "webhook", "apprise", "email", "command" or "log", not "web-hook"; the hook is left out (did you mean "webhook"?)',
        ),
        (
            '[[hook]]\nname = "h"\nkind = "command"\ncommand = ["notify"]\nurl = "https://example.org/h"\n',
            'alerts.toml:5: hook "h": url is wrong: url is for hooks of kind webhook or apprise; this one is of kind command; the hook is left out',
        ),
        (
            '[[hook]]\nname = "h"\nkind = "email"\nto = [\n  "a@example.org",\n  "desk",\n]\n',
            'alerts.toml:4: hook "h": to is wrong: "desk" is no mail address; write desk@example.org or "The desk <desk@example.org>"; the hook is left out',
        ),
        (
            '[[hook]]\nname = "h"\nkind = "apprise"\n',
            'alerts.toml:1: hook "h": a hook of kind apprise needs a url; the hook is left out',
        ),
        ('[[hook]]\nkind = "log"\n', "alerts.toml:1: hook number 1: name is missing; the hook is left out"),
    ],
)
def test_a_broken_hook_is_left_out_and_the_others_load(text: str, problem: str, project: Project) -> None:
    config = load(
        project(watches='[[watch]]\nname = "us-russia"\n', alerts=text + '[[hook]]\nname = "other"\nkind = "log"\n'), {}
    )
    assert told(config) == [problem]
    assert [hook.name for hook in config.hooks] == ["other"]


def test_a_variable_that_a_hook_takes_its_secret_from_is_not_unknown(project: Project) -> None:
    hook = (
        '[[hook]]\nname = "h"\nkind = "webhook"\nurl = "https://example.org/h"\nsecrets = ["env:PARLEY_DESK_SECRET"]\n'
    )
    config = load(project(alerts=hook), {"PARLEY_DESK_SECRET": "whsec_x", "PARLEY_DESC_SECRET": "whsec_y"})
    assert [problem.key for problem in config.problems] == ["PARLEY_DESC_SECRET"]


# --- what only a thorough check sees --------------------------------------------------------------------------------


def thoroughly_told(config: Config) -> list[str]:
    return [str(problem).removeprefix(f"{config.config_dir}{os.sep}") for problem in thorough(config)]


def test_an_empty_directory_is_told_with_the_files_that_belong_there(tmp_path: Path) -> None:
    (problem,) = thorough(load(tmp_path, {}))
    assert str(problem).startswith(
        f"{tmp_path}: there is none of Parley's files in it, so no feed is watched; put parley.toml,"
    )
    (tmp_path / "watches.toml").touch()
    assert thorough(load(tmp_path, {})) == ()


def test_a_party_that_no_article_can_name_is_told_by_a_thorough_check(project: Project) -> None:
    watches = '[[watch]]\nname = "w"\n[watch.parties]\nall = [\n  "US",\n  "UK",\n]\nnone = ["NATTO"]\n'
    hooks = '[[hook]]\nname = "h"\nkind = "log"\nparties = { any = ["RUSSIA", "XYZZY"] }\n'
    config = load(project(watches=watches, alerts=hooks), {})
    assert config.problems == ()
    assert thoroughly_told(config) == [
        'watches.toml:6: watch "w": no article can name a party "UK" (did you mean "GB"?)',
        'watches.toml:8: watch "w": no article can name a party "NATTO" (did you mean "NATO"?)',
        'alerts.toml:4: hook "h": no article can name a party "RUSSIA" (did you mean "RU"?)',
        'alerts.toml:4: hook "h": no article can name a party "XYZZY"',
    ]


def test_an_operators_own_party_is_known(project: Project) -> None:
    names = '[[party]]\nid = "SOMALILAND"\nnames = ["Somaliland"]\n'
    config = load(project(names=names, watches='[[watch]]\nname = "w"\nparties = { all = ["SOMALILAND"] }\n'), {})
    assert thoroughly_told(config) == []
    known, problems = gazetteer(config)
    assert problems == ()
    assert any("SOMALILAND" in repr(mention) for mention in known.find("Somaliland sent an envoy.", date(2024, 1, 1)))


def test_wrong_names_are_told_and_left_out(project: Project) -> None:
    config = load(project(names='[[party]]\nid = "X1"\nname = ["Ex One"]\n'), {})
    (problem,) = thoroughly_told(config)
    assert problem.startswith("names.toml:3: ")
    assert problem.endswith("; names.toml is left out")
    known, _ = gazetteer(config)
    assert known.find("Geneva", date(2024, 1, 1))


# --- durations and sizes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("15m", 900),
        ("1h30m", 5400),
        ("2d", 172800),
        ("1w", 604800),
        ("500ms", 0.5),
        ("1.5h", 5400),
        (45, 45),
        ("45", 45),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: Any, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "m", "5 minutes", "-5m", "5x", True, "1h 5"])
def test_what_is_no_duration_is_refused(text: Any) -> None:
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=10**10))
def test_a_duration_survives_being_written_and_read(milliseconds: int) -> None:
    duration = timedelta(milliseconds=milliseconds)
    assert parse_duration(format_duration(duration)) == duration


@given(st.integers(min_value=0, max_value=2**40))
def test_a_size_survives_being_written_and_read(size: int) -> None:
    assert parse_size(format_size(size)) == size


# --- lines ----------------------------------------------------------------------------------------------------------


def test_lines_are_found_past_strings_comments_and_nesting() -> None:
    text = (
        '# [not a table]\n"odd key" = """\n[nor this]\nk = 1\n"""\na.b = { c = 1, d = [1,\n 2] }\n\n[t]\nx = 1 # = 2\n'
        "[[l]]\ny = '''\n]]'''\n[l.sub]\nz = 2020-01-01 10:00:00\n[[l]]\ny = []\n"
    )
    found = lines(text)
    assert {
        path: found[path]
        for path in [("odd key",), ("a", "b", "d", 1), ("t", "x"), ("l", 0, "sub", "z"), ("l", 1, "y")]
    } == {
        ("odd key",): 2,
        ("a", "b", "d", 1): 7,
        ("t", "x"): 10,
        ("l", 0, "sub", "z"): 15,
        ("l", 1, "y"): 17,
    }


KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), st.sampled_from(["a b", 'q"t', "#", "[x]", "é", "="])
)
SCALARS = st.one_of(
    st.sampled_from(
        ['"a # b"', "'c ] d'", '"""m\n\n[[x]] \\" e"""', "'''n\nk = 1'''", '""""q"""""', "1_000", "-0.5e3", "inf"]
    ),
    st.sampled_from(["true", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00", "07:32:00.5", "0xff", '""', "''"]),
)


def _write_key(key: str) -> str:
    bare = key.replace("-", "").replace("_", "").isalnum() and key.isascii()
    return key if bare else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _inline_table(pairs: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{_write_key(key)} = {value}" for key, value in pairs.items()) + " }"


def _array(items: list[str]) -> str:
    return "[ # first\n " + ",\n ".join(items) + "\n]"


VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(_array), st.dictionaries(KEYS, SCALARS, max_size=3).map(_inline_table)
    ),
    max_leaves=6,
)


def _paths(value: Any, at: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {at} - {()} | {path for key, item in inner for path in _paths(item, (*at, key))}


@given(
    tables=st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3),
    many=st.lists(st.dictionaries(KEYS, VALUES, max_size=2), max_size=3),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_every_key_of_any_document_has_the_line_it_stands_on(
    tables: dict[str, dict[str, str]], many: list[dict[str, str]], newline: str
) -> None:
    written: list[str] = []
    for name, pairs in tables.items():
        written += [f" [ {_write_key(name)} ]  # a table", *(f"\t{_write_key(k)}={v}" for k, v in pairs.items()), ""]
    for pairs in many:
        written += ["[[many.here]]", *(f"{_write_key(k)} = {v} # x = 1" for k, v in pairs.items())]
    if "many" in tables:
        return
    text = newline.join("\n".join(written).split("\n"))
    found = spans(text)
    assert set(found) == _paths(tomllib.loads(text))
    for path, (start, end) in found.items():
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        if isinstance(path[-1], str) and "[" not in text[start:end][:3]:
            assert text[start:end].startswith((_write_key(key), "many.here"))


# --- editing feeds.toml ---------------------------------------------------------------------------------------------

CURATED = """# My feeds

# --- agencies ---
[[feed]]
name = "one"            # the first
url = "https://example.org/one.xml"

[[feed]] # the second
name = "two"
url = "https://example.org/two.xml"
  # interval = "5m"

# --- ministries ---
[[feed]]
name = "three"
url = "https://example.org/three.xml"
"""


def test_a_feed_is_added_below_and_everything_else_stays(project: Project) -> None:
    path = project(feeds=CURATED) / "feeds.toml"
    feed = add_feed(path, "https://www.example.net/world/rss.xml", outlet='The "Net"')
    assert feed.name == "example-net-world"
    assert path.read_text() == (
        CURATED
        + '\n[[feed]]\nname = "example-net-world"\nurl = "https://www.example.net/world/rss.xml"\noutlet = "The \\"Net\\""\n'
    )
    assert [f.name for f in load(path.parent, {}).feeds] == ["one", "two", "three", "example-net-world"]


def test_the_first_feed_makes_the_file(project: Project) -> None:
    path = project() / "feeds.toml"
    add_feed(path, "https://example.org/a.xml")
    assert path.read_text() == '[[feed]]\nname = "example-org-a"\nurl = "https://example.org/a.xml"\n'


@pytest.mark.parametrize(
    ("name", "left"),
    [
        (
            "one",
            CURATED.replace(
                '[[feed]]\nname = "one"            # the first\nurl = "https://example.org/one.xml"\n', "", 1
            ),
        ),
        ("two", CURATED.replace('[[feed]] # the second\nname = "two"\nurl = "https://example.org/two.xml"\n', "", 1)),
        ("three", CURATED.replace('[[feed]]\nname = "three"\nurl = "https://example.org/three.xml"\n', "", 1)),
    ],
)
def test_a_feed_is_removed_and_the_comments_around_it_stay(name: str, left: str, project: Project) -> None:
    path = project(feeds=CURATED) / "feeds.toml"
    assert remove_feed(path, name) == f"https://example.org/{name}.xml"
    assert path.read_text() == left


def test_adding_and_removing_leave_a_file_as_it_was(project: Project) -> None:
    for text in (CURATED, CURATED.replace("\n", "\r\n"), "", "# only a comment\n"):
        path = project(feeds=text) / "feeds.toml"
        add_feed(path, "https://example.org/new.xml", name="new")
        remove_feed(path, "new")
        assert path.read_bytes().rstrip() == text.encode().rstrip()


@pytest.mark.parametrize(
    ("url", "name", "sentence"),
    [
        ("https://example.org/one.xml", "other", "https://example.org/one.xml is in .* already, as one"),
        ("https://example.org/new.xml", "one", "the name one is taken"),
        ("example.org/new.xml", None, 'url is wrong: .* write "https://example.org/new.xml"'),
        ("https://example.org/new.xml", "Bad Name", 'name is wrong: .* write "bad-name"'),
    ],
)
def test_a_feed_that_cannot_be_added_leaves_the_file_alone(
    url: str, name: str | None, sentence: str, project: Project
) -> None:
    path = project(feeds=CURATED) / "feeds.toml"
    with pytest.raises(ValueError, match=sentence):
        add_feed(path, url, name=name)
    assert path.read_text() == CURATED


def test_removing_a_feed_that_is_not_there_names_the_nearest(project: Project) -> None:
    path = project(feeds=CURATED) / "feeds.toml"
    with pytest.raises(ValueError, match=r"there is no feed thre in .*; did you mean three\?"):
        remove_feed(path, "thre")


@pytest.mark.parametrize(
    "text", ['feed = [{ name = "one", url = "https://example.org/one.xml" }]\n', "[feed]\nname = 'one'\n", "[[feed]\n"]
)
def test_a_file_that_is_not_safe_to_edit_is_not_edited(text: str, project: Project) -> None:
    path = project(feeds=text) / "feeds.toml"
    for edit in (lambda: add_feed(path, "https://example.org/new.xml"), lambda: remove_feed(path, "one")):
        with pytest.raises(ConfigError, match=r"feeds\.toml"):
            edit()
    assert path.read_text() == text


def test_a_failed_write_leaves_the_old_file_whole_and_nothing_beside_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project(feeds=CURATED) / "feeds.toml"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        add_feed(path, "https://example.org/new.xml")
    assert path.read_text() == CURATED
    assert [entry.name for entry in path.parent.iterdir()] == ["feeds.toml"]


def test_editing_keeps_the_files_mode_and_follows_a_link(project: Project, tmp_path: Path) -> None:
    path = project() / "feeds.toml"
    real = tmp_path / "shared.toml"
    real.write_text(CURATED)
    real.chmod(0o640)
    path.symlink_to(real)
    add_feed(path, "https://example.org/new.xml")
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "new.xml" in real.read_text()


def test_a_settings_object_for_a_test_needs_only_what_matters_there() -> None:
    assert Settings.model_validate({"database": {"url": "sqlite:////tmp/x.db"}}).embedded


# --- hooks that cannot tell, or not in their own words --------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "environ", "problem"),
    [
        (
            'kind = "command"\ncommand = ["no-such-program"]\n',
            {},
            'alerts.toml:4: hook "h": command: there is no program "no-such-program" that could be run',
        ),
        (
            'kind = "apprise"\nurl = "env:CHAT"\n',
            {},
            'alerts.toml:4: hook "h": url: the variable CHAT, which holds its url, is not set',
        ),
        (
            'kind = "apprise"\nurl = "env:CHAT"\n',
            {"CHAT": "smoke://s3cret"},
            'alerts.toml:4: hook "h": url: its url, of smoke://, is not one that Apprise understands; how it is written'
            " stands at https://appriseit.com/services/",
        ),
        (
            'kind = "webhook"\nurl = "https://example.org/"\nsecrets = [\n  "env:KEY",\n]\n',
            {"KEY": "s3cret"},
            'alerts.toml:5: hook "h": secrets: a secret starts with "whsec_", followed by 24 to 64 random bytes in base64',
        ),
        (
            'kind = "command"\ncommand = ["sh"]\ntemplate = "{{ chnage.sentence }}"\nkinds = ["cancelled"]\n',
            {},
            'alerts.toml:5: hook "h": template: "chnage" is undefined; did you mean "change"?; default texts are sent instead'
            " for cancelled, cancelled of which little is known",
        ),
        (
            "kind = \"command\"\ncommand = [\"sh\"]\nnotice_template = '''\n{% if notice %}\n\n{{ notice|shout }}{% endif %}\n'''\n",
            {},
            'alerts.toml:8: hook "h": notice_template: there is no filter "shout"',
        ),
        (
            'kind = "command"\ncommand = ["sh"]\ntitle_template = """{{ change.kind }}\n{{ range(3) }}"""\n',
            {},
            'alerts.toml:6: hook "h": title_template: nothing can be called here; use filters, such as x|upper;'
            " default texts are sent instead",
        ),
        ('kind = "log"\n', {}, None),
        ('kind = "command"\ncommand = ["no-such-program"]\nenabled = false\n', {}, None),
    ],
)
def test_a_thorough_check_says_what_will_keep_a_hook_from_telling(
    keys: str, environ: dict[str, str], problem: str | None, project: Project
) -> None:
    config = load(project(alerts=f'[[hook]]\nname = "h"\n{keys}'), environ)
    assert config.problems == ()
    assert [hook.name for hook in config.hooks] == ["h"]
    found = thorough(config, {"PATH": os.environ["PATH"], **environ})
    told = [str(p).removeprefix(f"{config.config_dir}{os.sep}") for p in found]
    if problem is None:
        assert told == []
    else:
        assert len(told) == 1
        assert told[0].startswith(problem)
        assert "s3cret" not in told[0]
        assert list(broken_hooks(config, {"PATH": os.environ["PATH"], **environ})) == ["h"]
