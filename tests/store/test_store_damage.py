"""What is damaged, cut short, newer or half written is told, and never read as data."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pyarrow.parquet as pq
import pytest
import store_twins
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store import package, write
from steelyard.store.draft import drafting
from steelyard.store.package import CATALOGUE, STORE_SCHEMA, read_catalogue, write_catalogue
from steelyard.store.release import Held
from steelyard.store.store import Store, file_sha256, verify
from steelyard.store.write import LOCK
from steelyard.terms.errors import DamagedStore, NewerStore, ReleaseExists, StoreBusy, StoreError


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


def verified(held: Held) -> None:
    """Verify every file of a release."""
    for part in held.release.parts:
        verify(held.root, part)


def change(root: Path, how: str) -> None:
    (file,) = held_in(root).files
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
    assert held.files[0].name in caught.value.asked
    with pytest.raises(DamagedStore):
        verified(held)


@settings(max_examples=40)
@given(st.data())
def test_any_single_byte_that_changes_is_noticed(written: Path, data: st.DataObject) -> None:
    held = held_in(written)
    (file,) = held.files
    content = file.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    mask = data.draw(st.integers(1, 255))
    changed = content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]
    try:
        file.write_bytes(changed)
        with pytest.raises(DamagedStore):
            verified(held)
    finally:
        file.write_bytes(content)


def test_a_file_that_is_no_parquet_is_damage_even_if_the_catalogue_agrees(own: Path) -> None:
    (path,) = held_in(own).files
    path.write_bytes(b"no parquet")
    (release,) = read_catalogue(own)
    told = {"bytes": 10, "sha256": file_sha256(path)}
    part = release.parts[0].model_copy(update=told)
    write_catalogue(own, [release.model_copy(update={"parts": (part,)})])
    store = Store(own)
    with pytest.raises(DamagedStore):
        store.scan(next(one for one in store.held if not one.bundled))
    with pytest.raises(DamagedStore):
        verified(Held(release, own, bundled=False))
    store.engine.close()


def catalogue_read(folder: Path, content: bytes) -> Any:
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
    found = catalogue_read(folder, content[:cut])
    assert found is None or found == read_catalogue(written)


@given(data=st.data())
def test_flipped_bytes_of_a_catalogue_are_noticed_or_change_no_release(
    written: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray((written / CATALOGUE).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.getbasetemp() / "flipped"
    folder.mkdir(exist_ok=True)
    found = catalogue_read(folder, bytes(content))
    assert found is None or found == read_catalogue(written)


def alter(root: Path, change: Callable[[Any], None], *, checked: bool = False) -> None:
    """Change a catalogue by hand; ``checked`` makes its checksum anew."""
    catalogue = json.loads((root / CATALOGUE).read_text(encoding="utf-8"))
    change(catalogue)
    if checked:
        catalogue["steelyard"]["sha256"] = store_twins.checksum(catalogue["resources"])
    text = json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n"
    (root / CATALOGUE).write_text(text, encoding="utf-8")


ALTERED: dict[str, Callable[[Any], None]] = {
    "published_at": lambda c: c["resources"][0]["steelyard"].update(published_at="2020-01-15"),
    "kind": lambda c: c["resources"][0]["steelyard"].update(kind="flowz"),
    "precedence": lambda c: c["resources"][0]["steelyard"].update(precedence=2),
    "a number's type": lambda c: c["resources"][0]["steelyard"].update(precedence=1.0),
    "series": lambda c: c["resources"][0]["steelyard"]["series"].pop(),
    "quirks": lambda c: c["resources"][0]["steelyard"].update(quirks=["It is true."]),
    "licence": lambda c: c["resources"][0].update(licenses=[]),
    "hash": lambda c: c["resources"][0].update(hash="sha256:0"),
    "one release gone": lambda c: c["resources"].pop(),
    "all releases gone": lambda c: c["resources"].clear(),
    "one release twice": lambda c: c["resources"].append(c["resources"][0]),
    "their order": lambda c: c["resources"].reverse(),
    "no checksum": lambda c: c["steelyard"].pop("sha256"),
    "another checksum": lambda c: c["steelyard"].update(sha256="0" * 64),
    "an empty checksum": lambda c: c["steelyard"].update(sha256=None),
}


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED)
def test_a_catalogue_altered_by_hand_is_noticed(own: Path, change: Callable[[Any], None]) -> None:
    store_twins.stored(own, "2021-01")
    alter(own, change)
    before = store_twins.snapshot(own)
    with pytest.raises(DamagedStore) as caught:
        Store(own)
    assert CATALOGUE in caught.value.asked
    with pytest.raises(DamagedStore):
        store_twins.add(own, store_twins.facts("2022-01-01"), store_twins.table())
    assert store_twins.snapshot(own) == before


def test_a_catalogue_written_another_way_with_the_same_content_is_the_same(own: Path) -> None:
    before = read_catalogue(own)
    alter(own, lambda _: None)
    catalogue = json.loads((own / CATALOGUE).read_text())
    for text in (json.dumps(catalogue), json.dumps(catalogue, sort_keys=True, indent=4)):
        (own / CATALOGUE).write_text(text)
        assert read_catalogue(own) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["resources"].append(1),
        lambda c: c["resources"].append({}),
        lambda c: c["resources"].append({"steelyard": {}}),
        lambda c: c["resources"][0]["steelyard"]["parts"][0].pop("sha256"),
        lambda c: c["resources"][0]["steelyard"].update(bogus=1),
        lambda c: c["resources"][0]["steelyard"].update(rows="many"),
        lambda c: c["resources"][0]["steelyard"].pop("parts"),
        lambda c: c["resources"][0]["steelyard"].update(parts=[]),
        lambda c: c["resources"][0]["steelyard"]["parts"][0].update(path="../elsewhere"),
        lambda c: c.update(resources={"a": 1}),
        lambda c: c.update(resources=None),
    ],
)
def test_what_agrees_with_its_checksum_must_still_be_a_catalogue(
    own: Path, change: Callable[[Any], None]
) -> None:
    alter(own, change, checked=True)
    with pytest.raises(DamagedStore):
        Store(own)


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


@pytest.mark.parametrize("version", ["4", "10", "99999"])
def test_a_store_of_a_later_format_is_refused_unread(own: Path, version: str) -> None:
    text = (own / CATALOGUE).read_text()
    newer = text.replace(STORE_SCHEMA, f"steelyard.store/{version}")
    (own / CATALOGUE).write_text(newer)
    with pytest.raises(NewerStore) as caught:
        Store(own)
    assert f"steelyard.store/{version}" in caught.value.found
    with pytest.raises(NewerStore):
        store_twins.add(own, store_twins.facts("2022-01-01"), store_twins.table())
    assert (own / CATALOGUE).read_text() == newer


def test_the_format_is_looked_at_before_the_checksum(own: Path) -> None:
    alter(own, lambda c: c["steelyard"].update(schema="steelyard.store/4", sha256="0"))
    with pytest.raises(NewerStore):
        Store(own)
    alter(own, lambda c: c["steelyard"].pop("sha256"))
    with pytest.raises(NewerStore):
        Store(own)


def test_nothing_is_added_to_a_damaged_store(own: Path) -> None:
    (own / CATALOGUE).write_text("{")
    before = store_twins.snapshot(own)
    with pytest.raises(DamagedStore):
        store_twins.add(own, store_twins.facts("2022-01-01"), store_twins.table())
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
            patch.setattr(pq.ParquetWriter, "write_table", killed)
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
        verified(held)


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


def test_two_intakes_at_once_keep_both_releases(own: Path) -> None:
    with drafting(own) as folder:
        made = store_twins.draft(folder, store_twins.table())
        store_twins.stored(own, "2022-02-02")
        store_twins.commit(own, store_twins.facts("2021-01-01"), made)
    found = [release.release for release in read_catalogue(own)]
    assert found == ["2020-04-15", "2021-01-01", "2022-02-02"]


def test_writers_side_by_side_keep_every_release(own: Path) -> None:
    days, ready = [f"202{year}-06-01" for year in range(1, 7)], Barrier(6)

    def add(day: str) -> None:
        ready.wait()
        store_twins.stored(own, day)

    with ThreadPoolExecutor(len(days)) as pool:
        list(pool.map(add, days))
    assert [release.release for release in read_catalogue(own)] == ["2020-04-15", *days]
    for held in Store(own).held:
        verified(held)
    assert not list(own.rglob("*.part"))


def test_of_two_writers_of_one_release_only_one_adds_it(own: Path) -> None:
    ready = Barrier(2)

    def add(_: int) -> bool:
        ready.wait()
        facts = store_twins.facts("2021-06-01")
        return store_twins.add(own, facts, store_twins.table()) is not None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, range(2))) == [False, True]
    assert [release.release for release in read_catalogue(own)] == ["2020-04-15", "2021-06-01"]
    assert not list(own.rglob("*.part"))


@pytest.fixture
def busy(own: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a store into which another process is writing."""
    monkeypatch.setattr(write, "PATIENCE", 0.05)
    with FileLock(own / LOCK):
        yield own


