"""Whose file is this: what is said of a file that nobody knows, or that another knows."""

from __future__ import annotations

import gzip
from pathlib import Path

import census_twins as twins
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.ingest import whole
from steelyard.ingest.nearest import described
from steelyard.ingest.recognise import of_publisher, recognise, sources
from steelyard.sources.received import Received
from steelyard.terms.errors import UnrecognisedFile

EVERY = tuple(sources())
YUAN = (
    "period,usd_cny_average,usd_cny_end,end_date,usd_cny_min,usd_cny_max,business_days,"
    "official_monthly_average"
)


def refused(path: Path, publisher: str = "") -> UnrecognisedFile:
    with pytest.raises(UnrecognisedFile) as caught:
        recognise(Received(path), of_publisher(publisher))
    return caught.value


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_that_was_seen_is_told(tmp_path: Path, delimiter: str) -> None:
    text = "An export\n" + delimiter.join(["when", "who", "how much, at most"]) + "\n"
    path = written(tmp_path, text.replace("how much, at most", '"how much, at most"'))
    assert "its header begins when, who, how much, at most" in refused(path).found


def test_a_long_header_is_cut(tmp_path: Path) -> None:
    names = [f"column {number}" for number in range(1, 9)]
    found = refused(written(tmp_path, ",".join(names) + "\n")).found
    assert found.endswith("column 5, column 6 and 2 more")


def test_what_a_file_lacks_of_the_nearest_layout_is_told(tmp_path: Path) -> None:
    found = refused(written(tmp_path, f"{YUAN}\n2025-07,7,7,2025-07-31,7,7,22,7\n")).found
    assert "the nearest layout known is" in found
    assert found.endswith("of whose columns it lacks note")


def test_a_column_too_many_is_told(tmp_path: Path) -> None:
    text = "month,country,rate,by the way\n2022-01,China,6.3,x\n"
    assert refused(written(tmp_path, text)).found.endswith("which has no column by the way")


def test_a_parquet_file_is_described_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "rates.parquet"
    pq.write_table(pa.table({"Month": ["2022-01"], "RATE": [6.3]}), path)
    found = refused(path).found
    assert "its header begins Month, RATE" in found
    assert found.endswith("of whose columns it lacks country")


def test_a_file_without_a_header_is_not_described(tmp_path: Path) -> None:
    path = tmp_path / "noise.dat"
    path.write_bytes(bytes(range(256)) * 9)
    assert refused(path).found == "it is no layout that Steelyard knows"


@given(content=st.binary(max_size=200))
def test_any_bytes_are_described_or_not_and_never_fail(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "any.csv"
    path.write_bytes(content)
    assert described(Received(path), EVERY).isprintable()


def test_a_file_of_another_publisher_is_told_to_be_its(tmp_path: Path) -> None:
    path = twins.write(tmp_path / "country.csv", twins.csv_bytes(twins.release(2022, 11)))
    error = refused(path, "frb")
    assert "US Census Bureau" in error.found
    assert "Federal Reserve" in error.asked
    assert "--publisher" in error.remedy


def test_a_large_file_is_not_unpacked_for_sources_that_read_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = twins.csv_bytes(twins.release(2022, 11))
    packed = twins.write(tmp_path / "country.csv.gz", gzip.compress(data))
    plain = twins.write(tmp_path / "country.csv", data)
    known = recognise(Received(plain), EVERY)
    assert recognise(Received(packed), EVERY) is known
    monkeypatch.setattr(whole, "MOST_BYTES", len(data) - 1)
    for path in (packed, plain):
        assert "too large for those that are read whole" in refused(path).found
    monkeypatch.setattr(whole, "MOST_BYTES", len(data))
    assert recognise(Received(packed), EVERY) is known
    monkeypatch.setattr(whole, "MOST_PACKED", packed.stat().st_size - 1)
    assert "it is packed and takes" in refused(packed).found
    assert recognise(Received(plain), EVERY) is known
