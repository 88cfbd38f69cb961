from __future__ import annotations

from pathlib import Path

import goods_twins as twins
import pytest

from steelyard.sources.census import naics3_china
from steelyard.sources.contract import Converted
from steelyard.terms.errors import BadFile


def read(tmp_path: Path, rows: twins.Rows) -> Converted:
    return naics3_china.convert(twins.parquet(tmp_path / "any", rows))


def cells(got: Converted, product: str, flow: str) -> list[tuple]:
    rows = got.table.to_pylist()
    told = [r for r in rows if (r["product"], r["flow"]) == (product, flow)]
    return [(row["value"], row["status"]) for row in told]


def test_an_empty_cell_is_nil_where_the_rest_makes_the_total(tmp_path: Path) -> None:
    got = read(tmp_path, twins.trade_with_china())
    assert cells(got, "512", "X") == [(0, "A")] * 12
    assert got.observations_in == got.accepted == got.table.num_rows == 96


def test_an_empty_cell_is_not_reported_where_it_does_not(tmp_path: Path) -> None:
    rows = twins.trade_with_china()
    scrap = next(r for r in rows if r["naics_commodity"] == "Waste And Scrap")
    scrap["exports_usd"] = 4
    got = read(tmp_path, rows)
    assert cells(got, "512", "X") == [(None, "O")] + [(0, "A")] * 11
    assert cells(got, "512", "M") == [(0, "A")] * 12
    passed = {c.name: c.passed for c in got.checks}
    assert not passed["products-add-to-total-exports"]
    assert passed["products-add-to-total-imports"]


def test_all_commodities_missing_leaves_the_others_unread(tmp_path: Path) -> None:
    rows = twins.trade_with_china()
    rows[0]["gen_imports_usd"] = None
    got = read(tmp_path, rows)
    assert cells(got, "TOTAL", "M")[0] == (None, "O")
    assert cells(got, "512", "M")[0] == (None, "O")


def test_a_month_without_any_figure_is_not_reported(tmp_path: Path) -> None:
    rows = twins.trade_with_china()
    for row in rows:
        row["exports_usd"] = None if row["time"] == "2005-03" else row["exports_usd"]
    got = read(tmp_path, rows)
    for product in ("TOTAL", "512"):
        assert cells(got, product, "X")[2] == (None, "O")
    assert cells(got, "512", "X")[:2] == [(0, "A")] * 2


def test_no_month_adding_up_is_told(tmp_path: Path) -> None:
    rows = twins.trade_with_china()
    for row in rows:
        if row["naics_commodity"] == "Waste And Scrap":
            row["exports_usd"] = 4
    assert cells(read(tmp_path, rows), "512", "X") == [(None, "O")] * 12


def test_imports_are_general_and_the_partner_is_china(tmp_path: Path) -> None:
    rows = read(tmp_path, twins.trade_with_china()).table.to_pylist()
    assert {(r["flow"], r["import_basis"]) for r in rows} == {("M", "general"), ("X", None)}
    assert {r["partner"] for r in rows} == {"CHN"}
    assert {(r["nomenclature"], r["level"]) for r in rows} == {("NAICS", "3"), ("TOTAL", None)}


def test_a_commodity_without_a_code_is_refused_by_row(tmp_path: Path) -> None:
    rows = twins.trade_with_china()
    rows[20]["naics_commodity"] = "Computers"
    with pytest.raises(BadFile, match=r"(?i)row 21.*'Computers'"):
        read(tmp_path, rows)


def test_the_trade_of_another_partner_is_refused(tmp_path: Path) -> None:
    rows = twins.trade_with_china()
    for row in rows:
        row["gen_imports_usd"] = row["gen_imports_usd"] and row["gen_imports_usd"] // 3
    with pytest.raises(BadFile, match="whose trade"):
        read(tmp_path, rows)


def test_a_commodity_told_twice_is_refused(tmp_path: Path) -> None:
    rows = twins.trade_with_china()
    with pytest.raises(BadFile, match=r"(?i)rows 1 and 49"):
        read(tmp_path, [*rows, rows[0]])


def test_every_name_has_one_code() -> None:
    codes = list(naics3_china._names().values())
    assert len(set(codes)) == len(codes) == 34
