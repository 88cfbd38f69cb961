from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources.contract import Converted, arrow_schema
from steelyard.sources.frb import usd_cny
from steelyard.sources.frb.business_days import ends_its_month, next_monday, weekdays_to
from steelyard.terms.errors import BadDate, BadFile, SteelyardError
from steelyard.terms.tables import RATES

SHARED = Path(__file__).parents[3].parent / "shared/data/trade"
REAL = SHARED / "fx_monthly/usd_cny_monthly.csv"
HEADER = (
    "period,usd_cny_average,usd_cny_end,end_date,usd_cny_min,usd_cny_max,business_days,"
    "official_monthly_average,note\n"
)
# The last month stops two weekdays before its end (Monday and Tuesday, 29 and 30 September).
TWIN = HEADER + (
    "2025-07,7.1741,7.2002,2025-07-31,7.1541,7.2002,22,7.1741,\n"
    "2025-08,7.1727,7.1304,2025-08-29,7.1304,7.2116,21,7.1728,\n"
    "2025-09,7.1239,7.1328,2025-09-26,7.1033,7.1415,19,7.1235,\n"
)


def read(tmp_path: Path, text: str | bytes, **options: str) -> Converted:
    path = tmp_path / "any.name"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert usd_cny.recognises(path) in {True, False}
    return usd_cny.convert(path, **options)


def rates(converted: Converted) -> dict[tuple[str, str], float | None]:
    rows = converted.table.to_pylist()
    assert {(row["base"], row["quote"], row["freq"]) for row in rows} <= {("USD", "CNY", "M")}
    return {(row["measure"], row["period"]): row["rate"] for row in rows}


def test_a_month_gives_an_average_and_an_end(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN)
    assert rates(got) == {
        ("average", "2025-07"): 7.1741,
        ("average", "2025-08"): 7.1727,
        ("end-of-period", "2025-07"): 7.2002,
        ("end-of-period", "2025-08"): 7.1304,
    }
    assert got.table.schema.equals(arrow_schema(RATES))
    assert {row["status"] for row in got.table.to_pylist()} == {"A"}


def test_everything_else_is_counted(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN)
    left_out = {r.reason: r.observations for r in got.rejected}
    assert left_out == {"month-incomplete": 2, "range-not-held": 6}
    incomplete, ranges = (reject.every for reject in got.rejected)
    assert [words.rsplit(" ", 1)[0] for _, words in incomplete] == [
        "2025-09, average,",
        "2025-09, end,",
    ]
    assert [line for line, _ in ranges] == [2, 2, 3, 3, 4, 4]
    assert got.observations_in == 12
    assert got.accepted == got.table.num_rows == 4


def test_a_newest_month_that_reached_its_end_is_taken_in(tmp_path: Path) -> None:
    whole = TWIN.replace("2025-09-26", "2025-09-30").replace(",19,", ",21,")
    assert rates(read(tmp_path, whole))["end-of-period", "2025-09"] == 7.1328


def test_a_month_that_the_compiler_calls_incomplete_is_left_out(tmp_path: Path) -> None:
    whole = TWIN.replace("2025-09-26", "2025-09-30").replace(
        "7.1235,", "7.1235,month incomplete (to 26 September 2025)"
    )
    assert ("average", "2025-09") not in rates(read(tmp_path, whole))


def test_months_before_the_newest_are_complete_wherever_they_end(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN.replace("2025-08-29", "2025-08-27").replace(",21,", ",19,"))
    assert ("average", "2025-08") in rates(got)


@given(st.dates(date(1971, 1, 1), date(2060, 12, 31)))
def test_a_month_ends_with_its_last_weekday_or_a_holiday_after_it(day: date) -> None:
    later = [day + timedelta(days=n) for n in range(1, 31)]
    open_days = [d for d in later if d.month == day.month and d.weekday() < 5]
    holiday = {(5, 31, 0), (12, 31, 4)}
    left = [d for d in open_days if (d.month, d.day, d.weekday()) not in holiday]
    assert ends_its_month(day) == (not left)
    monday = next_monday(day)
    assert monday.weekday() == 0
    assert 1 <= (monday - day).days <= 7


def test_known_ends_of_months() -> None:
    for text in ("2004-05-28", "2010-12-30", "2025-08-29", "2025-08-31", "2024-02-29"):
        assert ends_its_month(date.fromisoformat(text))
    for text in ("2025-09-26", "2024-12-30", "2024-05-30", "2023-12-28"):
        assert not ends_its_month(date.fromisoformat(text))
    assert weekdays_to(date(2025, 9, 26)) == 20
    assert weekdays_to(date(2025, 9, 28)) == 20


