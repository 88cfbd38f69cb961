"""What is damaged, cut short, newer or half written is told, and never read as data."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import store_twins
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store import package, write
from steelyard.store.package import CATALOGUE, read_catalogue
from steelyard.store.release import Held
from steelyard.store.store import Store, file_sha256, verify
from steelyard.store.write import add_release
from steelyard.terms.errors import DamagedStore, NewerStore, StoreError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    root = tmp_path / "own"
    store_twins.stored(root)
    return root


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("written")
    store_twins.stored(root)
    store_twins.stored(root, "2021-01")
    return root


def held_in(root: Path) -> Held:
    return next(held for held in Store(root).held if not held.bundled)


def change(root: Path, how: str) -> None:
    file = held_in(root).file
    content = bytearray(file.read_bytes())
    if how == "altered":
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif how == "cut short":
        file.write_bytes(content[:-1])
    elif how == "emptied":
        file.write_bytes(b"")
    elif how == "longer":
        file.write_bytes(content + b"\0")
    else:
        file.unlink()


@pytest.mark.parametrize("how", ["altered", "cut short", "emptied", "longer", "missing"])
def test_a_changed_file_is_not_read(own: Path, how: str) -> None:
    change(own, how)
    store = Store(own)
    held = next(one for one in store.held if not one.bundled)
    with pytest.raises(DamagedStore) as caught:
        store.scan(held)
    assert held.file.name in caught.value.asked
    with pytest.raises(DamagedStore):
        verify(held)


@settings(max_examples=40)
@given(st.data())
def test_any_single_byte_that_changes_is_noticed(written: Path, data: st.DataObject) -> None:
    held = held_in(written)
    content = held.file.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    mask = data.draw(st.integers(1, 255))
    changed = content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]
    try:
        held.file.write_bytes(changed)
        with pytest.raises(DamagedStore):
            verify(held)
    finally:
        held.file.write_bytes(content)


def test_a_file_that_is_no_parquet_is_damage_even_if_the_catalogue_agrees(own: Path) -> None:
    path = held_in(own).file
    path.write_bytes(b"no parquet")
    catalogue = json.loads((own / CATALOGUE).read_text())
    record = catalogue["resources"][0]["steelyard"]
    verified = Held(read_catalogue(own)[0], own, bundled=False)
    record |= {"bytes": 10, "sha256": file_sha256(path)}
    (own / CATALOGUE).write_text(json.dumps(catalogue))
    store = Store(own)
    with pytest.raises(DamagedStore):
        store.scan(next(one for one in store.held if not one.bundled))
    with pytest.raises(DamagedStore):
        verify(verified)
    store.engine.close()


def catalogue_read(root: Path, content: bytes, folder: Path) -> Any:
    """Read a changed copy of a catalogue; only a StoreError may come of it."""
    (folder / CATALOGUE).write_bytes(content)
    with contextlib.suppress(StoreError):
        return read_catalogue(folder)
    return None


@given(data=st.data())
def test_a_catalogue_cut_short_is_damage(
    written: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = (written / CATALOGUE).read_bytes()
    cut = data.draw(st.integers(0, len(content) - 1))
    folder = tmp_path_factory.getbasetemp() / "cut"
    folder.mkdir(exist_ok=True)
    found = catalogue_read(written, content[:cut], folder)
    assert found is None or found == read_catalogue(written)


@given(data=st.data())
def test_flipped_bytes_of_a_catalogue_raise_nothing_but_store_errors(
    written: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray((written / CATALOGUE).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.getbasetemp() / "flipped"
    folder.mkdir(exist_ok=True)
    catalogue_read(written, bytes(content), folder)


@pytest.mark.parametrize(
    ("name", "value"),
    [("published_at", "2020-01-15"), ("kind", "flowz")],
)
def test_a_record_altered_in_the_catalogue_is_noticed(own: Path, name: str, value: object) -> None:
    catalogue = json.loads((own / CATALOGUE).read_text())
    catalogue["resources"][0]["steelyard"][name] = value
    (own / CATALOGUE).write_text(json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n")
    with pytest.raises(DamagedStore):
        read_catalogue(own)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"\xff\xfe",
        b'{"steelyard": 1}',
        b'{"steelyard": {"schema": "steelyard.store/1"}}',
        b'{"steelyard": {"schema": "steelyard.store/1"}, "resources": [1]}',
        b'{"steelyard": {"schema": "steelyard.store/1"}, "resources": {"a": 1}}',
        b'{"steelyard": {"schema": "steelyard.store/x"}, "resources": []}',
        b'{"steelyard": {"schema": "other.thing/1"}, "resources": []}',
        b'{"steelyard": {"schema": null}, "resources": []}',
    ],
)
def test_what_is_no_catalogue_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CATALOGUE).write_bytes(content)
    with pytest.raises(DamagedStore):
        Store(tmp_path)


def test_a_catalogue_nested_without_end_is_damage(tmp_path: Path) -> None:
    (tmp_path / CATALOGUE).write_bytes(b"[" * 200_000)
    with pytest.raises(DamagedStore):
        Store(tmp_path)


@pytest.mark.parametrize("version", ["2", "10", "99999"])
def test_a_store_of_a_later_format_is_refused_unread(own: Path, version: str) -> None:
    text = (own / CATALOGUE).read_text()
    newer = text.replace("steelyard.store/1", f"steelyard.store/{version}")
    (own / CATALOGUE).write_text(newer)
    with pytest.raises(NewerStore) as caught:
        Store(own)
    assert f"steelyard.store/{version}" in caught.value.found
    with pytest.raises(NewerStore):
        add_release(own, store_twins.facts("2022-01-01"), store_twins.table())
    assert (own / CATALOGUE).read_text() == newer


def test_nothing_is_added_to_a_damaged_store(own: Path) -> None:
    (own / CATALOGUE).write_text("{")
    before = store_twins.snapshot(own)
    with pytest.raises(DamagedStore):
        add_release(own, store_twins.facts("2022-01-01"), store_twins.table())
    assert store_twins.snapshot(own) == before


class Killed(BaseException):
    """The process ends here."""


def killed(*_: object, **__: object) -> None:
    raise Killed


@pytest.mark.parametrize("at", ["the rows", "the catalogue", "the rename", "the rename after"])
def test_a_killed_intake_leaves_the_last_complete_catalogue(
    own: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    before = store_twins.snapshot(own)
    with monkeypatch.context() as patch:
        if at == "the rows":
            patch.setattr(pq, "write_table", killed)
        elif at == "the catalogue":
            patch.setattr(write, "write_catalogue", killed)
        else:
            rename_until_killed(patch, whole=1 if at.endswith("after") else 0)
        with pytest.raises(Killed):
            store_twins.stored(own, "2021-01-01")
    left = store_twins.snapshot(own)
    assert {name: left[name] for name in before} == before
    assert [release.release for release in read_catalogue(own)] == ["2020-04-15"]
    store_twins.stored(own, "2021-01-01")
    assert [release.release for release in read_catalogue(own)] == ["2020-04-15", "2021-01-01"]
    for held in Store(own).held:
        verify(held)


def rename_until_killed(patch: pytest.MonkeyPatch, whole: int) -> None:
    """Let ``whole`` renames happen, then end the process at the next."""
    rename, done = os.replace, []

    def limited(source: Any, target: Any, **options: Any) -> None:
        if len(done) >= whole:
            raise Killed
        done.append(target)
        rename(source, target, **options)

    patch.setattr(os, "replace", limited)
    patch.setattr(Path, "replace", limited)


def test_a_first_intake_that_is_killed_leaves_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(package, "replace", killed)
        with pytest.raises(Killed):
            store_twins.stored(tmp_path)
    assert not (tmp_path / CATALOGUE).exists()
    store_twins.stored(tmp_path)
    assert len(read_catalogue(tmp_path)) == 1


def test_two_intakes_at_once_keep_both_releases(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = pq.write_table
    meanwhile = []

    def slow(*arguments: Any, **options: Any) -> None:
        writing(*arguments, **options)
        if not meanwhile:
            meanwhile.append("2022-02-02")
            store_twins.stored(own, "2022-02-02")

    monkeypatch.setattr(pq, "write_table", slow)
    store_twins.stored(own, "2021-01-01")
    found = [release.release for release in read_catalogue(own)]
    assert found == ["2020-04-15", "2021-01-01", "2022-02-02"]
