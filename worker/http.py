"""The only way Parley asks anything of the web: bounded in time and size, guarded, and recognisable.

``worker.wire`` does the talking. Added here: a deadline over the whole exchange (a server that sends one byte a minute never
trips a read timeout), a cap on the *decompressed* size while streaming, redirects followed one by one so that each hop is
checked, and a guard that looks at the address which is connected to. Names are resolved once and the connection goes to
the very address that was checked, so a name that answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import base64
import ipaddress
import os
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal
from urllib.parse import unquote

import ada_url

from worker import wire
from worker.decompress import CorruptBody, accept_encoding, undoing
from worker.wire import Answer, Connection, CutShort, Hangup, Headers, Kept, Malformed, Room, Steps

__all__ = ["FetchError", "FetchPolicy", "Fetched", "Fetcher", "Guard", "Headers", "refusal"]

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


_TLS_TROUBLE: Final = {
    # What servers answer that speak plain HTTP on this port.
    **dict.fromkeys(
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"),
        "it does not answer in TLS; is the address an http:// one?",
    ),
    **dict.fromkeys(
        ("TLSV1_ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL"),
        "it knows only versions of TLS that are no longer safe",
    ),
    "TLSV1_UNRECOGNIZED_NAME": "it has no certificate for this name",
    "UNEXPECTED_EOF_WHILE_READING": "it hung up while the connection was being secured",
}
"""OpenSSL's reasons in words. Others are told as they are."""


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
    authority: str
    """Host and, where it is not the scheme's own, port: the Host field."""
    authorization: str | None = field(repr=False, default=None)

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)


@lru_cache(maxsize=1_024)
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
    authority = f"{_bracketed(host)}:{port}" if parsed.port else _bracketed(host)
    path = parsed.pathname + parsed.search
    return _Target(parsed.href, parsed.protocol[:-1], host, port, path, authority, authorization)


def _shown(url: str) -> str:
    """``url`` as it may appear in logs and messages: no user name, no password, no query, of bearable length."""
    head, at, rest = url.partition("@")
    if at and "/" not in head.partition("://")[2]:
        url = head.partition("://")[0] + "://" + rest
    url = url.split("?")[0].split("#")[0]
    return url if len(url) <= 120 else url[:117] + "…"


