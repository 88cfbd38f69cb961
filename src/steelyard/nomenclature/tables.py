"""The published tables between editions: who states them, what they link, what is not followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from hashlib import sha256
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from steelyard.nomenclature.code_tables import rows_of, texts
from steelyard.nomenclature.relation import Relation, composed, united
from steelyard.terms.product import Edition
from steelyard.terms.yaml_text import read_yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Family:
    """Tables of one publisher that are made alike.

    Attributes:
        name: name of the file that holds their links, ``links_NAME.parquet``.
        title: what they are.
        publisher: who states them; Steelyard where they rest on a rule or an assumption of its own.
        reference: where they are published, or which rule it is.
        chain: editions, newest first, of which each leads to every older one; links are stated
            between neighbours and composed for the others. Empty for other families.
    """

    name: str
    title: str
    publisher: str
    reference: str
    chain: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What one publisher states between two editions.

    Attributes:
        source: the edition whose codes it lists.
        target: the edition that it leads to.
        family: the family that it belongs to.
        cost: what following it costs; only the order of sums of costs means anything.
        back: what following it against its direction costs.
    """

    source: Edition
    target: Edition
    family: Family
    cost: int = field(compare=False)
    back: int = field(compare=False)

    def __str__(self) -> str:
        return f"{self.source} > {self.target}"


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a table, in its own direction.

    Attributes:
        every: which codes of the target each code of the source may be.
        published: the publisher's one answer for a code, or its lines where the answer is a group;
            without the codes for which there is none.
    """

    every: Relation
    published: Relation


def edition(text: str) -> Edition:
    """Return the edition that a text such as ``HS 2022`` names."""
    nomenclature, _, year = text.rpartition(" ")
    return Edition(nomenclature, year)


@cache
def lowest(edition: Edition) -> frozenset[str]:
    """Return the codes of an edition that have no code below them; those that tables link."""
    rows = rows_of(edition.nomenclature, edition.edition)
    parents = texts(edition.nomenclature, "parent")
    return frozenset(rows) - {parents[row] for row in rows.values()}


@cache
def tables() -> tuple[Table, ...]:
    """Return every table that is held, in the order of ``tables.yaml``."""
    return tuple(table for stated in _stated()["families"] for table in _tables(stated))


@cache
def links(table: Table) -> Links:
    """Return the links of a table.

    Of a chain's table between editions that are no neighbours they are those of the steps between,
    one after the other, and the publisher's own answers for the two editions.
    """
    stated = _read(table)
    between = _between(table)
    if len(between) == 1:
        return stated
    steps = [links(step).every for step in between]
    return Links(united(reduce(composed, steps), stated.every), stated.published)


@cache
def links_digest(family: str) -> str:
    """Return the SHA-256 of the file that holds the links of a family of tables."""
    return sha256((DATA / f"links_{family}.parquet").read_bytes()).hexdigest()


@cache
def not_followed(table: Table) -> Mapping[str, str]:
    """Return the source codes whose links are too many to be followed, each with the reason."""
    here = (table.family.name, str(table.source))
    rules = [rule for rule in _stated()["not_followed"] if (rule["family"], rule["source"]) == here]
    return {code: rule["reason"] for rule in rules for code in rule["codes"]}


def _between(table: Table) -> tuple[Table, ...]:
    """Return the tables between neighbours that lead from one end of a table to the other."""
    chain = table.family.chain
    if not chain:
        return (table,)
    passed = chain[chain.index(table.source) : chain.index(table.target) + 1]
    return tuple(t for pair in pairwise(passed) for t in tables() if (t.source, t.target) == pair)


def _read(table: Table) -> Links:
    every = defaultdict[str, set[str | None]](set)
    published = defaultdict[str, set[str | None]](set)
    for source, target, answer in _rows(table):
        every[source].add(target)
        if answer:
            published[source].add(target)
    return Links(_frozen(every), _frozen(published))


def _frozen(found: Mapping[str, Iterable[str | None]]) -> Relation:
    return {source: frozenset(targets) for source, targets in found.items()}


def _rows(table: Table) -> Iterable[tuple[str, str, bool]]:
    """Read the rows of one table, which are one row group of its family's file."""
    import pyarrow.parquet as pq  # noqa: PLC0415  (slow to import)

    with pq.ParquetFile(DATA / f"links_{table.family.name}.parquet") as file:
        groups = range(file.metadata.num_row_groups)
        firsts = [file.metadata.row_group(n).column(0).statistics.min for n in groups]
        found = file.read_row_group(firsts.index(str(table)), use_threads=False)
    names = ("source", "target", "published")
    return zip(*(found[name].to_pylist() for name in names), strict=True)


def _tables(stated: Mapping[str, Any]) -> Iterable[Table]:
    chain = tuple(edition(text) for text in stated.get("chain", ()))
    told = {name: stated[name] for name in ("name", "title", "publisher", "reference")}
    family = Family(chain=chain, **told)
    pairs = [tuple(map(edition, text.split(" > "))) for text in stated.get("tables", ())]
    for source, target in pairs or combinations(chain, 2):
        steps = chain.index(target) - chain.index(source) if chain else 1
        yield Table(source, target, family, stated["cost"] * steps, stated["back"] * steps)


@cache
def _stated() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml((DATA / "tables.yaml").read_text(encoding="utf-8"))
    return found
