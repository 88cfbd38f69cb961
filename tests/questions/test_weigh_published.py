"""The headline figures: what the publisher itself has stated, recomputed from the bundled data."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from bundled_answers import ask, by_period, codes, millions, only, years_stated

from steelyard.terms.answer import Ending

CHINA = {"years": "2010:2023"}
WORLD = {"years": "1986:2022"}
ATP = {"of": "atp", "years": "2002:2007"}
OLD, NEW = "2017-01", "2023-03-08"


# --- advanced technology products -------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "exports", "imports", "balance", "share"),
    [
        ("2002", 178_566, 195_150, -16_584, 0.0354),
        ("2007", 264_875, 326_809, -61_934, 0.0766),
    ],
)
def test_advanced_technology(year: str, exports, imports, balance, share) -> None:
    row = by_period(ask("USA", "WLD", **ATP))[year]
    found = [row[name] / 10**6 for name in ("exports", "imports", "balance")]
    assert found == [exports, imports, balance]
    assert round(row["share_of_total_balance"], 4) == share


def test_the_deficits_of_2005_and_2006_are_in_one_order_in_both_releases() -> None:
    """The first prints (44.4 and 38.3bn) are older than either release held."""
    new = by_period(ask("USA", "WLD", **ATP))
    old = by_period(ask("USA", "WLD", of="atp", years="2005:2006", as_of="2017-01-31"))
    for year, balance in (("2005", -42_918), ("2006", -43_689)):
        assert new[year]["balance"] / 10**6 == old[year]["balance"] / 10**6 == balance


# --- China ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "exports", "imports"),
    [
        ("2011", 104_121.5, 399_371.2),
        ("2015", 115_873.4, 483_201.7),
        ("2022", 153_837.1, 536_754.1),
    ],
)
def test_china(year: str, exports: float, imports: float) -> None:
    row = by_period(ask("USA", "CHN", **CHINA))[year]
    assert (millions(row["exports"]), millions(row["imports"])) == (exports, imports)
    assert row["balance"] == row["exports"] - row["imports"]
    assert row["total_trade"] == row["exports"] + row["imports"]


def test_every_year_of_china_is_the_publishers_sum_to_the_dollar() -> None:
    sums = years_stated(NEW)
    for year, row in by_period(ask("USA", "CHN", **CHINA)).items():
        if year != "2023":
            assert row["exports"] == sums["CHN", "X", year]
            assert row["imports"] == sums["CHN", "M", year]


def test_a_year_not_yet_complete_is_a_gap_that_names_it() -> None:
    answer = ask("USA", "CHN", **CHINA)
    row = by_period(answer)["2023"]
    assert set(row.values()) == {"2023", None}
    (gap,) = answer.gaps
    assert gap.what == "exports and imports of 2023"
    assert "not yet published" in gap.why
    assert "2023-02 to 2023-12 (11 periods)" in gap.why
    assert answer.ending is Ending.WITH_GAPS


def test_growth_is_on_the_year_before() -> None:
    rows = by_period(ask("USA", "CHN", **CHINA))
    for year in range(2011, 2023):
        now, before = rows[str(year)], rows[str(year - 1)]
        for column in ("exports", "imports"):
            rate = now[column] / before[column] - 1
            assert now[f"{column}_growth"] == pytest.approx(rate, abs=1e-12)
        assert now["balance_change"] == now["balance"] - before["balance"]


# --- vintages ---------------------------------------------------------------------------------


def test_a_figure_is_answered_as_it_was_known_then() -> None:
    then = ask("USA", "CHN", years="2015", as_of="2017-01-31")
    assert millions(only(then)["imports"]) == 483_244.7
    assert {item.release for item in then.evidence} == {OLD}
    assert {c.about["release"] for c in then.columns if "release" in c.about} == {OLD}
    now = by_period(ask("USA", "CHN", **CHINA))["2015"]
    assert millions(now["imports"]) == 483_201.7


def test_a_release_of_which_only_the_month_is_known_counts_from_its_last_day() -> None:
    early = ask("USA", "CHN", years="2015", as_of="2017-01-30")
    assert early.ending is Ending.CANNOT_ANSWER
    assert early.gaps
    for gap in early.gaps:
        assert "2017-01-30" in gap.why
        assert OLD in gap.why
        assert NEW in gap.why
    assert ask("USA", "CHN", years="2015", as_of="2017-01-31").ending is Ending.COMPLETE


def test_a_release_can_be_asked_for_by_name() -> None:
    named = ask("USA", "WLD", of="atp", years="2005:2006", settings={"release": OLD})
    assert named.rows == ask("USA", "WLD", of="atp", years="2005:2006", as_of="2017-01-31").rows
    assert {item.release for item in named.evidence} == {OLD}


# --- the world and its parts ------------------------------------------------------------------


def _off(answer, column: str) -> dict[str, float]:
    texts = [n.text for n in answer.notes if n.code == "parts-differ-from-total"]
    (text,) = [text for text in texts if f" in {column}:" in text]
    found = re.findall(r"(\d{4}) by ([+-][\d,.]+)m USD", text)
    return {year: float(amount.replace(",", "")) for year, amount in found}


@pytest.mark.parametrize(("column", "flow"), [("exports", "X"), ("imports", "M")])
def test_the_note_on_parts_tells_what_countries_miss_of_the_world(column: str, flow: str) -> None:
    sums = years_stated(NEW)
    expected = {}
    for year in map(str, range(1987, 2023)):
        parts = sum(
            value
            for (partner, kind, when), value in sums.items()
            if partner != "WLD" and (kind, when) == (flow, year)
        )
        off = parts - sums["WLD", flow, year]
        if abs(off) > 10**6:
            expected[year] = float(round(off / 10**6, 1))
    assert _off(ask("USA", "WLD", **WORLD), column) == expected


@pytest.mark.parametrize(("column", "newest"), [("exports", -221.9), ("imports", 127.7)])
def test_countries_add_up_to_the_world_but_for_the_early_and_the_newest_years(
    column: str, newest: float
) -> None:
    off = _off(ask("USA", "WLD", **WORLD), column)
    assert set(off) == {"1987", "1988", "1989", "1990", "1991", "2022"}
    assert all(off[str(year)] < -1000 for year in range(1987, 1992))
    assert off["2022"] == newest


def test_years_that_add_up_have_no_note() -> None:
    answer = ask("USA", "WLD", years="2018", freq="M")
    assert "parts-differ-from-total" not in codes(answer)


def test_the_world_is_the_whole_and_has_no_rank() -> None:
    rows = by_period(ask("USA", "WLD", **WORLD))
    assert {row["share_of_total_balance"] for row in rows.values()} == {None, 1.0}
    assert {row["partner_rank"] for row in rows.values()} == {None}
    assert millions(rows["2002"]["balance"]) == -468_265.0
    assert millions(rows["2007"]["balance"]) == -808_762.3


# --- Mexico and its agreement -----------------------------------------------------------------


def test_imports_under_an_agreement_are_another_concept_than_general_imports() -> None:
    mexico = only(ask("USA", "MEX", years="2018"))
    agreement = ask("USA", "census:0005", years="2018", settings={"import_basis": "consumption"})
    assert round(mexico["imports"] / 10**9, 1) == 343.7
    assert round(only(agreement)["imports"] / 10**9, 1) == 200.0
    assert only(agreement)["exports"] is None
    assert [c.about.get("basis") for c in agreement.columns if c.name == "imports"] == [
        "consumption"
    ]
    (gap,) = agreement.gaps
    assert gap.what == "exports"
    assert gap.why.endswith("not for census:0005")


@pytest.mark.parametrize("row", ["census:0006", "census:0022"])
def test_exports_that_the_publisher_does_not_explain_answer_for_no_whole_flow(row: str) -> None:
    answer = ask("USA", row, years="2022", settings={"import_basis": "consumption"})
    assert only(answer)["exports"] is None
    assert any(gap.what == "exports" and row in gap.why for gap in answer.gaps)


# --- the European Union -----------------------------------------------------------------------


def test_the_union_by_membership_is_the_publishers_row_where_the_memberships_agree() -> None:
    summed = by_period(ask("USA", "EU", years="1997:2022"))
    row = by_period(ask("USA", "census:0003", years="1997:2022"))
    for year in range(2007, 2023):
        for column in ("exports", "imports"):
            assert summed[str(year)][column] == row[str(year)][column], year
    for year in ("2004", "2006"):
        for column in ("exports", "imports"):
            assert abs(summed[year][column] - row[year][column]) < 10**6
    assert abs(summed["2005"]["exports"] - row["2005"]["exports"]) < 10**6
    assert millions(row["2005"]["imports"] - summed["2005"]["imports"]) == 852.4


def test_the_publishers_row_holds_the_members_of_2004_already_before() -> None:
    summed = by_period(ask("USA", "EU", years="1997:2022"))
    row = by_period(ask("USA", "census:0003", years="1997:2022"))
    later = by_period(ask("USA", "EU25", years="1997:2006"))
    for year in map(str, range(1997, 2004)):
        for column in ("exports", "imports"):
            assert row[year][column] - summed[year][column] > 10**9
            assert abs(row[year][column] - later[year][column]) < 2 * 10**6


def test_a_change_of_membership_is_no_growth() -> None:
    summed = by_period(ask("USA", "EU", years="1997:2022"))
    later = by_period(ask("USA", "EU25", years="1997:2006"))
    for column in ("exports", "imports"):
        rate = summed["2004"][column] / later["2003"][column] - 1
        assert summed["2004"][f"{column}_growth"] == pytest.approx(rate, abs=1e-12)
    change = summed["2004"]["balance"] - later["2003"]["balance"]
    assert summed["2004"]["balance_change"] == change


def test_a_group_names_its_members_and_their_source() -> None:
    answer = ask("USA", "EU", years="1997:2022")
    (text,) = [note.text for note in answer.notes if note.code == "group-of-members"]
    assert "15 to 27" in text
    assert "Treaty of Rome" in text
    assert {row["partner_rank"] for row in by_period(answer).values()} == {None}


def test_a_membership_held_fixed_is_the_group_of_the_end() -> None:
    fixed = ask("USA", "EU", years="1997:2006", settings={"membership": "fixed"})
    assert fixed.rows == ask("USA", "EU25", years="1997:2006").rows
    moving = by_period(ask("USA", "EU", years="1997:2022"))
    assert by_period(fixed)["1997"]["exports"] > moving["1997"]["exports"]
    assert by_period(fixed)["2006"]["exports"] == moving["2006"]["exports"]


def test_hong_kong_and_macao_are_added_when_in() -> None:
    inside = ask("USA", "CHN", years="2011", settings={"hong_kong_macao": "in"})
    sums = years_stated(NEW)
    for column, flow in (("exports", "X"), ("imports", "M")):
        places = ("CHN", "HKG", "MAC")
        assert only(inside)[column] == sum((sums[p, flow, "2011"] for p in places), Decimal(0))
    assert only(inside)["partner_rank"] is None
