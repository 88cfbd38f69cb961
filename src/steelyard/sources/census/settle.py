"""Rows that stand twice in a table by product, and totals that counted them twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census.columnar import LINE
from steelyard.sources.left_out import Found, Rejected, by_reason, told
from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = ("partner", "partner_name", "product", "period")
MEASURES = ("value", "duty")


def settled(rows: pa.Table, total: str, file: str) -> tuple[pa.Table, tuple[Rejected, ...]]:
    """Keep each row once; leave out a total over all products that counts rows twice.

    Raises:
        BadFile: two rows have one key and different figures.
    """
    names = [name for name in rows.column_names if name != LINE]
    groups = rows.group_by(names).aggregate([(LINE, "min"), (LINE, "max")])
    once = groups.rename_columns([*names, LINE, "again"])
    refuse_twins(once, file)
    once = once.drop_columns("again").sort_by(LINE)
    repeats = rows.filter(pc.invert(pc.is_in(rows[LINE], value_set=once[LINE].combine_chunks())))
    if not repeats.num_rows:
        return once, ()
    kept, inflated = _without_inflated(rows, once, total)
    again = _left("repeated-row", repeats)
    return kept, by_reason([*again, *_left("total-counts-repeated-rows", inflated)])


def present(rows: pa.Table, names: Sequence[str]) -> list[str]:
    """Return those of the names that are columns of the table."""
    return [name for name in names if name in rows.column_names]


def refuse_twins(rows: pa.Table, file: str) -> None:
    """Refuse a file in which two rows have one key."""
    keys = present(rows, KEYS)
    groups = rows.group_by(keys).aggregate([(LINE, "min"), (LINE, "max")])
    twins = groups.filter(pc.not_equal(groups[f"{LINE}_min"], groups[f"{LINE}_max"]))
    if not twins.num_rows:
        return
    first = twins.sort_by(f"{LINE}_min").slice(0, 1).to_pylist()[0]
    what = ", ".join(first[key] for key in keys)
    found = f"rows {first['line_min']} and {first['line_max']} are both of {what}"
    why = "Which of them is right cannot be told, and both would be counted"
    raise refuse(file, found, why, "Keep one row for each partner, product and period.")


def product_sums(rows: pa.Table, total: str) -> pa.Table:
    """Return the measures summed over the products of each partner and period."""
    keys = [key for key in present(rows, KEYS) if key != "product"]
    products = rows.filter(pc.not_equal(rows["product"], total))
    return products.group_by(keys).aggregate([(m, "sum") for m in present(rows, MEASURES)])


def _without_inflated(rows: pa.Table, once: pa.Table, total: str) -> tuple[pa.Table, pa.Table]:
    keys = [key for key in present(rows, KEYS) if key != "product"]
    twice, single = (product_sums(table, total) for table in (rows, once))
    both = twice.join(single, keys, right_suffix="_once")
    both = both.filter(pc.not_equal(both["value_sum"], both["value_sum_once"]))
    wrong = both.select([*keys, "value_sum"]).rename_columns([*keys, "value"])
    wrong = wrong.append_column("product", pa.repeat(total, wrong.num_rows))
    on = [*keys, "product", "value"]
    inflated = once.join(wrong, on, join_type="left semi").combine_chunks()
    kept = once.join(wrong, on, join_type="left anti").combine_chunks()
    return kept.sort_by(LINE), inflated


def _left(reason: str, rows: pa.Table) -> list[Found]:
    keys, measures = present(rows, KEYS), present(rows, MEASURES)
    return [
        (reason, row[LINE], told(*(row[key] for key in keys), *(f"{m} {row[m]}" for m in measures)))
        for row in rows.to_pylist()
    ]
