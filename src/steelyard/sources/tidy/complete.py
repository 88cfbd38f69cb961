"""What follows from the columns of a fact: frequency, level, basis, role of the partner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.tidy.meanings import IN_FORCE, TOTAL
from steelyard.sources.tidy.periods import frequency
from steelyard.terms.flow import Account, Adjustment, PartnerRole

_ROLES = {"M": PartnerRole.ORIGIN, "RM": PartnerRole.ORIGIN}
HS_YEARS = (1992, 1996, 2002, 2007, 2012, 2017, 2022)
FIRST_HS_YEAR = 1988
"""Year in which the Harmonized System came into force, in the edition that is named 1992."""


def completed(kind: str, columns: dict[str, Any], rows: int) -> dict[str, Any]:
    """Return the columns with those that follow from them.

    The frequency follows from the period. Of flows, imports have no export scope and exports no
    import basis; the partner is the origin of imports and the destination of exports unless told;
    without products a figure is that of all goods; ``in-force`` is the edition of the Harmonized
    System of the period's year; trade with the world sums other rows.

    Args:
        kind: kind of table.
        columns: the columns that a mapping states: arrays, or one word for every row.
        rows: number of rows.
    """
    found = dict(columns)
    found["freq"] = _derived(found["period"], frequency)
    if kind != "flows":
        return found
    defaults = {"account": Account.CUSTOMS, "adjustment": Adjustment.NONE, "product": TOTAL}
    found = {**{name: str(word) for name, word in defaults.items()}, **found}
    found.setdefault("partner_stated", found["partner"])
    found.setdefault("partner_role", _derived(found["flow"], _role))
    found["import_basis"] = _where(found, "import_basis", lambda flow: flow in _ROLES)
    found["export_scope"] = _where(found, "export_scope", lambda flow: flow not in _ROLES)
    found["aggregate"] = _truth(found["partner"], lambda place: place == "WLD")
    return found | _products(found, rows)


def _role(flow: str) -> str:
    return str(_ROLES.get(flow, PartnerRole.DESTINATION))


def _products(found: dict[str, Any], rows: int) -> dict[str, Any]:
    """Return nomenclature, edition and level, which a total of all goods has not."""
    product = _texts(found["product"], rows)
    total = pc.equal(product, TOTAL)
    nothing = pa.scalar(None, pa.string())
    edition = found.get("edition")
    if isinstance(edition, str) and edition == IN_FORCE:
        edition = _derived(found["period"], _in_force)
    return {
        "nomenclature": pc.if_else(total, TOTAL, _texts(found.get("nomenclature"), rows)),
        "edition": pc.if_else(total, nothing, _texts(edition, rows)),
        "level": pc.if_else(total, nothing, _texts(_derived(found["product"], _level), rows)),
    }


def _level(product: str) -> str | None:
    digits = product.replace(".", "")
    return str(len(digits)) if digits.isdecimal() else None


def _in_force(period: str) -> str | None:
    year = int(period[:4])
    known = [edition for edition in HS_YEARS if edition <= max(year, HS_YEARS[0])]
    return str(known[-1]) if year >= FIRST_HS_YEAR else None


def _where(found: dict[str, Any], name: str, holds: Callable[[str], bool]) -> Any:  # noqa: ANN401
    """Return a column where the flow is one to which it belongs, else null."""
    given, flow = found.get(name), found["flow"]
    if isinstance(flow, str):
        return given if holds(flow) else None
    applies = _truth(flow, holds)
    return pc.if_else(applies, _texts(given, len(flow)), pa.scalar(None, pa.string()))


def _derived(given: Any, word: Callable[[str], str | None]) -> Any:  # noqa: ANN401
    """Return what follows from each word of a column."""
    if not isinstance(given, pa.Array):
        return None if given is None else word(given)
    told = [word(one) for one in given.dictionary.to_pylist()]
    return pa.array(told, pa.string()).take(given.indices)


def _truth(given: Any, holds: Callable[[str], bool]) -> Any:  # noqa: ANN401
    if not isinstance(given, pa.Array):
        return given is not None and holds(given)
    told = [holds(one) for one in given.dictionary.to_pylist()]
    return pc.fill_null(pa.array(told, pa.bool_()).take(given.indices), fill_value=False)


def _texts(given: Any, rows: int) -> pa.Array:  # noqa: ANN401
    if isinstance(given, pa.Array):
        return given.cast(pa.string())
    return pa.repeat(pa.scalar(given, pa.string()), rows)
