"""The files of a folder, and those that a pattern matches, in one order on every machine."""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from steelyard.store.package import CATALOGUE
from steelyard.terms.errors import SteelyardError

_LEFT_OUT = "__MACOSX"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something that was found and is not read.

    Attributes:
        name: its path, or that of the archive and the member.
        why: what it is.
        error: the error, when it might be a table and is damaged or unsafe.
    """

    name: str
    why: str
    error: SteelyardError | None = None


def files_in(folder: Path, store: Path | None = None) -> Iterator[Path | PassedOver]:
    """Yield the files of a folder and its subfolders, sorted; hidden ones are left out.

    Args:
        folder: where to look.
        store: folder of the user's own store, which is left out as every store is.
    """
    if _is_store(folder) or (store is not None and _same(folder, store)):
        yield PassedOver(str(folder), "it is a store of Steelyard, which holds what was added")
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield PassedOver(str(folder), f"it cannot be opened: {error.strerror}")
        return
    for entry in entries:
        if not is_hidden(entry.name):
            yield from _entry(entry, folder / entry.name, store)


def matches(pattern: Path, store: Path | None = None) -> Iterator[Path | PassedOver]:
    """Yield the files that a pattern matches, and those of folders that it matches, sorted."""
    parts = pattern.parts
    first = next(place for place, part in enumerate(parts) if glob.has_magic(part))
    base, wanted = Path(*parts[:first]), parts[first:]
    if not base.is_dir():
        return
    for found in files_in(base, store):
        path = Path(found.name) if isinstance(found, PassedOver) else found
        below = path.parts[len(base.parts) :]
        if any(_fits(below[:length], wanted) for length in range(1, len(below) + 1)):
            yield found


def is_hidden(name: str) -> bool:
    """Tell a name that systems give to what users do not see."""
    return name.startswith(".") or name == _LEFT_OUT


def _entry(entry: os.DirEntry[str], path: Path, store: Path | None) -> Iterator[Path | PassedOver]:
    if entry.is_symlink():
        if not os.path.exists(path):  # noqa: PTH110  (a loop of links is no error here)
            yield PassedOver(str(path), "it is a link to nothing")
        else:
            yield PassedOver(str(path), "it is a link; name what it leads to")
    elif entry.is_dir():
        yield from files_in(path, store)
    elif entry.is_file():
        yield path
    else:
        yield PassedOver(str(path), "it is no plain file")


def _same(folder: Path, other: Path) -> bool:
    return os.path.realpath(folder) == os.path.realpath(other)


def _is_store(folder: Path) -> bool:
    """Tell a folder that holds a store by its catalogue."""
    try:
        catalogue = json.loads((folder / CATALOGUE).read_text(encoding="utf-8"))
        return str(catalogue["steelyard"]["schema"]).startswith("steelyard.store/")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _fits(names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether names of folders and a file match the parts of a pattern."""
    reached = {0}
    for name in names:
        reached = {after for at in _skipped(reached, wanted) for after in _next(at, name, wanted)}
    return len(wanted) in _skipped(reached, wanted)


def _skipped(reached: set[int], wanted: Sequence[str]) -> set[int]:
    """Return the places in a pattern that are reached when ``**`` stands for no folder."""
    found = set(reached)
    for at in range(len(wanted)):
        if at in found and wanted[at] == "**":
            found.add(at + 1)
    return found


def _next(at: int, name: str, wanted: Sequence[str]) -> tuple[int, ...]:
    """Return the places in a pattern that a name leads to."""
    if at >= len(wanted):
        return ()
    if wanted[at] == "**":
        return (at,)
    return (at + 1,) if fnmatch(name, wanted[at]) else ()
