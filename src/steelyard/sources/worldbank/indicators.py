"""One ``stated`` indicator of the World Bank -> indicators: one row a place and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from steelyard.sources.cells import label
from steelyard.sources.contract import Card, Check, Converted, arrow_schema
from steelyard.sources.left_out import Rejected, by_reason, told
from steelyard.sources.reading import publication_date, whole
from steelyard.sources.worldbank.economies import misnamed, place_of
from steelyard.sources.worldbank.read import Columns, Stated, stated
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Indicator:
    """What one file of the Bank holds.

    Attributes:
        card: the dataset.
        columns: names of its columns.
        indicator: our name of what is measured.
        measure: level or growth.
        unit: unit of our values.
        divisor: the publisher's figure divided by it is our value.
        verify: refuses a file in another unit, else returns the checks made.
    """

    card: Card
    columns: Columns
    indicator: str
    measure: str
    unit: str
    divisor: float
    verify: Callable[[Stated], tuple[Check, ...]]


def convert(path: Path, published_at: str | None, what: Indicator) -> Converted:
    """Read one release; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file breaks the layout, names an unknown economy or is in another unit.
        BadDate: ``published_at`` is no date.
    """
    found = stated(whole(path), path.name, what.columns)
    places = found.grid[what.columns.code].read_as(lambda cell: place_of(label(cell)))
    checks = (*what.verify(found), _names(found, places))
    return Converted(
        what.card,
        INDICATORS,
        _table(found, places, what),
        *_dated(what.card, max(found.years), published_at),
        len(found.codes),
        _left_out(found, places),
        checks,
    )


def _table(found: Stated, places: Sequence[str | None], what: Indicator) -> pa.Table:
    rows = [i for i, place in enumerate(places) if place is not None]
    values = [found.values[i] for i in rows]
    columns: dict[str, Sequence[object]] = {
        "place": [places[i] for i in rows],
        "period": [f"{found.years[i]:04d}" for i in rows],
        "value": [None if v is None else v / what.divisor for v in values],
        "status": [_status(value) for value in values],
    }
    same = {"indicator": what.indicator, "measure": what.measure, "unit": what.unit, "freq": "A"}
    columns |= {name: [text] * len(rows) for name, text in same.items()}
    schema = arrow_schema(INDICATORS)
    nothing = [None] * len(rows)
    table = pa.table({n: columns.get(n, nothing) for n in schema.names}, schema=schema)
    return table.sort_by([("place", "ascending"), ("period", "ascending")])


def _status(value: float | None) -> str:
    return str(ObsStatus.NOT_REPORTED if value is None else ObsStatus.NORMAL)


def _left_out(found: Stated, places: Sequence[str | None]) -> tuple[Rejected, ...]:
    figures = zip(found.codes, found.names, found.years, found.values, strict=True)
    return by_reason(
        ("aggregate", line, told(f"{code} ({name})", year, value))
        for line, place, (code, name, year, value) in zip(
            found.grid.lines, places, figures, strict=True
        )
        if place is None
    )


def _names(found: Stated, places: Sequence[str | None]) -> Check:
    named = zip(places, found.names, strict=True)
    wrong = misnamed((place, name) for place, name in named if place is not None)
    detail = f"codes whose name is that of another place: {', '.join(wrong) or 'none'}"
    return Check("names-agree-with-codes", not wrong, detail)


def _dated(card: Card, newest: int, published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    known = card.releases.get(f"{newest:04d}")
    if known:
        how = f"The newest year held is {newest}, and this copy is known ({known['source']})."
        return known["date"], "inferred", how
    how = f"The newest year held is {newest}; the Bank completes it by July of the next year."
    return f"{newest + 1:04d}-07", "inferred", how
