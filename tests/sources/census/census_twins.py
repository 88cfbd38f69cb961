"""Synthetic twins of the Census country table, written as CSV, Parquet or a minimal workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources import census

if TYPE_CHECKING:
    from pathlib import Path

    from steelyard.sources.contract import Converted

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NUMBERS = [f"{flow}{month}" for flow in "ie" for month in (*MONTHS, "yr")]
HEADER = ["year", "cty_code", "ctyname", *NUMBERS]
CHINA, CANADA = "5700", "1220"

Line = dict[str, object]


def line(year: int | None, code: str, imports: float, exports: float, months: int = 12) -> Line:
    """Return a row with one figure in each of its first ``months`` months."""
    cells: Line = {"year": year, "cty_code": code, "ctyname": f"Place {code}"}
    for flow, figure in (("i", imports), ("e", exports)):
        cells |= {f"{flow}{m}": figure * (n < months) for n, m in enumerate(MONTHS)}
    return total(cells)


def total(cells: Line) -> Line:
    """Return the row with its totals of the year made anew."""
    for flow in "ie":
        cells[f"{flow}yr"] = sum(float(cells[f"{flow}{m}"] or 0) for m in MONTHS)
    return cells


def release(newest: int = 2022, months: int = 11) -> list[Line]:
    """Return three years of two countries; ``months`` of the newest year are published."""
    lines = [line(1985, CHINA, 0, 3), line(None, "5220", 0, 0)]
    for year in (newest - 1, newest):
        held = months if year == newest else 12
        lines += [
            line(year, "0015", 30.5, 20.25, held),
            line(year, "0004", 31, 21, held),
            line(year, "0007", 7, 5, held),
            line(year, "0005", 4, 0, held),
            line(year, CHINA, 20.5, 10.123456, held),
            line(year, CANADA, 10, 10.126544, held),
        ]
    return lines


def find(lines: list[Line], code: str, year: int) -> Line:
    """Return the row of a code and year."""
    return next(cells for cells in lines if (cells["cty_code"], cells["year"]) == (code, year))


def csv_bytes(lines: list[Line], header: list[str] | None = None) -> bytes:
    """Return the rows as comma-separated text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header or HEADER, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def parquet_bytes(lines: list[Line], year: pa.DataType | None = None) -> bytes:
    """Return the rows as Parquet, the year as text, integer or floating point."""
    kinds = {"year": year or pa.int64(), "cty_code": pa.string(), "ctyname": pa.string()}
    columns = {}
    for name in HEADER:
        kind = kinds.get(name, pa.float64())
        cells = [c[name] for c in lines]
        if pa.types.is_string(kind):
            cells = [None if cell is None else str(cell) for cell in cells]
        columns[name] = pa.array(cells, kind)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()


def xlsx_bytes(lines: list[Line], *, year_as_text: bool = True) -> bytes:
    """Return the rows as the smallest workbook that a reader opens."""
    rows = [[_text(name) for name in HEADER]]
    for cells in lines:
        words = {"cty_code", "ctyname", *(["year"] if year_as_text else [])}
        rows.append([_cell(cells[name], text=name in words) for name in HEADER])
    body = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="country" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}'
        "</sheetData></worksheet>",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{part}')
    return data.getvalue()


def write(path: Path, data: bytes) -> Path:
    """Write the bytes and return the path."""
    path.write_bytes(data)
    return path


def read(tmp_path: Path, lines: list[Line], **options: str) -> Converted:
    """Convert the rows, written as text under a name that tells nothing."""
    return census.convert(write(tmp_path / "any.name", csv_bytes(lines)), **options)


def _cell(cell: object, *, text: bool) -> str:
    if cell is None:
        return "<c/>"
    return _text(cell) if text else f"<c><v>{cell}</v></c>"


def _text(cell: object) -> str:
    return f'<c t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
