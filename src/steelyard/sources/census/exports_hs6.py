"""Total exports by HS subheading and month: by partner, or to China with quantities."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census import columnar, goods
from steelyard.sources.census.columnar import MONTH, NAME, Cells, stated
from steelyard.sources.census.exports_hs6_china import codeless, merged, withheld
from steelyard.sources.census.exports_hs6_units import without_misstated
from steelyard.sources.census.goods_checks import checks
from steelyard.sources.census.named import CODE
from steelyard.sources.census.vintage import dated
from steelyard.sources.contract import Converted, read_card
from steelyard.terms.flow import FlowKind
from steelyard.terms.tables import FLOWS

CARD = read_card(Path(__file__).with_name("exports_hs6.yaml"))
BY_PARTNER = {
    "cty_code": Cells("partner", CODE),
    "cty_name": Cells(),
    "hs6": Cells("product", "[0-9]{6}"),
    "time": Cells("period", MONTH),
    "all_val_usd": Cells("value"),
}
TO_CHINA = {
    "hs6": Cells("product", "[0-9]{6}", may_be_empty=True),
    "time": Cells("period", MONTH),
    "all_val_usd": Cells("value"),
    "qty": Cells("quantity", may_be_empty=True),
    "qty_unit": Cells("quantity_unit", NAME, may_be_empty=True),
    "phase_one_high": Cells(),
    "phase_one_low": Cells(),
}
HEADERS = (tuple(BY_PARTNER), tuple(TO_CHINA))
_CHINA = "5700"
_GOODS = goods.Goods(CARD, BY_PARTNER, FlowKind.EXPORT, goods.HS, "6")
_GOODS_CHINA = goods.Goods(CARD, TO_CHINA, FlowKind.EXPORT, goods.HS, "6", partner=_CHINA)


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is one of the two tables, whatever its name."""
    return any(columnar.recognises(path, layout) for layout in (BY_PARTNER, TO_CHINA))


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file is damaged or breaks the layout.
        BadDate: ``published_at`` is no date.
        UnknownPlace: the file has a country code that no place bears.
    """
    if columnar.recognises(path, BY_PARTNER):
        return goods.convert(_GOODS, path, published_at)
    return _to_china(path, published_at)


def _to_china(path: Path, published_at: str | None) -> Converted:
    rows = stated(path, TO_CHINA)
    date = dated(CARD, pc.max(rows["period"]).as_py(), published_at)
    coded, rejected = codeless(rows, path.name)
    kept = without_misstated(merged(coded, path.name))
    both = pa.concat_tables([kept, withheld(kept)], promote_options="default")
    table = goods.flows(_GOODS_CHINA, both.combine_chunks(), path.name)
    made = checks(kept, _GOODS_CHINA.total)
    return Converted(CARD, FLOWS, table, *date, rows.num_rows, rejected, made)
