"""Frames of pairs for the tests of splits: made from rows, swapped, and read back by key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import settings
from hypothesis import strategies as st
from measure_engines import EXACT, Frame, Make, rows

few = settings(derandomize=True, database=None, deadline=None, max_examples=8)


@dataclass(frozen=True)
class Pair:
    """One row of a frame of pairs: values and quantities at both ends."""

    product: str
    start: Any
    end: Any
    first: float | None = None
    last: float | None = None
    units: tuple[str | None, str | None] = ("kg", "kg")
    partner: str = "P"
    flow: str = "X"

    def swapped(self) -> Pair:
        return replace(
            self,
            start=self.end,
            end=self.start,
            first=self.last,
            last=self.first,
            units=self.units[::-1],
        )


def frame(make: Make, pairs: Iterable[Pair], **more: Sequence[float | None]) -> Frame:
    """Return a frame of pairs in an engine, with further columns of numbers."""
    found = list(pairs)
    text = {name: [getattr(p, name) for p in found] for name in ("flow", "product", "partner")}
    values = {"value_from": [p.start for p in found], "value_to": [p.end for p in found]}
    numbers = {"quantity_from": [p.first for p in found], "quantity_to": [p.last for p in found]}
    units = {f"unit_{end}": [p.units[n] for p in found] for n, end in enumerate(("from", "to"))}
    columns = {name: pa.array(column, pa.string()) for name, column in {**text, **units}.items()}
    columns |= {name: pa.array(map(_exact, c), EXACT) for name, c in values.items()}
    columns |= {name: pa.array(c, pa.float64()) for name, c in {**numbers, **more}.items()}
    return make(pa.table(columns))


def terms(split: Frame, *keys: str) -> dict[Any, float | None]:
    """Return contributions by term, or by keys and term, of a split without reasons."""
    found = rows(split, *keys, "term", "contribution")
    plain = {row[:-1] if keys else row[0]: row[-1] for row in found}
    assert len(plain) == len(found), "a term stands in two rows"
    return plain


def _exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


amounts = st.decimals(min_value="0.01", max_value="1000000000", places=2)
steps = st.floats(0.7, 1.4)


@st.composite
def comparable(draw: st.DrawFn, least: int = 1) -> list[Pair]:
    """Draw pairs that can be split: unit values move within a factor of two of one another."""
    found = []
    for at in range(draw(st.integers(least, 6))):
        value, quantity = draw(amounts), draw(st.floats(0.5, 1e6))
        price, volume = draw(steps), draw(st.floats(0.2, 5))
        end = (value * Decimal(price * volume)).quantize(Decimal("0.000001"))
        found.append(Pair(f"p{at}", value, end, quantity, quantity * volume))
    return found


@st.composite
def mixed(draw: st.DrawFn) -> list[Pair]:
    """Draw pairs of every kind."""
    some = st.none() | st.just(Decimal(0)) | amounts
    quantity = st.none() | st.just(0.0) | st.floats(0.5, 1e6)
    unit = st.sampled_from([None, "kg", "kg", "u"])
    others = st.builds(
        Pair,
        product=st.sampled_from("abc"),
        start=some,
        end=some,
        first=quantity,
        last=quantity,
        units=st.tuples(unit, unit),
        partner=st.sampled_from("PQ"),
    )
    return [*draw(st.lists(others, max_size=8)), *draw(comparable())]


def change(pairs: Iterable[Pair]) -> Decimal:
    """Return what the values of the pairs that are known changed by."""
    known = [p for p in pairs if p.start is not None and p.end is not None]
    return sum((Decimal(str(p.end)) - Decimal(str(p.start)) for p in known), Decimal(0))


def size(pairs: Iterable[Pair]) -> float:
    """Return the largest value, to which an error of rounding is measured."""
    return max((float(v) for p in pairs for v in (p.start, p.end) if v is not None), default=0.0)
