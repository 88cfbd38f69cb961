"""Draws by address: a number that depends on the seed and on what it is for, and on nothing else.

The bits are those of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, p. 459), chained over the
parts of the address; normal ones are made by Box and Muller (1958, Ann. Math. Stat. 29, p. 610).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

_GOLDEN: Final = 0x9E3779B97F4A7C15
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_ODD = np.uint64(0xD1342543DE82EF95)
_S30, _S27, _S31, _S11 = (np.uint64(bits) for bits in (30, 27, 31, 11))
_UNIT = 2.0**-53
_WORD = 2**64


class Of(IntEnum):
    """What a draw is for; the numbers must not change, since worlds would."""

    SIZE = 1
    GROWTH = 2
    HEIGHT = 3
    ANGLE = 4
    CAPABILITY = 5
    REQUIREMENT = 6
    TASTE = 7
    DEMAND = 8
    APPEAL = 9
    PRICE = 10
    QUALITY = 11
    COUNTRY_PRICES = 12
    PRODUCT_PRICES = 13
    ITEM_WEIGHT = 14
    COUNTED = 15
    PRESENT = 16
    CHURN = 17
    TURN = 18
    LEVEL = 19
    YEARLY = 20
    SHOCK = 21
    FREIGHT = 22
    UNIT_VALUE = 23
    ROUNDABOUT = 24
    CONSIGNMENT = 25
    RELIABILITY = 26
    NOISE = 27
    LOST = 28
    SILENT = 29
    MISCODED = 30
    SECRET = 31
    SLIPPED = 32
    SLIP_YEAR = 33
    SLIP_FLOW = 34
    PAIR = 35
    PRODUCT = 36
    SUCCESSOR = 37


def uniform(seed: int, of: Of, *address: Numbers) -> Numbers:
    """Return numbers from 0 up to, but not including, 1.

    Args:
        seed: of the world.
        of: what the draws are for.
        address: whole numbers from 0; arrays that broadcast, the largest last to be quick.
    """
    return _unit(_bits(seed, of, address))


def normal(seed: int, of: Of, *address: Numbers) -> Numbers:
    """Return numbers of the standard normal distribution; arguments as of ``uniform``."""
    bits = _bits(seed, of, address)
    far = np.sqrt(-2.0 * np.log1p(-_unit(bits)))
    turn = _unit(_mixed(bits ^ _ODD))
    turn *= 2.0 * np.pi
    return np.multiply(far, np.cos(turn, out=turn), out=far)


def _bits(seed: int, of: Of, address: tuple[Numbers, ...]) -> Numbers:
    start = (seed * _GOLDEN + int(of)) % _WORD
    bits = _mixed(np.array([start], np.uint64))
    for part in address:
        bits = _mixed(bits + (np.asarray(part).astype(np.uint64) + np.uint64(1)) * _ODD)
    return bits


def _mixed(bits: Numbers) -> Numbers:
    """Return bits mixed by the finaliser of SplitMix64; the array is used up."""
    bits ^= bits >> _S30
    bits *= _FIRST
    bits ^= bits >> _S27
    bits *= _SECOND
    bits ^= bits >> _S31
    return bits


def _unit(bits: Numbers) -> Numbers:
    return (bits >> _S11).astype(np.float64) * _UNIT
