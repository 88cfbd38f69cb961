"""Real tables of six publishers and what a mapping makes of them."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from tidy_twins import MAPPINGS, SHARED, Read, read

from steelyard.sources.received import Received
from steelyard.sources.tidy import look, source_of

pytestmark = pytest.mark.skipif(
    not (SHARED / "formats").is_dir(), reason="the specimens lie outside the repository"
)
FILES = {
    "c5700": "formats/census/c5700_monthly_2001_2019_semicolon.csv",
    "japan": "formats/japan_customs/japan_china_monthly_2001_2019.csv",
    "korea": "formats/korea_kosis/korea_china_monthly_2001_2019.csv",
    "dataweb": "formats/usitc_dataweb/us_taiwan_hs6_download_sample.csv",
    "fred": "formats/fred/IMPCH.xls",
    "undata": "formats/undata/T21_total_imports_exports_balance.csv",
    "bea": "formats/bea/nipa_table_4_1.csv",
    "rates": "trade/fx_monthly/usd_cny_monthly.csv",
    "gacc": "formats/gacc/monthly_totals_mangled_thousands.csv",
    "gacc_regions": "formats/gacc/region_table_2024_mangled_names.csv",
}


def specimen(name: str) -> Read:
    return read(source_of(MAPPINGS / f"{name}.yaml"), Received(SHARED / FILES[name]))


@pytest.mark.parametrize(
    ("name", "observations", "rows", "reasons"),
    [
        ("c5700", 228, 456, {}),
        ("japan", 228, 456, {}),
        ("korea", 228, 456, {}),
        ("dataweb", 2999, 2999, {}),
        ("fred", 417, 417, {}),
        ("undata", 4995, 2924, {"balance": 1665, "unknown-place": 406}),
        ("bea", 42, 96, {"another-line": 37, "broken-row": 4}),
        ("rates", 309, 618, {}),
        ("gacc", 24, 28, {"no-number": 10}),
        ("gacc_regions", 2870, 0, {"unknown-place": 2870}),
    ],
)
def test_every_row_is_accepted_or_rejected(
    name: str, observations: int, rows: int, reasons: dict[str, int]
) -> None:
    found = specimen(name)
    assert (found.observations, len(found.rows), found.reasons) == (observations, rows, reasons)
    assert observations == len({row["line"] for row in found.rows}) + len(found.rejected)


def test_each_mapping_knows_its_own_file_only() -> None:
    for name, file in FILES.items():
        source = source_of(MAPPINGS / f"{name}.yaml")
        known = {other for other, path in FILES.items() if source.knows(Received(SHARED / path))}
        assert known == {name}, file


@pytest.mark.parametrize(
    ("name", "period", "exports", "imports", "currency"),
    [
        ("c5700", "2001-01", 1_187_500_000, 8_427_500_000, "USD"),
        ("japan", "2001-01", 231_700_220_000, 586_529_635_000, "JPY"),
        ("korea", "2001-01", 1_239_083_000, 999_763_000, "USD"),
    ],
)
def test_units_are_converted_at_the_door(
    name: str, period: str, exports: int, imports: int, currency: str
) -> None:
    told = {r["flow"]: r for r in specimen(name).rows if r["period"] == period}
    assert (told["X"]["value"], told["M"]["value"]) == (Decimal(exports), Decimal(imports))
    assert {row["currency"] for row in told.values()} == {currency}


def test_two_copies_of_the_bureaus_imports_agree() -> None:
    page = {r["period"]: r["value"] for r in specimen("c5700").rows if r["flow"] == "M"}
    told = {r["period"]: r["value"] for r in specimen("fred").rows}
    both = sorted(page.keys() & told.keys())
    assert len(both) == 225
    assert all(abs(page[p] - told[p]) <= page[p] * Decimal("0.01") for p in both)


def test_lost_thousands_are_rejected_and_what_is_accepted_is_true() -> None:
    path = SHARED / "trade/gacc_china_total_monthly/china_total_trade_cny_2023_2024.csv"
    with path.open(encoding="utf-8") as file:
        true = {f"{r['year']}-{int(r['month']):02d}": r for r in csv.DictReader(file)}
    names = {"X": "exports_100m_cny", "M": "imports_100m_cny"}
    for row in specimen("gacc").rows:
        assert row["value"] == Decimal(true[row["period"]][names[row["flow"]]]) * 10**8


def test_what_is_lost_is_told_on_looking() -> None:
    (thousands,) = look(Received(SHARED / FILES["gacc"])).findings
    assert "zeros at the end may be lost" in thousands
    (names,) = look(Received(SHARED / FILES["gacc_regions"])).findings
    assert "'region_raw' are lost to question marks" in names


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("c5700", {"file.thousands": ",", "columns.period": {"column": "Month"}}),
        ("korea", {"columns.partner": {"column": "Country", "codes": "names"}}),
        ("dataweb", {"columns.product": {"column": "HTS Number"}, "columns.nomenclature": "HS"}),
        ("fred", {"file.sheet": "FRED Graph", "facts.1.flow": "M", "facts.1.valuation": "CUSTOMS"}),
        ("undata", {"columns.currency": "USD", "file.thousands": ","}),
        ("bea", {"columns.period": {"heading": True}}),
    ],
)
def test_what_the_file_tells_is_guessed(name: str, told: dict[str, object]) -> None:
    guesses = {f.key: f.guess for f in look(Received(SHARED / FILES[name])).fields}
    for key, guess in told.items():
        found = guesses[key]
        assert found == guess or (isinstance(guess, dict) and guess.items() <= found.items())
