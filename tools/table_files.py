"""The publishers' tables between editions, as the folder of public data has them -> pairs of codes.

Each reader returns the links that a table states and, where the publisher gives one, its one answer
for each source code.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from steelyard.terms.product import Edition

Pairs = list[tuple[str, str]]
Stated = tuple[Pairs, Pairs]
HS = dict(
    zip(
        ["1992", "1996", "2002", "2007", "2012", "2017", "2022"],
        ["H0", "H1", "H2", "H3", "H4", "H5", "H6"],
        strict=True,
    )
)
_NATIONAL = {"HTS 2022": "imports_hts_2022", "SCHEDULEB 2019": "exports_schedule_b_2019"}
_SLIP = {("238290", "0331"): "3310"}  # of the table of NAICS 2017; the table of 2012 has 3310


def harmonised(data: Path, source: Edition, target: Edition) -> Stated:
    """Read the links between neighbouring editions of the HS, and one answer for every pair."""
    pair = {"from_rev": HS[source.edition], "to_rev": HS[target.edition]}
    adjacent = list(HS).index(source.edition) - list(HS).index(target.edition) == 1
    links = _pairs(data / "hs_to_hs/hs_correlation.parquet", pair) if adjacent else []
    return links, _pairs(data / "hs_to_hs/hs_conversion.parquet", pair)


def standard_trade(data: Path, source: Edition, target: Edition) -> Stated:
    """Read links and one answer a subheading from the HS to the SITC."""
    pair = {"from_rev": HS[source.edition], "to_rev": f"S{target.edition}"}
    links = _pairs(data / "hs_to_sitc/hs_sitc_correlation.parquet", pair)
    return links, _pairs(data / "hs_to_sitc/hs_sitc_conversion.parquet", pair)


def categories(data: Path, source: Edition, target: Edition) -> Stated:
    """Read links from the HS and the SITC to the BEC."""
    revision = HS[source.edition] if source.nomenclature == "HS" else f"S{source.edition}"
    path = data / "sitc_bec/hs_sitc_to_bec4.csv"
    return _pairs(path, {"from_rev": revision}, ("from_code", f"bec{target.edition}")), []


def activities(data: Path, source: Edition, target: Edition) -> Stated:
    """Read the one class of the ISIC that each subheading has."""
    path, columns = data / "isic_naics/hs_isic3.parquet", ("hs6", f"isic{target.edition}")
    return [], _pairs(path, {"from_rev": HS[source.edition]}, columns)


def bridges(data: Path, source: Edition, target: Edition) -> Stated:
    """Read links between lists of industries."""
    names = [f"{e.nomenclature}{e.edition}".lower().replace(".", "") for e in (source, target)]
    rows = _rows(data / f"isic_naics/{'_'.join(names)}.csv")
    pairs = [tuple(row.values())[:2] for row in rows]
    return [(s, _SLIP.get((s, t), t)) for s, t in pairs if s and t], []


def national(data: Path, source: Edition, target: Edition) -> Stated:
    """Read the SITC or NAICS code that the Census Bureau gives each ten-digit code."""
    path = data / f"us_census_concordance/{_NATIONAL[str(source)]}.parquet"
    code = "hts10" if source.nomenclature == "HTS" else "schedule_b10"
    return _pairs(path, {}, (code, target.nomenclature.lower())), []


READERS: dict[str, Callable[[Path, Edition, Edition], Stated]] = {
    "hs": harmonised,
    "sitc": standard_trade,
    "wits": standard_trade,
    "bec": categories,
    "isic3": activities,
    "industry": bridges,
    "sitc3": bridges,
    "national": national,
}


def _pairs(
    path: Path, where: dict[str, str], columns: tuple[str, str] = ("from_code", "to_code")
) -> Pairs:
    first, second = columns
    rows = [r for r in _rows(path) if all(r[name] == value for name, value in where.items())]
    return [(r[first], r[second]) for r in rows if r[first] and r[second]]


@cache
def _rows(path: Path) -> Iterable[dict[str, Any]]:
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
