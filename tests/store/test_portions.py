"""Portions of rows: every row in one of them, no key in two, and each in order."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.codes import PARTNER, PERIOD, PRODUCT, REPORTER, SORT, Codes, groups_of
from steelyard.store.packing import packed
from steelyard.store.parting import parted
from steelyard.store.picked import picked
from steelyard.store.portions import LEFT_OUT, Portion, arranged
from steelyard.terms.tables import FLOWS

few = settings(derandomize=True, database=None, deadline=None, max_examples=30)

MANY = 4
ORDER = (REPORTER, PERIOD, SORT, PARTNER, "partner2", PRODUCT)
Row = tuple[int, ...]
rows = st.lists(st.tuples(*[st.integers(0, MANY - 1)] * len(ORDER)), min_size=1, max_size=60)


def codes_of(held: list[Row]) -> Codes:
    """Return rows as numbers, each row given by the number of its words in every group."""
    names = groups_of(FLOWS)
    words = {
        group: [tuple(f"{at}" for _ in of) for at in range(MANY)] for group, of in names.items()
    }
    columns = {
        group: np.array(of) for group, of in zip(ORDER, zip(*held, strict=True), strict=True)
    }
    ranks = {group: np.arange(MANY) for group in names}
    return Codes(FLOWS, len(held), names, words, frozenset(), ranks, columns)


@few
@given(held=rows, most=st.integers(1, 70))
def test_every_row_is_in_one_portion_and_no_key_in_two(held: list[Row], most: int) -> None:
    portions = [np.arange(len(held))[at].tolist() for at in parted(codes_of(held), most)]
    assert sorted(chain.from_iterable(portions)) == list(range(len(held)))
    keys = [{held[at][:2] for at in portion} for portion in portions]
    assert len(set().union(*keys)) == sum(map(len, keys))
    for portion, of in zip(portions, keys, strict=True):
        assert portion == sorted(portion)
        assert len(portion) <= most or len(of) == 1


@few
@given(held=rows, most=st.integers(1, 70))
def test_what_stands_together_is_one_stretch(held: list[Row], most: int) -> None:
    order = {key: place for place, key in enumerate(dict.fromkeys(row[:2] for row in held))}
    together = sorted(held, key=lambda row: order[row[:2]])
    assert all(isinstance(at, slice) for at in parted(codes_of(together), most))


@few
@given(held=rows)
def test_rows_of_a_portion_stand_in_order_by_cell_and_product(held: list[Row]) -> None:
    portion = Portion(codes_of(held), np.arange(len(held)))
    places = portion.places(np.arange(len(held))).tolist()
    assert places == sorted(range(len(held)), key=lambda at: (held[at], at))
    cells: dict[Row, list[int]] = defaultdict(list)
    for place, at in enumerate(places):
        cells[held[at][:-1]].append(place)
    assert portion.cells.tolist() == [first for first, *_ in cells.values()]
    assert portion.products.tolist() == [held[at][-1] for at in places]
    assert portion.of_cells(PARTNER).tolist() == [cell[ORDER.index(PARTNER)] for cell in cells]


@few
@given(held=rows, data=st.data())
def test_keys_are_arranged_and_what_is_left_out_is_not_there(
    held: list[Row], data: st.DataObject
) -> None:
    portion = Portion(codes_of(held), slice(0, len(held)))
    numbers = st.sampled_from([LEFT_OUT, 0, 1, 2])
    products = data.draw(st.lists(numbers, min_size=MANY, max_size=MANY))
    cells = data.draw(st.lists(numbers, min_size=len(portion.cells), max_size=len(portion.cells)))
    cell = np.searchsorted(portion.cells, np.arange(len(held)), "right") - 1
    both = [(cells[at], products[of]) for at, of in zip(cell, portion.products, strict=True)]
    wanted = sorted((sum(of), row) for row, of in enumerate(both) if LEFT_OUT not in of)
    key, at = arranged(*portion.keyed(np.array(cells), np.array(products)))
    found = np.arange(len(held))[at]
    assert list(zip(key.tolist(), found.tolist(), strict=True)) == wanted


@few
@given(
    held=st.lists(st.tuples(*[st.integers(-(2**40), 2**40)] * 3), min_size=1, max_size=50),
    room=st.integers(0, 15),
)
def test_packed_numbers_leave_room(held: list[tuple[int, int, int]], room: int) -> None:
    key, bits = packed([np.array(column) for column in zip(*held, strict=True)], room)
    assert np.argsort(key, kind="stable").tolist() == sorted(
        range(len(held)), key=lambda at: held[at]
    )
    assert 0 <= int(key.min()) <= int(key.max()) < 2**bits <= 2 ** (62 - room)


def test_some_columns_of_words_keep_their_order() -> None:
    codes = codes_of([(0, 1, 2, 3, 0, 1)])
    words, numbers = picked(codes, PRODUCT, ["nomenclature", "edition"])
    assert words == [(f"{at}", f"{at}") for at in range(MANY)]
    assert numbers.tolist() == list(range(MANY))
    assert picked(codes, PRODUCT, [])[0] == [()]
    assert picked(codes, "place", [])[1].tolist() == [0]