DRAINED = 65_536
"""Bytes of a body that nobody wants which are read all the same, so that the connection can be used again: undrained answers cost
a connection each."""


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
        self._kept = Kept(self.policy.pools, self.policy.connections_per_host)
        self._proxy = _target(self.policy.proxy) if self.policy.proxy else None

    def allowed_by_name(self, url: str) -> bool:
        """Whether the operator named the host of ``url`` in ``allow_hosts``. Raises ``FetchError`` for no web address."""
        target = _target(url)
        return self._guard.allows_by_name(target.host, target.port)

    def close(self) -> None:
        """Close the connections that were kept open."""
        self._kept.clear()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        accept: str = "*/*",
        onward: Callable[[str], None] | None = None,
    ) -> Fetched:
        """GET ``url``, following redirects. Returns any final status; raises ``FetchError`` where there is none.

        ``onward`` is called with each address that a redirect leads to, before it is asked; what it raises ends the exchange.
        """
        return wire.run(self.getting(url, headers=headers, max_bytes=max_bytes, accept=accept, onward=onward))

    def getting(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        accept: str = "*/*",
        onward: Callable[[str], None] | None = None,
        room: Room | None = None,
        who: Any = None,
    ) -> Steps[Fetched]:
        """``get`` in steps, for a ``wire.Loop``. With a ``room`` the body takes its memory from there, for ``who``, who is to give
        it back."""
        started = time.monotonic()
        deadline = started + self.policy.total_timeout
        most = max_bytes or self.policy.max_bytes
        target = first = _target(url)
        given = dict(headers or {})
        if first.authorization:
            given.setdefault("Authorization", first.authorization)
        seen = {target.url}
        permanent: str | None = None
        all_permanent = True
        for _hop in range(self.policy.max_redirects + 1):
            sent = self._headers(target, given, accept, first.origin)
            try:
                conn, answer = yield from self._asking("GET", target, sent, b"", deadline)
            except _TROUBLE as error:
                raise self._as_fetch_error(error, target, deadline) from error
            try:
                location = answer.headers.get("location")
                if answer.status not in _REDIRECTS or not location:
                    content = (
                        b"" if answer.over else (yield from self._whole(answer, target, most, deadline, room, who))
                    )
                    yield from self._leave(conn, answer)
                    elapsed = time.monotonic() - started
                    return Fetched(answer.status, answer.headers, content, target.url, permanent, elapsed)
                yield from self._leave(conn, answer)
            except FetchError:
                conn.close()  # unread data: it cannot serve another request
                raise
            except _TROUBLE as error:
                conn.close()
                raise self._as_fetch_error(error, target, deadline) from error
            except BaseException:
                conn.close()
                raise
            all_permanent = all_permanent and answer.status in (301, 308)
            target = self._next_hop(target, location)
            if target.url in seen:
                raise FetchError("redirect", f"{first.host} redirects in a circle (back to {_shown(target.url)}).")
            seen.add(target.url)
            if onward is not None:
                onward(target.url)
            if all_permanent:
                permanent = target.url
        raise FetchError("redirect", f"{first.host} redirects more than {self.policy.max_redirects} times.")

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
        limit = self.policy.total_timeout if total_timeout is None else min(total_timeout, self.policy.total_timeout)
        return wire.run(self._posting(url, body, dict(headers or {}), max_bytes, limit))

    def _posting(self, url: str, body: bytes, headers: dict[str, str], max_bytes: int, limit: float) -> Steps[Fetched]:
        started = time.monotonic()
        target = _target(url)
        sent = {**self._headers(target, headers, "*/*"), "Content-Length": str(len(body))}
        try:
            conn, answer = yield from self._asking("POST", target, sent, body, started + limit)
        except _TROUBLE as error:
            raise self._as_fetch_error(error, target, started + limit, limit) from error
        try:
            content = yield from self._beginning(conn, answer, max_bytes)
        except BaseException:
            conn.close()
            raise
        return Fetched(answer.status, answer.headers, content, target.url, None, time.monotonic() - started)

    # --- a request ---

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
            "Host": target.authority,
            "User-Agent": self.policy.user_agent,
            "Accept": accept,
            "Accept-Encoding": accept_encoding(),
        }
        return {**{name: value for name, value in defaults.items() if name.lower() not in given}, **headers}

    def _asking(
        self, method: str, target: _Target, headers: dict[str, str], body: bytes, deadline: float
    ) -> Steps[tuple[Connection, Answer]]:
        """Send a request and read the head of its answer. What was kept open may have been closed by the server just now, or
        hold what it sent behind an answer without a body: a GET is sent once more then, on a new connection."""
        path, proxied = target.path, self._proxy is not None and target.scheme == "http"
        if self._proxy is not None:
            self._check_literal(target)
            if proxied:
                path = target.url
                if self._proxy.authorization:
                    headers = {**headers, "Proxy-Authorization": self._proxy.authorization}
        request = _request(method, path, headers) + body
        origin = ("proxy",) if proxied else target.origin
        conn = self._kept.take(origin)
        while True:
            again = conn is not None
            if conn is None:
                conn = yield from self._connected(target, origin, deadline)
            conn.deadline, conn.silence = deadline, self.policy.read_timeout
            try:
                # A server may answer and hang up before it has read all of a long request: its answer counts.
                with suppress(BrokenPipeError, ConnectionResetError):
                    yield from conn.send(request)
                return conn, (yield from conn.answer())
            except BaseException as error:
                conn.close()
                if again and method == "GET" and isinstance(error, (Hangup, Malformed, ConnectionError)):
                    conn = None
                    continue
                raise

    def _connected(self, target: _Target, origin: tuple[Any, ...], deadline: float) -> Steps[Connection]:
        """A new connection to a host, or through the proxy, at one of the addresses that the guard permits."""
        via = self._proxy or target
        try:
            addresses = yield from wire.resolving(via.host, via.port, deadline)
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise FetchError("dns", f"The name {via.host} could not be resolved.") from error
        if self._proxy is None:
            # A proxy is named by the operator and not judged.
            addresses = self._guard.permitted(target.host, target.port, addresses)
        failure: OSError = OSError("no address")
        for address in addresses:
            now = time.monotonic()
            if now >= deadline:
                failure = TimeoutError("deadline")
                break
            try:
                sock = yield from wire.connecting((address, via.port), min(deadline, now + self.policy.connect_timeout))
                break
            except OSError as error:
                failure = error
        else:
            sock = None
        if sock is None:
            raise self._unreached(target, failure, deadline)
        conn = Connection(sock, origin)
        conn.deadline, conn.silence = deadline, self.policy.read_timeout
        try:
            if self._proxy is not None:
                yield from self._through(conn, self._proxy, target)
            if target.scheme == "https":
                yield from _secured(conn, target.host)
        except BaseException:
            conn.close()
            raise
        return conn

    def _unreached(self, target: _Target, failure: OSError, deadline: float) -> Exception:
        if isinstance(failure, TimeoutError) and failure.errno is None and _is_over(deadline):
            return failure  # it is not the connecting that took too long, but all of it
        if self._proxy is not None:
            return FetchError("refused", f"The proxy for {target.host} did not work: {_os_words(failure)}.")
        if isinstance(failure, TimeoutError) and failure.errno is None:
            limit = self.policy.connect_timeout
            return FetchError("timeout", f"{target.host} could not be reached within {limit:g} s.")
        return FetchError("refused", f"{target.host} port {target.port} cannot be connected to ({_os_words(failure)}).")

    @staticmethod
    def _through(conn: Connection, proxy: _Target, target: _Target) -> Steps[None]:
        """What is to be said to a proxy before it is as good as the host itself (RFC 9110 section 9.3.6)."""
        if proxy.scheme == "https":
            yield from _secured(conn, proxy.host)
        if target.scheme == "http":
            return
        if proxy.scheme == "https":
            raise FetchError("refused", f"The proxy for {target.host} did not work: https through an https proxy.")
        where = f"{_bracketed(target.host)}:{target.port}"
        headers = {"Host": where}
        if proxy.authorization:
            headers["Proxy-Authorization"] = proxy.authorization
        try:
            yield from conn.send(_request("CONNECT", where, headers))
            answer = yield from conn.answer()
        except (Hangup, CutShort, Malformed) as error:
            raise FetchError("refused", f"The proxy for {target.host} did not work: it speaks no HTTP.") from error
        if not 200 <= answer.status < 300:
            raise FetchError("refused", f"The proxy for {target.host} did not work: it answers {answer.status}.")
        if answer.behind:
            # Said in the clear by whoever lies between, it would be taken for the host's answer, which comes over TLS.
            raise FetchError("refused", f"The proxy for {target.host} did not work: it goes on before TLS has begun.")

    def _check_literal(self, target: _Target) -> None:
        """Through a proxy the address is not ours to see; what can be judged is an address written in the URL."""
        try:
            reason = refusal(target.host)
        except ValueError:
            reason = "a loopback address" if target.host == "localhost" else None
        if reason and not self._guard.allows_by_name(target.host, target.port):
            raise FetchError("blocked", f"{target.host} is {reason}; name it in http.allow_hosts if that is meant.")

    def _next_hop(self, target: _Target, location: str) -> _Target:
        try:
            # Header bytes are read as Latin-1; addresses in the wild are UTF-8.
            location = location.encode("latin-1").decode("utf-8")
        except UnicodeError:
            location = str(location)
        try:
            return _target(location.strip(), base=target.url)
        except FetchError as error:
            raise FetchError("redirect", f"{target.host} redirects to an address that is refused: {error}") from None

    # --- an answer ---

    def _whole(
        self, answer: Answer, target: _Target, most: int, deadline: float, room: Room | None, who: Any
    ) -> Steps[bytes]:
        """All of a body, its codings undone."""
        parts: list[bytes] = []
        size = 0
        if answer.announced > most:
            raise FetchError("too_large", _too_large(target, most))
        try:
            coding = undoing(answer.headers.get("content-encoding"))
            while True:
                raw = yield from answer.piece()
                if coding is None:
                    pieces: Iterable[bytes] = (raw,)
                else:
                    pieces = coding.feed(raw) if raw else coding.finish()
                for piece in pieces:
                    size += len(piece)
                    if size > most:
                        raise FetchError("too_large", _too_large(target, most))
                    if room is not None:
                        yield from room.take(who, len(piece), deadline)
                    parts.append(piece)
                if not raw:
                    return parts[0] if len(parts) == 1 else b"".join(parts)
        except CorruptBody as error:
            raise FetchError("encoding", f"The answer of {target.host} {error}.") from error
        finally:
            if room is not None:
                room.grown(who)

    def _beginning(self, conn: Connection, answer: Answer, most: int) -> Steps[bytes]:
        """The beginning of a body, whatever becomes of the rest."""
        content = b""
        try:
            coding = undoing(answer.headers.get("content-encoding"))
            while len(content) < most:
                raw = yield from answer.piece()
                if coding is None:
                    pieces: Iterable[bytes] = (raw,)
                else:
                    pieces = coding.feed(raw) if raw else coding.finish()
                for piece in pieces:
                    content += piece[: most - len(content)]
                    if len(content) >= most:
                        break
                if not raw:
                    break
            yield from self._leave(conn, answer)
        except (CorruptBody, Malformed, CutShort, OSError):
            conn.close()
        return content

    def _leave(self, conn: Connection, answer: Answer) -> Steps[None]:
        """Keep the connection for another request, with what is left of its answer read; or close it."""
        left = DRAINED
        try:
            while answer.reusable and not answer.over and left > 0:
                left -= len((yield from answer.piece()))
        except (Malformed, CutShort, OSError):
            left = 0
        if answer.reusable and answer.over:
            self._kept.give(conn)
        else:
            conn.close()

    def _as_fetch_error(
        self, error: Exception, target: _Target, deadline: float, limit: float | None = None
    ) -> FetchError:
        host, policy = target.host, self.policy
        if isinstance(error, FetchError):
            return error
        if isinstance(error, BlockedAddress):
            where = str(error).removeprefix(f"{host}, ")
            is_at = "is" if where != str(error) else "is at"
            return FetchError("blocked", f"{host} {is_at} {where}; name it in http.allow_hosts if that is meant.")
        if isinstance(error, ssl.SSLCertVerificationError):
            return FetchError("tls", f"The certificate of {host} is not valid: {error.verify_message}.")
        if isinstance(error, ssl.SSLError):
            why = _TLS_TROUBLE.get(error.reason or "", f"{error.reason or error}".replace("_", " ").lower())
            return FetchError("tls", f"No secure connection with {host}: {why}.")
        if isinstance(error, TimeoutError) and error.errno is None:
            if _is_over(deadline):
                limit = policy.total_timeout if limit is None else limit
                return FetchError("timeout", f"{host} did not finish its answer within {limit:g} s.")
            return FetchError("timeout", f"{host} sent nothing for {policy.read_timeout:g} s.")
        if isinstance(error, (Hangup, ConnectionError)):
            return FetchError("protocol", f"{host} closed the connection without an answer.")
        if isinstance(error, CutShort):
            return FetchError("protocol", f"The answer of {host} breaks off before its announced end.")
        if isinstance(error, Malformed):
            return FetchError("protocol", f"{host} does not speak proper HTTP ({error}).")
        if isinstance(error, OSError):
            return FetchError("protocol", f"The connection to {host} broke ({_os_words(error)}).")
        return FetchError("protocol", f"{host} does not speak proper HTTP ({type(error).__name__}).")


