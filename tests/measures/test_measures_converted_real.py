"""Conversion by real maps: all that goes in comes out, and the bracket is as tight as it can be."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_engines import LAZY, rows

from steelyard.measures.converted import converted
from steelyard.nomenclature.bracket import OUTSIDE, grouped
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.tables import edition, lowest
from steelyard.nomenclature.weights import WHOLE

few = settings(derandomize=True, database=None, deadline=None, max_examples=12)
amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=6)
positive = st.decimals(min_value=0, max_value=10**15, places=6)
MILLIONTH = Decimal("0.000001")
OUT = ("period", "target", "value", "low", "high")
Cells = list[tuple[str, str, Decimal | None]]


def flows_of(cells: Cells) -> pa.Table:
    periods, products, values = (pa.array([c[n] for c in cells]) for n in (0, 1, 2))
    exact = values.cast(pa.decimal128(38, 6))
    return pa.table({"period": periods, "product": products, "value": exact})


@cache
def real(target: str) -> pa.Table:
    return grouped(concordance(edition("HS 2022"), edition(target)))


CODES = st.sampled_from(
    [
        *sorted(code for code in lowest(edition("HS 2022")) if code[:2] == "85")[::6],
        *("854231", "854921", "852491", "851713", "848620", "980200", "999999"),
    ]
)


@few
@given(
    st.sampled_from(["HS 2012", "SITC 4", "BEC 4"]),
    st.lists(st.tuples(st.sampled_from(["2023", "2024"]), CODES, amounts), min_size=1, max_size=25),
)
def test_all_that_goes_in_comes_out_to_the_last_millionth(target: str, cells: Cells) -> None:
    for make in LAZY.values():
        found = rows(converted(make(flows_of(cells)), make(real(target)), ["period"]), *OUT)
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for period, _, value, low, high in found:
            sums[period] += value or 0
            assert value is None or low <= value <= high
            assert low <= high
        stated: dict[str, Decimal] = defaultdict(Decimal)
        for period, _, value in cells:
            stated[period] += value or 0
        assert {p: total.quantize(MILLIONTH) for p, total in sums.items()} == stated


@few
@given(st.lists(st.tuples(st.just("2024"), CODES, positive), min_size=1, max_size=25))
def test_each_target_has_exactly_its_parts(cells: Cells) -> None:
    exact: dict[str | None, Fraction] = defaultdict(Fraction)
    known = defaultdict(list)
    for row in real("SITC 4").to_pylist():
        known[row["source"]].append(row)
    for _, code, value in cells:
        for row in known.get(code, [{"group": None, "parts": WHOLE}]):
            exact[row["group"]] += Fraction(value or 0) * row["parts"] / WHOLE
    found = converted(LAZY["duckdb"](flows_of(cells)), LAZY["duckdb"](real("SITC 4")), [])
    for target, value in rows(found, "target", "value"):
        assert Fraction(value or 0) == exact[target]


@few
@given(st.lists(st.tuples(st.just("2024"), CODES, positive), min_size=1, max_size=25))
def test_a_group_is_known_at_least_as_well_as_its_codes(cells: Cells) -> None:
    make, older = LAZY["duckdb"], edition("HS 2012")
    chapter = {code: "85" for code in lowest(older) if code[:2] == "85"}
    table_85 = grouped(concordance(edition("HS 2022"), older), chapter)
    groups = rows(converted(make(flows_of(cells)), make(table_85), []), *OUT[1:])
    by_code = rows(converted(make(flows_of(cells)), make(real("HS 2012")), []), *OUT[1:])
    for group, value, low, high in groups:
        inside = [row for row in by_code if _group(row[0], chapter) == group]
        assert sum(row[2] for row in inside) <= low <= high <= sum(row[3] for row in inside)
        assert value is None or low <= value <= high


def _group(code: str | None, chapter: dict[str, str]) -> str | None:
    return None if code is None else chapter.get(code, OUTSIDE)


@pytest.mark.parametrize("name", LAZY)
def test_a_class_alone_is_the_class_among_the_others(name: str) -> None:
    make, older = LAZY[name], edition("HS 2017")
    groups = {code: "chips" for code in lowest(older) if code[:4] == "8542"}
    whole = grouped(concordance(edition("HS 2022"), older), groups)
    asked = whole.filter(pc.equal(whole["group"], "chips"))
    cells: Cells = [("2024", code, Decimal(7)) for code in ("854231", "854921", "010121", "980200")]
    among = converted(make(flows_of(cells)), make(whole), ["period"])
    alone = converted(make(flows_of(cells)), make(asked), ["period"], rest=False)
    assert rows(alone, *OUT) == [row for row in rows(among, *OUT) if row[1] == "chips"]
    assert rows(alone, *OUT) == [("2024", "chips", 7, 7, 14)]
