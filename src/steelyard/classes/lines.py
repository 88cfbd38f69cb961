"""Lines of a country's own below the subheadings of the HS, where a list of them is held.

A table that starts from lines tells more than one from subheadings: to which industry a product
goes is stated line by line. And a country states some goods under digits that no edition of the HS
has: civil aircraft of US exports under 880000, all of chapter 98.
"""

from __future__ import annotations

from functools import cache

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.standing import SUBHEADING, standing
from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.tables import Table, links, lowest, tables
from steelyard.terms.product import Edition

PREFIX = "prefix"
"""The family of tables that put a line under the subheading of its first six digits."""
_LISTS = {("USA", "M"): "HTS", ("USA", "X"): "SCHEDULEB"}
_DIGITS = "10"
_HS = "HS"


def lines_for(
    cls: TechnologyClass, held: Edition, year: int, *, reporter: str, flow: str, level: str
) -> Edition | None:
    """Return the list of lines from which a class is made rather than from subheadings.

    That is the last one out by the year, else the first, of those below the edition of the HS that
    is held. None where no list is, or where the codes of the class stand in that edition.
    """
    below = _lists(reporter, flow, held) if level == _DIGITS else []
    if not below:
        return None
    found = standing(cls, held, year, flow)
    return None if found is None or found.edition == held else _by_then(below, year)


def own_list(held: Edition, year: int, *, reporter: str, flow: str) -> Edition | None:
    """Return the list that tells what codes are that no edition of the HS has; None for no list.

    The one that ``lines_for`` would take, else the nearest of another edition of the HS.
    """
    if held.nomenclature != _HS:
        return None
    every = _lists(reporter, flow, held) or _lists(reporter, flow)
    return _by_then(every, year) if every else None


@cache
def own_lines(own: Edition, held: Edition) -> frozenset[str]:
    """Return the lines of a list that stand under no subheading of an edition of the HS.

    Args:
        own: the list.
        held: the edition; or a list, whose own edition is meant.
    """
    linked = [links(table).every for table in _prefixed() if table.source == own]
    strange = lowest(own).difference(*linked)
    if held.nomenclature != _HS:
        return frozenset(strange)
    known = codes_of(held)
    return frozenset(line for line in strange if line[:SUBHEADING] not in known)


def _lists(reporter: str, flow: str, held: Edition | None = None) -> list[Edition]:
    """Return the lists of a flow of a country, oldest first: all, or those below an edition."""
    name = _LISTS.get((reporter, flow))
    return sorted(
        table.source
        for table in _prefixed()
        if table.source.nomenclature == name and held in {None, table.target}
    )


def _by_then(lists: list[Edition], year: int) -> Edition:
    return ([one for one in lists if int(one.edition) <= year] or lists[:1])[-1]


def _prefixed() -> tuple[Table, ...]:
    return tuple(table for table in tables() if table.family.name == PREFIX)
