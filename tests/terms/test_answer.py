"""The answer: its JSON contract, its endings, and missing that is null."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from steelyard.terms.answer import Answer, Column, Ending, Gap, Note, Table, Value, answer_schema
from steelyard.terms.evidence import Evidence, Method

COLUMNS = (
    Column("period"),
    Column("exports", "number", "USD", {"valuation": "FAS"}),
    Column("rank", "integer", "rank"),
    Column("held", "boolean"),
)
GAP = Gap("exports of 2023", "not yet published", "Wait.")
EVIDENCE = Evidence(
    dataset="d",
    publisher="p",
    release="2023-03",
    licence="public domain",
    file_sha256="a" * 64,
    filter="TRUE",
    rows=0,
    rows_digest="b" * 64,
    url="https://example.org",
    obtained_from="",
    used_for="exports",
    dated="stated",
)
ROWS = st.lists(
    st.tuples(
        st.text(),
        st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.integers(),
        st.none() | st.booleans(),
    ),
    max_size=5,
)
VALIDATOR = Draft202012Validator(answer_schema())


def answer(*rows: tuple[Value, ...], gaps: tuple[Gap, ...] = ()) -> Answer:
    return Answer(
        verb="weigh",
        version="0.1.0",
        question={"reporter": "USA"},
        columns=COLUMNS,
        rows=rows,
        tables=(Table("records", COLUMNS[:2], (("2002", None),)),),
        notes=(Note("a-note", "Text."),),
        gaps=gaps,
        evidence=(EVIDENCE,),
        method=(Method("balance", "X - M", "IMTS"),),
        query="SELECT 1",
    )


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(answer_schema())


@given(ROWS, st.booleans())
def test_the_json_of_any_answer_satisfies_the_schema(
    rows: list[tuple[Value, ...]], gaps: bool
) -> None:
    made = answer(*rows, gaps=(GAP,) if gaps else ())
    plain = json.loads(made.to_json())
    VALIDATOR.validate(plain)
    assert [tuple(row) for row in plain["rows"]] == list(made.rows)
    assert made.to_json() == answer(*rows, gaps=made.gaps).to_json()


@pytest.mark.parametrize(
    "change",
    [
        {"rows": [[{}]]},
        {"schema": "steelyard.answer/2"},
        {"columns": [{"name": "x", "type": "money"}]},
        {"notes": [{"code": "Not A Code", "text": ""}]},
        {"gaps": [{"what": "", "why": "x", "remedy": ""}]},
        {"extra": 1},
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_have(change: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid({**answer().record(), **change})


def test_missing_is_null_and_zero_is_zero() -> None:
    text = answer(("2002", None, None, None), ("2003", 0, 0, False)).to_json()
    assert json.loads(text)["rows"] == [["2002", None, None, None], ["2003", 0, 0, False]]
    assert "NaN" not in text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_json_cannot_hold_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        answer(("2002", value, 1, True)).to_json()


@pytest.mark.parametrize(
    ("rows", "gaps", "ending"),
    [
        ([], (), Ending.COMPLETE),
        ([("2002", 1.5, 1, True)], (), Ending.COMPLETE),
        ([("2002", None, None, None)], (), Ending.COMPLETE),
        ([("2002", 1.5, None, None)], (GAP,), Ending.WITH_GAPS),
        ([("2002", 0, None, None)], (GAP,), Ending.WITH_GAPS),
        ([("2002", None, 0, None)], (GAP,), Ending.WITH_GAPS),
        ([("2002", None, None, None), ("2003", 1, None, None)], (GAP,), Ending.WITH_GAPS),
        ([("2002", None, None, True)], (GAP,), Ending.CANNOT_ANSWER),
        ([], (GAP,), Ending.CANNOT_ANSWER),
    ],
)
def test_a_run_ends_in_one_of_three_ways(
    rows: list[tuple[Value, ...]], gaps: tuple[Gap, ...], ending: Ending
) -> None:
    assert answer(*rows, gaps=gaps).ending is ending


def test_a_column_is_found_by_its_name() -> None:
    made = answer(("2002", 1.5, 1, True), ("2003", None, 2, False))
    assert made.column("period") == ["2002", "2003"]
    assert made.column("exports") == [1.5, None]
    with pytest.raises(KeyError, match="exports"):
        made.column("export")


def test_a_column_tells_only_what_it_has() -> None:
    assert COLUMNS[0].record() == {"name": "period", "type": "string"}
    assert COLUMNS[1].record() == {
        "name": "exports",
        "type": "number",
        "unit": "USD",
        "valuation": "FAS",
    }


def test_text_beyond_ascii_stays_readable() -> None:
    assert "Côte d'Ivoire" in answer(("Côte d'Ivoire", 1, 1, True)).to_json()


def test_the_text_of_an_answer_is_short() -> None:
    found = answer(*[("2002", 1.0, 1, True)] * 500)
    assert str(found) == "<Answer to weigh: 500 rows, complete>"
    assert str(answer(gaps=(GAP,))) == f"<Answer to weigh: 0 rows, {Ending.CANNOT_ANSWER}>"
