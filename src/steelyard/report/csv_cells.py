"""Cells of a CSV: RFC 4180 quoting, missing left empty, text that no spreadsheet runs as a formula.

A spreadsheet may run a cell that begins with ``= + - @``, a tab or a line break (OWASP, *CSV
Injection*; CWE-1236), and one that splits a line at other separators than the comma may run what
follows them. A cell of text that is no number therefore gets an apostrophe before such a sign, at
its beginning and after each separator or quotation mark. Numbers are never touched:
``-16584000000`` stays a number. The change can be undone: ``restored(neutral(text)) == text`` for
every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from steelyard.terms.answer import Value

_SIGNS = r"=+@＝＋－＠\-"
_PLACES = rf'(?:\A(?={{0}}[{_SIGNS}\t\r\n\0])|(?<=[,;|"\t\r\n])(?={{0}}[{_SIGNS}]))'
_UNSAFE = re.compile(_PLACES.format("'*"))
_MARKED = re.compile(_PLACES.format("'+") + "'")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_QUOTED = re.compile(r'[",\r\n]')


def neutral(text: str) -> str:
    """Return a text with an apostrophe wherever a spreadsheet could begin a formula.

    A text that is a plain number, such as the code ``-1``, is no formula and stays.
    """
    return text if _NUMBER.fullmatch(text) else _UNSAFE.sub("'", text)


def restored(text: str) -> str:
    """Return the text that ``neutral`` was given."""
    return _MARKED.sub("", text)


def marked(rows: Iterable[Sequence[Value]]) -> int:
    """Return how many cells ``neutral`` changes."""
    return sum(neutral(v) != v for row in rows for v in row if isinstance(v, str))


def written(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as CSV lines: comma, line feed, UTF-8, missing values empty.

    A number is written so that reading it back gives the same one, a boolean as ``true`` or
    ``false``.
    """
    lines = [",".join(_quoted(_cell(value)) for value in row) or '""' for row in rows]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
