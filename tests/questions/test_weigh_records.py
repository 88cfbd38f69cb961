"""Records in answers against a brute force over the publisher's own table."""

from __future__ import annotations

import random
from functools import cache

import pytest
from brute_records import Line, Statement
from bundled_answers import MONTHS, ask, codes, query, table, told, years_stated

from steelyard.terms.answer import Answer

COUNTRIES = "census-goods-by-country@2023-03-08"
FIGURES = ("exports", "imports", "balance", "total_trade")
AMONG_PARTNERS = ("overt", "share")
ALL_YEARS = [str(year) for year in range(1985, 2023)]
YEARS = sorted(random.Random(2012).sample(ALL_YEARS[5:], 10))  # noqa: S311
LONG = {"years": "1985:2022"}
THRESHOLDS = {"5 %": 0.05, "10 %": 0.10, "20 %": 0.20}


@cache
def months() -> dict[str, dict[str, int]]:
    """Return the months of trade with China, by flow."""
    sql = """SELECT flow, period, value FROM held WHERE partner = 'CHN' AND nomenclature = 'TOTAL'
             AND import_basis IS DISTINCT FROM 'consumption' AND adjustment = 'none'"""
    found: dict[str, dict[str, int]] = {"X": {}, "M": {}}
    for flow, period, value in query(COUNTRIES, sql):
        if value is not None:
            found[flow][period] = value
    assert found["X"].keys() == found["M"].keys()
    return found


def lines(sums: list[dict[str, int]], *, lag: int, enough: int) -> set[Statement]:
    """Return every record of exports, imports, their balance and their total."""
    labels = sorted(sums[0])
    exports, imports = ([one[label] for label in labels] for one in sums)
    values = {
        "exports": exports,
        "imports": imports,
        "balance": [x - m for x, m in zip(exports, imports, strict=True)],
        "total_trade": [x + m for x, m in zip(exports, imports, strict=True)],
    }
    found: set[Statement] = set()
    for figure, line in values.items():
        found |= Line(figure, labels, line, lag, enough).statements()
    return found


def yearly(flow: str, partner: str = "CHN") -> dict[str, int]:
    sums = years_stated("2023-03-08")
    held = {year: sums.get((partner, flow, year)) for year in ALL_YEARS}
    return {year: value for year, value in held.items() if value is not None}


@cache
def brute_years() -> set[Statement]:
    return lines([yearly("X"), yearly("M")], lag=1, enough=5)


@cache
def brute_months() -> set[Statement]:
    return lines([months()["X"], months()["M"]], lag=12, enough=60)


def said(answer: Answer) -> set[Statement]:
    """Return the records of an answer that are of one partner alone."""
    names = ("period", "figure", "record", "since", "count", "at_least")
    rows = [r for r in table(answer, "records") if not r["record"].startswith(AMONG_PARTNERS)]
    rows = [r for r in rows if r["figure"] != "balance_change"]
    assert len(rows) == len({tuple(row[name] for name in names) for row in rows})
    return {tuple(row[name] for name in names) for row in rows}


def of(found: set[Statement], periods: list[str]) -> set[Statement]:
    return {one for one in found if one[0] in periods}


# --- years and months -------------------------------------------------------------------------


def test_the_records_of_every_year_are_those_of_a_brute_force() -> None:
    expected = brute_years()
    assert len(of(expected, YEARS)) > 40
    assert said(ask("USA", "CHN", **LONG)) == expected


@pytest.mark.parametrize("year", YEARS[::5])
def test_the_records_of_a_year_are_the_same_whatever_is_asked_with_it(year: str) -> None:
    assert said(ask("USA", "CHN", years=year)) == of(brute_years(), [year])


def test_the_records_of_months_are_those_of_a_brute_force() -> None:
    asked = ("2008-01", "2012-12")
    answer = ask("USA", "CHN", periods=":".join(asked))
    mine = [label for label in months()["X"] if asked[0] <= label <= asked[1]]
    drawn = sorted(random.Random(10).sample(mine, 10))  # noqa: S311
    assert of(said(answer), drawn) == of(brute_months(), drawn)
    assert said(answer) == of(brute_months(), mine)


def test_months_against_the_month_before_are_other_records() -> None:
    answer = ask("USA", "CHN", periods="2012-09:2012-10", settings={"comparison": "previous"})
    expected = lines([months()["X"], months()["M"]], lag=1, enough=60)
    assert said(answer) == of(expected, ["2012-09", "2012-10"])


