"""Round trips: how much of a value does not come back to the code from which it started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from steelyard.nomenclature.concordance import Concordance
from steelyard.nomenclature.weights import NO_LINK, WHOLE, Lost, Shared, chained

_EXACT = Context(prec=76)  # digits of 38 times digits of 38


@dataclass(frozen=True, slots=True)
class Part:
    """Where a value is after a round trip; the four parts add up to it.

    Attributes:
        returned: at the code from which it started.
        elsewhere: at other codes.
        not_followed: lost where links are too many to follow.
        no_link: lost where a table names no link, or the code is unknown.
    """

    returned: Decimal = Decimal(0)
    elsewhere: Decimal = Decimal(0)
    not_followed: Decimal = Decimal(0)
    no_link: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """The value that started."""
        add = _EXACT.add
        return add(add(self.returned, self.elsewhere), add(self.not_followed, self.no_link))


@dataclass(frozen=True, slots=True)
class Loss:
    """What a round trip loses.

    Attributes:
        whole: the parts of the whole value.
        codes: the parts of the value of each code, in the order of codes.
    """

    whole: Part
    codes: Mapping[str, Part]


def loss(there: Concordance, back: Concordance, values: Mapping[str, Decimal]) -> Loss:
    """Return what is lost when values are converted and converted back.

    Units: those of the values, exact. A code without a value takes no part.

    Args:
        there: the concordance out.
        back: the concordance home, from the edition that the first one reaches.
        values: the values by code of the first edition.

    Raises:
        ValueError: the second concordance does not lead back.
    """
    if (there.source, there.target) != (back.target, back.source):
        raise ValueError(f"{back.source} > {back.target} is not the way back from {there.target}")
    steps = [stage.weights for stage in (*there.stages, *back.stages)]
    codes = {}
    for code in sorted(values):
        shared = chained(code, steps) if code in there.weights else NO_LINK
        codes[code] = _part(code, shared, values[code])
    return Loss(_sum(codes), codes)


def _part(code: str, shared: Shared, value: Decimal) -> Part:
    home, lost, dropped = (
        _share(value, shared.get(end, (0, None))[0])
        for end in (code, Lost.NOT_FOLLOWED, Lost.NO_LINK)
    )
    ends = {code, Lost.NOT_FOLLOWED, Lost.NO_LINK}
    away = sum(parts for target, (parts, _) in shared.items() if target not in ends)
    return Part(home, _share(value, away), lost, dropped)


def _share(value: Decimal, parts: int) -> Decimal:
    return _EXACT.divide(_EXACT.multiply(value, Decimal(parts)), Decimal(WHOLE))


def _sum(codes: Mapping[str, Part]) -> Part:
    names = ("returned", "elsewhere", "not_followed", "no_link")
    totals = dict.fromkeys(names, Decimal(0))
    for part in codes.values():
        totals = {name: _EXACT.add(total, getattr(part, name)) for name, total in totals.items()}
    return Part(**totals)
