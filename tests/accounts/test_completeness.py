"""A sum of product codes from a release collected in pieces counts only when it is proved whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_stores import flow, only, opened, rows, store, totals, weigh, write

from steelyard.classes.registry import find_class

PIECES = {"assembly": "piecewise", "dataset": "pieces"}
BELOW = [flow("848620", "2019", 10), flow("847130", "2019", 30)]


def pieces(root: Path, held: list[dict[str, Any]], **facts: Any) -> Any:
    return store(root, held, **{**PIECES, **facts})


def imports(root: Path, held: list[dict[str, Any]], of: str = "hs:84", **facts: Any) -> Any:
    return totals(pieces(root, held, **facts), of, "2019:2019")["2019"]


# --- which sums are whole ---------------------------------------------------------------------


def test_a_sum_that_nothing_proves_is_missing(tmp_path: Path) -> None:
    assert imports(tmp_path, BELOW) is None


@pytest.mark.parametrize("facts", [{"assembly": "whole"}, {"assembly": "parts"}, {"absent": "nil"}])
def test_releases_that_hold_every_code_are_summed_as_they_are(tmp_path: Path, facts: Any) -> None:
    assert imports(tmp_path, BELOW, **facts) == 40


def test_codes_that_make_all_goods_are_all(tmp_path: Path) -> None:
    held = [*BELOW, flow("850110", "2019", 60), flow("TOTAL", "2019", 100)]
    assert imports(tmp_path, held) == 40


def test_codes_that_do_not_make_all_goods_are_not(tmp_path: Path) -> None:
    held = [*BELOW, flow("850110", "2019", 60), flow("TOTAL", "2019", 200)]
    assert imports(tmp_path, held) is None


def test_codes_that_make_a_code_between_are_all_of_it(tmp_path: Path) -> None:
    codes = [flow("84862010", "2019", 4), flow("84862090", "2019", 6), flow("847130", "2018", 1)]
    held = [*codes, flow("848620", "2018", 7), flow("8486", "2018", 7)]
    opened_store = pieces(tmp_path, held)
    assert totals(opened_store, "hs:8486", "2018:2019") == {"2018": 7, "2019": None}


@pytest.mark.parametrize(("stated", "figure"), [(42, 40), (43, None)])
def test_each_code_may_lose_a_unit_to_rounding(tmp_path: Path, stated: int, figure: Any) -> None:
    held = [*BELOW, flow("TOTAL", "2019", stated)]
    assert imports(tmp_path, held) == figure


@pytest.mark.parametrize(("off", "whole"), [(900_000, True), (1_100_000, False)])
def test_a_millionth_may_be_lost_to_rounding(tmp_path: Path, off: int, whole: bool) -> None:
    held = [flow("848620", "2019", 10**12), flow("TOTAL", "2019", 10**12 + off)]
    assert (imports(tmp_path, held) is not None) is whole


@pytest.mark.parametrize(
    "other",
    [{"valuation": "CIF"}, {"import_basis": "consumption"}, {"partner": "JPN"}, {"mode": "air"}],
)
def test_a_total_of_another_definition_proves_nothing(tmp_path: Path, other: Any) -> None:
    assert imports(tmp_path, [*BELOW, flow("TOTAL", "2019", 40, **other)]) is None


def test_a_total_without_a_value_proves_nothing(tmp_path: Path) -> None:
    assert imports(tmp_path, [*BELOW, flow("TOTAL", "2019", None, status="Q")]) is None


def test_each_partner_and_period_is_proved_alone(tmp_path: Path) -> None:
    held = [
        *BELOW,
        flow("TOTAL", "2019", 40),
        flow("848620", "2020", 11),
        flow("848620", "2019", 5, partner="JPN"),
    ]
    opened_store = pieces(tmp_path, held)
    assert totals(opened_store, "hs:84", "2019:2020") == {"2019": 40, "2020": None}
    assert totals(opened_store, "hs:84", "2019:2019", partner="JPN") == {"2019": None}


def test_the_codes_of_one_edition_are_compared(tmp_path: Path) -> None:
    old = [flow("848620", "2019", 9, edition="2012"), flow("848180", "2019", 31, edition="2012")]
    new = [flow("848620", "2019", 10, edition="2017")]
    assert imports(tmp_path / "a", [*old, *new, flow("TOTAL", "2019", 40)]) is None
    assert imports(tmp_path / "b", [*old, *new, flow("TOTAL", "2019", 10)]) == 10


def test_a_confidential_code_stays_confidential(tmp_path: Path) -> None:
    held = [flow("848620", "2019", 10), flow("847130", "2019", None, status="Q")]
    answer = weigh(pieces(tmp_path, held), of="hs:84", years="2019", partial=True)
    assert only(answer)["imports"] is None
    assert any(gap.why.startswith("confidential") for gap in answer.gaps)


def test_a_dated_list_is_proved_by_all_goods_alone(tmp_path: Path) -> None:
    (way,) = [way for way in find_class("atp").selections if way.listed]
    told = {"nomenclature": way.nomenclature, "edition": way.edition or None}
    code = way.lines("M", [2019])[0].code
    held = [flow(code, "2019", 10, **told), flow("0" * len(code), "2019", 3, **told)]
    assert imports(tmp_path / "a", held, "atp") is None
    assert imports(tmp_path / "b", [*held, flow("TOTAL", "2019", 13)], "atp") == 10


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.dictionaries(
        st.sampled_from(["848620", "847130", "850110", "010121"]),
        st.integers(0, 10**9),
        min_size=1,
    ),
    lost=st.sampled_from([0, 0, 10**6]),
)
def test_what_counts_is_what_all_goods_prove(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, int], lost: int
) -> None:
    total = sum(values.values()) + lost
    held = [*(flow(code, "2019", v) for code, v in values.items()), flow("TOTAL", "2019", total)]
    mine = [v for code, v in values.items() if code.startswith("84")]
    near = lost <= max(total / 10**6, len(values))
    expected = sum(mine) if mine and near else None
    assert imports(tmp_path_factory.mktemp("codes"), held) == expected


# --- what is said of it -----------------------------------------------------------------------


def test_the_gap_says_what_is_held_and_what_would_prove_it(tmp_path: Path) -> None:
    answer = weigh(pieces(tmp_path, BELOW), of="hs:84", years="2019")
    (gap,) = [gap for gap in answer.gaps if gap.what.startswith("imports of")]
    assert "only some of the codes below it are held" in gap.why
    assert "2 codes of 6 digits (847130, 848620)" in gap.why
    assert "84 itself, or every code of 6 digits with TOTAL" in gap.remedy


def test_partial_takes_the_sum_of_what_is_held_and_still_says_so(tmp_path: Path) -> None:
    held = [*BELOW, flow("848620", "2018", 5)]
    answer = weigh(pieces(tmp_path, held), of="hs:84", years="2018:2019", partial=True)
    assert {year: row["imports"] for year, row in rows(answer).items()} == {"2018": 5, "2019": 40}
    assert {row["imports_growth"] for row in rows(answer).values()} == {None}
    assert any("only some of the codes" in gap.why for gap in answer.gaps)
    assert "partial" in {note.code for note in answer.notes}


def test_a_figure_of_some_codes_carries_a_note_that_names_them(tmp_path: Path) -> None:
    sold = [flow("848620", year, 5, flow="X") for year in ("2018", "2019")]
    held = [*BELOW, *sold, flow("848620", "2018", 5), flow("TOTAL", "2018", 5)]
    answer = weigh(pieces(tmp_path, held), of="hs:84", years="2018:2019", partial=True)
    exports, imports = (note.text for note in answer.notes if note.code == "selected-codes")
    assert exports.startswith("Exports of 2018, 2019 add up what pieces@2021-01-15 holds of 84: ")
    assert "1 code of 6 digits (848620)" in exports
    assert imports.startswith("Imports of 2019 add up what pieces@2021-01-15 holds of 84: ")
    assert "2 codes of 6 digits (847130, 848620)" in imports
    assert "may be a part of the true figure only" in imports


@pytest.mark.parametrize(
    ("of", "partial", "more"),
    [
        ("hs:84", False, []),
        ("hs:848620", True, []),
        ("hs:84", True, [flow("TOTAL", "2019", 40)]),
        ("hs:84", True, [flow("84", "2019", 40)]),
    ],
)
def test_figures_that_are_whole_or_missing_carry_no_such_note(
    tmp_path: Path, of: str, partial: bool, more: list[dict[str, Any]]
) -> None:
    answer = weigh(pieces(tmp_path, [*BELOW, *more]), of=of, years="2019", partial=partial)
    assert "selected-codes" not in {note.code for note in answer.notes}


def test_a_rank_is_not_made_of_sums_that_are_not_proved(tmp_path: Path) -> None:
    held = [flow("848620", "2019", value, partner=who) for who, value in (("CHN", 1), ("JPN", 2))]
    sold = [flow("848620", "2019", 5, partner=who, flow="X") for who in ("CHN", "JPN")]
    answer = weigh(pieces(tmp_path, [*held, *sold]), of="hs:84", years="2019")
    assert only(answer)["partner_rank"] is None


# --- which series answers ---------------------------------------------------------------------


def test_a_series_without_the_code_does_not_hide_one_that_has_it(tmp_path: Path) -> None:
    write(tmp_path, BELOW, **PIECES, precedence=1)
    write(tmp_path, [flow("85", "2019", 7)], assembly="piecewise", dataset="chapters")
    assert totals(opened(tmp_path), "hs:85", "2019:2019") == {"2019": 7}


def test_a_code_that_is_stated_is_taken_before_a_sum_of_some(tmp_path: Path) -> None:
    longer = [flow("848620", str(year), 10) for year in range(2015, 2020)]
    write(tmp_path, longer, **PIECES, precedence=1)
    write(tmp_path, [flow("84", "2019", 7)], assembly="piecewise", dataset="chapters")
    assert totals(opened(tmp_path), "hs:84", "2015:2019")["2019"] == 7


def test_a_code_that_no_series_has_is_a_gap_that_names_those_held(tmp_path: Path) -> None:
    answer = weigh(pieces(tmp_path, BELOW), of="hs:85", years="2019")
    (gap,) = [gap for gap in answer.gaps if gap.what == "imports"]
    assert gap.why == "pieces@2021-01-15 holds no code of HS 85; it has 847130, 848620"


# --- reasons of releases collected in pieces --------------------------------------------------


@pytest.mark.parametrize("year", ["2015", "2017", "2025"])
def test_a_row_that_was_not_collected_is_no_end_of_the_publication(
    tmp_path: Path, year: str
) -> None:
    held = [flow("848620", "2016", 1), flow("848620", "2018", 1)]
    answer = weigh(pieces(tmp_path, held), of="hs:848620", periods=f"{year}:{year}")
    (gap,) = [gap for gap in answer.gaps if gap.what == f"imports of {year}"]
    assert gap.why == "pieces@2021-01-15, collected in pieces, holds no row of it for CHN then"
    assert gap.remedy.startswith("Add the file that has it")


def test_rows_that_were_rejected_are_told(tmp_path: Path) -> None:
    left = [{"reason": "no value", "observations": 3, "example": "line 4"}]
    held = [flow("848620", "2016", 1)]
    answer = weigh(pieces(tmp_path, held, rejected=left), of="hs:848620", years="2018")
    (gap,) = [gap for gap in answer.gaps if gap.what == "imports of 2018"]
    assert "3 rows of its files were rejected: `steelyard holdings pieces --rejected`" in gap.remedy


@pytest.mark.parametrize(("year", "told"), [("2019", True), ("2012", False)])
def test_the_world_is_offered_only_where_it_would_answer(
    tmp_path: Path, year: str, told: bool
) -> None:
    held = [flow("848620", "2019", 1, partner="WLD")]
    answer = weigh(pieces(tmp_path, held), of="hs:848620", years=year)
    (gap,) = [gap for gap in answer.gaps if gap.what == "imports"]
    assert "(WLD), not for CHN" in gap.why
    assert ("Ask with the partner WLD" in gap.remedy) is told
