"""The pairs of a question: each part of a figure at the two ends of a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW, cells, source_periods
from steelyard.accounts.cells import in_money, needed_cells, partner_cells
from steelyard.accounts.choice import Choice
from steelyard.accounts.flows import read_flows
from steelyard.accounts.ledger import Frame
from steelyard.accounts.products import read_products
from steelyard.accounts.sides import View
from steelyard.measures.totals import total
from steelyard.terms.period import Period
from steelyard.terms.place import WORLD

KEYS = ("flow", "group", "product", "partner")
FLOWS = {"exports": "X", "imports": "M"}
_PART = ("period", "group", "product", "partner")
_KILOGRAM = "kg"


@dataclass(frozen=True, slots=True)
class Step:
    """Two periods that are compared, by their labels."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Finest:
    """Which dimensions the pairs are to tell apart, and whether by their quantities."""

    group: bool = False
    product: bool = False
    partner: bool = False
    quantities: bool = False


def steps(periods: tuple[Period, ...]) -> tuple[Step, ...]:
    """Return each period with the next one."""
    labels = [str(period) for period in periods]
    return tuple(Step(*ends) for ends in pairwise(labels))


def parts_of(account: Account, column: str, finest: Finest) -> Frame | None:
    """Return the parts of a column in every period asked; None where nothing answers it.

    Columns: ``period, group, product, partner, value, quantity, unit, weight, edition``, values in
    the money of the question; and in the source's money ``stated_value``, what is stated at all,
    and ``measured``, what of that has a quantity. In each period they add up to the column, where
    that is known.
    """
    case, source = account.case, account.views[column]
    choice = source.answered()
    if choice is None or (choice.published and (finest.product or finest.partner)):
        return None
    told = _cells(account, column, source, choice, finest)
    if finest.product:
        grouped, needed = case.groups != ("",), needed_cells(case, source, choice, bases=False)
        how = {"grouped": grouped, "quantities": finest.quantities}
        told = read_products(case.ledger, choice, needed, told, **how)
    else:
        told = _plain(told)
    keys = tuple(k for k in _PART if k != "partner" or finest.partner)
    values = in_money(case, source, told, NOW, keys, partial=False)
    amounts = told.group_by(*keys).agg(*_amounts())
    return _whole_key(case.ledger.read(values.join(amounts, on=list(keys), how="left")))


def paired(parts: Frame, step: Step, column: str) -> Frame:
    """Return the parts of a column at the two ends of a step, one row a part.

    Columns: ``flow, group, product, partner``, and with ``_from`` and ``_to`` ``value``,
    ``quantity``, ``unit``, ``measured``, ``stated_value``, ``edition``. A part that does not stand
    in the column of a period, such as a place that was no member then, is nil in it. Quantities
    are those of the publisher's unit where it tells them at both ends, else kilograms.
    """
    ends = {"from": step.first, "to": step.last}
    found = parts.filter(nw.col("period").is_in(list(ends.values())))
    told = found.group_by("group", "product", "partner").agg(
        *(one for end, label in ends.items() for one in _at(end, label))
    )
    none = nw.lit(0).cast(nw.Decimal(38, 6))
    values = [
        nw.when(nw.col(f"n_{end}") > 0).then(nw.col(f"value_{end}")).otherwise(none) for end in ends
    ]
    named = [value.alias(f"value_{end}") for value, end in zip(values, ends, strict=True)]
    flow = nw.lit(FLOWS[column]).alias("flow")
    return told.with_columns(flow, *named, *_quantities()).select(
        *KEYS,
        *(
            f"{name}_{end}"
            for name in ("value", "quantity", "unit", "measured", "stated_value", "edition")
            for end in ends
        ),
    )


def _at(end: str, label: str) -> Iterator[nw.Expr]:
    """Yield what a part is in one period, and whether it is in it at all."""
    here = nw.col("period") == nw.lit(label)
    yield nw.when(here).then(nw.lit(1)).count().alias(f"n_{end}")
    for name in ("value", "quantity", "unit", "weight", "measured", "stated_value", "edition"):
        yield nw.when(here).then(nw.col(name)).max().alias(f"{name}_{end}")


def _quantities() -> Iterator[nw.Expr]:
    """Yield quantities and units: the publisher's, or weights where it tells only those at both."""
    lacks = nw.col("quantity_from").is_null() | nw.col("quantity_to").is_null()
    other = nw.col("unit_from") != nw.col("unit_to")
    weighed = ~(nw.col("weight_from").is_null() | nw.col("weight_to").is_null())
    by_weight = weighed & (lacks | other)
    for end in ("from", "to"):
        weight, own = nw.col(f"weight_{end}"), nw.col(f"quantity_{end}")
        used = nw.when(by_weight).then(weight).otherwise(own).cast(nw.Float64)
        yield used.alias(f"quantity_{end}")
        unit = nw.when(by_weight).then(nw.lit(_KILOGRAM)).otherwise(nw.col(f"unit_{end}"))
        yield unit.alias(f"unit_{end}")


def _cells(account: Account, column: str, source: View, choice: Choice, finest: Finest) -> Frame:
    """Return the cells of a column, of each single partner where partners are told apart."""
    case, found = account.case, account.found[column]
    world = source.partner.target.code == WORLD
    if not (finest.partner and world):
        return found if found is not None else case.ledger.table({})
    if case.groups == ("",):
        return partner_cells(case, source, f"{column} by partner")
    single = partner_cells(case, source, f"{column} by partner").select("partner").unique()
    codes = tuple(code for (code,) in case.ledger.rows(single, ["partner"]))

    def parts(period: Period) -> tuple[str, ...]:
        return source_periods(period, choice.freq)

    needed = cells(case.periods, parts, lambda _: codes, case.groups)
    return read_flows(case.ledger, choice, needed, f"{column} by partner", grouped=True)


def _plain(told: Frame) -> Frame:
    """Return cells as parts that tell no product."""
    names = told.collect_schema().names()
    text = [name for name in ("group", "product", "unit", "edition") if name not in names]
    empty = nw.lit("").alias
    none = nw.lit(None)
    return told.with_columns(
        *(empty(name) for name in text if name in {"group", "product"}),
        *(none.cast(nw.String).alias(name) for name in text if name in {"unit", "edition"}),
        none.cast(nw.Decimal(38, 6)).alias("quantity"),
        none.cast(nw.Decimal(38, 6)).alias("weight"),
        none.cast(nw.Decimal(38, 6)).alias("measured"),
        none.cast(nw.Decimal(38, 6)).alias("stated_value"),
    )


def _amounts() -> Iterator[nw.Expr]:
    """Yield quantities of a period: missing where one of its parts is, or is in another unit."""
    one = nw.col("unit").min() == nw.col("unit").max()
    yield nw.when(one).then(total("quantity")).alias("quantity")
    yield total("weight").alias("weight")
    yield nw.col("measured", "stated_value").sum()
    yield nw.when(one).then(nw.col("unit").max()).alias("unit")
    yield nw.col("edition").max().alias("edition")


def _whole_key(parts: Frame) -> Frame:
    if "partner" in parts.collect_schema().names():
        return parts
    return parts.with_columns(nw.lit("").alias("partner"))
