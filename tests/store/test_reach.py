"""Which files stand behind rows: none that holds one is left out, and the list is bounded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.reach import MOST, behind
from steelyard.store.release import Held, Release, Series

Rows = Sequence[tuple[str | None, str]]
PERIODS = ["2019", "2020", "2021", "2022"]
PLACES = ["CHN", "DEU", "JPN", "Ωé"]
CARD = {
    "dataset": "twin",
    "title": "Trade",
    "kind": "flows",
    "publisher": "Nobody",
    "licence": "none",
    "licence_url": "",
    "url": "https://example.org",
    "cadence": "yearly",
    "precedence": 70,
    "release": "2023-01-15",
    "published_at": "2023-01-15",
    "dated": "stated",
    "dated_how": "Stated.",
    "quirks": (),
}


def held(root: Path, files: Sequence[Rows], *, statistics: bool = True) -> Held:
    """Return a release of one part a file; its rows are places and periods."""
    parts = []
    for number, rows in enumerate(files):
        path = f"flows/twin/part-{number}.parquet"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        names = {"partner": [place for place, _ in rows], "period": [when for _, when in rows]}
        columns = {name: pa.array(words, pa.string()) for name, words in names.items()}
        pq.write_table(
            pa.table(columns), root / path, row_group_size=2, write_statistics=statistics
        )
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        about = {"path": path, "bytes": 1, "sha256": "0" * 64, "rows": len(rows)}
        came = {"received_file": f"{number}.csv", "received_sha256": sha256, "received_bytes": 1}
        counted = {"received_at": "2023-02-01", "observations_in": 1, "accepted": 1}
        parts.append({**about, **came, **counted})
    series = Series(of={}, first="2019", last="2022", rows=1, missing=0)
    whole = {**CARD, "parts": parts, "rows": 1, "series": (series,)}
    return Held(Release.model_validate(whole), root, bundled=False)


def names(one: Held, **where: list[str]) -> list[str]:
    return [file.name for file in behind(one, where, {})[0]]


def test_files_that_reach_none_of_the_rows_are_left_out(tmp_path: Path) -> None:
    one = held(tmp_path, [[("CHN", "2019")], [("CHN", "2020")], [("JPN", "2020")]])
    assert names(one, period=["2020"]) == ["1.csv", "2.csv"]
    assert names(one, period=["2020"], partner=["CHN"]) == ["1.csv"]
    assert names(one, period=["2018"]) == []
    assert names(one) == ["0.csv", "1.csv", "2.csv"]
    assert names(one, reporter=["USA"]) == ["0.csv", "1.csv", "2.csv"]


def test_what_a_file_does_not_tell_may_be_in_it(tmp_path: Path) -> None:
    one = held(tmp_path, [[("CHN", "2019")], [("CHN", "2020")]], statistics=False)
    assert names(one, period=["2020"]) == ["0.csv", "1.csv"]


def test_the_only_file_of_a_release_is_behind_all_of_it(tmp_path: Path) -> None:
    assert names(held(tmp_path, [[("CHN", "2019")]]), period=["2020"]) == ["0.csv"]


@pytest.mark.parametrize(("files", "left"), [(MOST, 0), (MOST + 3, 3)])
def test_many_files_are_counted(tmp_path: Path, files: int, left: int) -> None:
    found, left_out = behind(held(tmp_path, [[("CHN", "2019")]] * files), {}, {})
    assert (len(found), left_out) == (MOST, left)


@settings(max_examples=50)
@given(
    files=st.lists(
        st.lists(
            st.tuples(st.sampled_from([None, *PLACES]), st.sampled_from(PERIODS)),
            min_size=1,
            max_size=6,
        ),
        min_size=2,
        max_size=4,
    ),
    periods=st.lists(st.sampled_from(PERIODS), min_size=1, max_size=2),
    places=st.lists(st.sampled_from(PLACES), min_size=1, max_size=2),
)
def test_no_file_that_holds_a_row_is_left_out(
    tmp_path_factory: pytest.TempPathFactory,
    files: list[list[tuple[str | None, str]]],
    periods: list[str],
    places: list[str],
) -> None:
    one = held(tmp_path_factory.mktemp("reach"), files)
    found = names(one, period=periods, partner=places)
    for number, rows in enumerate(files):
        if any(place in places and period in periods for place, period in rows):
            assert f"{number}.csv" in found
        if not {period for _, period in rows} & set(PERIODS[: PERIODS.index(max(periods)) + 1]):
            assert f"{number}.csv" not in found
