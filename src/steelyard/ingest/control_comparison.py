"""One comparison of wholes with their parts: made portion by portion, told at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from steelyard.ingest.control_figures import Figures
from steelyard.sources.contract import Check
from steelyard.store.portions import Portion

Found = Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison.

    Attributes:
        measure: returns what the cells of a portion show, by a word for each sort of cell.
        tell: returns the checks of what all portions showed.
    """

    measure: Callable[[Portion], Found]
    tell: Callable[[Found], Iterator[Check]]


def together(found: list[Found]) -> dict[str, Figures]:
    """Return what several portions showed together, in their order."""
    every: dict[str, Figures] = {}
    for one in found:
        for name, figures in one.items():
            every[name] = every[name].and_also(figures) if name in every else figures
    return every
