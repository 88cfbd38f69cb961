from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import goods_twins as twins
import pytest
from goods_twins import TWINS, read

from steelyard.ingest.intake import take
from steelyard.ingest.wish import Wish
from steelyard.sources import census
from steelyard.sources.census import (
    exports_hs6,
    hs2_exports,
    hs2_imports,
    hs10_imports,
    naics3_imports,
    naics6_imports,
)
from steelyard.sources.contract import Converted, arrow_schema
from steelyard.sources.received import Received
from steelyard.terms.errors import BadDate, BadFile, UnknownPlace
from steelyard.terms.tables import FLOWS

MODULES = {module for module, _ in TWINS.values()}


def rows_of(got: Converted, **wanted: str | None) -> list[dict]:
    found = got.table.to_pylist()
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def check(got: Converted, name: str) -> bool:
    return {c.name: c.passed for c in got.checks}[name]


@pytest.mark.parametrize("name", TWINS)
def test_a_table_keeps_the_contract(tmp_path: Path, name: str) -> None:
    source, make = TWINS[name]
    got = read(tmp_path, source, make())
    keys = got.table.select(FLOWS.key).to_pylist()
    assert got.table.schema == arrow_schema(FLOWS)
    assert len({tuple(key.values()) for key in keys}) == len(keys)
    assert all(c.passed for c in got.checks)
    assert {row["reporter"] for row in keys} == {"USA"}


@pytest.mark.parametrize("name", TWINS)
def test_text_and_parquet_say_the_same(tmp_path: Path, name: str) -> None:
    source, make = TWINS[name]
    text = twins.csv(tmp_path / "text", make())
    assert source.recognises(text)
    assert source.convert(text).table.equals(read(tmp_path, source, make()).table)


@pytest.mark.parametrize("name", TWINS)
def test_one_source_alone_recognises_a_file(tmp_path: Path, name: str) -> None:
    source, make = TWINS[name]
    for path in (twins.csv(tmp_path / "a", make()), twins.parquet(tmp_path / "b", make())):
        assert [m for m in (*MODULES, census) if m.recognises(path)] == [source]


@pytest.mark.parametrize("name", TWINS)
def test_a_file_goes_into_a_store(tmp_path: Path, name: str) -> None:
    source, make = TWINS[name]
    file = Received(twins.parquet(tmp_path / "file", make()))
    taken = take(file, tmp_path / "store", Wish(sources=((name, source),)))
    assert taken.release is not None
    assert taken.card.dataset in {module.CARD.dataset for module in MODULES}


def test_the_row_over_all_products_is_the_total(tmp_path: Path) -> None:
    got = read(tmp_path, hs2_imports, twins.arrivals_by_chapter())
    (total,) = rows_of(got, partner="CHN", product="TOTAL", period="2022-01")
    assert (total["nomenclature"], total["level"], total["edition"]) == ("TOTAL", None, None)
    assert (total["value"], total["duty"]) == (Decimal(340), Decimal(33))


def test_the_edition_follows_the_calendar_year(tmp_path: Path) -> None:
    got = read(tmp_path, hs2_imports, twins.arrivals_by_chapter())
    editions = {(row["period"], row["edition"]) for row in rows_of(got, product="84")}
    assert editions == {("2021-11", "2017"), ("2021-12", "2017"), ("2022-01", "2022")}


def test_names_of_partners_become_places(tmp_path: Path) -> None:
    got = read(tmp_path, hs2_imports, twins.arrivals_by_chapter())
    told = {(r["partner"], r["partner_stated"], r["aggregate"]) for r in got.table.to_pylist()}
    assert told == {
        ("WLD", twins.WORLD, True),
        ("CHN", "CHINA", False),
        ("KOR", "KOREA, SOUTH", False),
        ("DEU", "GERMANY", False),
    }


def test_exports_have_a_scope_and_imports_a_basis(tmp_path: Path) -> None:
    (export, *_) = read(tmp_path, hs2_exports, twins.shipments_by_chapter()).table.to_pylist()
    (arrival, *_) = read(tmp_path, hs2_imports, twins.arrivals_by_chapter()).table.to_pylist()
    told = ("flow", "valuation", "export_scope", "import_basis", "partner_role")
    assert [export[name] for name in told] == ["X", "FAS", "total", None, "destination"]
    assert [arrival[name] for name in told] == ["M", "CUSTOMS", None, "consumption", "origin"]


