"""``/livez``, ``/readyz`` and ``/metrics``: for those who look after the machine.

Metrics are computed from the database when asked, not counted in processes: whatever runs, and however often it was restarted,
they are right, and one scrape of one process tells of all. Names follow the conventions of Prometheus (base units, ``_total`` for
what only grows); the format is OpenMetrics 1.0, or Prometheus' older text where somebody asks for ``text/plain`` alone.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client import exposition as plain
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.openmetrics import exposition as openmetrics
from sqlalchemy import Connection, func, select

from domain.alerts import Hook
from worker import __version__
from worker.alerts.figures import figures
from worker.feeds import registry
from worker.health import health_findings
from worker.log import store
from worker.log.errors import LogError
from worker.log.tables import article, change, feed, log_seal
from worker.log.tables import meeting as meeting_table
from worker.runtime import Runtime

FRESH_FOR = 5.0
"""Seconds for which an answer of ``/readyz`` is used again: it verifies the newest thousand events each time."""


class Readiness:
    """What ``parley doctor`` finds, at most once in ``FRESH_FOR`` seconds."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._answer: tuple[int, dict[str, Any]] = (503, {})

    def ask(self) -> tuple[int, dict[str, Any]]:
        """HTTP status and body: 503 where something fails; warnings (one silent feed) leave it ready."""
        with self._lock:
            if time.monotonic() - self._asked >= FRESH_FOR:
                self._answer = self._look()
                self._asked = time.monotonic()
            return self._answer

    def _look(self) -> tuple[int, dict[str, Any]]:
        try:
            found = [
                {"check": check, "state": state, "detail": sentence}
                for check, state, sentence in health_findings(self._runtime, self._runtime.database)
            ]
        except LogError as error:
            found = [{"check": "database", "state": "failure", "detail": str(error)}]
        states = {one["state"] for one in found}
        worst = max(states, key=STATES.index, default="ok")
        return (503 if worst == "failure" else 200), {"status": worst, "version": __version__, "checks": found}


STATES = ("ok", "warning", "failure")
"""Of a check, from good to bad; a metric tells their places in this row."""


