"""The table of definitions: every figure under each definition held, each of them reproducible."""

from __future__ import annotations

import pytest
from bundled_answers import ask, only, table

from steelyard.terms.answer import Answer

SIDES = [("USA", "CHN"), ("CHN", "USA")]
each_way = pytest.mark.parametrize("sides", SIDES, ids="-".join)
TOLD = ("period", "figure", "value", "difference", "differs_in", "used")


def compared(sides: tuple[str, str]) -> Answer:
    return ask(*sides, years="2011", definitions=True)


def defining(row: dict) -> dict:
    """Return what defines a figure: the columns beside the figure itself."""
    return {name: value for name, value in row.items() if name not in TOLD}


def rows(sides: tuple[str, str]) -> list[dict]:
    return table(compared(sides), "definitions")


@each_way
def test_one_definition_of_each_figure_is_the_one_used(sides: tuple[str, str]) -> None:
    main = only(compared(sides))
    used = {row["figure"]: row for row in rows(sides) if row["used"]}
    assert used.keys() == {"exports", "imports", "balance"}
    assert sum(row["used"] for row in rows(sides)) == len(used)
    for figure, row in used.items():
        assert row["value"] == main[figure]
        assert (row["difference"], row["differs_in"]) == (0, "")
        assert row["reported_by"] == sides[0]


@each_way
def test_a_difference_is_taken_from_the_definition_used_and_names_the_choices(sides) -> None:
    main = {row["figure"]: row for row in rows(sides) if row["used"]}
    for row in rows(sides):
        base = main[row["figure"]]
        assert row["difference"] == row["value"] - base["value"]
        differs = [n for n in defining(row) if n != "freq" and row[n] != base[n]]
        assert row["differs_in"] == ", ".join(differs)
        assert row["used"] or differs


@each_way
def test_every_row_is_reproduced_by_asking_for_its_definition(sides: tuple[str, str]) -> None:
    for row in rows(sides):
        side = "reporter" if row["reported_by"] == sides[0] else "partner"
        answer = ask(*sides, years="2011", side=side, settings={"release": row["release"]})
        assert only(answer)[row["figure"]] == row["value"], row
        about = [column.about for column in answer.columns if column.name == row["figure"]]
        if row["figure"] != "balance":
            assert [facts["dataset"] for facts in about] == [row["dataset"]]


@each_way
def test_both_reports_and_every_release_are_there(sides: tuple[str, str]) -> None:
    found = {(row["reported_by"], f"{row['dataset']}@{row['release']}") for row in rows(sides)}
    assert {
        ("USA", "census-goods-by-country@2017-01"),
        ("USA", "census-goods-by-country@2023-03-08"),
        ("USA", "census-us-china-naics3@2020-07"),
        ("CHN", "gacc-china-us-annual@2026-01-14"),
    } <= found
    assert {"reported_by", "valuation", "basis", "scope", "release"} <= defining(
        rows(sides)[0]
    ).keys()
    keys = [(row["figure"], *defining(row).values()) for row in rows(sides)]
    assert len(keys) == len(set(keys))


def test_the_two_reporters_state_the_same_pair_of_figures_seen_from_either_side() -> None:
    there, back = (
        {
            (row["figure"], row["reported_by"], row["dataset"], row["release"]): row["value"]
            for row in rows(sides)
        }
        for sides in SIDES
    )
    turned = {"exports": "imports", "imports": "exports", "balance": "balance"}
    mirrored = {
        (turned[figure], *who): -value if figure == "balance" else value
        for (figure, *who), value in back.items()
    }
    assert mirrored == there


def test_nothing_else_changes_when_definitions_are_listed() -> None:
    plain = ask("CHN", "USA", years="2011")
    listed = compared(("CHN", "USA"))
    assert listed.rows == plain.rows
    assert [note.code for note in listed.notes] == [note.code for note in plain.notes]
    assert table(listed, "records") == table(plain, "records")
    assert table(plain, "definitions") == []
