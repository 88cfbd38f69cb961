"""Which series of published figures answers: its requirements, the ways of a class, candidates."""

from __future__ import annotations

import pytest
from release_records import EXPORTS, held, series

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.accounts.resolve import candidates, holds, resolve
from steelyard.classes.selection import Selection
from steelyard.store.release import Held, Series
from steelyard.terms.definition import define
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Frequency, Period, PeriodRange

GOODS = Selection(kind="indicators", codes=("goods",))
TOTAL = Selection(nomenclature="TOTAL", codes=("TOTAL",))
FIGURES = {
    "place": "CHN",
    "indicator": "goods",
    "flow": "M",
    "measure": "level",
    "freq": "A",
    "unit": "USD",
}


def figures(
    first: str = "2000",
    last: str = "2020",
    partners: tuple[str, ...] = ("JPN", "USA"),
    **changed: str | None,
) -> Series:
    """Return a series of China's imports of goods; a column changed to None is not told."""
    of = {name: value for name, value in {**FIGURES, **changed}.items() if value is not None}
    return Series(of=of, first=first, last=last, rows=1, missing=0, partners=partners)


def stated(*of: Series, **facts: object) -> Held:
    return held(*(of or (figures(),)), kind="indicators", dataset="figures", **facts)


def wanted(
    flow: FlowKind = FlowKind.IMPORT,
    *,
    ways: tuple[Selection, ...] = (GOODS,),
    reporter: str = "CHN",
    partners: tuple[str, ...] = ("USA",),
    freq: str = "A",
    periods: str = "",
    cumulated: bool = False,
    **definition: str,
) -> Wanted:
    asked = PeriodRange.parse(periods) if periods else ()
    spans = tuple(Period(p.freq, p.year, p.part, cumulated) for p in asked)
    return Wanted(reporter, flow, ways, Frequency(freq), define(definition), partners, spans)


def chosen(stores: list[Held], want: Wanted) -> Choice:
    found = resolve(stores, want)
    assert isinstance(found, Choice), found
    return found


def refused(stores: list[Held], want: Wanted) -> Unanswered:
    found = resolve(stores, want)
    assert isinstance(found, Unanswered), found
    return found


# --- the requirements, in the stated order ----------------------------------------------------

SPEAKING = figures(
    account="customs",
    import_basis="general",
    valuation="CIF",
    scope="all",
    partners=("JPN",),
    span="cumulated",
    first="2001-01/2001-06",
    last="2005-01/2005-06",
    freq="M",
)
# Each is a series that fails this requirement alone, and what the reason must name of both sides.
FAILING = [
    ("place", {"place": "JPN"}, {}, ("CHN", "JPN")),
    ("indicator", {"indicator": "services"}, {}, ("goods", "services")),
    ("flow", {"flow": "X"}, {}, ("M", "X")),
    ("measure", {"measure": "growth"}, {}, ("level", "growth")),
    ("value", {"first": "", "last": ""}, {}, ("no value at all", "figures@2021-01-15")),
    ("account", {"account": "bop"}, {}, ("customs", "bop")),
    ("import_basis", {"import_basis": "consumption"}, {}, ("general", "consumption")),
    ("valuation", {"valuation": "CIF"}, {"import_valuation": "FOB"}, ("FOB", "CIF")),
    ("adjustment", {}, {"adjustment": "seasonal"}, ("seasonal", "none")),
    ("scope", {"scope": "all"}, {"scope": "some"}, ("some", "all")),
    ("partner", {"partners": ("JPN",)}, {}, ("USA", "JPN")),
    ("span", {"span": "years"}, {}, ("spans of periods",)),
    ("freq", {}, {"freq": "M"}, ("M", "A")),
    ("release", {}, {"release": "2019-05-05"}, ("2019-05-05", "2021-01-15")),
]


@pytest.mark.parametrize(("name", "has", "asks", "told"), FAILING, ids=[f[0] for f in FAILING])
def test_a_requirement_that_fails_names_both_sides(
    name: str, has: dict, asks: dict, told: tuple[str, ...]
) -> None:
    reason = refused([stated(figures(**has))], wanted(**asks))
    assert all(word in reason.why for word in told)
    assert reason.remedy