def test_a_store_that_stays_locked_is_busy_and_unchanged(busy: Path) -> None:
    before = store_twins.snapshot(busy)
    with pytest.raises(StoreBusy, match="nothing of it was kept"):
        store_twins.stored(busy, "2021-01-01")
    left = store_twins.snapshot(busy)
    assert {name: left[name] for name in before} == before
    assert [release.release for release in read_catalogue(busy)] == ["2020-04-15"]


def test_a_busy_store_is_left_without_a_draft(busy: Path) -> None:
    with pytest.raises(StoreBusy):
        store_twins.stored(busy, "2021-01-01")
    assert not list(busy.rglob("*.part"))


def test_a_clash_found_late_leaves_no_draft(own: Path) -> None:
    facts = store_twins.facts("2021-01-01", content="other")
    with drafting(own) as folder:
        made = store_twins.draft(folder, store_twins.table())
        store_twins.stored(own, "2021-01-01")
        with pytest.raises(ReleaseExists):
            store_twins.commit(own, facts, made)
    assert not list(own.rglob("*.part"))


def test_a_store_that_is_written_to_can_be_read(busy: Path) -> None:
    assert len(Store(busy).held) == len(Store(None).held) + 1


def test_a_lock_file_left_by_a_writer_that_died_is_no_lock(own: Path) -> None:
    (own / LOCK).touch()
    store_twins.stored(own, "2021-01-01")
    assert [release.release for release in read_catalogue(own)] == ["2020-04-15", "2021-01-01"]


