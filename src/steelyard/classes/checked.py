"""A file of codes checked line by line: every fault is told, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from steelyard.classes.code_writing import undotted
from steelyard.classes.coding import Coding
from steelyard.classes.meaning import above, meaning
from steelyard.classes.own import stated_by
from steelyard.classes.own_codes import Fault, fault, faults_of
from steelyard.classes.own_csv import is_table, read_csv
from steelyard.classes.own_nomenclature import Read, edition_of, read_as
from steelyard.classes.own_text import (
    MOST_LINES,
    Row,
    Stated,
    bad_class_file,
    content_of,
    path_of,
    text_of,
)
from steelyard.terms.errors import BadClassFile

_ENDINGS = {".csv", ".yaml", ".yml"}
_FIRST = re.compile(r"[^\s,;]+")
_NUMBER = re.compile(r"[0-9]+")


class Verdict(StrEnum):
    """What is said of a code of a file."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    WRONG = "wrong"
    TWICE = "twice"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Checked:
    """One code of a file.

    Attributes:
        line: the line where it stands; in YAML the number of the member.
        code: the code as the file writes it.
        verdict: ``known``; ``unknown``, no code of its edition; ``wrong``, a flow, year or edition
            beside it is none; ``twice``, it stands on an earlier line too; ``within``, it is part
            of a code on another line, and would count twice.
        title: what it means; empty where that is not known.
        found: what is wrong; empty where nothing is.
        remedy: what to do, with the nearest codes; empty where nothing is wrong.
    """

    line: int
    code: str
    verdict: Verdict
    title: str = ""
    found: str = ""
    remedy: str = ""


def codes_stated(path: str) -> Stated:
    """Return the codes that a file states: a class file, or a plain list with a code a line.

    In a plain list the code is the first word of a line; lines that begin with ``#`` are left out.
    A list with a column ``code`` is a table, whatever the name of its file.

    Raises:
        BadClassFile: it cannot be read, is no file of codes, or has none.
    """
    if Path(path).suffix.casefold() in _ENDINGS:
        return _with_codes(stated_by(path))
    file = path_of(path)
    content = content_of(file)
    if is_table(text := text_of(file.name, content)):
        return _with_codes(read_csv(file.name, content))
    lines = enumerate(text.splitlines(), 1)
    rows = tuple(_row(number, line) for number, line in lines if _has_code(line))
    if not rows or len(rows) > MOST_LINES:
        found = f"it has {'no codes' if not rows else f'more than {MOST_LINES:,} lines'}"
        raise bad_class_file(file.name, found, "Write one code a line.")
    return Stated(file.name, {}, rows, content)


def _with_codes(stated: Stated) -> Stated:
    if stated.rows:
        return stated
    raise bad_class_file(stated.file, "it has no codes", "Write one code a line below code.")


def read_in(stated: Stated, asked: Coding | None) -> Read:
    """Return in which edition the codes are read: in the one asked, else as the file tells.

    Raises:
        BadClassFile: nothing tells it.
    """
    return Read(asked, asked.editions()) if asked else read_as(stated)


def checked(stated: Stated, read: Read) -> tuple[Checked, ...]:
    """Return the verdict on every code of a file, in the order of its lines.

    Flows and years are not looked at: a code that stands once for imports and once for exports,
    or for other years, is not told as standing twice.
    """
    rows = [(row, _edition(stated.file, read, row)) for row in stated.rows]
    alone = [_alone(row, asked, faults_of(stated.file, read, row)) for row, asked in rows]
    keys = [_key(row, asked) for row, asked in rows]
    return tuple(_beside(rows, alone, keys))


def faultless(stated: Stated, found: Sequence[Checked]) -> Stated:
    """Return a file without the lines in which something is wrong."""
    pairs = zip(stated.rows, found, strict=True)
    return replace(stated, rows=tuple(row for row, one in pairs if _good(one)))


def _edition(file: str, read: Read, row: Row) -> Coding:
    """Return in which edition a code is read; where its own is none, in that of the file."""
    try:
        return edition_of(file, read, row)
    except BadClassFile:
        return read.coding


def _beside(
    rows: list[tuple[Row, Coding]], alone: list[Checked], keys: list[tuple[str, ...]]
) -> Iterator[Checked]:
    """Yield each verdict with regard to the other lines."""
    first: dict[tuple[str, ...], int] = {}
    for key, one in zip(keys, alone, strict=True):
        first.setdefault(key, one.line)
    for (_, asked), one, key in zip(rows, alone, keys, strict=True):
        over = [(*key[:-1], code) for code in above(asked, key[-1])] if _good(one) else []
        holder = next((each for each in over if each in first), None)
        if _good(one) and first[key] != one.line:
            found = f"{one.code} stands already on line {first[key]}"
            yield replace(one, verdict=Verdict.TWICE, found=found, remedy="Leave one of them out.")
        elif holder:
            found = f"{one.code} is part of {holder[-1]} on line {first[holder]}"
            remedy = "Leave one of them out, or its goods count twice."
            yield replace(one, verdict=Verdict.WITHIN, found=found, remedy=remedy)
        else:
            yield one


def _alone(row: Row, asked: Coding, faults: tuple[Fault, ...]) -> Checked:
    code, line = row.cells["code"], _line(row)
    unknown = fault(asked, code)
    title = "" if unknown else meaning(asked, code).title
    if not faults:
        return Checked(line, code, Verdict.KNOWN, title)
    verdict = Verdict.UNKNOWN if unknown in faults else Verdict.WRONG
    found, remedy = "; ".join(one.found for one in faults), " ".join(one.remedy for one in faults)
    return Checked(line, code, verdict, title, found, remedy)


def _key(row: Row, asked: Coding) -> tuple[str, ...]:
    """Return what must not stand twice: a code of a flow, of some years and of an edition."""
    other = (row.cells[name] for name in ("flow", "first", "last"))
    return (asked.word, *other, undotted(asked.nomenclature, row.cells["code"]))


def _good(one: Checked) -> bool:
    return one.verdict is Verdict.KNOWN


def _line(row: Row) -> int:
    found = _NUMBER.search(row.place)
    return int(found[0]) if found else 0


def _row(number: int, line: str) -> Row:
    cells = dict.fromkeys(("code", "group", "flow", "edition", "first", "last", "description"), "")
    found = _FIRST.search(line)
    return Row(f"line {number}", {**cells, "code": found[0].strip('"') if found else ""})


def _has_code(line: str) -> bool:
    return bool(_FIRST.search(line)) and not line.lstrip().startswith("#")
