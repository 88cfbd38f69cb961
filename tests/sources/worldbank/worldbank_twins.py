"""Small tables of the World Bank's shape, and what reads them."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.contract import Converted
from steelyard.sources.worldbank import gdp, inflation

GDP = """Country Name,Country Code,Year,Value
United States,USA,2000,10250952000000
United States,USA,2010,15048971000000
Canada,CAN,2010,1617343367486.26
Bermuda,BMU,2010,6634526000
Channel Islands,CHI,2007,11514605842
Kosovo,XKX,2010,5832424285
North America,NAC,2010,16672948893486.26
World,WLD,2000,10300000000000
World,WLD,2010,16800000000000
"""
CPI = """Country,Country Code,Year,CPI
United States,USA,2010,1.6400434423899
United States,USA,2022,8.00279982052121
Aruba,ABW,2022,-0.5
China,CHN,2022,1.97357555739051
Euro area,EMU,2022,8.47117645590892
World,WLD,2022,1.97357555739051
"""
COLUMNS = {
    gdp: ("country_name", "country_code", "year", "value"),
    inflation: ("country", "country_code", "year", "cpi"),
}


def parquet(source: ModuleType, text: str) -> bytes:
    rows = [line.split(",") for line in text.splitlines()[1:]]
    columns = list(zip(*rows, strict=True))
    typed = [*columns[:2], [int(y) for y in columns[2]], [float(v) for v in columns[3]]]
    table = pa.table(dict(zip(COLUMNS[source], map(pa.array, typed), strict=True)))
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def read(source: ModuleType, tmp_path: Path, text: str | bytes, **options: str) -> Converted:
    path = tmp_path / "any.name"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert source.recognises(path) in {True, False}
    found: Converted = source.convert(path, **options)
    return found


def values(converted: Converted) -> dict[tuple[str, str], float | None]:
    return {(row["place"], row["period"]): row["value"] for row in converted.table.to_pylist()}
