"""Periods, places, flows, products and details: what codes mean, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from comtrade_twins import EXPORT, ROW, delimited, flows, read, reasons, received


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"period": "202209", "freqCode": "M"}, ("2022-09", "M")),
        ({"period": "", "refYear": "2021", "refMonth": "52"}, ("2021", "A")),
        ({"period": "", "refYear": "2021", "refMonth": "9", "freqCode": "M"}, ("2021-09", "M")),
        ({"period": "2022.0"}, ("2022", "A")),
    ],
)
def test_periods_are_years_and_months(tmp_path: Path, cells: dict, expected: tuple) -> None:
    rows = [ROW | cells]
    if not cells["period"]:
        rows = [{name: text for name, text in rows[0].items() if name != "period"}]
    row = flows(tmp_path, rows)[0]
    assert (row["period"], row["freq"]) == expected


@pytest.mark.parametrize(
    "period", ["1899", "2101", "202213", "202200", "22", "", "next", "20220101"]
)
def test_other_periods_are_refused(tmp_path: Path, period: str) -> None:
    cells = {"period": period, "freqCode": ""}
    told = reasons(tmp_path, [ROW, {**ROW, **cells, "refYear": "", "refMonth": ""}])
    assert [reason for reason, _ in told] == ["bad-period"]


def test_a_month_of_a_yearly_row_is_refused(tmp_path: Path) -> None:
    assert reasons(tmp_path, [ROW | {"period": "202209"}])[0][0] == "bad-period"


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("842", "USA"),
        ("840", "USA"),
        ("490", "TWN"),
        ("699", "IND"),
        ("757", "CHE"),
        ("381", "ITA"),
        ("251", "FRA"),
        ("579", "NOR"),
        ("4", "AFG"),
        ("004", "AFG"),
        ("156.0", "CHN"),
    ],
)
def test_numbers_of_areas_are_comtrades_own(tmp_path: Path, number: str, place: str) -> None:
    row = flows(tmp_path, [ROW | {"partnerCode": number, "partnerISO": ""}])[0]
    assert (row["partner"], row["aggregate"]) == (place, False)


def test_the_world_is_an_aggregate_and_a_residual_is_a_partner(tmp_path: Path) -> None:
    world = ROW | {"partnerCode": "0", "partnerISO": "W00"}
    areas = ROW | {"partnerCode": "899", "partnerISO": "_X "}
    found = {row["partner_stated"]: row["aggregate"] for row in flows(tmp_path, [world, areas])}
    assert found == {"0": True, "899": False}


def test_an_unknown_or_contradictory_place_is_refused(tmp_path: Path) -> None:
    rows = [ROW, ROW | {"partnerCode": "9999"}, ROW | {"partnerISO": "CAN"}]
    (first, detail), (second, _) = reasons(tmp_path, rows)
    assert (first, second) == ("unknown-place", "contradictory-place")
    assert "9999" in detail


@pytest.mark.parametrize("code", ["FM", "MIP", "XOP", "Q", "9", ""])
def test_parts_of_flows_and_unknown_ones_are_refused(tmp_path: Path, code: str) -> None:
    assert [r for r, _ in reasons(tmp_path, [ROW | {"flowCode": code}])] == ["unknown-flow"]


@pytest.mark.parametrize(
    ("classification", "code", "level", "expected"),
    [
        ("H0", "854211", "6", ("HS", "1992", "854211", "6")),
        ("H6", "9999AA", "6", ("HS", "2022", "9999AA", "6")),
        ("H5", "999999", "6", ("HS", "2017", "999999", "6")),
        ("HS", "85", "2", ("HS", None, "85", "2")),
        ("H6", "TOTAL", "0", ("TOTAL", None, "TOTAL", None)),
        ("S2", "7", "1", ("SITC", "2", "7", "1")),
        ("S4", "75997", "5", ("SITC", "4", "75997", "5")),
        ("B4", "41", "2", ("BEC", "4", "41", "2")),
    ],
)
def test_products_keep_their_nomenclature(
    tmp_path: Path, classification: str, code: str, level: str, expected: tuple
) -> None:
    cells = {"classificationCode": classification, "cmdCode": code, "aggrLevel": level}
    row = flows(tmp_path, [ROW | cells])[0]
    assert (row["nomenclature"], row["edition"], row["product"], row["level"]) == expected


@pytest.mark.parametrize(
    ("codes", "reason", "says"),
    [
        (("H6", "10121", "6"), "lost-leading-zero", "010121"),
        (("H6", "1012", "6"), "lost-leading-zero", "as text"),
        (("H6", "8542310000", ""), "unknown-product", "form"),
        (("H6", "AG6", "6"), "unknown-product", "form"),
        (("H6", "854299", "6"), "unknown-product", "Did you mean 8542"),
        (("H6", "851712", "6"), "unknown-product", "HS 2007, 2012, 2017 has it"),
        (("H9", "854231", "6"), "unknown-nomenclature", "H9"),
        (("EB10", "SC", ""), "goods-and-services", "EB10"),
    ],
)
def test_codes_that_cannot_be_are_refused(
    tmp_path: Path, codes: tuple[str, str, str], reason: str, says: str
) -> None:
    cells = dict(zip(("classificationCode", "cmdCode", "aggrLevel"), codes, strict=True))
    ((found, detail),) = reasons(tmp_path, [ROW, ROW | cells])
    assert found == reason
    assert says in detail


def test_details_are_kept_and_their_totals_are_not_details(tmp_path: Path) -> None:
    cells = {"partner2Code": "344", "motCode": "2100", "customsCode": "C04"}
    plain, detailed = flows(tmp_path, [ROW | EXPORT, ROW | EXPORT | cells])
    names = ("partner2", "mode", "procedure")
    assert [plain[name] for name in names] == [None, None, None]
    assert [detailed[name] for name in names] == ["HKG", "2100", "C04"]


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("motCode", "unknown-mode"),
        ("customsCode", "unknown-procedure"),
        ("partner2Code", "unknown-place"),
        ("qtyUnitCode", "unknown-unit"),
        ("qty", "no-number"),
    ],
)
def test_what_is_no_code_or_number_is_refused(tmp_path: Path, column: str, reason: str) -> None:
    assert [r for r, _ in reasons(tmp_path, [ROW, ROW | {column: "?!"}])] == [reason]


def test_services_are_a_dataset_of_their_own(tmp_path: Path) -> None:
    cells = {"typeCode": "S", "classificationCode": "EB10", "cmdCode": "SC", "aggrLevel": ""}
    reading, table, _ = read(
        received(tmp_path, delimited([ROW | EXPORT | cells | {"mosCode": "1"}]))
    )
    (row,) = table.to_pylist()
    assert reading.card.dataset == "un-comtrade-services"
    assert (row["account"], row["nomenclature"], row["edition"]) == ("bop", "EBOPS", "2010")
    assert (row["valuation"], row["level"], row["mode"]) == (None, None, "mos-1")
