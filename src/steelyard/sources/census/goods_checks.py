"""Reconciliation of tables by product with themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census.columnar import LINE
from steelyard.sources.census.settle import KEYS, MEASURES, present, product_sums
from steelyard.sources.contract import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHLY = len("2024-01")


def checks(rows: pa.Table, total: str) -> tuple[Check, ...]:
    """Return what can be checked: products against their total, and the listing of products."""
    made = [_products_and_total(rows, total)] if total else []
    if len(rows["period"][0].as_py()) == _MONTHLY:
        products = rows.filter(pc.not_equal(rows["product"], total))
        made.append(listed_until_year_end(products))
    return tuple(made)


def _products_and_total(rows: pa.Table, total: str) -> Check:
    keys = [key for key in present(rows, KEYS) if key != "product"]
    measures = present(rows, MEASURES)
    totals = rows.filter(pc.equal(rows["product"], total))
    both = totals.join(product_sums(rows, total), keys)
    gaps = [(gap, f"{m} of {where}") for m in measures for gap, where in _gaps(both, m, keys)]
    return verdict("products-add-to-total", gaps)


def _gaps(both: pa.Table, measure: str, keys: Sequence[str]) -> list[tuple[int, str]]:
    """Return the places with a difference in one measure; one of 0 when there is none."""
    sums = pc.fill_null(both[f"{measure}_sum"], 0)
    gap = pc.subtract(sums, both[measure])
    off = both.append_column("gap", gap).filter(pc.not_equal(gap, 0))
    places = [(row["gap"], ", ".join(row[key] for key in keys)) for row in off.to_pylist()]
    return places or [(0, f"all {both.num_rows}")]


def verdict(name: str, gaps: Sequence[tuple[int, str]]) -> Check:
    """Return the check that no gap, in USD and with its place, is left."""
    worst, place = max(gaps, key=lambda pair: abs(pair[0]))
    off = sum(gap != 0 for gap, _ in gaps)
    detail = f"largest difference {worst:+d} USD ({place}); {off} totals off"
    return Check(name, off == 0, detail)


def group_adds_up(rows: pa.Table, group: str, members: Sequence[str]) -> Check:
    """Compare the rows of a group of partners with the sum of its members, both by name."""
    keys, measures = ["product", "period"], present(rows, MEASURES)
    inside = pc.is_in(rows["partner_name"], value_set=pa.array(members))
    parts = rows.filter(inside).group_by(keys).aggregate([(m, "sum") for m in measures])
    stated = rows.filter(pc.equal(rows["partner_name"], group)).select([*keys, *measures])
    both = stated.join(parts, keys, join_type="full outer").combine_chunks()
    for name in measures:
        column = pc.fill_null(both[name], 0)
        both = both.set_column(both.column_names.index(name), name, column)
    gaps = [(gap, f"{m} of {where}") for m in measures for gap, where in _gaps(both, m, keys)]
    return verdict(f"{group.split(maxsplit=1)[0].lower()}-is-the-sum-of-its-members", gaps)


def listed_until_year_end(rows: pa.Table) -> Check:
    """Check that a product, once listed in a year, is listed in every later month of that year.

    The Bureau lists a product as soon as the year has trade in it. That is why a product without a
    row had no trade from January to the month, and why a value of 0 is nil and not a gap.
    """
    keys = [key for key in present(rows, KEYS) if key != "period"]
    year = pc.utf8_slice_codeunits(rows["period"], 0, 4)
    month = pc.cast(pc.utf8_slice_codeunits(rows["period"], 5, 7), pa.int32())
    dated = rows.select([*keys, LINE]).append_column("year", year).append_column("month", month)
    ends = dated.group_by("year").aggregate([("month", "max")]).rename_columns(["year", "end"])
    runs = dated.group_by([*keys, "year"]).aggregate([("month", "min"), ("month", "count")])
    runs = runs.join(ends, "year").combine_chunks()
    due = pc.add(pc.subtract(runs["end"], runs["month_min"]), 1)
    broken = runs.filter(pc.not_equal(pc.cast(runs["month_count"], pa.int32()), due))
    where = sorted(", ".join(row[key] for key in [*keys, "year"]) for row in broken.to_pylist())
    example = f", for example {where[0]}" if where else ""
    detail = f"{len(where)} of {runs.num_rows} products of a year break off{example}"
    return Check("products-listed-until-year-end", not where, detail)
