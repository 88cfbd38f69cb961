"""What a class is in the codes of one edition: which belong to it, in part or perhaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import pyarrow as pa

from steelyard.nomenclature.bracket import Row
from steelyard.nomenclature.weights import WHOLE, Ground
from steelyard.terms.product import Edition

COLUMNS = ("source", "group", "parts", "low", "high")
CHAPTER = 2
OWN_CHAPTERS = {"98", "99"}
"""Chapters of the HS that are each country's own: their goods may be any."""


@dataclass(frozen=True, eq=False)
class Spread:
    """What a class is in the codes of one edition.

    Attributes:
        held: the edition of the data.
        target: the edition in which the class names its codes; ``held`` where they stand as
            written.
        digits: digits of ``source``, by which rows of more digits are joined; 0 for codes without
            digits.
        table: ``source, group, parts, low, high``, keys ``source`` and ``group``: how many of the
            ``WHOLE`` parts of a code belong to a group of the class, whether all of it surely does
            (``low``) and whether any may (``high``). Codes outside are left out; the group is empty
            unless groups are asked.
        known: every code of the held edition.
        nowhere: parts that are not followed, of codes of which a table says that they may be of the
            class.
        grounds: on what the parts of a code of the table rest; of codes that a table tells.
        path: the tables that are followed, in words; none where codes stand as written.
        lines: the codes of a country's own that ``table`` has beside their subheadings, by which
            any other line counts.
        aside: the tables by which codes are followed that no edition of the HS has.
        groups: the groups that are asked; one without a name for the class as one.
        unknown: codes of ``table`` of which no table tells what they are: no part of them counts,
            and ``high`` counts all.
        families: names of the files of links that are followed.
    """

    held: Edition
    target: Edition
    digits: int
    table: pa.Table
    known: frozenset[str]
    nowhere: Mapping[str, int]
    grounds: Mapping[str, Ground]
    path: tuple[str, ...]
    lines: frozenset[str] = frozenset()
    aside: tuple[str, ...] = ()
    groups: tuple[str, ...] = ("",)
    unknown: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()

    @property
    def exact(self) -> bool:
        """True where codes are in the class or outside, and none is in doubt."""
        return all(self.table["low"].to_pylist())

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the table, row by row."""
        rows = sorted(zip(*(self.table[name].to_pylist() for name in COLUMNS), strict=True))
        return sha256("\n".join(map(repr, rows)).encode()).hexdigest()

    def with_unknown(self, codes: Iterable[str]) -> Spread:
        """Return the same with codes that no table leads from, where they may be of the class.

        They may where anything of their chapter may, and where their chapter is a country's own or
        not of the edition.
        """
        may = {code for code in codes if self._may_be(code)} - self.unknown
        if not may:
            return self
        rows = [(code, group, 0, False, True) for code in sorted(may) for group in self.groups]
        table = pa.concat_tables([self.table, table_of(rows)])
        return replace(self, table=table, unknown=self.unknown | may)

    def _may_be(self, code: str) -> bool:
        chapter = code[:CHAPTER]
        own = self.held.nomenclature not in _COARSE and chapter in OWN_CHAPTERS
        return own or chapter in self._chapters[1] or chapter not in self._chapters[0]

    @cached_property
    def _chapters(self) -> tuple[frozenset[str], frozenset[str]]:
        """The chapters of the edition, and those of which something may be of the class."""
        every, mine = (
            frozenset(code[:CHAPTER] for code in codes) for codes in (self.known, self.grounds)
        )
        return every, mine


_COARSE = {"SITC", "BEC", "ISIC", "NAICS", "EBOPS"}


def table_of(rows: Iterable[Row]) -> pa.Table:
    """Return the rows of a spread as a table."""
    kinds = (pa.string(), pa.string(), pa.int64(), pa.bool_(), pa.bool_())
    schema = pa.schema(list(zip(COLUMNS, kinds, strict=True)))
    return pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema)


def nowhere(rows: Iterable[Row], mine: Iterable[str]) -> dict[str, int]:
    """Return the parts that have no target, of codes that may be inside."""
    inside = set(mine)
    return {
        source: parts
        for source, group, parts, _, _ in rows
        if group is None and parts and source in inside
    }


def whole(codes: Iterable[tuple[str, str]]) -> list[Row]:
    """Return the rows of codes that are of a group in whole."""
    return [(code, group, WHOLE, True, True) for code, group in codes]
