"""Answers of the Bureau's interface, as JSON (an array of arrays) or saved as CSV -> blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from steelyard.sources.blocks import Block, Broken, Cells, block_of_rows
from steelyard.sources.census.api_columns import Asked, is_header
from steelyard.sources.json_rows import ROWS, elements, opening_of, text_of
from steelyard.sources.layout import Layout, find_layout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from steelyard.sources.received import Received

_SHOWN = 2000


def header(head: bytes) -> tuple[str, ...]:
    """Return the names in the first row of an answer in JSON; none when it is no answer."""
    opening = opening_of(head) if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"[[") else None
    first = opening.first if opening else None
    if not isinstance(first, list) or not all(isinstance(name, str) for name in first):
        return ()
    names = tuple(name.strip() for name in first)
    return names if is_header(names) else ()


def layout(head: bytes) -> Layout | None:
    """Return the layout of an answer saved as delimited text; None when it is none."""
    return find_layout(head, is_header)


def json_blocks(received: Received, names: tuple[str, ...]) -> Iterator[Block]:
    """Yield the rows of an answer in JSON; their lines count the header as 1.

    A name that stands twice (the interface repeats what a query fixes) is read once.

    Raises:
        BadFile: the text is damaged or shortened.
    """
    places = [names.index(name) for name in dict.fromkeys(names)]
    asked = Asked(tuple(dict.fromkeys(names)))
    wanted = [*asked.texts, *asked.numbers]
    with received.open() as stream:
        rows = enumerate(elements(stream, received.name), 1)
        next(rows, None)
        while some := list(islice(rows, ROWS)):
            yield _block(some, asked.names, len(names), places, wanted)


def _block(
    some: Iterable[tuple[int, object]],
    names: tuple[str, ...],
    width: int,
    places: list[int],
    wanted: list[str],
) -> Block:
    rows: list[Cells] = []
    lines: list[int] = []
    broken: list[Broken] = []
    for line, row in some:
        if isinstance(row, list) and len(row) == width:
            rows.append(tuple(_text(row[place]) for place in places))
            lines.append(line)
        else:
            broken.append(_broken(line, row, width))
    return block_of_rows(names, rows, lines, wanted, tuple(broken))


def _broken(line: int, row: object, width: int) -> Broken:
    cells = row if isinstance(row, list) else [row]
    why = f"it has {len(cells)} cells where the header has {width}"
    return Broken(line, why, tuple(_text(cell)[:_SHOWN] for cell in cells))


def _text(cell: object) -> str:
    """Return a cell as text; half a pair of surrogates becomes a question mark."""
    text = text_of(cell)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
