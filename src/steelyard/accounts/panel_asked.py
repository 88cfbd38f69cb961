"""What a panel of countries is asked for: whose trade, of what, at which level, in which years."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from steelyard.accounts.levels import Level
from steelyard.classes.definition import TechnologyClass
from steelyard.nomenclature.places import find
from steelyard.terms.definition import Definition
from steelyard.terms.errors import InputError
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import PeriodRange
from steelyard.terms.place import Group, PlaceKind

_NO_COUNTRIES = {PlaceKind.WORLD, PlaceKind.RESIDUAL, PlaceKind.PUBLISHER_GROUP}


class Told(StrEnum):
    """Whose reports make the countries of a panel."""

    BY_EACH = "by-each"
    BY_MARKET = "by-market"
    BY_PAIR = "by-pair"


@dataclass(frozen=True, slots=True)
class PanelAsked:
    """One flow of many countries.

    Attributes:
        cls: the technology class.
        flow: direction, as the places that report state it.
        years: the years, or None for the latest that most countries hold.
        level: level of product codes, or None for the finest of the table that holds most.
        definition: the free choices; an import basis or export scope binds only where it is named.
        told: ``by-each``: every country's own trade with the world; ``by-market``: every partner
            as one place reports it; ``by-pair``: every partner of every country.
        reporters: the places that report; none for every one.
        partners: the partners, of a market; none for every single one.
        also: codes kept beside the countries although they name none, such as that of the world;
            tables that state them come first.
        summed: True where products need not be told apart.
        quantities: True where quantities and weights are wanted too.
        releases: names of the releases that may answer; none for every one.
    """

    cls: TechnologyClass
    flow: FlowKind
    years: PeriodRange | None
    level: Level | None
    definition: Definition
    told: Told = Told.BY_EACH
    reporters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    summed: bool = False
    quantities: bool = False
    releases: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The column of flows that names the countries of the panel."""
        return "partner" if self.told is Told.BY_MARKET else "reporter"


@cache
def single(code: str) -> bool:
    """Tell whether a code names one country or territory: no group, no residual area, no world."""
    try:
        found = find(code)
    except InputError:
        return False
    return not isinstance(found, Group) and found.code == code and found.kind not in _NO_COUNTRIES
