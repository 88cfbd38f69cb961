"""Which place a partner is, told by the Bureau's code or its name; its groupings are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.nomenclature.places import find, from_census
from steelyard.sources.census.layout import FIRST_COUNTRY, WORLD
from steelyard.sources.census.named import code_of_name
from steelyard.terms.place import Place
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from steelyard.sources.sieve import Sieve

ALL = "-"
_OVERLAP = (
    "{0} is a grouping of the publisher that overlaps its countries. Take its members, "
    "of which Steelyard sums groups."
)


@dataclass(frozen=True, slots=True)
class _Groupings:
    """The Bureau's groupings of partners, as its interface and its web tables name them.

    Attributes:
        held: code of the table by country that stands for a grouping, by code and by name.
        left_out: codes and names of those that are not taken in.
    """

    held: dict[str, str]
    left_out: frozenset[str]


def partner_columns(sieve: Sieve, code: str, name: str) -> dict[str, Any]:
    """Return partner, partner_stated and aggregate.

    Args:
        sieve: the rows; those of a grouping or of an unknown partner are refused.
        code: column of Census codes, or empty.
        name: column of names, or empty; used when there are no codes.
    """
    column, meaning = (code, _coded) if code else (name, _named)
    if not column:
        return {"partner": "WLD", "partner_stated": _coded(ALL), "aggregate": True}
    stated = sieve.text(column)
    words = pc.utf8_upper(pc.utf8_trim_whitespace(stated.cast(pa.string())))
    left_out = pc.is_in(words, value_set=pa.array(sorted(_groupings().left_out), pa.string()))
    sieve.refuse(
        left_out, "group-of-partners", lambda row: _OVERLAP.format(repr(stated[row].as_py()))
    )
    codes = sieve.mapped(column, meaning, "unknown-place").cast(pa.string())
    return {
        "partner": sieve.mapped(column, lambda text: _place(meaning(text)), "unknown-place"),
        "partner_stated": codes,
        "aggregate": pc.less(codes, FIRST_COUNTRY),
    }


def _place(code: str) -> str:
    return code if len(code) != len(WORLD) else from_census(code).place


def _coded(text: str) -> str:
    """Return the code of the table by country for a code of the Bureau's interface.

    Its groupings bear codes that mean other things in that table (0022 is OECD there and Canada
    under an agreement here), so a code below 1000 is taken in only if it is listed.

    Raises:
        LookupError, UnknownPlace: nothing has this code.
    """
    bare = text.strip().upper()
    bare = bare.zfill(len(WORLD)) if bare.isdecimal() else bare
    known = _groupings().held.get(bare)
    if known is None and bare < FIRST_COUNTRY:
        raise LookupError(f"no partner has the code {text!r}. Write it as the publisher does.")
    return known or from_census(bare).code


def _named(text: str) -> str:
    """Return the Census code of a name, or a place's own code when it is known by its name only.

    Raises:
        LookupError, UnknownPlace: nothing has this name.
    """
    bare = text.strip()
    if not bare:
        raise LookupError("the partner is not named")
    known = _groupings().held.get(bare.upper()) or code_of_name(bare)
    if known is not None:
        return known
    found = find(bare)
    if isinstance(found, Place):
        return found.code
    raise LookupError(_OVERLAP.format(repr(bare)))


@cache
def _groupings() -> _Groupings:
    text = Path(__file__).with_name("groupings.yaml").read_text(encoding="utf-8")
    held: dict[str, str] = {}
    left_out: set[str] = set()
    for row in read_yaml(text):
        words = {str(word).upper() for word in (*row["codes"], *row["names"])}
        if row["place"]:
            held |= dict.fromkeys(words, str(row["place"]))
        else:
            left_out |= words
    return _Groupings(held, frozenset(left_out))
