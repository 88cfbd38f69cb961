"""Classes side by side on the bundled data: each figure, and what one counts alone, by hand."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from bundled_answers import ask, bundled, codes, query, table, told, validate

import steelyard as sy
from steelyard.accounts.account import open_account
from steelyard.accounts.case import Case
from steelyard.accounts.compared_rows import reads
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.classes.members import members
from steelyard.classes.registry import find_class
from steelyard.nomenclature.places import find
from steelyard.nomenclature.weights import WHOLE
from steelyard.report.chart import specification
from steelyard.report.table import plain_text
from steelyard.terms.answer import Answer
from steelyard.terms.definition import define
from steelyard.terms.errors import BadOption, UnknownClass
from steelyard.terms.period import PeriodRange
from steelyard.terms.place import Place
from steelyard.terms.question import WeighQuestion

IMPORTS, EXPORTS = "census-imports-hs10@2025-06", "census-exports-hs6@2026-03"
CLASSES = "atp,oecd-rd,lall"
NAMES = ("atp", "oecd-rd:high", "lall:HT1+HT2")
Parts = dict[str, Fraction]


@cache
def compared(of: str, partner: str = "VNM", **asked: Any) -> Answer:
    answer = sy.weigh("USA", partner, of=of, compare=True, **{"years": "2024", **asked})
    validate(answer)
    return answer


@cache
def rows(flow: str) -> dict[str, Decimal]:
    """Return the trade of the USA with Vietnam in 2024 by code."""
    name = IMPORTS if flow == "M" else EXPORTS
    when = "period = '2024'" if flow == "M" else "period LIKE '2024-%'"
    where = f"partner = 'VNM' AND {when} AND length(product) >= 6"
    return dict(query(name, "SELECT product, sum(value) FROM held GROUP BY product", where))


@cache
def parts(name: str, flow: str) -> Parts:
    """Return the part of each code with trade that a class counts."""
    if name == "atp" and flow == "M":
        mine = {member.code for member in members(find_class(name), 2024, flow)}
        return {code: Fraction(code in mine) for code in rows(flow)}
    if name.startswith("hs:"):
        begun = tuple(name.removeprefix("hs:").split("+"))
        return {code: Fraction(code.startswith(begun)) for code in rows(flow)}
    told = read_parts(name)[flow]
    return {code: Fraction(told.get(code, 0), WHOLE) for code in rows(flow)}


@cache
def read_parts(name: str) -> dict[str, dict[str, int]]:
    """Return the parts of each code, by flow, that a class alone is read with."""
    place = find("VNM")
    assert isinstance(place, Place)
    definition = define({"import_basis": "consumption"})
    span = PeriodRange.parse("2024")
    question = WeighQuestion("USA", place.code, name, span, definition=definition)
    ledger, other = Ledger(bundled()), Partner(place, "USA", definition)
    account = open_account(Case(ledger, question, find_class(name), other), "", bases=False)
    found = {}
    for column, flow in (("exports", "X"), ("imports", "M")):
        (read,) = reads((account,), column)
        found[flow] = {code: parts for (_, _, code), parts in read.parts.items()}
    return found


def figures(answer: Answer, column: str) -> dict[str, Any]:
    return dict(zip(answer.column("class"), answer.column(column), strict=True))


def alone(name: str, others: list[str], flow: str) -> dict[str, Fraction]:
    """Return what a class counts alone, by subheading."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for code, value in rows(flow).items():
        left = parts(name, flow)[code] - max(parts(other, flow)[code] for other in others)
        found[code[:6]] += Fraction(value) * max(left, 0)
    return {code: value for code, value in found.items() if value}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("column", "flow"), [("exports", "X"), ("imports", "M")])
def test_each_class_has_its_own_figure(name: str, column: str, flow: str) -> None:
    by_hand = sum(Fraction(value) * parts(name, flow)[code] for code, value in rows(flow).items())
    assert float(by_hand) == pytest.approx(figures(compared(CLASSES), column)[name], abs=1e-3)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("column", "flow"), [("exports", "X"), ("imports", "M")])
def test_what_a_class_counts_alone_is_told_by_code_and_adds_up(
    name: str, column: str, flow: str
) -> None:
    by_hand = alone(name, [other for other in NAMES if other != name], flow)
    mine = [row for row in table(compared(CLASSES), "only_in") if row["class"] == name]
    shown = {row["code"]: row[column] for row in mine if row["code"]}
    assert len(shown) == 20
    for code, value in shown.items():
        assert value == pytest.approx(float(by_hand.get(code, 0)), abs=1e-3)
    assert sum(row[column] for row in mine) == pytest.approx(float(sum(by_hand.values())), abs=1)


def test_the_largest_codes_come_first_and_the_rest_is_one_row() -> None:
    for name in NAMES:
        mine = [row for row in table(compared(CLASSES), "only_in") if row["class"] == name]
        worth = [row["exports"] + row["imports"] for row in mine[:-1]]
        assert worth == sorted(worth, reverse=True)
        others = [other for other in NAMES if other != name]
        every = alone(name, others, "X").keys() | alone(name, others, "M").keys()
        assert mine[-1]["code"] == ""
        assert mine[-1]["title"] == f"{len(every) - 20} other codes"


def test_of_two_classes_the_rest_of_both_is_what_they_share() -> None:
    answer = compared("hs:85,hs:8542+9013")
    shared = sum(v for code, v in rows("M").items() if code.startswith("8542"))
    for name in ("hs:85", "hs:8542,9013"):
        mine = [row["imports"] for row in table(answer, "only_in") if row["class"] == name]
        assert figures(answer, "imports")[name] - sum(mine) == shared


