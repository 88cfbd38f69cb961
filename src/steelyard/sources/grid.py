"""Rows of cells -> named columns: the header found by content, ragged rows refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.cells import Column, is_blank, tidy
from steelyard.sources.reading import Row, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a file by tidied name, untyped.

    Attributes:
        file: name of the file.
        lines: number of each row, as the file counts.
        columns: the cells by name of the column.
    """

    file: str
    lines: Sequence[int]
    columns: dict[str, Sequence[object]]

    def __getitem__(self, name: str) -> Column:
        return Column(self.file, name, self.lines, self.columns[name])


def find_header(rows: Sequence[Row], is_header: Callable[[Sequence[str]], bool]) -> int | None:
    """Return the index of the header among the first rows, or None when there is none."""
    for index, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if is_header(tidy(cells)):
            return index
    return None


def check_header(names: Sequence[str], needed: Sequence[str], file: str) -> None:
    """Refuse a header in which a column is missing or stands twice.

    Raises:
        BadFile: so it is; the columns are named.
    """
    missing = [name for name in needed if name not in names]
    if missing:
        found = f"it has no column {', '.join(missing)}"
        why = "A column that is missing cannot be told from one without figures"
        raise refuse(file, found, why, "Download the table again, with all its columns.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        found = f"the header names {', '.join(twice)} more than once"
        why = "Which of the columns holds the figure cannot be told"
        raise refuse(file, found, why, "Keep one column of each name.")


def grid_of(rows: Sequence[Row], header: int, needed: Sequence[str], file: str) -> Grid:
    """Return the columns below a header; rows without any content are passed over.

    Raises:
        BadFile: a column is missing or doubled, or a row is shorter or longer than the header.
    """
    names = tidy(rows[header][1])
    check_header(names, needed, file)
    body = [row for row in rows[header + 1 :] if not all(map(is_blank, row[1]))]
    _refuse_ragged(body, names, file)
    places = [(name, index) for index, name in enumerate(names) if name]
    columns: dict[str, Sequence[object]] = {n: [row[i] for _, row in body] for n, i in places}
    return Grid(file, [line for line, _ in body], columns)


def _refuse_ragged(body: Sequence[Row], names: Sequence[str], file: str) -> None:
    width = max(index for index, name in enumerate(names) if name) + 1
    for line, row in body:
        if len(row) < width or not all(map(is_blank, row[width:])):
            found = f"row {line} has {len(row)} cells where the header has {width}"
            why = "The file was cut short or its cells have moved"
            raise refuse(file, found, why, "Download it again.")
