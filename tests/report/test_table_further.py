"""Further tables of an answer on the terminal: records as sentences, all others as tables."""

from __future__ import annotations

from dataclasses import replace

import steelyard as sy
from steelyard.report.table import plain_text
from steelyard.terms.answer import Answer, Column, Table

NAMES = ("period", "figure", "record", "value", "since", "count", "against", "held_from")
COLUMNS = (*(Column(name) for name in NAMES), Column("text"), Column("release"))
MAIN = Answer("doctor", "0", {}, (Column("period"),), (("2021",), ("2022",)))


def record(period: str, text: str, figure: str = "exports") -> tuple[str | None, ...]:
    return (period, figure, *[None] * (len(NAMES) - 2), text, "2023-03-08")


def lines(*tables: Table) -> list[str]:
    return plain_text(replace(MAIN, tables=tables)).splitlines()


def test_records_of_the_newest_period_are_sentences_and_the_rest_is_counted() -> None:
    rows = (
        record("2021", "Old."),
        record("2022", "largest since 2018"),
        record("2022", "2nd rise in a row"),
        record("2022", "smallest since 2020", "total_trade"),
        record("2020", "X."),
    )
    shown = lines(Table("records", COLUMNS, rows))
    place = shown.index("Records")
    assert shown[place + 1 : place + 4] == [
        "2022 exports: largest since 2018; 2nd rise in a row",
        "2022 total trade: smallest since 2020",
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
    assert "2022 exports: a\\x1b[31mb" in shown


def test_a_further_table_is_an_ordinary_one() -> None:
    columns = (Column("name"), Column("value", "number", "USD"))
    shown = lines(Table("other", columns, (("gap", 5e6), ("fob", None))))
    assert "Other" in shown
    assert [line.split() for line in shown if line.split()[:1] == ["gap"]] == [["gap", "5.0"]]
    assert [line.split() for line in shown if line.split()[:1] == ["fob"]] == [["fob", "—"]]


def test_published_figures_are_shown_of_the_partner_asked_and_without_their_pages() -> None:
    shown = plain_text(sy.weigh("CHN", "USA", years=2023)).splitlines()
    below = shown[shown.index("Facts") :]
    rows = [line.split() for line in below if line.split()[:1] == ["2023"]]
    total = [
        "2023",
        "total_trade",
        "664,450.0",
        "USD",
        "CHN",
        "TOTAL",
        "2025-07-14",
        "later",
        "yes",
    ]
    assert total in rows
    assert not any("http" in line for line in below)
    assert len([row for row in rows if row[1] == "imports"]) == 1
    assert any("--format json" in line for line in below)


def test_the_group_of_a_row_stands_beside_its_period() -> None:
    columns = (Column("period"), Column("value", "number", "USD"), Column("group"))
    answer = replace(MAIN, columns=columns, rows=(("2024", 1e6, "Aerospace"),))
    (row,) = [line for line in plain_text(answer).splitlines() if "Aerospace" in line]
    assert row.split() == ["2024", "Aerospace", "1.0"]


def test_a_table_without_rows_is_not_shown() -> None:
    assert "Facts" not in lines(Table("facts", COLUMNS, ()))
