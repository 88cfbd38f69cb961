"""Product codes of nomenclatures with their editions and titles, as a pure table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from steelyard.terms.errors import UnknownProduct, did_you_mean

NATIONAL_DIGITS = {"HS": 6, "NAICS": 6}
"""Digits that the table knows; HS codes of more digits are a country's own (HTS, Schedule B)."""


@dataclass(frozen=True, slots=True)
class ProductCode:
    """One code of a nomenclature.

    Attributes:
        nomenclature: ``HS`` or ``NAICS``.
        code: digits as text, leading zeros kept.
        editions: editions that have the code; none when it is a publisher's own.
        title: English title in its newest edition.
    """

    nomenclature: str
    code: str
    editions: tuple[str, ...]
    title: str


def product(nomenclature: str, code: str) -> ProductCode:
    """Return a code of a nomenclature; a longer national code stands under its six digits.

    Raises:
        UnknownProduct: the nomenclature has no such code; the nearest ones are named.
    """
    known = products(nomenclature)
    found = known.get(code) or known.get(code[: NATIONAL_DIGITS[nomenclature]])
    if nomenclature == "NAICS" and found is None:
        found = _sector(code)
    plain = code.isascii() and code.isdecimal() and len(code) % 2 == 0
    if found is None or (nomenclature == "HS" and not plain):
        raise _unknown(nomenclature, code, known)
    return found


def _sector(code: str) -> ProductCode | None:
    """Return a sector that the NAICS names only within a span, such as 33 in 31-33."""
    for entry in products("NAICS").values():
        first, dash, last = entry.code.partition("-")
        if dash and len(code) == len(first) and first <= code <= last:
            return ProductCode(
                "NAICS", code, entry.editions, f"{entry.title} ({code} of {entry.code})"
            )
    return None


@cache
def products(nomenclature: str) -> dict[str, ProductCode]:
    """Return every code of a nomenclature, by code."""
    return {entry.code: entry for entry in _table() if entry.nomenclature == nomenclature}


@cache
def editions(nomenclature: str) -> tuple[str, ...]:
    """Return the editions that are known of a nomenclature, oldest first."""
    named = {edition for entry in products(nomenclature).values() for edition in entry.editions}
    return tuple(sorted(named))


@cache
def _table() -> tuple[ProductCode, ...]:
    import pyarrow.parquet as pq  # noqa: PLC0415  (slow to import)

    path = resources.files("steelyard.nomenclature") / "data" / "products.parquet"
    with path.open("rb") as file:
        rows = pq.read_table(file, use_threads=False).to_pylist()
    return tuple(
        ProductCode(r["nomenclature"], r["code"], tuple(r["editions"].split()), r["title"])
        for r in rows
    )


def _unknown(nomenclature: str, code: str, known: dict[str, ProductCode]) -> UnknownProduct:
    above = next((code[:n] for n in range(len(code) - 1, 1, -1) if code[:n] in known), "")
    alike = [c for c in known if c.startswith(above or code[:1])]
    near = [c for c in alike if len(c) == len(code)] or alike
    named = f" {above} is {known[above].title}." if above else ""
    return UnknownProduct(
        f"You asked for the product {nomenclature.lower()}:{code}",
        f"{nomenclature} {', '.join(editions(nomenclature))} has no such code",
        "Products without trade would look the same as a code that does not exist",
        did_you_mean(code, near, "Give a code of 2, 4 or 6 digits, zeros kept.") + named,
    )
