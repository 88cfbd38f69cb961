"""Notes that reconcile: parts with totals, product tables with totals, class lists with time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.case import ALL_GOODS
from steelyard.accounts.cells import needed_cells, partner_cells, read_cells
from steelyard.accounts.choice import Choice
from steelyard.accounts.flows import read_unclassified
from steelyard.accounts.ledger import Frame
from steelyard.accounts.notes_places import joined
from steelyard.accounts.own_total import own_total
from steelyard.accounts.sides import view
from steelyard.classes.registry import find_class
from steelyard.measures.totals import totals_by
from steelyard.nomenclature.places import place
from steelyard.terms.answer import Note
from steelyard.terms.definition import Season
from steelyard.terms.place import PlaceKind

_NOT_SINGLE = {PlaceKind.WORLD, PlaceKind.PUBLISHER_GROUP}
TOLERANCE = 1_000_000
EVERY_PARTNER = 100


def listed_class(account: Account) -> Iterator[Note]:
    """Say by which year's list a class was summed from product codes."""
    for column, choice in account.choices().items():
        read = account.read.get(column)
        if not choice.way.listed or (read is not None and read.converted):
            continue
        years = {period.year for period in account.case.periods}
        used = choice.way.outside(choice.said("flow"), years)
        told = [f"the list of {list_year} for {year}" for year, list_year in sorted(used.items())]
        stood = f" Applied to {column}: {joined(told)}." if told else ""
        yield Note("class-list", f"{choice.way.note}{stood}{_unclassified(account, column)}")


def _unclassified(account: Account, column: str) -> str:
    """Say how much stands under codes younger than the newest list, if any does."""
    case, source = account.case, account.views[column]
    choice = source.answered()
    needed = needed_cells(case, source, choice, bases=False) if choice else ()
    if choice is None or not needed:
        return ""
    found = case.ledger.rows(read_unclassified(case.ledger, choice, needed), ["period"])
    told = [f"{_millions(v).lstrip('+')}m in {period}" for period, v in found if v]
    if not told:
        return ""
    return (
        f" {column.capitalize()} under codes younger than the newest list, which may or may not be "
        f"of the class and are not counted: {joined(told)} {choice.currency}."
    )


def parts_against_total(account: Account) -> Iterator[Note]:
    """Compare the publisher's world row with the sum of the single partners."""
    if not account.case.whole or account.case.definition.adjustment is Season.SEASONAL:
        return
    for column, choice in account.choices().items():
        if choice.published or _few(choice):
            continue
        worst = _apart(account, column)
        if worst:
            text = f"Single partners do not add up to the world row in {column}: {joined(worst)}."
            yield Note("parts-differ-from-total", text)


def ranked_among(account: Account) -> Iterator[Note]:
    """Say among how many partners one is ranked, when a release holds only the main ones."""
    choices = account.choices().values()
    if account.ranked() and any(map(_few, choices)):
        held = set.intersection(*(set(choice.series.partners) for choice in choices))
        single = [code for code in held if place(code).kind not in _NOT_SINGLE]
        names = " and ".join(sorted({choice.held.release.name for choice in choices}))
        text = f"Ranks are among the {len(single)} single partners that {names} hold, not all."
        yield Note("ranked-among-few", text)


def _few(choice: Choice) -> bool:
    """Tell whether a series holds some partners only."""
    return len(choice.series.partners) < EVERY_PARTNER


def _apart(account: Account, column: str) -> list[str]:
    case, found = account.case, account.found[column]
    if found is None:
        return []
    cells = partner_cells(case, account.views[column], f"comparison of {column} with their parts")
    parts = totals_by(cells, "period", partial=True)
    whole = totals_by(found.filter(nw.col("role") == NOW), "period", partial=True)
    both = whole.join(parts.rename({"value": "parts"}), on="period", how="inner")
    off = both.select("period", (nw.col("parts") - nw.col("value")).alias("off"))
    unit = account.choices()[column].currency
    return [
        f"{period} by {_millions(Decimal(amount))}m {unit}"
        for period, amount in case.ledger.store.engine.rows(off, ["period"])
        if amount is not None and abs(amount) > TOLERANCE
    ]


def other_vintage(account: Account) -> Iterator[Note]:
    """Compare a product table's own total with the table that answers for all goods.

    Only totals under one definition are compared: other valuations are no other vintage.
    """
    case = account.case
    goods = replace(case, cls=find_class(ALL_GOODS), question=replace(case.question, by=""))
    for column, choice in account.choices().items():
        own = own_total(choice)
        seen = view(goods, column) if own else None
        best = seen.answered() if seen else None
        if own is None or seen is None or best is None or not _alike(own, best):
            continue
        why = "comparison of totals"
        usual = read_cells(goods, seen, why, bases=False)
        theirs = read_cells(goods, replace(seen, choice=own), why, bases=False)
        off = _off(account, theirs, usual)
        if off:
            yield Note(
                "other-vintage",
                f"{choice.held.release.name} is another vintage than {best.held.release.name}: its "
                f"own total of all {column} differs by {joined(off)}.",
            )


def _alike(own: Choice, best: Choice) -> bool:
    """Tell whether two tables state one thing under one definition, in two releases."""
    same = ("valuation", "import_basis", "export_scope", "account", "adjustment", "currency")
    other = own.held.release.name != best.held.release.name
    return other and all(own.said(name) == best.said(name) for name in same)


def _off(account: Account, mine: Frame | None, usual: Frame | None) -> list[str]:
    if mine is None or usual is None:
        return []
    now = nw.col("role") == NOW
    ours = totals_by(mine.filter(now), "period").rename({"value": "ours"})
    both = totals_by(usual.filter(now), "period").join(ours, on="period", how="inner")
    off = both.select("period", (nw.col("ours") - nw.col("value")).alias("off"))
    return [
        f"{_millions(Decimal(amount))}m in {period}"
        for period, amount in account.case.ledger.rows(off, ["period"])
        if amount is not None and abs(amount) > TOLERANCE
    ]


def _millions(amount: Decimal) -> str:
    return f"{amount / 10**6:+,.1f}"
