"""The only way Parley asks anything of the web: bounded in time and size, guarded, and recognisable.

urllib3 does the talking. Added here: a deadline over the whole exchange (a server that sends one byte a minute never
trips a read timeout), a cap on the *decompressed* size while streaming, redirects followed by hand so that each hop is
checked, and a guard in the connection itself that looks at the address which is connected to. Names are resolved once
and the connection goes to the very address that was checked, so a name that answers differently the second time
(DNS rebinding) gains nothing.
"""

from __future__ import annotations

import base64
import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import unquote

import ada_url
import urllib3
from urllib3 import exceptions as trouble
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from worker.decompress import STEP, CorruptBody, accept_encoding, decompressed

MEBIBYTE = 1024 * 1024

FetchErrorKind = Literal[
    "url", "dns", "refused", "timeout", "tls", "blocked", "too_large", "redirect", "protocol", "encoding"
]


class FetchError(Exception):
    """A request that brought no answer. ``str()`` is one sentence for people; ``kind`` is for programs."""

    def __init__(self, kind: FetchErrorKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: FetchErrorKind = kind


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits of one exchange. Times in seconds, sizes in bytes after decompression."""

    user_agent: str = "Parley/0.1 (news feed reader; +https://example.org/parley)"
    """Publishers block clients that do not say who they are; an operator puts a contact address here."""
    connect_timeout: float = 10.0
    """Per address. Two SYN retransmissions (1 s + 2 s + 4 s) fit in."""
    read_timeout: float = 20.0
    """Longest silence. Generated feeds of ministries have taken 15 s to their first byte."""
    total_timeout: float = 60.0
    """Whole exchange, redirects included: a server that drips bytes holds a worker no longer than this."""
    max_bytes: int = 10 * MEBIBYTE
    """Decompressed. The largest honest news feeds are about 5 MiB; a 632-byte brotli body can be 1.2 GB."""
    max_redirects: int = 5
    """More than browsers show in practice; loops are recognised before that."""
    allow_hosts: frozenset[str] = frozenset()
    """``host`` or ``host:port`` which may be at a private address, because the operator says so by name."""
    proxy: str | None = None
    """URL of an HTTP proxy. The environment's proxies are not used: they would take the address check out of our hands."""
    connections_per_host: int = 2
    """Kept open for reuse. Publishers count parallel connections as abuse from about four."""
    pools: int = 200
    """Hosts whose connections are kept open."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in any case; repeated headers joined by a comma."""
    body: bytes
    url: str
    """Where the answer came from, after redirects and without credentials."""
    permanent_url: str | None
    """Where an unbroken row of 301 and 308 from the first address leads; None when nothing moved for good."""
    elapsed: float
    """Seconds."""

    @property
    def content_type(self) -> str:
        """The media type, lower case, without parameters; empty when none was sent."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


# --- the guard ------------------------------------------------------------------------------------------------------

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052; 64:ff9b:1::/48 (RFC 8215) is local use and not global anyway
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291 section 2.5.5.1, deprecated, still routed by some stacks
_NOT_FOR_US = {ipaddress.ip_address("168.63.129.16"): "the metadata service of a cloud"}  # public range, yet internal
_SPECIAL = tuple(
    # Special-purpose ranges (IANA registries) that some supported Pythons do not know yet.
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "198.18.0.0/15", "64:ff9b:1::/48", "100::/64", "3fff::/20", "5f00::/16")
)


def refusal(address: str | IPAddress) -> str | None:
    """Why no request may go to ``address``: a noun such as "a loopback address"; None where it may.

    IPv6 forms that carry an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64) are judged by what they carry.
    """
    if isinstance(address, str):
        address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner: ipaddress.IPv4Address | None = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo is not None:
            inner = address.teredo[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and address in _COMPATIBLE and int(address) > 1:
            inner = ipaddress.IPv4Address(int(address))
        if inner is not None:
            return refusal(inner)
    if address in _NOT_FOR_US:
        return _NOT_FOR_US[address]
    if address.is_unspecified:
        return "the unspecified address"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return "a site-local address"
    if address.is_private:
        return "a private address"
    if not address.is_global or address.is_reserved or any(address in net for net in _SPECIAL):
        return "an address that is not on the public internet"
    return None


class BlockedAddress(OSError):
    """Raised inside the connection when every address of a host is refused."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides to which addresses of a host a connection may go."""

    allow_hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "allow_hosts", frozenset(_plain_host(name) for name in self.allow_hosts))

    def allows_by_name(self, host: str, port: int) -> bool:
        host = _plain_host(host)
        return host in self.allow_hosts or f"{host}:{port}" in self.allow_hosts

    def permitted(self, host: str, port: int, addresses: Iterable[str]) -> list[str]:
        """Those of ``addresses`` that may be connected to. Raises ``BlockedAddress`` when none is left."""
        candidates = list(dict.fromkeys(addresses))
        if self.allows_by_name(host, port):
            return candidates
        good: list[str] = []
        why = ""
        for address in candidates:
            reason = refusal(address)
            if reason is None:
                good.append(address)
            else:
                why = f"{address}, {reason}"
        if not good:
            raise BlockedAddress(why or "no address")
        return good


