"""Why one figure is missing, in words, and what would fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.accounts.choice import Choice
from steelyard.accounts.conditions import some_codes
from steelyard.accounts.conditions_held import of_rejected, some
from steelyard.store.release import Release
from steelyard.terms.definition import Definition, Vintage
from steelyard.terms.flow import ObsStatus
from steelyard.terms.product import TOTAL_NOMENCLATURE

if TYPE_CHECKING:
    from steelyard.accounts.gaps import MissingCell

_NO_ROW = "holds no row of it for {partners} then"
_NOT_EVERY_ROW = "does not hold a row of every code asked for {partners} then"
_PARTIAL = "--partial gives the sum of the months that an incomplete period has."
_OTHERWISE = (
    "Ask for other periods or partners, add another dataset with `steelyard add FILE`, "
    "or take --partial for the sum of what there is."
)


def unread(cell: MissingCell, choice: Choice, *, blank: bool = False) -> tuple[str, str]:
    """Return why a cell is missing, with a place for the partners, and what would fill it.

    Args:
        cell: the cell.
        choice: the series that lacks it.
        blank: whether the series has no row at all of the cell's period.
    """
    release, series = choice.held.release, choice.series
    if cell.status == ObsStatus.SELECTION:
        return _selection(choice)
    if cell.status and cell.status != ObsStatus.NOT_YET_PUBLISHED:
        words = _in_words(cell.status)
        return f"{words} for {{partners}} by {release.publisher} in {release.name}", _OTHERWISE
    if release.assembly == "piecewise" and not cell.status:
        lacks = _NO_ROW if len(choice.way.codes) == 1 or choice.sums else _NOT_EVERY_ROW
        return f"{release.name}, collected in pieces, {lacks}", _add_the_file(release)
    if cell.status or cell.source > series.last:
        ended = f", which ends with {series.last}" if series.last else ""
        return (
            f"not yet published in {release.name}{ended}",
            f"Get a newer release from {release.url} and run `steelyard add FILE`. {_PARTIAL}",
        )
    return _without_row(cell, choice, blank=blank)


def _without_row(cell: MissingCell, choice: Choice, *, blank: bool) -> tuple[str, str]:
    """Return why a whole release has no row of a cell that it has reached."""
    release, series = choice.held.release, choice.series
    if cell.source < series.first:
        return (
            f"before the beginning of {release.name} in {series.first}",
            f"Ask from {series.first} on, or add an older dataset with `steelyard add FILE`.",
        )
    if blank:
        return f"{release.name} holds no figures of that period at all, of anything", _OTHERWISE
    if cell.partner not in series.partners:
        return f"{release.name} states this for others, but never for {{partners}}", _OTHERWISE
    if choice.way.digits:
        why = f"{release.name} states no such product then, for {{partners}} or for anyone"
        return f"{why}; a code stands in some editions of a nomenclature only", _OTHERWISE
    return f"not reported: {release.name} has no row for {{partners}} then", _OTHERWISE


def _selection(choice: Choice) -> tuple[str, str]:
    """Return why a sum of codes in a release collected in pieces does not count."""
    release, level, asked = choice.held.release, choice.said("level"), asked_codes(choice)
    all_codes = f"every code of {level} digits with {TOTAL_NOMENCLATURE}"
    itself = f"{asked} itself, or {all_codes}," if choice.way.codes else all_codes
    why = f"{ObsStatus.SELECTION.reason}: of {asked}, {release.name}, collected in pieces, holds "
    why += f"{held_codes(choice)}, and for {{partners}} no whole to which they add up"
    partial = "--partial gives the sum of what is held"
    return why, f"Add {itself} with `steelyard add FILE`; {partial}."


def asked_codes(choice: Choice) -> str:
    """Say which codes a class asks for."""
    return some_codes(choice.way)


def held_codes(choice: Choice) -> str:
    """Say how many codes a series holds of those asked, when it names its codes."""
    codes, digits = choice.products(), f"of {choice.said('level')} digits"
    if not codes:
        return f"codes {digits}"
    return f"{len(codes)} code{'s'[: len(codes) > 1]} {digits} ({some(codes)})"


def _add_the_file(release: Release) -> str:
    rejected = of_rejected(release)
    partial = "or take --partial for the sum of what there is"
    return f"Add the file that has it with `steelyard add FILE`, {partial}{rejected}."


def unstated(cell: MissingCell, choice: Choice, definition: Definition) -> tuple[str, str]:
    """Return why a published figure is missing."""
    if cell.status == ObsStatus.UNRELIABLE:
        why = f"{choice.held.release.name} holds only a doubtful figure of {{partners}} for then"
        return f"{why}, which does not count", "The table facts shows it, and why it is doubted."
    release, series = choice.held.release, choice.series
    first = " as a first print" if definition.vintage is Vintage.FIRST else ""
    out = f" that was out by {definition.as_of}" if definition.as_of else ""
    why = f"{release.name} holds no figure of {{partners}} for then{first}{out}"
    why += f"; tables do not answer: {choice.instead}" if choice.instead else ""
    span = f"it holds single figures from {series.first} to {series.last}"
    return why, f"Add the publisher's own table with `steelyard add FILE`; {span}."


def _in_words(status: str) -> str:
    """Return what a status says of a missing value; some publishers' letters have no words here."""
    try:
        known = ObsStatus(status)
    except ValueError:
        return f"missing with the status {status}"
    return known.reason if known.missing else f"left empty with the status {status}"
