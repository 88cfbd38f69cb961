"""Observations of a small file that are left out: each in words, by reason."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Found = tuple[str, int, str]
"""One observation left out: a short code of the reason, its line in the file, what it says."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Observations left out for one reason.

    Attributes:
        reason: short code.
        every: each of them: its line in the file, and what it says as the publisher writes it.
    """

    reason: str
    every: tuple[tuple[int, str], ...]

    @property
    def observations(self) -> int:
        """How many."""
        return len(self.every)


def by_reason(found: Iterable[Found]) -> tuple[Rejected, ...]:
    """Return what was left out, a reason at a time, each in the order of the file."""
    ordered = sorted(found, key=lambda one: one[:2])
    groups = groupby(ordered, key=lambda one: one[0])
    return tuple(
        Rejected(reason, tuple((line, words) for _, line, words in group))
        for reason, group in groups
    )


def told(*cells: object) -> str:
    """Return some cells as words, as the publisher writes them; a cell without content is empty."""
    return ", ".join(_told(cell) for cell in cells)


def _told(cell: object) -> str:
    if cell is None or cell == "":
        return "empty"
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
