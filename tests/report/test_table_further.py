"""Further tables of an answer on the terminal: records as sentences, all others as tables."""

from __future__ import annotations

from dataclasses import replace

from steelyard.report.table import plain_text
from steelyard.terms.answer import Answer, Column, Table

NAMES = ("period", "figure", "record", "value", "since", "count", "against", "held_from")
COLUMNS = (*(Column(name) for name in NAMES), Column("text"), Column("release"))
MAIN = Answer("holdings", "0", {}, (Column("period"),), (("2021",), ("2022",)))


def record(period: str, text: str) -> tuple[str | None, ...]:
    return (period, *[None] * (len(NAMES) - 1), text, "2023-03-08")


def lines(*tables: Table) -> list[str]:
    return plain_text(replace(MAIN, tables=tables)).splitlines()


def test_records_of_the_newest_period_are_sentences_and_the_rest_is_counted() -> None:
    rows = (
        record("2021", "Old."),
        record("2022", "Exports are the largest."),
        record("2020", "X."),
    )
    shown = lines(Table("records", COLUMNS, rows))
    place = shown.index("Records")
    assert shown[place + 1 : place + 3] == [
        "2022: Exports are the largest.",
        "2 more of other periods; --format json has them.",
    ]
    assert not any("Old." in line or "held from" in line for line in shown)


def test_one_other_record_and_no_other_record() -> None:
    new, old = record("2022", "New."), record("2021", "Old.")
    assert "1 more of other periods; --format json has it." in lines(
        Table("records", COLUMNS, (new, old))
    )
    assert not any("more of" in line for line in lines(Table("records", COLUMNS, (new,))))


def test_a_newest_period_without_record_says_so() -> None:
    assert "No record in 2022." in lines(Table("records", COLUMNS, (record("2021", "Old."),)))


def test_text_of_a_record_cannot_command_the_terminal() -> None:
    shown = lines(Table("records", COLUMNS, (record("2022", "a\x1b[31mb"),)))
    assert "2022: a\\x1b[31mb" in shown


def test_facts_and_definitions_are_ordinary_tables() -> None:
    columns = (Column("name"), Column("value", "number", "USD"))
    shown = lines(
        Table("facts", columns, (("gap", 5e6),)), Table("definitions", columns, (("fob", None),))
    )
    assert shown.index("Facts") < shown.index("Definitions")
    assert [line.split() for line in shown if line.split()[:1] == ["gap"]] == [["gap", "5.0"]]
    assert [line.split() for line in shown if line.split()[:1] == ["fob"]] == [["fob", "—"]]


def test_a_table_without_rows_is_not_shown() -> None:
    assert "Facts" not in lines(Table("facts", COLUMNS, ()))
