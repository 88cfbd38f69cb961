"""A class in codes of another edition: summed code by code, between bounds, nothing lost unsaid."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_stores import flow, only, rows, store, totals, weigh

from steelyard.classes.registry import find_class
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.tables import edition, lowest
from steelyard.nomenclature.weights import WHOLE, Rule
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending
from steelyard.terms.errors import BadOption

BOUNDS = [
    f"{figure}_{bound}" for figure in ("exports", "imports", "balance") for bound in ("low", "high")
]
HS = {"edition": "2022"}
CENT = 0.0051
"""Half a cent, to which converted figures are stated, and what a double loses."""
few = settings(derandomize=True, database=None, deadline=None, max_examples=6)


@cache
def parts(target: str, prefixes: tuple[str, ...], held: str, rule: Rule) -> dict[str, Any]:
    """Return, by code, its parts in the class, whether all and whether any of it may be there."""
    found, told = concordance(edition(held), edition(target), rule), {}
    for code, candidates in found.relation.items():
        inside = [c is not None and c.startswith(prefixes) for c in candidates]
        shared = found.weights[code].items()
        part = sum(p for to, (p, _) in shared if isinstance(to, str) and to.startswith(prefixes))
        if candidates != {None}:
            told[code] = (WHOLE if all(inside) else part, all(inside), any(inside))
    return told


def brute(
    values: dict[str, int],
    target: str,
    *prefixes: str,
    held: str = "HS 2022",
    rule: Rule = Rule.PUBLISHED,
) -> tuple[float, int, int]:
    """Return the low, middle and high sums of a class over codes."""
    known = parts(target, prefixes, held, rule)
    mine = {code[:2] for code, (_, _, may) in known.items() if may} | {"98", "99"}
    middle, low, high = Fraction(0), 0, 0
    for code, value in values.items():
        unknown = (0, False, code[:2] in mine and code[:6] not in outside(target))
        part, sure, may = known.get(code[:6], unknown)
        middle += Fraction(value) * part / WHOLE
        low += (value if sure else min(value, 0)) if may else 0
        high += (value if sure else max(value, 0)) if may else 0
    return float(middle), low, high


def outside(target: str) -> set[str]:
    """Return codes that no edition has and of which a list of lines tells another place."""
    return {"980200", "880000"} if target == "SITC 4" else set()


def told(answer: Answer, code: str) -> list[str]:
    return [note.text for note in answer.notes if note.code == code]


def bounded(row: dict[str, Any], column: str) -> tuple[Any, Any, Any]:
    return row[column], row[f"{column}_low"], row[f"{column}_high"]


def near(found: tuple[Any, Any, Any], expected: tuple[float, int, int]) -> bool:
    return found == (pytest.approx(expected[0], rel=1e-12, abs=CENT), *expected[1:])


CODES = st.sampled_from(
    [
        *sorted(code for code in lowest(edition("HS 2022")) if code[:2] in {"84", "85", "90"})[::7],
        *("854231", "854232", "854921", "852491", "851713", "848620", "980200", "999999", "711890"),
    ]
)
AMOUNTS = st.integers(-(10**9), 10**15)
CLASSES = {
    "sitc4:776": ("SITC 4", "776"),
    "hs2012:8542": ("HS 2012", "8542"),
    "isic4:26": ("ISIC 4", "26"),
}


# --- every code counts once, with its parts -------------------------------------------------------


@few
@given(
    st.sampled_from(sorted(CLASSES)),
    st.dictionaries(CODES, AMOUNTS, min_size=1, max_size=30),
    st.dictionaries(CODES, AMOUNTS, min_size=1, max_size=30),
)
def test_a_balance_is_the_sum_over_codes(
    tmp_path_factory: pytest.TempPathFactory, of: str, bought: dict[str, int], sold: dict[str, int]
) -> None:
    """Chips and waste are always among the goods, so that most classes have something in doubt."""
    bought, sold = {"854231": 70, "854921": 11, **bought}, {"854231": 5, "854921": 3, **sold}
    told_rows = [flow(code, "2023", value, **HS) for code, value in bought.items()]
    told_rows += [flow(code, "2023", value, flow="X", **HS) for code, value in sold.items()]
    own = store(tmp_path_factory.mktemp("own"), told_rows, absent="nil")
    imports, exports = brute(bought, *CLASSES[of]), brute(sold, *CLASSES[of])
    row = only(weigh(own, of=of, years="2023"))
    assert near(bounded(row, "exports"), exports)
    assert near(bounded(row, "imports"), imports)
    assert bounded(row, "balance") == (
        pytest.approx(exports[0] - imports[0], abs=2 * CENT),
        exports[1] - imports[2],
        exports[2] - imports[1],
    )
    assert all(row[f"{n}_low"] <= row[n] <= row[f"{n}_high"] for n in ("exports", "balance"))


def test_lines_of_a_country_join_by_their_first_six_digits(tmp_path: Path) -> None:
    lines = {"8542310000": 60, "8542320001": 7, "8542320099": 5, "0101210000": 900}
    chinese = {"reporter": "CHN", "partner": "USA", **HS}
    own = store(tmp_path, [flow(code, "2023", v, **chinese) for code, v in lines.items()])
    row = only(weigh(own, "CHN", "USA", of="sitc4:776", years="2023"))
    assert near(bounded(row, "imports"), brute(lines, "SITC 4", "776"))


def test_lines_of_a_list_that_is_held_are_told_by_themselves(tmp_path: Path) -> None:
    """Of a subheading that the list divides; a line that it does not know is of the subheading."""
    found = concordance(edition("HTS 2022"), edition("NAICS 2017"))
    by_subheading: dict[str, set[bool]] = {}
    for line, candidates in found.relation.items():
        inside = {(c or "").startswith("334") for c in candidates}
        by_subheading.setdefault(line[:6], set()).update(inside)
    split = min(code for code, inside in by_subheading.items() if len(inside) > 1)
    lines = {line: 7 for line in found.relation if line[:6] == split}
    own = store(tmp_path / "a", [flow(line, "2023", v, **HS) for line, v in lines.items()])
    row = only(weigh(own, of="naics:334", years="2023"))
    inside = [
        line for line in lines if all((c or "").startswith("334") for c in found.relation[line])
    ]
    assert bounded(row, "imports") == (7 * len(inside),) * 3
    assert 0 < len(inside) < len(lines)
    unknown = store(tmp_path / "b", [flow(f"{split}0000", "2023", 7, **HS)])
    value, low, high = bounded(only(weigh(unknown, of="naics:334", years="2023")), "imports")
    assert (low, high) == (0, 7)
    assert value == pytest.approx(7 * len(inside) / len(lines))


def test_groups_are_summed_apart(tmp_path: Path) -> None:
    values = {"854231": 60, "847130": 5, "220421": 9, "271012": 4, "852411": 3}
    own = store(tmp_path, [flow(c, "2023", v, **HS) for c, v in values.items()], absent="nil")
    answer = weigh(own, of="end-use", by="group", years="2023")
    found = dict(zip(answer.column("group_code"), answer.column("imports"), strict=True))
    assert found.keys() == find_class("end-use").groups.keys()
    of_group = {
        "capital": ("41", "521"),
        "intermediate": ("111", "121", "21", "22", "31", "322", "42", "53"),
        "consumption": ("112", "122", "522", "61", "62", "63"),
        "mixed": ("321", "51", "7"),
    }
    for name, prefixes in of_group.items():
        assert found[name] == pytest.approx(brute(values, "BEC 4", *prefixes)[0])
    whole = only(weigh(own, of="end-use", years="2023"))["imports"]
    assert whole == sum(values.values()), "each of these goods has some end use"
    assert whole - sum(found.values()) == 3, "a display that cannot be followed to one of them"


# --- editions -----------------------------------------------------------------------------------


def test_each_year_is_read_in_its_own_edition(tmp_path: Path) -> None:
    old = {"854231": 60, "851712": 5, "848620": 8}
    new = {"854231": 70, "851713": 6, "848620": 9}
    told_rows = [flow(c, "2018", v, edition="2017") for c, v in old.items()]
    told_rows += [flow(c, "2023", v, **HS) for c, v in new.items()]
    own = store(tmp_path, told_rows, absent="nil")
    found = rows(weigh(own, of="sitc4:776", years="2018:2023"))
    assert near(bounded(found["2018"], "imports"), brute(old, "SITC 4", "776", held="HS 2017"))
    assert near(bounded(found["2023"], "imports"), brute(new, "SITC 4", "776"))
    assert bounded(found["2020"], "imports") == (None, None, None)


def test_a_class_of_one_edition_goes_on_in_the_next(tmp_path: Path) -> None:
    told_rows = [
        flow("854231", "2012", 60, edition="2012"),
        flow("854239", "2012", 2, edition="2012"),
    ]
    told_rows += [flow("854231", "2013", 70, edition="2017")]
    own = store(tmp_path, told_rows, absent="nil")
    answer = weigh(own, of="hs2012:8542", years="2012:2013")
    found = rows(answer)
    assert bounded(found["2012"], "imports") == (62, 62, 62)
    assert near(
        bounded(found["2013"], "imports"), brute({"854231": 70}, "HS 2012", "8542", held="HS 2017")
    )
    assert found["2013"]["imports_growth"] is None, "a change of edition is no growth"
    assert told(answer, "scope-change")


def test_a_class_in_its_own_edition_is_exact_and_has_no_bounds(tmp_path: Path) -> None:
    codes = {"854231": 60, "854232": 7, "847130": 900}
    named = store(tmp_path / "a", [flow(c, "2018", v, edition="2017") for c, v in codes.items()])
    answer = weigh(named, of="hs2017:8542", years="2018")
    assert only(answer)["imports"] == 67
    assert not {*BOUNDS} & {column.name for column in answer.columns}
    assert not told(answer, "class-converted")
    plain = weigh(named, of="hs:8542", years="2018")
    assert (plain.columns, plain.rows) == (answer.columns, answer.rows)


def test_machines_for_chips_before_they_had_codes_lie_between_bounds(tmp_path: Path) -> None:
    told_rows = [
        flow("847989", "2006", 100, edition="2002"),
        flow("848620", "2008", 50, edition="2007"),
    ]
    answer = weigh(store(tmp_path, told_rows, absent="nil"), of="chip-tools", years="2006:2008")
    found = rows(answer)
    value, low, high = bounded(found["2006"], "imports")
    assert (low, high) == (0, 100)
    assert 0 < value < 100
    assert bounded(found["2008"], "imports") == (50, 50, 50)
    (text,) = told(answer, "class-converted")
    assert "HS 2007 > HS 2002, inverted" in text
    assert "847989" in text


def test_a_list_of_headings_is_split_by_group_in_any_edition(tmp_path: Path) -> None:
    told_rows = [
        flow("854231", "2018", 60, edition="2017"),
        flow("854141", "2018", 3, edition="2022"),
    ]
    own = store(tmp_path, told_rows, absent="nil")
    answer = weigh(own, of="chips", by="group", years="2018")
    assert dict(zip(answer.column("group_code"), answer.column("imports"), strict=True)) == {
        "devices": 3,
        "circuits": 0,
    }, "of two editions of one year the newest counts"
    assert not {*BOUNDS} & {column.name for column in answer.columns}


# --- what is missing, unknown or not followed ----------------------------------------------------


def test_a_missing_value_leaves_the_total_missing(tmp_path: Path) -> None:
    told_rows = [flow("854232", "2023", 7, **HS), flow("854231", "2023", None, status="Q", **HS)]
    other = [flow("220421", "2023", None, status="Q", **HS), flow("854231", "2022", 4, **HS)]
    answer = weigh(store(tmp_path, [*told_rows, *other]), of="sitc4:776", years="2022:2023")
    found = rows(answer)
    assert bounded(found["2023"], "imports") == (None, None, None)
    assert found["2022"]["imports"] == 4
    assert [gap.what for gap in answer.gaps if gap.what.startswith("imports")] == [
        "imports of 2023"
    ]


def test_a_missing_value_of_what_only_may_be_in_the_class_leaves_the_bounds_missing(
    tmp_path: Path,
) -> None:
    told_rows = [flow("854232", "2023", 7, **HS), flow("854921", "2023", None, status="Q", **HS)]
    row = only(weigh(store(tmp_path, told_rows), of="sitc4:776", years="2023"))
    assert bounded(row, "imports") == (7, None, None)


def test_months_that_lack_are_left_out_of_a_partial_total_and_its_bounds(tmp_path: Path) -> None:
    months = [flow("854231", f"2023-{month:02d}", 10, **HS) for month in range(1, 12)]
    own = store(tmp_path, months)
    assert bounded(only(weigh(own, of="sitc4:776", years="2023")), "imports") == (None, None, None)
    row = only(weigh(own, of="sitc4:776", years="2023", partial=True))
    assert bounded(row, "imports") == (110, 0, 110)


def test_nil_trade_in_a_class_is_nil_between_bounds(tmp_path: Path) -> None:
    told_rows = [flow("220421", "2023", 9, **HS), flow("854231", "2023", 4, partner="JPN", **HS)]
    row = only(weigh(store(tmp_path, told_rows, absent="nil"), of="sitc4:776", years="2023"))
    assert bounded(row, "imports") == (0, 0, 0)


def test_codes_that_cannot_be_followed_are_told_by_value(tmp_path: Path) -> None:
    values = {"854231": 60_000_000, "854921": 3_000_000, "880000": 5_000_000, "999999": 7_000_000}
    own = store(tmp_path, [flow(code, "2023", value, **HS) for code, value in values.items()])
    answer = weigh(own, of="sitc4:776", years="2023")
    assert near(bounded(only(answer), "imports"), (6e7, 0, 70_000_000))
    (text,) = told(answer, "class-converted")
    assert "HS 2022 > HS 2012; HS 2012 > SITC 4" in text
    assert "not in the figure: 3.0m USD (854921 3.0m)" in text
    assert "may be of the class, and in the upper bound but not in the figure: 7.0m USD" in text
    assert "(999999 7.0m)" in text, "no goods of chapter 88 are in the class"
    assert "100.0% on the publisher's own answer" in text


@pytest.mark.parametrize("level", ["2", "4"])
def test_chapters_and_headings_are_a_gap_that_names_the_table_needed(
    tmp_path: Path, level: str
) -> None:
    own = store(tmp_path, [flow("8542"[: int(level)], "2023", 9, **HS)])
    for of in ("lall", "oecd-rd:high", "naics:334"):
        answer = weigh(own, of=of, years="2023")
        assert answer.ending is Ending.CANNOT_ANSWER
        (gap,) = [gap for gap in answer.gaps if "imports" in gap.what]
        assert f"(of {level} digits)" in gap.why
        assert "HS codes of 6 digits" in gap.remedy


def test_rows_without_an_edition_are_a_gap(tmp_path: Path) -> None:
    answer = weigh(store(tmp_path, [flow("854231", "2023", 9)]), of="sitc4:776", years="2023")
    (gap,) = [gap for gap in answer.gaps if "imports" in gap.what]
    assert "states no edition" in gap.why


def test_an_edition_from_which_no_table_leads_is_a_gap_beside_what_is_answered(
    tmp_path: Path,
) -> None:
    told_rows = [flow("854231", "2022", 9, **HS), flow("854231", "2023", 9, edition="2027")]
    answer = weigh(store(tmp_path, told_rows, absent="nil"), of="sitc4:776", years="2022:2023")
    found = rows(answer)
    assert [found[year]["imports"] for year in ("2022", "2023")] == [9, None]
    (gap,) = [gap for gap in answer.gaps if gap.what == "imports of 2023"]
    assert "2027" in gap.why


# --- which way ------------------------------------------------------------------------------------


def test_codes_of_the_class_itself_come_before_a_conversion(tmp_path: Path) -> None:
    told_rows = [flow("854231", "2023", 9, **HS)]
    told_rows += [flow("334", "2023", 11, nomenclature="NAICS")]
    both = weigh(store(tmp_path, told_rows), of="naics:334", years="2023")
    assert only(both)["imports"] == 11
    assert not {*BOUNDS} & {column.name for column in both.columns}


def test_industries_are_made_from_products_where_nothing_else_is_held(tmp_path: Path) -> None:
    values = {"854231": 60, "847330": 5, "220421": 9, "903082": 4}
    own = store(tmp_path, [flow(c, "2023", v, **HS) for c, v in values.items()], absent="nil")
    row = only(weigh(own, of="naics:334", years="2023"))
    assert near(bounded(row, "imports"), brute(values, "NAICS 2017", "334"))
    assert row["imports_low"] < row["imports_high"]


def test_one_side_converted_and_one_not_give_bounds_to_both(tmp_path: Path) -> None:
    told_rows = [flow("854231", "2023", 60, **HS)]
    told_rows += [flow("334", "2023", 100, flow="X", nomenclature="NAICS")]
    row = only(weigh(store(tmp_path, told_rows), of="naics:334", years="2023"))
    assert bounded(row, "exports") == (100, 100, 100)
    imports = brute({"854231": 60}, "NAICS 2017", "334")
    assert bounded(row, "balance") == (40, 100 - imports[2], 100 - imports[1])


def test_groups_of_a_revision_are_read_as_they_stand(tmp_path: Path) -> None:
    sitc = {"nomenclature": "SITC", "edition": "3"}
    told_rows = [
        flow(code, "2010", v, **sitc) for code, v in {"776": 60, "764": 5, "011": 9}.items()
    ]
    own = store(tmp_path, told_rows, absent="nil")
    answer = weigh(own, of="lall:high", years="2010")
    assert only(answer)["imports"] == 65
    assert not {*BOUNDS} & {column.name for column in answer.columns}


def test_services_are_read_in_either_edition_and_never_from_the_other(tmp_path: Path) -> None:
    common = {"nomenclature": "EBOPS", "level": None, "account": "bop"}
    told_rows = [flow(c, "2008", 5, edition="2002", **common) for c in ("266", "263", "205")]
    told_rows += [flow(c, "2012", 7, edition="2010", **common) for c in ("8", "9.2", "10.1", "6")]
    own = store(tmp_path, told_rows)
    answer = weigh(own, of="technology-services", years="2008:2012")
    found = rows(answer)
    assert [found[year]["imports"] for year in ("2008", "2012")] == [10, 21]
    assert not {*BOUNDS} & {column.name for column in answer.columns}
    groups = weigh(own, of="technology-services", by="group", years="2012")
    assert groups.column("imports")[:2] == [7, 7]


# --- how codes are shared out ---------------------------------------------------------------------


def test_equal_shares_move_the_middle_and_not_the_bounds(tmp_path: Path) -> None:
    values = {"854231": 60, "851714": 5, "848620": 8, "841869": 13}
    own = store(tmp_path, [flow(c, "2023", v, edition="2017") for c, v in values.items()])
    usual = weigh(own, of="sitc4:776", years="2023")
    equal = weigh(own, of="sitc4:776", years="2023", settings={"concordance": "equal"})
    assert near(
        bounded(only(equal), "imports"),
        brute(values, "SITC 4", "776", held="HS 2017", rule=Rule.EQUAL),
    )
    assert only(usual)["imports"] != only(equal)["imports"]
    assert [only(usual)[name] for name in BOUNDS] == [only(equal)[name] for name in BOUNDS]
    assert equal.question["definition"]["concordance"] == "equal"


@pytest.mark.parametrize("rule", ["trade", "trade:24", "equl", "", "trade:2024x"])
def test_a_rule_that_does_not_exist_is_refused(tmp_path: Path, rule: str) -> None:
    with pytest.raises(BadOption, match="trade:2024"):
        weigh(store(tmp_path, [flow("85", "2023", 1)]), settings={"concordance": rule})


def test_records_are_not_told_of_figures_between_bounds(tmp_path: Path) -> None:
    own = store(tmp_path, [flow("854231", str(y), y, **HS) for y in range(2010, 2024)])
    (records, *_) = weigh(own, of="sitc4:776", years="2023").tables
    assert records.rows == ()


def test_a_total_is_exact_to_the_last_part(tmp_path: Path) -> None:
    """One third of a large value is no double's third."""
    own: Store = store(tmp_path, [flow("854231", "2023", 10**15 + 1, edition="2017")])
    (found,) = totals(own, "sitc4:776", "2023").values()
    part = parts("SITC 4", ("776",), "HS 2017", Rule.PUBLISHED)["854231"][0]
    assert Decimal(found) == Decimal(10**15 + 1) * part / WHOLE


