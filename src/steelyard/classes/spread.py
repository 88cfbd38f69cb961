"""A class spread over the codes of an edition in which data are held.

Data are never converted: the class is. Each code of the held edition belongs to the class in whole,
in part or perhaps, so that figures of any edition are summed from their own rows, with bounds.
"""

from __future__ import annotations

from functools import lru_cache

from steelyard.classes.belonging import Spread, table_of, whole
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.follower import Data, Follower, plain
from steelyard.classes.lines import own_lines
from steelyard.classes.standing import SUBHEADING, Codes, standing
from steelyard.nomenclature.code_tables import rows_of
from steelyard.nomenclature.weights import Ground, Rule
from steelyard.terms.product import Edition

__all__ = ["Spread", "spread"]


def spread(
    cls: TechnologyClass,
    held: Edition,
    digits: int,
    year: int,
    flow: str,
    *,
    grouped: bool = False,
    own: Edition | None = None,
    by: Follower | None = None,
) -> Spread | None:
    """Return what a class is in the codes of a held edition; None when no way leads there.

    Codes that stand as written in the edition are taken so. Else each held code is followed to the
    edition in which the class names its codes, of a list of ten-digit lines to those below it.

    Args:
        cls: the class, or some groups of it.
        held: the edition of the data.
        digits: digits of the codes of the data; of the HS lines of a country's own join by their
            first six.
        year: the year of the data, for lists that are dated.
        flow: ``X`` or ``M``.
        grouped: group by group; else the class as one.
        own: a list of lines of the country that states the data: what it has under no code of the
            edition is followed from its lines.
        by: follows codes by a rule; by the published tables, if none is given.
    """
    found = standing(cls, held, year, flow)
    if found is None:
        return None
    asked, data = found if grouped else found.as_one(), Data(held, digits, own)
    if found.edition == held:
        return _as_it_stands(asked, data)
    return (by or plain(Rule.PUBLISHED)).spread(asked, data)


@lru_cache(maxsize=24)
def _as_it_stands(asked: Codes, data: Data) -> Spread | None:
    """Return the codes that stand in the class or below one of its codes; None of too few digits.

    Codes without digits, of which one level is held, are the class's own.
    """
    edition, known = asked.edition, rows_of(asked.edition.nomenclature, asked.edition.edition)
    if data.digits < asked.digits:
        return None
    length = min(data.digits, max(map(len, known))) if asked.digits else 0
    codes = [code for code in known if len(code) == length] if length else list(asked.groups)
    codes += _strange(data) if length == SUBHEADING else []
    inside = [(code, group) for code in codes if (group := asked.group_of(code)) is not None]
    grounds = {code: Ground.ONLY for code, _ in inside}
    table = table_of(whole(inside))
    return Spread(edition, edition, length, table, frozenset(codes), {}, grounds, ())


def _strange(data: Data) -> list[str]:
    """Return the subheadings of a country's own that its lines begin with."""
    lines = own_lines(data.own, data.edition) if data.own else frozenset[str]()
    return sorted({line[:SUBHEADING] for line in lines})
