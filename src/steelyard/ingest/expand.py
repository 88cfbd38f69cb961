"""What a user points at -> the tables there: files, folders, patterns and zip archives."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from steelyard.ingest.expand_archive import tables_within
from steelyard.ingest.expand_content import checked, no_table
from steelyard.ingest.expand_folder import PassedOver, files_in, matches
from steelyard.sources.received import Received
from steelyard.terms.errors import SteelyardError, UnrecognisedFile

__all__ = ["Found", "PassedOver", "expand"]
_WHY = "Nothing can be read from it"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at some paths.

    Attributes:
        files: what may be tables, in the order of the paths and, within a folder or an archive, of
            the names; none twice.
        passed_over: what was found and is no table, with the reason; of what is damaged or unsafe
            with the error.
        by_name: those of the files that were named one by one.
    """

    files: tuple[Received, ...]
    passed_over: tuple[PassedOver, ...]
    by_name: frozenset[Received]

    def named(self, received: Received) -> bool:
        """Tell whether a file was named itself, and not found in a folder, archive or pattern."""
        return received in self.by_name


def expand(paths: Sequence[str | Path], store: Path | None = None) -> Found:
    """Return the tables at some paths.

    A path is a file, a folder (searched with its subfolders; hidden files, links and stores of
    Steelyard are left out), a zip archive, or a pattern (``*``, ``?``, ``[a-z]``, ``**`` for any
    folders) unless a file has that very name.

    Args:
        paths: where to look.
        store: folder of the user's own store, which is left out.

    Raises:
        UnrecognisedFile: nothing is there, or no table.
        BadFile: a file that was named is damaged or cannot be opened.
        UnsafeArchive: an archive that was named is not safe to read.
    """
    files: dict[tuple[str, str], Received] = {}
    named: set[Received] = set()
    passed: dict[str, PassedOver] = {}
    for path in paths:
        for found, by_name in _at(path, store):
            if isinstance(found, PassedOver):
                passed.setdefault(found.name, found)
                continue
            kept = files.setdefault((os.path.realpath(found.path), found.member), found)
            if by_name:
                named.add(kept)
    if not files:
        raise _nothing(paths, tuple(passed.values()))
    return Found(tuple(files.values()), tuple(passed.values()), frozenset(named))


def _at(given: str | Path, store: Path | None) -> Iterator[tuple[Received | PassedOver, bool]]:
    """Yield what is found at one path, and whether it was named itself."""
    path = _path(given)
    if os.path.isdir(path):  # noqa: PTH112  (a path that cannot be is no error here)
        yield from ((found, False) for found in _found(files_in(path, store)))
    elif os.path.lexists(path):
        yield from _named(path)
    elif glob.has_magic(str(path)):
        yield from ((found, False) for found in _found(matches(path, store)))
    else:
        raise _refused(path, "there is no such file", "Check the path.")


def _named(path: Path) -> Iterator[tuple[Received | PassedOver, bool]]:
    """Yield the table that a user named, or those of an archive."""
    received = Received(path)
    if not os.path.isfile(path):  # noqa: PTH113
        raise _refused(path, "it is no plain file", "Save it as a file and add that.")
    within = tables_within(received)
    if within is not None:
        if not any(isinstance(found, Received) for found in within):
            raise _nothing([path], tuple(f for f in within if isinstance(f, PassedOver)))
        yield from ((found, False) for found in within)
        return
    why = no_table(checked(received), named=True)
    if why:
        raise _refused(path, why, "Give the file that holds the table.")
    yield received, True


def _found(files: Iterator[Path | PassedOver]) -> Iterator[Received | PassedOver]:
    """Yield the tables among files that were not named one by one."""
    for file in files:
        if isinstance(file, PassedOver):
            yield file
            continue
        try:
            received = Received(file)
            within = tables_within(received)
            if within is not None:
                yield from within
            elif why := no_table(checked(received), named=False):
                yield PassedOver(str(file), why)
            else:
                yield received
        except SteelyardError as error:
            yield PassedOver(str(file), error.found, error)


def _path(given: str | Path) -> Path:
    if not str(given).strip():
        raise _refused(given, "it is empty text", "Name a file, a folder or a pattern.")
    path = Path(given)
    if str(given).startswith("~") and not os.path.lexists(path):
        try:
            return path.expanduser()
        except RuntimeError:
            return path
    return path


def _nothing(paths: Sequence[str | Path], passed: tuple[PassedOver, ...]) -> UnrecognisedFile:
    shown = "; ".join(f"{one.name}: {one.why}" for one in passed[:3])
    more = f" and {len(passed) - 3} more" if len(passed) > 3 else ""  # noqa: PLR2004
    found = f"no table is there ({shown}{more})" if shown else "no table is there"
    asked = ", ".join(map(str, paths[:3])) or "nothing"
    return _refused(asked, found, "Name files, folders or patterns that hold tables.")


def _refused(path: object, found: str, remedy: str) -> UnrecognisedFile:
    return UnrecognisedFile(f"You added {path}", found, _WHY, remedy)
