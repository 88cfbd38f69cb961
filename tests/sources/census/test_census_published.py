"""The publisher's own files, where they are at hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pyarrow.compute as pc
import pytest

from steelyard.sources import census
from steelyard.sources.contract import Converted

DATA = Path(__file__).parents[3].parent / "shared" / "data"
TABLES = DATA / "trade" / "census_goods_by_country"
OLD = TABLES / "country_monthly_vintage_2016-12.parquet"
NEW = TABLES / "country_monthly_vintage_2023-03.parquet"
BOOK = DATA / "formats" / "census" / "country_vintage_2023-03.xlsx"

pytestmark = pytest.mark.skipif(
    not all(path.exists() for path in (OLD, NEW, BOOK)),
    reason=f"the Census Bureau's files are not at hand under {DATA.name}/",
)


@pytest.fixture(scope="module")
def new() -> Converted:
    return census.convert(NEW)


@pytest.fixture(scope="module")
def old() -> Converted:
    return census.convert(OLD)


def yearly(converted: Converted, code: str, flow: str, year: int) -> Decimal:
    table = converted.table
    wanted = pc.and_(pc.equal(table["partner_stated"], code), pc.equal(table["flow"], flow))
    wanted = pc.and_(wanted, pc.starts_with(table["period"], str(year)))
    values = table.filter(wanted)["value"].to_pylist()
    assert len(values) == 12
    return sum(values, Decimal(0))


def test_china_2011(new: Converted) -> None:
    assert round(yearly(new, "5700", "M", 2011), -5) == Decimal(399_371_200_000)
    assert round(yearly(new, "5700", "X", 2011), -5) == Decimal(104_121_500_000)


def test_advanced_technology_products_2002(new: Converted) -> None:
    assert round(yearly(new, "0007", "X", 2002), -6) == Decimal(178_566_000_000)
    assert round(yearly(new, "0007", "M", 2002), -6) == Decimal(195_150_000_000)


def test_the_workbook_equals_the_parquet_to_the_dollar(new: Converted) -> None:
    started = perf_counter()
    book = census.convert(BOOK)
    assert perf_counter() - started < 10
    assert census.recognises(BOOK)
    assert book.table.equals(new.table)
    assert (book.published_at, book.dated) == ("2023-03-08", "inferred")


def test_nothing_is_lost(new: Converted, old: Converted) -> None:
    for converted in (new, old):
        assert converted.accepted == converted.table.num_rows
    assert new.observations_in == 8474 * 24
    assert {r.reason: r.observations for r in old.rejected}["no-year"] == 24


def test_the_older_release(old: Converted) -> None:
    assert (old.published_at, old.dated) == ("2017-01", "inferred")
    december = old.table.filter(pc.equal(old.table["period"], "2016-12"))
    assert set(december["status"].to_pylist()) == {"unpublished"}
    assert december["value"].null_count == december.num_rows


def test_true_zero_januaries_stay_nil(new: Converted) -> None:
    january = pc.equal(pc.utf8_slice_codeunits(new.table["period"], 5), "01")
    nil = pc.and_(january, pc.equal(new.table["value"], 0))
    nil = new.table.filter(pc.and_(nil, pc.invert(new.table["aggregate"])))
    assert set(nil["status"].to_pylist()) == {"A"}
    assert {flow: nil["flow"].to_pylist().count(flow) for flow in "MX"} == {"M": 752, "X": 498}


def test_the_totals_of_the_publisher(new: Converted, old: Converted) -> None:
    assert all(check.passed for check in (*new.checks, *old.checks))
    details = {check.name: check.detail for check in new.checks}
    assert "2022 (+127.7)" in details["countries-add-to-world-imports"]
    assert "2022 (-221.9)" in details["countries-add-to-world-exports"]
