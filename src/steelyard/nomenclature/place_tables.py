"""The tables of places, groups and publishers' codes, read once from ``data/``.

Where each file comes from and how it is rebuilt stands in ``data/README.md``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from steelyard.terms.place import Group, Membership, Place, PlaceKind
from steelyard.terms.yaml_text import read_yaml

_CENSUS_WORLD = "0015"


@dataclass(frozen=True, slots=True)
class CensusCode:
    """One row of the US Census country tables.

    Attributes:
        code: Schedule C code (four digits), or the publisher's own code below 1000.
        place: code of the place; several codes may have one place.
        name: the row's name as the publisher writes it.
        kind: ``country`` (such rows add up to the world, residual areas among them),
            ``aggregate`` (several partners) or ``special`` (the world in three guises).
    """

    code: str
    place: str
    name: str
    kind: str


@cache
def places() -> dict[str, Place]:
    """Return every place by its canonical code, in the order of the codes."""
    rows = sorted(_rows("places.csv"), key=lambda row: row["code"])
    return {row["code"]: _place(row) for row in rows}


@cache
def groups() -> dict[str, Group]:
    """Return every group by its code, in the order of the codes."""
    stated = read_yaml(_text("groups.yaml"))
    return {row["code"]: _group(row) for row in sorted(stated, key=lambda row: str(row["code"]))}


@cache
def census_codes() -> dict[str, CensusCode]:
    """Return every code of the US Census country tables."""
    rows = _rows("census.csv")
    return {r["code"]: CensusCode(r["code"], r["place"], r["name"], r["kind"]) for r in rows}


@cache
def comtrade_codes() -> dict[str, str]:
    """Return the place code of every UN Comtrade number (without leading zeros)."""
    return {row["code"]: row["place"] for row in _rows("comtrade.csv")}


@cache
def _census_of_places() -> dict[str, tuple[str, ...]]:
    """Return the US Census codes of each place: retired ones first, then those in force."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in sorted(_rows("census.csv"), key=lambda r: (r["status"] != "retired", r["code"])):
        if row["kind"] != "special" or row["code"] == _CENSUS_WORLD:
            found[row["place"]].append(row["code"])
    return {code: tuple(listed) for code, listed in found.items()}


def _place(row: dict[str, str]) -> Place:
    return Place(
        code=row["code"],
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        iso2=row["iso2"],
        m49=row["m49"],
        comtrade=row["comtrade"],
        census=_census_of_places().get(row["code"], ()),
        entry_year=int(row["entry_year"]) if row["entry_year"] else None,
        exit_year=int(row["exit_year"]) if row["exit_year"] else None,
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        note=row["note"],
    )


def _group(row: dict[str, Any]) -> Group:
    return Group(
        code=row["code"],
        name=row["name"],
        members=tuple(_membership(member) for member in row["members"]),
        dated=row["dated"],
        source=row["source"],
        aliases=tuple(row.get("aliases", ())),
    )


def _membership(stated: str | dict[str, str]) -> Membership:
    return Membership(stated) if isinstance(stated, str) else Membership(**stated)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def _text(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
