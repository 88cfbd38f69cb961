"""Lines of small bars: how exports, imports and balance ran, one bar a period, a gap as a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from steelyard.report.visible import visible
from steelyard.terms.answer import Answer

BLOCKS, GAP = "▁▂▃▄▅▆▇", "·"
ASCII_BLOCKS, ASCII_GAP = "_.-:=+#", "?"
FIGURES = ("exports", "imports", "balance")
_FEWEST = 4
_SHORTEST = 8
_BETWEEN = "  "

Show = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class _Trend:
    name: str
    values: tuple[float | None, ...]
    least: int
    most: int


def trends(answer: Answer, *, width: int, plain: bool, show: Show, unit: str) -> Iterator[str]:
    """Yield one line of bars a main figure of an answer to ``weigh`` of four periods or more.

    The lowest bar is the lowest amount of the line and the highest bar the highest, whatever
    their signs; both are told behind the bars with the unit. Missing: a dot (``?`` in ASCII),
    never a bar. Where the periods do not fit, the newest are shown and the line says so.

    Args:
        answer: the answer.
        width: columns of the terminal.
        plain: True when only ASCII can be printed.
        show: how an amount is written.
        unit: scale and currency of the amounts written.
    """
    periods = _periods(answer)
    found = [trend for trend in (_trend(answer, name) for name in FIGURES) if trend]
    if answer.verb != "weigh" or len(periods) < _FEWEST or not found:
        return
    tails, room = _fitting(found, periods, show, unit, width)
    kept = min(room, len(periods))
    bars, gap = (ASCII_BLOCKS, ASCII_GAP) if plain else (BLOCKS, GAP)
    for trend, tail in zip(found, tails, strict=True):
        line = sparkline(trend.values, bars, gap)[-kept:]
        yield f"{_head(trend, found)}{line}{_BETWEEN}{tail}".rstrip()
    if kept < len(periods):
        yield visible(f"(bars from {periods[-kept]} on: the newest {kept} of {len(periods)})")


def sparkline(values: Sequence[float | None], bars: str = BLOCKS, gap: str = GAP) -> str:
    """Return one bar a value from the lowest to the highest; a missing value is the gap.

    Equation: the bar of ``v`` is number ``round((v - low) / (high - low) * (n - 1))`` of ``n``;
    the middle one when all values are equal.
    """
    held = [value for value in values if value is not None]
    low, high = min(held, default=0.0), max(held, default=0.0)
    return "".join(gap if v is None else bars[_level(v, low, high, len(bars))] for v in values)


def _level(value: float, low: float, high: float, count: int) -> int:
    span = high - low
    return round((value - low) / span * (count - 1)) if span else count // 2


def _periods(answer: Answer) -> list[str]:
    names = {column.name for column in answer.columns}
    if "period" not in names or names & {"group", "class"}:
        return []
    return [str(period) for period in answer.column("period")]


def _trend(answer: Answer, name: str) -> _Trend | None:
    if name not in {column.name for column in answer.columns}:
        return None
    values = tuple(v if isinstance(v, int | float) else None for v in answer.column(name))
    held = [place for place, value in enumerate(values) if value is not None]
    if not held:
        return None
    least, most = (pick(held, key=lambda place: values[place] or 0.0) for pick in (min, max))
    return _Trend(name, values, least, most)


def _head(trend: _Trend, found: Sequence[_Trend]) -> str:
    return trend.name.ljust(max(len(other.name) for other in found)) + _BETWEEN


def _fitting(
    found: Sequence[_Trend], periods: Sequence[str], show: Show, unit: str, width: int
) -> tuple[list[str], int]:
    """Return the fullest words that leave room for all bars, else the shortest, and that room."""
    head = len(_head(found[0], found)) + len(_BETWEEN)
    for words in (_dated, _short):
        tails = [words(trend, periods, show, unit) for trend in found]
        room = width - head - max(map(len, tails))
        if room >= len(periods):
            return tails, room
    return (tails, room) if room >= _SHORTEST else ([""] * len(found), max(width - head, 1))


def _dated(trend: _Trend, periods: Sequence[str], show: Show, unit: str) -> str:
    low, high = _ends(trend, show)
    when = (periods[trend.least], periods[trend.most])
    return visible(f"lowest {low} ({when[0]}), highest {high} ({when[1]}) {unit}".rstrip())


def _short(trend: _Trend, periods: Sequence[str], show: Show, unit: str) -> str:  # noqa: ARG001
    low, high = _ends(trend, show)
    return visible(f"{low} to {high} {unit}".rstrip())


def _ends(trend: _Trend, show: Show) -> tuple[str, str]:
    low, high = trend.values[trend.least], trend.values[trend.most]
    return show(low or 0.0), show(high or 0.0)
