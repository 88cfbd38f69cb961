from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from comtrade_twins import (
    EXPORT,
    LAYOUTS,
    ROW,
    ROWS,
    answer,
    delimited,
    flows,
    read,
    reasons,
    received,
)

from steelyard.sources import comtrade
from steelyard.sources.comtrade import read as comtrade_read
from steelyard.sources.contract import arrow_schema
from steelyard.sources.corrections import Correction
from steelyard.terms.tables import FLOWS


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_flows(tmp_path: Path, layout: str) -> None:
    given = received(tmp_path, LAYOUTS[layout](ROWS))
    assert comtrade.knows(given)
    reading, table, rejected = read(given)
    assert reading.card.dataset == "un-comtrade-goods"
    assert rejected.num_rows == 0
    expected = read(received(tmp_path, delimited(ROWS), "plain.csv"))[1]
    assert table.drop_columns(["line"]).to_pylist() == expected.drop_columns(["line"]).to_pylist()
    assert table.drop_columns(["line"]).schema.equals(arrow_schema(FLOWS))


def test_a_row_says_what_the_publisher_means(tmp_path: Path) -> None:
    cif, fob = flows(tmp_path, [ROW])
    assert {name: value for name, value in cif.items() if value is not None} == {
        "reporter": "USA",
        "partner": "CHN",
        "partner_stated": "156",
        "partner_role": "origin",
        "flow": "M",
        "nomenclature": "HS",
        "edition": "2022",
        "product": "854231",
        "level": "6",
        "period": "2022",
        "freq": "A",
        "import_basis": "general",
        "account": "customs",
        "adjustment": "none",
        "valuation": "CIF",
        "currency": "USD",
        "value": Decimal("1050.25"),
        "quantity": Decimal(1200),
        "quantity_unit": "u",
        "net_weight": Decimal("35.5"),
        "aggregate": False,
        "status": "A",
        "line": 2,
    }
    assert fob == cif | {"valuation": "FOB", "value": Decimal(1000)}


def test_exports_are_of_total_scope_with_the_last_known_destination(tmp_path: Path) -> None:
    (row,) = flows(tmp_path, [ROW | EXPORT])
    said = (row["partner_role"], row["import_basis"], row["export_scope"], row["valuation"])
    assert said == ("last-known", None, "total", "FOB")


VALUED = [
    ("M", ("10", "10", "9"), {"CIF": 10, "FOB": 9}),
    ("M", ("10", "10", "0"), {"CIF": 10}),
    ("M", ("10", "", ""), {"CIF": 10}),
    ("M", ("10", "", "9"), {"CIF": 10, "FOB": 9}),
    ("M", ("9", "", "9"), {"FOB": 9}),
    ("M", ("9", "10", "9"), {"CIF": 10, "FOB": 9}),
    ("M", ("9", "9", "9"), {"CIF": 9, "FOB": 9}),
    ("M", ("", "10", "9"), {"CIF": 10, "FOB": 9}),
    ("M", ("0", "0", "0"), {"CIF": 0}),
    ("M", ("", "", ""), {"CIF": None}),
    ("X", ("10", "0", "10"), {"FOB": 10}),
    ("X", ("11", "11", ""), {"CIF": 11}),
    ("RX", ("5", "", ""), {"FOB": 5}),
    ("RM", ("5", "", ""), {"CIF": 5}),
    ("DX", ("5", "", ""), {"FOB": 5}),
]


@pytest.mark.parametrize(("flow", "values", "expected"), VALUED)
def test_each_valuation_stated_is_a_row(
    tmp_path: Path, flow: str, values: tuple[str, str, str], expected: dict
) -> None:
    cells = dict(zip(("primaryValue", "cifvalue", "fobvalue"), values, strict=True))
    rows = flows(tmp_path, [ROW | cells | {"flowCode": flow}])
    assert {row["valuation"]: row["value"] for row in rows} == expected
    assert {row["status"] for row in rows} == {"O" if None in expected.values() else "A"}


@pytest.mark.parametrize(("flow", "values", "expected"), VALUED)
def test_large_values_are_told_apart_as_small_ones_are(
    tmp_path: Path, flow: str, values: tuple[str, str, str], expected: dict
) -> None:
    large = [cell and cell + "0" * 20 for cell in values]
    cells = dict(zip(("primaryValue", "cifvalue", "fobvalue"), large, strict=True))
    rows = flows(tmp_path, [ROW, ROW | cells | {"flowCode": flow}])[1:]
    found = {row["valuation"]: row["value"] for row in rows if row["line"] == 3}
    assert found == {name: n and n * 10**20 for name, n in expected.items()}


def test_a_primary_value_rounded_to_dollars_is_the_one_beside_it(tmp_path: Path) -> None:
    cells = {"primaryValue": "1050", "cifvalue": "1050.75", "fobvalue": "900"}
    rows = flows(tmp_path, [ROW | cells])
    assert {row["valuation"]: row["value"] for row in rows} == {
        "CIF": Decimal("1050.75"),
        "FOB": Decimal(900),
    }


