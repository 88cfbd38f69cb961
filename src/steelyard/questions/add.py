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
from steelyard.questions.add_words import (
    closing,
    differences,
    listed,
    notes,
    passed_over,
    unused_dates,
)
from steelyard.store.store import Store, default_root
from steelyard.store.write import releases
from steelyard.terms.answer import Answer, Column, Gap, Row, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import CodeList, SteelyardError, UnrecognisedFile
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
_NAME = "Name the file itself if it is to be taken in."
_DESCRIBE = (
    "If it is to be taken in, describe its columns with --map MAPPING.yaml, which is written for "
    "you if it does not exist."
)
_NAMED, _WIDTH = 10, 36
UNDERSTOOD = (Column("file"), Column("format"), *(Column(word) for word in WORDS))


def add(
    paths: Annotated[
        str | Path | Sequence[str | Path],
        Ask("files, folders, archives or patterns to take in", AskKind.MANY),
    ],
    *,
    publisher: Annotated[
        str,
        Ask(
            "whose files they are, when they are not to be recognised",
            metavar="NAME",
            complete="publishers",
        ),
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
    found = _found([paths] if isinstance(paths, str | Path) else list(paths), root)
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
        notes=(
            *notes(taken, releases(root) if dry_run else (), dry_run=dry_run),
            closing(taken, len(passed)),
        ),
        gaps=(*(g for one in taken for g in differences(one)), *unused_dates(taken), *passed),
    )


def _found(paths: list[str | Path], root: Path) -> Found:
    try:
        return expand(paths, root)
    except SteelyardError as error:
        raise _told(error, []) from error


def _taken(
    found: Found, root: Path, wish: Wish, tell: Told
) -> tuple[list[Intake], tuple[Gap, ...]]:
    taken: list[Intake] = []
    passed = [(p.name, p.why, p.error.remedy if p.error else _NAME) for p in found.passed_over]
    for at, received in enumerate(found.files, 1):
        place = f"{at} of {len(found.files)}: " if len(found.files) > 1 else ""
        try:
            taken.append(take(received, root, wish, _placed(tell, place, received.name)))
        except (UnrecognisedFile, CodeList) as error:
            if found.named(received):
                raise _told(error, taken) from error
            chosen = bool(wish.publisher or wish.sources) or type(error) is not UnrecognisedFile
            passed.append((received.name, error.found, error.remedy if chosen else _DESCRIBE))
        except SteelyardError as error:
            raise _told(error, taken) from error
    return taken, passed_over(passed)


def _placed(tell: Told, place: str, name: str) -> Told:
    """Return what tells which of several files is at work, its name short enough for a line."""
    half = _WIDTH // 2
    short = name if len(name) <= _WIDTH else f"{name[: half - 3]}...{name[-half:]}"
    return lambda text, share: tell(f"{place}{text.replace(name, short)}", share)


def _told(error: SteelyardError, taken: list[Intake]) -> SteelyardError:
    """Say in an error which files before the failed one were taken in."""
    names = listed((one.name for one in taken if one.release is not None), _NAMED)
    error.why += f". Taken in before it, and kept: {names}" if names else ". Nothing was taken in"
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
