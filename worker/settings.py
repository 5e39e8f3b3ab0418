"""Every setting of Parley, declared once: type, default, limits and help.

All else is derived from these models: the tables of ``parley.toml``, the names of the ``PARLEY_*`` variables
(``PARLEY_<TABLE>_<KEY>``), the secrets that may come from files, ``parley config show`` and the tests that keep
``config/parley.toml`` true. ``worker.config`` finds the values; this module knows nothing of files or the environment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from worker.feeds.schedule import PollPolicy
    from worker.http import FetchPolicy

ENV_PREFIX = "PARLEY_"

# --- values as people write them ------------------------------------------------------------------------------------

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?\s*(?:ms|[smhdw])\s*)+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|[smhdw])")
_SIZES = {"": 1, "b": 1, "kib": 2**10, "mib": 2**20, "gib": 2**30, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.I)


def parse_duration(value: Any) -> timedelta:
    """``15m``, ``1h30m``, ``2d``, or a number of seconds. Raises ``ValueError`` with a sentence."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return timedelta(seconds=value)
    text = str(value).strip().lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return timedelta(seconds=float(text))
    if isinstance(value, bool) or not _DURATION.fullmatch(text):
        raise ValueError(f"{_shown(value)} is no duration; write 30s, 15m, 2h or 1d")
    return timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in _DURATION_PART.findall(text)))


def format_duration(value: timedelta) -> str:
    """The shortest exact form of a duration: ``timedelta(minutes=90)`` is ``1h30m``."""
    milliseconds = round(value.total_seconds() * 1000)
    if milliseconds == 0:
        return "0s"
    parts = []
    for unit in ("d", "h", "m", "s", "ms"):
        count, milliseconds = divmod(milliseconds, round(_UNITS[unit] * 1000))
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)


def parse_size(value: Any) -> int:
    """``10MiB``, ``500 kB``, or a number of bytes. Raises ``ValueError`` with a sentence."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _SIZE.fullmatch(str(value).strip())
    if match is None or match[2].lower() not in _SIZES:
        raise ValueError(f"{_shown(value)} is no size; write 10MiB or a number of bytes")
    return int(float(match[1]) * _SIZES[match[2].lower()])


def format_size(value: int) -> str:
    for unit, factor in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if value and value % factor == 0:
            return f"{value // factor}{unit}"
    return str(value)


def _shown(value: Any) -> str:
    """A value as the file has it: text in double quotes, ``true`` and ``false`` in lower case."""
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def _listed(value: Any) -> Any:
    """Environment variables hold lists with commas between."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration), PlainSerializer(format_duration, when_used="json")]
Size = Annotated[int, BeforeValidator(parse_size), PlainSerializer(format_size, when_used="json")]

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# --- addresses ------------------------------------------------------------------------------------------------------

_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+(\w+))?$")
BROKER_SCHEMES = ("memory", "redis", "rediss", "sentinel", "valkey", "valkeys", "amqp", "amqps")


def database_url(value: str) -> str:
    """Normalise a database address to one that the installed driver understands."""
    scheme, separator, rest = value.strip().partition("://")
    if scheme == "sqlite" and separator:
        if not rest.startswith("/"):
            raise ValueError(
                f"{hide_password(value)} has no path; write sqlite:///var/parley.db, with a fourth slash for an absolute path"
            )
        return value.strip()
    match = _POSTGRESQL.fullmatch(scheme)
    if match is None or not separator:
        raise ValueError(
            f"{hide_password(value)} is no database that Parley knows; write sqlite:///FILE or postgresql://USER@HOST:5432/NAME"
        )
    if match[1] not in (None, "pg8000"):
        raise ValueError(f"the driver {match[1]} is not part of Parley; write postgresql://…, which uses pg8000")
    if not urlsplit(f"postgresql://{rest}").path.strip("/"):
        raise ValueError(f"{hide_password(value)} names no database; write postgresql://USER@HOST:5432/NAME")
    return f"postgresql+pg8000://{rest}"


