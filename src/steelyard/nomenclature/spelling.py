"""One key for the many spellings of a name."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})
_DROPPED = re.compile(r"[.'’‘`´]")
_APART = re.compile(r"[^\w]+|_+")
_LONG_FORMS = {"st": "saint"}


def key(text: str) -> str:
    """Return the key under which a name is looked up.

    Case, accents, punctuation, order of spaces and the word "the" do not matter; "&" is "and"
    and "St" is "Saint": ``key("St. Kitts & Nevis") == key("saint kitts and nevis")``.
    """
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Return the words of a name's key, in order."""
    plain = _DROPPED.sub("", _unaccented(text).replace("&", " and "))
    parts = (_LONG_FORMS.get(part, part) for part in _APART.split(plain) if part)
    return [part for part in parts if part != "the"]


def _unaccented(text: str) -> str:
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", folded).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate(_LETTERS)