@pytest.mark.parametrize("at", range(len(FAILING)), ids=[f[0] for f in FAILING])
def test_the_first_requirement_that_leaves_nothing_is_the_reason(at: int) -> None:
    """Nothing that fails later on, in the series or in the question, changes the reason."""
    this, later = FAILING[at], FAILING[at + 1 :]
    has = {name: value for one in reversed([this, *later]) for name, value in one[1].items()}
    asks = {name: value for one in reversed([this, *later]) for name, value in one[2].items()}
    alone = refused([stated(figures(**this[1]))], wanted(**this[2])).why
    all_at_once = refused([stated(figures(**has))], wanted(**asks)).why
    assert all_at_once.partition("held are")[0] == alone.partition("held are")[0]


@pytest.mark.parametrize(
    ("silent", "asks"),
    [
        ("account", {}),
        ("import_basis", {"import_basis": "consumption"}),
        ("import_basis", {"import_basis": "general"}),
        ("scope", {}),
        ("valuation", {}),
    ],
)
def test_what_a_publisher_does_not_tell_refuses_no_question(silent: str, asks: dict) -> None:
    assert silent not in chosen([stated()], wanted(**asks)).series.of


@pytest.mark.parametrize("asks", [{"account": "bop"}, {"import_valuation": "CIF"}, {"scope": "x"}])
def test_what_is_asked_for_by_name_must_be_told(asks: dict) -> None:
    refused([stated()], wanted(**asks))


def test_as_of_chooses_among_figures_and_not_among_releases() -> None:
    assert chosen([stated(published_at="2024-01")], wanted(as_of="2010-01-01"))


def test_a_first_print_is_asked_of_published_figures_only() -> None:
    assert chosen([stated()], wanted(vintage="first")).published
    reason = refused([held(series(freq="A"))], wanted(ways=(TOTAL,), vintage="first"))
    assert "not as first printed" in reason.why


@pytest.mark.parametrize("span", ["years", "day"])
def test_a_span_of_years_or_a_day_answers_nothing(span: str) -> None:
    labels = {"years": "2001/2018", "day": "2005-05-05"}
    one = figures(span=span, first=labels[span], last=labels[span])
    for cumulated in (False, True):
        refused([stated(one)], wanted(periods="2001-01:2001-06", freq="M", cumulated=cumulated))


# --- cumulated figures ------------------------------------------------------------------------

MONTHS = figures("2001-01", "2020-12", freq="M")
SPANS = figures("2001-01/2001-02", "2020-01/2020-12", freq="M", span="cumulated")


def test_cumulated_figures_answer_cumulated_questions_first_and_others_never() -> None:
    both = [stated(MONTHS, SPANS)]
    half = {"periods": "2005-06", "freq": "M"}
    assert chosen(both, wanted(**half)).series is MONTHS
    assert chosen(both, wanted(**half, cumulated=True)).series is SPANS
    assert chosen([stated(MONTHS)], wanted(**half, cumulated=True)).series is MONTHS
    assert "--cumulate" in refused([stated(SPANS)], wanted(**half)).remedy


def test_a_january_alone_is_no_span() -> None:
    both = [stated(MONTHS, SPANS)]
    january = wanted(periods="2005-01", freq="M", cumulated=True)
    assert chosen(both, january).series is MONTHS


# --- series that hold the periods -------------------------------------------------------------


def test_a_series_outside_the_periods_asked_comes_last_whatever_else() -> None:
    best = held(series(freq="A", first="2010", last="2020", valuation="CUSTOMS"), precedence=1)
    late = held(series(freq="M", first="2000-01", last="2009-12", valuation="CIF"), precedence=99)
    for stores in ([best, late], [late, best]):
        assert chosen(stores, wanted(ways=(TOTAL,), periods="2005:2006")).held is late
        assert chosen(stores, wanted(ways=(TOTAL,), periods="2009:2010")).held is best
        assert chosen(stores, wanted(ways=(TOTAL,))).held is best
        assert chosen(stores, wanted(ways=(TOTAL,), periods="1990:1991")).held is best


def test_of_published_series_the_one_that_reaches_more_periods_goes_first() -> None:
    short, long = (
        figures(first, last, scope=scope).model_copy(update={"rows": 20})
        for first, last, scope in (("2010", "2012", "a"), ("2011", "2020", "b"))
    )
    for order in ((short, long), (long, short)):
        assert chosen([stated(*order)], wanted(periods="2009:2012")).series == short
        assert chosen([stated(*order)], wanted(periods="2012:2015")).series == long