def broker_url(value: str) -> str:
    scheme = value.strip().partition("://")[0]
    if "://" not in value or scheme not in BROKER_SCHEMES:
        raise ValueError(
            f"{hide_password(value)} is no broker that Parley knows; write redis://HOST:6379/0, amqp://USER@HOST// or memory://"
        )
    return value.strip()


def hide_password(url: str) -> str:
    """``url`` with its password, if it has one, as three asterisks."""
    return re.sub(r"(?<=://)([^/@\s]*?):([^@\s]*)@", r"\1:***@", url, count=1)


def with_password(url: str, password: str) -> str:
    """Put ``password`` into ``url``, quoted; one that is there already is replaced."""
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    user = userinfo.partition(":")[0] if at else ""
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}"))


def allowed_host(value: str) -> str:
    """``host`` or ``host:port``; a URL is refused with the host that was meant."""
    text = value.strip()
    if "/" in text or "://" in text:
        meant = urlsplit(text if "://" in text else f"//{text}").netloc.rpartition("@")[2]
        raise ValueError(f'"{text}" is not a host; write "{meant}"' if meant else f'"{text}" is not a host')
    if not re.fullmatch(r"\[[0-9A-Fa-f:.]+\](:\d{1,5})?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|[\w.-]+(:\d{1,5})?", text):
        raise ValueError(
            f'"{text}" is not a host; write a name or an address, with :PORT where only that port is meant'
        )
    return text.lower()


# --- the settings ---------------------------------------------------------------------------------------------------


class Table(BaseModel):
    # Deferred: the tables are built once, inside of Settings. Half of what a quick command spends on settings otherwise.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class DatabaseSettings(Table):
    """Where the log, the inbox and the read model live."""

    url: Annotated[str, AfterValidator(database_url)] = Field(
        "sqlite:///{data_dir}/parley.db",
        repr=False,
        description="SQLite (one machine, the embedded mode) or PostgreSQL: postgresql://USER@HOST:5432/NAME. "
        "{data_dir} is replaced; relative files are looked for in the project directory.",
    )
    password: SecretStr | None = Field(
        None,
        description="Put into the URL. Give it as a file: PARLEY_DATABASE_PASSWORD_FILE or the secret parley_database_password.",
        json_schema_extra={"secret": True},
    )


class BrokerSettings(Table):
    """What wakes the workers. It may lose messages: the database knows what is unfinished."""

    url: Annotated[str, AfterValidator(broker_url)] = Field(
        "memory://",
        repr=False,
        description="memory:// is the embedded mode (one process, no server). Many workers: redis://HOST:6379/0 or amqp://USER@HOST//.",
    )
    password: SecretStr | None = Field(
        None,
        description="Put into the URL. Give it as a file: PARLEY_BROKER_PASSWORD_FILE or the secret parley_broker_password.",
        json_schema_extra={"secret": True},
    )
    visibility_timeout: Duration = Field(
        HOUR,
        ge=MINUTE,
        description="Redis: how long a task may stay unacknowledged before another worker gets it. Longer than the longest task.",
    )


