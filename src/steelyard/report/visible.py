"""Text that is safe to print: a terminal must not obey what a file or a publisher is called."""

from __future__ import annotations

import unicodedata

_KEPT = {"\n", "\t"}
_UNSEEN = {"Cc", "Cf", "Cs"}


def visible(text: str) -> str:
    """Return the text with control, direction and surrogate characters shown as escapes."""
    return "".join(
        character
        if character in _KEPT or unicodedata.category(character) not in _UNSEEN
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
