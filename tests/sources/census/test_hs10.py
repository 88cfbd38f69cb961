"""Imports by tariff line of one partner or many: of which year, and whether they are whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from goods_twins import Rows, csv, parquet

from steelyard.ingest.intake import Intake, take
from steelyard.ingest.wish import Wish
from steelyard.sources.census import hs10_imports
from steelyard.sources.census.guard import known_totals
from steelyard.sources.census.hs10_year import fitting_years, last_whole_year, named_year
from steelyard.sources.contract import Converted
from steelyard.sources.received import Received
from steelyard.terms.errors import BadDate, BadFile, ReleaseExists

KNOWN = known_totals()["consumption"]
CHIPS, WAFERS = "8542310075", "3818000010"
TAIWAN, NORWAY = "5830", "4039"
UNCONFIRMED = "census-imports-hs10-unconfirmed"


def dollars(place: str, year: int) -> int:
    return round(KNOWN[place][year] * 10**6)


def lines(code: str, total: int, **more: Any) -> Rows:
    """Return two lines of a partner that make a total."""
    cells = {"cty_code": code, "cty_name": "NAME"}
    worth = {CHIPS: total - total // 3, WAFERS: total // 3}
    return [
        {**cells, "hs10": hs10, "con_val_usd": usd, "cal_dut_usd": 1, **more}
        for hs10, usd in worth.items()
    ]


TAIWANS = lines(TAIWAN, dollars("TWN", 2024))


def read(folder: Path, name: str, rows: Rows, **options: str) -> Converted:
    return hs10_imports.convert(parquet(folder / name, rows), **options)


def years(got: Converted) -> set[str]:
    return set(got.table["period"].to_pylist())


def answer(code: str, total: int, time: object) -> Rows:
    """Return the same lines as the interface names them, with columns that are not read."""
    return [
        {
            "CTY_NAME": "NAME",
            "CON_VAL_YR": str(row["con_val_usd"]),
            "CAL_DUT_YR": "1",
            "I_COMMODITY": row["hs10"],
            "I_COMMODITY_SDESC": "GOODS",
            "time": time,
            "COMM_LVL": "HS10",
            "CTY_CODE": code,
            "share": 0.5,
        }
        for row in lines(code, total)
    ]


# --- one partner alone ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["taiwan.parquet", "2024-hs10-imports5830.parquet"])
def test_one_partner_alone_is_read(tmp_path: Path, name: str) -> None:
    got = read(tmp_path, name, TAIWANS)
    assert (got.card.dataset, got.published_at, years(got)) == (
        "census-imports-hs10",
        "2025-06",
        {"2024"},
    )
    assert set(got.table["partner"].to_pylist()) == {"TWN"}
    assert [check.passed for check in got.checks] == [True]


def test_text_is_read_as_parquet_is(tmp_path: Path) -> None:
    file = csv(tmp_path / "taiwan.csv", TAIWANS)
    assert hs10_imports.recognises(file)
    assert hs10_imports.convert(file).table == read(tmp_path, "a", TAIWANS).table


@pytest.mark.parametrize("year", [2014, 2015])
def test_sums_of_one_partner_tell_the_year_to_the_rounding(tmp_path: Path, year: int) -> None:
    """Taiwan's totals of 2014 and 2015 are a thousandth apart."""
    got = read(tmp_path, "taiwan", lines(TAIWAN, dollars("TWN", year)))
    assert years(got) == {str(year)}


