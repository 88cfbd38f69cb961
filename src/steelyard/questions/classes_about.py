"""Tables on a class as a whole: its groups, and who defines it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steelyard.classes.contents import Content, coded
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.members import group_counts
from steelyard.classes.restricted import spelt
from steelyard.terms.answer import Column, Row, Table

GROUPS = (Column("group"), Column("title"), Column("codes", "integer"), Column("of"))
FACTS = (Column("fact"), Column("value"))


def about_tables(cls: TechnologyClass, found: Iterable[Content]) -> Iterator[Table]:
    """Yield the groups of a class with their codes counted, and what is known of the class.

    Args:
        cls: the class.
        found: its codes of all groups.
    """
    count = group_counts(content.member for content in found)
    groups = tuple(
        (key, title, count[key], f"{cls.name}:{spelt(cls, key)}")
        for key, title in cls.groups.items()
    )
    if groups:
        yield Table("groups", GROUPS, groups)
    yield Table("about", FACTS, tuple(_facts(cls)))


def _facts(cls: TechnologyClass) -> Iterator[Row]:
    """Yield what is known of a class, what is not left out."""
    how = "exact: the source's own class" if cls.exact else "a proxy"
    told = {
        "class": cls.name,
        "title": cls.title,
        "publisher": cls.publisher,
        "version": cls.version,
        "valid": cls.valid,
        "nomenclature": cls.nomenclature,
        "exact or proxy": how,
        "codes": _coded(coded(cls)),
        "counts": "goods" if cls.goods else "services or contracts, no share of goods",
        "technology groups": ", ".join(cls.groups[key] for key in cls.core),
        "reference": cls.reference,
        "licence": cls.licence,
    }
    yield from ((fact, value) for fact, value in told.items() if value)


def _coded(cls: TechnologyClass) -> str:
    """Return in words which codes a class names: by flow, and the editions in which it is read."""
    of = {"M": "imports ", "X": "exports ", "": ""}
    told = ", ".join(f"{of[flow]}{name}" for flow, name in cls.coded.items())
    return f"{told} {', '.join(cls.editions)}".strip()
