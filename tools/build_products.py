"""Build product codes and class lists: ``python tools/build_products.py ../shared/data``.

Sources: UN Statistics Division's list of HS codes 2012, 2017 and 2022; US Census Bureau's NAICS
codes and its lists of advanced technology products (src/steelyard/nomenclature/data/README.md).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "steelyard"
EDITIONS = {"H4": "2012", "H5": "2017", "H6": "2022"}
NAICS = {"2012": "naics2012_codes.csv", "2017": "naics2017_codes.csv"}
Codes = dict[tuple[str, str], tuple[list[str], str]]


def products(data: Path) -> pa.Table:
    """Return ``nomenclature, code, editions, title``, sorted; titles of the newest edition."""
    found: Codes = {}
    for row in pq.read_table(data / "nomenclature/hs/hs_codes.parquet").to_pylist():
        if row["revision"] in EDITIONS and row["level"] in {2, 4, 6}:
            _add(found, "HS", row["code"], EDITIONS[row["revision"]], row["description"])
    for edition, name in NAICS.items():
        for row in _read(data / "nomenclature/isic_naics" / name):
            _add(found, "NAICS", row["code"], edition, row["desc"])
    for row in _read(data / "trade/census_monthly_sectors/naics3_labels.csv"):
        if row["naics"] != "00":
            _add(
                found, "NAICS", row["naics"], "", row["naics_sdesc"].split(", ", 1)[1].capitalize()
            )
    rows = [
        {"nomenclature": n, "code": c, "editions": " ".join(sorted(filter(None, e))), "title": t}
        for (n, c), (e, t) in sorted(found.items())
    ]
    return pa.Table.from_pylist(rows)


def technology_list(data: Path) -> list[tuple[str, ...]]:
    """Return ``flow, code, group, first, last``: spans of years in which a code is on the list."""
    years: dict[tuple[str, str, str], list[int]] = {}
    folder = data / "nomenclature/atp"
    for row in _read(folder / "atp_imports_hts10_2017_2022.csv"):
        years.setdefault(("M", row["hts10"], row["atp"]), []).append(int(row["year"]))
    for row in _read(folder / "atp_exports_scheduleb10_2019.csv"):
        years.setdefault(("X", row["schedule_b10"], row["atp"]), []).append(int(row["year"]))
    rows = []
    for (flow, code, group), listed in sorted(years.items()):
        for first, last in _spans(sorted(listed)):
            rows.append((flow, code, str(int(group)), str(first), str(last)))
    return rows


def _spans(years: list[int]) -> list[tuple[int, int]]:
    spans = [(years[0], years[0])]
    for year in years[1:]:
        if year == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], year)
        else:
            spans.append((year, year))
    return spans


def _add(found: Codes, nomenclature: str, code: str, edition: str, title: str) -> None:
    editions, _ = found.setdefault((nomenclature, code), ([], ""))
    found[nomenclature, code] = ([*editions, edition], " ".join(title.split()))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def trade_codes(data: Path) -> pa.Table:
    """Return ``flow, code``: every ten-digit import code of 2022; of exports none are held."""
    path = data / "trade/census_atp_concordance/import_concordance_2022.csv"
    codes = sorted({row["hs10"] for row in _read(path)})
    return pa.table({"flow": ["M"] * len(codes), "code": codes})


def main(data: Path) -> None:
    """Write the tables into the package."""
    codes = PACKAGE / "classes" / "trade_codes_2022.parquet"
    pq.write_table(trade_codes(data), codes, compression="zstd", compression_level=19)
    target = PACKAGE / "nomenclature" / "data" / "products.parquet"
    pq.write_table(products(data), target, compression="zstd", compression_level=19)
    lists = PACKAGE / "classes" / "atp.csv"
    with lists.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("flow", "code", "group", "first", "last"))
        writer.writerows(technology_list(data))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
