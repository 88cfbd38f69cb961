"""Rows of a delimited text split one by one: the way for chunks in which something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.blocks import Broken, Cells
from steelyard.sources.lines import OPEN, cells_of, is_blank, row_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steelyard.sources.chunks import Chunk
    from steelyard.sources.layout import Layout

__all__ = ["Split", "cells_of", "split"]
_SHOWN = 2000
_TOO_LONG = "the line is too long to be a row"
_NUL = "it holds a NUL byte, which no text has: the file was damaged on its way"


@dataclass(frozen=True, slots=True)
class Split:
    """The rows of a chunk: those of the header's width, their lines, and the others."""

    rows: tuple[Cells, ...]
    lines: tuple[int, ...]
    broken: tuple[Broken, ...]


def split(chunk: Chunk, layout: Layout) -> Split:
    """Split a chunk row by row; a quoted cell may run over some lines, a blank line is no row."""
    if chunk.endless:
        return Split((), (), (Broken(chunk.line, _TOO_LONG, (chunk.endless,)),))
    rows, lines, broken = [], [], []
    for line, cells, why in _rows(chunk, layout):
        if why:
            broken.append(Broken(line, why, tuple(cell[:_SHOWN] for cell in cells)))
        else:
            rows.append(cells)
            lines.append(line)
    return Split(tuple(rows), tuple(lines), tuple(broken))


def _rows(chunk: Chunk, layout: Layout) -> Iterator[tuple[int, Cells, str]]:
    """Yield the line of each row, its cells and what is wrong with it."""
    texts = chunk.data.decode("utf-8").removesuffix("\n").split("\n")
    at = 0
    while at < len(texts):
        taken, cells, is_open = row_at(texts, at, layout.delimiter, layout.fits)
        if taken > 1 or not is_blank(texts[at], layout.delimiter):
            fitted = layout.fitted(cells)
            yield chunk.line + at, fitted or cells, _wrong(cells, layout, is_open=is_open)
        at += taken


def _wrong(cells: Cells, layout: Layout, *, is_open: bool) -> str:
    """Return what is wrong with a row; empty when nothing is."""
    if is_open:
        return OPEN
    if any("\0" in cell for cell in cells):
        return _NUL
    if not layout.fits(cells):
        return f"it has {len(cells)} cells where the header has {len(layout.columns)}"
    return ""
