"""Rows of a delimited text split one by one: the way for chunks in which something is wrong."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.blocks import Broken, Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steelyard.sources.chunks import Chunk
    from steelyard.sources.layout import Layout

_JOINED = 20
_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Split:
    """The rows of a chunk: those of the header's width, their lines, and the others."""

    rows: tuple[Cells, ...]
    lines: tuple[int, ...]
    broken: tuple[Broken, ...]


def split(chunk: Chunk, layout: Layout) -> Split:
    """Split a chunk row by row; a quoted cell may run over some lines, a blank line is no row."""
    if chunk.endless:
        why = "the line is too long to be a row"
        return Split((), (), (Broken(chunk.line, why, (chunk.endless,)),))
    rows, lines, broken = [], [], []
    for line, cells in _rows(chunk, layout):
        fitting = _fitted(cells, layout)
        if fitting is None:
            why = f"it has {len(cells)} cells where the header has {len(layout.columns)}"
            broken.append(Broken(line, why, tuple(cell[:_SHOWN] for cell in cells)))
        else:
            rows.append(fitting)
            lines.append(line)
    return Split(tuple(rows), tuple(lines), tuple(broken))


def cells_of(text: str, delimiter: str) -> Cells:
    """Return the cells of one row."""
    try:
        return tuple(next(csv.reader([text], delimiter=delimiter), ()))
    except csv.Error:
        return (text,)


def _rows(chunk: Chunk, layout: Layout) -> Iterator[tuple[int, Cells]]:
    texts = chunk.data.decode("utf-8").removesuffix("\n").split("\n")
    at = 0
    while at < len(texts):
        taken = _taken(texts, at, layout)
        text = "\n".join(texts[at : at + taken]).removesuffix("\r")
        if text.strip():
            yield chunk.line + at, cells_of(text, layout.delimiter)
        at += taken


def _taken(texts: list[str], at: int, layout: Layout) -> int:
    """Return how many lines a row takes: more than one only if that makes a row of the header."""
    odd = False
    for count, text in enumerate(texts[at : at + _JOINED], 1):
        odd ^= bool(text.count('"') % 2)
        if not odd:
            joined = "\n".join(texts[at : at + count])
            fits = _fitted(cells_of(joined, layout.delimiter), layout)
            return count if fits is not None else 1
    return 1


def _fitted(cells: Cells, layout: Layout) -> Cells | None:
    """Return the cells at the header's width if they differ from it by unnamed ones only."""
    width = len(layout.columns)
    if len(cells) < width:
        unnamed = not any((*layout.names, *([""] * width))[len(cells) : width])
        return (*cells, *([""] * (width - len(cells)))) if unnamed else None
    return cells[:width] if not any(cells[width:]) else None
