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

_SCOPE = ("reporter", "place", "base", "act", "list", "name", "period", "freq")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two parts state both.

    Attributes:
        same: rows of one key and one content.
        other: rows of one key and another content.
        example: one key of ``other``, in words.
    """

    same: int
    other: int
    example: str


def overlap(engine: Engine, held: Path, new: Path, kind: Kind) -> Overlap:
    """Count the rows of ``held`` whose natural key ``new`` has too."""
    if _apart(engine, held, new, kind):
        return Overlap(0, 0, "")
    keys = list(kind.key)
    facts = [name for name in kind.names if name not in keys]
    mine, yours = (_rows(engine, file, kind) for file in (held, new))
    both = mine.join(yours, on=keys, how="inner", suffix="_new")
    alike = nw.all_horizontal(*[_alike(name) for name in facts], ignore_nulls=False)
    told = both.with_columns(alike.alias("alike"))
    counts = told.group_by("alike").agg(nw.len().alias("rows"))
    found = dict(engine.rows(counts, ["alike"]))
    other = int(found.get(False, 0))
    example = _example(engine, told, keys) if other else ""
    return Overlap(int(found.get(True, 0)), other, example)


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
    mine, yours = nw.col(name), nw.col(f"{name}_new")
    neither = mine.is_null() & yours.is_null()
    return neither | (mine == yours).fill_null(value=False)


def _example(engine: Engine, told: nw.LazyFrame[Any], keys: list[str]) -> str:
    first = told.filter(~nw.col("alike")).select(*keys).sort(*keys).head(1)
    return " ".join(str(cell) for cell in engine.rows(first, keys)[0] if cell)
