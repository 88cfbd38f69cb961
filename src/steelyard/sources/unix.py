"""Bytes of a text in any encoding -> UTF-8 of which every line ends with a line feed."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_AS_THEY_ARE = frozenset({"utf-8", "utf-8-sig", "cp1252"})


def unix(stream: BinaryIO, encoding: str, skip: int, size: int) -> Iterator[bytes]:
    """Yield what stands below the first lines, as Unix writes lines.

    A text in UTF-8 or Windows-1252 comes as it is, for the two are told apart line by line
    (``mended``); one of another encoding comes in UTF-8.

    Args:
        stream: the bytes of the text.
        encoding: its encoding.
        skip: lines that are left out.
        size: bytes that are read at a time.
    """
    yield from _below(_line_feeds(_as_utf8(stream, encoding, size)), skip)


def _as_utf8(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    """Yield the bytes in UTF-8; those of a text in UTF-8 or Windows-1252 as they are."""
    parts = iter(lambda: stream.read(size), b"")
    if encoding in _AS_THEY_ARE:
        yield from parts
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for data in parts:
        yield decoder.decode(data).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _line_feeds(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a text with a line feed at the end of every line, whatever stood there."""
    held = b""
    for part in parts:
        data = held + part if held else part
        held = b"\r" if data.endswith(b"\r") else b""
        data = data[: len(data) - len(held)]
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n")
            data = data.replace(b"\r", b"\n") if b"\r" in data else data
        yield data
    yield b"\n" if held else b""


def _below(parts: Iterator[bytes], skip: int) -> Iterator[bytes]:
    """Yield what stands below the header, whose lines are ``skip``."""
    for part in parts:
        data = part
        while skip and data:
            _, end, data = data.partition(b"\n")
            skip -= len(end)
        if data:
            yield data


def mended(data: bytes) -> tuple[bytes, int]:
    """Return bytes in UTF-8: a line in another encoding is read as Windows-1252."""
    if data.isascii():
        return data, 0
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pairs = [_mended_line(line) for line in data.split(b"\n")]
        return b"\n".join(line for line, _ in pairs), sum(odd for _, odd in pairs)
    return data, 0


def _mended_line(line: bytes) -> tuple[bytes, bool]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode("utf-8"), True
    return line, False
