"""Blocks of any table -> batches of ours, as a plan says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.nomenclature.codes import fits
from steelyard.nomenclature.products import editions
from steelyard.sources.fill import filled
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch
from steelyard.sources.tidy import roles
from steelyard.sources.tidy.complete import FIRST_HS_YEAR, HS_YEARS, completed
from steelyard.sources.tidy.figures import Figures
from steelyard.sources.tidy.mapping import Column, Skip, Stated
from steelyard.sources.tidy.meanings import IN_FORCE, TOTAL, meaning, reason
from steelyard.sources.tidy.periods import TOGETHER
from steelyard.terms.product import Edition
from steelyard.terms.tables import KINDS

if TYPE_CHECKING:
    from steelyard.sources.blocks import Block
    from steelyard.sources.tidy.plan import Fact, Plan


def converter(plan: Plan) -> Callable[[Block], Batch]:
    """Return what makes a batch of a block."""
    readers = _Readers(plan)

    def convert(block: Block) -> Batch:
        sieve = Sieve(_joined(block, plan))
        for skip in plan.mapping.skip:
            _leave_out(sieve, skip)
        figures = Figures(sieve, plan.mapping)
        figures.check_sums()
        tables = [_table(sieve, figures, plan, fact, readers) for fact in plan.facts]
        kept = pa.concat_tables([sieve.kept(table) for table in tables], promote_options="none")
        return Batch(kept, sieve.rejected(), sieve.observations)

    return convert


class _Readers:
    """What reads each column of ours, made once for a file."""

    def __init__(self, plan: Plan) -> None:
        self._kind = plan.mapping.kind
        self._of = cache(self._made)

    def of(self, name: str, said: Stated, fact: Fact) -> Callable[[str], str | None]:
        """Return what reads a column as a fact states it."""
        fixed = {n: s for n, s in fact.items() if n in {"nomenclature", "edition"}}
        words = tuple((n, s) for n, s in sorted(fixed.items()) if isinstance(s, str))
        return self._of(name, said.model_dump_json() if isinstance(said, Column) else "", words)

    def _made(
        self, name: str, column: str, words: tuple[tuple[str, str], ...]
    ) -> Callable[[str], str | None]:
        said = Column.model_validate_json(column) if column else None
        return cache(meaning(self._kind, name, said, dict(words)))


def _table(sieve: Sieve, figures: Figures, plan: Plan, fact: Fact, readers: _Readers) -> pa.Table:
    kind = plan.mapping.kind
    columns: dict[str, Any] = {}
    for name, said in fact.items():
        if roles.role(kind, name) == roles.FIGURE:
            columns[name] = figures.read(name, said)
        elif isinstance(said, str):
            columns[name] = _word(name, said, readers.of(name, said, fact))
        else:
            read = readers.of(name, said, fact)
            columns[name] = sieve.mapped(_source(said), read, reason(kind, name))
    columns["status"] = figures.status(fact, columns)
    rows = sieve.block.table.num_rows
    whole = completed(kind, columns, rows)
    if fact.get("edition") == IN_FORCE:
        _refuse_unknown(sieve, whole)
    return filled(KINDS[kind], whole, rows)


def _refuse_unknown(sieve: Sieve, columns: dict[str, Any]) -> None:
    """Refuse codes that no edition held has, in years whose edition is held."""
    if not isinstance(columns["product"], pa.Array):
        return
    listed = pc.is_in(columns["edition"], value_set=pa.array(sorted(editions("HS")), pa.string()))
    codes = columns["product"].cast(pa.string())
    strange = [code for code in pc.unique(codes).drop_null().to_pylist() if not _known(code)]
    wrong = pc.and_(listed, pc.is_in(codes, value_set=pa.array(strange, pa.string())))
    sieve.refuse(wrong, "unknown-product", lambda row: f"{codes[row]} is no code of its year")


def _known(code: str) -> bool:
    return code == TOTAL or fits(Edition("HS", ""), code)


def _word(name: str, said: str, read: Callable[[str], str | None]) -> str | None:
    if name == "edition":
        return str(HS_YEARS[0]) if said == str(FIRST_HS_YEAR) else said or None
    return read(said)


def _source(said: Column) -> str:
    """Return the column of the block; that of a period in several cells is named by them all."""
    return ", ".join(said.parts)


def _joined(block: Block, plan: Plan) -> Block:
    """Return a block with a column more for each period that stands in several columns."""
    table = block.table
    said = [s for fact in plan.facts for s in fact.values() if isinstance(s, Column) and s.year]
    for column in {_source(one): one for one in said}.values():
        parts = [table[name].cast(pa.string()) for name in column.parts]
        cells = pc.binary_join_element_wise(*parts, TOGETHER).combine_chunks()
        table = table.append_column(_source(column), cells.dictionary_encode())
    return replace(block, table=table)


def _leave_out(sieve: Sieve, skip: Skip) -> None:
    """Refuse the rows that a rule of the mapping leaves out."""
    column = sieve.text(skip.column)
    told = [
        text.strip() in skip.equals
        or bool(skip.matching and re.fullmatch(skip.matching, text.strip()))
        for text in column.dictionary.to_pylist()
    ]
    wrong = pa.array(told, pa.bool_()).take(column.indices)
    sieve.refuse(wrong, skip.reason, f"{skip.column}: left out by a rule of the mapping")
