"""Advanced technology by group and partner in 2024: each figure to the dollar, nothing twice."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache

import pytest
from bundled_answers import SHARED, ask, query, told

from steelyard.nomenclature.places import all_groups
from steelyard.terms.answer import Answer, Ending

NAME = "census-imports-hs10@2025-06"
PUBLISHED = SHARED / "trade/census_hs10_imports_2024/derived_atp_imports_2024_by_group_partner.csv"
LIST = SHARED / "trade/census_atp_concordance/atp_import_codes_2022.csv"
OF_2024 = {"of": "atp", "years": "2024", "basis": "consumption"}
shared = pytest.mark.skipif(
    not (PUBLISHED.exists() and LIST.exists()), reason="needs ../shared/data, which is absent"
)
Sums = dict[str, dict[str, int]]


@cache
def published() -> Sums:
    """Return the publisher's imports by the number of the partner and the group."""
    found: Sums = defaultdict(dict)
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found[row["cty_code"].zfill(4)][row["atp_group"]] = int(row["con_val_usd"])
    return found


@cache
def summed() -> tuple[Sums, dict[str, str]]:
    """Return the same from the bundled rows and the publisher's list, and the codes of places."""
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        group = {row["hs10"]: row["hitech"] for row in csv.DictReader(file)}
    found: Sums = defaultdict(lambda: defaultdict(int))
    places = {}
    rows = query(NAME, "SELECT partner, partner_stated, product, value FROM held")
    for place, number, product, value in rows:
        places[place] = number.zfill(4)
        if product in group:
            found[number.zfill(4)][group[product]] += int(value)
    return found, places


def by_group(partner: str) -> Answer:
    return ask("USA", partner, by="group", **OF_2024)


def imports(answer: Answer) -> dict[str, int | None]:
    return dict(zip(answer.column("group_code"), answer.column("imports"), strict=True))


@shared
def test_every_group_and_partner_is_the_publishers_figure_to_the_dollar() -> None:
    found, places = summed()
    assert len(places) == 41
    assert sum(map(len, published().values())) == 305
    assert {number: dict(groups) for number, groups in found.items()} == published()


@shared
@pytest.mark.parametrize("partner", ["MEX", "SVK", "VNM", "CHN", "census:0003"])
def test_an_answer_by_group_is_the_publishers_figures(partner: str) -> None:
    answer = by_group(partner)
    expected = published()[summed()[1][partner]]
    assert imports(answer) == {str(group): expected.get(str(group), 0) for group in range(1, 11)}
    assert None not in answer.column("group")


@shared
@pytest.mark.parametrize("partner", ["MEX", "SVK"])
def test_the_class_as_a_whole_is_the_sum_of_its_groups(partner: str) -> None:
    whole = ask("USA", partner, **OF_2024)
    assert whole.column("imports") == [sum(published()[summed()[1][partner]].values())]


def test_exports_by_ten_digits_are_a_gap_so_that_there_is_no_balance() -> None:
    answer = by_group("MEX")
    for column in ("exports", "balance", "total_trade", "share_of_total_balance"):
        assert set(answer.column(column)) == {None}
    (gap,) = answer.gaps
    assert gap.what == "exports"
    assert "10 digits" in gap.why
    assert answer.ending is Ending.WITH_GAPS


def test_the_answer_says_that_the_list_of_another_year_served_and_what_it_cannot_class() -> None:
    (text,) = told(by_group("MEX"), "class-list")
    assert "the list of 2022 for 2024" in text
    assert "younger than the newest list" in text


def test_general_imports_by_group_name_the_basis_that_is_held() -> None:
    answer = ask("USA", "MEX", of="atp", by="group", years="2024", basis="general")
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = [gap for gap in answer.gaps if gap.what == "imports"]
    assert "--basis consumption" in gap.remedy


def test_imports_by_group_are_for_consumption_when_no_basis_is_named() -> None:
    plain, named = ask("USA", "MEX", of="atp", by="group", years="2024"), by_group("MEX")
    assert plain.rows == named.rows
    assert plain.question["definition"] == named.question["definition"]
    (text,) = told(plain, "basis-taken")
    assert "held are consumption" in text


# --- a union and its member -------------------------------------------------------------------


def test_the_row_of_the_union_and_its_member_are_both_held() -> None:
    found = dict(query(NAME, "SELECT DISTINCT partner, aggregate FROM held"))
    assert found["census:0003"] is True
    assert found["SVK"] is False
    assert "WLD" not in found
    assert "TWN" not in found


def test_a_partner_without_rows_is_a_gap_not_the_sum_of_what_is_held() -> None:
    answer = by_group("WLD")
    assert set(answer.column("imports")) == {None}
    assert answer.ending is Ending.CANNOT_ANSWER


def test_a_partner_held_by_six_digits_only_is_answered_between_bounds() -> None:
    answer = by_group("TWN")
    columns = (answer.column(name) for name in ("imports_low", "imports", "imports_high"))
    figures = list(zip(*columns, strict=True))
    assert len(figures) == 10
    assert all(low <= value <= high for low, value, high in figures)
    assert any(low < high for low, _, high in figures)


@pytest.mark.parametrize("partial", [False, True])
def test_the_union_by_its_members_never_holds_its_own_row(partial: bool) -> None:
    """Slovakia is the one member held: the sum of what there is is Slovakia alone."""
    alone = ask("USA", "SVK", **OF_2024).column("imports")
    answer = ask("USA", "EU27_2020", partial=partial, **OF_2024)
    assert answer.column("imports") == (alone if partial else [None])
    (gap,) = [gap for gap in answer.gaps if gap.what == "imports of 2024"]
    assert "SVK" not in gap.why
    assert all(code in gap.why for code in ("DEU", "FRA", "IRL"))


def test_no_group_has_a_publishers_aggregate_for_a_member() -> None:
    members = {code for group in all_groups() for code in group.ever()}
    assert [code for code in members if code.startswith("census:") or code == "WLD"] == []
