"""A draft: what is guessed, what stays open, and how answers finish it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tidy_twins import read, received

from steelyard.sources.received import Received
from steelyard.sources.tidy import look, source_of
from steelyard.terms.errors import BadFile, BadMapping

TABLE = """\
Exports and imports of Freedonia in millions of US dollars
Partner;Date;Exports;Imports;Balance
China;January 2001;1,187.5;8,427.5;-7,240.0
China;February 2001;1,289.8;6,375.6;-5,085.8
Japan;January 2001;87.5;..;
"""
ANSWERS = {
    "publisher": "Statistics Freedonia",
    "licence": "not stated",
    "url": "https://example.org",
    "columns.reporter": "KOR",
    "facts.1.valuation": "FOB",
    "facts.1.export_scope": "total",
    "facts.2.valuation": "CIF",
    "facts.2.import_basis": "general",
}


def test_a_draft_says_what_is_open_and_is_no_mapping_yet(tmp_path: Path) -> None:
    draft = look(received(tmp_path, TABLE))
    assert {field.key for field in draft.open_points()} == set(ANSWERS)
    assert draft.unread == ("Balance",)
    path = tmp_path / "new.yaml"
    path.write_text(draft.to_yaml(), encoding="utf-8")
    with pytest.raises(BadMapping) as caught:
        source_of(path)
    assert "TODO still stands at columns.reporter, facts.1.export_scope" in caught.value.found


def test_answers_make_it_a_mapping_that_reads_the_file(tmp_path: Path) -> None:
    file = received(tmp_path, TABLE)
    draft = look(file)
    assert draft.open_points(ANSWERS) == ()
    path = tmp_path / "new.yaml"
    path.write_text(draft.to_yaml(ANSWERS), encoding="utf-8")
    found = read(source_of(path), file)
    assert (found.observations, len(found.rows), found.reasons) == (3, 6, {})
    values = {(r["partner"], r["period"], r["flow"]): r["value"] for r in found.rows}
    assert values[("CHN", "2001-01", "X")] == 1_187_500_000
    assert values[("JPN", "2001-01", "M")] is None


def test_an_answer_may_be_the_one_word_that_lacks_or_say_where_it_stands(tmp_path: Path) -> None:
    draft = look(received(tmp_path, "Date,Exports\n2001/01,1\n2001/02,2\n"))
    text = draft.to_yaml({"facts.1.value": "1000", "columns.partner": "{column: With}"})
    assert "value: {column: Exports, scale: 1000}" in text
    assert "partner: {column: With}" in text


def test_a_date_that_can_be_read_in_two_ways_stays_open(tmp_path: Path) -> None:
    draft = look(received(tmp_path, "Date,Exports\n01/01/2001,1\n01/01/2002,2\n"))
    (period,) = [field for field in draft.fields if field.key == "columns.period"]
    assert period.confidence == "unknown"
    assert len(period.choices) == 2


def test_days_are_told(tmp_path: Path) -> None:
    draft = look(received(tmp_path, "Date,CNY\n02-Jan-2001,8.2779\n03-Jan-2001,8.2773\n"))
    assert any("dates are days" in finding for finding in draft.findings)


def test_names_that_are_no_places_are_to_be_said(tmp_path: Path) -> None:
    rows = "".join(f"{name},2001,1\n" for name in ("China", "Japan", "Freedonia", "France"))
    draft = look(received(tmp_path, f"Country,Year,Exports\n{rows}"))
    (partner,) = [field for field in draft.fields if field.key == "columns.partner"]
    assert partner.guess == {"column": "Country", "codes": "names", "values": {"Freedonia": "TODO"}}
    assert partner in draft.open_points()


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No row of names"):
        look(received(tmp_path, "1,2\n3,4\n"))


def test_a_parquet_file_is_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(
        pa.table({"year": [2015.0, 2016.0], "hs6": ["10129", "851712"], "usd": [1, 2]}), path
    )
    guesses = {field.key: field.guess for field in look(Received(path)).fields}
    assert guesses["columns.period"] == {"column": "year", "format": "%Y"}
    assert guesses["columns.product"] == {"column": "hs6", "pad": 6}


def test_an_encoding_that_cannot_be_told_is_told(tmp_path: Path) -> None:
    draft = look(received(tmp_path, "国家,Year,Exports\n中国,2001,1\n", "gb18030"))
    assert any("not UTF-8" in finding for finding in draft.findings)
