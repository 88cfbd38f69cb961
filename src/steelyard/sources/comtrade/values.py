"""Values, quantities and weights of UN Comtrade: what stands for nothing, and the valuations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.terms.flow import Valuation

if TYPE_CHECKING:
    from steelyard.sources.sieve import Sieve

_ONE = 1.0
_VALUES = ("primaryValue", "cifvalue", "fobvalue")
_MEASURES = ("qty", "altQty", "netWgt")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of some rows.

    Attributes:
        primary: the primary value; null where no value is stated.
        valuation: its valuation, in the words of ``Valuation``.
        other: the value under the other valuation where both are stated, else null.
        other_valuation: the valuation of ``other``.
    """

    primary: pa.Array
    valuation: pa.Array
    other: pa.Array
    other_valuation: pa.Array


def values_of(sieve: Sieve, usual: pa.DictionaryArray) -> Values:
    """Return the values of rows under each valuation stated.

    The primary value has the usual valuation of its flow, unless it equals the value stated under
    the other one only. A CIF or FOB value of 0 counts as not stated. Rows with a negative value are
    refused, and rows whose primary value is neither of two that are stated.

    Args:
        sieve: rows with the columns ``primaryValue``, ``cifvalue`` and ``fobvalue``.
        usual: valuation of the primary value of each row: CIF, else FOB.
    """
    primary, cif, fob = (sieve.exact(name) for name in _VALUES)
    for name, column in zip(_VALUES, (primary, cif, fob), strict=True):
        sieve.refuse(_below_zero(column), "negative-value", f"{name} is below zero")
    by_cif = pc.equal(usual.dictionary, Valuation.CIF).take(usual.indices)
    cif, fob = _stated(cif), _stated(fob)
    own, other = pc.if_else(by_cif, cif, fob), pc.if_else(by_cif, fob, cif)
    first = pc.coalesce(primary, own, other)
    as_other = _true(pc.equal(first, other))
    apart = _true(pc.and_not(pc.not_equal(first, own), as_other))
    if pc.any(apart).as_py():
        apart = _true(pc.and_not(apart, _near(first, own)))
        sieve.refuse(apart, "contradictory-value", "primaryValue is neither cifvalue nor fobvalue")
    turned = pc.and_(as_other, pc.is_null(own))
    flipped = pc.xor(by_cif, turned)
    return Values(
        pc.if_else(pc.is_valid(own), own, first),
        _valuation(flipped),
        pc.if_else(turned, pa.scalar(None, other.type), other),
        _valuation(pc.invert(flipped)),
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
    found = sieve.exact(name)
    sieve.refuse(_below_zero(found), "negative-quantity", f"{name} is below zero")
    nothing = pc.and_(_true(pc.equal(found, _zero())), _true(pc.greater(values.primary, _zero())))
    if unit is not None:
        nothing = pc.or_(nothing, pc.is_null(unit))
    return pc.if_else(nothing, pa.scalar(None, found.type), found)


def _stated(column: pa.Array) -> pa.Array:
    """Return a CIF or FOB value, null where it is 0."""
    return pc.if_else(pc.equal(column, _zero()), pa.scalar(None, column.type), column)


def _near(left: pa.Array, right: pa.Array) -> pa.Array:
    """Tell whether two values are the same but for a rounding to dollars; null when one is not."""
    apart = pc.subtract(left.cast(pa.float64()), right.cast(pa.float64()))
    return pc.less_equal(pc.abs(apart), _ONE)


def _valuation(by_cif: pa.Array) -> pa.Array:
    words = pa.array([str(Valuation.FOB), str(Valuation.CIF)], pa.string())
    return pa.DictionaryArray.from_arrays(by_cif.cast(pa.int8()).cast(pa.int32()), words)


def _below_zero(column: pa.Array) -> pa.Array:
    return pc.less(column, _zero())


def _true(wrong: pa.Array) -> pa.Array:
    return pc.fill_null(wrong, fill_value=False)


def _zero() -> pa.Scalar:
    return pa.scalar(0, pa.decimal128(38, 6))
