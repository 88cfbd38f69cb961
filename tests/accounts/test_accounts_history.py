"""Records: over the whole series held and not more, never across a break, each grid its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_stores import case, figure, flow, inflation, opened, store, table, weigh, write

from steelyard.accounts.account import Account, open_account
from steelyard.accounts.breaks import broken_between
from steelyard.accounts.history import History, history
from steelyard.store.release import Broken
from steelyard.store.store import Store
from steelyard.terms.period import Frequency, Period, PeriodRange

YEARS = range(2000, 2021)


def broken(last: str, first: str, what: str = "CHN", flow: str = "") -> dict[str, str]:
    return {"what": what, "flow": flow, "last": last, "first": first, "why": "the scope changed"}


def account(own: Store, periods: str, **asked: Any) -> Account:
    return open_account(case(own, "goods", periods, **asked), "a test", bases=False)


def told(own: Store, periods: str, **asked: Any) -> History:
    found = history(account(own, periods, **asked))
    assert found is not None
    return found


def stated(answer: Any, figure: str, record: str) -> list[tuple[str, str, str]]:
    return [
        (r["period"], r["since"], r["held_from"])
        for r in table(answer, "records")
        if (r["figure"], r["record"]) == (figure, record)
    ]


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Imports of 2000 to 2020, each larger than the last; exports of 2003 to 2018."""
    trade = [flow("TOTAL", str(year), year) for year in YEARS]
    trade += [flow("TOTAL", str(year), 5, flow="X") for year in range(2003, 2019)]
    return store(tmp_path_factory.mktemp("rising"), trade)


# --- how far the series reaches ---------------------------------------------------------------


def test_the_series_covers_every_period_held_and_no_other(rising: Store) -> None:
    found = told(rising, "2010:2011")
    ((grid, breaks),) = found.grids
    assert [str(period) for period in grid] == [str(year) for year in YEARS]
    assert set(breaks.values()) == {frozenset()}
    values = found.figures
    assert list(values["imports"].values()) == list(YEARS)
    assert [y for y, v in values["exports"].items() if v is not None] == [
        str(year) for year in range(2003, 2019)
    ]
    assert values["balance"]["2000"] is None


def test_records_are_of_the_periods_asked_only(rising: Store) -> None:
    answer = weigh(rising, years="2010:2011")
    assert {r["period"] for r in table(answer, "records")} == {"2010", "2011"}
    assert stated(answer, "imports", "largest") == [("2010", "", "2000"), ("2011", "", "2000")]
    assert stated(answer, "balance", "largest-deficit") == [
        ("2010", "", "2003"),
        ("2011", "", "2003"),
    ]


def test_incomplete_years_at_the_ends_are_not_held(tmp_path: Path) -> None:
    first, last = Period.parse("2001-03"), Period.parse("2004-11")
    own = store(tmp_path, [flow("TOTAL", str(m), 1) for m in PeriodRange(first, last)])
    ((grid, _),) = told(own, "2002:2002").grids
    assert [str(period) for period in grid] == ["2002", "2003"]
    ((quarters, _),) = told(own, "2002-Q1:2002-Q1").grids
    assert (str(quarters[0]), str(quarters[-1])) == ("2001-Q2", "2004-Q3")
    ((months, _),) = told(own, "2002-01:2002-01").grids
    assert (str(months[0]), str(months[-1])) == ("2001-03", "2004-11")


def test_a_series_without_one_whole_period_has_no_history(tmp_path: Path) -> None:
    rows = [flow("TOTAL", f"2001-{month:02d}", 1) for month in range(2, 12)]
    assert history(account(store(tmp_path, rows), "2001:2001")) is None


def test_the_figures_considered_for_records_are_not_told_as_considered(tmp_path: Path) -> None:
    rows = [figure(str(y), y, flow=f) for y in YEARS for f in "XM"]
    answer = weigh(store(tmp_path, rows, kind="indicators"), "CHN", "USA", years="2019:2020")
    assert {r["period"] for r in table(answer, "facts")} == {"2018", "2019", "2020"}
    assert stated(answer, "imports", "largest") == [("2019", "", "2000"), ("2020", "", "2000")]


# --- breaks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("2009", "2010", False),
        ("2010", "2011", True),
        ("2011", "2012", False),
        ("2010-12", "2011-01", True),
        ("2011-01", "2011-02", False),
        ("2010-Q4", "2011-Q1", True),
        ("2009", "2012", True),
        ("2011", "2011", False),
    ],
)
def test_a_break_lies_between_the_periods_on_its_two_sides(
    before: str, after: str, between: bool
) -> None:
    found = Broken(**broken("2010", "2011"))
    assert broken_between(found, Period.parse(before), Period.parse(after)) is between


def test_a_break_within_a_year_parts_it_from_both_neighbours() -> None:
    found = Broken(**broken("2011-06", "2011-07"))
    years = [Period.parse(str(year)) for year in (2010, 2011, 2012, 2013)]
    assert broken_between(found, years[0], years[1])
    assert broken_between(found, years[1], years[2])
    assert not broken_between(found, years[2], years[3])