def test_a_primary_value_beside_two_others_is_refused(tmp_path: Path) -> None:
    bad = ROW | {"primaryValue": "5000"}
    assert [r for r, _ in reasons(tmp_path, [ROW, bad])] == ["contradictory-value"]


@pytest.mark.parametrize("name", ["primaryValue", "cifvalue", "fobvalue"])
def test_a_value_below_zero_is_refused(tmp_path: Path, name: str) -> None:
    assert [r for r, _ in reasons(tmp_path, [ROW | {name: "-1"}])] == ["negative-value"]


@pytest.mark.parametrize(
    ("unit", "abbreviation", "quantity", "expected"),
    [
        ("5", "u", "7", (7, "u")),
        ("12", "m³", "7", (7, "m3")),
        ("-1", "N/A", "0", (None, None)),
        ("-1", "N/A", "7", (None, None)),
        ("1", "", "", (None, None)),
        ("5", "u", "0", (None, "u")),
        ("5", "u", "", (None, "u")),
        ("", "barrel", "7", (7, "barrel")),
        ("99", "", "7", (7, "comtrade:99")),
    ],
)
def test_a_quantity_has_a_unit_or_is_not_given(
    tmp_path: Path, unit: str, abbreviation: str, quantity: str, expected: tuple
) -> None:
    cells = {"qtyUnitCode": unit, "qtyUnitAbbr": abbreviation, "qty": quantity}
    row = flows(tmp_path, [ROW | cells])[0]
    assert (row["quantity"], row["quantity_unit"]) == expected


def test_a_weight_of_nothing_is_not_given_beside_a_value(tmp_path: Path) -> None:
    assert flows(tmp_path, [ROW | {"netWgt": "0"}])[0]["net_weight"] is None


LEGACY = {
    "Classification": "H5",
    "Year": "2018",
    "Period": "2018",
    "Aggregate Level": "6",
    "Trade Flow Code": "2",
    "Reporter Code": "360",
    "Reporter ISO": "IDN",
    "Partner Code": "0",
    "Partner ISO": "WLD",
    "2nd Partner Code": "",
    "Commodity Code": "010410",
    "Qty Unit Code": "1",
    "Qty": "0",
    "Netweight (kg)": "",
    "Trade Value (US$)": "346771",
    "CIF Trade Value (US$)": "",
    "FOB Trade Value (US$)": "",
    "Flag": "2",
}
SHORT = {
    "Year": "2010",
    "Reporter Code": "699",
    "Trade Flow Code": "4",
    "Partner Code": "156",
    "Classification": "H3",
    "Commodity Code": "010619",
    "Quantity Unit Code": "8",
    "Supplementary Quantity": "2",
    "Netweight (kg)": "2",
    "Value": "109",
    "Estimation Code": "0",
}


def test_the_database_before_2023(tmp_path: Path) -> None:
    (row,) = flows(tmp_path, [LEGACY])
    assert (row["reporter"], row["partner"], row["flow"]) == ("IDN", "WLD", "X")
    assert (row["value"], row["valuation"], row["quantity"]) == (346771, "FOB", None)
    (short,) = flows(tmp_path, [SHORT])
    assert (short["flow"], short["partner_role"], short["valuation"]) == (
        "RM",
        "consignment",
        "CIF",
    )
    assert (short["period"], short["edition"], short["quantity"]) == ("2010", "2007", 2)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_known_error_is_put_right_only_while_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str
) -> None:
    said = {"where": {"reporterCode": "842", "cmdCode": "854231", "flowCode": "X"}}
    told = {"right": {"fobvalue": 78, "primaryValue": 78}, "why": "a slip", "source": "a letter"}
    for wrong, value, outdated in ((77, 78, False), (76, 77, True)):
        known = Correction(**said, **told, wrong={"primaryValue": wrong})
        monkeypatch.setattr(comtrade_read, "_CORRECTIONS", {"slip": known})
        reading, table, _ = read(received(tmp_path, LAYOUTS[layout](ROWS)))
        found = [r for r in table.to_pylist() if r["flow"] == "X" and r["product"] == "854231"]
        assert [(r["value"], r["correction"]) for r in found] == [
            (value, None if outdated else "slip")
        ]
        assert [check.passed for check in reading.checks()] == [not outdated]


def test_keys_that_the_first_row_of_an_answer_lacks_are_read(tmp_path: Path) -> None:
    lacking = {name: cell for name, cell in ROW.items() if name not in ("motCode", "fobvalue")}
    later = ROW | {"motCode": "1000", "period": "2023", "refYear": "2023"}
    made = read(received(tmp_path, answer([lacking, later])))[1].to_pylist()
    assert [(r["period"], r["mode"], r["valuation"]) for r in made] == [
        ("2022", None, "CIF"),
        ("2023", "1000", "CIF"),
        ("2023", "1000", "FOB"),
    ]


def test_an_area_has_one_spelling(tmp_path: Path) -> None:
    made = flows(tmp_path, [ROW | {"partnerCode": "036", "partnerISO": "AUS"}])
    assert {(r["partner"], r["partner_stated"]) for r in made} == {("AUS", "36")}
