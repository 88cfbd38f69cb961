"""A long file read in steps: batches of rows accepted and rejected, in the order of the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from os import cpu_count
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from steelyard.sources.chunks import chunks
from steelyard.sources.delimited import block_of

if TYPE_CHECKING:
    from steelyard.sources.blocks import Block
    from steelyard.sources.contract import Card, Check
    from steelyard.sources.layout import Layout
    from steelyard.sources.received import Received
    from steelyard.terms.tables import Kind

REJECTED = pa.schema(
    [
        pa.field("line", pa.int64()),
        pa.field("reason", pa.string()),
        pa.field("detail", pa.string()),
        pa.field("cells", pa.list_(pa.string())),
    ]
)
_MOST_THREADS, _AHEAD = 8, 2
_T = TypeVar("_T")
_U = TypeVar("_U")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some observations of a file.

    Attributes:
        table: rows accepted, the columns of the kind of table and ``line``, the line in the file;
            text may be dictionary-encoded. One observation may give several rows, one for each
            valuation it states.
        rejected: observations that were not taken in, by the schema ``REJECTED``: the line in the
            file, a short code, what is wrong with it, and the row's cells as they stand.
        observations: observations read; equals those accepted plus those rejected.
        block: the rows as they stand in the file, from which a row found wrong later can be had.
    """

    table: pa.Table
    rejected: pa.Table
    observations: int
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One release, or a part of one, read in steps.

    Attributes:
        card: the dataset it belongs to.
        kind: kind of table.
        layout: the format that was recognised, in words.
        published_at: ``YYYY-MM-DD`` or ``YYYY-MM``; empty when nothing in the file tells it, and it
            counts from the day on which it was received.
        dated: ``stated`` or ``inferred``.
        dated_how: one sentence on how the date was found.
        columns: the file's own names of the cells of rejected rows.
        batches: its rows, once.
        checks: gives the reconciliations that the source makes itself, once all is read.
        notes: what was noticed while reading (filled while ``batches`` is consumed): text by code.
    """

    card: Card
    kind: Kind
    layout: str
    published_at: str
    dated: str
    dated_how: str
    columns: tuple[str, ...]
    batches: Iterator[Batch]
    checks: Callable[[], tuple[Check, ...]] = tuple
    notes: dict[str, str] = field(default_factory=dict)


def batches_of(
    received: Received,
    layout: Layout,
    texts: Sequence[str],
    numbers: Sequence[str],
    convert: Callable[[Block], Batch],
) -> Iterator[Batch]:
    """Yield what ``convert`` makes of each block of a delimited text, in order.

    Blocks are split and converted on several threads; a few are in memory at a time. The batches
    do not depend on the number of threads.
    """
    with received.open() as stream:
        yield from in_order(
            chunks(stream, layout),
            lambda chunk: converted(block_of(chunk, layout, texts, numbers), convert),
        )


def converted(block: Block, convert: Callable[[Block], Batch]) -> Batch:
    """Return what ``convert`` makes of a block, with the block."""
    return replace(convert(block), block=block)


def in_order(items: Iterable[_T], work: Callable[[_T], _U]) -> Iterator[_U]:
    """Yield the work on each item, in order, done by a thread for each processor, eight at most.

    A few items for each thread are in memory at a time, so that none waits while what was yielded
    is used.
    """
    workers = min(cpu_count() or 1, _MOST_THREADS)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[_U]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > workers * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
