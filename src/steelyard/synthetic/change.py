"""A change of codes: from a year on, reports state goods under the successors of their codes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, uniform
from steelyard.synthetic.plan import Plan
from steelyard.synthetic.rows import Rows, joined, summed

_LEAVES = 0.2
"""The most of a code that leaves it where its digits go on."""

_SMALLEST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Which codes a code may become; K products, E links.

    Attributes:
        source: number of the product, every one from 0 to K - 1 at least once, in order (E).
        target: number of the code that it may become (E): that of the product with these digits,
            K for the code of what is hidden, and from K + 2 on those that only the new edition has.
    """

    source: Numbers
    target: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """A change with its planted shares; K products, E links, hidden and all goods among them.

    Attributes:
        first: number of the first year in which the new codes are stated.
        source, target: numbers of the codes before and after, by source (E).
        share: share of what stood under the source that goes to the target, above 0 (E). Those of
            a source add up to 1, and are the same for all reporters, flows and years.
        upto: the shares of a source added up to this link, 1 for its last (E).
        begins: number of the first link of each source, and at the end E (K + 3).
        like: the product of whose items a code is counted, its own if it has one.
    """

    first: int
    source: Numbers
    target: Numbers
    share: Numbers
    upto: Numbers
    begins: Numbers
    like: Numbers


def change(plan: Plan, links: Links) -> Change | None:
    """Return the change of a world; None where its codes stay."""
    if not plan.edition_from:
        return None
    kept = np.array([plan.products, plan.products + 1])
    source, target = (np.concatenate([one, kept]) for one in (links.source, links.target))
    begins = np.searchsorted(source, np.arange(plan.products + 3))
    share = _shares(plan.seed, source, target, begins)
    sums = np.cumsum(share)
    upto = sums - (sums - share)[begins[source]]
    upto[begins[1:] - 1] = 1.0
    first = plan.edition_from - plan.first
    return Change(first, source, target, share, upto, begins, _like(plan, source, target))


def restated(rows: Rows, to: Change) -> Rows:
    """Return whole rows under the codes of their years, with the same sums to the unit."""
    late = np.arange(rows.value.shape[1]) >= to.first
    many = np.diff(to.begins)[rows.product]
    at = np.repeat(np.arange(len(rows.product)), many)
    rank = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
    link = to.begins[rows.product[at]] + rank
    value = _part(rows.value[at], to, link)
    new = Rows(
        flow=rows.flow[at],
        partner=rows.partner[at],
        product=to.target[link],
        value=value,
        kg=np.maximum(_part(rows.kg[at], to, link), value > 0),
    )
    hidden = (new.product == len(to.begins) - 3)[:, None]
    new = replace(new, kg=np.where(hidden, np.nan, new.kg))
    return summed(joined([rows.times(~late), new.times(late)]))


def _part(numbers: Numbers, to: Change, link: Numbers) -> Numbers:
    """Return the part of whole numbers that goes to a link, in whole numbers that add up."""
    before = np.where(link == to.begins[to.source[link]], 0.0, to.upto[link - 1])
    found: Numbers = np.rint(numbers * to.upto[link][:, None]) - np.rint(numbers * before[:, None])
    return found


def _shares(seed: int, source: Numbers, target: Numbers, begins: Numbers) -> Numbers:
    """Return shares: most for a code with the same digits, the rest spread evenly over others."""
    drawn = uniform(seed, Of.SUCCESSOR, source, np.arange(len(source)) - begins[source])
    same = source == target
    size = np.where(same, 0.0, np.maximum(-np.log1p(-drawn), _SMALLEST))
    others, leaves = (np.add.reduceat(n, begins[:-1]) for n in (size, same * _LEAVES * drawn))
    leaves = np.where(np.isin(np.arange(len(leaves)), source[same]), leaves, 1.0)
    leaves = np.where(others > 0, leaves, 0.0)[source]
    found: Numbers = np.where(same, 1.0 - leaves, size * leaves / np.where(same, 1, others[source]))
    return found


def _like(plan: Plan, source: Numbers, target: Numbers) -> Numbers:
    like = np.arange(max(target.max(initial=0), plan.products + 1) + 1)
    beyond = target >= plan.products + 2
    like[target[beyond][::-1]] = source[beyond][::-1]
    return like
