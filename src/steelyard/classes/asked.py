"""Words of ``--of``: several classes in one text, and the parts of one word.

A word is the name of a class, with groups of it after a colon (``atp:electronics``); codes of a
nomenclature (``hs:8542+8486``, ``sitc4:776``); or the path of a class file (``mine.csv``).
"""

from __future__ import annotations

import re

from steelyard.nomenclature.edition_words import parted
from steelyard.terms.errors import BadOption

_ENDS = re.compile(
    r"(?P<path>.*\.(?:csv|ya?ml|xls[xmb]?|ods))(?::(?P<groups>.*))?", re.IGNORECASE | re.DOTALL
)
_SEPARATOR = re.compile(r"[,+]")
_OF_CODES = re.compile(r"\s*[,+]\s*")
_GAP = re.compile(r"(?<=[^\s,+])\s+(?=[^\s,+])")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text; one that has several asks for several classes side by side.

    Words are parted by commas. After a comma a digit continues the codes of the word before it, so
    that ``hs:8541,8542`` is one word; anything else begins a new word, so that ``atp,hs:85,86`` is
    two. ``+`` never parts words: ``isic4:C+D`` is one.

    Raises:
        BadOption: it is no text.
    """
    if not isinstance(text, str):
        raise _no_text(text)
    found: list[str] = []
    for part in text.split(","):
        if found and _continues(found[-1], part):
            found[-1] += f",{part}"
        else:
            found.append(part)
    return tuple(word.strip() for word in found)


def file_named(word: str) -> tuple[str, str] | None:
    """Return the path and the groups after it when a word names a class file, else None.

    A workbook is named too, so that it can be told why it is not read.
    """
    found = _ENDS.fullmatch(word.strip())
    return (found["path"], (found["groups"] or "").strip()) if found else None


def groups_in(text: str) -> tuple[str, ...]:
    """Return the groups that ``+`` or a comma joins, as they are written."""
    return tuple(part.strip() for part in _SEPARATOR.split(text))


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes that ``+`` or a comma joins; a space inside one stays in it."""
    return tuple(_OF_CODES.split(text.strip()))


def from_address(text: str) -> str:
    """Return words of an address as they were written: there a ``+`` between codes is a space."""
    return ",".join(map(_with_plus, words(text)))


def _with_plus(word: str) -> str:
    head, colon, rest = word.partition(":")
    named = bool(colon) and parted(head) is not None
    return f"{head}:{_GAP.sub('+', rest.strip())}" if named else word


def _continues(word: str, part: str) -> bool:
    """Tell whether a part after a comma belongs to the codes or groups of the word before it."""
    begun = part.strip()
    new = ":" in begun or file_named(begun) is not None
    return ":" in word and not new and (not begun or begun[0].isdecimal() or begun[0] in "+-")


def _no_text(given: object) -> BadOption:
    several = isinstance(given, (list, tuple)) and all(isinstance(one, str) for one in given)
    meant = ",".join(given) if several and isinstance(given, (list, tuple)) else "atp,oecd-rd"
    return BadOption(
        f"You asked for the class {given!r}"[:200],
        f"it is no text but {type(given).__name__}",
        "A class is named by one word, several by words that commas part",
        f"Write {meant!r}, one text; several classes are compared.",
    )
