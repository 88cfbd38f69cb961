"""Tables of the shape that UN Comtrade gives, in each of its layouts, with invented figures."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from steelyard.sources import comtrade
from steelyard.sources.received import Received
from steelyard.sources.stream import REJECTED, Reading

ROW = {
    "typeCode": "C",
    "freqCode": "A",
    "refPeriodId": "20220101",
    "refYear": "2022",
    "refMonth": "52",
    "period": "2022",
    "reporterCode": "842",
    "reporterISO": "USA",
    "flowCode": "M",
    "partnerCode": "156",
    "partnerISO": "CHN",
    "partnerDesc": "China, República",
    "partner2Code": "0",
    "classificationCode": "H6",
    "cmdCode": "854231",
    "aggrLevel": "6",
    "isLeaf": "true",
    "customsCode": "C00",
    "mosCode": "0",
    "motCode": "0",
    "qtyUnitCode": "5",
    "qtyUnitAbbr": "u",
    "qty": "1200",
    "isQtyEstimated": "false",
    "altQtyUnitCode": "-1",
    "altQtyUnitAbbr": "N/A",
    "altQty": "",
    "isAltQtyEstimated": "false",
    "netWgt": "35.5",
    "isNetWgtEstimated": "true",
    "grossWgt": "",
    "isGrossWgtEstimated": "false",
    "cifvalue": "1050.25",
    "fobvalue": "1000",
    "primaryValue": "1050.25",
    "legacyEstimationFlag": "4",
    "isReported": "true",
    "isAggregate": "false",
}
EXPORT = {"flowCode": "X", "cifvalue": "", "fobvalue": "77", "primaryValue": "77"}
ROWS = [
    ROW,
    ROW | EXPORT,
    ROW | EXPORT | {"cmdCode": "TOTAL", "aggrLevel": "0", "partnerCode": "0", "partnerISO": "W00"},
    ROW | {"cmdCode": "0101", "aggrLevel": "4", "partnerCode": "490", "partnerISO": "S19"},
]
_NUMBERS = ("qty", "altQty", "netWgt", "grossWgt", "cifvalue", "fobvalue", "primaryValue")
_TEXTS = {"cmdCode", "classificationCode", "customsCode", "period"}


def delimited(
    rows: list[dict[str, str]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    names: dict[str, str] | None = None,
    trailing: str = "",
) -> bytes:
    """Rows as text; ``trailing`` commas may end the ``header``, the ``rows`` or ``both``."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    header = [(names or {}).get(name, name) for name in rows[0]]
    writer.writerow(header + [""] * (trailing in {"header", "both"}))
    for row in rows:
        writer.writerow([*row.values(), *[""] * (trailing in {"rows", "both"})])
    return out.getvalue().encode(encoding)


def title_case(rows: list[dict[str, str]]) -> bytes:
    names = {name: name[0].upper() + name[1:] for name in rows[0]} | {"altQty": "AtlQty"}
    return delimited(rows, names=names, trailing="both")


def snake(name: str) -> str:
    if name in {"cifvalue", "fobvalue"}:
        return name
    name = name.replace("ISO", "Iso")
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


def answer(rows: list[dict[str, str]], **members: object) -> bytes:
    data = [{name: _json(name, text) for name, text in row.items()} for row in rows]
    envelope = {"elapsedTime": "0.2 secs", "count": len(rows), "data": data, "error": ""}
    return json.dumps(envelope | members).encode()


def parquet(rows: list[dict[str, str]], *, snake_case: bool = False) -> bytes:
    out = io.BytesIO()
    typed = [{name: _json(name, text) for name, text in row.items()} for row in rows]
    table = pa.Table.from_pylist(typed)
    pq.write_table(table.rename_columns([snake(n) for n in rows[0]]) if snake_case else table, out)
    return out.getvalue()


def bulk(rows: list[dict[str, str]]) -> bytes:
    kept = [
        {n: t for n, t in row.items() if not n.endswith(("ISO", "Abbr", "Desc"))} for row in rows
    ]
    return gzip.compress(delimited(kept, delimiter="\t"), mtime=0)


LAYOUTS = {
    "export": lambda rows: delimited(rows, encoding="cp1252", trailing="rows"),
    "title-case": title_case,
    "semicolon": lambda rows: delimited(rows, delimiter=";"),
    "tab": lambda rows: delimited(rows, delimiter="\t"),
    "utf-16": lambda rows: b"\xff\xfe" + delimited(rows, encoding="utf-16-le"),
    "snake": lambda rows: delimited(rows, names={n: snake(n) for n in rows[0]}),
    "api": answer,
    "array": lambda rows: json.dumps(rows).encode(),
    "parquet": parquet,
    "snake-parquet": lambda rows: parquet(rows, snake_case=True),
    "bulk": bulk,
}


def received(folder: Path, data: bytes, name: str = "any.name") -> Received:
    path = folder / name
    path.write_bytes(data)
    return Received(path)


def read(given: Received) -> tuple[Reading, pa.Table, pa.Table]:
    """Everything of a file: the reading, the rows accepted and the rows rejected."""
    reading = comtrade.stream(given)
    batches = list(reading.batches)
    told = [batch.rejected for batch in batches]
    tables = [_plain(batch.table) for batch in batches]
    for batch in batches:
        accepted = len(pc.unique(batch.table["line"]))
        assert batch.observations == accepted + batch.rejected.num_rows
    return reading, pa.concat_tables(tables), pa.concat_tables([REJECTED.empty_table(), *told])


def flows(folder: Path, rows: list[dict[str, str]]) -> list[dict[str, object]]:
    return read(received(folder, delimited(rows)))[1].to_pylist()


def reasons(folder: Path, rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    told = read(received(folder, delimited(rows)))[2].to_pylist()
    return [(row["reason"], row["detail"]) for row in told]


def _plain(table: pa.Table) -> pa.Table:
    return pa.table(
        {
            name: column.cast(column.type.value_type)
            if pa.types.is_dictionary(column.type)
            else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )


def _json(name: str, text: str) -> object:
    if text in {"true", "false"}:
        return text == "true"
    if name in _NUMBERS:
        return float(text) if text else None
    return int(text) if text.lstrip("-").isdecimal() and name not in _TEXTS else text
