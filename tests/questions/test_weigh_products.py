"""Products by code: sums from the publishers' rows, other vintages told, withheld codes missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bundled_answers import ask, by_period, codes, only, query, told

from steelyard.terms.answer import Ending

NAICS = "census-us-china-naics3@2020-07"
COUNTRIES = "census-goods-by-country@2023-03-08"
HS2_OUT, HS2_IN = "census-exports-hs2@2021-01", "census-imports-hs2@2021-08"
HS6_OUT = "census-exports-hs6@2021-02"
SECTORS = "census-imports-naics3@2026-01"
FLOW = {"exports": "X", "imports": "M"}
CONSUMED, TAKEN = {"basis": "consumption"}, "basis-taken"


def years(name: str, condition: str) -> dict[tuple[str, str], Decimal]:
    """Return the sum of each flow and year of the rows of a release that meet a condition."""
    sql = "SELECT flow, period[:4], sum(value) FROM held GROUP BY ALL"
    return {(flow, year): value for flow, year, value in query(name, sql, condition)}


# --- NAICS: parts, total, and the table by country --------------------------------------------


def test_industries_add_up_to_all_commodities_in_every_month_of_both_flows() -> None:
    sql = """SELECT flow, period, sum(value) FILTER (nomenclature = 'NAICS') AS parts,
             max(value) FILTER (nomenclature = 'TOTAL') AS whole,
             count(*) FILTER (value IS NULL) AS holes FROM held GROUP BY flow, period"""
    found = query(NAICS, sql)
    assert len(found) == 2 * 18 * 12
    assert [row for row in found if row[2] != row[3] or row[4]] == []


def apart() -> dict[tuple[str, str], float]:
    """Return by how many millions all commodities differ from the table by country."""
    mine = years(NAICS, "nomenclature = 'TOTAL'")
    kept = "import_basis IS DISTINCT FROM 'consumption' AND adjustment = 'none'"
    theirs = years(COUNTRIES, f"partner = 'CHN' AND nomenclature = 'TOTAL' AND {kept}")
    return {key: round(float(value - theirs[key]) / 10**6, 1) for key, value in mine.items()}


def test_all_commodities_are_the_table_by_country_but_for_two_years_of_an_older_vintage() -> None:
    off = apart()
    assert {key: value for key, value in off.items() if abs(value) >= 1} == {
        ("M", "2018"): 729.0,
        ("M", "2019"): 2540.8,
        ("X", "2018"): 8.1,
        ("X", "2019"): -34.0,
    }
    assert {year for _, year in off} == {str(year) for year in range(2002, 2020)}


@pytest.mark.parametrize("column", FLOW)
def test_the_answer_names_the_other_vintage_and_by_how_much_it_differs(column: str) -> None:
    answer, off = ask("USA", "CHN", of="naics:334", years="2018:2019"), apart()
    (text,) = [text for text in told(answer, "other-vintage") if f"all {column}" in text]
    for year in ("2018", "2019"):
        assert f"{off[FLOW[column], year]:+,.1f}m in {year}" in text
    assert NAICS in text
    assert COUNTRIES in text


def test_an_industry_is_the_sum_of_its_months() -> None:
    expected = years(NAICS, "nomenclature = 'NAICS' AND product = '334'")
    answer = ask("USA", "CHN", of="naics:334", years="2018:2019")
    for year, row in by_period(answer).items():
        for column, flow in FLOW.items():
            assert row[column] == expected[flow, year]
        grown = expected["M", year] / expected["M", str(int(year) - 1)] - 1
        assert row["imports_growth"] == pytest.approx(float(grown), abs=1e-12)


def test_a_sector_is_the_sum_of_its_industries() -> None:
    expected = years(NAICS, "nomenclature = 'NAICS' AND product LIKE '33%'")
    row = only(ask("USA", "CHN", of="naics:33", years="2019"))
    assert [row[c] for c in FLOW] == [expected[flow, "2019"] for flow in FLOW.values()]


def test_an_industry_of_the_world_is_held_for_consumption_only() -> None:
    asked = {"of": "naics:334", "years": "2023:2024"}
    expected = years(SECTORS, "partner = 'WLD' AND nomenclature = 'NAICS' AND product = '334'")
    for year, row in by_period(ask("USA", "WLD", **asked, **CONSUMED)).items():
        assert row["imports"] == expected["M", year]
        assert row["exports"] is row["balance"] is None
    general = ask("USA", "WLD", basis="general", **asked)
    assert general.ending is Ending.CANNOT_ANSWER
    (gap,) = general.gaps
    assert gap.what == "exports and imports"
    assert "basis" in gap.remedy
    plain = ask("USA", "WLD", **asked)
    assert (plain.rows, codes(plain)[0]) == (ask("USA", "WLD", **asked, **CONSUMED).rows, TAKEN)


# --- the Harmonized System --------------------------------------------------------------------


def test_a_chapter_on_the_basis_for_consumption_has_a_balance() -> None:
    row = only(ask("USA", "CHN", of="hs:85", years="2019", **CONSUMED))
    here = "partner = 'CHN' AND product = '85'"
    assert row["exports"] == years(HS2_OUT, here)["X", "2019"]
    assert row["imports"] == years(HS2_IN, here)["M", "2019"]
    assert row["balance"] == row["exports"] - row["imports"]


def test_a_chapter_on_the_general_basis_is_a_gap_that_names_the_other_basis() -> None:
    answer = ask("USA", "CHN", of="hs:85", years="2019", basis="general")
    assert only(answer)["imports"] is only(answer)["balance"] is None
    (gap,) = answer.gaps
    assert gap.what == "imports"
    assert "general" in gap.why
    assert "--basis consumption" in gap.remedy


def test_a_chapter_is_answered_on_the_basis_held_when_none_is_named() -> None:
    plain, named = ask("USA", "CHN", of="hs:85", years="2019"), {"of": "hs:85", "years": "2019"}
    assert plain.rows == ask("USA", "CHN", **named, **CONSUMED).rows
    assert plain.question["definition"]["import_basis"] == "consumption"
    assert codes(plain).count(TAKEN) == 1


def test_a_heading_is_summed_from_its_six_digit_codes() -> None:
    answer = ask("USA", "CHN", of="hs:8542", years="2019", **CONSUMED)
    expected = years(HS6_OUT, "partner = 'CHN' AND product LIKE '8542%'")
    assert only(answer)["exports"] == expected["X", "2019"]
    (gap,) = answer.gaps
    assert gap.what == "imports of 2019"
    assert "2024" in gap.remedy


def test_a_chapter_named_with_one_of_its_headings_is_counted_once() -> None:
    whole = only(ask("USA", "CHN", of="hs:85", years="2019"))
    assert only(ask("USA", "CHN", of="hs:85,8542", years="2019"))["exports"] == whole["exports"]


def test_a_rank_among_the_main_partners_counts_single_places_only() -> None:
    answer = ask("USA", "CHN", of="hs:85", years="2019", **CONSUMED)
    (text,) = told(answer, "ranked-among-few")
    each = "SELECT DISTINCT partner FROM held WHERE NOT aggregate"
    both = set(query(HS2_OUT, each)) & set(query(HS2_IN, each))
    assert f"{len(both)} single partners" in text
    assert HS2_OUT in text
    assert HS2_IN in text


# --- what the publisher withholds -------------------------------------------------------------


@pytest.mark.parametrize(
    "choices", [{"of": "hs:2711"}, {"of": "hs:27", "settings": {"release": "2021-02"}}], ids=str
)
def test_a_sum_with_a_withheld_code_in_it_is_missing_not_too_small(choices: dict) -> None:
    code = choices["of"].removeprefix("hs:")
    answer = ask("USA", "CHN", years="2018:2019", **choices)
    inside = f"product LIKE '{code}%' AND period >= '2018' AND value IS NULL"
    ((holes,),) = query(HS6_OUT, "SELECT count(DISTINCT period) FROM held", inside)
    assert holes > 24
    assert answer.column("exports") == [None, None]
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = [gap for gap in answer.gaps if "exports" in gap.what]
    assert "not reported for CHN" in gap.why


def test_a_heading_beside_withheld_ones_is_whole() -> None:
    expected = years(HS6_OUT, "partner = 'CHN' AND product LIKE '2709%'")
    row = only(ask("USA", "CHN", of="hs:2709", years="2019"))
    assert row["exports"] == expected["X", "2019"]


def test_a_chapter_stated_as_such_holds_the_codes_withheld_below_it() -> None:
    chapters = years(HS2_OUT, "partner = 'CHN' AND product = '27'")
    codes = years(HS6_OUT, "partner = 'CHN' AND product LIKE '27%'")
    for year, row in by_period(ask("USA", "CHN", of="hs:27", years="2018:2020")).items():
        if year == "2020":
            assert row["exports"] is None
        else:
            assert row["exports"] == chapters["X", year] > codes["X", year]
