"""Nobody is told twice, of nothing, or of what was none: corrections, second voices, silences, Parley's own state, replays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import insert, select, update

from domain.alerts import Hook
from domain.events import ArticleRef, MeetingFacts, MeetingReported, Meta, Recorded
from domain.reports import Evidence, Format, Precision, Report, Status, When, Where
from domain.watches import Parties, Watch
from tests.integration.alerts.conftest import CLASSES, Told, record
from tests.integration.alerts.test_claims import HOUR, MINUTE, NOW, RETRY, log_hook, settle, take, told
from worker.alerts import claims, figures, operate, outbox, silences, state
from worker.alerts.channels import Outcome
from worker.alerts.deliver import message_of
from worker.alerts.outbox import LEASE
from worker.alerts.upkeep import KEEP_FOR_MISSING, upkeep
from worker.log import model, store
from worker.log.database import Database
from worker.log.store import NewEvent
from worker.log.tables import alert_act, article, feed
from worker.log.tables import outbox as table

DAY = timedelta(days=1)


def facts(day: int = 12, status: Status = Status.SCHEDULED, city: str = "Brussels") -> MeetingFacts:
    when = When(start=date(2022, 1, day), end=date(2022, 1, day), precision=Precision.DAY)
    return MeetingFacts(
        parties=("NATO", "RU"), status=status, when=when, where=Where(city=city), format=Format.IN_PERSON
    )


class Press:
    """Outlets that report on one meeting, and the log that takes it down."""

    def __init__(self, database: Database, hooks: Sequence[Hook], watches: Sequence[Watch] = ()) -> None:
        self.database, self.hooks, self.watches = database, hooks, watches
        self.number = 0

    def report(
        self,
        outlet: str,
        says: MeetingFacts,
        now: datetime,
        *changes: tuple[str, MeetingFacts | None, MeetingFacts | None],
        age: timedelta = HOUR,
        meeting: str = "m1",
    ) -> list[Recorded]:
        """``outlet`` says that the meeting is so; ``changes`` follow, as kind, before and after."""
        self.number += 1
        quote = (Evidence(start=0, end=12, quote="will convene", role="status"),)
        ref = ArticleRef(
            article_id=f"a{self.number}",
            revision=1,
            url=f"https://{outlet}.example/{self.number}",
            outlet=outlet,
            title=f"Council meets, says {outlet}",
            published_at=now - age,
        )
        report = Report(
            parties=says.parties,
            status=says.status,
            when=says.when,
            where=says.where,
            format=says.format,
            evidence=quote,
        )
        filed = MeetingReported(meeting_id=meeting, report_id=f"r{self.number}", article=ref, report=report)
        new = [NewEvent(filed, f"f{self.number}")]
        for n, (kind, before, after) in enumerate(changes):
            change = CLASSES[kind](
                meeting_id=meeting, before=before, after=after, report_id=f"r{self.number}", evidence=quote, article=ref
            )
            new.append(NewEvent(change, f"c{self.number}-{n}"))
        return self.append(new, now)

    def append(self, new: list[NewEvent], now: datetime, meta: Meta | None = None) -> list[Recorded]:
        with self.database.begin() as conn:
            recorded = store.append(conn, new, meta=meta or Meta(), recorded_at=now)
            model.project(conn, recorded)
            outbox.enqueue(conn, recorded, self.hooks, self.watches, now)
        return recorded

    def change(
        self, kind: str, before: MeetingFacts | None, after: MeetingFacts | None, now: datetime
    ) -> list[Recorded]:
        """A change without a report: a correction."""
        self.number += 1
        event = CLASSES[kind](meeting_id="m1", before=before, after=after, report_id=None, evidence=(), article=None)
        return self.append([NewEvent(event, f"c{self.number}-0")], now)


def states(database: Database, *columns: Any) -> list[Any]:
    with database.read() as conn:
        query = select(*(columns or (table.c.state, table.c.reason)))
        return conn.execute(query.order_by(table.c.position, table.c.hook)).all()  # type: ignore[return-value]


# --- taken back -----------------------------------------------------------------------------------------------------


def test_a_correction_that_undoes_what_was_told_is_told_as_withdrawn_whatever_the_filters_say(
    database: Database,
) -> None:
    hook = log_hook(kinds=["rescheduled"])
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    moved = press.report("two", facts(14), NOW, ("rescheduled", facts(12), facts(14)))[-1]
    assert told(database, hook, NOW) == [["m1 rescheduled"]]
    press.change("corrected", facts(14), facts(12), NOW + 30 * DAY)
    row = take(database, hook, NOW + 30 * DAY).row
    assert row is not None
    with database.read() as conn:
        message = message_of(conn, row)
    assert message.event["type"] == "org.parley.meeting.withdrawn"
    assert message.data["withdraws"] == [outbox.outbox_id(moved.event_id, "desk")]
    assert message.data["change"] == "withdrawn"


def test_what_was_not_told_yet_is_forgotten_instead_of_told_and_taken_back(database: Database) -> None:
    hook = log_hook(group="10m")
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    press.report("two", facts(14), NOW, ("rescheduled", facts(12), facts(14)))
    press.change("corrected", facts(14), facts(12), NOW + MINUTE)
    assert told(database, hook, NOW + 10 * MINUTE) == [["m1 announced"]]
    assert [tuple(row) for row in states(database)] == [
        ("sent", None),
        ("skipped", "taken back before it was told"),
        ("skipped", "takes back only what was not told yet"),
    ]


def test_what_may_have_arrived_is_taken_back_though_nobody_knows_that_it_did(database: Database) -> None:
    hook = log_hook()
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    row = take(database, hook, NOW).row  # on its way, when the process dies
    assert row is not None
    press.change("withdrawn", facts(12), None, NOW + MINUTE)
    assert told(database, hook, NOW + LEASE) == [["m1 announced"], ["m1 withdrawn"]]


def test_a_move_and_a_move_back_are_two_moves_and_nothing_is_withdrawn(database: Database) -> None:
    hook = log_hook(kinds=["rescheduled"])
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    press.report("two", facts(14), NOW, ("rescheduled", facts(12), facts(14)))
    press.report("two", facts(12), NOW, ("rescheduled", facts(14), facts(12)))
    assert told(database, hook, NOW) == [["m1 rescheduled"], ["m1 rescheduled"]]
    assert [row.data for row in states(database, table.c.data)] == [None] * 3


# --- a second voice -------------------------------------------------------------------------------------------------


def test_what_one_voice_says_alone_is_told_once_another_says_it_and_only_then_and_once(database: Database) -> None:
    hook, quick = log_hook(min_voices=2), log_hook("quick")
    press = Press(database, [hook, quick])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    assert told(database, quick, NOW) == [["m1 announced"]]
    assert told(database, hook, NOW) == []
    press.report("one", facts(12), NOW + MINUTE)
    assert told(database, hook, NOW + MINUTE) == [], "the same outlet again is no second voice"
    press.report("two", facts(12), NOW + HOUR)
    assert told(database, hook, NOW + HOUR) == [["m1 announced"]]
    press.report("three", facts(12), NOW + 2 * HOUR)
    assert told(database, hook, NOW + 2 * HOUR) == []
    assert told(database, quick, NOW + 2 * HOUR) == [], "nobody is told again of mere corroboration"


def test_who_asks_for_it_is_told_again_when_so_many_voices_say_it(database: Database) -> None:
    hook = log_hook(corroborated_at=[2, 4])
    press = Press(database, [hook])
    first = press.report("one", facts(12), NOW, ("announced", None, facts(12)))[-1]
    assert told(database, hook, NOW) == [["m1 announced"]]
    press.report("one", facts(12), NOW + MINUTE)
    assert take(database, hook, NOW + MINUTE).row is None, "the same outlet again is no second voice"
    second = press.report("two", facts(12), NOW + HOUR)[-1]
    row = take(database, hook, NOW + HOUR).row
    assert row is not None
    with database.read() as conn:
        message = message_of(conn, row)
    assert message.id == outbox.outbox_id(second.event_id, "desk")
    assert message.event["type"] == "org.parley.meeting.corroborated"
    assert message.data["change"] == "corroborated"
    assert message.data["corroborates"] == [outbox.outbox_id(first.event_id, "desk")]
    assert message.title.startswith("Said by 2 independent voices now: ")
    assert message.data["article"]["outlet"] == "two"
    assert message.data["position"] == second.position
    settle(database, hook, row, Outcome("sent"), NOW + HOUR)
    press.report("three", facts(12), NOW + 2 * HOUR)
    assert take(database, hook, NOW + 2 * HOUR).row is None, "three is not among the numbers"
    press.report("four", facts(12), NOW + 3 * HOUR)
    assert told(database, hook, NOW + 3 * HOUR) == [["m1 announced"]]
    press.report("five", facts(12), NOW + 4 * HOUR)
    assert take(database, hook, NOW + 4 * HOUR).row is None


@pytest.mark.parametrize(
    ("says", "age", "why"),
    [
        (facts(14), HOUR, "it says something else"),
        (facts(12), 4 * DAY, "it is no news"),
    ],
)
def test_only_news_that_says_the_same_corroborates(
    database: Database, says: MeetingFacts, age: timedelta, why: str
) -> None:
    hook = log_hook(corroborated_at=2)
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    assert told(database, hook, NOW) == [["m1 announced"]]
    press.report("two", says, NOW + HOUR, age=age)
    assert take(database, hook, NOW + HOUR).row is None, why


def test_what_was_not_told_or_is_no_longer_so_is_not_corroborated(database: Database) -> None:
    hook = log_hook(corroborated_at=2, kinds=["announced"])
    slow = log_hook("slow", corroborated_at=2, group="2h")
    press = Press(database, [hook, slow])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    assert told(database, hook, NOW) == [["m1 announced"]]
    press.report("one", facts(14), NOW, ("rescheduled", facts(12), facts(14)))
    press.report("two", facts(12), NOW + HOUR, age=3 * HOUR)
    assert take(database, hook, NOW + HOUR).row is None, "it was moved meanwhile"
    press.report("three", facts(14), NOW + HOUR)
    assert take(database, hook, NOW + HOUR).row is None, "the hook was not told of the move"
    assert told(database, slow, NOW + 2 * HOUR) == [["m1 announced", "m1 rescheduled"]]
    assert take(database, slow, NOW + 3 * HOUR).row is None, "it was told with both voices"


def test_corroborations_stand_in_a_digest_and_are_taken_back_with_what_they_corroborate(database: Database) -> None:
    hook = log_hook(corroborated_at=2, digest="daily 08:00")
    press = Press(database, [hook])
    for meeting in ("m1", "m2"):
        press.report("one", facts(12), NOW, ("announced", None, facts(12)), meeting=meeting)
    tomorrow = NOW.replace(hour=8) + DAY
    assert told(database, hook, tomorrow) == [["m1 announced", "m2 announced"]]
    for meeting in ("m1", "m2"):
        press.report("two", facts(12), tomorrow, meeting=meeting)
    row = take(database, hook, tomorrow + DAY).row
    assert row is not None
    with database.read() as conn:
        message = message_of(conn, row)
    assert [item["data"]["change"] for item in message.data["changes"]] == ["corroborated"] * 2
    assert [item["data"]["article"]["outlet"] for item in message.data["changes"]] == ["two"] * 2
    settle(database, hook, row, Outcome("sent"), tomorrow + DAY)
    press.change("withdrawn", facts(12), None, tomorrow + DAY)
    row = take(database, hook, tomorrow + 2 * DAY).row
    assert row is not None
    with database.read() as conn:
        message = message_of(conn, row)
    (item,) = message.data["changes"]
    assert len(item["data"]["withdraws"]) == 2


def test_a_second_voice_for_the_meeting_is_none_for_its_move(database: Database) -> None:
    hook = log_hook(min_voices=2, kinds=["rescheduled"])
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    press.report("one", facts(14), NOW, ("rescheduled", facts(12), facts(14)))
    press.report("two", facts(12, Status.PROPOSED), NOW + MINUTE)
    assert told(database, hook, NOW + MINUTE) == []
    press.report("three", facts(14), NOW + HOUR)
    assert told(database, hook, NOW + HOUR) == [["m1 rescheduled"]]


def test_what_is_no_longer_so_when_others_speak_is_not_told(database: Database) -> None:
    hook = log_hook(min_voices=2, kinds=["rescheduled"])
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    press.report("one", facts(14), NOW, ("rescheduled", facts(12), facts(14)))
    press.report("two", facts(16), NOW + MINUTE, ("rescheduled", facts(14), facts(16)))
    press.report("three", facts(16), NOW + HOUR)
    assert told(database, hook, NOW + HOUR) == [["m1 rescheduled"]]
    assert [tuple(row) for row in states(database)][1:] == [
        ("skipped", "no longer so before 2 voices said it"),
        ("sent", None),
    ]


def test_an_old_article_out_of_the_archive_tells_nobody_of_old_news(database: Database) -> None:
    hook = log_hook(min_voices=2)
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    press.report("two", facts(12), NOW + 30 * DAY, age=30 * DAY)
    assert told(database, hook, NOW + 30 * DAY) == []
    press.report("three", facts(12), NOW + 30 * DAY)
    assert told(database, hook, NOW + 30 * DAY) == [["m1 announced"]]


def test_what_is_told_late_keeps_its_place_before_what_came_with_the_second_voice(database: Database) -> None:
    hook = log_hook(min_voices=2)
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    press.report("one", facts(14), NOW, ("rescheduled", facts(12), facts(14)))
    press.report("two", facts(14), NOW + HOUR)
    assert told(database, hook, NOW + HOUR) == [["m1 announced"], ["m1 rescheduled"]]


# --- silences -------------------------------------------------------------------------------------------------------


def silence(database: Database, hooks: Sequence[Hook], about: dict[str, Any], until: datetime = NOW + HOUR) -> Any:
    with database.begin() as conn:
        return silences.begin(conn, silences.About.model_validate(about), until, "ana", "summit", NOW, hooks)[0]


@pytest.mark.integration
def test_what_a_silence_holds_that_has_just_begun_is_not_let_go_as_a_stray(postgresql_database: Database) -> None:
    database, hook = postgresql_database, log_hook()
    record(database, [Told("m1")], [hook], NOW)
    begun: list[Any] = []

    def meanwhile(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT outbox.outbox_id") and not begun:
            begun.append(None)
            silence(database, [hook], {})

    with database.begin() as conn:
        sql_event.listen(conn, "before_cursor_execute", meanwhile)
        assert silences.release_strays(conn, NOW) == []
    assert begun
    assert kinds_told(database, hook, NOW) == [("silence begun", 0)]


def kinds_told(database: Database, hook: Hook, now: datetime) -> list[tuple[str, int]]:
    """What is sent: kind of message, how many changes it tells of."""
    found = []
    while (row := take(database, hook, now).row) is not None:
        with database.read() as conn:
            message = message_of(conn, row)
        found.append(
            (
                f"{message.kind} {message.data.get('state', message.data.get('reason', ''))}".strip(),
                len(message.changes),
            )
        )
        settle(database, hook, row, Outcome("sent"), now)
    return found


def test_a_silence_is_announced_at_both_ends_and_tells_at_its_end_what_it_held_back(database: Database) -> None:
    hook = log_hook()
    silence(database, [hook], {"kinds": ["announced"]})
    record(database, [Told("m1"), Told("m2"), Told("m3", "cancelled")], [hook], NOW)
    assert kinds_told(database, hook, NOW) == [("silence begun", 0), ("change", 1)]
    assert upkeep(database, [hook], NOW + 59 * MINUTE) == []
    assert upkeep(database, [hook], NOW + HOUR) == ["desk"]
    assert kinds_told(database, hook, NOW + HOUR) == [("silence ended", 0), ("digest silence", 2)]
    assert upkeep(database, [hook], NOW + 2 * HOUR) == []
    record(database, [Told("m4")], [hook], NOW + 2 * HOUR, run="2")
    assert kinds_told(database, hook, NOW + 2 * HOUR) == [("change", 1)]


@pytest.mark.parametrize(
    ("about", "silenced"),
    [
        ({}, {"desk", "other"}),
        ({"hooks": ["desk"]}, {"desk"}),
        ({"watches": ["nato"]}, {"desk", "other"}),
        ({"watches": ["us-russia"]}, set()),
        ({"parties": ["NATO", "RU"]}, {"desk", "other"}),
        ({"parties": ["NATO", "US"]}, set()),
        ({"kinds": ["cancelled"]}, set()),
        ({"meeting": "m1"}, {"desk", "other"}),
        ({"meeting": "m2"}, set()),
    ],
)
def test_a_silence_holds_back_what_fits_all_that_it_names(
    sqlite_database: Database, about: dict[str, Any], silenced: set[str]
) -> None:
    hooks = [log_hook("desk"), log_hook("other")]
    watches = [
        Watch(name="nato", parties=Parties(any=("NATO",))),
        Watch(name="us-russia", parties=Parties(all=("US",))),
    ]
    silence(sqlite_database, hooks, about)
    record(sqlite_database, [Told("m1")], hooks, NOW, watches)
    rows = states(sqlite_database, table.c.hook, table.c.state, table.c.kind)
    assert {row.hook for row in rows if row.kind == "change" and row.state == "silenced"} == silenced


def test_a_silence_holds_back_what_waits_already_but_nothing_that_was_tried(database: Database) -> None:
    hook = log_hook(concurrency=1)
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    row = take(database, hook, NOW).row
    assert row is not None
    settle(database, hook, row, RETRY, NOW)
    with database.begin() as conn:
        _, held = silences.begin(conn, silences.About(), NOW + HOUR, "ana", "summit", NOW, [hook])
    assert held == 1
    assert kinds_told(database, hook, NOW + MINUTE) == [("silence begun", 0), ("change", 1)]


def test_a_silence_that_is_ended_before_its_time_is_over_once(database: Database) -> None:
    hook = log_hook()
    made = silence(database, [hook], {})
    record(database, [Told("m1")], [hook], NOW)
    with database.begin() as conn:
        assert silences.end(conn, made, NOW + MINUTE, [hook], actor="ben") == 1
        assert silences.end(conn, made, NOW + MINUTE, [hook], actor="ben") == 0
    assert upkeep(database, [hook], NOW + 2 * HOUR) == []
    assert kinds_told(database, hook, NOW + 2 * HOUR) == [
        ("silence begun", 0),
        ("silence ended", 0),
        ("digest silence", 1),
    ]
    with database.read() as conn:
        acts = conn.execute(select(alert_act.c.act, alert_act.c.actor).order_by(alert_act.c.at)).all()
    assert [tuple(act) for act in acts] == [("silence", "ana"), ("unsilence", "ben")]


def test_what_was_silenced_and_taken_back_is_never_told(database: Database) -> None:
    hook = log_hook()
    press = Press(database, [hook])
    press.report("one", facts(12), NOW, ("announced", None, facts(12)))
    assert told(database, hook, NOW) == [["m1 announced"]]
    silence(database, [hook], {})
    press.report("two", facts(14), NOW, ("rescheduled", facts(12), facts(14)))
    press.change("corrected", facts(14), facts(12), NOW + MINUTE)
    upkeep(database, [hook], NOW + HOUR)
    assert kinds_told(database, hook, NOW + HOUR) == [("silence begun", 0), ("silence ended", 0)]


def test_what_was_silenced_for_a_hook_that_is_gone_is_told_when_it_is_back_and_else_set_aside(
    database: Database,
) -> None:
    hook, other = log_hook(), log_hook("other")
    silence(database, [hook, other], {})
    record(database, [Told("m1"), Told("m2")], [hook, other], NOW)
    upkeep(database, [], NOW + HOUR)  # neither is configured when the silence ends
    assert upkeep(database, [hook], NOW + 2 * HOUR) == []
    assert kinds_told(database, hook, NOW + 2 * HOUR) == [("silence begun", 0), ("digest silence", 2)]
    upkeep(database, [hook], NOW + KEEP_FOR_MISSING + HOUR)
    rows = states(database, table.c.hook, table.c.kind, table.c.state, table.c.reason)
    assert {(row.state, row.reason) for row in rows if row.hook == "other"} == {
        ("skipped", 'no hook "other" is configured')
    }


def test_what_is_silenced_just_as_the_silence_ends_is_told_all_the_same(database: Database) -> None:
    hook = log_hook()
    made = silence(database, [hook], {})
    with database.begin() as conn:
        silences.end(conn, made, NOW + MINUTE, [hook])
    record(database, [Told("m1")], [hook], NOW + MINUTE)
    with database.begin() as conn:  # as a transaction does that looked before the end was committed
        conn.execute(
            update(table)
            .where(table.c.meeting_id == "m1")
            .values(state="silenced", data=f'{{"silence": "{made.silence_id}"}}', reason=made.in_words)
        )
    assert upkeep(database, [hook], NOW + 2 * MINUTE) == ["desk"]
    assert kinds_told(database, hook, NOW + 2 * MINUTE) == [("silence begun", 0), ("silence ended", 0), ("change", 1)]


@pytest.mark.parametrize(("until", "sentence"), [(NOW, "lies in the future"), (NOW + 91 * DAY, "90 days at most")])
def test_every_silence_has_an_end_that_is_not_far_away(
    sqlite_database: Database, until: datetime, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        silence(sqlite_database, [], {}, until)


# --- Parley's own state ---------------------------------------------------------------------------------------------


def feed_row(**values: Any) -> dict[str, Any]:
    row = {
        "name": "wire",
        "url": "https://wire.example/feed",
        "active": True,
        "next_poll_at": NOW,
        "interval_seconds": 900.0,
        "last_polled_at": NOW,
        "last_success_at": NOW - DAY,
        "last_new_at": NOW - HOUR,
        "usual_gap_seconds": 3600.0,
        "errors_in_row": 0,
    }
    return row | values


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("feed_stale", {"errors_in_row": 5, "first_error_at": NOW - 2 * HOUR, "last_error": "500"}),
        ("feed_stale", {"last_new_at": NOW - 2 * DAY}),
        ("feed_retired", {"active": False, "retired_reason": "It answered 410 Gone."}),
    ],
)
def test_a_feed_that_needs_a_look_is_told_of_once_and_once_when_it_is_well_again(
    database: Database, kind: str, values: dict[str, Any]
) -> None:
    ops = log_hook("ops", machine=[kind], changes=False)
    with database.begin() as conn:
        conn.execute(insert(feed).values(**feed_row(**values)))
    assert upkeep(database, [ops], NOW) == ["ops"]
    assert upkeep(database, [ops], NOW + MINUTE) == []
    (first,) = notices(database, ops, NOW + MINUTE)
    assert (first["notice"], first["about"], first["over"]) == (kind, "wire", False)
    with database.begin() as conn:
        well = feed_row(retired_reason=None, first_error_at=None)
        conn.execute(update(feed).values(**well))
    assert upkeep(database, [ops], NOW + HOUR) == ["ops"]
    assert upkeep(database, [ops], NOW + HOUR) == []
    (second,) = notices(database, ops, NOW + HOUR)
    assert (second["notice"], second["about"], second["over"]) == (kind, "wire", True)
    with database.begin() as conn:
        conn.execute(update(feed).values(**feed_row(**values)))
    assert upkeep(database, [ops], NOW + 2 * HOUR) == ["ops"], "it comes up again"


def notices(database: Database, hook: Hook, now: datetime) -> list[Any]:
    found = []
    while (row := take(database, hook, now).row) is not None:
        with database.read() as conn:
            found.append(message_of(conn, row).data)
        settle(database, hook, row, Outcome("sent"), now)
    return found


def test_what_is_over_before_it_was_told_is_told_to_nobody(database: Database) -> None:
    ops = log_hook("ops", machine=["feed_retired"], quiet="11:00-13:00")
    with database.begin() as conn:
        conn.execute(insert(feed).values(**feed_row(retired_reason="gone", active=False)))
    upkeep(database, [ops], NOW)
    with database.begin() as conn:
        conn.execute(update(feed).values(retired_reason=None, active=True))
    upkeep(database, [ops], NOW + MINUTE)
    assert notices(database, ops, NOW + 2 * HOUR) == []


def test_a_deep_inbox_and_articles_that_were_set_aside_are_told_of(database: Database) -> None:
    ops = log_hook("ops", machine=["inbox_deep", "article_quarantined"])
    values = {
        "revision": 1,
        "title": "Talks",
        "published_at": NOW,
        "published_source": "feed",
        "content_hash": "x",
        "next_attempt_at": NOW,
        "feed": "wire",
    }
    with database.begin() as conn:
        conn.execute(insert(article).values(article_id="1", state="received", received_at=NOW - HOUR, **values))
        conn.execute(
            insert(article).values(
                article_id="2", state="quarantined", received_at=NOW, last_error="ValueError: no", **values
            )
        )
    upkeep(database, [ops], NOW)
    found = {data["notice"]: data for data in notices(database, ops, NOW)}
    assert "the oldest for 60 minutes" in found["inbox_deep"]["sentence"]
    assert found["article_quarantined"]["about"] == "wire"
    assert "ValueError: no" in found["article_quarantined"]["sentence"]


def test_a_log_that_does_not_verify_is_told_of(own_postgresql_database: Database) -> None:
    database = own_postgresql_database
    ops = log_hook("ops", machine=["log_verification_failed"])
    record(database, [Told("m1"), Told("m2")], [], NOW)
    assert upkeep(database, [ops], NOW) == []
    record(database, [Told("m3")], [], NOW, run="2")
    with database.begin() as conn:
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        conn.exec_driver_sql("UPDATE log_event SET data = replace(data, 'Brussels', 'Moscow') WHERE position = 6")
    assert upkeep(database, [ops], NOW + MINUTE) == [], "looked at a minute ago"
    assert upkeep(database, [ops], NOW + HOUR) == ["ops"]
    (data,) = notices(database, ops, NOW + HOUR)
    assert "position 6" in data["sentence"]


def test_a_dead_hook_is_told_of_to_its_fallback_and_never_to_itself(database: Database) -> None:
    dying = log_hook("dying", fallback="other", machine=["hook_dead"])
    other, ops = log_hook("other", changes=False), log_hook("ops", changes=False, machine=["hook_dead"])
    hooks = [dying, other, ops]
    record(database, [Told(f"m{n}") for n in range(3)], hooks, NOW)
    now = NOW
    while now < NOW + 2 * HOUR:
        turn = take(database, dying, now)
        if turn.row is not None:
            settle(database, dying, turn.row, RETRY, now)
        else:
            now = max(turn.look_at or now, now + MINUTE)
    assert upkeep(database, hooks, now) == ["ops", "other"]
    for hook in (other, ops):
        (data,) = notices(database, hook, now)
        assert (data["notice"], data["about"]) == ("hook_dead", "dying")
    assert len(told(database, dying, now + HOUR)) == 3
    assert upkeep(database, hooks, now + HOUR) == ["ops", "other"]
    for hook in (other, ops):
        (data,) = notices(database, hook, now + HOUR)
        assert data["over"]


# --- what nobody will deliver ---------------------------------------------------------------------------------------


def test_what_waits_for_a_hook_that_is_missing_survives_a_mistake_in_the_configuration(database: Database) -> None:
    hook = log_hook()
    record(database, [Told("m1")], [hook], NOW)
    upkeep(database, [], NOW + KEEP_FOR_MISSING)
    assert told(database, hook, NOW + KEEP_FOR_MISSING) == [["m1 announced"]]
    record(database, [Told("m2")], [hook], NOW, run="2")
    upkeep(database, [], NOW + KEEP_FOR_MISSING + MINUTE)
    assert states(database)[-1] == ("skipped", 'no hook "desk" is configured')


def test_what_waits_for_a_hook_that_was_switched_off_is_set_aside(database: Database) -> None:
    record(database, [Told("m1")], [log_hook()], NOW)
    upkeep(database, [log_hook(enabled=False)], NOW)
    assert states(database) == [("skipped", 'the hook "desk" is switched off')]


def test_after_an_outage_of_more_than_three_days_old_alerts_are_given_up_with_the_reason(database: Database) -> None:
    hook = log_hook()
    record(database, [Told(f"m{n}") for n in range(5)], [hook], NOW)
    for _ in range(3):
        row = take(database, hook, NOW).row
        assert row is not None
        settle(database, hook, row, RETRY, NOW)
    record(database, [Told("late")], [hook], NOW + 4 * DAY, run="2")
    upkeep(database, [hook], NOW + 4 * DAY)
    found = states(database)
    assert {tuple(row) for row in found[:5]} == {
        ("dead", "given up: nothing arrived since 2022-01-04 12:00 UTC; 500 Internal Server Error")
    }
    assert found[5].state == "pending"


def test_a_clock_that_was_years_ahead_puts_nothing_off_for_years(database: Database) -> None:
    hook = log_hook(digest="monday 08:00")
    record(database, [Told("m1", age=timedelta(0))], [hook], NOW + 400 * DAY)
    upkeep(database, [hook], NOW)
    assert len(told(database, hook, NOW)) == 1


# --- by hand --------------------------------------------------------------------------------------------------------


def give_up(database: Database, hook: Hook, now: datetime = NOW) -> None:
    row = take(database, hook, now).row
    assert row is not None
    settle(database, hook, row, Outcome("dead", "refused", 400), now)


def test_what_was_given_up_is_sent_again_under_its_id(database: Database) -> None:
    hook = log_hook()
    _, (id_,) = record(database, [Told("m1")], [hook], NOW)
    give_up(database, hook)
    with database.begin() as conn:
        (dead,) = operate.dead(conn, None, 10)
        assert (dead.outbox_id, dead.reason) == (id_, "refused")
        done = operate.replay(conn, "ana", NOW, hook="desk")
    assert (done.ids, done.hooks) == ((id_,), ("desk",))
    row = take(database, hook, NOW).row
    assert row is not None
    assert (row.outbox_id, row.attempts) == (id_, 1)


def test_a_message_of_several_changes_that_was_given_up_is_sent_again_whole(database: Database) -> None:
    hook = log_hook(group="1m")
    record(database, [Told("m1"), Told("m2")], [hook], NOW)
    give_up(database, hook, NOW + MINUTE)
    with database.begin() as conn:
        assert len(operate.replay(conn, "ana", NOW + MINUTE, hook="desk").ids) == 1
    assert told(database, hook, NOW + MINUTE) == [["m1 announced", "m2 announced"]]


def test_a_replay_takes_what_it_is_told_to(database: Database) -> None:
    hook = log_hook()
    record(database, [Told("m1")], [hook], NOW)
    assert len(told(database, hook, NOW)) == 1
    record(database, [Told("m2")], [hook], NOW + DAY, run="2")
    give_up(database, hook, NOW + DAY)
    with database.begin() as conn:
        assert operate.replay(conn, "ana", NOW + DAY, hook="desk", since=NOW + 2 * DAY).ids == ()
        assert len(operate.replay(conn, "ana", NOW + DAY, hook="desk", sent=True, since=NOW).ids) == 2
    assert told(database, hook, NOW + DAY) == [["m1 announced"], ["m2 announced"]]


def test_a_hook_that_was_added_later_can_be_told_what_it_missed(database: Database) -> None:
    record(database, [Told("m1"), Told("m2", "cancelled")], [log_hook("old")], NOW)
    late = log_hook("late", kinds=["cancelled"])
    with database.begin() as conn:
        assert operate.catch_up(conn, late, [], NOW - DAY, "ana", NOW) == 2
        assert operate.catch_up(conn, late, [], NOW - DAY, "ana", NOW) == 0
    assert told(database, late, NOW) == [["m2 cancelled"]]


def test_the_figures_tell_of_each_hook_what_was_sent_failed_and_waits(database: Database) -> None:
    hook, idle, paused = log_hook(), log_hook("idle", kinds=["cancelled"]), log_hook("paused")
    record(database, [Told("m1"), Told("m2")], [hook, idle, paused, log_hook("former")], NOW)
    row = take(database, hook, NOW).row
    assert row is not None
    settle(database, hook, row, Outcome("sent"), NOW)
    row = take(database, hook, NOW).row
    assert row is not None
    settle(database, hook, row, RETRY, NOW)
    with database.begin() as conn:
        state.pause(conn, "paused", "ana", "night", NOW)
    with database.read() as conn:
        found = {one.hook: one for one in figures.figures(conn, [hook, idle, paused], NOW + MINUTE)}
    assert {name: one.condition for name, one in found.items()} == {
        "desk": "failing",
        "idle": "new",
        "paused": "paused",
        "former": "not configured",
    }
    desk = found["desk"]
    assert (desk.sent, desk.failed, desk.given_up, desk.pending, desk.oldest_pending_seconds) == (1, 1, 0, 1, 60.0)
    assert found["idle"].oldest_pending_seconds is None


def test_an_address_that_is_gone_counts_again_when_it_is_another_or_a_person_says_so(database: Database) -> None:
    def hook(path: str) -> Hook:
        secret = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
        return Hook.model_validate(
            {"name": "desk", "kind": "webhook", "url": f"https://a.example/{path}", "secrets": [secret]}
        )

    record(database, [Told("m1"), Told("m2")], [hook("old")], NOW)
    row = take(database, hook("old"), NOW).row
    assert row is not None
    with database.begin() as conn:
        outcome = claims.record(conn, hook("old"), row, Outcome("disabled", "410", 410), NOW)
    assert outcome.dead
    with database.begin() as conn:
        operate.replay(conn, "ana", NOW, hook="desk")
    assert take(database, hook("old"), NOW).row is None
    with database.begin() as conn:
        operate.replay(conn, "ana", NOW, hook="desk")
    assert take(database, hook("new"), NOW).row is not None
    with database.begin() as conn:
        state.change(conn, "desk", gone=outbox.address_mark("https://a.example/new"))
        assert state.resume(conn, "desk", "ana", NOW) == 0
    assert take(database, hook("new"), NOW).row is not None
