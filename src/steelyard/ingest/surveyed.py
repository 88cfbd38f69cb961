"""All that is asked of every row of a draft, in one passage through its portions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from steelyard.ingest.control import comparisons, told
from steelyard.ingest.control_comparison import Found
from steelyard.ingest.repeats import Repeated, repeated
from steelyard.sources.contract import Check
from steelyard.store.codes import Codes
from steelyard.store.counting import counted
from steelyard.store.portions import Portion, in_portions
from steelyard.store.release import Series
from steelyard.store.series import merged


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What was found in the rows of a draft.

    Attributes:
        repeated: places of the rows of each natural key that stands more than once.
        checks: reconciliations with its own totals.
        series: the series of its rows.
    """

    repeated: Repeated
    checks: tuple[Check, ...]
    series: tuple[Series, ...]


def surveyed(codes: Codes) -> Surveyed:
    """Return what the rows of a draft show; their order and the portions do not matter."""
    repeats, series, made = repeated(codes), counted(codes), comparisons(codes)

    def work(portion: Portion) -> tuple[Repeated, list[Series], list[Found]]:
        return repeats(portion), series(portion), [one.measure(portion) for one in made]

    found = in_portions(codes, work)
    return Surveyed(
        list(chain.from_iterable(one for one, _, _ in found)),
        told(made, [figures for _, _, figures in found]),
        merged(chain.from_iterable(one for _, one, _ in found)),
    )
