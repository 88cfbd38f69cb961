"""Values of a year of reference by which codes are shared out, with their evidence."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.nomenclature.concordance import Shares
from steelyard.store.reach import behind
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
    from steelyard.classes.shares import reference  # noqa: PLC0415  (opens an engine)

    opened = store if isinstance(store, Store) else Store(store)
    found = reference(opened, year)
    rows, digest = opened.engine.digest(found.rows, KINDS[found.held.release.kind].names)
    release = found.held.release
    files, left_out = behind(found.held, found.where, {})
    evidence = Evidence(
        dataset=release.dataset,
        publisher=release.publisher,
        release=release.release,
        licence=release.licence,
        file_sha256=release.received_sha256,
        filter=found.condition,
        rows=rows,
        rows_digest=digest,
        url=release.url,
        obtained_from=release.obtained_from,
        used_for="share",
        dated=release.dated,
        files=files,
        files_left_out=left_out,
    )
    return Values(found.shares, str(found), found.unit, (evidence,))
