"""Whose file is this: publishers' modules asked one after another, by content."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast
from zipfile import is_zipfile

from steelyard.ingest.nearest import described
from steelyard.ingest.whole import read_whole, too_large
from steelyard.sources.contract import AnySource, StreamingSource, cards_of
from steelyard.sources.received import PARQUET, Received
from steelyard.sources.stream import Reading
from steelyard.terms.errors import BadOption, UnrecognisedFile, did_you_mean


def sources() -> Iterator[tuple[str, AnySource]]:
    """Yield every publisher's module, own and plugged in, by name."""
    for point in sorted(entry_points(group="steelyard.sources"), key=lambda p: p.name):
        yield point.name, cast("AnySource", point.load())


def of_publisher(wanted: str) -> tuple[tuple[str, AnySource], ...]:
    """Return the modules of a publisher, by its name, a module's or a dataset's; all for none.

    Raises:
        BadOption: there is no such publisher.
    """
    every = tuple(sources())
    if not wanted:
        return every
    asked = wanted.casefold()
    found = tuple((name, source) for name, source in every if asked in _words(name, source))
    if not found:
        names = [word for name, source in every for word in _words(name, source)]
        raise BadOption(
            f"You named the publisher {wanted!r}",
            "no such publisher is known",
            "A file is read by its publisher's rules",
            did_you_mean(asked, names, "Leave --publisher out to have the file recognised."),
        )
    return found


def recognise(received: Received, among: tuple[tuple[str, AnySource], ...]) -> AnySource:
    """Return the source whose file this is, told by its content.

    Raises:
        UnrecognisedFile: none of them knows it; another may, and is named then.
    """
    found = _known(received, among)
    if found is not None:
        return found
    others = tuple(one for one in sources() if one not in among)
    if others and (other := _known(received, others)) is not None:
        raise _of_another(received.name, other, among)
    raise unrecognised(received.name, _what(received, among), among)


def opened(source: AnySource, received: Received, published_at: str | None) -> Reading:
    """Return a file opened for reading, whichever way its source reads.

    Raises:
        BadFile: it is damaged or breaks the publisher's layout.
    """
    if isinstance(source, StreamingSource):
        return source.stream(received, published_at)
    return read_whole(source, received, published_at)


def unrecognised(
    name: str, found: str, among: tuple[tuple[str, AnySource], ...]
) -> UnrecognisedFile:
    """Return the error for a file that none of some sources knows."""
    publishers = sorted({card.publisher for _, source in among for card in cards_of(source)})
    return UnrecognisedFile(
        f"You added {name}",
        found,
        "A layout that is guessed would be read wrongly",
        f"Known are files of {', '.join(publishers)}. Check the file's first lines, or describe "
        "its columns with --map MAPPING.yaml, which is written for you if it does not exist.",
    )


def _known(received: Received, among: tuple[tuple[str, AnySource], ...]) -> AnySource | None:
    """Return the source that knows a file; those that read files whole are asked about small ones.

    Raises:
        BadFile: the file cannot be opened.
    """
    for _, source in among:
        if isinstance(source, StreamingSource) and source.knows(received):
            return source
    if too_large(received):
        return None
    with received.on_disk() as path:
        whole = (one for _, one in among if not isinstance(one, StreamingSource))
        return next((source for source in whole if source.recognises(path)), None)


def _of_another(
    name: str, other: AnySource, among: tuple[tuple[str, AnySource], ...]
) -> UnrecognisedFile:
    """Return the error for a file of another publisher than the one that was named."""
    card = cards_of(other)[0]
    named = sorted({card.publisher for _, source in among for card in cards_of(source)})
    return UnrecognisedFile(
        f"You added {name} as a file of {', '.join(named)}",
        f"by its content it is of {card.publisher}: {card.title}",
        "Read by the rules of another publisher its figures would be wrong",
        "Leave --publisher or --map out to have it recognised.",
    )


def _words(name: str, source: Any) -> set[str]:  # noqa: ANN401  (a module)
    cards = cards_of(source)
    told = {name, name.split("-", maxsplit=1)[0]}
    return told | {word.casefold() for card in cards for word in (card.publisher, card.dataset)}


def _cut_short(received: Received, path: Path) -> bool:
    """Tell a workbook, archive or Parquet file whose end is not there."""
    if path.suffix.lower() in {".xlsx", ".zip"} and not is_zipfile(path):
        return True
    if received.wrapped or not received.head().startswith(PARQUET):
        return False
    with path.open("rb") as file:
        file.seek(-len(PARQUET), os.SEEK_END)
        return file.read() != PARQUET


def _what(received: Received, among: tuple[tuple[str, AnySource], ...]) -> str:
    path: Path = received.path
    if received.size() == 0:
        return "it is empty"
    if _cut_short(received, path):
        return "it is cut short or damaged; download it again"
    found = too_large(received) or "it is no layout that Steelyard knows"
    header = described(received, among)
    return f"{found}; {header}" if header else found
