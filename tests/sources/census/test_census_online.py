"""Reports of USA Trade Online: twins of every form, and the two at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from census_stream_twins import read, reasons, rejected, report, rows
from goods_twins import DATA

from steelyard.sources.census import api, online
from steelyard.sources.received import Received

X, M, BALANCE = "Total Exports Value ($US)", "Customs Import Value (Gen) ($US)", "Balance ($US)"
REPORTS = DATA.parent / "formats/census"


def test_months_and_years_stand_side_by_side(tmp_path: Path) -> None:
    lines = [["China", "January 2010", "1,234", "5,678"], ["World Total", "2002", "7", "0"]]
    path = report(tmp_path / "any", ["Country", "Time", X, M], *lines)
    told = [
        (r["partner"], r["flow"], r["period"], r["freq"], int(r["value"]))
        for r in rows(online, path)
    ]
    assert sorted(told) == [
        ("CHN", "M", "2010-01", "M", 5678),
        ("CHN", "X", "2010-01", "M", 1234),
        ("WLD", "M", "2002", "A", 0),
        ("WLD", "X", "2002", "A", 7),
    ]
    assert {r["import_basis"] for r in rows(online, path) if r["flow"] == "M"} == {"general"}


def test_the_day_of_the_report_is_its_date(tmp_path: Path) -> None:
    reading, _ = read(
        online, report(tmp_path / "any", ["Country", "Time", X], ["China", "2002", "1"])
    )
    assert (reading.published_at, reading.dated) == ("2020-07-27", "stated")
    assert reading.columns == ("Country", "Time", X)


def test_a_balance_is_checked_and_not_held(tmp_path: Path) -> None:
    lines = [
        ["China", "2002", "-4", "1", "5"],
        ["China", "2003", "4", "1", "5"],
        ["China", "2004", "", "1", ""],
    ]
    path = report(tmp_path / "any", ["Country", "Time", BALANCE, X, M], *lines)
    assert reasons(online, path) == ["balance-differs"]
    made = rows(online, path)
    assert {r["period"] for r in made} == {"2002", "2004"}
    assert [r["status"] for r in made if r["period"] == "2004"] == ["A", "O"]


@pytest.mark.parametrize(
    ("title", "commodity", "expected"),
    [
        ("Any", "84 Nuclear Reactors, Boilers", ("HS", "84", "2")),
        ("Any", "8542310000 Processors", ("HS", "8542310000", "10")),
        ("Any", "334 Computer & Electronic Products", ("NAICS", "334", "3")),
        ("State Exports by NAICS Commodities", "3211 Sawmill Products", ("NAICS", "3211", "4")),
        ("Exports by HS", "3211 Prepared Driers", ("HS", "3211", "4")),
        ("Any", "All Commodities", ("TOTAL", "TOTAL", None)),
    ],
)
def test_commodities(tmp_path: Path, title: str, commodity: str, expected: tuple[str, ...]) -> None:
    header = ["Commodity", "Country", "Time", "Customs Value (Cons) ($US)", "Calculated Duty ($US)"]
    line = [commodity, "China", "March 2019", "10", "2"]
    (made,) = rows(online, report(tmp_path / "any", header, line, title=title))
    assert (made["nomenclature"], made["product"], made.get("level")) == expected
    assert (made["import_basis"], made["value"], made["duty"]) == ("consumption", 10, 2)


def test_what_is_left_out(tmp_path: Path) -> None:
    lines = [
        ["China", "All Districts", "2020 through May", "1"],
        ["China", "All Districts", "Smarch 2020", "1"],
        ["China", "New York, NY", "2020", "1"],
        ["Atlantis", "All Districts", "2020", "1"],
        ["ASEAN", "All Districts", "2020", "1"],
        ["China", "All Districts", "2020", "1,23"],
        ["China", "All Districts", "2020", "-1"],
        ["China", "All Districts", "2019", "1"],
    ]
    path = report(tmp_path / "any", ["Country", "District", "Time", "Value ($US)"], *lines)
    assert reasons(online, path) == [
        "year-to-date",
        "bad-period",
        "part-of-flow",
        "unknown-place",
        "group-of-partners",
        "no-number",
        "negative-value",
    ]
    assert [row["line"] for row in rejected(online, path)] == list(range(4, 11))
    assert [r["period"] for r in rows(online, path)] == ["2019"]


def test_other_files_are_not_claimed(tmp_path: Path) -> None:
    path = report(tmp_path / "any", ["Country", "Year", X], ["China", "2002", "1"])
    assert not online.knows(Received(path))
    assert not online.knows(Received(tmp_path / "absent"))


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"the publisher's files are not at {REPORTS}")
@pytest.mark.parametrize(
    ("name", "observations", "left_out", "flows", "date"),
    [
        ("usa_trade_online_china_year.csv", 18, 0, 36, "2020-07-27"),
        ("usa_trade_online_overview_sample.csv", 1508, 11, 2994, "2020-07-26"),
    ],
)
def test_the_reports_at_hand(
    name: str, observations: int, left_out: int, flows: int, date: str
) -> None:
    path = REPORTS / name
    reading, batches = read(online, path)
    assert reading.published_at == date
    assert sum(batch.observations for batch in batches) == observations
    assert len(rejected(online, path)) == left_out
    assert len(rows(online, path)) == flows
    assert (online.knows(Received(path)), api.knows(Received(path))) == (True, False)


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"the publisher's files are not at {REPORTS}")
def test_china_2011_equals_the_table_by_country() -> None:
    made = rows(online, REPORTS / "usa_trade_online_china_year.csv")
    told = {r["flow"]: int(r["value"]) for r in made if r["period"] == "2011"}
    assert told == {"X": 104_121_523_635, "M": 399_371_232_631}
