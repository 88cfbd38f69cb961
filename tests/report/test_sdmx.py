"""SDMX-CSV: the observations of an answer, read back by an SDMX library, are its figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import cache

import pytest

import steelyard as sy
from steelyard.report.csv_metadata import ANSWER
from steelyard.report.sdmx import MISSING, NORMAL, sdmx_description, time_period, to_sdmx_csv
from steelyard.terms.answer import Answer, Column, Value
from steelyard.terms.errors import BadOption

DIMENSIONS = ("FREQ", "REF_AREA", "COUNTERPART_AREA", "PRODUCT", "INDICATOR", "TIME_PERIOD")
ASKED: dict[str, dict[str, object]] = {
    "years with a gap": {"years": "2022:2023"},
    "quarters": {"periods": "2007-Q3:2008-Q1"},
    "months cumulated": {"periods": "2012-01:2012-10", "cumulate": True},
    "in euros": {"years": "2015:2016", "currency": "EUR"},
    "technology": {"partner": "WLD", "of": "atp", "years": "2002:2007"},
    "a publisher's group": {"partner": "census:0003", "years": 2019},
}


@cache
def asked(words: str) -> Answer:
    question = {"partner": "CHN", **ASKED[words]}
    return sy.weigh("USA", **question)  # type: ignore[arg-type]


def observations(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_sdmx_csv(answer).decode(), newline="")))


def figures(answer: Answer) -> dict[tuple[str, str], Value]:
    return {
        (column.name.upper(), time_period(str(row[0]))): value
        for row in answer.rows
        for column, value in zip(answer.columns, row, strict=True)
        if column.type in {"number", "integer"}
    }


def value(row: Mapping[str, str]) -> float | None:
    return float(row["OBS_VALUE"]) if row["OBS_VALUE"] else None


@pytest.mark.parametrize("words", ASKED)
def test_one_row_an_observation_and_none_twice(words: str) -> None:
    answer = asked(words)
    rows = observations(answer)
    assert {(r["INDICATOR"], r["TIME_PERIOD"]): value(r) for r in rows} == figures(answer)
    keys = [tuple(row[name] for name in DIMENSIONS) for row in rows]
    assert len(set(keys)) == len(keys) == len(figures(answer))
    assert all(all(key) for key in keys)


@pytest.mark.parametrize("words", ASKED)
def test_an_sdmx_library_reads_it(words: str) -> None:
    reader = pytest.importorskip(
        "pysdmx.io.csv.sdmx20.reader", reason="the SDMX library is not installed"
    )
    answer = asked(words)
    (dataset,) = reader.read(to_sdmx_csv(answer).decode())
    assert str(dataset.structure) == "DataStructure=STEELYARD:WEIGH(1.0.0)"
    assert dataset.action.value == "Information"
    found = dataset.data.to_dict("records")
    assert {(r["INDICATOR"], r["TIME_PERIOD"]): value(r) for r in found} == figures(answer)
    assert {row["UNIT_MULT"] for row in found} == {"0"}


@pytest.mark.parametrize("words", ASKED)
def test_missing_has_no_value_and_says_so_and_zero_is_a_value(words: str) -> None:
    for row in observations(asked(words)):
        missing = row["OBS_VALUE"] == ""
        assert row["OBS_STATUS"] == (MISSING if missing else NORMAL)
        assert (row["DECIMALS"] == "") is missing


def test_a_period_that_is_not_published_is_missing() -> None:
    rows = [r for r in observations(asked("years with a gap")) if r["TIME_PERIOD"] == "2023"]
    assert {(r["OBS_VALUE"], r["OBS_STATUS"]) for r in rows} == {("", "O")}
    assert {"EXPORTS", "IMPORTS", "BALANCE"} <= {r["INDICATOR"] for r in rows}


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("2007", "2007"),
        ("2007-Q3", "2007-Q3"),
        ("2007-09", "2007-09"),
        ("2012-01/2012-10", "2012-01-01/P10M"),
        ("2012-01/2012-02", "2012-01-01/P2M"),
        ("2012-01/2012-12", "2012-01-01/P12M"),
    ],
)
def test_periods_are_written_as_sdmx_writes_them(label: str, found: str) -> None:
    assert time_period(label) == found


def test_the_columns_begin_with_structure_and_action() -> None:
    head = to_sdmx_csv(asked("quarters")).decode().splitlines()[0].split(",")
    assert head[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert head[3:9] == list(DIMENSIONS)
    assert head[9] == "OBS_VALUE"
    assert len(set(head)) == len(head)


def test_attributes_tell_unit_valuation_basis_and_release() -> None:
    rows = {row["INDICATOR"]: row for row in observations(asked("technology"))}
    imports = rows["IMPORTS"]
    assert (imports["FREQ"], imports["REF_AREA"], imports["COUNTERPART_AREA"]) == (
        "A",
        "USA",
        "WLD",
    )
    assert (imports["PRODUCT"], imports["UNIT_MEASURE"]) == ("atp", "USD")
    assert (imports["VALUATION"], imports["BASIS"]) == ("CUSTOMS", "general")
    assert (rows["EXPORTS"]["VALUATION"], rows["EXPORTS"]["BASIS"]) == ("FAS", "total")
    assert rows["EXPORTS_GROWTH"]["UNIT_MEASURE"] == "RATIO"
    for row in rows.values():
        assert (row["DATASET"], row["RELEASE"]) == ("census-goods-by-country", "2023-03-08")


def test_the_choices_that_are_not_usual_are_named() -> None:
    assert {r["DEFINITION"] for r in observations(asked("in euros"))} == {"currency=EUR"}
    assert {r["DEFINITION"] for r in observations(asked("months cumulated"))} == {"cumulate"}
    assert {r["DEFINITION"] for r in observations(asked("quarters"))} == {""}


def test_codes_are_sdmx_identifiers() -> None:
    rows = observations(asked("a publisher's group"))
    assert {row["COUNTERPART_AREA"] for row in rows} == {"census_0003"}


@pytest.mark.parametrize("verb", ["holdings", "cite"])
def test_an_answer_without_periods_is_refused(verb: str) -> None:
    with pytest.raises(BadOption, match="SDMX-CSV") as caught:
        to_sdmx_csv(getattr(sy, verb)())
    assert verb in caught.value.asked


def test_the_description_names_the_columns_and_holds_the_answer() -> None:
    answer = asked("quarters")
    content = to_sdmx_csv(answer)
    found = json.loads(sdmx_description(answer, "q.csv", content))
    head = content.decode().splitlines()[0].split(",")
    assert [column["name"] for column in found["tableSchema"]["columns"]] == head
    assert found[ANSWER] == {**answer.record(), "rows": []}


def test_an_answer_without_rows_has_the_columns() -> None:
    made = asked("quarters")
    empty = Answer(made.verb, made.version, made.question, made.columns, ())
    assert to_sdmx_csv(empty).splitlines() == to_sdmx_csv(made).splitlines()[:1]


def test_a_column_of_text_is_a_dimension() -> None:
    made = asked("quarters")
    columns = (Column("period"), Column("group"), Column("exports", "number", "USD"))
    rows = (("2007-Q3", "life science", 0), ("2007-Q3", "nuclear", None))
    found = observations(Answer("weigh", made.version, made.question, columns, rows))
    assert [(r["GROUP"], r["OBS_VALUE"], r["OBS_STATUS"]) for r in found] == [
        ("life_science", "0", NORMAL),
        ("nuclear", "", MISSING),
    ]
