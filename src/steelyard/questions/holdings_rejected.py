"""``holdings --rejected``: the rows left out at the door, to be corrected and added again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import narwhals as nw

from steelyard.store.part import Part
from steelyard.store.release import Held
from steelyard.store.store import Store, verify_rejects
from steelyard.terms.answer import Answer, Column, Note, Row
from steelyard.terms.version import __version__

_OURS = ("file", "release", "line", "reason", "detail")
_STORED = ("line", "reason", "detail", "cells")
Name = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Left:
    """The rejected rows of one file that was received."""

    held: Held
    part: Part
    rows: list[tuple[int | None, str, str, list[str]]]
    count: int

    @property
    def names(self) -> list[Name]:
        """Names of its cells, each with how often it stood before; unnamed ones by place."""
        widest = max((len(row[3]) for row in self.rows), default=0)
        further = range(len(self.part.columns), widest)
        named = [name or f"column {n}" for n, name in enumerate(self.part.columns, 1)]
        seen = Counter[str]()
        found = []
        for name in (*named, *(f"column {n + 1}" for n in further)):
            found.append((name, seen[name]))
            seen[name] += 1
        return found


def rejected_rows(store: Store, dataset: str, most: int) -> Answer:
    """Return the rows rejected of the releases named, with the publisher's own cells.

    Args:
        store: the store.
        dataset: dataset, or dataset@release.
        most: most rows.

    Raises:
        UnknownDataset: nothing of this name is held.
        DamagedStore: a file of rejected rows is missing or altered.
    """
    named = store.named(dataset)
    held = sorted(named, key=lambda h: (h.release.dataset, h.release.release, h.bundled))
    found = list(_found(store, held, most))
    names = list(dict.fromkeys(name for left in found for name in left.names))
    return Answer(
        verb="holdings",
        version=__version__,
        question={"dataset": dataset.strip(), "rejected": True, "rows": most},
        columns=_columns(names),
        rows=tuple(row for left in found for row in _rows(left, names)),
        notes=tuple(_notes(held, found)),
    )


def _found(store: Store, held: Sequence[Held], most: int) -> Iterator[_Left]:
    for one in held:
        for part in (part for part in one.release.own_parts if part.rejects):
            left = _read(store, one, part, most)
            most -= len(left.rows)
            yield left


def _read(store: Store, held: Held, part: Part, most: int) -> _Left:
    verify_rejects(held.root, part)
    frame = store.engine.read([held.root / part.rejects]).select(*_STORED)
    counted = store.engine.rows(frame.select(nw.len().alias("rows")), ["rows"])[0][0]
    rows = store.engine.rows(frame.sort(*_STORED).head(most), _STORED) if most else []
    return _Left(held, part, rows, int(counted))


def _columns(names: Sequence[Name]) -> tuple[Column, ...]:
    """Return our columns, then the publisher's; ours give way where one has the same name."""
    theirs = {name for name, _ in names}
    kinds = {"line": "integer"}
    ours = [Column(_free(name, theirs), kinds.get(name, "string")) for name in _OURS]
    return (*ours, *(Column(f"{n} ({at + 1})" if at else n) for n, at in names))


def _free(name: str, theirs: set[str]) -> str:
    return f"steelyard_{name}" if name in theirs else name


def _rows(left: _Left, names: Sequence[Name]) -> Iterator[Row]:
    own = left.names
    for line, reason, detail, cells in left.rows:
        by_name = dict(zip(own, cells, strict=False))
        about = (left.part.received_file, left.held.release.release, line, reason, detail or None)
        yield (*about, *(by_name.get(name) for name in names))


def _notes(held: Sequence[Held], found: Sequence[_Left]) -> Iterator[Note]:
    parts = [(one.release.name, part) for one in held for part in one.release.own_parts]
    if not any(part.rejected for _, part in parts):
        names = ", ".join(dict.fromkeys(name for name, _ in parts))
        yield Note("none-rejected", f"Nothing was rejected of {names}.")
    kept = {(left.held.release.name, left.part.received_sha256): left.count for left in found}
    for name, part in parts:
        known = kept.get((name, part.received_sha256), 0)
        if (out := sum(one.observations for one in part.rejected)) > known:
            text = (
                f"{name}: {out:,} observations were left out of {part.received_file}; rows kept "
                f"of them: {known:,}. The others are known by reason and number only."
            )
            yield Note("rejected-not-kept", text)
    shown, every = sum(len(left.rows) for left in found), sum(left.count for left in found)
    if every > shown:
        yield Note("more-rows", f"{every - shown:,} more of {every:,} rows: --rows {every}.")
