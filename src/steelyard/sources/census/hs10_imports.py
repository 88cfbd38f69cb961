"""Imports for consumption and duties of one year by tariff line (HTS, ten digits) and partner."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from steelyard.nomenclature.places import from_census
from steelyard.sources.census import columnar, goods
from steelyard.sources.census.columnar import Cells, stated
from steelyard.sources.census.guard import agreement, confirmed, known_totals
from steelyard.sources.census.named import CODE
from steelyard.sources.contract import Check, Converted, read_card
from steelyard.sources.reading import refuse
from steelyard.terms.flow import FlowKind, ImportBasis

CARD = read_card(Path(__file__).with_name("hs10_imports.yaml"))
LAYOUT = {
    "cty_code": Cells("partner", CODE),
    "cty_name": Cells(),
    "hs10": Cells("product", "[0-9]{10}"),
    "con_val_usd": Cells("value"),
    "cal_dut_usd": Cells("duty"),
}
HEADERS = (tuple(LAYOUT),)
_BASIS = ImportBasis.CONSUMPTION
_GOODS = goods.Goods(CARD, LAYOUT, FlowKind.IMPORT, goods.HS, "10", "", _BASIS)


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is this table, whatever its name."""
    return columnar.recognises(path, LAYOUT)


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file is damaged, breaks the layout, or is of no known year.
        BadDate: ``published_at`` is no date.
        UnknownPlace: the file has a country code that no place bears.
    """
    rows = stated(path, LAYOUT)
    year, check = _year(rows, path.name)
    dated = rows.append_column("period", pa.repeat(str(year), rows.num_rows))
    return goods.converted(_GOODS, dated, path.name, published_at, (check,))


def _year(rows: pa.Table, file: str) -> tuple[int, Check]:
    """Return the one year whose known totals agree with the sums of the partners."""
    sums = _by_place(rows)
    years = sorted({year for known in known_totals()[_BASIS].values() for year in known})
    dated = {y: {(_BASIS.value, place, y): usd for place, usd in sums.items()} for y in years}
    fitting = [year for year in years if agreement(dated[year]).holds]
    if len(fitting) != 1:
        shown = ", ".join(map(str, fitting)) or "none"
        found = f"it does not name its year, and the years that fit its sums are: {shown}"
        why = "A table of the wrong year would be a wrong figure with a good source"
        raise refuse(file, found, why, "Give the publisher's whole table of one year.")
    whose = f"the year {fitting[0]}"
    return fitting[0], confirmed(dated[fitting[0]], whose, file)


def _by_place(rows: pa.Table) -> dict[str, int]:
    """Return the sums of the partners that are countries, by place."""
    known = known_totals()[_BASIS]
    sums = rows.group_by("partner").aggregate([("value", "sum")]).to_pylist()
    found = {from_census(row["partner"]).place: row["value_sum"] for row in sums}
    return {place: dollars for place, dollars in found.items() if place in known}
