"""The lists of codes against the publishers' own files; skipped where these are absent."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from steelyard.nomenclature.code_tables import NOMENCLATURES
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.product import Edition

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
CODES, LINES = "nomenclature", "nomenclature/us_census_concordance"
TRADED = "trade/census_hs10_imports_2024/hs10_descriptions_2024.parquet"
ISIC = (("2", "2"), ("3", "3"), ("3.1", "31"), ("4", "4"))
YEARS, BOP = ("2012", "2017"), ("2002", "2010")
HS = {"H0": "1992", "H1": "1996", "H2": "2002", "H3": "2007", "H4": "2012", "H5": "2017"}
HELD = ROOT / "src" / "steelyard" / "nomenclature" / "data"

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not here")


def listed(path: str, column: str) -> list[str]:
    if path.endswith(".parquet"):
        found: list[str] = pq.read_table(SHARED / path)[column].to_pylist()
        return found
    with (SHARED / path).open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("edition", "path", "column"),
    [
        *((Edition("ISIC", e), f"{CODES}/isic_naics/isic{f}_codes.csv", "code") for e, f in ISIC),
        *((Edition("NAICS", e), f"{CODES}/isic_naics/naics{e}_codes.csv", "code") for e in YEARS),
        *((Edition("EBOPS", e), f"{CODES}/services_ebops/ebops{e}_codes.csv", "code") for e in BOP),
        *((Edition("BEC", e), f"{CODES}/sitc_bec/bec{e}_codes.csv", "code") for e in "45"),
        (Edition("HTS", "2022"), f"{LINES}/imports_hts_2022.parquet", "hts10"),
        (Edition("HTS", "2024"), TRADED, "hs10"),
        (Edition("SCHEDULEB", "2019"), f"{LINES}/exports_schedule_b_2019.parquet", "schedule_b10"),
    ],
    ids=str,
)
def test_a_list_is_the_publishers(edition: Edition, path: str, column: str) -> None:
    assert sorted({*listed(path, column)} - {"TOTAL"}) == list(codes_of(edition))


@pytest.mark.parametrize(
    ("nomenclature", "path", "editions"),
    [
        ("HS", "hs/hs_codes.parquet", {**HS, "H6": "2022"}),
        ("SITC", "sitc_bec/sitc_codes.parquet", {f"S{e}": e for e in "1234"}),
    ],
    ids=["HS", "SITC"],
)
def test_a_revision_is_the_publishers(
    nomenclature: str, path: str, editions: dict[str, str]
) -> None:
    rows = pq.read_table(
        SHARED / CODES / path, columns=["revision", "code", "description"]
    ).to_pylist()
    for revision, edition in editions.items():
        mine = {row["code"]: row["description"] for row in rows if row["revision"] == revision}
        left = {c for c, t in mine.items() if c in {"TOTAL", "77"} or t == "Memorandum Item"}
        left -= {"77"} if nomenclature == "SITC" else set()
        assert sorted({*mine} - left) == list(codes_of(Edition(nomenclature, edition)))


def test_the_lists_are_what_the_tool_makes(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "build_codes.py"), str(SHARED), str(tmp_path)]
    subprocess.run(command, check=True)
    for name in NOMENCLATURES:
        file = f"{name.lower()}.parquet"
        assert pq.read_table(tmp_path / file).equals(pq.read_table(HELD / file))
