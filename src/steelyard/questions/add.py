"""``add``: take publishers' files into the user's own store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

from steelyard.ingest.intake import Intake, take
from steelyard.store.store import Store, default_root
from steelyard.terms.answer import Answer, Column, Gap, Note, Row
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import SteelyardError
from steelyard.terms.version import __version__

COLUMNS = (
    Column("file"),
    Column("publisher"),
    Column("dataset"),
    Column("release"),
    Column("rows_in", "integer", "observations"),
    Column("accepted", "integer", "observations"),
    Column("rejected", "integer", "observations"),
    Column("first"),
    Column("last"),
    Column("added", "boolean"),
)


def add(
    paths: Annotated[str | Path | Sequence[str | Path], Ask("files to take in", AskKind.MANY)],
    *,
    release: Annotated[
        str | None,
        Ask("date of publication, when the file does not tell it", metavar="YYYY-MM-DD"),
    ] = None,
    dry_run: Annotated[bool, Ask("read and check only; write nothing", AskKind.SWITCH)] = False,
    store: Store | str | Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Answer:
    """Take publishers' files into the user's own store, each as one release.

    A file that is held already is left alone. When one file fails, those before it stay taken in
    and the error names it; nothing of the failed one is kept.

    Raises:
        InputError: a file is not recognised or is damaged.
        StoreError: the store cannot be written to.
    """
    root = store.root if isinstance(store, Store) else Path(store or default_root()).expanduser()
    files = [Path(p) for p in ([paths] if isinstance(paths, str | Path) else paths)]
    taken: list[Intake] = []
    for file in files:
        try:
            taken.append(take(file, root, release, dry_run=dry_run, tell=tell))
        except SteelyardError as error:
            raise _told(error, taken) from error
    return Answer(
        verb="add",
        version=__version__,
        question={"paths": [f.name for f in files], "release": release, "dry_run": dry_run},
        columns=COLUMNS,
        rows=tuple(_row(one) for one in taken),
        notes=tuple(note for one in taken for note in _notes(one, dry_run=dry_run)),
        gaps=tuple(gap for one in taken for gap in _differences(one)),
    )


def _told(error: SteelyardError, taken: list[Intake]) -> SteelyardError:
    """Say in an error which files before the failed one were taken in."""
    names = ", ".join(one.file.name for one in taken if one.added)
    if names:
        error.why += f". Taken in before it, and kept: {names}"
    return error


def _row(one: Intake) -> Row:
    c = one.converted
    return (
        one.file.name,
        c.card.publisher,
        c.card.dataset,
        c.published_at,
        c.observations_in,
        c.accepted,
        c.observations_in - c.accepted,
        one.first,
        one.last,
        one.added,
    )


def _notes(one: Intake, *, dry_run: bool) -> list[Note]:
    c, name = one.converted, one.file.name
    found = [Note("release-date", f"{name}: {c.dated_how}")]
    if dry_run:
        found.append(Note("dry-run", f"{name}: read and checked; nothing was written."))
    if one.held:
        found.append(Note("held-already", f"{name}: the store holds this file already."))
    for left in c.rejected:
        text = f"{name}: {left.observations} observations left out: {left.reason} ({left.example})"
        found.append(Note("rejected", text))
    agreeing = [check for check in c.checks if check.passed]
    found += [Note("check", f"{name}: {k.name}: agrees: {k.detail}") for k in agreeing]
    return found


def _differences(one: Intake) -> list[Gap]:
    """Return what does not agree with the publisher's own totals or with what is held."""
    name, remedy = one.file.name, "Look at the file before figures from it are used."
    off = [check for check in one.converted.checks if not check.passed]
    return [Gap(f"{name}: {k.name}", f"it differs: {k.detail}", remedy) for k in off]
