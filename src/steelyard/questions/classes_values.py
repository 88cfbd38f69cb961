"""Values of a year of reference by which codes are shared out, with their evidence."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.nomenclature.concordance import Shares
from steelyard.store.store import Store
from steelyard.terms.evidence import Evidence
from steelyard.terms.sharing import reference_year
from steelyard.terms.tables import KINDS


@dataclass(frozen=True, slots=True)
class Values:
    """Values of a year of reference.

    Attributes:
        shares: the values by edition and code; none where no year is named.
        told: what they are, in words; empty where no year is named.
        unit: their currency.
        evidence: the rows behind them.
    """

    shares: Shares | None = None
    told: str = ""
    unit: str = ""
    evidence: tuple[Evidence, ...] = ()


def values_of(rule: str, store: Store | str | None) -> Values:
    """Return the values of the year of reference that a rule names, if it names one.

    Raises:
        NotHeld: values of the year are not held.
    """
    year = reference_year(rule)
    if year is None:
        return Values()
    from steelyard.accounts.ledger import Ledger, Used  # noqa: PLC0415  (opens an engine)
    from steelyard.classes.shares import reference  # noqa: PLC0415  (opens an engine)

    ledger = Ledger(store if isinstance(store, Store) else Store(store))
    try:
        found = reference(ledger.store, year)
        used = Used(found.rows, found.condition, found.where)
        ledger.record(found.held, used, KINDS[found.held.release.kind].names, "share")
    finally:
        ledger.desk.clear()
    return Values(found.shares, str(found), found.unit, tuple(ledger.evidence))
