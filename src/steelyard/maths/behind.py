"""How long ago a leader stood where a follower stands now."""

from __future__ import annotations

import math
from collections.abc import Mapping


def years_behind(leader: Mapping[int, float], follower: Mapping[int, float]) -> float | None:
    """Return how many years before the follower's newest year the leader last passed its value.

    Equation: ``T - t*``, T the newest year of the follower and t* the last time at which the
    leader, between its known years growing at an even rate, stood at ``y_T``.

    Unlike ``lag.lag`` it looks at one year only: of a follower that catches up it is the smaller.

    Args:
        leader: value by year, above zero; absent years are missing.
        follower: the same, of the same unit.

    Units: years. Missing and zero: None where the leader is not known to have passed the value by
    T, or is below it at T: then the follower is not behind.

    Source: the definition.
    """
    now = max(follower)
    value = follower[now]
    years = sorted(year for year in leader if year <= now)
    if not years or leader[years[-1]] < value:
        return None
    for last, first in zip(years[::-1], years[-2::-1], strict=False):
        if leader[first] <= value <= leader[last] and leader[first] < leader[last]:
            part = math.log(value / leader[first]) / math.log(leader[last] / leader[first])
            return now - (first + part * (last - first))
    return None
