"""A leader's past at many shifts, its distance from a follower, and series drawn at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from steelyard.maths.matrices import Floats

_STEPS = 20  # shifts tried in a year
_PARTS = 2.0**22


@dataclass(frozen=True, slots=True, eq=False)
class Shifted:
    """A leader's past at every shift that leaves enough years: ``S`` shifts, ``T`` years.

    Attributes:
        shifts: ``S``, in years, rising; below 0 it is the leader's future.
        leader: ``S x T``, the leader at the follower's year less the shift.
        known: ``S x T``, 1 where that year is within the leader's, else 0.
        follower: ``T``, its known values, in order of years.
    """

    shifts: Floats
    leader: Floats
    known: Floats
    follower: Floats

    def of(self, years: NDArray[np.intp], fewest: int) -> Shifted:
        """Return the years at some positions and, of the shifts, those with ``fewest`` of them."""
        leader, known = self.leader[:, years], self.known[:, years]
        enough = known.sum(axis=1) >= fewest
        return Shifted(self.shifts[enough], leader[enough], known[enough], self.follower[years])


def series(values: Mapping[int, float], *, logs: bool) -> tuple[Floats, Floats]:
    """Return years in order and values, or their logarithms.

    Raises:
        ValueError: a value is not finite, or has no logarithm.
    """
    years = sorted(values)
    found = np.array([values[year] for year in years], dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("a value is not finite; leave a missing year out")
    if logs and not (found > 0).all():
        raise ValueError("only values above 0 have a logarithm; compare levels")
    return np.array(years, dtype=np.float64), np.log(found) if logs else found


def shifted(
    leader: tuple[Floats, Floats], follower: tuple[Floats, Floats], window: int, fewest: int
) -> Shifted:
    """Return the leader, linear between its known years, at the shifts within the window."""
    steps = np.arange(-window * _STEPS, window * _STEPS + 1) / _STEPS
    if not leader[0].size:
        steps, leader = steps[:0], (np.zeros(1), np.zeros(1))
    at = follower[0] - steps[:, None]
    known = ((at >= leader[0][0]) & (at <= leader[0][-1])).astype(np.float64)
    tried = Shifted(steps, np.interp(at, *leader), known, follower[1])
    return tried.of(np.arange(follower[1].size), fewest)


def mean_squares(tried: Shifted, followers: Floats) -> Floats:
    """Return the mean squared distance of every shift, ``S x D``, from followers ``T x D``.

    Values count in whole parts of the largest, 22 binary digits, so that the sums of squares are
    exact and do not depend on the order in which a machine makes them; equal ones stay equal.
    """
    centre = followers.mean()
    past, held = tried.known * (tried.leader - centre), followers - centre
    part = max(np.abs(past).max(), np.abs(held).max()) / _PARTS or 1.0
    past, held = np.rint(past / part), np.rint(held / part)
    squares = (past**2).sum(axis=1)[:, None] - 2 * past @ held + tried.known @ held**2
    found: Floats = squares * part**2 / tried.known.sum(axis=1)[:, None]
    return found


def redrawn(tried: Shifted, best: int, fewest: int, draws: int, seed: int) -> Floats:
    """Return the best shift of each of ``draws`` series made of the leader's past and residuals.

    The residuals are less their mean and drawn in circular blocks of ``n^(1/3)`` years.
    """
    aligned = np.flatnonzero(tried.known[best])
    fitted = tried.leader[best, aligned]
    residuals = tried.follower[aligned] - fitted
    length = ceil(aligned.size ** (1 / 3) - 1e-9)
    starts = np.random.default_rng(seed).integers(
        aligned.size, size=(ceil(aligned.size / length), 1, draws)
    )
    at = (starts + np.arange(length)[:, None]).reshape(-1, draws)[: aligned.size] % aligned.size
    drawn = fitted[:, None] + (residuals - residuals.mean())[at]
    within = tried.of(aligned, fewest)
    found: Floats = within.shifts[np.argmin(mean_squares(within, drawn), axis=0)]
    return found
