"""Money and scales: exact, inverse, and no slip of a thousand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.terms.errors import BadCurrency, BadOption
from steelyard.terms.money import Money, Scale, currency_code

SCALES = st.sampled_from(list(Scale))
NUMBERS = st.decimals(-(10**15), 10**15, places=6, allow_nan=False, allow_infinity=False)


@given(NUMBERS, SCALES)
def test_the_scale_out_inverts_the_scale_in(number: Decimal, scale: Scale) -> None:
    money = Money.of(number, scale, "USD")
    assert isinstance(money.amount, Decimal)
    assert isinstance(money.to(scale), Decimal)
    assert money.to(scale) == number
    assert money.to(Scale.UNIT) == number * scale.factor


@given(NUMBERS, SCALES)
def test_text_and_decimal_give_the_same_money(number: Decimal, scale: Scale) -> None:
    assert Money.of(str(number), scale, "usd") == Money.of(number, scale, "USD")


@given(NUMBERS, NUMBERS, SCALES)
def test_scaling_is_additive_to_the_last_digit(one: Decimal, two: Decimal, scale: Scale) -> None:
    total = Money.of(one, scale, "USD").amount + Money.of(two, scale, "USD").amount
    assert total == Money.of(one + two, scale, "USD").amount


@pytest.mark.parametrize(
    ("text", "scale", "dollars"),
    [
        ("1.5", "thousand", "1500"),
        ("399371.232631", "million", "399371232631"),
        ("4176000000", "wan", "41760000000000"),
        ("417600", "yi", "41760000000000"),
        ("1", "lakh", "100000"),
        ("1", "crore", "10000000"),
        ("664", "billion", "664000000000"),
        ("41.76", "trillion", "41760000000000"),
        ("-295.249738", "billion", "-295249738000"),
    ],
)
def test_a_publishers_scale_is_not_off_by_a_thousand(text: str, scale: str, dollars: str) -> None:
    assert Money.of(text, Scale.parse(scale), "USD").amount == Decimal(dollars)


def test_the_scales_stand_in_their_known_ratios() -> None:
    western = [Scale.UNIT, Scale.THOUSAND, Scale.MILLION, Scale.BILLION, Scale.TRILLION]
    assert all(b.factor == 1000 * a.factor for a, b in pairwise(western))
    assert Scale.YI.factor == 10_000 * Scale.WAN.factor
    assert Scale.CRORE.factor == 100 * Scale.LAKH.factor
    assert len({scale.factor for scale in Scale}) == len(Scale)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0.0000005", "0"),
        ("0.0000015", "0.000002"),
        ("0.0000025", "0.000002"),
        ("0.00000250000001", "0.000003"),
        ("-0.0000015", "-0.000002"),
        ("0.1", "0.1"),
    ],
)
def test_the_sixth_decimal_is_rounded_half_to_even(text: str, kept: str) -> None:
    assert Money.of(text, Scale.UNIT, "USD").amount == Decimal(kept)


def test_a_large_amount_keeps_every_digit() -> None:
    text = "12345678901234567890.123456"
    assert str(Money.of(text, Scale.UNIT, "CNY").amount) == text
    assert Money.of(text, Scale.TRILLION, "CNY").to(Scale.TRILLION) == Decimal(text)


@pytest.mark.parametrize("text", ["USD", "usd", " Usd ", "uSd\n"])
def test_a_currency_is_read_in_capitals(text: str) -> None:
    assert currency_code(text) == "USD"
    assert Money.of(1, Scale.UNIT, text).currency == "USD"


@pytest.mark.parametrize("text", ["", "US", "USDD", "U$D", "123", "U D", "US\nD", "ＵＳＤ", "US1"])
def test_what_is_no_currency_is_refused(text: str) -> None:
    with pytest.raises(BadCurrency) as caught:
        Money.of(1, Scale.UNIT, text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("text", ["uß", "ﬀa", "uſd", "ıdr", "\u2003USD"])
def test_letters_beyond_ascii_are_no_currency_though_they_may_be_capitalised(text: str) -> None:
    with pytest.raises(BadCurrency):
        currency_code(text)


@given(st.text(max_size=5))
def test_a_currency_code_is_three_capitals_or_an_error(text: str) -> None:
    try:
        code = currency_code(text)
    except BadCurrency:
        return
    assert len(code) == 3
    assert code.isascii()
    assert code.isupper()


@pytest.mark.parametrize("scale", list(Scale))
def test_a_scale_is_read_by_its_name(scale: Scale) -> None:
    assert Scale.parse(f" {scale.value.upper()} ") is scale


def test_an_unknown_scale_offers_the_nearest() -> None:
    with pytest.raises(BadOption) as caught:
        Scale.parse("milion")
    assert "million" in caught.value.remedy
    with pytest.raises(BadOption) as caught:
        Scale.parse("zzz")
    assert all(scale.value in caught.value.remedy for scale in Scale)
