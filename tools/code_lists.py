"""The lists of product codes as their publishers give them -> lines of one form."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

import code_titles

HS = {"H0": 1992, "H1": 1996, "H2": 2002, "H3": 2007, "H4": 2012, "H5": 2017, "H6": 2022}
LAST_INDENTED, SUBHEADING, RESERVED = 2012, 6, "77"
ISIC = {"2": "isic2", "3": "isic3", "3.1": "isic31", "4": "isic4"}
TOP, TOTAL, NONE, MEMORANDUM = "#", "TOTAL", "NULL", "X"
Above = dict[tuple[str, str], str]


class Line(NamedTuple):
    """A code of an edition; a publisher's own code is of none."""

    edition: str
    code: str
    level: int
    parent: str
    title: str


def harmonised(data: Path) -> Iterator[Line]:
    """Return the codes of the HS. Chapter 77 is reserved: it is no code."""
    above: Above = {}
    for row in _sorted(data / "nomenclature/hs/hs_codes.parquet"):
        code, edition, text = row["code"], HS[row["revision"]], row["description"]
        if row["level"] and code != RESERVED:
            text = code_titles.spelled(text) if edition == HS["H1"] else text
            title = code_titles.line(text)
            if len(code) == SUBHEADING and edition <= LAST_INDENTED:
                title = code_titles.below(text, above[row["revision"], code[:-2]])
            above[row["revision"], code] = title
            yield Line(str(edition), code, len(code), code[:-2], title)


def standard_trade(data: Path) -> Iterator[Line]:
    """Return the codes of the SITC without its memorandum items."""
    above: Above = {}
    for row in _sorted(data / "nomenclature/sitc_bec/sitc_codes.parquet"):
        code, text = row["code"], row["description"]
        if row["level"] and MEMORANDUM not in code:
            title = code_titles.line(text)
            if not code_titles.alone(text):
                title = code_titles.below(text, above[row["revision"], code[:-1]])
            above[row["revision"], code] = title
            yield Line(row["revision"].removeprefix("S"), code, len(code), code[:-1], title)


def broad_categories(data: Path) -> Iterator[Line]:
    """Return the codes of the BEC."""
    for edition in ("4", "5"):
        for row in _read(data / f"nomenclature/sitc_bec/bec{edition}_codes.csv"):
            if row["parent"] != TOP:
                code, parent = row["code"], "" if row["parent"] == TOTAL else row["parent"]
                yield Line(edition, code, len(code), parent, code_titles.broad(row["description"]))


def activities(data: Path) -> Iterator[Line]:
    """Return the codes of the ISIC: divisions stand under the section that was listed before."""
    for edition, name in ISIC.items():
        section, known = "", set[str]()
        for row in _read(data / f"nomenclature/isic_naics/{name}_codes.csv"):
            code = row["code"]
            known.add(code)
            section = code if code.isalpha() else section
            parent = "" if code == section else _longest(code, known) or section
            yield Line(edition, code, _digits(code), parent, row["desc"].strip())


def industries(data: Path) -> Iterator[Line]:
    """Return the codes of the NAICS, and those that only the Bureau's trade tables use."""
    for edition in ("2012", "2017"):
        rows = _read(data / f"nomenclature/isic_naics/naics{edition}_codes.csv")
        known = {row["code"] for row in rows}
        for row in rows:
            code = row["code"]
            yield Line(edition, code, _digits(code), _longest(code, known), row["desc"].strip())
    for row in _read(data / "trade/census_monthly_sectors/naics3_labels.csv"):
        title = row["naics_sdesc"].partition(", ")[2].capitalize()
        if row["naics"] not in known | {"00"}:
            yield Line("", row["naics"], len(row["naics"]), "", title)


def services(data: Path) -> Iterator[Line]:
    """Return the codes of the EBOPS; their level is the number of steps below the total."""
    for edition in ("2002", "2010"):
        rows = _read(data / f"nomenclature/services_ebops/ebops{edition}_codes.csv")
        parents = {row["code"]: _above(row) for row in rows}
        titles = {row["code"]: code_titles.service(row["description"]) for row in rows}
        for code in sorted(parents, key=lambda code: _steps(code, parents)):
            if not code_titles.alone(titles[code]):
                titles[code] = code_titles.below("other", titles[parents[code]])
            yield Line(edition, code, _steps(code, parents), parents[code], titles[code])


def tariff(data: Path) -> Iterator[Line]:
    """Return the ten-digit import codes of 2022, and of 2024 those that were traded.

    Lines of 2024 whose short text is that of 2022 have its long text.
    """
    folder = data / "nomenclature/us_census_concordance"
    old = {row["hts10"]: row for row in _rows(folder / "imports_hts_2022.parquet")}
    for code, row in old.items():
        yield _national("2022", code, row["long_desc"])
    traded = data / "trade/census_hs10_imports_2024/hs10_descriptions_2024.parquet"
    for row in _rows(traded):
        before = old.get(row["hs10"], {})
        same = _plain(before.get("short_desc", "")) == _plain(row["sdesc"])
        yield _national("2024", row["hs10"], before["long_desc"] if same else row["sdesc"])


def exports(data: Path) -> Iterator[Line]:
    """Return the ten-digit export codes of 2019."""
    path = data / "nomenclature/us_census_concordance/exports_schedule_b_2019.parquet"
    for row in _rows(path):
        yield _national("2019", row["schedule_b10"], row["long_desc"])


LISTS: dict[str, Callable[[Path], Iterator[Line]]] = {
    "hs": harmonised,
    "sitc": standard_trade,
    "bec": broad_categories,
    "isic": activities,
    "naics": industries,
    "ebops": services,
    "hts": tariff,
    "scheduleb": exports,
}


def _national(edition: str, code: str, text: str) -> Line:
    return Line(edition, code, len(code), code[:SUBHEADING], code_titles.line(text))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _digits(code: str) -> int:
    """Return the digits of a code, of a span such as 31-33 those of its first."""
    return len(code.partition("-")[0])


def _longest(code: str, known: set[str]) -> str:
    """Return the longest code above one, which may be a span that holds it, or nothing."""
    for digits in range(_digits(code) - 1, 0, -1):
        above = code[:digits]
        spans = [k.partition("-") for k in known if "-" in k]
        inside = [f"{a}-{z}" for a, _, z in spans if len(a) == digits and a <= above <= z]
        if above in known or inside:
            return above if above in known else inside[0]
    return ""


def _above(row: dict[str, str]) -> str:
    """Return the code above an item of services; the table leaves out that of one memorandum."""
    if row["parent"] == NONE:
        return row["code"].removesuffix(MEMORANDUM)
    return row["parent"].removeprefix(TOP)


def _steps(code: str, parents: dict[str, str]) -> int:
    return 1 + _steps(parents[code], parents) if parents[code] else 0


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def _sorted(path: Path) -> list[dict[str, Any]]:
    return sorted(_rows(path), key=lambda row: (row["revision"], row["code"]))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