def test_what_the_note_counts_is_what_the_figure_counts(tmp_path: Path) -> None:
    """Neither an older edition beside the newest, nor a value that its status denies."""
    told_rows = [
        flow("854921", "2023", 3_000_000, **HS),
        flow("854231", "2023", 5_000_000, **HS),
        flow("854231", "2023", 90_000_000, edition="2017"),
        flow("999999", "2023", 7_000_000, status="Q", **HS),
    ]
    answer = weigh(store(tmp_path, told_rows), of="sitc4:776", years="2023")
    (text,) = told(answer, "class-converted")
    assert "hold 8.0m USD" in text
    assert "999999" not in text


def test_of_codes_without_a_value_partial_leaves_out_and_names_what_lacks(tmp_path: Path) -> None:
    told_rows = [flow("854232", "2023", 7, **HS), flow("854231", "2023", None, status="Q", **HS)]
    own = store(tmp_path, told_rows)
    plain, partial = (weigh(own, of="sitc4:776", years="2023", partial=p) for p in (False, True))
    assert only(plain)["imports"] is None
    assert only(partial)["imports"] == 7
    assert only(partial)["imports_low"] <= 7 <= only(partial)["imports_high"]
    for answer in (plain, partial):
        (gap,) = [gap for gap in answer.gaps if gap.what == "imports of 2023"]
        assert "854231 (all of it)" in gap.why


def test_goods_that_may_be_anything_are_in_every_upper_bound_once(tmp_path: Path) -> None:
    values = {"847130": 5, "999999": 7}
    own = store(tmp_path, [flow(c, "2023", v, **HS) for c, v in values.items()], absent="nil")
    split = weigh(own, of="end-use", by="group", years="2023")
    assert sorted(split.column("imports_high")) == [7, 7, 7, 12]
    whole = only(weigh(own, of="end-use", years="2023"))
    assert (whole["imports"], whole["imports_high"]) == (5, 12)
    assert sum(split.column("imports")) == 5
