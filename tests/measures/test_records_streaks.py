"""First rises and falls, and streaks: against a brute force, and by hand."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.measures.series import Series
from steelyard.measures.streaks import first_moves, streaks
from steelyard.terms.period import Frequency, Period, PeriodRange

many = settings(derandomize=True, database=None, deadline=None, max_examples=300)

KINDS = (
    st.integers(-3, 3),
    st.integers(-30, 30).map(lambda tenths: Decimal(tenths) / 10),
    st.sampled_from((-2.5, -1.0, 0.0, 0.1, 0.2, 0.3, 7.25)),
)
ENOUGH = {"A": 5, "Q": 20}
MOVES = ("rise", "fall")


@st.composite
def series(draw: st.DrawFn) -> Series:
    freq = draw(st.sampled_from("AQ"))
    kind = draw(st.sampled_from(KINDS))
    held = draw(st.lists(kind | kind | kind | kind | st.none(), max_size=40))
    if draw(st.booleans()):  # a long climb, so that first falls of a run come up
        held[:25] = sorted(v for v in held[:25] if v is not None)
    breaks = draw(st.frozensets(st.integers(0, 39), max_size=2))
    first = Period(Frequency(freq), 1990)
    periods = tuple(first.shift(step) for step in range(len(held)))
    return Series("imports", periods, tuple(held), breaks)


def move(held: Series, at: int, lag: int) -> str:
    """rise, fall, still or unknown: what the figure did against its base."""
    if at < lag or any(k in held.breaks for k in range(at - lag + 1, at + 1)):
        return "unknown"
    base, now = held.values[at - lag], held.values[at]
    if base is None or now is None:
        return "unknown"
    return "rise" if now > base else "fall" if now < base else "still"


def run_of_changes(held: Series, at: int, lag: int) -> int:
    """First position from which all moves up to ``at`` are known and nothing breaks."""
    first = at
    while first > 0 and first not in held.breaks and move(held, first - 1, lag) != "unknown":
        first -= 1
    return first


def expected_first(held: Series, at: int, lag: int) -> tuple | None:
    now = move(held, at, lag)
    if now not in MOVES:
        return None
    start = run_of_changes(held, at, lag)
    alike = [k for k in range(start, at) if move(held, k, lag) == now]
    if alike and alike[-1] < at - 1:
        return f"first-{now}", held.periods[alike[-1]], at - alike[-1], held.periods[start]
    known = at - start + 1
    if not alike and known >= ENOUGH[held.periods[0].freq.value]:
        return f"first-{now}", None, known, held.periods[start]
    return None


def expected_streak(held: Series, at: int, lag: int) -> tuple | None:
    now = move(held, at, lag)
    if now not in MOVES:
        return None
    start = run_of_changes(held, at, lag)
    length = 1
    while at - length >= start and move(held, at - length, lag) == now:
        length += 1
    if length < 2:
        return None
    at_least = at - length < start
    since = None if at_least else held.periods[at - length]
    return f"{now}-in-a-row", since, length, held.periods[start], at_least


def positions(held: Series) -> range:
    return range(len(held.values))


@many
@given(held=series(), lag=st.integers(1, 5))
def test_first_moves_say_what_the_sentence_says(held: Series, lag: int) -> None:
    found = [
        (r.period, r.value, r.record.value, r.since, r.count, r.held_from)
        for r in first_moves(held, lag)
    ]
    assert found == [
        (held.periods[at], held.values[at], *stated)
        for at in positions(held)
        if (stated := expected_first(held, at, lag))
    ]


@many
@given(held=series(), lag=st.integers(1, 5))
def test_streaks_say_what_the_sentence_says(held: Series, lag: int) -> None:
    found = [
        (r.period, r.value, r.record.value, r.since, r.count, r.held_from, r.at_least)
        for r in streaks(held, lag)
    ]
    assert found == [
        (held.periods[at], held.values[at], *stated)
        for at in positions(held)
        if (stated := expected_streak(held, at, lag))
    ]


@many
@given(held=series(), lag=st.integers(1, 5))
def test_no_period_is_both_first_and_in_a_row(held: Series, lag: int) -> None:
    first = {r.period for r in first_moves(held, lag)}
    assert first.isdisjoint(r.period for r in streaks(held, lag))


@many
@given(held=series(), lag=st.integers(1, 5))
def test_turned_figures_turn_the_words(held: Series, lag: int) -> None:
    turned = tuple(None if v is None else -v for v in held.values)
    other = Series("imports", held.periods, turned, held.breaks)
    swap = {"rise": "fall", "fall": "rise"}
    for family in (first_moves, streaks):
        words = [
            (r.period, " ".join(swap.get(w, w) for w in r.text.split())) for r in family(held, lag)
        ]
        assert [(r.period, r.text) for r in family(other, lag)] == words


# --- by hand ------------------------------------------------------------------------------------


def annual(first: int, *values: object, breaks: tuple[int, ...] = ()) -> Series:
    periods = tuple(PeriodRange.parse(f"{first}:{first + len(values) - 1}"))
    return Series("total_trade", periods, values, frozenset(breaks))


def test_first_fall_since_2019() -> None:
    # China's trade with the US in billions of dollars (China customs), 2018 to 2023.
    held = annual(2018, 634, 541, 588, 756, 759, 664)
    (record,) = first_moves(held, 1, [5])
    assert (str(record.since), record.count, record.text) == ("2019", 4, "first fall since 2019")


def test_an_unknown_year_between_leaves_no_first() -> None:
    assert first_moves(annual(2018, 634, 541, 588, None, 759, 664), 1, [5]) == ()
    assert first_moves(annual(2018, 634, 541, 588, 756, 759, 664, breaks=(3,)), 1, [5]) == ()


def test_standing_still_is_no_fall() -> None:
    (record,) = first_moves(annual(2018, 9, 8, 8, 8, 7), 1, [4])
    assert record.text == "first fall since 2019"


def test_first_fall_of_a_run() -> None:
    assert first_moves(annual(2018, 1, 2, 3, 4, 3), 1, [4]) == ()  # four changes are too few
    (record,) = first_moves(annual(2018, 1, 2, 3, 4, 5, 4), 1, [5])
    assert record.text == "first fall among the 5 changes held from 2019"


def test_third_rise_in_a_row() -> None:
    (record,) = streaks(annual(2018, 5, 4, 5, 6, 7), 1, [4])
    assert (record.text, str(record.since), record.at_least) == ("3rd rise in a row", "2019", False)


def test_a_streak_from_the_beginning_may_be_longer() -> None:
    (record,) = streaks(annual(2018, 4, 5, 6, 7), 1, [3])
    assert (record.text, record.since) == ("at least the 3rd rise in a row", None)
    (record,) = streaks(annual(2018, 9, None, 5, 6, 7), 1, [4])
    assert record.text == "at least the 2nd rise in a row"


def test_year_on_year_compares_the_season() -> None:
    periods = tuple(PeriodRange.parse("2019-Q1:2020-Q4"))
    held = Series("exports", periods, (10, 20, 30, 40, 9, 19, 31, 39))
    (third,) = streaks(held, 4, [5])
    assert third.text == "at least the 2nd year-on-year fall in a row"
    (fourth,) = first_moves(held, 4, [7])
    assert fourth.text == "first year-on-year fall since Q2 2020"
