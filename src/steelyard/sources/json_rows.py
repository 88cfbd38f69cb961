"""Rows of a JSON file, read one by one: the elements of an array, alone or under a key."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from steelyard.sources.blocks import Block, Broken, Cells, block_of_rows
from steelyard.sources.json_text import JsonText
from steelyard.terms.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROWS = 20_000
_SHOWN = 2000


@dataclass(slots=True)
class Envelope:
    """What stands around the rows.

    Attributes:
        key: key under which the rows stand; empty when the whole text is an array.
        members: the other members of the object, as far as it was read.
    """

    key: str = ""
    members: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a JSON text begins.

    Attributes:
        envelope: what stands before the rows, and under which key they do.
        first: the first row; None when there is none or the opening does not reach it.
    """

    envelope: Envelope
    first: object


def elements(
    stream: BinaryIO, name: str, keys: Sequence[str] = (), around: Envelope | None = None
) -> Iterator[object]:
    """Yield the elements of an array one by one, in bounded memory; numbers as text.

    Args:
        stream: the bytes of the JSON text.
        name: how a person would name the file.
        keys: keys of the outermost object of which one holds the array; a text that is itself an
            array is read too.
        around: takes what stands around the array; what follows it is there at the end only.

    Raises:
        BadFile: the text is damaged, shortened or nests too deep, or an element is too long.
    """
    text, around = JsonText(stream, name), around or Envelope()
    if text.sign() == "[":
        yield from text.items()
    else:
        for key in text.keys():  # noqa: SIM118  (it is no mapping)
            if key in keys and text.sign() == "[":
                around.key = key
                yield from text.items()
            else:
                around.members[key] = text.value()
    text.end()


def opening_of(head: bytes, keys: Sequence[str] = ()) -> Opening | None:
    """Return how a JSON text begins; None when it is none or has no such array. Never raises.

    Args:
        head: its first bytes.
        keys: as for ``elements``.
    """
    around, first = Envelope(), None
    try:
        first = next(elements(io.BytesIO(head), "", keys, around), None)
    except BadFile:
        if not around.members:
            return None
    return Opening(around, first)


def blocks(rows: Iterable[object], names: Sequence[str], wanted: Sequence[str]) -> Iterator[Block]:
    """Yield objects as blocks of text columns; an element that is no object is a broken row.

    Args:
        rows: elements of an array; their numbers, from 1, are the lines of the block.
        names: keys of which the cells are kept, in order; other keys are passed over.
        wanted: names of the columns that each block shall have.
    """
    numbered = enumerate(rows, 1)
    while some := list(islice(numbered, ROWS)):
        objects = [(line, row) for line, row in some if isinstance(row, dict)]
        broken = tuple(_broken(line, row) for line, row in some if not isinstance(row, dict))
        cells: list[Cells] = [tuple(text_of(row.get(n)) for n in names) for _, row in objects]
        yield block_of_rows(names, cells, [line for line, _ in objects], wanted, broken)


def text_of(value: object) -> str:
    """Return a value as the text of a cell: null as empty text, what is nested as JSON.

    Halves of characters, which JSON can name and no text can hold, are read as question marks.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _broken(line: int, row: object) -> Broken:
    return Broken(line, "it is no JSON object", (text_of(row)[:_SHOWN],))
