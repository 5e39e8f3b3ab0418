"""The scenario through the real rooms, one after the other in one thread: poll, read, decide, deliver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.events import MeetingChange, Recorded
from worker import work
from worker.cli import agenda
from worker.config import load
from worker.demo.scenario import ExpectedChange, ExpectedMeeting, Scenario, ScenarioClock, Step
from worker.demo.server import ScenarioServer
from worker.feeds import registry
from worker.feeds.poll import claim_due
from worker.log import queries, store, tables
from worker.runtime import Runtime

SCENARIO = Scenario.load()


@dataclass
class Played:
    runtime: Runtime
    server: ScenarioServer
    changes: dict[int, list[Recorded]] = field(default_factory=dict)

    def step(self, number: int) -> None:
        """Let the world move on and Parley catch up with it."""
        step = SCENARIO.steps[number - 1]
        self.server.advance(number)
        now = self.runtime.clock.now()
        database = self.runtime.database
        with database.read() as conn:
            before = store.head(conn)
        with database.begin() as conn:
            names = claim_due(conn, now, 100)
        for name in names:
            for article_id in work.poll_one(self.runtime, name).new_article_ids:
                work.deliver_due(self.runtime, work.read_one(self.runtime, article_id))
        articles, deliveries = work.unfinished(self.runtime, everything=True)
        assert articles == []
        assert deliveries == [], "an alert was left behind"
        with database.read() as conn:
            self.changes[step.number] = [
                recorded for recorded in store.read(conn, after=before) if isinstance(recorded.event, MeetingChange)
            ]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    directory = tmp_path_factory.mktemp("demo")
    clock = ScenarioClock(SCENARIO.steps[0].at)
    with ScenarioServer(SCENARIO, clock) as server:
        environ = {"PARLEY_DATABASE_URL": f"sqlite:///{directory}/parley.db"}
        runtime = Runtime(load(server.write_config(directory / "config"), environ), clock)
        runtime.database.migrate()
        with runtime.database.begin() as conn:
            registry.sync(conn, runtime.config.feeds, clock.now())
        made = Played(runtime, server)
        for step in SCENARIO.steps:
            made.step(step.number)
        yield made
        runtime.close()


def told(change: MeetingChange) -> ExpectedChange:
    facts = change.after or change.before
    assert facts is not None
    return ExpectedChange(
        kind=change.kind,
        parties=facts.parties,
        status=facts.status,
        start=facts.when.start if facts.when else None,
        city=facts.where.city if facts.where else None,
    )


def key(change: ExpectedChange) -> tuple[str, ...]:
    return (change.kind, *change.parties, str(change.start))


@pytest.mark.parametrize("step", SCENARIO.steps, ids=lambda s: f"{s.at:%m-%d-%H%M}")
def test_each_step_brings_the_changes_that_it_should_and_no_others(played: Played, step: Step) -> None:
    number = step.number
    found = [told(r.event) for r in played.changes[number] if isinstance(r.event, MeetingChange)]
    assert sorted(found, key=key) == sorted(SCENARIO.expected_changes(number), key=key)


def test_the_meetings_at_the_end_are_the_historical_ones(played: Played) -> None:
    with played.runtime.database.read() as conn:
        views = queries.meetings(conn)
    found = [
        ExpectedMeeting(
            parties=view.facts.parties,
            status=view.facts.status,
            when=view.when.model_copy(update={"time": None}) if view.when else None,
            where=view.where,
        )
        for view in views
    ]
    expected = [meeting.model_copy(update={"format": None}) for meeting in SCENARIO.expected_status()]

    def order(meeting: ExpectedMeeting) -> tuple[str, ...]:
        return (str(meeting.when.start if meeting.when else None), *meeting.parties)

    assert sorted(found, key=order) == sorted(expected, key=order)


def test_the_formats_that_are_known_are_right(played: Played) -> None:
    with played.runtime.database.read() as conn:
        views = {(v.facts.parties, v.when.start if v.when else None): v for v in queries.meetings(conn)}
    for meeting in SCENARIO.expected_status():
        if meeting.format is not None:
            assert meeting.when is not None
            assert views[meeting.parties, meeting.when.start].facts.format is meeting.format


def test_every_change_of_the_watch_arrived_once_signed_and_in_order(played: Played) -> None:
    (hook,) = played.runtime.config.hooks
    (watch,) = (w for w in played.runtime.config.watches if w.name == hook.watch)
    wanted = [
        recorded
        for number in sorted(played.changes)
        for recorded in played.changes[number]
        if isinstance(recorded.event, MeetingChange)
        and hook.wants(
            recorded.event, {watch.name} if watch.concerns(recorded.event) else (), recorded.recorded_at
        ).send
    ]
    assert len(wanted) >= 15
    receiver = played.server.receiver
    assert receiver.refusals == []
    told = [a.event["id"] for a in receiver.arrivals]
    assert sorted(told) == sorted(r.event_id for r in wanted)
    # What is promised is the order of what is said about one meeting: others wait for nobody.
    for stream in {r.stream for r in wanted}:
        own = [r.event_id for r in wanted if r.stream == stream]
        assert [one for one in told if one in own] == own


def test_feeds_without_news_are_answered_304_and_asked_in_full_once_a_day(played: Played) -> None:
    requests = [r for r in played.server.requests if r.path.endswith("/feed")]
    conditional = [r for r in requests if "If-None-Match" in r.headers]
    assert {r.status for r in requests if r not in conditional} == {200}
    assert sum(r.status == 304 for r in conditional) > 20


def test_the_feed_that_broke_is_shown_as_broken_and_the_others_as_well(played: Played) -> None:
    with played.runtime.database.read() as conn:
        rows = registry.rows(conn)
    errors = {row.name: row.last_error for row in rows}
    assert [name for name, error in errors.items() if error] == ["lakeside"]
    assert errors["lakeside"]


def test_every_article_has_the_outcome_that_it_deserves(played: Played) -> None:
    with played.runtime.database.read() as conn:
        found = {
            row.title: row.outcome for row in conn.execute(select(tables.article.c.title, tables.article.c.outcome))
        }
    newest = {a.path: a for a in SCENARIO.articles}
    expected = {
        a.title: "not_news" if a.page == "consent" else "reports" if a.reports else "no_meeting"
        for a in newest.values()
    }
    assert found == expected


def test_the_log_of_the_whole_winter_verifies(played: Played) -> None:
    with played.runtime.database.begin() as conn:
        store.seal(conn, played.runtime.clock.now())
        verification = store.verify(conn)
    assert verification.ok
    assert verification.checked > 60


def test_what_was_believed_on_a_day_can_be_asked_afterwards(played: Played) -> None:
    """On the evening of 18 January, before the correction, Vienna was what Parley had been told."""
    wrong, right = (SCENARIO.steps[n - 1].at for n in (12, 13))
    with played.runtime.database.read() as conn:
        views = [queries.views_as_of(conn, recorded_until=at) for at in (wrong, right)]
    cities = [
        [
            v.where.city
            for v in then
            if v.where and v.facts.parties == ("RU", "US") and v.when and v.when.start.day == 21
        ]
        for then in views
    ]
    assert cities == [["Vienna"], ["Geneva"]]


def test_the_readme_shows_lines_of_the_table_at_the_end(played: Played) -> None:
    with played.runtime.database.read() as conn:
        lines = agenda.table(queries.meetings(conn), SCENARIO.steps[-1].at.date(), width=None, colour=False)
    table = [re.split(r"\s{2,}", line.strip())[:5] for line in lines]
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    shown = [re.split(r"\s{2,}", line.strip()) for line in re.findall(r"(?m)^    (?:when |\d+ \w+ \d{4} ).*", readme)]
    assert len(shown) >= 4
    assert [line for line in shown if line not in table] == []
