"""``classes list``: the technology classes that can be asked by name."""

from __future__ import annotations

from steelyard.classes.contents import contents, flows_of
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.registry import all_classes
from steelyard.terms.answer import Answer, Column, Row
from steelyard.terms.version import __version__

COLUMNS = (
    Column("class"),
    Column("title"),
    Column("publisher"),
    Column("version"),
    Column("valid"),
    Column("nomenclature"),
    Column("exact", "boolean"),
    Column("groups", "integer"),
    Column("codes", "integer"),
    Column("digits"),
    Column("reference"),
)


def list_classes() -> Answer:
    """List the technology classes, with who defines each and whether it is exact or a proxy.

    Missing and zero: a class that is a published total has no codes, and so no digits.
    """
    rows = tuple(map(_row, all_classes()))
    return Answer("classes list", __version__, {}, COLUMNS, rows)


def _row(cls: TechnologyClass) -> Row:
    codes = [content.member.code for content in contents(cls, flow=flows_of(cls)[0])]
    digits = sorted({len(code) for code in codes if code.isdecimal()})
    return (
        cls.name,
        cls.title,
        cls.publisher,
        cls.version,
        cls.valid,
        cls.nomenclature,
        cls.exact,
        len(cls.groups),
        len(codes),
        " to ".join(dict.fromkeys(map(str, (digits[0], digits[-1])))) if digits else None,
        cls.reference,
    )
