"""Content codings (RFC 9110 section 8.4.1) undone piece by piece.

Every step yields at most ``STEP`` bytes, so whoever counts them can stop a decompression bomb after a few kilobytes.
A body that ends too early is an error here, never a shorter body: the entries behind the cut would otherwise be lost
together with a validator that says we have them.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Protocol


def _first_importable(*names: str) -> Any:
    for name in names:
        with suppress(ImportError):
            return importlib.import_module(name)
    return None


# Where a library is missing its coding is not asked for. zstd is in the standard library from Python 3.14 on.
brotli = _first_importable("brotli")
zstd = _first_importable("compression.zstd", "backports.zstd")

STEP = 65_536
"""Bytes of decompressed data produced at a time."""

MAX_CODINGS = 3
"""More codings than this on one body are an attack: every layer multiplies the work (urllib3 GHSA-gm62-xv2j-4w53)."""

MAX_BETWEEN = 64 * 1024 * 1024
"""Bytes from one coding to the next. They are compressed, so an honest body has fewer than come out in the end; an inner coding that
is over and takes no notice of what follows would let the outer one go on for gigabytes that nobody counts."""


class CorruptBody(ValueError):
    """The compressed body breaks off or cannot be undone; the message is a clause that completes "the answer …"."""


def accept_encoding() -> str:
    """The codings we can undo, as an ``Accept-Encoding`` value."""
    return ", ".join(["gzip", "deflate"] + ["br"] * (brotli is not None) + ["zstd"] * (zstd is not None))


class Coding(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]:
        """What comes out of a piece of the coded body, at most ``STEP`` bytes at a time."""
        ...

    def finish(self) -> Iterator[bytes]:
        """What is left, the coded body being over. Raises ``CorruptBody`` where it ends too early."""
        ...


def undoing(content_encoding: str | None) -> Coding | None:
    """What undoes all codings of a ``Content-Encoding`` header, for one body; None where there is none.

    Raises ``CorruptBody`` for unknown codings here, and later for data that is no such thing.
    """
    if not content_encoding:
        return None
    codings = [name.strip().lower() for name in content_encoding.split(",")]
    codings = [name for name in codings if name not in ("", "identity", "none", "utf-8")]
    if len(codings) > MAX_CODINGS:
        raise CorruptBody(f"is compressed {len(codings)} times over")
    found: Coding | None = None
    for name in codings:
        undo = _CODINGS.get(name)
        if undo is None:
            raise CorruptBody(f"is in the content coding {name!r}, which was not asked for")
        found = undo() if found is None else _Both(undo(), found)
    return found


class _Both:
    """One coding around another: the ``outer`` was put on last."""

    def __init__(self, outer: Coding, inner: Coding) -> None:
        self._outer, self._inner = outer, inner
        self._between = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        for piece in self._outer.feed(data):
            self._between += len(piece)
            if self._between > MAX_BETWEEN:
                raise CorruptBody(f"has more than {MAX_BETWEEN // 1_048_576} MiB between two of its codings")
            yield from self._inner.feed(piece)

    def finish(self) -> Iterator[bytes]:
        for piece in self._outer.finish():
            yield from self._inner.feed(piece)
        yield from self._inner.finish()


class _Zlib:
    """gzip and deflate. Which of their forms it is shows in the first two bytes."""

    def __init__(self) -> None:
        self._head = b""
        self._wbits: int | None = None
        self._engine: Any = None
        self._over = False

    def _form(self, head: bytes) -> int | None:
        """``wbits`` for zlib; None for what is not compressed at all."""
        raise NotImplementedError

    def feed(self, data: bytes) -> Iterator[bytes]:
        data, self._head = self._head + data, b""
        if self._engine is None and not self._over:
            if len(data) < 2:
                self._head = data
                return
            self._wbits = self._form(data)
            if self._wbits is not None:
                self._engine = zlib.decompressobj(self._wbits)
            self._over = self._wbits is None
        if self._wbits is None:
            yield data
            return
        while data and not self._over:
            engine = self._engine
            if engine.eof:
                if data == b"\x1f":
                    self._head = data  # perhaps the first half of how a further member begins
                    return
                if not data.startswith(b"\x1f\x8b"):
                    self._over = True  # padding behind the stream, which every client ignores
                    return
                engine = self._engine = zlib.decompressobj(self._wbits)
            piece = self._step(data)
            if piece:
                yield piece
            while not engine.eof and (engine.unconsumed_tail or len(piece) == STEP):
                piece = self._step(engine.unconsumed_tail)
                if not piece:
                    break
                yield piece
            data = engine.unused_data if engine.eof else b""

    def _step(self, data: bytes) -> bytes:
        try:
            piece: bytes = self._engine.decompress(data, STEP)
        except zlib.error as error:
            raise CorruptBody(f"cannot be decompressed ({error})") from error
        return piece

    def finish(self) -> Iterator[bytes]:
        if self._head and self._engine is None:
            self._wbits = self._form(self._head)
            if self._wbits is None:
                yield self._head
                return
            raise CorruptBody("breaks off in the middle of its compressed data")
        if self._engine is not None and not self._engine.eof:
            raise CorruptBody("breaks off in the middle of its compressed data")


class _Gzip(_Zlib):
    def _form(self, head: bytes) -> int | None:
        # Servers that label every answer as gzip are common, and what follows is then plain text.
        return 16 + zlib.MAX_WBITS if head[:2] == b"\x1f\x8b" else None


class _Deflate(_Zlib):
    def _form(self, head: bytes) -> int | None:
        # RFC 9110 means the zlib format; some servers send the bare deflate stream.
        wrapped = len(head) >= 2 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
        return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        if brotli is None:
            raise CorruptBody("is in the content coding 'br', which was not asked for")
        self._engine = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not data or self._engine.is_finished():
            return
        self._begun = True
        piece = self._step(data)
        while piece or not self._engine.can_accept_more_data():
            if piece:
                yield piece
            if self._engine.is_finished():
                return
            piece = self._step(b"")

    def _step(self, data: bytes) -> bytes:
        try:
            piece: bytes = self._engine.process(data, output_buffer_limit=STEP)
        except brotli.error as error:
            raise CorruptBody("cannot be decompressed (no valid brotli data)") from error
        return piece

    def finish(self) -> Iterator[bytes]:
        if self._begun and not self._engine.is_finished():
            raise CorruptBody("breaks off in the middle of its compressed data")
        yield from ()


class _Zstd:
    def __init__(self) -> None:
        if zstd is None:
            raise CorruptBody("is in the content coding 'zstd', which was not asked for")
        # RFC 9659: a window of more than 8 MiB must not be used on the web; without this a header asks for 128 MiB.
        self._options = {zstd.DecompressionParameter.window_log_max: 23}
        self._engine = zstd.ZstdDecompressor(options=self._options)
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        while data:
            if self._engine.eof:
                self._engine = zstd.ZstdDecompressor(options=self._options)
            piece = self._step(data)
            if piece:
                yield piece
            while not (self._engine.eof or self._engine.needs_input):
                piece = self._step(b"")
                if piece:
                    yield piece
            data = self._engine.unused_data if self._engine.eof else b""

    def _step(self, data: bytes) -> bytes:
        try:
            piece: bytes = self._engine.decompress(data, max_length=STEP)
        except zstd.ZstdError as error:
            raise CorruptBody("cannot be decompressed (no valid zstd data)") from error
        return piece

    def finish(self) -> Iterator[bytes]:
        if self._begun and not self._engine.eof:
            raise CorruptBody("breaks off in the middle of its compressed data")
        yield from ()


_CODINGS: dict[str, Callable[[], Coding]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}
