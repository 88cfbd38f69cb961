"""What an empty cell of the NAICS table with China means: nil, where the rest makes the total."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census.goods_checks import verdict
from steelyard.sources.contract import Check
from steelyard.terms.flow import ObsStatus
from steelyard.terms.product import TOTAL_PRODUCT

_MONTHS = 12


def nil_told(rows: pa.Table, flow: str, name: str) -> tuple[pa.Table, Check]:
    """Return one flow's product, period, value and status, and the check of its months.

    An empty cell is nil trade in a month in which the other products add up to all commodities to
    the dollar; in any other month it is not reported, for the difference may belong to it, and so
    it is in a month in which no cell holds a figure.
    """
    told = rows.select(["product", "period", flow]).rename_columns(["product", "period", "value"])
    gaps = month_gaps(told)
    exact = pa.array([month for month, gap in gaps.items() if gap == 0], pa.string())
    nil = pc.and_(pc.is_null(told["value"]), pc.is_in(told["period"], value_set=exact))
    value = pc.if_else(nil, 0, told["value"])
    missing = pc.is_null(value)
    status = pc.if_else(missing, str(ObsStatus.NOT_REPORTED), str(ObsStatus.NORMAL))
    check = verdict(name, [(gap, month) for month, gap in gaps.items()] or [(0, "no month")])
    return told.set_column(2, "value", value).append_column("status", status), check


def month_gaps(told: pa.Table) -> dict[str, int]:
    """Return each month's sum of products less all commodities, an empty cell counted as 0.

    Months in which every cell is empty are left out.
    """
    total = pc.equal(told["product"], TOTAL_PRODUCT)
    signed = pc.if_else(total, pc.negate(told["value"]), told["value"])
    sums = told.append_column("signed", signed).group_by("period").aggregate([("signed", "sum")])
    rows = sums.filter(pc.is_valid(sums["signed_sum"])).sort_by("period").to_pylist()
    return {row["period"]: row["signed_sum"] for row in rows}


def whole_years(total: pa.Table, flow: str) -> dict[int, int]:
    """Return the sum of every year of which all months hold a value."""
    held = total.filter(pc.is_valid(total[flow]))
    held = held.append_column("year", pc.utf8_slice_codeunits(held["period"], 0, 4))
    sums = held.group_by("year").aggregate([(flow, "sum"), (flow, "count")]).to_pylist()
    return {int(row["year"]): row[f"{flow}_sum"] for row in sums if row[f"{flow}_count"] == _MONTHS}
