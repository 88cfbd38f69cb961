"""Answers to the questions of a draft: each is tried at once, as the finished mapping is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tidy_twins import received

from steelyard.sources.tidy import Draft, Field, look, source_of
from steelyard.sources.tidy.answered import open_words, settled, worded
from steelyard.terms.errors import BadMapping

TABLE = """\
Exports and imports of Freedonia in millions of US dollars
Partner;Date;Code;Exports;Imports
China;January 2001;0101;1,187.5;8,427.5
Freedonia;February 2001;0102;1,289.8;6,375.6
Japan;January 2001;8542;87.5;..
"""


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return look(received(tmp_path, TABLE), frozenset({"un-comtrade-goods"}))


def point(draft: Draft, key: str) -> Field:
    (found,) = [field for field in draft.fields if field.key == key]
    return found


def given(draft: Draft, key: str, text: str, **answers: str) -> str:
    told = {name.replace("__", "."): said for name, said in answers.items()}
    return settled(draft, point(draft, key), text, told)


@pytest.mark.parametrize(
    ("key", "text", "answer"),
    [
        ("dataset", "", ""),
        ("dataset", "freedonia-trade", "freedonia-trade"),
        ("licence", "3", "not stated"),
        ("licence", "Open Government Licence", "Open Government Licence"),
        ("url", "https://example.org/trade", "https://example.org/trade"),
        ("url", "not stated", "not stated"),
        ("file.decimal", "'.'", "'.'"),
        ("file.missing", "{..: Q}", "{..: Q}"),
        ("columns.reporter", " kor ", "kor"),
        ("columns.reporter", "South Korea", "South Korea"),
        ("columns.reporter", "", ""),
        ("columns.reporter", "Partner", "{column: Partner}"),
        ("columns.period", "{column: Date, format: '%B %Y'}", "{column: Date, format: '%B %Y'}"),
        ("columns.period", "2001", "2001"),
        ("columns.currency", "eur", "eur"),
        ("columns.edition", "1", "in-force"),
        ("columns.edition", "2017", "2017"),
        ("facts.1.valuation", "1", "FOB"),
        ("facts.1.valuation", "CIF", "CIF"),
        ("facts.1.value", "1000", "1000"),
        ("facts.1.value", "{column: Imports, scale: 5}", "{column: Imports, scale: 5}"),
    ],
)
def test_an_answer_that_can_be_is_taken(draft: Draft, key: str, text: str, answer: str) -> None:
    assert given(draft, key, text) == answer


@pytest.mark.parametrize(
    ("key", "text", "wrong"),
    [
        ("dataset", "My Trade", "write small letters, digits and hyphens, a letter first"),
        ("dataset", "un-comtrade-goods", "a publisher's own dataset"),
        ("url", "nowhere", "write an address that begins with https://"),
        ("file.decimal", ";", "input should be '.' or ','"),
        ("file.decimal", "{", "it is no YAML"),
        ("columns.reporter", "Koreaa", "Did you mean KOR"),
        ("columns.reporter", "ASEAN", "is a group of countries"),
        ("columns.reporter", "{column: Partners}", "the file has no column 'Partners'"),
        ("columns.reporter", "{column: Exports}", "no cell of the column 'Exports' can be read"),
        ("columns.reporter", "{colum: Partner}", "is no name that a mapping has"),
        ("columns.reporter", "{column: Partner, codes: iso3}", "'China' is not written as iso3"),
        ("columns.period", "{column: Date, format: '%Y-%m'}", "'January 2001' is no period"),
        ("columns.period", "{column: Date, format: '%m'}", "must have a year"),
        ("columns.period", "January", "is no period written as 2007, 2007-Q3 or 2007-09"),
        ("columns.currency", "dollars", "Use an ISO 4217 code"),
        ("columns.currency", "RMB", "its ISO 4217 code is CNY"),
        ("columns.edition", "2018", "the Harmonized System has no edition 2018"),
        ("facts.1.valuation", "fobb", "Did you mean FOB?"),
        ("facts.1.valuation", "5", "is no valuation that is known"),
        ("facts.2.import_basis", "everything", "Use one of general, consumption"),
        ("facts.1.value", "Exports", "say in which column it stands"),
        ("facts.1.value", "{column: Partner, scale: 1}", "no cell of the column 'Partner'"),
        ("facts.1.value", "{column: Exports, scale: many}", "valid decimal"),
        ("facts.1.value", "{column: Exports, scale: 0}", "greater than 0"),
        ("facts.1.value", "{matching: 'x[0-9]'}", "no column of the file is named like"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_in_one_line(
    draft: Draft, key: str, text: str, wrong: str
) -> None:
    sure = {"columns__nomenclature": "HS"}
    with pytest.raises(ValueError, match=r"\w") as caught:
        given(draft, key, text, **sure)
    assert wrong in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_answer_is_tried_together_with_those_before_it(draft: Draft) -> None:
    with pytest.raises(ValueError, match="one sign cannot stand before decimals and between"):
        given(draft, "file.thousands", "", file__decimal=",")
    assert given(draft, "columns.edition", "Rev. 4", columns__nomenclature="SITC") == "Rev. 4"


def test_names_that_a_guess_leaves_open_are_said_one_by_one(draft: Draft) -> None:
    partner = point(draft, "columns.partner")
    assert open_words(partner) == ("Freedonia",)
    kept = worded(partner, {"Freedonia": "FRA"})
    assert kept == "{column: Partner, codes: names, values: {Freedonia: FRA}}"
    assert settled(draft, partner, kept, {}) == kept
    assert worded(partner, {}) == "{column: Partner, codes: names, values: {}}"
    with pytest.raises(ValueError, match="no place or group has this code or name"):
        settled(draft, partner, worded(partner, {"Freedonia": "Nowhereland"}), {})


def test_a_point_of_the_other_flow_is_not_asked(tmp_path: Path) -> None:
    draft = look(received(tmp_path, "Partner,Date,Value\nChina,2001-01,1\nJapan,2001-02,2\n"))
    (flow,) = [field for field in draft.fields if field.key == "facts.1.flow"]
    assert flow.open
    basis, scope = point(draft, "facts.1.import_basis"), point(draft, "facts.1.export_scope")
    assert draft.asks(basis, {})
    assert draft.asks(scope, {})
    assert (draft.asks(basis, {flow.key: "X"}), draft.asks(scope, {flow.key: "X"})) == (False, True)
    assert (draft.asks(basis, {flow.key: "M"}), draft.asks(scope, {flow.key: "M"})) == (True, False)
    assert "export_scope" not in draft.to_yaml({flow.key: "M"})
    assert scope not in draft.open_points({flow.key: "M"})


def test_what_was_settled_is_a_mapping(draft: Draft, tmp_path: Path) -> None:
    typed = {
        "publisher": "Nobody",
        "licence": "3",
        "url": "not stated",
        "columns.reporter": "KOR",
        "columns.nomenclature": "HS",
        "columns.edition": "1",
        "facts.1.valuation": "1",
        "facts.1.export_scope": "1",
        "facts.2.valuation": "2",
        "facts.2.import_basis": "2",
    }
    answers: dict[str, str] = {}
    for field in draft.fields:
        answers[field.key] = settled(draft, field, typed.get(field.key, ""), answers)
    answers["columns.partner"] = worded(point(draft, "columns.partner"), {})
    path = tmp_path / "new.yaml"
    path.write_text(draft.to_yaml(answers), encoding="utf-8")
    assert source_of(path).mapping.facts[1]["import_basis"] == "consumption"


def test_an_edition_that_is_none_is_a_fault_of_any_mapping(draft: Draft, tmp_path: Path) -> None:
    answers = {"columns.nomenclature": "HS", "columns.edition": "2018", "columns.partner": "CHN"}
    path = tmp_path / "new.yaml"
    text = draft.to_yaml({**answers, "publisher": "x", "url": "x", "columns.reporter": "KOR"})
    path.write_text(text.replace("TODO", "FOB"), encoding="utf-8")
    with pytest.raises(BadMapping, match="has no edition 2018"):
        source_of(path)
