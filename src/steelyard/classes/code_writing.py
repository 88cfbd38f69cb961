"""How codes are written in a word: nothing, ranges and spaces are refused, dots are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from steelyard.classes.coding import Coding
from steelyard.nomenclature.code_tables import rows_of
from steelyard.terms.errors import UnknownClass

_GOODS = {"HS", "HTS", "SCHEDULEB"}
_DOTTED = re.compile(r"[0-9]{2}(?:[0-9]{2})?(?:\.(?:[0-9]{2}){1,2})+")
_RANGE = re.compile(r"([0-9]+)\s*[-\u2013\u2014]\s*([0-9]+)")
_MOST = 20


def undotted(nomenclature: str, code: str) -> str:
    """Return a code of goods without the dots that part its digits: ``8542.31`` is ``854231``."""
    dotted = nomenclature in _GOODS and _DOTTED.fullmatch(code)
    return code.replace(".", "") if dotted else code


def check_written(asked: Coding, codes: Sequence[str]) -> None:
    """Refuse codes that are not written one by one, so that nothing is guessed.

    Raises:
        UnknownClass: there is none, a range of them, or one with a space in it.
    """
    known = rows_of(asked.nomenclature, asked.edition)
    if not any(codes):
        raise _refused(asked, codes, "no code is given", f"Write {_joined(asked, [min(known)])}.")
    for code in codes:
        if (ends := _RANGE.fullmatch(code)) and code not in known:
            why = f"{code} is a range of codes, and ranges are not read"
            between = [c for c in known if len(c) == len(ends[1]) and ends[1] <= c <= ends[2]]
            named = f"Write {_joined(asked, between)}." if 0 < len(between) <= _MOST else ""
            raise _refused(asked, codes, why, named or "Write every code, joined by +.")
        if len(parts := code.split()) > 1:
            whole = undotted(asked.nomenclature, "".join(parts))
            near = [
                _joined(asked, one) for one in ([whole], parts) if whole in known or one is parts
            ]
            why = f"{code!r} may be one code, or {len(parts)}"
            raise _refused(asked, codes, why, f"Did you mean {' or '.join(near)}?")


def _joined(asked: Coding, codes: Sequence[str]) -> str:
    return f"{asked.word}:{'+'.join(codes)}"


def _refused(asked: Coding, codes: Sequence[str], found: str, remedy: str) -> UnknownClass:
    return UnknownClass(
        f"You asked for the class {_joined(asked, codes)!r}",
        found,
        "What counts as technology changes the answer, so it is never guessed",
        remedy,
    )
