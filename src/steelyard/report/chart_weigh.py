"""The picture of an answer to ``weigh``: lines over time, bars of one period or by group."""

from __future__ import annotations

from steelyard.report.chart_bars import group_panels, period_panel
from steelyard.report.chart_data import Drawing, drawing, newest
from steelyard.report.chart_lines import time_panels
from steelyard.report.chart_style import BAR_LEFT, LEFT, Spec, foot, headed
from steelyard.report.chart_words import foot_lines, subtitle_lines, title_lines
from steelyard.terms.answer import Answer


def picture(answer: Answer) -> Spec:
    """Return the specification of the picture of an answer that holds a row.

    Over time exports and imports are lines with direct labels and the balance bars below; of one
    period, and by group, all are bars. Units: thousands, millions or billions of the currency, as
    the subtitle states. Missing: an interrupted line under hatching, never zero; zero is drawn.
    """
    found = drawing(answer)
    bars = bool(found.groups) or len(found.periods) == 1
    period = newest(found) if bars else ""
    parts = _bars(found) if bars else time_panels(answer, found)
    lines = foot(foot_lines(answer, found), BAR_LEFT if bars else LEFT)
    spec = headed(parts, title_lines(answer), subtitle_lines(answer, found, period), lines)
    return {**spec, "description": " ".join(title_lines(answer))}


def _bars(found: Drawing) -> list[Spec]:
    return group_panels(found) if found.groups else period_panel(found)