def _plain_host(name: str) -> str:
    """Lower case, no brackets of an IPv6 literal, no root dot, so that two spellings of one host compare equal."""
    name = name.strip().lower()
    if name.startswith("["):
        inner, _, port = name[1:].partition("]")
        return inner + port
    host, colon, port = name.partition(":")
    if ":" in port:  # a bare IPv6 address
        return name
    return host.rstrip(".") + colon + port


_deadline: ContextVar[float] = ContextVar("deadline")
"""``time.monotonic()`` at which the running exchange must be over."""


class _DeadlineReader(io.RawIOBase):
    """Reads from a socket, never waiting longer than what is left of the exchange's time."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._raw = sock.makefile("rb", buffering=0)
        self._sock = sock
        self._silence = sock.gettimeout()
        self._until = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline")
        self._sock.settimeout(left if self._silence is None else min(left, self._silence))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Dated:
    """A socket as ``http.client`` wants it, whose file knows the deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_DeadlineReader(self._sock, _deadline.get()), STEP)


MAX_LINE = 65_536
MAX_FIELDS = 200
MAX_INTERIM = 10
"""Bounds on the head of an answer: bytes a line, header lines, and interim answers (100, 103) before the real one."""


class _Response(http.client.HTTPResponse):
    """As its parent, but the head is read without the parser for e-mail, which takes a third of the time of a 304."""

    status: Any
    code: Any

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(_Dated(sock), *args, **kwargs)  # type: ignore[arg-type]

    def begin(self) -> None:
        if self.headers is not None:
            return
        for _ in range(MAX_INTERIM):
            version, status, reason = self._read_status()
            message = self._read_fields()
            if status >= 200 or status == 101:
                break
        else:
            raise http.client.HTTPException("interim answers without end")
        if not version.startswith("HTTP/1."):
            raise http.client.UnknownProtocol(version)
        self.code = self.status = status
        self.reason = reason.strip()
        self.version = 10 if version == "HTTP/1.0" else 11
        self.headers = self.msg = message
        # RFC 9112 section 6.3: how the end of the body is known.
        self.chunked = message.get("transfer-encoding", "").strip().lower() == "chunked"
        self.chunk_left = None
        self.will_close = self._check_close()
        announced = message.get("content-length", "").strip()
        self.length = int(announced) if announced.isdecimal() and not self.chunked else None
        if status in (204, 304) or status < 200 or self._method == "HEAD":
            self.length = 0
        elif self.length is None and not self.chunked:
            self.will_close = True

    def _read_fields(self) -> http.client.HTTPMessage:
        fields: list[tuple[str, str]] = []
        for _ in range(MAX_FIELDS + 1):
            line = self.fp.readline(MAX_LINE + 1)
            if len(line) > MAX_LINE:
                raise http.client.LineTooLong("header line")
            if line in (b"\r\n", b"\n", b""):
                break
            text = line.decode("iso-8859-1").rstrip("\r\n")
            name, colon, value = text.partition(":")
            if text[0] in " \t":
                if fields:  # RFC 9112 section 5.2: a folded line belongs to the one before
                    fields[-1] = (fields[-1][0], f"{fields[-1][1]} {text.strip()}")
            elif colon:
                fields.append((name.strip(), value.strip(" \t")))
        else:
            raise http.client.HTTPException(f"more than {MAX_FIELDS} header lines")
        message = http.client.HTTPMessage()
        for name, value in fields:
            message.set_raw(name, value)
        return message


