"""What a release is made of once a new part has come: the parts held before, carried over or not.

How files make a release is stated by the source's card. ``whole``: one file is a release.
``parts``: files of one date that do not contradict one another make it. ``piecewise``: a file also
adds to the newest earlier release, whose parts are carried over; what the file states again is left
out of them. Files are never changed: a part of which rows are left out is written anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from steelyard.store.engine import Engine
from steelyard.store.merge import Overlap, completed, overlap, survivors
from steelyard.store.part import Part
from steelyard.store.release import Release, Series
from steelyard.store.series import count_series, merged
from steelyard.store.store import HASHED_UP_TO, file_sha256, verify, verify_rejects
from steelyard.terms.dates import last_day
from steelyard.terms.errors import DamagedStore, ReleaseExists
from steelyard.terms.tables import Kind


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new part that waits to be committed.

    Attributes:
        dataset, release, kind, assembly: of the release it belongs to.
        part: its record.
        rows: the file with its rows, still a draft.
        folder: where drafts of it may be written.
        series: the series of its rows, where they are counted already.
    """

    dataset: str
    release: str
    kind: Kind
    assembly: str
    part: Part
    rows: Path
    folder: Path
    series: tuple[Series, ...] | None = None


@dataclass(frozen=True, slots=True)
class Assembled:
    """The parts and the series of a release, and the drafts of files that it needs by path."""

    parts: tuple[Part, ...]
    series: tuple[Series, ...]
    drafts: Mapping[str, Path]

    def content(self) -> dict[str, Any]:
        """Return the fields of ``Release`` that follow from it."""
        rows = sum(part.rows for part in self.parts)
        return {"parts": self.parts, "rows": rows, "series": self.series}


def held_as(held: Sequence[Release], dataset: str, sha256: str) -> Release | None:
    """Return the release of a dataset that a file came to, by the hash of the file."""
    to_it = (r for r in held for p in r.own_parts if p.received_sha256 == sha256)
    return next((release for release in to_it if release.dataset == dataset), None)


def remade(release: Release, new: Part) -> Part | None:
    """Return the part of a release that a file added again makes anew to the byte."""
    same = (part for part in release.own_parts if part.received_sha256 == new.received_sha256)
    return next((part for part in same if part.sha256 == new.sha256), None)


def sound(release: Release, root: Path) -> bool:
    """Tell whether every file of a release is as it was written."""
    try:
        for part in release.parts:
            verify(root, part)
            if part.rejects:
                verify_rejects(root, part)
    except DamagedStore:
        return False
    return True


def assemble(root: Path, engine: Engine, held: Sequence[Release], new: Arrival) -> Assembled:
    """Return what the release of a new part is made of.

    Raises:
        ReleaseExists: the same release holds other content, or rows that say otherwise.
        DamagedStore: a part that is to be kept is not as it was written.
    """
    same = next((r for r in held if (r.dataset, r.release) == (new.dataset, new.release)), None)
    before = same or (_earlier(held, new) if new.assembly == "piecewise" else None)
    if before is None:
        return Assembled((new.part,), _counted(engine, new, [new.rows]), {new.part.path: new.rows})
    kept = [p for p in before.parts if p.received_sha256 != new.part.received_sha256]
    if same and new.assembly == "whole" and kept:
        raise _taken(new, "the store already holds another file under that release")
    return _joined(root, engine, before, [_carried(p, before, new) for p in kept], new)


def spread(root: Path, engine: Engine, later: Release, new: Arrival) -> Assembled | None:
    """Return what a later release of a dataset in pieces becomes when an older part comes.

    It gains the rows that no part of that day or later states, and what it carried over from
    earlier days loses them; None when there is no such row.
    """
    file = new.folder / f"rest-{later.release}.parquet"
    newer = [p for p in later.parts if not _before(p.carried_from, new.release)]
    left = survivors(engine, new.rows, [root / p.path for p in newer], new.kind)
    rows = engine.write(left, file)
    if not rows:
        return None
    carried = new.part.model_copy(update={"carried_from": new.release})
    part = _rest(carried, new.kind.name, (new.dataset, later.release), file, rows)
    rest = replace(new, release=later.release, part=part, rows=file, series=None)
    return _joined(root, engine, later, list(later.parts), rest)


def after(held: Sequence[Release], new: Arrival) -> list[Release]:
    """Return the later releases of a dataset in pieces."""
    if new.assembly != "piecewise":
        return []
    return [r for r in held if r.dataset == new.dataset and _before(new.release, r.release)]


