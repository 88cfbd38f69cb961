"""What ``explain`` says in a sentence: true when it is printed alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bundled_answers
import pytest
from own_stores import exports, imports, store, write

import steelyard as sy
from steelyard.store.store import Store
from steelyard.terms.answer import Answer

MINUS = "\N{MINUS SIGN}"
CHIPS = {"nomenclature": "HS", "edition": "2017", "level": "6"}
YEARS = ("2019", "2020")
MONTHS = ("2018-05", "2019-05")


def bundled(*places: str, **choices: Any) -> Answer:
    answer = sy.explain(*places, store=bundled_answers.bundled(), **choices)
    bundled_answers.validate(answer)
    return answer


def said(answer: Answer) -> str:
    """Return the one sentence of an answer."""
    (told,) = [note.text for note in answer.notes if note.code == "in-words"]
    return told


def trade(partner: str = "USA", **changed: Any) -> list[dict[str, Any]]:
    """Return China's trade with a place: exports 50 then 80, imports 20 then 30."""
    sold = [exports(partner, y, v, **changed) for y, v in zip(YEARS, (50, 80), strict=True)]
    bought = [imports(partner, y, v, **changed) for y, v in zip(YEARS, (20, 30), strict=True)]
    return [*sold, *bought]


def asked(own: Store, *places: str, **choices: Any) -> str:
    return said(sy.explain(*places, store=own, **{"years": (2019, 2020), "by": "flow", **choices}))


# --- what differs from the usual ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "clause"),
    [
        ({"as_of": "2023-04-01"}, ", as published by 1 April 2023,"),
        ({"settings": {"hong_kong_macao": "in"}}, ", Hong Kong and Macao included,"),
        ({"settings": {"adjustment": "stl"}}, ", with the season taken out here,"),
        ({}, " in goods shrank from "),
    ],
)
def test_choices_that_are_not_the_usual_are_told(choices: dict[str, Any], clause: str) -> None:
    assert clause in said(bundled("USA", "CHN", by="flow", periods=MONTHS, **choices))


def test_prices_of_a_year_are_told() -> None:
    chosen = {"prices": "2015"}
    told = said(bundled("USA", "CHN", by="flow", years=(2010, 2015), settings=chosen))
    assert " in goods, at prices of 2015, grew from " in told


def test_a_publishers_adjustment_is_told_as_its_own() -> None:
    chosen = {"adjustment": "seasonal"}
    told = said(bundled("USA", "WLD", by="flow", periods=MONTHS, settings=chosen))
    assert ", seasonally adjusted by the publisher, grew" in told


def test_imports_for_consumption_are_told_also_where_nobody_asked_for_them() -> None:
    choices = {"of": "naics:334", "measure": "imports", "years": (2020, 2022)}
    answer = bundled("USA", "CHN", by="product", **choices)
    told = said(answer)
    assert any(note.code == "basis-taken" for note in answer.notes)
    assert "(naics:334) from China, counting imports for consumption, rose from " in told


def test_the_valuation_of_imports_with_freight_is_told(tmp_path: Path) -> None:
    told = asked(store(tmp_path, trade()), "CHN", "USA")
    assert "in goods, imports valued with insurance and freight (CIF), grew from" in told


def test_imports_valued_as_the_exports_are_need_no_word(tmp_path: Path) -> None:
    rows = [{**row, "valuation": "FOB"} for row in trade()]
    assert "in goods grew from" in asked(store(tmp_path, rows), "CHN", "USA")


def test_the_other_sides_report_is_told_as_its_own(tmp_path: Path) -> None:
    told = asked(store(tmp_path, trade("KOR")), "KOR", "CHN", side="partner")
    assert "South Korea's deficit with China in goods, as China reports it" in told
    assert "its imports valued with insurance and freight (CIF), grew" in told
    alone = asked(Store(tmp_path), "KOR", "CHN", side="partner", measure="imports")
    assert "imports of goods from China, as China reports them, rose" in alone


def test_exports_of_domestic_origin_are_told(tmp_path: Path) -> None:
    rows = [{**r, "export_scope": "domestic"} if r["flow"] == "X" else r for r in trade("KOR")]
    chosen = {"export_scope": "domestic"}
    told = asked(store(tmp_path, rows), "CHN", "KOR", settings=chosen, measure="exports")
    assert ", counting exports of domestic origin alone, rose" in told


def test_first_prints_are_told() -> None:
    chosen = {"vintage": "first"}
    told = said(bundled("CHN", "WLD", by="flow", years=(2011, 2012), settings=chosen))
    assert "freight (CIF), by first prints, grew from" in told


def test_columns_tell_the_series_that_they_are_made_from() -> None:
    answer = bundled("USA", "CHN", by="flow", years=(2018, 2019), settings={"prices": "2015"})
    about = next(c.about for c in answer.columns if c.name == "contribution")
    assert (about["exports_valuation"], about["imports_valuation"]) == ("FAS", "CUSTOMS")
    assert (about["imports_basis"], about["prices"]) == ("general", "2015")


