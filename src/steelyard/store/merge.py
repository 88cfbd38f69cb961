"""A new part against those that a dataset holds already: what it states again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from steelyard.terms.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from steelyard.store.engine import Engine

_SAID = ("value", "rate", "status")
_SCOPE = ("reporter", "place", "base", "act", "list", "name", "period", "freq")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two parts state both.

    Attributes:
        same: rows of one key that do not contradict each other: what one states the other states
            too or leaves out.
        poorer: those of them in which the held one states more.
        other: rows of one key that contradict each other.
        example: one key of ``other``, in words.
    """

    same: int
    poorer: int
    other: int
    example: str


def overlap(engine: Engine, held: Path, new: Path, kind: Kind) -> Overlap:
    """Count the rows of ``held`` whose natural key ``new`` has too."""
    if _apart(engine, held, new, kind):
        return Overlap(0, 0, 0, "")
    keys = list(kind.key)
    facts = [name for name in kind.names if name not in keys]
    mine, yours = (_rows(engine, file, kind) for file in (held, new))
    both = mine.join(yours, on=keys, how="inner", suffix="_new")
    told = both.with_columns(
        alike=nw.all_horizontal(*map(_alike, facts), ignore_nulls=False),
        poorer=nw.any_horizontal(*map(_poorer, facts), ignore_nulls=False),
    )
    counts = told.group_by("alike", "poorer").agg(nw.len().alias("rows"))
    found = {row[:2]: int(row[2]) for row in engine.rows(counts, ["alike", "poorer"])}
    other = sum(rows for (alike, _), rows in found.items() if not alike)
    example = _example(engine, told, keys) if other else ""
    poorer = found.get((True, True), 0)
    return Overlap(poorer + found.get((True, False), 0), poorer, other, example)


def completed(engine: Engine, new: Path, held: Path, kind: Kind) -> nw.LazyFrame[Any]:
    """Return the rows of ``new`` with what ``held`` states of the same keys and they leave out."""
    plain = {name: f"key_{name}" for name in kind.key}
    rows, known = _keyed(engine, new, plain), _keyed(engine, held, plain)
    facts = [n for n in kind.names if n in {*rows.columns} & {*known.columns} - {*kind.key}]
    beside = known.select(*plain.values(), *(nw.col(n).alias(f"{n}_held") for n in facts))
    both = rows.join(beside, on=list(plain.values()), how="left")
    filled = both.with_columns(nw.coalesce(nw.col(n), nw.col(f"{n}_held")).alias(n) for n in facts)
    return filled.drop(*plain.values(), *(f"{name}_held" for name in facts))


def survivors(engine: Engine, file: Path, against: Sequence[Path], kind: Kind) -> nw.LazyFrame[Any]:
    """Return the rows of a file whose natural key none of the others has."""
    plain = {name: f"key_{name}" for name in kind.key}
    left = _keyed(engine, file, plain)
    for other in against:
        keys = _keyed(engine, other, plain).select(*plain.values()).unique()
        left = left.join(keys, on=list(plain.values()), how="anti")
    return left.drop(*plain.values())


def _keyed(engine: Engine, file: Path, plain: Mapping[str, str]) -> nw.LazyFrame[Any]:
    keys = [nw.col(name).fill_null("").alias(alias) for name, alias in plain.items()]
    return engine.read([file]).with_columns(*keys)


def _apart(engine: Engine, held: Path, new: Path, kind: Kind) -> bool:
    """Tell cheaply that two parts state nothing both: no reporter and period is common to them."""
    scope = [name for name in _SCOPE if name in kind.key]
    mine, yours = (set(_scopes(engine, file, scope)) for file in (held, new))
    return mine.isdisjoint(yours)


def _scopes(engine: Engine, file: Path, scope: Sequence[str]) -> list[tuple[Any, ...]]:
    frame = engine.read([file]).select(*scope).group_by(*scope).agg(nw.len().alias("rows"))
    return [row[:-1] for row in engine.rows(frame, scope)]


def _rows(engine: Engine, file: Path, kind: Kind) -> nw.LazyFrame[Any]:
    frame = engine.read([file])
    absent = [nw.lit(None).alias(name) for name in kind.names if name not in frame.columns]
    return frame.with_columns(*absent, *[nw.col(n).fill_null("").alias(n) for n in kind.key])


def _alike(name: str) -> nw.Expr:
    """Tell whether two rows do not contradict each other: a missing value and a value do."""
    mine, yours = nw.col(name), nw.col(f"{name}_new")
    left_out = mine.is_null() | yours.is_null()
    neither = mine.is_null() & yours.is_null()
    free = neither if name in _SAID else left_out
    return free | (mine == yours).fill_null(value=False)


def _poorer(name: str) -> nw.Expr:
    return ~nw.col(name).is_null() & nw.col(f"{name}_new").is_null()


def _example(engine: Engine, told: nw.LazyFrame[Any], keys: list[str]) -> str:
    first = told.filter(~nw.col("alike")).select(*keys).sort(*keys).head(1)
    return " ".join(str(cell) for cell in engine.rows(first, keys)[0] if cell)
