"""``holdings --rejected``: the rows left out at the door, to be corrected and added again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import narwhals as nw

from steelyard.store.part import Part
from steelyard.store.release import Held
from steelyard.store.store import Store, verify_rejects
from steelyard.terms.answer import Answer, Column, Note, Row, Value
from steelyard.terms.errors import BadOption, did_you_mean
from steelyard.terms.version import __version__

_OURS = ("file", "release", "line", "reason", "detail")
_STORED = ("line", "reason", "detail", "cells")
_NAMED = 3
Parts = Sequence[tuple[Held, Part]]


@dataclass(frozen=True, slots=True)
class _Left:
    """The rejected rows of one file that was received."""

    held: Held
    part: Part
    rows: list[tuple[int | None, str, str, list[str]]]
    count: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """Files of one header, whose cells stand in columns of their own.

    Attributes:
        before: columns of the layouts before it.
        names: names of its columns.
        files: names of the files.
    """

    before: int
    names: tuple[str, ...]
    files: tuple[str, ...]

    def placed(self, cells: Sequence[str], width: int) -> Iterator[Value]:
        """Yield the cells of a row at the place of the layout among all columns."""
        yield from [None] * self.before
        yield from cells
        yield from [None] * (width - self.before - len(cells))


def rejected_rows(store: Store, dataset: str, file: str, most: int) -> Answer:
    """Return the rows rejected of the releases named, with the publisher's own cells.

    Rows of files with different headers stand in columns of their own, even where two of them have
    one name: cells of two layouts below one name could not be read again.

    Args:
        store: the store.
        dataset: dataset, or dataset@release.
        file: name of one file as it was received, or a pattern of names; every file if empty.
        most: most rows.

    Raises:
        UnknownDataset: nothing of this name is held.
        BadOption: no file of this name was received.
        DamagedStore: a file of rejected rows is missing or altered.
    """
    named = store.named(dataset)
    held = sorted(named, key=lambda h: (h.release.dataset, h.release.release, h.bundled))
    parts = _of_file([(one, part) for one in held for part in one.release.own_parts], file)
    found = list(_found(store, parts, most))
    layouts = _layouts(found)
    names = [name for layout in layouts.values() for name in layout.names]
    return Answer(
        verb="holdings",
        version=__version__,
        question={"dataset": dataset.strip(), "rejected": True, "file": file, "rows": most},
        columns=_columns(names),
        rows=tuple(row for left in found for row in _rows(left, layouts, len(names))),
        notes=(*_notes(parts, found), *_several(list(layouts.values()))),
    )


def _of_file(parts: Parts, file: str) -> Parts:
    """Return the parts that came as a file of this name, or as files of names like it."""
    names = list(dict.fromkeys(part.received_file for _, part in parts))
    mine = [file] if file in names else [name for name in names if fnmatchcase(name, file)]
    if not file:
        return parts
    if not mine:
        raise BadOption(
            f"You asked for rejected rows of the file {file!r}",
            "no file of this name was received",
            "An empty table would look as if nothing was rejected",
            did_you_mean(file, names, "`steelyard holdings DATASET` lists the files in `parts`."),
        )
    return [(held, part) for held, part in parts if part.received_file in mine]


def _found(store: Store, parts: Parts, most: int) -> Iterator[_Left]:
    for held, part in parts:
        if part.rejects:
            left = _read(store, held, part, most)
            most -= len(left.rows)
            yield left


def _read(store: Store, held: Held, part: Part, most: int) -> _Left:
    verify_rejects(held.root, part)
    frame = store.engine.read([held.root / part.rejects]).select(*_STORED)
    counted = store.engine.rows(frame.select(nw.len().alias("rows")), ["rows"])[0][0]
    rows = store.engine.rows(frame.sort(*_STORED).head(most), _STORED) if most else []
    return _Left(held, part, rows, int(counted))


def _layouts(found: Sequence[_Left]) -> dict[tuple[str, ...], _Layout]:
    """Return the layouts of the rows found, by header, in the order in which they come."""
    made: dict[tuple[str, ...], _Layout] = {}
    taken: set[str] = set()
    for header in dict.fromkeys(left.part.columns for left in found if left.rows):
        mine = [left for left in found if left.rows and left.part.columns == header]
        widest = max(len(row[3]) for left in mine for row in left.rows)
        names = tuple(_free(name, taken) for name in _cells(header, widest))
        files = tuple(dict.fromkeys(left.part.received_file for left in mine))
        before = sum(len(layout.names) for layout in made.values())
        made[header] = _Layout(before, names, files)
    return made


def _cells(header: Sequence[str], widest: int) -> list[str]:
    """Return a name for each cell of the widest row; one without a name is named by its place."""
    names = [*header, *[""] * (widest - len(header))]
    return [name or f"column {place}" for place, name in enumerate(names, 1)]


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no column has yet, with its number where others have the same."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free)
    return free


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Return our columns, then the publisher's; ours give way where one has the same name."""
    kinds = {"line": "integer"}
    ours = [f"steelyard_{name}" if name in names else name for name in _OURS]
    told = zip(ours, _OURS, strict=True)
    return (*(Column(name, kinds.get(our, "string")) for name, our in told), *map(Column, names))


def _rows(left: _Left, layouts: dict[tuple[str, ...], _Layout], width: int) -> Iterator[Row]:
    for line, reason, detail, cells in left.rows:
        about = (left.part.received_file, left.held.release.release, line, reason, detail or None)
        yield (*about, *layouts[left.part.columns].placed(cells, width))


def _notes(parts: Parts, found: Sequence[_Left]) -> Iterator[Note]:
    if not any(part.rejected for _, part in parts):
        names = ", ".join(dict.fromkeys(held.release.name for held, _ in parts))
        yield Note("none-rejected", f"Nothing was rejected of {names}.")
    kept = {(left.held.release.name, left.part.received_sha256): left.count for left in found}
    for held, part in parts:
        name = held.release.name
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


def _several(layouts: Sequence[_Layout]) -> Iterator[Note]:
    """Say that rows of several layouts are added again one layout at a time."""
    if len(layouts) > 1:
        told = "; ".join(_listed(layout.files) for layout in layouts)
        yield Note(
            "several-layouts",
            f"The rows have {len(layouts)} headers, each with columns of its own here: {told}. To "
            "correct and add them again, take those of one header at a time: --file NAME, in which "
            "* stands for anything.",
        )


def _listed(files: Sequence[str]) -> str:
    more = f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else ""
    return f"{', '.join(files[:_NAMED])}{more}"
