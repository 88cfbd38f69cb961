"""``classes follow``: what becomes of codes elsewhere, and what a way there and back loses."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from bundled_answers import bundled, codes, validate

import steelyard as sy
from steelyard.classes.shares import reference
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.tables import lowest
from steelyard.nomenclature.weights import WHOLE, Lost
from steelyard.terms.answer import Answer
from steelyard.terms.errors import (
    BadOption,
    NoConcordance,
    NotHeld,
    UnknownClass,
    UnknownProduct,
)
from steelyard.terms.product import Edition

HS22, HS17 = Edition("HS", "2022"), Edition("HS", "2017")
NEAR = 1e-9


def records(answer: Answer) -> list[dict]:
    validate(answer)
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def loss(answer: Answer) -> dict[str, dict]:
    found = answer.table("loss")
    names = [column.name for column in found.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in found.rows}


def lost(answer: Answer) -> float:
    return sum(row["share"] for row in records(answer) if row["becomes"] is None)


@pytest.mark.parametrize(
    ("asked", "to", "wanted"),
    [
        ("hs2022:854231", "sitc4", {"77642"}),
        ("hs2022:854232", "sitc4", {"77644"}),
        ("hs2022:851713", "hs2002", {"852520"}),
        ("hs2017:851712", "hs2022", {"851713", "851714"}),
        ("hs2022:854911", "hs2017", {"854810"}),
    ],
)
def test_a_code_becomes_what_the_tables_say(asked: str, to: str, wanted: set[str]) -> None:
    answer = sy.follow_codes(asked, to)
    assert {row["becomes"] for row in records(answer)} == wanted
    assert codes(answer)[:2] == ["compared-at", "tables"]


def test_what_is_not_followed_says_why() -> None:
    answer = sy.follow_codes("hs2022:854921", "hs2017", rows=2000)
    (row,) = records(answer)
    assert (row["becomes"], row["share"], row["ground"]) == (None, 1.0, "not-followed")
    assert row["candidates"] == len(answer.table("may_be").rows) > 1000
    assert "854921" in next(note.text for note in answer.notes if note.code == "not-followed")


@pytest.mark.parametrize(
    ("asked", "to"), [("hs2022", "sitc4"), ("chips", "isic4"), ("atp", "bec4")]
)
def test_shares_of_every_code_add_up_to_one(asked: str, to: str) -> None:
    sums = defaultdict[str, float](float)
    for row in records(sy.follow_codes(asked, to, rows=100_000)):
        sums[row["code"]] += row["share"]
    assert all(abs(share - 1) < NEAR for share in sums.values())
    assert len(sums) == {"hs2022": len(lowest(HS22)), "chips": 17, "atp": 644}[asked]


def test_rows_left_out_of_either_table_are_counted() -> None:
    answer = sy.follow_codes("hs2022:854921", "hs2017", rows=7)
    assert len(answer.table("may_be").rows) == 7
    assert "1,012 more: --rows 1019" in answer.notes[-1].text


def test_values_share_out_where_no_answer_is_published() -> None:
    values = reference(bundled(), 2024)
    known = values.shares[HS22]
    answer = sy.follow_codes("hs2017:854140", "hs2022", rule="trade:2024", store=bundled())
    found = {row["becomes"]: row["share"] for row in records(answer)}
    total = sum(known[code] for code in found)
    assert {code: pytest.approx(float(known[code] / total)) for code in found} == found
    assert [evidence.dataset for evidence in answer.evidence] == [values.held.release.dataset]
    assert answer.evidence[0].rows > 0
    assert "shares" in codes(answer)
    equal = sy.follow_codes("hs2017:854140", "hs2022", rule="equal")
    assert {row["ground"] for row in records(equal)} == {"equal"}


# --- there and back ---------------------------------------------------------------------------


def by_hand(code: str, there: Edition, back: Edition) -> tuple[Fraction, Fraction]:
    """Return the parts of a code that come home and that end elsewhere."""
    out, home = concordance(there, back), concordance(back, there)
    ends = defaultdict[object, Fraction](Fraction)
    for target, (parts, _) in out.weights[code].items():
        onward = {} if isinstance(target, Lost) else home.weights.get(target, {})
        for end, (more, _) in onward.items():
            ends[end] += Fraction(parts, WHOLE) * Fraction(more, WHOLE)
    away = sum((n for end, n in ends.items() if isinstance(end, str) and end != code), Fraction(0))
    return ends[code], away


def test_the_loss_of_a_round_trip_is_told() -> None:
    answer = sy.follow_codes("hs2017", "hs2022", back=True)
    every = sorted(lowest(HS17))
    parts = {code: by_hand(code, HS17, HS22) for code in every}
    told = loss(answer)["codes"]
    assert told["total"] == len(every)
    assert told["returned"] == pytest.approx(float(sum(p[0] for p in parts.values()) / len(every)))
    assert told["elsewhere"] == pytest.approx(float(sum(p[1] for p in parts.values()) / len(every)))
    assert {row["code"] for row in records(answer)} == {c for c in every if 1 - parts[c][0] > NEAR}
    assert "round-trip" in codes(answer)
    (gone,) = [row for row in records(answer) if row["code"] == "300219"]
    assert gone["no_link"] == 1


@pytest.mark.parametrize("rule", ["published", "equal", "trade:2024"])
def test_parts_of_a_round_trip_add_up(rule: str) -> None:
    answer = sy.follow_codes("hs2022", "hs2017", back=True, rule=rule, rows=10_000, store=bundled())
    names = ("returned", "elsewhere", "not_followed", "no_link")
    for row in (*records(answer), *loss(answer).values()):
        assert sum(row[name] for name in names) == pytest.approx(1, abs=NEAR)
    assert ("USD" in loss(answer)) == (rule == "trade:2024")


def test_the_value_that_is_lost_counts_codes_that_no_table_links() -> None:
    known = reference(bundled(), 2024).shares[HS22]
    answer = sy.follow_codes("hs2022", "hs2017", back=True, rule="trade:2024", store=bundled())
    told = loss(answer)["USD"]
    total = sum(known.values(), Decimal(0))
    linked = sum((value for code, value in known.items() if code in lowest(HS22)), Decimal(0))
    assert told["total"] == pytest.approx(float(total))
    assert told["no_link"] == pytest.approx(float((total - linked) / total))


def test_without_values_of_the_edition_codes_are_counted() -> None:
    answer = sy.follow_codes("hs2012:8542", "hs2022", back=True, rule="trade:2024", store=bundled())
    assert set(loss(answer)) == {"codes"}
    assert "no-values" in codes(answer)


@pytest.mark.parametrize(
    ("asked", "to", "choices", "error"),
    [
        ("hs2022:8542", "sitc", {}, BadOption),
        ("hs", "sitc4", {}, BadOption),
        ("hs2022:8542", "sitc9", {}, UnknownProduct),
        ("hs2022:8599", "sitc4", {}, UnknownProduct),
        ("nope", "sitc4", {}, UnknownClass),
        ("hs2022", "ebops2010", {}, NoConcordance),
        ("goods", "sitc4", {}, NotHeld),
        ("hs2022", "hs2017", {"rule": "weird"}, BadOption),
        ("hs2022", "hs2017", {"rule": "trade:1999"}, NotHeld),
        ("hs2022", "hs2017", {"rows": 0}, BadOption),
    ],
)
def test_what_cannot_be_followed_is_told(
    asked: str, to: str, choices: dict, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        sy.follow_codes(asked, to, **choices)
    assert caught.value.remedy


def test_a_bare_code_is_offered_its_editions() -> None:
    for text in ("851713", "8517.13"):
        with pytest.raises(UnknownProduct) as caught:
            sy.follow_codes(text, "hs2002")
        assert caught.value.remedy == "Did you mean hs2022:851713?"


def test_what_is_lost_says_so_where_a_title_would_stand() -> None:
    (row,) = records(sy.follow_codes("hs2022:854921", "hs2017"))
    assert (row["becomes"], row["becomes_title"]) == (None, "not followed")


@pytest.mark.parametrize("given", [["hs2022"], 8542])
def test_anything_but_text_is_refused(given: object) -> None:
    with pytest.raises(BadOption):
        sy.follow_codes(given, "hs2017")  # type: ignore[arg-type]  (what an untyped caller may give)
