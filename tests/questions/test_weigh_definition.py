"""The free choices behind a figure: adjustment, currency, side, rank."""

from __future__ import annotations

import pytest
from bundled_answers import ask, by_period, codes, only, stated, years_stated

from steelyard.terms.answer import Ending

RATES = "frb-g5a-annual@2026-01"
NEW = "2023-03-08"
ADJUSTED = {"adjustment": "seasonal"}


def rate(quote: str, year: str) -> float:
    (row,) = stated(RATES, quote=quote, period=year)
    assert row["base"] == "USD"
    return row["rate"]


# --- adjustment -------------------------------------------------------------------------------


def test_adjusted_figures_are_the_publishers_own_and_differ_by_month_only() -> None:
    adjusted = by_period(ask("USA", "WLD", years="2018", freq="M", settings=ADJUSTED))
    plain = by_period(ask("USA", "WLD", years="2018", freq="M"))
    for column in ("exports", "imports"):
        pairs = [(adjusted[month][column], plain[month][column]) for month in plain]
        assert all(one != two for one, two in pairs)
        assert abs(sum(one - two for one, two in pairs)) < 10**6


def test_no_single_partner_is_adjusted() -> None:
    answer = ask("USA", "MEX", years="2018", settings=ADJUSTED)
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert "for all partners together (WLD), not for MEX" in gap.why


def test_adjusted_figures_are_not_checked_against_unadjusted_parts() -> None:
    adjusted = ask("USA", "WLD", years="2018", freq="M", settings=ADJUSTED)
    assert "parts-differ-from-total" not in codes(adjusted)


# --- what is not held -------------------------------------------------------------------------


def test_a_choice_that_is_not_held_leaves_its_own_column_empty() -> None:
    answer = ask("USA", "CHN", years="2011", settings={"import_valuation": "CIF"})
    row = only(answer)
    assert row["imports"] is row["balance"] is row["total_trade"] is row["partner_rank"] is None
    assert row["exports"] == years_stated(NEW)["CHN", "X", "2011"]
    (gap,) = answer.gaps
    assert gap.what == "imports"
    assert "CIF" in gap.why
    assert "CUSTOMS" in gap.why


@pytest.mark.parametrize(
    "choices", [{"settings": {"account": "bop"}}, {"side": "partner", "partner": "MEX"}]
)
def test_a_choice_of_which_nothing_is_held_cannot_be_answered(choices) -> None:
    asked = {"partner": "CHN", "years": "2011", **choices}
    answer = ask("USA", **asked)
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert gap.what == "exports and imports"
    assert gap.remedy


def test_the_other_side_of_a_country_that_reports_nothing_is_the_partners_report() -> None:
    ours = by_period(ask("USA", "CHN", years="2010:2023"))["2011"]
    theirs = only(ask("CHN", "USA", years="2011", side="partner"))
    assert theirs["exports"] == ours["imports"]
    assert theirs["imports"] == ours["exports"]
    assert theirs["balance"] == -ours["balance"]
    assert theirs["share_of_total_balance"] is theirs["partner_rank"] is None


# --- currency ---------------------------------------------------------------------------------


def test_a_year_is_converted_at_its_published_average() -> None:
    dollars = by_period(ask("USA", "CHN", years="2010:2023"))
    answer = ask("USA", "CHN", years="2011", currency="CNY")
    yuan = only(answer)
    assert rate("CNY", "2011") == 6.4630
    for column in ("exports", "imports", "balance", "total_trade"):
        assert yuan[column] == pytest.approx(dollars["2011"][column] * 6.4630, rel=1e-12)
    for column in ("share_of_total_balance", "partner_rank"):
        assert yuan[column] == pytest.approx(dollars["2011"][column], rel=1e-12)
    assert {c.unit for c in answer.columns if c.name in {"exports", "balance"}} == {"CNY"}
    assert "converted" in codes(answer)
    assert answer.evidence[2].dataset == "frb-g5a-annual"


def test_growth_in_another_currency_is_another_growth() -> None:
    dollars = by_period(ask("USA", "CHN", years="2010:2023"))
    yuan = only(ask("USA", "CHN", years="2011", currency="CNY"))
    drift = rate("CNY", "2011") / rate("CNY", "2010")
    grown = (1 + dollars["2011"]["imports_growth"]) * drift - 1
    assert yuan["imports_growth"] == pytest.approx(grown, rel=1e-9)
    before = dollars["2010"]["balance"] * rate("CNY", "2010")
    assert yuan["balance_change"] == pytest.approx(yuan["balance"] - before, rel=1e-9)


def test_the_euro_before_it_began_is_a_gap_not_zero() -> None:
    answer = ask("USA", "WLD", of="atp", years="1998:2000", currency="EUR")
    rows = by_period(answer)
    for column in ("exports", "imports", "balance", "total_trade", "share_of_total_balance"):
        assert rows["1998"][column] is None
    assert rows["1999"]["exports"] > 0
    assert rows["1999"]["exports_growth"] is None
    assert rows["2000"]["exports_growth"] is not None
    (gap,) = answer.gaps
    assert "1998" in gap.what
    assert "EUR" in gap.what
    assert "1999" not in gap.what


@pytest.mark.parametrize(
    "choices",
    [{"currency": "XAU", "years": "2011"}, {"currency": "CNY", "periods": "2011-Q1"}],
)
def test_a_currency_without_rates_for_such_periods_is_a_gap(choices) -> None:
    answer = ask("USA", "CHN", **choices)
    row = only(answer)
    for column in ("exports", "imports", "balance", "total_trade"):
        assert row[column] is None
    (gap,) = answer.gaps
    assert gap.what == "exports and imports"
    assert choices["currency"] in gap.why


# --- rank -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "choices"),
    [
        ("total_trade", {"years": "2010:2023"}),
        ("exports", {"years": "2022", "settings": {"rank_by": "exports"}}),
        ("surplus", {"years": "2022", "settings": {"rank_by": "surplus"}}),
        ("deficit", {"years": "2022", "settings": {"rank_by": "deficit"}}),
    ],
)
def test_a_rank_counts_the_larger_partners(by: str, choices: dict) -> None:
    answer = ask("USA", "CHN", **choices)
    sums = years_stated(NEW)
    figures = {}
    for partner in {partner for partner, _, _ in sums} - {"WLD"}:
        exports, imports = sums.get((partner, "X", "2022")), sums.get((partner, "M", "2022"))
        if exports is not None and imports is not None:
            figures[partner] = {
                "total_trade": exports + imports,
                "exports": exports,
                "imports": imports,
                "surplus": exports - imports,
                "deficit": imports - exports,
            }[by]
    larger = sum(figure > figures["CHN"] for figure in figures.values())
    assert by_period(answer)["2022"]["partner_rank"] == 1 + larger
    (column,) = [column for column in answer.columns if column.name == "partner_rank"]
    assert column.about["by"] == by
