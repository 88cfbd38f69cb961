"""A mapping that says something wrong is refused, with everything that is wrong with it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tidy_twins import CARD, WIDE, mapped

from steelyard.sources.tidy import periods, source_of
from steelyard.terms.errors import BadMapping


def wrong(path: list[Any], word: object) -> dict[str, Any]:
    found = copy.deepcopy(WIDE)
    at: Any = found
    for step in path[:-1]:
        at = at.setdefault(step, {}) if isinstance(at, dict) else at[step]
    at[path[-1]] = word
    return found


@pytest.mark.parametrize(
    ("path", "word", "told"),
    [
        (["columns", "reporter"], "Japann", "JPN"),
        (["columns", "reporter"], "ASEAN", "group of countries"),
        (["columns", "currency"], "YEN", "JPY"),
        (["columns", "parner"], "CHN", "Did you mean partner"),
        (["columns", "partner"], "", "partner is not stated"),
        (["columns", "level"], "6", "level is no column"),
        (["columns", "product"], "8542", "nomenclature is not stated"),
        (["columns", "period"], {"column": "Date", "format": "%m"}, "must have a year"),
        (["columns", "period"], {"column": "Date", "scale": "2"}, "scale cannot be said of it"),
        (["columns", "period"], {"month": "Date"}, "column of its year"),
        (["columns", "period"], {"format": "%Y"}, "the column is not named"),
        (["facts", 0, "valuation"], "FOP", "FOB"),
        (["facts", 0, "value"], "100", "in which column it stands"),
        (["facts", 0, "value"], {"column": "Exports", "scale": "0"}, "greater than 0"),
        (["facts", 0, "value"], {"matching": "(", "scale": "1"}, "regular expression"),
        (["facts"], [], "facts"),
        (["file", "thousands"], ".", "one sign"),
        (["file", "encoding"], "klingon", "no encoding"),
        (["file", "missing"], {"..": "gone"}, "missing"),
        (["file", "colour"], "red", "no name that a mapping has"),
        (["dataset"], "My Table", "dataset"),
        (["format"], "steelyard-mapping/9", "format"),
        (["skip"], [{"column": "Date", "reason": "x"}], "which rows it means"),
        (["publisher"], "TODO", "TODO still stands at publisher"),
    ],
)
def test_each_fault_is_told(tmp_path: Path, path: list[Any], word: object, told: str) -> None:
    with pytest.raises(BadMapping) as caught:
        mapped(tmp_path, wrong(path, word))
    assert told in caught.value.found
    assert caught.value.remedy


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as caught:
        mapped(tmp_path, {**CARD, "facts": [{"flow": "M", "value": {"column": "v"}}]})
    for name in ("reporter", "partner", "period", "valuation", "currency", "import_basis"):
        assert f"{name} is not stated" in caught.value.found


@pytest.mark.parametrize(
    "text",
    ["", "- a\n", "a: [", "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "\x00", "[" * 5000, "{a: b"],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadMapping):
        source_of(path)


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMapping):
        source_of(tmp_path / "none.yaml")


def test_norway_is_no_truth_value(tmp_path: Path) -> None:
    text = (tmp_path / "m.yaml", wrong(["columns", "partner"], "NOR"))
    mapped(tmp_path, text[1])
    path = tmp_path / "mapping.yaml"
    path.write_text(path.read_text().replace("partner: NOR", "partner: NO"), encoding="utf-8")
    assert source_of(path).mapping.columns["partner"] == "NO"


@pytest.mark.parametrize(
    ("form", "text", "label"),
    [
        ("%Y/%m", "2001/01", "2001-01"),
        ("%B %Y", "January 2001", "2001-01"),
        ("%B %Y", "Sept 2001", "2001-09"),
        ("%b-%y", "Dec-99", "1999-12"),
        ("%Y.%m", "2001.10", "2001-10"),
        ("%YQ%q", "2001Q3", "2001-Q3"),
        ("%Y-%m-%d", "2001-05-01", "2001-05"),
        ("%-m/%-d/%Y", "5/1/2001", "2001-05"),
        ("", "2001", "2001"),
        ("", "2001-Q1", "2001-Q1"),
        ("", "2001-02", "2001-02"),
    ],
)
def test_periods_are_read_as_they_are_written(form: str, text: str, label: str) -> None:
    assert periods.reader(form)(text) == label


@pytest.mark.parametrize(
    "call",
    [
        lambda: periods.reader("%Y.%m")("2001.1"),  # October or January: a zero was lost
        lambda: periods.reader("%Y-%m")("2001-13"),
        lambda: periods.reader("%Y-%m-%d")("2001-05-02"),
        lambda: periods.reader("%B %Y")("Ma 2001"),
        lambda: periods.reader()("1899"),
        lambda: periods.reader()("200102"),
        lambda: periods.reader("%Y-%m-%d", "Q")("2001-05-01"),
    ],
)
def test_what_is_no_period_is_none(call: Callable[[], str]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call()


@pytest.mark.parametrize(
    ("form", "text", "name"),
    [
        ("%B %Y", "März 2001", "März"),
        ("%B %Y", "Mai 2001", "Mai"),
        ("%d-%b-%Y", "01-Okt-2001", "Okt"),
        ("%b. %Y", "juil. 2001", "juil"),
        ("%B %Y", "一月 2001", "一月"),
    ],
)
def test_a_name_of_a_month_in_another_language_is_told_with_what_to_do(
    form: str, text: str, name: str
) -> None:
    told = f"'{name}' is no English name of a month.*write the months in English, or as numbers"
    with pytest.raises(ValueError, match=told):
        periods.reader(form)(text)
    with pytest.raises(ValueError, match=told):
        periods.together(("year", "month"))(periods.TOGETHER.join(("2001", name)))


@pytest.mark.parametrize("form", ["%b %B %Y", "%m %-m %Y", "%Y %Y", "%B"])
def test_a_form_names_a_year_and_no_field_twice(form: str) -> None:
    with pytest.raises(ValueError, match="must have a year, and no field twice"):
        periods.reader(form)


def test_a_date_may_stand_for_a_longer_period() -> None:
    assert periods.reader("%Y-%m-%d", "Q")("2001-04-01") == "2001-Q2"
    assert periods.reader("%Y-%m-%d", "Q", "last")("2001-06-30") == "2001-Q2"
    assert periods.reader("%Y-%m-%d", "A")("2001-01-01") == "2001"
