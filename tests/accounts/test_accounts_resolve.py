"""Which release answers: each requirement's reason, in the stated order, and the precedence."""

from __future__ import annotations

import pytest
from release_records import EXPORTS, held, series

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.accounts.resolve import resolve
from steelyard.classes.selection import Selection
from steelyard.terms.definition import define
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Frequency

IMPORT, EXPORT = FlowKind.IMPORT, FlowKind.EXPORT


def wanted(
    flow: FlowKind = IMPORT,
    *,
    reporter: str = "CHN",
    nomenclature: str = "TOTAL",
    freq: str = "A",
    partners: tuple[str, ...] = ("USA",),
    digits: int = 0,
    **definition: str,
) -> Wanted:
    ways = (Selection(nomenclature=nomenclature, codes=("TOTAL",), digits=digits),)
    return Wanted(reporter, flow, ways, Frequency(freq), define(definition), partners)


def chosen(stores: list, want: Wanted) -> Choice:
    found = resolve(stores, want)
    assert isinstance(found, Choice), found
    return found


def refused(stores: list, want: Wanted) -> Unanswered:
    found = resolve(stores, want)
    assert isinstance(found, Unanswered), found
    return found


# --- the requirements -------------------------------------------------------------------------

# In the stated order: a question that meets all those above it and fails this one, what the reason
# must name of the question, and what it must name of the holdings.
REQUIREMENTS = [
    ("reporter", wanted(reporter="JPN"), "JPN", "CHN"),
    ("flow", wanted(FlowKind.RE_EXPORT), "RX", "M"),
    ("nomenclature", wanted(nomenclature="CENSUS-ATP"), "CENSUS-ATP", "TOTAL"),
    ("level", wanted(digits=4), "4 digits", "none digits"),
    ("account", wanted(account="bop"), "bop", "customs"),
    ("import_basis", wanted(import_basis="consumption"), "consumption", "general"),
    ("adjustment", wanted(adjustment="seasonal"), "seasonal", "none"),
    ("valuation", wanted(import_valuation="FOB"), "FOB", "CIF"),
    ("partner", wanted(partners=("JPN",)), "JPN", "CUB, PRK, USA"),
    ("freq", wanted(freq="M"), "M", "A"),
    ("vintage", wanted(vintage="first"), "first printed", "every period"),
    ("as_of", wanted(as_of="2020-12-31"), "2020-12-31", "2021-01-15"),
    ("release", wanted(release="2019-05-05"), "2019-05-05", "2021-01-15"),
]
STATED = [name for name, *_ in REQUIREMENTS]
BROKEN = {
    "reporter": "JPN",
    "flow": FlowKind.RE_EXPORT,
    "nomenclature": "CENSUS-ATP",
    "digits": 4,
    "account": "bop",
    "import_basis": "consumption",
    "adjustment": "seasonal",
    "import_valuation": "FOB",
    "partners": ("JPN",),
    "freq": "M",
    "vintage": "first",
    "as_of": "2020-12-31",
}


@pytest.mark.parametrize(("name", "want", "asked", "found"), REQUIREMENTS, ids=STATED)
def test_a_requirement_that_fails_names_what_is_asked_and_what_is_held(
    name: str, want: Wanted, asked: str, found: str
) -> None:
    reason = refused([held(series(freq="A", first="2000", last="2020"))], want)
    assert asked in reason.why
    assert found in (reason.why.partition("held")[2] or reason.why)
    assert reason.remedy


def test_every_requirement_has_a_reason_of_its_own() -> None:
    stores = [held(series(freq="A"))]
    reasons = {refused(stores, want).why for _, want, *_ in REQUIREMENTS}
    assert len(reasons) == len(REQUIREMENTS)


@pytest.mark.parametrize("at", range(len(BROKEN)), ids=BROKEN.keys())
def test_the_first_requirement_that_leaves_nothing_is_the_reason(at: int) -> None:
    stores = [held(series(freq="A"))]
    this_and_later = dict(list(BROKEN.items())[at:])
    assert refused(stores, wanted(**this_and_later)) == refused(stores, REQUIREMENTS[at][1])


def test_exports_are_asked_by_scope_and_their_own_valuation() -> None:
    stores = [held(series(EXPORTS))]
    assert "domestic" in refused(stores, wanted(EXPORT, export_scope="domestic")).why
    assert "FAS" in refused(stores, wanted(EXPORT, export_valuation="FAS")).why
    for harmless in ({"import_basis": "consumption"}, {"import_valuation": "CIF"}):
        assert chosen(stores, wanted(EXPORT, **harmless)).series.of["valuation"] == "FOB"


