from __future__ import annotations

from pathlib import Path

import pytest
from census_twins import CANADA, CHINA, find, line, read, release

from steelyard.terms.errors import BadDate


def test_the_newest_published_month_dates_the_release(tmp_path: Path) -> None:
    got = read(tmp_path, release())
    assert (got.published_at, got.dated) == ("2023-01", "inferred")
    got = read(tmp_path, release(2023, 1))
    assert (got.published_at, got.dated) == ("2023-03-08", "inferred")
    assert "ABA Banking Journal" in got.dated_how


@pytest.mark.parametrize("date", ["2023-01-06", "2023-01"])
def test_a_date_given_with_the_file_wins(tmp_path: Path, date: str) -> None:
    got = read(tmp_path, release(), published_at=date)
    assert (got.published_at, got.dated) == (date, "stated")


@pytest.mark.parametrize("date", ["", "2023", "2023-13", "2023-02-30", "08.03.2023", "20230308"])
def test_a_date_that_is_none_is_refused(tmp_path: Path, date: str) -> None:
    with pytest.raises(BadDate, match=r"\[bad-date\]"):
        read(tmp_path, release(), published_at=date)


def test_the_totals_of_the_publisher_are_checked(tmp_path: Path) -> None:
    assert all(check.passed for check in read(tmp_path, release()).checks)
    lines = release()
    find(lines, CHINA, 2021)["iyr"] = 1.0
    failed = [check for check in read(tmp_path, lines).checks if not check.passed]
    assert [check.name for check in failed] == ["months-add-to-year"]
    assert "imports of 5700 in 2021" in failed[0].detail


def test_countries_that_miss_the_world_are_reported(tmp_path: Path) -> None:
    lines = [
        *release(),
        line(2019, "0015", 9, 9),
        line(2019, CHINA, 9, 8),
        line(2019, CANADA, 0, 0),
    ]
    checks = {check.name: check for check in read(tmp_path, lines).checks}
    assert checks["countries-add-to-world-imports"].passed
    assert not checks["countries-add-to-world-exports"].passed
    assert "2019 (-12.0)" in checks["countries-add-to-world-exports"].detail
