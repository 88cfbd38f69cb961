"""Figures in another currency: one rate a period, whatever is asked with it, and gaps for none."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundled_answers import ask, by_period, catalogue, codes, stated, validate
from own_stores import exports, imports, rate, store, write

import steelyard as sy
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending

RATES = "frb-g5a-annual"
FROM_CHINA = [
    kind("USA", year, 1000) for kind in (imports, exports) for year in ("2020", "2021", "2022")
]


def weigh(opened: Store, **choices) -> Answer:
    answer = sy.weigh("USA", "WLD", of="atp", store=opened, **choices)
    validate(answer)
    return answer


def note(answer: Answer, code: str) -> str:
    (text,) = [note.text for note in answer.notes if note.code == code]
    return text


def bundled_rate(base: str, quote: str, year: str) -> float:
    (name,) = [name for name in catalogue() if name.startswith(f"{RATES}@")]
    (row,) = stated(name, base=base, quote=quote, period=year)
    return row["rate"]


@pytest.fixture(scope="module")
def one_year(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with a newer release of the bundled rates that states one year only."""
    (record,) = [r for name, r in catalogue().items() if name.startswith(f"{RATES}@")]
    rows = [rate("USD", "CNY", "2022", 7.0)]
    facts = {"dataset": RATES, "published_at": "2026-06-01", "precedence": record["precedence"]}
    return store(tmp_path_factory.mktemp("rates"), rows, kind="rates", **facts)


@pytest.fixture(scope="module")
def two_years(one_year: Store) -> Answer:
    """Return the year that the newer release states, with the one before it."""
    return weigh(one_year, years="2021:2022", currency="CNY")


# --- one rate a period ------------------------------------------------------------------------


def test_a_newer_release_of_one_year_changes_that_year_only(two_years: Answer) -> None:
    answer = two_years
    found, before = by_period(answer), by_period(ask("USA", "WLD", of="atp", years="2021:2022"))
    usual = by_period(ask("USA", "WLD", of="atp", years="2021:2022", currency="CNY"))
    assert found["2022"]["exports"] == before["2022"]["exports"] * 7.0
    assert found["2022"]["exports"] != usual["2022"]["exports"]
    for column in ("exports", "imports", "balance", "total_trade", "exports_growth"):
        assert found["2021"][column] == usual["2021"][column]
    assert answer.gaps == ()


@pytest.mark.parametrize("years", ["2021", "2022", "2020:2023"])
def test_a_year_asked_alone_is_the_row_of_the_same_year_among_others(
    one_year: Store, two_years: Answer, years: str
) -> None:
    two, others = by_row(two_years), by_row(weigh(one_year, years=years, currency="CNY"))
    both = two.keys() & others.keys()
    assert both
    assert {year: two[year] for year in both} == {year: others[year] for year in both}


def by_row(answer: Answer) -> dict:
    return {row[0]: row for row in answer.rows}


def test_growth_is_taken_between_figures_each_at_its_own_rate(two_years: Answer) -> None:
    found = by_period(two_years)["2022"]
    dollars = by_period(ask("USA", "WLD", of="atp", years="2021:2022"))
    base = dollars["2021"]["exports"] * bundled_rate("USD", "CNY", "2021")
    assert found["exports_growth"] == pytest.approx(dollars["2022"]["exports"] * 7.0 / base - 1)


def test_the_note_and_the_evidence_name_the_releases_that_were_used(
    one_year: Store, two_years: Answer
) -> None:
    (bundled_name,) = [name for name in catalogue() if name.startswith(f"{RATES}@")]
    both = two_years
    assert f"({RATES}@2026-06-01, {bundled_name})" in note(both, "converted")
    converted = [e for e in both.evidence if e.used_for == "conversion of currency"]
    assert {f"{e.dataset}@{e.release}" for e in converted} == {
        f"{RATES}@2026-06-01",
        bundled_name,
    }
    old = weigh(one_year, years="2019:2020", currency="CNY")
    assert f"({bundled_name})" in note(old, "converted")


def test_an_own_quote_the_other_way_round_serves_its_year(tmp_path: Path) -> None:
    write(tmp_path, [rate("CNY", "USD", "2021", 0.125)], kind="rates", dataset="a", precedence=0)
    answer = weigh(Store(tmp_path), years="2021:2022", currency="CNY")
    dollars = ask("USA", "WLD", of="atp", years="2021:2022").column("exports")
    expected = [dollars[0] * 8.0, dollars[1] * bundled_rate("USD", "CNY", "2022")]
    assert answer.column("exports") == pytest.approx(expected)


# --- no rate ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0.0, -7.0, float("inf"), float("-inf"), float("nan"), None])
def test_a_rate_that_is_not_positive_and_finite_is_missing(
    tmp_path: Path, value: float | None
) -> None:
    write(tmp_path, FROM_CHINA)
    rates = [rate("USD", "VND", year, r) for year, r in (("2020", 2.0), ("2021", value))]
    write(tmp_path, [*rates, rate("USD", "VND", "2022", 4.0)], kind="rates", dataset="rates")
    answer = sy.weigh("CHN", "USA", years="2020:2022", currency="VND", store=Store(tmp_path))
    validate(answer)
    assert answer.column("exports") == [2000.0, None, 4000.0]
    assert by_period(answer)["2022"]["exports_growth"] is None
    (gap,) = answer.gaps
    assert gap.what == "exports and imports of 2021 in VND"
    assert gap.why.endswith("no average rate from USD to VND then")
    assert answer.ending is Ending.WITH_GAPS


def test_years_before_a_currency_are_gaps_of_the_rates() -> None:
    answer = ask("USA", "WLD", of="atp", years="1997:2000", currency="EUR")
    assert [value is None for value in answer.column("exports")] == [True, True, False, False]
    (gap,) = answer.gaps
    assert gap.what == "exports and imports of 1997, 1998 in EUR"


def test_an_unknown_currency_is_told_which_are_held() -> None:
    answer = ask("USA", "WLD", of="atp", years="2011", currency="XTS")
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    (name,) = [name for name in catalogue() if name.startswith(f"{RATES}@")]
    sides = {one for row in stated(name) for one in (row["base"], row["quote"])}
    assert gap.why.partition("from USD are held ")[2].split(", ") == sorted(sides - {"USD"})
    then = {one for row in stated(name, period="2011") for one in (row["base"], row["quote"])}
    assert then == sides


@pytest.mark.parametrize("years", ["2011", "2022:2023"])
def test_partial_sums_are_not_converted(years: str) -> None:
    answer = ask("USA", "WLD", of="atp", years=years, currency="CNY", partial=True)
    assert answer.ending is Ending.CANNOT_ANSWER
    assert {value for row in answer.rows for value in row[1:]} == {None}
    (gap,) = answer.gaps
    assert gap.why == "an incomplete period has no average exchange rate of its own"
    assert "--partial" in gap.remedy
    assert "converted" not in codes(answer)


def test_partial_sums_in_the_sources_own_currency_are_given() -> None:
    answer = ask("USA", "WLD", of="atp", years="2022:2023", currency="USD", partial=True)
    assert None not in answer.column("exports")