@pytest.mark.parametrize(
    ("first", "last", "asked", "reached"),
    [
        ("2001", "2002", "2002", True),
        ("2001", "2002", "2003", False),
        ("2001-12", "2002-01", "2001", True),
        ("2001-01/2001-02", "2001-01/2001-09", "2001-09", True),
        ("2001-01/2001-02", "2001-01/2001-09", "2001-10", False),
        ("2001-Q2", "2001-Q3", "2001-03", False),
        ("2001-Q2", "2001-Q3", "2001-04", True),
    ],
)
def test_what_a_series_holds(first: str, last: str, asked: str, reached: bool) -> None:
    choice = Choice(stated(), figures(first, last), GOODS)
    assert holds(choice, tuple(PeriodRange.parse(asked))) is reached
    assert holds(choice, ())


# --- the ways of a class ----------------------------------------------------------------------


def test_the_ways_are_tried_in_the_order_of_the_class() -> None:
    stores = [held(series(freq="A", first="2000", last="2020"), precedence=99), stated()]
    for ways, kind in (((TOTAL, GOODS), "flows"), ((GOODS, TOTAL), "indicators")):
        assert chosen(stores, wanted(ways=ways)).way.kind == kind
        assert chosen(stores, wanted(ways=ways, periods="2005:2006")).way.kind == kind


def test_a_later_way_that_holds_a_period_asked_goes_before_an_earlier_one_that_holds_none() -> None:
    stores = [held(series(freq="A", first="2010", last="2020")), stated(figures("2000", "2005"))]
    ways = (TOTAL, GOODS)
    assert chosen(stores, wanted(ways=ways, periods="2003")).published
    assert not chosen(stores, wanted(ways=ways, periods="2012")).published
    assert not chosen(stores, wanted(ways=ways, periods="1990")).published


def test_a_later_way_answers_when_the_first_cannot() -> None:
    stores = [held(series(EXPORTS)), stated()]
    assert chosen(stores, wanted(ways=(TOTAL, GOODS))).published


def test_when_no_way_answers_the_first_reason_is_given() -> None:
    stores = [held(series()), stated()]
    both = refused(stores, wanted(ways=(TOTAL, GOODS), account="bop"))
    assert both == refused(stores, wanted(ways=(TOTAL,), account="bop"))


def test_a_series_says_its_columns_by_the_names_of_flows() -> None:
    choice = chosen([stated(figures(valuation="CIF", import_basis="general"))], wanted())
    assert (choice.said("reporter"), choice.said("currency")) == ("CHN", "USD")
    assert (choice.currency, choice.freq) == ("USD", Frequency.A)
    told = choice.about()
    assert (told["valuation"], told["basis"], told["kind"]) == (
        "CIF",
        "general",
        "published figures",
    )


# --- every candidate --------------------------------------------------------------------------


def test_candidates_are_every_series_whatever_the_definition() -> None:
    every = [
        series(freq="A", valuation=v, import_basis=b, account=a, first="2000", last="2020")
        for v in ("CIF", "FOB")
        for b in ("general", "consumption")
        for a in ("customs", "bop")
    ]
    figure = figures(account="bop", scope="all")
    stores = [held(*every), stated(figure)]
    want = wanted(ways=(TOTAL, GOODS), periods="2005", adjustment="seasonal", as_of="1999-01-01")
    found = [choice.series for choice in candidates(stores, want)]
    assert len(found) == len(every) + 1
    assert all(one in found for one in (*every, figure))


def test_candidates_hold_the_periods_and_the_partner_at_a_frequency_fine_enough() -> None:
    good = series(freq="A", first="2000", last="2020")
    others = [
        series(freq="A", first="2010", last="2020"),
        series(freq="A", first="2000", last="2020", partners=("JPN",)),
        series(freq="A", first="", last=""),
        series(freq="A", first="2000", last="2020", detail="mode"),
        series(freq="A", first="2000", last="2020", reporter="JPN"),
        series(freq="A", first="2000", last="2020", flow="X"),
    ]
    found = candidates([held(good, *others)], wanted(ways=(TOTAL,), periods="2005"))
    assert [choice.series for choice in found] == [good]
    months = wanted(ways=(TOTAL,), periods="2005-01", freq="M")
    assert candidates([held(good)], months) == []


def test_the_series_that_answers_is_among_the_candidates() -> None:
    stores = [held(series(freq=f, valuation=v)) for f in "AM" for v in ("CIF", "FOB")]
    stores += [stated(MONTHS, SPANS), stated(figures())]
    for periods in ("2005", "2001:2003"):
        want = wanted(ways=(TOTAL, GOODS), periods=periods)
        assert chosen(stores, want) in candidates(stores, want)
