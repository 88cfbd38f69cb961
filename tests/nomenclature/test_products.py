"""Product codes: every code found under itself, its parents known, and no other text taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.nomenclature.products import editions, product, products
from steelyard.terms.errors import UnknownProduct
from steelyard.terms.product import Product

HS, NAICS = products("HS"), products("NAICS")


@pytest.mark.parametrize("nomenclature", ["HS", "NAICS"])
def test_every_code_is_found_by_itself(nomenclature: str) -> None:
    for code, entry in products(nomenclature).items():
        assert product(nomenclature, code) is entry
        assert (entry.nomenclature, entry.code) == (nomenclature, code)
        assert entry.title.strip()
        assert code.isascii()


def test_every_code_of_hs_has_its_chapter_and_heading() -> None:
    for code in HS:
        assert len(code) in {2, 4, 6}
        assert all(code[:n] in HS for n in range(2, len(code), 2))


def test_editions_are_ordered_and_named_by_their_year() -> None:
    for nomenclature in ("HS", "NAICS"):
        named = editions(nomenclature)
        assert list(named) == sorted(named)
        assert all(len(name) == 4 and name.isdecimal() for name in named)
        told = {e for entry in products(nomenclature).values() for e in entry.editions}
        assert told == set(named)


def test_a_national_code_stands_under_its_six_digits() -> None:
    assert product("HS", "8542310000") is HS["854231"]
    assert product("HS", "85423100") is HS["854231"]


@pytest.mark.parametrize(
    ("nomenclature", "code"),
    [
        *(
            ("HS", code)
            for code in ("", "8", "854", "85423", "8542310", "00", "8599", "８５", "85a2")
        ),
        *(("HS", code) for code in ("854231x", "85 ", "-8", "8542999999", "854231٠٠")),
        *(("NAICS", code) for code in ("", "3", "888", "334x", "3 4")),
    ],
)
def test_a_code_that_does_not_exist_is_refused_with_what_to_do(
    nomenclature: str, code: str
) -> None:
    with pytest.raises(UnknownProduct) as caught:
        product(nomenclature, code)
    assert f"{nomenclature.lower()}:{code}" in caught.value.asked
    assert caught.value.remedy


@given(st.text("0123456789", max_size=11))
@settings(derandomize=True, database=None, max_examples=150)
def test_digits_are_a_code_or_an_unknown_one(code: str) -> None:
    try:
        found = product("HS", code)
    except UnknownProduct:
        assert code not in HS
        return
    assert code.startswith(found.code)
    assert len(code) % 2 == 0
    assert found.code == code[:6]


@pytest.mark.parametrize(
    ("nomenclature", "code", "residual"),
    [
        ("HS", "99", True),
        ("HS2017", "9999", True),
        ("HS", "999999", True),
        ("HS", "9998", False),
        ("HS", "99000", False),
        ("NAICS", "999", False),
        ("HS", "", False),
    ],
)
def test_codes_of_nines_are_no_products(nomenclature: str, code: str, residual: bool) -> None:
    assert Product(nomenclature, code).residual is residual
