"""A file read to its end and checked: the draft of a part with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from steelyard.ingest.control_words import NOTHING
from steelyard.ingest.dating import check_date, dated
from steelyard.ingest.drafted import Faults, Tally, drafted
from steelyard.ingest.recognise import opened
from steelyard.ingest.repeats import repeats
from steelyard.ingest.surveyed import surveyed
from steelyard.ingest.understood import Understood, understood
from steelyard.ingest.wish import Told, Wish
from steelyard.sources.contract import AnySource, Check
from steelyard.sources.received import Received
from steelyard.sources.stream import Reading
from steelyard.store.codes import Codes
from steelyard.store.draft import Draft
from steelyard.terms.errors import BadFile


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read to its end.

    Attributes:
        reading: the file as its source opened it.
        published_at, dated, dated_how: the date of its release, and how it was found.
        draft: its rows, accepted and rejected.
        tally: how many.
        understood: what its rows say of themselves.
        checks: reconciliations with its own totals.
    """

    reading: Reading
    published_at: str
    dated: str
    dated_how: str
    draft: Draft
    tally: Tally
    understood: Understood
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """One file to be read.

    Attributes:
        received: the file.
        source: the module that knows it.
        wish: how the user wants it taken in.
        folder: where its draft is written.
        tell: called with a word on each stage, and the share of it that is done where known.
    """

    received: Received
    source: AnySource
    wish: Wish
    folder: Path
    tell: Told


def read_through(errand: Errand) -> Read:
    """Read a file to its end into a draft and check it.

    Where rows state one flow twice it is read again without them.

    Raises:
        BadFile: it is damaged, or nothing of it could be taken in.
        BadDate: it cannot have been published on its date.
    """
    read = _drafted(errand, {})
    errand.tell(f"checking {errand.received.name}", None)
    found = surveyed(read.codes)
    faults = repeats(read.draft.rows, found.repeated)
    if faults:
        read = _drafted(errand, faults)
        found = surveyed(read.codes)
    if read.tally.observations == read.tally.rejected:
        raise _nothing(errand.received, read.tally)
    meant = understood(read.codes)
    when = dated(read.reading, errand.wish.today)
    check_date(errand.received.name, when[0], meant.last, errand.wish.today)
    checks = (
        *read.reading.checks(),
        *(check for check in found.checks if not check.detail.startswith(NOTHING)),
    )
    draft = replace(read.draft, series=found.series)
    return Read(read.reading, *when, draft, read.tally, meant, checks)


class _Drafted(NamedTuple):
    reading: Reading
    draft: Draft
    codes: Codes
    tally: Tally


def _drafted(errand: Errand, faults: Faults) -> _Drafted:
    name, packed, share = errand.received.name, max(errand.received.packed, 1), 0.0

    def told(done: int) -> None:
        nonlocal share
        share = min(done / packed, 1.0)

    def each(tally: Tally) -> None:
        errand.tell(f"reading {name}: {tally.observations:,} rows", share)

    watched = replace(errand.received, told=told)
    reading = opened(errand.source, watched, errand.wish.release)
    return _Drafted(reading, *drafted(reading, errand.folder, faults, each))


def _nothing(received: Received, tally: Tally) -> BadFile:
    reasons = "; ".join(
        f"{count} {reason} ({tally.examples[reason]})" for reason, count in tally.reasons.items()
    )
    return BadFile(
        f"You added {received.name}",
        f"none of its {tally.observations} observations could be taken in: {reasons or 'no rows'}",
        "An empty release would answer nothing",
        "Correct the file, or see docs/reference/publishers.md for what each reason means.",
    )
