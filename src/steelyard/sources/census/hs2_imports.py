"""Imports for consumption and duties by HS chapter, main partners and month."""

from __future__ import annotations

from pathlib import Path

from steelyard.sources.census import columnar, goods
from steelyard.sources.census.columnar import MONTH, NAME, Cells
from steelyard.sources.contract import Converted, read_card
from steelyard.terms.flow import FlowKind, ImportBasis

CARD = read_card(Path(__file__).with_name("hs2_imports.yaml"))
LAYOUT = {
    "cty_name": Cells("partner_name", NAME),
    "hs2": Cells("product", "[0-9]{2}"),
    "time": Cells("period", MONTH),
    "con_val_usd": Cells("value"),
    "cal_dut_usd": Cells("duty"),
}
HEADERS = (tuple(LAYOUT),)
_GOODS = goods.Goods(CARD, LAYOUT, FlowKind.IMPORT, goods.HS, "2", "00", ImportBasis.CONSUMPTION)


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is this table, whatever its name."""
    return columnar.recognises(path, LAYOUT)


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file is damaged or breaks the layout.
        BadDate: ``published_at`` is no date.
    """
    return goods.convert(_GOODS, path, published_at)
