"""The Bank's codes of economies -> our places, or aggregates that are none."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from steelyard.nomenclature import places
from steelyard.terms.errors import SteelyardError
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable


class Economies(BaseModel):
    """Codes of the Bank that are not ours.

    Attributes:
        places: our place by the Bank's code.
        aggregates: names of the Bank's sums and medians by code.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    places: dict[str, str]
    aggregates: dict[str, str]


@cache
def economies() -> Economies:
    """Return the codes of the Bank that are not ours."""
    path = Path(__file__).with_name("economies.yaml")
    return Economies.model_validate(read_yaml(path.read_text(encoding="utf-8")))


def place_of(code: str) -> str | None:
    """Return the place of a code of the Bank; None for an aggregate.

    Raises:
        ValueError: the code is neither; an economy that is dropped would falsify totals.
    """
    known = economies()
    if code in known.aggregates:
        return None
    if code in known.places:
        return known.places[code]
    if code not in _ours():
        raise ValueError("no place and no aggregate of the Bank has this code")
    return code


def misnamed(named: Iterable[tuple[str, str]]) -> list[str]:
    """Return the codes whose name is that of another place; a name unknown to us tells nothing."""
    first = dict(reversed([*named]))
    return sorted(code for code, name in first.items() if _place_named(name) not in {None, code})


def _place_named(name: str) -> str | None:
    try:
        return places.find(name).code
    except SteelyardError:
        return None


@cache
def _ours() -> frozenset[str]:
    return frozenset(p.code for p in places.all_places() if p.code.isalpha())