def test_sums_near_a_known_total_do_not_tell_the_year(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="does not name its year") as caught:
        read(tmp_path, "taiwan", lines(TAIWAN, dollars("TWN", 2024) * 101 // 100))
    assert "--release" in caught.value.remedy


def test_sums_of_several_partners_may_differ_as_revisions_do() -> None:
    places = ("TWN", "IND", "BRA")
    assert fitting_years({p: dollars(p, 2024) * 101 // 100 for p in places}) == [2024]
    assert fitting_years({p: dollars(p, 2024) * 103 // 100 for p in places}) == []
    assert fitting_years({}) == []


# --- what tells the year ----------------------------------------------------------------------


def test_the_name_of_the_file_tells_the_year(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="does not name its year"):
        read(tmp_path, "norway.parquet", lines(NORWAY, 5))
    got = read(tmp_path, "hs10_norway_2023.parquet", lines(NORWAY, 5))
    assert (years(got), got.published_at) == ({"2023"}, "2024-02")
    assert (got.card.dataset, got.checks) == ("census-imports-hs10", ())


def test_a_column_tells_the_year_and_may_tell_several(tmp_path: Path) -> None:
    rows = [*lines(NORWAY, 5, year=2023), *lines(NORWAY, 6, year=2024)]
    got = read(tmp_path, "norway", rows)
    assert (years(got), got.published_at) == ({"2023", "2024"}, "2025-06")


def test_the_date_given_tells_the_year_last_and_says_so(tmp_path: Path) -> None:
    got = read(tmp_path, "norway", lines(NORWAY, 5), published_at="2026-03-01")
    assert years(got) == {"2025"}
    assert "last whole one before" in got.dated_how
    named = read(tmp_path, "norway-2023", lines(NORWAY, 5), published_at="2026-03-01")
    summed = read(tmp_path, "taiwan", TAIWANS, published_at="2026-03-01")
    assert (years(named), years(summed)) == ({"2023"}, {"2024"})
    assert "last whole one" not in named.dated_how + summed.dated_how


@pytest.mark.parametrize(
    ("date", "year"), [("2025-02", 2024), ("2025-01-31", 2023), ("2024-12-31", 2023)]
)
def test_a_year_is_out_whole_in_february(date: str, year: int) -> None:
    assert last_whole_year(date) == year


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDate):
        read(tmp_path, "norway", lines(NORWAY, 5), published_at="2024")


@pytest.mark.parametrize(
    ("file", "codes", "year"),
    [
        ("2024-hs10-imports5830.parquet", {"5830"}, 2024),
        ("2024-hs10-imports2010.parquet", {"2010"}, 2024),
        ("hs10-imports2010.parquet", {"2010"}, None),
        ("imports_2023_2024.csv", {"5830"}, None),
        ("imports_20241231.csv", {"5830"}, None),
        ("taiwan.csv", {"5830"}, None),
    ],
)
def test_the_year_in_a_name(file: str, codes: set[str], year: int | None) -> None:
    assert named_year(file, codes) == year


@pytest.mark.parametrize("year", [2023, 2012, 2030])
def test_sums_of_another_year_are_refused_whatever_names_the_year(
    tmp_path: Path, year: int
) -> None:
    told = [("a", [{**row, "year": year} for row in TAIWANS]), (f"taiwan_{year}", TAIWANS)]
    for name, rows in told:
        with pytest.raises(BadFile, match="its sums are those of 2024"):
            read(tmp_path, name, rows)


# --- tables that may not be whole -------------------------------------------------------------


def test_sums_that_are_no_known_total_are_kept_apart(tmp_path: Path) -> None:
    got = read(tmp_path, "taiwan_2024", TAIWANS[:1])
    assert (got.card.dataset, got.card.absent, years(got)) == (UNCONFIRMED, "missing", {"2024"})
    assert [check.passed for check in got.checks] == [False]
    assert "lines may be missing" in got.dated_how


@pytest.mark.parametrize("time", ["2024-12", datetime(2024, 12, 1)])  # noqa: DTZ001  (as in files)
def test_an_answer_of_the_interface_is_read(tmp_path: Path, time: object) -> None:
    file = parquet(tmp_path / "a", answer(TAIWAN, dollars("TWN", 2024), time))
    assert hs10_imports.recognises(file)
    assert hs10_imports.convert(file).table == read(tmp_path, "b", TAIWANS).table


def test_an_answer_that_nothing_proves_whole_is_kept_apart(tmp_path: Path) -> None:
    got = hs10_imports.convert(parquet(tmp_path / "a", answer(NORWAY, 5, "2024-12")))
    assert (got.card.dataset, got.checks) == (UNCONFIRMED, ())


def test_an_answer_of_another_month_or_level_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="time"):
        hs10_imports.convert(parquet(tmp_path / "a", answer(NORWAY, 5, "2024-11")))
    rows = answer(NORWAY, 5, "2024-12")
    rows[1]["I_COMMODITY"] = "854231"
    with pytest.raises(BadFile, match="i_commodity"):
        hs10_imports.convert(parquet(tmp_path / "b", rows))


# --- several files make one release -----------------------------------------------------------


def add(root: Path, file: Path) -> Intake:
    return take(Received(file), root, Wish(today="2026-11-21"))


def test_files_of_one_year_make_one_release_in_any_order(tmp_path: Path) -> None:
    taiwan = parquet(tmp_path / "taiwan.parquet", TAIWANS)
    norway = parquet(tmp_path / "norway-2024.parquet", lines(NORWAY, 5))
    found = []
    for order in ([taiwan, norway], [norway, taiwan]):
        root = tmp_path / order[0].stem
        release = [add(root, file).release for file in order][-1]
        assert release is not None
        told = {p for s in release.series for p in s.partners}
        found.append((release.name, release.rows, told, len(release.parts)))
    assert found == [("census-imports-hs10@2025-06", 4, {"TWN", "NOR"}, 2)] * 2


def test_the_same_file_twice_changes_nothing_and_other_figures_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "store"
    file = parquet(tmp_path / "norway-2024.parquet", lines(NORWAY, 5))
    assert add(root, file).release is not None
    assert add(root, file).held_as == "census-imports-hs10@2025-06"
    with pytest.raises(ReleaseExists):
        add(root, parquet(tmp_path / "norway-2024b.parquet", lines(NORWAY, 6)))


def test_lines_may_be_told_of_partners_that_another_file_holds_alike(tmp_path: Path) -> None:
    root = tmp_path / "store"
    add(root, parquet(tmp_path / "a-2024", lines(NORWAY, 5)))
    both = [*lines(NORWAY, 5), *TAIWANS]
    release = add(root, parquet(tmp_path / "b-2024", both)).release
    assert release is not None
    assert release.rows == len(both)


def test_a_table_with_some_of_the_names_is_none(tmp_path: Path) -> None:
    some = [{"CTY_CODE": TAIWAN, "time": "2024-12"}]
    assert not hs10_imports.recognises(parquet(tmp_path / "a", some))
    assert not hs10_imports.recognises(tmp_path / "absent")
