"""How a delimited text is laid out: its encoding, its delimiter, where its header stands."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.lines import is_blank, row_at
from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from steelyard.sources.blocks import Cells

DELIMITERS = (",", "\t", ";", "|")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_HEADER_WITHIN, _LOOKED_AT = 20, 1000
_PAIRS = 64
_STRAY = "\ufeff \t\xa0"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a delimited text are written.

    Attributes:
        encoding: ``utf-8``, ``utf-8-sig``, ``cp1252``, ``utf-16-le`` or ``utf-16-be``.
        delimiter: what stands between two cells.
        skip: lines before the first row of data.
        names: the header's cells without stray spaces; empty where it has none.
        width: cells of a row of data, which may have one more or less than the header when lines
            end with a delimiter.
        preamble: the lines before the header.
    """

    encoding: str
    delimiter: str
    skip: int
    names: tuple[str, ...]
    width: int
    preamble: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """A name for each cell of a row of data, unlike one another."""
        wide = [*self.names, *([""] * self.width)][: self.width]
        names: dict[str, None] = {}
        for place, name in enumerate(wide, 1):
            names[f"{name}#{place}" if not name or name in names else name] = None
        return list(names)

    def fitted(self, cells: Cells) -> Cells | None:
        """Return a row's cells at ``width`` if they differ from it by empty unnamed ones only."""
        if len(cells) < self.width:
            unnamed = not any(self.names[len(cells) :])
            return (*cells, *([""] * (self.width - len(cells)))) if unnamed else None
        return cells[: self.width] if not any(cells[self.width :]) else None

    def fits(self, cells: Cells) -> bool:
        """Tell whether some cells are a row of the table."""
        return self.fitted(cells) is not None


def encoding_of(head: bytes) -> str:
    """Tell the encoding of a text from its opening.

    By its mark; else UTF-16 when every other byte is nil, as in plain letters; else UTF-8; else
    Windows-1252.
    """
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    if not any(head[1:_PAIRS:2]) and all(head[:_PAIRS:2]) and head[1:2]:
        return "utf-16-le"
    if not any(head[:_PAIRS:2]) and all(head[1:_PAIRS:2]) and head[1:2]:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def find_layout(
    head: bytes, is_header: Callable[[Sequence[str]], bool], encoding: str = ""
) -> Layout | None:
    """Return how a text is laid out, found by its header; None when no row is that header.

    Args:
        head: its opening.
        is_header: tells the header by its cells, which have no stray spaces.
        encoding: its encoding, when known.
    """
    encoding = encoding or encoding_of(head)
    lines = _text(head, encoding).removesuffix("\n").split("\n")[:_LOOKED_AT]
    for delimiter in DELIMITERS:
        if (found := _under(lines, encoding, delimiter, is_header)) is not None:
            return found
    return None


def check_names(layout: Layout, name: str) -> None:
    """Refuse a header that names a column twice.

    Raises:
        BadFile: so it is.
    """
    twice = sorted({n for n in layout.names if n and layout.names.count(n) > 1})
    if twice:
        found = f"the header names {', '.join(twice)} more than once"
        why = "Which of the columns holds the figure cannot be told"
        raise refuse(name, found, why, "Keep one column of each name.")


def _text(head: bytes, encoding: str) -> str:
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _under(
    lines: Sequence[str], encoding: str, delimiter: str, is_header: Callable[[Sequence[str]], bool]
) -> Layout | None:
    """Return the layout if the header is found with this delimiter."""
    before: list[str] = []
    at = 0
    while at < len(lines) and len(before) < _HEADER_WITHIN:
        taken, cells, _ = row_at(lines, at, delimiter, bool)
        at += taken
        names = tuple(cell.strip(_STRAY) for cell in cells)
        if is_header(names):
            width = _width(lines[at:], delimiter, names)
            return Layout(encoding, delimiter, at, names, width, tuple(before))
        before.append(delimiter.join(cells).strip(_STRAY))
    return None


def _width(lines: Sequence[str], delimiter: str, names: Sequence[str]) -> int:
    """Return the cells of the first row of data; trailing delimiters make it unlike the header."""
    named = max((place for place, name in enumerate(names, 1) if name), default=0)
    at = next((at for at, line in enumerate(lines) if not is_blank(line, delimiter)), None)
    first = names if at is None else row_at(lines, at, delimiter, bool)[1]
    beyond = first[named:]
    return len(first) if len(first) >= named and not any(map(str.strip, beyond)) else len(names)
