"""``holdings --diff``: which two releases are compared, and what the answer shows of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import store_twins

import steelyard as sy
from steelyard.cli.main import exit_code
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, answer_schema
from steelyard.terms.errors import BadOption, UnknownDataset

EARLY, LATE = "census-goods-by-country@2017-01", "census-goods-by-country@2023-03-08"


def records(answer: Answer, table: str = "") -> list[dict[str, Any]]:
    found = next((t for t in answer.tables if t.name == table), answer)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


@pytest.fixture(scope="module")
def census() -> Answer:
    return sy.holdings("census-goods-by-country", diff=EARLY, rows=50, store=Store())


def test_a_dataset_alone_means_its_newest_release(census: Answer) -> None:
    assert census.question == {"dataset": LATE, "diff": EARLY, "rows": 50}
    assert sy.holdings(LATE, diff=EARLY, rows=50).to_json() == census.to_json()


def test_the_bundled_releases_are_told_apart(census: Answer) -> None:
    jsonschema.validate(census.record(), answer_schema())
    imports = next(r for r in records(census) if "M TOTAL M general customs none" in r["series"])
    assert imports["rows_before"] == imports["same"] + imports["withdrawn"] + imports["revised"]
    assert imports["rows_after"] == imports["same"] + imports["added"] + imports["revised"]
    assert sum(row["rows_before"] for row in records(census)) == 162_924
    assert sum(row["rows_after"] for row in records(census)) == 203_004
    changes = records(census, "changes")
    sizes = [abs(row["difference"]) for row in changes]
    assert len(changes) == 50
    assert sizes == sorted(sizes, reverse=True)
    assert {"reporter", "currency", "freq"}.isdisjoint(changes[0])
    assert {"partner", "period", "change", "value_before", "value_after"} <= changes[0].keys()
    assert [item.release for item in census.evidence] == ["2017-01", "2023-03-08"]
    codes = [note.code for note in census.notes]
    assert codes == ["compared", "more-rows"]


def test_a_release_is_the_same_as_itself() -> None:
    answer = sy.holdings(EARLY, diff=EARLY)
    assert all(row["rows_before"] == row["same"] for row in records(answer))
    assert records(answer, "changes") == []


def test_own_releases_are_compared_as_the_bundled_ones(tmp_path: Path) -> None:
    store_twins.stored(tmp_path, "2020-04-15")
    rows = [{**row, "value": row["value"] and row["value"] + 1} for row in store_twins.ROWS]
    rows[0]["value"] = None
    later = store_twins.facts("2020-05-15", content="later")
    store_twins.add(tmp_path, later, store_twins.table(rows[:-1]))
    answer = sy.holdings("twin", diff="twin@2020-04-15", store=str(tmp_path))
    changes = records(answer, "changes")
    assert [row["change"] for row in changes].count("withdrawn") == 1
    lost = next(row for row in changes if row["change"] == "revised" and row["value_after"] is None)
    assert (lost["value_before"], lost["difference"]) == (10.5, None)
    assert {row["difference"] for row in changes} == {1, None}
    turned = sy.holdings("twin@2020-04-15", diff="twin", store=str(tmp_path))
    assert {row["difference"] for row in records(turned, "changes")} == {-1, None}
    assert "later-first" in [note.code for note in turned.notes]


@pytest.mark.parametrize("dataset", ["", "  ", "worldbank-gdp", "census-imports-hs2@2021-08"])
def test_what_cannot_be_compared_is_refused(dataset: str) -> None:
    with pytest.raises(BadOption):
        sy.holdings(dataset, diff=EARLY)


@pytest.mark.parametrize("rows", ["0", "-1", "many", "1e3", "", 0])
def test_a_number_of_rows_is_a_number(rows: Any) -> None:
    with pytest.raises(BadOption):
        sy.holdings("census-goods-by-country", diff=EARLY, rows=rows)


def test_an_unknown_release_is_told_as_such() -> None:
    with pytest.raises(UnknownDataset, match="census-goods-by-country"):
        sy.holdings(LATE, diff="census-goods-by-country@2017-02")
    with pytest.raises(BadOption):
        sy.holdings(LATE, diff=EARLY, rejected=True)


def test_the_command_line_takes_two_releases(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    words = ["holdings", "--diff", EARLY, LATE, "--rows", "3", "--format", "json"]
    assert exit_code(words) == 0
    out = json.loads(capsysbinary.readouterr().out)
    assert out["question"] == {"dataset": LATE, "diff": EARLY, "rows": 3}
    assert [len(table["rows"]) for table in out["tables"]] == [3]
