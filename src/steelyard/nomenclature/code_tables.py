"""The lists of product codes as columns, read once a nomenclature and only when it is asked for.

A row is a meaning of a code: the code, its level, the code above it, the editions in which it has
this meaning, its title. Rows are sorted by code, those of one code by their last edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pyarrow as pa

NOMENCLATURES = ("HS", "SITC", "BEC", "ISIC", "NAICS", "EBOPS", "HTS", "SCHEDULEB")
"""Every nomenclature whose codes are known: goods, industries, services, US tariff lines."""

ANY = ""
"""Stands for whichever edition has a code."""

_Record = TypeVar("_Record")


class Records(Mapping[str, _Record]):
    """Records by code, in the order of codes; each is made when it is first asked for.

    Args:
        rows: the row of each code.
        make: what makes a record of a row.
    """

    def __init__(self, rows: Mapping[str, int], make: Callable[[int], _Record]) -> None:
        self._rows, self._make, self._made = rows, make, dict[str, _Record]()

    def __getitem__(self, code: str) -> _Record:
        if code not in self._made:
            self._made[code] = self._make(self._rows[code])
        return self._made[code]

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@cache
def editions(nomenclature: str) -> tuple[str, ...]:
    """Return the editions whose codes are known, oldest first; none of an unknown nomenclature."""
    return tuple(sorted({one for told in _in_editions(nomenclature) for one in told.split()}))


def editions_of(nomenclature: str, code: str) -> tuple[str, ...]:
    """Return the editions that have a code, oldest first; none when none has."""
    codes, told = texts(nomenclature, "code"), texts(nomenclature, "editions")
    row = rows_of(nomenclature).get(code, -1)
    found: set[str] = set()
    while row >= 0 and codes[row] == code:
        found.update(told[row].split())
        row -= 1
    return tuple(sorted(found))


def rows_of(nomenclature: str, edition: str = ANY) -> Mapping[str, int]:
    """Return the row of every code of an edition; of ``ANY`` that of its last meaning."""
    return MappingProxyType(_rows_of(nomenclature, edition))


def cell(nomenclature: str, column: str, row: int) -> str:
    """Return a cell of a list as text."""
    return str(_table(nomenclature)[column][row].as_py())


@cache
def texts(nomenclature: str, column: str) -> tuple[str, ...]:
    """Return a column of text, row by row; nothing of an unknown nomenclature."""
    return tuple(_table(nomenclature)[column].to_pylist()) if nomenclature in NOMENCLATURES else ()


@cache
def _rows_of(nomenclature: str, edition: str) -> dict[str, int]:
    codes = texts(nomenclature, "code")
    if edition == ANY:
        return {code: row for row, code in enumerate(codes)}
    having = {told for told in _in_editions(nomenclature) if edition in told.split()}
    stated = enumerate(texts(nomenclature, "editions"))
    return {codes[row]: row for row, told in stated if told in having}


@cache
def _in_editions(nomenclature: str) -> frozenset[str]:
    return frozenset(texts(nomenclature, "editions"))


@cache
def _table(nomenclature: str) -> Mapping[str, pa.Array]:
    import pyarrow.parquet as pq  # noqa: PLC0415  (slow to import)

    path = resources.files("steelyard.nomenclature") / "data" / f"{nomenclature.lower()}.parquet"
    with path.open("rb") as file:
        table = pq.ParquetFile(file).read(use_threads=False)
    return {name: table[name].combine_chunks() for name in table.column_names}
