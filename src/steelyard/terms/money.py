"""Money and units: amounts in base units of a currency, and the scales publishers write in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum

from steelyard.terms.errors import BadCurrency, BadOption, did_you_mean

DECIMAL_PRECISION = 38
DECIMAL_SCALE = 6
_CURRENCY = re.compile(r"^[A-Z]{3}$")
_BY_WORD = {"RMB": "CNY", "YUAN": "CNY", "YEN": "JPY", "EURO": "EUR", "POUND": "GBP"}
_QUANTUM = Decimal(1).scaleb(-DECIMAL_SCALE)


class Scale(StrEnum):
    """The multiples in which publishers write money."""

    UNIT = "unit"
    THOUSAND = "thousand"
    WAN = "wan"
    LAKH = "lakh"
    MILLION = "million"
    CRORE = "crore"
    YI = "yi"
    BILLION = "billion"
    TRILLION = "trillion"

    @property
    def factor(self) -> int:
        """How many base units one of this scale holds."""
        return _FACTORS[self]

    @classmethod
    def parse(cls, text: str) -> Scale:
        """Read a scale by its name.

        Raises:
            BadOption: no scale has this name.
        """
        try:
            return cls(text.strip().lower())
        except ValueError:
            names = [scale.value for scale in cls]
            remedy = did_you_mean(text, names, f"Use one of {', '.join(names)}.")
            why = "A slip of scale is the commonest error of imports"
            raise BadOption(
                f"You gave the scale {text!r}", "no scale has this name", why, remedy
            ) from None


_FACTORS = {
    Scale.UNIT: 1,
    Scale.THOUSAND: 10**3,
    Scale.WAN: 10**4,
    Scale.LAKH: 10**5,
    Scale.MILLION: 10**6,
    Scale.CRORE: 10**7,
    Scale.YI: 10**8,
    Scale.BILLION: 10**9,
    Scale.TRILLION: 10**12,
}


def currency_code(text: str) -> str:
    """Return an ISO 4217 code in capitals.

    Raises:
        BadCurrency: the text is not three letters.
    """
    code = text.strip().upper()
    if code in _BY_WORD:
        raise BadCurrency(
            f"You asked for the currency {text!r}",
            f"its ISO 4217 code is {_BY_WORD[code]}",
            "An unknown currency cannot be converted",
            f"Write {_BY_WORD[code]}.",
        )
    if not (text.isascii() and _CURRENCY.match(code)):
        raise BadCurrency(
            f"You asked for the currency {text!r}",
            "a currency is named by three letters",
            "An unknown currency cannot be converted",
            "Use an ISO 4217 code such as USD, EUR or CNY.",
        )
    return code


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in base units of one currency.

    Attributes:
        amount: exact decimal number of base units (dollars, yuan), to six decimals.
        currency: ISO 4217 code.
    """

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, number: Decimal | int | str, scale: Scale, currency: str) -> Money:
        """Return ``number`` written in ``scale`` as base units: ``amount = number * factor``.

        Units: base units of the currency, rounded half to even at the sixth decimal.

        Raises:
            BadCurrency: ``currency`` is no ISO code.
        """
        with localcontext(prec=60):
            exact = Decimal(number) * scale.factor
            amount = exact.quantize(_QUANTUM, rounding=ROUND_HALF_EVEN)
        return cls(amount, currency_code(currency))

    def to(self, scale: Scale) -> Decimal:
        """Return the amount expressed in ``scale``."""
        with localcontext(prec=60):
            return self.amount / scale.factor


def in_prose(value: Decimal, currency: str) -> str:
    """Return an amount as it stands in a sentence: ``103.1 billion USD``, ``1.18 trillion USD``.

    Units: base units of the currency. Below a million it stands in full.
    """
    for scale, decimals in ((Scale.TRILLION, 2), (Scale.BILLION, 1), (Scale.MILLION, 1)):
        if abs(value) >= scale.factor:
            return f"{value / scale.factor:,.{decimals}f} {scale.value} {currency}"
    return f"{value:,.0f} {currency}"