def test_the_checks_can_fail(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN)
    assert [c.name for c in got.checks if not c.passed] == ["months-against-annual-averages"]
    assert "taken as the columns are named for want of an average: CNY" in got.checks[1].detail
    assert "0.0001 yuan, 2025-08; 1 of 2" in got.checks[0].detail
    worse = read(tmp_path, TWIN.replace("7.1728", "7.1730"))
    assert "mean-of-days-against-G.5" in [c.name for c in worse.checks if not c.passed]
    fewer = read(tmp_path, TWIN.replace(",22,", ",17,"))
    assert "business-days-of-a-month" in [c.name for c in fewer.checks if not c.passed]
    alone = read(tmp_path, TWIN.replace("7.1741,\n", ",\n").replace("7.1728,\n", ",\n"))
    assert not alone.checks[0].passed


def test_dollars_per_yuan_under_these_names_are_refused(tmp_path: Path) -> None:
    average = 1 / 6.7290
    days = [date(2022, m, 28) for m in range(1, 13)]
    turned = "".join(
        f"{d:%Y-%m},{average:.6f},{average:.6f},{d},{average:.6f},{average:.6f},15,,\n"
        for d in days
    )
    with pytest.raises(BadFile, match="hold dollars per yuan"):
        read(tmp_path, f"{HEADER}{turned}2023-01,0.14,0.14,2023-01-31,0.14,0.14,20,,\n")


def test_an_empty_average_is_not_reported(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN.replace("2025-07,7.1741", "2025-07,"))
    row = got.table.to_pylist()[0]
    assert (row["period"], row["rate"], row["status"]) == ("2025-07", None, "O")


def test_the_date(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN)
    assert (got.published_at, got.dated) == ("2025-09", "inferred")
    got = read(tmp_path, TWIN, published_at="2025-09-29")
    assert (got.published_at, got.dated) == ("2025-09-29", "stated")
    with pytest.raises(BadDate):
        read(tmp_path, TWIN, published_at="soon")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("7.1741,7.2002", "n/a,7.2002", "row 2, column usd_cny_average holds 'n/a'"),
        ("7.1741,7.2002", "8.1741,7.2002", "row 2, column usd_cny_average: 8.1741 lies outside"),
        ("7.1741,7.2002", "7.1741,7.2003", "row 2, column usd_cny_end: 7.2003 lies outside"),
        ("2025-07-31", "2025-08-31", "row 2, column end_date: 2025-08-31 does not lie in 2025-07"),
        ("2025-07-31", "2025-07-32", "row 2, column end_date holds '2025-07-32'"),
        ("2025-07-31", "31.07.2025", "row 2, column end_date"),
        (",22,", ",24,", "row 2, column business_days: 24 are not the days to 2025-07-31"),
        (",22,", ",0,", "row 2, column business_days"),
        (",22,", ",21.5,", "row 2, column business_days holds '21.5'"),
        (",22,", ",,", "row 2, column business_days"),
        (",22,", ",1e400,", "row 2, column business_days"),
        ("2025-08,", "2025-07,", "2025-07 has 2 rows"),
        ("2025-08,", "August,", "row 3, column period"),
        ("note\n", "\n", "no rows stand below a header"),
        (TWIN, HEADER, "no rows stand below a header"),
        (TWIN, "", "the file is empty"),
    ],
)
def test_damage_is_named(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in TWIN
    with pytest.raises(BadFile) as caught:
        read(tmp_path, TWIN.replace(old, new))
    assert found in caught.value.found


@settings(deadline=None, max_examples=100)
@given(
    start=st.integers(0, len(TWIN)),
    middle=st.binary(max_size=20),
    end=st.integers(0, len(TWIN)),
)
def test_damage_raises_nothing_but_our_errors(start: int, middle: bytes, end: int) -> None:
    data = TWIN.encode()[:start] + middle + TWIN.encode()[end:]
    with TemporaryDirectory() as folder:
        try:
            got = read(Path(folder), data)
        except SteelyardError:
            return
        assert got.accepted == got.table.num_rows


@pytest.mark.skipif(not REAL.exists(), reason="the yuan by month is not at hand under shared/")
def test_the_published_months() -> None:
    assert usd_cny.recognises(REAL)
    got = usd_cny.convert(REAL)
    assert (got.observations_in, got.accepted, got.published_at) == (1236, 616, "2025-09")
    left_out = {r.reason: r.observations for r in got.rejected}
    assert left_out == {"month-incomplete": 2, "range-not-held": 618}
    assert all(check.passed for check in got.checks)
    assert "0.0001 yuan" in got.checks[0].detail
    assert "of 308 complete months" in got.checks[0].detail
    held = rates(got)
    assert held["average", "2017-09"] == 6.5690
    assert max(period for _, period in held) == "2025-08"
