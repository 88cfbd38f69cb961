"""Stores of older formats: they open and answer, and the next intake writes them anew."""

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
from steelyard.store.package import CATALOGUE, STORE_SCHEMA, read_catalogue, write_catalogue
from steelyard.store.part import Part
from steelyard.store.store import Store
from steelyard.terms.errors import NewerStore

GAINED = {"1": ["edition", "level"], "2": []}
LATER = {"1": {"absent", "breaks", "assembly"}, "2": {"assembly"}}
NEW_PART = {"layout", "rejects", "columns", "carried_from", "superseded"}
SIDES: dict[str, dict[str, Any]] = {
    "M": {},
    "X": {
        "partner_role": "destination",
        "import_basis": None,
        "export_scope": "total",
        "valuation": "FAS",
    },
}
ROWS = [
    {"partner": "CHN", "period": f"{year}-{m:02d}", "value": Decimal(year + m), "flow": f, **side}
    for year in (2018, 2019, 2020)
    for m in range(1, 13)
    for f, side in SIDES.items()
]
DAY = "2021-02-15"


def written(root: Path, version: str) -> Path:
    """Write a store as a version of Steelyard of that format did: one file a release."""
    store_twins.add(root / "new", store_twins.facts(DAY), store_twins.table(ROWS))
    (release,) = read_catalogue(root / "new")
    old, path = root / "old", f"flows/twin/{DAY}.parquet"
    (old / "flows" / "twin").mkdir(parents=True)
    table = store_twins.table(ROWS).drop_columns(GAINED[version])
    pq.write_table(table, old / path, compression="zstd", compression_level=19)
    content = (old / path).read_bytes()
    facts = release.model_dump(mode="json", exclude={"parts", "rows", *LATER[version]})
    part = release.parts[0].model_dump(mode="json", exclude=NEW_PART)
    told = {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    resource = {"name": f"twin-{DAY}", "path": path, "steelyard": {**facts, **part, **told}}
    about = {"schema": f"steelyard.store/{version}", "sha256": store_twins.checksum([resource])}
    package = {"steelyard": about, "resources": [resource]}
    (old / CATALOGUE).write_text(json.dumps(package), encoding="utf-8")
    return old


@pytest.fixture(params=GAINED)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(tmp_path: Path, version: str) -> Path:
    return written(tmp_path, version)


def opened(root: Path) -> Store:
    """Open a store without the bundled data beside it."""
    empty = root.parent / "empty"
    empty.mkdir(exist_ok=True)
    write_catalogue(empty, ())
    return Store(root, bundled=empty)


def asked(root: Path) -> sy.Answer:
    return sy.weigh("USA", "CHN", years="2019:2020", store=opened(root))


def test_it_opens_and_answers_as_one_of_this_format(old: Path) -> None:
    answers = [asked(old), asked(old.parent / "new")]
    assert answers[0].rows == answers[1].rows
    assert answers[0].gaps == ()
    assert answers[0].column("imports") == [sum(2019 + m for m in range(1, 13)), 24318]
    (release,) = read_catalogue(old)
    assert (len(release.parts), release.rows) == (1, len(ROWS))
    assert set(Part.model_fields) == set(release.parts[0].model_dump())


def test_reading_changes_nothing(old: Path) -> None:
    before = store_twins.snapshot(old)
    found = sy.doctor(store=opened(old))
    sy.holdings("twin", store=opened(old))
    assert {row[1] for row in found.rows} == {"ok"}
    told = next(row[2] for row in found.rows if row[0] == "format own store")
    assert f"the next `add` makes it {STORE_SCHEMA}" in told
    assert store_twins.snapshot(old) == before


def test_the_next_intake_writes_this_format_and_keeps_the_older_catalogue(
    old: Path, version: str
) -> None:
    before = store_twins.snapshot(old)
    answered = asked(old).rows
    facts = store_twins.facts("2021-03-15", content="later")
    store_twins.add(old, facts, store_twins.table(ROWS[:10]))
    after = store_twins.snapshot(old)
    package = json.loads(after.pop(CATALOGUE))
    assert package["steelyard"]["schema"] == STORE_SCHEMA
    assert after[f"datapackage.{version}.json"] == before.pop(CATALOGUE)
    assert all(after[path] == content for path, content in before.items())
    assert [release.release for release in read_catalogue(old)] == [DAY, "2021-03-15"]
    name = {"release": DAY}
    again = sy.weigh("USA", "CHN", years="2019:2020", settings=name, store=opened(old))
    assert again.rows == answered


def test_the_kept_catalogue_is_the_store_as_it_was(old: Path, version: str) -> None:
    before = read_catalogue(old)
    facts = store_twins.facts("2021-03-15", content="later")
    store_twins.add(old, facts, store_twins.table(ROWS[:10]))
    (old / f"datapackage.{version}.json").replace(old / CATALOGUE)
    assert read_catalogue(old) == before


def test_the_same_file_again_leaves_an_older_store_alone(old: Path) -> None:
    before = store_twins.snapshot(old)
    assert store_twins.add(old, store_twins.facts(DAY), store_twins.table(ROWS)) is None
    lock = {".lock": b""}
    assert lock | store_twins.snapshot(old) == lock | before


def test_a_damaged_file_of_an_older_store_is_mended_by_adding_it_again(old: Path) -> None:
    answered = asked(old).rows
    (old / "flows" / "twin" / f"{DAY}.parquet").write_bytes(b"no")
    store_twins.add(old, store_twins.facts(DAY), store_twins.table(ROWS))
    (release,) = read_catalogue(old)
    assert len(release.parts) == 1
    assert asked(old).rows == answered
    assert {row[1] for row in sy.doctor(store=opened(old)).rows} == {"ok"}


def test_a_store_of_the_next_format_is_refused_and_left_alone(old: Path) -> None:
    package = json.loads((old / CATALOGUE).read_text(encoding="utf-8"))
    package["steelyard"]["schema"] = "steelyard.store/4"
    (old / CATALOGUE).write_text(json.dumps(package), encoding="utf-8")
    before = store_twins.snapshot(old)
    with pytest.raises(NewerStore) as caught:
        Store(old)
    assert "Upgrade Steelyard" in caught.value.remedy
    facts = store_twins.facts("2021-03-15", content="later")
    with pytest.raises(NewerStore):
        store_twins.add(old, facts, store_twins.table(ROWS[:10]))
    assert {**store_twins.snapshot(old), ".lock": b""} == {**before, ".lock": b""}


def test_a_catalogue_of_this_format_is_not_kept_twice(tmp_path: Path) -> None:
    for day in (DAY, "2021-03-15"):
        store_twins.add(tmp_path, store_twins.facts(day, content=day), store_twins.table(ROWS))
    assert [path.name for path in tmp_path.glob("datapackage*")] == [CATALOGUE]


def test_columns_are_filled_across_parts_of_different_formats(tmp_path: Path) -> None:
    """A release of two files, of which one lacks columns that were added since."""
    root = tmp_path / "own"
    for content, rows in (("one", ROWS[:20]), ("two", ROWS[20:])):
        facts = store_twins.facts(DAY, content=content, assembly="parts")
        store_twins.add(root, facts, store_twins.table(rows))
    (release,) = read_catalogue(root)
    file = root / release.parts[0].path
    pq.write_table(pq.read_table(file).drop_columns(["edition", "level"]), file)
    content = file.read_bytes()
    changed = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    parts = (release.parts[0].model_copy(update=changed), *release.parts[1:])
    write_catalogue(root, [release.model_copy(update={"parts": parts})])
    store = opened(root)
    frame = store.scan(store.held[0]).collect(backend="pyarrow").to_arrow()
    assert frame.num_rows == len(ROWS)
    assert pa.types.is_string(frame.schema.field("edition").type)
    store.engine.close()
