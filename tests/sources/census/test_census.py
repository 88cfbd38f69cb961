from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from census_twins import (
    CANADA,
    CHINA,
    HEADER,
    csv_bytes,
    find,
    line,
    parquet_bytes,
    read,
    release,
    total,
    write,
    xlsx_bytes,
)

from steelyard.sources import census
from steelyard.sources.contract import Converted, arrow_schema
from steelyard.terms.errors import UnknownPlace
from steelyard.terms.tables import FLOWS


def cells(converted: Converted, code: str, flow: str, **wanted: str) -> list[dict]:
    wanted |= {"partner_stated": code, "flow": flow}
    rows = converted.table.to_pylist()
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def test_a_month_not_yet_published_is_missing_in_every_row(tmp_path: Path) -> None:
    rows = read(tmp_path, release()).table.to_pylist()
    december = [row for row in rows if row["period"] == "2022-12"]
    assert {(row["value"], row["status"]) for row in december} == {(None, "unpublished")}
    assert {row["status"] for row in rows if row["period"] != "2022-12"} == {"A"}


def test_each_flow_follows_the_world_row_of_its_own(tmp_path: Path) -> None:
    lines = release(months=12)
    for cell in lines:
        if cell["year"] == 2022:
            cell["edec"] = 0
    got = read(tmp_path, [total(cell) for cell in lines])
    assert cells(got, CHINA, "M", period="2022-12")[0]["value"] == Decimal(20_500_000)
    assert cells(got, CHINA, "X", period="2022-12")[0]["status"] == "unpublished"


def test_a_true_zero_january_is_nil_trade(tmp_path: Path) -> None:
    lines = release()
    find(lines, CANADA, 2022)["ijan"] = 0
    (january,) = cells(read(tmp_path, lines), CANADA, "M", period="2022-01")
    assert (january["value"], january["status"]) == (Decimal(0), "A")


def test_zeros_before_the_world_row_begins_are_nil_trade(tmp_path: Path) -> None:
    (january,) = cells(read(tmp_path, release()), CHINA, "M", period="1985-01")
    assert (january["value"], january["status"]) == (Decimal(0), "A")


def test_an_empty_cell_is_not_reported(tmp_path: Path) -> None:
    lines = release()
    find(lines, CANADA, 2022)["ijan"] = None
    (january,) = cells(read(tmp_path, lines), CANADA, "M", period="2022-01")
    assert (january["value"], january["status"]) == (None, "O")


def test_a_value_in_an_unpublished_month_is_rejected(tmp_path: Path) -> None:
    lines = release()
    find(lines, CHINA, 2022)["idec"] = 5
    got = read(tmp_path, lines)
    assert not cells(got, CHINA, "M", period="2022-12")
    (words,) = (
        words
        for reject in got.rejected
        for _, words in reject.every
        if reject.reason == "value-in-unpublished-month"
    )
    assert words.endswith(", 2022, idec 5")
    assert words.startswith("5700 ")


def test_rows_in_are_accepted_plus_rejected(tmp_path: Path) -> None:
    lines = release()
    got = read(tmp_path, lines)
    assert got.observations_in == len(lines) * 24
    assert got.accepted == got.table.num_rows
    counts = {r.reason: r.observations for r in got.rejected}
    assert counts == {"no-year": 24, "exports-not-published": 24}
    for reject in got.rejected:
        assert len(set(reject.every)) == reject.observations


def test_the_words_of_a_flow(tmp_path: Path) -> None:
    got = read(tmp_path, release())
    (bought,) = cells(got, CHINA, "M", period="2022-01")
    expected = {"import_basis": "general", "valuation": "CUSTOMS", "partner_role": "origin"}
    expected |= {"reporter": "USA", "partner": "CHN", "export_scope": None, "freq": "M"}
    expected |= {"nomenclature": "TOTAL", "product": "TOTAL", "currency": "USD"}
    expected |= {"account": "customs", "adjustment": "none", "aggregate": False}
    assert {name: bought[name] for name in expected} == expected
    (sold,) = cells(got, CHINA, "X", period="2022-01")
    expected = {"import_basis": None, "export_scope": "total", "valuation": "FAS"}
    expected |= {"partner_role": "destination", "value": Decimal(10_123_456)}
    assert {name: sold[name] for name in expected} == expected


