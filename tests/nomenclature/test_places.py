"""Places: every code system, the traps of each, groups by date, and what errors say."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.nomenclature import place_tables, places
from steelyard.nomenclature.places import find, from_census, from_comtrade, place
from steelyard.nomenclature.spelling import key
from steelyard.terms.errors import NotAPartner, SteelyardError, UnknownPlace
from steelyard.terms.period import Period
from steelyard.terms.place import Group, Place, PlaceKind

CURRENT = {PlaceKind.COUNTRY, PlaceKind.TERRITORY, PlaceKind.WORLD, PlaceKind.RESIDUAL}


def members(code: str, period: str) -> set[str]:
    return set(places.expand(find(code), Period.parse(period)))


# --- every code of every system ---------------------------------------------------------------


@pytest.mark.parametrize("known", places.all_places(), ids=lambda p: p.code)
def test_a_place_is_found_under_each_of_its_codes_and_names(known: Place) -> None:
    assert place(known.code) is known
    spellings = {known.code, known.code.lower(), f"  {known.code} ", known.name, known.name.upper()}
    for text in spellings | set(known.aliases):
        assert find(text) is known
    for code in known.census:
        assert place(from_census(code).place) is known
    if known.comtrade:
        assert from_comtrade(known.comtrade) is known


@pytest.mark.parametrize("known", places.all_groups(), ids=lambda g: g.code)
def test_a_group_is_found_under_its_code_and_names(known: Group) -> None:
    for text in (known.code, known.code.lower(), known.name, *known.aliases):
        assert find(text) is known


@pytest.mark.parametrize("attribute", ["iso2", "m49", "comtrade"])
def test_no_two_current_places_share_a_code(attribute: str) -> None:
    codes = [getattr(p, attribute) for p in places.all_places() if p.kind in CURRENT]
    shared = [code for code, count in Counter(filter(None, codes)).items() if count > 1]
    assert shared == []


def test_comtrade_numbers_are_unique_outside_former_states() -> None:
    kept = [p for p in places.all_places() if p.kind is not PlaceKind.FORMER and p.comtrade]
    assert len({p.comtrade for p in kept}) == len(kept)


def test_two_letters_and_numbers_find_current_places() -> None:
    for known in places.all_places():
        if known.kind in CURRENT:
            assert not known.iso2 or find(known.iso2) is known
            assert not known.m49 or find(known.m49) is known
            assert not known.m49 or find(known.m49.lstrip("0")) is known


def test_codes_have_their_form() -> None:
    for known in places.all_places():
        assert len(known.m49) in {0, 3}
        assert known.comtrade == known.comtrade.lstrip("0") or known.comtrade == "0"
        assert len(known.iso2) in {0, 2}
        assert (len(known.code) == 3 and known.code.isupper()) or ":" in known.code
        assert known.name.count("(") == known.name.count(")")
        assert known.name == known.name.strip() != ""


def test_iso_is_complete() -> None:
    iso = [p for p in places.all_places() if p.iso2 and p.m49 and p.exit_year is None]
    assert len([p for p in iso if p.kind is not PlaceKind.RESIDUAL]) == 249


def test_former_states_have_an_end_and_countries_have_none() -> None:
    for known in places.all_places():
        if known.kind is PlaceKind.FORMER:
            assert known.exit_year is not None
        elif known.kind is not PlaceKind.PUBLISHER_GROUP:
            assert known.exit_year is None


def test_no_name_is_shared_by_two_places_or_groups() -> None:
    everything: list[Place | Group] = [*places.all_places(), *places.all_groups()]
    keys = Counter(
        k for x in everything for k in {key(name) for name in (x.code, x.name, *x.aliases)}
    )
    assert [k for k, count in keys.items() if count > 1] == []


def test_every_publisher_code_has_a_place() -> None:
    for row in place_tables.census_codes().values():
        assert place(row.place)
        assert row.kind in {"country", "aggregate", "special"}
        assert len(row.code) == 4
        assert (int(row.code) < 1000) == (row.kind != "country")
    for code, known in place_tables.comtrade_codes().items():
        assert from_comtrade(code) is place(known)


def test_everything_is_sorted_by_code() -> None:
    codes = [p.code for p in places.all_places()]
    assert codes == sorted(codes)
    assert [g.code for g in places.all_groups()] == sorted(g.code for g in places.all_groups())


# --- the traps of the codes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("842", "USA"),
        ("840", "USA"),
        ("251", "FRA"),
        ("250", "FRA"),
        ("699", "IND"),
        ("356", "IND"),
        ("579", "NOR"),
        ("578", "NOR"),
        ("757", "CHE"),
        ("756", "CHE"),
        ("490", "TWN"),
        ("158", "TWN"),
        ("736", "SDN"),
        ("729", "SDN"),
        ("280", "DEU"),
        ("276", "DEU"),
        ("810", "SUN"),
        ("412", "XKX"),
        ("492", "MCO"),
        ("004", "AFG"),
        ("4", "AFG"),
        ("0", "WLD"),
        ("001", "WLD"),
        ("5700", "CHN"),
        ("5830", "TWN"),
        ("1000", "USA"),
        ("0015", "WLD"),
        ("0003", "census:0003"),
        ("census:0003", "census:0003"),
        ("CENSUS:5700", "CHN"),
        ("8220", "census:8220"),
        ("7320", "SDN"),
        ("7321", "SDN"),
        ("5082", "PSE"),
        ("5083", "PSE"),
        ("4801", "SRB"),
        ("4802", "SRB"),
        ("5080", "ISR"),
        ("5081", "ISR"),
        ("7740", "ETH"),
        ("7749", "ETH"),
        ("5210", "YEM"),
        ("5220", "YEM"),
        ("7630", "COG"),
        ("7660", "COD"),
        ("US", "USA"),
        ("u.s.", "USA"),
        ("USA", "USA"),
        ("America", "USA"),
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("great britain", "GBR"),
        ("Korea, South", "KOR"),
        ("Republic of Korea", "KOR"),
        ("UAE", "ARE"),
        ("NA", "NAM"),
        ("BQ", "BES"),
        ("turkiye", "TUR"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Burma", "MMR"),
        ("Czech Republic", "CZE"),
        ("West Germany", "DEU"),
        ("Other Asia, nes", "TWN"),
        ("cote d’ivoire", "CIV"),
        ("St. Kitts & Nevis", "KNA"),
        ("the Gambia", "GMB"),
        ("Guinea", "GIN"),
        ("Dominica", "DMA"),
        ("Niger", "NER"),
        ("Ireland", "IRL"),
        ("European Union", "EU"),
        ("asean", "ASEAN"),
        ("eurozone", "EA"),
    ],
)
def test_the_traps(text: str, code: str) -> None:
    assert find(text).code == code


@pytest.mark.parametrize(
    ("code", "iso2", "m49", "comtrade"),
    [
        ("USA", "US", "840", "842"),
        ("FRA", "FR", "250", "251"),
        ("IND", "IN", "356", "699"),
        ("NOR", "NO", "578", "579"),
        ("CHE", "CH", "756", "757"),
        ("TWN", "TW", "158", "490"),
        ("MCO", "MC", "492", ""),
        ("XKX", "XK", "", "412"),
        ("WLD", "", "001", "0"),
    ],
)
def test_comtrade_differs_from_iso(code: str, iso2: str, m49: str, comtrade: str) -> None:
    known = place(code)
    assert (known.iso2, known.m49, known.comtrade) == (iso2, m49, comtrade)


def test_comtrade_numbers_are_read_in_comtrades_own_sense() -> None:
    assert from_comtrade("492").kind is PlaceKind.RESIDUAL
    assert from_comtrade("058").code == "comtrade:58"
    assert from_comtrade("0").code == "WLD"


def test_census_codes_stand_oldest_first_and_the_world_has_one() -> None:
    assert place("SDN").census == ("7320", "7321")
    assert place("SRB").census == ("4802", "4801")
    assert place("YEM").census == ("5220", "5210")
    assert place("PSE").census == ("5082", "5083")
    assert place("WLD").census == ("0015",)


def test_the_census_union_row_warns_of_its_membership() -> None:
    row = from_census("0003")
    assert (row.kind, row.name) == ("aggregate", "European Union")
    assert "artefact" in place(row.place).note
    for code in ("0005", "0006", "0021", "0022"):
        assert "not general imports" in place(from_census(code).place).note


def test_the_world_has_three_census_rows() -> None:
    for code in ("0004", "0007", "0015"):
        row = from_census(code)
        assert (row.place, row.kind) == ("WLD", "special")


@pytest.mark.parametrize(
    ("code", "years", "outside"),
    [
        ("SUN", (1985, 1992), (1993,)),
        ("CZE", (1993, 2026), (1992,)),
        ("SSD", (2011, 2026), (2010,)),
        ("SDN", (1990, 2026), ()),
        ("BEL", (1985, 2026), ()),
        ("ANT", (1985, 2010), (2012,)),
    ],
)
def test_years_of_existence(code: str, years: tuple[int, int], outside: tuple[int, ...]) -> None:
    assert all(place(code).exists_in(year) for year in years)
    assert not any(place(code).exists_in(year) for year in outside)


# --- groups -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "period", "count"),
    [
        ("EU27_2020", "1990", 27),
        ("EU28", "2026", 28),
        ("EU27_2007", "2026", 27),
        ("EU25", "2026", 25),
        ("EU15", "2026", 15),
        ("EA19", "2026", 19),
        ("EA20", "2026", 20),
        ("G7", "1974", 0),
        ("G7", "1975", 6),
        ("G7", "1976-06", 7),
        ("G7", "1980", 7),
        ("G7", "2000", 7),
        ("OECD_2021", "1990", 38),
        ("OECD", "2026", 38),
        ("OECD", "1995", 26),
        ("OECD", "1960", 0),
        ("EU", "1957", 0),
        ("EU", "1958", 6),
        ("EU", "1973", 9),
        ("EU", "1981", 10),
        ("EU", "1986", 12),
        ("EU", "1995", 15),
        ("EU", "2004", 25),
        ("EU", "2007", 27),
        ("EU", "2013", 28),
        ("EU", "2020-01", 28),
        ("EU", "2020", 27),
        ("EA", "1998", 0),
        ("EA", "2015", 19),
        ("EA", "2023", 20),
        ("EA", "2026-01", 21),
        ("ASEAN", "2024", 10),
        ("ASEAN", "2025-09", 10),
        ("ASEAN", "2025-10", 11),
        ("ASEAN", "1998", 9),
        ("APEC", "2000", 21),
        ("G20", "2020", 19),
        ("BRICS", "2010-11", 4),
        ("BRICS", "2023", 5),
        ("BRICS", "2025", 10),
        ("NAFTA", "2020-06", 3),
        ("NAFTA", "2020-07", 0),
        ("USMCA", "2020-06", 0),
        ("USMCA", "2020-07", 3),
        ("CPTPP", "2018", 6),
        ("CPTPP", "2024", 12),
        ("EFTA", "1972", 8),
        ("EFTA", "1973", 6),
        ("EFTA", "2000", 4),
        ("MERCOSUR", "2000", 4),
        ("MERCOSUR", "2013", 5),
        ("MERCOSUR", "2017", 4),
    ],
)
def test_number_of_members(group: str, period: str, count: int) -> None:
    assert len(members(group, period)) == count


def test_a_member_counts_by_the_last_day_of_the_period() -> None:
    assert "GBR" in members("EU", "2019") & members("EU", "2020-01")
    assert "GBR" not in members("EU", "2020") | members("EU", "2020-02") | members("EU", "2020-Q1")
    assert "HRV" in members("EU", "2013-07") & members("EU", "2013-Q3") & members("EU", "2013")
    assert "HRV" not in members("EU", "2013-06")


def test_the_dated_union_passes_through_each_fixed_one() -> None:
    for fixed, month in (
        ("EU15", "2004-04"),
        ("EU25", "2004-05"),
        ("EU27_2007", "2013-06"),
        ("EU28", "2020-01"),
        ("EU27_2020", "2020-02"),
    ):
        assert members("EU", month) == members(fixed, month)
    assert members("EA", "2022-12") == members("EA19", "2022")
    assert members("EA", "2025-12") == members("EA20", "2025")
    assert members("OECD", "2021-05") == members("OECD_2021", "2021")


def test_members_are_known_countries_each_once() -> None:
    for group in places.all_groups():
        codes = [m.place for m in group.members]
        assert len(codes) == len(set(codes))
        assert group.source
        for member in group.members:
            assert place(member.place).kind in {PlaceKind.COUNTRY, PlaceKind.TERRITORY}
            assert group.dated == bool(member.joined)
            assert not member.left or member.joined <= member.left
            for month in filter(None, (member.joined, member.left)):
                assert str(Period.parse(month)) == month


def test_a_place_stands_for_itself() -> None:
    assert places.expand(place("CHN"), Period.parse("2011")) == ("CHN",)
    assert places.existing_members(place("CZE"), Period.parse("1990")) == ()


def test_members_that_did_not_exist_are_told_apart() -> None:
    early = set(places.existing_members(find("EU27_2020"), Period.parse("1991")))
    assert early == members("EU27_2020", "1991") - {
        "CZE",
        "EST",
        "HRV",
        "LTU",
        "LVA",
        "SVK",
        "SVN",
    }


# --- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Korea", ["KOR (South Korea)", "PRK (North Korea)"]),
        ("Congo", ["COG (", "COD ("]),
        ("Virgin Islands", ["VGB (", "VIR ("]),
        ("Saint Martin", ["MAF (", "SXM ("]),
        ("CS", ["CSK (Czechoslovakia)", "SCG (Serbia and Montenegro)"]),
        ("EU27", ["EU27_2007 (", "EU27_2020 ("]),
        ("Chna", ["Did you mean CHN (China)"]),
        ("cn", ["Did you mean CHN (China)"]),
        ("Untied States", ["Did you mean USA (United States)"]),
        ("Europe", ["census:0012 ("]),
        ("Republic of China", ["CHN (China)"]),
    ],
)
def test_an_unknown_place_names_the_nearest(text: str, offered: list[str]) -> None:
    with pytest.raises(UnknownPlace) as caught:
        find(text)
    assert text in caught.value.asked
    for label in offered:
        assert label in caught.value.remedy


@pytest.mark.parametrize("text", ["", "   ", "!!!", "999", "9999", "0842", "census:9999", "12345"])
def test_an_unknown_place_says_what_to_write(text: str) -> None:
    with pytest.raises(UnknownPlace) as caught:
        find(text)
    assert "CHN" in caught.value.remedy
    assert caught.value.why


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("0007", "--of atp"),
        ("census:0007", "--of atp"),
        ("0004", "--set adjustment=seasonal"),
        ("census:0004", "--set adjustment=seasonal"),
    ],
)
def test_a_row_that_is_no_partner_says_what_to_ask_instead(text: str, choice: str) -> None:
    with pytest.raises(NotAPartner) as caught:
        find(text)
    assert f"`{choice}`" in caught.value.remedy
    assert "WLD" in caught.value.remedy


@pytest.mark.parametrize("code", ["0842", "9999", "570", "", "CHN"])
def test_an_unmapped_census_code_is_an_error(code: str) -> None:
    with pytest.raises(UnknownPlace):
        from_census(code)


@pytest.mark.parametrize("code", ["999", "", "CHN", "²"])
def test_an_unmapped_comtrade_number_is_an_error(code: str) -> None:
    with pytest.raises(UnknownPlace):
        from_comtrade(code)


@pytest.mark.parametrize("code", ["chn", "CN", "China", "", "EU", "census:0004", "census:0015"])
def test_only_a_canonical_code_is_a_place(code: str) -> None:
    with pytest.raises(UnknownPlace):
        place(code)


# --- any text ---------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_any_text_is_found_or_refused_in_our_words(text: str) -> None:
    try:
        known = find(text)
    except (UnknownPlace, NotAPartner):
        return
    assert find(known.code) is known


@given(st.from_regex(r"[0-9]{1,5}", fullmatch=True))
def test_any_number_is_found_or_refused(digits: str) -> None:
    try:
        found = find(digits)
    except SteelyardError:
        return
    assert isinstance(found, Place)
    if len(digits) == 4:
        assert digits in found.census


@given(
    st.sampled_from([name for p in places.all_places() for name in (p.name, *p.aliases)]),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["{}", " {}", "{}\t", "the {}"]),
)
def test_case_and_spaces_do_not_matter(name: str, change: object, form: str) -> None:
    assert callable(change)
    assert find(form.format(change(name))) is find(name)


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert key(key(text)) == key(text)


@given(
    st.sampled_from(places.all_groups()),
    st.integers(1950, 2040),
    st.integers(1, 12),
)
def test_members_are_among_those_ever_and_sorted(group: Group, year: int, month: int) -> None:
    now = places.expand(group, Period.parse(f"{year}-{month:02d}"))
    assert list(now) == sorted(set(now))
    assert set(now) <= set(group.ever())
    assert set(places.existing_members(group, Period.parse(str(year)))) <= set(group.ever())
