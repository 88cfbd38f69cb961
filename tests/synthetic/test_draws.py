"""Draws depend on their address and on nothing else, and have the distribution they should."""

from __future__ import annotations

import numpy as np

from steelyard.synthetic.draws import Of, normal, uniform

MANY = np.arange(200_000)


def test_a_draw_is_the_same_alone_and_among_others() -> None:
    together = normal(7, Of.NOISE, np.arange(5)[:, None], np.arange(9)[None, :])
    alone = [
        [normal(7, Of.NOISE, np.array([a]), np.array([b]))[0] for b in range(9)] for a in range(5)
    ]
    assert together.tolist() == alone


def test_seed_purpose_and_address_all_matter() -> None:
    draws = [
        uniform(1, Of.NOISE, MANY[:9], MANY[1:10]),
        uniform(2, Of.NOISE, MANY[:9], MANY[1:10]),
        uniform(1, Of.LOST, MANY[:9], MANY[1:10]),
        uniform(1, Of.NOISE, MANY[1:10], MANY[:9]),
    ]
    assert len({float(x) for draw in draws for x in draw}) == 36


def test_uniform_draws_are_spread_evenly() -> None:
    found = uniform(3, Of.PRESENT, MANY)
    assert found.min() >= 0
    assert found.max() < 1
    counts, _ = np.histogram(found, 20, (0, 1))
    expected = len(MANY) / 20
    assert ((counts - expected) ** 2 / expected).sum() < 44  # chi-squared of 19, 0.1 %


def test_normal_draws_are_normal_and_neighbours_do_not_hang_together() -> None:
    found = normal(3, Of.NOISE, MANY)
    assert abs(found.mean()) < 4 / np.sqrt(len(MANY))
    assert abs(found.std() - 1) < 0.01
    assert abs((found**4).mean() - 3) < 0.1
    assert abs(np.corrcoef(found[1:], found[:-1])[0, 1]) < 4 / np.sqrt(len(MANY))
