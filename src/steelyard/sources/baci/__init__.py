"""CEPII, BACI: reconciled bilateral trade by product, one file a year.

Columns ``t`` year, ``i`` exporter, ``j`` importer, ``k`` HS subheading, ``v`` value in thousand US
dollars, ``q`` quantity in tonnes. Keys: exporter, importer, subheading, year. Values become US
dollars, tonnes net weight in kilograms; ``NA`` is a weight that is not known. Only flows above 0
are recorded, so an absent row is missing, not nil; an empty value is refused.

One flow is one estimate made of two reports. It is held as the exporter's flow ``X`` and as the
importer's ``M``, both FOB, status E, on the account ``reconciled``, which no question about
reported trade asks for. Edition and version stand in the file's name (see ``version``).
Source: Gaulier and Zignago (2010), CEPII working paper 2010-23; https://www.cepii.fr/
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.baci.cards import CARDS, EDITIONS, card_of
from steelyard.sources.baci.code_lists import is_code_list, nothing_in
from steelyard.sources.baci.flows import COLUMNS, Flows
from steelyard.sources.baci.version import dated, edition_by_codes, version_of
from steelyard.sources.corrections import Corrections, read_corrections
from steelyard.sources.layout import check_names, find_layout
from steelyard.sources.reading import refuse
from steelyard.sources.stream import Reading, batches_of
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steelyard.sources.received import Received

__all__ = ["CARDS", "HEADERS", "knows", "stream"]

HEADERS = (COLUMNS,)

_CORRECTIONS = read_corrections(Path(__file__).with_name("corrections.yaml"))
_OF_REJECTED_ROWS = {"", "file", "line", "reason", "detail", "release"}


def knows(received: Received) -> bool:
    """Tell a yearly file of BACI by its six columns; its code lists are known as well."""
    return find_layout(received.head(), _is_header) is not None or is_code_list(received)


def stream(received: Received, published_at: str | None) -> Reading:
    """Open a yearly file of BACI for reading.

    Raises:
        CodeList: it is a list of codes.
        BadFile: it has not the columns, or nothing tells its edition.
        BadDate: ``published_at`` is no date.
    """
    layout = find_layout(received.head(), _is_header)
    if layout is None and is_code_list(received):
        raise nothing_in(received)
    if layout is None:
        found = f"it has not the columns {', '.join(COLUMNS)}"
        raise refuse(received.name, found, "They are all that BACI is", "Download it again.")
    check_names(layout, received.name)
    version = version_of(received, layout)
    date, how_dated, how = dated(version, published_at)
    short = version.short if version else edition_by_codes(received, layout)
    known = Corrections(_CORRECTIONS)
    rows = Flows(EDITIONS[short], known)
    return Reading(
        card_of(short),
        FLOWS,
        f"BACI yearly file, HS {EDITIONS[short]}",
        date,
        how_dated,
        how,
        tuple(layout.columns),
        batches_of(received, layout, COLUMNS, (), rows.batch),
        known.checks,
    )


def _is_header(names: Sequence[str]) -> bool:
    return set(COLUMNS) <= set(names) <= {*COLUMNS, *_OF_REJECTED_ROWS}
