from __future__ import annotations

import gzip
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources import wits
from steelyard.sources.contract import arrow_schema
from steelyard.sources.received import Received
from steelyard.terms.errors import BadDate, BadFile, SteelyardError
from steelyard.terms.tables import FLOWS

SPECIMEN = Path(__file__).parents[4] / "shared/data/formats/wits/wits_bulk_download_sample.csv"
specimen = pytest.mark.skipif(not SPECIMEN.exists(), reason=f"{SPECIMEN} is not there")
CHAPTERS = (
    Path(__file__).parents[4]
    / "shared/data/trade/china_reported_imports_hs2/china_imports_wits_bulk_layout.csv"
)
chapters = pytest.mark.skipif(not CHAPTERS.exists(), reason=f"{CHAPTERS} is not there")
HEADER = (
    '"Nomenclature","ReporterISO3","ProductCode","ReporterName","PartnerISO3","PartnerName","Year",'
    '"TradeFlowName","TradeFlowCode","TradeValue in 1000 USD","Quantity","QuantityToken"'
)
ROW = {
    "Nomenclature": "H5",
    "ReporterISO3": "CHN",
    "ProductCode": "8542",
    "ReporterName": "China",
    "PartnerISO3": "USA",
    "PartnerName": "United States",
    "Year": "2017",
    "TradeFlowName": "Gross Imp.",
    "TradeFlowCode": "1",
    "TradeValue in 1000 USD": "2959.958",
    "Quantity": "12.5",
    "QuantityToken": "8",
}


def line(**changed: str) -> str:
    return ",".join(f'"{cell}"' for cell in (ROW | changed).values())


def written(folder: Path, lines: Sequence[str], header: str = HEADER) -> Received:
    path = folder / "any.csv"
    path.write_text("\r\n".join([header, *lines]) + "\r\n", encoding="utf-8")
    return Received(path)


def read(received: Received) -> tuple[list[dict], list[dict], int]:
    kept, rejected, observations = [], [], 0
    for batch in wits.stream(received, None).batches:
        assert batch.table.select(FLOWS.names).schema.names == arrow_schema(FLOWS).names
        kept += batch.table.to_pylist()
        rejected += batch.rejected.to_pylist()
        observations += batch.observations
    return kept, rejected, observations


def one(folder: Path, **changed: str) -> dict:
    kept, rejected, _ = read(written(folder, [line(**changed)]))
    assert not rejected, rejected
    return kept[0]


def test_a_row_becomes_a_flow_in_dollars(tmp_path: Path) -> None:
    got = one(tmp_path)
    assert (got["reporter"], got["partner"], got["partner_role"]) == ("CHN", "USA", "origin")
    assert (got["flow"], got["import_basis"], got["valuation"]) == ("M", "general", "CIF")
    assert (got["nomenclature"], got["edition"], got["product"]) == ("HS", "2017", "8542")
    assert (got["level"], got["period"], got["freq"]) == ("4", "2017", "A")
    assert (got["value"], got["currency"], got["status"]) == (Decimal(2959958), "USD", "A")
    assert (got["quantity"], got["quantity_unit"]) == (Decimal("12.5"), "kg")
    assert (got["account"], got["adjustment"], got["aggregate"]) == ("customs", "none", False)


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Gross Exp.", "2", ("X", None, "total", "FOB", "last-known")),
        ("Export", "6", ("X", None, "domestic", "FOB", "last-known")),
        ("Import", "5", ("M", None, None, "CIF", "origin")),
        ("Re-Export", "3", ("RX", None, None, "FOB", "last-known")),
        ("Re-Imports", "4", ("RM", None, None, "CIF", "consignment")),
        ("Net Imp.", "5", ("M", None, None, "CIF", "origin")),
    ],
)
def test_every_trade_flow_has_its_meaning(
    tmp_path: Path, name: str, code: str, expected: tuple[str, ...]
) -> None:
    got = one(tmp_path, TradeFlowName=name, TradeFlowCode=code)
    told = ("flow", "import_basis", "export_scope", "valuation", "partner_role")
    assert tuple(got[column] for column in told) == expected


