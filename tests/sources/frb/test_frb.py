from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources import frb
from steelyard.sources.contract import Converted, arrow_schema
from steelyard.terms.errors import BadDate, BadFile, SteelyardError
from steelyard.terms.tables import RATES

REAL = Path(__file__).parents[3].parent / "shared/data/trade/fx_annual/fx_annual_average.csv"
HEADER = "year,country,rate,quote\n"
TWIN = HEADER + (
    "2022,China,6.7290,units per USD\n"
    "2023,China,7.0809,units per USD\n"
    "2022,Euro,1.0534,USD per unit\n"
    "2023,Euro,1.0817,USD per unit\n"
)
INVERTED = TWIN.replace("1.0534", "0.9493").replace("1.0817", "0.9245")


def read(tmp_path: Path, text: str | bytes, **options: str) -> Converted:
    path = tmp_path / "any.name"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert frb.recognises(path) in {True, False}
    return frb.convert(path, **options)


def pairs(converted: Converted) -> dict[tuple[str, str, str], float | None]:
    rows = converted.table.to_pylist()
    return {(row["base"], row["quote"], row["period"]): row["rate"] for row in rows}


def test_each_quote_gives_its_base(tmp_path: Path) -> None:
    assert pairs(read(tmp_path, TWIN)) == {
        ("USD", "CNY", "2022"): 6.7290,
        ("USD", "CNY", "2023"): 7.0809,
        ("EUR", "USD", "2022"): 1.0534,
        ("EUR", "USD", "2023"): 1.0817,
    }


def test_a_series_turned_over_under_the_old_label_is_read_the_right_way(tmp_path: Path) -> None:
    got = read(tmp_path, INVERTED)
    assert pairs(got)["USD", "EUR", "2023"] == 0.9245
    assert not [key for key in pairs(got) if key[0] == "EUR"]
    detail = got.checks[0].detail
    assert "inverted-dollar-quotes" in detail
    assert "compared with published averages: EUR;" in detail
    assert "(the label says the other way round): EUR;" in detail
    assert got.checks[0].name == "direction-of-quotes"
    assert got.checks[0].passed


def test_the_correction_rests_once_the_publisher_repairs_the_file(tmp_path: Path) -> None:
    detail = read(tmp_path, TWIN).checks[0].detail
    assert "compared with published averages: EUR;" in detail
    assert "(the label says the other way round): none;" in detail


def test_a_label_of_units_per_dollar_is_judged_by_the_averages_too(tmp_path: Path) -> None:
    told = HEADER + "2022,Euro,1.05,units per USD\n2022,China,6.7290,units per USD\n"
    got = read(tmp_path, told)
    assert pairs(got) == {("EUR", "USD", "2022"): 1.05, ("USD", "CNY", "2022"): 6.7290}
    assert "(the label says the other way round): EUR;" in got.checks[0].detail
    right = read(tmp_path, told.replace("1.05,", "0.9524,"))
    assert pairs(right)["USD", "EUR", "2022"] == 0.9524
    assert "(the label says the other way round): none;" in right.checks[0].detail


@pytest.mark.parametrize("label", ["units per USD", "USD per unit"])
@pytest.mark.parametrize("rate", ["105.3", "0.5", "1.4"])
def test_a_rate_that_agrees_neither_way_is_refused_under_either_label(
    tmp_path: Path, label: str, rate: str
) -> None:
    with pytest.raises(BadFile, match="either way round"):
        read(tmp_path, f"{HEADER}2022,Euro,{rate},{label}\n")


def test_a_label_of_units_per_dollar_stands_where_no_average_is_published(tmp_path: Path) -> None:
    got = read(tmp_path, HEADER + "2031,Euro,0.9,units per USD\n")
    assert pairs(got) == {("USD", "EUR", "2031"): 0.9}
    assert got.checks[0].passed
    assert "(the label says the other way round): none;" in got.checks[0].detail


def test_a_series_that_agrees_neither_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="either way round"):
        read(tmp_path, TWIN.replace("1.0534", "0.9493"))


def test_a_series_that_cannot_be_compared_is_left_out(tmp_path: Path) -> None:
    got = read(tmp_path, HEADER + "2031,Euro,0.9,USD per unit\n2031,China,7,units per USD\n")
    assert [(r.reason, r.observations) for r in got.rejected] == [("direction-not-settled", 1)]
    assert (got.observations_in, got.accepted, got.table.num_rows) == (2, 1, 1)
    assert not got.checks[0].passed
    assert got.checks[0].detail.endswith("left out for want of an average: EUR")


