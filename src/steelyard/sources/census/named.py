"""Which place a partner is, told by the Bureau's code or by its name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.nomenclature.place_tables import census_codes
from steelyard.nomenclature.places import from_census
from steelyard.sources.census.columnar import LINE
from steelyard.sources.census.layout import FIRST_COUNTRY
from steelyard.sources.reading import refuse
from steelyard.terms.errors import BadFile, did_you_mean
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = r"[0-9]{4}"


def partner_columns(rows: pa.Table, fixed: str, file: str) -> dict[str, Any]:
    """Return partner, partner_stated and aggregate for a column of codes or of names.

    Args:
        rows: typed rows; the partner stands in a column ``partner`` or ``partner_name``.
        fixed: Census code of the partner when there is neither column.
        file: name of the file.

    Raises:
        BadFile: a name is in no table of the Bureau's names.
        UnknownPlace: no place bears a code.
    """
    if "partner" in rows.column_names:
        return _told(rows["partner"], str)
    if "partner_name" not in rows.column_names:
        return _told(pa.chunked_array([pa.repeat(fixed, rows.num_rows)]), str)
    names = rows["partner_name"]
    return _told(names, lambda name: _code_of(name, rows, file))


def code_of_name(name: str) -> str | None:
    """Return the Census code of a name in whatever case; None when no table has it."""
    return _names().get(name.casefold())


def _told(stated: pa.ChunkedArray, code_of: Callable[[str], str]) -> dict[str, Any]:
    coded = pc.dictionary_encode(stated.combine_chunks())
    codes = [code_of(name) for name in coded.dictionary.to_pylist()]
    place = pa.array([from_census(code).place for code in codes], pa.string())
    several = pa.array([code < FIRST_COUNTRY for code in codes], pa.bool_())
    return {
        "partner": place.take(coded.indices),
        "partner_stated": stated,
        "aggregate": several.take(coded.indices),
    }


def _code_of(name: str, rows: pa.Table, file: str) -> str:
    code = code_of_name(name)
    if code is None:
        raise _unknown(name, rows, file)
    return code


def _unknown(name: str, rows: pa.Table, file: str) -> BadFile:
    line = rows.filter(pc.equal(rows["partner_name"], name))[LINE][0].as_py()
    found = f"row {line}, column partner_name holds {name!r}, which no table of partners has"
    remedy = did_you_mean(name, sorted(_names()), "Leave its rows out, or give it a known name.")
    return refuse(file, found, "A partner that is dropped falsifies every total", remedy)


@cache
def _names() -> dict[str, str]:
    """Return Census codes by name in lower case; names that two codes share are left out."""
    found: dict[str, set[str]] = {}
    for row in census_codes().values():
        found.setdefault(row.name.casefold(), set()).add(row.code)
    named = {name: min(codes) for name, codes in found.items() if len(codes) == 1}
    text = Path(__file__).with_name("partners.yaml").read_text(encoding="utf-8")
    stated = {str(name).casefold(): str(code) for name, code in read_yaml(text).items()}
    return {**named, **stated}
