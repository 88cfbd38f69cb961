"""How many years one country's indicator lies behind another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from steelyard.maths.matrices import Floats
from steelyard.maths.shifts import mean_squares, redrawn, series, shifted


class WhyNot(StrEnum):
    """Why two series have no lag."""

    FEW_POINTS = "few-points"
    """No shift leaves enough years in which both are known."""
    AHEAD = "ahead"
    """The follower is ahead of the leader: all of the interval lies below 0."""
    BEYOND = "beyond"
    """The longest or the shortest shift that can be tried fits best: the lag may lie beyond."""
    NOT_MONOTONE = "not-monotone"
    """The leader passes the follower's values more than once, or never moves through them."""
    NOT_FOLLOWING = "not-following"
    """The leader's past fits the follower no better than the follower's own mean."""
    UNINFORMATIVE = "uninformative"
    """The interval is as wide as the shifts tried: any lag would do."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a follower is behind a leader.

    Attributes:
        years: the lag, at least 0; None where the two are not comparable.
        low: lower end of the interval, at least 0; None likewise.
        high: upper end of the interval; None likewise.
        level: share of the draws that the interval holds.
        points: years of the follower that are aligned with the leader's past.
        distance: root mean squared distance after the shift, in logarithms or levels; None where
            nothing could be aligned.
        why_not: why the two are not comparable; None where they are.
    """

    years: float | None
    low: float | None
    high: float | None
    level: float
    points: int
    distance: float | None
    why_not: WhyNot | None = None


def lag(
    leader: Mapping[int, float],
    follower: Mapping[int, float],
    *,
    logs: bool = True,
    window: int = 40,
    points: int = 6,
    dip: float = 0.1,
    level: float = 0.9,
    draws: int = 999,
    seed: int = 0,
) -> Lag:
    """Return the shift of the leader's past that the follower is nearest to.

    Equation: ``s = argmin (1/n) Σ_t (y_t - x(t - s))²``, with ``y`` the follower and ``x`` the
    leader, in logarithms or levels, over the ``n`` years t in which both are known; ``x`` is
    linear between its known years, over holes too. Shifts from ``-window`` to ``window`` are tried
    in steps of a twentieth of a year; where s is below 0 and the interval holds 0, the lag is 0.

    Interval: percentiles of s over ``draws`` series ``x(t - s) + e*_t``; ``e*`` are the residuals
    less their mean, drawn in circular blocks of ``n^(1/3)`` years, since a residual resembles
    those of the years beside it. At 0.9 and 41 years it held a planted lag in about nine of ten
    draws with independent residuals, in three of four with a correlation of 0.6 from year to year.

    Source: the definition; Politis, D. N. and Romano, J. P. (1992), "A circular block-resampling
    procedure for stationary data", in LePage and Billard (eds.), Exploring the Limits of
    Bootstrap, Wiley, pp. 263-270; Hall, P., Horowitz, J. L. and Jing, B.-Y. (1995), "On blocking
    rules for the bootstrap with dependent data", Biometrika 82(3), pp. 561-574, for the length.

    Args:
        leader: value by year; absent years are missing.
        follower: the same, of the same unit.
        logs: compare logarithms, else levels.
        window: longest shift tried, in years.
        points: fewest aligned years.
        dip: largest step back of the leader within the follower's values, as a share of the
            range of these values.
        level: share of the draws that the interval holds.
        draws: number of series drawn.
        seed: of the draws; the same seed gives the same interval.

    Units: years. Missing and zero: missing years are left out; 0 has no logarithm.

    Raises:
        ValueError: a value is not finite, or is not above 0 although logarithms are compared; or
            the window, the points or the draws are too few, or the level is no share.
    """
    if min(window, points - 1, draws) < 1 or not 0 < level < 1:
        raise ValueError("a lag needs a window, two points, draws, and a level between 0 and 1")
    early, late = series(leader, logs=logs), series(follower, logs=logs)
    tried = shifted(early, late, window, points)
    if not tried.shifts.size:
        return Lag(None, None, None, level, 0, None, WhyNot.FEW_POINTS)
    squares = mean_squares(tried, tried.follower[:, None])[:, 0]
    best = int(np.argmin(squares))
    drawn = redrawn(tried, best, points, draws, seed)
    low, high = (float(end) for end in np.quantile(drawn, ((1 - level) / 2, (1 + level) / 2)))
    aligned = tried.follower[tried.known[best] > 0]
    distance = float(np.sqrt(squares[best]))
    why = _no_yardstick(early[1], late[1], dip)
    fits = bool(squares[best] < aligned.var())
    why = why or _no_shift(tried.shifts, best, (low, high), level, fits=fits)
    if why:
        return Lag(None, None, None, level, aligned.size, distance, why)
    years, low, high = (max(end, 0.0) for end in (float(tried.shifts[best]), low, high))
    return Lag(years, low, high, level, aligned.size, distance)


def _no_yardstick(leader: Floats, follower: Floats, dip: float) -> WhyNot | None:
    """Return why the leader's path is none to measure the follower's values by."""
    path = np.clip(leader, follower.min(), follower.max())
    path = path if path[-1] > path[0] else -path
    fallen = float((np.maximum.accumulate(path) - path).max())
    twice = fallen > dip * (follower.max() - follower.min())
    return WhyNot.NOT_MONOTONE if twice or leader.min() == leader.max() else None


def _no_shift(
    shifts: Floats, best: int, ends: tuple[float, float], level: float, *, fits: bool
) -> WhyNot | None:
    """Return why the best shift tells nothing, by its fit and its place among those tried."""
    at_end = best in {0, shifts.size - 1}
    if not fits and not at_end:
        return WhyNot.NOT_FOLLOWING
    if shifts[best] < 0 and ends[1] < 0:
        return WhyNot.AHEAD
    if at_end:
        return WhyNot.BEYOND
    wide = ends[1] - ends[0] >= level * (shifts[-1] - shifts[0])
    return WhyNot.UNINFORMATIVE if wide else None
