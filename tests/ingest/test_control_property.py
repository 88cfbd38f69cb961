"""Control totals and repeated keys against plain Python, on random small releases."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from contextlib import closing
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any

from control_tables import Row, coded, release, row
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.ingest.control import control
from steelyard.ingest.repeats import repeated
from steelyard.sources.contract import Check
from steelyard.store.codes import Codes
from steelyard.store.counting import counted
from steelyard.store.engine import Engine
from steelyard.store.portions import PORTION, Portion, in_portions
from steelyard.store.series import count_series, merged
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
    reporter=st.sampled_from(["USA", "CHN"]),
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


@few
@given(held=releases)
def test_control_finds_what_plain_python_finds(held: list[Row]) -> None:
    found = {check.name: check for check in control(coded(release(held)))}
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


VALUES = st.sampled_from([None, 0, 10, 20, 10**30, Decimal("0.000001")])
varied = st.builds(
    lambda one, value, edition, **others: {
        **one,
        "value": value,
        **({"edition": edition, **others} if one["level"] else {}),
    },
    rows,
    VALUES,
    st.sampled_from(["2017", "2022", None]),
    nomenclature=st.sampled_from(["HS", "HS", "SITC"]),
)


def found_in(codes: Codes, most: int, lines: Sequence[int]) -> tuple[Any, ...]:
    """Return all that is found in rows as numbers, those of one key by their lines."""
    keys = chain.from_iterable(in_portions(codes, repeated(codes), most))
    alike = sorted(sorted(lines[at] for at in group) for group in keys)
    series = merged(chain.from_iterable(in_portions(codes, counted(codes), most)))
    return alike, series, control(codes, most=most)


@few
@given(held=st.lists(varied, max_size=60), most=st.integers(1, 9), data=st.data())
def test_portions_and_the_order_of_rows_change_nothing(
    held: list[Row], most: int, data: st.DataObject
) -> None:
    lines = range(len(held))
    mixed = data.draw(st.permutations(lines))
    one, other = coded(release(held)), coded(release([held[line] for line in mixed]))
    assert sum(in_portions(other, len, most)) == len(held)
    assert found_in(other, most, mixed) == found_in(one, PORTION, lines)


@few
@given(
    whole=st.decimals(0, 10**20, places=6),
    above=st.lists(st.decimals(10**12, 10**20, places=6), min_size=1, max_size=9),
)
def test_a_difference_is_told_to_the_last_digit(whole: Decimal, above: list[Decimal]) -> None:
    parts = [row(f"{at:02}", part) for at, part in enumerate([whole, *above], 1)]
    (check,) = control(coded(release([*parts, row("TOTAL", whole)])))
    (told,) = re.findall(r"largest difference \+(\S+) USD", check.detail)
    assert Decimal(told) == sum(above)


@few
@given(held=releases, most=st.integers(1, 9))
def test_repeated_keys_are_found_exactly(held: list[Row], most: int) -> None:
    codes = coded(release(held))
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, one in enumerate(held):
        places[but()(one)].append(at)
    found = [group for part in in_portions(codes, repeated(codes), most) for group in part]
    assert sorted(found) == sorted(group for group in places.values() if len(group) > 1)


WORDS = st.sampled_from([None, "a", "b"])
OTHERS = dict.fromkeys(("partner2", "mode", "procedure", "partner_role", "adjustment"), WORDS)


@few
@given(
    held=st.lists(st.tuples(rows, st.fixed_dictionaries(OTHERS)), max_size=60),
    most=st.integers(1, 9),
)
def test_series_are_those_that_the_engine_counts(held: list[tuple[Row, Row]], most: int) -> None:
    table = release([{**one, **others} for one, others in held])
    codes = coded(table)
    found = merged(chain.from_iterable(in_portions(codes, counted(codes), most)))
    engine = Engine()
    with closing(engine):
        assert found == count_series(engine, "flows", engine.desk().frame(table))


@few
@given(
    values=st.lists(
        st.decimals(-(10**31), 10**31, places=6, allow_nan=False) | st.none(), min_size=1
    )
)
def test_sums_are_exact_whatever_the_size(values: list[Decimal | None]) -> None:
    codes = coded(release([row("01", value) for value in values]))
    limbs, unit = Portion(codes, slice(0, len(values))).limbs()
    total = sum(int(limb.sum()) << (32 * at) for at, limb in enumerate(limbs)) * unit
    assert Decimal(total).scaleb(-6) == sum((v for v in values if v is not None), Decimal(0))
