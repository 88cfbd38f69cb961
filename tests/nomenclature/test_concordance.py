"""Concordances: nothing is lost and nothing is added, between any two editions that are joined."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.nomenclature.bracket import OUTSIDE, grouped
from steelyard.nomenclature.concordance import Concordance, concordance
from steelyard.nomenclature.followed import followed
from steelyard.nomenclature.tables import edition, lowest, tables
from steelyard.nomenclature.weights import WHOLE, Ground, Lost, Rule
from steelyard.terms.errors import NoConcordance, UnknownProduct
from steelyard.terms.product import Edition

EDITIONS = sorted({end for table in tables() for end in (table.source, table.target)})
few = settings(derandomize=True, database=None, deadline=None, max_examples=10)
some = settings(derandomize=True, database=None, deadline=None, max_examples=15)
PAIRS = (
    ("HS 2022", "HS 2017"),
    ("HS 2017", "HS 2022"),
    ("HS 2022", "SITC 4"),
    ("HS 1996", "HS 2012"),
    ("SITC 4", "BEC 4"),
)


@cache
def between(source: str, target: str) -> Concordance:
    return concordance(edition(source), edition(target))


@few
@given(st.sampled_from(EDITIONS), st.sampled_from(EDITIONS), st.sampled_from(Rule))
def test_every_code_is_shared_out_whole_among_its_candidates(
    source: Edition, target: Edition, rule: Rule
) -> None:
    found, known = concordance(source, target, rule), lowest(target)
    assert found.weights.keys() == found.relation.keys() == lowest(source)
    for code, shared in found.weights.items():
        assert sum(parts for parts, _ in shared.values()) == WHOLE
        assert all(parts > 0 for parts, _ in shared.values())
        reached = {to for to in shared if not isinstance(to, Lost)}
        assert reached <= found.relation[code]
        assert reached <= known
        assert Lost.NO_LINK not in shared or None in found.relation[code]


@pytest.mark.parametrize("pair", PAIRS, ids=" > ".join)
def test_the_map_is_a_table_with_a_row_a_code_and_target(pair: tuple[str, str]) -> None:
    found = between(*pair)
    rows = found.rows.to_pylist()
    keys = [(row["source"], row["target"] or row["rule"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert [source for source, _ in keys] == sorted(source for source, _ in keys)
    assert {row["source"] for row in rows} == lowest(edition(pair[0]))
    told = {*Ground, *(lost.value for lost in Lost)}
    for row in rows:
        assert row["rule"] in told
        assert (row["target"] is None) == (row["rule"] in {lost.value for lost in Lost})
        assert row["candidates"] == len(found.relation[row["source"]] - {None})
        assert row["rule"] != "only" or row["parts"] == WHOLE


@pytest.mark.parametrize("pair", PAIRS, ids=" > ".join)
def test_bounds_hold_whatever_the_weights(pair: tuple[str, str]) -> None:
    found = between(*pair)
    totals = dict.fromkeys(found.weights, 0)
    for row in grouped(found).to_pylist():
        totals[row["source"]] += row["parts"]
        assert row["high"] or row["parts"] == 0
        assert not row["low"] or row["parts"] == WHOLE
        assert row["low"] == (found.relation[row["source"]] == {row["group"]})
    assert set(totals.values()) == {WHOLE}


@some
@given(st.sampled_from(PAIRS), st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_set_is_known_at_least_as_well_as_its_codes(
    pair: tuple[str, str], count: int, dice: random.Random
) -> None:
    found = between(*pair)
    sources = dice.sample(sorted(found.weights), 60)
    targets = sorted({to for code in sources for to in found.relation[code] if to})
    groups = {to: str(dice.randrange(count)) for to in targets if dice.random() < 0.8}
    values = {code: dice.randrange(10**6) for code in sources}
    by_code, by_group = bracket(found, values, None), bracket(found, values, groups)
    for group in {*groups.values(), OUTSIDE}:
        inside = [to for to in by_code if to and groups.get(to, OUTSIDE) == group]
        low, high = (sum(by_code[to][bound] for to in inside) for bound in (0, 2))
        least, middle, most = by_group.get(group, (0, 0, 0))
        assert low <= least <= middle <= most <= high


@pytest.mark.parametrize("pair", PAIRS, ids=" > ".join)
def test_groups_share_out_every_code_whole(pair: tuple[str, str]) -> None:
    found = between(*pair)
    groups = {to: to[:2] for to in lowest(edition(pair[1])) if to[0] in "78"}
    values = dict.fromkeys(found.weights, 1)
    assert sum(middle for _, middle, _ in bracket(found, values, groups).values()) == len(values)


def bracket(
    found: Concordance, values: dict[str, int], groups: dict[str, str] | None
) -> dict[str | None, tuple[Decimal, Decimal, Decimal]]:
    """Return low, value and high of each group, one row of the map after the other."""
    sums: dict[str | None, tuple[Decimal, Decimal, Decimal]] = {}
    for row in grouped(found, groups).to_pylist():
        value = Decimal(values.get(row["source"], 0))
        low, middle, high = sums.get(row["group"], (Decimal(0),) * 3)
        sums[row["group"]] = (
            low + value * row["low"],
            middle + value * row["parts"] / WHOLE,
            high + value * row["high"],
        )
    return sums


def test_a_code_whose_candidates_are_all_in_a_group_goes_there_whole() -> None:
    found = between("HS 2022", "HS 2017")
    everything = dict.fromkeys(lowest(edition("HS 2017")), "goods")
    rows = [row for row in grouped(found, everything).to_pylist() if row["source"] == "854921"]
    assert [(row["group"], row["parts"], row["low"]) for row in rows] == [("goods", WHOLE, True)]


def test_an_edition_converts_to_itself_unchanged() -> None:
    for known in map(edition, ("HS 2012", "SITC 4", "BEC 4")):
        found = concordance(known, known)
        assert found.path == ()
        assert all(shared == {c: (WHOLE, Ground.ONLY)} for c, shared in found.weights.items())


def test_the_first_edition_of_the_hs_has_two_names() -> None:
    assert concordance(Edition("HS", "1988"), Edition("HS", "1996")).source == Edition("HS", "1992")


def test_reference_values_share_out_what_the_publisher_does_not() -> None:
    hs2017, hs2022 = edition("HS 2017"), edition("HS 2022")
    values = {"851713": Decimal("99.140000"), "851714": Decimal("0.860000")}
    found = concordance(hs2017, hs2022, shares={hs2022: values})
    shared = {to: parts for to, (parts, _) in found.weights["851712"].items()}
    assert shared == {"851713": 991400000000, "851714": 8600000000}
    rules = {r["rule"] for r in found.rows.to_pylist() if r["source"] == "851712"}
    assert rules == {"shares"}
    assert found.weights["854231"] == between("HS 2017", "HS 2022").weights["854231"]
    assert found.relation == between("HS 2017", "HS 2022").relation


def test_the_publishers_answer_stands_before_reference_values() -> None:
    ends = edition("HS 2007"), edition("HS 2002")
    shares = {ends[1]: {"841989": Decimal(5)}}
    published = concordance(*ends, shares=shares).weights["848620"]
    assert published == {"847989": (WHOLE, Ground.PUBLISHED)}
    asked = concordance(*ends, Rule.EQUAL, shares).weights["848620"]
    assert asked == {"841989": (WHOLE, Ground.SHARES)}


def test_equal_shares_are_taken_of_all_candidates() -> None:
    found = concordance(edition("HS 2017"), edition("HS 2012"), Rule.EQUAL)
    shared = found.weights["854231"]
    assert len(shared) == 159
    assert {parts for parts, _ in shared.values()} <= {WHOLE // 159, WHOLE // 159 + 1}


def test_what_is_shared_on_the_way_and_meets_again_is_sure() -> None:
    found = between("HS 2022", "NAICS 2017")
    only = [code for code, reached in found.relation.items() if len(reached) == 1]
    assert only
    assert all(ground is Ground.ONLY for c in only for _, ground in found.weights[c].values())


@pytest.mark.parametrize(("source", "target"), [("HS 2022", "BEC 5"), ("EBOPS 2002", "EBOPS 2010")])
def test_what_no_table_joins_is_refused(source: str, target: str) -> None:
    with pytest.raises(NoConcordance, match="no-concordance"):
        concordance(edition(source), edition(target))


def test_unknown_editions_and_codes_are_refused_by_name() -> None:
    with pytest.raises(UnknownProduct, match="2027"):
        concordance(Edition("HS", "2027"), Edition("HS", "2022"))
    with pytest.raises(UnknownProduct, match="854299"):
        followed(between("HS 2022", "HS 2017"), "854299")


def test_a_heading_is_followed_by_its_subheadings() -> None:
    found = followed(between("HS 2022", "HS 2017"), "8542")
    assert found.shared == {Lost.NO_LINK: (WHOLE, Ground.ONLY)}
    assert found.reasons == ("8542 of HS 2022 has codes below it, which are followed one by one",)
