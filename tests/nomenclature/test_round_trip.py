"""Round trips: what comes back, what does not, and why, all adding up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.round_trip import loss
from steelyard.nomenclature.tables import edition, lowest

HS2017, HS2022 = edition("HS 2017"), edition("HS 2022")
few = settings(derandomize=True, database=None, deadline=None, max_examples=30)
amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=6)
codes = st.sampled_from([*sorted(lowest(HS2017))[::25], "851712", "854150", "300219", "880000"])


@few
@given(st.dictionaries(codes, amounts, max_size=30))
def test_what_returns_and_what_is_lost_add_up_to_what_started(values: dict) -> None:
    found = loss(concordance(HS2017, HS2022), concordance(HS2022, HS2017), values)
    assert found.whole.total == sum(values.values(), Decimal(0))
    assert {code: part.total for code, part in found.codes.items()} == values


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("854231", "returned"),
        ("851712", "returned"),
        ("580211", "elsewhere"),
        ("854150", "not_followed"),
        ("300219", "no_link"),
        ("880000", "no_link"),
    ],
)
def test_each_kind_of_loss(code: str, where: str) -> None:
    values = {code: Decimal("12.345678")}
    found = loss(concordance(HS2017, HS2022), concordance(HS2022, HS2017), values)
    assert getattr(found.whole, where) == Decimal("12.345678")


def test_most_of_2017_comes_back_from_2022() -> None:
    values = dict.fromkeys(lowest(HS2017), Decimal(1))
    whole = loss(concordance(HS2017, HS2022), concordance(HS2022, HS2017), values).whole
    assert whole.returned > Decimal("0.98") * len(values)
    assert whole.not_followed == 2
    assert whole.no_link == 1


def test_two_concordances_that_do_not_meet_are_refused() -> None:
    with pytest.raises(ValueError, match="not the way back"):
        loss(concordance(HS2017, HS2022), concordance(HS2017, HS2022), {})
