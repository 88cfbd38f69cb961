"""Answers of the Bureau's interface: what each variable means, and what is left out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from census_stream_twins import (
    CHINA,
    EXPORTS,
    IMPORTS,
    answer,
    imports,
    read,
    reasons,
    rejected,
    rows,
    saved,
)

from steelyard.sources.census import api
from steelyard.sources.contract import arrow_schema
from steelyard.sources.received import Received
from steelyard.terms.errors import BadFile
from steelyard.terms.tables import FLOWS


def test_one_row_states_four_flows_of_imports(tmp_path: Path) -> None:
    path = answer(tmp_path / "any", imports([*CHINA, "2024-03"]))
    made = {(r["import_basis"], r["valuation"]): r for r in rows(api, path)}
    assert {key: int(r["value"]) for key, r in made.items()} == {
        ("general", "CUSTOMS"): 100,
        ("general", "CIF"): 110,
        ("consumption", "CUSTOMS"): 90,
        ("consumption", "CIF"): 98,
    }
    consumed = made["consumption", "CUSTOMS"]
    assert (consumed["dutiable_value"], consumed["duty"]) == (40, 4)
    assert "duty" not in made["general", "CUSTOMS"]
    assert made["general", "CUSTOMS"]["quantity"] == 7
    assert {r["partner_role"] for r in made.values()} == {"origin"}


def test_the_words_of_a_flow(tmp_path: Path) -> None:
    first = rows(api, answer(tmp_path / "any", imports([*CHINA, "2024-03"])))[0]
    told = {n: str(c) for n, c in first.items() if n not in {"value", "quantity", "line"}}
    assert told == {
        "reporter": "USA",
        "partner": "CHN",
        "partner_stated": "5700",
        "partner_role": "origin",
        "flow": "M",
        "nomenclature": "HS",
        "edition": "2022",
        "product": "854231",
        "level": "6",
        "period": "2024-03",
        "freq": "M",
        "import_basis": "general",
        "account": "customs",
        "adjustment": "none",
        "valuation": "CUSTOMS",
        "currency": "USD",
        "quantity_unit": "NO",
        "aggregate": "False",
        "status": "A",
    }


def test_domestic_and_foreign_exports_are_told_apart(tmp_path: Path) -> None:
    lines = [
        ["5700", "8542310000", v, "2", "NO", df, "2024-03"]
        for v, df in (("9", "-"), ("7", "1"), ("2", "2"))
    ]
    made = rows(api, answer(tmp_path / "any", [EXPORTS, *lines]))
    told = [(r["flow"], r.get("export_scope"), r["valuation"], int(r["value"])) for r in made]
    assert told == [("X", "total", "FAS", 9), ("X", "domestic", "FAS", 7), ("RX", None, "FAS", 2)]
    assert {r["level"] for r in made} == {"10"}


def test_figures_since_january_are_those_of_the_year_in_december_only(tmp_path: Path) -> None:
    header = ["CTY_CODE", "NAICS", "CON_VAL_YR", "CAL_DUT_YR", "YEAR", "MONTH"]
    lines = [["5700", "3344", "10", "1", "2023", "12"], ["5700", "3344", "9", "1", "2023", "11"]]
    path = answer(tmp_path / "any", [header, *lines])
    (made,) = rows(api, path)
    assert (made["period"], made["freq"], made["value"], made["duty"]) == ("2023", "A", 10, 1)
    assert (made["nomenclature"], made["level"]) == ("NAICS", "4")
    assert reasons(api, path) == ["year-to-date"]


def test_months_and_the_closing_year_stand_side_by_side(tmp_path: Path) -> None:
    header = ["CTY_CODE", "GEN_VAL_MO", "GEN_VAL_YR", "time"]
    path = answer(
        tmp_path / "any", [header, ["5700", "1", "9", "2023-11"], ["5700", "2", "11", "2023-12"]]
    )
    assert [(r["period"], int(r["value"])) for r in rows(api, path)] == [
        ("2023-11", 1),
        ("2023-12", 2),
        ("2023", 11),
    ]
    assert {r["nomenclature"] for r in rows(api, path)} == {"TOTAL"}
    assert reasons(api, path) == []


def test_fields_of_advanced_technology(tmp_path: Path) -> None:
    header = ["CTY_CODE", "HITECH", "HITECH_DESC", "GEN_VAL_MO", "time"]
    lines = [["5700", "05", "ELECTRONICS", "3", "2023-11"], ["5700", "-", "TOTAL", "9", "2023-11"]]
    path = answer(tmp_path / "any", [header, *lines])
    (made,) = rows(api, path)
    assert (made["nomenclature"], made["product"], "level" in made) == ("CENSUS-ATP", "05", False)
    assert reasons(api, path) == ["unknown-product"]


def test_a_quantity_of_zero_is_nil_only_where_its_flag_says_so(tmp_path: Path) -> None:
    known, flagged = [*CHINA, "2024-03"], [*CHINA, "2024-04"]
    known[9], flagged[9], flagged[10] = "0", "0", "M"
    nil, missing = rows(api, answer(tmp_path / "a", imports(known, flagged)))[:2]
    assert nil["quantity"] == 0
    assert "quantity" not in missing
    assert "quantity_unit" not in missing
    unflagged = ["1220", "8542310000", "5", "0", "NO", "-", "2024-03"]
    (made,) = rows(api, answer(tmp_path / "b", [EXPORTS, unflagged]))
    assert "quantity" not in made
    assert made["value"] == 5


def test_a_value_of_zero_is_nil_and_an_absent_one_is_missing(tmp_path: Path) -> None:
    header = ["CTY_CODE", "GEN_VAL_MO", "time"]
    path = answer(tmp_path / "any", [header, ["5700", "0", "2023-11"], ["5700", None, "2023-12"]])
    nil, missing = rows(api, path)
    assert (nil["value"], nil["status"]) == (0, "A")
    assert ("value" in missing, missing["status"]) == (False, "O")


def test_groupings_are_never_taken_for_what_their_codes_mean_elsewhere(tmp_path: Path) -> None:
    codes = ["-", "0003", "0020", "0022", "4XXX", "0004", "3", "9999"]
    path = answer(
        tmp_path / "any",
        [["CTY_CODE", "GEN_VAL_MO", "time"], *([c, "1", "2023-11"] for c in codes)],
    )
    made = [(r["partner_stated"], r["partner"], r["aggregate"]) for r in rows(api, path)]
    assert made == [
        ("0015", "WLD", True),
        ("0003", "census:0003", True),
        ("0010", "census:0010", True),
        ("0003", "census:0003", True),
    ]
    assert reasons(api, path) == [
        "group-of-partners",
        "group-of-partners",
        "unknown-place",
        "unknown-place",
    ]


def test_partners_told_by_name_only_or_not_at_all(tmp_path: Path) -> None:
    named = [
        ["CTY_NAME", "GEN_VAL_MO", "time"],
        ["KOREA, SOUTH", "1", "2023-11"],
        ["ATLANTIS", "1", "2023-11"],
    ]
    path = answer(tmp_path / "named", named)
    assert [r["partner"] for r in rows(api, path)] == ["KOR"]
    assert reasons(api, path) == ["unknown-place"]
    world = [["I_COMMODITY", "GEN_VAL_MO", "time"], ["84", "1", "2023-11"]]
    (made,) = rows(api, answer(tmp_path / "world", world))
    assert (made["partner"], made["aggregate"]) == ("WLD", True)


def test_trade_of_one_district_is_a_part_of_a_flow(tmp_path: Path) -> None:
    header = ["CTY_CODE", "DISTRICT", "ALL_VAL_MO", "time"]
    lines = [["5700", "55", "1", "2023-11"], ["5700", "-", "2", "2023-11"]]
    path = answer(tmp_path / "any", [header, *lines])
    assert reasons(api, path) == ["part-of-flow"]
    assert [int(r["value"]) for r in rows(api, path)] == [2]


@pytest.mark.parametrize(
    ("code", "time", "reason"),
    [
        ("854299", "2024-03", "unknown-product"),
        ("85423", "2024-03", "unknown-product"),
        ("0088", "2010-03", "unknown-product"),
        ("8542", "2024-13", "bad-period"),
        ("8542", "2024", "bad-period"),
        ("8542", "1066-10", "bad-period"),
        ("8542", "", "bad-period"),
    ],
)
def test_a_row_that_cannot_be_placed(tmp_path: Path, code: str, time: str, reason: str) -> None:
    path = answer(tmp_path / "any", [["I_COMMODITY", "GEN_VAL_MO", "time"], [code, "1", time]])
    assert reasons(api, path) == [reason]


@pytest.mark.parametrize(("value", "reason"), [("-1", "negative-value"), ("x", "no-number")])
def test_a_figure_that_is_none(tmp_path: Path, value: str, reason: str) -> None:
    path = answer(
        tmp_path / "any", [["CTY_CODE", "GEN_VAL_MO", "time"], ["5700", value, "2024-03"]]
    )
    assert reasons(api, path) == [reason]


def test_own_chapters_and_old_codes_are_kept(tmp_path: Path) -> None:
    lines = [["9801001000", "1", "2024-03"], ["852520", "1", "2010-03"]]
    made = rows(api, answer(tmp_path / "any", [["I_COMMODITY", "GEN_VAL_MO", "time"], *lines]))
    assert [(r["product"], r.get("edition")) for r in made] == [
        ("9801001000", "2022"),
        ("852520", None),
    ]


def test_a_name_that_the_interface_repeats_is_read_once(tmp_path: Path) -> None:
    path = answer(tmp_path / "any", [[*IMPORTS, "CTY_CODE"], [*CHINA, "2024-03", "5700"]])
    reading, _ = read(api, path)
    assert reading.columns == tuple(IMPORTS)
    assert len(rows(api, path)) == 4


def test_text_says_the_same_as_json(tmp_path: Path) -> None:
    lines = imports([*CHINA, "2024-03"], [*CHINA, "2024-04"])
    assert rows(api, answer(tmp_path / "a", lines)) == rows(api, saved(tmp_path / "b", lines))


def test_rejected_rows_can_be_corrected_and_read_again(tmp_path: Path) -> None:
    lines = imports(["57X0", *CHINA[1:], "2024-03"])
    (wrong,) = rejected(api, answer(tmp_path / "any", lines))
    fixed = ["5700", *wrong["cells"][1:]]
    header = ["file", "line", "reason", "detail", "release", *IMPORTS]
    again = saved(
        tmp_path / "again", [header, ["f", "2", wrong["reason"], wrong["detail"], "", *fixed]]
    )
    assert api.knows(Received(again))
    assert len(rows(api, again)) == 4


def test_the_columns_and_the_date(tmp_path: Path) -> None:
    path = answer(
        tmp_path / "any",
        [["CTY_CODE", "GEN_VAL_MO", "AIR_VAL_MO", "time"], ["5700", "1", "1", "2024-03"]],
    )
    reading, (batch,) = read(api, path)
    assert batch.table.column_names == [*arrow_schema(FLOWS).names, "line"]
    assert (reading.published_at, reading.dated) == ("", "inferred")
    assert reading.notes == {"columns-not-held": "Not taken in: AIR_VAL_MO."}
    dated, _ = read(api, path, published_at="2024-05-02")
    assert (dated.published_at, dated.dated) == ("2024-05-02", "stated")


@pytest.mark.parametrize(
    "header",
    [
        ["CTY_CODE", "time"],
        ["CTY_CODE", "GEN_VAL_MO"],
        ["CTY_CODE", "GEN_VAL_MO", "ALL_VAL_MO", "time"],
        ["CTY_CODE", "GEN_VAL_MO", "COMM_LVL", "time"],
        ["period", "reporterCode", "primaryValue"],
    ],
)
def test_other_files_are_not_claimed(tmp_path: Path, header: list[str]) -> None:
    assert not api.knows(Received(answer(tmp_path / "a", [header, ["1"] * len(header)])))
    assert not api.knows(Received(saved(tmp_path / "b", [header, ["1"] * len(header)])))


def test_a_shortened_answer_is_refused(tmp_path: Path) -> None:
    path = answer(tmp_path / "any", imports(*([*CHINA, "2024-03"] for _ in range(50))))
    path.write_bytes(path.read_bytes()[:-40])
    assert api.knows(Received(path))
    with pytest.raises(BadFile):
        read(api, path)


def test_amounts_are_exact(tmp_path: Path) -> None:
    path = answer(
        tmp_path / "any",
        [["CTY_CODE", "GEN_VAL_MO", "time"], ["5700", 123456789012345678901, "2024-03"]],
    )
    assert rows(api, path)[0]["value"] == Decimal(123456789012345678901)
