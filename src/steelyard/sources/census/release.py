"""Which months of the country table are published, and when the release came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from steelyard.sources.census.layout import CODE, LETTERS, WORLD, YEAR, month_columns
from steelyard.sources.reading import publication_date, refuse

if TYPE_CHECKING:
    import pyarrow as pa

    from steelyard.sources.contract import Card

_WORLD_SINCE = 1987
MONTHS_TO_RELEASE = 2
_YEAR_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Published:
    """What the world row tells about a release.

    Attributes:
        withheld: years in which a monthly column is not yet published, by column.
        newest: newest published month, ``YYYY-MM``.
    """

    withheld: dict[str, tuple[int, ...]]
    newest: str


def published(stated: pa.Table, file: str) -> Published:
    """Read from the world row which months are published: those in which it is not 0.

    Raises:
        BadFile: a year has no world row, or no month is published at all.
    """
    world = stated.filter(pc.equal(stated[CODE], WORLD)).to_pylist()
    _refuse_worldless(stated, world, file)
    withheld: dict[str, tuple[int, ...]] = {}
    newest = ""
    for flow in LETTERS:
        for month, name in enumerate(month_columns(flow), start=1):
            withheld[name] = tuple(row[YEAR] for row in world if row[name] == 0)
            told = [f"{row[YEAR]}-{month:02d}" for row in world if row[YEAR] and row[name]]
            newest = max(newest, *told, "")
    if not newest:
        why = "Nothing tells a published month from one still to come"
        raise refuse(file, f"row {WORLD} holds no month", why, "Download the table again.")
    return Published(withheld, newest)


def _refuse_worldless(stated: pa.Table, world: list[dict[str, object]], file: str) -> None:
    held = {row[YEAR] for row in world}
    years = {y for y in stated[YEAR].to_pylist() if y is not None and y >= _WORLD_SINCE}
    lacking = sorted(years - held)
    if lacking or not held:
        found = (
            f"the world row {WORLD} is missing for {', '.join(map(str, lacking)) or 'all years'}"
        )
        why = "It alone tells nil trade from a month not yet published"
        raise refuse(file, found, why, "Give the whole table, with its aggregate rows.")


def dated(card: Card, newest: str, published_at: str | None) -> tuple[str, str, str]:
    """Return the date of the release, ``stated`` or ``inferred``, and how it was found.

    Raises:
        BadDate: ``published_at`` is no date.
    """
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    known = card.releases.get(newest)
    if known:
        how = f"The newest month held is {newest}, first published on this day ({known['source']})."
        return known["date"], "inferred", how
    month = later(newest, MONTHS_TO_RELEASE)
    rule = "a month is usually published in the second month after it"
    how = f"The newest month held is {newest}, and {rule}."
    return month, "inferred", how


def later(month: str, count: int) -> str:
    """Return the month ``count`` months after another, both ``YYYY-MM``."""
    ordinal = int(month[:4]) * _YEAR_LENGTH + int(month[5:]) - 1 + count
    return f"{ordinal // _YEAR_LENGTH:04d}-{ordinal % _YEAR_LENGTH + 1:02d}"
