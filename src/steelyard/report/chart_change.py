"""What a picture of a change draws: the ends and the parts of each step, scaled and named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

from steelyard.report.chart_data import Amount, printable, scale_of
from steelyard.terms.answer import Answer, Value

DIMENSIONS = ("group", "product", "partner", "flow")
_FLOWS = {"X": "exports", "M": "imports"}
_PLAIN = ("change", "missing")
_NOBODY = "unallocated"
_NAMES = ("title", "name")
_LONGEST, _TOGETHER = 70, "\N{NO-BREAK SPACE}"

Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change.

    Attributes:
        name: what stands at its left.
        amount: how much of the change it is, in the unit of the chart; None where it is missing.
        named: False for a sum of parts that are not named one by one.
    """

    name: str
    amount: Amount
    named: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The change between two periods; amounts in the unit of the chart, None where missing.

    Attributes:
        first, last: labels of the periods.
        start, end: the figure in them.
        parts: the parts of the change, in the order of the answer.
    """

    first: str
    last: str
    start: Amount
    end: Amount
    parts: tuple[Part, ...]

    def places(self) -> list[tuple[float, float]]:
        """Return where each part begins and ends, one after the other from the first figure on.

        Where the first figure is missing they stand on zero, so that their sum can be read.
        """
        found, at = [], self.start or 0.0
        for part in self.parts:
            found.append((at, at + (part.amount or 0.0)))
            at = found[-1][1]
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """The steps of an answer to ``explain``.

    Attributes:
        unit: scale and currency, for example ``billion USD``.
        measure: the figure whose change is told.
        steps: one a pair of periods.
    """

    unit: str
    measure: str
    steps: tuple[Step, ...]


def change_of(answer: Answer) -> Change:
    """Read an answer to ``explain``."""
    names = [column.name for column in answer.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answer.rows]
    totals = {(t["period_from"], t["period_to"]): t for t in _totals(answer)}
    ends = [total[name] for total in totals.values() for name in ("value_from", "value_to")]
    divisor, word = scale_of([*ends, *(row["contribution"] for row in rows)])
    unit = next((c.unit for c in answer.columns if c.name == "contribution"), "")
    steps = [
        _step(key, totals.get(key, {}), list(found), divisor)
        for key, found in groupby(rows, lambda row: (row["period_from"], row["period_to"]))
    ]
    measure = str(answer.question.get("measure", "")) or "figure"
    return Change(printable(f"{word} {unit}").strip(), measure, tuple(steps))


def _totals(answer: Answer) -> Iterator[Cells]:
    for table in answer.tables:
        if table.name == "total":
            names = [column.name for column in table.columns]
            yield from (dict(zip(names, row, strict=True)) for row in table.rows)


def _step(key: tuple[Value, Value], total: Cells, rows: list[Cells], divisor: int) -> Step:
    first, last = (printable(label) for label in key)
    start, end = (_scaled(total.get(name), divisor) for name in ("value_from", "value_to"))
    return Step(first, last, start, end, tuple(_part(row, divisor) for row in rows))


def _part(row: Cells, divisor: int) -> Part:
    asked = [name for name in DIMENSIONS if name in row]
    named = any(row[name] is not None for name in asked)
    amount = _scaled(row["contribution"], divisor)
    return Part(_name(row, named=named), amount, named or not asked)


def _name(row: Cells, *, named: bool) -> str:
    """Return what a row is called: its codes in words, and its term where it is one of several."""
    told = [_word(row, name) for name in DIMENSIONS if row.get(name) is not None]
    term = str(row.get("term") or "")
    words = ", ".join(told) if named else _others(row, term)
    shown = "" if term in (*_PLAIN, _NOBODY) else term.replace("-", " ")
    text = ": ".join(part for part in (words, shown) if part) or term
    return printable(text[:1].upper() + text[1:])


def _others(row: Cells, term: str) -> str:
    """Say what a row is that names no part; nothing where the answer is told by terms alone."""
    if term == _NOBODY:
        return "told by no part"
    asked = [name for name in DIMENSIONS if name in row]
    return f"all others ({row.get('parts')})" if asked else ""


def _word(row: Cells, dimension: str) -> str:
    code = str(row[dimension])
    told = [row.get(f"{dimension}_{name}") for name in _NAMES]
    title = next((str(found) for found in told if found), _FLOWS.get(code, ""))
    short = shorten(title or code, _LONGEST, placeholder="\N{HORIZONTAL ELLIPSIS}")
    if dimension != "product":
        return short
    return f"{short}{_TOGETHER}({code})" if title else f"product{_TOGETHER}{code}"


def _scaled(value: Value, divisor: int) -> Amount:
    return value / divisor if isinstance(value, int | float) else None