class ChangesByKind:
    """How many changes of each kind the log has. They only grow, so each is counted once, and a scrape costs what came since
    the one before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._position = 0
        self._counts: Counter[str] = Counter()

    def count(self, conn: Connection) -> dict[str, int]:
        """Kind → changes, of those that the transaction sees, by name."""
        with self._lock:
            position = store.head(conn)
            if position > self._position:
                new = select(change.c.kind, func.count()).where(
                    change.c.position > self._position, change.c.position <= position
                )
                self._counts.update(dict(conn.execute(new.group_by(change.c.kind)).all()))
                self._position = position
            return dict(sorted(self._counts.items()))


class Figures:
    """A collector of prometheus_client that asks the database."""

    def __init__(self, runtime: Runtime, readiness: Readiness, changes: ChangesByKind) -> None:
        self._runtime = runtime
        self._readiness = readiness
        self._changes = changes

    def collect(self) -> Iterator[Metric]:
        now = self._runtime.clock.now()
        yield InfoMetricFamily("parley_build", "The running program.", value={"version": __version__})
        yield _checks(self._readiness.ask()[1]["checks"])
        with self._runtime.database.read() as conn:
            yield from _log(conn, self._changes.count(conn))
            yield from _articles(conn, now.timestamp())
            yield from _feeds(conn, now)
            yield from _alerts(conn, self._runtime.config.hooks, now)


def _checks(found: Sequence[dict[str, Any]]) -> Metric:
    """What ``parley doctor`` finds, so that whoever is told by these figures hears the same."""
    checks = GaugeMetricFamily(
        "parley_check", "What parley doctor finds: 0 well, 1 something to look at, 2 broken.", labels=["check"]
    )
    for one in found:
        checks.add_metric([one["check"]], STATES.index(one["state"]))
    return checks


def _log(conn: Connection, changes: Mapping[str, int]) -> Iterator[Metric]:
    position = store.head(conn)
    yield CounterMetricFamily("parley_log_events", "Events in the log.", value=position)
    sealed = int(conn.execute(select(func.max(log_seal.c.position_to))).scalar() or 0)
    yield GaugeMetricFamily(
        "parley_log_unsealed_events", "Events not yet in the chain of seals.", value=position - sealed
    )
    kinds = CounterMetricFamily("parley_changes", "Changes of meetings that were recorded, by kind.", labels=["kind"])
    for kind, count in changes.items():
        kinds.add_metric([kind], count)
    yield kinds
    newest = conn.execute(select(func.max(change.c.recorded_at))).scalar()
    if newest is not None:
        yield GaugeMetricFamily(
            "parley_last_change_timestamp_seconds", "When the newest change was recorded.", value=newest.timestamp()
        )
    meetings = GaugeMetricFamily("parley_meetings", "Known meetings, by status.", labels=["status"])
    counted = select(meeting_table.c.status, func.count()).group_by(meeting_table.c.status)
    for status, count in conn.execute(counted.order_by(meeting_table.c.status)):
        meetings.add_metric([status], count)
    yield meetings


def _articles(conn: Connection, now: float) -> Iterator[Metric]:
    by_state = GaugeMetricFamily("parley_articles", "Articles by what became of them.", labels=["state"])
    rows = conn.execute(select(article.c.state, func.count()).group_by(article.c.state).order_by(article.c.state)).all()
    counts = {"received": 0, "quarantined": 0, **dict(rows)}
    for state, count in sorted(counts.items()):
        by_state.add_metric([state], count)
    yield by_state
    oldest = conn.execute(select(func.min(article.c.received_at)).where(article.c.state == "received")).scalar()
    yield GaugeMetricFamily(
        "parley_inbox_oldest_seconds",
        "Age of the article that has waited longest to be read; 0 where none waits.",
        value=max(0.0, now - oldest.timestamp()) if oldest else 0.0,
    )


def _feeds(conn: Connection, now: Any) -> Iterator[Metric]:
    states = {-1: "unwatched", 0: "well", 1: "warning", 2: "failing"}
    by_health = GaugeMetricFamily("parley_feeds", "Feeds by health.", labels=["health"])
    polls = CounterMetricFamily("parley_feed_polls", "Polls of a feed.", labels=["feed"])
    unmodified = CounterMetricFamily("parley_feed_not_modified", "Polls answered by 304.", labels=["feed"])
    brought = CounterMetricFamily("parley_feed_articles", "Articles that a feed brought.", labels=["feed"])
    errors = GaugeMetricFamily("parley_feed_errors_in_row", "Failed polls since the last good one.", labels=["feed"])
    newest = GaugeMetricFamily(
        "parley_feed_last_article_timestamp_seconds", "When a feed brought its newest article.", labels=["feed"]
    )
    success = GaugeMetricFamily(
        "parley_feed_last_success_timestamp_seconds", "When a feed last answered well.", labels=["feed"]
    )
    overdue = GaugeMetricFamily(
        "parley_polling_overdue_seconds", "How far the feed that is longest due is past its time; 0 where none is due."
    )
    counts = dict.fromkeys(states.values(), 0)
    longest = 0.0
    for row in conn.execute(select(feed).order_by(feed.c.name)):
        counts[states[registry.health(row, now).severity]] += 1
        if row.active:
            longest = max(longest, (now - row.next_poll_at).total_seconds())
        polls.add_metric([row.name], row.polls)
        unmodified.add_metric([row.name], row.not_modified)
        brought.add_metric([row.name], row.articles)
        errors.add_metric([row.name], row.errors_in_row)
        if row.last_new_at is not None:
            newest.add_metric([row.name], row.last_new_at.timestamp())
        if row.last_success_at is not None:
            success.add_metric([row.name], row.last_success_at.timestamp())
    for state, count in counts.items():
        by_health.add_metric([state], count)
    overdue.add_metric([], longest)
    yield from (by_health, overdue, polls, unmodified, brought, errors, newest, success)


def _alerts(conn: Connection, hooks: Sequence[Hook], now: datetime) -> Iterator[Metric]:
    sent = CounterMetricFamily("parley_alerts_sent", "Messages that reached a hook.", labels=["hook"])
    failed = CounterMetricFamily("parley_alerts_failed_attempts", "Attempts that failed.", labels=["hook"])
    given_up = CounterMetricFamily("parley_alerts_given_up", "Messages that were given up.", labels=["hook"])
    pending = GaugeMetricFamily("parley_alerts_pending", "Changes and notices that wait to be told.", labels=["hook"])
    dead = GaugeMetricFamily("parley_alerts_dead", "What was given up and not told since.", labels=["hook"])
    oldest = GaugeMetricFamily(
        "parley_alerts_oldest_pending_seconds",
        "Age of what has waited longest; 0 where nothing waits.",
        labels=["hook"],
    )
    for one in figures(conn, hooks, now):
        sent.add_metric([one.hook], one.sent)
        failed.add_metric([one.hook], one.failed)
        given_up.add_metric([one.hook], one.given_up)
        pending.add_metric([one.hook], one.pending + one.waiting)
        dead.add_metric([one.hook], one.dead)
        oldest.add_metric([one.hook], one.oldest_pending_seconds or 0.0)
    yield from (sent, failed, given_up, pending, dead, oldest)


def metrics(runtime: Runtime, readiness: Readiness, changes: ChangesByKind, accept: str = "") -> tuple[bytes, str]:
    """All figures, and the media type that they are written in, which follows from the ``Accept`` of whoever asks."""
    collectors = CollectorRegistry(auto_describe=False)
    collectors.register(Figures(runtime, readiness, changes))
    written: Any = plain if "text/plain" in accept and "openmetrics" not in accept else openmetrics
    return written.generate_latest(collectors), written.CONTENT_TYPE_LATEST
