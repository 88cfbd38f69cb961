"""What a picture of a change draws: the ends and the parts of each step, scaled and named."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.report.chart_data import Amount


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change.

    Attributes:
        name: what stands at its left.
        amount: how much of the change it is, in the unit of the chart; None where it is missing.
        named: False for a sum of parts that are not named one by one.
        text: the amount in words of the chart, with its sign.
        parts: how many parts it stands for.
    """

    name: str
    amount: Amount
    named: bool
    text: str
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """The change between two periods; amounts in the unit of the chart, None where missing.

    Attributes:
        first, last: labels of the periods.
        start, end: the figure in them.
        texts: the figure in both, in words of the chart.
        parts: the parts of the change, in the order of the answer.
        lacking: what parts are called whose change is missing, those that are named anywhere.
    """

    first: str
    last: str
    start: Amount
    end: Amount
    texts: tuple[str, str]
    parts: tuple[Part, ...]
    lacking: tuple[str, ...] = ()

    @property
    def span(self) -> str:
        """Both periods in words; those that run from January are set against one another."""
        return span(self.first, self.last)

    @property
    def unknown(self) -> bool:
        """True where the figure is missing in both periods, so that nothing moved from or to."""
        return self.start is None and self.end is None

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
        flows: True where parts of a balance are told flow by flow.
    """

    unit: str
    measure: str
    steps: tuple[Step, ...]
    flows: bool = False


def span(first: str, last: str) -> str:
    """Return two periods as a span; those that are spans are set against one another."""
    return f"{first} against {last}" if " to " in first + last else f"{first} to {last}"
