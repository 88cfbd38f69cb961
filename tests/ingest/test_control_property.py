"""Control totals and repeated keys against plain Python, on random small releases."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from control_tables import ENGINES, Make, Row, in_duckdb, let_go, on_each_engine, release, row
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.ingest.control import control
from steelyard.ingest.control_duplicates import differing, duplicates, repeated
from steelyard.ingest.control_partners import world
from steelyard.ingest.control_portions import parted, portions
from steelyard.ingest.control_products import parents, totals
from steelyard.ingest.control_survey import survey
from steelyard.sources.contract import Check
from steelyard.terms.tables import FLOWS

few = settings(derandomize=True, database=None, deadline=None, max_examples=12)

CODES = ("TOTAL", "01", "02", "0101", "0102", "0201", "010121", "010129")
GROUP = "census:0003"
rows = st.builds(
    lambda code, value, stated, **others: row(
        code, value, **others, partner=stated[0], partner_stated=stated[1]
    ),
    st.sampled_from(CODES),
    st.sampled_from([0, 10, 20, 30, None]),
    st.sampled_from([("WLD", "0"), ("CHN", "1"), ("CHN", "2"), ("DEU", None), (GROUP, "3")]),
    period=st.sampled_from(["2020", "2021"]),
    flow=st.sampled_from(["M", "X"]),
    mode=st.sampled_from([None, None, "1000", "2100"]),
)
releases = st.lists(rows, max_size=40) | st.lists(rows, min_size=20, max_size=80)
Numbers = Counter[str]
Sides = dict[Hashable, dict[bool, list[Decimal | None]]]


def sides(held: list[Row], cell: Callable[[Row], Hashable], whole: Callable[[Row], bool]) -> Sides:
    found: Sides = defaultdict(lambda: {True: [], False: []})
    for one in held:
        found[cell(one)][whole(one)].append(one["value"])
    return found


def numbers(found: Sides) -> Numbers:
    told: Numbers = Counter()
    for both in found.values():
        told[_sort(both[True], both[False])] += 1
    return told


def _sort(wholes: list[Any], parts: list[Any]) -> str:
    if not parts or not wholes:
        return "without the whole" if parts else "without parts"
    if None in (*wholes, *parts):
        return "with a value missing"
    off = sum(parts) - sum(wholes)
    if abs(off) <= len(wholes + parts) / 2:
        return "agree"
    return "above" if off > 0 else "below"


def but(*left_out: str) -> Callable[[Row], Hashable]:
    kept = [name for name in FLOWS.key if name not in left_out]
    return lambda one: tuple(one.get(name) for name in kept)


def expected(held: list[Row]) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {}
    levels = sorted({one["level"] for one in held if one["level"]})
    for level in levels if any(one["product"] == "TOTAL" for one in held) else ():
        either = [one for one in held if one["level"] in {None, level}]
        found[f"hs{level}-adds-to-total"] = numbers(
            sides(either, but("nomenclature", "edition", "product"), lambda o: not o["level"])
        )
    for above, below in pairwise(levels):
        either = [one for one in held if one["level"] in {above, below}]
        stems = [{**one, "product": one["product"][: int(above)]} for one in either]
        cells = sides(stems, but(), lambda o, above=above: o["level"] == above)
        found[f"hs{below}-adds-to-hs{above}"] = numbers(cells)
    partners = {one["partner"] for one in held}
    if "WLD" in partners and len(partners - {"WLD", GROUP}) > 1:
        real = [one for one in held if one["partner"] != GROUP]
        found["partners-add-to-world"] = numbers(
            sides(real, but("partner", "partner_stated"), lambda o: o["partner"] == "WLD")
        )
    if len({one["mode"] for one in held} | {None}) == len({one["mode"] for one in held}) > 1:
        told = numbers(sides(held, but("mode"), lambda o: o["mode"] is None))
        found["mode-adds-to-all"] = told
        told.pop("without parts", None)
    return found


def read(check: Check) -> tuple[dict[str, int], bool]:
    """Return the numbers that a detail states, and whether its parts are a selection."""
    words = {
        "compared": r"cells compared: (\d+)",
        "above": r"above the whole: (\d+)",
        "below": r"below: (\d+)",
        **{t: rf"(\d+) {t}" for t in ("without parts", "without the whole")},
        "with a value missing": r"(\d+) with a value missing",
    }
    found = {name: re.search(text, check.detail) for name, text in words.items()}
    return {name: int(hit[1]) for name, hit in found.items() if hit}, "selection" in check.detail


@pytest.fixture(scope="module", autouse=True)
def _let_go() -> Iterator[None]:
    """Drop the engine before the interpreter ends, lest it report what is still held."""
    yield
    let_go()


@pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES.keys())
@few
@given(held=releases)
def test_control_finds_what_plain_python_finds(make: Make, held: list[Row]) -> None:
    found = {check.name: check for check in control(make(release(held)))}
    wanted = expected(held)
    assert set(found) == set(wanted)
    for name, numbers_wanted in wanted.items():
        _agrees(found[name], numbers_wanted)


def _agrees(check: Check, wanted: Numbers) -> None:
    told, selection = read(check)
    compared = wanted["agree"] + wanted["above"] + wanted["below"]
    assert told.get("compared", 0) == compared
    assert told.get("above", 0) == wanted["above"]
    for name in ("without parts", "without the whole", "with a value missing"):
        assert told.get(name, 0) == wanted[name]
    short = wanted["below"] > 0
    assert selection is (short and wanted["agree"] * 10 < compared * 9)
    assert selection or told.get("below", 0) == wanted["below"]
    assert check.passed is (not wanted["above"] and (selection or not short))


@few
@given(held=releases, most=st.integers(1, 9))
def test_portions_change_nothing(held: list[Row], most: int) -> None:
    frame = in_duckdb(release(held))
    whole = survey(frame)
    parts = replace(whole, parts=portions(frame, ("reporter", "period"), most))
    for compare in (totals, parents, world):
        one, two = (list(compare(frame, found, Decimal(1))) for found in (whole, parts))
        assert one == two


@on_each_engine
@few
@given(held=releases, most=st.integers(1, 9))
def test_each_row_is_in_one_portion(make: Make, held: list[Row], most: int) -> None:
    frame = make(release(held))
    for columns in (("product", "period"), ("mode",)):
        parts = parted(frame, portions(frame, columns, most))
        assert sum(len(part.select("value").collect()) for part in parts) == len(held)


@on_each_engine
@few
@given(held=releases)
def test_repeated_keys_are_counted_exactly(make: Make, held: list[Row]) -> None:
    frame = make(release(held))
    times = Counter(but()(one) for one in held)
    again = {key: number for key, number in times.items() if number > 1}
    found = duplicates(frame, FLOWS.key)
    assert (found.keys, found.rows) == (len(again), sum(again.values()))
    assert bool(found.example) is bool(again)
    listed = repeated(frame, FLOWS.key).select("rows").collect(backend="pyarrow").rows()
    assert sorted(number for (number,) in listed) == sorted(again.values())


@on_each_engine
def test_only_columns_that_differ_are_compared(make: Make) -> None:
    frame = make(release([row("01", 1), row("01", 1, mode="1000")]))
    assert differing(frame, FLOWS.key) == ("mode",)
    same = make(release([row("01", 1), row("01", 2)]))
    assert duplicates(same, FLOWS.key).keys == 1
    assert duplicates(make(release([])), FLOWS.key).keys == 0


@on_each_engine
def test_an_example_names_the_key(make: Make) -> None:
    frame = make(release([row("02", 1), row("01", 1), row("01", 1)]))
    assert duplicates(frame, FLOWS.key).example == {"product": "01"}
