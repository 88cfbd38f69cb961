"""When a file of UN Comtrade was released, as far as it can be told."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from steelyard.sources.reading import publication_date

if TYPE_CHECKING:
    from steelyard.sources.received import Received

_BULK = re.compile(r"COMTRADE-[A-Z]+-[A-Z]{2}[0-9]{7,9}[A-Z0-9]+\[([0-9]{4}-[0-9]{2}-[0-9]{2})\]")


def dated(received: Received, published_at: str | None) -> tuple[str, str, str]:
    """Return the date of a release, whether it was stated, and a sentence on how it was found.

    Only the names of bulk files tell a date, such as ``COMTRADE-FINAL-CM504200003H1[2023-01-03]``.

    Raises:
        BadDate: ``published_at`` is no date.
    """
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    for name in (received.stem, received.path.name):
        if (found := _BULK.search(name)) and _is_day(found[1]):
            return found[1], "stated", "The name of the bulk file tells the day of its release."
    how = "Nothing in the file tells its release; it counts from the day on which it was received."
    return "", "inferred", how


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