def test_a_rate_from_before_the_currency_is_left_out(tmp_path: Path) -> None:
    text = "1993,Brazil,32.1,units per USD\n1995,Brazil,0.9161,units per USD\n"
    got = read(tmp_path, HEADER + text + "1992,Mexico,3094.9,units per USD\n")
    assert [(r.reason, r.observations) for r in got.rejected] == [("before-the-currency", 2)]
    assert got.rejected[0].every == (
        (2, "Brazil, 1993, 32.1, units per USD"),
        (4, "Mexico, 1992, 3094.9, units per USD"),
    )
    assert pairs(got) == {("USD", "BRL", "1995"): 0.9161}


def test_the_table_has_our_schema_and_is_sorted(tmp_path: Path) -> None:
    table = read(tmp_path, TWIN).table
    assert table.schema.equals(arrow_schema(RATES))
    keys = [tuple(row[name] for name in RATES.key) for row in table.to_pylist()]
    assert keys == sorted(set(keys))
    assert {(r["freq"], r["measure"], r["status"]) for r in table.to_pylist()} == {
        ("A", "average", "A")
    }


def test_an_empty_rate_is_not_reported(tmp_path: Path) -> None:
    got = read(tmp_path, HEADER + "2023,China,,units per USD\n")
    assert got.table.to_pylist()[0]["rate"] is None
    assert got.table.to_pylist()[0]["status"] == "O"


def test_a_series_that_ends_early_is_reported(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN + "2024,Japan,151.4551,units per USD\n")
    assert "series that end earlier: CNY, EUR" in got.checks[1].detail
    assert not got.checks[1].passed


def test_the_form_of_the_file_does_not_matter(tmp_path: Path) -> None:
    rows = [line.split(",") for line in TWIN.splitlines()]
    turned = "\r\n".join(" , ".join(cells[::-1]) for cells in rows)
    other = b"\xef\xbb\xbf" + f"Annual averages,,,\r\n\r\n{turned.upper()}\r\n".encode()
    other = other.replace(b"UNITS PER", b"units per").replace(b"PER UNIT", b"per unit")
    assert read(tmp_path, other).table.equals(read(tmp_path, TWIN).table)


def test_the_date(tmp_path: Path) -> None:
    got = read(tmp_path, TWIN)
    assert (got.published_at, got.dated) == ("2024-01", "inferred")
    got = read(tmp_path, TWIN, published_at="2024-02-01")
    assert (got.published_at, got.dated) == ("2024-02-01", "stated")
    with pytest.raises(BadDate):
        read(tmp_path, TWIN, published_at="2024-02-31")


def test_an_unknown_country_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"'Chine'.*Did you mean China") as caught:
        read(tmp_path, TWIN.replace("China", "Chine"))
    assert caught.value.code == "bad-file"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("6.7290", "n/a", "row 2, column rate holds 'n/a'"),
        ("6.7290", "0", "row 2, column rate holds '0'"),
        ("6.7290", "-1", "row 2, column rate"),
        ("6.7290", "inf", "row 2, column rate"),
        ("2023,China", "20x3,China", "row 3, column year"),
        ("2023,China", ",China", "the year is missing"),
        ("2023,China", "2022,China", "China has 2 rates for 2022"),
        ("2023,China", '2022,"China, P.R."', "two names for one year"),
        ("2022,China", "2022,", "row 2, column country"),
        ("6.7290,units per USD", "6.7290,USD per unit", "quoted both ways"),
        ("6.7290,units per USD", "6.7290,yuan", "row 2, column quote"),
        ("6.7290,units per USD", "6.7290", "row 2 has 3 cells where the header has 4"),
        ("quote\n", "\n", "no rows stand below a header"),
        (TWIN, HEADER, "no rows stand below a header"),
        (TWIN, HEADER + ",,,\n", "no rows stand below"),
        (TWIN, "", "the file is empty"),
    ],
)
def test_damage_is_named(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in TWIN
    with pytest.raises(BadFile, match=r"\[bad-file\]") as caught:
        read(tmp_path, TWIN.replace(old, new))
    assert found in caught.value.found


@settings(deadline=None, max_examples=150)
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


@pytest.mark.skipif(not REAL.exists(), reason="the annual averages are not at hand under shared/")
def test_the_published_averages() -> None:
    assert frb.recognises(REAL)
    got = frb.convert(REAL)
    rates = pairs(got)
    assert (got.observations_in, got.accepted, got.published_at) == (632, 632, "2026-01")
    assert rates["USD", "CNY", "2011"] == 6.4630
    assert rates["USD", "CNY", "2023"] == 7.0809
    assert 1 / rates["USD", "EUR", "2011"] == pytest.approx(1.3931, rel=1e-3)
    assert min(year for base, quote, year in rates if quote == "EUR") == "1999"
    assert min(year for base, quote, year in rates if quote == "BRL") == "1995"
    assert min(year for base, quote, year in rates if quote == "MXN") == "1993"
    assert all(check.passed for check in got.checks)
