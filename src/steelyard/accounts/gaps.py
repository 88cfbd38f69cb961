"""Why a figure is missing, in words: from missing cells to gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from steelyard.accounts.choice import Choice, Unanswered
from steelyard.accounts.conditions import some_codes
from steelyard.accounts.currency import Rates
from steelyard.accounts.reasons import unread, unstated
from steelyard.terms.answer import Gap
from steelyard.terms.definition import Definition

SHOWN = 4
_NOTHING: Mapping[str, Any] = MappingProxyType({})


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


def unreached(choice: Choice, what: str, editions: str) -> Gap:
    """Return the gap of figures whose rows are of editions that lead to no code of the class."""
    name, codes = choice.held.release.name, choice.way.nomenclature
    told = f"the {codes} {editions}" if editions else f"the {codes}, of which it states no edition"
    level = choice.said("level")
    digits = f" of {level} digits" if level else ""
    return Gap(
        what,
        f"{name} states codes{digits} of {told}, and from these no published table that is held "
        f"leads to {some_codes(choice.way)}",
        "Add a table of finer codes or of another edition with `steelyard add FILE`.",
    )


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
    missing: Iterable[MissingCell],
    choices: dict[str, Choice],
    definition: Definition,
    *,
    blank: Mapping[str, Collection[str]] = _NOTHING,
    elsewhere: Mapping[str, Mapping[str, str]] = _NOTHING,
    without_value: Mapping[str, str] = _NOTHING,
) -> tuple[Gap, ...]:
    """Return the gaps behind missing cells, alike ones joined, in order of time.

    Args:
        missing: cells without a value.
        choices: the series that each column was read from.
        definition: the free choices of the question.
        blank: by column, the periods of cells in which the series has no row of anything.
        elsewhere: by column and period of the answer, how to ask another table that has it.
        without_value: by column, which codes of a converted class have no value, in words.
    """
    alike: dict[tuple[str, str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for cell in missing:
        choice = choices[cell.column]
        stated = choice.published
        none = cell.source in blank.get(cell.column, ())
        reason = unstated(cell, choice, definition) if stated else unread(cell, choice, blank=none)
        other = elsewhere.get(cell.column, {}).get(cell.period, "")
        codes = without_value.get(cell.column, "") if cell.status else ""
        why, remedy = f"{reason[0]}{codes}", f"{other} {reason[1]}".strip()
        alike[why, remedy, cell.column, cell.partner].add((cell.period, cell.source))
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


def listed(labels: list[str]) -> str:
    """Return labels in one line, a long list by its ends and its count."""
    if len(labels) <= SHOWN:
        return ", ".join(labels)
    return f"{labels[0]} to {labels[-1]} ({len(labels)} periods)"
