"""Which way a series is quoted: its label held against averages that the Board published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from steelyard.sources.frb.read import Quote
from steelyard.sources.reading import refuse
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steelyard.sources.frb.read import Stated

INVERTED = "inverted-dollar-quotes"


class Guard(BaseModel):
    """Published averages that tell whether a correction is still needed.

    Attributes:
        tolerance: largest relative difference that counts as agreement.
        sources: address of the publication, by years.
        published: US dollars for one unit, by currency and year.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tolerance: float
    sources: dict[str, str]
    published: dict[str, dict[int, float]]


def read_guard() -> Guard:
    """Return the guard of the correction for rates quoted in dollars per unit."""
    path = Path(__file__).with_name("corrections.yaml")
    return Guard.model_validate(read_yaml(path.read_text(encoding="utf-8"))[INVERTED])


def direction(code: str, series: Sequence[Stated], guard: Guard, file: str) -> Quote | None:
    """Return how a currency's series is truly quoted; None when that cannot be settled.

    Without a published average to compare, a label "units per USD" stands as it is, for no case is
    known in which it is wrong.

    Raises:
        BadFile: the figures agree with the published averages neither as labelled nor turned.
    """
    label = _one_label(series, file)
    known = guard.published.get(code, {})
    pairs = [(r.rate, known[r.year]) for r in series if r.rate is not None and r.year in known]
    if not pairs:
        return label if label is Quote.UNITS_PER_DOLLAR else None
    if all(abs(rate / dollars - 1) <= guard.tolerance for rate, dollars in pairs):
        return Quote.DOLLARS_PER_UNIT
    if all(abs(rate * dollars - 1) <= guard.tolerance for rate, dollars in pairs):
        return Quote.UNITS_PER_DOLLAR
    found = f"the rates of {series[0].country} agree with no published average, either way round"
    why = "A rate read the wrong way round would falsify every conversion"
    raise refuse(file, found, why, "Download the table again.")


def _one_label(series: Sequence[Stated], file: str) -> Quote:
    labels = {rate.quote for rate in series}
    if len(labels) == 1:
        return labels.pop()
    found = f"the rates of {series[0].country} are quoted both ways"
    why = "A change of direction within a series is a slip more often than a fact"
    raise refuse(file, found, why, "Give the series one label.")
