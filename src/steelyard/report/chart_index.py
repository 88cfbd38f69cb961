"""The picture of an answer to ``index``: bars of one year, or lines over several."""

from __future__ import annotations

from steelyard.report.chart_index_bars import MOST as MOST_BARS
from steelyard.report.chart_index_bars import bar_panel
from steelyard.report.chart_index_data import Item, Series, series_of
from steelyard.report.chart_index_lines import MOST as MOST_LINES
from steelyard.report.chart_index_lines import line_panels
from steelyard.report.chart_index_words import below, foot_of, headline
from steelyard.report.chart_style import LEFT, Spec, foot, headed
from steelyard.terms.answer import Answer


def picture(answer: Answer) -> Spec:
    """Return the specification of the picture of an answer that holds a row.

    One year: a bar for each row in the order of the answer, at most 25. Several years: a line, or a
    small panel for each of the 24 that are largest in their newest year. The foot tells how many
    are left out. Units: that of the index; shares as per cent. Missing: no bar but the word, an
    interrupted line, never zero; zero is drawn. Low and high bounds are whiskers.
    """
    series = series_of(answer)
    bars = len(series.held) == 1
    shown = series.items[:MOST_BARS] if bars else _largest(series)[:MOST_LINES]
    if bars:
        panel, left = bar_panel(series, shown, series.held[0])
        panels = [panel]
    else:
        panels, left = line_panels(series, shown), LEFT
    lines = foot(foot_of(answer, series, shown, bars=bars), left)
    title = headline(answer)
    spec = headed(panels, title, below(series, shown, bars=bars), lines)
    return {**spec, "description": " ".join(title)}


def _largest(series: Series) -> list[Item]:
    """Return the items, the largest of the newest year first, those missing then last."""
    return sorted(series.items, key=lambda item: _place(item, series.held[-1]))


def _place(item: Item, newest: str) -> tuple[bool, float]:
    point = item.points.get(newest)
    value = point.value if point else None
    return value is None, -(value or 0.0)