def _earlier(held: Sequence[Release], new: Arrival) -> Release | None:
    """Return the newest release of the dataset that was out before."""
    mine = [r for r in held if r.dataset == new.dataset and _before(r.release, new.release)]
    return max(mine, key=lambda release: (release.out_by, release.release), default=None)


def _before(release: str, other: str) -> bool:
    """Tell whether a release, if there is one, was out before another; a month is its last day."""
    return bool(release) and (last_day(release), release) < (last_day(other), other)


def _carried(part: Part, before: Release, new: Arrival) -> Part:
    if before.release == new.release or part.carried_from:
        return part
    return part.model_copy(update={"carried_from": before.release})


def _joined(
    root: Path, engine: Engine, before: Release, kept: list[Part], new: Arrival
) -> Assembled:
    parts: list[Part] = []
    drafts: dict[str, Path] = {}
    for part in kept:
        verify(root, part, thorough=part.bytes <= HASHED_UP_TO)
        found = overlap(engine, root / part.path, new.rows, new.kind)
        if found.other and not part.carried_from:
            raise _contradicted(new, part, found)
        if found.poorer and not part.carried_from:
            new = _completed(root, engine, part, new)
        if found.same + found.other:
            part, file = _trimmed(root, engine, part, new)  # noqa: PLW2901
            drafts[part.path] = file
        if part.rows or not part.carried_from:
            parts.append(part)
    whole = (*parts, new.part)
    drafts[new.part.path] = new.rows
    untouched = len(drafts) == 1 and len(kept) == len(before.parts)
    files = [drafts.get(part.path, root / part.path) for part in whole]
    fresh = _counted(engine, new, [new.rows] if untouched else files)
    return Assembled(whole, merged([*before.series, *fresh]) if untouched else fresh, drafts)


def _counted(engine: Engine, new: Arrival, files: Sequence[Path]) -> tuple[Series, ...]:
    """Return the series of some files of one kind of table."""
    if new.series is not None and list(files) == [new.rows]:
        return new.series
    return count_series(engine, new.kind.name, engine.read(files))


def _completed(root: Path, engine: Engine, part: Part, new: Arrival) -> Arrival:
    """Return a new part with what a part of the same day states of its rows and it leaves out."""
    file = new.folder / f"whole-{Path(part.path).name}"
    engine.write(completed(engine, new.rows, root / part.path, new.kind), file)
    sha256 = file_sha256(file)
    path = part_path(new.kind.name, new.dataset, new.release, sha256)
    told = {"path": path, "sha256": sha256, "bytes": file.stat().st_size}
    return replace(new, part=new.part.model_copy(update=told), rows=file, series=None)


def _trimmed(root: Path, engine: Engine, part: Part, new: Arrival) -> tuple[Part, Path]:
    """Return a part without the rows that the new one states again, and the file of the rest."""
    verify(root, part)
    file = new.folder / f"rest-{new.release}-{Path(part.path).name}"
    rows = engine.write(survivors(engine, root / part.path, [new.rows], new.kind), file)
    return _rest(part, new.kind.name, (new.dataset, new.release), file, rows), file


def _rest(part: Part, kind: str, of: tuple[str, str], file: Path, rows: int) -> Part:
    """Return the record of a part of which only the rows of ``file`` stand in a release."""
    sha256 = file_sha256(file)
    changed = {
        "path": part_path(kind, *of, sha256),
        "sha256": sha256,
        "bytes": file.stat().st_size,
        "rows": rows,
        "superseded": part.superseded + part.rows - rows,
    }
    return part.model_copy(update=changed)


def part_path(kind: str, dataset: str, release: str, sha256: str) -> str:
    """Return where the file of a part lies: in folders that engines read as columns."""
    return f"{kind}/dataset={dataset}/release={release}/part-{sha256[:16]}.parquet"


def _contradicted(new: Arrival, part: Part, found: Overlap) -> ReleaseExists:
    held = f"{found.other} of its rows are held from {part.received_file} under that release"
    return _taken(new, f"{held} with other values, for example {found.example}")


def _taken(new: Arrival, found: str) -> ReleaseExists:
    return ReleaseExists(
        f"You added {new.part.received_file} as {new.dataset}@{new.release}",
        found,
        "Overwriting would lose what was published then",
        "Give the new file its own date of publication with --release YYYY-MM-DD.",
    )
