"""Codes followed to another edition, and there and back, with what is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from steelyard.classes.compared import as_lines
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.full_lists import full_list
from steelyard.classes.sides import side
from steelyard.nomenclature.concordance import Concordance, Shares
from steelyard.nomenclature.round_trip import Loss, loss
from steelyard.nomenclature.tables import lowest
from steelyard.terms.product import Edition


@dataclass(frozen=True, slots=True)
class Asked:
    """Codes that are to be followed.

    Attributes:
        edition: their edition.
        codes: the lowest of them, sorted; these are what tables link.
        whole: True when they are all of the edition.
    """

    edition: Edition
    codes: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Trip:
    """What a way there and back loses of some codes.

    Attributes:
        by_count: each code counts one.
        by_value: each counts its reference value; None without values of the edition.
    """

    by_count: Loss
    by_value: Loss | None


def of_edition(edition: Edition) -> Asked:
    """Return all lowest codes of an edition."""
    return Asked(edition, tuple(sorted(lowest(edition))), whole=True)


def of_class(cls: TechnologyClass, year: int | None, flow: str) -> Asked:
    """Return the lowest codes of a class, in the edition in which its list of a year is read.

    Raises:
        NotHeld: the class is a published total, or its full list of codes is not held.
    """
    one = side(cls, year, flow)
    edition = full_list(one.cls, one.year, one.flow)
    lines = as_lines(edition, one.read_in(edition))
    return Asked(edition, tuple(member.code for member in lines))


def round_trip(asked: Asked, out: Concordance, home: Concordance, shares: Shares | None) -> Trip:
    """Return what is lost of some codes on the way to another edition and back.

    Args:
        asked: the codes.
        out: the concordance from their edition.
        home: the concordance back to it.
        shares: reference values; those of the edition itself are followed. Of a whole edition those
            of codes that it does not have too, which no table links.
    """
    known: Mapping[str, Decimal] = (shares or {}).get(asked.edition, {})
    values = known if asked.whole else {code: known[code] for code in asked.codes if code in known}
    one = dict.fromkeys(asked.codes, Decimal(1))
    return Trip(loss(out, home, one), loss(out, home, values) if values else None)
