"""What the reader of an account must know, one function a matter."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW, base_of
from steelyard.accounts.currency import RateChoice
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.resolve import Choice
from steelyard.accounts.sides import needed_by_partner
from steelyard.measures.totals import totals_by
from steelyard.terms.answer import Note, Row
from steelyard.terms.definition import Comparison
from steelyard.terms.flow import Adjustment
from steelyard.terms.place import WORLD, Group, Place

TOLERANCE = 1_000_000
_BASIS = {
    ("FAS", "CUSTOMS"): "Exports are valued free alongside ship (FAS) and imports at customs value, "
    "so neither holds the freight and insurance of the voyage.",
}


def notes(account: Account, rows: tuple[Row, ...]) -> tuple[Note, ...]:
    """Return the notes of an account, in a fixed order."""
    return (
        *_releases(account),
        *_valuation(account),
        *_membership(account),
        *_place(account),
        *_conversion(account),
        *_partial(account),
        *_bases(account, rows),
        *_parts_against_total(account),
    )


def _choices(account: Account) -> dict[str, Choice]:
    views = account.views.items()
    return {name: v.choice for name, v in views if isinstance(v.choice, Choice)}


def _releases(account: Account) -> Iterator[Note]:
    seen = {c.held.release.name: c.held.release for c in _choices(account).values()}
    for name, release in sorted(seen.items()):
        if release.dated == "inferred":
            yield Note("release-date-inferred", f"{name}: {release.dated_how}")
    if len(seen) > 1:
        names = " and ".join(sorted(seen))
        yield Note("two-releases", f"Exports and imports come from two releases: {names}.")


def _valuation(account: Account) -> Iterator[Note]:
    of = {name: c.series.of.get("valuation", "") for name, c in _choices(account).items()}
    text = _BASIS.get((of.get("exports", ""), of.get("imports", "")))
    if text:
        yield Note("valuation", text)


def _membership(account: Account) -> Iterator[Note]:
    target = account.partner.target
    if not isinstance(target, Group) or not account.periods:
        return
    first, last = account.periods[0], account.periods[-1]
    counts = [len(account.partner.members(period)) for period in (first, last)]
    spread = str(counts[0]) if counts[0] == counts[1] else f"{counts[0]} to {counts[1]}"
    rule = "by the members on the last day of each period" if target.dated else "fixed membership"
    text = f"{target.code} is summed from its members ({spread}; {rule}; source: {target.source})."
    yield Note("group-of-members", text)
    absent = sorted({code for period in account.periods for code in account.partner.absent(period)})
    if absent:
        text = f"These members do not exist for statistics in part of the periods: {_join(absent)}."
        yield Note("members-absent", text)


def _place(account: Account) -> Iterator[Note]:
    target = account.partner.target
    if isinstance(target, Place) and target.note:
        yield Note("place", f"{target.code}: {target.note}")


def _conversion(account: Account) -> Iterator[Note]:
    for source in account.views.values():
        if isinstance(source.rates, RateChoice):
            name = source.rates.held.release.name
            yield Note(
                "converted",
                f"Each period's total was converted at that period's average rate ({name}); the "
                "sum of months converted one by one would differ.",
            )
            return


def _partial(account: Account) -> Iterator[Note]:
    if account.question.partial:
        text = "Totals add up what there is; the gaps tell which periods are incomplete."
        yield Note("partial", text)


def _bases(account: Account, rows: tuple[Row, ...]) -> Iterator[Note]:
    exports, growth = 1, 5
    lacking = [str(r[0]) for r in rows if r[exports] is not None and r[growth] is None]
    if lacking:
        one = account.question.definition.comparison is Comparison.PREVIOUS
        base = "the period before" if one else "the same period a year before"
        bases = [str(base_of(p, account.question.definition)) for p in account.periods]
        by_period = dict(zip([str(p) for p in account.periods], bases, strict=True))
        without = _join([f"{p} (base {by_period[p]})" for p in lacking])
        yield Note("no-growth", f"Growth is against {base}; no such base is held for {without}.")


def _parts_against_total(account: Account) -> Iterator[Note]:
    """Compare the publisher's world row with the sum of the single partners."""
    target, question = account.partner.target, account.question
    seasonal = question.definition.adjustment is Adjustment.SEASONAL
    if target.code != WORLD or account.cls.name != "goods" or seasonal:
        return
    for column in _choices(account):
        worst = _differences(account, column)
        if worst:
            text = f"Single partners do not add up to the world row in {column}: {_join(worst)}."
            yield Note("parts-differ-from-total", text)


def _differences(account: Account, column: str) -> list[str]:
    source = account.views[column]
    choice, needed = needed_by_partner(source, account.periods)
    parts = Ledger(account.ledger.store).partners(choice, account.cls.codes, needed, column)
    parts = totals_by(parts, "period", partial=True).rename({"value": "parts"})
    rows = account.found[column]
    if rows is None:
        return []
    whole = totals_by(rows.filter(nw.col("role") == NOW), "period", partial=True)
    off = whole.join(parts, on="period", how="inner").select(
        "period", (nw.col("parts") - nw.col("value")).alias("off")
    )
    found = account.ledger.store.engine.rows(off, ["period"])
    return [
        f"{period} by {_millions(Decimal(amount))}m {choice.series.of['currency']}"
        for period, amount in found
        if amount is not None and abs(amount) > TOLERANCE
    ]


def _millions(amount: Decimal) -> str:
    return f"{amount / 10**6:+,.1f}"


def _join(words: list[str]) -> str:
    return ", ".join(words)
