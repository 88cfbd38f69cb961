"""Ways from one edition to another: the cheapest through the tables, or an error that helps."""

from __future__ import annotations

from itertools import permutations

import pytest

from steelyard.nomenclature.paths import path
from steelyard.nomenclature.tables import edition, tables
from steelyard.terms.errors import NoConcordance
from steelyard.terms.product import Edition

EDITIONS = sorted({end for table in tables() for end in (table.source, table.target)})


@pytest.mark.parametrize(
    ("source", "target", "way"),
    [
        ("HS 2022", "HS 2017", ["HS 2022 > HS 2017"]),
        ("HS 2022", "HS 1992", ["HS 2022 > HS 1992"]),
        ("HS 2002", "HS 2022", ["HS 2022 > HS 2002, inverted"]),
        ("HS 2022", "SITC 4", ["HS 2022 > HS 2012", "HS 2012 > SITC 4"]),
        ("HS 2017", "SITC 3", ["HS 2017 > HS 2012", "HS 2012 > SITC 3"]),
        ("HS 2007", "SITC 4", ["HS 2012 > HS 2007, inverted", "HS 2012 > SITC 4"]),
        ("HS 2007", "SITC 3", ["HS 2007 > SITC 3"]),
        ("HS 2022", "BEC 4", ["HS 2022 > HS 2012", "HS 2012 > BEC 4"]),
        ("HS 1992", "BEC 4", ["HS 1996 > HS 1992, inverted", "HS 1996 > BEC 4"]),
        ("HS 2022", "ISIC 3", ["HS 2022 > HS 2012", "HS 2012 > ISIC 3"]),
        ("HS 2022", "NAICS 2017", ["HTS 2022 > HS 2022, inverted", "HTS 2022 > NAICS 2017"]),
        (
            "HS 2017",
            "NAICS 2017",
            ["SCHEDULEB 2019 > HS 2017, inverted", "SCHEDULEB 2019 > NAICS 2017"],
        ),
        ("HTS 2024", "NAICS 2017", ["HTS 2024 > HTS 2022", "HTS 2022 > NAICS 2017"]),
        ("SITC 4", "SITC 3", ["HS 2012 > SITC 4, inverted", "HS 2012 > SITC 3"]),
        ("ISIC 4", "ISIC 2", ["ISIC 4 > ISIC 3", "ISIC 3 > ISIC 2"]),
        ("HS 2022", "HS 2022", []),
    ],
)
def test_the_way_between_two_editions(source: str, target: str, way: list[str]) -> None:
    assert [str(step) for step in path(edition(source), edition(target))] == way


def test_every_joined_edition_reaches_every_other_in_unbroken_steps() -> None:
    for source, target in permutations(EDITIONS, 2):
        steps = path(source, target)
        ends = [source, *(step.target for step in steps)]
        assert ends[-1] == target
        assert [step.source for step in steps] == ends[:-1]
        assert len(set(ends)) == len(ends)


def test_no_way_is_dearer_than_another_through_a_third_edition() -> None:
    cost = {pair: sum(step.cost for step in path(*pair)) for pair in permutations(EDITIONS, 2)}
    for a, b, c in permutations(EDITIONS, 3):
        assert cost[a, c] <= cost[a, b] + cost[b, c]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("HS 2022", "BEC 5"),
        ("BEC 5", "HS 2022"),
        ("EBOPS 2002", "EBOPS 2010"),
        ("EBOPS 2010", "HS 2022"),
        ("HS 2022", "EBOPS 2010"),
    ],
)
def test_editions_that_no_table_joins_are_an_error_that_names_what_is_held(
    source: str, target: str
) -> None:
    with pytest.raises(NoConcordance) as error:
        path(edition(source), edition(target))
    told = str(error.value)
    assert told.startswith("[no-concordance] You asked for a concordance from ")
    assert source in told
    assert target in told
    reached = [e for e in EDITIONS if e != edition(source)] if source[:2] == "HS" else []
    assert all(str(e) in told for e in reached)
    assert reached or "no other edition" in told
    assert error.value.exit_code == 1


def test_an_edition_is_named_by_its_nomenclature_and_year() -> None:
    assert edition("ISIC 3.1") == Edition("ISIC", "3.1")
