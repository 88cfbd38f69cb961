"""When a release of a table by product came out, told from the newest period it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.sources.census.release import MONTHS_TO_RELEASE, later
from steelyard.sources.reading import publication_date

if TYPE_CHECKING:
    from steelyard.sources.contract import Card


def dated(card: Card, newest: str, published_at: str | None) -> tuple[str, str, str]:
    """Return the date of the release, ``stated`` or ``inferred``, and how it was found.

    Raises:
        BadDate: ``published_at`` is no date.
    """
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    held = f"The newest period held is {newest}"
    if known := card.releases.get(newest):
        return known["date"], "inferred", f"{held}: {known['source']}."
    month = newest if "-" in newest else f"{newest}-12"
    how = f"{held}, and a month is usually published in the second month after it."
    return later(month, MONTHS_TO_RELEASE), "inferred", how
