"""Delimited text of UN Comtrade: exports of the sites, bulk files, tables of R's comtradr."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import TYPE_CHECKING

from steelyard.sources.comtrade.columns import NUMBERS, fields_of, is_header
from steelyard.sources.comtrade.opened import Opened, of_services
from steelyard.sources.layout import Layout, check_names, find_layout
from steelyard.sources.reading import refuse
from steelyard.sources.stream import batches_of

if TYPE_CHECKING:
    from steelyard.sources.received import Received

_WORDS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}


def knows(received: Received, head: bytes) -> bool:  # noqa: ARG001  (one signature for all formats)
    """Tell whether a text has the header of a table of UN Comtrade."""
    return find_layout(head, is_header) is not None


def opened(received: Received, head: bytes) -> Opened:
    """Open a text.

    Raises:
        BadFile: it has no such header, or names a column twice.
    """
    layout = find_layout(head, is_header)
    if layout is None:
        found = "its header is not one of UN Comtrade"
        raise refuse(received.name, found, "Its columns cannot be told", "Give the whole table.")
    check_names(layout, received.name)
    names = fields_of(layout.names)
    numbers = [name for field, name in names.items() if field in NUMBERS]
    texts = [name for field, name in names.items() if field not in NUMBERS]
    words = f"UN Comtrade table, delimited by {_WORDS[layout.delimiter]}, {len(names)} columns used"
    services = of_services(_first(head, layout).get(names["classificationCode"], ""))
    read = partial(batches_of, received, layout, texts, numbers)
    return Opened(words, tuple(layout.columns), names, services, read)


def _first(head: bytes, layout: Layout) -> dict[str, str]:
    """Return the first row by its columns, empty when there is none."""
    text = head.decode(layout.encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text), delimiter=layout.delimiter)
    try:
        row = next((r for r in reader if reader.line_num > layout.skip and any(r)), [])
    except csv.Error:
        return {}
    return dict(zip(layout.columns, row, strict=False))
