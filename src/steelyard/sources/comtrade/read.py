"""Files of UN Comtrade in every layout: delimited text, JSON of the interface, Parquet."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.comtrade import delimited, interface, parquet
from steelyard.sources.comtrade.convert import Conversion
from steelyard.sources.comtrade.release import dated
from steelyard.sources.contract import read_card
from steelyard.sources.corrections import Corrections, read_corrections
from steelyard.sources.reading import refuse
from steelyard.sources.stream import Batch, Reading
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from steelyard.sources.comtrade.opened import Opened
    from steelyard.sources.received import Received

CARDS = GOODS, SERVICES = tuple(
    read_card(Path(__file__).with_name(f"{name}.yaml")) for name in ("goods", "services")
)
_FORMATS = (parquet, interface, delimited)
_LIMITS = (500, 100_000, 250_000)
_DAMAGED = "A damaged or shortened download may have lost rows without a trace"


_CORRECTIONS = read_corrections(Path(__file__).with_name("corrections.yaml"))


def knows(received: Received) -> bool:
    """Tell by the names of columns or keys whether a file is a table of UN Comtrade."""
    head = received.head()
    return any(form.knows(received, head) for form in _FORMATS)


def stream(received: Received, published_at: str | None = None) -> Reading:
    """Open a file for reading; ``published_at`` overrides a date in the name of a bulk file.

    One observation gives a row for each valuation that it states. Units are dollars, kilograms and
    the unit beside a quantity; empty cells are null; what 0 means stands in the card's quirks.

    Raises:
        BadFile: the file is no table of UN Comtrade, or holds no rows; while reading: it is
            damaged.
        BadDate: ``published_at`` is no date.
    """
    head = received.head()
    form = next((form for form in _FORMATS if form.knows(received, head)), None)
    if form is None:
        found = "no columns of UN Comtrade are among its first lines"
        raise refuse(received.name, found, "Nothing can be read from it", "Give the whole table.")
    release, notes = dated(received, published_at), dict[str, str]()
    opened = form.opened(received, head)
    known = Corrections(_CORRECTIONS)
    conversion = Conversion(opened.names, opened.services, known)
    batches = _told(_guarded(opened.batches(conversion), received), conversion, opened, notes)
    card = SERVICES if opened.services else GOODS
    reading = Reading(card, FLOWS, opened.layout, *release, opened.columns, batches)
    return replace(reading, notes=notes, checks=known.checks)


def _guarded(batches: Iterator[Batch], received: Received) -> Iterator[Batch]:
    """Yield batches; a file that cannot be unpacked to its end, or without rows, is refused."""
    rows = 0
    try:
        for batch in batches:
            rows += batch.observations
            yield batch
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        found = f"it cannot be read to its end: {error}"
        raise refuse(received.name, found, _DAMAGED, "Download it again.") from None
    if not rows:
        why = "An empty table may be a query that failed, not a trade of nothing"
        raise refuse(received.name, "it has no rows", why, "Repeat the download.")


def _told(
    batches: Iterator[Batch], conversion: Conversion, opened: Opened, notes: dict[str, str]
) -> Iterator[Batch]:
    """Yield batches, and note at the end what was noticed."""
    rows = 0
    for batch in batches:
        rows += batch.observations
        yield batch
    if rows in _LIMITS:
        notes["at-limit"] = (
            f"The file has exactly {rows:,} rows, a limit of UN Comtrade for one download; more "
            "may exist. Ask for less at a time."
        )
    if conversion.estimated:
        notes["estimated-quantities"] = (
            f"The quantity or weight of {conversion.estimated:,} of {rows:,} rows is estimated by "
            "the United Nations; values are not."
        )
    notes.update(opened.notes(rows))
