"""A store of the first format: its files lack columns that tables have gained since."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import store_twins

import steelyard as sy
from steelyard.sources.contract import arrow_schema
from steelyard.store.engine import Engine
from steelyard.store.package import CATALOGUE, STORE_SCHEMA, read_catalogue, write_catalogue
from steelyard.store.store import Store
from steelyard.terms.tables import FLOWS, INDICATORS, KINDS, RATES

GAINED = ["edition", "level"]
SINCE = {"parts", "absent", "breaks", "assembly", "layout", "rejects", "columns"}
SINCE |= {"carried_from", "superseded"}
ROWS: list[dict[str, Any]] = [
    {
        "partner": "CHN",
        "period": f"{year}-{month:02d}",
        "value": Decimal(year + month),
        "flow": flow,
    }
    for year in (2018, 2019, 2020)
    for month in range(1, 13)
    for flow in "XM"
]
SIDES = {
    "M": {"partner_role": "origin"},
    "X": {
        "partner_role": "destination",
        "import_basis": None,
        "export_scope": "total",
        "valuation": "FAS",
    },
}


def table() -> pa.Table:
    return store_twins.table([{**row, **SIDES[row["flow"]]} for row in ROWS])


def as_first_format(root: Path) -> None:
    """Rewrite a store as the first format had it: one file, no new columns, no new facts."""
    package = json.loads((root / CATALOGUE).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        record = resource["steelyard"]
        (part,) = record["parts"]
        path = f"{record['kind']}/{record['dataset']}/{record['release']}.parquet"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pq.read_table(root / part["path"]).drop_columns(GAINED), root / path)
        (root / part["path"]).unlink()
        content = (root / path).read_bytes()
        told = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        whole = {**record, **part, **told, "path": path}
        resource["steelyard"] = {k: v for k, v in whole.items() if k not in SINCE}
        resource["path"] = path
    sha = store_twins.checksum(package["resources"])
    package["steelyard"] = {"schema": "steelyard.store/1", "sha256": sha}
    (root / CATALOGUE).write_text(json.dumps(package), encoding="utf-8")


def opened(root: Path) -> Store:
    """Open the store alone, with no bundled data beside it."""
    empty = root.parent / "empty"
    empty.mkdir(exist_ok=True)
    write_catalogue(empty, ())
    return Store(root, bundled=empty)


@pytest.fixture
def stores(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("new", "old"):
        store_twins.add(tmp_path / name, store_twins.facts("2021-02-15"), table())
    as_first_format(tmp_path / "old")
    return tmp_path / "new", tmp_path / "old"


def test_an_older_store_answers_as_it_did(stores: tuple[Path, Path]) -> None:
    new, old = (sy.weigh("USA", "CHN", years="2019:2020", store=opened(root)) for root in stores)
    assert new.rows == old.rows
    assert new.gaps == old.gaps == ()
    assert new.column("imports") == [sum(2019 + m for m in range(1, 13)), 24318]
    digests = [[(e.rows, e.rows_digest) for e in answer.evidence] for answer in (new, old)]
    assert digests[0] == digests[1]


def test_columns_gained_since_are_missing_in_an_older_file(tmp_path: Path) -> None:
    file = tmp_path / "old.parquet"
    pq.write_table(table().drop_columns(GAINED), file)
    engine = Engine()
    frame = engine.scan("old", [file], FLOWS)
    assert sorted(frame.collect_schema().names()) == sorted(FLOWS.names)
    rows = engine.rows(frame.select("period", *GAINED, "value"), ["period", "value"])
    assert {row[1:3] for row in rows} == {(None, None)}
    assert len(rows) == len(ROWS)
    engine.close()


@pytest.mark.parametrize("kind", [FLOWS, RATES, INDICATORS], ids=lambda kind: kind.name)
def test_a_file_of_any_of_its_columns_is_filled(tmp_path: Path, kind: Any) -> None:
    """Whatever single column a file holds, the rest are missing and of their own type."""
    engine, whole = Engine(), arrow_schema(kind)
    for at, name in enumerate(kind.names):
        file = tmp_path / f"{at}.parquet"
        pq.write_table(pa.table({name: pa.nulls(2, whole.field(name).type)}), file)
        frame = engine.scan(f"{kind.name} {at}", [file], kind)
        found = frame.collect(backend="pyarrow").to_arrow()
        assert found.num_rows == 2
        got = {field.name: field.type for field in found.schema}
        assert got == {field.name: field.type for field in whole}
    engine.close()


def test_a_whole_file_gains_nothing(tmp_path: Path) -> None:
    file = tmp_path / "new.parquet"
    pq.write_table(table(), file)
    engine = Engine()
    assert engine.scan("new", [file], FLOWS).collect_schema().names() == list(FLOWS.names)
    engine.close()


def test_a_release_added_to_an_older_store_makes_it_one_of_this_format(
    stores: tuple[Path, Path],
) -> None:
    _, old = stores
    before = sy.weigh("USA", "CHN", years="2019:2020", store=opened(old))
    store_twins.add(old, store_twins.facts("2021-01-15", content="other"), table())
    package = json.loads((old / CATALOGUE).read_text(encoding="utf-8"))
    assert package["steelyard"]["schema"] == STORE_SCHEMA
    assert [(r.release, r.absent, r.breaks) for r in read_catalogue(old)] == [
        ("2021-01-15", "missing", ()),
        ("2021-02-15", "missing", ()),
    ]
    assert sy.weigh("USA", "CHN", years="2019:2020", store=opened(old)).rows == before.rows


# --- what the writer counts -------------------------------------------------------------------


def test_every_level_of_product_codes_is_a_series_of_its_own() -> None:
    codes = ["85", "8541", "8542", "TOTAL"]
    rows = [
        {
            "partner": "CHN",
            "period": "2020-01",
            "value": Decimal(1),
            "nomenclature": "TOTAL" if code == "TOTAL" else "HS",
            "product": code,
            "level": None if code == "TOTAL" else str(len(code)),
            "edition": "2017",
        }
        for code in codes
    ]
    found = store_twins.count_series("flows", store_twins.table(rows))
    assert [(s.of.get("level"), s.rows) for s in found] == [("2", 1), ("4", 2), (None, 1)]
    assert not any("edition" in series.of for series in found)


def test_published_figures_are_told_apart_by_what_the_publisher_counts() -> None:
    usual = {"place": "CHN", "partner": "USA", "indicator": "goods", "measure": "level"}
    rows = [
        {**usual, "flow": flow, "scope": scope, "period": period, "freq": "M", "value": 1.0, **more}
        for flow in "XM"
        for scope in (None, "all")
        for period, more in (
            ("2020-01", {}),
            ("2020-01/2020-02", {"span": "cumulated"}),
            ("2020-01/2020-11", {"span": "cumulated"}),
        )
    ]
    table = pa.Table.from_pylist(rows, schema=arrow_schema(INDICATORS))
    found = store_twins.count_series("indicators", table)
    assert len(found) == 8
    spans = [s for s in found if s.of.get("span")]
    assert {(s.first, s.last) for s in spans} == {("2020-01/2020-02", "2020-01/2020-11")}
    assert {s.partners for s in found} == {("USA",)}


def test_parts_of_a_whole_flow_are_told_apart_from_it() -> None:
    usual = {"partner": "CHN", "period": "2020-01", "value": Decimal(1)}
    rows = [usual, {**usual, "mode": "air"}, {**usual, "mode": "air", "procedure": "1"}]
    found = store_twins.count_series("flows", store_twins.table(rows))
    assert sorted(series.of.get("detail", "") for series in found) == ["", "mode", "mode procedure"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_an_empty_table_of_any_kind_holds_no_series(kind: Any) -> None:
    assert store_twins.count_series(kind.name, arrow_schema(kind).empty_table()) == ()
