"""Relations: which codes of one edition a code of another may be, without any weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Relation = Mapping[str, frozenset[str | None]]
"""The candidates of each source code. ``None`` among them says that a table names no successor of
something that the code may be, so that the candidates are not all there are."""

NOWHERE: frozenset[str | None] = frozenset({None})


def composed(first: Relation, then: Relation) -> Relation:
    """Return where codes lead in two steps: ``R(a) = union of S(b) over the b in F(a)``.

    A code between that the second step does not know leads to ``None``.
    """
    return {source: onward(between, then) for source, between in first.items()}


def onward(codes: frozenset[str | None], then: Relation) -> frozenset[str | None]:
    """Return the candidates of any of some codes."""
    if len(codes) == 1:
        (only,) = codes
        return NOWHERE if only is None else then.get(only, NOWHERE)
    return frozenset().union(*(NOWHERE if c is None else then.get(c, NOWHERE) for c in codes))


def inverted(relation: Relation) -> Relation:
    """Return the relation from targets to sources: ``b`` may be ``a`` where ``a`` may be ``b``."""
    found = defaultdict[str, set[str | None]](set)
    for source, targets in relation.items():
        for target in targets:
            if target is not None:
                found[target].add(source)
    return {target: frozenset(sources) for target, sources in found.items()}


def united(one: Relation, other: Relation) -> Relation:
    """Return the candidates that either relation names."""
    both = one.keys() | other.keys()
    return {code: one.get(code, frozenset()) | other.get(code, frozenset()) for code in both}


def without(relation: Relation, sources: Mapping[str, str]) -> Relation:
    """Return a relation without some source codes."""
    return {code: targets for code, targets in relation.items() if code not in sources}
