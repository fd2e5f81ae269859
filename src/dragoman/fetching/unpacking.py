"""Packed bytes in, bytes out, within limits: what servers and archives compress with gzip or deflate."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHUNK = 1 << 16
# Short pages of one word over and over pack well and do no harm.
HARMLESS = 1_000_000
PLAIN = frozenset({"", "identity", "none"})
ZLIB = frozenset({"gzip", "x-gzip", "deflate"})


class TooMuch(Exception):  # noqa: N818  (reads as what happened)
    """The bytes are more than is let in; the message ends a sentence that begins with the page's name."""


class Packed(Exception):  # noqa: N818  (reads as what happened)
    """The bytes can't be unpacked; the message ends a sentence that begins with the page's name."""


def whole(chunks: Iterable[bytes], encodings: str, *, size: int, ratio: int) -> bytes:
    """Return *chunks* unpacked and joined, up to *size* bytes and *ratio* bytes for each packed one.

    *encodings* is what a Content-Encoding header says. Memory stays bounded however far a byte unfolds.

    Raises:
        TooMuch: if there is more.
        Packed: if it is packed in a way that is not read, or broken.
    """
    counted = _Counter(iter(chunks))
    found = bytearray()
    for piece in unpacked(iter(counted), encodings):
        found += piece
        if len(found) > size:
            message = f"it is larger than {size:,} bytes"
            raise TooMuch(message)
        if len(found) > max(HARMLESS, ratio * counted.seen):
            message = f"it unfolds to more than {ratio} times its size, as no page does"
            raise TooMuch(message)
    return bytes(found)


def unpacked(chunks: Iterable[bytes], encodings: str) -> Iterator[bytes]:
    """Yield *chunks* unpacked, in pieces of a bounded size.

    Raises:
        Packed: if they are packed in a way that is not read, or broken.
    """
    flow: Iterator[bytes] = iter(chunks)
    for name in reversed([n.strip().lower() for n in encodings.split(",")]):
        if name in ZLIB:
            flow = _inflated(flow)
        elif name not in PLAIN:
            message = f"it is packed with {name}, which is not read"
            raise Packed(message)
    return flow


class _Counter:
    """Counts the bytes that pass through."""

    def __init__(self, flow: Iterator[bytes]) -> None:
        self.flow = flow
        self.seen = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.flow:
            self.seen += len(chunk)
            yield chunk


def _inflated(flow: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=47)  # the head says whether it is gzip or zlib
    begun = False
    for chunk in flow:
        rest = chunk
        while rest and not inflate.eof:
            try:
                piece = inflate.decompress(rest, CHUNK)
            except zlib.error as error:
                if begun:
                    message = f"it is packed, and the packing is broken ({error})"
                    raise Packed(message) from None
                # Some servers call bare deflate "deflate", against the rule.
                inflate, begun = zlib.decompressobj(wbits=-15), True
                continue
            begun = True
            rest = inflate.unconsumed_tail
            yield piece
    while begun and not inflate.eof and (piece := inflate.decompress(inflate.unconsumed_tail, CHUNK)):
        yield piece
    if begun and not inflate.eof:
        message = "it is packed, and the packing is cut off"
        raise Packed(message)
