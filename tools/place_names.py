"""The names of places: gathered from the public tables for ``build_places.py``, none ambiguous."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from typing import Any

from steelyard.nomenclature.spelling import key

Row = dict[str, str]
Places = dict[str, dict[str, Any]]


def plain(name: str) -> str:
    """Write a display name out: ``St. Kitts & Nevis`` becomes ``Saint Kitts and Nevis``."""
    return name.replace("’", "'").replace("St. ", "Saint ").replace("&", "and")


def names_in_tables(tables: dict[str, list[Row]], codes: list[Row]) -> dict[str, list[str]]:
    """Return the names that the public tables give to each place."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in tables["m49_iso"]:
        found[row["ISO3166-1-Alpha-3"]] += [plain(row["CLDR display name"])]
        found[row["ISO3166-1-Alpha-3"]] += [row["official_name_en"]]
    for row in tables["country_converter"]:
        found[row["ISO3"]] += [plain(row["name_short"]), row["name_official"]]
    for row in codes:
        found[row["place"]] += [row["name"].removesuffix(" (Overseas France)")]
    return found


def add_aliases(places: Places, found: dict[str, list[str]], judged: dict[str, Any]) -> None:
    """Give each place its other names, each spelling once."""
    for code, place in places.items():
        by_hand = [*place.get("aliases", []), *judged["aliases"].get(code, [])]
        names = by_hand + [name for name in found.get(code, []) if usable(name, judged)]
        place["aliases"] = distinct(names, {key(place["name"]), key(code)})


def usable(name: str, judged: dict[str, Any]) -> bool:
    """Tell whether a table's name may serve as an alias."""
    return name not in judged["not_aliases"] and "(..." not in name


def distinct(names: list[str], taken: set[str]) -> list[str]:
    """Return the names whose keys are not taken and not repeated, in order."""
    kept: dict[str, str] = {}
    for name in names:
        if key(name) not in taken:
            kept.setdefault(key(name), name)
    return list(kept.values())


def refuse_ambiguity(places: Places) -> None:
    """Stop when two places answer to one name.

    Raises:
        SystemExit: a name or alias belongs to more than one place.
    """
    keys = Counter(
        k for p in places.values() for k in {key(n) for n in (p["code"], p["name"], *p["aliases"])}
    )
    shared = sorted(k for k, count in keys.items() if count > 1)
    if shared:
        sys.exit(f"names of more than one place: {', '.join(shared)}")