class _GuardedConnection(HTTPConnection):
    guard: Guard
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        host: str = self._dns_host
        bare = host.strip("[]")
        try:
            found = socket.getaddrinfo(bare, self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            # UnicodeError: labels that are empty or too long for the idna codec.
            raise trouble.NameResolutionError(self.host, self, error) from error  # type: ignore[arg-type]
        addresses = [str(info[4][0]) for info in found]
        if self.proxy is None:
            addresses = self.guard.permitted(bare, self.port, addresses)
        # A proxy is named by the operator and not judged.
        failure: OSError | None = None
        for address in addresses:
            left = _deadline.get() - time.monotonic()
            if left <= 0:
                failure = TimeoutError("deadline")
                break
            patience = min(left, self.timeout) if isinstance(self.timeout, (int, float)) else left
            try:
                sock = socket.create_connection((address, self.port), patience)
            except OSError as error:
                failure = error
                continue
            for option in self.socket_options or ():
                sock.setsockopt(*option)
            return sock
        if isinstance(failure, TimeoutError):
            raise trouble.ConnectTimeoutError(self, "connect timeout") from failure
        raise trouble.NewConnectionError(self, str(failure)) from failure


class _GuardedTLSConnection(_GuardedConnection, HTTPSConnection):
    pass


class _Pools(urllib3.PoolManager):
    def __init__(self, guard: Guard, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pool_classes_by_scheme = _pool_classes(guard)


class _ProxyPools(urllib3.ProxyManager):
    def __init__(self, guard: Guard, proxy: str, **kwargs: Any) -> None:
        super().__init__(proxy, **kwargs)
        self.pool_classes_by_scheme = _pool_classes(guard)


def _pool_classes(guard: Guard) -> dict[str, type[HTTPConnectionPool]]:
    plain = type("GuardedConnection", (_GuardedConnection,), {"guard": guard})
    tls = type("GuardedTLSConnection", (_GuardedTLSConnection,), {"guard": guard})
    return {
        "http": type("GuardedPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("GuardedTLSPool", (HTTPSConnectionPool,), {"ConnectionCls": tls}),
    }


# --- the fetcher ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Target:
    """An address in WHATWG normal form, taken apart once so that no two parsers can disagree about its host."""

    url: str
    scheme: str
    host: str
    """Without brackets and root dot."""
    port: int
    path: str
    """With the query: what a request line asks for."""
    authorization: str | None = field(repr=False, default=None)

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)


@lru_cache(maxsize=4_096)
def _target(url: str, base: str | None = None) -> _Target:
    try:
        parsed = ada_url.URL(url, base) if base else ada_url.URL(url)
    except ValueError:
        raise FetchError("url", f"{_shown(url)!r} is not a web address.") from None
    if parsed.protocol not in ("http:", "https:"):
        raise FetchError(
            "url", f"{_shown(url)!r} is refused: only http and https are fetched, not {parsed.protocol[:-1]}."
        )
    authorization = None
    if parsed.username or parsed.password:
        pair = f"{unquote(parsed.username)}:{unquote(parsed.password)}"
        authorization = "Basic " + base64.b64encode(pair.encode()).decode()
        parsed.username = parsed.password = ""
    parsed.hash = ""
    host = parsed.hostname.strip("[]").rstrip(".")
    if not host:
        raise FetchError("url", f"{_shown(url)!r} has no host.")
    port = int(parsed.port) if parsed.port else (443 if parsed.protocol == "https:" else 80)
    return _Target(parsed.href, parsed.protocol[:-1], host, port, parsed.pathname + parsed.search, authorization)


def _shown(url: str) -> str:
    """``url`` as it may appear in logs and messages: no user name, no password, no query, of bearable length."""
    head, at, rest = url.partition("@")
    if at and "/" not in head.partition("://")[2]:
        url = head.partition("://")[0] + "://" + rest
    url = url.split("?")[0].split("#")[0]
    return url if len(url) <= 120 else url[:117] + "…"


class Fetcher:
    """Fetches and posts under one ``FetchPolicy``. May be shared by threads; create it after forking.

    Any field of the policy can be given by keyword: ``Fetcher(max_bytes=1_000_000, allow_hosts={"intranet"})``.
    """

    def __init__(self, policy: FetchPolicy | None = None, **overrides: Any) -> None:
        if "allow_hosts" in overrides:
            overrides["allow_hosts"] = frozenset(overrides["allow_hosts"])
        fields = {name: getattr(policy, name) for name in FetchPolicy.__slots__} if policy else {}
        self.policy = FetchPolicy(**{**fields, **overrides})
        self._guard = Guard(self.policy.allow_hosts)
        options: dict[str, Any] = {
            "num_pools": self.policy.pools,
            "maxsize": self.policy.connections_per_host,
            "retries": False,
        }
        self._pools: urllib3.PoolManager = (
            _ProxyPools(self._guard, self.policy.proxy, **options)
            if self.policy.proxy
            else _Pools(self._guard, **options)
        )
        self._exchange: dict[str, Any] = {
            "redirect": False,
            "retries": False,
            "preload_content": False,
            "decode_content": False,
            "timeout": urllib3.Timeout(connect=self.policy.connect_timeout, read=self.policy.read_timeout),
        }

    def allowed_by_name(self, url: str) -> bool:
        """Whether the operator named the host of ``url`` in ``allow_hosts``. Raises ``FetchError`` for no web address."""
        target = _target(url)
        return self._guard.allows_by_name(target.host, target.port)

    def close(self) -> None:
        """Close the connections that were kept open."""
        self._pools.clear()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        accept: str = "*/*",
    ) -> Fetched:
        """GET ``url``, following redirects. Returns any final status; raises ``FetchError`` where there is none."""
        started = time.monotonic()
        until = _deadline.set(started + self.policy.total_timeout)
        try:
            return self._follow(url, dict(headers or {}), max_bytes or self.policy.max_bytes, accept, started)
        finally:
            _deadline.reset(until)

    def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        max_bytes: int = 4_096,
        total_timeout: float | None = None,
    ) -> Fetched:
        """POST ``body``. Redirects are not followed (their status is returned), and nothing is sent twice.

        The status is the answer. Of the body no more than the first ``max_bytes`` are read, and where it is broken, cut
        off or slow, what there is of it: a receiver that has taken a message and then stumbles over its own page has taken
        it all the same. ``total_timeout`` in seconds, where it shall be shorter than the policy's.
        """
        started = time.monotonic()
        limit = self.policy.total_timeout if total_timeout is None else min(total_timeout, self.policy.total_timeout)
        until = _deadline.set(started + limit)
        try:
            target = _target(url)
            response = self._send("POST", target, self._headers(target, dict(headers or {}), "*/*"), body)
            try:
                content = self._read_some(response, max_bytes)
            finally:
                response.release_conn()
            return Fetched(response.status, response.headers, content, target.url, None, time.monotonic() - started)
        finally:
            _deadline.reset(until)

    def _headers(
        self, target: _Target, headers: dict[str, str], accept: str, credentials_for: tuple[str, str, int] | None = None
    ) -> dict[str, str]:
        given = {name.lower() for name in headers}
        if credentials_for is not None and target.origin != credentials_for:
            headers = {
                name: value for name, value in headers.items() if name.lower() not in ("authorization", "cookie")
            }
        elif target.authorization and "authorization" not in given:
            headers = {**headers, "Authorization": target.authorization}
        defaults = {
            "User-Agent": self.policy.user_agent,
            "Accept": accept,
            "Accept-Encoding": accept_encoding(),
        }
        return {**{name: value for name, value in defaults.items() if name.lower() not in given}, **headers}

    def _follow(self, url: str, headers: dict[str, str], max_bytes: int, accept: str, started: float) -> Fetched:
        target = first = _target(url)
        if first.authorization:
            headers.setdefault("Authorization", first.authorization)
        seen = {target.url}
        permanent: str | None = None
        all_permanent = True
        for _hop in range(self.policy.max_redirects + 1):
            response = self._send("GET", target, self._headers(target, headers, accept, first.origin), None)
            try:
                location = response.headers.get("location")
                if response.status not in (301, 302, 303, 307, 308) or not location:
                    if response.status == 304:
                        body = b""
                        response.drain_conn()  # there is nothing to read, but it must be read for the connection to live on
                    else:
                        body = self._read(response, target, max_bytes)
                    elapsed = time.monotonic() - started
                    return Fetched(response.status, response.headers, body, target.url, permanent, elapsed)
                self._drain(response)
            finally:
                response.release_conn()
            all_permanent = all_permanent and response.status in (301, 308)
            target = self._next_hop(target, location)
            if target.url in seen:
                raise FetchError("redirect", f"{first.host} redirects in a circle (back to {_shown(target.url)}).")
            seen.add(target.url)
            if all_permanent:
                permanent = target.url
        raise FetchError("redirect", f"{first.host} redirects more than {self.policy.max_redirects} times.")

    def _next_hop(self, target: _Target, location: str) -> _Target:
        try:
            # http.client reads header bytes as Latin-1; addresses in the wild are UTF-8.
            location = location.encode("latin-1").decode("utf-8")
        except UnicodeError:
            location = str(location)
        try:
            return _target(location.strip(), base=target.url)
        except FetchError as error:
            raise FetchError("redirect", f"{target.host} redirects to an address that is refused: {error}") from None

    def _send(
        self, method: str, target: _Target, headers: dict[str, str], body: bytes | None
    ) -> urllib3.BaseHTTPResponse:
        policy = self.policy
        if policy.proxy:
            self._check_literal(target)
        attempts = 2 if method == "GET" else 1
        while True:
            attempts -= 1
            try:
                if policy.proxy:
                    return self._pools.urlopen(method, target.url, headers=headers, body=body, **self._exchange)
                # Not through the manager, which would take the address apart a second time.
                pool = self._pools.connection_from_host(target.host, target.port, target.scheme)
                return pool.urlopen(
                    method, target.path, headers=headers, body=body, assert_same_host=False, **self._exchange
                )
            except trouble.ProtocolError as error:
                # A kept connection may have been closed by the server just now, or hold what it sent behind an answer that
                # has no body (204, 304): once more, on a new one.
                if attempts and isinstance(error.args[-1], (http.client.BadStatusLine, ConnectionResetError)):
                    continue
                raise self._as_fetch_error(error, target) from error
            except (trouble.HTTPError, OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
                raise self._as_fetch_error(error, target) from error

    def _check_literal(self, target: _Target) -> None:
        """Through a proxy the address is not ours to see; what can be judged is an address written in the URL."""
        try:
            reason = refusal(target.host)
        except ValueError:
            reason = "a loopback address" if target.host == "localhost" else None
        if reason and not self._guard.allows_by_name(target.host, target.port):
            raise FetchError("blocked", f"{target.host} is {reason}; name it in allow_hosts if that is meant.")

    def _read(self, response: urllib3.BaseHTTPResponse, target: _Target, max_bytes: int) -> bytes:
        announced = response.headers.get("content-length", "")
        parts: list[bytes] = []
        size = 0
        try:
            if announced.isdigit() and int(announced) > max_bytes:
                raise FetchError("too_large", _too_large(target, max_bytes))
            for piece in decompressed(self._raw(response), response.headers.get("content-encoding")):
                size += len(piece)
                if size > max_bytes:
                    raise FetchError("too_large", _too_large(target, max_bytes))
                parts.append(piece)
        except CorruptBody as error:
            response.close()
            raise FetchError("encoding", f"The answer of {target.host} {error}.") from error
        except (trouble.HTTPError, OSError, http.client.HTTPException) as error:
            response.close()
            raise self._as_fetch_error(error, target) from error
        except FetchError:
            response.close()  # unread data: the connection cannot serve another request
            raise
        if response.connection is not None:
            # The coding ended before the body did; what is left must not be taken for the next answer.
            self._drain(response)
        return b"".join(parts)

    def _read_some(self, response: urllib3.BaseHTTPResponse, max_bytes: int) -> bytes:
        """The beginning of a body, whatever becomes of the rest."""
        content = b""
        try:
            for piece in decompressed(self._raw(response), response.headers.get("content-encoding")):
                content += piece[: max_bytes - len(content)]
                if len(content) >= max_bytes:
                    break
        except (CorruptBody, trouble.HTTPError, OSError, http.client.HTTPException):
            response.close()
            return content
        if response.connection is not None:
            self._drain(response)
        return content

    @staticmethod
    def _raw(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
        yield from response.stream(STEP, decode_content=False)

    @staticmethod
    def _drain(response: urllib3.BaseHTTPResponse, limit: int = 65_536) -> None:
        """Read what is left so that the connection can be used again: undrained 304s cost 19 connections in 20."""
        try:
            for piece in response.stream(8_192, decode_content=False):
                limit -= len(piece)
                if limit < 0:
                    response.close()
                    return
        except (trouble.HTTPError, OSError, http.client.HTTPException):
            response.close()

    def _as_fetch_error(self, error: BaseException, target: _Target) -> FetchError:
        host, policy = target.host, self.policy
        if isinstance(error, trouble.ProxyError):
            return FetchError("refused", f"The proxy for {host} did not work: {error.original_error}.")
        causes = _causes(error)
        for cause in causes:
            if isinstance(cause, BlockedAddress):
                return FetchError("blocked", f"{host} is at {cause}; name it in allow_hosts if that is meant.")
        for cause in causes:
            if isinstance(cause, trouble.NameResolutionError):
                return FetchError("dns", f"The name {host} could not be resolved.")
            if isinstance(cause, ssl.SSLCertVerificationError):
                return FetchError("tls", f"The certificate of {host} is not valid: {cause.verify_message}.")
            if isinstance(cause, trouble.NewConnectionError):  # which urllib3 derives from its ConnectTimeoutError
                return FetchError("refused", f"{host} port {target.port} cannot be connected to ({_os_words(cause)}).")
            if isinstance(cause, trouble.ConnectTimeoutError):
                return FetchError("timeout", f"{host} could not be reached within {policy.connect_timeout:g} s.")
        if any(isinstance(cause, (trouble.TimeoutError, TimeoutError)) for cause in causes):
            if _deadline.get() - time.monotonic() <= 0.05:
                return FetchError("timeout", f"{host} did not finish its answer within {policy.total_timeout:g} s.")
            return FetchError("timeout", f"{host} sent nothing for {policy.read_timeout:g} s.")
        for cause in causes:
            if isinstance(cause, ssl.SSLError):
                return FetchError("tls", f"No secure connection with {host}: {cause.reason or cause}.")
            if isinstance(cause, (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)):
                return FetchError("protocol", f"{host} closed the connection without an answer.")
            if isinstance(cause, (trouble.IncompleteRead, http.client.IncompleteRead, trouble.InvalidChunkLength)):
                return FetchError("protocol", f"The answer of {host} breaks off before its announced end.")
        return FetchError("protocol", f"{host} does not speak proper HTTP ({type(causes[-1]).__name__}).")


def _too_large(target: _Target, max_bytes: int) -> str:
    size = f"{max_bytes / MEBIBYTE:g} MiB" if max_bytes >= MEBIBYTE else f"{max_bytes} bytes"
    return f"The answer of {target.host} is larger than {size}."


def _causes(error: BaseException) -> list[BaseException]:
    """``error`` and what led to it, outermost first: wrapped in attributes and arguments as often as in __cause__."""
    found: list[BaseException] = []
    queue: list[Any] = [error]
    while queue:
        item = queue.pop(0)
        if not isinstance(item, BaseException) or any(item is known for known in found):
            continue
        found.append(item)
        queue += [item.__cause__, item.__context__, getattr(item, "reason", None), *item.args]
    return found


def _os_words(error: BaseException) -> str:
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
    return "no route"
