"""Nomenclatures and product codes of WITS."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.harmonised import hs_code

if TYPE_CHECKING:
    from steelyard.sources.blocks import Block
    from steelyard.sources.sieve import Sieve

TOTAL = "TOTAL"
EDITIONS = {
    "H0": ("HS", "1992"),
    "H1": ("HS", "1996"),
    "H2": ("HS", "2002"),
    "H3": ("HS", "2007"),
    "H4": ("HS", "2012"),
    "H5": ("HS", "2017"),
    "H6": ("HS", "2022"),
    "S1": ("SITC", "1"),
    "S2": ("SITC", "2"),
    "S3": ("SITC", "3"),
    "S4": ("SITC", "4"),
}
_SITC = re.compile(r"[0-9]{1,5}")
_BETWEEN = "\x1f"
PAIR = "Nomenclature, ProductCode"


def with_pairs(block: Block) -> Block:
    """Return a block with a column more: nomenclature and code, for a code is read by both."""
    names = ("Nomenclature", "ProductCode")
    cells = [block.table[name].combine_chunks().cast(pa.string()) for name in names]
    pairs = pc.binary_join_element_wise(*cells, _BETWEEN).dictionary_encode()
    return replace(block, table=block.table.append_column(PAIR, pairs))


def products_of(sieve: Sieve) -> dict[str, pa.Array]:
    """Return nomenclature, edition, product and level of the rows.

    The product ``Total`` is all goods: nomenclature and product ``TOTAL``, without an edition.
    """
    total = _is_total(sieve.text("ProductCode"))
    named = sieve.mapped("Nomenclature", lambda text: _known(text)[0], "unknown-nomenclature")
    edition = sieve.mapped("Nomenclature", lambda text: _known(text)[1], "unknown-nomenclature")
    product = sieve.mapped(PAIR, _code, "unknown-product").cast(pa.string())
    level = pc.utf8_length(product).cast(pa.string())
    return {
        "nomenclature": pc.if_else(total, TOTAL, named.cast(pa.string())),
        "edition": _unless(total, edition.cast(pa.string())),
        "product": product,
        "level": _unless(total, level),
    }


def _known(text: str) -> tuple[str, str]:
    found = EDITIONS.get(text.strip().upper())
    if found is None:
        known = ", ".join(EDITIONS)
        raise ValueError(f"{text[:40]!r} is none of the nomenclatures that are read: {known}")
    return found


def _is_total(codes: pa.DictionaryArray) -> pa.Array:
    words = pc.utf8_upper(pc.utf8_trim_whitespace(codes.dictionary))
    return pc.equal(words, TOTAL).take(codes.indices)


def _code(pair: str) -> str | None:
    """Return the code of a product; None when its nomenclature is not known."""
    name, _, text = pair.partition(_BETWEEN)
    bare = text.strip()
    if bare.upper() == TOTAL:
        return TOTAL
    nomenclature, edition = EDITIONS.get(name.strip().upper(), ("", ""))
    if nomenclature == "HS":
        return hs_code(bare, edition)
    if nomenclature and not _SITC.fullmatch(bare):
        raise ValueError(f"{bare[:40]!r} is no code of one to five digits")
    return bare if nomenclature else None


def _unless(rows: pa.Array, words: pa.Array) -> pa.Array:
    return pc.if_else(rows, pa.scalar(None, pa.string()), words)