def test_an_empty_store_says_so() -> None:
    assert "no table of flows" in refused([], wanted()).why
    assert "no table of flows" in refused([held(kind="rates")], wanted()).why


def test_the_reason_names_every_alternative_held() -> None:
    stores = [held(series(reporter="USA"), series(reporter="DEU")), held(series(reporter="FRA"))]
    assert "DEU, FRA, USA" in refused(stores, wanted(reporter="JPN")).why


# --- the precedence ---------------------------------------------------------------------------


def test_the_precedence_of_the_source_comes_first() -> None:
    worse = held(series(valuation="CUSTOMS"), published_at="2022-01-01", precedence=20, dataset="a")
    better = held(series(valuation="CIF"), published_at="2001-01-01", precedence=5, bundled=True)
    for stores in ([worse, better], [better, worse]):
        assert chosen(stores, wanted()).held is better


@pytest.mark.parametrize(
    ("flow", "best_first"),
    [(IMPORT, ["CUSTOMS", "CIF", "FOB"]), (EXPORT, ["FOB", "FAS", "CIF"])],
)
def test_then_the_valuation_as_stated(flow: FlowKind, best_first: list[str]) -> None:
    of = {"of": EXPORTS} if flow is EXPORT else {}
    for count in range(1, len(best_first) + 1):
        stated = [series(**of, valuation=name) for name in best_first[-count:]]
        for order in (stated, stated[::-1]):
            found = chosen([held(*order)], wanted(flow))
            assert found.series.of["valuation"] == best_first[-count:][0]


def test_a_valuation_asked_for_wins_over_the_usual_one() -> None:
    stores = [held(series(valuation="CUSTOMS"), series(valuation="CIF"))]
    assert chosen(stores, wanted(import_valuation="CIF")).series.of["valuation"] == "CIF"


def test_then_the_frequency_nearest_to_the_one_asked() -> None:
    stores = [
        held(series(freq="M"), published_at="2022-01-01"),
        held(series(freq="Q"), published_at="2021-01-01"),
        held(series(freq="A"), published_at="2020-01-01"),
    ]
    for freq in "AQM":
        assert chosen(stores, wanted(freq=freq)).freq == freq
    assert chosen(stores[:2], wanted(freq="A")).freq == "Q"


def test_then_the_newest_release() -> None:
    old, new = held(published_at="2021-01-15"), held(published_at="2021-06-15", bundled=True)
    for stores in ([old, new], [new, old]):
        assert chosen(stores, wanted()).held is new


def test_then_the_users_own_store() -> None:
    own, bundled = held(), held(bundled=True)
    for stores in ([own, bundled], [bundled, own]):
        assert chosen(stores, wanted()).held is own


def test_then_the_name_of_the_dataset() -> None:
    one, two = held(dataset="a-table"), held(dataset="b-table")
    for stores in ([one, two], [two, one]):
        assert chosen(stores, wanted()).held is one


def test_a_series_in_the_currency_asked_goes_before_one_that_must_be_converted() -> None:
    yuan, dollars = series(currency="CNY"), series(currency="USD")
    for order in ([yuan, dollars], [dollars, yuan]):
        for currency in ("CNY", "USD"):
            found = chosen([held(*order)], wanted(currency=currency))
            assert found.series.of["currency"] == currency


# --- releases ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published_at", "as_of", "known"),
    [
        ("2017-01-15", "2017-01-14", False),
        ("2017-01-15", "2017-01-15", True),
        ("2017-01", "2017-01-30", False),
        ("2017-01", "2017-01-31", True),
        ("2016-02", "2016-02-28", False),
        ("2016-02", "2016-02-29", True),
        ("2016-12", "2016-12-31", True),
        ("2016-12", "2016-12-30", False),
        ("2016-12", "2017-01-01", True),
    ],
)
def test_a_release_counts_from_the_day_it_was_surely_out(
    published_at: str, as_of: str, known: bool
) -> None:
    found = resolve([held(published_at=published_at)], wanted(as_of=as_of))
    assert isinstance(found, Choice) is known


def test_as_of_takes_the_newest_of_those_out() -> None:
    stores = [held(published_at=day) for day in ("2020-01-15", "2021-01-15", "2022-01-15")]
    assert chosen(stores, wanted(as_of="2021-12-31")).held.release.release == "2021-01-15"
    assert chosen(stores, wanted()).held.release.release == "2022-01-15"


