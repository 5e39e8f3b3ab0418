"""Content codings (RFC 9110 section 8.4.1) undone piece by piece.

Every step yields at most ``STEP`` bytes, so whoever counts them can stop a decompression bomb after a few kilobytes.
A body that ends too early is an error here, never a shorter body: the entries behind the cut would otherwise be lost
together with a validator that says we have them.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any


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


class CorruptBody(ValueError):
    """The compressed body breaks off or cannot be undone; the message is a clause that completes "the answer …"."""


def accept_encoding() -> str:
    """The codings we can undo, as an ``Accept-Encoding`` value."""
    return ", ".join(["gzip", "deflate"] + ["br"] * (brotli is not None) + ["zstd"] * (zstd is not None))


def decompressed(chunks: Iterable[bytes], content_encoding: str | None) -> Iterator[bytes]:
    """Yield the body of ``chunks`` with all codings of a ``Content-Encoding`` header undone, at most ``STEP`` at a time.

    Raises ``CorruptBody`` for unknown codings, for data that is no such thing, and for a body that ends too early.
    """
    codings = [name.strip().lower() for name in (content_encoding or "").split(",")]
    codings = [name for name in codings if name not in ("", "identity", "none", "utf-8")]
    if len(codings) > MAX_CODINGS:
        raise CorruptBody(f"is compressed {len(codings)} times over")
    stream: Iterator[bytes] = iter(chunks)
    for name in reversed(codings):
        undo = _CODINGS.get(name)
        if undo is None:
            raise CorruptBody(f"is in the content coding {name!r}, which was not asked for")
        stream = undo(stream)
    return stream


def _peek(chunks: Iterator[bytes], count: int) -> tuple[bytes, Iterator[bytes]]:
    """The first ``count`` bytes, and an iterator that still yields them."""
    head = b""
    while len(head) < count:
        chunk = next(chunks, None)
        if chunk is None:
            break
        head += chunk

    def again() -> Iterator[bytes]:
        if head:
            yield head
        yield from chunks

    return head, again()


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    head, chunks = _peek(chunks, 2)
    if head[:2] != b"\x1f\x8b":
        # Servers that label every answer as gzip are common, and what follows is then plain text.
        yield from chunks
        return
    yield from _zlib(chunks, 16 + zlib.MAX_WBITS)


def _deflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    head, chunks = _peek(chunks, 2)
    # RFC 9110 means the zlib format; some servers send the bare deflate stream.
    wrapped = len(head) >= 2 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    yield from _zlib(chunks, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _zlib(chunks: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    engine = zlib.decompressobj(wbits)
    begun = False
    for chunk in chunks:
        begun = True
        data = chunk
        while True:
            if engine.eof:
                if not data.startswith(b"\x1f\x8b"):
                    return  # padding behind the stream, which every client ignores
                engine = zlib.decompressobj(wbits)
            try:
                piece = engine.decompress(data, STEP)
            except zlib.error as error:
                raise CorruptBody(f"cannot be decompressed ({error})") from error
            if piece:
                yield piece
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
            if not data and (engine.eof or len(piece) < STEP):
                break
    if begun and not engine.eof:
        raise CorruptBody("breaks off in the middle of its compressed data")


def _brotli(chunks: Iterator[bytes]) -> Iterator[bytes]:
    if brotli is None:
        raise CorruptBody("is in the content coding 'br', which was not asked for")
    engine = brotli.Decompressor()
    begun = False
    try:
        for chunk in chunks:
            begun = True
            if engine.is_finished():
                return
            piece = engine.process(chunk, output_buffer_limit=STEP)
            while piece or not engine.can_accept_more_data():
                if piece:
                    yield piece
                if engine.is_finished():
                    break
                piece = engine.process(b"", output_buffer_limit=STEP)
    except brotli.error as error:
        raise CorruptBody("cannot be decompressed (no valid brotli data)") from error
    if begun and not engine.is_finished():
        raise CorruptBody("breaks off in the middle of its compressed data")


def _zstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    if zstd is None:
        raise CorruptBody("is in the content coding 'zstd', which was not asked for")
    # RFC 9659: a window of more than 8 MiB must not be used on the web; without this a header asks for 128 MiB.
    options = {zstd.DecompressionParameter.window_log_max: 23}
    engine = zstd.ZstdDecompressor(options=options)
    begun = False
    try:
        for chunk in chunks:
            begun = True
            data = chunk
            while True:
                if engine.eof:
                    if not data:
                        break
                    engine = zstd.ZstdDecompressor(options=options)
                piece = engine.decompress(data, max_length=STEP)
                if piece:
                    yield piece
                data = engine.unused_data if engine.eof else b""
                if not data and (engine.eof or engine.needs_input):
                    break
    except zstd.ZstdError as error:
        raise CorruptBody("cannot be decompressed (no valid zstd data)") from error
    if begun and not engine.eof:
        raise CorruptBody("breaks off in the middle of its compressed data")


_CODINGS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
