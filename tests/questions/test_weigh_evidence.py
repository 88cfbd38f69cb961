"""The evidence of an answer, recomputed from the files; the same question gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb
import pytest
from bundled_answers import FLOWS, ask, bundled, catalogue, stated
from jsonschema import Draft202012Validator

import steelyard as sy
from steelyard.store.store import BUNDLED, Store
from steelyard.terms.answer import Answer, answer_schema
from steelyard.terms.evidence import Evidence
from steelyard.terms.tables import FLOWS as FLOWS_KIND

NEW = f"{FLOWS}@2023-03-08"
ONE = {"years": "2010:2023"}
ANSWERS = {
    "a country": ("CHN", ONE),
    "months": ("WLD", {"freq": "M", "of": "atp", "years": "2006:2007"}),
    "a group": ("EU", {"years": "1997:2022"}),
    "advanced technology": ("WLD", {"of": "atp", "years": "2002:2007"}),
    "another currency": ("WLD", {"of": "atp", "years": "1998:2000", "currency": "EUR"}),
    "an older release": ("CHN", {"years": "2015", "as_of": "2017-01-31"}),
}
each_answer = pytest.mark.parametrize("name", ANSWERS)


def answer(name: str) -> Answer:
    partner, choices = ANSWERS[name]
    return ask("USA", partner, **choices)


def file_of(item: Evidence) -> str:
    return str(BUNDLED / catalogue()[f"{item.dataset}@{item.release}"]["path"])


# --- the rows ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "flow"), [(0, "X"), (1, "M")])
def test_the_rows_and_their_digest_are_those_of_the_file(at: int, flow: str) -> None:
    item = ask("USA", "CHN", **ONE).evidence[at]
    names = (*FLOWS_KIND.key, "value", "status")
    found = stated(NEW, None, partner="CHN", flow=flow)
    lines = sorted(
        "|".join("" if row[name] is None else str(row[name]) for name in names)
        for row in found
        if "2009-01" <= row["period"] <= "2023-12"
    )
    assert item.rows == len(lines) == 15 * 12
    assert item.rows_digest == hashlib.sha256("\n".join(lines).encode()).hexdigest()


@each_answer
def test_the_filter_selects_as_many_rows_as_were_used(name: str) -> None:
    with duckdb.connect(":memory:") as connection:
        for item in answer(name).evidence:
            rows = f"SELECT count(*) FROM read_parquet('{file_of(item)}') WHERE {item.filter}"  # noqa: S608
            assert connection.execute(rows).fetchone() == (item.rows,), item.filter


def test_no_row_is_evidence_that_no_figure_rests_on() -> None:
    """A month and the month a year before are two rows, not the thirteen from one to the other."""
    found = ask("USA", "WLD", of="atp", periods="2007-01").evidence
    assert [item.rows for item in found if "growth" in item.used_for] == [2, 2]


@each_answer
def test_every_reading_says_what_it_is_used_for(name: str) -> None:
    used = [item.used_for for item in answer(name).evidence]
    assert all(used)
    assert any("exports, imports" in words for words in used)
    assert "share_of_total_balance" in used
    assert len(set(answer(name).evidence)) == len(answer(name).evidence)


# --- the origin -------------------------------------------------------------------------------


@each_answer
def test_the_origin_is_that_of_the_catalogue(name: str) -> None:
    for item in answer(name).evidence:
        record = catalogue()[f"{item.dataset}@{item.release}"]
        for field in ("publisher", "licence", "url", "dated"):
            assert getattr(item, field) == record[field]
        assert item.file_sha256 == record["received_sha256"]


@each_answer
def test_the_file_of_a_release_of_one_file_is_named(name: str) -> None:
    for item in answer(name).evidence:
        record = catalogue()[f"{item.dataset}@{item.release}"]
        (file,) = item.files
        assert (file.name, file.sha256) == (record["received_file"], item.file_sha256)
        assert item.files_left_out == 0


WITS = (
    '"Nomenclature","ReporterISO3","ProductCode","ReporterName","PartnerISO3","PartnerName",'
    '"Year","TradeFlowName","TradeFlowCode","TradeValue in 1000 USD"'
)


def test_of_a_release_of_several_files_those_behind_a_figure_can_be_checked(tmp_path: Path) -> None:
    files = {}
    for year in (2016, 2017, 2018):
        path = tmp_path / f"{year}.csv"
        rows = [
            f'"H5","CHN","8542","China","USA","x","{year}","Gross {name}","{code}","{year}"'
            for name, code in (("Imp.", 1), ("Exp.", 2))
        ]
        path.write_text("\n".join([WITS, *rows]) + "\n", encoding="utf-8")
        files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    sy.add([tmp_path / name for name in files], store=tmp_path / "own", release="2024-05-01")
    choices = {"of": "hs:8542", "years": "2018", "store": str(tmp_path / "own")}
    found = sy.weigh("CHN", "USA", **choices)
    main = [item for item in found.evidence if item.used_for.startswith("exports, imports")]
    assert main
    for item in main:
        told = {file.name: file.sha256 for file in item.files}
        assert told == {name: files[name] for name in ("2017.csv", "2018.csv")}
        whole = "\n".join(sorted(files.values()))
        assert item.file_sha256 == hashlib.sha256(whole.encode()).hexdigest()
    errors = Draft202012Validator(answer_schema()).iter_errors(json.loads(found.to_json()))
    assert list(errors) == []


@each_answer
def test_the_columns_name_the_release_they_were_read_from(name: str) -> None:
    flows = [item for item in answer(name).evidence if item.dataset == FLOWS]
    about = [c.about for c in answer(name).columns if c.name in {"exports", "imports"}]
    assert [facts["valuation"] for facts in about] == ["FAS", "CUSTOMS"]
    assert {facts["release"] for facts in about} == {item.release for item in flows}


def test_a_release_dated_by_inference_is_marked_so() -> None:
    found = ask("USA", "CHN", **ONE)
    notes = [note.text for note in found.notes if note.code == "release-date-inferred"]
    assert notes == [f"{NEW}: {catalogue()[NEW]['dated_how']}"]
    assert {item.dated for item in found.evidence} == {"inferred"}


# --- the same again ---------------------------------------------------------------------------


def again(store: Store) -> Answer:
    partner, choices = ANSWERS["advanced technology"]
    return sy.weigh("USA", partner, store=store, **choices)


def tables_of(store: Store) -> int:
    return len(store.engine._connection.execute("SHOW TABLES").fetchall())


@pytest.fixture(scope="module")
def repeated() -> list[Answer]:
    """Return one question asked twice of one store and once of another."""
    return [answer("advanced technology"), again(bundled()), again(Store())]


def test_the_same_question_gives_the_same_bytes(repeated: list[Answer]) -> None:
    one, two, three = (found.to_json() for found in repeated)
    assert one == two
    assert one == three


def test_all_but_the_query_is_the_same_whatever_was_asked_before(repeated: list[Answer]) -> None:
    records = [found.record() for found in repeated]
    for record in records:
        assert record.pop("query").startswith(("SELECT", "WITH"))
    one, two, three = (json.dumps(record) for record in records)
    assert one == two == three


def test_a_question_leaves_nothing_behind_in_the_engine() -> None:
    """A store that is asked for days must not grow with every question."""
    answer("advanced technology")
    before = tables_of(bundled())
    again(bundled())
    assert tables_of(bundled()) == before
