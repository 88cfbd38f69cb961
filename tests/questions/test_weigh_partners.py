"""Tariff lines of a further partner are taken in and answer at once, without a basis named."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import steelyard as sy
from steelyard.classes.selection import dated_list
from steelyard.sources.census.guard import known_totals
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending

ASKED = {"of": "atp", "by": "group", "years": "2024:2024"}
TOTAL = round(known_totals()["consumption"]["TWN"][2024] * 10**6)
LISTED = {
    line.group: line.code
    for line in sorted(dated_list("atp"), key=lambda one: one.code)
    if line.flow == "M" and line.first <= 2022 <= line.last
}
OTHER = "0101210010"
WORTH = {LISTED["5"]: 70_000_000_007, LISTED["4"]: 3_000_000_001}


def file(folder: Path, name: str, worth: dict[str, int], code: str = "5830") -> Path:
    """Write lines of a partner, in the publisher's layout."""
    rows = [
        {
            "cty_code": code,
            "cty_name": "PARTNER",
            "hs10": hs10,
            "con_val_usd": usd,
            "cal_dut_usd": 0,
        }
        for hs10, usd in worth.items()
    ]
    path = folder / name
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.fixture
def taiwan(tmp_path: Path) -> Path:
    """A file of Taiwan alone that makes its known total of 2024; its name tells no year."""
    return file(tmp_path, "taiwan.parquet", {**WORTH, OTHER: TOTAL - sum(WORTH.values())})


def added(root: Path, *paths: Path) -> Store:
    for path in paths:
        sy.add([str(path)], store=str(root))
    return Store(root)


def imports(answer: Answer) -> dict[object, object]:
    return dict(zip(answer.column("group_code"), answer.column("imports"), strict=True))


def test_a_further_partner_answers_at_once(tmp_path: Path, taiwan: Path) -> None:
    answer = sy.weigh("USA", "TWN", store=added(tmp_path / "store", taiwan), **ASKED)
    expected = {str(group): 0 for group in range(1, 11)}
    assert imports(answer) == {**expected, "5": WORTH[LISTED["5"]], "4": WORTH[LISTED["4"]]}
    assert answer.ending is Ending.WITH_GAPS
    assert [gap.what for gap in answer.gaps] == ["exports"]
    assert answer.question["definition"]["import_basis"] == "consumption"
    assert [note.code for note in answer.notes].count("basis-taken") == 1
    used = {(found.dataset, found.release) for found in answer.evidence if found.rows}
    assert ("census-imports-hs10", "2025-06") in used


def test_partners_of_the_bundled_table_still_answer(tmp_path: Path, taiwan: Path) -> None:
    store = added(tmp_path / "store", taiwan)
    own, bundled = (sy.weigh("USA", "MEX", store=held, **ASKED) for held in (store, Store()))
    assert own.rows == bundled.rows
    assert None not in own.column("imports")


def test_files_of_one_year_are_one_release_and_weigh_as_one(tmp_path: Path, taiwan: Path) -> None:
    norway = file(tmp_path, "2024-hs10-imports4039.parquet", {LISTED["8"]: 11}, "4039")
    store = added(tmp_path / "store", taiwan, norway)
    (held,) = [one for one in store.held if not one.bundled]
    assert {p for series in held.release.series for p in series.partners} == {"TWN", "NOR"}
    for partner, group, usd in (("TWN", "5", WORTH[LISTED["5"]]), ("NOR", "8", 11)):
        assert imports(sy.weigh("USA", partner, store=store, **ASKED))[group] == usd


def test_lines_that_are_not_known_to_be_all_leave_no_nil(tmp_path: Path) -> None:
    """Taiwan's sum is not its known total: it answers only what nothing else does."""
    some = file(tmp_path, "taiwan-2024.parquet", WORTH)
    store = added(tmp_path / "store", some)
    sound = sy.weigh("USA", "TWN", **ASKED)
    assert imports(sy.weigh("USA", "TWN", store=store, **ASKED)) == imports(sound)
    asked = {"years": 2024, "basis": "consumption", "store": store}
    answer = sy.weigh("USA", "TWN", of=f"hs:{LISTED['5']}", **asked)
    assert answer.column("imports") == [WORTH[LISTED["5"]]]
    assert sy.weigh("USA", "TWN", of=f"hs:{LISTED['1']}", **asked).column("imports") == [None]
    assert any("lines may be missing" in note.text for note in answer.notes)
