"""``classes diff``: what two classes, or two years of one, count differently."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from bundled_answers import codes, validate

import steelyard as sy
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.answer import Answer
from steelyard.terms.errors import (
    BadOption,
    NoConcordance,
    NotHeld,
    ReversedRange,
    UnknownClass,
)
from steelyard.terms.product import Edition


def records(answer: Answer) -> list[dict]:
    validate(answer)
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def counts(answer: Answer) -> dict[Any, Any]:
    return dict(answer.table("counts").rows)


def of_year(year: int) -> set[str]:
    file = resources.files("steelyard.classes") / "data" / "atp.csv"
    rows = csv.DictReader(file.read_text("utf-8").splitlines())
    imports = [row for row in rows if row["flow"] == "M"]
    return {row["code"] for row in imports if int(row["first"]) <= year <= int(row["last"])}


def test_two_years_of_a_class() -> None:
    answer = sy.diff_classes("atp", period="2021:2022")
    before, after = of_year(2021), of_year(2022)
    rows = records(answer)
    assert {r["code"] for r in rows if r["change"] == "added"} == after - before
    assert {r["code"] for r in rows if r["change"] == "dropped"} == before - after
    assert counts(answer) == {"added": 163, "dropped": 75, "kept": 481}
    assert all(row["group"] and row["description"] for row in rows)
    assert codes(answer) == []


def test_of_a_dropped_code_it_is_told_whether_it_exists() -> None:
    lines = codes_of(Edition("HTS", "2022"))
    for row in records(sy.diff_classes("atp", period=(2021, 2022))):
        assert row["exists"] == (row["code"] in lines if row["change"] == "dropped" else None)


def test_two_classes_of_one_year() -> None:
    answer = sy.diff_classes("atp", "chips", period=2022)
    lines = {line for line in codes_of(Edition("HTS", "2022")) if line[:4] in {"8541", "8542"}}
    rows = records(answer)
    assert {r["code"] for r in rows if r["change"] == "added"} == lines - of_year(2022)
    assert {r["code"] for r in rows if r["change"] == "dropped"} == of_year(2022) - lines
    assert counts(answer)["kept"] == len(lines & of_year(2022))
    assert codes(answer) == ["compared-at", "tables"]
    assert "HTS 2022 > HS 2022" in answer.notes[1].text


def test_across_nomenclatures_doubt_is_told() -> None:
    answer = sy.diff_classes("lall", "chips", rows=10_000)
    assert codes(answer)[:3] == ["core-groups", "compared-at", "tables"]
    assert {row["change"] for row in records(answer)} <= {
        "added",
        "dropped",
        "perhaps added",
        "perhaps dropped",
    }
    assert all(0 <= row["share"] <= 1 for row in records(answer))
    assert sum(counts(answer).values()) == len(answer.rows) + counts(answer)["kept"]


def test_rows_left_out_are_counted() -> None:
    answer = sy.diff_classes("atp", "ai-hardware", rows=10)
    assert len(answer.rows) == 10
    assert codes(answer)[-1] == "more-rows"
    differing = sum(n for change, n in counts(answer).items() if change != "kept")
    assert f"{differing:,}" in answer.notes[-1].text


def test_a_class_that_is_not_dated_does_not_change() -> None:
    answer = sy.diff_classes("chips", period="2012:2022")
    assert (answer.rows, codes(answer)) == ((), ["same-codes"])


def test_two_versions_of_a_file(tmp_path: Path) -> None:
    first, second = tmp_path / "v1.yaml", tmp_path / "v2.yaml"
    text = "nomenclature: hs2022\ngroups: {a: A, b: B}\nmembers:\n"
    first.write_text(f"{text}- {{code: '8541', group: a}}\n- {{code: '8542', group: b}}\n")
    second.write_text(f"{text}- {{code: '8541', group: b}}\n- {{code: '8543', group: a}}\n")
    found = {r["code"]: r for r in records(sy.diff_classes(str(first), str(second)))}
    assert {code: row["change"] for code, row in found.items()} == {
        "8541": "regrouped",
        "8542": "dropped",
        "8543": "added",
    }
    assert found["8541"]["group"] == "B, was A"


def test_lists_of_each_flow_are_compared_with_what_has_only_one() -> None:
    assert sy.diff_classes("atp", "scheduleb:8542").question["flow"] == "X"
    assert sy.diff_classes("atp", "hts:8542").question["flow"] == "M"


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (("atp",), BadOption),
        (("atp", "", "2022"), BadOption),
        (("atp", "", "2022:2021"), ReversedRange),
        (("atp", "chipz"), UnknownClass),
        (("goods", "chips"), NotHeld),
        (("chips", "technology-services"), NoConcordance),
    ],
)
def test_what_cannot_be_compared_is_told(asked: tuple[str, ...], error: type[Exception]) -> None:
    one, other, period = (*asked, "", "")[:3] if len(asked) == 1 else (*asked, "")[:3]
    with pytest.raises(error) as caught:
        sy.diff_classes(one, other, period=period or None)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("period", "flow", "told", "remedy"),
    [
        ("2019:2022", "X", "one list of exports is held, of 2019", "--flow M --period 2017:2022"),
        ("2023:2024", "M", "held, of 2017 to 2022", "--period 2017:2022"),
    ],
)
def test_two_years_that_one_list_serves_are_a_gap(
    period: str, flow: str, told: str, remedy: str
) -> None:
    answer = sy.diff_classes("atp", period=period, flow=flow)
    (gap,) = answer.gaps
    assert told in gap.why
    assert remedy in gap.remedy
    assert "same-codes" not in codes(answer)
    assert not sy.diff_classes("atp", period="2021:2022").gaps
