"""The words around a card: whose position in what, that nothing is weighed up, gaps, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from steelyard.report.chart_data import printable
from steelyard.report.chart_index_words import headline
from steelyard.report.chart_position_data import BEHIND, LEDGER, PATH, RATE, TARGET, Card, Row
from steelyard.report.chart_position_lines import is_line
from steelyard.report.chart_words import CAVEATS, FOOT_WIDTH, SUBTITLE_WIDTH
from steelyard.report.table import sources
from steelyard.terms.answer import Answer

__all__ = ["below", "foot_of", "headline"]

_NOTES = CAVEATS | {
    "basis-taken",
    "class-converted",
    "panel-left-out",
    "published-figures",
    "several-definitions",
    "synthetic",
    "targets",
    "unconfirmed",
    "valuation",
}
_SAME = "Each figure stands by itself, with its own year and definition; there is no total score"


def below(card: Card) -> list[str]:
    """Return the lines below the headline."""
    lacking = sum(bool(row.why) for rows in card.values() for row in rows)
    some = f"; {lacking:,} without data" if lacking else ""
    return wrap(f"{_SAME}{some}", SUBTITLE_WIDTH)


def foot_of(answer: Answer, card: Card) -> list[str]:
    """Return the lines at the foot: what marks mean, notes, sources."""
    notes = [note.text for note in answer.notes if note.code in _NOTES]
    lines = [*_marks(card), *notes, *sources(answer)]
    return [part for line in map(printable, lines) for part in wrap(line, FOOT_WIDTH)]


def _marks(card: Card) -> Iterator[str]:
    """Yield what the marks mean, of those that are drawn."""
    rows = [row for section, found in card.items() if section != LEDGER for row in found]
    if any(is_line(row) for row in rows):
        few = " (of a supplier: it is not among the largest)" if _suppliers(rows) else ""
        yield f"Pale bands: no figure is told of that year{few}, which is not zero."
    if any(row.unit == "%" and row.held and not is_line(row) for row in rows):
        yield "Pale behind a bar: the whole, which is 100 %."
    ledger = [row for row in card.get(LEDGER, ()) if row.component not in {RATE, TARGET, PATH}]
    if any(len(row.held) > 1 for row in ledger):
        yield "Amounts of self-sufficiency are of its newest year; --format csv has every year."
    drawn = {row.component for row in card.get(LEDGER, ()) if row.held}
    if TARGET in drawn:
        path = "; dotted: the straight path to them" if {PATH, BEHIND} & drawn else ""
        yield f"Diamonds: targets{path}."


def _suppliers(rows: Iterable[Row]) -> bool:
    return any(row.is_supplier and is_line(row) for row in rows)
