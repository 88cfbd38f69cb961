"""The verbs beside ``weigh``: what is held, how to cite it, which classes, and the self-test."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundled_answers import FLOWS, bundled, catalogue, stated, validate
from own_stores import exports, imports, store, write

import steelyard as sy
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending
from steelyard.terms.errors import UnknownDataset

OWN = [imports("USA", "2019", 120), imports("JPN", "2019", None, status="Q")]
OWN += [exports("USA", "2018", 480)]


def records(answer: Answer) -> list[dict]:
    validate(answer)
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


# --- holdings ---------------------------------------------------------------------------------


def test_holdings_are_those_of_the_catalogue() -> None:
    found = {
        f"{row['dataset']}@{row['release']}": row for row in records(sy.holdings(store=bundled()))
    }
    assert found.keys() == catalogue().keys()
    for name, row in found.items():
        for field in ("published_at", "dated", "kind", "publisher", "licence", "rows"):
            assert row[field] == catalogue()[name][field]
        assert row["place"] == "bundled"


def test_holdings_count_the_rows_and_holes_of_the_files() -> None:
    for row in records(sy.holdings(store=bundled())):
        measured = "rate" if row["kind"] == "rates" else "value"
        cells = stated(f"{row['dataset']}@{row['release']}", ["period", measured])
        there = [cell["period"] for cell in cells if cell[measured] is not None]
        assert row["rows"] == len(cells)
        assert row["missing"] == len(cells) - len(there)
        assert (row["first"], row["last"]) == (min(there), max(there))


def test_holdings_say_of_each_series_where_it_is_kept(tmp_path: Path) -> None:
    answer = sy.holdings(store=store(tmp_path, OWN))
    (series,) = [table for table in answer.tables if table.name == "series"]
    names = [column.name for column in series.columns]
    places = {row["release"]: row["place"] for row in records(answer)}
    rows = [dict(zip(names, row, strict=True)) for row in series.rows]
    assert {row["release"]: row["place"] for row in rows} == places
    assert set(places.values()) == {"bundled", "own store"}


def test_holdings_break_down_to_series() -> None:
    answer = sy.holdings(store=bundled())
    (series,) = [table for table in answer.tables if table.name == "series"]
    names = [column.name for column in series.columns]
    for row in records(answer):
        own = [
            dict(zip(names, one, strict=True))
            for one in series.rows
            if one[:2] == (row["dataset"], row["release"])
        ]
        assert sum(one["rows"] for one in own) == row["rows"]
        assert sum(one["missing"] for one in own) == row["missing"]
    assert any("CENSUS-ATP" in one[2] for one in series.rows)


def test_holdings_tell_what_was_left_out() -> None:
    texts = [note.text for note in sy.holdings(store=bundled()).notes if note.code == "rejected"]
    (old,) = [text for text in texts if "2017-01" in text]
    assert "300 observations left out" in old
    assert "no-year: 24" in old


def test_a_store_of_ones_own_stands_beside_the_bundled_data(tmp_path: Path) -> None:
    rows = records(sy.holdings(store=store(tmp_path, OWN)))
    (own,) = [row for row in rows if row["place"] == "own store"]
    assert (own["rows"], own["missing"], own["first"], own["last"]) == (3, 1, "2018", "2019")
    assert len(rows) == len(catalogue()) + 1


# --- citations --------------------------------------------------------------------------------


def test_every_release_can_be_cited() -> None:
    rows = records(sy.cite(store=bundled()))
    assert {f"{row['dataset']}@{row['release']}" for row in rows} == catalogue().keys()
    for row in rows:
        record = catalogue()[f"{row['dataset']}@{row['release']}"]
        assert row["file_sha256"] == record["received_sha256"]
        for field in ("publisher", "title", "url", "published_at", "received_at"):
            assert record[field] in row["citation"]
        assert "date inferred" in row["citation"]


def test_a_citation_of_a_dataset_is_of_all_its_releases() -> None:
    assert [row["release"] for row in records(sy.cite(FLOWS, store=bundled()))] == [
        "2017-01",
        "2023-03-08",
    ]


def test_a_citation_of_a_release_is_of_that_one() -> None:
    (row,) = records(sy.cite(f"{FLOWS}@2017-01", store=bundled()))
    assert row["release"] == "2017-01"


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("census-goods-by-contry", FLOWS),
        (f"{FLOWS}@2017", f"{FLOWS}@2017-01"),
        ("frb-g5a", "frb-g5a-annual"),
        ("wombats", "steelyard holdings"),
    ],
)
def test_a_dataset_that_is_not_held_offers_the_nearest(text: str, offered: str) -> None:
    with pytest.raises(UnknownDataset) as caught:
        sy.cite(text, store=bundled())
    assert offered in caught.value.remedy


# --- classes ----------------------------------------------------------------------------------


def test_classes_tell_who_defines_them_and_whether_they_are_exact() -> None:
    rows = {row["class"]: row for row in records(sy.list_classes())}
    assert {"goods", "atp"} <= rows.keys()
    assert rows["atp"]["publisher"] == "US Census Bureau"
    assert rows["atp"]["exact"] is True
    assert all(row["reference"] and row["valid"] for row in rows.values())


# --- the self-test ----------------------------------------------------------------------------


def results(answer: Answer) -> dict[str, str]:
    return {row["check"]: row["result"] for row in records(answer)}


def test_a_sound_installation_passes_every_check() -> None:
    answer = sy.doctor(store=bundled())
    found = results(answer)
    own = {f"{check['name']}, {name}": check["passed"] for name, check in _checks()}
    assert {check: result for check, result in found.items() if result != "ok"} == {
        check: "differs" for check, passed in own.items() if not passed
    }
    assert own.keys() <= found.keys()
    assert {"interpreter", "parts", "store", "places", "sources"} <= found.keys()
    for name in catalogue():
        assert {f"file {name}", f"rows {name}"} <= found.keys()
    assert answer.notes == ()
    assert answer.ending is Ending.COMPLETE


def _checks() -> list[tuple[str, dict]]:
    """Return what each release's publisher's totals were compared with, from the catalogue."""
    return [(name, check) for name, facts in catalogue().items() for check in facts["checks"]]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


def _alter(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [_cut, _alter, Path.unlink])
@pytest.mark.parametrize("opened_before", [True, False])
def test_a_damaged_file_fails_its_own_checks_only(tmp_path: Path, harm, opened_before) -> None:
    opened = store(tmp_path, OWN)
    (file,) = tmp_path.rglob("*.parquet")
    harm(file)
    answer = sy.doctor(store=opened if opened_before else Store(tmp_path))
    name = "gacc-goods-by-country@2021-01-15"
    failed = {check for check, result in results(answer).items() if result == "failed"}
    assert failed == {f"file {name}", f"rows {name}"}
    (note,) = answer.notes
    assert note.code == "self-test-failed"


def test_a_catalogue_that_cannot_be_read_fails_the_store(tmp_path: Path) -> None:
    write(tmp_path, OWN)
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    found = results(sy.doctor(store=str(tmp_path)))
    assert [check for check, result in found.items() if result == "failed"] == ["store"]


def test_a_store_that_is_not_there_fails_the_store(tmp_path: Path) -> None:
    answer = sy.doctor(store=str(tmp_path / "nowhere"))
    assert results(answer)["store"] == "failed"
