from __future__ import annotations

import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from comtrade_twins import ROW, ROWS, answer, bulk, delimited, read, received

from steelyard.sources import comtrade
from steelyard.sources.received import Received
from steelyard.terms.errors import BadDate, BadFile

BULK = "COMTRADE-FINAL-CA842202201H6[2023-12-31].gz"


def test_a_bulk_file_tells_its_release_in_its_name(tmp_path: Path) -> None:
    reading = comtrade.stream(received(tmp_path, bulk(ROWS), BULK))
    assert (reading.published_at, reading.dated) == ("2023-12-31", "stated")


def test_another_file_tells_no_release(tmp_path: Path) -> None:
    reading = comtrade.stream(received(tmp_path, delimited(ROWS)))
    assert (reading.published_at, reading.dated) == ("", "inferred")
    assert comtrade.stream(received(tmp_path, delimited(ROWS)), "2024-02").published_at == "2024-02"
    with pytest.raises(BadDate):
        comtrade.stream(received(tmp_path, delimited(ROWS)), "yesterday")


def test_a_member_of_an_archive_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bulk.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/one.txt", delimited(ROWS, delimiter="\t"))
    given = Received(path, "data/one.txt")
    assert comtrade.knows(given)
    assert read(given)[1].num_rows == 6


def test_rejected_rows_come_back_corrected(tmp_path: Path) -> None:
    reading, _, told = read(received(tmp_path, delimited([ROW, ROW | {"cmdCode": "10121"}])))
    (row,) = told.to_pylist()
    cells = dict(zip(reading.columns, row["cells"], strict=True)) | {"cmdCode": "010121"}
    extra = {"file": "any.name", "line": "3", "reason": "x", "detail": "y", "release": "2024-01-01"}
    corrected = received(tmp_path, delimited([extra | cells]), "corrected.csv")
    assert comtrade.knows(corrected)
    assert set(read(corrected)[1]["product"].to_pylist()) == {"010121"}


@pytest.mark.parametrize(("rows", "noted"), [(499, False), (500, True)])
def test_a_download_as_long_as_a_limit_is_told(tmp_path: Path, rows: int, noted: bool) -> None:
    given = [ROW | {"period": str(1900 + n // 9), "partner2Code": str(n % 9)} for n in range(rows)]
    reading, _, _ = read(received(tmp_path, delimited(given)))
    assert ("at-limit" in reading.notes) is noted


def test_estimates_are_counted_and_a_wrong_count_is_told(tmp_path: Path) -> None:
    reading, _, _ = read(received(tmp_path, answer(ROWS, count=9)))
    assert "4 of 4 rows" in reading.notes["estimated-quantities"]
    assert "9 rows" in reading.notes["count-differs"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (answer([]), "no rows"),
        (answer([], error="Invalid period"), "Invalid period"),
        (b'{"validation": {"status": {"value": 5001}}, "dataset": []}', "5001"),
        (b'{"elapsedTime": "1 s", "count": 0, "data": null}', "no rows"),
    ],
)
def test_an_answer_without_rows_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    given = received(tmp_path, data)
    assert comtrade.knows(given)
    with pytest.raises(BadFile) as caught:
        comtrade.stream(given)
    assert says in caught.value.found


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no rows"):
        read(received(tmp_path, delimited(ROWS).splitlines(keepends=True)[0]))


def test_a_shortened_file_is_refused(tmp_path: Path) -> None:
    rows = [ROW | {"fobvalue": str(n * 7919 % 1000 + 0.5)} for n in range(2000)]
    for data in (bulk(rows), answer(rows)):
        with pytest.raises(BadFile):
            read(received(tmp_path, data[: len(data) // 2]))


def test_a_column_named_twice_is_refused(tmp_path: Path) -> None:
    data = delimited(ROWS, names={"altQty": "qty"})
    with pytest.raises(BadFile, match="more than once"):
        comtrade.stream(received(tmp_path, data))


def test_columns_that_are_no_text_are_left_aside(tmp_path: Path) -> None:
    table = pa.Table.from_pylist([row | {"raw": [1, 2], "blob": b"\xff"} for row in ROWS])
    pq.write_table(table, tmp_path / "any")
    _, found, _ = read(Received(tmp_path / "any"))
    assert found.num_rows == 6


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PAR1",
        b"{}",
        b'{"data": [1]}',
        b'{"statusCode": 401, "message": "denied"}',
        b"Nomenclature,ReporterISO3,ProductCode,ReporterName,PartnerISO3,Year,TradeFlowName\n",
        b"t,i,j,k,v,q\n2019,842,156,854231,1,2\n",
        b"reporterCode,partnerCode,period\n1,2,3\n",
    ],
)
def test_the_files_of_others_are_not_claimed(tmp_path: Path, data: bytes) -> None:
    given = received(tmp_path, data)
    assert not comtrade.knows(given)
    with pytest.raises(BadFile):
        comtrade.stream(given)
