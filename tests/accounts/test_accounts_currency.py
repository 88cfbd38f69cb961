"""Which exchange rates convert a figure."""

from __future__ import annotations

import pytest
from release_records import held

from steelyard.accounts.currency import RateChoice, find_rates
from steelyard.accounts.resolve import Unanswered
from steelyard.store.release import Held, Series
from steelyard.terms.period import Frequency, Period

A, M = Frequency.A, Frequency.M


def rates(base: str, quote: str, *, freq: str = "A", measure: str = "average", **facts) -> Held:
    of = {"base": base, "quote": quote, "freq": freq, "measure": measure}
    one = Series(of=of, first="2000", last="2020", rows=21, missing=0)
    return held(one, kind="rates", dataset="rates", **facts)


def found(
    stores: list[Held], source: str, target: str, freq: Frequency = A, *, cumulated: bool = False
):
    return find_rates(stores, source, target, (Period(freq, 2010, freq.per_year, cumulated),))


def test_a_rate_is_found_in_either_direction() -> None:
    stores = [rates("USD", "CNY")]
    assert found(stores, "USD", "CNY") == RateChoice(stores[0], "USD", "CNY", inverse=False)
    assert found(stores, "CNY", "USD") == RateChoice(stores[0], "USD", "CNY", inverse=True)


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


def test_cumulated_months_have_no_average_rate() -> None:
    stores = [rates("USD", "CNY", freq="M"), rates("USD", "CNY")]
    assert isinstance(found(stores, "USD", "CNY", M, cumulated=True), Unanswered)
    assert isinstance(found(stores, "USD", "CNY", A, cumulated=True), RateChoice)


def test_the_newest_release_serves_and_then_the_users_own() -> None:
    old = rates("USD", "CNY", published_at="2020-01-15")
    new = rates("USD", "CNY", published_at="2021-01-15", bundled=True)
    own = rates("USD", "CNY", published_at="2021-01-15")
    for stores in ([old, new], [new, old]):
        assert found(stores, "USD", "CNY").held is new
    for stores in ([old, new, own], [own, new, old]):
        assert found(stores, "USD", "CNY").held is own


def test_flows_are_no_rates() -> None:
    assert isinstance(found([held()], "USD", "CNY"), Unanswered)
