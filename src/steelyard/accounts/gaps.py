"""Why a figure is missing, in words: from missing cells to gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from steelyard.accounts.choice import Choice, Unanswered
from steelyard.accounts.conditions import of_rejected
from steelyard.accounts.currency import Rates
from steelyard.store.release import Release
from steelyard.terms.answer import Gap
from steelyard.terms.definition import Definition, Vintage
from steelyard.terms.flow import ObsStatus
from steelyard.terms.product import TOTAL_NOMENCLATURE

SHOWN = 4


@dataclass(frozen=True, slots=True)
class MissingCell:
    """One observation that a figure needs and no release holds.

    Attributes:
        column: ``exports`` or ``imports``.
        period: label of the period of the answer.
        partner: code of the partner.
        source: period of the observation.
        status: the publisher's status, or empty when there is no row at all.
    """

    column: str
    period: str
    partner: str
    source: str
    status: str


def unanswered(reasons: Iterable[tuple[str, Unanswered]]) -> tuple[Gap, ...]:
    """Return the gaps of columns that no series answers, columns with one reason joined."""
    columns: dict[Unanswered, list[str]] = defaultdict(list)
    for column, reason in reasons:
        columns[reason].append(column)
    return tuple(Gap(" and ".join(c), r.why, r.remedy) for r, c in columns.items())


def unrated(columns: list[str], labels: list[str], rates: Rates) -> tuple[Gap, ...]:
    """Return the gap of periods for which no exchange rate is held."""
    if not labels:
        return ()
    source, target = rates.series[0].pair
    names = ", ".join(choice.held.release.name for choice in rates.series)
    what = f"{' and '.join(columns)} of {listed(labels)} in {target}"
    why = f"{names} has no average rate from {source} to {target} then"
    return (Gap(what, why, f"Ask in {source}, or for periods that have a rate."),)


def nobody(code: str, labels: list[str]) -> tuple[Gap, ...]:
    """Return the gap of periods in which a place does not exist or a group has no members."""
    if not labels:
        return ()
    what = f"exports and imports of {listed(labels)}"
    why = f"{code} does not exist for statistics then, or has no members"
    return (
        Gap(
            what,
            why,
            "Ask for the years in which it exists, or for its predecessors or successors.",
        ),
    )


def explain(
    missing: Iterable[MissingCell], choices: dict[str, Choice], definition: Definition
) -> tuple[Gap, ...]:
    """Return the gaps behind missing cells, alike ones joined, in order of time.

    Args:
        missing: cells without a value.
        choices: the series that each column was read from.
        definition: the free choices of the question.
    """
    alike: dict[tuple[str, str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for cell in missing:
        choice = choices[cell.column]
        stated = choice.published
        reason = _unstated(cell, choice, definition) if stated else _reason(cell, choice)
        alike[(*reason, cell.column, cell.partner)].add((cell.period, cell.source))
    joined = sorted(_joined(alike), key=lambda one: (min(one.cells), one.columns, one.why))
    return tuple(one.gap() for one in joined)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Cells that lack for one reason: every column and partner lacks exactly these."""

    why: str
    remedy: str
    columns: tuple[str, ...]
    partners: tuple[str, ...]
    cells: frozenset[tuple[str, str]]

    def gap(self) -> Gap:
        periods = sorted({period for period, _ in self.cells})
        sources = sorted({source for _, source in self.cells})
        finer = f"; lacking {listed(sources)}" if sources != periods else ""
        what = f"{' and '.join(self.columns)} of {listed(periods)}"
        return Gap(what, self.why.format(partners=", ".join(self.partners)) + finer, self.remedy)


def _joined(alike: Mapping[tuple[str, str, str, str], set[tuple[str, str]]]) -> list[_Alike]:
    """Join columns, then partners, that lack the same cells for the same reason."""
    columns = defaultdict(list)
    for (why, remedy, column, partner), lacking in sorted(alike.items()):
        columns[why, remedy, partner, frozenset(lacking)].append(column)
    partners = defaultdict(list)
    for (why, remedy, partner, cells), named in columns.items():
        partners[why, remedy, tuple(named), cells].append(partner)
    return [
        _Alike(why, remedy, named, tuple(who), cells)
        for (why, remedy, named, cells), who in partners.items()
    ]


def _reason(cell: MissingCell, choice: Choice) -> tuple[str, str]:
    """Return why a cell is missing, with a place for the partners, and what would fill it."""
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
    return _without_row(cell, choice)


def _without_row(cell: MissingCell, choice: Choice) -> tuple[str, str]:
    """Return why a whole release has no row of a cell that it has reached."""
    release, series = choice.held.release, choice.series
    if cell.source < series.first:
        return (
            f"before the beginning of {release.name} in {series.first}",
            f"Ask from {series.first} on, or add an older dataset with `steelyard add FILE`.",
        )
    if cell.partner not in series.partners:
        return f"{release.name} states this for others, but never for {{partners}}", _OTHERWISE
    if choice.way.digits:
        why = f"{release.name} states no such product then, for {{partners}} or for anyone"
        return f"{why}; a code stands in some editions of a nomenclature only", _OTHERWISE
    return f"not reported: {release.name} has no row for {{partners}} then", _OTHERWISE


def _selection(choice: Choice) -> tuple[str, str]:
    """Return why a sum of codes in a release collected in pieces does not count."""
    release, level = choice.held.release, choice.said("level")
    asked = f"the list {choice.way.listed}" if choice.way.listed else _few(choice.way.codes)
    all_codes = f"every code of {level} digits with {TOTAL_NOMENCLATURE}"
    itself = all_codes if choice.way.listed else f"{asked} itself, or {all_codes},"
    why = f"{ObsStatus.SELECTION.reason}: of {asked}, {release.name}, collected in pieces, holds "
    why += f"{_held_codes(choice)}, and for {{partners}} no whole to which they add up"
    partial = "--partial gives the sum of what is held"
    return why, f"Add {itself} with `steelyard add FILE`; {partial}."


def _held_codes(choice: Choice) -> str:
    """Say how many codes a series holds of those asked, when it names its codes."""
    codes, digits = choice.products(), f"of {choice.said('level')} digits"
    if not codes:
        return f"codes {digits}"
    return f"{len(codes)} code{'s'[: len(codes) > 1]} {digits} ({_few(codes)})"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" and others" if len(names) > SHOWN else "")


def _add_the_file(release: Release) -> str:
    rejected = of_rejected(release)
    partial = "or take --partial for the sum of what there is"
    return f"Add the file that has it with `steelyard add FILE`, {partial}{rejected}."


def _unstated(cell: MissingCell, choice: Choice, definition: Definition) -> tuple[str, str]:
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


_NO_ROW = "holds no row of it for {partners} then"
_NOT_EVERY_ROW = "does not hold a row of every code asked for {partners} then"
_PARTIAL = "--partial gives the sum of the months that an incomplete period has."
_OTHERWISE = (
    "Ask for other periods or partners, add another dataset with `steelyard add FILE`, "
    "or take --partial for the sum of what there is."
)


def listed(labels: list[str]) -> str:
    """Return labels in one line, a long list by its ends and its count."""
    if len(labels) <= SHOWN:
        return ", ".join(labels)
    return f"{labels[0]} to {labels[-1]} ({len(labels)} periods)"
