"""What to say of a product code that does not exist: the nearest codes, and who has it."""

from __future__ import annotations

from bisect import bisect_left

from steelyard.nomenclature.code_tables import (
    ANY,
    NOMENCLATURES,
    cell,
    editions,
    editions_of,
    rows_of,
)
from steelyard.terms.errors import UnknownProduct, did_you_mean
from steelyard.terms.product import Edition

_ENOUGH = 3


def unknown_code(nomenclature: str, code: str, edition: str = ANY) -> UnknownProduct:
    """Return the error for a code that an edition has not, or with ``ANY`` no edition.

    It names the nearest codes, the code above it and the other editions that have it.
    """
    if not editions(nomenclature):
        return unknown_edition(Edition(nomenclature, edition))
    known = sorted(rows_of(nomenclature, edition))
    near = _near(code, known)
    beside = _beside(code, [one for one in near if len(one) == len(code)])
    other = f"Beside it stand {', '.join(beside)}." if beside else f"Give {_form(known)}."
    return UnknownProduct(
        f"You asked for the product {nomenclature.lower()}{edition}:{code}",
        f"{_asked(nomenclature, edition)} has no such code{_elsewhere(nomenclature, code)}",
        "Products without trade would look the same as a code that does not exist",
        did_you_mean(code, near, other) + _above(nomenclature, code, edition),
    )


def unknown_edition(edition: Edition) -> UnknownProduct:
    """Return the error for an edition whose codes are not known."""
    name = edition.nomenclature
    known = [f"{name} {one}" for one in editions(name)] or list(NOMENCLATURES)
    return UnknownProduct(
        f"You asked for codes of {edition}".strip(),
        "no such list is known",
        "A code means different goods in different editions",
        f"Known are {', '.join(known)}.",
    )


def _near(code: str, known: list[str]) -> list[str]:
    """Return the codes that share the longest beginning with one, of as many digits if any are."""
    longest = max(map(len, known), default=0)
    text = code[:longest]
    same = [one for one in known if len(one) == len(text)] or known
    lost = [f"0{text}"] if f"0{text}" in known else []
    for digits in range(len(text) - 1, 0, -1):
        found = _beginning(text[:digits], same)
        if len(found) >= _ENOUGH:
            return lost + found
    return lost + _beginning(text[:1], same)


def _beside(code: str, known: list[str]) -> list[str]:
    """Return the two codes before one in order, and the one after it."""
    place = bisect_left(known, code)
    return known[max(place - 2, 0) : place + 1]


def _beginning(text: str, codes: list[str]) -> list[str]:
    first = bisect_left(codes, text)
    return codes[first : bisect_left(codes, f"{text}\uffff")] if text else []


def _form(known: list[str]) -> str:
    """Return in words how the codes of a list are written."""
    plain = [len(code) for code in known if code.isdecimal()]
    if 2 * len(plain) <= len(known):
        return "a code as the list writes it"
    *others, last = map(str, sorted({*plain}))
    return f"a code of {', '.join(others)}{' or ' * bool(others)}{last} digits, zeros kept"


def _asked(nomenclature: str, edition: str) -> str:
    known = editions(nomenclature) if edition == ANY else (edition,)
    return f"{nomenclature} {' to '.join(dict.fromkeys((known[0], known[-1])))}"


def _elsewhere(nomenclature: str, code: str) -> str:
    """Return the editions that have a code, in words; nothing when none has."""
    having = editions_of(nomenclature, code)
    return f"; {nomenclature} {', '.join(having)} has it" if having else ""


def _above(nomenclature: str, code: str, edition: str) -> str:
    """Return the longest code above one, in words; nothing when there is none."""
    rows = rows_of(nomenclature, edition)
    above = next((code[:n] for n in range(len(code) - 1, 1, -1) if code[:n] in rows), "")
    return f" {above} is {cell(nomenclature, 'title', rows[above])}." if above else ""
