"""``classes list``: the technology classes that can be asked by name."""

from __future__ import annotations

from steelyard.classes.registry import all_classes
from steelyard.terms.answer import Answer, Column
from steelyard.terms.version import __version__

COLUMNS = (
    Column("class"),
    Column("title"),
    Column("publisher"),
    Column("valid"),
    Column("nomenclature"),
    Column("exact", "boolean"),
    Column("reference"),
)


def list_classes() -> Answer:
    """List the technology classes, with who defines each and whether it is exact or a proxy."""
    rows = tuple(
        (c.name, c.title, c.publisher, c.valid, c.nomenclature, c.exact, c.reference)
        for c in all_classes()
    )
    return Answer("classes list", __version__, {}, COLUMNS, rows)
