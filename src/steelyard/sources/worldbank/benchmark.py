"""In which unit a file is: its figures of the United States against those of US offices."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITED_STATES = "USA"


class Benchmark(BaseModel):
    """Figures of the United States by year.

    Attributes:
        source: who states them.
        unit: their unit in words.
        tolerance: largest difference that counts as agreement.
        published: the figures.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    unit: str
    tolerance: float
    published: dict[int, float]


@cache
def benchmark(name: str) -> Benchmark:
    """Return the benchmark of an indicator."""
    path = Path(__file__).with_name("benchmark.yaml")
    stated = read_yaml(path.read_text(encoding="utf-8"))
    return Benchmark.model_validate(stated[name])


def pairs(held: Mapping[int, float], known: Benchmark) -> dict[int, tuple[float, float]]:
    """Return held and published figure of each year that has both."""
    return {y: (held[y], value) for y, value in known.published.items() if y in held}
