"""What each list holds: as its author prints it, every code sorted once, our own choices marked."""

from __future__ import annotations

from steelyard.classes.full_lists import lines_of
from steelyard.classes.members import group_counts, listed, members
from steelyard.classes.registry import TechnologyClass, all_classes, find_class
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.product import Edition


def codes(name: str, year: int = 2022, flow: str = "M") -> set[str]:
    """Return the codes of a class."""
    return {member.code for member in members(find_class(name), year, flow)}


def by_group(cls: TechnologyClass) -> dict[str, tuple[str, ...]]:
    """Return the codes of each group, of every year and flow."""
    found = {group: [m.code for m in cls.members if m.group == group] for group in cls.groups}
    return {group: tuple(mine) for group, mine in found.items()}


# --- the taxonomies ---------------------------------------------------------------------------


def test_lall_sorts_every_group_of_the_sitc_but_two() -> None:
    """Postal packages and special transactions (911, 931) are no product."""
    every = {code for code in codes_of(Edition("SITC", "3")) if len(code) == 3}
    assert every - codes("lall") == {"911", "931"}
    assert codes("lall") <= every


def test_high_technology_is_as_in_lalls_appendix() -> None:
    of_group = by_group(find_class("lall"))
    assert " ".join(of_group["HT1"]) == "716 718 751 752 759 761 764 771 774 776 778"
    assert " ".join(of_group["HT2"]) == "525 541 542 712 792 871 874 881"


def test_research_intensity_sorts_every_division_but_the_five_it_leaves_out() -> None:
    """Public administration, education and health are no business of the taxonomy."""
    found = codes("oecd-rd")
    lines = [line for line in lines_of(Edition("ISIC", "4")) if line.isdecimal()]
    out = {line[:2] for line in lines if not any(line.startswith(code) for code in found)}
    assert out == {"84", "85", "86", "87", "88"}


def test_research_intensity_is_as_the_paper_prints_it() -> None:
    of_group = by_group(find_class("oecd-rd"))
    assert set(of_group["high"]) == {"21", "26", "303", "582", "72"}
    medium_high = "20 252 27 28 29 302 304 309 325 62 63"
    assert " ".join(of_group["medium-high"]) == medium_high
    assert {"321", "322", "323", "324", "329"} <= set(of_group["medium"])
    assert {"251", "259"} <= set(of_group["medium-low"])


def test_end_uses_sort_every_basic_category() -> None:
    assert codes("end-use") == set(lines_of(Edition("BEC", "4")))
    of_group = by_group(find_class("end-use"))
    assert set(of_group["capital"]) == {"41", "521"}
    assert set(of_group["mixed"]) == {"321", "51", "7"}


# --- goods and services chosen by us or by a model ---------------------------------------------


def test_what_we_or_a_model_chose_is_marked_as_a_proxy() -> None:
    proxies = {cls.name for cls in all_classes() if not cls.exact}
    assert proxies == {"ai-hardware", "chip-tools", "chips", "oecd-rd", "technology-services"}
    for name in ("chip-tools", "chips", "technology-services"):
        assert find_class(name).reference.startswith("own: ")


def test_chip_tools_are_the_whole_of_8486_and_two_instruments() -> None:
    for edition in find_class("chip-tools").editions:
        below = {code for code in lines_of(Edition("HS", edition)) if code.startswith("8486")}
        assert codes("chip-tools") == below | {"903082", "903141"}
    before = {code for code in codes_of(Edition("HS", "2002")) if code.startswith("8486")}
    assert not before


def test_ai_hardware_is_the_authors_list_of_high_relevance() -> None:
    """645 import codes: the author's totals leave ten codes of chapter 27 out."""
    imports, exports = codes("ai-hardware", 2024), codes("ai-hardware", 2024, "X")
    assert (len(imports), len(exports)) == (645, 174)
    assert not [code for code in imports | exports if code.startswith("27")]
    found = group_counts(listed(find_class("ai-hardware"), "M"))
    assert (found["compute"], found["networking"], found["building"]) == (163, 24, 44)


def test_services_are_known_in_both_editions_and_no_item_holds_another() -> None:
    for edition, count in (("2002", 5), ("2010", 5)):
        known = codes_of(Edition("EBOPS", edition))
        mine = {m.code for m in find_class("technology-services").members if m.edition == edition}
        assert len(mine) == count
        above = {code: known[code].parent for code in mine}
        while any(above.values()):
            assert not set(above.values()) & mine
            above = {code: known[up].parent if up else "" for code, up in above.items()}
