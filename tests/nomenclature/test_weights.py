"""Weights: whole parts that add up, whatever is shared out and over however many steps."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.nomenclature.tables import Links
from steelyard.nomenclature.weights import (
    WHOLE,
    Ground,
    Lost,
    Rule,
    Target,
    Weights,
    chained,
    in_parts,
    weakest,
    weighed,
)

few = settings(derandomize=True, database=None, deadline=None, max_examples=60)
codes = st.text("0123456789", min_size=1, max_size=3)
amounts = st.dictionaries(codes, st.integers(1, 10**30), min_size=1, max_size=40)


@few
@given(amounts)
def test_parts_add_up_and_none_is_off_by_one(found: dict[Target, int]) -> None:
    parts, total = in_parts(found), sum(found.values())
    assert sum(parts.values()) == WHOLE
    exact = {code: Fraction(amount * WHOLE, total) for code, amount in found.items()}
    assert all(abs(parts.get(code, 0) - share) < 1 for code, share in exact.items())
    assert all(part > 0 for part in parts.values())


@few
@given(amounts, st.randoms(use_true_random=False))
def test_parts_do_not_depend_on_the_order(found: dict[Target, int], random) -> None:
    shuffled = list(found.items())
    random.shuffle(shuffled)
    assert in_parts(dict(shuffled)) == in_parts(found)


def test_what_is_left_over_goes_to_the_first_codes() -> None:
    third = WHOLE // 3
    assert in_parts({"c": 1, "a": 1, "b": 1}) == {"a": third + 1, "b": third, "c": third}


def links(every: dict[str, str], published: dict[str, str]) -> Links:
    return Links(
        {code: frozenset(found.split()) for code, found in every.items()},
        {code: frozenset(found.split()) for code, found in published.items()},
    )


LINKS = links(
    {"one": "x", "many": "x y z", "group": "x y z", "none": "x y"},
    {"one": "x", "many": "y", "group": "x z"},
)
HALF, THIRDS = WHOLE // 2, (333333333334, 333333333333, 333333333333)


@pytest.mark.parametrize(
    ("code", "rule", "values", "parts", "ground"),
    [
        ("one", Rule.PUBLISHED, {}, {"x": WHOLE}, Ground.ONLY),
        ("one", Rule.EQUAL, {"y": 5}, {"x": WHOLE}, Ground.ONLY),
        ("many", Rule.PUBLISHED, {"x": 5}, {"y": WHOLE}, Ground.PUBLISHED),
        ("many", Rule.EQUAL, {}, dict(zip("xyz", THIRDS, strict=True)), Ground.EQUAL),
        (
            "many",
            Rule.EQUAL,
            {"x": 1, "z": 3},
            {"x": WHOLE // 4, "z": 3 * WHOLE // 4},
            Ground.SHARES,
        ),
        ("many", Rule.EQUAL, {"x": 1, "y": -3}, {"x": WHOLE}, Ground.SHARES),
        ("group", Rule.PUBLISHED, {}, {"x": HALF, "z": HALF}, Ground.EQUAL),
        ("group", Rule.PUBLISHED, {"y": 7, "z": 7}, {"z": WHOLE}, Ground.SHARES),
        ("none", Rule.PUBLISHED, {}, {"x": HALF, "y": HALF}, Ground.EQUAL),
        ("none", Rule.PUBLISHED, {"x": 0, "y": 0}, {"x": HALF, "y": HALF}, Ground.EQUAL),
    ],
)
def test_how_a_code_is_shared_out(
    code: str, rule: Rule, values: dict, parts: dict, ground: Ground
) -> None:
    exact = {candidate: Decimal(value) for candidate, value in values.items()}
    found = weighed(LINKS, LINKS, rule, exact)[code]
    assert found == {target: (number, ground) for target, number in parts.items()}


def test_what_is_not_followed_takes_nothing() -> None:
    followed = links({"one": "x", "many": "x z"}, {"one": "x"})
    found = weighed(LINKS, followed, Rule.PUBLISHED, {})
    assert found["many"] == {"x": (HALF, Ground.EQUAL), "z": (HALF, Ground.EQUAL)}
    assert found["group"] == {Lost.NOT_FOLLOWED: (WHOLE, Ground.ONLY)}


steps = st.dictionaries(
    st.sampled_from("abc"),
    st.dictionaries(
        st.sampled_from([*"abc", Lost.NOT_FOLLOWED]), st.integers(1, 9), min_size=1, max_size=4
    ).map(lambda found: {t: (n, Ground.EQUAL) for t, n in in_parts(found).items()}),
    max_size=3,
)


@few
@given(st.lists(steps, max_size=4))
def test_steps_multiply_and_what_is_lost_stays_lost(way: list[Weights]) -> None:
    exact: dict[Target, Fraction] = {"a": Fraction(1)}
    for step in way:
        before, exact = exact, {}
        for code, share in before.items():
            known = {code: (WHOLE, Ground.ONLY)} if isinstance(code, Lost) else step.get(code)
            for target, (parts, _) in (known or {Lost.NO_LINK: (WHOLE, Ground.ONLY)}).items():
                exact[target] = exact.get(target, Fraction(0)) + share * Fraction(parts, WHOLE)
    found = chained("a", way)
    assert sum(parts for parts, _ in found.values()) == WHOLE
    assert found.keys() <= exact.keys()
    for target, share in exact.items():
        assert abs(found.get(target, (0, Ground.ONLY))[0] - share * WHOLE) < 1


def test_a_weight_rests_on_the_weakest_of_its_steps() -> None:
    first: Weights = {"a": {"b": (HALF, Ground.EQUAL), "c": (HALF, Ground.EQUAL)}}
    second: Weights = {
        "b": {"d": (WHOLE, Ground.ONLY)},
        "c": {"e": (WHOLE, Ground.PUBLISHED)},
    }
    assert {ground for _, ground in chained("a", [first, second]).values()} == {Ground.EQUAL}
    assert chained("c", [second]) == {"e": (WHOLE, Ground.PUBLISHED)}
    assert weakest(Ground.PUBLISHED, Ground.SHARES) is Ground.SHARES
