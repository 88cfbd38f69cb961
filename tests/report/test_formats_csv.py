"""CSV: text is never a formula, numbers stay numbers, and the file beside describes the table."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import steelyard as sy
from steelyard.report.csv_cells import neutral, restored, written
from steelyard.report.csv_metadata import ANSWER, beside, is_description
from steelyard.report.csv_table import csv_description, to_csv
from steelyard.terms.answer import Answer, Column, Gap, Table, Value

SIGNS = "=+-@＝＋－＠"
STARTS = [*SIGNS, "\t", "\r", "\n", "\0"]
AWKWARD = st.text(st.sampled_from([*STARTS, *"'\",;|ab 1"]), max_size=10)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
ROWS = st.lists(
    st.tuples(
        WORDS | AWKWARD.map(lambda text: text.replace("\0", "")),
        st.none() | st.integers(-(2**53), 2**53),
        st.none() | st.floats(-1e12, 1e12),
        st.none() | st.booleans(),
    ),
    min_size=1,
    max_size=5,
)
NAMES = ("words", "amount", "ratio", "held")


@given(AWKWARD | st.text(max_size=20))
@example("'=1")
@example("\r\n=1")
def test_what_is_neutralised_can_be_restored(text: str) -> None:
    assert restored(neutral(text)) == text


@given(AWKWARD | st.text(max_size=20))
def test_no_text_begins_a_formula_in_any_cell(text: str) -> None:
    found = neutral(text)
    if re.fullmatch(r"[+-]?[0-9]+([.][0-9]+)?", text):
        assert found == text
        return
    assert not found.startswith(tuple(STARTS))
    for separator in ',;|"\t\r\n':
        assert not any(part.startswith(tuple(SIGNS)) for part in found.split(separator)[1:])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("=1+1", "'=1+1"),
        ("-16584000000", "-16584000000"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("a;=1", "a;'=1"),
        ('x"=1', "x\"'=1"),
        ("", ""),
        ("a-b = c", "a-b = c"),
        ("'quoted'", "'quoted'"),
        ("2012-01/2012-10", "2012-01/2012-10"),
        ("bread, -5 degrees", "bread, -5 degrees"),
    ],
)
def test_only_what_could_be_a_formula_is_changed(text: str, found: str) -> None:
    assert neutral(text) == found


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
@example(-16584000000)
@example(-0.10550624160939348)
def test_a_number_is_never_marked(value: float) -> None:
    (cell,) = written([[value]]).decode().splitlines()
    assert type(value)(cell) == value


def test_the_balance_stays_a_number() -> None:
    answer = sy.weigh("USA", "WLD", of="atp", years=(2002, 2002))
    (row,) = csv.DictReader(io.StringIO(to_csv(answer).decode()))
    assert row["balance"] == "-16584000000"
    assert "'" not in to_csv(answer).decode()


@given(ROWS)
@example([("", None, None, None)])
@example([("\r", -1, -0.5, True), ("a\r\n=b", 0, 0.0, False)])
def test_three_readers_give_back_what_was_written(rows: list[tuple[Value, ...]]) -> None:
    content = written([list(NAMES), *rows])
    head, *body = csv.reader(io.StringIO(content.decode(), newline=""))
    assert head == list(NAMES)
    assert [restored(line[0]) for line in body] == [row[0] for row in rows]
    assert _by_polars(content) == rows
    assert _by_arrow(content) == rows


def _by_polars(content: bytes) -> list[tuple[Value, ...]]:
    types = dict(zip(NAMES, (pl.String, pl.Int64, pl.Float64, pl.Boolean), strict=True))
    frame = pl.read_csv(content, schema=types, empty_string_is_null=False)
    return [(restored(row[0]), *row[1:]) for row in frame.rows()]


def _by_arrow(content: bytes) -> list[tuple[Value, ...]]:
    types = dict(zip(NAMES, (pa.string(), pa.int64(), pa.float64(), pa.bool_()), strict=True))
    table = pacsv.read_csv(
        io.BytesIO(content),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(column_types=types),
    )
    rows = [tuple(row.values()) for row in table.to_pylist()]
    return [(restored(row[0]), *row[1:]) for row in rows]


def test_a_row_of_one_empty_cell_is_still_a_row() -> None:
    content = written([["words"], [""], [None]])
    assert list(csv.reader(io.StringIO(content.decode()))) == [["words"], [""], [""]]


# --- the file beside ---------------------------------------------------------------------------


def described(answer: Answer, name: str = "weigh.csv") -> dict[str, object]:
    found: dict[str, object] = json.loads(csv_description(answer, name, to_csv(answer)))
    return found


@pytest.fixture(scope="module")
def answer() -> Answer:
    return sy.weigh("USA", "CHN", years="2022:2023")


def test_the_description_holds_all_of_the_answer_but_the_rows(answer: Answer) -> None:
    assert described(answer)[ANSWER] == {**answer.record(), "rows": []}


def test_further_tables_are_in_the_description_in_full() -> None:
    further = Table("records", (Column("year"), Column("value", "number")), (("2021", None),))
    gaps = (Gap("a", "b", "c"),)
    made = Answer("holdings", "0.1.0", {}, (Column("a"),), (("=1",),), (further,), gaps=gaps)
    found = described(made)
    assert found[ANSWER]["tables"] == [further.record()]  # type: ignore[index]
    assert found["steelyard:text"]["cells"] == 1  # type: ignore[index]
    assert to_csv(made) == b"a\n'=1\n"


def test_the_description_says_who_what_when_under_which_terms(answer: Answer) -> None:
    found = described(answer)
    assert "China" in str(found["dc:title"])
    assert found["dc:publisher"] == [{"schema:name": "US Census Bureau"}]
    assert found["dc:license"] == [{"dc:title": "US public domain"}]
    assert found["dc:date"] == ["2023-03-08"]
    (source,) = found["dc:source"]  # type: ignore[misc]
    assert source["@id"] == answer.evidence[0].url
    assert source["dc:issued"] == "2023-03-08"


def test_the_description_names_every_column_with_its_unit_and_definition(answer: Answer) -> None:
    columns = described(answer)["tableSchema"]["columns"]  # type: ignore[index]
    head = to_csv(answer).decode().splitlines()[0].split(",")
    assert [column["name"] for column in columns] == head
    assert all(column["name"] in column["titles"] for column in columns)
    by_name = {column["name"]: column for column in columns}
    assert by_name["imports"]["schema:unitText"] == "USD"
    assert by_name["imports"]["datatype"] == "number"
    assert by_name["imports"]["steelyard:valuation"] == "CUSTOMS"
    assert by_name["balance"]["dc:description"].startswith("X - M")
    assert by_name["period"]["datatype"] == "string"


def test_the_description_tells_which_csv_it_belongs_to(answer: Answer) -> None:
    found = described(answer, "my answer #1.csv")
    assert found["url"] == "my%20answer%20%231.csv"
    assert found["steelyard:sha256"] == hashlib.sha256(to_csv(answer)).hexdigest()


def test_only_our_own_description_is_recognised(tmp_path: Path, answer: Answer) -> None:
    path = beside(tmp_path / "a.csv")
    assert path.name == "a.csv-metadata.json"
    assert not is_description(path)
    for content in (b"", b"{}", b"[1]", b"\xff", b'"steelyard:answer"', b"[" * 10**5):
        path.write_bytes(content)
        assert not is_description(path)
    path.write_bytes(csv_description(answer, "a.csv", to_csv(answer)))
    assert is_description(path)


@pytest.mark.parametrize("verb", ["weigh", "holdings", "cite"])
def test_a_csvw_processor_finds_table_and_description_valid(tmp_path: Path, verb: str) -> None:
    csvw = pytest.importorskip("csvw", reason="the CSVW processor is not installed")
    made = sy.weigh("USA", "CHN", years="2022:2023") if verb == "weigh" else getattr(sy, verb)()
    file = tmp_path / "made.csv"
    file.write_bytes(to_csv(made))
    beside(file).write_bytes(csv_description(made, file.name, to_csv(made)))
    found = csvw.CSVW(str(file), md_url=str(beside(file)), validate=True)
    assert found.is_valid, [str(warning.message) for warning in found.warnings]
    rows = [tuple(row.values()) for row in found.tables[0].iterdicts()]
    assert [row[0] for row in rows] == [row[0] for row in made.rows]
    if verb == "weigh":
        assert rows == [tuple(row) for row in made.rows]
