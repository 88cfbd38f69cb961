"""When a table of published figures came out: its newest date told, or its newest period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.sources.reading import publication_date
from steelyard.terms.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from steelyard.sources.published.fact import Fact

FORECAST = "F"


def dated(
    rows: Sequence[Mapping[str, object]], stated: Sequence[Fact], published_at: str | None
) -> tuple[str, str, str]:
    """Return the date of the release, whether it is stated or inferred, and how it was found.

    A table collects figures of many releases and can be no older than the newest of them. Where its
    newest period (forecasts apart) is later, it came out in the month after that period at the
    earliest. A year alone counts as its December.

    Raises:
        BadDate: ``published_at`` is no date.
    """
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    told = max((str(row["published_at"]) for row in rows if row["published_at"]), default="")
    newest = f"{told}-12" if len(told) == len("YYYY") else told
    last = _last_month(rows, stated)
    if newest[: len(last)] >= last:
        return newest, "inferred", f"The newest figure in it came out in {told}."
    after = str(Period.labelled(last).shift(1))
    return after, "inferred", f"Its newest period ends in {last}, and no date after that is told."


def _last_month(rows: Sequence[Mapping[str, object]], stated: Sequence[Fact]) -> str:
    held = zip(rows, stated, strict=True)
    return max((f.period.end for row, f in held if row["status"] != FORECAST), default="")
