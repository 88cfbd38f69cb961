"""The known traps, row by row: codes that a careless conversion takes to other goods."""

from __future__ import annotations

import pytest

from steelyard.nomenclature.bracket import grouped
from steelyard.nomenclature.concordance import Concordance, concordance
from steelyard.nomenclature.followed import followed
from steelyard.nomenclature.tables import edition
from steelyard.nomenclature.weights import WHOLE, Lost

MODULES = ("852411", "852412", "852419", "852491", "852492", "852499")
DEVICES = ("854151", "854159")
WASTE = ("854921", "854929", "854931", "854939", "854991", "854999")
DIFFUSE = (*MODULES, *DEVICES, *WASTE)


def between(source: str, target: str) -> Concordance:
    return concordance(edition(source), edition(target))


def shared(source: str, target: str, code: str) -> dict:
    return {to: parts for to, (parts, _) in between(source, target).weights[code].items()}


@pytest.mark.parametrize("target", ["HS 2017", "HS 2012", "HS 1992", "SITC 4", "BEC 4", "ISIC 3"])
@pytest.mark.parametrize("code", DIFFUSE)
def test_diffuse_codes_go_nowhere_and_stay_in_the_map(code: str, target: str) -> None:
    assert shared("HS 2022", target, code) == {Lost.NOT_FOLLOWED: WHOLE}


@pytest.mark.parametrize(
    ("code", "candidates"),
    [*((c, 483) for c in MODULES), *((c, 157) for c in DEVICES), *((c, 1019) for c in WASTE)],
)
def test_all_that_a_diffuse_code_may_be_is_kept(code: str, candidates: int) -> None:
    assert len(between("HS 2022", "HS 2017").relation[code]) == candidates


@pytest.mark.parametrize("code", ["854911", "854912", "854913", "854914", "854919"])
def test_waste_of_batteries_is_followed(code: str) -> None:
    assert shared("HS 2022", "HS 2017", code) == {"854810": WHOLE}


def test_waste_may_have_been_processors_and_no_part_of_it_is() -> None:
    table = grouped(between("HS 2022", "HS 2017")).to_pylist()
    rows = {row["source"]: row for row in table if row["group"] == "854231"}
    assert rows["854231"] == {
        "source": "854231",
        "group": "854231",
        "parts": WHOLE,
        "low": True,
        "high": True,
    }
    assert {code: (rows[code]["parts"], rows[code]["low"]) for code in WASTE} == dict.fromkeys(
        WASTE, (0, False)
    )


@pytest.mark.parametrize("code", ["852411", "852491"])
def test_display_modules_may_be_parts_of_screens_and_never_screens_or_records(code: str) -> None:
    may_be = between("HS 2022", "HS 2017").relation[code]
    assert {"901380", "852990", "853120"} <= may_be
    assert not {c for c in may_be if str(c).startswith(("8528", "8524"))}


@pytest.mark.parametrize("source", ["HS 1992", "HS 1996", "HS 2002"])
def test_records_and_tapes_are_no_display_modules(source: str) -> None:
    found = between(source, "HS 2022")
    records = [code for code in found.relation if code.startswith("8524")]
    assert records
    reached = set().union(*(found.relation[code] for code in records))
    assert not {code for code in reached if str(code).startswith("8524")}


