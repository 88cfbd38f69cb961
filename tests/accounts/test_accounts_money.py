"""Money: a total converted against its parts, and real terms chained from yearly changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_stores import flow, inflation, only, opened, rate, rows, totals, weigh, write

from steelyard.accounts.ledger import Ledger
from steelyard.accounts.prices import Deflator, deflators, find_deflator
from steelyard.store.store import Store
from steelyard.terms.answer import Ending
from steelyard.terms.definition import define
from steelyard.terms.period import Period

MONTHS = [f"2020-{month:02d}" for month in range(1, 13)]
# Twelve months of a hundred yuan; half of them at 5 and half at 10 yuan a dollar: 6 * 20 + 6 * 10
# dollars in parts, but 1200 / 8 dollars as a total at the average of the year that is stated.
HALVES = dict(zip(MONTHS, [5.0] * 6 + [10.0] * 6, strict=True))


def yuan(root: Path, rates: dict[str, float], **changed: Any) -> Store:
    """Write twelve months of a hundred yuan of imports, and rates of a dollar in yuan."""
    write(root, [flow("TOTAL", month, 100, currency="CNY", **changed) for month in MONTHS])
    write(root, [rate("USD", "CNY", at, value) for at, value in rates.items()], kind="rates")
    return opened(root)


# --- conversion -------------------------------------------------------------------------------


def test_a_total_is_converted_at_the_average_of_its_period_and_parts_at_their_own(
    tmp_path: Path,
) -> None:
    own = yuan(tmp_path, {**HALVES, "2020": 8.0})
    assert totals(own, "goods", "2020") == {"2020": pytest.approx(150)}
    assert totals(own, "goods", "2020", conversion="parts") == {"2020": pytest.approx(180)}


def test_a_period_that_is_its_own_part_is_converted_alike_both_ways(tmp_path: Path) -> None:
    own = yuan(tmp_path, {**HALVES, "2020": 8.0})
    for conversion in ("total", "parts"):
        told = totals(own, "goods", "2020-06:2020-07", conversion=conversion)
        assert told == {"2020-06": pytest.approx(20), "2020-07": pytest.approx(10)}


def test_quarters_and_spans_are_converted_in_parts_only(tmp_path: Path) -> None:
    own = yuan(tmp_path, {**HALVES, "2020": 8.0})
    parts = {"settings": {"conversion": "parts"}}
    quarters = weigh(own, periods="2020-Q2:2020-Q3", **parts)
    assert quarters.column("imports") == [pytest.approx(60), pytest.approx(30)]
    spans = weigh(own, periods="2020-06:2020-07", cumulate=True, **parts)
    assert spans.column("imports") == [pytest.approx(120), pytest.approx(130)]
    for asked in ({"periods": "2020-Q2"}, {"periods": "2020-07", "cumulate": True}):
        refused = weigh(own, **asked)
        assert refused.column("imports") == [None]
        assert any("imports" in gap.what and "rate" in gap.why for gap in refused.gaps)


def test_a_part_without_a_rate_leaves_the_whole_missing_and_is_named(tmp_path: Path) -> None:
    lacking = {month: value for month, value in HALVES.items() if month != "2020-05"}
    own = yuan(tmp_path, {**lacking, "2020": 8.0})
    answer = weigh(own, years="2020", settings={"conversion": "parts"})
    assert answer.column("imports") == [None]
    (gap,) = [g for g in answer.gaps if "imports" in g.what and "rate" in g.why]
    assert "2020-05" in gap.what
    assert weigh(own, years="2020").column("imports") == [pytest.approx(150)]


def test_a_constant_rate_gives_the_same_both_ways(tmp_path: Path) -> None:
    own = yuan(tmp_path, dict.fromkeys([*MONTHS, "2020"], 8.0))
    for conversion in ("total", "parts"):
        assert totals(own, "goods", "2020", conversion=conversion) == {"2020": pytest.approx(150)}


def test_conversion_turns_a_rate_that_is_quoted_the_other_way(tmp_path: Path) -> None:
    write(tmp_path, [flow("TOTAL", month, 100, currency="CNY") for month in MONTHS])
    turned = [rate("CNY", "USD", month, 1 / value) for month, value in HALVES.items()]
    write(tmp_path, turned, kind="rates")
    told = totals(opened(tmp_path), "goods", "2020", conversion="parts")
    assert told == {"2020": pytest.approx(180)}


def test_growth_of_parts_compares_each_year_at_its_own_rates(tmp_path: Path) -> None:
    before = [f"2019-{month[5:]}" for month in MONTHS]
    months = [*before, *MONTHS]
    trade = [
        flow("TOTAL", m, v, currency="CNY", flow=f)
        for f, v in (("M", 100), ("X", 0))
        for m in months
    ]
    write(tmp_path, trade)
    told = {**HALVES, **dict.fromkeys(before, 4.0)}
    write(tmp_path, [rate("USD", "CNY", at, value) for at, value in told.items()], kind="rates")
    row = only(weigh(opened(tmp_path), years="2020", settings={"conversion": "parts"}))
    assert row["imports_growth"] == pytest.approx(180 / 300 - 1)
    assert row["balance_change"] == pytest.approx(-180 + 300)


# --- real terms -------------------------------------------------------------------------------

CHANGES = {"2015": 0.1, "2016": 0.25, "2017": -0.2, "2018": None, "2019": 0.5, "2020": 0.6}


@pytest.fixture(scope="module")
def prices(tmp_path_factory: pytest.TempPathFactory) -> Store:
    root = tmp_path_factory.mktemp("prices")
    write(root, [inflation(year, change) for year, change in CHANGES.items()], kind="indicators")
    for direction in "XM":
        trade = [flow("TOTAL", str(y), 100, flow=direction) for y in range(2013, 2021)]
        write(root, trade, dataset=f"trade-{direction.lower()}")
    return opened(root)


def factors(own: Store, base: str, *years: str) -> dict[str, float]:
    definition = define({"prices": base})
    found = find_deflator(own.held, definition, tuple(map(Period.parse, years)))
    assert isinstance(found, Deflator)
    ledger = Ledger(own)
    return dict(ledger.rows(deflators(ledger, found, years), ["period"]))


def test_the_chain_runs_forward_and_back_by_hand(prices: Store) -> None:
    told = factors(prices, "2015", "2014", "2015", "2016", "2017")
    assert told["2014"] == pytest.approx(1.1)
    assert told["2015"] == pytest.approx(1)
    assert told["2016"] == pytest.approx(1 / 1.25)
    assert told["2017"] == pytest.approx(1 / (1.25 * 0.8))


def test_prices_of_the_year_itself_change_nothing(prices: Store) -> None:
    row = rows(weigh(prices, years="2016:2017", settings={"prices": "2016"}))["2016"]
    plain = rows(weigh(prices, years="2016:2017"))["2016"]
    for name in ("exports", "imports", "balance", "total_trade"):
        assert row[name] == pytest.approx(plain[name])


def test_real_growth_is_growth_over_the_change_of_prices(prices: Store) -> None:
    row = only(weigh(prices, years="2016", settings={"prices": "2015"}))
    assert row["imports_growth"] == pytest.approx(1 / 1.25 - 1)
    assert row["imports"] == pytest.approx(80)


def test_a_hole_in_the_chain_leaves_what_lies_beyond_it_missing(prices: Store) -> None:
    assert set(factors(prices, "2016", *map(str, range(2014, 2021)))) == {
        "2014",
        "2015",
        "2016",
        "2017",
    }
    assert set(factors(prices, "2019", "2016", "2017", "2018", "2020")) == {"2018", "2019", "2020"}


def test_a_year_beyond_a_hole_of_prices_is_a_gap(prices: Store) -> None:
    answer = weigh(prices, years="2017:2019", settings={"prices": "2016"})
    assert [value is None for value in answer.column("imports")] == [False, True, True]
    assert answer.ending is Ending.WITH_GAPS
    assert any("2018" in gap.what or "2018" in gap.why for gap in answer.gaps)


@pytest.mark.parametrize("base", ["2013", "2021", "1900"])
def test_a_base_year_without_prices_is_refused(prices: Store, base: str) -> None:
    answer = weigh(prices, years="2016", settings={"prices": base})
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert f"no consumer prices of {base}" in gap.why
    assert "2014 to 2020" in gap.remedy


def test_shorter_periods_have_no_prices(prices: Store) -> None:
    answer = weigh(prices, periods="2016-Q1", settings={"prices": "2016"})
    assert answer.ending is Ending.CANNOT_ANSWER


def test_a_currency_whose_country_has_no_index_is_refused(prices: Store) -> None:
    found = find_deflator(prices.held, define({"prices": "2016", "currency": "CNY"}), ())
    assert "CNY" in str(getattr(found, "why", ""))
    assert find_deflator(prices.held, define({}), ()) is None


def test_prices_that_were_not_out_are_not_used_without_a_word(tmp_path: Path) -> None:
    """An answer as of a date rests on prices of that date, or says that it does not."""
    write(tmp_path, [flow("TOTAL", "2016", 100), flow("TOTAL", "2015", 100)])
    prices = [inflation("2016", 0.25)]
    write(tmp_path, prices, kind="indicators", published_at="2023-05-01")
    answer = weigh(opened(tmp_path), years="2016", as_of="2021-06-01", settings={"prices": "2015"})
    told = " ".join(note.text for note in answer.notes if note.code == "deflated")
    assert answer.column("imports") == [None] or "2021-06-01" in told


changes = st.lists(st.floats(-0.5, 2, allow_nan=False), min_size=3, max_size=6)


@given(changes, st.data())
@settings(derandomize=True, database=None, deadline=None, max_examples=60)
def test_the_chain_is_one_and_the_same_from_every_base(steps: list[float], data: Any) -> None:
    """P_a / P_c = (P_a / P_b) * (P_b / P_c), and P_a / P_b is the inverse of P_b / P_a."""
    from steelyard.accounts.prices import _factor  # noqa: PLC0415

    known = {str(2001 + at): step for at, step in enumerate(steps)}
    assume(all(abs(1 + step) > 1e-9 for step in steps))
    a, b, c = (data.draw(st.integers(2000, 2000 + len(steps))) for _ in range(3))
    whole, parts = _factor(known, a, c), (_factor(known, a, b), _factor(known, b, c))
    assert whole == pytest.approx((parts[0] or 0) * (parts[1] or 0))
    assert (_factor(known, a, b) or 0) * (_factor(known, b, a) or 0) == pytest.approx(1)
    assert _factor(known, a, a) == 1
    lacking = {year: step for year, step in known.items() if year != "2002"}
    assert _factor(lacking, 2001, 2003) is None
    assert _factor(lacking, 2002, 2003) is not None


def test_exact_values_stay_exact_without_money_of_another_kind(tmp_path: Path) -> None:
    write(tmp_path, [flow("TOTAL", m, v) for m, v in zip(MONTHS, [0.1] * 12, strict=True)])
    assert totals(opened(tmp_path), "goods", "2020") == {"2020": Decimal("1.2")}
