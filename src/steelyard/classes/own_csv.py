"""A user's own CSV of codes: lines ``# name: value``, a header with the column ``code``, rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from steelyard.classes.own_text import MOST_LINES, Row, Stated, bad_class_file, text_of
from steelyard.terms.errors import nearest

COLUMNS = ("code", "group", "flow", "edition", "first", "last", "description")
TOLD = ("title", "nomenclature", "publisher", "version", "valid", "reference", "licence")
_SEPARATORS = ",;\t|"
_SAID = re.compile(r"\s*#+\s*([A-Za-z ]+?)\s*:\s*(.*)", re.DOTALL)
_OF_EXCEL = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)
_NEAR, _SHORTEST = 0.75, 3


def read_csv(file: str, content: bytes) -> Stated:
    """Return what a CSV file states.

    The separator is a comma, semicolon, tab or bar, whichever parts the header. Columns other than
    ``COLUMNS`` are left alone, unless one is nearly named as one of them.

    Raises:
        BadClassFile: it cannot be read, or has no column ``code``.
    """
    lines = StringIO(text_of(file, content), newline="").readlines()
    start = next((n for n, line in enumerate(lines) if not _before_header(line)), len(lines))
    about = dict(_told(file, lines[:start]))
    separator = _separator(lines[:start], lines[start] if start < len(lines) else "")
    rows = _rows(file, lines[start:], separator, start)
    header = _header(file, next(rows, (start + 1, []))[1], start + 1)
    alone = tuple(dict.fromkeys(name for name in header if name and name not in COLUMNS))
    return Stated(file, about, tuple(_named(file, header, rows)), content, alone)


def is_table(text: str) -> bool:
    """Tell whether a text is a table: its first line that is no comment has a column ``code``."""
    lines = text.splitlines()
    header = next((line for line in lines if not _before_header(line)), "")
    cells = header.casefold().split(_separator(lines[:1], header))
    return "code" in [cell.strip().strip('"') for cell in cells]


def near_miss(word: str, known: tuple[str, ...]) -> str:
    """Return the known name that a word nearly is; empty when it is none, or is one itself."""
    text = word.casefold()
    if text in known:
        return ""
    found = (one for one in nearest(text, known, 1) if _alike(text, one))
    return next(found, next((one for one in known if _shortens(text, one)), ""))


def _alike(word: str, name: str) -> bool:
    shared = sum((Counter(word) & Counter(name)).values())
    return shared >= _NEAR * max(len(word), len(name))


def _shortens(word: str, name: str) -> bool:
    """Tell whether a word is a name with letters left out: grp, desc."""
    left = iter(name)
    return len(word) >= _SHORTEST and word[0] == name[0] and all(sign in left for sign in word)


def _before_header(line: str) -> bool:
    text = line.strip().strip(_SEPARATORS + '"')
    return not text or text.startswith("#") or _OF_EXCEL.fullmatch(line) is not None


def _told(file: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Return what comments before the header tell; a spreadsheet may have quoted them."""
    for number, line in enumerate(lines, 1):
        text = line.strip().rstrip(_SEPARATORS).strip('"').replace('""', '"')
        said = _SAID.fullmatch(text)
        name = said[1].casefold() if said else ""
        if near := near_miss(name, TOLD) if name else "":
            why = f"line {number} tells {name!r}, which is nothing that a class tells"
            raise bad_class_file(file, why, f"Did you mean {near}?")
        if said and name in TOLD and said[2].strip():
            yield name, said[2].strip()


def _separator(before: list[str], header: str) -> str:
    stated = [found[1] for line in before if (found := _OF_EXCEL.fullmatch(line))]
    return stated[0] if stated else max(_SEPARATORS, key=header.count)


def _rows(
    file: str, lines: list[str], separator: str, before: int
) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that have anything, each with the number of its first line."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begun = before + 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                yield begun, cells
            begun = before + reader.line_num + 1
    except csv.Error as error:
        why = f"line {begun} is no row of a CSV file: {error}"
        raise bad_class_file(file, why, "Mend its quotes.") from error


def _header(file: str, cells: list[str], line: int) -> list[str]:
    """Return the names of the columns in small letters."""
    names = [cell.casefold() for cell in cells]
    if "code" not in names:
        like = next((cell for cell in cells if near_miss(cell, ("code",))), "")
        have = ", ".join(cells[: len(COLUMNS)]) or "nothing"
        first = f"line {line} has no column named code; it has {have}"
        rename = f"Name the column {like!r} code." if like else "Write a first line: code,group."
        raise bad_class_file(file, first, rename)
    for name, times in Counter(names).items():
        near = near_miss(name, COLUMNS) if name else ""
        if near and near not in names:
            why = f"line {line} has a column {name!r}, which would be left alone"
            raise bad_class_file(file, why, f"Did you mean {near}?")
        if times > 1 and name in COLUMNS:
            why = f"line {line} names the column {name} twice"
            raise bad_class_file(file, why, "Leave one of them out.")
    return names


def _named(file: str, header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    for count, (line, cells) in enumerate(rows, 1):
        if any(cells[len(header) :]):
            why = f"line {line} has {len(cells)} cells under {len(header)} columns"
            raise bad_class_file(file, why, "Put quotes around a text that has a separator in it.")
        if count > MOST_LINES:
            why = f"line {line} comes after {MOST_LINES:,} codes"
            raise bad_class_file(file, why, "Name headings instead of all their lines.")
        known = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
        yield Row(f"line {line}", {name: known[name] for name in COLUMNS})