@pytest.mark.parametrize(
    ("source", "target", "code", "to"),
    [
        ("HS 2022", "HS 2017", "851713", {"851712": WHOLE}),
        ("HS 2022", "HS 2017", "851714", {"851712": WHOLE}),
        ("HS 2022", "HS 2002", "851713", {"852520": WHOLE}),
        ("HS 2012", "HS 2002", "851712", {"852520": WHOLE}),
        ("HS 2022", "HS 1992", "851713", {"852520": WHOLE}),
        ("HS 2017", "HS 2022", "851712", {"851713": WHOLE // 2, "851714": WHOLE // 2}),
        ("HS 2022", "HS 2012", "854231", {"854231": WHOLE}),
        ("HS 2012", "HS 2002", "854231", {"854221": WHOLE}),
        ("HS 2007", "HS 2002", "854231", {"854229": WHOLE}),
        ("HS 2022", "HS 2002", "854231", {"854221": WHOLE}),
        ("HS 2017", "HS 2022", "854231", {"854231": WHOLE}),
        ("HS 2022", "SITC 4", "854231", {"77642": WHOLE}),
        ("HS 2017", "SITC 4", "854231", {"77642": WHOLE}),
        ("HS 2012", "SITC 4", "854231", {"77642": WHOLE}),
        ("HS 2022", "SITC 4", "854232", {"77644": WHOLE}),
        ("HS 2022", "SITC 4", "854233", {"77646": WHOLE}),
        ("HS 2022", "BEC 4", "854231", {"42": WHOLE}),
        ("HS 2022", "BEC 4", "854239", {"42": WHOLE}),
        ("HS 2012", "BEC 4", "854231", {"42": WHOLE}),
        ("HS 2022", "HS 2002", "848620", {"847989": WHOLE}),
        ("HS 2007", "HS 2002", "848620", {"847989": WHOLE}),
        ("HS 2022", "NAICS 2017", "854231", {"334413": WHOLE}),
        ("HS 2022", "ISIC 4", "854231", {"2610": WHOLE}),
        ("HS 2022", "ISIC 3", "854231", {"3210": WHOLE}),
        ("HS 2022", "HS 2017", "852990", {"852990": WHOLE}),
        ("HS 2022", "HS 2017", "852852", {"852852": WHOLE}),
        ("HS 2017", "HS 2022", "852852", {"852852": WHOLE}),
        ("HS 2017", "HS 2022", "901380", {"901380": WHOLE}),
        ("HS 2017", "HS 2022", "300219", {Lost.NO_LINK: WHOLE}),
    ],
)
def test_where_a_code_goes(source: str, target: str, code: str, to: dict) -> None:
    assert shared(source, target, code) == to


@pytest.mark.parametrize(
    ("source", "target", "code", "candidates"),
    [
        ("HS 2007", "HS 2002", "848620", 24),
        ("HS 2017", "HS 2012", "854231", 159),
        ("HS 2017", "HS 2012", "854232", 159),
        ("HS 2017", "HS 2012", "854233", 65),
        ("HS 2007", "HS 2002", "854231", 4),
        ("HS 2017", "HS 2022", "851712", 17),
        ("HS 2017", "HS 2022", "852852", 7),
        ("HS 2017", "HS 2022", "901380", 14),
        ("HS 2022", "BEC 4", "854231", 8),
        ("HS 2012", "BEC 4", "854231", 1),
    ],
)
def test_what_a_code_may_be(source: str, target: str, code: str, candidates: int) -> None:
    assert len(between(source, target).relation[code]) == candidates


def test_chip_tools_before_2007_are_in_the_middle_and_never_sure() -> None:
    table = grouped(between("HS 2007", "HS 2002")).to_pylist()
    rows = [row for row in table if row["source"] == "848620"]
    assert len(rows) == 24
    assert not any(row["low"] for row in rows)
    assert {row["group"]: row["parts"] for row in rows if row["parts"]} == {"847989": WHOLE}


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("HS 2022", "HS 2017", "701919"),
        ("HS 2022", "HS 2017", "911490"),
        ("HS 2012", "HS 2007", "030319"),
        ("HS 2012", "HS 2007", "030329"),
        ("HS 2007", "HS 2002", "844319"),
        ("HS 2007", "HS 2002", "903039"),
    ],
)
def test_the_same_digits_can_be_other_goods(source: str, target: str, code: str) -> None:
    there, back = between(source, target), between(target, source)
    assert code not in there.relation.get(code, ())
    assert code not in back.relation.get(code, ())


@pytest.mark.parametrize(
    "code", ["251830", "293137", "490510", "580211", "620112", "620212", "741910", "850740"]
)
def test_codes_to_which_nothing_converts_are_followed_forward_by_their_links(code: str) -> None:
    to = shared("HS 2017", "HS 2022", code)
    assert not {Lost.NO_LINK, Lost.NOT_FOLLOWED} & to.keys()
    assert not set(DIFFUSE) & to.keys()


def test_no_older_edition_assigns_anything_to_a_diffuse_code() -> None:
    for year in ("2017", "2012", "2007", "2002", "1996", "1992"):
        found = between(f"HS {year}", "HS 2022")
        reached = {to for found_for in found.weights.values() for to in found_for}
        assert not set(DIFFUSE) & reached


def test_the_answer_says_why_a_code_is_not_followed() -> None:
    found = between("HS 2022", "SITC 4")
    waste = followed(found, "854921")
    assert waste.shared == found.weights["854921"]
    assert waste.reasons[0].startswith("854921 of HS 2022 is not followed: electrical")
    assert len(waste.candidates) == 717
    lights = followed(between("HS 2017", "HS 2022"), "854150")
    assert lights.reasons[0].startswith("854150 of HS 2017 is linked only with codes that are not")
    assert followed(between("HS 2017", "HS 2022"), "300219").reasons == (
        "HS 2022 > HS 2017 has no link for 300219 of HS 2017",
    )
    assert followed(found, "854231").reasons == ()
