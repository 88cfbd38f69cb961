"""The lists of codes: whole, one meaning an edition, every code below a code that exists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.nomenclature.code_tables import NOMENCLATURES, editions, editions_of
from steelyard.nomenclature.codes import Code, children_of, code_of, codes_of, fits, parent_of
from steelyard.nomenclature.products import product, products
from steelyard.terms.errors import UnknownProduct
from steelyard.terms.product import Edition

EVERY = [Edition(name, edition) for name in NOMENCLATURES for edition in editions(name)]
NATIONAL = {"HTS", "SCHEDULEB"}
TREES = [edition for edition in EVERY if edition.nomenclature not in NATIONAL]
LISTED = {edition: list(codes_of(edition)) for edition in EVERY}


def named(edition: Edition) -> str:
    return str(edition)


# --- what is held -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nomenclature", "known"),
    [
        ("HS", ("1992", "1996", "2002", "2007", "2012", "2017", "2022")),
        ("SITC", ("1", "2", "3", "4")),
        ("BEC", ("4", "5")),
        ("ISIC", ("2", "3", "3.1", "4")),
        ("NAICS", ("2012", "2017")),
        ("EBOPS", ("2002", "2010")),
        ("HTS", ("2022", "2024")),
        ("SCHEDULEB", ("2019",)),
        ("GTIP", ()),
    ],
)
def test_editions_are_held_oldest_first(nomenclature: str, known: tuple[str, ...]) -> None:
    assert editions(nomenclature) == known


@pytest.mark.parametrize(
    ("nomenclature", "edition", "level", "count"),
    [
        *(("HS", e, 2, 97) for e in editions("HS")),
        *(
            ("HS", e, 4, n)
            for e, n in zip(("1992", "2012", "2022"), (1242, 1225, 1229), strict=True)
        ),
        *(("HS", e, 6, n) for e, n in (("1992", 5041), ("1996", 5134), ("2002", 5226))),
        *(("HS", e, 6, n) for e, n in (("2007", 5053), ("2012", 5206), ("2017", 5388))),
        ("HS", "2022", 6, 5613),
        *(("SITC", e, 1, 10) for e in editions("SITC")),
        *(("ISIC", e, 1, n) for e, n in (("2", 10), ("3", 17), ("3.1", 17), ("4", 21))),
        ("NAICS", "2017", 3, 100),
        ("HTS", "2022", 10, 19758),
        ("HTS", "2024", 10, 18673),
        ("SCHEDULEB", "2019", 10, 9356),
    ],
)
def test_a_level_has_as_many_codes_as_its_publisher_lists(
    nomenclature: str, edition: str, level: int, count: int
) -> None:
    known = codes_of(Edition(nomenclature, edition)).values()
    assert sum(code.level == level for code in known) == count


@pytest.mark.parametrize(
    ("nomenclature", "edition", "count"),
    [("SITC", "1", 1374), ("SITC", "2", 1838), ("SITC", "3", 3121), ("SITC", "4", 2970)],
)
def test_the_sitc_has_as_many_codes_without_parts(
    nomenclature: str, edition: str, count: int
) -> None:
    held = Edition(nomenclature, edition)
    assert sum(not children_of(held, code) for code in codes_of(held)) == count


# --- every code -------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EVERY, ids=named)
def test_a_code_is_found_by_itself_and_tells_what_it_is(edition: Edition) -> None:
    found = codes_of(edition)
    assert list(found) == sorted(found)
    for code, entry in found.items():
        assert (entry.edition, entry.code) == (edition, code)
        assert entry.title == entry.title.strip() != ""
        assert entry.title[0] not in "-.…"
        assert entry.title.casefold() != "other"
        assert code.isascii()
        assert edition.edition in editions_of(edition.nomenclature, code)
        assert fits(edition, code)


@pytest.mark.parametrize("edition", TREES, ids=named)
def test_every_code_stands_below_a_code_of_its_edition(edition: Edition) -> None:
    for code, entry in codes_of(edition).items():
        above = parent_of(edition, code)
        assert (above.code if above else "") == entry.parent
        assert above is None or above.level < entry.level
        assert entry in children_of(edition, entry.parent)


@pytest.mark.parametrize("edition", TREES, ids=named)
def test_from_the_top_down_every_code_is_met_once(edition: Edition) -> None:
    met: list[Code] = []
    pending = list(children_of(edition))
    while pending:
        met += pending
        pending = [below for code in pending for below in children_of(edition, code.code)]
    assert sorted(code.code for code in met) == LISTED[edition]


@pytest.mark.parametrize(
    ("edition", "code", "above"),
    [
        (Edition("ISIC", "4"), "26", "C"),
        (Edition("ISIC", "3.1"), "30", "D"),
        (Edition("ISIC", "2"), "3111", "311-312"),
        (Edition("NAICS", "2017"), "334", "31-33"),
        (Edition("BEC", "5"), "111210", "1112"),
        (Edition("EBOPS", "2010"), "8.2", "8"),
        (Edition("EBOPS", "2002"), "266X", "266"),
        (Edition("SITC", "4"), "77642", "7764"),
    ],
    ids=str,
)
def test_parents_that_are_no_plain_beginnings(edition: Edition, code: str, above: str) -> None:
    found = parent_of(edition, code)
    assert found is not None
    assert found.code == above


def test_lines_of_the_united_states_stand_below_the_subheadings_of_the_hs() -> None:
    tariff = Edition("HTS", "2022")
    above = parent_of(tariff, "8542310001")
    assert above == code_of(Edition("HS", "2022"), "854231")
    below = children_of(tariff, "854232")
    assert {code.code[:6] for code in below} == {"854232"}
    assert len(below) == sum(code.startswith("854232") for code in codes_of(tariff))
    assert parent_of(tariff, next(c for c in codes_of(tariff) if c.startswith("98"))) is None
    assert parent_of(Edition("SCHEDULEB", "2019"), "8542310000") is not None


# --- one meaning an edition -------------------------------------------------------------------


def test_a_code_has_the_meaning_of_its_edition() -> None:
    """Records and tapes stood in 8524 until 2006, display modules stand there since 2022."""
    assert "Records" in code_of(Edition("HS", "2002"), "8524").title
    assert "display" in code_of(Edition("HS", "2022"), "8524").title
    assert editions_of("HS", "852491") == ("1996", "2002", "2022")


def test_the_harmonized_system_of_1988_is_that_of_1992() -> None:
    assert code_of(Edition("HS", "1988"), "85") == code_of(Edition("HS", "1992"), "85")


@pytest.mark.parametrize(
    ("edition", "code", "title"),
    [
        (Edition("HS", "2012"), "854239", "Electronic integrated circuits: Other"),
        (Edition("HS", "1992"), "854211", "Electronic integrated circuits and microassemblies: "),
        (Edition("SITC", "4"), "06229", "Sugar confectionery"),
        (Edition("BEC", "4"), "41", "Capital goods (except transport equipment)"),
        (Edition("EBOPS", "2002"), "263", "Computer services"),
        (Edition("EBOPS", "2010"), "10.1.2", "Research and development services: other"),
    ],
    ids=str,
)
def test_a_title_stands_alone(edition: Edition, code: str, title: str) -> None:
    assert code_of(edition, code).title.startswith(title)


# --- codes that do not exist ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "code", "says"),
    [
        (Edition("HS", "2017"), "8524", "HS 1992, 1996, 2002, 2022 has it"),
        (Edition("HS", "2022"), "101", "0101"),
        (Edition("SITC", "4"), "77641", "7764"),
        (Edition("ISIC", "4"), "2611", "2610"),
        (Edition("BEC", "4"), "43", "41, 42"),
        (Edition("EBOPS", "2010"), "8.9", "8.4"),
        (Edition("HTS", "2022"), "8542310002", "8542310001"),
        (Edition("NAICS", "2017"), "3347", "3346"),
        (Edition("HS", "2022"), "", "2, 4 or 6 digits"),
        (Edition("HS", "2002"), "", "2, 4 or 6 digits"),
        (Edition("EBOPS", "2010"), "", "as the list writes it"),
        (Edition("HS", "2015"), "85", "HS 2017"),
        (Edition("GTIP", "1"), "85", "HS, SITC"),
    ],
    ids=str,
)
def test_what_does_not_exist_is_refused_with_what_does(
    edition: Edition, code: str, says: str
) -> None:
    with pytest.raises(UnknownProduct) as caught:
        code_of(edition, code)
    assert says in f"{caught.value.found} {caught.value.remedy}"


@given(st.sampled_from(EVERY), st.text(max_size=12) | st.text("0123456789.-X", max_size=11))
@settings(derandomize=True, database=None, deadline=None, max_examples=200)
def test_any_text_is_a_code_or_an_unknown_one(edition: Edition, text: str) -> None:
    if text in codes_of(edition):
        assert code_of(edition, text).code == text
        return
    with pytest.raises(UnknownProduct) as caught:
        code_of(edition, text)
    assert caught.value.remedy.strip()


# --- what a table may state -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "code", "may"),
    [
        ("2022", "854231", True),
        ("2022", "85423100", True),
        ("2022", "8542310000", True),
        ("2022", "8542310", False),
        ("2022", "85423x", False),
        ("2022", "8542310000x", False),
        ("2022", "851712", False),
        ("2022", "8517120000", False),
        ("", "851712", True),
        ("", "854299", False),
        ("2022", "9801", True),
        ("2022", "9999ZZ", True),
        ("2022", "99AA1", False),
        ("2002", "9999AA", True),
        ("2012", "77", False),
        ("2022", "00", False),
        ("2022", "", False),
    ],
)
def test_a_table_of_the_hs_may_state_what_is_listed_or_its_own(
    edition: str, code: str, may: bool
) -> None:
    assert fits(Edition("HS", edition), code) is may


def test_a_table_of_another_nomenclature_may_state_what_is_listed() -> None:
    assert fits(Edition("SITC", "4"), "77642")
    assert not fits(Edition("SITC", "4"), "7764200")
    assert not fits(Edition("NAICS", ""), "9801")
    with pytest.raises(UnknownProduct):
        fits(Edition("SITC", "9"), "7")


# --- whatever the edition ---------------------------------------------------------------------


@pytest.mark.parametrize("nomenclature", NOMENCLATURES)
def test_a_product_has_the_title_of_its_newest_edition(nomenclature: str) -> None:
    for code, entry in products(nomenclature).items():
        assert entry.editions == tuple(e for e in editions(nomenclature) if e in entry.editions)
        if entry.editions:
            newest = Edition(nomenclature, entry.editions[-1])
            assert entry.title == codes_of(newest)[code].title


def test_a_nomenclature_that_is_unknown_has_no_products() -> None:
    assert not products("GTIP")
    with pytest.raises(UnknownProduct):
        product("GTIP", "85")
