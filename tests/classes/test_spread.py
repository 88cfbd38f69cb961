"""A class in the codes of a held edition: as they stand, in part, or perhaps."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest

from steelyard.classes.follower import plain
from steelyard.classes.full_lists import covered
from steelyard.classes.lines import own_list
from steelyard.classes.listing import Member
from steelyard.classes.registry import find_class
from steelyard.classes.selection import Selection, keep_list
from steelyard.classes.spread import Spread, spread
from steelyard.classes.standing import standing
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.tables import edition, lowest
from steelyard.nomenclature.weights import WHOLE, Rule

TINY = Fraction(1, 10**11)
CONVERTED = [
    ("lall", "HS 2022", "M"),
    ("oecd-rd", "HS 2022", "M"),
    ("oecd-rd", "HS 2012", "X"),
    ("atp", "HS 2022", "M"),
    ("atp", "HS 2017", "X"),
    ("end-use", "HS 2017", "M"),
    ("chip-tools", "HS 2002", "M"),
    ("lall", "SITC 4", "M"),
    ("ai-hardware", "HS 2022", "M"),
]


def made(of: str, held: str, *, year: int = 2022, flow: str = "M", digits: int = 6) -> Spread:
    found = spread(find_class(of), edition(held), digits, year, flow)
    assert found is not None
    return found


def rows(found: Spread) -> dict[tuple[str, str], tuple[int, bool, bool]]:
    return {
        (row["source"], row["group"]): (row["parts"], row["low"], row["high"])
        for row in found.table.to_pylist()
    }


@pytest.mark.parametrize(("of", "held", "flow"), CONVERTED)
def test_groups_share_what_the_class_as_a_whole_has(of: str, held: str, flow: str) -> None:
    """A code that can only be in the class may still not be followed to one of its groups."""
    cls, digits = find_class(of), 4 if held.startswith("SITC") else 6
    whole = spread(cls, edition(held), digits, 2022, flow)
    split = spread(cls, edition(held), digits, 2022, flow, grouped=True)
    assert whole is not None
    assert split is not None
    assert (whole.known, whole.path) == (split.known, split.path)
    parts: dict[str, int] = defaultdict(int)
    sure: dict[str, list[bool]] = defaultdict(list)
    for (code, group), (part, low, high) in rows(split).items():
        assert group in cls.groups
        assert high
        assert part == WHOLE or not low
        parts[code] += part
        sure[code].append(low)
    for (code, group), (part, low, high) in rows(whole).items():
        assert (group, high) == ("", True)
        divided = parts.pop(code)
        assert divided == part <= WHOLE or (low and divided < part)
        assert part == WHOLE or not low
        assert sum(sure[code]) <= 1
        assert low or not any(sure[code])
    assert not parts


@pytest.mark.parametrize(("of", "digits"), [("hs2012:8542", 6), ("sitc4:776", 6), ("isic4:26", 6)])
def test_a_code_is_sure_where_all_it_may_be_is_in_the_class(of: str, digits: int) -> None:
    """Told once more from the links and weights alone."""
    held, (name, code) = edition("HS 2022"), of.split(":")
    target = {"hs2012": "HS 2012", "sitc4": "SITC 4", "isic4": "ISIC 4"}[name]
    found = concordance(held, edition(target))
    expected = {}
    for source, candidates in found.relation.items():
        inside = [(c or "").startswith(code) for c in candidates]
        if any(inside):
            shared = found.weights[source].items()
            part = sum(p for to, (p, _) in shared if isinstance(to, str) and to.startswith(code))
            expected[source, ""] = (WHOLE if all(inside) else part, all(inside), True)
    chapters = {source[:2] for source, _ in expected} | {"98", "99"}
    for source, candidates in found.relation.items():
        if candidates == {None} and source[:2] in chapters:
            expected[source, ""] = (0, False, True)
    assert rows(made(of, "HS 2022", digits=digits)) == expected
    assert expected


def test_ten_digit_lists_reach_six_digits_by_the_lines_below() -> None:
    """The same counts as the coverage of the list, of subheadings that the edition has."""
    known = lowest(edition("HS 2022"))
    counted = covered(find_class("atp"), 2022, "M", 6).codes
    expected = {c.code: (c.share, bool(c.low)) for c in counted if c.code in known}
    found = {
        code: (parts, low) for (code, _), (parts, low, _) in rows(made("atp", "HS 2022")).items()
    }
    assert found.keys() == expected.keys()
    assert len(found) > 300
    assert {code: low for code, (_, low) in found.items()} == {
        c: w for c, (_, w) in expected.items()
    }
    apart = [c for c, (p, _) in found.items() if abs(Fraction(p, WHOLE) - expected[c][0]) > TINY]
    assert apart == ["291899"], "where a line stands under another subheading than its digits say"


@pytest.mark.parametrize(
    ("of", "held", "digits"),
    [
        ("chips", "HS 1992", 6),
        ("chips", "HS 2022", 4),
        ("chip-tools", "HS 2007", 10),
        ("hs2012:8542", "HS 2012", 6),
        ("lall", "SITC 3", 3),
        ("oecd-rd", "ISIC 4", 4),
        ("naics2017:334", "NAICS 2017", 6),
        ("technology-services", "EBOPS 2010", 0),
        ("technology-services", "EBOPS 2002", 0),
    ],
)
def test_codes_of_their_own_edition_stand_as_written(of: str, held: str, digits: int) -> None:
    found = made(of, held, digits=digits)
    assert found.path == ()
    assert found.target == found.held
    assert found.exact
    assert found.table.num_rows > 0
    assert {row[0] for row in rows(found).values()} == {WHOLE}


def test_services_of_one_edition_are_not_those_of_the_other() -> None:
    old, new = (made("technology-services", f"EBOPS {year}", digits=0) for year in (2002, 2010))
    assert {code for code, _ in rows(old)} == {"263", "264", "266", "279", "280"}
    assert {code for code, _ in rows(new)} == {"8", "9.2", "9.3", "10.1", "10.3.1"}


@pytest.mark.parametrize(
    ("of", "held", "digits"),
    [
        ("technology-services", "HS 2022", 6),
        ("end-use", "EBOPS 2010", 0),
        ("oecd-rd", "HS 2022", 2),
        ("oecd-rd", "HS 2022", 4),
        ("hs2012:8542", "HS 2012", 2),
        ("sitc4:77642", "SITC 4", 4),
        ("goods", "HS 2022", 6),
        ("services", "HS 2022", 6),
    ],
)
def test_what_no_way_leads_to_is_told(of: str, held: str, digits: int) -> None:
    assert spread(find_class(of), edition(held), digits, 2022, "M") is None


def test_a_list_of_one_direction_does_not_serve_the_other() -> None:
    keep_list("imports-only", (Member(flow="M", code="8542"),))
    way = Selection(nomenclature="HS", digits=6, listed="imports-only")
    cls = find_class("chips").model_copy(update={"selections": (way,)})
    held = edition("HS 2022")
    assert spread(cls, held, 6, 2022, "M") is not None
    assert spread(cls, held, 6, 2022, "X") is None


def test_the_nearest_edition_is_taken() -> None:
    chosen = {held: made("chip-tools", held).target for held in ("HS 1992", "HS 2002", "HS 2017")}
    assert {held: str(target) for held, target in chosen.items()} == {
        "HS 1992": "HS 2007",
        "HS 2002": "HS 2007",
        "HS 2017": "HS 2017",
    }


def test_machines_for_chips_are_no_sure_part_of_anything_before_2007() -> None:
    found = rows(made("chip-tools", "HS 2002"))
    assert ("848620", "") not in found
    part, low, high = found["847989", ""]
    assert (0 < part < WHOLE, low, high) == (True, False, True)


def test_waste_may_be_anything_that_it_was() -> None:
    found = made("hs2012:8542", "HS 2022")
    assert rows(found)["854921", ""] == (0, False, True)
    assert found.nowhere["854921"] == WHOLE


def test_codes_of_four_digits_are_the_lines_below_them() -> None:
    """776 of the SITC 4 is all high technology; 764 is not all of one category."""
    found = made("lall:high", "SITC 4", digits=4)
    assert {len(code) for code, _ in rows(found)} == {4}
    assert rows(found)["7764", ""] == (WHOLE, True, True)


def test_the_rule_moves_the_middle_and_not_the_bounds() -> None:
    cls, held = find_class("lall:high"), edition("HS 2022")
    published, equal = (spread(cls, held, 6, 2022, "M", by=plain(rule)) for rule in Rule)
    assert published is not None
    assert equal is not None
    one, other = rows(published), rows(equal)
    assert {key: told[1:] for key, told in one.items()} == {
        k: told[1:] for k, told in other.items()
    }
    assert any(one[key][0] != other[key][0] for key in one)


@pytest.mark.parametrize(
    ("of", "code", "group"),
    [("isic4:C", "2610", ""), ("isic4:C", "0111", None), ("naics2017:31-33", "334413", "")],
)
def test_a_letter_and_a_span_stand_above_their_codes(of: str, code: str, group: str | None) -> None:
    cls = find_class(of)
    named = edition("ISIC 4" if of.startswith("isic") else "NAICS 2017")
    found = standing(cls, named, 2022, "M")
    assert found is not None
    assert found.group_of(code) == group


# --- codes that no edition has --------------------------------------------------------------------


def of_exports(of: str, *, held: str = "HS 2017", digits: int = 6, grouped: bool = False) -> Spread:
    """Return a class in US exports, whose own lines tell what 880000 is."""
    own = own_list(edition(held), 2019, reporter="USA", flow="X")
    cls = find_class(of)
    found = spread(cls, edition(held), digits, 2019, "X", own=own, grouped=grouped)
    assert found is not None
    return found


@pytest.mark.parametrize("held", ["HS 2012", "HS 2017", "HS 2022"])
@pytest.mark.parametrize("of", ["atp:aerospace", "sitc3:792", "sitc4:792", "naics:3364", "bec4:52"])
def test_civil_aircraft_are_followed_by_their_lines(of: str, held: str) -> None:
    part, low, high = rows(of_exports(of, held=held))["880000", ""]
    assert (part > 0, high) == (True, True)
    assert low or of == "bec4:52"
    without = spread(find_class(of), edition(held), 6, 2019, "X")
    assert without is not None
    assert "880000" not in without.known


def test_of_one_group_of_industries_civil_aircraft_are_in_that_group() -> None:
    found = rows(of_exports("lall", grouped=True))
    assert {group for code, group in found if code == "880000"} == {"HT2"}


def test_a_class_as_its_codes_stand_has_the_codes_of_a_country_below_them() -> None:
    found = of_exports("hs2017:88")
    assert (found.path, found.exact) == ((), True)
    assert rows(found)["880000", ""] == (WHOLE, True, True)


def test_codes_that_no_table_leads_from_may_be_of_the_class_and_count_in_no_part() -> None:
    found = of_exports("sitc3:792")
    assert found.exact or found.unknown
    more = found.with_unknown({"988000", "880999", "010199"})
    assert {"988000", "880999"} <= more.unknown
    assert "010199" not in more.unknown, "nothing of its chapter may be of the class"
    assert not more.exact
    assert rows(more)["988000", ""] == (0, False, True)
    assert more.with_unknown({"988000"}) is more


def test_in_groups_what_is_not_known_may_be_of_each() -> None:
    split = of_exports("lall", grouped=True).with_unknown({"988000"})
    told = {group for code, group in rows(split) if code == "988000"}
    assert told == set(split.groups)
    assert len(told) > 5
