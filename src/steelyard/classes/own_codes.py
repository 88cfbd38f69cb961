"""The codes of a user's own file, each checked: what is wrong with one, and which clash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from steelyard.classes.coding import Coding, Direction
from steelyard.classes.listing import FIRST, LAST, Member
from steelyard.classes.meaning import Meaning, meaning
from steelyard.classes.own_clashes import check_whole
from steelyard.classes.own_nomenclature import Read, edition_of
from steelyard.classes.own_text import Row, Stated, bad_class_file, printable
from steelyard.terms.errors import BadClassFile, UnknownProduct
from steelyard.terms.product import Product

_LONGEST, _NATIONAL = 20, 10
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_YEAR = re.compile(r"1[7-9][0-9]{2}|2[01][0-9]{2}|2200")
_FLOWS: dict[str, Direction] = {"": "", "x": "X", "m": "M", "exports": "X", "imports": "M"}
_DIGITS = {"HS", "HTS", "SCHEDULEB"}
_KNOWN = 2**18


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a code.

    Attributes:
        found: what was found.
        remedy: what to do; the nearest codes are named where there are any.
    """

    found: str
    remedy: str


@lru_cache(_KNOWN)
def fault(asked: Coding, code: str) -> Fault | None:
    """Return what is wrong with a code as a file writes it; None when it is known."""
    if not code:
        return Fault("there is no code", "Leave the line out, or write its code.")
    if asked.nomenclature in _DIGITS and Product("HS", code).residual:
        return Fault(f"{code} is goods of no kind told, no product", "Leave the line out.")
    if asked.nomenclature in _DIGITS and len(code) > _NATIONAL and code.isdecimal():
        return Fault(f"{code[:_LONGEST]} has {len(code)} digits", f"Give at most {_NATIONAL}.")
    try:
        meaning(asked, code)
    except UnknownProduct as error:
        return _miswritten(asked, code) or Fault(f"{code[:_LONGEST]}: {error.found}", error.remedy)
    except ValueError:
        return Fault(f"{code[:_LONGEST]!r} is no code", "Write one code a line.")
    return None


def members_of(stated: Stated, read: Read) -> tuple[Member, ...]:
    """Return the members of a class from the rows of its file.

    A section of the ISIC, or a span such as 31-33, gives a member for each of its divisions.

    Raises:
        BadClassFile: a code is not known, a cell is not what its column holds, or a code stands
            twice or under another one in the same flow and year. The line is told.
    """
    if not stated.rows:
        raise bad_class_file(stated.file, "it has no codes", "Write one code a line below code.")
    made = [(row, one) for row in stated.rows for one in _members(stated.file, read, row)]
    check_whole(stated.file, read.coding, made)
    return tuple(member for _, member in made)


def faults_of(file: str, read: Read, row: Row) -> tuple[Fault, ...]:
    """Return everything that is wrong with a row: its code, its edition, flow and years."""
    found = list[Fault]()
    checks = (
        lambda: fault(edition_of(file, read, row), row.cells["code"]),
        lambda: _flow(file, read.coding, row),
        lambda: _year(file, row, "first"),
        lambda: _year(file, row, "last"),
    )
    for check in checks:
        try:
            wrong = check()
        except BadClassFile as error:
            wrong = Fault(error.found, error.remedy)
        found += [wrong] if isinstance(wrong, Fault) else []
    return tuple(found) or tuple(_disordered(file, row))


def _members(file: str, read: Read, row: Row) -> Iterator[Member]:
    asked = edition_of(file, read, row)
    if found := fault(asked, row.cells["code"]):
        raise bad_class_file(file, f"{row.place}, column code: {found.found}", found.remedy)
    known = meaning(asked, row.cells["code"])
    flow, (first, last) = _flow(file, asked, row), _years(file, row)
    for code in known.spanned:
        yield Member.model_construct(
            flow=flow,
            code=code,
            group=row.cells["group"],
            first=first,
            last=last,
            edition=asked.edition if row.cells["edition"] else "",
            description=printable(row.cells["description"]) or _title(asked, known, code),
        )


def _title(asked: Coding, known: Meaning, code: str) -> str:
    return known.title if code == known.code else meaning(asked, code).title


def _flow(file: str, asked: Coding, row: Row) -> Direction:
    said = row.cells["flow"]
    flow = _FLOWS.get(said.casefold())
    if flow is None:
        why = f"{row.place}, column flow: {said!r} is no direction of trade"
        raise bad_class_file(file, why, "Write X for exports, M for imports, or nothing for both.")
    if asked.flow and flow not in {"", asked.flow}:
        why = f"{row.place}, column flow: {asked.nomenclature} codes only {asked.flow}, not {flow}"
        raise bad_class_file(file, why, "Leave the cell empty, or name the other nomenclature.")
    return asked.flow or flow


def _years(file: str, row: Row) -> tuple[int, int]:
    first, last = _year(file, row, "first") or FIRST, _year(file, row, "last") or LAST
    if first > last:
        why = f"{row.place}: its first year {first} comes after its last, {last}"
        raise bad_class_file(file, why, f"Did you mean {last} to {first}?")
    return first, last


def _year(file: str, row: Row, column: str) -> int | None:
    said = row.cells[column]
    if said and not _YEAR.fullmatch(said):
        why = f"{row.place}, column {column}: {said!r} is no year"
        raise bad_class_file(file, why, "Write a year such as 2017, or nothing.")
    return int(said) if said else None


def _disordered(file: str, row: Row) -> Iterator[Fault]:
    try:
        _years(file, row)
    except BadClassFile as error:
        yield Fault(error.found, error.remedy)


def _miswritten(asked: Coding, code: str) -> Fault | None:
    """Return what a spreadsheet or a hand has done to a code; None when nothing is recognised."""
    if asked.nomenclature not in _DIGITS:
        return None
    if _SHORTENED.fullmatch(code):
        why = f"a spreadsheet has shortened a long code to {code}"
        return Fault(why, "Format the column as text, and write the codes anew.")
    digits = re.sub(r"[\s.'’-]", "", code)
    if digits != code and _known(asked, digits):
        return Fault(f"{code!r} is written with more than digits", f"Did you mean {digits}?")
    if code.isdecimal() and len(code) % 2 and _known(asked, f"0{code}"):
        why = f"{code} has {len(code)} digits: a leading zero is lost, or a digit"
        return Fault(why, f"Did you mean 0{code}? Keep codes as text, so that zeros stay.")
    return None


def _known(asked: Coding, code: str) -> bool:
    try:
        return bool(meaning(asked, code))
    except (UnknownProduct, ValueError):
        return False
