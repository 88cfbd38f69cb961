"""Which edition and version of BACI a file is of: its name tells it, else its codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa

from steelyard.nomenclature.products import editions
from steelyard.sources.baci.cards import EDITIONS
from steelyard.sources.baci.products import codes_of, six_digits
from steelyard.sources.chunks import chunks
from steelyard.sources.delimited import block_of
from steelyard.sources.reading import publication_date, refuse
from steelyard.sources.split import split

if TYPE_CHECKING:
    from steelyard.sources.layout import Layout
    from steelyard.sources.received import Received
    from steelyard.terms.errors import BadFile

_NAME = re.compile(
    r"BACI_HS([0-9]{2})(?![0-9]).*?(?<![A-Za-z])V([0-9]{4})([0-9]{2})([a-z]?)(?![0-9a-z])"
)
_NAMED_BY = "file"
_ENOUGH = 500


@dataclass(frozen=True, slots=True)
class Version:
    """What a file's name tells.

    Attributes:
        short: two digits of the edition.
        month: month of the release; empty for a version that corrects an earlier one.
        name: the version as it is written.
    """

    short: str
    month: str
    name: str


def named_version(name: str) -> Version | None:
    """Read edition and version from a name such as ``BACI_HS17_Y2019_V202301.csv``."""
    found = _NAME.search(name)
    if found is None or found[1] not in EDITIONS or not "01" <= found[3] <= "12":
        return None
    month = "" if found[4] else f"{found[2]}-{found[3]}"
    return Version(found[1], month, f"V{found[2]}{found[3]}{found[4]}")


def version_of(received: Received, layout: Layout) -> Version | None:
    """Return the version told by the file's name or, in rejected rows, by where they came from."""
    return named_version(received.name) or named_version(_came_from(received, layout))


def dated(version: Version | None, published_at: str | None) -> tuple[str, str, str]:
    """Return the date of the release, ``stated`` or ``inferred``, and how it was found.

    Raises:
        BadDate: ``published_at`` is no date.
    """
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    if version is None:
        how = "Neither the file nor its name states a version; it counts from the day of intake."
        return "", "inferred", how
    if not version.month:
        how = f"{version.name} corrects an earlier version on a day that its name does not tell; "
        return "", "inferred", f"{how}it counts from the day of intake."
    return version.month, "stated", f"The file's name states the version {version.name}."


def edition_by_codes(received: Received, layout: Layout) -> str:
    """Return the two digits of the one edition that has every product code of the file.

    Raises:
        BadFile: none has, more than one has, or the file has too few codes to tell.
    """
    codes = _codes(received, layout)
    if len(codes) < _ENOUGH:
        found = f"nor do its {len(codes)} product codes, too few to tell the editions apart"
        raise _untold(received.name, found)
    fitting = [name for name in editions("HS") if codes <= codes_of(name)]
    if len(fitting) != 1:
        which = " and ".join(fitting) or f"none of {', '.join(editions('HS'))}"
        raise _untold(received.name, f"and its product codes fit {which}")
    return next(short for short, edition in EDITIONS.items() if edition == fitting[0])


def _codes(received: Received, layout: Layout) -> set[str]:
    found: set[str] = set()
    with received.open() as stream:
        for chunk in chunks(stream, layout):
            column = block_of(chunk, layout, ["k"]).table["k"]
            found.update(column.unique().cast(pa.string()).to_pylist())
    return {six_digits(text) for text in found}


def _came_from(received: Received, layout: Layout) -> str:
    """Return the file from which rejected rows came, if these are such rows."""
    if _NAMED_BY not in layout.names:
        return ""
    place = layout.names.index(_NAMED_BY)
    with received.open() as stream:
        for chunk in islice(chunks(stream, layout), 1):
            return next((cells[place] for cells in split(chunk, layout).rows), "")
    return ""


def _untold(name: str, found: str) -> BadFile:
    return refuse(
        name,
        f"its name does not tell the edition of the Harmonized System, {found}",
        "A code means another product in another edition",
        "Give it the name that CEPII gave it, such as BACI_HS17_Y2019_V202301.csv.",
    )
