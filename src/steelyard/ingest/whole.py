"""Sources that read a small file whole, made to look like those that read in steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pyarrow as pa

from steelyard.sources.contract import Converted, Source
from steelyard.sources.received import Received
from steelyard.sources.stream import REJECTED, Batch, Reading
from steelyard.terms.errors import BadFile, UnsafeArchive

MOST_PACKED, MOST_BYTES = 2**26, 2**29
_BLOCK = 2**20
_TOO_LARGE = (
    "it is no layout that is read in steps, and too large for those that are read whole: up to "
    f"{MOST_BYTES // 2**20} MiB, or {MOST_PACKED // 2**20} MiB packed"
)


def too_large(received: Received) -> str:
    """Return why a file is too large to be read whole; empty when it is not.

    At most 512 MiB are read whole, and of a file that is packed at most 64 MiB are unpacked.

    Raises:
        BadFile: it cannot be opened.
    """
    if received.wrapped and received.packed > MOST_PACKED:
        return f"{_TOO_LARGE} (it is packed and takes {received.packed:,} bytes)"
    if (size := _bytes_of(received)) > MOST_BYTES:
        return f"{_TOO_LARGE} (it has {size:,} bytes{' or more' if received.wrapped else ''})"
    return ""


def _bytes_of(received: Received) -> int:
    """Return the bytes of a table, unpacked; of more than ``MOST_BYTES`` the first."""
    if not received.wrapped:
        return received.size()
    seen = 0
    with suppress(BadFile, UnsafeArchive), received.open() as stream:
        while seen <= MOST_BYTES and (data := stream.read(_BLOCK)):
            seen += len(data)
    return seen


def read_whole(source: Source, received: Received, published_at: str | None) -> Reading:
    """Read a file and return it as one batch.

    Raises:
        BadFile: it is damaged or breaks the publisher's layout.
    """
    with received.on_disk() as path:
        converted = source.convert(path, published_at)
    return Reading(
        card=converted.card,
        kind=converted.kind,
        layout=converted.card.title,
        published_at=converted.published_at,
        dated=converted.dated,
        dated_how=converted.dated_how,
        columns=("observation",),
        batches=_one(converted),
        checks=lambda: converted.checks,
    )


def _one(converted: Converted) -> Iterator[Batch]:
    """Yield the whole file as one batch."""
    rows = [
        {"line": line, "reason": left.reason, "detail": "", "cells": [words]}
        for left in converted.rejected
        for line, words in left.every
    ]
    rejected = pa.Table.from_pylist(rows, schema=REJECTED)
    yield Batch(converted.table, rejected, converted.observations_in)
