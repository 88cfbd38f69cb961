"""The checks of ``doctor`` on stores: files that a catalogue names, and files that none does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import narwhals as nw

from steelyard.store.package import CATALOGUE, STORE_SCHEMA
from steelyard.store.part import Part
from steelyard.store.release import Held
from steelyard.store.store import BUNDLED, Store, verify, verify_rejects
from steelyard.store.sweep import PLACED
from steelyard.terms.answer import Note
from steelyard.terms.errors import SteelyardError

Check = tuple[str, Callable[[], str]]


class Damage(RuntimeError):
    """What is wrong with files of a release, and what to do."""


@dataclass(slots=True)
class Condition:
    """One store under examination; each file is read once.

    Attributes:
        store: the store.
        faults: what is wrong with a file that was looked at, by its path; empty for nothing.
    """

    store: Store
    faults: dict[Path, str] = field(default_factory=dict)

    def checks(self) -> Iterator[Check]:
        """Yield the checks of the store: its catalogues, then the files of each release."""
        for root in self.roots():
            place = "bundled" if root == BUNDLED else "own store"
            yield f"format {place}", partial(_format, root)
        for held in self.store.held:
            name = held.release.name
            yield f"file {name}", partial(self.files, held)
            yield f"rows {name}", partial(self.rows, held)
            if any(part.rejects for part in held.release.parts):
                yield f"rejected {name}", partial(self.rejects, held)

    def roots(self) -> list[Path]:
        """The folders of the stores that are open."""
        return list(dict.fromkeys(held.root for held in self.store.held))

    def files(self, held: Held) -> str:
        """Compare the files of a release with their sizes and hashes.

        Raises:
            Damage: some differ; every one is named.
        """
        _refuse(self._damage(held, part, part.path) for part in held.release.parts)
        files = len(held.release.parts)
        return f"{held.release.bytes} bytes in {files} file{'s'[: files > 1]}, hash as written"

    def rows(self, held: Held) -> str:
        """Count the rows of a release, part by part.

        Raises:
            Damage: some are not as many as were written, or cannot be counted.
        """
        _refuse(self._miscounted(held, part) for part in held.release.parts)
        stated = sum(part.rows for part in held.release.parts)
        if stated != held.release.rows:
            raise Damage(f"{held.release.rows} rows stated, and {stated} of its files")
        return f"{stated} rows"

    def rejects(self, held: Held) -> str:
        """Compare the files of rejected rows with their hashes, and count them.

        Raises:
            Damage: some are missing or altered, or have more rows than were rejected.
        """
        parts = [part for part in held.release.parts if part.rejects]
        _refuse(self._damage(held, part, part.rejects) for part in parts)
        _refuse(self._too_many(part, held) for part in parts)
        kept = sum(self._count(held.root / part.rejects) for part in parts)
        rejected = sum(left.observations for part in parts for left in part.rejected)
        return f"{kept} rows kept of {rejected} observations rejected"

    def _damage(self, held: Held, part: Part, path: str) -> str:
        file = held.root / path
        if file not in self.faults:
            test = verify if path == part.path else verify_rejects
            self.faults[file] = _found(partial(test, held.root, part))
        return f"{path}: {self.faults[file]}. {_remedy(held, part)}" if self.faults[file] else ""

    def _miscounted(self, held: Held, part: Part) -> str:
        if fault := self.faults.get(held.root / part.path):
            return f"{part.path}: not counted, since {fault}"
        rows = self._count(held.root / part.path)
        wanted = f"{rows} rows and should have {part.rows}"
        return "" if rows == part.rows else f"{part.path}: {wanted}. {_remedy(held, part)}"

    def _too_many(self, part: Part, held: Held) -> str:
        rejected = sum(left.observations for left in part.rejected)
        rows = self._count(held.root / part.rejects)
        return f"{part.rejects}: {rows} rows of {rejected} rejected" if rows > rejected else ""

    def _count(self, file: Path) -> int:
        engine = self.store.engine
        counted = engine.read([file]).select(nw.len().alias("rows"))
        return int(engine.rows(counted, ["rows"])[0][0])


def left_over(root: Path, held: tuple[Held, ...]) -> Iterator[Note]:
    """Tell of files in the user's own store that its catalogue does not name."""
    named = {one.root / path for one in held for path in one.release.paths}
    orphans = [file for file in sorted(root.rglob("*.parquet")) if file not in named]
    drafts = set(root.rglob("*.part"))
    orphans = [file for file in orphans if not drafts & {*file.parents}]
    swept = [*sorted(drafts), *(file for file in orphans if file.match(PLACED))]
    if swept:
        fate = "The next `steelyard add` removes what is older than a day"
        yield _unnamed(
            root,
            swept,
            "needed by no release any more: replaced by a later file, or left by a program that "
            f"did not end. {fate}",
        )
    if other := [file for file in orphans if file not in swept]:
        yield _unnamed(root, other, "of no release. They are never read; nothing removes them")


def _unnamed(root: Path, files: list[Path], told: str) -> Note:
    names = ", ".join(file.relative_to(root).as_posix() for file in files[:3])
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""  # noqa: PLR2004
    are = "file or folder is" if len(files) == 1 else "files or folders are"
    return Note("left-over", f"{len(files)} {are} {told}: {names}{more}.")


def _format(root: Path) -> str:
    package = json.loads((root / CATALOGUE).read_text(encoding="utf-8"))
    written = str(package["steelyard"]["schema"])
    if written == STORE_SCHEMA:
        return f"{written}, written by this version of Steelyard or one like it"
    return f"{written}, written by an older version; the next `add` makes it {STORE_SCHEMA}"


def _found(test: Callable[[], None]) -> str:
    try:
        test()
    except SteelyardError as error:
        return error.found
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    return ""


def _remedy(held: Held, part: Part) -> str:
    """Say what mends a damaged file of a part."""
    if held.bundled:
        return "Install Steelyard afresh"
    if part.carried_from and part.superseded:
        return "Restore it from a copy, or make the store anew from the files received"
    what = f"{part.received_file} (SHA-256 {part.received_sha256})"
    return f"Add {what} again with --release {part.carried_from or held.release.release}"


def _refuse(faults: Iterator[str]) -> None:
    if found := [fault for fault in faults if fault]:
        raise Damage(". ".join(found))
