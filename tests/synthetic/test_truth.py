"""The truth of a world keeps its own laws."""

from __future__ import annotations

import made
import numpy as np
import pytest

from steelyard.synthetic.freight import FREIGHT, KG_A_USD, KILOMETRES
from steelyard.synthetic.plan import Plan, planned
from steelyard.synthetic.world import FISHER, LASPEYRES, PAASCHE, world
from steelyard.terms.errors import BadOption


def test_the_same_plan_makes_the_same_world_and_another_seed_another() -> None:
    first, second = (world(made.small().plan).lanes for _ in range(2))
    assert first.value.tobytes() == second.value.tobytes()
    assert first.kg.tobytes() == second.kg.tobytes()
    assert made.small(seed=2).lanes.value.tobytes() != first.value.tobytes()


def test_nobody_trades_with_himself_and_values_are_whole_dollars() -> None:
    lanes = made.small().lanes
    assert (lanes.exporter != lanes.importer).all()
    assert (lanes.value == np.rint(lanes.value)).all()
    assert ((lanes.value > 0) == (lanes.kg > 0)).all()
    assert (lanes.value >= 0).all()


@pytest.mark.parametrize("density", [0.05, 0.3, 0.8])
def test_the_share_of_lanes_is_the_density(density: float) -> None:
    found = made.small(countries=20, products=600, first=2015, last=2015, density=density)
    assert len(found.lanes) / (20 * 19 * 600) == pytest.approx(density, rel=0.05)


def test_values_landed_are_those_free_on_board_with_the_margin() -> None:
    of = made.small()
    assert np.allclose(of.truth_cif(), of.lanes.value * (1 + of.margin), rtol=1e-12)
    assert 0.02 < np.median(of.margin[of.lanes.value > 0]) < 0.15


def test_the_margin_follows_its_coefficients() -> None:
    of = made.small()
    at, year = np.nonzero(of.lanes.value)
    km = of.ground.map.distance[of.lanes.exporter[at], of.lanes.importer[at]] / KILOMETRES
    heavy = of.lanes.kg[at, year] / of.lanes.value[at, year] / KG_A_USD
    known = np.column_stack([np.ones(len(at)), np.log(km), np.log(heavy), year])
    found, *_ = np.linalg.lstsq(known, np.log(of.margin[at, year]), rcond=None)
    wanted = [np.log(FREIGHT.level), FREIGHT.distance, FREIGHT.weight, FREIGHT.trend]
    assert found == pytest.approx(wanted, abs=0.01)


def test_unit_values_grow_as_the_planted_index() -> None:
    of = made.small()
    used = (of.lanes.value > 0).all(axis=1)
    price = of.lanes.value[used] / of.lanes.kg[used]
    index = of.truth_prices()[of.lanes.exporter[used], of.lanes.product[used]]
    assert price / price[:, :1] == pytest.approx(index, rel=1e-9)
    assert np.log(index[:, 1]).mean() == pytest.approx(of.plan.inflation, abs=0.02)


def test_price_indices_are_exact_where_all_prices_move_together() -> None:
    of = made.small(prices=0, inflation=0.05)
    for formula in (LASPEYRES, PAASCHE, FISHER):
        assert of.truth_price_index(3, 0, 4, formula) == pytest.approx(np.exp(0.2), rel=1e-12)


def test_fisher_lies_between_and_a_reversed_comparison_is_its_inverse() -> None:
    of = made.small(prices=0.1)
    ends = [of.truth_price_index(2, 0, 4, f) for f in (LASPEYRES, PAASCHE)]
    fisher = of.truth_price_index(2, 0, 4, FISHER)
    assert min(ends) < fisher < max(ends)
    assert fisher * of.truth_price_index(2, 4, 0, FISHER) == pytest.approx(1, rel=1e-12)


def test_the_capable_make_more_and_what_requires_much_is_made_by_few() -> None:
    of = made.small()
    made_by = np.zeros((of.plan.countries, of.plan.products))
    np.add.at(made_by, (of.lanes.exporter, of.lanes.product), 1)
    skills = of.ground.skills
    advantage = skills.advantage
    assert np.corrcoef(advantage.sum(axis=1), skills.capability)[0, 1] > 0.8
    assert np.corrcoef(advantage.sum(axis=0), skills.requirement)[0, 1] < -0.8
    assert made_by.sum() == len(of.lanes)


def test_lanes_come_and_go_by_the_churn() -> None:
    assert (made.exact(churn=0).lanes.value > 0).all()
    used = made.exact(churn=1).lanes.value > 0
    assert not used.all(axis=1).any()
    assert used.any(axis=1).all()
    assert (np.abs(np.diff(used.astype(int), axis=1)).sum(axis=1) == 1).all()


def test_totals_and_the_whole_array_are_the_same_trade() -> None:
    of = made.small()
    assert (of.truth_exports().sum(axis=2) == of.truth_totals()).all()
    assert of.truth_totals().sum() == of.lanes.value.sum()


@pytest.mark.parametrize(
    "given",
    [{"countries": 1}, {"countries": 365}, {"noise": -1}, {"noise": "nan"}, {"seed": "x"},
     {"slips": 1.5}, {"density": 0}, {"nois": 1}, {"first": 2016, "last": 2015}, {"last": 3000}],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(BadOption):
        planned(given)


def test_a_plan_is_as_usual_where_nothing_is_given() -> None:
    assert planned({}) == Plan()
    assert planned({"noise": "0.5", "seed": "9"}) == Plan(seed=9, noise=0.5)


@pytest.mark.parametrize("given", [{"countries": 2, "products": 1, "first": 2015, "last": 2015}])
def test_the_smallest_world_reports(given: dict[str, object]) -> None:
    of = world(planned({**given, "density": 0.95}))
    assert len(list(of.reports())) == 2