@pytest.mark.parametrize(
    ("code", "year", "place"),
    [
        ("WLD", "2017", "WLD"),
        ("EUN", "2017", "comtrade:97"),
        ("BUN", "2017", "comtrade:837"),
        ("UNS", "2017", "comtrade:899"),
        ("OAS", "2017", "TWN"),
        ("ROM", "2017", "ROU"),
        ("ZAR", "2017", "COD"),
        ("SER", "2005", "SCG"),
        ("SER", "2006", "SRB"),
        ("YUG", "1991", "YUG"),
        ("YUG", "1992", "SCG"),
        ("KOR", "2017", "KOR"),
    ],
)
def test_the_banks_own_codes_are_known(tmp_path: Path, code: str, year: str, place: str) -> None:
    got = one(tmp_path, PartnerISO3=code, Year=year)
    assert (got["partner"], got["partner_stated"]) == (place, code)
    assert got["aggregate"] == (code in {"WLD", "EUN"})


@pytest.mark.parametrize(
    ("nomenclature", "code", "expected"),
    [
        ("H0", "010111", ("HS", "1992", "010111", "6")),
        ("H6", "1", ("HS", "2022", "01", "2")),
        ("H5", "999999", ("HS", "2017", "999999", "6")),
        ("H5", "9999AA", ("HS", "2017", "9999AA", "6")),
        ("S3", "0", ("SITC", "3", "0", "1")),
        ("S4", "00121", ("SITC", "4", "00121", "5")),
        ("H5", "Total", ("TOTAL", None, "TOTAL", None)),
    ],
)
def test_products_are_read_by_their_nomenclature(
    tmp_path: Path, nomenclature: str, code: str, expected: tuple[str | None, ...]
) -> None:
    got = one(tmp_path, Nomenclature=nomenclature, ProductCode=code)
    assert tuple(got[c] for c in ("nomenclature", "edition", "product", "level")) == expected


@pytest.mark.parametrize(
    ("column", "cell", "reason", "detail"),
    [
        ("PartnerISO3", "XYZ", "unknown-place", ""),
        ("PartnerISO3", "EAS", "unknown-place", "region of the World Bank"),
        ("ReporterISO3", "", "unknown-place", ""),
        ("Nomenclature", "I3", "unknown-nomenclature", "H0, H1"),
        ("ProductCode", "854299", "unknown-product", "854290"),
        ("ProductCode", "77", "unknown-product", "chapter 77"),
        ("Year", "201713", "bad-period", ""),
        ("Year", "1899", "bad-period", ""),
        ("TradeFlowName", "Imports of nothing", "unknown-flow", ""),
        ("TradeFlowCode", "2", "unknown-flow", "do not agree"),
        ("TradeValue in 1000 USD", "x", "no-number", ""),
        ("TradeValue in 1000 USD", "1_0", "no-number", ""),
        ("TradeValue in 1000 USD", "NaN", "no-number", ""),
        ("TradeValue in 1000 USD", "1e18", "no-number", ""),
        ("TradeValue in 1000 USD", "-0.001", "negative-value", ""),
        ("Quantity", "-1", "negative-quantity", ""),
        ("QuantityToken", "99", "unknown-unit", "8 kg"),
    ],
)
def test_a_row_that_cannot_be_taken_in_is_kept_with_its_reason(
    tmp_path: Path, column: str, cell: str, reason: str, detail: str
) -> None:
    kept, rejected, observations = read(written(tmp_path, [line(), line(**{column: cell})]))
    assert observations == 2
    assert len(kept) == 1
    (got,) = rejected
    assert (got["line"], got["reason"]) == (3, reason)
    assert detail in got["detail"]
    assert cell in got["cells"]


def test_missing_is_not_zero(tmp_path: Path) -> None:
    got = one(tmp_path, **{"TradeValue in 1000 USD": "", "Quantity": ""})
    assert (got["value"], got["status"], got["quantity"]) == (None, "O", None)
    got = one(tmp_path, **{"TradeValue in 1000 USD": "0", "Quantity": "0"})
    assert (got["value"], got["status"], got["quantity"]) == (0, "A", None)
    assert one(tmp_path, QuantityToken="1")["quantity"] is None


