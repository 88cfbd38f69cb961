"""Notes on growth and shares: bases that lack, totals that are not whole."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.account import MAIN, Account
from steelyard.accounts.breaks import broken_bases
from steelyard.accounts.calendar import base_of
from steelyard.accounts.elsewhere import elsewhere
from steelyard.accounts.gaps import listed
from steelyard.accounts.missing_cells import missing_cells
from steelyard.accounts.reasons import asked_codes, held_codes
from steelyard.accounts.roundings import loose
from steelyard.terms.answer import Note, Row
from steelyard.terms.definition import Comparison
from steelyard.terms.flow import ObsStatus
from steelyard.terms.period import Period


def partial(account: Account) -> Iterator[Note]:
    """Say what totals of incomplete periods are."""
    if account.case.question.partial:
        yield Note(
            "partial",
            "Totals add up what there is; the gaps tell which periods are incomplete. An "
            "incomplete total has no growth: --cumulate compares the same months of two years.",
        )


def selected(account: Account) -> Iterator[Note]:
    """Say which codes a sum is made of that a release collected in pieces does not prove whole."""
    told: dict[str, list[str]] = {}
    for column, choice in account.choices().items():
        cells = missing_cells(account, column) if account.case.question.partial else []
        periods = sorted({cell.period for cell in cells if cell.status == ObsStatus.SELECTION})
        if periods:
            of = f"of {listed(periods)} add up what {choice.held.release.name} holds of "
            text = f"{of}{asked_codes(choice)}: {held_codes(choice)}"
            told.setdefault(text, []).append(column)
    for text, columns in told.items():
        warned = "Nothing tells that these are all: each sum may be a part of the true figure only."
        yield Note("selected-codes", f"{' and '.join(columns).capitalize()} {text}. {warned}")


def bases(account: Account, rows: tuple[Row, ...]) -> Iterator[Note]:
    """Say in which periods growth lacks its base."""
    lacking = sorted(
        {
            *_baseless(account, rows, "exports"),
            *_baseless(account, rows, "imports"),
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


def shares(account: Account, rows: tuple[Row, ...]) -> Iterator[Note]:
    """Say in which periods the whole balance lacks."""
    lacking = _without(account, rows, "share_of_total_balance", "balance")
    if lacking and account.case.cls.goods:
        years = listed([str(p) for p in lacking])
        text = f"The balance with the world in all goods, of which a share is taken, lacks {years}."
        yield Note("no-share", text)


def held_elsewhere(account: Account) -> Iterator[Note]:
    """Name another table that holds periods which the one that answers lacks."""
    for column, choice in account.choices().items():
        told = " ".join(one.words for one in elsewhere(account, column))
        if told:
            text = f"{column}: {choice.held.release.name} answers, and lacks periods. {told}"
            yield Note("held-elsewhere", f"{text} One column is never made of two tables.")


def _baseless(account: Account, rows: tuple[Row, ...], column: str) -> list[Period]:
    """Return the periods without growth of a column for want of a base, not because of a break."""
    broken = (*broken_bases(account, column), *loose(account).get(column, {}))
    lacking = _without(account, rows, f"{column}_growth", column)
    return [period for period in lacking if str(period) not in broken]


def _without(account: Account, rows: tuple[Row, ...], column: str, given: str) -> list[Period]:
    """Return the periods in which a column is missing though the other is given."""
    this, other = MAIN.index(column), MAIN.index(given)
    labels = {str(period): period for period in account.case.periods}
    pairs = [(labels[str(row[0])], row) for row in rows]
    found = [p for p, row in pairs if row[this] is None and row[other] is not None]
    return sorted(set(found))
