"""Frames in Python hold the figures of the answer, missing as null; notebooks get safe HTML."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET

import pytest

from steelyard.report import frames
from steelyard.report.table import plain_text
from steelyard.terms.answer import Answer, Column, Gap
from steelyard.terms.errors import MissingExtra

COLUMNS = (
    Column("period"),
    Column("exports", "number", "USD"),
    Column("growth", "number", "ratio"),
    Column("rank", "integer", "rank"),
    Column("held", "boolean"),
)
ROWS = (
    ("2021", 151_442_231_321, 0.5, 3, True),
    ("2022", 0, -0.25, 12, False),
    ("2023", None, None, None, None),
)
GAPS = (Gap("exports of 2023", "not <yet> published", "Wait & see."),)
ANSWER = Answer("holdings", "0", {}, COLUMNS, ROWS, gaps=GAPS)
EMPTY = Answer("holdings", "0", {}, COLUMNS, ())


def test_arrow_holds_every_value_with_its_type() -> None:
    table = frames.to_arrow(ANSWER)
    assert [tuple(row.values()) for row in table.to_pylist()] == list(ROWS)
    kinds = ["string", "double", "double", "int64", "bool"]
    assert [str(field.type) for field in table.schema] == kinds
    assert [str(field.type) for field in frames.to_arrow(EMPTY).schema] == kinds
    assert b"steelyard.answer" in table.schema.metadata


def test_pandas_keeps_integers_and_shows_missing_as_missing() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = frames.to_pandas(ANSWER)
    assert list(frame.columns) == [column.name for column in COLUMNS]
    assert frame["rank"].dtype == pandas.Int64Dtype()
    assert frame["exports"].dtype == pandas.Float64Dtype()
    assert frame["held"].dtype == pandas.BooleanDtype()
    assert list(frame.iloc[1]) == ["2022", 0, -0.25, 12, False]
    assert list(frame.isna().sum(axis=1)) == [0, 0, 4]
    assert len(frames.to_pandas(EMPTY)) == 0


def test_polars_holds_every_value_and_null() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    frame = frames.to_polars(ANSWER)
    assert frame.rows() == list(ROWS)
    assert frame["rank"].dtype == polars.Int64
    assert frame["exports"].null_count() == 1


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_without_the_package_the_error_names_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra) as caught:
        getattr(frames, f"to_{name}")(ANSWER)
    assert f"pip install {name}" in caught.value.remedy


def cells(made: Answer) -> list[list[str]]:
    page = ET.fromstring(frames.html(made).replace("<br>", "<br/>"))  # noqa: S314  (made here)
    return [["|".join(cell.itertext()) for cell in row] for row in page.iter("tr")]


def test_html_has_units_in_the_header_and_missing_as_a_dash() -> None:
    head, *body = cells(ANSWER)
    assert head == ["period", "exports|million USD", "growth|%", "rank", "held"]
    assert body[1] == ["2022", "0.0", "-25.00", "12", "no"]
    assert body[2] == ["2023", "—", "—", "—", "—"]


def test_html_lists_gaps_and_escapes_text() -> None:
    made = frames.html(ANSWER)
    assert "exports of 2023: not &lt;yet&gt; published. Wait &amp; see." in made
    evil = Answer("holdings", "0", {}, (Column("<b>"),), (("<script>\x1b",),))
    assert not {"<b>", "<script>", "\x1b"} & {
        word for word in ("<b>", "<script>", "\x1b") if word in frames.html(evil)
    }


def test_html_of_a_long_table_is_its_newest_rows_and_says_so() -> None:
    long = Answer(
        "holdings", "0", {}, COLUMNS[:1], tuple((str(year),) for year in range(1900, 2000))
    )
    body = cells(long)[1:]
    assert body[-1] == ["1999"]
    assert f"The newest {len(body)} of 100 rows." in frames.html(long)


def test_the_bundle_is_what_the_notebook_asked_for() -> None:
    assert frames.mimebundle(ANSWER) == {
        "text/plain": plain_text(ANSWER),
        "text/html": frames.html(ANSWER),
    }
    assert set(frames.mimebundle(ANSWER, include={"text/html", "image/png"})) == {"text/html"}
    assert set(frames.mimebundle(ANSWER, exclude={"text/html"})) == {"text/plain"}
