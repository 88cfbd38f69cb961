"""Notes on where figures come from: releases, published figures, valuation, money."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.account import Account
from steelyard.accounts.breaks import breaks_of, broken_between
from steelyard.accounts.calendar import base_of, source_periods
from steelyard.accounts.currency import Rates
from steelyard.accounts.prices import Deflator
from steelyard.accounts.published import Figure
from steelyard.accounts.resolve import candidates
from steelyard.accounts.sides import wanted
from steelyard.accounts.unconfirmed import failing, unconfirmed
from steelyard.store.release import Broken, Release
from steelyard.terms.answer import Note
from steelyard.terms.definition import Conversion
from steelyard.terms.evidence import FOR_SHARE

_LANDED = (
    "imports with cost, insurance and freight (CIF): imports hold the voyage and exports do not, "
    "so the balance is lower than on one valuation."
)
_THEIR_EXPORTS = (
    "As the other side reports them, exports are valued with cost, insurance and freight (CIF)"
)
_HIGHER = (
    "exports hold the voyage and imports do not, so the balance is higher than on one valuation."
)
_UNCONFIRMED = (
    "answers only because nothing else does, and nothing confirms it: figures may be far too low, "
    "for rows may be missing"
)
_VALUED = {
    "FAS": "free alongside ship (FAS)",
    "FOB": "free on board (FOB)",
    "CIF": "with cost, insurance and freight (CIF)",
    "CUSTOMS": "at customs value, without the freight and insurance of the voyage",
}
_BASIS = {
    ("FAS", "CUSTOMS"): (
        "Exports are valued free alongside ship (FAS) and imports at customs value, so neither "
        "holds the freight and insurance of the voyage."
    ),
    ("FAS", "CIF"): f"Exports are valued free alongside ship (FAS) and {_LANDED}",
    ("FOB", "CIF"): f"Exports are valued free on board (FOB) and {_LANDED}",
    ("CIF", "FOB"): f"{_THEIR_EXPORTS} and imports free on board (FOB): {_HIGHER}",
    ("CIF", "FAS"): f"{_THEIR_EXPORTS} and imports free alongside ship (FAS): {_HIGHER}",
}


def releases(account: Account) -> Iterator[Note]:
    """Name releases that nothing confirms or whose date is inferred, and two that answer."""
    seen = {c.held.release.name: c.held.release for c in account.choices().values()}
    for name, release in sorted(seen.items()):
        if unconfirmed(release):
            yield Note("unconfirmed", f"{name} {_UNCONFIRMED}: {failing(release)}.")
        if release.dated == "inferred":
            yield Note("release-date-inferred", f"{name}: {release.dated_how}")
    if len(seen) > 1:
        names = " and ".join(sorted(seen))
        yield Note("two-releases", f"Exports and imports come from two releases: {names}.")


def published(account: Account) -> Iterator[Note]:
    """Say that figures are single published ones, and which of them are implied."""
    names = sorted({c.held.release.name for c in account.choices().values() if c.published})
    if not names:
        return
    counts = sorted({c.said("scope") for c in account.choices().values() if c.said("scope")})
    scope = f" They count {', '.join(counts)}." if counts else ""
    yield Note(
        "published-figures",
        f"Single figures as their publishers stated them ({', '.join(names)}), not sums of a "
        f"table; the table facts lists each with its date and page.{scope}",
    )
    used = [figure for figure in account.case.ledger.figures if figure.used]
    named = sorted({_named(figure) for figure in used if figure.vintage == "implied"})
    if named:
        how = "Implied by other figures (a later growth rate, a sum), not printed"
        yield Note("published-figures", f"{how}: {', '.join(named)}.")


def other_scopes(account: Account) -> Iterator[Note]:
    """Name the other scopes in which the publisher states the same thing for the periods asked."""
    case = account.case
    for column, choice in account.choices().items():
        if not choice.published:
            continue
        every = candidates(case.ledger.store.held, wanted(case, column))
        scopes = {c.said("scope") for c in every if c.published} - {choice.said("scope"), ""}
        if scopes:
            ways = " or ".join(f"--set scope={scope}" for scope in sorted(scopes))
            yield Note("other-scopes", f"{column} are also published in another scope: {ways}.")


def _named(figure: Figure) -> str:
    """Name a figure; one behind the share in all goods with the world as such."""
    whole = " in all goods with the world" if figure.used_for == FOR_SHARE else ""
    return f"{figure.column.replace('_', ' ')}{whole} of {figure.period}"


def breaks(account: Account) -> Iterator[Note]:
    """Say between which of the periods asked, bases included, a series changes its meaning."""
    periods = account.case.periods
    first = min((base_of(p, account.case.definition) for p in periods), default=None)
    told: dict[Broken, list[str]] = {}
    for column, broken in breaks_of(account):
        if first is not None and broken_between(broken, first, periods[-1]):
            told.setdefault(broken, []).append(column)
    for broken, columns in told.items():
        text = f"{' and '.join(columns)}: {broken.last} and {broken.first} do not compare"
        yield Note("scope-change", f"{text}: {broken.why}")


def valuation(account: Account) -> Iterator[Note]:
    """Say where exports and imports are valued."""
    of = {name: c.said("valuation") for name, c in account.choices().items()}
    text = _BASIS.get((of.get("exports", ""), of.get("imports", "")))
    if text:
        yield Note("valuation", text)


def valuation_alone(account: Account) -> Iterator[Note]:
    """Say where the only column of an account is valued."""
    choices = account.choices()
    for name, choice in choices.items() if len(choices) == 1 else ():
        words = _VALUED.get(choice.said("valuation"))
        if words:
            yield Note("valuation", f"{name.capitalize()} are valued {words}.")


def conversion(account: Account) -> Iterator[Note]:
    """Say at which rates figures were converted, period by period or part by part."""
    case = account.case
    for source in account.views.values():
        choice = source.answered()
        if not isinstance(source.rates, Rates) or choice is None:
            continue
        whole = case.definition.conversion is Conversion.TOTAL
        parts = [part for p in case.periods for part in source_periods(p, choice.freq)]
        labels = [str(period) for period in case.periods] if whole else parts
        used = [rated.held.release for rated, _ in source.rates.by_series(labels)]
        if used:
            yield Note("converted", _rule(used, whole=whole) + _later(account, used))
            return


def _rule(used: list[Release], *, whole: bool) -> str:
    name = ", ".join(release.name for release in used)
    if whole:
        return (
            f"Each period's total was converted at that period's average rate ({name}); the "
            "sum of months converted one by one would differ (--set conversion=parts)."
        )
    return (
        f"Each part of a period was converted at its own average rate, then summed ({name}); the "
        "period's total at the period's average rate would differ (--set conversion=total)."
    )


def _later(account: Account, used: list[Release], what: str = "Those rates") -> str:
    day = account.case.definition.as_of
    if not day or all(release.known_by(day) for release in used):
        return ""
    return f" {what} came out after {day}; averages of past periods stay as they are."


def prices(account: Account) -> Iterator[Note]:
    """Say by which index figures were deflated."""
    for source in account.views.values():
        if isinstance(source.deflator, Deflator):
            release, place = source.deflator.held.release, source.deflator.place
            yield Note(
                "deflated",
                f"Real terms: values at consumer prices of {source.deflator.year}, chained from "
                f"yearly changes of {place} ({release.name}); they are no prices of traded goods."
                f"{_later(account, [release], 'Those prices')}",
            )
            return
