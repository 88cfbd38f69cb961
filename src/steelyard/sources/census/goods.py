"""Tables by product -> flows: one row a partner, product and period, in dollars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census.assemble import BY_FLOW, DOLLARS, EVERYWHERE, assembled
from steelyard.sources.census.columnar import stated
from steelyard.sources.census.edition import editions
from steelyard.sources.census.goods_checks import checks
from steelyard.sources.census.named import partner_columns
from steelyard.sources.census.settle import settled
from steelyard.sources.census.vintage import dated
from steelyard.sources.contract import Card, Check, Converted
from steelyard.terms.flow import Adjustment, FlowKind, ImportBasis, ObsStatus
from steelyard.terms.product import TOTAL_NOMENCLATURE, TOTAL_PRODUCT
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from pathlib import Path

    from steelyard.sources.census.columnar import Layout

HS = "HS"
_ORDER = ("partner", "nomenclature", "level", "product", "flow", "period", "partner_stated")
_AMOUNTS = ("value", "duty", "quantity")
_MONTHLY = len("2024-01")


@dataclass(frozen=True, slots=True)
class Goods:
    """What a dataset by product is.

    Attributes:
        card: its card.
        layout: its columns; roles are partner, product, period, value, duty, quantity.
        flow: direction.
        nomenclature: HS or NAICS.
        level: number of digits of a product code.
        total: code of the row over all products; empty when there is none.
        import_basis: which imports count; None for exports.
        partner: Census code of the partner when no column names it.
    """

    card: Card
    layout: Layout
    flow: FlowKind
    nomenclature: str
    level: str
    total: str = ""
    import_basis: ImportBasis | None = None
    partner: str = ""


def convert(goods: Goods, path: Path, published_at: str | None) -> Converted:
    """Read one release of a dataset by product.

    Raises:
        BadFile: the file is damaged, or breaks the layout.
        BadDate: ``published_at`` is no date.
        UnknownPlace: the file has a country code that no place bears.
    """
    return converted(goods, stated(path, goods.layout), path.name, published_at)


def converted(
    goods: Goods,
    rows: pa.Table,
    file: str,
    published_at: str | None,
    extra: tuple[Check, ...] = (),
) -> Converted:
    """Return the release that typed rows make."""
    kept, rejected = settled(rows, goods.total, file)
    date = dated(goods.card, pc.max(rows["period"]).as_py(), published_at)
    table = flows(goods, kept, file)
    made = (*checks(kept, goods.total), *extra)
    return Converted(goods.card, FLOWS, table, *date, rows.num_rows, rejected, made)


def flows(goods: Goods, rows: pa.Table, file: str) -> pa.Table:
    """Return typed rows as flows, sorted; rows with a column ``status`` keep it."""
    held = {name: rows[name] for name in rows.column_names}
    columns: dict[str, Any] = {
        **EVERYWHERE,
        **BY_FLOW[goods.flow],
        "flow": goods.flow,
        "adjustment": Adjustment.NONE,
        "import_basis": goods.import_basis,
        "period": held["period"],
        "freq": "M" if len(held["period"][0].as_py()) == _MONTHLY else "A",
        "status": held.get("status", ObsStatus.NORMAL),
        "quantity_unit": held.get("quantity_unit"),
        "correction": held.get("correction"),
        **partner_columns(rows, goods.partner, file),
        **_product_columns(goods, rows),
        **{name: pc.cast(held[name], DOLLARS) for name in _AMOUNTS if name in held},
    }
    return assembled(columns).sort_by([(name, "ascending") for name in _ORDER])


def _product_columns(goods: Goods, rows: pa.Table) -> dict[str, Any]:
    product, none = rows["product"], pa.scalar(None, pa.string())
    whole = pc.equal(product, goods.total)
    edition = editions(rows["period"]) if goods.nomenclature == HS else none
    return {
        "nomenclature": pc.if_else(whole, TOTAL_NOMENCLATURE, goods.nomenclature),
        "product": pc.if_else(whole, TOTAL_PRODUCT, product),
        "level": pc.if_else(whole, none, goods.level),
        "edition": pc.if_else(whole, none, edition),
    }
