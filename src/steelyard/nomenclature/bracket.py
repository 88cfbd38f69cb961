"""Brackets: how much of a code is surely in a group of targets, and how much may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from steelyard.nomenclature.concordance import Concordance
from steelyard.nomenclature.weights import WHOLE, Lost

if TYPE_CHECKING:
    import pyarrow as pa

OUTSIDE = ""
"""The group of the targets that stand in none."""

Row = tuple[str, str | None, int, bool, bool]


def grouped(found: Concordance, groups: Mapping[str, str] | None = None) -> pa.Table:
    """Return a map to groups of targets, with what is sure of each.

    Equation: with the candidates R(s) of a code s and its weights w, ``parts(s, G) = sum of w(s, t)
    over the t in G``; ``low(s, G)`` where ``R(s)`` lies in G, ``high(s, G)`` where it meets G. A
    code whose candidates all lie in one group goes there whole, even if it cannot be followed to
    one of them. Bounds of a group are at least as tight as the sums of those of its codes.

    Args:
        found: the map by code.
        groups: the group of each target code. Targets that it lacks are in the group ``OUTSIDE``.
            Without it every code is a group of its own.

    Returns:
        A table ``source, group, parts, low, high``, keys ``source`` and ``group``. The parts of a
        source add up to ``WHOLE``; a group that the source only may be in has none. The group is
        missing for what has no target.
    """
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    rows = [row for source in found.weights for row in _rows(found, source, groups)]
    schema = pa.schema(
        [
            ("source", pa.string()),
            ("group", pa.string()),
            ("parts", pa.int64()),
            ("low", pa.bool_()),
            ("high", pa.bool_()),
        ]
    )
    return pa.table([list(column) for column in zip(*rows, strict=True)], schema=schema)


def _rows(found: Concordance, source: str, groups: Mapping[str, str] | None) -> Iterator[Row]:
    touched = {_group(code, groups) for code in found.relation[source]}
    if len(touched) == 1:
        yield source, touched.pop(), WHOLE, True, True
        return
    parts: dict[str | None, int] = dict.fromkeys(touched, 0)
    for target, (part, _) in found.weights[source].items():
        group = _group(None if isinstance(target, Lost) else target, groups)
        parts[group] = parts.get(group, 0) + part
    for group in sorted(parts, key=lambda group: (group is None, group)):
        yield source, group, parts[group], False, True


def _group(code: str | None, groups: Mapping[str, str] | None) -> str | None:
    if code is None or groups is None:
        return code
    return groups.get(code, OUTSIDE)
