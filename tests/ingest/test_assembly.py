"""How files make a release: whole, in parts, in pieces; and what answers from it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import narwhals as nw
import piece_twins as twins
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import steelyard as sy
from steelyard.store.package import read_catalogue
from steelyard.store.store import Store
from steelyard.terms.errors import DamagedStore, ReleaseExists

DAYS = ("2021-01-15", "2021-02-15", "2021-03")
FIRST = [twins.row("CHN", 2018, 1), twins.row("CHN", 2019, 2), twins.row("CAN", 2019, "")]
SECOND = [twins.row("CHN", 2019, 20), twins.row("CHN", 2020, 30)]

Held = dict[tuple[str, str | None, str], Decimal | None]
PIECE = st.dictionaries(
    st.tuples(
        st.sampled_from(["CHN", "CAN"]),
        st.sampled_from([None, "HKG"]),
        st.sampled_from(["2019", "2020"]),
    ),
    st.sampled_from([None, Decimal(0), Decimal(1), Decimal(2)]),
    min_size=1,
    max_size=5,
)


def plain(rows: list[dict[str, str]]) -> Held:
    """Return the rows of a file as what is held of them."""
    return {
        (row["partner"], row["partner2"] or None, row["year"]): Decimal(row["value"])
        if row["value"]
        else None
        for row in rows
    }


def rows_of(piece: Held) -> list[dict[str, str]]:
    return [
        twins.row(partner, int(year), "" if value is None else str(value), partner2=second or "")
        for (partner, second, year), value in piece.items()
    ]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


# --- whole and in parts -------------------------------------------------------------------------


def test_a_whole_release_takes_one_file(tmp_path: Path, own: Path) -> None:
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, assembly="whole")
    before = twins.shown(own)
    second = twins.file(tmp_path / "two.csv", [twins.row("JPN", 2020, 1)])
    for dry_run in (True, False):
        with pytest.raises(ReleaseExists, match="another file"):
            twins.add(second, own, assembly="whole", dry_run=dry_run)
    assert twins.shown(own) == before
    twins.add(second, own, "2021-02-15", "whole")
    assert twins.held(own) == {
        "2021-01-15": plain(FIRST),
        "2021-02-15": plain([twins.row("JPN", 2020, 1)]),
    }


@pytest.mark.parametrize("assembly", ["parts", "piecewise"])
def test_files_of_one_day_make_one_release(tmp_path: Path, own: Path, assembly: str) -> None:
    other = [twins.row("JPN", 2018, 5), twins.row("CHN", 2018, 1)]
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, assembly=assembly)
    one = twins.add(twins.file(tmp_path / "two.csv", other), own, assembly=assembly)
    assert one.release is not None
    assert twins.held(own) == {"2021-01-15": {**plain(FIRST), **plain(other)}}
    assert [part.received_file for part in one.release.own_parts] == ["one.csv", "two.csv"]
    assert one.release.rows == 4
    assert sum(part.superseded for part in one.release.parts) == 1
    assert (one.release.observations_in, one.release.accepted) == (5, 5)


@pytest.mark.parametrize("assembly", ["parts", "piecewise"])
def test_files_of_one_day_may_not_contradict_one_another(
    tmp_path: Path, own: Path, assembly: str
) -> None:
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, assembly=assembly)
    before = twins.shown(own)
    second = twins.file(tmp_path / "two.csv", SECOND)
    for dry_run in (True, False):
        with pytest.raises(ReleaseExists, match=r"1 of its rows .*one\.csv") as caught:
            twins.add(second, own, assembly=assembly, dry_run=dry_run)
    assert "USA CHN" in caught.value.found
    assert twins.shown(own) == before


def test_parts_of_another_day_are_another_release(tmp_path: Path, own: Path) -> None:
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, DAYS[0], "parts")
    twins.add(twins.file(tmp_path / "two.csv", SECOND), own, DAYS[1], "parts")
    assert twins.held(own) == {DAYS[0]: plain(FIRST), DAYS[1]: plain(SECOND)}


# --- in pieces ----------------------------------------------------------------------------------


def test_a_later_piece_adds_and_supersedes(tmp_path: Path, own: Path) -> None:
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, DAYS[0])
    one = twins.add(twins.file(tmp_path / "two.csv", SECOND), own, DAYS[1])
    assert one.release is not None
    assert twins.held(own) == {DAYS[0]: plain(FIRST), DAYS[1]: {**plain(FIRST), **plain(SECOND)}}
    carried, new = one.release.parts
    assert (carried.received_file, carried.carried_from) == ("one.csv", DAYS[0])
    assert (carried.rows, carried.superseded, carried.accepted) == (2, 1, 3)
    assert (new.carried_from, new.rows) == ("", 2)
    assert one.release.own_parts == (new,)


def test_what_is_carried_over_whole_is_not_written_again(tmp_path: Path, own: Path) -> None:
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, DAYS[0])
    twins.add(twins.file(tmp_path / "two.csv", [twins.row("JPN", 2020, 1)]), own, DAYS[1])
    first, second = read_catalogue(own)
    assert second.parts[0].path == first.parts[0].path
    assert second.parts[0].superseded == 0
    assert len(list((own / "flows").rglob("*.parquet"))) == 2


def test_a_part_of_which_nothing_is_left_is_not_carried_over(tmp_path: Path, own: Path) -> None:
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, DAYS[0])
    newer = [{**row, "value": "9", "status": "A"} for row in FIRST]
    one = twins.add(twins.file(tmp_path / "two.csv", newer), own, DAYS[1])
    assert one.release is not None
    assert [part.received_file for part in one.release.parts] == ["two.csv"]
    assert twins.held(own) == {DAYS[0]: plain(FIRST), DAYS[1]: plain(newer)}


CHAIN: list[Held] = [{("CHN", None, "2019"): Decimal(value)} for value in range(3)]


@settings(max_examples=4)
@given(st.lists(PIECE, min_size=3, max_size=3), st.permutations(range(3)))
@example([*CHAIN[:2], {("CAN", None, "2019"): None}], [2, 0, 1])
@example(CHAIN, [2, 1, 0])
def test_the_figures_do_not_depend_on_the_order_in_which_pieces_come(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[Held], order: list[int]
) -> None:
    """A release is what was stated by its day: a dictionary updated by each piece in turn."""
    root, own_row = tmp_path_factory.mktemp("orders"), twins.row("WLD", 2010, 1)
    files = [rows_of(piece) for piece in pieces]
    files = [[*rows, {**own_row, "year": str(2010 + at)}] for at, rows in enumerate(files)]
    for at in order:
        twins.add(twins.file(root / f"{at}.csv", files[at]), root / "own", DAYS[at])
    found, stated = twins.held(root / "own"), Held()
    for day, rows in zip(DAYS, files, strict=True):
        stated |= plain(rows)
        assert found[day] == stated
    for release in read_catalogue(root / "own"):
        assert release.rows == sum(series.rows for series in release.series)
        assert release.rows == len(found[release.release])


# --- the same bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize("assembly", ["whole", "parts", "piecewise"])
def test_the_same_bytes_change_nothing_whatever_name_or_date_they_have(
    tmp_path: Path, own: Path, assembly: str
) -> None:
    file = twins.file(tmp_path / "one.csv", FIRST)
    twins.add(file, own, DAYS[0], assembly)
    twins.add(twins.file(tmp_path / "two.csv", SECOND), own, DAYS[1], assembly)
    before = twins.shown(own)
    (tmp_path / "another name.txt").write_bytes(file.read_bytes())
    for name in ("one.csv", "another name.txt"):
        for day in (*DAYS, ""):
            again = twins.add(tmp_path / name, own, day, assembly)
            assert (again.release, again.held_as) == (None, f"twin@{DAYS[0]}")
            assert again.tally.observations == len(FIRST)
    assert twins.shown(own) == before


def test_a_damaged_piece_is_mended_in_every_release_that_carries_it(
    tmp_path: Path, own: Path
) -> None:
    file = twins.file(tmp_path / "one.csv", FIRST)
    twins.add(file, own, DAYS[0])
    twins.add(twins.file(tmp_path / "two.csv", [twins.row("JPN", 2020, 1)]), own, DAYS[1])
    before, figures = twins.shown(own), twins.held(own)
    part = own / read_catalogue(own)[0].parts[0].path
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(DamagedStore):
        twins.held(own)
    third = twins.file(tmp_path / "three.csv", [twins.row("JPN", 2019, 1)])
    with pytest.raises(DamagedStore):
        twins.add(third, own, DAYS[2])
    assert twins.add(file, own, "").release is not None
    assert twins.shown(own) == before
    assert twins.held(own) == figures


# --- what answers -------------------------------------------------------------------------------


def test_an_answer_from_two_files_sums_both_and_names_them(tmp_path: Path, own: Path) -> None:
    halves = ([twins.row("CHN", 2030, 7)], [twins.row("CHN", 2031, 5), twins.row("CAN", 2030, 1)])
    for name, rows in zip(("one", "two"), halves, strict=True):
        file = twins.file(tmp_path / f"{name}.csv", rows)
        twins.add(file, own, "2032-01-15", "parts", today="2032-02-01")
    answer = sy.weigh("USA", "CHN", years="2030:2031", store=str(own))
    assert answer.column("imports") == [7, 5]
    (release,) = read_catalogue(own)
    used = {(item.release, item.file_sha256) for item in answer.evidence if item.dataset == "twin"}
    assert used == {("2032-01-15", release.received_sha256)}


def test_an_answer_as_of_a_day_is_from_the_release_of_that_day(tmp_path: Path, own: Path) -> None:
    for day, value in (("2032-01-15", 7), ("2032-03-15", 8)):
        file = twins.file(tmp_path / f"{day}.csv", [twins.row("CHN", 2030, value)])
        twins.add(file, own, day, today="2032-04-01")
    for as_of, value in (("2032-03-14", 7), ("2032-03-15", 8), (None, 8)):
        answer = sy.weigh("USA", "CHN", years="2030", as_of=as_of, store=str(own))
        assert answer.column("imports") == [value]


def test_a_store_opened_before_goes_on_answering(tmp_path: Path, own: Path) -> None:
    """A reader sees the last release that was complete when it opened the store."""
    twins.add(twins.file(tmp_path / "one.csv", FIRST), own, DAYS[0])
    reader = Store(own)
    twins.add(twins.file(tmp_path / "two.csv", [twins.row("JPN", 2020, 1)]), own, DAYS[0])
    twins.add(twins.file(tmp_path / "three.csv", SECOND), own, DAYS[1])
    (held,) = [one for one in reader.held if one.release.dataset == "twin"]
    counted = reader.scan(held).select(nw.len().alias("rows"))
    assert reader.engine.rows(counted, ["rows"]) == [(len(FIRST),)]
    reader.engine.close()
    assert {day: len(rows) for day, rows in twins.held(own).items()} == {DAYS[0]: 4, DAYS[1]: 5}
