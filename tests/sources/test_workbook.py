"""Workbooks as text, and those that would fill the memory refused before they are read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from steelyard.sources import workbook
from steelyard.sources.received import Received
from steelyard.sources.workbook import check_workbook, sheets
from steelyard.terms.errors import BadFile, UnsafeArchive

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Trade" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
    f'Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Year</t></is></c><c r="B1"><v>2.5</v></c></row>'
    '<row r="3"><c r="B3"><v>2024</v></c></row>'
)
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c {}><v>1</v></c></row>'


def book(folder: Path, rows: str, **more: bytes) -> Path:
    path = folder / "book.xlsx"
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet, **more}.items():
            archive.writestr(name, text)
    return path


def test_sheets_are_rows_of_text_with_their_numbers(tmp_path: Path) -> None:
    found = {name: list(rows) for name, rows in sheets(Received(book(tmp_path, ROWS)))}
    assert found == {"Trade": [(1, ("Year", "2.5")), (2, ("", "")), (3, ("", "2024"))]}


def test_a_workbook_within_an_archive_is_read(tmp_path: Path) -> None:
    inner = book(tmp_path, ROWS).read_bytes()
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("book.xlsx", inner)
    [(name, _)] = sheets(Received(tmp_path / "all.zip", "book.xlsx"))
    assert name == "Trade"


@pytest.mark.parametrize(
    "cell", ['r="XFD1048576"', "s='1' r = 'XFD1048576'", 'r="xfd1048576"', 'r="XFD1" a="/>"']
)
def test_two_cells_far_apart_are_refused_before_they_are_read(tmp_path: Path, cell: str) -> None:
    path = book(tmp_path, FAR.format(cell))
    with pytest.raises(BadFile, match="reaches to row 1,048,576 and column 16,384"):
        next(iter(sheets(Received(path))))


def test_cells_that_are_only_formatted_count_for_nothing(tmp_path: Path) -> None:
    path = book(tmp_path, ROWS + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert [name for name, _ in sheets(Received(path))] == ["Trade"]


def test_places_are_found_across_the_borders_of_what_is_read_at_once(tmp_path: Path) -> None:
    for shift in (0, 3, 11, 600):
        padding = "<!--" + "x" * (2**20 - 300 + shift) + "-->"
        with pytest.raises(BadFile, match="reaches to row 1,048,576"):
            check_workbook(book(tmp_path, padding + FAR.format('r="XFD1048576"')))


def test_what_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 100_000)
    path = book(tmp_path, ROWS, **{"xl/media/bomb.bin": bytes(200_000)})
    with pytest.raises(BadFile, match="unpacks to"):
        check_workbook(path)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"PK\3\4damaged", b"\xd0\xcf\x11\xe0damaged"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadFile):
        list(sheets(Received(path)))


def test_a_workbook_with_outside_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive):
        check_workbook(book(tmp_path, ROWS, **{"../xl/outside.xml": b"x"}))