def test_the_last_day_of_the_calendar_is_a_date_like_any_other() -> None:
    assert chosen([held(published_at="2017-01")], wanted(as_of="9999-12-31"))


def test_a_release_asked_for_answers_alone() -> None:
    stores = [held(published_at=day) for day in ("2020-01-15", "2021-01-15")]
    found = chosen(stores, wanted(release="2020-01-15"))
    assert found.held.release.release == "2020-01-15"


def test_a_release_asked_for_that_came_later_than_as_of_is_said_to_be_too_late() -> None:
    stores = [held(published_at=day) for day in ("2020-01-15", "2021-01-15")]
    want = wanted(release="2021-01-15", as_of="2020-12-31")
    assert "2020-12-31" in refused(stores, want).why


def test_the_reason_for_a_date_too_early_names_the_releases_held() -> None:
    stores = [held(published_at=day) for day in ("2020-01-15", "2021-01-15")]
    why = refused(stores, wanted(as_of="2019-01-01")).why
    assert "2020-01-15, 2021-01-15" in why


def test_a_series_without_any_value_is_not_chosen() -> None:
    empty = held(series(first="", last=""), published_at="2022-01-15")
    full = held(published_at="2020-01-15")
    for stores in ([empty, full], [full, empty]):
        assert chosen(stores, wanted()).held is full
    why = refused([empty], wanted()).why
    assert why == "customs@2022-01-15 states no value at all: every one is missing"


def test_an_empty_series_of_the_same_release_gives_way_to_one_with_values() -> None:
    stores = [held(series(valuation="FOB", first="", last=""), series(valuation="CIF"))]
    assert chosen(stores, wanted()).series.of["valuation"] == "CIF"


def test_the_reason_for_a_place_that_does_not_report_says_which_do() -> None:
    stores = [held(series(reporter=code)) for code in ("USA", "JPN")]
    reason = refused(stores, wanted())
    assert "held are JPN, USA" in reason.why
    assert reason.remedy.endswith("Name a place that reports, JPN or USA, first.")
    assert "first." not in refused([held()], wanted(EXPORT)).remedy


def test_a_series_without_the_partner_is_not_chosen() -> None:
    world = held(series(partners=("WLD",)), published_at="2022-01-15")
    others = held(series(partners=("CUB", "PRK")), published_at="2020-01-15")
    stores = [world, others]
    assert chosen(stores, wanted(partners=("WLD",))).held is world
    assert chosen(stores, wanted(partners=("CUB",))).held is others
    assert chosen(stores, wanted(partners=("USA", "PRK"))).held is others
    assert refused(stores, wanted()).why == "customs states this for CUB, PRK, WLD, not for USA"


def test_a_total_over_all_partners_does_not_answer_for_one() -> None:
    reason = refused([held(series(partners=("WLD",)))], wanted(partners=("JPN", "PRK")))
    assert "for all partners together (WLD), not for JPN, PRK" in reason.why
    assert "WLD" in reason.remedy


def test_many_partners_are_counted_and_not_listed() -> None:
    many = tuple(f"A{n:02d}" for n in range(9))
    reason = refused([held(series(partners=many))], wanted())
    assert reason.why == "customs states this for 9 others, not for USA"


def test_the_partner_is_asked_after_the_definition_and_before_the_frequency() -> None:
    stores = [held(series(freq="A", first="2000", last="2020"))]
    who = {"partners": ("JPN",)}
    assert "CIF" in refused(stores, wanted(**who, import_valuation="FOB")).why
    assert "JPN" in refused(stores, wanted(**who, freq="M", as_of="2020-12-31")).why


# --- one definition a column ------------------------------------------------------------------


def test_a_column_is_one_series_of_one_release() -> None:
    stores = [held(series(valuation=v, freq=f)) for v in ("CIF", "FOB") for f in ("A", "M")]
    found = chosen(stores, wanted())
    assert found.series in found.held.release.series
    assert found.about() == {
        "valuation": "CIF",
        "account": "customs",
        "basis": "general",
        "adjustment": "none",
        "dataset": "customs",
        "release": "2021-01-15",
    }


def test_an_export_tells_its_scope_and_an_import_its_basis() -> None:
    stores = [held(series(EXPORTS), series())]
    assert chosen(stores, wanted(EXPORT)).about()["scope"] == "total"
    assert "basis" not in chosen(stores, wanted(EXPORT)).about()
    assert chosen(stores, wanted(IMPORT)).about()["basis"] == "general"
    assert "scope" not in chosen(stores, wanted(IMPORT)).about()