def test_weights_and_named_units_are_read(tmp_path: Path) -> None:
    header = HEADER.replace("QuantityToken", "QtyUnit") + ',"NetWeight in KGM"'
    received = written(tmp_path, [line(QuantityToken="Kg") + ',"7.25"'], header)
    got = read(received)[0][0]
    assert (got["quantity"], got["quantity_unit"]) == (Decimal("12.5"), "Kg")
    assert got["net_weight"] == Decimal("7.25")


@given(value=st.decimals(0, 10**12, places=9))
def test_thousands_become_dollars_exactly(value: Decimal) -> None:
    with TemporaryDirectory() as folder:
        cells = {"TradeValue in 1000 USD": f"{value:f}"}
        assert one(Path(folder), **cells)["value"] == value * 1000


def test_no_value_depends_on_its_neighbours(tmp_path: Path) -> None:
    fine = line(**{"TradeValue in 1000 USD": " 0.123456789 "})
    alone = read(written(tmp_path, [fine]))[0][0]["value"]
    beside = read(written(tmp_path, [fine, line(**{"TradeValue in 1000 USD": "?"})]))[0][0]["value"]
    assert alone == beside == Decimal("123.456789")


def test_rejected_rows_are_read_again_once_put_right(tmp_path: Path) -> None:
    header = "file,line,reason,detail,release," + HEADER
    received = written(tmp_path, [f'"a.csv",3,no-number,"x, y",2024-01,{line()}'], header)
    assert wits.knows(received)
    assert read(received)[0][0]["value"] == Decimal(2959958)


def test_the_date_is_never_invented(tmp_path: Path) -> None:
    received = written(tmp_path, [line()])
    got = wits.stream(received, None)
    assert (got.published_at, got.dated, got.card.assembly) == ("", "inferred", "piecewise")
    got = wits.stream(received, "2024-05-01")
    assert (got.published_at, got.dated) == ("2024-05-01", "stated")
    with pytest.raises(BadDate):
        wits.stream(received, "yesterday")


@pytest.mark.parametrize(
    "text",
    ["", "a,b\n1,2\n", "t,i,j,k,v,q\n2019,4,842,010121,1,1\n", "PK\x03\x04", '"', "\x00" * 50],
)
def test_other_files_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "any").write_text(text)
    assert not wits.knows(Received(tmp_path / "any"))
    with pytest.raises(BadFile, match="TradeValue in 1000 USD"):
        wits.stream(Received(tmp_path / "any"), None)
    assert not wits.knows(Received(tmp_path / "absent"))


@given(
    packed=st.booleans(),
    places=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8
    ),
)
def test_damage_loses_no_row_and_raises_only_our_errors(
    packed: bool, places: list[tuple[float, int]]
) -> None:
    text = "\n".join([HEADER, line(), line(PartnerISO3="SER"), line(Nomenclature="S2")]) + "\n"
    data = bytearray(text.encode())
    for place, byte in places:
        data[int(place * len(data))] = byte
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(gzip.compress(bytes(data)) if packed else bytes(data))
        try:
            kept, rejected, observations = read(Received(path))
        except SteelyardError:
            return
        assert observations == len(kept) + len(rejected)


@specimen
def test_the_specimen_is_taken_in_whole() -> None:
    received = Received(SPECIMEN)
    assert wits.knows(received)
    kept, rejected, observations = read(received)
    assert (len(kept), rejected, observations) == (6, [], 6)
    values = {(row["product"], row["partner"]): row["value"] for row in kept}
    assert values["85", "CHN"] == 88_971_064_059
    assert values["01", "WLD"] == 363_839_499
    assert all(row["quantity"] is None for row in kept)


@chapters
def test_whole_chapters_are_as_large_as_published() -> None:
    kept, rejected, observations = read(Received(CHAPTERS))
    assert (len(kept), rejected, observations) == (42, [], 42)
    values = {(row["product"], row["partner"], row["period"]): row["value"] for row in kept}
    assert round(values["88", "USA", "2017"] / 10**6) == 14_063
    assert round(values["85", "USA", "2018"] / 10**6) == 19_725
    assert round(values["85", "CHN", "2017"] / 10**9) == 89
