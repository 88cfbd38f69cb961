from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worldbank_twins import CPI, GDP, parquet, read

from steelyard.sources.worldbank import gdp, inflation
from steelyard.terms.errors import BadFile, SteelyardError


@pytest.mark.parametrize("code", ["XYZ", "usa", "census:0003", "840", "CHN "])
def test_an_unknown_economy_is_an_error(tmp_path: Path, code: str) -> None:
    text = GDP.replace(",CAN,", f",{code},")
    if code.strip() == "CHN":
        assert not read(gdp, tmp_path, text).checks[-1].passed
        return
    with pytest.raises(BadFile, match="no place and no aggregate") as caught:
        read(gdp, tmp_path, text)
    assert "row 4, column country_code" in caught.value.found


@pytest.mark.parametrize("scale", [1e-3, 1e-6, 1e3, 1.1])
def test_gdp_in_another_unit_is_recognised_and_refused(tmp_path: Path, scale: float) -> None:
    rows = [line.rsplit(",", 1) for line in GDP.splitlines()]
    scaled = "\n".join(
        ",".join((head, value if value == "Value" else repr(float(value) * scale)))
        for head, value in rows
    )
    path = tmp_path / "scaled"
    path.write_text(scaled)
    assert gdp.recognises(path)
    with pytest.raises(BadFile, match="or the United States it has"):
        gdp.convert(path)


def test_another_table_of_the_bank_is_not_taken_for_gdp(tmp_path: Path) -> None:
    people = GDP.replace("10250952000000", "282162411").replace("15048971000000", "309327143")
    path = tmp_path / "population"
    path.write_text(people)
    assert not gdp.recognises(path)
    assert not inflation.recognises(path)
    path.write_text(GDP.replace("United States,USA,2000,10250952000000\n", ""))
    assert not gdp.recognises(path)
    with pytest.raises(BadFile, match="no figure of a year to compare"):
        read(gdp, tmp_path, GDP.replace(",USA,", ",FRA,"))


def test_an_index_is_not_taken_for_changes(tmp_path: Path) -> None:
    index = CPI.replace("1.6400434423899", "100").replace("8.00279982052121", "134.21")
    with pytest.raises(BadFile, match="An index, or changes in another unit"):
        read(inflation, tmp_path, index)
    with pytest.raises(BadFile, match="An index, or changes in another unit"):
        read(inflation, tmp_path, CPI.replace("8.00279982052121", "0.0800279982052121"))
    with pytest.raises(BadFile, match="no year to compare"):
        read(inflation, tmp_path, CPI.replace(",USA,", ",FRA,"))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("CAN,2010,1617343367486.26", "CAN,2010,..", "row 4, column value holds '..'"),
        ("CAN,2010,1617343367486.26", "CAN,2010,0", "row 4, column value holds '0'"),
        ("CAN,2010,1617343367486.26", "CAN,2010,-5", "row 4, column value holds '-5'"),
        ("CAN,2010,1617343367486.26", "CAN,2010,1e999", "it is no finite number"),
        ("CAN,2010", "CAN,2O10", "row 4, column year holds '2O10'"),
        ("CAN,2010", "CAN,", "the year is missing"),
        ("CAN,2010", ",2010", "the code of the economy is missing"),
        ("BMU,2010", "CAN,2010", "CAN has 2 figures for 2010"),
        ("CAN,2010,1617343367486.26", "CAN,2010", "row 4 has 3 cells where the header has 4"),
        ("Country Code", "Code", "its columns are not country_name, country_code, year, value"),
        (GDP[GDP.index("\n") + 1 :], "", "it has a header and no rows"),
        (GDP, "", "the file is empty"),
    ],
)
def test_damage_is_named(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in GDP
    with pytest.raises(BadFile) as caught:
        read(gdp, tmp_path, GDP.replace(old, new))
    assert found in caught.value.found


def test_prices_cannot_fall_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="prices cannot fall to nothing"):
        read(inflation, tmp_path, CPI.replace("-0.5", "-100"))


@pytest.mark.parametrize(("source", "text"), [(gdp, GDP), (inflation, CPI)])
def test_a_damaged_parquet_file_is_refused(tmp_path: Path, source: ModuleType, text: str) -> None:
    data = parquet(source, text)
    path = tmp_path / "cut"
    for broken in (data[:-9], data[: len(data) // 2], b"PAR1"):
        path.write_bytes(broken)
        assert not source.recognises(path)
        with pytest.raises(BadFile, match="o Parquet file can be read"):
            source.convert(path)


@settings(deadline=None, max_examples=60)
@given(
    packed=st.booleans(),
    start=st.integers(0, 4000),
    middle=st.binary(max_size=20),
    length=st.integers(0, 4000),
)
def test_damage_raises_nothing_but_our_errors(
    packed: bool, start: int, middle: bytes, length: int
) -> None:
    data = parquet(gdp, GDP) if packed else GDP.encode()
    data = data[:start] + middle + data[start + length :]
    with TemporaryDirectory() as folder:
        try:
            got = read(gdp, Path(folder), data)
        except SteelyardError:
            return
        assert got.accepted == got.table.num_rows
