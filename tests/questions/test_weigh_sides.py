"""Whose report counts: the other side alone, and both sides beside one another."""

from __future__ import annotations

import pytest
from bundled_answers import ask, by_period, only, query, table, told, years_stated

from steelyard.terms.answer import Answer, Ending

CHINA = "gacc-china-us-annual@2026-01-14"
YEARS = ("2020", "2021", "2022")
THEIRS = ("partner_exports", "partner_imports", "partner_balance")
SPAN = {"years": "2020:2022"}


def newest(flow: str, year: str) -> float:
    """Return the newest sound figure of China's customs of trade with the United States."""
    sql = """SELECT value FROM held WHERE unit = 'USD' AND partner = 'USA' AND status <> 'U'
             AND indicator = 'goods' AND measure = 'level' ORDER BY published_at DESC LIMIT 1"""
    ((value,),) = query(CHINA, sql, f"flow = '{flow}' AND period = '{year}'")
    return value


def ours(flow: str, year: str) -> int:
    return int(years_stated("2023-03-08")["CHN", flow, year])


def about(answer: Answer) -> dict[str, dict]:
    return {column.name: dict(column.about or {}) for column in answer.columns}


# --- both -------------------------------------------------------------------------------------


def test_china_beside_the_united_states() -> None:
    answer = ask("USA", "CHN", side="both", **SPAN)
    for year, row in by_period(answer).items():
        assert (row["exports"], row["imports"]) == (ours("X", year), ours("M", year))
        assert row["partner_exports"] == newest("M", year)
        assert row["partner_imports"] == newest("X", year)
        assert row["partner_balance"] == newest("M", year) - newest("X", year) < 0
        assert row["balance"] == ours("X", year) - ours("M", year) < 0


def test_the_united_states_beside_china() -> None:
    answer = ask("CHN", "USA", side="both", **SPAN)
    for year, row in by_period(answer).items():
        assert (row["exports"], row["imports"]) == (newest("X", year), newest("M", year))
        assert (row["partner_exports"], row["partner_imports"]) == (
            ours("M", year),
            ours("X", year),
        )
        assert row["partner_balance"] == ours("M", year) - ours("X", year) > 0
        assert row["balance"] > 0


@pytest.mark.parametrize(
    ("sides", "own", "theirs"),
    [
        (("USA", "CHN"), {"FAS", "CUSTOMS"}, {"CIF", "FOB"}),
        (("CHN", "USA"), {"FOB", "CIF"}, {"CUSTOMS", "FAS"}),
    ],
)
def test_the_columns_of_each_side_name_their_own_definition(sides, own, theirs) -> None:
    answer = ask(*sides, side="both", **SPAN)
    found = about(answer)
    for prefix, reporter, valuations in (("", sides[0], own), ("partner_", sides[1], theirs)):
        mine = [found[f"{prefix}{column}"] for column in ("exports", "imports")]
        assert {facts["reported_by"] for facts in mine} == {reporter}
        assert {facts["valuation"] for facts in mine} == valuations
    assert answer.ending is Ending.COMPLETE
    texts = told(answer, "partner-release-date-inferred")
    assert any(f"As {sides[1]} reports" in text for text in texts)


def test_one_side_is_the_same_alone_and_beside_the_other() -> None:
    both, alone = ask("USA", "CHN", side="both", **SPAN), ask("CHN", "USA", side="both", **SPAN)
    width = len(both.columns) - len(THEIRS)
    assert [c.name for c in both.columns[width:]] == list(THEIRS)
    mirrored = [tuple(by_period(alone)[year][column] for column in THEIRS) for year in YEARS]
    own = [by_period(both)[year] for year in YEARS]
    assert [(row["imports"], row["exports"], -row["balance"]) for row in own] == mirrored


# --- the partner's ----------------------------------------------------------------------------


def test_on_the_partners_side_chinas_figures_are_the_mirror() -> None:
    answer = ask("USA", "CHN", side="partner", **SPAN)
    for year, row in by_period(answer).items():
        assert (row["exports"], row["imports"]) == (newest("M", year), newest("X", year))
        assert row["balance"] == newest("M", year) - newest("X", year)
        assert row["share_of_total_balance"] is row["partner_rank"] is None
    assert {about(answer)[c]["reported_by"] for c in ("exports", "imports")} == {"CHN"}


def test_the_partners_valuations_are_told_in_words() -> None:
    answer = ask("USA", "CHN", side="partner", **SPAN)
    (text,) = told(answer, "valuation")
    assert "CIF" in text
    assert "FOB" in text


def test_facts_of_the_partners_side_name_it() -> None:
    facts = table(ask("USA", "CHN", side="partner", **SPAN), "facts")
    assert {row["place"] for row in facts} == {"USA"}
    assert all("China" in row["publisher"] for row in facts)


@pytest.mark.parametrize("partner", ["MEX", "EU27_2020"])
def test_a_side_that_nobody_reports_is_a_gap_that_names_it(partner: str) -> None:
    answer = ask("USA", partner, side="both", years="2018")
    row = only(answer)
    assert [row[column] for column in THEIRS] == [None, None, None]
    assert row["balance"] is not None
    (gap,) = answer.gaps
    assert gap.what == f"exports and imports, as {partner} reports"
    assert f"reported by {partner}" in gap.why
    assert gap.remedy


def test_the_partners_side_alone_is_a_gap_that_names_it() -> None:
    answer = ask("USA", "MEX", side="partner", years="2018")
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert "reported by MEX" in gap.why


def test_by_group_the_other_side_has_a_figure_of_its_own_in_each_group() -> None:
    asked = {"of": "atp", "by": "group", "years": "2024", "basis": "consumption"}
    beside = ask("CHN", "USA", side="both", **asked)
    assert beside.column("partner_exports") == ask("USA", "CHN", **asked).column("imports")