def test_a_cumulated_span_is_parted_where_the_break_lies_after_its_beginning() -> None:
    found = Broken(**broken("2011-06", "2011-07"))
    march, september = (
        [Period(Frequency.M, y, m, cumulated=True) for y in (2010, 2011, 2012)] for m in (3, 9)
    )
    assert not broken_between(found, march[0], march[1])
    assert broken_between(found, september[0], september[1])


def with_break(root: Path, one: dict[str, str]) -> Any:
    trade = [flow("TOTAL", str(y), y, flow=f) for y in YEARS for f in "XM"]
    return weigh(store(root, trade, breaks=[one]), years="2020")


def test_nothing_is_stated_across_a_break_of_the_release(tmp_path: Path) -> None:
    answer = with_break(tmp_path, broken("2009", "2010"))
    assert stated(answer, "imports", "largest") == [("2020", "", "2010")]
    assert "scope-change" not in {note.code for note in answer.notes}


@pytest.mark.parametrize(
    ("one", "held_from"),
    [
        (broken("2009", "2010", flow="M"), "2010"),
        (broken("2009", "2010", flow="RX"), "2000"),
        (broken("2009", "2010", what="JPN"), "2000"),
        (broken("2009", "2010", what="TOTAL"), "2010"),
        (broken("2021", "2022"), "2000"),
    ],
    ids=["of imports", "of re-exports", "of another partner", "of the product", "after the series"],
)
def test_a_break_of_others_does_not_count(
    tmp_path: Path, one: dict[str, str], held_from: str
) -> None:
    answer = with_break(tmp_path, one)
    for name in ("imports", "total_trade"):
        assert stated(answer, name, "largest") == [("2020", "", held_from)]


def test_a_break_among_the_periods_asked_is_told(tmp_path: Path) -> None:
    trade = [flow("TOTAL", str(y), y, flow=f) for y in YEARS for f in "XM"]
    own = store(tmp_path, trade, breaks=[broken("2009", "2010")])
    for years, told_so in (("2005:2009", False), ("2010:2012", True), ("2011:2012", False)):
        codes = {note.code for note in weigh(own, years=years).notes}
        assert ("scope-change" in codes) is told_so


def test_nothing_is_stated_across_a_change_of_membership(tmp_path: Path) -> None:
    """Croatia joined the European Union in 2013 and the United Kingdom left it in 2020."""
    members = ["DEU", "FRA", "HRV", "GBR"]
    from steelyard.nomenclature.places import find  # noqa: PLC0415

    group = find("EU")
    every = group.ever()
    trade = [flow("TOTAL", str(y), 1, partner=c) for y in YEARS for c in every]
    found = told(store(tmp_path, trade), "2018:2018", partner="EU")
    assert set(members) <= set(every)
    ((grid, breaks),) = found.grids
    years = [grid[at].year for at in sorted(breaks["imports"])]
    assert {2013, 2020} <= set(years)
    assert 2016 not in years
    for series in found.series("imports"):
        assert series.breaks == breaks["imports"]


# --- cumulated grids --------------------------------------------------------------------------


def test_cumulated_periods_are_compared_with_the_same_months_of_other_years(tmp_path: Path) -> None:
    rows = [
        flow("TOTAL", f"{y}-{m:02d}", y - 2000 + m, flow=f)
        for y in range(2010, 2018)
        for m in range(1, 7)
        for f in "XM"
    ]
    own = store(tmp_path, rows)
    answer = weigh(own, periods="2017-02:2017-03", cumulate=True)
    labels = ["2017-01/2017-02", "2017-01/2017-03"]
    assert stated(answer, "imports", "largest") == [
        (label, "", label.replace("2017", "2010")) for label in labels
    ]
    units = {r["unit"] for r in table(answer, "records")}
    assert units == {"year"}
    assert {r["count"] for r in table(answer, "records") if r["record"] == "largest"} == {8}


def test_a_cumulated_figure_is_the_sum_of_its_months_in_every_year_held(tmp_path: Path) -> None:
    rows = [flow("TOTAL", f"{y}-{m:02d}", 1) for y in range(2010, 2018) for m in range(1, 13)]
    answer = weigh(store(tmp_path, rows), periods="2016-04:2016-05", cumulate=True)
    assert answer.column("imports") == [4, 5]


# --- overtaking -------------------------------------------------------------------------------


def overtaken(root: Path, own: dict[str, int], other: dict[str, int]) -> list[tuple[str, str, str]]:
    trade = [
        flow("TOTAL", year, value, partner=code, flow=f)
        for code, values in (("CHN", own), ("JPN", other))
        for year, value in values.items()
        for f in "XM"
    ]
    answer = weigh(store(root, trade), years="2004:2005")
    return [
        (r["period"], r["record"], r["against"])
        for r in table(answer, "records")
        if "over" in r["record"]
    ]