def test_the_publishers_aggregates(tmp_path: Path) -> None:
    got = read(tmp_path, release())
    first = {code: cells(got, code, "M")[0] for code in ("0004", "0005", "0007", "0015")}
    assert all(row["aggregate"] for row in first.values())
    assert {first[code]["partner"] for code in ("0004", "0007", "0015")} == {"WLD"}
    assert (first["0007"]["nomenclature"], first["0007"]["product"]) == ("CENSUS-ATP", "ATP")
    assert first["0004"]["adjustment"] == "seasonal"
    assert first["0005"]["import_basis"] == "consumption"


def test_the_table_has_our_schema_one_row_a_key_and_is_sorted(tmp_path: Path) -> None:
    table = read(tmp_path, release()).table
    assert table.schema.equals(arrow_schema(FLOWS))
    rows = table.to_pylist()
    assert len({tuple(row[name] for name in FLOWS.key) for row in rows}) == len(rows)
    order = ("partner", "nomenclature", "product", "flow", "period")
    keys = [tuple(row[name] for name in order) for row in rows]
    assert keys == sorted(keys)


def test_every_form_of_the_file_gives_the_same_rows(tmp_path: Path) -> None:
    lines = release()
    spaced = csv_bytes(lines, HEADER[::-1]).replace(b"year", b" YEAR ").replace(b"5700", b" 5700 ")
    forms = {
        "bom.csv": b"\xef\xbb\xbf" + csv_bytes(lines).replace(b"\n", b"\r\n"),
        "titled.csv": b"U.S. trade in goods,,\n\n" + spaced + b"\n\n",
        "integer.parquet": parquet_bytes(lines),
        "text.parquet": parquet_bytes(lines, pa.string()),
        "float.parquet": parquet_bytes(lines, pa.float64()),
        "text.xlsx": xlsx_bytes(lines),
        "number.xlsx": xlsx_bytes(lines, year_as_text=False),
        "no-zeros.csv": csv_bytes([{**c, "cty_code": int(str(c["cty_code"]))} for c in lines]),
    }
    plain = read(tmp_path, lines).table
    for name, data in forms.items():
        path = write(tmp_path / name, data)
        assert census.recognises(path), name
        assert census.convert(path).table.equals(plain), name


def test_a_long_file_with_a_byte_order_mark_is_recognised(tmp_path: Path) -> None:
    lines = [{**cell, "ctyname": "Côte d'Ivoire" * 9} for cell in release() * 40]
    data = b"\xef\xbb\xbf" + csv_bytes(lines)
    for stray in range(4):
        assert census.recognises(
            write(tmp_path / "long.csv", data.replace(b"year", b"year" + b" " * stray))
        )


def test_another_table_is_not_recognised(tmp_path: Path) -> None:
    assert not census.recognises(
        write(tmp_path / "country.csv", b"year,country,rate,quote\n1,2,3,4\n")
    )


def test_dollars_are_exact(tmp_path: Path) -> None:
    lines = release()
    find(lines, CHINA, 2022)["ijan"] = 0.1 + 0.2
    find(lines, CHINA, 2022)["ifeb"] = 483_244.7123456
    got = read(tmp_path, lines)
    values = [row["value"] for row in cells(got, CHINA, "M") if row["period"] > "2022"]
    assert values[:2] == [Decimal(300_000), Decimal(483_244_712_346)]


def test_an_unknown_country_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownPlace):
        read(tmp_path, [*release(), line(2022, "9998", 1, 1, 11)])
