"""A map of codes by their first digits: in equal parts of every code that begins so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from steelyard.nomenclature.bracket import Row
from steelyard.nomenclature.weights import Lost, Target, in_parts


def shortened(rows: list[Row], length: int) -> list[Row]:
    """Return a map by the first digits of its codes: equal parts of each code that begins so."""
    if all(len(row[0]) <= length for row in rows):
        return rows
    below: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        below[row[0][:length]].append(row)
    return [row for code in sorted(below) for row in _joined(code, below[code])]


def _joined(code: str, rows: list[Row]) -> Iterator[Row]:
    lines, groups = len({row[0] for row in rows}), defaultdict[str | None, list[Row]](list)
    for row in rows:
        groups[row[1]].append(row)
    amounts: dict[Target, int] = {
        _key(group): sum(row[2] for row in groups[group]) for group in groups
    }
    parts = in_parts(amounts)
    for group, of in groups.items():
        low = len(of) == lines and all(row[3] for row in of)
        yield code, group, parts.get(_key(group), 0), low, any(row[4] for row in of)


def _key(group: str | None) -> Target:
    return Lost.NO_LINK if group is None else group