def test_overtaking_needs_both_years_of_both(tmp_path: Path) -> None:
    own = {str(y): 10 * (y - 2000) for y in range(2001, 2006)}
    level = dict.fromkeys(own, 45)
    assert overtaken(tmp_path / "both", own, level) == [("2005", "overtook", "JPN")]
    no_base = {year: value for year, value in level.items() if year != "2004"}
    assert overtaken(tmp_path / "no base", own, no_base) == []
    no_now = {year: value for year, value in level.items() if year != "2005"}
    assert overtaken(tmp_path / "no now", own, no_now) == []


def test_overtaking_in_the_first_year_asked_is_seen(tmp_path: Path) -> None:
    own = {str(y): 10 * (y - 2000) for y in range(2001, 2006)}
    assert overtaken(tmp_path, own, dict.fromkeys(own, 35)) == [("2004", "overtook", "JPN")]


def test_a_partner_that_stays_ahead_overtakes_nobody(tmp_path: Path) -> None:
    own = {str(y): 10 * (y - 2000) for y in range(2001, 2006)}
    assert overtaken(tmp_path / "ahead", own, dict.fromkeys(own, 1)) == []
    assert overtaken(tmp_path / "level", own, {y: 2 * v for y, v in own.items()}) == []


# --- every definition -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def defined(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Imports on two bases and two valuations, exports in two scopes, figures of the other side."""
    root = tmp_path_factory.mktemp("defined")
    trade = [
        flow("TOTAL", "2020", 100),
        flow("TOTAL", "2020", 90, import_basis="consumption"),
        flow("TOTAL", "2020", 110, valuation="CIF"),
        flow("TOTAL", "2020", 30, flow="X"),
        flow("TOTAL", "2020", 25, flow="X", export_scope="domestic"),
    ]
    write(root, trade)
    write(root, [flow("TOTAL", "2020", 99)], dataset="other-flows", precedence=30)
    told = [figure("2020", 40), figure("2020", 105, flow="X"), figure("2020", 66, flow="BALANCE")]
    write(root, told, kind="indicators")
    return opened(root)


@pytest.fixture(scope="module")
def compared(defined: Store) -> Any:
    return weigh(defined, years="2020", definitions=True)


def defs(answer: Any, figure_of: str) -> list[dict[str, Any]]:
    return [r for r in table(answer, "definitions") if r["figure"] == figure_of]


@pytest.mark.parametrize("name", ["exports", "imports", "balance"])
def test_the_definition_used_is_that_of_the_main_answer(compared: Any, name: str) -> None:
    (used,) = [r for r in defs(compared, name) if r["used"]]
    assert [used["value"]] == compared.column(name)
    assert (used["difference"], used["differs_in"]) == (0, "")


@pytest.mark.parametrize(
    ("name", "values"), [("exports", [25, 30, 40]), ("imports", [90, 99, 100, 105, 110])]
)
def test_every_definition_held_is_listed_once(
    compared: Any, name: str, values: list[float]
) -> None:
    assert sorted(r["value"] for r in defs(compared, name)) == values


def test_the_difference_is_the_figure_less_the_one_used(compared: Any) -> None:
    for name in ("exports", "imports"):
        (main,) = compared.column(name)
        assert all(r["difference"] == r["value"] - main for r in defs(compared, name))
    differs = {r["value"]: r["differs_in"] for r in defs(compared, "imports")}
    assert (differs[90], differs[110], differs[99]) == ("basis", "valuation", "dataset")
    assert "reported_by" in differs[105]


def test_a_balance_is_made_of_one_release_only(compared: Any) -> None:
    for row in defs(compared, "balance"):
        assert " less " not in row["dataset"] + row["release"] + row["reported_by"]
    theirs = [r["value"] for r in defs(compared, "balance") if r["reported_by"] == "CHN"]
    assert theirs == [-66]


def test_definitions_leave_the_answer_as_it_was(defined: Store, compared: Any) -> None:
    plain = weigh(defined, years="2020")
    assert plain.rows == compared.rows
    assert plain.gaps == compared.gaps
    assert plain.notes == compared.notes
    assert table(plain, "facts") == table(compared, "facts") == []
    assert table(plain, "records") == table(compared, "records")


def test_definitions_of_two_partner_roles_are_told_apart(tmp_path: Path) -> None:
    rows = [flow("TOTAL", "2020", 100), flow("TOTAL", "2020", 90, partner_role="consignment")]
    answer = weigh(store(tmp_path, rows), years="2020", definitions=True)
    used = [r for r in defs(answer, "imports") if r["used"]]
    assert [r["value"] for r in used] == answer.column("imports") == [100]
    assert sorted(r["difference"] for r in defs(answer, "imports")) == [-10, 0]


def test_definitions_stand_in_the_money_of_the_question(tmp_path: Path) -> None:
    write(tmp_path, [flow("TOTAL", y, 110) for y in ("2019", "2020")])
    write(tmp_path, [inflation("2020", 0.1)], kind="indicators")
    answer = weigh(opened(tmp_path), years="2020", definitions=True, settings={"prices": "2019"})
    (row,) = defs(answer, "imports")
    assert row["value"] == pytest.approx(100)
    assert answer.column("imports") == [row["value"]]