def test_a_class_within_another_counts_nothing_alone() -> None:
    found = table(compared("hs:85,hs:8542"), "only_in")
    assert {row["class"] for row in found} == {"hs:85"}


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_are_those_of_the_class_asked_alone(name: str) -> None:
    usual = ask("USA", "VNM", of=name, years="2024", basis="consumption")
    answer = compared(CLASSES)
    for column in ("exports", "imports", "balance"):
        assert figures(answer, column)[name] == usual.column(column)[0]
    bounds = [c.name for c in usual.columns if c.name.endswith(("_low", "_high"))]
    assert len(bounds) == 6
    for column in bounds:
        assert figures(answer, column)[name] == usual.column(column)[0]


def test_every_row_says_on_which_basis_and_whether_it_is_exact() -> None:
    answer = compared(CLASSES)
    assert [column.name for column in answer.columns] == [
        *("period", "class", "exports", "imports", "balance"),
        *("exports_low", "exports_high", "imports_low", "imports_high"),
        *("balance_low", "balance_high", "exact", "basis"),
    ]
    assert set(answer.column("basis")) == {"consumption"}
    assert set(answer.column("exact")) == {False}
    assert answer.question["of"] == ",".join(NAMES)
    assert answer.question["compare"] is True
    assert "bases-differ" not in codes(answer)


def test_codes_that_stand_as_written_have_no_bounds() -> None:
    answer = compared("hs:85,hs:8542")
    names = [column.name for column in answer.columns]
    assert names == ["period", "class", "exports", "imports", "balance", "exact", "basis"]
    assert set(answer.column("exact")) == {True}


def test_the_evidence_is_that_of_every_class() -> None:
    used = {item.used_for.rpartition(" ")[2] for item in compared(CLASSES).evidence}
    assert set(NAMES) <= used
    assert {m.name for m in compared(CLASSES).method} >= {"balance", "only_in"}


def test_notes_name_the_classes_they_are_of() -> None:
    answer = compared(CLASSES)
    (listed,) = told(answer, "class-list")
    assert listed.startswith("atp: ")
    assert not any(text.startswith(NAMES) for text in told(answer, "valuation"))
    whose = {text.partition(":")[0] for text in told(answer, "class-converted")}
    assert whose == {"atp", "oecd-rd", "lall"}


def test_of_a_class_that_sorts_all_goods_the_core_is_compared_and_said_so() -> None:
    assert ["lall:HT1+HT2" in text for text in told(compared(CLASSES), "core-groups")] == [
        False,
        True,
    ]
    named = compared("lall:LT1,oecd-rd:high")
    assert "core-groups" not in codes(named)
    assert set(named.column("class")) == {"lall:LT1", "oecd-rd:high"}


def test_what_is_read_from_another_table_is_not_compared_code_by_code() -> None:
    answer = compared("hs:85,hs:8542,naics:334", partner="CHN")
    (text,) = told(answer, "not-compared")
    assert "naics:334 by itself" in text
    found = table(answer, "only_in")
    assert {row["class"] for row in found} == {"hs:85"}
    assert {row["exports"] for row in found} == {None}
    assert None not in {row["imports"] for row in found}


def test_published_totals_stand_beside_and_have_no_codes() -> None:
    answer = compared("goods,atp", partner="WLD", years="2019:2020")
    assert len(answer.rows) == 4
    assert table(answer, "only_in") == []
    assert None not in figures(answer, "balance").values()


def test_the_latest_periods_are_those_that_every_class_has() -> None:
    answer = sy.weigh("USA", "VNM", of="hs:85,atp", compare=True, basis="consumption")
    periods = answer.column("period")
    assert periods == sorted(periods)
    assert periods[::2] == periods[1::2]


def test_each_code_has_its_title_and_lines_their_own() -> None:
    """Exports to China by subheading end before 2024: only imports, by line, are compared."""
    found = table(compared("hs:8542,hs:8541", partner="CHN", basis="consumption"), "only_in")
    assert {len(row["code"]) for row in found} == {10, 0}
    assert len({row["title"] for row in found}) > len({row["code"][:6] for row in found})
    assert all(row["title"] and row["edition"] == "HS 2022" for row in found if row["code"])


def test_a_table_and_a_picture_tell_the_classes() -> None:
    answer = compared("hs:85,hs:8542")
    assert "Only in" in plain_text(answer)
    assert "hs:8542" in str(specification(answer))


@pytest.mark.parametrize(
    ("of", "asked", "said"),
    [
        ("atp", {}, "That is one class"),
        ("atp,atp", {}, "That is one class"),
        ("atp,lall", {"by": "group"}, "--by group"),
        ("atp,lall", {"definitions": True}, "--definitions"),
        ("atp,lall", {"side": "both"}, "--side both"),
    ],
)
def test_what_a_comparison_cannot_tell_is_refused(
    of: str, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadOption, match=said):
        sy.weigh("USA", "VNM", of=of, compare=True, **asked)


def test_an_unknown_class_among_them_is_named() -> None:
    with pytest.raises(UnknownClass, match="atq"):
        sy.weigh("USA", "VNM", of="lall,atq", compare=True)


def test_without_the_switch_several_classes_are_refused_and_it_is_offered() -> None:
    with pytest.raises(BadOption, match=r"--of atp,lall --compare"):
        sy.weigh("USA", "VNM", of="atp,lall")
