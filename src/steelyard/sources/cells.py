"""Single cells of a publisher's table, typed: numbers, years and labels, with where they stand."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from steelyard.terms.errors import BadFile

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_YEARS = range(1900, 2201)
_STRAY = "\ufeff \t\r\n\xa0"
_SHOWN = 40
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it stands in a file.

    Attributes:
        file: name of the file.
        name: name of the column.
        lines: number of each row, as the file counts.
        cells: the cells, untyped.
    """

    file: str
    name: str
    lines: Sequence[int]
    cells: Sequence[object]

    def read_as(self, kind: Callable[[object], _T]) -> list[_T]:
        """Return every cell typed by ``kind``, which raises ValueError with what is wrong.

        Raises:
            BadFile: a cell is not of the kind; the row and the column are named.
        """
        typed: list[_T] = []
        try:
            typed.extend(map(kind, self.cells))
        except ValueError as error:
            raise self.refusal(len(typed), str(error)) from None
        return typed

    def refusal(self, index: int, wrong: str) -> BadFile:
        """Return the error for the cell at ``index``."""
        shown = repr(self.cells[index])
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
        found = f"row {self.lines[index]}, column {self.name} holds {shown}: {wrong}"
        why = "A guessed cell would be a wrong figure with a good source"
        return refuse(self.file, found, why, "Correct the cell, or download the table again.")


def number(cell: object) -> float | None:
    """Read a number written as text or as a number; None for an empty cell.

    Raises:
        ValueError: the cell is no number.
    """
    if isinstance(cell, float):
        return None if math.isnan(cell) else cell
    if is_blank(cell):
        return None
    if isinstance(cell, str) and _NUMBER.fullmatch(cell.strip(_STRAY)):
        return float(cell.strip(_STRAY))
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return _as_float(cell)
    raise ValueError("it is no number")


def year(cell: object) -> int | None:
    """Read a year written as text or as a number; None for an empty cell.

    Raises:
        ValueError: the cell is no whole number of a likely year.
    """
    found = number(cell)
    if found is not None and found not in _YEARS:
        raise ValueError("it is no year")
    return None if found is None else int(found)


def label(cell: object) -> str:
    """Read a name without stray spaces; empty when there is none."""
    return "" if cell is None else str(cell).strip(_STRAY)


def is_blank(cell: object) -> bool:
    """Tell whether a cell is empty."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_STRAY))


def tidy(names: Iterable[object]) -> list[str]:
    """Return header cells in lower case, without stray spaces or a byte-order mark."""
    return [label(name).lower() for name in names]


def _as_float(cell: int | Decimal) -> float:
    try:
        return float(cell)
    except OverflowError:
        return math.inf
