"""A damaged answer or report gives a coded error or rejected rows, and loses no row."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from census_stream_twins import CHINA, answer, imports, rejected, report, saved
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources.census import api, online
from steelyard.sources.received import Received
from steelyard.terms.errors import SteelyardError

X, M = "Total Exports Value ($US)", "Customs Import Value (Gen) ($US)"
ODD = st.sampled_from(
    ["", "-", "0", "1e9", "nan", "\x00", '"', "[", "]", "\ud800", "-1", "2024-3", "9" * 40]
)
CELLS = ODD | st.text(max_size=12)


def survives(source: ModuleType, path: Path) -> None:
    if not source.knows(Received(path)):
        return
    with suppress(SteelyardError):
        rejected(source, path)


def write_twins(folder: Path) -> list[tuple[ModuleType, Path]]:
    lines = imports([*CHINA, "2024-03"], [*CHINA, "2024-04"], [*CHINA, "2024-05"])
    web = [["84 Machines", "China", "May 2020", "1,000", "2"], ["85", "Japan", "2020", "3", "4"]]
    header = ["Commodity", "Country", "Time", X, M]
    return [
        (api, answer(folder / "json", lines)),
        (api, saved(folder / "csv", lines)),
        (online, report(folder / "web", header, *web)),
    ]


@settings(max_examples=60, deadline=None)
@given(
    which=st.integers(0, 2), at=st.floats(0, 1), junk=st.binary(max_size=6), cut=st.integers(0, 9)
)
def test_bytes_changed_anywhere(which: int, at: float, junk: bytes, cut: int) -> None:
    with TemporaryDirectory() as folder:
        source, path = write_twins(Path(folder))[which]
        data = path.read_bytes()
        place = int(at * len(data))
        path.write_bytes(data[:place] + junk + data[place + cut :])
        survives(source, path)


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(CELLS, min_size=14, max_size=14))
def test_any_cells_in_an_answer(cells: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = answer(Path(folder) / "any", imports([*CHINA, "2024-03"], cells))
        survives(api, path)


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.text("0123456789,.-X throughMayCin", max_size=14), min_size=5, max_size=5))
def test_any_cells_in_a_report(cells: list[str]) -> None:
    with TemporaryDirectory() as folder:
        header = ["Commodity", "Country", "Time", X, M]
        survives(online, report(Path(folder) / "any", header, cells))


@pytest.mark.parametrize(
    "row", ["7", '"text"', "null", "[]", '{"a": 1}', '["5700"]', "[[1], 2, 3]"]
)
def test_an_element_that_is_no_row(tmp_path: Path, row: str) -> None:
    path = tmp_path / "any"
    path.write_text(f'[["CTY_CODE","GEN_VAL_MO","time"],\n{row},\n["5700","1","2024-03"]]')
    (left_out,) = rejected(api, path)
    assert left_out["line"] == 2
    assert left_out["reason"] in {"broken-row", "unknown-place", "bad-period"}
