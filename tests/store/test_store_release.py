"""A release written and read back: rows, catalogue, counts, dates."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import store_twins
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.package import read_catalogue
from steelyard.store.release import Release, Series
from steelyard.store.series import merged
from steelyard.store.store import BUNDLED, Store, default_root
from steelyard.terms.errors import NoStore, ReadOnlyStore, ReleaseExists
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from pathlib import Path

DETAILS = ("partner2", "mode", "procedure")
DEFINING = (
    "reporter",
    "partner_role",
    "flow",
    "nomenclature",
    "freq",
    "import_basis",
    "export_scope",
)
DEFINING += ("export_scope", "account", "adjustment", "valuation", "currency")
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_rows_come_back_as_they_went_in(tmp_path: Path) -> None:
    made = store_twins.stored(tmp_path / "own")
    store = Store(tmp_path / "own")
    (held,) = [h for h in store.held if not h.bundled]
    assert held.release == made
    assert pq.read_table(*held.files).equals(store_twins.table())
    keys = ["partner", "period", "flow", "value"]
    found = store.engine.rows(store.scan(held).select(*keys), keys[:3])
    stated = [tuple(row[k] for k in keys) for row in store_twins.table().to_pylist()]
    assert found == sorted(stated, key=lambda row: row[:3])
    store.engine.close()


def test_the_catalogue_is_a_data_package(tmp_path: Path) -> None:
    made = store_twins.stored(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"].startswith("https://datapackage.org/profiles/2.0/")
    (resource,) = package["resources"]
    checksum = store_twins.checksum([resource])
    assert package["steelyard"] == {"schema": "steelyard.store/3", "sha256": checksum}
    path = PurePosixPath(resource["path"])
    assert not path.is_absolute()
    assert ".." not in path.parts
    content = (tmp_path / path).read_bytes()
    assert resource["bytes"] == len(content) == made.bytes
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert resource["name"] == "twin-2020-04-15"
    assert resource["licenses"] == [
        {"title": "public domain", "path": "https://example.org/licence"}
    ]
    assert resource["sources"] == [{"title": "Office of Twins", "path": "https://example.org/twin"}]
    assert [f["name"] for f in resource["schema"]["fields"]] == list(FLOWS.names)
    assert resource["schema"]["primaryKey"] == list(FLOWS.key)


def test_the_bundled_catalogue_matches_its_files() -> None:
    package = json.loads((BUNDLED / "datapackage.json").read_text(encoding="utf-8"))
    assert package["steelyard"]["sha256"] == store_twins.checksum(package["resources"])
    for resource in package["resources"]:
        content = (BUNDLED / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["licenses"]


def test_nothing_in_the_catalogue_depends_on_where_the_store_is(tmp_path: Path) -> None:
    for name in ("one", "two"):
        store_twins.stored(tmp_path / name)
    one, two = (store_twins.snapshot(tmp_path / name) for name in ("one", "two"))
    assert one == two
    assert str(tmp_path).encode() not in one["datapackage.json"]


def counted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Count series in plain Python."""
    groups: dict[tuple[tuple[str, str], ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        told = " ".join(name for name in DETAILS if row[name] is not None)
        parts = (("detail", told),) if told else ()
        defining = tuple((n, row[n]) for n in DEFINING if row[n] is not None)
        groups[(*defining, *parts)].append(row)
    found = []
    for key, members in groups.items():
        told = [row["period"] for row in members if row["value"] is not None]
        found.append(
            {
                "of": dict(key),
                "first": min(told, default=""),
                "last": max(told, default=""),
                "rows": len(members),
                "missing": len(members) - len(told),
                "partners": tuple(sorted({row["partner"] for row in members})),
                "products": tuple(sorted({row["product"] for row in members})),
            }
        )
    return found


def in_order(series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(series, key=lambda one: sorted(one["of"].items()))


def test_series_are_counted_by_their_definition() -> None:
    table = store_twins.table()
    series = [one.model_dump() for one in store_twins.count_series("flows", table)]
    assert series == in_order(counted(table.to_pylist()))
    seasonal = next(one for one in series if one["of"]["adjustment"] == "seasonal")
    assert (seasonal["first"], seasonal["last"], seasonal["missing"]) == ("", "", 1)


PARTED = st.lists(
    st.fixed_dictionaries(
        {
            "partner": st.sampled_from(["CHN", "CAN"]),
            "period": st.sampled_from(["2020-01", "2020-02"]),
            "value": st.none() | st.just(Decimal(1)),
            "partner_role": st.sampled_from(["origin", "consignment", None]),
            "partner2": st.none() | st.just("HKG"),
            "mode": st.none() | st.sampled_from(["air", ""]),
            "procedure": st.none() | st.just("C06"),
        }
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=30)
@given(PARTED)
def test_parts_of_flows_are_series_of_their_own(rows: list[dict[str, Any]]) -> None:
    table = store_twins.table(rows)
    series = [one.model_dump() for one in store_twins.count_series("flows", table)]
    assert series == in_order(counted(table.to_pylist()))
    assert sum(one["rows"] for one in series) == len(rows)


def test_a_part_tells_which_details_it_has() -> None:
    whole = store_twins.ROWS[0]
    rows = [whole, {**whole, "mode": "air"}, {**whole, "mode": "sea", "partner2": "HKG"}]
    found = store_twins.count_series("flows", store_twins.table(rows))
    assert [one.of.get("detail") for one in found] == ["mode", "partner2 mode", None]


def test_the_order_of_rows_does_not_change_the_series() -> None:
    orders = (store_twins.ROWS, store_twins.ROWS[::-1])
    one, other = (store_twins.count_series("flows", store_twins.table(rows)) for rows in orders)
    assert one == other


def record(published_at: str) -> Release:
    facts = store_twins.facts(published_at=published_at)
    path = f"flows/twin/{facts['release']}.parquet"
    written = {"path": path, "bytes": 0, "sha256": "", "rows": 0, "series": ()}
    return Release.model_validate({**facts, **written})


@given(DAYS, DAYS)
def test_a_release_of_a_day_is_known_from_that_day(published: date, asked: date) -> None:
    assert record(published.isoformat()).known_by(asked) is (published <= asked)


@given(DAYS, DAYS)
def test_a_release_of_a_month_is_known_from_its_last_day(published: date, asked: date) -> None:
    following = (published.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    release = record(published.isoformat()[:7])
    assert release.known_by(asked) is (last <= asked)
    assert release.known_by(last)
    assert not release.known_by(last - timedelta(days=1))


@pytest.mark.parametrize("published", ["2017-01", "2017-01-31"])
def test_every_release_is_known_by_the_end_of_the_calendar(published: str) -> None:
    assert record(published).known_by(date.max)
    assert not record(published).known_by(date.min)


def test_the_bundled_data_are_not_written_to() -> None:
    before = (BUNDLED / "datapackage.json").read_bytes()
    with pytest.raises(ReadOnlyStore):
        store_twins.add(BUNDLED, store_twins.facts(), store_twins.table())
    assert (BUNDLED / "datapackage.json").read_bytes() == before
    assert not (BUNDLED / "flows" / "twin").exists()


def test_the_bundled_data_are_not_written_to_by_another_name(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(BUNDLED)
    with pytest.raises(ReadOnlyStore):
        store_twins.add(link, store_twins.facts(), store_twins.table())


def test_a_file_is_no_folder_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ReadOnlyStore):
        store_twins.add(tmp_path / "file", store_twins.facts(), store_twins.table())
    assert (tmp_path / "file").read_text() == "mine"


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    store_twins.stored(tmp_path)
    before = store_twins.snapshot(tmp_path)
    again = store_twins.facts(content="2020-04-15")
    assert store_twins.add(tmp_path, again, store_twins.table()) is None
    assert store_twins.snapshot(tmp_path) == before


def test_other_content_under_one_release_is_refused(tmp_path: Path) -> None:
    store_twins.stored(tmp_path)
    before = store_twins.snapshot(tmp_path)
    other = store_twins.facts(content="other")
    with pytest.raises(ReleaseExists):
        store_twins.add(tmp_path, other, store_twins.table(store_twins.ROWS[:1]))
    assert store_twins.snapshot(tmp_path) == before


def test_releases_are_kept_beside_one_another(tmp_path: Path) -> None:
    for day in ("2021-05-01", "2020-04-15", "2020-12"):
        store_twins.stored(tmp_path, day)
    found = [release.release for release in read_catalogue(tmp_path)]
    assert found == ["2020-04-15", "2020-12", "2021-05-01"]


def test_the_own_store_opens_beside_the_bundled_data(tmp_path: Path) -> None:
    store_twins.stored(tmp_path)
    held = Store(tmp_path).held
    assert [h.release.dataset for h in held if not h.bundled] == ["twin"]
    assert [h.release for h in held if h.bundled] == list(read_catalogue(BUNDLED))


def test_a_user_without_a_store_has_the_bundled_data() -> None:
    assert not default_root().exists()
    assert all(held.bundled for held in Store().held)


def test_the_platforms_own_store_is_found_without_being_named() -> None:
    store_twins.stored(default_root())
    assert [h.release.dataset for h in Store().held if not h.bundled] == ["twin"]


@pytest.mark.parametrize("make", [True, False])
def test_a_folder_named_as_store_must_be_one(tmp_path: Path, make: bool) -> None:
    root = tmp_path / "none"
    if make:
        root.mkdir()
    with pytest.raises(NoStore) as caught:
        Store(root)
    assert str(root) in caught.value.asked


def test_products_are_named_while_they_are_few() -> None:
    def counts(codes: range) -> Series:
        same = {"partner": "CHN", "period": "2020-01", "value": Decimal(1)}
        rows = [{**same, "product": f"{code:06}"} for code in codes]
        (one,) = store_twins.count_series("flows", store_twins.table(rows))
        return one

    low, high, many = counts(range(150)), counts(range(100, 200)), counts(range(201))
    assert merged([low, high])[0].products == tuple(f"{code:06}" for code in range(200))
    assert many.products == merged([low, many])[0].products == ()
    assert merged([low, counts(range(150, 201))])[0].products == ()


@pytest.mark.parametrize("products", [(), ("84", "85"), ("AI chips", "84")])
def test_codes_of_a_series_come_back_from_json(products: tuple[str, ...]) -> None:
    told = {"of": {}, "first": "", "last": "", "rows": 1, "missing": 1, "partners": ["CHN", "JPN"]}
    one = Series.model_validate({**told, "products": products})
    text = one.model_dump_json()
    assert '"partners":"CHN JPN"' in text
    assert Series.model_validate_json(text) == one
