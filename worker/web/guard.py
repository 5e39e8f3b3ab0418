"""Who may look, and what a browser may do with a page: an ASGI layer around everything that is served."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from worker.settings import WebSettings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: nothing from elsewhere, nothing inline. What an article says is text and stays text, even if an
escape were forgotten somewhere."""

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)

OPEN_PATHS = frozenset({"/livez", "/readyz"})
"""Answered without a token: a health check has none, and they tell no news."""

TOKEN_IN_URL = (".ics", ".atom", ".csv")
"""Paths whose readers, calendar programs above all, can often send no header of their own."""


def is_loopback(host: str) -> bool:
    """True for an address or name that only this machine can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


HEAD_ONLY = "parley.head_only"
"""In a request's scope where its answer's content is thrown away, so that it need not be made."""


class Guard:
    """Checks name, token or password; adds the headers above to every answer; lets only GET and HEAD through."""

    def __init__(self, app: App, settings: WebSettings) -> None:
        self._app = app
        self._token = settings.token.get_secret_value().encode() if settings.token else None
        password = settings.password.get_secret_value() if settings.password else None
        self._basic = f"{settings.user}:{password}".encode() if password is not None else None
        self._hosts = _hosts(settings)

    @property
    def protected(self) -> bool:
        return self._token is not None or self._basic is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        head = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in HEADERS if header[0] not in present),
                ]
            elif head:
                message = {**message, "body": b""}
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            # HEAD is GET without the content (RFC 9110, section 9.3.2).
            await self._app({**scope, "method": "GET", HEAD_ONLY: True} if head else scope, receive, guarded)
            return
        status, sentence, extra = refused
        body = f"{sentence}\n".encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            *extra,
        ]
        await guarded({"type": "http.response.start", "status": status, "headers": headers})
        await guarded({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _refusal(self, scope: Scope) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "Parley's pages only read: GET and HEAD.", [(b"allow", b"GET, HEAD")]
        headers = {name.lower(): value for name, value in scope["headers"]}
        path: str = scope["path"]
        if not self.protected:
            host = _hostname(headers.get(b"host", b"").decode("latin-1"))
            if host not in self._hosts and not is_loopback(host):
                return (
                    421,
                    f'This server does not know itself as "{host}". Name it in web.allowed_hosts or web.public_url, or set '
                    "web.token or web.password.",
                    [],
                )
            return None
        if path in OPEN_PATHS or self._admitted(headers.get(b"authorization", b""), scope, path):
            return None
        return (
            401,
            "A token or password is needed here.",
            [(b"www-authenticate", b'Basic realm="Parley", charset="UTF-8"')],
        )

    def _admitted(self, authorization: bytes, scope: Scope, path: str) -> bool:
        scheme, _, given = authorization.partition(b" ")
        given = given.strip()
        if scheme.lower() == b"bearer":
            return self._is_token(given)
        if scheme.lower() == b"basic":
            try:
                pair = base64.b64decode(given, validate=True)
            except (binascii.Error, ValueError):
                return False
            known = self._basic is not None and hmac.compare_digest(pair, self._basic)
            return known or self._is_token(pair.partition(b":")[2])
        if path.endswith(TOKEN_IN_URL):
            query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
            return any(self._is_token(token.encode()) for token in query.get("token", ()))
        return False

    def _is_token(self, given: bytes) -> bool:
        return self._token is not None and hmac.compare_digest(given, self._token)


def _hosts(settings: WebSettings) -> frozenset[str]:
    names: list[str] = ["localhost", settings.host, *settings.allowed_hosts]
    if settings.public_url:
        names.append(urlsplit(settings.public_url).hostname or "")
    return frozenset(_hostname(name) for name in names if name)


def _hostname(value: str) -> str:
    """The name or address of a Host header, in lower case and without its port."""
    value = value.strip().lower()
    if value.startswith("["):
        return value.partition("]")[0].strip("[")
    return value if value.count(":") > 1 else value.partition(":")[0]
