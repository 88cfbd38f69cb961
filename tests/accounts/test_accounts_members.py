"""Who stands behind a partner in each period."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.accounts.members import Partner, check_two_sides, reporter_place
from steelyard.nomenclature.places import all_groups, find, place
from steelyard.terms.definition import define
from steelyard.terms.errors import InputError, SamePlace, UnknownPlace
from steelyard.terms.period import Frequency, Period

FOUNDERS = {"BEL", "DEU", "FRA", "ITA", "LUX", "NLD"}
EU15 = FOUNDERS | {"AUT", "DNK", "ESP", "FIN", "GBR", "GRC", "IRL", "PRT", "SWE"}
JOINED_2004 = {"CYP", "CZE", "EST", "HUN", "LTU", "LVA", "MLT", "POL", "SVK", "SVN"}
EU28 = EU15 | JOINED_2004 | {"BGR", "HRV", "ROU"}

quick = settings(derandomize=True, database=None, deadline=None, max_examples=80)


def partner(text: str, reporter: str = "USA", end: str = "2022", **definition: str) -> Partner:
    return Partner(find(text), reporter, define(definition), Period.parse(end))


def members(text: str, period: str, **choices: str) -> set[str]:
    return set(partner(text, **choices).members(Period.parse(period)))


# --- dated and fixed membership ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("1997", EU15),
        ("2003", EU15),
        ("2004-04", EU15),
        ("2004-05", EU15 | JOINED_2004),
        ("2004-Q2", EU15 | JOINED_2004),
        ("2004", EU15 | JOINED_2004),
        ("2006", EU15 | JOINED_2004),
        ("2007", EU28 - {"HRV"}),
        ("2012", EU28 - {"HRV"}),
        ("2013-06", EU28 - {"HRV"}),
        ("2013", EU28),
        ("2019", EU28),
        ("2020-01", EU28),
        ("2020-02", EU28 - {"GBR"}),
        ("2020", EU28 - {"GBR"}),
    ],
)
def test_the_dated_european_union_follows_its_membership(period: str, expected: set) -> None:
    assert members("EU", period) == expected


@pytest.mark.parametrize("period", ["1997", "2003", "2004-05", "2013", "2019", "2022-12"])
def test_a_fixed_group_is_the_same_in_every_period(period: str) -> None:
    assert members("EU27_2020", period) == EU28 - {"GBR"}
    assert members("EU28", period) == EU28


def test_a_membership_held_fixed_is_that_of_the_end_throughout() -> None:
    assert members("EU", "2003", membership="fixed") == EU28 - {"GBR"}
    assert members("EU", "2003", membership="fixed", end="2019") == EU28
    assert members("EU", "2019", membership="fixed", end="2003") == EU15


def test_a_member_that_does_not_exist_yet_is_left_out_and_told() -> None:
    european = partner("EU27_2020")
    early = Period.parse("1991")
    assert "EST" not in european.members(early)
    assert {"EST", "LTU", "LVA", "CZE", "SVK"} <= set(european.absent(early))
    assert set(european.members(early)) | set(european.absent(early)) == EU28 - {"GBR"}
    assert european.absent(Period.parse("2000")) == ()


def test_a_group_before_its_foundation_has_no_members() -> None:
    assert members("BRICS", "2008") == set()
    assert members("NAFTA", "2020-07") == set()
    assert members("USMCA", "2020-06") == set()


def test_a_place_stands_for_itself() -> None:
    assert members("CHN", "2011") == {"CHN"}
    assert members("WLD", "2011") == {"WLD"}


def test_a_former_state_has_no_members_after_its_end() -> None:
    assert members("SUN", "1991") == {"SUN"}
    assert members("SUN", "2018") == set()


# --- the reporter -----------------------------------------------------------------------------


def test_a_group_that_holds_the_reporter_leaves_it_out() -> None:
    assert members("G7", "2018") == {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN"}
    assert members("NAFTA", "2018") == {"CAN", "MEX"}
    assert members("EU", "2003", reporter="DEU") == EU15 - {"DEU"}


@given(
    st.sampled_from(all_groups()),
    st.integers(1990, 2024),
    st.sampled_from(["USA", "CHN", "DEU", "HKG", "BRA"]),
    st.sampled_from(["dated", "fixed"]),
    st.sampled_from(["in", "out"]),
)
@quick
def test_nobody_is_counted_twice_or_trades_with_himself(
    group: object, year: int, reporter: str, membership: str, greater_china: str
) -> None:
    choices = define({"membership": membership, "hong_kong_macao": greater_china})
    end = Period(Frequency.A, 2024)
    found = Partner(group, reporter, choices, end).members(Period(Frequency.A, year))
    assert len(set(found)) == len(found)
    assert reporter not in found
    assert list(found) == sorted(found)
    assert all(place(code).exists_in(year) for code in found)


def test_a_place_does_not_trade_with_itself() -> None:
    with pytest.raises(SamePlace, match="USA"):
        check_two_sides(place("USA"), place("USA"))
    check_two_sides(place("USA"), find("NAFTA"))


@pytest.mark.parametrize("text", ["EU", "ASEAN", "EU27_2020", "European Union"])
def test_a_group_does_not_report(text: str) -> None:
    with pytest.raises(InputError, match="does not report"):
        reporter_place(text)


def test_a_reporter_is_found_by_code_or_name() -> None:
    assert reporter_place("usa").code == reporter_place("United States").code == "USA"
    with pytest.raises(UnknownPlace):
        reporter_place("Atlantis")


# --- Hong Kong and Macao ----------------------------------------------------------------------


def test_hong_kong_and_macao_are_counted_with_china_when_in() -> None:
    assert members("CHN", "2011", hong_kong_macao="in") == {"CHN", "HKG", "MAC"}
    assert members("CHN", "2011", hong_kong_macao="out") == {"CHN"}
    assert {"HKG", "MAC"} <= members("BRICS", "2011", hong_kong_macao="in")
    assert not {"HKG", "MAC"} & members("BRICS", "2011")


def test_a_group_that_has_hong_kong_already_counts_it_once() -> None:
    found = partner("APEC", hong_kong_macao="in").members(Period.parse("2011"))
    assert found.count("HKG") == found.count("MAC") == 1


def test_places_other_than_china_stay_as_they_are() -> None:
    assert members("TWN", "2011", hong_kong_macao="in") == {"TWN"}
    assert members("WLD", "2011", hong_kong_macao="in") == {"WLD"}
    assert members("CHN", "2011", reporter="HKG", hong_kong_macao="in") == {"CHN", "MAC"}


def test_only_one_country_alone_is_single() -> None:
    assert partner("CHN").single
    assert partner("HKG").single
    assert not partner("CHN", hong_kong_macao="in").single
    assert not partner("EU").single


def test_the_rule_of_membership_is_told() -> None:
    assert "each period" in partner("EU").rule()
    assert "2022" in partner("EU", membership="fixed").rule()
    assert partner("EU27_2020", membership="fixed").rule() == partner("EU27_2020").rule()