_TROUBLE = (OSError, Hangup, CutShort, Malformed, ValueError)
"""What a server, or the way to it, can provoke. ``ValueError`` is TLS with a host that no certificate can name."""


def _is_over(deadline: float) -> bool:
    """Whether a wait that ended now ended for the deadline; clocks and those who wait by them are a little apart."""
    return deadline - time.monotonic() <= 0.05


_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def _request(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    """A request's head. Raises ``FetchError`` for fields that would break out of it."""
    lines = [f"{method} {path} HTTP/1.1", *[f"{name}: {value}" for name, value in headers.items()], "", ""]
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\r") != len(lines) - 1 or "\x00" in text:
        raise FetchError("protocol", "A header field with a line end in it is not sent.")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _secured(conn: Connection, host: str) -> Steps[None]:
    """TLS on a connection, with a certificate that is valid for ``host``."""
    context = _tls(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    conn.sock = context.wrap_socket(conn.sock, server_hostname=host, do_handshake_on_connect=False)
    yield from conn.shake_hands()


@lru_cache(maxsize=4)
def _tls(_file: str | None, _directory: str | None) -> ssl.SSLContext:
    """The certificates that are trusted, read once: to read them for each connection takes longer than all the rest of it.
    OpenSSL takes them from where these variables say."""
    return ssl.create_default_context()


def _too_large(target: _Target, max_bytes: int) -> str:
    size = f"{max_bytes / MEBIBYTE:g} MiB" if max_bytes >= MEBIBYTE else f"{max_bytes} bytes"
    return f"The answer of {target.host} is larger than {size}."


def _os_words(error: OSError) -> str:
    return error.strerror.lower() if error.strerror else "no answer" if isinstance(error, TimeoutError) else "no route"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
