"""Reading an answer to ``explain`` for its picture: names, amounts, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from textwrap import shorten

from steelyard.measures.statements import in_words
from steelyard.report.chart_change import Change, Part, Step
from steelyard.report.chart_data import Amount, printable, scale_of
from steelyard.terms.answer import Answer, Value
from steelyard.terms.period import Period

DIMENSIONS = ("group", "product", "partner", "flow")
_FLOWS = {"X": "exports", "M": "imports"}
_PLAIN = ("change", "missing")
_NOBODY = "unallocated"
_NAMES = ("title", "name")
_LONGEST, _TOGETHER = 70, "\N{NO-BREAK SPACE}"
_STEP, _LEAST = Decimal("0.1"), Decimal("0.05")
_SMALL = "less than 0.05"
_MORE = re.compile(r" and \d+ others$")

Cells = Mapping[str, Value]


def change_of(answer: Answer) -> Change:
    """Read an answer to ``explain``."""
    names = [column.name for column in answer.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answer.rows]
    totals = {(t["period_from"], t["period_to"]): t for t in _totals(answer)}
    ends = [total[name] for total in totals.values() for name in ("value_from", "value_to")]
    divisor, word = scale_of([*ends, *(row["contribution"] for row in rows)])
    unit = next((c.unit for c in answer.columns if c.name == "contribution"), "")
    reader = _Reader(str(answer.question.get("measure", "")) or "figure", divisor, answer)
    steps = [
        reader.step(key, totals.get(key, {}), list(found))
        for key, found in groupby(rows, lambda row: (row["period_from"], row["period_to"]))
    ]
    flows = reader.measure == "balance" and "flow" in names
    return Change(printable(f"{word} {unit}").strip(), reader.measure, tuple(steps), flows)


def _totals(answer: Answer) -> Iterator[Cells]:
    for table in answer.tables:
        if table.name == "total":
            names = [column.name for column in table.columns]
            yield from (dict(zip(names, row, strict=True)) for row in table.rows)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of an answer: their names, and amounts in the unit of the chart."""

    measure: str
    divisor: int
    answer: Answer = field(repr=False)

    def step(self, key: tuple[Value, Value], total: Cells, rows: list[Cells]) -> Step:
        ends = [printable(end) for end in key]
        first, last = (in_words(Period.labelled(end)) for end in ends)
        values = [total.get(name) for name in ("value_from", "value_to")]
        start, end = (_scaled(value, self.divisor) for value in values)
        texts = (label(values[0], self.divisor), label(values[1], self.divisor))
        parts = tuple(self._part(row) for row in rows)
        return Step(first, last, start, end, texts, parts, lacking(self.answer, *ends))

    def _part(self, row: Cells) -> Part:
        asked = [name for name in DIMENSIONS if name in row]
        named, value = any(row[name] is not None for name in asked), row["contribution"]
        amount, text = _scaled(value, self.divisor), label(value, self.divisor)
        signed = f"+{text}" if amount and amount > 0 and text != _SMALL else text
        count, name = row.get("parts"), self._name(row, named=named)
        return Part(name, amount, named or not asked, signed, int(count) if count else 1)

    def _name(self, row: Cells, *, named: bool) -> str:
        """Return what a row is called: its codes in words, and its term where it has several."""
        told = [self._word(row, name) for name in DIMENSIONS if row.get(name) is not None]
        term = str(row.get("term") or "")
        words = ", ".join(told) if named else _others(row, term)
        shown = "" if term in (*_PLAIN, _NOBODY) else term.replace("-", " ")
        text = ": ".join(part for part in (words, shown) if part) or term
        return printable(text[:1].upper() + text[1:])

    def _word(self, row: Cells, dimension: str) -> str:
        if dimension == "flow":
            return self._flow(row)
        code = str(row[dimension])
        told = [row.get(f"{dimension}_{name}") for name in _NAMES]
        title = next((str(found) for found in told if found), "")
        short = shorten(title or code, _LONGEST, placeholder="\N{HORIZONTAL ELLIPSIS}")
        if dimension != "product" or (title and title.endswith(code)):
            return short
        return f"{short}{_TOGETHER}({code})" if title else f"product{_TOGETHER}{code}"

    def _flow(self, row: Cells) -> str:
        """Return a flow; in a balance also whether it rose, for imports that rise lower it."""
        code, value = str(row["flow"]), row["contribution"]
        word = _FLOWS.get(code, code)
        whole = self.measure == "balance" and row.get("term") in _PLAIN
        if not whole or not isinstance(value, int | float) or not value:
            return word
        return f"{word} {'rose' if (value > 0) == (code == 'X') else 'fell'}"


def label(value: Value, divisor: int) -> str:
    """Return an amount as a label: one decimal, from the exact figure; ``missing`` for none.

    It is rounded as in a sentence, half to even. What is not nil and too small to show says so.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "missing"
    exact = Decimal(str(value)) / divisor
    if 0 < abs(exact) < _LEAST:
        return _SMALL
    shown = f"{exact:,.1f}" if abs(exact) != _LEAST else f"{_STEP.copy_sign(exact)}"
    return shown.replace("-", "\N{MINUS SIGN}")


def lacking(answer: Answer, first: str, last: str) -> tuple[str, ...]:
    """Return what the parts are called that a gap names as missing between two periods.

    Products are not told apart there: their titles hold what stands between names.
    """
    if any(column.name == "product" for column in answer.columns):
        return ()
    begins, ends = "the change of ", f" from {first} to {last}"
    told = [g.what for g in answer.gaps if g.what.startswith(begins) and g.what.endswith(ends)]
    named = [_MORE.sub("", what.removeprefix(begins).removesuffix(ends)) for what in told]
    return tuple(printable(name) for names in named for name in names.split("; "))


def _others(row: Cells, term: str) -> str:
    """Say what a row is that names no part; nothing where the answer is told by terms alone."""
    if term == _NOBODY:
        return "told by no part"
    asked = [name for name in DIMENSIONS if name in row]
    return f"all others ({row.get('parts')})" if asked else ""


def _scaled(value: Value, divisor: int) -> Amount:
    return value / divisor if isinstance(value, int | float) else None
