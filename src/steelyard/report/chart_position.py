"""The picture of an answer to ``rate``: a card of the components, each with its definition."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.report.chart_index_data import years
from steelyard.report.chart_position_data import LEDGER, RATE, Card, Row, card_of
from steelyard.report.chart_position_ledger import ledger_sheet
from steelyard.report.chart_position_lines import is_line
from steelyard.report.chart_position_paper import Sheet
from steelyard.report.chart_position_rows import rows_sheet
from steelyard.report.chart_position_scale import WIDE
from steelyard.report.chart_position_words import below, foot_of, headline
from steelyard.report.chart_style import FAINT, Spec, foot, headed, heading
from steelyard.terms.answer import Answer

_ABOVE = -4


def picture(answer: Answer) -> Spec:
    """Return the specification of the picture of an answer that holds a row.

    A panel a section, from top to bottom: share and advantage, trade, suppliers, self-sufficiency
    under each definition with path and targets, years behind, controls. Every component stands
    with its year and definition; none is weighed against another. One year is a bar, or a dot with
    its interval; several are small lines. Units: shares and rates in per cent, money in one scale.
    Missing: ``no data`` and why, or a pale band for a year, never zero; zero is drawn.
    """
    card = card_of(answer)
    every = _years(answer, card)
    panels = [_panel(section, rows, every) for section, rows in card.items()]
    title = headline(answer)
    lines = foot(foot_of(answer, card), 0)
    return {**headed(panels, title, below(card), lines), "description": " ".join(title)}


def _panel(section: str, rows: Sequence[Row], every: Sequence[str]) -> Spec:
    sheet = _sheet(section, rows, every)
    sheet.rule((0, WIDE), (_ABOVE, _ABOVE), FAINT)
    return {"title": heading(section) | {"dx": 0, "offset": 8}, **sheet.panel(WIDE)}


def _sheet(section: str, rows: Sequence[Row], every: Sequence[str]) -> Sheet:
    plotted = any(row.component == RATE and row.held for row in rows)
    return ledger_sheet(rows) if section == LEDGER and plotted else rows_sheet(rows, every)


def _years(answer: Answer, card: Card) -> tuple[str, ...]:
    """Return the years of all small lines: those asked, else those held."""
    drawn = [row for section, rows in card.items() if section != LEDGER for row in rows]
    held = {year for row in drawn if is_line(row) for year in row.points}
    asked = [str(year) for year in answer.question.get("years") or ()]
    return years(held, asked if held else ()) if held else ()
