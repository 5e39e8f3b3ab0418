"""Structured logs on stderr: sentences for people at a terminal, JSON lines for machines.

Every log event has a dotted name and fields. ``SENTENCES`` holds the human form of the ones an operator sees every day;
any other event is shown as its name followed by its fields, so nothing is ever hidden by a missing template.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

import structlog

from worker.clock import Clock

Fields = MutableMapping[str, Any]


def _feed_polled(f: Fields) -> str:
    if f.get("status") == 304:
        return f"{f['feed']}: unchanged"
    if f.get("status") is None and f.get("note"):
        return f"{f['feed']}: {f['note']}"
    new = f.get("new", 0)
    return f"{f['feed']}: {new} new article{'' if new == 1 else 's'}"


def _article_read(f: Fields) -> str:
    what = {
        "reports": f"{f.get('reports', 0)} meeting report{'' if f.get('reports') == 1 else 's'}",
        "no_meeting": "no meeting in it",
        "unread_language": f"not read: language {f.get('language')}",
        "empty": "empty, nothing to read",
        "not_news": "not a news page",
    }.get(str(f.get("outcome")), str(f.get("outcome")))
    note = f" ({f['note']})" if f.get("note") else ""
    return f"{f.get('outlet') or 'article'}: “{f.get('title')}”: {what}{note}"


SENTENCES: dict[str, Callable[[Fields], str]] = {
    "started": lambda f: f"Parley {f.get('version')} watches {f.get('feeds')} feeds; {f.get('database')}",
    "stopping": lambda f: "Stopping: finishing what is in hand …",
    "stopped": lambda f: "Stopped. Nothing is lost; the next start goes on from here.",
    "feed.polled": _feed_polled,
    "feed.failed": lambda f: f"{f['feed']}: {f.get('error')} (next try {f.get('next')})",
    "feed.retired": lambda f: f"{f['feed']}: retired: {f.get('error')}",
    "article.read": _article_read,
    "article.failed": lambda f: f"{f.get('outlet') or 'article'}: “{f.get('title')}”: {f.get('error')}",
    "change": lambda f: f"{f.get('sentence')}  — {f.get('outlet') or 'given'}",
    "alert": lambda f: f"{f.get('hook')}: {f.get('sentence')}",
    "alert.sent": lambda f: f"told {f.get('hook')}: {f.get('sentence')}",
    "alert.failed": lambda f: f"{f.get('hook')}: {f.get('error')}",
    "config.problem": lambda f: str(f.get("problem")),
    "task.failed": lambda f: f"{f.get('task')}: {f.get('error')}",
    "broker.refused": lambda f: f"the broker takes no tasks ({f.get('error')}); the sweep sends what is left undone",
    "polling.slowed": lambda f: (
        f"{f.get('waiting')} articles wait to be read (limit {f.get('limit')}): {f.get('feeds')} feeds are asked at a time"
    ),
    "worker.stalled": lambda f: f"process {f.get('pid')} ends itself: {f.get('reason')}",
    "clock.differs": lambda f: f"the database's clock is {f.get('seconds')} s away from this machine's; it counts",
    "articles.retried": lambda f: f"{f.get('articles')} articles that another version had set aside are read again",
    "sweep.resent": lambda f: f"sweep: {f.get('articles')} articles and {f.get('hooks')} hooks taken up again",
}

MARKS = {
    "change": "◆",
    "alert.sent": "➜",
    "feed.failed": "!",
    "article.failed": "!",
    "config.problem": "!",
    "alert.failed": "!",
}
COLOURS = {
    "change": "\x1b[1;36m",
    "alert.sent": "\x1b[35m",
    "error": "\x1b[31m",
    "warning": "\x1b[33m",
    "debug": "\x1b[2m",
}
QUIET = frozenset({"level", "event", "timestamp", "clock"})


class HumanRenderer:
    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, logger: Any, method: str, fields: Fields) -> str:
        name = str(fields.pop("event"))
        level = str(fields.get("level", "info"))
        stamp = fields.get("timestamp", "")
        sentence = SENTENCES.get(name)
        if sentence is not None:
            text = sentence(fields)
        else:
            text = " ".join([name, *(f"{key}={value!r}" for key, value in fields.items() if key not in QUIET)])
        line = f"{stamp} {MARKS.get(name) or ('!' if level in ('warning', 'error', 'critical') else '·')} {text}"
        if not self.colour:
            return line
        colour = COLOURS.get(name) or COLOURS.get(level)
        return f"{colour}{line}\x1b[0m" if colour else line


def setup(
    level: str = "info",
    style: Literal["human", "json"] = "human",
    *,
    clock: Clock | None = None,
    stream: TextIO | None = None,
) -> None:
    """Send all logs to stderr. ``clock`` replaces the wall clock in the stamps (the demo plays another year)."""
    out = stream or sys.stderr
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)

    def stamp(logger: Any, method: str, fields: Fields) -> Fields:
        now = clock.now() if clock is not None else datetime.now(UTC)
        if style == "json":
            fields["timestamp"] = now.isoformat().replace("+00:00", "Z")
        else:
            fields["timestamp"] = (
                now.strftime("%d %b %H:%M") if clock is not None else now.astimezone().strftime("%H:%M:%S")
            )
        return fields

    renderer: Any
    if style == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    else:
        renderer = HumanRenderer(colour=out.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            stamp,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    # Libraries log through the standard module; what they say at warning and above is shown in the same form.
    bridge = _Bridge()
    root = logging.getLogger()
    root.handlers[:] = [bridge]
    root.setLevel(max(number, logging.WARNING))
    # It tells of every connection beyond those that it keeps open.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)


class _Bridge(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger("parley")
        fields: dict[str, Any] = {"logger": record.name}
        if record.exc_info:
            fields["exc_info"] = record.exc_info
        log.log(record.levelno, record.getMessage(), **fields)


log = structlog.get_logger("parley")
