"""Concordances: weighted maps between the codes of any two editions that tables join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from steelyard.nomenclature.codes import held
from steelyard.nomenclature.paths import Path, Step, path
from steelyard.nomenclature.relation import NOWHERE, Relation, composed, inverted, without
from steelyard.nomenclature.tables import Links, links, lowest, not_followed
from steelyard.nomenclature.weights import (
    WHOLE,
    Ground,
    Lost,
    Rule,
    Shared,
    Weights,
    chained,
    weighed,
)
from steelyard.terms.product import Edition

if TYPE_CHECKING:
    import pyarrow as pa

Shares = Mapping[Edition, Mapping[str, Decimal]]
"""Reference values by code, for each edition for which they are known."""
Ends = tuple[Edition, Edition]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a concordance with all that it says.

    Attributes:
        step: the table and its direction.
        relation: the candidates of each code.
        weights: the parts of each candidate.
    """

    step: Step
    relation: Relation
    weights: Weights


@dataclass(frozen=True, slots=True, eq=False)
class Concordance:
    """A map from every lowest code of one edition to codes of another.

    Attributes:
        source: the edition that is converted.
        target: the edition that it is converted to.
        rule: how codes with several candidates are shared out.
        stages: the steps of the way, first to last; none from an edition to itself.
        relation: all that each code may be, whatever the weights; ``None`` among the candidates
            where a table names no successor.
        weights: the parts of each target, which add up to ``WHOLE`` for every code.
    """

    source: Edition
    target: Edition
    rule: Rule
    stages: tuple[Stage, ...]
    relation: Relation
    weights: Weights

    @property
    def path(self) -> Path:
        """The tables that are followed, first to last."""
        return tuple(stage.step for stage in self.stages)

    @property
    def rows(self) -> pa.Table:
        """The map as a table ``source, target, parts, rule, candidates``.

        Keys: ``source`` and ``target``; of a code that is lost the target is missing and the rule
        says how, ``not-followed`` or ``no-link``. ``parts`` of a source add up to ``WHOLE``;
        ``rule`` is the ground of the weight; ``candidates`` is the number of codes that the source
        may be.
        """
        return _rows(self)


def concordance(
    source: Edition, target: Edition, rule: Rule = Rule.PUBLISHED, shares: Shares | None = None
) -> Concordance:
    """Return the map from the codes of one edition to those of another.

    It follows the cheapest way through the tables (``path``). Codes whose links are too many to
    follow, and codes without a link, have no target but stay in the map.

    Args:
        source: the edition to convert.
        target: the edition to convert to.
        rule: how a code with several candidates is shared out.
        shares: reference values, by which candidates share instead of equally. They are taken for
            each step from the edition that it reaches.

    Raises:
        NoConcordance: no way of tables leads from one to the other.
        UnknownProduct: the codes of an edition are not known.
    """
    ends = held(source), held(target)
    if not shares:
        return _without_shares(*ends, rule)
    return _joined(ends, rule, _stages(path(*ends), rule, shares))


def apart(
    codes: Iterable[str],
    ends: Ends,
    avoid: str,
    rule: Rule = Rule.PUBLISHED,
    shares: Shares | None = None,
) -> Concordance:
    """Return the map of some codes alone, by the cheapest way without the tables of a family.

    For codes of which the tables on the way of all others say nothing. The arguments are those of
    ``concordance``, which see for errors too.
    """
    named = held(ends[0]), held(ends[1])
    return _joined(named, rule, _stages(path(*named, avoid), rule, shares), codes)


@lru_cache(maxsize=16)
def _without_shares(source: Edition, target: Edition, rule: Rule) -> Concordance:
    return _joined((source, target), rule, _stages(path(source, target), rule, None))


def _stages(steps: Path, rule: Rule, shares: Shares | None) -> tuple[Stage, ...]:
    if not shares:
        return tuple(_equal_stage(step, rule) for step in steps)
    return tuple(_stage(step, rule, shares.get(step.target, {})) for step in steps)


@lru_cache(maxsize=32)
def _equal_stage(step: Step, rule: Rule) -> Stage:
    return _stage(step, rule, {})


def _stage(step: Step, rule: Rule, values: Mapping[str, Decimal]) -> Stage:
    stated, skipped = links(step.table), not_followed(step.table)
    followed = Links(without(stated.every, skipped), without(stated.published, skipped))
    if step.back:
        stated, followed = _turned(stated), _turned(followed)
    return Stage(step, stated.every, weighed(stated, followed, rule, values))


def _turned(links: Links) -> Links:
    return Links(inverted(links.every), inverted(links.published))


def _joined(
    ends: Ends, rule: Rule, stages: tuple[Stage, ...], codes: Iterable[str] | None = None
) -> Concordance:
    named = lowest(ends[0]) if codes is None else codes
    start: Relation = {code: frozenset({code}) for code in sorted(named)}
    relation = reduce(composed, (stage.relation for stage in stages), start)
    steps = [stage.weights for stage in stages]
    weights = {code: _settled(chained(code, steps), relation[code]) for code in start}
    return Concordance(*ends, rule, stages, relation, weights)


def _settled(shared: Shared, candidates: frozenset[str | None]) -> Shared:
    """Return the weights of one code: what has a single candidate does not rest on a rule."""
    sure = len(candidates) == 1 and len(shared) == 1
    return dict.fromkeys(shared, (WHOLE, Ground.ONLY)) if sure else shared


def _rows(found: Concordance) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415  (slow to import)

    rows = [
        (
            source,
            None if isinstance(target, Lost) else target,
            parts,
            (target if isinstance(target, Lost) else ground).value,
            len(found.relation[source] - NOWHERE),
        )
        for source, shared in found.weights.items()
        for target, (parts, ground) in sorted(shared.items(), key=lambda item: str(item[0]))
    ]
    schema = pa.schema(
        [
            ("source", pa.string()),
            ("target", pa.string()),
            ("parts", pa.int64()),
            ("rule", pa.string()),
            ("candidates", pa.int64()),
        ]
    )
    columns = [list(column) for column in zip(*rows, strict=True)]
    return pa.table(columns, schema=schema)
