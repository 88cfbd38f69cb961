"""Build the long member lists of classes: ``python tools/build_classes.py ../shared/data``.

Sources: US Census Bureau's lists of advanced technology products; Lall's technological categories
by SITC 3 group; the OECD's taxonomy of R&D intensity by ISIC 4; Waugh's goods of AI infrastructure
(docs/decisions/0020-technology-classes.md). Short lists stand in the class files themselves.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "steelyard" / "classes" / "data"
DATED = ("flow", "code", "group", "first", "last", "description")
PLAIN = ("code", "group", "description")
AI_GROUPS = {
    "Building & Structure": "building",
    "Compute Hardware": "compute",
    "Cooling & HVAC": "cooling",
    "Electrical Power": "power",
    "Fire Safety & Security": "safety",
    "Maintenance & Operations": "maintenance",
    "Networking & Telecom": "networking",
    "Specialty Materials": "materials",
}
"""Categories as the imports name them; the exports name them ``Building_Structure`` and so on."""
LEFT_OUT = "27"
"""Chapter whose ten codes (fuels) the author leaves out of the totals."""
Rows = Iterable[tuple[str, ...]]


def advanced_technology(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield ``DATED``: spans of years in which a code is on the list, with its newest text."""
    years: dict[tuple[str, str, str], dict[int, str]] = {}
    for flow, name, column in (
        ("M", "atp_imports_hts10_2017_2022.csv", "hts10"),
        ("X", "atp_exports_scheduleb10_2019.csv", "schedule_b10"),
    ):
        for row in _read(folder / name):
            of_code = years.setdefault((flow, row[column], str(int(row["atp"]))), {})
            of_code[int(row["year"])] = _text(row["description"])
    for key, texts in sorted(years.items()):
        for first, last in _spans(sorted(texts)):
            yield (*key, str(first), str(last), texts[max(texts)])


def lall(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield ``code, group`` of each SITC 3 group."""
    short = {row["lall_code"]: row["lall_abbr"] for row in _read(folder / "lall_categories.csv")}
    for row in _read(folder / "sitc3_group_to_lall.csv"):
        yield row["sitc3_group"], short[row["lall_code"]]


def research(folder: Path, isic: Path) -> Iterator[tuple[str, ...]]:
    """Yield ``PLAIN`` of each industry, ranges and remainders written out as codes."""
    known = sorted(row["code"] for row in _read(isic))
    rows = list(_read(folder / "oecd_rd_intensity_isic4.csv"))
    named = {row["isic4"] for row in rows if re.fullmatch(r"\d+", row["isic4"])}
    for row in rows:
        group = row["rd_class"].removesuffix(" R&D intensity").lower()
        for code in _industries(row["isic4"].replace("–", "-"), known, named):
            yield code, group, row["name"]


def ai_goods(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield ``flow, code, group, description`` of the goods of high relevance."""
    for row in _read(folder / "ai_high_relevance_imports_hts10.csv"):
        if not row["hts10"].startswith(LEFT_OUT):
            yield "M", row["hts10"], AI_GROUPS[row["category"]], _text(row["description"])
    exported = {name.replace(" & ", "_").replace(" ", "_"): key for name, key in AI_GROUPS.items()}
    for row in _read(folder / "ai_relevance_exports_scheduleb10.csv"):
        code = row["schedule_b10"]
        if row["relevance"] == "High" and not code.startswith(LEFT_OUT):
            yield "X", code, exported[row["category"]], _text(row["description"])


def _industries(printed: str, known: list[str], named: set[str]) -> list[str]:
    """Return the codes that ``10-12``, ``69-75X`` or ``25X`` stand for.

    X marks a remainder: the parts that the taxonomy names elsewhere are left out.
    """
    first, _, last = printed.removesuffix("X").partition("-")
    codes = [code for code in known if len(code) == len(first) and first <= code <= (last or first)]
    if not printed.endswith("X"):
        return codes
    if last:
        return [code for code in codes if code not in named]
    return [c for c in known if len(c) == len(first) + 1 and c.startswith(first) and c not in named]


def _spans(years: list[int]) -> list[tuple[int, int]]:
    spans = [(years[0], years[0])]
    for year in years[1:]:
        if year == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], year)
        else:
            spans.append((year, year))
    return spans


def _text(words: str) -> str:
    return " ".join(words.split())


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, columns: tuple[str, ...], rows: Rows) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted(rows))


def main(data: Path) -> None:
    """Write the lists into the package."""
    tables = data / "nomenclature"
    isic = tables / "isic_naics" / "isic4_codes.csv"
    _write("atp.csv", DATED, advanced_technology(tables / "atp"))
    _write("lall.csv", PLAIN[:2], lall(tables / "lall"))
    _write("oecd-rd.csv", PLAIN, research(tables / "oecd_rd_intensity", isic))
    _write("ai-hardware.csv", ("flow", *PLAIN), ai_goods(tables / "ai_products"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
