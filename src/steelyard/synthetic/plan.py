"""The plan of a world: its size, its laws and its faults, every one a number that can be set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from steelyard.terms.errors import BadOption, did_you_mean

MOST_COUNTRIES = 364
_WHY = "A world that is not the one asked for would be tested against the wrong truth"
_SIZES = {"seed": (0, 2**32), "countries": (2, MOST_COUNTRIES), "products": (1, 6000)}
_YEARS = (1988, 2100)
_EDITION = "edition_from"
_LEAST = {"inflation": -0.5, "density": 1e-6}
_MOST = {"inflation": 0.5, "density": 0.95, "noise": 2.0, "freight": 20.0, "slips": 364}


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides a world, and nothing else does.

    Attributes:
        seed: number from which every draw follows.
        countries, products: how many.
        first, last: first and last year.
        density: share of exporter, importer and product triples that trade.
        churn: share of those that begin or end within the years.
        inflation: yearly growth of prices in logs, before those of the country and the product.
        prices: standard deviation of these, by country and by product, in logs a year.
        freight: cost of the voyage; 1 is about 6 % of the value, 0 none.
        reexports: share of trade that passes through a hub, at most; 0 none.
        consignment: share of importers that name the hub instead of the origin.
        noise: typical standard deviation of a report about the truth, in logs; 0 exact reports.
        timing: share of a year's imports that arrive in the next, on the longest way.
        silent: share of reporters' years without a report.
        lost: share of a report's rows that are left out.
        miscoded: share of rows under the code of the next product.
        secret: share of a reporter's products that are hidden under 999999.
        slips: reporters that, in one year and flow, report a thousandfold.
        edition_from: year from which reports are in the next edition of codes; 0 for never.
    """

    seed: int = 1
    countries: int = 30
    products: int = 200
    first: int = 2010
    last: int = 2019
    density: float = 0.3
    churn: float = 0.2
    inflation: float = 0.02
    prices: float = 0.015
    freight: float = 1.0
    reexports: float = 0.2
    consignment: float = 0.2
    noise: float = 0.1
    timing: float = 0.05
    silent: float = 0.02
    lost: float = 0.0
    miscoded: float = 0.01
    secret: float = 0.01
    slips: int = 1
    edition_from: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """Every year, in order."""
        return tuple(range(self.first, self.last + 1))

    def told(self) -> dict[str, int | float]:
        """Return the fields by name, without a change of edition that is not asked for."""
        fields = asdict(self)
        return fields if self.edition_from else {n: v for n, v in fields.items() if n != _EDITION}


FAULTS = ("noise", "timing", "silent", "lost", "miscoded", "secret", "slips")
"""Fields of a plan by which reports differ from the truth, beside freight and re-exports."""

EXACT = {**dict.fromkeys(FAULTS, 0), "reexports": 0}
"""Settings of a world in which every report is the truth."""


def planned(given: Mapping[str, Any]) -> Plan:
    """Return a plan from some of its fields as text or numbers, the others being as usual.

    Raises:
        BadOption: a field is unknown, no number, or out of bounds.
    """
    known = {f.name: str(f.type) for f in fields(Plan)}
    for name in given:
        if name not in known:
            near = did_you_mean(name, known, f"Known are {', '.join(known)}.")
            raise _refused(name, given[name], "a synthetic world has no such field", near)
    plan = replace(Plan(), **{n: _number(n, value, known[n]) for n, value in given.items()})
    if plan.first > plan.last:
        years = f"{plan.first}:{plan.last}"
        raise _refused("years", years, "the last is before the first", "Write --years 2010:2019.")
    if plan.edition_from and plan.edition_from not in plan.years:
        years = f"it is not from {plan.first} to {plan.last}"
        raise _refused(_EDITION, plan.edition_from, years, "Choose a year of the world.")
    return plan


def _number(name: str, value: object, kind: str) -> Any:  # noqa: ANN401  (a whole number or any)
    try:
        number = int(str(value)) if kind == "int" else float(str(value))
    except (TypeError, ValueError):
        whole = "whole number" if kind == "int" else "number"
        raise _refused(name, value, f"it is no {whole}", f"Write a {whole}.") from None
    least, most = _bounds(name)
    if not least <= number <= most:
        raise _refused(name, value, f"it is not from {least:g} to {most:g}", "Choose another.")
    return number


def _bounds(name: str) -> tuple[float, float]:
    if name in {"first", "last"}:
        return _YEARS
    if name == _EDITION:
        return 0, _YEARS[1]
    return _SIZES.get(name) or (_LEAST.get(name, 0.0), _MOST.get(name, 1.0))


def _refused(name: str, value: object, found: str, remedy: str) -> BadOption:
    return BadOption(f"You asked for a world with {name} {value!s}", found, _WHY, remedy)
