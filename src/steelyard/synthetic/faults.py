"""Known faults of reports: what a country gets wrong about what crossed its border."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, normal, uniform
from steelyard.synthetic.ground import Ground
from steelyard.synthetic.rows import EXPORTS, IMPORTS, REEXPORTS, Rows

THOUSANDFOLD = 1000.0
_HALF_WAY, _SPREAD = 20_000.0, 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Faults:
    """What is known of the faults of every reporter; N countries, K products, T years.

    Attributes:
        spread: standard deviation of reports about the truth, in logs, for exports and imports
            (N, 2). Re-exports have the errors of exports.
        silent: years without a report (N, T).
        secret: products that are hidden, in exports and imports (N, 2, K).
        slipped: years in which a flow is reported a thousandfold (N, 2, T).
    """

    spread: Numbers
    silent: Numbers
    secret: Numbers
    slipped: Numbers


def faults(on: Ground) -> Faults:
    """Return the faults of a world. No reporter is silent in every year."""
    plan, seed = on.plan, on.plan.seed
    who, year = np.arange(plan.countries)[:, None], np.arange(len(plan.years))[None, :]
    flow, what = np.array([[EXPORTS, IMPORTS]]), np.arange(plan.products)
    silent = uniform(seed, Of.SILENT, who, year) < plan.silent
    silent[silent.all(axis=1), -1] = False
    drawn = uniform(seed, Of.SECRET, who[:, :, None], flow[:, :, None], what[None, None, :])
    return Faults(
        spread=plan.noise * np.exp(_SPREAD * normal(seed, Of.RELIABILITY, who, flow)),
        silent=silent,
        secret=drawn < plan.secret,
        slipped=_slipped(on),
    )


def _slipped(on: Ground) -> Numbers:
    plan, who = on.plan, np.arange(on.plan.countries)
    some = np.argsort(uniform(plan.seed, Of.SLIPPED, who), kind="stable")[: plan.slips]
    year = (uniform(plan.seed, Of.SLIP_YEAR, some) * len(plan.years)).astype(int)
    flow = (uniform(plan.seed, Of.SLIP_FLOW, some) * 2).astype(int)
    slipped: Numbers = np.zeros((plan.countries, 2, len(plan.years)), bool)
    slipped[some, flow, year] = True
    return slipped


def late(on: Ground, country: int, rows: Rows) -> Rows:
    """Return rows of which imports arrive in part a year later.

    The part is ``timing`` times the distance in half ways around the globe. In the first year as
    much arrives from the year before as goes over to the next.
    """
    if not on.plan.timing:
        return rows
    share: Numbers = on.plan.timing * on.map.distance[rows.partner, country] / _HALF_WAY
    later = np.where(rows.flow == IMPORTS, share, 0.0)[:, None]
    return replace(rows, value=_shifted(rows.value, later), kg=_shifted(rows.kg, later))


def _shifted(numbers: Numbers, later: Numbers) -> Numbers:
    before: Numbers = np.concatenate([numbers[:, :1], numbers[:, :-1]], axis=1)
    found: Numbers = numbers * (1.0 - later) + before * later
    return found


def mistaken(on: Ground, known: Faults, country: int, rows: Rows) -> Rows:
    """Return rows with the reporter's errors, without those it leaves out.

    An error is log-normal with mean 1 and concerns value and weight alike.
    """
    seed, side = on.plan.seed, _side(rows.flow)
    year = np.arange(rows.value.shape[1])[None, :]
    address = [np.array([[country]]), *(p[:, None] for p in (side, rows.partner, rows.product))]
    if on.plan.noise:
        spread = known.spread[country, side][:, None]
        error = normal(seed, Of.NOISE, *address, year)
        rows = rows.times(np.exp(spread * error - spread**2 / 2))
    if on.plan.lost:
        rows = rows.times(uniform(seed, Of.LOST, *address, year) >= on.plan.lost)
    return rows


def recoded(on: Ground, known: Faults, country: int, rows: Rows) -> Rows:
    """Return rows under the codes that the reporter gives: the next, or the one of secrets."""
    side, products = _side(rows.flow), on.plan.products
    code = np.where(miscoded(on, country, rows), (rows.product + 1) % products, rows.product)
    hidden = known.secret[country, side, code]
    return replace(
        rows,
        product=np.where(hidden, products, code),
        kg=np.where(hidden[:, None], np.nan, rows.kg),
    )


def miscoded(on: Ground, country: int | Numbers, rows: Rows) -> Numbers:
    """Tell which rows a reporter, or one for each row, puts under the code of the next product."""
    address = np.atleast_1d(country), _side(rows.flow), rows.partner, rows.product
    drawn: Numbers = uniform(on.plan.seed, Of.MISCODED, *address)
    return drawn < on.plan.miscoded


def missed(known: Faults, country: int, rows: Rows) -> Rows:
    """Return rows without the years that are not reported, and with slips of the unit."""
    slip = np.where(known.slipped[country, _side(rows.flow)], THOUSANDFOLD, 1.0)
    told = ~known.silent[country][None, :]
    return replace(rows, value=rows.value * slip * told, kg=rows.kg * told)


def _side(flow: Numbers) -> Numbers:
    return np.where(flow == REEXPORTS, EXPORTS, flow)
