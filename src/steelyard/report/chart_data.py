"""What a chart of an answer to ``weigh`` draws: its figures, scaled and labelled, and its gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from steelyard.report.visible import visible
from steelyard.terms.answer import Answer, Value

MAIN = ("exports", "imports", "balance")
PARTNER = "partner_"
SPLITS = ("group", "class")
"""Columns by which a period has several rows."""
_SCALES = ((10**13, 10**12, "trillion"), (10**9, 10**9, "billion"), (10**6, 10**6, "million"))
_SMALLEST_SCALE = (10**3, "thousand")
_PLAIN_BELOW = 10**4
_SMALLEST = 0.05
_NO_CHARACTER = re.compile("[\ufffe\uffff]")

Amount = float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of amounts in the unit of the chart; a missing amount is None.

    Attributes:
        column: name of the column of the answer.
        label: what stands beside it in the chart.
        partner: True when the other side reports it.
        values: one amount a row of the answer.
    """

    column: str
    label: str
    partner: bool
    values: tuple[Amount, ...]

    @property
    def kind(self) -> str:
        """``exports``, ``imports`` or ``balance``, whoever reports."""
        return self.column.removeprefix(PARTNER)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The figures of an answer as a chart needs them.

    Attributes:
        unit: scale and currency, for example ``billion USD``.
        periods: label of the period of each row.
        groups: group or class of each row; empty when a period has one row.
        figures: the columns drawn, those of the reporter first.
        restarts: True when figures are cumulated, so that every January begins anew.
    """

    unit: str
    periods: tuple[str, ...]
    groups: tuple[str, ...]
    figures: tuple[Figure, ...]
    restarts: bool = False

    def of(self, *kinds: str) -> tuple[Figure, ...]:
        """Return the figures of these kinds."""
        return tuple(figure for figure in self.figures if figure.kind in kinds)

    def missing(self, row: int, *, partner: bool = False) -> tuple[str, ...]:
        """Return the exports and imports of one side's report that are missing in a row."""
        side = [f for f in self.of("exports", "imports") if f.partner is partner]
        return tuple(figure.column for figure in side if figure.values[row] is None)


def drawing(answer: Answer) -> Drawing:
    """Read the figures of an answer to ``weigh``."""
    names = {column.name: column for column in answer.columns}
    drawn = [n for n in (*MAIN, *(PARTNER + m for m in MAIN)) if n in names]
    amounts = {name: answer.column(name) for name in drawn}
    divisor, word = scale_of(value for values in amounts.values() for value in values)
    other = printable(answer.question.get("partner", "the partner"))
    split = next((name for name in SPLITS if name in names), "")
    return Drawing(
        unit=printable(f"{word} {names['balance'].unit}").strip(),
        periods=tuple(map(printable, answer.column("period"))),
        groups=tuple(map(printable, answer.column(split))) if split else (),
        figures=tuple(_figure(name, amounts[name], divisor, other) for name in drawn),
        restarts=bool(answer.question.get("cumulate")) and answer.question.get("freq") != "A",
    )


def newest(drawn: Drawing) -> str:
    """Return the newest period that holds a figure, else the last one."""
    held = [
        period
        for place, period in enumerate(drawn.periods)
        if any(figure.values[place] is not None for figure in drawn.figures)
    ]
    return held[-1] if held else drawn.periods[-1]


def printable(text: object) -> str:
    """Return a text with every character that no picture can hold shown as an escape.

    The drawing library ends the whole process at a character that XML does not allow.
    """
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", visible(str(text)))


def runs(flags: Sequence[object]) -> list[tuple[int, int]]:
    """Return first and last place of each unbroken run of true flags."""
    found = []
    for held, places in groupby(range(len(flags)), lambda place: bool(flags[place])):
        stretch = list(places)
        if held:
            found.append((stretch[0], stretch[-1]))
    return found


def amount(value: float) -> str:
    """Return an amount for a label: one decimal, and never nil unless it is nil."""
    text = f"{value:.2g}" if 0 < abs(value) < _SMALLEST else f"{value + 0.0:,.1f}"
    return text.replace("-", "\N{MINUS SIGN}")


def _figure(name: str, values: list[Value], divisor: int, other: str) -> Figure:
    partner = name.startswith(PARTNER)
    label = name.removeprefix(PARTNER).capitalize()
    return Figure(
        column=name,
        label=f"{label}, as {other} reports" if partner else label,
        partner=partner,
        values=tuple(_amount(value, divisor) for value in values),
    )


def _amount(value: Value, divisor: int) -> Amount:
    return value / divisor if isinstance(value, int | float) else None


def scale_of(values: Iterable[Value]) -> tuple[int, str]:
    """Return the divisor and the word for amounts of which these are the figures."""
    sizes = [abs(value) for value in values if isinstance(value, int | float)]
    largest = max(sizes, default=0)
    if largest < _PLAIN_BELOW:
        return 1, ""
    known = ((divisor, word) for least, divisor, word in _SCALES if largest >= least)
    return next(known, _SMALLEST_SCALE)
