"""Proximity, density and outlook against plain loops; fitness; income content."""

from __future__ import annotations

import numpy as np
import pytest
from trade_matrices import exports, nested, scattered, world, world_exports

from steelyard.maths.advantage import advantage, presence
from steelyard.maths.fitness import fitness
from steelyard.maths.matrices import Undetermined
from steelyard.maths.sophistication import expy, prody
from steelyard.maths.space import density, gain, outlook, proximity


def near_by_loop(held: np.ndarray) -> np.ndarray:
    """P(p|q) and P(q|p) counted country by country, and the smaller of the two."""
    products = held.shape[1]
    found = np.zeros((products, products))
    for p, q in np.ndindex(products, products):
        both = sum(1 for row in held if row[p] and row[q])
        found[p, q] = min(both / held[:, p].sum(), both / held[:, q].sum())
    return found


@pytest.mark.parametrize(("seed", "shape"), [(1, (6, 9)), (2, (9, 6)), (3, (4, 300)), (4, (1, 3))])
def test_proximity_and_density_are_what_a_loop_counts(seed: int, shape: tuple[int, int]) -> None:
    held = scattered(seed, *shape)
    near = proximity(held)
    np.testing.assert_allclose(near, near_by_loop(held), rtol=1e-15)
    around = density(held, near)
    for country, product in np.ndindex(shape):
        have = sum(near[product, q] for q in range(shape[1]) if held[country, q])
        assert around[country, product] == pytest.approx(have / near[product].sum())


def test_density_is_whole_where_all_is_present_and_within_bounds() -> None:
    held = nested(7, 21)
    near = proximity(held)
    around = density(held, near)
    assert (np.diag(near) == 1).all()
    np.testing.assert_array_equal(near, near.T)
    np.testing.assert_allclose(around[0], 1)
    assert ((around > 0) & (around < 1 + 1e-12)).all()


def test_the_order_of_names_changes_no_bit_of_proximity_and_density() -> None:
    held, random = scattered(4, 30, 700), np.random.default_rng(4)
    rows, columns = random.permutation(30), random.permutation(700)
    near, mixed = proximity(held), proximity(held[rows][:, columns])
    np.testing.assert_array_equal(mixed, near[np.ix_(columns, columns)])
    around = density(held, near)[np.ix_(rows, columns)]
    np.testing.assert_array_equal(density(held[rows][:, columns], mixed), around)


def test_outlook_counts_absent_products_only() -> None:
    held, pci = scattered(5, 6, 12), np.random.default_rng(5).normal(size=12)
    held[0] = True
    around = density(held, proximity(held))
    found = outlook(held, around, pci)
    assert found[0] == 0
    absent = [at for at in range(12) if not held[3, at]]
    assert found[3] == pytest.approx(sum(around[3, at] * pci[at] for at in absent))


def test_gain_is_the_outlook_that_an_absent_product_opens() -> None:
    held, pci = scattered(5, 6, 12), np.random.default_rng(5).normal(size=12)
    near = proximity(held)
    found = gain(held, near, pci)
    for country, product in np.ndindex(held.shape):
        absent = [q for q in range(12) if not held[country, q]]
        opened = sum(pci[q] * near[product, q] / near[q].sum() for q in absent)
        expected = 0.0 if held[country, product] else opened
        assert found[country, product] == pytest.approx(expected)


def test_a_product_that_no_country_has_is_refused() -> None:
    with pytest.raises(ValueError, match="leave it out"):
        proximity([[1, 0], [1, 0]])


def test_shapes_that_do_not_fit_are_refused() -> None:
    held = scattered(6, 3, 5)
    with pytest.raises(ValueError, match="does not fit 5 products"):
        density(held, np.eye(3))
    with pytest.raises(ValueError, match="does not fit presence"):
        outlook(held, np.ones((5, 3)), np.ones(5))


def test_fitness_orders_a_nested_world_and_is_a_fixed_point() -> None:
    found = fitness(nested(6, 12), tolerance=1e-4)
    assert (np.diff(found.fitness) < 0).all()
    assert (found.complexity[-1], found.fitness[0]) == (found.complexity.max(), found.fitness.max())
    held = scattered(7, 10, 40, 0.6)
    settled = fitness(held, tolerance=1e-12)
    again = held @ settled.complexity
    np.testing.assert_allclose(settled.fitness, again / again.mean(), rtol=1e-9)
    harder = 1 / ((1 / settled.fitness) @ held)
    np.testing.assert_allclose(settled.complexity, harder / harder.mean(), rtol=1e-9)


def test_fitness_leaves_the_empty_out_and_names_do_not_matter() -> None:
    held = scattered(8, 9, 30, 0.6)
    found = fitness(np.insert(held[::-1], 4, values=False, axis=0))
    np.testing.assert_allclose(found.fitness[::-1], fitness(held).fitness, rtol=1e-9)
    assert 4 not in found.kept_countries


def test_fitness_that_does_not_settle_is_an_error() -> None:
    with pytest.raises(Undetermined, match="after 3 rounds"):
        fitness(nested(6, 12), rounds=3)
    with pytest.raises(Undetermined, match="no product"):
        fitness(np.zeros((2, 2)))
    with pytest.raises(ValueError, match="tolerance"):
        fitness(nested(6, 12), tolerance=0)


def test_a_fitness_that_vanishes_is_an_error() -> None:
    one_rich_nine_poor = np.vstack([np.ones((1, 2)), np.tile([1, 0], (9, 1))])
    assert fitness(one_rich_nine_poor).fitness[1:].max() < 1e-3
    with pytest.raises(Undetermined, match="falls to 0"):
        fitness(one_rich_nine_poor, tolerance=5e-324)


def test_prody_and_expy_are_means_of_incomes() -> None:
    held, income = exports(9, 6, 14), np.linspace(1_000, 40_000, 6)
    found = prody(held, income)
    shares = held / held.sum(axis=1, keepdims=True)
    for product in range(14):
        weights = shares[:, product]
        assert found[product] == pytest.approx(np.average(income, weights=weights))
    means = [np.average(found, weights=row) for row in held]
    np.testing.assert_allclose(expy(held, found), means)
    np.testing.assert_allclose(prody(held, np.full(6, 7.0)), 7.0)


def test_income_content_of_nothing_has_no_value() -> None:
    held = np.array([[3.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    found = prody(held, [10.0, 99.0, 30.0])
    assert np.isnan(found[1])
    assert found[[0, 2]] == pytest.approx([(0.75 * 10 + 30) / 1.75, 10])
    total = expy(held, found)
    assert np.isnan(total[1])
    assert total[2] == pytest.approx(found[0])
    assert np.isnan(expy(held, [np.nan, 1.0, 1.0])[0])


@pytest.mark.parametrize("income", [[1.0, np.nan], [1.0], [1.0, np.inf]])
def test_incomes_must_be_known_and_fit(income: list[float]) -> None:
    with pytest.raises(ValueError, match="income"):
        prody([[1.0], [2.0]], income)


@world
def test_density_tells_what_the_world_has_and_germany_is_among_the_fittest() -> None:
    countries, _, matrix = world_exports()
    held = presence(advantage(matrix))
    near = proximity(held)
    around = density(held, near)
    for row, has in zip(around, held, strict=True):
        assert row[has].mean() > row[~has].mean()
    found = fitness(held)
    ranked = [countries[found.kept_countries[at]] for at in np.argsort(-found.fitness)]
    assert {"deu", "usa", "ita", "jpn"} <= set(ranked[:8])
