"""Looking at a table that nobody has described: a draft of its mapping, with what is not told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from steelyard.sources.layout import encoding_of
from steelyard.sources.tidy import clues
from steelyard.sources.tidy.asked import (
    card_fields,
    column_fields,
    fact_fields,
    file_fields,
    skip_fields,
)
from steelyard.sources.tidy.draft import Draft
from steelyard.sources.tidy.guess import Guesses, guesses
from steelyard.sources.tidy.sample import Sample, sample

if TYPE_CHECKING:
    from steelyard.sources.received import Received


def look(received: Received, taken: frozenset[str] = frozenset()) -> Draft:
    """Return a draft of the mapping of a table of trade flows, guessed from its opening.

    Every guess says how sure it is; what the file does not tell (the publisher, the valuation, the
    import basis and often the unit) stays open, to be asked or to be written by hand.

    Args:
        received: the table.
        taken: names of datasets that are publishers' own.

    Raises:
        BadFile: the bytes are damaged, or no header can be told.
    """
    seen = sample(received)
    found = guesses(seen)
    marks = tuple(dict.fromkeys(m for c in _figures(seen, found) for m in clues.missing_marks(c)))
    signs = clues.separators([cell for column in _figures(seen, found) for cell in column])
    fields = (
        *card_fields(seen),
        *file_fields(seen, signs, marks),
        *column_fields(seen, found),
        *fact_fields(seen, found),
        *skip_fields(seen, found),
    )
    unread = tuple(name for name in seen.columns if name not in found.read and not found.across)
    findings = _findings(seen, found, signs)
    if seen.delimiter and encoding_of(received.head()) == "cp1252":
        findings.append("The text is not UTF-8; if names look wrong, state its encoding under file")
    cells = {name: clues.distinct(column) for name, column in seen.columns.items()}
    return Draft(seen.file, fields, tuple(findings), unread, cells, taken)


def _figures(seen: Sample, found: Guesses) -> list[tuple[str, ...]]:
    if found.across:
        return [cells for name, cells in seen.columns.items() if re.fullmatch("[12][0-9]{3}", name)]
    return [seen.columns[column] for _, column in found.facts]


def _findings(seen: Sample, found: Guesses, signs: tuple[str, str] | None) -> list[str]:
    told = []
    if signs is None:
        told.append(
            "No figure has more than three digits before its one sign, and most have three after "
            "it; the sign may group thousands, and zeros at the end may be lost"
        )
    told += [
        f"Names in the column {name!r} are lost to question marks; their rows cannot be read"
        for name in found.lost
    ]
    if found.daily:
        told.append("The dates are days; Steelyard holds years, quarters and months")
    if len(seen.sheets) > 1:
        told.append(f"The workbook has tables on the sheets {', '.join(seen.sheets)}")
    if not found.facts and not found.across:
        told.append("No column could be told to hold the figures")
    return told
