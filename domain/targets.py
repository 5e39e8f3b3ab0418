"""Where a hook sends its messages, and how they are put: the part of a hook that its channel reads.

Pure: secrets are named here, not resolved, and templates are text that nothing has looked into yet.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator

from domain.reports import Value

SECRET_PREFIX = "whsec_"

HookKind = Literal["webhook", "apprise", "email", "command", "log"]

MAX_TEMPLATE = 10_000
"""Characters of a template."""

_KEYS: dict[str, tuple[HookKind, ...]] = {
    "url": ("webhook", "apprise"),
    "secrets": ("webhook",),
    "allow_private": ("webhook",),
    "command": ("command",),
    "to": ("email",),
    "sender": ("email",),
    "server": ("email",),
    "security": ("email",),
    "user": ("email",),
    "password": ("email",),
    "invitations": ("email",),
    "format": ("apprise",),
    "timeout_seconds": ("webhook", "apprise", "email", "command"),
    "template": ("apprise", "email", "command"),
    "title_template": ("apprise", "email", "command"),
    "digest_template": ("apprise", "email", "command"),
    "notice_template": ("apprise", "email", "command"),
}
"""Key → the kinds of hooks that it means something to."""


def decode_secret(secret: str) -> bytes:
    """The key bytes of a Standard Webhooks secret, ``whsec_`` and base64. Raises ``ValueError`` with a sentence that does
    not repeat the secret."""
    if not secret.startswith(SECRET_PREFIX):
        raise ValueError(f'a secret starts with "{SECRET_PREFIX}", followed by 24 to 64 random bytes in base64')
    encoded = secret.removeprefix(SECRET_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f'what follows "{SECRET_PREFIX}" is not base64') from None
    if not 24 <= len(key) <= 64:
        raise ValueError(f"the secret holds {len(key)} bytes; Standard Webhooks asks for 24 to 64")
    return key


def kept_elsewhere(given: str) -> bool:
    """True where ``given`` only names where a secret is (``env:NAME``, ``file:PATH``). Raises ``ValueError`` where the
    name is missing."""
    scheme, colon, rest = given.partition(":")
    if not colon or scheme not in ("env", "file") or rest.startswith("//"):
        return False
    if not rest.strip():
        raise ValueError(f"{scheme}: names no {'variable' if scheme == 'env' else 'file'}")
    return True


_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")
"""The addr-specs of RFC 5322 that people have, without quoted local parts and address literals."""


def bare_address(value: str) -> str:
    """``desk@example.org`` out of ``Desk <desk@example.org>``. Raises ``ValueError`` for what is no mail address."""
    match = re.fullmatch(r"\s*(?:[^<>\r\n]*<\s*([^<>]*?)\s*>|([^<>]*?))\s*", value)
    address = (match[1] or match[2] or "") if match else ""
    if not value.isprintable() or not _ADDRESS.fullmatch(address):
        raise ValueError(f'"{value}" is no mail address; write desk@example.org or "The desk <desk@example.org>"')
    if not address.isascii():
        raise ValueError(f'"{address}" holds letters that not every mail server takes; write its ASCII form (xn--…)')
    return address


class Target(Value):
    """The channel of a hook. Which keys count depends on ``kind``; a key of another kind is refused, since whoever wrote
    it expects something of it."""

    kind: HookKind = Field(
        description="webhook: a signed HTTP POST. apprise: Slack, Teams, Discord, Telegram, Matrix, ntfy and a hundred "
        "more, by url. email: a mail, with invitations if wanted. command: a program, with JSON on its stdin. "
        "log: a line in Parley's own log."
    )
    url: str | None = Field(
        default=None,
        repr=False,
        description="Where a webhook is sent to, http or https; or the address of a service in the form that Apprise "
        "knows. env:NAME or file:PATH where it holds a key.",
    )
    secrets: tuple[SecretStr, ...] = Field(
        default=(),
        description="Keys of the signatures: whsec_…, or env:NAME, or file:PATH (a bare name is looked for among the "
        "container's secrets). Several during a rotation; every one of them signs.",
    )
    allow_private: bool = Field(
        default=False, description="Whether this webhook's host may be at a private or local address."
    )
    command: tuple[str, ...] = Field(
        default=(), description="The program and its arguments, each an item of the list; no shell looks at them."
    )
    to: tuple[str, ...] = Field(default=(), description="Who gets the mail.")
    sender: str | None = Field(default=None, description="Who the mail is from; organiser of invitations.")
    server: str | None = Field(default=None, description="Mail server, host or host:port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls (port 587) and tls (port 465) check the server's certificate; none (port 25) is for a "
        "server on the same machine.",
    )
    user: str | None = Field(default=None, description="User name at the mail server.")
    password: SecretStr | None = Field(default=None, description="Password there; env:NAME or file:PATH.")
    invitations: bool = Field(
        default=False,
        description="Whether mails carry calendar invitations, updates and cancellations for meetings with a firm date.",
    )
    timeout_seconds: float = Field(default=20, gt=0, le=60, description="How long one attempt may take.")
    format: Literal["auto", "text", "markdown"] = Field(
        default="auto",
        description="How the text for an Apprise service is written; auto is Markdown for those that show it.",
    )
    template: str | None = Field(
        default=None,
        max_length=MAX_TEMPLATE,
        description="Jinja2: how a change is told. Also for each one of a digest.",
    )
    title_template: str | None = Field(
        default=None, max_length=MAX_TEMPLATE, description="Jinja2: title or subject for a change."
    )
    digest_template: str | None = Field(
        default=None, max_length=MAX_TEMPLATE, description="Jinja2: how several changes at once are told."
    )
    notice_template: str | None = Field(
        default=None,
        max_length=MAX_TEMPLATE,
        description="Jinja2: how the machine's own state and silences are told.",
    )

    @field_validator(*_KEYS)
    @classmethod
    def _belongs(cls, value: object, info: ValidationInfo) -> object:
        kind, key = info.data.get("kind"), info.field_name or ""
        if kind is not None and kind not in _KEYS[key] and value != cls.model_fields[key].default:
            raise ValueError(f"{key} is for hooks of kind {_either(_KEYS[key])}; this one is of kind {kind}")
        return value

    @field_validator("url")
    @classmethod
    def _address(cls, value: str | None, info: ValidationInfo) -> str | None:
        # Never repeated: an address may hold a key.
        if value is None or kept_elsewhere(value):
            return value
        parts = urlsplit(value)
        if info.data.get("kind") == "webhook":
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError("the url of a hook starts with https:// (or http://) and a host")
        elif not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://\S", value):
            raise ValueError(
                "the url of a service starts with its name and ://, such as slack://, mailtos:// or ntfy://"
            )
        return value

    @field_validator("secrets")
    @classmethod
    def _keys(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for secret in value:
            if not kept_elsewhere(secret.get_secret_value()):
                decode_secret(secret.get_secret_value())
        return value

    @field_validator("password")
    @classmethod
    def _named(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            kept_elsewhere(value.get_secret_value())
        return value

    @field_validator("command")
    @classmethod
    def _program(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if value and not value[0].strip():
            raise ValueError('the first item is the program: command = ["/usr/local/bin/notify", "--urgent"]')
        if any("\0" in part for part in value):
            raise ValueError("an argument cannot hold a null character")
        return value

    @field_validator("to")
    @classmethod
    def _recipients(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            bare_address(address)
        return value

    @field_validator("sender")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value is not None:
            bare_address(value)
        return value

    @field_validator("server")
    @classmethod
    def _host(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]@]+)(?::[0-9]{1,5})?", value):
            raise ValueError(f'"{value}" is no mail server; write a host or host:port, such as smtp.example.org:587')
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in ("webhook", "apprise") and self.url is None:
            raise ValueError(f"{'a webhook' if self.kind == 'webhook' else 'a hook of kind apprise'} needs a url")
        if self.kind == "webhook" and not self.secrets:
            raise ValueError("a webhook needs a secret: whsec_ and what `openssl rand -base64 32` prints")
        if self.kind == "command" and not self.command:
            raise ValueError('a hook of kind command needs a command: ["/usr/local/bin/notify"]')
        if self.kind == "email":
            for key in ("to", "sender", "server"):
                if not getattr(self, key):
                    raise ValueError(f"a hook of kind email needs {key}")
            if self.user is not None and self.password is None:
                raise ValueError("a user needs a password; write env:NAME or file:PATH")
            if self.user is not None and self.security == "none":
                raise ValueError('a password is not sent unencrypted; take security = "starttls" or "tls"')
        return self

    @property
    def templates(self) -> dict[str, str]:
        """Key → template, of those that are given."""
        keys = ("template", "title_template", "digest_template", "notice_template")
        return {key: value for key in keys if (value := getattr(self, key)) is not None}

    @property
    def secret_names(self) -> tuple[str, ...]:
        """Where the hook's secrets are to be found: every ``env:NAME`` and ``file:PATH`` of it."""
        given = [self.url or "", *(s.get_secret_value() for s in self.secrets)]
        given.append(self.password.get_secret_value() if self.password else "")
        return tuple(entry for entry in given if kept_elsewhere(entry))


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
