"""Titles of codes as data state them: of a country's own line too."""

from __future__ import annotations

from steelyard.nomenclature.code_tables import NOMENCLATURES, editions
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.product import Edition

_SUBHEADING = 6
_LINES = ("HTS", "SCHEDULEB")


def title_of(edition: Edition, code: str) -> str:
    """Return the title of a code; of a line that no list knows that of its subheading."""
    lists = [edition] if edition.nomenclature in NOMENCLATURES else []
    if edition.nomenclature == "HS" and len(code) > _SUBHEADING:
        lists = [Edition(name, year) for name in _LINES for year in reversed(editions(name))]
        lists += [edition]
    known = [
        codes_of(one)[code].title
        for one in lists
        if one.edition in editions(one.nomenclature) and code in codes_of(one)
    ]
    if known or len(code) <= _SUBHEADING:
        return known[0] if known else ""
    return title_of(edition, code[:_SUBHEADING])


def any_title(nomenclature: str, code: str) -> str:
    """Return the title of a code in the newest edition that has one; empty when none has."""
    if nomenclature not in NOMENCLATURES:
        return ""
    every = (Edition(nomenclature, one) for one in reversed(editions(nomenclature)))
    return next(filter(None, (title_of(edition, code) for edition in every)), "")
