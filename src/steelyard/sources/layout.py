"""How a delimited text is laid out: its encoding, its delimiter, where its header stands."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DELIMITERS = (",", "\t", ";", "|")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_HEADER_WITHIN = 20
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
        return [name or f"#{place}" for place, name in enumerate(wide, 1)]


def encoding_of(head: bytes) -> str:
    """Tell the encoding of a text from its opening: by its mark, else UTF-8, else Windows-1252."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
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
    text = _text(head, encoding)
    for delimiter in DELIMITERS:
        if (found := _under(text, encoding, delimiter, is_header)) is not None:
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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _under(
    text: str, encoding: str, delimiter: str, is_header: Callable[[Sequence[str]], bool]
) -> Layout | None:
    """Return the layout if the header is found with this delimiter."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    before: list[str] = []
    try:
        for _, cells in zip(range(_HEADER_WITHIN), reader, strict=False):
            names = tuple(cell.strip(_STRAY) for cell in cells)
            if is_header(names):
                skip = reader.line_num
                width = _width(reader, names)
                return Layout(encoding, delimiter, skip, names, width, tuple(before))
            before.append(delimiter.join(cells).strip(_STRAY))
    except csv.Error:
        return None
    return None


def _width(reader: Iterator[list[str]], names: Sequence[str]) -> int:
    """Return the cells of the first row of data; trailing delimiters make it unlike the header."""
    named = max(place for place, name in enumerate(names, 1) if name)
    first = next((cells for cells in reader if cells), list(names))
    beyond = first[named:]
    return len(first) if len(first) >= named and not any(map(str.strip, beyond)) else len(names)
