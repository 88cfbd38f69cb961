"""Technology contracts and services of China: one scope a column, nothing across a change."""

from __future__ import annotations

import pytest
from bundled_answers import ask, by_period, only, query, table, told

from steelyard.terms.answer import Answer, Ending

CONTRACTS = "mofcom-technology-contracts@2013-10"
SERVICES = "mofcom-china-services@2016-01"
OLD, NEW = "bpm5-without-government", "bpm6"
BOP = {"account": "bop"}


@pytest.fixture(scope="module")
def contracts() -> Answer:
    return ask("CHN", "WLD", of="technology-contracts", years="2000:2012")


def services(**choices: str) -> Answer:
    years = choices.pop("years", "2005:2022")
    return ask("CHN", "WLD", of="services", years=years, settings={**BOP, **choices})


# --- technology contracts ---------------------------------------------------------------------


def test_contracts_of_2006_and_2011_are_as_stated(contracts: Answer) -> None:
    rows = by_period(contracts)
    found = {year: (rows[year]["exports"], rows[year]["imports"]) for year in ("2006", "2011")}
    assert found == {
        "2006": (580_000_000, 22_020_000_000),
        "2011": (21_399_000_000, 32_159_000_000),
    }
    assert rows["2011"]["balance"] == -10_760_000_000


def test_a_change_of_what_counts_as_exported_is_told(contracts: Answer) -> None:
    (text,) = told(contracts, "scope-change")
    assert "exports" in text
    assert "imports" not in text.partition(":")[0]
    assert "2006" in text
    assert "2011" in text


@pytest.mark.parametrize("comparison", ["year-before", "previous"])
def test_no_growth_and_no_record_of_exports_crosses_the_change(comparison: str) -> None:
    settings = {"comparison": comparison}
    answer = ask("CHN", "WLD", of="technology-contracts", years="2006:2011", settings=settings)
    rows = by_period(answer).values()
    for column in ("exports_growth", "total_trade_growth", "balance_change"):
        assert {row[column] for row in rows} == {None}
    crossed = [r for r in table(answer, "records") if r["figure"] != "imports"]
    assert [r for r in crossed if not r["figure"].startswith("imports")] == []


def test_a_first_print_of_contracts_is_not_one_of_goods(contracts: Answer) -> None:
    """The share of the whole balance reads all goods beside the contracts."""
    sql = """SELECT period, value FROM held WHERE flow = 'M' AND freq = 'A' AND vintage = 'first'
             AND measure = 'level' AND partner = 'WLD' AND indicator = 'technology-contracts'"""
    largest = max(value for _, value in query(CONTRACTS, sql))
    for text in told(contracts, "revised-base"):
        firsts = [part.partition("first print (")[2].partition("m)")[0] for part in text.split(";")]
        assert all(float(first.replace(",", "")) * 1e6 <= largest for first in firsts), text


def test_one_fact_at_most_counts_for_a_figure_of_contracts(contracts: Answer) -> None:
    told_of = [tuple(row.items()) for row in table(contracts, "facts")]
    used = [dict(row) for row in told_of if dict(row)["used"]]
    kinds = ("value", "used", "published_at", "vintage", "publisher", "source", "url", "note")
    keys = [tuple(v for k, v in row.items() if k not in kinds) for row in used]
    assert sorted(keys) == sorted(set(keys))


def test_notes_on_published_figures_speak_of_the_class_asked(contracts: Answer) -> None:
    """No balance of contracts is implied by a later growth rate; one of all goods is."""
    implied = query(CONTRACTS, "SELECT DISTINCT flow FROM held WHERE vintage = 'implied'")
    assert ("BALANCE",) not in implied
    (text,) = [t for t in told(contracts, "published-figures") if t.startswith("Implied")]
    assert "balance" not in text.replace("balance with WLD in goods", "")


def test_contracts_of_a_place_that_registers_none_are_a_gap() -> None:
    answer = ask("USA", "WLD", of="technology-contracts", years="2011")
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert "technology-contracts" in gap.why
    assert gap.remedy


# --- services ---------------------------------------------------------------------------------


def stated(scope: str) -> dict[tuple[str, str], set[float]]:
    """Return every yearly figure of a scope by flow and year."""
    sql = """SELECT flow, period, list(value) FROM held WHERE freq = 'A' AND measure = 'level'
             AND indicator = 'services' AND unit = 'USD' GROUP BY ALL"""
    found = query(SERVICES, sql, f"scope = '{scope}'")
    return {(flow, year): set(values) for flow, year, values in found}


@pytest.mark.parametrize("scope", [OLD, NEW])
def test_every_figure_of_services_is_of_the_scope_asked(scope: str) -> None:
    answer, held = services(scope=scope), stated(scope)
    names = {"exports": "X", "imports": "M", "total_trade": "TOTAL", "balance": "BALANCE"}
    found = 0
    for year, row in by_period(answer).items():
        for column in ("exports", "imports"):
            if row[column] is not None:
                assert row[column] in held[names[column], year]
                found += 1
    assert found
    about = {c.name: c.about for c in answer.columns}
    assert about["exports"]["counts"] == about["imports"]["counts"] == scope
    assert any(scope in text for text in told(answer, "published-figures"))


def test_services_of_two_scopes_are_never_in_one_column() -> None:
    usual, held = services(), stated(OLD)
    (scope,) = {c.about["counts"] for c in usual.columns if c.name in {"exports", "imports"}}
    assert scope == OLD
    flows = {"exports": "X", "imports": "M", "balance": "BALANCE", "total_trade": "TOTAL"}
    for year, row in by_period(usual).items():
        for column, flow in flows.items():
            assert row[column] in {None, *made(row)[column], *held.get((flow, year), ())}
        if year >= "2014":
            assert {row[column] for column in flows} == {None}


def made(row: dict) -> dict[str, tuple]:
    """Return what is made of exports and imports when the publisher's own figure is older."""
    if row["exports"] is None or row["imports"] is None:
        return {"exports": (), "imports": (), "balance": (), "total_trade": ()}
    whole = row["exports"] + row["imports"]
    apart = row["exports"] - row["imports"]
    return {"exports": (), "imports": (), "balance": (apart,), "total_trade": (whole,)}


def test_a_year_between_the_scopes_is_a_gap() -> None:
    answer = services(years="2013")
    assert only(answer)["exports"] is None
    assert answer.ending is Ending.CANNOT_ANSWER


def test_services_are_on_the_account_on_which_they_are_stated() -> None:
    usual = ask("CHN", "WLD", of="services", years="2012")
    assert usual.rows == services(years="2012").rows
    assert all("records of" in gap.what for gap in usual.gaps)


def test_a_scope_that_is_not_held_names_those_that_are() -> None:
    answer = services(years="2012", scope="bpm4")
    (gap,) = answer.gaps
    assert "bpm4" in gap.why
    assert OLD in gap.why
    assert NEW in gap.why
