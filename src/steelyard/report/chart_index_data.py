"""What a picture of an answer to ``index`` draws: one series a country, product or pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten

from steelyard.nomenclature.places import find
from steelyard.report.chart_data import Amount, printable
from steelyard.report.chart_index_numbers import PER_CENT
from steelyard.terms.answer import Answer, Value
from steelyard.terms.errors import InputError

SHARES = {
    "supplier-shares": f"{PER_CENT} of imports",
    "intra-industry-kinds": f"{PER_CENT} of trade",
}
"""Indices that are shares of a whole, and the unit in which they are drawn."""
_WEIGHS = (
    "the product weighs as much in the country's exports as in those of all countries compared"
)
REFERENCES: Mapping[str, tuple[float, str]] = {
    "balassa": (1.0, _WEIGHS),
    "symmetric": (0.0, _WEIGHS),
    "additive": (0.0, _WEIGHS),
    "lafay": (0.0, "no specialisation"),
    "michaely": (0.0, "the product weighs as much in exports as in imports"),
    "trade-intensity": (1.0, "the partner weighs as much as in the imports of all others"),
    "unit-value-ratio": (1.0, "exports and imports have one unit value"),
    "eci": (0.0, "the mean of the countries compared"),
    "pci": (0.0, "the mean of the countries compared"),
    "fitness": (1.0, "the mean of the countries compared"),
}
"""The value of an index from which its figures are told apart, and what it stands for."""
WHOLE = ("grubel-lloyd", "marginal-intra-industry")
"""Indices drawn on a scale from 0 to 1, both of which have a meaning."""
_LONGEST, _TOGETHER = 70, "\N{NO-BREAK SPACE}"
_YEAR = 4

Cells = Mapping[str, Value]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of an index; None where it is missing, bounds None where none are told."""

    value: Amount
    low: Amount
    high: Amount


@dataclass(frozen=True, slots=True)
class Item:
    """One series of an index.

    Attributes:
        name: what stands beside it.
        whole: True when it is of all products, and others are of each.
        kind: kind of trade that the index tells of its newest period, or nothing.
        points: its values by period; a period of which the answer has no row is not in it.
    """

    name: str
    whole: bool
    kind: str
    points: Mapping[str, Point]

    def newest(self) -> Amount:
        """Return its value in the newest period that has a row; None where that is missing."""
        return self.points[max(self.points)].value


@dataclass(frozen=True, slots=True)
class Series:
    """An answer to ``index`` as a picture needs it.

    Attributes:
        index: name of the index.
        unit: unit of what is drawn, such as ``per cent``.
        periods: every year from the first to the last that is asked for or held.
        items: one a series, in the order of the answer.
    """

    index: str
    unit: str
    periods: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def held(self) -> tuple[str, ...]:
        """The periods of which the answer has a row."""
        return tuple(sorted({period for item in self.items for period in item.points}))


def series_of(answer: Answer) -> Series:
    """Read an answer to ``index``."""
    names = [column.name for column in answer.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answer.rows]
    index = str(answer.question.get("index", ""))
    parts = _told_apart(rows)
    found: dict[Key, list[Cells]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    items = tuple(_item(rows, parts, index) for rows in found.values())
    unit = SHARES.get(index) or printable(rows[0].get("unit") or "")
    held = [printable(row["period"]) for row in rows]
    asked = [printable(year) for year in answer.question.get("years") or ()]
    return Series(index, unit, years(held, asked), items)


def years(held: Iterable[str], asked: Iterable[str] = ()) -> tuple[str, ...]:
    """Return every year from the first to the last; what is no year stands for itself."""
    every = sorted({*held, *asked})
    if all(len(one) == _YEAR and one.isascii() and one.isdigit() for one in every):
        return tuple(map(str, range(int(every[0]), int(every[-1]) + 1)))
    return tuple(sorted(set(held)))


def place_name(code: str) -> str:
    """Return the name of a place with its code; a code that names none stands for itself."""
    try:
        return f"{find(code).name}{_TOGETHER}({code})"
    except InputError:
        return code


def _key(row: Cells) -> Key:
    """Return what a row is of; the kind counts where it is of no one product."""
    kind = "" if row.get("product") else row.get("kind")
    parts = (row.get("country"), row.get("partner"), row.get("product"), kind)
    return tuple(str(part or "") for part in parts)


def _told_apart(rows: Iterable[Cells]) -> list[str]:
    """Return the columns that tell the rows apart, or the country where one row is of one."""
    keys = {_key(row) for row in rows}
    places = dict(enumerate(("country", "partner", "product", "kind")))
    differ = [name for n, name in places.items() if len({key[n] for key in keys}) > 1]
    return differ or [name for n, name in places.items() if next(iter(keys))[n]][:1]


def _item(rows: list[Cells], parts: list[str], index: str) -> Item:
    points = {printable(row["period"]): _point(row, index) for row in rows}
    newest = max(rows, key=lambda row: str(row["period"]))
    kind = newest.get("kind") if newest.get("product") else ""
    whole = "product" in parts and not newest.get("product")
    return Item(_name(newest, parts), whole, printable(kind or ""), points)


def _point(row: Cells, index: str) -> Point:
    scale = 100 if index in SHARES else 1
    value, low, high = (_number(row.get(name), scale) for name in ("value", "low", "high"))
    return Point(value, low, high)


def _number(value: Value, scale: int) -> Amount:
    return value * scale if isinstance(value, int | float) else None


def _name(row: Cells, parts: list[str]) -> str:
    """Return what a row is called: what tells it apart, in words with its code."""
    told = [place_name(str(row[n])) for n in ("country", "partner") if n in parts and row[n]]
    if "product" in parts:
        told.append(_product(row))
    if "kind" in parts and not row.get("product") and row.get("kind"):
        told.append(str(row["kind"]))
    return printable(", ".join(told)) or "All"


def _product(row: Cells) -> str:
    code, name = row.get("product"), row.get("product_name")
    if not code:
        return "All products"
    if not name:
        return f"product{_TOGETHER}{code}"
    short = shorten(str(name), _LONGEST, placeholder="\N{HORIZONTAL ELLIPSIS}")
    return f"{short}{_TOGETHER}({code})"
