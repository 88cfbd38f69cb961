"""The table of records, and what keeps some from being stated."""

from __future__ import annotations

from steelyard.accounts.history import FIGURES, History
from steelyard.accounts.tables import plain
from steelyard.measures.records import level_records
from steelyard.measures.series import Series
from steelyard.measures.statements import enough, in_words
from steelyard.terms.answer import Column, Gap, Note, Table

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


_PROVEN = ("exports", "imports", "balance")


def holes(found: History | None) -> tuple[Note, ...]:
    """Say when periods lack within the series held, across which nothing is stated."""
    every = [series for figure in FIGURES for series in found.series(figure)] if found else []
    told = [text for series in every if (text := _lacking(series))]
    if not told:
        return ()
    text = f"Records are stated only over unbroken runs. Periods that lack: {'; '.join(told)}."
    return (Note("records-unbroken", text),)


def unproven(found: History | None) -> tuple[Gap, ...]:
    """Return a gap for each published figure of the newest period that holes leave without record.

    The periods held are told all the same: the last one as large among them.
    """
    if found is None or not any(c.published for c in found.account.choices().values()):
        return ()
    newest = str(found.asked[-1])
    every = [series for figure in _PROVEN for series in found.series(figure)]
    return tuple(gap for series in every if (gap := _unproven(series, newest)))


def _unproven(series: Series, newest: str) -> Gap | None:
    at = {str(period): place for place, period in enumerate(series.periods)}.get(newest, 0)
    value, before = series.values[at], series.values[:at]
    broken = max((place for place in series.breaks if place <= at), default=0)
    start = series.run_starts()[at]
    run = 0 if start is None else at - start + 1
    places = range(broken, at)
    holes = [place for place in places if before[place] is None]
    held = [place for place in places if before[place] is not None]
    stated = {record.record for record in level_records(series, [at])}
    if value is None or stated or not held or run >= enough(series) or not holes:
        return None
    first = held[0]
    since = [place for place in held if (before[place] or 0) >= value]
    lacking = sum(place > (since[-1] if since else first) for place in holes)
    if not lacking:
        return None
    last = in_words(series.periods[since[-1]]) if since else ""
    between = f"between it and {last}" if since else "before it"
    among = f"none after {last} is as large" if since else "it is the largest"
    return Gap(
        f"records of {series.figure} of {newest}",
        f"{lacking} periods {between} are not held, and a larger figure may lie among them; of the "
        f"{len(held)} held from {in_words(series.periods[first])}, {among}",
        "Add the publisher's own table with `steelyard add FILE`.",
    )


def _lacking(series: Series) -> str:
    """Return how many periods lack between the first and the last one held."""
    held = [place for place, value in enumerate(series.values) if value is not None]
    span = held[-1] - held[0] + 1 if held else 0
    if len(held) == span:
        return ""
    ends = f"{series.periods[held[0]]} to {series.periods[held[-1]]}"
    return f"{series.figure.replace('_', ' ')} {span - len(held)} of {span} ({ends})"
