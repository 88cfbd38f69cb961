"""What a picture of an answer to ``rate`` draws: components by section, with their definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steelyard.report.chart_data import Amount, printable, scale_of
from steelyard.report.chart_index_data import place_name
from steelyard.report.chart_position_reasons import why
from steelyard.terms.answer import Answer, Gap, Value

SHARE, TRADE, DEPENDENCE, LEDGER, LAG, CONTROLS, FURTHER = (
    "Share and advantage",
    "Trade with the world",
    "Dependence on suppliers",
    "Self-sufficiency",
    "Years behind",
    "Exposure to export controls",
    "Further components",
)
SECTIONS = (SHARE, TRADE, DEPENDENCE, LEDGER, LAG, CONTROLS, FURTHER)
"""The sections of a card, from top to bottom."""
RATE, MADE, PATH, BEHIND, TARGET = (
    "self-sufficiency",
    "production",
    "path",
    "behind-path",
    "target",
)
_BELONGS = {
    "comparative-advantage": SHARE,
    "symmetric-advantage": SHARE,
    "exports": TRADE,
    "imports": TRADE,
    "balance": TRADE,
    "suppliers": DEPENDENCE,
    "largest-supplier": DEPENDENCE,
    "supplier": DEPENDENCE,
    "effective-suppliers": DEPENDENCE,
    **dict.fromkeys((RATE, MADE, PATH, BEHIND, TARGET), LEDGER),
    "consumption": LEDGER,
    "apparent-consumption": LEDGER,
    "lag": LAG,
    "years-behind": LAG,
    "control-exposure": CONTROLS,
}
_BEGINNINGS = {"market-share": SHARE, "lag ": LAG, "years behind": LAG}
_SUPPLIERS = {"largest-supplier", "supplier"}

Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one year, in the unit of its row; None where it is missing."""

    value: Amount
    low: Amount
    high: Amount


@dataclass(frozen=True, slots=True)
class Row:
    """One component of a position under one definition.

    Attributes:
        component: what it is, such as ``market-share``.
        name: what stands at its left.
        unit: what its figures are in, such as ``%`` or ``billion USD``.
        definition: what is counted, and by whose report.
        points: its figures by year; empty, or of no year, where nothing is held.
        why: why it has no figure; empty where it has one.
    """

    component: str
    name: str
    unit: str
    definition: str
    points: Mapping[str, Point]
    why: str = ""

    @property
    def is_supplier(self) -> bool:
        """True when the row is the share of one supplier."""
        return self.component in _SUPPLIERS

    @property
    def held(self) -> list[str]:
        """The years of which it has a figure, in rising order."""
        return sorted(year for year, point in self.points.items() if point.value is not None)


Card = Mapping[str, Sequence[Row]]


def card_of(answer: Answer) -> Card:
    """Return the rows of an answer to ``rate`` by the section they belong to; none is left out."""
    names = [column.name for column in answer.columns]
    cells = [dict(zip(names, row, strict=True)) for row in answer.rows]
    ledger = {str(one["definition"]) for one in cells if one["component"] in {RATE, MADE}}
    money = scale_of(one["value"] for one in cells if _is_money(one["unit"]))
    groups: dict[tuple[str, ...], list[Cells]] = {}
    for one in cells:
        groups.setdefault(_key(one, ledger), []).append(one)
    card: dict[str, list[Row]] = {section: [] for section in SECTIONS}
    for (section, *_), found in groups.items():
        card[section].append(_row(found, money, answer.gaps))
    card[DEPENDENCE].sort(key=_by_share)
    return {section: rows for section, rows in card.items() if rows}


def _by_share(row: Row) -> tuple[bool, int, float]:
    """Return the order of dependence: suppliers by their newest share, then all else."""
    year = row.held[-1] if row.held else "0"
    value = row.points[year].value or 0.0 if row.held else 0.0
    return (not row.is_supplier, -int(year) if year.isdigit() else 0, -value)


def _key(one: Cells, ledger: set[str]) -> tuple[str, ...]:
    """Return section, component, unit, supplier and definition, whose count of countries varies."""
    component, definition = str(one["component"]), str(one["definition"] or "")
    of = str(one["of"] or "")
    named = "supplier" if component in _SUPPLIERS else component
    section = _section(component, definition, ledger)
    said = "" if of else re.sub(r"\d+", "", definition)
    return (section, named, str(one["unit"] or ""), of, said)


def _section(component: str, definition: str, ledger: set[str]) -> str:
    if component != RATE and definition in ledger:
        return LEDGER
    begun = next((s for word, s in _BEGINNINGS.items() if component.startswith(word)), FURTHER)
    return _BELONGS.get(component, begun)


def _row(found: list[Cells], money: tuple[int, str], gaps: Sequence[Gap]) -> Row:
    newest = max(found, key=lambda one: str(one["period"] or ""))
    component = str(newest["component"])
    scale, unit = _unit(str(newest["unit"] or ""), money)
    points = {
        printable(one["period"] or ""): Point(*(_number(one[n], scale) for n in _FIGURES))
        for one in found
    }
    held = any(point.value is not None for point in points.values())
    lacking = "" if held else why(component, str(newest["definition"] or ""), gaps)
    definition = printable(newest["definition"] or "")
    if newest["of"] and component in _SUPPLIERS:
        definition = f"share in {definition.rpartition(': ')[0] or definition}"
    return Row(component, _name(newest), printable(unit), definition, points, printable(lacking))


_FIGURES = ("value", "low", "high")


def _name(one: Cells) -> str:
    component = str(one["component"])
    if component in _SUPPLIERS and one["of"]:
        return printable(place_name(str(one["of"])))
    if component == RATE:
        return definition_name(printable(one["definition"] or "")) or "Self-sufficiency"
    text = component if " " in component else component.replace("-", " ")
    return printable(text[:1].upper() + text[1:])


def definition_name(definition: str) -> str:
    """Return the name of a definition of self-sufficiency: what stands before its colon."""
    name = definition.partition(":")[0].replace("-", " ")
    return name[:1].upper() + name[1:]


def _is_money(unit: Value) -> bool:
    return isinstance(unit, str) and len(unit) == 3 and unit.isupper()  # noqa: PLR2004  (ISO 4217)


def _unit(unit: str, money: tuple[int, str]) -> tuple[float, str]:
    """Return by what figures of a unit are multiplied, and the unit they are drawn in."""
    if unit == "ratio":
        return 100.0, "%"
    if _is_money(unit):
        return 1 / money[0], f"{money[1]} {unit}".strip()
    return 1.0, "" if unit == "index" else unit


def _number(value: Value, scale: float) -> Amount:
    return value * scale if isinstance(value, int | float) else None
