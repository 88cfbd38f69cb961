"""Sources that read a small file whole, made to look like those that read in steps."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from steelyard.sources.contract import Converted, Source
from steelyard.sources.received import Received
from steelyard.sources.stream import REJECTED, Batch, Reading


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
        {"line": None, "reason": left.reason, "detail": "", "cells": [text]}
        for left in converted.rejected
        for text in left.every or (left.example,)
    ]
    counts = {left.reason: left.observations for left in converted.rejected}
    rejected = pa.Table.from_pylist(rows, schema=REJECTED)
    yield Batch(converted.table, rejected, converted.observations_in, counts)
