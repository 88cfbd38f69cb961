"""What is particular to the exports to China: lost codes, split rows, headings told in part."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census.columnar import LINE
from steelyard.sources.left_out import Found, Rejected, by_reason, told
from steelyard.sources.reading import refuse
from steelyard.terms.flow import ObsStatus
from steelyard.terms.yaml_text import read_yaml

NO_UNIT = "-"
_KEYS = ["product", "period"]


def codeless(rows: pa.Table, file: str) -> tuple[pa.Table, tuple[Rejected, ...]]:
    """Leave out rows without a code, and with them the rest of their months.

    In a month in which codes are lost the list of products is not whole, and a product without a
    row could not be told from one without trade.

    Raises:
        BadFile: no month keeps its codes.
    """
    lost = pc.is_null(rows["product"])
    without = rows.filter(lost)
    months = pc.unique(without["period"])
    touched = pc.is_in(rows["period"], value_set=months.cast(pa.string()))
    rest = rows.filter(pc.and_(touched, pc.invert(lost)))
    kept = rows.filter(pc.invert(touched))
    if not kept.num_rows:
        found = "no month of it has a product code in every row"
        raise refuse(file, found, "Which goods were exported cannot be told", "Download it again.")
    lost_with_them = _left("month-of-lost-codes", rest)
    return kept, by_reason([*lost_with_them, *_left("no-product-code", without)])


def merged(rows: pa.Table, file: str) -> pa.Table:
    """Add up the rows of one product and month; quantities only of one and the same unit.

    A quantity is the sum over the rows that ship something, when these have one unit; 0 when no
    row ships anything and the unit is one; otherwise it is missing, and its unit with it.

    Raises:
        BadFile: two rows of a product and month are the same and not nil.
    """
    _refuse_copies(rows, file)
    unit = pc.if_else(pc.equal(rows["quantity_unit"], NO_UNIT), None, rows["quantity_unit"])
    united = rows.set_column(rows.column_names.index("quantity_unit"), "unit", unit)
    sums = united.group_by(_KEYS).aggregate([("value", "sum"), (LINE, "min")])
    measured = united.filter(pc.is_valid(united["unit"]))
    moved = _by_unit(measured.filter(pc.greater(measured["quantity"], 0)))
    still = _by_unit(measured)
    both = sums.join(still, _KEYS).join(moved, _KEYS, right_suffix="_moved").combine_chunks()
    ships = pc.is_valid(both["units_moved"])
    units = pc.if_else(ships, both["units_moved"], both["units"])
    one = pc.fill_null(pc.equal(units, 1), fill_value=False)
    label = pc.if_else(ships, both["unit_moved"], both["unit"])
    amount = pc.if_else(ships, both["quantity_moved"], both["quantity"])
    columns = {
        "product": both["product"],
        "period": both["period"],
        "value": both["value_sum"],
        LINE: both[f"{LINE}_min"],
        "quantity": pc.if_else(one, amount, None),
        "quantity_unit": pc.if_else(one, label, None),
        "status": pa.repeat(str(ObsStatus.NORMAL), both.num_rows),
    }
    return pa.table(columns)


def withheld(rows: pa.Table) -> pa.Table:
    """Return a row without a value for every product that the compilation leaves out, by month."""
    held = set(pc.unique(rows["product"]).to_pylist())
    codes = [code for code in _left_out() if code not in held]
    months = sorted(pc.unique(rows["period"]).to_pylist())
    pairs = [(code, month) for code in codes for month in months]
    columns = {
        "product": pa.array([code for code, _ in pairs], pa.string()),
        "period": pa.array([month for _, month in pairs], pa.string()),
        "value": pa.nulls(len(pairs), pa.int64()),
        "status": pa.repeat(str(ObsStatus.NOT_REPORTED), len(pairs)),
    }
    return pa.table(columns)


@cache
def _left_out() -> tuple[str, ...]:
    path = Path(__file__).with_name("exports_hs6_left_out.yaml")
    headings: dict[str, str] = read_yaml(path.read_text(encoding="utf-8"))
    return tuple(f"{heading}{end}" for heading, ends in headings.items() for end in ends.split())


def _by_unit(rows: pa.Table) -> pa.Table:
    counted = [("unit", "count_distinct"), ("unit", "min"), ("quantity", "sum")]
    found = rows.group_by(_KEYS).aggregate(counted)
    return found.rename_columns([*_KEYS, "units", "unit", "quantity"])


def _refuse_copies(rows: pa.Table, file: str) -> None:
    names = [name for name in rows.column_names if name != LINE]
    groups = rows.group_by(names).aggregate([(LINE, "min"), (LINE, "count")])
    copied = pc.and_(pc.greater(groups[f"{LINE}_count"], 1), pc.greater(groups["value"], 0))
    copies = groups.filter(copied)
    if copies.num_rows:
        row = copies.slice(0, 1).to_pylist()[0]
        found = f"row {row['line_min']} ({row['product']}, {row['period']}) stands there again"
        why = "Whether it is a second shipment or a copy cannot be told"
        raise refuse(file, found, why, "Keep it once, or download the table again.")


def _left(reason: str, rows: pa.Table) -> list[Found]:
    return [
        (reason, row[LINE], told(row["product"] or "no code", row["period"], f"{row['value']} USD"))
        for row in rows.to_pylist()
    ]
