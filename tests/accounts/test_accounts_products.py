"""Products: nil against missing, codes summed from finer ones, editions, dated lists."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from small_stores import case, flow, opened, store, table, totals, weigh, write

from steelyard.accounts import flows
from steelyard.accounts.cells import needed_cells, read_cells
from steelyard.accounts.flows import read_unclassified
from steelyard.accounts.sides import view
from steelyard.classes import selection
from steelyard.classes.registry import TechnologyClass
from steelyard.classes.selection import Line, Selection
from steelyard.store.store import Store

LEVELS = [
    flow("85", "2020", 1000),
    flow("8541", "2020", 100),
    flow("8542", "2020", 200),
    flow("8471", "2020", 7),
    flow("854231", "2020", 30),
    flow("854232", "2020", 40),
    flow("8542310000", "2020", 5),
    flow("8542320000", "2020", 6),
    flow("8471300000", "2020", 1),
]
CHINESE = [flow("84", "2020", 5), flow("84", "2019", 5), flow("85", "2019", 7)]


# --- nil and missing --------------------------------------------------------------------------


def test_a_product_without_a_row_is_nil_where_its_partner_has_other_rows(tmp_path: Path) -> None:
    japanese = flow("85", "2020", 4, partner="JPN")
    own = store(tmp_path / "stated", [*CHINESE, japanese], absent="nil")
    assert totals(own, "hs:85", "2019:2020") == {"2019": 7, "2020": 0}


def test_a_code_that_nobody_trades_in_a_year_is_no_nil_trade(tmp_path: Path) -> None:
    """A code that an edition does not have looks the same, so it is missing."""
    own = store(tmp_path, CHINESE, absent="nil")
    assert totals(own, "hs:85", "2019:2020") == {"2019": 7, "2020": None}


def test_a_product_without_a_row_is_missing_where_the_publisher_tells_all(tmp_path: Path) -> None:
    own = store(tmp_path, CHINESE, absent="missing")
    assert totals(own, "hs:85", "2019:2020") == {"2019": 7, "2020": None}


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"partner": "JPN"},
        {"period": "2018"},
        {"flow": "X"},
        {"product": "8471", "level": "4"},
        {"import_basis": "consumption"},
        {"currency": "CNY"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_rows_elsewhere_do_not_make_a_product_nil(
    tmp_path: Path, elsewhere: dict[str, Any]
) -> None:
    """Another partner, period, direction, level or definition says nothing of this one."""
    rows = [flow("85", "2019", 7), {**flow("84", "2020", 5), **elsewhere}]
    own = store(tmp_path, rows, absent="nil")
    assert totals(own, "hs:85", "2019:2020") == {"2019": 7, "2020": None}


@pytest.mark.parametrize("status", ["O", "Q", "unpublished", "below-threshold"])
def test_a_row_that_says_it_is_missing_is_never_nil(tmp_path: Path, status: str) -> None:
    rows = [*CHINESE, flow("85", "2020", None, status=status)]
    own = store(tmp_path, rows, absent="nil")
    assert totals(own, "hs:85", "2020") == {"2020": None}
    assert totals(own, "hs:84,85", "2020") == {"2020": None}


def test_a_value_beside_a_status_of_absence_does_not_count(tmp_path: Path) -> None:
    own = store(tmp_path, [*CHINESE, flow("85", "2020", 3, status="O")], absent="nil")
    assert totals(own, "hs:85", "2020") == {"2020": None}


def test_rows_that_are_all_missing_make_no_other_product_nil(tmp_path: Path) -> None:
    """A month that is announced and not yet filled in tells nothing of any product."""
    rows = [flow("84", "2020", None, status="unpublished"), flow("85", "2019", 7)]
    own = store(tmp_path, rows, absent="nil")
    assert totals(own, "hs:85", "2019:2020") == {"2019": 7, "2020": None}


def test_a_code_without_a_row_is_not_left_out_of_a_sum_of_codes(tmp_path: Path) -> None:
    """Where absence means missing, two codes of which one is missing have no sum."""
    (nil, missing) = (store(tmp_path / a, CHINESE, absent=a) for a in ("nil", "missing"))
    assert totals(nil, "hs:84,85", "2019:2020") == {"2019": 12, "2020": 5}
    assert totals(missing, "hs:84,85", "2019:2020") == {"2019": 12, "2020": None}


def test_all_goods_without_a_row_are_missing_and_not_nil(tmp_path: Path) -> None:
    own = store(tmp_path, [flow("TOTAL", "2019", 9), *CHINESE], absent="nil")
    assert totals(own, "goods", "2019:2020") == {"2019": 9, "2020": None}


def test_a_year_is_missing_when_one_month_is_and_whole_when_one_is_nil(tmp_path: Path) -> None:
    months = [f"2020-{month:02d}" for month in range(1, 13)]
    rows = [flow("84", month, 1) for month in months] + [flow("85", m, 2) for m in months[:11]]
    nil = store(tmp_path / "nil", rows, absent="nil")
    assert totals(nil, "hs:85", "2020") == {"2020": 22}
    unpublished = [row for row in rows if row["period"] != "2020-12"]
    missing = store(tmp_path / "missing", unpublished, absent="nil")
    assert totals(missing, "hs:85", "2020") == {"2020": None}


def test_nil_trade_is_no_gap_and_missing_trade_is_one(tmp_path: Path) -> None:
    rows = [*CHINESE, *(flow("85", y, 3, flow="X") for y in ("2019", "2020"))]
    rows.append(flow("85", "2020", 4, partner="JPN"))
    answer = weigh(store(tmp_path, rows, absent="nil"), of="hs:85", years="2020")
    assert (answer.column("imports"), answer.column("balance")) == ([0], [3])
    assert answer.gaps == ()


# --- codes summed from finer ones -------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "levels", "value"),
    [
        ("hs:85", (2, 4, 6, 10), 1000),
        ("hs:85", (4, 6, 10), 300),
        ("hs:85", (6, 10), 70),
        ("hs:85", (10,), 11),
        ("hs:8542", (2, 4, 6, 10), 200),
        ("hs:8542", (2, 6, 10), 70),
        ("hs:8542", (2, 10), 11),
        ("hs:854231", (2, 4, 6, 10), 30),
        ("hs:854231", (4, 10), 5),
        ("hs:8542310000", (2, 4, 6, 10), 5),
        ("hs:8541,8542", (2, 4, 6, 10), 300),
        ("hs:85,8471", (2, 4, 6, 10), 307),
        ("hs:85,8542", (2, 4, 6, 10), 1000),
        ("hs:8542,854231", (2, 4, 6, 10), 200),
    ],
)
def test_a_code_is_read_at_the_nearest_level_and_at_one_level_only(
    tmp_path: Path, of: str, levels: tuple[int, ...], value: int
) -> None:
    rows = [row for row in LEVELS if int(row["level"]) in levels]
    assert totals(store(tmp_path, rows), of, "2020") == {"2020": value}


@pytest.mark.parametrize(
    ("of", "held"), [("hs:8542", "2"), ("hs:854231", "4"), ("hs:85,8471", "2")]
)
def test_a_code_cannot_be_summed_from_coarser_ones(tmp_path: Path, of: str, held: str) -> None:
    rows = [row for row in LEVELS if row["level"] == held]
    source = view(case(store(tmp_path, rows), of, "2020"), "imports")
    (reason,) = source.reasons()
    assert f"(of {held} digits)" in reason.why


def test_codes_that_overlap_are_counted_once(tmp_path: Path) -> None:
    own = store(
        tmp_path, [flow("8471", "2020", 7), flow("8415", "2020", 2), flow("8542", "2020", 9)]
    )
    assert totals(own, "hs:84,8471", "2020") == totals(own, "hs:84", "2020") == {"2020": 9}


def test_a_code_is_no_beginning_of_its_neighbour(tmp_path: Path) -> None:
    rows = [flow(code, "2020", 10**at) for at, code in enumerate(("8541", "8542", "8548", "1854"))]
    assert totals(store(tmp_path, rows), "hs:85,8542", "2020") == {"2020": 111}


def test_residual_codes_are_of_no_chapter_but_their_own(tmp_path: Path) -> None:
    rows = [flow("85", "2020", 6), flow("99", "2020", 60), flow("9999", "2020", 50)]
    own = store(tmp_path, rows)
    assert totals(own, "hs:85", "2020") == {"2020": 6}
    assert totals(own, "hs:99", "2020") == {"2020": 60}
    assert totals(own, "hs:9999", "2020") == {"2020": 50}


def test_parts_by_mode_are_not_added_to_the_whole(tmp_path: Path) -> None:
    rows = [flow("85", "2020", 6)]
    rows += [flow("85", "2020", 3, mode=mode) for mode in ("air", "sea")]
    assert totals(store(tmp_path, rows), "hs:85", "2020") == {"2020": 6}


# --- editions ---------------------------------------------------------------------------------


def test_an_edition_that_is_named_is_the_only_one_counted(tmp_path: Path) -> None:
    rows = [flow("8542", "2016", 60, edition="2012"), flow("8542", "2018", 70, edition="2017")]
    own = store(tmp_path, rows, absent="nil")
    assert totals(own, "hs:8542", "2016:2018") == {"2016": 60, "2017": None, "2018": 70}
    assert totals(own, "hs2017:8542", "2016:2018") == {"2016": None, "2017": None, "2018": 70}
    assert totals(own, "hs2012:8542", "2016:2018") == {"2016": 60, "2017": None, "2018": None}


def test_nil_is_told_by_rows_of_the_edition_that_is_named(tmp_path: Path) -> None:
    rows = [flow("8542", "2018", 70, edition="2017"), flow("8541", "2018", 1, edition="2012")]
    other = [flow("8541", "2018", 2, edition="2017", partner="JPN")]
    own = store(tmp_path, [*rows, *other], absent="nil")
    assert totals(own, "hs2017:8541", "2018") == {"2018": 0}
    assert totals(own, "hs2012:8542", "2018") == {"2018": None}
    assert totals(own, "hs2022:8542", "2018") == {"2018": None}


@pytest.mark.parametrize(
    ("code", "span", "broken"),
    [
        ("hs:854231", "2005:2008", True),
        ("hs:852431", "1995:1997", True),
        ("hs:854231", "2008:2016", False),
        ("hs:8542", "2000:2023", False),
        ("hs2012:854231", "2005:2008", False),
    ],
)
def test_a_series_breaks_where_an_edition_brings_or_drops_its_code(
    tmp_path: Path, code: str, span: str, *, broken: bool
) -> None:
    """854231 is a code since the HS 2007, 852431 was one of 1996 and 2002."""
    first, last = map(int, span.split(":"))
    plain = code.partition(":")[2]
    rows = [flow(plain, str(year), 1, edition="2012") for year in range(first, last + 1)]
    notes = weigh(store(tmp_path, rows), of=code, years=span).notes
    assert any(note.code == "scope-change" for note in notes) is broken


# --- dated lists ------------------------------------------------------------------------------

FIRST, SECOND, OTHER, NEVER = "8541000001", "8541000002", "8471000001", "0101000001"
LINES = (
    Line(flow="M", code=FIRST, group="1", first=2018, last=2019),
    Line(flow="M", code=SECOND, group="1", first=2019, last=2020),
    Line(flow="M", code=OTHER, group="2", first=2018, last=2020),
    Line(flow="X", code=NEVER, group="2", first=2019, last=2019),
)
WORTH = {FIRST: 1, SECOND: 10, OTHER: 100, NEVER: 1000}
EVERY = [flow(c, str(y), worth) for c, worth in WORTH.items() for y in range(2016, 2023)]


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> TechnologyClass:
    monkeypatch.setattr(selection, "dated_list", lambda _: LINES)
    monkeypatch.setattr(flows, "known_codes", lambda *_: (FIRST, SECOND, OTHER))
    way = Selection(nomenclature="HS", digits=10, listed="mine", known="codes")
    return TechnologyClass(
        name="mine",
        title="Mine",
        publisher="Office",
        version="yearly",
        valid="2018 on",
        nomenclature="HS",
        selections=(way,),
        groups={"1": "One", "2": "Two", "3": "Three"},
        exact=True,
        reference="a test",
    )


def by_group(own: Store, cls: TechnologyClass, periods: str) -> dict[tuple[str, str], Any]:
    """Return the cells of each group and period."""
    asking = case(own, cls, periods, by="group")
    found = read_cells(asking, view(asking, "imports"), "a test", bases=False)
    assert found is not None
    rows = asking.ledger.rows(found.select("period", "group", "value"), ["period", "group"])
    return {(period, group): value for period, group, value in rows}


def test_each_year_is_read_by_its_own_list(tmp_path: Path, listed: TechnologyClass) -> None:
    own = store(tmp_path, EVERY, absent="nil")
    assert totals(own, listed, "2018:2020") == {"2018": 101, "2019": 111, "2020": 110}


def test_years_outside_the_lists_are_read_by_the_nearest(
    tmp_path: Path, listed: TechnologyClass
) -> None:
    own = store(tmp_path, EVERY, absent="nil")
    assert totals(own, listed, "2016:2017") == {"2016": 101, "2017": 101}
    assert totals(own, listed, "2021:2022") == {"2021": 110, "2022": 110}


def test_months_are_read_by_the_list_of_their_year(tmp_path: Path, listed: TechnologyClass) -> None:
    months = ("2018-11", "2018-12", "2019-01")
    own = store(tmp_path, [flow(c, m, w) for c, w in WORTH.items() for m in months], absent="nil")
    told = totals(own, listed, "2018-11:2019-01")
    assert told == {"2018-11": 101, "2018-12": 101, "2019-01": 111}


def test_the_list_of_one_direction_does_not_serve_the_other(
    tmp_path: Path, listed: TechnologyClass
) -> None:
    rows = [flow(code, "2019", worth, flow="X") for code, worth in WORTH.items()]
    asking = case(store(tmp_path, rows, absent="nil"), listed, "2019")
    found = read_cells(asking, view(asking, "exports"), "a test", bases=False)
    assert found is not None
    assert asking.ledger.rows(found.select("period", "value"), ["period"]) == [("2019", 1000)]


@pytest.mark.parametrize("absent", ["nil", "missing"])
def test_groups_add_up_to_the_whole(tmp_path: Path, listed: TechnologyClass, absent: str) -> None:
    own = store(tmp_path, EVERY, absent=absent)
    cells, whole = by_group(own, listed, "2018:2020"), totals(own, listed, "2018:2020")
    for year, value in whole.items():
        assert sum(cells[year, group] or 0 for group in listed.groups) == value
    assert {cells[year, "3"] for year in whole} == ({0} if absent == "nil" else {None})


def test_a_group_with_a_missing_row_is_missing_and_so_is_the_whole(
    tmp_path: Path, listed: TechnologyClass
) -> None:
    rows = [row for row in EVERY if (row["product"], row["period"]) != (SECOND, "2020")]
    rows += [flow(SECOND, "2020", None, status="Q")]
    own = store(tmp_path, rows, absent="nil")
    cells = by_group(own, listed, "2020")
    assert cells == {("2020", "1"): None, ("2020", "2"): 100, ("2020", "3"): 0}
    assert totals(own, listed, "2020") == {"2020": None}


def test_a_finer_edition_of_a_listed_code_is_not_taken_for_it(
    tmp_path: Path, listed: TechnologyClass
) -> None:
    rows = [*EVERY, flow(FIRST + "9", "2018", 5000), flow(FIRST[:6], "2018", 7000)]
    assert totals(store(tmp_path, rows, absent="nil"), listed, "2018") == {"2018": 101}


def unclassified(own: Store, cls: TechnologyClass, periods: str) -> dict[str, Any]:
    asking = case(own, cls, periods)
    source = view(asking, "imports")
    choice = source.answered()
    assert choice is not None
    needed = needed_cells(asking, source, choice, bases=False)
    return dict(asking.ledger.rows(read_unclassified(asking.ledger, choice, needed), ["period"]))


def test_goods_under_codes_younger_than_the_newest_list_are_told_and_not_counted(
    tmp_path: Path, listed: TechnologyClass
) -> None:
    young = [flow("8541000777", "2022", 40), flow("8541000778", "2022", 2)]
    other = [flow("8541000777", "2022", 9000, partner="JPN")]
    own = store(tmp_path, [r for r in EVERY if r["product"] != NEVER] + young + other, absent="nil")
    assert unclassified(own, listed, "2022") == {"2022": Decimal(42)}
    assert totals(own, listed, "2022") == {"2022": 110}


def test_a_code_that_was_dropped_before_the_newest_list_is_not_younger_than_it(
    tmp_path: Path, listed: TechnologyClass
) -> None:
    """In 2018 the list of 2018 tells every code of the class; the rest are known to be outside."""
    known = [row for row in EVERY if row["product"] != NEVER]
    own = store(tmp_path, [*known, flow("8541000888", "2018", 40)], absent="nil")
    assert unclassified(own, listed, "2018").get("2018") in {None, 0}


# --- the same question, the same figures ------------------------------------------------------


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    mixed = [*LEVELS[::2], *LEVELS[1::2][::-1]]
    answers = [
        weigh(store(tmp_path / name, rows, absent="nil"), of="hs:85", years="2020")
        for name, rows in (("one", LEVELS), ("two", mixed))
    ]
    assert answers[0].rows == answers[1].rows
    assert [e.rows_digest for e in answers[0].evidence] == [
        e.rows_digest for e in answers[1].evidence
    ]


def test_two_editions_of_one_period_are_not_added_up(tmp_path: Path) -> None:
    """A publisher may state one flow in the old and in the new edition; it is one flow."""
    rows = [flow("8542", "2017", 60, edition="2012"), flow("8542", "2017", 60, edition="2017")]
    assert totals(store(tmp_path, rows), "hs:8542", "2017") != {"2017": 120}


def test_a_table_in_levels_is_listed_definition_by_definition(tmp_path: Path) -> None:
    write(tmp_path, [*LEVELS, flow("85", "2020", 50, flow="X")], absent="nil")
    answer = weigh(opened(tmp_path), of="hs:85", years="2020", definitions=True)
    told = [r for r in table(answer, "definitions") if r["figure"] == "imports"]
    assert [r["value"] for r in told if r["used"]] == answer.column("imports") == [1000]
    assert sorted(r["value"] for r in told) == [11, 70, 300, 1000]
