"""Classes in codes of another edition, on the bundled tables: figures code by code, and bounds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from bundled_answers import ask, codes, only, query, told
from own_stores import exports, store
from own_stores import imports as bought
from rich.console import Console

import steelyard as sy
from steelyard.nomenclature import tables
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.tables import edition
from steelyard.nomenclature.weights import WHOLE
from steelyard.report.table import show, sources
from steelyard.terms.answer import Answer
from steelyard.terms.errors import UnknownProduct

TAIWAN = "usitc-imports-hs6-taiwan@2026-02"
LINES = "census-imports-hs10@2025-06"
OF_2024 = {"years": "2024", "basis": "consumption"}
BOUNDS = {
    f"{figure}_{bound}" for figure in ("exports", "imports", "balance") for bound in ("low", "high")
}
HIGH = ("21", "26", "303", "62", "72")
"""Industries of high R&D intensity, and what goods are of them."""


def of(prefixes: tuple[str, ...]) -> Callable[[str | None], bool]:
    return lambda code: code is not None and code.startswith(prefixes)


def apart_from(code: str, target: str) -> bool:
    """Tell whether lines of a code say that it is outside of all classes here, by way of SITC 4.

    There special transactions have a place, from which no table leads on to the HS.
    """
    lines = concordance(edition("HTS 2024"), edition("SITC 4")).relation
    onward = concordance(edition("SITC 4"), edition("HS 2012")).relation
    stated = [may for line, may in lines.items() if line.startswith(code)]
    if target == "HS 2012":
        stated = [{two for one in may for two in onward.get(one, {None})} for may in stated]
    found = bool(stated) and all(may != {None} for may in stated)
    return found and target in {"SITC 4", "HS 2012"}


def summed(
    values: dict[str, int], target: str, prefixes: tuple[str, ...]
) -> tuple[float, int, int]:
    """Return the middle, low and high sum of a class, line by line where lines are listed."""
    by_line = concordance(edition("HTS 2024"), edition(target))
    by_subheading = concordance(edition("HS 2022"), edition(target))
    by_lines = any(len(code) > len("854231") for code in values)
    chapters = {"98", "99"} | {
        code[:2]
        for code, may in (by_line if by_lines else by_subheading).relation.items()
        if any(map(of(prefixes), may))
    }
    middle, low, high = Fraction(0), 0, 0
    for line, value in values.items():
        found = by_line if line in by_line.relation else by_subheading
        code = line if line in by_line.relation else line[:6]
        if found.relation.get(code, {None}) == {None}:
            high += value * (code[:2] in chapters and not apart_from(code, target))
            below = [one for line, one in by_line.weights.items() if line.startswith(code)]
            shared = [pair for one in below for pair in one.items()]
            part = sum(
                p for to, (p, _) in shared if isinstance(to, str) and to.startswith(prefixes)
            )
            middle += Fraction(value * part, WHOLE * max(len(below), 1))
            continue
        inside = [of(prefixes)(c) for c in found.relation[code]]
        shared = found.weights[code].items()
        part = sum(p for to, (p, _) in shared if isinstance(to, str) and to.startswith(prefixes))
        middle += Fraction(value) * (WHOLE if all(inside) else part) / WHOLE
        low, high = low + value * all(inside), high + value * any(inside)
    return float(middle), low, high


def by_code(name: str, partner: str) -> dict[str, int]:
    rows = query(name, "SELECT partner, period, product, value FROM held")
    found: dict[str, int] = defaultdict(int)
    for place, period, product, value in rows:
        if (place, period) == (partner, "2024"):
            found[product] += int(value)
    return found


def imports(answer: Answer) -> tuple[float, int, int]:
    row = only(answer)
    return tuple(row[name] for name in ("imports", "imports_low", "imports_high"))


@pytest.mark.parametrize(("name", "partner"), [(TAIWAN, "TWN"), (LINES, "MEX"), (LINES, "SVK")])
@pytest.mark.parametrize(
    ("of", "target", "prefixes"),
    [
        ("oecd-rd:high", "ISIC 4", HIGH),
        ("sitc4:776", "SITC 4", ("776",)),
        ("isic4:26", "ISIC 4", ("26",)),
        ("hs2012:8542", "HS 2012", ("8542",)),
    ],
)
def test_a_figure_is_the_sum_over_the_codes_of_the_table(
    name: str, partner: str, of: str, target: str, prefixes: tuple[str, ...]
) -> None:
    middle, low, high = imports(ask("USA", partner, of=of, **OF_2024))
    expected = summed(by_code(name, partner), target, prefixes)
    assert (low, high) == expected[1:]
    assert middle == pytest.approx(expected[0], rel=1e-12, abs=0.0051)
    assert low <= middle <= high


def test_the_answer_tells_tables_grounds_and_what_is_in_doubt() -> None:
    answer = ask("USA", "TWN", of="oecd-rd:high", **OF_2024)
    (text,) = told(answer, "class-converted")
    for words in ("HTS 2022 > NAICS 2017; NAICS 2017 > ISIC 4", "equal shares", "847330", "980100"):
        assert words in text
    assert any("high" in method.name for method in answer.method)
    (rows,) = {e.rows for e in answer.evidence if e.dataset == TAIWAN.partition("@")[0]}
    assert rows > 500


def test_end_uses_add_up_to_the_goods_that_have_one() -> None:
    split = ask("USA", "AUS", of="end-use", by="group", **OF_2024)
    whole = imports(ask("USA", "AUS", of="end-use", **OF_2024))
    goods = sum(by_code(LINES, "AUS").values())
    assert sum(split.column("imports")) == pytest.approx(whole[0], rel=1e-3)
    assert sum(split.column("imports_low")) <= whole[1] <= whole[0] <= whole[2] <= goods


def test_a_sort_of_all_goods_leaves_little_out() -> None:
    answer = ask("USA", "MEX", of="lall", **OF_2024)
    middle, low, high = imports(answer)
    assert low <= middle <= high
    assert middle > sum(by_code(LINES, "MEX").values()) * 0.9


def test_exports_of_months_are_read_in_three_editions() -> None:
    answer = ask("USA", "VNM", of="sitc4:776", years="2016:2022")
    exports = list(zip(*(answer.column(f"exports{b}") for b in ("_low", "", "_high")), strict=True))
    assert len(exports) == 7
    assert all(low <= value <= high for low, value, high in exports)
    (text,) = told(answer, "class-converted")
    assert all(f"HS {year}" in text for year in (2012, 2017, 2022))
    growth = dict(zip(answer.column("period"), answer.column("exports_growth"), strict=True))
    assert [year for year, rate in growth.items() if rate is None] == ["2017", "2022"]


@pytest.mark.parametrize(
    ("partner", "asked"),
    [
        ("MEX", {"of": "atp", **OF_2024}),
        ("CHN", {"of": "hs:85", "years": "2019", "basis": "consumption"}),
        ("CHN", {"of": "naics:334", "years": "2019"}),
        ("CHN", {"of": "chip-tools", "years": "2018"}),
        ("CHN", {"of": "goods", "years": "2019"}),
    ],
)
def test_what_is_held_as_asked_has_no_bounds(partner: str, asked: dict[str, str]) -> None:
    answer = ask("USA", partner, **asked)
    assert not BOUNDS & {column.name for column in answer.columns}
    assert "class-converted" not in codes(answer)


def test_bounds_are_money_and_stand_after_what_was_there_before() -> None:
    answer = ask("USA", "TWN", of="lall:high", **OF_2024)
    names = [column.name for column in answer.columns]
    assert set(names[-6:]) == BOUNDS
    assert names[:3] == ["period", "exports", "imports"]
    assert {column.unit for column in answer.columns[-6:]} == {"USD"}


def test_trade_of_a_year_of_reference_moves_the_middle_and_is_evidence() -> None:
    """854140 of the HS 2017 became four codes; those of cells are most of what is traded."""
    asked = {"of": "hs2022:854143", "years": "2021"}
    usual, by_trade = (
        ask("USA", "VNM", settings=settings, **asked)
        for settings in ({}, {"concordance": "trade:2024"})
    )
    one, other = only(usual), only(by_trade)
    devices = only(ask("USA", "VNM", of="hs:854140", years="2021"))["exports"]
    assert one["exports"] == pytest.approx(devices / 4)
    assert devices / 2 < other["exports"] < devices < other["exports_high"]
    assert [one[name] for name in BOUNDS] == [other[name] for name in BOUNDS]
    (reference,) = [e for e in by_trade.evidence if e.used_for == "shares by trade:2024"]
    assert f"{reference.dataset}@{reference.release}" == LINES
    assert reference.rows > 100_000
    assert not [e for e in usual.evidence if "shares by" in e.used_for]


def test_both_sides_converted_tell_their_own_tables() -> None:
    answer = ask("USA", "TWN", of="sitc4:776", years="2016:2016", basis="consumption", side="both")
    assert "class-converted" in codes(answer)
    assert set(answer.column("partner_exports")) == {None}


def test_the_other_side_has_bounds_of_its_own(tmp_path: Path) -> None:
    """China reports its trade with the United States by subheading; none of it is held in SITC."""
    goods = {"nomenclature": "HS", "product": "854231", "level": "6", "edition": "2022"}
    own = store(tmp_path, [bought("USA", "2024", 50, **goods), exports("USA", "2024", 70, **goods)])
    answer = sy.weigh("USA", "CHN", of="sitc4:776", years="2024", side="both", store=own)
    row = only(answer)
    assert [column.name for column in answer.columns][-6:] == [
        f"partner_{name}_{bound}"
        for name in ("exports", "imports", "balance")
        for bound in ("low", "high")
    ]
    assert row["partner_exports_low"] <= row["partner_exports"] <= row["partner_exports_high"]
    assert (row["partner_exports_high"], row["partner_imports_high"]) == (50, 70)
    assert row["partner_balance_low"] == row["partner_exports_low"] - row["partner_imports_high"]


def test_sources_of_the_columns_come_first_and_others_are_marked() -> None:
    lines = list(sources(ask("USA", "TWN", of="sitc4:776", years="2024", basis="consumption")))
    assert "usitc-imports-hs6-taiwan" in lines[0]
    assert [line.endswith(", for the share in all goods") for line in lines] == [
        False,
        *[True] * (len(lines) - 1),
    ]
    assert len(lines) > 1


def test_a_narrow_terminal_leaves_out_columns_that_are_empty() -> None:
    answer = ask("USA", "TWN", of="sitc4:776", years="2024", basis="consumption")
    shown = {}
    for width in (80, 400):
        console = Console(file=StringIO(), width=width, no_color=True)
        show(answer, console)
        shown[width] = console.file.getvalue()
    assert "share of" not in shown[80]
    assert "share of" in shown[400]
    assert "exports" in shown[80], "what was asked stays, and is seen to lack"


# --- codes that no edition has --------------------------------------------------------------------


@pytest.mark.parametrize("of", ["sitc3:792", "atp:aerospace", "naics:3364"])
def test_civil_aircraft_of_the_united_states_are_in_the_class_and_the_rest_in_doubt(
    of: str,
) -> None:
    """880000 stands in no edition of the HS; goods under chapter 98 may be any."""
    answer = ask("USA", "CHN", of=of, years="2018:2019")
    aircraft = ask("USA", "CHN", of="hs:880000", years="2018:2019").column("exports")
    names = ("exports_low", "exports", "exports_high")
    found = list(zip(*(answer.column(name) for name in names), strict=True))
    for stated, (low, value, high) in zip(aircraft, found, strict=True):
        assert stated > 10**10
        assert stated <= low <= value < high < stated * 1.2
    (text,) = told(answer, "class-converted")
    assert "988000" in text
    assert "in the upper bound but not in the figure" in text
    records = next(table for table in answer.tables if table.name == "records")
    assert not [row for row in records.rows if "exports" in row[:3]]


def test_codes_without_a_value_are_named_and_partial_leaves_them_out() -> None:
    whole = ask("USA", "CHN", of="oecd-rd:high", years="2018:2019")
    assert whole.column("exports") == [None, None]
    (gap,) = [gap for gap in whole.gaps if gap.what.startswith("exports")]
    assert "290512 (33 % of it)" in gap.why
    answer = ask("USA", "CHN", of="oecd-rd:high", years="2018:2019", partial=True)
    for name in ("exports_low", "exports", "exports_high"):
        assert all(value > 10**10 for value in answer.column(name))
    assert [gap for gap in answer.gaps if "290512" in gap.why]


def test_evidence_names_the_map_and_the_files_of_its_tables() -> None:
    """Two rules have two maps, of the same tables."""
    usual, equal = (
        ask("USA", "VNM", of="hs2022:854143", years="2021", settings=settings)
        for settings in ({}, {"concordance": "trade:2024"})
    )
    first, second = (
        next(e.filter for e in answer.evidence if "hs2022:854143" in e.filter)
        for answer in (usual, equal)
    )
    links = Path(tables.__file__).parent / "data" / "links_hs.parquet"
    for words in (first, second):
        assert f"links_hs.parquet sha256 {sha256(links.read_bytes()).hexdigest()}" in words
        assert re.search("0 codes in whole, [0-9]+ in part or in doubt, map sha256 ", words)
    digest = re.compile("map sha256 ([0-9a-f]{64})")
    assert digest.findall(first) != digest.findall(second)


@pytest.mark.parametrize("of", ["hs:880000", "hs:980110"])
def test_codes_of_a_country_that_its_lists_hold_can_be_asked(of: str) -> None:
    (value,) = ask("USA", "CHN", of=of, years="2019").column("exports")
    assert value > 10**8


def test_a_code_that_no_list_holds_is_refused() -> None:
    with pytest.raises(UnknownProduct):
        ask("USA", "CHN", of="hs:880099", years="2019")