def test_periods_are_told_in_words() -> None:
    told = said(bundled("USA", "CHN", by="flow", periods=MONTHS, freq="M", cumulate=True))
    assert "USD in January to May 2018 to " in told
    assert "USD in January to May 2019," in told


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ("atp", "exports of advanced technology products to Vietnam"),
        ("atp:electronics", "exports of electronics (advanced technology products) to Vietnam"),
    ],
)
def test_a_class_is_called_by_its_title_once(of: str, words: str) -> None:
    told = said(bundled("USA", "VNM", of=of, measure="exports", years=(2015, 2019)))
    assert words in told


# --- parts --------------------------------------------------------------------------------------


def test_imports_that_fell_are_said_to_fall_though_they_raised_the_balance() -> None:
    told = said(bundled("USA", "CHN", by="flow", years=(2018, 2019)))
    assert "deficit with China in goods shrank" in told
    assert told.endswith(
        "parts: imports fell by 89.4 billion USD; exports fell by 13.8 billion USD."
    )


def test_crossings_say_what_the_flow_did_and_balances_have_a_sign() -> None:
    crossed = said(bundled("USA", "WLD", by="partner,flow", years=(2017, 2022)))
    assert "Mexico: imports rose by 142.3 billion USD" in crossed
    whole = said(bundled("USA", "WLD", by="partner", years=(2017, 2022)))
    assert f"Vietnam {MINUS}77.8 billion USD" in whole
    assert "The largest parts that are known: " in whole


def test_shares_are_told_only_where_they_are_shares() -> None:
    grew = said(bundled("USA", "CHN", within="naics3", by="product", years=(2002, 2007)))
    assert grew.count("% of the change") == 3
    mixed = said(bundled("USA", "VNM", of="atp", measure="exports", years=(2015, 2019)))
    assert "Aerospace" in mixed
    assert "of the change" not in mixed


def test_shares_that_add_to_more_than_the_change_are_not_told(tmp_path: Path) -> None:
    moves = {"JPN": (0, 80), "KOR": (0, 70), "USA": (0, 60), "VNM": (55, 0), "THA": (50, 0)}
    sums = tuple(sum(ends) for ends in zip(*moves.values(), strict=True))
    rows = [
        exports(place, year, value)
        for place, ends in {**moves, "WLD": sums}.items()
        for year, value in zip(YEARS, ends, strict=True)
    ]
    choices = {"by": "partner", "measure": "exports"}
    told = asked(store(tmp_path, rows), "CHN", "WLD", **choices)
    assert "Japan +80 USD; South Korea +70 USD; United States +60 USD" in told
    assert "of the change" not in told


def test_a_member_that_left_is_told_so_in_words_and_rows() -> None:
    answer = bundled("USA", "EU", by="partner", years=(2019, 2021))
    names = dict(zip(answer.column("partner"), answer.column("partner_name"), strict=True))
    assert names["GBR"] == "United Kingdom (left the group)"
    assert names["IRL"] == "Ireland"
    assert "United Kingdom (left the group)" in said(answer)
    joined = bundled("USA", "EU", by="partner", years=(2012, 2014), top=40)
    assert "Croatia (joined)" in joined.column("partner_name")
    fixed = {"membership": "fixed"}
    held = bundled("USA", "EU", by="partner", years=(2012, 2014), top=40, settings=fixed)
    assert "Croatia" in held.column("partner_name")
    assert ", counting the members on the last day of 2014 throughout, " in said(held)


def test_terms_over_all_parts_come_before_the_largest_parts() -> None:
    answer = bundled(
        "USA", "CHN", by="flow", terms="currency", currency="CNY", years=(2005, 2015), top=1
    )
    rows = zip(answer.column("term"), answer.column("contribution"), strict=True)
    whole = sum(value for term, value in rows if term == "exchange-rate")
    told = said(answer)
    assert f"and +{whole / 1e9:.1f} billion CNY from the exchange rate. The largest" in told
    assert f"Of that change, {MINUS}" in told
    assert " came from trade in the currency of its sources" in told


def test_without_terms_none_are_told() -> None:
    assert "Of that change" not in said(bundled("USA", "CHN", by="flow", years=(2018, 2019)))


def test_codes_without_a_title_are_called_by_their_nomenclature(tmp_path: Path) -> None:
    rows = [
        imports("USA", y, v, product="999888", **CHIPS) for y, v in zip(YEARS, (1, 9), strict=True)
    ]
    rows += [imports("USA", y, 7, product="854231", **CHIPS) for y in YEARS]
    write(tmp_path, rows)
    answer = sy.explain(
        *("CHN", "USA"),
        within="hs6",
        by="product",
        measure="imports",
        years=(2019, 2020),
        store=Store(tmp_path),
    )
    assert "HS 999888" in answer.column("product_title")


def test_lines_that_a_publisher_adds_have_its_title() -> None:
    answer = bundled("USA", "CHN", within="naics3", by="product", years=(2014, 2019))
    names = dict(zip(answer.column("product"), answer.column("product_title"), strict=True))
    assert names["910"] == "Waste and scrap"
