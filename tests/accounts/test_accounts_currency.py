"""Which exchange rates convert a figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_records import held

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.currency import RateChoice, Rates, find_rates
from steelyard.store.release import Held, Series
from steelyard.terms.period import Frequency

A, M = Frequency.A, Frequency.M
YEARS = st.integers(2000, 2008).map(str)


def rates(
    base: str,
    quote: str,
    *,
    freq: str = "A",
    measure: str = "average",
    span: tuple[str, str] = ("2000", "2020"),
    **facts: Any,
) -> Held:
    of = {"base": base, "quote": quote, "freq": freq, "measure": measure}
    one = Series(of=of, first=span[0], last=span[1], rows=21, missing=0)
    return held(one, **{"kind": "rates", "dataset": "rates", **facts})


def found(
    stores: list[Held], source: str, target: str, freq: Frequency = A, *, spans: bool = False
):
    return find_rates(stores, source, target, freq, spans=spans)


def test_a_rate_is_found_in_either_direction() -> None:
    stores = [rates("USD", "CNY")]
    straight = RateChoice(stores[0], "USD", "CNY", inverse=False, first="2000", last="2020")
    turned = replace(straight, inverse=True)
    assert found(stores, "USD", "CNY") == Rates((straight,))
    assert found(stores, "CNY", "USD") == Rates((turned,))
    assert (straight.pair, turned.pair) == (("USD", "CNY"), ("CNY", "USD"))


@pytest.mark.parametrize(
    ("stores", "freq"),
    [
        ([], A),
        ([rates("USD", "JPY")], A),
        ([rates("CNY", "JPY")], A),
        ([rates("USD", "CNY", measure="end-of-period")], A),
        ([rates("USD", "CNY")], M),
        ([rates("USD", "CNY", freq="M")], A),
    ],
)
def test_a_rate_that_is_not_this_average_of_these_periods_does_not_serve(
    stores: list[Held], freq: Frequency
) -> None:
    reason = found(stores, "USD", "CNY", freq)
    assert isinstance(reason, Unanswered)
    assert "USD" in reason.why
    assert "CNY" in reason.why
    assert reason.remedy


def test_spans_of_periods_have_no_average_rate() -> None:
    stores = [rates("USD", "CNY", freq="M"), rates("USD", "CNY")]
    assert isinstance(found(stores, "USD", "CNY", M), Rates)
    reason = found(stores, "USD", "CNY", M, spans=True)
    assert isinstance(reason, Unanswered)
    assert "a span of months has no average rate from USD to CNY" in reason.why
    assert "conversion=parts" in reason.remedy


def test_rates_of_the_parts_serve_whatever_the_frequency_of_the_answer() -> None:
    stores = [rates("USD", "CNY", freq="M", span=("2000-01", "2020-12")), rates("USD", "CNY")]
    for freq, first in ((M, "2000-01"), (A, "2000")):
        (series,) = found(stores, "USD", "CNY", freq).series
        assert series.first == first


def test_the_newest_release_serves_and_then_the_users_own() -> None:
    old = rates("USD", "CNY", published_at="2020-01-15")
    new = rates("USD", "CNY", published_at="2021-01-15", bundled=True)
    own = rates("USD", "CNY", published_at="2021-01-15")
    for stores in ([old, new], [new, old]):
        assert order(stores) == [new, old]
    for stores in ([old, new, own], [own, new, old]):
        assert order(stores) == [own, new, old]


def test_precedence_goes_before_the_newest_release() -> None:
    trusted = rates("USD", "CNY", published_at="2019-01-15", precedence=1)
    newer = rates("USD", "CNY", published_at="2021-01-15", precedence=2)
    for stores in ([trusted, newer], [newer, trusted]):
        assert order(stores) == [trusted, newer]


def test_of_two_alike_the_dataset_first_by_name_serves() -> None:
    a, b = (rates("USD", "CNY", dataset=name) for name in ("a-rates", "b-rates"))
    assert order([b, a]) == order([a, b]) == [a, b]


def test_each_period_is_converted_by_the_first_series_that_reaches_it() -> None:
    narrow = rates("CNY", "USD", span=("2010", "2010"), published_at="2021-01-15")
    wide = rates("USD", "CNY", published_at="2020-01-15")
    both = found([wide, narrow], "USD", "CNY")
    told = [(c.held, c.inverse, labels) for c, labels in both.by_series(["2009", "2010", "2011"])]
    assert told == [(narrow, True, ["2010"]), (wide, False, ["2009", "2011"])]
    assert [c.held for c, _ in both.by_series(["2009"])] == [wide]
    assert both.by_series(["1999", "2021"]) == []
    assert both.by_series([]) == []


@given(
    spans=st.lists(st.tuples(YEARS, YEARS).map(sorted), min_size=1, max_size=5),
    asked=st.sets(YEARS, min_size=1),
)
def test_a_period_has_one_rate_whatever_is_asked_with_it(
    spans: list[list[str]], asked: set[str]
) -> None:
    every = Rates(
        tuple(
            RateChoice(held(release=f"{2000 + n}-01"), "USD", "CNY", inverse=False, first=a, last=b)
            for n, (a, b) in enumerate(spans)
        )
    )
    together = {label: c for c, labels in every.by_series(sorted(asked)) for label in labels}
    alone = {label: c for label in asked for c, _ in every.by_series([label])}
    assert together == alone
    assert set(together) == {y for y in asked if any(a <= y <= b for a, b in spans)}


def test_a_series_without_a_rate_does_not_serve() -> None:
    empty = rates("USD", "CNY", span=("", ""), published_at="2021-01-15")
    full = rates("USD", "CNY", published_at="2020-01-15")
    assert order([empty, full]) == [full]
    reason = found([empty], "USD", "CNY")
    assert isinstance(reason, Unanswered)
    assert reason.why.endswith("none are held")


def test_the_reason_lists_the_currencies_held_for_such_periods() -> None:
    stores = [rates("USD", "CNY"), rates("EUR", "USD"), rates("USD", "JPY", freq="M")]
    stores += [rates("CNY", "GBP")]
    reason = found(stores, "USD", "CHF")
    assert isinstance(reason, Unanswered)
    assert reason.why.endswith("; from USD are held CNY, EUR")
    months = found(stores, "USD", "CHF", M)
    assert isinstance(months, Unanswered)
    assert months.why.endswith("; from USD are held JPY")


def order(stores: list[Held]) -> list[Held]:
    """Return the releases that convert dollars to yuan, the best first."""
    return [choice.held for choice in found(stores, "USD", "CNY").series]


def test_flows_are_no_rates() -> None:
    assert isinstance(found([held()], "USD", "CNY"), Unanswered)
