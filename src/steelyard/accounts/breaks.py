"""Breaks: neighbouring periods of a series that its release says may not be compared."""

from __future__ import annotations

from itertools import pairwise

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import base_of
from steelyard.accounts.choice import Choice
from steelyard.accounts.dated_lists import own_breaks
from steelyard.accounts.spreads import Spreads
from steelyard.classes.ways import Converted
from steelyard.nomenclature.products import editions, product
from steelyard.store.release import Broken
from steelyard.terms.period import Period


def breaks_of(account: Account) -> tuple[tuple[str, Broken], ...]:
    """Return the breaks that releases state for the columns of an account, with the column."""
    stated = [
        (column, broken)
        for column, choice in account.choices().items()
        for broken in choice.held.release.breaks
        if broken.flow in {"", choice.said("flow")}
        and broken.what in {*choice.way.codes, *account.views[column].partner.members_named()}
    ]
    edited = [(c, b) for c, choice in account.choices().items() for b in _of_editions(choice)]
    bridged = [
        (c, b)
        for c, choice in account.choices().items()
        for b in _bridged(choice, account.read.get(c))
    ]
    own = [
        (c, b)
        for c, choice in account.choices().items()
        for b in own_breaks(choice, account.read.get(c), account.case.cls.name)
    ]
    return (*stated, *edited, *bridged, *own)


def _bridged(choice: Choice, read: Spreads | None) -> list[Broken]:
    """Return a break where a converted class goes on in another edition and is in doubt there."""
    if not isinstance(choice.way, Converted) or read is None:
        return []
    pairs = pairwise(sorted(read.usable.items(), key=lambda item: item[0][::-1]))
    return [
        Broken(
            what=choice.way.cls.name,
            flow=choice.said("flow"),
            last=f"{int(year) - 1}-12",
            first=f"{year}-01",
            why=f"{choice.way.cls.name} is made from the {before.held} before and from the "
            f"{after.held} since: what it holds of their codes is known between bounds only.",
        )
        for ((old, _), before), ((edition, year), after) in pairs
        if edition != old and not (before.exact and after.exact)
    ]


def _of_editions(choice: Choice) -> list[Broken]:
    """Return a break at each new edition for codes that only some editions have.

    A class of one edition is read in that edition throughout and has none.
    """
    way = choice.way
    if way.kind != "flows" or way.listed or way.edition or way.nomenclature != "HS":
        return []
    every = editions(way.nomenclature)
    return [
        Broken(
            what=code,
            last=f"{int(edition) - 1}-12",
            first=f"{edition}-01",
            why=f"hs:{code} is a code of the HS {', '.join(known)} only; in other editions its "
            "goods stand under other codes.",
        )
        for code in filter(None, way.codes)
        if (known := product(way.nomenclature, code).editions) != every
        for edition in every[1:]
        if (edition in known) != (every[every.index(edition) - 1] in known)
    ]


def broken_bases(account: Account, column: str) -> tuple[str, ...]:
    """Return the periods asked that a break divides from the period they are compared with."""
    told = [broken for name, broken in breaks_of(account) if name == column]
    pairs = [(base_of(p, account.case.definition), p) for p in account.case.periods]
    return tuple(str(p) for base, p in pairs if any(broken_between(b, base, p) for b in told))


def broken_between(broken: Broken, before: Period, after: Period) -> bool:
    """Tell whether a break lies between two periods."""
    first = Period.labelled(broken.first).months[0]
    return before.months[0] < first <= after.months[-1]
