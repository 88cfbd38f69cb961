"""World Bank, World Integrated Trade Solution (WITS): bulk downloads of goods trade.

One row a reporter, partner, product, year and trade flow, as comma-separated text with the columns
``Nomenclature``, ``ReporterISO3``, ``ProductCode``, ``PartnerISO3``, ``Year``, ``TradeFlowName``
and ``TradeValue in 1000 USD``; quantities, their unit and names stand in further columns. Keys:
reporter, partner, product, year, flow. Values become US dollars. An empty value is missing (status
O), a 0 a value rounded to 0. What WITS means by its flows, places and codes stands in the modules
of these names and in the card. Source: https://wits.worldbank.org/
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.contract import read_card
from steelyard.sources.corrections import Corrections, read_corrections
from steelyard.sources.layout import check_names, find_layout
from steelyard.sources.reading import publication_date, refuse
from steelyard.sources.stream import Reading, batches_of
from steelyard.sources.wits import quantities as q
from steelyard.sources.wits import trade
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steelyard.sources.received import Received

CARD = read_card(Path(__file__).with_name("source.yaml"))
_CORRECTIONS = read_corrections(Path(__file__).with_name("corrections.yaml"))
_NEEDED = ("Nomenclature", "ProductCode", trade.REPORTER, trade.PARTNER, trade.YEAR, trade.FLOW)
_WANTED = (*_NEEDED, trade.VALUE)
HEADERS = (_WANTED,)
_TEXTS = (*_WANTED, trade.FLOW_CODE, q.TOKEN, q.UNIT)
_NUMBERS = (q.QUANTITY, q.WEIGHT)
_UNDATED = "The file states no date; it counts from the day on which it was received."


def knows(received: Received) -> bool:
    """Tell a bulk download of WITS by the names of its columns."""
    return find_layout(received.head(), _is_header) is not None


def stream(received: Received, published_at: str | None) -> Reading:
    """Open a bulk download of WITS for reading.

    Raises:
        BadFile: it has not the columns of one, or names one of them twice.
        BadDate: ``published_at`` is no date.
    """
    layout = find_layout(received.head(), _is_header)
    if layout is None:
        why = "Trade cannot be told from anything else in it"
        found = f"it has not the columns {', '.join(_WANTED)}"
        raise refuse(received.name, found, why, "Give the file as WITS made it.")
    check_names(layout, received.name)
    names = frozenset(layout.names)
    known = Corrections(_CORRECTIONS)
    rows = trade.Trade(names, known)
    texts, numbers = ([n for n in wanted if n in names] for wanted in (_TEXTS, _NUMBERS))
    date = publication_date(published_at) if published_at is not None else ""
    return Reading(
        CARD,
        FLOWS,
        "WITS bulk download",
        date,
        "stated" if date else "inferred",
        "The date was given with the file." if date else _UNDATED,
        tuple(layout.columns),
        batches_of(received, layout, texts, numbers, rows.batch),
        known.checks,
    )


def _is_header(names: Sequence[str]) -> bool:
    return set(_WANTED) <= set(names)
