"""What a mapping makes of a table: words, figures, what is missing, what is rejected."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tidy_twins import CARD, LONG, LONG_HEADER, WIDE, mapped, read, received

from steelyard.sources.contract import cards_of
from steelyard.sources.received import Received
from steelyard.terms.errors import BadDate, BadFile
from steelyard.terms.tables import FLOWS


def changed(mapping: dict, section: str, **words: object) -> dict:
    found = copy.deepcopy(mapping)
    found[section] = {**found.get(section, {}), **words}
    return found


def test_one_row_states_exports_and_imports(tmp_path: Path) -> None:
    source = mapped(tmp_path, WIDE)
    found = read(source, received(tmp_path, "Date;Exports;Imports\n2001/01;10;20\n"))
    assert found.observations == 1
    told = [(r["flow"], r["value"], r["period"], r["freq"], r["product"]) for r in found.rows]
    assert told == [
        ("X", Decimal(10), "2001-01", "M", "TOTAL"),
        ("M", Decimal(20), "2001-01", "M", "TOTAL"),
    ]
    exports, imports = found.rows
    assert (exports["import_basis"], imports["export_scope"]) == (None, None)
    assert (exports["partner_role"], imports["partner_role"]) == ("destination", "origin")
    assert (exports["nomenclature"], exports["level"]) == ("TOTAL", None)
    assert set(found.rows[0]) - {"line"} == set(FLOWS.names)


def test_a_long_table_has_its_words_from_its_columns(tmp_path: Path) -> None:
    rows = "\nUSA,China,Imports,2015,3,10129,1.5,7\nUSA,Rest,Exports,2023,Dec,851712,0,\n"
    found = read(mapped(tmp_path, LONG), received(tmp_path, LONG_HEADER + rows))
    first, second = found.rows
    assert (first["partner"], first["partner_stated"]) == ("CHN", "CHN")
    assert (first["product"], first["level"], first["edition"]) == ("010129", "6", "2012")
    assert (first["value"], first["net_weight"]) == (Decimal(1500), Decimal(7))
    assert (first["valuation"], first["import_basis"]) == ("CIF", "general")
    assert (second["partner"], second["aggregate"]) == ("WLD", True)
    assert (second["period"], second["edition"], second["valuation"]) == ("2023-12", "2022", "FOB")
    assert second["net_weight"] is None
    assert second["value"] == 0
    assert second["status"] == "A"


def test_lines_of_a_country_are_codes_of_their_year(tmp_path: Path) -> None:
    rows = "\nUSA,China,Imports,2023,3,8542310001,1,1\nUSA,China,Imports,1990,3,854211,1,1\n"
    found = read(mapped(tmp_path, LONG), received(tmp_path, LONG_HEADER + rows))
    told = [(row["product"], row["level"], row["edition"]) for row in found.rows]
    assert told == [("8542310001", "10", "2022"), ("854211", "6", "1992")]


def test_missing_is_never_zero(tmp_path: Path) -> None:
    marks = {"missing": {"..": "O", "(D)": "Q"}, "nil": ["-"]}
    source = mapped(tmp_path, changed(WIDE, "file", **marks))
    text = "Date;Exports;Imports\n2001/01;..;(D)\n2001/02;;-\n2001/03;0;n.a.\n"
    found = read(source, received(tmp_path, text))
    told = {(r["period"], r["flow"]): (r["value"], r["status"]) for r in found.rows}
    assert told == {
        ("2001-01", "X"): (None, "O"),
        ("2001-01", "M"): (None, "Q"),
        ("2001-02", "X"): (None, "O"),
        ("2001-02", "M"): (Decimal(0), "A"),
    }
    assert found.reasons == {"no-number": 1}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,187.5", Decimal("1187.5")),
        ("12", Decimal(12)),
        ("1187.25", Decimal("1187.25")),
        ("1,18", None),
        ("1,1875", None),
        ("1.187,5", None),
        ("12_000", None),
        ("1e400", None),
        ("nan", None),
    ],
)
def test_groups_of_thousands_have_three_digits(
    tmp_path: Path, cell: str, value: Decimal | None
) -> None:
    source = mapped(tmp_path, changed(WIDE, "file", thousands=","))
    found = read(source, received(tmp_path, f"Date;Exports;Imports\n2001/01;{cell};0\n"))
    assert [r["value"] for r in found.rows[:1]] == ([] if value is None else [value])
    assert found.reasons == ({"no-number": 1} if value is None else {})


def test_each_fault_has_its_reason_and_keeps_its_cells(tmp_path: Path) -> None:
    rows = [
        "USA,Chinna,Imports,2015,3,10129,1,1",
        "USA,China,Sales,2015,3,10129,1,1",
        "USA,China,Imports,2015,13,10129,1,1",
        "USA,China,Imports,1776,3,10129,1,1",
        "USA,China,Imports,2015,3,771234,1,1",
        "USA,China,Imports,2015,3,10129,-1,1",
        "USA,China,Imports,2015,3,10129,one,1",
        "USA,ASEAN,Imports,2015,3,10129,1,1",
        "USA,,Imports,2015,3,10129,1,1",
        "USA,China,Imports,2015",
    ]
    text = "\n".join([LONG_HEADER, *rows, ""])
    found = read(mapped(tmp_path, LONG), received(tmp_path, text))
    assert found.rows == []
    assert [row["line"] for row in found.rejected] == list(range(2, 12))
    assert [row["reason"] for row in found.rejected] == [
        "unknown-place",
        "unknown-flow",
        "bad-period",
        "bad-period",
        "unknown-product",
        "negative-value",
        "no-number",
        "unknown-place",
        "unknown-place",
        "broken-row",
    ]
    assert "Did you mean CHN (China)" in found.rejected[0]["detail"]
    assert found.rejected[0]["cells"] == rows[0].split(",")
    assert found.columns == tuple(LONG_HEADER.split(","))


def test_corrected_rows_are_read_again(tmp_path: Path) -> None:
    source = mapped(tmp_path, changed(WIDE, "file", delimiter=";", preamble="Trade of Japan"))
    text = "file,line,reason,detail,Date,Exports,Imports\nx.csv,2,no-number,why,2001/01,10,20\n"
    assert source.knows(received(tmp_path, text))
    assert len(read(source, received(tmp_path, text)).rows) == 2


def test_a_file_is_known_by_its_columns_and_the_words_above_them(tmp_path: Path) -> None:
    source = mapped(tmp_path, changed(WIDE, "file", preamble="Trade of Japan"))
    table = "Date;Exports;Imports\n2001/01;10;20\n"
    assert source.knows(received(tmp_path, "Trade of Japan\n" + table))
    assert not source.knows(received(tmp_path, table))
    assert not source.knows(received(tmp_path, "Date;Exports\n2001/01;10\n"))
    assert not source.knows(received(tmp_path, ""))
    with pytest.raises(BadFile, match="No header names Date, Exports, Imports"):
        source.stream(received(tmp_path, table), None)


def test_rows_are_left_out_by_rule_and_counted(tmp_path: Path) -> None:
    rules = [{"column": "Date", "matching": ".*total.*", "reason": "total"}]
    source = mapped(tmp_path, {**WIDE, "skip": rules})
    text = "Date;Exports;Imports\n2001/01;1;2\n2001 total;1;2\n"
    found = read(source, received(tmp_path, text))
    assert (found.observations, len(found.rows), found.reasons) == (2, 2, {"total": 1})


def test_a_row_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    adds = [{"total": "Balance", "parts": {"Exports": "1", "Imports": "-1"}, "within": "0.1"}]
    source = mapped(tmp_path, {**WIDE, "adds": adds})
    text = "Date;Exports;Imports;Balance\n2001/01;10;4;6.1\n2001/02;10;4;600\n2001/03;10;4;\n"
    found = read(source, received(tmp_path, text))
    assert found.reasons == {"does-not-add": 1}
    assert {row["period"] for row in found.rows} == {"2001-01", "2001-03"}


def test_years_across_give_a_row_each(tmp_path: Path) -> None:
    fact = {**WIDE["facts"][0], "value": {"matching": "[12][0-9]{3}", "scale": "1000"}}
    columns = {**WIDE["columns"], "period": {"heading": "true"}, "partner": {"column": "With"}}
    source = mapped(tmp_path, {**CARD, "columns": columns, "facts": [fact]})
    found = read(source, received(tmp_path, "With,2001,2002\nChina,1,\nKorea,3,4\n"))
    told = {(r["partner"], r["period"]): r["value"] for r in found.rows}
    assert told[("CHN", "2001")] == 1000
    assert told[("CHN", "2002")] is None
    assert found.reasons == {"unknown-place": 1}
    with pytest.raises(BadFile, match="No column is named like"):
        source.stream(received(tmp_path, "With,Total\nChina,1\n"), None)


def test_text_and_parquet_give_the_same_rows(tmp_path: Path) -> None:
    source = mapped(tmp_path, LONG)
    text = (
        f"{LONG_HEADER}\nUSA,China,Imports,2015,3,10129,2,7\nUSA,Korea,Imports,2015,3,10129,2,7\n"
    )
    table = {
        "Reporter": ["USA", "USA"],
        "Partner": ["China", "Korea"],
        "Flow": ["Imports"] * 2,
        "Year": [2015.0, 2015.0],
        "Month": [3, 3],
        "HS": [10129, 10129],
        "Value": [2.0, 2.0],
        "Kg": [7, 7],
    }
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table(table), path)
    by_text, by_parquet = read(source, received(tmp_path, text)), read(source, Received(path))
    without = [[{**r, "line": 0} for r in found.rows] for found in (by_text, by_parquet)]
    assert without[0] == without[1] != []
    assert by_text.reasons == by_parquet.reasons == {"unknown-place": 1}


def test_encodings_are_told_or_stated(tmp_path: Path) -> None:
    columns = {**WIDE["columns"], "partner": {"column": "国", "values": {"中国": "CHN"}}}
    source = mapped(tmp_path, {**WIDE, "file": {"encoding": "gb18030"}, "columns": columns})
    file = received(tmp_path, "国;Date;Exports;Imports\n中国;2001/01;1;2\n", "gb18030")
    assert [row["partner"] for row in read(source, file).rows] == ["CHN", "CHN"]


def test_rates_and_indicators_are_read_too(tmp_path: Path) -> None:
    columns = {"base": "USD", "quote": "CNY", "measure": "average", "period": {"column": "m"}}
    rates = {**CARD, "kind": "rates", "columns": columns, "facts": [{"rate": {"column": "r"}}]}
    (row,) = read(mapped(tmp_path, rates), received(tmp_path, "m,r\n2001-02,8.27700001\n")).rows
    assert (row["rate"], row["freq"], row["status"]) == (8.27700001, "M", "A")
    columns = {"place": "CHN", "indicator": "goods", "flow": "BALANCE", "measure": "level"}
    columns |= {"unit": "USD", "period": {"column": "m"}}
    told = {**CARD, "kind": "indicators", "columns": columns, "facts": [{"value": {"column": "r"}}]}
    (row,) = read(mapped(tmp_path, told), received(tmp_path, "m,r\n2001,-5\n")).rows
    assert (row["value"], row["period"], row["flow"]) == (-5.0, "2001", "BALANCE")


def test_the_card_and_the_date_of_a_mapped_table(tmp_path: Path) -> None:
    source, file = mapped(tmp_path, WIDE), received(tmp_path, "Date;Exports;Imports\n")
    (card,) = cards_of(source)
    assert (card.dataset, card.assembly, card.precedence > 60) == ("my-table", "piecewise", True)
    assert source.stream(file, None).published_at == ""
    assert source.stream(file, "2023-05").dated == "stated"
    with pytest.raises(BadDate):
        source.stream(file, "2023-13")


def test_many_unknown_names_are_refused_without_a_search_for_each(tmp_path: Path) -> None:
    columns = {**WIDE["columns"], "partner": {"column": "With"}}
    rows = "".join(f"Nowhere {n};2001/01;1;2\n" for n in range(400)) + "China;2001/01;1;2\n"
    source = mapped(tmp_path, {**WIDE, "columns": columns})
    found = read(source, received(tmp_path, f"With;Date;Exports;Imports\n{rows}"))
    assert (len(found.rows), found.reasons) == (2, {"unknown-place": 400})
