from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources import frb
from steelyard.sources.contract import Converted, arrow_schema
from steelyard.sources.frb import monthly, usd_cny
from steelyard.terms.errors import BadDate, BadFile, SteelyardError
from steelyard.terms.tables import RATES

HEADER = "month,country,rate\n"
# Averages of 2022 as the Board published them (G.5A): yuan for a dollar, dollars for a euro.
YUAN, EURO = 6.7290, 1.0534


def year(country: str, average: float, when: int = 2022) -> str:
    """Return twelve months that swing by a tenth of a per cent about an average."""
    swings = [1 + (0.001 if month % 2 else -0.001) for month in range(12)]
    rows = enumerate((average * swing for swing in swings), start=1)
    return "".join(f"{when}-{month:02d},{country},{rate:.4f}\n" for month, rate in rows)


TWIN = HEADER + year("China", YUAN) + year("Euro", 1 / EURO)


def read(tmp_path: Path, text: str | bytes, **options: str) -> Converted:
    path = tmp_path / "any.name"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert monthly.recognises(path) in {True, False}
    return monthly.convert(path, **options)


def pairs(converted: Converted) -> dict[tuple[str, str, str], float | None]:
    rows = converted.table.to_pylist()
    return {(row["base"], row["quote"], row["period"]): row["rate"] for row in rows}


def status(converted: Converted, period: str) -> set[str]:
    return {row["status"] for row in converted.table.to_pylist() if row["period"] == period}


def test_the_direction_is_that_in_which_the_months_meet_the_published_average(
    tmp_path: Path,
) -> None:
    got = pairs(read(tmp_path, TWIN))
    assert {key[:2] for key in got} == {("USD", "CNY"), ("USD", "EUR")}
    turned = read(tmp_path, HEADER + year("China", 1 / YUAN) + year("Euro", EURO))
    assert {key[:2] for key in pairs(turned)} == {("CNY", "USD"), ("EUR", "USD")}
    assert turned.checks[0].passed


@pytest.mark.parametrize("wrong", [YUAN * 1.02, YUAN * 1000, 1000 / YUAN, 7.5])
def test_months_that_meet_no_published_average_are_refused(tmp_path: Path, wrong: float) -> None:
    with pytest.raises(BadFile, match="either way round"):
        read(tmp_path, HEADER + year("China", wrong))


def test_one_year_written_the_other_way_round_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"2022, 2023 do not all agree"):
        read(tmp_path, HEADER + year("Euro", 1 / EURO) + year("Euro", 1.0817, 2023))


def test_a_currency_that_cannot_be_compared_is_left_out(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN + year("South Korea", 1291.8) + year("United Kingdom", 1.2371))
    assert [(r.reason, r.observations) for r in got.rejected] == [("direction-not-settled", 12)]
    assert got.observations_in == 48
    assert got.accepted == got.table.num_rows == 36
    assert not got.checks[0].passed
    assert got.checks[0].detail.endswith("left out for want of an average: KRW")


def test_a_part_of_a_year_settles_nothing(tmp_path: Path) -> None:
    got = read(tmp_path, HEADER + "2022-01,China,6.73\n2031-01,China,6.73\n")
    assert [(r.reason, r.observations) for r in got.rejected] == [("direction-not-settled", 2)]


def test_a_month_before_the_currency_is_left_out(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN + "1998-12,Euro,0.85\n")
    assert [(r.reason, r.observations) for r in got.rejected] == [("before-the-currency", 1)]
    assert [words for _, words in got.rejected[0].every] == ["Euro, 1998-12, 0.85"]


def test_the_newest_month_is_preliminary_until_the_file_is_known_to_be_later(
    tmp_path: Path,
) -> None:
    got = read(tmp_path, TWIN)
    assert (got.published_at, got.dated) == ("2023-01", "inferred")
    assert status(got, "2022-12") == {"P"}
    assert status(got, "2022-11") == {"A"}
    for date, expected in [("2022-12", "P"), ("2022-12-31", "P"), ("2023-01-03", "A")]:
        got = read(tmp_path, TWIN, published_at=date)
        assert (got.published_at, got.dated) == (date, "stated")
        assert status(got, "2022-12") == {expected}
    with pytest.raises(BadDate):
        read(tmp_path, TWIN, published_at="2022-13")


def test_an_empty_rate_is_not_reported_and_counts_in_no_mean(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN + "2023-01,China,\n2023-01,Euro,0.93\n")
    missing = [row for row in got.table.to_pylist() if row["rate"] is None]
    assert [(row["quote"], row["period"], row["status"]) for row in missing] == [
        ("CNY", "2023-01", "O")
    ]
    assert not got.checks[1].passed
    assert "CNY 2023-01 and 1 in all" in got.checks[1].detail


def test_a_hole_and_a_jump_are_reported(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN + "2023-02,China,67.2\n2023-02,Euro,0.93\n")
    assert [check.passed for check in got.checks] == [True, False, False]
    assert "2023-01" in got.checks[1].detail
    assert "CNY in 2023-02" in got.checks[2].detail


def test_the_table_has_our_schema_and_is_sorted(tmp_path: Path) -> None:
    table = read(tmp_path, TWIN).table
    assert table.schema.equals(arrow_schema(RATES))
    keys = [tuple(row[name] for name in RATES.key) for row in table.to_pylist()]
    assert keys == sorted(set(keys))
    assert {(row["freq"], row["measure"]) for row in table.to_pylist()} == {("M", "average")}


def test_the_form_of_the_file_does_not_matter(tmp_path: Path) -> None:
    rows = [line.split(",") for line in TWIN.splitlines()]
    turned = "\r\n".join(" , ".join(cells[::-1]) for cells in rows)
    other = b"\xef\xbb\xbf" + f"Monthly averages,,\r\n\r\n{turned.upper()}\r\n".encode()
    assert read(tmp_path, other).table.equals(read(tmp_path, TWIN).table)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("2022-01,China,6.7", "2022-01,China,n/a", "row 2, column rate"),
        ("2022-01,China,6.7", "2022-01,China,-6.7", "row 2, column rate"),
        ("2022-02,China", "2022-13,China", "row 3, column month holds '2022-13'"),
        ("2022-02,China", "2022-2,China", "row 3, column month"),
        ("2022-02,China", ",China", "row 3, column month"),
        ("2022-02,China", "2022-01,China", "China has 2 rates for 2022-01"),
        ("2022-02,China", '2022-01,"China, P.R."', "two names for one month"),
        ("2022-02,China", "2022-02,", "the country is missing"),
        ("2022-02,China", "2022-02,Atlantis", "no currency is known for the country 'Atlantis'"),
        ("2022-02,China,", "2022-02,China", "row 3 has 2 cells where the header has 3"),
        (TWIN, HEADER, "no rows stand below a header"),
        ("month,", "month,quote,", "no rows stand below a header"),
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


def test_no_two_sources_of_the_board_know_one_file(tmp_path: Path) -> None:
    path = tmp_path / "rates"
    for header in (
        "year,country,rate,quote",
        "month,country,rate",
        "year,month,country,rate,quote",
    ):
        path.write_text(f"{header}\n")
        assert sum(source.recognises(path) for source in (frb, monthly, usd_cny)) == 1
    path.write_text("date,country,rate\n")
    assert not any(source.recognises(path) for source in (frb, monthly, usd_cny))
    assert not monthly.recognises(tmp_path / "absent")
