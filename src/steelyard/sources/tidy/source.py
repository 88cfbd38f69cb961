"""A mapping as a publisher: it has a card, knows its files and streams them."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from steelyard.sources.contract import Card
from steelyard.sources.reading import publication_date, refuse
from steelyard.sources.stream import Reading
from steelyard.sources.tidy.convert import converter
from steelyard.sources.tidy.load import read_mapping
from steelyard.sources.tidy.mapping import Mapping
from steelyard.sources.tidy.opened import Opened, open_table
from steelyard.sources.tidy.plan import needed, plan
from steelyard.terms.errors import SteelyardError
from steelyard.terms.tables import KINDS

if TYPE_CHECKING:
    from steelyard.sources.received import Received

_FAULTS = (SteelyardError, OSError, EOFError, ValueError, zipfile.BadZipFile, pa.ArrowException)


@dataclass(frozen=True)
class MappedSource:
    """A source made of a mapping; it meets the contract ``StreamingSource``.

    Attributes:
        name: name of the mapping's file.
        mapping: the mapping.
    """

    name: str
    mapping: Mapping

    @property
    def CARD(self) -> Card:  # noqa: N802  (the name that the contract of sources gives)
        """The card of the dataset."""
        return Card(**{name: getattr(self.mapping, name) for name in _CARD})

    def knows(self, received: Received) -> bool:
        """Tell whether a file has the columns, and the words above them, that the mapping names."""
        try:
            return self._opened(received) is not None
        except _FAULTS:
            return False

    def stream(self, received: Received, published_at: str | None) -> Reading:
        """Open a file for reading; ``published_at`` is its date, else that of its intake counts.

        Raises:
            BadFile: the file does not have the columns that the mapping names, or is damaged.
            BadDate: ``published_at`` is no date.
        """
        opened = self._opened(received)
        if opened is None:
            raise self._unlike(received)
        dated = _dated(published_at)
        read = plan(self.mapping, opened.layout.columns, received.name)
        batches = opened.batches(read.texts, read.numbers, converter(read))
        words = f"{opened.form}, read by the mapping {self.name}"
        kind, columns = KINDS[self.mapping.kind], tuple(opened.layout.columns)
        return Reading(self.CARD, kind, words, *dated, columns, batches)

    def _opened(self, received: Received) -> Opened | None:
        return open_table(received, self.mapping.file, needed(self.mapping))

    def _unlike(self, received: Received) -> SteelyardError:
        names = ", ".join(sorted(needed(self.mapping)))
        file = self.mapping.file
        told = {
            "the sheet": file.sheet,
            "the delimiter": file.delimiter,
            "the words above it": file.preamble,
        }
        more = "".join(f", with {what} {word!r}" for what, word in told.items() if word)
        return refuse(
            received.name,
            f"no header names {names}{more}, as the mapping {self.name} says",
            "Another table read by this mapping would give wrong figures",
            "Give the file that the mapping was made for, or write a mapping for this one.",
        )


_CARD = tuple(name for name in Card.model_fields if name in Mapping.model_fields)


def source_of(path: Path) -> MappedSource:
    """Return the source that a mapping file makes.

    Raises:
        BadMapping: the file cannot be read, is not finished, or says something wrong.
    """
    return MappedSource(path.name, read_mapping(path))


def _dated(published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    how = "Nothing in the file tells when it was published; it counts from the day of its intake."
    return "", "inferred", how
