"""The forms of an answer: read back they hold the same figures, and missing stays missing."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import steelyard as sy
from steelyard.report import formats
from steelyard.report.csv_cells import restored
from steelyard.report.csv_table import to_csv
from steelyard.report.formats import FORMATS, Format, find_format, to_json
from steelyard.report.parquet import to_parquet
from steelyard.report.table import MISSING, plain_text, show
from steelyard.report.table_further import main_columns
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Column, Gap, Table, Value
from steelyard.terms.errors import BadOption

COLUMNS = (
    Column("period"),
    Column("exports", "number", "USD"),
    Column("growth", "number", "ratio"),
    Column("rank", "integer", "rank"),
    Column("held", "boolean"),
)
WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
MONEY = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
ROWS = st.lists(
    st.tuples(
        WORDS,
        st.none() | MONEY,
        st.none() | st.floats(-10, 10),
        st.none() | st.integers(1, 300),
        st.none() | st.booleans(),
    ),
    max_size=5,
)
EXAMPLE: tuple[tuple[Value, ...], ...] = (
    ("2021", 151442231321, 0.2159, 3, True),
    ("2022", 0, -0.5, 12, False),
    ("2023", None, None, None, None),
    ("2024", 0.1 + 0.2, 1e-9, 1, None),
)


def answer(rows: tuple[tuple[Value, ...], ...] = EXAMPLE) -> Answer:
    gaps = (Gap("exports of 2023", "not yet published", "Wait."),)
    tables = (Table("records", COLUMNS[:2], (("2021", None),)),)
    return Answer("holdings", "0.1.0", {}, COLUMNS, rows, tables=tables, gaps=gaps)


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def read_cell(text: str, column: Column) -> Value:
    if column.type == "string":
        return restored(text)
    if not text:
        return None
    if column.type == "boolean":
        return {"true": True, "false": False}[text]
    return int(text) if text.lstrip("-").isdigit() else float(text)


@given(ROWS)
def test_csv_read_back_is_the_answer(rows: list[tuple[Value, ...]]) -> None:
    head, *body = cells(to_csv(answer(tuple(rows))))
    assert head == [column.name for column in COLUMNS]
    found = [
        tuple(read_cell(text, column) for text, column in zip(line, COLUMNS, strict=True))
        for line in body
    ]
    assert found == rows


def test_csv_leaves_missing_empty_and_keeps_every_digit() -> None:
    assert to_csv(answer()).decode().splitlines() == [
        "period,exports,growth,rank,held",
        "2021,151442231321,0.2159,3,true",
        "2022,0,-0.5,12,false",
        "2023,,,,",
        "2024,0.30000000000000004,1e-09,1,",
    ]


@given(ROWS)
def test_parquet_read_back_is_the_answer(rows: list[tuple[Value, ...]]) -> None:
    made = answer(tuple(rows))
    table = pq.read_table(io.BytesIO(to_parquet(made)))
    assert table.column_names == [column.name for column in COLUMNS]
    found = [tuple(row.values()) for row in table.to_pylist()]
    assert found == rows


def test_parquet_carries_the_rest_of_the_answer() -> None:
    made = answer()
    table = pq.read_table(io.BytesIO(to_parquet(made)))
    about = json.loads(table.schema.metadata[b"steelyard.answer"])
    assert about == {**made.record(), "rows": []}
    assert about["tables"] == [table.record() for table in made.tables]


def test_parquet_carries_the_facts_of_each_column() -> None:
    table = pq.read_table(io.BytesIO(to_parquet(question())))
    for column in question().columns:
        told = {
            k.decode(): v.decode() for k, v in (table.field(column.name).metadata or {}).items()
        }
        told.pop("PARQUET:field_id", None)
        stated = {"unit": column.unit, **column.about}
        assert {k: v for k, v in stated.items() if v}.items() <= told.items()
        assert ("equation" in told) is (column.name != "period")
    assert table.field("imports").metadata[b"valuation"] == b"CUSTOMS"
    assert table.field("imports").metadata[b"basis"] == b"general"
    assert table.field("balance").metadata[b"equation"] == b"X - M"


def test_parquet_of_no_rows_keeps_the_columns() -> None:
    table = pq.read_table(io.BytesIO(to_parquet(answer(()))))
    assert table.num_rows == 0
    assert [str(field.type) for field in table.schema] == [
        "string",
        "double",
        "double",
        "int64",
        "bool",
    ]


def test_parquet_holds_amounts_beyond_the_exact_doubles() -> None:
    rows = (("2021", 9_876_543_210_123_457, 0.1, 1, True),)
    table = pq.read_table(io.BytesIO(to_parquet(answer(rows))))
    assert table["exports"].to_pylist() == [pytest.approx(rows[0][1], rel=1e-15)]


def test_json_is_one_line_of_the_contract() -> None:
    content = to_json(answer())
    assert content.count(b"\n") == 1
    assert json.loads(content) == answer().record()


def test_the_table_shows_missing_as_a_dash_and_zero_as_zero() -> None:
    lines = plain_text(answer()).splitlines()
    row = next(line.split() for line in lines if line.lstrip().startswith("2023"))
    assert row == ["2023", MISSING, MISSING, MISSING, MISSING]
    row = next(line.split() for line in lines if line.lstrip().startswith("2022"))
    assert row == ["2022", "0.0", "-50.00", "12", "no"]
    assert MISSING == "\N{EM DASH}"


def amounts(*values: float) -> list[str]:
    """Return amounts as the table shows them, one a row, in millions."""
    rows = (("all", 5_000_000, None, None, None), *[("x", v, None, None, None) for v in values])
    lines = plain_text(answer(rows)).splitlines()
    return [line.split()[1] for line in lines if line.lstrip().startswith("x ")]


def test_a_small_amount_keeps_two_digits_and_is_never_nil() -> None:
    small = amounts(49_999, 12_345, -12_345, 1_200)
    assert small == ["0.05", "0.012", "-0.012", "0.0012"]
    assert amounts(0, 50_000, 50_001, 149_999, -51_000) == ["0.0", "0.1", "0.1", "0.1", "-0.1"]


@given(st.floats(1e-6, 1e8) | st.floats(-1e8, -1e-6))
def test_no_amount_that_is_not_zero_is_shown_as_zero(value: float) -> None:
    (shown,) = amounts(value)
    number = float(shown.replace(",", ""))
    assert number != 0
    assert number == pytest.approx(value / 10**6, abs=0.05001)


def test_an_answer_without_rows_is_no_table_and_no_sources() -> None:
    assert plain_text(answer(())).strip() == ""
    assert to_csv(answer(())).decode() == "period,exports,growth,rank,held\n"


def test_an_answer_without_rows_prints_nothing_as_a_table() -> None:
    assert FORMATS["table"](answer(())) == b""


def test_the_columns_of_the_table_stand_in_line() -> None:
    lines = plain_text(answer()).splitlines()
    rule = next(place for place, line in enumerate(lines) if set(line.strip()) == {"─"})
    rows = [lines[rule + n] for n in (1, 2, 3, 4)]
    ends = [
        row.index(word) + len(word) for row, word in zip(rows, ("151,442.2", "0.0"), strict=False)
    ]
    assert len(set(ends)) == 1
    assert len(lines[rule].rstrip()) >= max(len(row) for row in rows)
    assert not any(line != line.rstrip() for line in lines)
    assert "\x1b" not in plain_text(answer())


@pytest.mark.parametrize("name", ["FORCE_COLOR", "NO_COLOR", "COLUMNS", "TERM", "TTY_COMPATIBLE"])
def test_the_text_of_the_table_does_not_depend_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name, raising=False)
    usual = plain_text(answer())
    for value in ("1", "40", "dumb"):
        monkeypatch.setenv(name, value)
        assert plain_text(answer()) == usual


@pytest.mark.parametrize(
    ("name", "output", "found"),
    [
        (None, None, "table"),
        (None, "a.csv", "csv"),
        (None, "a.b/c.JSON", "json"),
        (None, "a.parquet", "parquet"),
        (None, "a.txt", "table"),
        ("csv", "a.json", "csv"),
        ("json", None, "json"),
    ],
)
def test_the_format_is_the_one_named_else_that_of_the_ending(
    name: str | None, output: str | None, found: str
) -> None:
    assert find_format(name, Path(output) if output else None) == found


@pytest.mark.parametrize("output", ["a", "a.", "a.xlsx", "a.csv.gz", "a.json/b", ".csv", "csv"])
def test_an_ending_that_names_no_format_is_refused_unless_one_is_named(output: str) -> None:
    with pytest.raises(BadOption, match="--format") as caught:
        find_format(None, Path(output))
    assert output in caught.value.asked
    assert all(ending in caught.value.remedy for ending in (".json", ".csv", ".parquet", ".txt"))
    assert all(find_format(name, Path(output)) == name for name in FORMATS)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_has_no_ending_and_gets_the_table() -> None:
    assert find_format(None, Path("/dev/null")) == "table"
    assert find_format("csv", Path("/dev/null")) == "csv"


@pytest.mark.parametrize("name", ["xml", "", "jsn"])
def test_an_unknown_format_lists_those_that_exist(name: str) -> None:
    with pytest.raises(BadOption) as caught:
        find_format(name, None)
    assert all(known in caught.value.found for known in FORMATS)


def test_text_that_is_no_unicode_is_written_as_escapes() -> None:
    made = Answer("add", "0.1.0", {}, (Column("file"),), (("a\udcff.csv",),))
    for name in ("json", "csv", "parquet", "table"):
        assert b"a\\udcff.csv" in FORMATS[name](made)


class Point:
    """An entry point that gives one object."""

    def __init__(self, name: str, found: Format) -> None:
        self.name, self.found = name, found

    def load(self) -> Format:
        return self.found


def test_a_format_can_be_plugged_in_but_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    home = "steelyard.report.formats:to_json"
    points = [Point("mine", Format(home, (".mine",))), Point("csv", Format(home, (".csv",)))]
    monkeypatch.setattr(formats, "entry_points", lambda **_: points)
    formats._plugged.cache_clear()
    try:
        assert find_format("mine", None) == "mine"
        assert find_format(None, Path("a.mine")) == "mine"
        assert formats.formats()["mine"](answer()) == to_json(answer())
        assert formats.formats()["csv"] is FORMATS["csv"]
        with pytest.raises(BadOption, match="mine"):
            find_format("other", None)
    finally:
        formats._plugged.cache_clear()


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_format_names_functions_that_exist(form: Format) -> None:
    for home in filter(None, (form.home, form.side)):
        assert callable(formats._load(home))


@pytest.mark.parametrize("name", ["json", "csv", "parquet", "table"])
def test_the_same_answer_gives_the_same_bytes(name: str) -> None:
    assert FORMATS[name](answer()) == FORMATS[name](answer())


def question(store: Store | None = None) -> Answer:
    return sy.weigh("USA", "CHN", years="2022:2023", store=store)


@pytest.fixture(scope="module")
def asked_twice() -> tuple[Answer, Answer]:
    return question(), question()


@pytest.mark.parametrize("name", ["json", "csv", "parquet", "table"])
def test_the_same_question_gives_the_same_bytes(
    asked_twice: tuple[Answer, Answer], name: str
) -> None:
    one, two = asked_twice
    assert FORMATS[name](one) == FORMATS[name](two)


def test_the_same_question_to_one_store_gives_the_same_answer(
    asked_twice: tuple[Answer, Answer],
) -> None:
    store = Store()
    one = question(store)
    assert one.rows == asked_twice[0].rows
    assert question(store).record() == one.record()
    store.engine.close()


WRITE = """
from steelyard.cli.main import exit_code
weigh = ["weigh", "USA", "CHN", "--years", "2022:2023", "-q"]
assert exit_code([*weigh, "-o", "weigh.csv"]) == 0
assert exit_code(["holdings", "-q", "-o", "holdings.txt"]) == 0
assert exit_code(["holdings", "-q", "-o", "holdings.json"]) == 0
assert exit_code(["cite", "-q", "-o", "cite.csv"]) == 0
"""


def test_the_bytes_do_not_depend_on_the_machines_settings(tmp_path: Path) -> None:
    places = [
        {"TZ": "UTC", "LANG": "C", "LC_ALL": "C", "COLUMNS": "40"},
        {"TZ": "Asia/Kathmandu", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "300"},
    ]
    found = []
    for number, settings in enumerate(places):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = {**os.environ, **settings, "PYTHONHASHSEED": str(number)}
        subprocess.run(
            [sys.executable, "-c", WRITE], env=environment, cwd=folder, check=True, timeout=60
        )
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert sorted(found[0]) == [
        "cite.csv",
        "cite.csv-metadata.json",
        "holdings.json",
        "holdings.txt",
        "weigh.csv",
        "weigh.csv-metadata.json",
    ]
    assert found[0] == found[1]


# --- narrow terminals -------------------------------------------------------------------------


def at_width(width: int, shown: Answer) -> list[str]:
    buffer = io.StringIO()
    show(shown, Console(file=buffer, width=width, no_color=True, force_terminal=False))
    return [line.rstrip() for line in buffer.getvalue().splitlines()]


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("verb", ["holdings", "cite"])
def test_text_that_does_not_fit_is_printed_as_records(verb: str, width: int) -> None:
    shown = getattr(sy, verb)()
    lines = at_width(width, shown)
    assert max(map(len, lines)) <= width
    text = "".join("".join(lines).split())
    places = main_columns(shown)
    names = [shown.columns[place].name.replace("_", " ") for place in places]
    starts = [line for line in lines if line.startswith(f"{names[0]}  ")]
    assert len(starts) >= len(shown.rows)
    for row in shown.rows:
        for name, place in zip(names, places, strict=True):
            if isinstance(row[place], str) and row[place]:
                assert "".join(f"{name}{row[place]}".split()) in text
    words = [line.split() for line in lines if line]
    assert not any(len(cells) == len(names) and max(map(len, cells)) == 1 for cells in words)
    letters = [line for line in lines if len(line.strip()) == 1]
    assert len(letters) < len(shown.rows)  # a long address may end on one letter


def test_records_show_missing_as_a_dash_and_lose_no_row() -> None:
    columns = (Column("dataset"), Column("words"), Column("rows", "integer", "rows"))
    rows = tuple((f"d{n}", "a long text " * 8, None if n else 0) for n in range(3))
    lines = at_width(40, Answer("holdings", "0.1.0", {}, columns, rows))
    assert [line for line in lines if line.startswith("dataset")] == [
        f"dataset  d{n}" for n in range(3)
    ]
    assert [line.split()[1] for line in lines if line.startswith("rows")] == ["0", MISSING, MISSING]


def test_text_that_fits_stays_a_table() -> None:
    columns = (Column("dataset"), Column("words"))
    lines = at_width(80, Answer("holdings", "0.1.0", {}, columns, (("a", "b c"),)))
    told = [line.split() for line in lines]
    assert ["dataset", "words"] in told
    assert ["a", "b", "c"] in told


def test_a_table_of_numbers_is_split_in_blocks_that_repeat_the_period() -> None:
    shown = sy.weigh("USA", "CHN", years="2011:2012")
    lines = at_width(60, shown)
    lines = lines[: lines.index("Records")]
    assert len([line for line in lines if line.split()[:1] == ["2011"]]) > 1
    assert max(len(line) for line in lines if not line.startswith(("Source", "United"))) <= 60
    assert not any(line.split()[1:] == ["exports"] for line in lines)
