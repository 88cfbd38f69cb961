"""The table of records, and what keeps some from being stated."""

from __future__ import annotations

from steelyard.accounts.history import FIGURES, History
from steelyard.accounts.tables import plain
from steelyard.measures.series import Series
from steelyard.terms.answer import Column, Note, Table

_COLUMNS = (
    Column("period"),
    Column("figure"),
    Column("record"),
    Column("value", "number", "figure"),
    Column("since"),
    Column("count", "integer", "periods"),
    Column("unit"),
    Column("against"),
    Column("at_least", "boolean"),
    Column("held_from"),
    Column("text"),
    Column("release"),
)


def records(found: History | None) -> Table:
    """Return the table of records: one row a statement about a period asked."""
    rows = []
    if found is not None:
        choices = found.account.choices().values()
        release = " and ".join(sorted({choice.held.release.name for choice in choices}))
        order = {str(period): i for i, period in enumerate(found.asked)}
        for r in sorted(found.records(), key=lambda r: order[str(r.period)]):
            since = "" if r.since is None else str(r.since)
            who = (str(r.period), r.figure, str(r.record), r.value, since, r.count, str(r.unit))
            rows.append(plain((*who, r.against, r.at_least, str(r.held_from), r.text, release)))
    return Table("records", _COLUMNS, tuple(rows))


def holes(found: History | None) -> tuple[Note, ...]:
    """Say when periods lack within the series held, across which nothing is stated."""
    every = [series for figure in FIGURES for series in found.series(figure)] if found else []
    told = [text for series in every if (text := _lacking(series))]
    if not told:
        return ()
    text = f"Records are stated only over unbroken runs. Periods that lack: {'; '.join(told)}."
    return (Note("records-unbroken", text),)


def _lacking(series: Series) -> str:
    """Return how many periods lack between the first and the last one held."""
    held = [place for place, value in enumerate(series.values) if value is not None]
    span = held[-1] - held[0] + 1 if held else 0
    if len(held) == span:
        return ""
    ends = f"{series.periods[held[0]]} to {series.periods[held[-1]]}"
    return f"{series.figure.replace('_', ' ')} {span - len(held)} of {span} ({ends})"
