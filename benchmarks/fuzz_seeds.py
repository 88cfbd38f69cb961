"""Whole files of every publisher, small, from which the fuzzing of readers starts.

The synthetic twins are those of the tests; the specimens lie outside the repository and are used
where they are there, the long ones by their opening.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared/data"
TESTS = ROOT / "tests/sources"
for folder in ("census", "comtrade", "published", "tidy", "worldbank"):
    sys.path.append(str(TESTS / folder))

import census_stream_twins as answers  # noqa: E402  (from the tests' folders)
import census_twins as countries  # noqa: E402  (from the tests' folders)
import comtrade_twins as comtrade  # noqa: E402  (from the tests' folders)
import goods_twins as goods  # noqa: E402  (from the tests' folders)
import published_twins as published  # noqa: E402  (from the tests' folders)
import tidy_twins as tidy  # noqa: E402  (from the tests' folders)
import worldbank_twins as bank  # noqa: E402  (from the tests' folders)

LINES, ROWS, LONG = 60, 200, 60_000
SUFFIXES = {".csv", ".parquet", ".json", ".xls"}
MAPPED = {
    "c5700": "formats/census/c5700_monthly_2001_2019_semicolon.csv",
    "japan": "formats/japan_customs/japan_china_monthly_2001_2019.csv",
    "korea": "formats/korea_kosis/korea_china_monthly_2001_2019.csv",
    "dataweb": "formats/usitc_dataweb/us_taiwan_hs6_download_sample.csv",
    "fred": "formats/fred/IMPCH.xls",
    "undata": "formats/undata/T21_total_imports_exports_balance.csv",
    "bea": "formats/bea/nipa_table_4_1.csv",
    "rates": "trade/fx_monthly/usd_cny_monthly.csv",
    "gacc": "formats/gacc/monthly_totals_mangled_thousands.csv",
}
TEXTS = {
    "frb/yearly": "year,country,rate,quote\n2022,China,6.7290,units per USD\n"
    "2023,China,7.0809,units per USD\n2022,Euro,1.0534,USD per unit\n"
    "2023,Euro,1.0817,USD per unit\n",
    "frb-monthly/monthly": "month,country,rate\n"
    + "".join(f"2022-{m:02d},China,{6.729 + (m % 2 - 0.5) / 100:.4f}\n" for m in range(1, 13)),
    "frb-usd-cny/usd-cny": "period,usd_cny_average,usd_cny_end,end_date,usd_cny_min,usd_cny_max,"
    "business_days,official_monthly_average,note\n"
    "2025-07,7.1741,7.2002,2025-07-31,7.1541,7.2002,22,7.1741,\n"
    "2025-08,7.1727,7.1304,2025-08-29,7.1304,7.2116,21,7.1728,\n"
    "2025-09,7.1239,7.1328,2025-09-26,7.1033,7.1415,19,7.1235,\n",
    "usitc-taiwan/text": "hs6,year,customs_value_usd\n854231,2017.0,42256600000.0\n"
    "854231,2024.0,115274000000.0\n010129,2024.0,100000.0\n010129,2025.0,0.0\n",
    "wits/bulk": '"Nomenclature","ReporterISO3","ProductCode","ReporterName","PartnerISO3",'
    '"PartnerName","Year","TradeFlowName","TradeFlowCode","TradeValue in 1000 USD","Quantity",'
    '"QuantityToken"\r\n"H5","CHN","8542","China","USA","United States","2017","Gross Imp.","1",'
    '"2959.958","12.5","8"\r\n"H5","CHN","Total","China","WLD","World","2017","Export","6","7","",""\r\n'
    '"S3","CHN","0","China","SER","Serbia","2005","Re-Export","3","0","0","1"\r\n',
    "published/published": published.TWIN,
    "worldbank-gdp/text": bank.GDP,
    "worldbank-inflation/text": bank.CPI,
}
BACI = "t,i,j,k,v,q\n2019,156,842,854231,1234.567,89.012\n2019,490,276,010121,0.001,NA\n"


@dataclass(frozen=True, slots=True)
class Seed:
    """A whole file.

    Attributes:
        name: reader that it is for, and which of its forms.
        file: name of the file.
        data: its bytes.
        mapping: text of the mapping by which it is read; empty for a publisher's own file.
    """

    name: str
    file: str
    data: bytes
    mapping: str = ""


def seeds() -> list[Seed]:
    """Return all that are to be had here, sorted by name."""
    found = [*_twins(), *_census(), *_tidy(), *_mapped_specimens(), *_specimens()]
    return sorted(found, key=lambda seed: seed.name)


def synthetic() -> list[Seed]:
    """Return those that need nothing from outside the repository."""
    return sorted([*_twins(), *_census(), *_tidy()], key=lambda seed: seed.name)


def _twins() -> Iterator[Seed]:
    for name, text in TEXTS.items():
        yield Seed(name, "any.csv", text.encode())
    yield Seed("baci/text", "BACI_HS17_Y2019_V202301.csv", BACI.encode())
    for name, make in comtrade.LAYOUTS.items():
        yield Seed(f"comtrade/{name}", "any.name", make(comtrade.ROWS))
    for source, text in ((bank.gdp, bank.GDP), (bank.inflation, bank.CPI)):
        name = f"worldbank-{source.__name__.rpartition('.')[2]}/parquet"
        yield Seed(name, "any.parquet", bank.parquet(source, text))
    rows = [line.split(",") for line in TEXTS["usitc-taiwan/text"].splitlines()[1:]]
    typed = [{"hs6": h, "year": float(y), "customs_value_usd": float(v)} for h, y, v in rows]
    yield Seed("usitc-taiwan/parquet", "any.parquet", _parquet(pa.Table.from_pylist(typed)))


def _census() -> Iterator[Seed]:
    lines = countries.release()
    yield Seed("census/text", "any.csv", countries.csv_bytes(lines))
    yield Seed("census/parquet", "any.parquet", countries.parquet_bytes(lines))
    yield Seed("census/workbook", "any.xlsx", countries.xlsx_bytes(lines))
    for name, (source, rows) in goods.TWINS.items():
        entry = source.__name__.rpartition(".")[2]
        yield Seed(f"census-{entry}/{name}", "any.parquet", _made(goods.parquet, rows()))
        yield Seed(f"census-{entry}/{name}-text", "any.csv", _made(goods.csv, rows()))
    asked = answers.imports([*answers.CHINA, "2024-03"], [*answers.CHINA, "2024-04"])
    yield Seed("census-api/json", "any.json", _made(answers.answer, asked))
    yield Seed("census-api/text", "any.csv", _made(answers.saved, asked))
    header = ["Country", "Time", "Balance ($US)", "Total Exports Value ($US)"]
    header.append("Customs Import Value (Gen) ($US)")
    lines = [["China", "January 2010", "-4,444", "1,234", "5,678"], ["World Total", "2002", *"707"]]
    made = _made(lambda path, rows: answers.report(path, header, *rows), lines)
    yield Seed("census-online/report", "any.csv", made)


def _tidy() -> Iterator[Seed]:
    rows = "".join(f"USA,China,Imports,20{n:02d},3,10129,{n}.5,{n}\n" for n in range(1, 12))
    long, wide = (yaml.safe_dump(mapping) for mapping in (tidy.LONG, tidy.WIDE))
    yield Seed("mapping/long", "a.csv", f"{tidy.LONG_HEADER}\n{rows}".encode(), long)
    text = "Date;Exports;Imports\n2001/01;1.5;2\n2001/02;3;\n2001/03;0;4\n"
    yield Seed("mapping/wide", "a.csv", text.encode(), wide)
    cells = [line.split(",") for line in rows.splitlines()]
    table = pa.table(dict(zip(tidy.LONG_HEADER.split(","), zip(*cells, strict=True), strict=True)))
    yield Seed("mapping/parquet", "a.parquet", _parquet(table), long)


def _mapped_specimens() -> Iterator[Seed]:
    for name, place in MAPPED.items():
        if (path := SHARED / place).exists():
            mapping = (tidy.MAPPINGS / f"{name}.yaml").read_text(encoding="utf-8")
            yield Seed(f"mapping/{name}", path.name, _opening(path), mapping)


def _specimens() -> Iterator[Seed]:
    folders = (SHARED / "formats", SHARED / "trade")
    paths = [p for folder in folders for p in folder.rglob("*") if p.suffix in SUFFIXES]
    mapped = set(MAPPED.values())
    for path in sorted(paths):
        place = path.relative_to(SHARED).as_posix()
        if place not in mapped:
            yield Seed(f"specimen/{place}", path.name, _opening(path))


def _opening(path: Path) -> bytes:
    if path.suffix == ".parquet":
        return _parquet(next(pq.ParquetFile(path).iter_batches(ROWS)))
    data = path.read_bytes()
    if path.suffix in {".xls", ".json"} or len(data) < LONG // 4:
        return data
    return b"".join(data[:LONG].splitlines(keepends=True)[:LINES])


def _parquet(table: pa.Table | pa.RecordBatch) -> bytes:
    out = io.BytesIO()
    pq.write_table(
        pa.Table.from_batches([table]) if isinstance(table, pa.RecordBatch) else table, out
    )
    return out.getvalue()


def _made(write: Callable[[Path, list], Path], rows: list) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        return write(Path(name) / "any", rows).read_bytes()


if __name__ == "__main__":
    print(json.dumps({seed.name: len(seed.data) for seed in seeds()}, indent=1))
