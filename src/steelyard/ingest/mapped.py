"""A user's own mapping as the only source to ask, written first when it does not exist."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from steelyard.ingest.recognise import sources
from steelyard.sources.contract import AnySource, cards_of
from steelyard.sources.received import Received
from steelyard.sources.tidy import Draft, look, source_of
from steelyard.store.package import replace
from steelyard.terms.errors import BadMapping

Asker = Callable[[Draft], Mapping[str, str]]


def mapping_source(
    path: Path, received: Received, ask: Asker | None = None
) -> tuple[tuple[str, AnySource], ...]:
    """Return the source that a mapping describes.

    Where there is no such file, the table is looked at and a mapping is written, with what could be
    told and what could not. It is used at once only if a person was asked about it.

    Args:
        path: the mapping.
        received: the first table that it shall describe.
        ask: asks a person about the points of a draft and returns the answers by their keys.

    Raises:
        BadMapping: it says something that cannot be, names a publisher's dataset, or was written
            now and must be read first.
        BadFile: nothing can be told about the table.
    """
    if not path.exists():
        _check_folder(path)
        draft = look(received, _taken())
        answers = ask(draft) if ask is not None else {}
        replace(path, draft.to_yaml(dict(answers)).encode("utf-8"))
        left = draft.open_points(dict(answers))
        if ask is None or left:
            raise _written(path, received, [field.key for field in left])
    source = source_of(path)
    _refuse_taken(path, source.CARD.dataset)
    return ((path.name, source),)


def _refuse_taken(path: Path, dataset: str) -> None:
    """Refuse a mapping that would write under the name of a publisher's own dataset."""
    if dataset in _taken():
        raise BadMapping(
            f"The mapping {path.name} names the dataset {dataset}",
            "that is the name of a publisher's dataset, read by its own rules",
            "Figures of two origins would stand under one name",
            "Give the dataset another name, or leave --map out.",
        )


def _taken() -> frozenset[str]:
    """Return the names of publishers' own datasets."""
    return frozenset(card.dataset for _, source in sources() for card in cards_of(source))


def _check_folder(path: Path) -> None:
    """Refuse a place where no mapping can be written, before anybody is asked about it."""
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise BadMapping(
            f"You named the mapping {path}, which does not exist",
            f"nothing can be written to the folder {path.parent}",
            "The answers about the table would be lost",
            "Name a file in a folder that exists and that you may write to.",
        )


def _written(path: Path, received: Received, left: list[str]) -> BadMapping:
    points = "1 point is" if len(left) == 1 else f"{len(left)} points are"
    told = f"{points} not told by the file: {', '.join(left)}"
    return BadMapping(
        f"You named the mapping {path.name}, which did not exist",
        f"it was written from a look at {received.name}; {told if left else 'every point is told'}",
        "A guess that nobody has read would become a figure with a good source; nothing was taken",
        f"Read {path.name}, replace each TODO, and run the same command again.",
    )