# --- a damaged file is mended by adding it again ----------------------------------------------


@pytest.mark.parametrize("how", ["altered", "cut short", "emptied", "longer", "missing"])
def test_adding_a_file_again_mends_a_damaged_release(own: Path, how: str) -> None:
    store_twins.stored(own, "2021-01")
    before, records = store_twins.snapshot(own), read_catalogue(own)
    damaged = next(r for r in records if r.release == "2020-04-15")
    file = own / damaged.parts[0].path
    content = file.read_bytes()
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes(
            {
                "altered": content[:40] + bytes([content[40] ^ 1]) + content[41:],
                "cut short": content[:-1],
                "emptied": b"",
                "longer": content + b"\0",
            }[how]
        )
    facts = store_twins.facts(content="2020-04-15")
    assert store_twins.add(own, facts, store_twins.table()) == damaged
    assert store_twins.snapshot(own).keys() == before.keys()
    assert sorted(r.name for r in read_catalogue(own)) == ["twin@2020-04-15", "twin@2021-01"]
    for release in read_catalogue(own):
        verified(Held(release, own, bundled=False))
    assert file.read_bytes() == content
    assert store_twins.add(own, facts, store_twins.table()) is None


def test_another_file_does_not_take_the_place_of_a_damaged_release(own: Path) -> None:
    change(own, "altered")
    before = store_twins.snapshot(own)
    with pytest.raises(ReleaseExists):
        store_twins.add(own, store_twins.facts(content="other"), store_twins.table())
    assert store_twins.snapshot(own) == before
