"""What the reader of an account must know, one function a matter."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import narwhals as nw

from steelyard.accounts.account import MAIN, Account
from steelyard.accounts.calendar import NOW, base_of
from steelyard.accounts.currency import Rates
from steelyard.accounts.gaps import listed
from steelyard.accounts.members import Partner
from steelyard.accounts.sides import partner_cells
from steelyard.measures.totals import totals_by
from steelyard.terms.answer import Note, Row
from steelyard.terms.definition import Comparison, InOut
from steelyard.terms.flow import Adjustment
from steelyard.terms.period import Period
from steelyard.terms.place import Group, Place

TOLERANCE = 1_000_000
_LANDED = (
    "imports with cost, insurance and freight (CIF): imports hold the voyage and exports do not, "
    "so the balance is lower than on one valuation."
)
_BASIS = {
    ("FAS", "CUSTOMS"): (
        "Exports are valued free alongside ship (FAS) and imports at customs value, so neither "
        "holds the freight and insurance of the voyage."
    ),
    ("FAS", "CIF"): f"Exports are valued free alongside ship (FAS) and {_LANDED}",
    ("FOB", "CIF"): f"Exports are valued free on board (FOB) and {_LANDED}",
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
        *_shares(account, rows),
        *_parts_against_total(account),
    )


def _releases(account: Account) -> Iterator[Note]:
    seen = {c.held.release.name: c.held.release for c in account.choices().values()}
    for name, release in sorted(seen.items()):
        if release.dated == "inferred":
            yield Note("release-date-inferred", f"{name}: {release.dated_how}")
    if len(seen) > 1:
        names = " and ".join(sorted(seen))
        yield Note("two-releases", f"Exports and imports come from two releases: {names}.")


def _valuation(account: Account) -> Iterator[Note]:
    of = {name: c.series.of.get("valuation", "") for name, c in account.choices().items()}
    text = _BASIS.get((of.get("exports", ""), of.get("imports", "")))
    if text:
        yield Note("valuation", text)


def _membership(account: Account) -> Iterator[Note]:
    partner, periods = account.case.partner, account.case.periods
    if not isinstance(partner.target, Group) or not periods:
        return
    counts = [len(partner.members(period)) for period in (periods[0], periods[-1])]
    spread = str(counts[0]) if counts[0] == counts[1] else f"{counts[0]} to {counts[1]}"
    source = partner.target.source.rstrip(".")
    text = f"{partner.target.code} is summed from its members ({spread}; {partner.rule()})."
    if partner.reporter in partner.target.ever():
        text += f" {partner.reporter} itself is left out."
    yield Note("group-of-members", f"{text}{_changes(partner, periods)} Source: {source}.")
    absent = sorted({code for period in periods for code in partner.absent(period)})
    if absent:
        text = "Members that do not exist for statistics in part of the periods"
        yield Note("members-absent", f"{text}: {_join(absent)}.")


def _changes(partner: Partner, periods: tuple[Period, ...]) -> str:
    """Name who joined and who left in the span, for then parts need not add up to the whole."""
    first, last = set(partner.members(periods[0])), set(partner.members(periods[-1]))
    moves = [("joined", sorted(last - first)), ("left", sorted(first - last))]
    told = [f"{word}: {_join(codes)}" for word, codes in moves if codes]
    if not told:
        return ""
    return f" In the span, {'; '.join(told)}; parts of a year of change need not add up."


def _place(account: Account) -> Iterator[Note]:
    target, partner = account.case.partner.target, account.case.partner
    together = account.case.definition.hong_kong_macao is InOut.IN and account.choices()
    if together and "CHN" in partner.members_named():
        yield Note("place", "China is counted together with Hong Kong and Macao.")
    elif isinstance(target, Place) and target.note:
        yield Note("place", f"{target.code}: {target.note}")


def _conversion(account: Account) -> Iterator[Note]:
    for source in account.views.values():
        if isinstance(source.rates, Rates):
            used = source.rates.by_series([str(period) for period in account.case.periods])
            if not used:
                return
            name = ", ".join(choice.held.release.name for choice, _ in used)
            text = (
                f"Each period's total was converted at that period's average rate ({name}); the "
                "sum of months converted one by one would differ."
            )
            day = account.case.definition.as_of
            if day and not all(choice.held.release.known_by(day) for choice, _ in used):
                text += (
                    f" Those rates came out after {day}; averages of past periods stay as they are."
                )
            yield Note("converted", text)
            return


def _partial(account: Account) -> Iterator[Note]:
    if account.case.question.partial:
        yield Note(
            "partial",
            "Totals add up what there is; the gaps tell which periods are incomplete. An "
            "incomplete total has no growth: --cumulate compares the same months of two years.",
        )


def _bases(account: Account, rows: tuple[Row, ...]) -> Iterator[Note]:
    lacking = sorted(
        {
            *_without(account, rows, "exports_growth", "exports"),
            *_without(account, rows, "imports_growth", "imports"),
        }
    )
    if not lacking or account.case.question.partial:
        return
    one = account.case.definition.comparison is Comparison.PREVIOUS
    base = "the period before" if one else "the same period a year before"
    bases = [f"{p} (base {base_of(p, account.case.definition)})" for p in lacking]
    rated = any(source.rates for source in account.views.values())
    cause = "is not held, is zero or has no exchange rate" if rated else "is not held, or is zero"
    text = f"Growth is against {base}, which {cause}, for {listed(bases)}."
    yield Note("no-growth", text)


def _shares(account: Account, rows: tuple[Row, ...]) -> Iterator[Note]:
    lacking = _without(account, rows, "share_of_total_balance", "balance")
    if lacking:
        years = listed([str(p) for p in lacking])
        text = f"The balance with the world in all goods, of which a share is taken, lacks {years}."
        yield Note("no-share", text)


def _without(account: Account, rows: tuple[Row, ...], column: str, given: str) -> list[Period]:
    """Return the periods in which a column is missing though the other is given."""
    this, other = MAIN.index(column), MAIN.index(given)
    pairs = zip(account.case.periods, rows, strict=True)
    return [p for p, row in pairs if row[this] is None and row[other] is not None]


def _parts_against_total(account: Account) -> Iterator[Note]:
    """Compare the publisher's world row with the sum of the single partners."""
    if not account.case.whole or account.case.definition.adjustment is Adjustment.SEASONAL:
        return
    for column in account.choices():
        worst = _differences(account, column)
        if worst:
            text = f"Single partners do not add up to the world row in {column}: {_join(worst)}."
            yield Note("parts-differ-from-total", text)


def _differences(account: Account, column: str) -> list[str]:
    case, found = account.case, account.found[column]
    if found is None:
        return []
    cells = partner_cells(case, account.views[column], f"comparison of {column} with their parts")
    parts = totals_by(cells, "period", partial=True)
    whole = totals_by(found.filter(nw.col("role") == NOW), "period", partial=True)
    both = whole.join(parts.rename({"value": "parts"}), on="period", how="inner")
    off = both.select("period", (nw.col("parts") - nw.col("value")).alias("off"))
    unit = account.choices()[column].series.of["currency"]
    return [
        f"{period} by {_millions(Decimal(amount))}m {unit}"
        for period, amount in case.ledger.store.engine.rows(off, ["period"])
        if amount is not None and abs(amount) > TOLERANCE
    ]


def _millions(amount: Decimal) -> str:
    return f"{amount / 10**6:+,.1f}"


def _join(words: list[str]) -> str:
    return ", ".join(words)
