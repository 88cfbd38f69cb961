"""Entities that changed or are special: each with all its codes, its years, and what it is not."""

from __future__ import annotations

import pytest

from steelyard.nomenclature import place_tables, places
from steelyard.nomenclature.places import find, from_census, from_comtrade, place
from steelyard.terms.errors import UnknownPlace
from steelyard.terms.period import Period
from steelyard.terms.place import PlaceKind

# place: UN Comtrade's numbers, Census codes, first and last year of figures (None: no bound)
SPECIAL = {
    "CHN": ({"156"}, {"5700"}, None, None),
    "HKG": ({"344"}, {"5820"}, None, None),
    "MAC": ({"446"}, {"5660"}, None, None),
    "TWN": ({"158", "490"}, {"5830"}, None, None),
    "SDN": ({"729", "736"}, {"7320", "7321"}, None, None),
    "SSD": ({"728"}, {"7323"}, 2011, None),
    "SCG": ({"891"}, {"4799"}, 1992, 2006),
    "SRB": ({"688"}, {"4801", "4802"}, 2006, None),
    "MNE": ({"499"}, {"4804"}, 2006, None),
    "XKX": ({"412"}, {"4803"}, 2008, None),
    "YUG": ({"890"}, {"4790"}, None, 1992),
    "BEL": ({"56"}, {"4231"}, None, None),
    "LUX": ({"442"}, {"4239"}, None, None),
    "comtrade:58": ({"58"}, set(), None, 1998),
    "CSK": ({"200"}, {"4350"}, None, 1992),
    "SUN": ({"810"}, {"4610"}, None, 1992),
    "DDR": ({"278"}, set(), None, 1990),
    "DEU": ({"276", "280"}, {"4280"}, None, None),
    "ETH": ({"230", "231"}, {"7740", "7749"}, None, None),
    "ERI": ({"232"}, {"7741"}, 1993, None),
    "YEM": ({"886", "887"}, {"5210", "5220"}, None, None),
    "ANT": ({"530", "532"}, {"2771"}, None, 2011),
    "PSE": ({"275"}, {"5082", "5083"}, None, None),
}


@pytest.mark.parametrize("code", SPECIAL)
def test_it_has_exactly_these_codes_of_each_publisher(code: str) -> None:
    comtrade, census, _, _ = SPECIAL[code]
    numbers = {n for n, known in place_tables.comtrade_codes().items() if known == code}
    assert (numbers, set(place(code).census)) == (comtrade, census)
    assert all(from_comtrade(number).code == code for number in numbers)
    assert all(from_census(four).place == code for four in census)


@pytest.mark.parametrize("code", SPECIAL)
def test_it_has_figures_in_these_years(code: str) -> None:
    _, _, first, last = SPECIAL[code]
    known = place(code)
    assert known.exists_in(first or 1950)
    assert known.exists_in(last or 2026)
    assert first is None or not known.exists_in(first - 1)
    assert last is None or not known.exists_in(last + 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hong Kong, China", "HKG"),
        ("China, Hong Kong SAR", "HKG"),
        ("Macau", "MAC"),
        ("China, Macao SAR", "MAC"),
        ("Other Asia, nes", "TWN"),
        ("Other Asia, not elsewhere specified", "TWN"),
        ("S19", "TWN"),
        ("Taiwan, Province of China", "TWN"),
        ("Chinese Taipei", "TWN"),
        ("Sudan (former)", "SDN"),
        ("Fmr Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Serbia and Montenegro", "SCG"),
        ("Federal Republic of Yugoslavia", "SCG"),
        ("SFR Yugoslavia", "YUG"),
        ("Fmr Yugoslavia", "YUG"),
        ("Belgium-Luxembourg", "comtrade:58"),
        ("BLX", "comtrade:58"),
        ("Fmr USSR", "SUN"),
        ("Fmr Fed. Rep. of Germany", "DEU"),
        ("Fmr Dem. Rep. of Germany", "DDR"),
    ],
)
def test_it_is_found_under_the_names_in_use(text: str, code: str) -> None:
    assert find(text).code == code


@pytest.mark.parametrize("text", ["CS", "Asia", "China SAR"])
def test_a_name_of_several_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlace):
        find(text)


def test_places_of_greater_china_are_four_and_each_says_so() -> None:
    assert len({find(name).code for name in ("China", "Hong Kong", "Macao", "Taiwan")}) == 4
    assert "places of their own" in place("CHN").note
    assert place("TWN").kind is PlaceKind.COUNTRY
    assert "490" in place("TWN").note


def test_what_a_place_held_before_stands_in_its_note() -> None:
    told = {"SDN": "South Sudan included", "SRB": "SCG", "DEU": "West Germany", "ETH": "Eritrea"}
    told |= {"BEL": "comtrade:58", "LUX": "comtrade:58", "SCG": "SRB, MNE and XKX"}
    assert [code for code, words in told.items() if words not in place(code).note] == []


def test_a_row_of_two_countries_is_none_of_them_and_in_no_group() -> None:
    row = place("comtrade:58")
    assert row.kind is PlaceKind.PUBLISHER_GROUP
    assert row.m49 == row.iso2 == ""
    assert not any(row.code in group.ever() for group in places.all_groups())
    european = places.expand(find("EU"), Period.parse("1990"))
    assert {"BEL", "LUX"} <= set(european)


def test_no_group_counts_a_state_after_its_end_or_before_its_beginning() -> None:
    for group in places.all_groups():
        for year in range(1960, 2027, 5):
            period = Period.parse(str(year))
            there = places.existing_members(group, period)
            assert all(place(code).exists_in(year) for code in there)
            assert not {"SCG", "YUG", "CSK", "SUN", "DDR"} & set(there)