def test_repeated_rows_count_once_and_their_total_is_left_out(tmp_path: Path) -> None:
    rows = twins.arrivals_by_chapter()
    again = [r for r in rows if r["time"] == "2022-01" and r["hs2"] != "00"]
    for total in (r for r in rows if r["time"] == "2022-01" and r["hs2"] == "00"):
        total["con_val_usd"] *= 2
        total["cal_dut_usd"] *= 2
    got = read(tmp_path, hs2_imports, rows + again)
    left = {r.reason: r.observations for r in got.rejected}
    assert left == {"repeated-row": len(again), "total-counts-repeated-rows": 4}
    lines = [line for line, _ in got.rejected[0].every]
    assert lines == list(range(lines[0], lines[0] + len(again)))
    assert got.accepted == got.table.num_rows
    assert all(c.passed for c in got.checks)
    assert rows_of(got, partner="CHN", product="84", period="2022-01")[0]["value"] == 168
    assert not rows_of(got, product="TOTAL", period="2022-01")


def test_a_total_that_is_right_survives_repeated_rows(tmp_path: Path) -> None:
    rows = twins.arrivals_by_chapter()
    got = read(tmp_path, hs2_imports, [*rows, rows[0]])
    assert [r.reason for r in got.rejected] == ["repeated-row"]
    ((line, words),) = got.rejected[0].every
    assert line > len(rows)
    assert f"value {rows[0]['con_val_usd']:.0f}" in words


def test_products_that_miss_their_total_fail_the_check(tmp_path: Path) -> None:
    rows = twins.arrivals_by_chapter()
    rows[0]["con_val_usd"] += 3
    got = read(tmp_path, hs2_imports, rows)
    (failed,) = [c for c in got.checks if not c.passed]
    assert failed.name == "products-add-to-total"
    assert "+3 USD" in failed.detail


def test_a_product_that_breaks_off_within_a_year_fails_the_check(tmp_path: Path) -> None:
    rows = [r for r in twins.shipments_by_chapter() if (r["hs2"], r["time"]) != ("84", "2021-12")]
    assert not check(read(tmp_path, hs2_exports, rows), "products-listed-until-year-end")


def test_a_bloc_that_is_not_its_members_fails_the_check(tmp_path: Path) -> None:
    rows = twins.arrivals_by_subsector()
    rows[-1]["con_val_usd"] += 1
    assert not check(read(tmp_path, naics3_imports, rows), "usmca-is-the-sum-of-its-members")


def test_the_bloc_is_the_row_of_its_two_members(tmp_path: Path) -> None:
    got = read(tmp_path, naics3_imports, twins.arrivals_by_subsector())
    assert {r["partner"] for r in rows_of(got, partner_stated=twins.BLOC)} == {"census:0010"}


def test_the_year_of_the_tariff_lines_is_told_by_their_sums(tmp_path: Path) -> None:
    rows = twins.arrivals_by_line()
    assert {r["period"] for r in read(tmp_path, hs10_imports, rows).table.to_pylist()} == {"2024"}
    rows[0]["con_val_usd"] *= 2
    with pytest.raises(BadFile, match="does not name its year"):
        read(tmp_path, hs10_imports, rows)


def test_a_total_of_no_known_world_is_refused(tmp_path: Path) -> None:
    rows = [r | {"con_val_usd": r["con_val_usd"] // 2} for r in twins.arrivals_by_industry()]
    with pytest.raises(BadFile, match="whose trade"):
        read(tmp_path, naics6_imports, rows)
    with pytest.raises(BadFile, match="no whole year"):
        read(tmp_path, naics6_imports, twins.arrivals_by_industry()[:4])


def test_an_unknown_partner_is_refused_by_row(tmp_path: Path) -> None:
    rows = twins.arrivals_by_chapter()
    rows[7]["cty_name"] = "GERMANI"
    with pytest.raises(BadFile, match=r"(?i)row 8.*GERMANI.*germany"):
        read(tmp_path, hs2_imports, rows)
    lines = twins.exports_by_partner()
    lines[0]["cty_code"] = "9998"
    with pytest.raises(UnknownPlace):
        read(tmp_path, exports_hs6, lines)


def test_two_figures_for_one_key_are_refused(tmp_path: Path) -> None:
    rows = twins.arrivals_by_chapter()
    with pytest.raises(BadFile, match=r"(?i)rows 1 and 49"):
        read(tmp_path, hs2_imports, [*rows, rows[0] | {"con_val_usd": 5.0}])


def test_the_date_is_the_second_month_after_the_newest(tmp_path: Path) -> None:
    got = read(tmp_path, hs2_exports, twins.shipments_by_chapter())
    assert (got.published_at, got.dated) == ("2022-03", "inferred")
    got = read(tmp_path, hs2_exports, twins.shipments_by_chapter(), published_at="2022-03-08")
    assert (got.published_at, got.dated) == ("2022-03-08", "stated")
    with pytest.raises(BadDate):
        read(tmp_path, hs2_exports, twins.shipments_by_chapter(), published_at="March")
