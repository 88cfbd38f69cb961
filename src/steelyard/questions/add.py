"""``add``: take publishers' files into the user's own store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from steelyard.ingest.expand import Found, expand
from steelyard.ingest.intake import Intake, take
from steelyard.ingest.mapped import Asker, mapping_source
from steelyard.ingest.understood import WORDS
from steelyard.ingest.wish import Told, Wish
from steelyard.store.store import Store, default_root
from steelyard.terms.answer import Answer, Column, Gap, Note, Row, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import SteelyardError, UnrecognisedFile
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
UNDERSTOOD = (Column("file"), Column("format"), *(Column(word) for word in WORDS))


def add(
    paths: Annotated[
        str | Path | Sequence[str | Path],
        Ask("files, folders, archives or patterns to take in", AskKind.MANY),
    ],
    *,
    publisher: Annotated[
        str, Ask("whose files they are, when they are not to be recognised", metavar="NAME")
    ] = "",
    release: Annotated[
        str | None,
        Ask("date of publication, when the file does not tell it", metavar="YYYY-MM-DD"),
    ] = None,
    mapping: Annotated[
        str | Path | None,
        Ask(
            "what the columns of a table mean; written for you if it does not exist",
            metavar="MAPPING.yaml",
            flag="map",
        ),
    ] = None,
    dry_run: Annotated[bool, Ask("read and check only; write nothing", AskKind.SWITCH)] = False,
    store: Store | str | Path | None = None,
    tell: Told = lambda _text, _share: None,
    ask: Asker | None = None,
) -> Answer:
    """Take publishers' files into the user's own store.

    Each file becomes a release, or a part of one, of the dataset it belongs to. A file that is held
    already is left alone, so that a run that was broken off can be run again. When one file fails,
    those before it stay taken in and the error names them; nothing of the failed one is kept.

    Raises:
        InputError: a file is not recognised or is damaged.
        StoreError: the store cannot be written to.
    """
    root = store.root if isinstance(store, Store) else Path(store or default_root()).expanduser()
    found = expand([paths] if isinstance(paths, str | Path) else list(paths), root)
    sources = mapping_source(Path(mapping), found.files[0], ask) if mapping is not None else ()
    wish = Wish(publisher=publisher, release=release, sources=sources, dry_run=dry_run)
    taken, passed = _taken(found, root, wish, tell)
    return Answer(
        verb="add",
        version=__version__,
        question={
            "paths": [received.name for received in found.files],
            "publisher": publisher,
            "release": release,
            "mapping": None if mapping is None else Path(mapping).name,
            "dry_run": dry_run,
        },
        columns=COLUMNS,
        rows=tuple(_row(one) for one in taken),
        tables=(Table("understood", UNDERSTOOD, tuple(_words(one) for one in taken)),),
        notes=tuple(note for one in taken for note in _notes(one, dry_run=dry_run)),
        gaps=(*(gap for one in taken for gap in _differences(one)), *passed),
    )


def _taken(
    found: Found, root: Path, wish: Wish, tell: Told
) -> tuple[list[Intake], tuple[Gap, ...]]:
    taken: list[Intake] = []
    passed = [(one.name, one.why) for one in found.passed_over]
    for received in found.files:
        try:
            taken.append(take(received, root, wish, tell))
        except UnrecognisedFile as error:
            if found.named(received):
                raise _told(error, taken) from error
            passed.append((received.name, error.found))
        except SteelyardError as error:
            raise _told(error, taken) from error
    remedy = "Name the file itself if it is to be taken in."
    return taken, tuple(Gap(name, f"it was passed over: {why}", remedy) for name, why in passed)


def _told(error: SteelyardError, taken: list[Intake]) -> SteelyardError:
    """Say in an error which files before the failed one were taken in."""
    names = ", ".join(one.name for one in taken if one.release is not None)
    if names:
        error.why += f". Taken in before it, and kept: {names}"
    return error


def _row(one: Intake) -> Row:
    return (
        one.name,
        one.card.publisher,
        one.card.dataset,
        one.published_at,
        one.tally.observations,
        one.accepted,
        one.tally.rejected,
        one.understood.first,
        one.understood.last,
        one.release is not None,
    )


def _words(one: Intake) -> Row:
    return (one.name, one.layout, *(one.understood.words.get(word) or None for word in WORDS))


def _notes(one: Intake, *, dry_run: bool) -> list[Note]:
    name = one.name
    found = [Note("release-date", f"{name}: {one.dated_how}")]
    if one.held_as:
        text = f"{name}: these very bytes are held as {one.held_as}; nothing was changed."
        return [*found, Note("held-already", text)]
    if dry_run:
        found.append(Note("dry-run", f"{name}: read and checked; nothing was written."))
    for reason, count in sorted(one.tally.reasons.items()):
        text = f"{name}: {count:,} rows left out: {reason} ({one.tally.examples[reason]})"
        found.append(Note("rejected", text))
    found += [Note(code, f"{name}: {text}") for code, text in one.notes.items()]
    found += [Note("carried-over", f"{name}: {text}") for text in _carried(one)]
    agreeing = [check for check in one.checks if check.passed]
    return found + [Note("check", f"{name}: {k.name}: agrees: {k.detail}") for k in agreeing]


def _carried(one: Intake) -> list[str]:
    if one.release is None:
        return []
    parts = [part for part in one.release.parts if part.carried_from]
    again = sum(part.superseded for part in one.release.parts)
    told = []
    if parts:
        files = ", ".join(f"{part.received_file} ({part.carried_from})" for part in parts)
        told.append(f"{one.release.name} also holds what came before: {files}.")
    if again:
        told.append(f"{again:,} rows that were held before are superseded in {one.release.name}.")
    return told


def _differences(one: Intake) -> list[Gap]:
    """Return what does not agree with the publisher's own totals or with what is held."""
    remedy = "Look at the file before figures from it are used."
    off = [check for check in one.checks if not check.passed]
    return [Gap(f"{one.name}: {k.name}", f"it differs: {k.detail}", remedy) for k in off]
