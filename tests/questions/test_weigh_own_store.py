"""A second reporter in a store of one's own: sides, frequencies, valuations, confidential cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bundled_answers import ask, by_period, codes, only, validate
from own_stores import exports, imports, rate, store, write

import steelyard as sy
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending

YEARLY = [
    imports("USA", "2018", 150),
    imports("USA", "2019", 120),
    exports("USA", "2018", 480),
    exports("USA", "2019", 420),
    imports("JPN", "2018", 180),
    imports("JPN", "2019", None, status="Q"),
    exports("JPN", "2018", 147),
    exports("JPN", "2019", 143),
    imports("PRK", "2019", None, status="below-threshold"),
    exports("PRK", "2019", 2),
    exports("DEU", "2018", 900),
    exports("DEU", "2019", 900),
    imports("WLD", "2018", 2000),
    imports("WLD", "2019", 2100),
    exports("WLD", "2018", 2500),
    exports("WLD", "2019", 2499),
]


@pytest.fixture(scope="module")
def yearly(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store(tmp_path_factory.mktemp("yearly"), YEARLY)


def weigh(reporter: str, partner: str, opened: Store, **choices: Any) -> Answer:
    answer = sy.weigh(reporter, partner, store=opened, **choices)
    validate(answer)
    return answer


# --- whose report counts ----------------------------------------------------------------------


def test_on_the_partners_side_exports_are_what_the_partner_reports_as_imports(
    yearly: Store,
) -> None:
    answer = weigh("USA", "CHN", yearly, years="2018:2019", side="partner")
    rows = by_period(answer)
    assert [(row["exports"], row["imports"]) for row in rows.values()] == [(150, 480), (120, 420)]
    assert [row["balance"] for row in rows.values()] == [-330, -300]
    assert rows["2019"]["exports_growth"] == pytest.approx(-0.2)
    about = {column.name: column.about for column in answer.columns}
    assert (about["exports"]["valuation"], about["exports"]["basis"]) == ("CIF", "general")
    assert (about["imports"]["valuation"], about["imports"]["scope"]) == ("FOB", "total")
    assert {item.dataset for item in answer.evidence} == {"gacc-goods-by-country"}
    assert {row["partner_rank"] for row in rows.values()} == {None}


def test_on_the_reporters_side_the_bundled_report_stays_what_it_was(yearly: Store) -> None:
    choices = {"of": "atp", "years": "2005:2006", "as_of": "2017-01-31"}
    assert weigh("USA", "WLD", yearly, **choices).rows == ask("USA", "WLD", **choices).rows


def test_a_reporter_of_ones_own_is_weighed_like_any_other(yearly: Store) -> None:
    answer = weigh("CHN", "USA", yearly, years="2018:2019")
    row = by_period(answer)["2019"]
    assert (row["exports"], row["imports"], row["balance"]) == (420, 120, 300)
    assert row["exports_growth"] == pytest.approx(420 / 480 - 1)
    assert row["balance_change"] == 300 - 330
    assert row["share_of_total_balance"] == pytest.approx(300 / 399)
    assert "release-date-inferred" not in codes(answer)
    assert answer.gaps == ()


# --- frequency --------------------------------------------------------------------------------


def test_years_do_not_answer_months(yearly: Store) -> None:
    answer = weigh("CHN", "JPN", yearly, periods="2019-01:2019-03")
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert "coarser than M" in gap.why
    assert "--freq A" in gap.remedy


def test_without_periods_only_complete_years_are_asked(tmp_path: Path) -> None:
    rows = [exports("USA", str(year), 1) for year in range(2000, 2021)]
    months = [(y, m) for y in range(2000, 2021) for m in range(1, 13) if (y, m) <= (2020, 6)]
    rows += [imports("USA", f"{y}-{m:02d}", 1, freq="M") for y, m in months]
    answer = weigh("CHN", "USA", store(tmp_path, rows))
    assert answer.rows[-1][0] == "2019"
    assert not any(row[1] is None or row[2] is None for row in answer.rows)


def test_a_series_without_a_single_value_is_a_gap_when_no_periods_are_asked(
    tmp_path: Path,
) -> None:
    rows = [imports("JPN", "2019", None, status="Q"), exports("JPN", "2019", None, status="Q")]
    answer = weigh("CHN", "JPN", store(tmp_path, rows))
    assert answer.ending is Ending.CANNOT_ANSWER
    assert answer.gaps


# --- valuation, role, currency: one definition a column ---------------------------------------


@pytest.fixture(scope="module")
def valued(tmp_path_factory: pytest.TempPathFactory) -> Store:
    rows = [*YEARLY, imports("USA", "2018", 140, valuation="FOB")]
    rows += [imports("USA", "2019", 112, valuation="FOB")]
    return store(tmp_path_factory.mktemp("valued"), rows)


@pytest.mark.parametrize(("valuation", "figures"), [("FOB", [140, 112]), ("CIF", [150, 120])])
def test_two_valuations_side_by_side_are_never_mixed(valued: Store, valuation, figures) -> None:
    asked = {"import_valuation": valuation} if valuation == "FOB" else {}
    answer = weigh("CHN", "USA", valued, years="2018:2019", settings=asked)
    assert answer.column("imports") == figures
    assert answer.columns[2].about["valuation"] == valuation
    (first,) = [item for item in answer.evidence if "flow = 'M'" in item.filter][:1]
    assert f"valuation = '{valuation}'" in first.filter
    assert first.rows == 2


@pytest.mark.parametrize("told", [{"partner_role": "consignment"}, {"mode": "sea"}])
def test_rows_of_two_definitions_are_never_added(tmp_path: Path, told: dict[str, str]) -> None:
    """Imports by consignment are another answer than by origin; those by sea are part of them."""
    rows = [*YEARLY, imports("USA", "2019", 50, **told)]
    answer = weigh("CHN", "USA", store(tmp_path, rows), years="2019")
    assert answer.column("imports") in ([120], [50])


def test_a_figure_stated_in_the_currency_asked_is_not_converted(tmp_path: Path) -> None:
    rows = [*YEARLY, imports("USA", "2019", 828, currency="CNY")]
    rows += [exports("USA", "2019", 2898, currency="CNY")]
    answer = weigh("CHN", "USA", store(tmp_path, rows), years="2019")
    assert answer.column("imports") == [120]
    assert "converted" not in codes(answer)


def test_a_rate_that_its_publisher_does_not_give_is_a_gap(tmp_path: Path) -> None:
    write(tmp_path, YEARLY)
    rates = [rate("USD", "VND", "2018", 23000.0), rate("USD", "VND", "2019", None)]
    write(tmp_path, rates, kind="rates", dataset="state-bank-rates")
    answer = weigh("CHN", "USA", Store(tmp_path), years="2018:2019", currency="VND")
    assert answer.column("exports") == [480 * 23000.0, None]
    assert any("2019" in gap.what and "VND" in gap.what for gap in answer.gaps)


# --- cells that are missing for a reason ------------------------------------------------------


def test_a_confidential_cell_is_a_gap_that_says_so(yearly: Store) -> None:
    answer = weigh("CHN", "JPN", yearly, years="2019")
    row = only(answer)
    assert row["imports"] is row["balance"] is row["imports_growth"] is None
    assert row["exports"] is not None
    (gap,) = answer.gaps
    assert gap.what == "imports of 2019"
    assert gap.why.startswith("confidential for JPN")


def test_a_group_with_a_confidential_member_has_no_total_unless_partial(yearly: Store) -> None:
    row = only(weigh("CHN", "G7", yearly, years="2019"))
    assert row["imports"] is None
    there = weigh("CHN", "G7", yearly, years="2019", partial=True)
    assert only(there)["imports"] == 120
    assert any("confidential for JPN" in gap.why for gap in there.gaps)
    never = {gap.why.rpartition("never for ")[2]: gap.what for gap in there.gaps}
    assert never["CAN, FRA, GBR, ITA"] == "exports and imports of 2019"
    assert never["DEU"] == "imports of 2019"


# --- rank -------------------------------------------------------------------------------------


def test_a_partner_with_exports_alone_counts_when_exports_rank(yearly: Store) -> None:
    answer = weigh("CHN", "USA", yearly, years="2019", settings={"rank_by": "exports"})
    assert answer.column("partner_rank") == [2]


def test_a_partner_whose_year_lacks_a_month_has_no_rank(tmp_path: Path) -> None:
    months = [f"2019-{month:02d}" for month in range(1, 13)]
    rows = [kind("USA", month, 10, freq="M") for kind in (imports, exports) for month in months]
    rows += [kind("JPN", "2019-01", 900, freq="M") for kind in (imports, exports)]
    opened = store(tmp_path, rows)
    assert only(weigh("CHN", "USA", opened, years="2019"))["partner_rank"] == 1
