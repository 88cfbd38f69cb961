"""Rows as numbers in portions of bounded size, each with every row of its keys."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from math import prod
from os import cpu_count
from typing import Any

import numpy as np

from steelyard.store.codes import PERIOD, REPORTER, Codes
from steelyard.store.vocabulary import Numbers

PORTION = 2**20
"""Rows of a portion; more only where one reporter has more in one period."""

_BLOCK, _MOST_THREADS, _BITS = 2**18, 8, 62


class Portion:
    """Some rows as numbers; no two portions have rows of one natural key.

    Args:
        codes: all rows.
        at: places of those of the portion, in order.
    """

    def __init__(self, codes: Codes, at: Numbers | slice) -> None:
        self.codes, self.at = codes, at
        self._held: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(range(self.codes.rows)[self.at]) if isinstance(self.at, slice) else len(self.at)

    def of(self, group: str) -> Numbers:
        """Return the place of each row's words of a group among those of all."""
        if group not in self._held:
            self._held[group] = self.codes.of(group, self.at)
        return self._held[group]  # type: ignore[no-any-return]

    def together(self, *groups: str) -> Numbers:
        """Return one number for each row's words of some groups, in the order of the groups."""
        name = " ".join(groups)
        if name not in self._held:
            self._held[name], _ = packed([self.of(group) for group in groups])
        return self._held[name]  # type: ignore[no-any-return]

    def places(self, at: Numbers) -> Numbers:
        """Return the places among all rows of some rows of the portion."""
        return at + (self.at.start or 0) if isinstance(self.at, slice) else self.at[at]

    def limbs(self) -> tuple[list[Numbers], int]:
        """Return the values as ``Codes.limbs`` tells."""
        if "limbs" not in self._held:
            self._held["limbs"] = self.codes.limbs(self.at)
        return self._held["limbs"]  # type: ignore[no-any-return]

    def lacks(self) -> Numbers | None:
        """Tell which rows lack a value."""
        return self.codes.lacks(self.at)


def in_portions(codes: Codes, work: Callable[[Portion], Any], most: int = PORTION) -> list[Any]:
    """Return the work on each portion, in order, done by a thread for each processor."""
    workers = min(cpu_count() or 1, _MOST_THREADS)
    waiting: deque[Future[Any]] = deque()
    found: list[Any] = []
    with ThreadPoolExecutor(workers) as pool:
        for at in _places(codes, most):
            waiting.append(pool.submit(work, Portion(codes, at)))
            if len(waiting) > workers:
                found.append(waiting.popleft().result())
        return [*found, *(one.result() for one in waiting)]


def packed(columns: Sequence[Numbers]) -> tuple[Numbers, int]:
    """Return one number for each row's combination, in the order of the columns, and its bits."""
    key, bits = np.zeros(len(columns[0]), np.int64), 0
    for column in columns:
        low, high = int(column.min()), int(column.max())
        width = (high - low).bit_length()
        if bits + width > _BITS:
            _, key = np.unique(key, return_inverse=True)
            bits = int(key.max()).bit_length()
        if width:
            key = (key << width) | (column - low)
            bits += width
    return key, bits


def ordered(key: Numbers, bits: int) -> tuple[Numbers, Numbers]:
    """Return keys in order, and the place where each stood; equal ones as they came."""
    places = max(len(key) - 1, 0).bit_length()
    if bits + places > _BITS:
        order = np.argsort(key, kind="stable")
        return key[order], order
    both = (key << places) | np.arange(len(key))
    both.sort()
    return both >> places, both & ((1 << places) - 1)


def starts_of(key: Numbers) -> Numbers:
    """Return where each run of equal numbers starts."""
    differs = np.empty(len(key), np.bool_)
    differs[:1] = True
    np.not_equal(key[1:], key[:-1], out=differs[1:])
    return np.flatnonzero(differs)


def _places(codes: Codes, most: int) -> Iterator[Numbers | slice]:
    """Yield the places of the rows of each portion, in order."""
    if codes.rows <= most:
        yield from [slice(0, codes.rows)] if codes.rows else []
        return
    blocks = [slice(at, min(at + _BLOCK, codes.rows)) for at in range(0, codes.rows, _BLOCK)]
    portion = _portioned(codes, blocks, most)
    spans = [(of.min(), of.max()) for of in (portion[_keys(codes, block)] for block in blocks)]
    for number in range(int(portion.max()) + 1):
        near = [b for b, (low, high) in zip(blocks, spans, strict=True) if low <= number <= high]
        found = [np.flatnonzero(portion[_keys(codes, b)] == number) + b.start for b in near]
        if found:
            yield np.concatenate(found)


def _keys(codes: Codes, block: slice) -> Numbers:
    """Return a number for the reporter and period of each row of a block."""
    groups = _parted_by(codes)
    sizes = [len(codes.words[name]) for name in groups]
    return np.ravel_multi_index(tuple(codes.of(name, block) for name in groups), sizes)


def _parted_by(codes: Codes) -> list[str]:
    return [name for name in (REPORTER, PERIOD) if name in codes.names] or [*codes.names][:1]


def _portioned(codes: Codes, blocks: Sequence[slice], most: int) -> Numbers:
    """Return the portion of each reporter and period: as many whole ones as fit into one."""
    whole = prod(len(codes.words[name]) for name in _parted_by(codes))
    counts = np.zeros(whole, np.int64)
    for block in blocks:
        counts += np.bincount(_keys(codes, block), minlength=whole)
    portion, number, held = np.zeros(whole, np.int32), 0, 0
    for key in np.flatnonzero(counts).tolist():
        if held and held + counts[key] > most:
            number, held = number + 1, 0
        portion[key] = number
        held += counts[key]
    return portion
