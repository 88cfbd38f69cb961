"""Every release of the country table at hand, and yearly tables by tariff line of any year."""

from __future__ import annotations

from pathlib import Path

import pytest
from goods_twins import DATA, arrivals_by_line, read
from python_calamine import CalamineWorkbook

from steelyard.sources import census
from steelyard.sources.census import hs10_imports

TABLES = DATA / "census_goods_by_country"
BOOK = DATA.parent / "formats/census/country_vintage_2023-03.xlsx"
RELEASES = {
    "2016-12": (TABLES / "country_monthly_vintage_2016-12.parquet", "2017-01"),
    "2023-03": (TABLES / "country_monthly_vintage_2023-03.parquet", "2023-03-08"),
    "2023-03 as a workbook": (BOOK, "2023-03-08"),
}


@pytest.mark.parametrize("name", RELEASES)
def test_a_release_is_known_and_dated(name: str) -> None:
    path, date = RELEASES[name]
    if not path.exists():
        pytest.skip(f"the publisher's file {path.name} is not at hand")
    assert census.recognises(path)
    got = census.convert(path)
    assert got.published_at == date
    assert got.accepted + sum(r.observations for r in got.rejected) == got.observations_in


@pytest.mark.skipif(not BOOK.exists(), reason=f"the publisher's file {BOOK.name} is not at hand")
def test_the_workbook_as_text_is_the_same_release(tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(str(BOOK)).get_sheet_by_index(0).to_python()
    some = [rows[0], *(row for row in rows[1:] if str(row[1]) in {"5700", "0015", "15"})]
    path = tmp_path / "any.csv"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in some))
    assert census.recognises(path)
    got = {r["period"]: r["value"] for r in _china(census.convert(path).table.to_pylist())}
    whole = {r["period"]: r["value"] for r in _china(census.convert(BOOK).table.to_pylist())}
    assert got == whole


def _china(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["partner_stated"] == "5700" and row["flow"] == "M"]


def test_an_old_workbook_that_is_damaged_is_not_taken_for_the_table(tmp_path: Path) -> None:
    path = tmp_path / "country.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert not census.recognises(path)


def test_a_table_by_tariff_line_tells_its_year_by_its_sums(tmp_path: Path) -> None:
    dollars = {"5700": 421_076_000_000, "2010": 470_684_400_000}
    rows = [row | {"con_val_usd": dollars.get(row["cty_code"], 0)} for row in arrivals_by_line()]
    got = read(tmp_path, hs10_imports, rows)
    assert {r["period"] for r in got.table.to_pylist()} == {"2023"}
