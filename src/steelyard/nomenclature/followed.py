"""What became of one code in a concordance, and why what is lost was not followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from steelyard.nomenclature.codes import code_of
from steelyard.nomenclature.concordance import Concordance, Stage
from steelyard.nomenclature.relation import NOWHERE
from steelyard.nomenclature.tables import not_followed
from steelyard.nomenclature.weights import NO_LINK, Lost, Shared

_NAMED = 3  # codes named in a reason


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of one code.

    Attributes:
        code: the code of the source edition.
        shared: the parts of each target, and on what they rest; for what is lost, how.
        candidates: every code that it may be, in order.
        complete: False when a table names no successor of something that the code may be.
        reasons: for what is lost, why, in sentences; none when all of it is followed.
    """

    code: str
    shared: Shared
    candidates: tuple[str, ...]
    complete: bool
    reasons: tuple[str, ...]


def followed(found: Concordance, code: str) -> Followed:
    """Return what became of a code.

    Raises:
        UnknownProduct: the source edition has no such code.
    """
    relation = found.relation.get(code)
    if relation is None:
        return _above(found, code)
    candidates = tuple(sorted(c for c in relation if c is not None))
    reasons = tuple(dict.fromkeys(_reasons(found, code)))
    return Followed(code, found.weights[code], candidates, not relation & NOWHERE, reasons)


def _above(found: Concordance, code: str) -> Followed:
    known = code_of(found.source, code)
    reason = f"{known.code} of {found.source} has codes below it, which are followed one by one"
    return Followed(code, NO_LINK, (), complete=False, reasons=(reason,))


def _reasons(found: Concordance, code: str) -> Iterator[str]:
    """Tell, step by step, why a part of a code goes no further."""
    here = {code}
    for stage in found.stages:
        onward = set[str]()
        for between in sorted(here):
            shared = stage.weights.get(between, NO_LINK)
            onward |= {target for target in shared if isinstance(target, str)}
            if Lost.NO_LINK in shared:
                yield f"{stage.step.table} has no link for {between} of {stage.step.source}"
            if Lost.NOT_FOLLOWED in shared:
                yield _too_many(stage, between)
        here = onward


def _too_many(stage: Stage, code: str) -> str:
    reasons = not_followed(stage.step.table)
    if code in reasons and not stage.step.back:
        return f"{code} of {stage.step.source} is not followed: {reasons[code]}"
    beyond = sorted(c for c in stage.relation[code] if c is not None)
    named = ", ".join(beyond[:_NAMED]) + (", ..." if len(beyond) > _NAMED else "")
    return (
        f"{code} of {stage.step.source} is linked only with codes that are not followed ({named}): "
        f"{reasons[beyond[0]]}"
    )
