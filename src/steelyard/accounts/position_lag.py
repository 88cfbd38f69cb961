"""How many years a country lies behind another on an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from steelyard.accounts.account import open_account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.case import Case
from steelyard.accounts.indicators import Indicator, by_year, in_common, kinds, places_with
from steelyard.accounts.members import Partner
from steelyard.accounts.position import Component, Rated
from steelyard.accounts.sides import view
from steelyard.maths.behind import years_behind
from steelyard.maths.lag import Lag, WhyNot, lag
from steelyard.nomenclature.places import place
from steelyard.nomenclature.spoken import spoken
from steelyard.terms.answer import Gap
from steelyard.terms.errors import BadOption, did_you_mean
from steelyard.terms.evidence import Method
from steelyard.terms.period import Frequency, Period, PeriodRange
from steelyard.terms.place import WORLD
from steelyard.terms.question import WeighQuestion

TRADE = ("exports", "imports")
_METHOD = Method(
    "lag",
    "argmin over s of mean (ln y_t - ln x_(t - s))^2, y the country and x the leader; interval by "
    "a circular block bootstrap of the residuals",
    "Politis and Romano (1992), in LePage and Billard (eds.), Exploring the Limits of Bootstrap, "
    "pp. 263-270",
)
_NOW = Method(
    "years-behind", "T - t*, x(t*) = y_T, x growing evenly between known years", "definition"
)
_WHY = {
    "few-points": "too few years are left in which both are held",
    "ahead": "it is ahead, not behind",
    "beyond": "the longest shift that the years held allow fits best: the lag may be longer",
    "not-monotone": "the leader passed such values more than once, or never",
    "not-following": "it does not follow the leader's past",
    "uninformative": "any lag would do as well",
}

_OTHER = "Ask on another indicator with --on, or behind another country with --against."


def lags(asked: Rated, seed: int) -> Iterator[Component]:
    """Yield the lag behind the leader, or that the two are not comparable and why."""
    if not asked.leader:
        return
    asked.by(_METHOD)
    scope, unit, apart = _alike(asked)
    if apart:
        remedy = "Add both in one unit with `steelyard add FILE`, or ask with --on for another."
        yield _lacking(asked, apart, remedy)
        return
    lead, own = (_series(asked, who, scope, unit) for who in (asked.leader, asked.country))
    if not lead or not own:
        who = asked.leader if not lead else asked.country
        why = f"{asked.on} of {spoken(who)} by year is not held"
        remedy = "Add its data with `steelyard add FILE`, or ask for another indicator with --on."
        yield _lacking(asked, why, remedy)
        return
    on = ", ".join(filter(None, (asked.on, scope, unit)))
    found = lag(lead, own, seed=seed)
    yield _told(asked, _behind(found, lead, own), on, max(own))
    yield _now(asked, years_behind(lead, own), on, max(own))


def _lacking(asked: Rated, why: str, remedy: str) -> Component:
    behind = f"behind {spoken(asked.leader)} on {asked.on}"
    return asked.lacking("lag", why, remedy, definition=behind, of=asked.leader)


def _behind(found: Lag, lead: Mapping[int, float], own: Mapping[int, float]) -> Lag:
    """Return a lag; who is ahead in the newest year of both has none."""
    both = lead.keys() & own.keys()
    if found.why_not is None and both and own[max(both)] > lead[max(both)]:
        return replace(found, years=None, low=None, high=None, why_not=WhyNot.AHEAD)
    return found


def _told(asked: Rated, found: Lag, on: str, last: int) -> Component:
    text = (
        f"lag behind {spoken(asked.leader)} on {on}: the shift of the leader's past that "
        f"{asked.country} is nearest to, in logarithms, over {found.points} years"
    )
    if found.why_not is not None:
        why = f"not comparable: {_WHY[str(found.why_not)]}"
        asked.gaps.append(Gap(f"lag behind {spoken(asked.leader)} on {on}", why, _OTHER))
        return Component("lag", None, "years", str(last), f"{text}; {why}", of=asked.leader)
    return Component(
        "lag", found.years, "years", str(last), text, found.low, found.high, of=asked.leader
    )


def _now(asked: Rated, years: float | None, on: str, last: int) -> Component:
    """Return how long ago the leader stood where the country stood in its newest year."""
    asked.by(_NOW)
    text = (
        f"years since {spoken(asked.leader)} last stood where {asked.country} stood in {last}, on "
        f"{on}"
    )
    if years is None:
        what = f"years behind {spoken(asked.leader)} in {last} on {on}"
        why = "the leader is not known to have passed that value by then"
        asked.gaps.append(Gap(what, why, _OTHER))
    return Component("years-behind", years, "years", str(last), text, of=asked.leader)


def _alike(asked: Rated) -> tuple[str, str, str]:
    """Return the scope and unit in which both countries are held, or why they are not alike."""
    if asked.on in TRADE:
        return "", asked.definition.currency, ""
    _known(asked)
    held, wished = asked.ledger.store.held, asked.definition.scope
    told = {
        who: kinds(held, Indicator(who, asked.on, scope=wished), asked.definition)
        for who in (asked.leader, asked.country)
    }
    found = in_common(told.values(), asked.definition)
    if found is not None or not all(told.values()):
        return (*(found or (wished or "", "")), "")
    words = (
        f"of {spoken(who)} in {', '.join(sorted(' '.join(filter(None, kind)) for kind in every))}"
        for who, every in told.items()
    )
    return "", "", f"{asked.on} is held {' and '.join(words)}: in no common unit and scope"


def _series(asked: Rated, who: str, scope: str, unit: str) -> Mapping[int, float]:
    """Return the indicator of a country by year, values above zero only."""
    if asked.on in TRADE:
        found = _traded(asked, who)
    else:
        wished = Indicator(who, asked.on, scope=scope, unit=unit)
        told = by_year(asked.ledger, wished, asked.definition, "lag")
        found = {year: figure.value for year, figure in told.items() if figure.value is not None}
    return {year: value for year, value in found.items() if value > 0}


def _traded(asked: Rated, who: str) -> dict[int, float]:
    """Return exports or imports of the class of a country with the world, every year held."""
    question = WeighQuestion(who, WORLD, asked.cls.name, definition=asked.definition)
    world = Partner(place(WORLD), who, asked.definition)
    case = Case(asked.ledger, question, asked.cls, world)
    choice = view(case, asked.on).answered()
    if choice is None or not choice.series.last:
        return {}
    ends = (
        Period(Frequency.A, int(choice.series.first[:4])),
        Period(Frequency.A, int(choice.series.last[:4])),
    )
    case = replace(case, question=replace(question, periods=PeriodRange(*ends)))
    case = replace(case, partner=replace(world, end=ends[1]))
    account = open_account(case, f"lag on {asked.on}", bases=False)
    frame = account.balance(NOW, partial=False).select("period", asked.on)
    rows = asked.ledger.rows(frame, ["period"])
    return {int(year): float(value) for year, value in rows if value is not None}


def _known(asked: Rated) -> None:
    """Refuse an indicator of which nothing is held.

    Raises:
        BadOption: no release states it for any place.
    """
    held = asked.ledger.store.held
    if places_with(held, asked.on):
        return
    every = sorted(
        {s.of["indicator"] for h in held for s in h.release.series if "indicator" in s.of}
    )
    raise BadOption(
        f"You asked for a lag on {asked.on!r}",
        "no release held states an indicator of this name",
        "A lag on another indicator is another lag",
        did_you_mean(asked.on, [*TRADE, *every], "Use exports, imports or gdp."),
    )
