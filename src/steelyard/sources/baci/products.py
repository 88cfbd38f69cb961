"""BACI's product codes: subheadings of an edition, and those in ``products.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from steelyard.nomenclature import codes
from steelyard.sources.harmonised import hs_code
from steelyard.terms.product import Edition
from steelyard.terms.yaml_text import read_yaml

DIGITS = 6


@cache
def own_codes() -> dict[str, str]:
    """Return the titles of BACI's own codes, by code."""
    text = (files("steelyard.sources.baci") / "products.yaml").read_text(encoding="utf-8")
    titles: dict[str, str] = read_yaml(text)
    return titles


def product_of(text: str, edition: str) -> str:
    """Return a product code as text of six digits; older files have lost the leading zero.

    Raises:
        ValueError: the text is no such code.
        UnknownProduct: no edition held has it.
    """
    bare = text.strip()
    code = bare if bare in own_codes() else hs_code(bare, edition)
    if len(code) != DIGITS:
        raise ValueError(f"{text[:40]!r} is no code of six digits")
    return code


def six_digits(text: str) -> str:
    """Return a product code with its leading zeros, whether or not there is such a product."""
    return text.strip().zfill(DIGITS)


def codes_of(edition: str) -> set[str]:
    """Return every product code that a file of an edition may have; the edition's list is held."""
    listed = codes.codes_of(Edition("HS", edition))
    return {code for code in listed if len(code) == DIGITS} | set(own_codes())
