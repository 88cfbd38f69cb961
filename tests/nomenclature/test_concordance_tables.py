"""The tables that are held: every link joins codes of its two editions, every table is told."""

from __future__ import annotations

from itertools import pairwise

import pytest

from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.tables import Table, links, lowest, not_followed, tables
from steelyard.terms.product import Edition

MANY = 30


@pytest.mark.parametrize("table", tables(), ids=str)
def test_links_join_lowest_codes_of_both_editions(table: Table) -> None:
    found = links(table)
    assert found.every
    assert found.every.keys() <= lowest(table.source)
    linked = set().union(*found.every.values())
    assert linked - {None} <= lowest(table.target)
    assert all(found.published[code] <= found.every[code] for code in found.published)


@pytest.mark.parametrize("table", tables(), ids=str)
def test_nearly_every_code_is_linked(table: Table) -> None:
    assert len(links(table).every) >= 0.97 * len(lowest(table.source))


@pytest.mark.parametrize("family", {table.family for table in tables()}, ids=lambda f: f.name)
def test_every_family_says_who_states_it_and_where(family) -> None:
    assert family.title
    assert family.publisher
    assert family.reference


def test_no_two_tables_join_the_same_editions() -> None:
    ends = [(table.source, table.target) for table in tables()]
    assert len({frozenset(pair) for pair in ends}) == len(ends)


def test_lowest_codes_have_none_below() -> None:
    for edition in {table.source for table in tables()} | {table.target for table in tables()}:
        known = codes_of(edition)
        assert lowest(edition) <= known.keys()
    assert len(lowest(Edition("HS", "2022"))) == 5613
    assert {"41", "111", "7"} <= lowest(Edition("BEC", "4"))
    assert not {"4", "1", "11"} & lowest(Edition("BEC", "4"))
    assert not {"31-33", "334", "33441"} & lowest(Edition("NAICS", "2017"))
    assert not {"C", "26", "261"} & lowest(Edition("ISIC", "4"))


def hs_neighbours() -> list[Table]:
    chain = tables()[0].family.chain
    return [t for t in tables() if (t.source, t.target) in set(pairwise(chain))]


@pytest.mark.parametrize("table", hs_neighbours(), ids=str)
def test_a_code_is_not_followed_when_its_links_say_nothing(table: Table) -> None:
    """Ours is the rule: more than thirty candidates, of several chapters, itself none of them."""
    every = links(table).every
    diffuse = {
        code
        for code, found in every.items()
        if len(found) > MANY and code not in found and len({str(c)[:2] for c in found}) > 1
    }
    assert diffuse == not_followed(table).keys()
    assert all(not_followed(table).values())


def test_a_published_answer_that_is_a_group_is_its_lines() -> None:
    table = next(t for t in tables() if str(t) == "HS 2012 > SITC 1")
    found = links(table)
    groups = [code for code, lines in found.published.items() if len(lines) > 1]
    assert groups
    assert all(found.published[code] <= found.every[code] for code in groups)
