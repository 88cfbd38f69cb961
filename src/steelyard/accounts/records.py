"""The table of records, and what keeps some from being stated."""

from __future__ import annotations

from steelyard.accounts.history import FIGURES, History
from steelyard.accounts.tables import plain
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
    told = []
    for figure in FIGURES if found else ():
        values = found.figures[figure] if found else {}
        held = [label for label, value in values.items() if value is not None]
        span = [label for label in values if held and min(held) <= label <= max(held)]
        if len(held) < len(span):
            told.append(f"{figure.replace('_', ' ')} {len(span) - len(held)} of {len(span)}")
            ends = f"{span[0]} to {span[-1]}"
    if not told:
        return ()
    text = f"Records are stated only over unbroken runs. From {ends} lack: {', '.join(told)}."
    return (Note("records-unbroken", text),)
