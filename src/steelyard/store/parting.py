"""The places of rows parted into portions, so that one reporter and period is in one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np

from steelyard.store.codes import PERIOD, REPORTER, Codes
from steelyard.store.packing import starts_of
from steelyard.store.vocabulary import Numbers

_BLOCK = 2**15


class _Block(NamedTuple):
    """Rows that stand together: their places, the least and the greatest beginning of their keys.

    A key is a reporter and a period; it begins where the first of its rows stands.
    """

    at: slice
    least: int
    greatest: int


def parted(codes: Codes, most: int) -> Iterator[Numbers | slice]:
    """Yield the places of the rows of each portion, in order.

    A portion has as many whole keys as fit into ``most`` rows, and at least one. They are taken as
    they begin, so that what stands together in a file is one stretch of it.
    """
    if codes.rows <= most:
        yield from [slice(0, codes.rows)] if codes.rows else []
        return
    begins, rows, blocks = _keys(codes)
    for low, high in pairwise([*_bounds(begins, rows, most), codes.rows]):
        yield _joined([*_within(codes, begins, blocks, (low, high))])


def _keys(codes: Codes) -> tuple[Numbers, Numbers, list[_Block]]:
    """Return where each key begins, how many rows it has, and the blocks of all rows."""
    whole = prod(len(codes.words[name]) for name in _parted_by(codes))
    begins, rows = np.full(whole, codes.rows), np.zeros(whole, np.int64)
    blocks = []
    for start in range(0, codes.rows, _BLOCK):
        at = slice(start, min(start + _BLOCK, codes.rows))
        keys = _key(codes, at)
        runs = starts_of(keys)
        found = keys[runs]
        np.minimum.at(begins, found, runs + start)
        np.add.at(rows, found, np.diff(runs, append=len(keys)))
        blocks.append(_Block(at, int(begins[found].min()), int(begins[found].max())))
    return begins, rows, blocks


def _key(codes: Codes, at: slice) -> Numbers:
    """Return the key of each of some rows as a number."""
    key = np.zeros(at.stop - at.start, np.int64)
    for name in _parted_by(codes):
        if len(codes.words[name]) > 1:
            key *= len(codes.words[name])
            key += codes.of(name, at)
    return key


def _parted_by(codes: Codes) -> list[str]:
    return [name for name in (REPORTER, PERIOD) if name in codes.names] or [*codes.names][:1]


def _bounds(begins: Numbers, rows: Numbers, most: int) -> Iterator[int]:
    """Yield the first beginning of each portion: as many keys as fit into it."""
    held = most
    for key in np.argsort(begins, kind="stable")[: np.count_nonzero(rows)].tolist():
        if held + rows[key] > most:
            yield int(begins[key])
            held = 0
        held += int(rows[key])


def _within(
    codes: Codes, begins: Numbers, blocks: Sequence[_Block], bounds: tuple[int, int]
) -> Iterator[Numbers]:
    """Yield the places in each block of the rows whose key begins within bounds."""
    low, high = bounds
    for at, least, greatest in blocks:
        if low <= least and greatest < high:
            yield np.arange(at.start, at.stop)
        elif least < high and low <= greatest:
            begin = begins[_key(codes, at)]
            yield np.flatnonzero((low <= begin) & (begin < high)) + at.start


def _joined(pieces: Sequence[Numbers]) -> Numbers | slice:
    """Return places of several pieces as one: a slice where they are one stretch."""
    places = np.concatenate(pieces)
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places
