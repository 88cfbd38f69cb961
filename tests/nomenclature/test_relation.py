"""Relations: what may be what, over several steps and back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.nomenclature.relation import NOWHERE, composed, inverted, united, without

few = settings(derandomize=True, database=None, deadline=None, max_examples=60)
relations = st.dictionaries(
    st.sampled_from("abcd"), st.frozensets(st.sampled_from("abcd"), min_size=1), max_size=4
)


def pairs(relation: dict) -> set[tuple[str, str]]:
    return {(a, b) for a, found in relation.items() for b in found if b is not None}


@few
@given(relations, relations)
def test_two_steps_lead_where_one_leads_after_the_other(first: dict, then: dict) -> None:
    found = composed(first, then)
    assert pairs(found) == {(a, c) for a, b in pairs(first) for x, c in pairs(then) if b == x}
    assert found.keys() == first.keys()


@few
@given(relations, relations)
def test_a_code_between_that_leads_nowhere_is_told(first: dict, then: dict) -> None:
    found = composed(first, then)
    for code, between in first.items():
        assert (None in found[code]) == any(b not in then for b in between)
    assert all(None in composed(found, {})[code] for code in found)


def test_nowhere_leads_nowhere() -> None:
    assert composed({"a": NOWHERE}, {"b": frozenset("c")}) == {"a": NOWHERE}
    assert composed({"a": frozenset({None, "b"})}, {"b": frozenset("c")}) == {
        "a": frozenset({None, "c"})
    }


@few
@given(relations)
def test_the_inverse_has_the_same_pairs_the_other_way_round(relation: dict) -> None:
    assert pairs(inverted(relation)) == {(b, a) for a, b in pairs(relation)}
    assert pairs(inverted(inverted(relation))) == pairs(relation)


@few
@given(relations, relations)
def test_a_union_has_the_pairs_of_both(one: dict, other: dict) -> None:
    assert pairs(united(one, other)) == pairs(one) | pairs(other)


@few
@given(relations)
def test_sources_can_be_left_out(relation: dict) -> None:
    assert without(relation, {"a": "a reason"}) == {
        code: found for code, found in relation.items() if code != "a"
    }
