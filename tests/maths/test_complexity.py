"""Economic complexity: known cases, invariances, the equations themselves, the real world."""

from __future__ import annotations

import numpy as np
import pytest
from trade_matrices import exports, nested, scattered, world, world_exports

from steelyard.maths.advantage import advantage, presence
from steelyard.maths.complexity import Complexity, complexity
from steelyard.maths.matrices import Undetermined


def apart(held: np.ndarray) -> np.ndarray:
    """Two worlds that share no product."""
    nil = np.zeros_like(held)
    return np.block([[held, nil], [nil, held]])


@pytest.mark.parametrize("shape", [(12, 30), (30, 12), (8, 8)])
def test_in_a_nested_world_the_more_diverse_is_the_more_complex(shape: tuple[int, int]) -> None:
    found = complexity(nested(*shape))
    assert (np.diff(found.diversity) <= 0).all()
    assert (np.diff(found.eci)[np.diff(found.diversity) < 0] < 0).all()
    assert (np.diff(found.pci)[np.diff(found.ubiquity) < 0] > 0).all()
    assert found.eci[0] > found.eci[-1]


@pytest.mark.parametrize(
    ("seed", "shape"), [(1, (9, 25)), (2, (25, 9)), (3, (12, 12)), (4, (3, 4))]
)
def test_the_equations_hold(seed: int, shape: tuple[int, int]) -> None:
    held = scattered(seed, *shape) | nested(*shape)
    found = complexity(held)
    once = held / found.diversity[:, None]
    back = (held / found.ubiquity).T
    np.testing.assert_allclose(once @ found.pci, found.eci, atol=1e-9)
    values, vectors = np.linalg.eig(once @ back)
    second = np.argsort(values.real)[-2]
    assert abs(np.corrcoef(vectors[:, second].real, found.eci)[0, 1]) == pytest.approx(1)
    assert (found.eci.mean(), found.eci.std()) == pytest.approx((0, 1), abs=1e-9)
    assert np.corrcoef(found.eci, found.diversity)[0, 1] > 0


def test_names_and_order_change_nothing() -> None:
    held, random = scattered(5, 20, 60), np.random.default_rng(5)
    rows, columns = random.permutation(20), random.permutation(60)
    plain, mixed = complexity(held), complexity(held[rows][:, columns])
    np.testing.assert_allclose(mixed.eci, plain.eci[rows], atol=1e-8)
    np.testing.assert_allclose(mixed.pci, plain.pci[columns], atol=1e-8)


def test_the_empty_are_left_out_and_told() -> None:
    held = scattered(6, 10, 40)
    wider = np.insert(np.insert(held, 3, values=False, axis=0), [0, 40], values=False, axis=1)
    plain, found = complexity(held), complexity(wider)
    np.testing.assert_allclose(found.eci, plain.eci)
    np.testing.assert_allclose(found.pci, plain.pci)
    assert found.kept_countries.tolist() == [0, 1, 2, *range(4, 11)]
    assert found.kept_products.tolist() == list(range(1, 41))


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (apart(scattered(7, 6, 9)), "share no product"),
        (np.ones((4, 6)), "do not differ"),
        (np.zeros((4, 6)), "two countries"),
        (np.ones((1, 6)), "two countries"),
        (np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]]), "repeated"),
        (np.array([[1, 1, 0], [0, 1, 1]]), "sign is open"),
    ],
)
def test_what_is_not_determined_is_refused(held: np.ndarray, why: str) -> None:
    with pytest.raises(Undetermined, match=why):
        complexity(held)


@pytest.mark.parametrize("wrong", [[[0.5, 1], [1, 0]], [0, 1], [[np.nan, 1.0]], np.ones((0, 2))])
def test_presence_is_a_matrix_of_yes_and_no(wrong: object) -> None:
    with pytest.raises(ValueError, match="presence"):
        complexity(wrong)


def test_advantage_is_a_share_against_a_share() -> None:
    held = exports(8, 7, 11)
    found = advantage(held)
    for country, product in np.ndindex(held.shape):
        share = held[country, product] / held[country].sum()
        assert found[country, product] == pytest.approx(share * held.sum() / held[:, product].sum())


def test_the_unit_of_money_and_the_size_of_a_country_do_not_turn_its_advantage() -> None:
    held = exports(9, 8, 20)
    larger = held * np.where(np.arange(8) == 2, 1000.0, 1.0)[:, None]
    np.testing.assert_allclose(advantage(held * 4), advantage(held))
    assert (presence(advantage(larger))[2] == presence(advantage(held))[2]).all()


def test_advantage_of_nothing_has_no_value_and_is_no_presence() -> None:
    held = np.array([[2.0, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 5.0]])
    found = advantage(held)
    assert np.isnan(found[1]).all()
    assert np.isnan(found[:, 1]).all()
    assert found[0, 0] == pytest.approx(8 / 3 / 2 * 2)
    assert found[2, 0] == 0
    assert presence(found).tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -1.0])
def test_missing_exports_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="leave out what is missing"):
        advantage([[1.0, wrong], [2.0, 3.0]])


def test_a_threshold_is_above_nil() -> None:
    assert presence([[0.5, 1.0, 2.0]], 0.75).tolist() == [[False, True, True]]
    with pytest.raises(ValueError, match="above 0"):
        presence([[1.0]], 0.0)


@world
def test_the_world_about_2000_is_as_it_is_known() -> None:
    countries, products, matrix = world_exports()
    found = complexity(presence(advantage(matrix)))
    assert isinstance(found, Complexity)
    ranked = [countries[found.kept_countries[at]] for at in np.argsort(-found.eci)]
    goods = [products[found.kept_products[at]] for at in np.argsort(-found.pci)]
    assert ranked[0] == "jpn"
    assert {"deu", "che", "swe", "gbr", "usa"} <= set(ranked[:10])
    assert {"nga", "ago", "dza", "cod"} <= set(ranked[-12:])
    half = len(goods) // 2
    assert {"7284", "7849", "8744"} <= set(goods[:40])  # special machines, car parts, instruments
    assert {"3330", "3413", "0721"} <= set(goods[-40:])  # crude petroleum, gas, cocoa
    assert np.mean([good[0] in "78" for good in goods[:half]]) > 0.4
    assert np.mean([good[0] in "01234" for good in goods[half:]]) > 0.4


def test_the_alignment_is_the_correlation_with_diversity() -> None:
    found = complexity(scattered(5, 12, 30) | nested(12, 30))
    assert found.alignment == pytest.approx(np.corrcoef(found.eci, found.diversity)[0, 1])
    assert found.alignment > 0
