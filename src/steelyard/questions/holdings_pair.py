"""The two releases that ``holdings --diff`` compares, and their rows side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw

from steelyard.accounts.revisions import compared
from steelyard.store.engine import Engine
from steelyard.store.release import Held
from steelyard.store.store import Store
from steelyard.terms.errors import BadOption
from steelyard.terms.tables import KINDS, Kind


@dataclass(frozen=True, slots=True)
class Pair:
    """Two releases of one dataset, their kind of table, their rows, and these side by side."""

    before: Held
    after: Held
    kind: Kind
    sides: tuple[nw.LazyFrame[Any], nw.LazyFrame[Any]]
    frame: nw.LazyFrame[Any]

    def each(self) -> list[tuple[Held, nw.LazyFrame[Any]]]:
        """Return each of the two releases with its rows."""
        return list(zip((self.before, self.after), self.sides, strict=True))


@contextmanager
def bounded() -> Iterator[Engine]:
    """Yield an engine that writes to a folder what does not fit into a bounded memory."""
    with (
        TemporaryDirectory(prefix="steelyard-") as folder,
        closing(Engine(spill=Path(folder))) as engine,
    ):
        yield engine


def named(store: Store, before: str, after: str) -> tuple[Held, Held]:
    """Return the two releases that are named.

    Raises:
        UnknownDataset: one of them is not held.
        BadOption: only one is named, or they are not of one dataset.
    """
    if not after.strip():
        raise BadOption(
            f"You gave --diff {before} alone",
            "the release to compare it with is not named",
            "A difference needs two releases",
            "Write --diff A B, each a dataset@release or a dataset for its newest release.",
        )
    one, other = (_newest(store.named(name)) for name in (before, after))
    if one.release.dataset != other.release.dataset:
        raise BadOption(
            f"You asked for what changed from {one.release.name} to {other.release.name}",
            "they are releases of two datasets",
            "Rows of different datasets differ by definition, not by revision",
            "Name two releases of one dataset; `steelyard holdings` lists them. To set two "
            "sources side by side, ask `steelyard weigh ... --definitions`.",
        )
    return one, other


def paired(store: Store, engine: Engine, one: Held, other: Held) -> Pair:
    """Put the rows of two releases side by side.

    Raises:
        DamagedStore: a file of theirs is missing, cut short or altered.
    """
    kind = KINDS[one.release.kind]
    sides = (_scan(store, engine, one), _scan(store, engine, other))
    return Pair(one, other, kind, sides, compared(*sides, kind))


def _scan(store: Store, engine: Engine, held: Held) -> nw.LazyFrame[Any]:
    """Return the rows of a release, its files checked as for every question."""
    store.scan(held)
    origin = "" if held.bundled else "own:"
    return engine.scan(origin + held.release.name, held.files, KINDS[held.release.kind])


def _newest(named: Sequence[Held]) -> Held:
    """Return the newest of the releases named; the user's own before the bundled one."""
    return max(named, key=lambda held: (held.release.out_by, not held.bundled))
