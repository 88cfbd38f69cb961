"""Values, quantities and weights of UN Comtrade: what stands for nothing, and the valuations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from steelyard.sources.comtrade.figures import Figures, exact, figures_of
from steelyard.sources.gaps import missing_but, stated
from steelyard.terms.flow import Valuation

if TYPE_CHECKING:
    from steelyard.sources.gaps import Flags, Numbers
    from steelyard.sources.sieve import Sieve

_ONE = 1.0
_VALUES = ("primaryValue", "cifvalue", "fobvalue")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of some rows.

    Attributes:
        first: the primary value; missing where no value is stated.
        by_cif: whether it is CIF, else FOB.
        other: the value under the other valuation where both are stated.
    """

    first: Figures
    by_cif: Flags
    other: Figures


def values_of(sieve: Sieve, usual: pa.DictionaryArray) -> Values:
    """Return the values of rows under each valuation stated.

    The primary value has the usual valuation of its flow, unless it equals the value stated under
    the other one only. A CIF or FOB value of 0 counts as not stated. Rows with a negative value are
    refused, and rows whose primary value is neither of two that are stated.

    Args:
        sieve: rows with the columns ``primaryValue``, ``cifvalue`` and ``fobvalue``.
        usual: valuation of the primary value of each row: CIF, else FOB.
    """
    primary, cif, fob = _read(sieve)
    by_cif = _is_cif(usual)
    own = np.where(by_cif, cif.millionths, fob.millionths)
    other = np.where(by_cif, fob.millionths, cif.millionths)
    has_own, has_other = own != 0, other != 0
    either = np.where(has_own, own, other)
    first = np.where(primary.stated, primary.millionths, either)
    as_other = has_other & (first == other)
    _refuse_apart(sieve, first, own, has_own & (first != own) & ~as_other)
    turned = as_other & ~has_own
    return Values(
        Figures(np.where(has_own, own, first), primary.stated | has_own | has_other),
        by_cif ^ turned,
        Figures(other, has_other & ~turned),
    )


def measured(sieve: Sieve, name: str, values: Values, unit: pa.Array | None = None) -> pa.Array:
    """Return a quantity or weight; 0 beside a value, or without a unit, is not given.

    Rows where it is negative are refused.

    Args:
        sieve: rows with the column.
        name: ``qty``, ``altQty`` or ``netWgt``.
        values: the values of the rows.
        unit: unit of each; left out for weights.
    """
    column = sieve.exact(name)
    if column.null_count == len(column):
        return column
    found = figures_of(column)
    _refuse(sieve, found.millionths < 0, "negative-quantity", f"{name} is below zero")
    given = found.stated & ((found.millionths != 0) | (values.first.millionths <= 0))
    return missing_but(column, given if unit is None else given & stated(unit))


def _read(sieve: Sieve) -> list[Figures]:
    """Return the three values of rows; those where one is negative are refused."""
    columns = [figures_of(sieve.exact(name)) for name in _VALUES]
    for name, column in zip(_VALUES, columns, strict=True):
        _refuse(sieve, column.millionths < 0, "negative-value", f"{name} is below zero")
    return columns


def _is_cif(valuation: pa.DictionaryArray) -> Flags:
    """Tell which rows have the one valuation; those without any have not."""
    words = valuation.dictionary.to_pylist()
    codes = valuation.indices
    if codes.null_count:
        codes = codes.fill_null(len(words))
    told = np.array([*(word == Valuation.CIF for word in words), False])
    flags: Flags = told.take(codes.to_numpy())
    return flags


def _refuse_apart(sieve: Sieve, first: Numbers, own: Numbers, apart: Flags) -> None:
    """Refuse rows apart whose two values are not the same but for a rounding to dollars."""
    if not apart.any():
        return
    wrong = apart.copy()
    wrong[apart] = ~_near(first[apart], own[apart])
    detail = "primaryValue is neither cifvalue nor fobvalue"
    _refuse(sieve, wrong, "contradictory-value", detail)


def _near(left: Numbers, right: Numbers) -> Flags:
    """Tell whether two values are the same but for a rounding to dollars."""
    every = np.ones(len(left), np.bool_)
    reals = [exact(Figures(of, every)).cast(pa.float64()).to_numpy() for of in (left, right)]
    near: Flags = np.abs(reals[0] - reals[1]) <= _ONE
    return near


def _refuse(sieve: Sieve, wrong: Flags, reason: str, detail: str) -> None:
    if wrong.any():
        sieve.refuse(pa.array(wrong), reason, detail)
