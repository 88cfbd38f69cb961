"""Partners overtaken and thresholds passed: against a brute force, and by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.measures.crossings import LADDER, milestones, overtakings
from steelyard.measures.series import Series
from steelyard.terms.period import Period

many = settings(derandomize=True, database=None, deadline=None, max_examples=300)

figures = st.integers(-1, 2) | st.sampled_from((Decimal("0.5"), 1.5)) | st.none()
shares = st.none() | st.integers(0, 20).map(lambda part: part / 20) | st.floats(0, 1)
breaks_of = st.frozensets(st.integers(0, 13), max_size=2)
ENOUGH = 5


def annual(*values: object, breaks: tuple[int, ...] = (), figure: str = "imports") -> Series:
    periods = tuple(Period.parse("2001").shift(step) for step in range(len(values)))
    return Series(figure, periods, values, frozenset(breaks))


@st.composite
def trade(draw: st.DrawFn) -> tuple[Series, dict[str, Series]]:
    count = draw(st.integers(0, 14))
    stretch = st.lists(figures, min_size=count, max_size=count)
    made = [annual(*draw(stretch), breaks=draw(breaks_of)) for _ in range(3)]
    return made[0], {"MYS": made[1], "DEU": made[2]}


def comparable(pair: tuple[Series, Series], earlier: int, later: int) -> bool:
    held = all(s.values[k] is not None for s in pair for k in range(earlier, later + 1))
    return held and not any(k in s.breaks for s in pair for k in range(earlier + 1, later + 1))


def crossing(own: Series, other: Series, at: int) -> tuple | None:
    """The crossing at one position, each condition of the definition written out."""
    pair = (own, other)
    if at == 0 or not comparable(pair, at - 1, at):
        return None
    own_before, other_before = own.values[at - 1], other.values[at - 1]
    own_now, other_now = own.values[at], other.values[at]
    if own_now > other_now and own_before <= other_before:
        word, ahead = "overtook", lambda k: own.values[k] > other.values[k]
    elif own_now < other_now and own_before >= other_before:
        word, ahead = "overtaken-by", lambda k: own.values[k] < other.values[k]
    else:
        return None
    start = min(k for k in range(at + 1) if comparable(pair, k, at))
    earlier = [k for k in range(start, at) if ahead(k)]
    if earlier:
        return word, own.periods[earlier[-1]], at - earlier[-1], own.periods[start]
    known = at - start + 1
    return word, None, known if known >= ENOUGH else 0, own.periods[start]


def got(records: tuple) -> list[tuple]:
    return [
        (r.period, r.value, r.against, r.record.value, r.since, r.count, r.held_from)
        for r in records
    ]


@many
@given(stated=trade())
def test_overtaking_says_what_the_sentence_says(stated: tuple[Series, dict[str, Series]]) -> None:
    own, others = stated
    assert got(overtakings(own, others)) == [
        (own.periods[at], own.values[at], name, *found)
        for at in range(len(own.values))
        for name in ("DEU", "MYS")
        if (found := crossing(own, others[name], at))
    ]


@many
@given(stated=trade())
def test_who_overtakes_is_seen_from_both_sides(stated: tuple[Series, dict[str, Series]]) -> None:
    own, others = stated
    swap = {"overtook": "overtaken-by", "overtaken-by": "overtook"}
    mine = [
        (r.period, swap[r.record.value], r.since, r.count)
        for r in overtakings(own, {"X": others["MYS"]})
    ]
    theirs = overtakings(others["MYS"], {"X": own})
    assert [(r.period, r.record.value, r.since, r.count) for r in theirs] == mine


@many
@given(
    values=st.lists(shares, max_size=14),
    breaks=breaks_of,
    ladder=st.sets(st.sampled_from(sorted(LADDER)), max_size=6),
)
def test_milestones_say_what_the_sentence_says(
    values: list, breaks: frozenset[int], ladder: set[str]
) -> None:
    held = annual(*values, breaks=tuple(breaks), figure="share")
    steps = {name: LADDER[name] for name in ladder}
    words = {"overtook": "share-passed", "overtaken-by": "share-fell-below"}
    expected = []
    for at in range(len(values)):
        found = []
        for name, step in steps.items():
            level = annual(*[step.numerator / step.denominator] * len(values))
            if stated := crossing(held, level, at):
                found.append((step, name, stated))
        if found:
            up = found[0][2][0] == "overtook"
            _, name, (word, *rest) = (max if up else min)(found)
            expected.append((held.periods[at], values[at], name, words[word], *rest))
    assert got(milestones(held, ladder=steps)) == expected


@many
@given(values=st.lists(shares, max_size=14), breaks=breaks_of, data=st.data())
def test_positions_asked_select_from_all(values: list, breaks: set, data: st.DataObject) -> None:
    held = annual(*values, breaks=tuple(breaks))
    level = {"X": annual(*[0.5] * len(values))}
    within = st.integers(0, len(values) - 1) if values else st.nothing()
    asked = data.draw(st.lists(within, unique=True))
    for family in (milestones, lambda s, at=None: overtakings(s, level, at)):
        every = family(held)
        chosen = [r for at in asked for r in every if r.period == held.periods[at]]
        assert list(family(held, asked)) == chosen


# --- by hand ------------------------------------------------------------------------------------


def texts(own: Series, other: Series) -> list[tuple[str, str]]:
    return [(str(r.period), r.text) for r in overtakings(own, {"MYS": other})]


def test_overtaking_for_the_first_time() -> None:
    other = annual(5, 5, 5, 5, 5)
    assert texts(annual(1, 2, 6, 7, 8), other) == [("2003", "overtook MYS")]
    assert texts(annual(1, 2, 3, 4, 8), other) == [
        ("2005", "overtook MYS, ahead for the first time in the 5 years held from 2001")
    ]


def test_overtaking_again() -> None:
    assert texts(annual(6, 4, 4, 7), annual(5, 5, 5, 5)) == [
        ("2002", "overtaken by MYS"),
        ("2004", "overtook MYS, ahead for the first time since 2001"),
    ]


def test_level_is_not_ahead() -> None:
    assert texts(annual(4, 5, 6), annual(5, 5, 5)) == [("2003", "overtook MYS")]
    assert texts(annual(6, 5, 4), annual(5, 5, 5)) == [("2003", "overtaken by MYS")]
    assert texts(annual(4, 5, 5), annual(5, 5, 5)) == []


def test_a_year_not_held_hides_the_crossing() -> None:
    assert texts(annual(4, None, 6), annual(5, 5, 5)) == []
    assert texts(annual(4, 4, 6), annual(5, None, 5)) == []
    assert texts(annual(4, 6), annual(5, 5, breaks=(1,))) == []
    assert texts(annual(4, 6, breaks=(1,)), annual(5, 5)) == []


def test_partners_stand_on_the_same_periods() -> None:
    with pytest.raises(ValueError, match="periods of imports"):
        overtakings(annual(1, 2), {"MYS": annual(1, 2, 3)})


def passed(*shares_held: float) -> list[tuple[str, str, str]]:
    return [(str(r.period), r.against, r.text) for r in milestones(annual(*shares_held))]


def test_share_passes_a_fifth() -> None:
    assert passed(0.11, 0.19, 0.21) == [("2003", "20 %", "share passed 20 %")]
    assert passed(0.11, 0.12, 0.13, 0.19, 0.21) == [
        ("2005", "20 %", "share passed 20 % for the first time in the 5 years held from 2001")
    ]
    assert passed(0.21, 0.19, 0.18, 0.22) == [
        ("2002", "20 %", "share fell below 20 %"),
        ("2004", "20 %", "share passed 20 % for the first time since 2001"),
    ]


def test_a_fifth_exactly_has_passed_nothing() -> None:
    assert passed(0.19, 1 / 5, 0.22) == [("2003", "20 %", "share passed 20 %")]
    assert passed(0.21, 1 / 5, 0.22) == [
        ("2003", "20 %", "share passed 20 % for the first time since 2001")
    ]
    assert passed(0.34, 1 / 3, 0.34)[0][1:] == (
        "one third",
        "share passed one third for the first time since 2001",
    )


def test_the_furthest_of_several_is_stated() -> None:
    assert passed(0.04, 0.26) == [("2002", "25 %", "share passed 25 %")]
    assert passed(0.26, 0.04) == [("2002", "5 %", "share fell below 5 %")]


def test_exact_shares_are_ratios_too() -> None:
    held = annual(Decimal("0.2"), Decimal("0.2000001"))
    assert [r.against for r in milestones(held)] == ["20 %"]


def test_the_ladder_says_what_it_means() -> None:
    for name, step in LADDER.items():
        if name.endswith(" %"):
            assert Fraction(int(name.removesuffix(" %")), 100) == step
    assert (LADDER["one third"], LADDER["two thirds"]) == (Fraction(1, 3), Fraction(2, 3))
