"""Imports for consumption and duties of all partners together by NAICS industry and month."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census import columnar, goods
from steelyard.sources.census.columnar import MONTH, Cells, stated
from steelyard.sources.census.guard import confirmed
from steelyard.sources.census.layout import WORLD
from steelyard.sources.contract import Converted, read_card
from steelyard.terms.flow import FlowKind, ImportBasis

CARD = read_card(Path(__file__).with_name("naics6_imports.yaml"))
LAYOUT = {
    "naics6": Cells("product", "[0-9]{4}[0-9X]{2}"),
    "time": Cells("period", MONTH),
    "con_val_usd": Cells("value"),
    "cal_dut_usd": Cells("duty"),
}
HEADERS = (tuple(LAYOUT),)
_BASIS = ImportBasis.CONSUMPTION
_GOODS = goods.Goods(CARD, LAYOUT, FlowKind.IMPORT, "NAICS", "6", "", _BASIS, WORLD)
_MONTHS = 12


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is this table, whatever its name."""
    return columnar.recognises(path, LAYOUT)


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file is damaged, breaks the layout, or is not the trade with all partners.
        BadDate: ``published_at`` is no date.
    """
    rows = stated(path, LAYOUT)
    sums = {(_BASIS.value, "WLD", year): dollars for year, dollars in _yearly(rows).items()}
    extra = (confirmed(sums, "all partners together", path.name),)
    return goods.converted(_GOODS, rows, path.name, published_at, extra)


def _yearly(rows: pa.Table) -> dict[int, int]:
    """Return the sum of every year of which all months are held."""
    dated = rows.append_column("year", pc.utf8_slice_codeunits(rows["period"], 0, 4))
    held = dated.group_by("year").aggregate([("value", "sum"), ("period", "count_distinct")])
    whole = [row for row in held.to_pylist() if row["period_count_distinct"] == _MONTHS]
    return {int(row["year"]): row["value_sum"] for row in whole}