def test_cumulated_months_are_compared_with_the_same_months_of_other_years() -> None:
    answer = ask("USA", "CHN", periods="2010-05:2010-06", cumulate=True)
    for last in ("05", "06"):
        spans = []
        for flow in "XM":
            parts = {
                y: [months()[flow][f"{y}-{m}"] for m in MONTHS if m <= last] for y in ALL_YEARS
            }
            spans.append({f"{y}-01/{y}-{last}": sum(part) for y, part in parts.items()})
        label = f"2010-01/2010-{last}"
        assert of(said(answer), [label]) == of(lines(spans, lag=1, enough=5), [label])


# --- among partners ---------------------------------------------------------------------------


def total_trade(partner: str) -> dict[str, int]:
    exports, imports = yearly("X", partner), yearly("M", partner)
    return {year: exports[year] + imports[year] for year in exports.keys() & imports.keys()}


def crossings() -> set[tuple]:
    """Return ``year, record, against, since`` of every partner that changed places with China."""
    own, found = total_trade("CHN"), set()
    for partner in {one for one, _, _ in years_stated("2023-03-08")} - {"WLD", "CHN"}:
        other = total_trade(partner)
        for year in ALL_YEARS[1:]:
            run = [year]
            while (before := str(int(run[0]) - 1)) in own and before in other:
                run.insert(0, before)
            if year not in other or len(run) < 2:
                continue
            for way, record in ((1, "overtook"), (-1, "overtaken-by")):
                ahead = [y for y in run if way * (own[y] - other[y]) > 0]
                if year in ahead and run[-2] not in ahead:
                    since = max((y for y in ahead if y < year), default="")
                    found.add((year, record, partner, since))
    return found


def test_who_overtook_whom_is_that_of_a_brute_force() -> None:
    rows = table(ask("USA", "CHN", **LONG), "records")
    names = ("period", "record", "against", "since")
    mine = {tuple(row[n] for n in names) for row in rows if row["record"].startswith("overt")}
    assert mine == crossings()
    assert {
        ("2003", "overtook", "JPN", ""),
        ("2006", "overtook", "MEX", ""),
        ("2015", "overtook", "CAN", ""),
        ("2019", "overtaken-by", "MEX", "2005"),
    } <= mine


@pytest.mark.parametrize(("figure", "flow"), [("exports", "X"), ("imports", "M")])
def test_the_milestones_of_a_share_are_those_of_a_brute_force(figure: str, flow: str) -> None:
    own, whole = yearly(flow), yearly(flow, "WLD")
    share = {year: own[year] / whole[year] for year in sorted(own.keys() & whole.keys())}
    expected = set()
    for name, threshold in THRESHOLDS.items():
        for before, year in zip(sorted(share), sorted(share)[1:], strict=False):
            if (share[before] > threshold) != (share[year] > threshold):
                passed = share[year] > threshold
                expected.add((year, "share-passed" if passed else "share-fell-below", name))
    rows = [r for r in table(ask("USA", "CHN", **LONG), "records") if "share" in r["record"]]
    mine = {
        (row["period"], row["record"], row["against"])
        for row in rows
        if row["figure"] == f"share_of_{figure}" and row["against"] in THRESHOLDS
    }
    assert mine == expected
    assert expected


# --- breaks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partner", "changes"),
    [("EU", (1995, 2004, 2007, 2013, 2020)), ("census:0003", (2007, 2013, 2020))],
)
def test_no_record_lies_across_a_change_of_members(partner: str, changes: tuple) -> None:
    rows = table(ask("USA", partner, years="1997:2022"), "records")
    assert rows
    for row in rows:
        first, last = int((row["since"] or row["held_from"])[:4]), int(row["period"])
        assert not any(first < change <= last for change in changes), row
        assert not any(int(row["held_from"]) < change <= last for change in changes), row


def test_members_held_fixed_have_records_across_a_change() -> None:
    plain = table(ask("USA", "EU27_2020", years="2012:2022"), "records")
    fixed = table(ask("USA", "EU", years="2012:2022", settings={"membership": "fixed"}), "records")
    assert fixed == plain
    assert any(int(row["held_from"]) < 2013 < int(row["period"]) for row in plain)


def test_growth_across_a_break_that_the_release_states_is_missing() -> None:
    """What "do not compare" has no rate of growth either."""
    answer = ask("USA", "census:0003", years="1997:2022")
    grown = dict(zip(answer.column("period"), answer.column("exports_growth"), strict=True))
    assert len(told(answer, "scope-change")) == 3
    assert grown["2012"] is not None
    assert [grown[year] for year in ("2007", "2013", "2020")] == [None, None, None]


def test_an_unbroken_series_has_no_note_on_holes() -> None:
    assert "records-unbroken" not in codes(ask("USA", "CHN", **LONG))
