"""What a reader must know beside the figures: valuations, members, China's three places."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundled_answers import ask, codes, told, validate, years_stated
from own_stores import exports, imports, store

import steelyard as sy
from steelyard.terms.answer import Ending

TOGETHER = {"hong_kong_macao": "in"}
COUNTED_TOGETHER = "China is counted together with Hong Kong and Macao."


# --- who joined, who left ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("2019:2020", "In the span, left: GBR;"),
        ("2012:2013", "In the span, joined: HRV;"),
        ("2006:2007", "In the span, joined: BGR, ROU;"),
        ("2012:2020", "In the span, joined: HRV; left: GBR;"),
    ],
)
def test_the_note_of_a_group_names_who_joined_and_left_in_the_span(years: str, words: str) -> None:
    (text,) = told(ask("USA", "EU", years=years), "group-of-members")
    assert words in text
    assert "need not add up" in text


def test_a_group_whose_members_stay_names_nobody() -> None:
    still = ask("USA", "EU", years="2014:2018")
    fixed = ask("USA", "EU", years="2019:2020", settings={"membership": "fixed"})
    for answer in (still, fixed, ask("USA", "G7", years="2019:2020")):
        (text,) = told(answer, "group-of-members")
        assert "In the span" not in text


# --- valuation --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("out", "landed", "words"),
    [
        ("FOB", "CIF", "free on board (FOB) and imports with cost, insurance and freight (CIF)"),
        (
            "FAS",
            "CIF",
            "free alongside ship (FAS) and imports with cost, insurance and freight (CIF)",
        ),
        ("FAS", "CUSTOMS", "free alongside ship (FAS) and imports at customs value"),
    ],
)
def test_two_valuations_have_a_note(tmp_path: Path, out: str, landed: str, words: str) -> None:
    rows = [exports("USA", "2019", 5, valuation=out), imports("USA", "2019", 9, valuation=landed)]
    answer = sy.weigh("CHN", "USA", years="2019", store=store(tmp_path, rows))
    validate(answer)
    (text,) = told(answer, "valuation")
    assert words in text
    assert ("the balance is lower" in text) is (landed == "CIF")
    valuations = [answer.columns[n].about["valuation"] for n in (1, 2)]
    assert valuations == [out, landed]


def test_one_valuation_on_both_sides_has_no_note(tmp_path: Path) -> None:
    rows = [exports("USA", "2019", 5), imports("USA", "2019", 9, valuation="FOB")]
    answer = sy.weigh("CHN", "USA", years="2019", store=store(tmp_path, rows))
    assert "valuation" not in codes(answer)


# --- China, Hong Kong and Macao ---------------------------------------------------------------


@pytest.mark.parametrize("partner", ["CHN", "BRICS"])
def test_china_together_with_hong_kong_and_macao_says_so(partner: str) -> None:
    together = ask("USA", partner, years="2011", settings=TOGETHER)
    assert told(together, "place") == [COUNTED_TOGETHER]
    apart = ask("USA", partner, years="2011")
    assert COUNTED_TOGETHER not in told(apart, "place")
    sums = years_stated("2023-03-08")
    for column, flow in (("exports", "X"), ("imports", "M")):
        more = sum(sums[code, flow, "2011"] for code in ("HKG", "MAC"))
        assert together.column(column) == [apart.column(column)[0] + more]


def test_a_partner_without_china_is_told_nothing_of_hong_kong() -> None:
    answer = ask("USA", "JPN", years="2011", settings=TOGETHER)
    assert COUNTED_TOGETHER not in told(answer, "place")


@pytest.mark.parametrize(
    ("sides", "choices"),
    [(("CHN", "USA"), {}), (("USA", "CHN"), {"side": "partner"})],
)
def test_chinas_own_report_is_never_taken_for_that_of_three_places(
    tmp_path: Path, sides: tuple[str, str], choices: dict[str, str]
) -> None:
    opened = store(tmp_path, [exports("USA", "2019", 5), imports("USA", "2019", 9)])
    apart = sy.weigh(*sides, years="2019", store=opened, **choices)
    assert apart.ending is Ending.COMPLETE or None not in apart.rows[0][1:4]
    answer = sy.weigh(*sides, years="2019", store=opened, settings=TOGETHER, **choices)
    validate(answer)
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert gap.what == "exports and imports"
    assert "China with Hong Kong and Macao would take three" in gap.why
    assert gap.remedy


# --- adjustment -------------------------------------------------------------------------------


@pytest.mark.parametrize("adjustment", ["none", "seasonal"])
def test_the_columns_tell_their_adjustment(adjustment: str) -> None:
    answer = ask("USA", "WLD", years="2011", settings={"adjustment": adjustment})
    about = {column.name: column.about for column in answer.columns}
    assert about["exports"]["adjustment"] == about["imports"]["adjustment"] == adjustment
