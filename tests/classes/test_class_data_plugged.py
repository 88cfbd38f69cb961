"""Classes of other packages: found by their entry point, checked, never in place of ours."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from steelyard.classes import listing, registry
from steelyard.classes.members import members
from steelyard.classes.registry import all_classes, class_names, find_class
from steelyard.classes.selection import dated_list
from steelyard.terms.errors import BadFile, UnknownClass

HEAD = """
title: Drones
publisher: Office
version: "3"
valid: 2022 on
nomenclature: HS, six digits
selections:
  - {nomenclature: HS, codes: ["880621"], digits: 6}
groups: {air: Aircraft, parts: Parts}
exact: true
reference: a test
licence: none
coded: {"": HS}
editions: ["2022"]
"""
INLINE = HEAD + 'members: [{code: "880621", group: air}, {code: "880710", group: parts}]\n'
LISTED = HEAD + "members: drones.csv\n"
LIST = "code,group,flow,first,last\n880621,air,,,\n880710,parts,X,2022,2023\n"
Plug = Callable[..., None]
CACHED = (
    listing.plugged,
    listing.stated,
    registry.class_names,
    registry.all_classes,
    registry._named,
    dated_list,
)


def forget() -> None:
    for kept in CACHED:
        kept.cache_clear()


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Plug]:
    """Return what makes a package of class files and plugs it in."""
    points: list[EntryPoint] = []
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(listing, "entry_points", lambda **_: points)

    def made(package: str, **files: str) -> None:
        folder = tmp_path / package
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for name, text in files.items():
            stem, _, ending = name.rpartition("_")
            (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
        points.append(EntryPoint(package, package, listing.GROUP))
        forget()

    yield made
    for point in points:
        sys.modules.pop(point.value, None)
    forget()


@pytest.mark.parametrize(
    "files",
    [{"drones_yaml": INLINE}, {"drones_yaml": LISTED, "drones_csv": LIST}],
    ids=["inline", "listed"],
)
def test_a_class_that_is_plugged_in_is_found_and_listed(plug: Plug, files: dict[str, str]) -> None:
    plug("flying", **files)
    found = find_class(" Drones ")
    assert (found.name, found.title, found.publisher) == ("drones", "Drones", "Office")
    assert "drones" in class_names()
    assert found in all_classes()
    assert [m.code for m in members(found, 2022, "X")] == ["880621", "880710"]
    assert {line.flow for line in dated_list("drones")} == {"X", "M"}


def test_ours_cannot_be_replaced_and_the_first_of_two_counts(plug: Plug) -> None:
    plug("second", drones_yaml=INLINE.replace("Office", "Second"))
    plug("first", drones_yaml=INLINE.replace("Office", "First"), atp_yaml=INLINE)
    assert find_class("atp").publisher == "US Census Bureau"
    assert find_class("drones").publisher == "First"
    assert list(class_names()).count("atp") == 1


def test_a_name_that_exists_nowhere_is_offered_those_plugged_in(plug: Plug) -> None:
    plug("flying", drones_yaml=INLINE)
    with pytest.raises(UnknownClass) as caught:
        find_class("drone")
    assert "drones" in caught.value.remedy


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"drones_yaml": "title: [\n"}, "parsing"),
        ({"drones_yaml": ""}, "cannot be used"),
        ({"drones_yaml": "- a\n- b\n"}, "cannot be used"),
        ({"drones_yaml": "title: Drones\n"}, "Field required"),
        ({"drones_yaml": INLINE + "colour: blue\n"}, "colour"),
        ({"drones_yaml": INLINE.replace("group: air", "group: sea")}, "no group sea"),
        ({"drones_yaml": INLINE.replace('"880621", group', "880621, group")}, "code"),
        ({"drones_yaml": LISTED}, "drones.csv"),
        ({"drones_yaml": LISTED, "drones_csv": LIST.replace("2023", "late")}, "last"),
        ({"drones_yaml": LISTED, "drones_csv": LIST.replace("2023", "2020")}, "first year"),
        ({"drones_yaml": LISTED, "drones_csv": LIST.replace("code,", "kode,")}, "code"),
        ({"drones_yaml": LISTED, "drones_csv": LIST + "1,air,M,1,2,3\n"}, "drones"),
    ],
)
def test_a_file_that_is_no_class_is_refused_and_hurts_no_other(
    plug: Plug, files: dict[str, str], said: str
) -> None:
    plug("flying", **files)
    with pytest.raises(BadFile) as caught:
        find_class("drones")
    assert said in str(caught.value)
    assert "drones.yaml" in caught.value.remedy
    assert find_class("atp").members


def test_a_package_that_is_not_there_is_named_and_hurts_no_class_of_ours(
    plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint("lost", "no.such.package", listing.GROUP)
    monkeypatch.setattr(listing, "entry_points", lambda **_: [point])
    forget()
    assert find_class("atp").members
    assert find_class("hs:85").selections
    with pytest.raises(BadFile, match="lost"):
        find_class("drones")
