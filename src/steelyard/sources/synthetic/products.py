"""Which real product codes a synthetic world trades in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from steelyard.nomenclature.codes import codes_of
from steelyard.terms.errors import BadOption
from steelyard.terms.product import Edition

HS = Edition("HS", "2017")
HIDDEN = "999999"
_TECHNOLOGY = ("84", "85", "90")
_DIGITS = 6


@cache
def product_codes(number: int) -> tuple[str, ...]:
    """Return some subheadings of HS 2017 in their order, half of chapters 84, 85 and 90.

    Of these, and of all others, every so many-th is taken.

    Raises:
        BadOption: there are not so many.
    """
    every = [code for code in codes_of(HS) if len(code) == _DIGITS and code != HIDDEN]
    if number > len(every):
        raise BadOption(
            f"You asked for {number} products",
            f"{HS.nomenclature} {HS.edition} has {len(every)} subheadings",
            "Products must be codes of it, so that classes apply",
            f"Ask for at most {len(every)}.",
        )
    high = [code for code in every if code.startswith(_TECHNOLOGY)]
    rest = [code for code in every if not code.startswith(_TECHNOLOGY)]
    half = max(min(number // 2, len(high)), number - len(rest))
    return tuple(sorted([*_spread(high, half), *_spread(rest, number - half)]))


def _spread(codes: Sequence[str], number: int) -> list[str]:
    """Return some codes, evenly spaced."""
    return [codes[at * len(codes) // number] for at in range(number)]
