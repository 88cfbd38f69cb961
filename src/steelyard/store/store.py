"""The store as questions see it: the bundled releases and the user's own, opened together."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from steelyard.store.package import CATALOGUE, damaged, read_catalogue
from steelyard.store.release import Held
from steelyard.terms.errors import NoStore, UnknownDataset, did_you_mean
from steelyard.terms.tables import KINDS

if TYPE_CHECKING:
    import narwhals as nw

    from steelyard.store.engine import Engine
    from steelyard.store.part import Part

BUNDLED = Path(__file__).resolve().parent.parent / "bundled"
HASHED_UP_TO = 64 * 2**20


def default_root() -> Path:
    """Return the folder of the user's own store on this platform."""
    return Path(platformdirs.user_data_path("steelyard", appauthor=False)) / "store"


class Store:
    """The releases that can be asked, with one engine opened on first use.

    One store serves one thread at a time; open one for each.

    Args:
        root: folder of the user's own store. None means the platform's place, which need not
            exist; a folder named by the user must.
        bundled: folder of the bundled data.

    Raises:
        NoStore: the folder named does not exist or holds no catalogue.
        DamagedStore: a catalogue cannot be read.
        NewerStore: a catalogue has a later format.
    """

    def __init__(self, root: Path | str | None = None, bundled: Path = BUNDLED) -> None:
        self.root = default_root() if root is None else Path(root).expanduser()
        own = self.root / CATALOGUE
        if root is not None and not own.is_file():
            raise _no_store(self.root)
        held = [Held(r, bundled, bundled=True) for r in read_catalogue(bundled)]
        if own.is_file():
            held += [Held(r, self.root, bundled=False) for r in read_catalogue(self.root)]
        self.held: tuple[Held, ...] = tuple(held)
        self._engine: Engine | None = None
        self._trusted: set[Path] = set()

    @property
    def engine(self) -> Engine:
        """The engine, opened when first needed."""
        if self._engine is None:
            from steelyard.store.engine import Engine  # noqa: PLC0415  (slow to import)

            self._engine = Engine()
        return self._engine

    def named(self, dataset: str) -> tuple[Held, ...]:
        """Return the releases of a dataset, or the release ``dataset@release``; all for no name.

        Raises:
            UnknownDataset: nothing of this name is held.
        """
        wanted = dataset.strip()
        found = [h for h in self.held if wanted in {"", h.release.dataset, h.release.name}]
        if not found:
            names = [n for h in self.held for n in (h.release.dataset, h.release.name)]
            raise UnknownDataset(
                f"You asked for the dataset {wanted!r}",
                "no dataset or release of this name is held",
                "Figures and citations must name what they were read from",
                did_you_mean(wanted, names, "`steelyard holdings` lists what is held."),
            )
        return tuple(found)

    def scan(self, held: Held) -> nw.LazyFrame[Any]:
        """Return the rows of a release as a lazy frame.

        Raises:
            DamagedStore: its file is missing, cut short or altered.
        """
        for part in held.release.parts:
            if held.root / part.path not in self._trusted:
                verify(held.root, part, thorough=part.bytes <= HASHED_UP_TO)
                self._trusted.add(held.root / part.path)
        origin = "" if held.bundled else "own:"
        kind = KINDS[held.release.kind]
        return self.engine.scan(origin + held.release.name, held.files, kind)


def verify(root: Path, part: Part, *, thorough: bool = True) -> None:
    """Check that the file of a part is as it was written: its size and, if thorough, its hash.

    Raises:
        DamagedStore: it is not.
    """
    file = root / part.path
    if not file.is_file():
        raise damaged(file, "the file is missing")
    size = file.stat().st_size
    if size != part.bytes:
        raise damaged(file, f"it has {size} bytes and should have {part.bytes}")
    if thorough and file_sha256(file) != part.sha256:
        raise damaged(file, "its content was altered: the hash differs")


def verify_rejects(root: Path, part: Part) -> None:
    """Check that the file of a part's rejected rows is as it was written: its name tells its hash.

    Raises:
        DamagedStore: it is missing or altered.
    """
    file = root / part.rejects
    if not file.is_file():
        raise damaged(file, "the file is missing")
    if not file_sha256(file).startswith(file.stem.removeprefix("part-")):
        raise damaged(file, "its content was altered: the hash differs")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _no_store(root: Path) -> NoStore:
    return NoStore(
        f"You named the store {root}",
        f"there is no {CATALOGUE} in it" if root.is_dir() else "there is no such folder",
        "Without its catalogue nothing tells what a folder holds",
        "Name a folder that Steelyard wrote, make one with `steelyard add FILE --store FOLDER`, "
        "or leave --store out to use the bundled data.",
    )