class HttpSettings(Table):
    """How Parley asks the web. It never reaches private addresses unless they are allowed by name."""

    user_agent: str = Field(
        "Parley/0.1 (news feed reader)",
        min_length=3,
        max_length=200,
        description="Sent with every request. Publishers block clients that hide: add a contact address.",
    )
    allow_hosts: tuple[str, ...] = Field(
        (),
        description="Hosts (name, name:port or address) that may be reached although their address is private or local.",
        json_schema_extra={"env": "PARLEY_ALLOW_HOSTS"},
    )
    connect_timeout: Duration = Field(
        10 * SECOND, gt=0 * SECOND, le=MINUTE, description="For each address of a host until the connection stands."
    )
    read_timeout: Duration = Field(
        20 * SECOND, gt=0 * SECOND, le=5 * MINUTE, description="Longest silence of a server."
    )
    total_timeout: Duration = Field(
        60 * SECOND, gt=0 * SECOND, le=10 * MINUTE, description="A whole exchange, redirects included."
    )
    max_bytes: Size = Field(
        10 * 2**20, ge=2**16, le=2**30, description="Largest answer, counted after decompression while it streams in."
    )
    max_redirects: int = Field(
        5, strict=True, ge=0, le=20, description="Redirects that are followed, each of them checked."
    )
    proxy: str | None = Field(
        None, description="URL of an HTTP proxy for all requests. HTTP_PROXY and its relatives are not looked at."
    )

    @field_validator("allow_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: Any) -> Any:
        listed = _listed(value)
        return [allowed_host(v) if isinstance(v, str) else v for v in listed] if isinstance(listed, list) else listed

    @field_validator("user_agent")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isascii() or not value.isprintable():
            raise ValueError("a User-Agent is one line of ASCII (RFC 9110 section 5.5)")
        return value

    @field_validator("proxy")
    @classmethod
    def _proxy_url(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError(f"{hide_password(value)} is no proxy; write http://HOST:PORT")
        return value


class PollingSettings(Table):
    """How often feeds are asked. Each feed finds its own rhythm between the bounds."""

    default_interval: Duration = Field(15 * MINUTE, description="Of a feed whose rhythm is not known yet.")
    min_interval: Duration = Field(
        5 * MINUTE,
        ge=SECOND,
        description="No feed is asked more often, however busy it is. Publishers block at about a minute.",
    )
    max_interval: Duration = Field(
        6 * HOUR, le=7 * DAY, description="No feed is asked less often, however quiet it is."
    )
    host_spacing: Duration = Field(
        2 * SECOND,
        ge=0 * SECOND,
        le=10 * MINUTE,
        description="Between two requests to one host, by all workers together.",
    )
    concurrency: int = Field(50, ge=1, le=500, description="Feeds that one task asks at once.")
    tick: Duration = Field(
        5 * SECOND, ge=SECOND, le=10 * MINUTE, description="How often beat looks for feeds that are due."
    )
    inbox_limit: int = Field(
        5000,
        strict=True,
        ge=10,
        le=10_000_000,
        description="Articles waiting to be read. From half of it on fewer feeds are asked at a tick, beyond it only one.",
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.min_interval <= self.default_interval <= self.max_interval:
            raise ValueError(
                "the intervals are out of order: "
                f"min_interval {format_duration(self.min_interval)}, default_interval {format_duration(self.default_interval)}, "
                f"max_interval {format_duration(self.max_interval)}"
            )
        return self


class ReadingSettings(Table):
    """How articles are read."""

    fetch_pages: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Whether an article's page is fetched: auto where the feed gives only a teaser; a feed may say otherwise.",
    )
    max_attempts: int = Field(
        5, strict=True, ge=1, le=100, description="After so many failures an article is set aside with its error."
    )
    lease: Duration = Field(
        5 * MINUTE,
        ge=SECOND,
        le=DAY,
        description="How long an article stays with the reader that took it; afterwards another may have it.",
    )
    time_limit: Duration = Field(
        MINUTE,
        ge=SECOND,
        le=HOUR,
        description="How long one article may take, fetching its page included; beyond, the attempt failed.",
    )
    keep_texts: Duration | None = Field(
        None,
        ge=DAY,
        description="How long articles' texts are kept after they came in, say 365d; quotes stay. Without one they are kept for good.",
    )

    @model_validator(mode="after")
    def _lease_outlasts_reading(self) -> Self:
        if self.lease < self.time_limit:
            raise ValueError(
                f"lease {format_duration(self.lease)} is shorter than time_limit {format_duration(self.time_limit)}: "
                "an article would be given to another reader while the first one is still at it"
            )
        return self


class WorkerSettings(Table):
    """How the work is spread."""

    concurrency: int = Field(
        2,
        strict=True,
        ge=1,
        le=256,
        description="Tasks at once in one process: threads in the embedded mode, children of a Celery worker.",
    )
    sweep_interval: Duration = Field(
        20 * SECOND, ge=SECOND, le=HOUR, description="How often whatever the database says is unfinished is sent again."
    )
    resend_after: Duration = Field(
        2 * MINUTE,
        ge=SECOND,
        le=DAY,
        description="What was sent is not sent again sooner, or a slow queue fills with copies.",
    )
    seal_interval: Duration = Field(
        MINUTE, ge=SECOND, le=DAY, description="How often new events are sealed into the log's chain of digests."
    )
    stall_after: Duration = Field(
        2 * MINUTE,
        ge=2 * SECOND,
        le=HOUR,
        description="A worker or scheduler that shows no life for so long ends, to be started anew by its supervisor.",
    )


class WebSettings(Table):
    """The page, the calendar, the feed and the API. All of it reads; nothing can be changed there."""

    enabled: bool = Field(True, description="Whether 'parley up' serves them; 'parley web' always does.")
    host: str = Field(
        "127.0.0.1",
        min_length=1,
        description="Address to listen on. 0.0.0.0 or :: lets other machines in: set a token or a password then.",
    )
    port: int = Field(8700, strict=True, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str | None = Field(
        None,
        description="Where people reach it, such as https://parley.example.org: links in calendars and feeds begin so.",
    )
    allowed_hosts: tuple[str, ...] = Field(
        (),
        description="Host names that requests may ask for besides localhost, the address listened on and public_url's. "
        "Only looked at where neither token nor password is set: it keeps foreign web pages from reading yours.",
    )
    token: SecretStr | None = Field(
        None,
        description="Asked for as 'Authorization: Bearer …', as a password of any user, or as ?token= where a calendar or "
        "feed reader can send no header.",
        json_schema_extra={"secret": True},
    )
    user: str = Field("parley", min_length=1, description="Name to sign in with where a password is set.")
    password: SecretStr | None = Field(
        None, description="Asked for by the browser (basic authentication).", json_schema_extra={"secret": True}
    )

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _host_names(cls, value: Any) -> Any:
        listed = _listed(value)
        return [allowed_host(v) if isinstance(v, str) else v for v in listed] if isinstance(listed, list) else listed

    @field_validator("public_url")
    @classmethod
    def _page_url(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError(f'"{value}" is no address of a page; write https://HOST or https://HOST/PATH')
        return value.rstrip("/") if value is not None else None


class LogSettings(Table):
    """What the program says on stderr."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least important line that is shown."
    )
    format: Literal["human", "json"] = Field(
        "human", description="Sentences for people, or a JSON object a line for machines."
    )


class Settings(Table):
    """All settings. Build it with ``worker.config.load``; in a test, with the values that matter there."""

    data_dir: str = Field(
        "var",
        min_length=1,
        description="Where Parley writes. A relative one is taken from the project directory, the parent of the configuration.",
    )
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    broker: BrokerSettings = Field(default_factory=BrokerSettings)
    http: HttpSettings = Field(default_factory=HttpSettings)
    polling: PollingSettings = Field(default_factory=PollingSettings)
    reading: ReadingSettings = Field(default_factory=ReadingSettings)
    worker: WorkerSettings = Field(default_factory=WorkerSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    log: LogSettings = Field(default_factory=LogSettings)

    def resolved(self, project: Path) -> Settings:
        """The same settings with absolute paths and with the passwords in the URLs. Idempotent."""
        data_dir = (project / Path(self.data_dir).expanduser()).absolute()
        database = self.database.url.replace("{data_dir}", str(data_dir))
        if database.startswith("sqlite:///"):
            path, mark, query = database.removeprefix("sqlite:///").partition("?")
            if path and path != ":memory:":
                database = f"sqlite:///{os.path.normpath(project.absolute() / Path(path).expanduser())}{mark}{query}"
        elif self.database.password is not None:
            database = with_password(database, self.database.password.get_secret_value())
        broker = self.broker.url
        if self.broker.password is not None and not broker.startswith("memory:"):
            broker = with_password(broker, self.broker.password.get_secret_value())
        return self.model_copy(
            update={
                "data_dir": str(data_dir),
                "database": self.database.model_copy(update={"url": database}),
                "broker": self.broker.model_copy(update={"url": broker}),
            }
        )

    @property
    def embedded(self) -> bool:
        """True where one process does everything, with a broker in its own memory."""
        return self.broker.url.startswith("memory:")

    def fetch_policy(self) -> FetchPolicy:
        from worker.http import FetchPolicy

        return FetchPolicy(
            user_agent=self.http.user_agent,
            connect_timeout=self.http.connect_timeout.total_seconds(),
            read_timeout=self.http.read_timeout.total_seconds(),
            total_timeout=self.http.total_timeout.total_seconds(),
            max_bytes=self.http.max_bytes,
            max_redirects=self.http.max_redirects,
            allow_hosts=frozenset(self.http.allow_hosts),
            proxy=self.http.proxy,
        )

    def poll_policy(self) -> PollPolicy:
        from worker.feeds.schedule import PollPolicy

        return PollPolicy(
            default_interval=self.polling.default_interval,
            min_interval=self.polling.min_interval,
            max_interval=self.polling.max_interval,
            host_spacing=self.polling.host_spacing,
            fetch_pages=self.reading.fetch_pages,
        )

    def redacted(self) -> dict[str, Any]:
        """All settings as JSON values in the form of ``parley.toml``, without any password or secret."""
        shown = self.model_dump(mode="json")
        for option in OPTIONS:
            table = shown[option.table] if option.table else shown
            value = table[option.name]
            if option.secret:
                table[option.name] = None if value is None else "***"
            elif isinstance(value, str) and "://" in value:
                table[option.name] = hide_password(value)
        return shown


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One setting, as files, the environment and people name it."""

    table: str
    """The TOML table; empty for keys above all tables."""
    name: str
    env: str
    help: str
    default: Any
    secret: bool
    integer: bool
    """The environment's text becomes a whole number; in TOML a quoted number is a wrong type."""

    @property
    def key(self) -> str:
        return f"{self.table}.{self.name}" if self.table else self.name

    @property
    def secret_file(self) -> str:
        """Its file in the secrets directory (``/run/secrets``)."""
        return self.env.lower()


def _tables() -> dict[str, type[Table]]:
    return {
        name: field.annotation
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Table)
    }


def _default(field: FieldInfo) -> Any:
    """The default as TOML has it."""
    if isinstance(field.default, timedelta):
        return format_duration(field.default)
    if any(isinstance(note, PlainSerializer) and note.func is format_size for note in field.metadata):
        return format_size(field.default)
    return list(field.default) if isinstance(field.default, tuple) else field.default


def _options() -> tuple[Option, ...]:
    found: list[Option] = []
    models: dict[str, type[Table]] = {"": Settings, **TABLES}
    for table, model in models.items():
        for name, field in model.model_fields.items():
            if not table and name in TABLES:
                continue
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            default = _default(field)
            found.append(
                Option(
                    table=table,
                    name=name,
                    env=str(extra.get("env") or ENV_PREFIX + (f"{table}_{name}" if table else name).upper()),
                    help=field.description or "",
                    default=default,
                    secret=bool(extra.get("secret")),
                    integer=field.annotation is int and isinstance(default, int),
                )
            )
    return tuple(found)


TABLES: Mapping[str, type[Table]] = _tables()
"""The tables of ``parley.toml``."""

OPTIONS: tuple[Option, ...] = _options()
"""Every setting, in the order of ``parley.toml``."""
