"""A mapping and a header -> what to read for each figure of a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.reading import refuse
from steelyard.sources.tidy import roles
from steelyard.sources.tidy.mapping import Column, Mapping, Stated
from steelyard.sources.tidy.meanings import meaning
from steelyard.sources.tidy.numerals import Numerals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Fact = dict[str, Stated]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read from every row.

    Attributes:
        mapping: the mapping.
        facts: our columns of each figure, columns across expanded.
        texts: the file's columns wanted as text.
        numbers: those wanted as exact numbers.
    """

    mapping: Mapping
    facts: tuple[Fact, ...]
    texts: tuple[str, ...]
    numbers: tuple[str, ...]


def needed(mapping: Mapping) -> frozenset[str]:
    """Return the names by which a header is told: every column that the mapping names."""
    named = {name for said in _columns(mapping.stated) for name in said.parts}
    named |= {skip.column for skip in mapping.skip}
    return frozenset(named.union(*({adds.total, *adds.parts} for adds in mapping.adds)))


def plan(mapping: Mapping, names: Sequence[str], file: str) -> Plan:
    """Return what to read under a header.

    Raises:
        BadFile: no column has a name that the mapping looks for, or a heading cannot be read.
    """
    facts = tuple(f for stated in mapping.stated for f in _across(mapping, stated, names, file))
    measured = list(_of_role(mapping, facts, figure=True))
    figures = {said.column for said in measured} - {s.column for s in measured if s.scale != 1}
    words = {part for said in _of_role(mapping, facts, figure=False) for part in said.parts}
    words |= {skip.column for skip in mapping.skip}
    wanted = {name for said in _columns(facts) for name in said.parts} | needed(mapping)
    plain = mapping.kind == "flows" and Numerals(mapping.file).plain
    numbers = figures - words if plain else set()
    return Plan(mapping, facts, tuple(sorted(wanted - numbers)), tuple(sorted(numbers)))


def _of_role(mapping: Mapping, facts: Sequence[Fact], *, figure: bool) -> Iterator[Column]:
    """Yield the columns that hold figures, or those that hold none."""
    for fact in facts:
        for name, said in fact.items():
            is_figure = roles.role(mapping.kind, name) == roles.FIGURE
            if isinstance(said, Column) and is_figure is figure:
                yield said


def _across(mapping: Mapping, stated: Fact, names: Sequence[str], file: str) -> Iterator[Fact]:
    """Yield a fact for each column whose name matches, or the fact itself."""
    figure = stated[roles.FIGURES[mapping.kind]]
    if isinstance(figure, str) or not figure.matching:
        yield stated
        return
    found = [name for name in names if re.fullmatch(figure.matching, name)]
    if not found:
        remedy = "Correct the expression under 'matching' in the mapping."
        why = "Without them the table states no figure"
        raise refuse(file, f"no column is named like {figure.matching}", why, remedy)
    for name in found:
        headed = {n: _heading(mapping, n, s, name, file) for n, s in stated.items()}
        column = figure.model_copy(update={"column": name, "matching": ""})
        yield {**headed, roles.FIGURES[mapping.kind]: column}


def _heading(mapping: Mapping, name: str, said: Stated, heading: str, file: str) -> Stated:
    """Return our word for the heading where a column of ours is told by it."""
    if isinstance(said, str) or not said.heading:
        return said
    try:
        return meaning(mapping.kind, name, said, {})(heading) or ""
    except (ValueError, LookupError) as error:
        found = f"the column {heading!r} does not tell the {name}: {error.args[0]}"
        why = "A figure whose period or place is guessed would be wrong"
        raise refuse(file, found, why, "Correct the mapping.") from None


def _columns(facts: Sequence[Fact]) -> Iterator[Column]:
    for fact in facts:
        yield from (said for said in fact.values() if isinstance(said, Column))
