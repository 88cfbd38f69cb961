"""Which column of a table holds what, as far as its name and its cells tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from steelyard.sources.tidy import clues
from steelyard.sources.tidy.mapping import TODO
from steelyard.sources.tidy.sample import Sample, is_number

_YEAR_NAME = re.compile("(?:19|20)[0-9]{2}")
_PERIODS = r"date|period|month|year|time|quarter|年|月"
_REPORTERS = r"report(er|ing)|declarant|economy"
_PRODUCTS = r"hs ?-?\d*|hts|schedule ?b|products?|commodity|commodities|cmd|sitc|naics|code"
_VALUES = "value|val|usd|amount"
_FLOWS = "flow|direction|trade|series|type|imp|exp"
_OTHER_FIGURES = r"balance|code|qty|quantity|weight|kg|netwgt|share|growth|yoy|uv|unit|total|cum"
_PLACES = "country|partner|report|area|cty|region|place|geo"
_CODE = re.compile("[0-9]{2,10}")
_YEARS_ACROSS = 4


@dataclass
class Guesses:
    """What was guessed of a table.

    Attributes:
        period: what to say of our column ``period``, in several ways when it is not clear.
        places: column by our column (``reporter``, ``partner``), with what to say of it.
        flows: our letter by text, and the column in which they stand.
        flow_column: that column.
        product: column of product codes.
        facts: flow (or nothing) and column of figures of each figure of a row.
        across: True when the years stand in the header.
        daily: True when the dates are days of which no period can be made.
        lost: columns of places whose names are lost to question marks.
    """

    period: list[dict[str, str]] = field(default_factory=list)
    places: dict[str, dict[str, object]] = field(default_factory=dict)
    flows: dict[str, str] = field(default_factory=dict)
    flow_column: str = ""
    product: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    across: bool = False
    daily: bool = False
    lost: list[str] = field(default_factory=list)

    @property
    def read(self) -> set[str]:
        """The columns of the file that are read."""
        told = {self.flow_column, self.product, *(column for _, column in self.facts)}
        told |= {word for way in self.period[:1] for key, word in way.items() if key in _PARTS}
        return told | {str(said["column"]) for said in self.places.values()}


_PARTS = ("column", "year", "quarter", "month")


def guesses(sample: Sample) -> Guesses:
    """Return what the columns of a table hold, as far as it can be told."""
    cells = {name: clues.distinct(column) for name, column in sample.columns.items()}
    found = Guesses()
    found.across = sum(bool(_YEAR_NAME.fullmatch(name)) for name in cells) >= _YEARS_ACROSS
    found.period = [] if found.across else _periods(cells)
    found.daily = any(map(clues.dates_within_months, cells.values())) and not found.period
    rest = {n: c for n, c in cells.items() if n not in found.read and not _YEAR_NAME.fullmatch(n)}
    _flows(found, rest)
    _places(found, rest)
    _product(found, rest)
    found.facts = [] if found.across else list(_facts(found, rest))
    return found


def _periods(cells: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    """Return the ways to read the period, those of one column first."""
    named = [name for name in cells if _is_named(_PERIODS, name)]
    ways: list[dict[str, str]] = []
    for name in named:
        for form in clues.period_forms(cells[name]):
            ways.append({"column": name, **form})  # noqa: PERF401
    finer = [way for way in ways if way["format"] != "%Y"]
    yearly = [way for way in ways if way["format"] == "%Y"]
    return finer + _year_and_part(cells, yearly, named) + yearly


def _year_and_part(
    cells: dict[str, tuple[str, ...]], yearly: list[dict[str, str]], named: list[str]
) -> list[dict[str, str]]:
    parts = {"month": "(?:0?[1-9]|1[0-2])|[A-Za-z]{3,9}", "quarter": "[Qq]?[1-4]"}
    return [
        {"year": way["column"], part: name}
        for way in yearly
        for part, form in parts.items()
        for name in named
        if _is_named(part, name) and all(re.fullmatch(form, c) for c in cells[name])
    ]


def _flows(found: Guesses, rest: dict[str, tuple[str, ...]]) -> None:
    for name, cells in rest.items():
        told = _is_named(_FLOWS, name) and any(map(clues.flow_of, cells))
        if told and not found.flow_column and (values := clues.flow_values(cells)):
            found.flow_column, found.flows = name, values


def _places(found: Guesses, rest: dict[str, tuple[str, ...]]) -> None:
    """Tell the reporter from the partner by the names of their columns."""
    for name, cells in rest.items():
        if any(re.fullmatch(r"\?+", cell) for cell in cells):
            found.lost.append(name)
        codes, unknown = ("", ()) if _is_plain_figure(name, cells) else clues.place_codes(cells)
        ours = "reporter" if _is_named(_REPORTERS, name) else "partner"
        if codes and ours not in found.places and name != found.flow_column:
            said: dict[str, object] = {"column": name, "codes": codes}
            values = {"values": dict.fromkeys(unknown[:20], TODO)} if unknown else {}
            found.places[ours] = said | values


def _is_plain_figure(name: str, cells: tuple[str, ...]) -> bool:
    """Tell whether numbers are hardly codes of places, for their column is not named so."""
    return any(map(is_number, cells)) and not _is_named(_PLACES, name)


def _product(found: Guesses, rest: dict[str, tuple[str, ...]]) -> None:
    taken = {found.flow_column, *(str(said["column"]) for said in found.places.values())}
    for name, cells in rest.items():
        named = _is_named(rf"(?:^|[^a-z])(?:{_PRODUCTS})(?:[^a-z]|$)", name)
        coded = cells and all(_CODE.fullmatch(cell) or cell == "TOTAL" for cell in cells)
        if named and coded and name not in taken and not found.product:
            found.product = name


def _facts(found: Guesses, rest: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield flow and column of each figure: named for a flow, else named as a value."""
    figures = [
        name for name, cells in rest.items() if name not in found.read and clues.is_figures(cells)
    ]
    plain = [n for n in figures if not _is_named(_OTHER_FIGURES, n)]
    by_flow = [(clues.flow_of(n), n) for n in plain if clues.flow_of(n)]
    if by_flow and not found.flow_column:
        firsts = dict(reversed(by_flow))
        yield from sorted(firsts.items(), reverse=True)
        return
    valued = [n for n in plain if _is_named(_VALUES, n)]
    yield from [("", name) for name in (valued or plain)[:1]]


def _is_named(form: str, name: str) -> bool:
    """Tell whether a name, the words of CamelCase apart, holds a form."""
    apart = re.sub("(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.search(form, apart, re.IGNORECASE) is not None
