"""Largest and smallest since: against a brute force from the English sentence, and by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.measures.records import change_records, growth_records, level_records
from steelyard.measures.series import Series
from steelyard.terms.period import Frequency, Period, PeriodRange

many = settings(derandomize=True, database=None, deadline=None, max_examples=300)

KINDS = (
    st.integers(-3, 3),
    st.integers(-30, 30).map(lambda tenths: Decimal(tenths) / 10),
    st.sampled_from((-2.5, -1.0, 0.0, 0.1, 0.2, 0.3, 7.25)),
)
FREQS = {"A": 5, "Q": 20}


@st.composite
def series(draw: st.DrawFn, figure: str = "exports") -> Series:
    freq = draw(st.sampled_from("AQ"))
    kind = draw(st.sampled_from(KINDS))
    held = draw(st.lists(kind | kind | kind | st.none(), max_size=30))
    breaks = draw(st.frozensets(st.integers(0, 29), max_size=2))
    first = Period(Frequency(freq), 1990)
    periods = tuple(first.shift(step) for step in range(len(held)))
    return Series(figure, periods, tuple(held), breaks)


def comparable(held: Series, earlier: int, later: int) -> bool:
    """Nothing is missing from the one to the other, and nothing changed on the way."""
    whole = all(held.values[k] is not None for k in range(earlier, later + 1))
    return whole and not any(k in held.breaks for k in range(earlier + 1, later + 1))


def reach(held: Series, at: int) -> int:
    """The first position with which ``at`` can be compared."""
    return min(k for k in range(at + 1) if comparable(held, k, at))


# What each word says of an earlier figure: that it does not stand in the way of the statement.
SAYS = {
    "largest": lambda now, earlier: earlier < now,
    "smallest": lambda now, earlier: earlier > now,
    "largest-surplus": lambda now, earlier: earlier < now,
    "smallest-surplus": lambda now, earlier: earlier > now,
    "largest-deficit": lambda now, earlier: -earlier < -now,
    "smallest-deficit": lambda now, earlier: -earlier > -now,
    "largest-rise": lambda now, earlier: earlier < now,
    "largest-fall": lambda now, earlier: earlier > now,
    "fastest-rise": lambda now, earlier: earlier < now,
    "fastest-fall": lambda now, earlier: earlier > now,
}


def is_one(word: str, figure: object) -> bool:
    """Whether the figure is of what the word names at all."""
    if word.endswith(("surplus", "rise")):
        return figure > 0
    if word.endswith(("deficit", "fall")):
        return figure < 0
    return True


def stated(held: Series, at: int, word: str) -> tuple | None:
    """The statement by its definition: try every earlier period, in no clever order."""
    now = held.values[at]
    if now is None or not is_one(word, now):
        return None
    start = reach(held, at)
    beaten = [SAYS[word](now, held.values[k]) for k in range(start, at)]
    from_ = held.periods[start]
    if all(beaten):
        count = at - start + 1
        enough = count >= FREQS[held.periods[0].freq.value]
        return (word, None, count, from_) if enough else None
    since = next(
        j for j in range(start, at) if not beaten[j - start] and all(beaten[j - start + 1 :])
    )
    if at - since < 2 or not is_one(word, held.values[since]):
        return None
    return word, held.periods[since], at - since, from_


def expected(held: Series, *words: str) -> list[tuple]:
    return [
        (held.periods[at], held.values[at], *statement)
        for at in range(len(held.values))
        for word in words
        if (statement := stated(held, at, word))
    ]


def got(records: tuple) -> list[tuple]:
    return [(r.period, r.value, r.record.value, r.since, r.count, r.held_from) for r in records]


def compared(held: Series, lag: int, how) -> Series:
    """The changes against a base, worked one by one."""
    found = []
    for at, value in enumerate(held.values):
        base = held.values[at - lag] if at >= lag else None
        apart = any(k in held.breaks for k in range(at - lag + 1, at + 1))
        found.append(None if value is None or base is None or apart else how(value, base))
    return Series(held.figure, held.periods, tuple(found), held.breaks)


# --- against the brute force --------------------------------------------------------------------


@many
@given(held=series())
def test_levels_say_what_the_sentence_says(held: Series) -> None:
    assert got(level_records(held)) == expected(held, "largest", "smallest")


@many
@given(held=series("balance"))
def test_balances_speak_of_surplus_and_deficit(held: Series) -> None:
    words = ("largest-surplus", "smallest-surplus", "largest-deficit", "smallest-deficit")
    assert got(level_records(held)) == expected(held, *words)


@many
@given(held=series(), lag=st.integers(1, 5))
def test_changes_are_levels_of_differences(held: Series, lag: int) -> None:
    change = compared(held, lag, lambda value, base: value - base)
    records = change_records(held, lag)
    assert got(records) == expected(change, "largest-rise", "largest-fall")
    assert {(r.lag, r.figure) for r in records} <= {(lag, "exports_change")}


@many
@given(held=series(), lag=st.integers(1, 5))
def test_rates_are_levels_of_quotients(held: Series, lag: int) -> None:
    rate = compared(
        held, lag, lambda value, base: float(value) / float(base) - 1 if base > 0 else None
    )
    records = growth_records(held, lag)
    assert got(records) == expected(rate, "fastest-rise", "fastest-fall")
    assert {(r.lag, r.figure) for r in records} <= {(lag, "exports_growth")}


@many
@given(held=series("balance"), data=st.data())
def test_positions_asked_select_from_all(held: Series, data: st.DataObject) -> None:
    within = st.integers(0, len(held.values) - 1) if held.values else st.nothing()
    asked = data.draw(st.lists(within, unique=True))
    every = level_records(held)
    chosen = [r for at in asked for r in every if r.period == held.periods[at]]
    assert list(level_records(held, asked)) == chosen


@many
@given(held=series("balance"), scale=st.integers(1, 50))
def test_a_unit_changes_no_statement(held: Series, scale: int) -> None:
    thousands = tuple(None if v is None else Decimal(str(v)) * scale for v in held.values)
    other = Series("balance", held.periods, thousands, held.breaks)
    words = [(r.period, r.text) for r in level_records(held)]
    assert [(r.period, r.text) for r in level_records(other)] == words


@many
@given(held=series("balance"))
def test_the_other_side_sees_the_mirror_image(held: Series) -> None:
    turned = tuple(None if v is None else -v for v in held.values)
    other = Series("balance", held.periods, turned, held.breaks)
    swap = {"surplus": "deficit", "deficit": "surplus"}
    mirrored = {
        (r.period, f"{r.record.value.split('-')[0]}-{swap[r.record.value.split('-')[1]]}", r.since)
        for r in level_records(held)
    }
    assert {(r.period, r.record.value, r.since) for r in level_records(other)} == mirrored


# --- by hand ------------------------------------------------------------------------------------

# China's surplus in goods in billions of dollars: 39.11 in January 2009, 31.99 in October 2012.
MONTHS = tuple(PeriodRange.parse("2008-11:2012-10"))
SURPLUS = (Decimal("40.09"), Decimal("38.98"), Decimal("39.11"), *[Decimal("20.5")] * 44)
OCTOBER = Decimal("31.99")


def test_october_2012_is_the_largest_surplus_since_january_2009() -> None:
    (record,) = level_records(Series("balance", MONTHS, (*SURPLUS, OCTOBER)), [47])
    assert (str(record.since), record.count, record.unit) == ("2009-01", 45, "month")
    assert (record.value, str(record.held_from)) == (OCTOBER, "2008-11")
    assert record.text == "largest surplus since January 2009, 45 months before"


@pytest.mark.parametrize("missing", [3, 20, 46])
def test_a_month_not_held_between_leaves_no_statement(missing: int) -> None:
    values = [*SURPLUS, OCTOBER]
    values[missing] = None
    assert level_records(Series("balance", MONTHS, values), [47]) == ()


def test_a_break_between_leaves_no_statement() -> None:
    values = (*SURPLUS, OCTOBER)
    assert level_records(Series("balance", MONTHS, values, frozenset({20})), [47]) == ()


def test_an_equal_month_ends_the_search() -> None:
    values = [*SURPLUS, OCTOBER]
    values[30] = OCTOBER
    (record,) = level_records(Series("balance", MONTHS, values), [47])
    assert (record.since, record.count) == (MONTHS[30], 17)


def annual(*values: object, figure: str = "balance") -> Series:
    periods = tuple(Period.parse("2001").shift(step) for step in range(len(values)))
    return Series(figure, periods, values)


def last_texts(held: Series) -> list[str]:
    return [record.text for record in level_records(held, [len(held.values) - 1])]


def test_smallest_deficit_is_stated_among_deficits_only() -> None:
    assert last_texts(annual(-3, -9, -8, -5)) == ["smallest deficit since 2001, 3 years before"]
    assert last_texts(annual(-3, -9, 4, -8, -5)) == []  # 2003 was no deficit, but smaller than one
    assert last_texts(annual(-3, -9, 0, -8, -5)) == []
    assert last_texts(annual(-9, -8, -7, -6, -5)) == [
        "smallest deficit of the 5 years held from 2001"
    ]


def test_largest_deficit_looks_past_surpluses() -> None:
    assert last_texts(annual(-9, 4, -2, -5)) == ["largest deficit since 2001, 3 years before"]
    assert last_texts(annual(2, 0, -2, -2, -5)) == ["largest deficit of the 5 years held from 2001"]


def test_a_zero_balance_is_neither() -> None:
    assert last_texts(annual(5, 4, -3, 2, 1, 0)) == []


def test_a_short_run_states_no_record_of_its_own() -> None:
    assert last_texts(annual(1, 2, 3, 4, figure="exports")) == []
    assert last_texts(annual(1, 2, 3, 4, 5, figure="exports")) == [
        "largest of the 5 years held from 2001"
    ]
    assert last_texts(annual(9, None, 2, 3, 4, 5, 6, figure="exports")) == [
        "largest of the 5 years held from 2003"
    ]


def test_a_change_is_compared_with_changes() -> None:
    held = annual(10, 14, 15, 16, 19, figure="exports")
    (rise,) = change_records(held, 1, [4])
    assert (rise.value, rise.text) == (3, "largest rise since 2002, 3 years before")
    (growth,) = growth_records(held, 1, [4])
    assert growth.value == pytest.approx(19 / 16 - 1)
    assert growth.text == "fastest rise since 2002, 3 years before"


def test_nothing_held_states_nothing() -> None:
    for empty in (annual(), annual(None, None, None)):
        assert level_records(empty) == ()
        assert change_records(empty, 1) == growth_records(empty, 1) == ()
