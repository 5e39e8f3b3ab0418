"""What all channels share: the shape of an attempt and its outcome, and where secrets come from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlsplit

from domain.alerts import Hook
from domain.messages import Message, one_line
from domain.targets import bare_address, kept_elsewhere

if TYPE_CHECKING:
    from worker.http import Fetcher

MAX_SECONDS = 60.0
"""Upper bound of one attempt on any channel; shorter than the lease of an outbox row."""

EXCERPT = 300
"""Characters of a receiver's answer that are kept."""

SECRETS_DIR_VARIABLE = "PARLEY_SECRETS_DIR"


class Unusable(Exception):
    """Configuration or environment, not the receiver, stand in the way; another attempt may find them mended. ``str()``
    is a sentence for people that holds no secret."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt."""

    result: Literal["sent", "retry", "dead", "disabled"]
    """sent: it arrived. retry: it did not, try again. dead: it never will, whatever is tried. disabled: neither this nor
    anything else will arrive at this address (410 Gone)."""
    sentence: str = ""
    """What happened, for people; empty where it was sent. Holds no secret."""
    status: int | None = None
    """HTTP status, exit code of a command, reply code of a mail server."""
    answer: str = ""
    """Excerpt of what the receiver said, on one line, at most ``EXCERPT`` characters."""
    retry_after: timedelta | None = None
    """The receiver's own wish (Retry-After)."""
    notes: tuple[str, ...] = ()
    """What was sent otherwise than configured."""

    @property
    def sent(self) -> bool:
        return self.result == "sent"


@dataclass(frozen=True, slots=True)
class Means:
    """What a channel may use of the world."""

    fetcher: Fetcher
    now: datetime
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)


class Channel(Protocol):
    """One way of telling. Stateless, shared by threads; one attempt per call.

    May raise ``Unusable``; everything else that can go wrong in the world is an ``Outcome``.
    """

    def send(self, hook: Hook, message: Message, means: Means) -> Outcome: ...


def resolve(given: str, what: str, environ: Mapping[str, str]) -> str:
    """A secret itself: ``given`` as it stands, or what ``env:NAME`` or ``file:PATH`` names, read anew each time so that a
    rotated file counts at once. Raises ``Unusable`` with a sentence that says where ``what`` should be, never the secret.
    """
    if not kept_elsewhere(given):
        return given
    scheme, _, rest = given.partition(":")
    name = rest.strip()
    if scheme == "env":
        value = environ.get(name)
        if value is None or not value.strip():
            raise Unusable(f"the variable {name}, which holds its {what}, is not set")
        return value.strip()
    path = Path(environ.get(SECRETS_DIR_VARIABLE, "/run/secrets"), name).expanduser()
    try:
        value = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise Unusable(f"the {what} file {path} cannot be read: {why}") from None
    if not value.strip():
        raise Unusable(f"the {what} file {path} is empty")
    return value.strip()


def excerpt(answer: bytes | str, limit: int = EXCERPT) -> str:
    """The beginning of what a receiver said, fit for one line of a log or terminal."""
    text = answer[: limit * 4].decode("utf-8", "replace") if isinstance(answer, bytes) else answer[: limit * 4]
    text = one_line(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def target_in_words(hook: Hook) -> str:
    """Where a hook's messages go, without anything that could be a key: paths and queries of addresses are left out, and
    of a service's url all but its name."""
    if hook.kind == "command":
        return hook.command[0]
    if hook.kind == "email":
        return ", ".join(bare_address(address) for address in hook.to)
    if hook.url is None:
        return "the log"
    if kept_elsewhere(hook.url):
        return hook.url
    parts = urlsplit(hook.url)
    return f"{parts.scheme}://{parts.hostname}" if hook.kind == "webhook" else f"{hook.url.partition('://')[0]}://…"
