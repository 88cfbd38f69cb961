"""Build the nomenclature of places from the public tables of countries.

Run by a maintainer from the root of the repository::

    python tools/build_places.py ../shared/data/nomenclature/countries

Reads ``comtrade_areas.csv`` (UN Comtrade), ``country_converter.csv`` (Stadler 2017),
``m49_iso.csv`` (UNSD and ISO, by datasets/country-codes), ``census_schedule_c.csv`` (US Census)
and ``places_overrides.yaml`` beside this script. Writes ``places.csv``, ``census.csv`` and
``comtrade.csv``. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from place_names import add_aliases, names_in_tables, plain, refuse_ambiguity
from steelyard.nomenclature.spelling import key

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "steelyard" / "nomenclature" / "data"
ALWAYS = 1900  # UN Comtrade's way to say "always"
IDENTITY = ("code", "name", "kind", "iso2", "m49", "comtrade")
PLACE_COLUMNS = (*IDENTITY, "entry_year", "exit_year", "aliases", "note")
CENSUS_COLUMNS = ("code", "place", "name", "kind", "status")
COMTRADE_COLUMNS = ("code", "place", "name")

Row = dict[str, str]
Places = dict[str, dict[str, Any]]


def read(path: Path) -> list[Row]:
    """Read a CSV file, spaces around the values removed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def write(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """Write rows, sorted by code, as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: str(row["code"])))


def iso_places(m49: list[Row], judged: dict[str, Any]) -> Places:
    """Return the places of ISO 3166-1 by code, without years, aliases and notes."""
    return {row["ISO3166-1-Alpha-3"]: iso_place(row, judged) for row in m49}


def iso_place(row: Row, judged: dict[str, Any]) -> dict[str, Any]:
    """Return one place of ISO 3166-1."""
    code = row["ISO3166-1-Alpha-3"]
    kind = "country" if row["is_independent"] == "Yes" else "territory"
    return {
        "code": code,
        "name": judged["names"].get(code, plain(row["CLDR display name"])),
        "kind": judged["kinds"].get(code, kind),
        "iso2": row["ISO3166-1-Alpha-2"],
        "m49": row["M49"].zfill(3),
    }


def other_places(judged: dict[str, Any]) -> Places:
    """Return the places outside ISO 3166-1 by code, the publisher's groups among them."""
    groups = [
        {"code": f"census:{row['code']}", "kind": "publisher-group"}
        | {k: row[k] for k in ("name", "note")}
        for row in judged["census_aggregates"]
    ]
    rows = [*judged["places"], *groups]
    return {row["code"]: dict(row) for row in rows}


def comtrade_codes(areas: list[Row], places: Places, judged: dict[str, Any]) -> list[Row]:
    """Return every UN Comtrade number with its place."""
    rows = {area["id"]: area for area in areas}  # 490 stands twice, once as reporter
    return [comtrade_code(area, places, judged["comtrade"]) for area in rows.values()]


def comtrade_code(area: Row, places: Places, judged: dict[str, str]) -> Row:
    """Return one UN Comtrade number with its place.

    Raises:
        SystemExit: no place is known for the number.
    """
    own = f"comtrade:{area['id']}"
    place = judged.get(area["id"], own if own in places else area["iso_3"])
    if place not in places:
        sys.exit(f"UN Comtrade {area['id']} ({area['country']}): no place {place}")
    return {"code": area["id"], "place": place, "name": area["country"]}


def add_comtrade(places: Places, areas: list[Row], codes: list[Row]) -> None:
    """Give each place the UN Comtrade number in force, and its first year."""
    by_id = {area["id"]: area for area in areas}
    listed: dict[str, list[Row]] = defaultdict(list)
    for row in codes:
        listed[row["place"]].append(by_id[row["code"]])
    for code, rows in listed.items():
        in_force = max(rows, key=lambda r: (not r["exit_year"], r["exit_year"], r["reporter"]))
        places[code].setdefault("comtrade", in_force["id"])
        places[code]["entry_year"] = first_year(rows)


def first_year(areas: list[Row]) -> int | str:
    """Return the first year of a place's areas, empty when it was always there."""
    first = min(int(float(area["entry_year"])) for area in areas)
    return "" if first <= ALWAYS + 1 else first


def add_judgements(places: Places, judged: dict[str, Any]) -> None:
    """Put in the first years and the notes that were decided by hand."""
    for code, year in judged["entry_years"].items():
        places[code]["entry_year"] = "" if year is None else year
    for code, note in judged["notes"].items():
        places[code]["note"] = note


def census_codes(schedule: list[Row], places: Places, judged: dict[str, Any]) -> list[Row]:
    """Return every code of the US Census with its place."""
    by_name = {key(n): code for code, p in places.items() for n in (p["name"], *p["aliases"])}
    rows = [schedule_code(row, by_name, judged["schedule_c"]) for row in schedule]
    rows += [row | {"kind": "country", "status": "retired"} for row in judged["census_retired"]]
    rows += [row | {"kind": "special"} for row in judged["census_special"]]
    for row in judged["census_aggregates"]:
        known = {"code": row["code"], "place": f"census:{row['code']}", "name": row["row"]}
        rows.append(known | {"kind": "aggregate"})
    return rows


def schedule_code(row: Row, by_name: dict[str, str], judged: dict[str, str]) -> Row:
    """Return one code of Schedule C with its place; a bracket in the name may be left out.

    Raises:
        SystemExit: the name is known for no place.
    """
    name, code = row["name"], row["schedule_c"]
    short = name.partition(" (")[0]
    place = judged.get(code) or by_name.get(key(name)) or by_name.get(key(short))
    if place is None:
        sys.exit(f"Schedule C {code} ({name}): no place")
    return {"code": code, "place": place, "name": name, "kind": "country", "status": "current"}


def build(folder: Path, out: Path) -> None:
    """Read the public tables in ``folder`` and write the nomenclature into ``out``."""
    stems = ("comtrade_areas", "country_converter", "m49_iso", "census_schedule_c")
    tables = {stem: read(folder / f"{stem}.csv") for stem in stems}
    judged = yaml.safe_load(Path(__file__).with_name("places_overrides.yaml").read_text("utf-8"))
    places = iso_places(tables["m49_iso"], judged) | other_places(judged)
    codes = comtrade_codes(tables["comtrade_areas"], places, judged)
    add_comtrade(places, tables["comtrade_areas"], codes)
    add_judgements(places, judged)
    add_aliases(places, names_in_tables(tables, codes), judged)
    refuse_ambiguity(places)
    census = census_codes(tables["census_schedule_c"], places, judged)
    rows = [place | {"aliases": "|".join(place["aliases"])} for place in places.values()]
    write(out / "places.csv", PLACE_COLUMNS, rows)
    write(out / "census.csv", CENSUS_COLUMNS, census)
    write(out / "comtrade.csv", COMTRADE_COLUMNS, codes)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="folder of the public tables")
    parser.add_argument("--out", type=Path, default=DATA, help="where to write")
    arguments = parser.parse_args()
    build(arguments.folder, arguments.out)
