"""Reading a class through the edition that each row states, with bounds."""

from __future__ import annotations

from functools import partial
from typing import Any

import narwhals as nw

from steelyard.accounts.choice import Choice
from steelyard.accounts.completeness import HELD
from steelyard.accounts.ledger import Ledger, Used, in_time, of_series
from steelyard.accounts.spread_keys import KEY, stated_edition, stated_year, unknown_codes
from steelyard.accounts.spreads import Spreads, spread_key
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.follower import Follower, plain
from steelyard.classes.lines import lines_for, own_list
from steelyard.classes.shares import reference
from steelyard.classes.spread import Spread, spread
from steelyard.classes.standing import own_editions
from steelyard.classes.ways import Converted
from steelyard.measures.converted import converted
from steelyard.nomenclature.weights import Rule
from steelyard.terms.product import Edition
from steelyard.terms.sharing import reference_year
from steelyard.terms.tables import FLOWS

Frame = nw.LazyFrame[Any]
BOUNDS = ("low", "high")
_CELL = ("partner", "period")


def spreads(ledger: Ledger, choice: Choice, every: Frame, *, grouped: bool) -> Spreads:
    """Return what the class of a converted way is in each edition and year of some rows.

    Raises:
        TypeError: the way of the choice is none that is converted.
    """
    way = choice.way
    if not isinstance(way, Converted):
        raise TypeError(f"{way} is read as it stands")
    held = every.select(stated_edition(), stated_year()).unique()
    made = partial(_spread, ledger, choice, way, grouped=grouped)
    places = ledger.rows(held, ["stated", "year"])
    found = Spreads({(edition, year): made(edition, int(year)) for edition, year in places})
    found = found.with_unknown(unknown_codes(ledger, every, found))
    key = spread_key(choice, grouped=grouped)
    ledger.spreads[key] = ledger.spreads[key].and_of(found) if key in ledger.spreads else found
    return found


def in_other_editions(
    ledger: Ledger, cls: TechnologyClass, choice: Choice, sources: list[str]
) -> bool:
    """Tell whether a series has rows, in the periods needed, of editions other than the class's."""
    if not sources:
        return False
    rows = rows_in(ledger, choice, sources)
    held = rows.select(stated_edition()).group_by("stated").agg(nw.len().alias("rows"))
    stated = {edition for edition, _ in ledger.rows(held, ["stated"])} - {""}
    own = {edition.edition for edition in own_editions(cls, choice.said("flow"))}
    return bool(stated - own)


def leads(ledger: Ledger, choice: Choice, sources: list[str]) -> bool:
    """Tell whether any code of a converted series is, or may be, of the class.

    True where no period is needed, or none of an edition that leads to the class at all.
    """
    if not sources:
        return True
    found = spreads(ledger, choice, rows_in(ledger, choice, sources), grouped=False).usable
    return not found or any(one.grounds for one in found.values())


def rows_in(ledger: Ledger, choice: Choice, sources: list[str]) -> Frame:
    """Return the rows of a series in some periods."""
    timed, _ = in_time(sources)
    same, _ = of_series(choice.held, choice.series.of)
    return ledger.store.scan(choice.held).filter(timed, *same)


def _spread(
    ledger: Ledger, choice: Choice, way: Converted, edition: str, year: int, *, grouped: bool
) -> Spread | None:
    if not edition:
        return None
    level, held = choice.said("level"), Edition(way.nomenclature, edition)
    who = {"reporter": choice.said("reporter"), "flow": choice.said("flow")}
    lines, own = lines_for(way.cls, held, year, level=level, **who), own_list(held, year, **who)
    data, by = (lines or held, int(level or 0), year, who["flow"]), _follower(ledger, way)
    return spread(way.cls, *data, grouped=grouped, own=own, by=by)


def _follower(ledger: Ledger, way: Converted) -> Follower:
    """Return what follows codes by the rule of a way; the rows of its values are evidence."""
    year = reference_year(way.rule)
    if year is None:
        return plain(Rule(way.rule))
    if way.rule not in ledger.followers:
        found = reference(ledger.store, year, way.day)
        used = Used(found.rows, found.condition, found.where)
        ledger.record(found.held, used, (*FLOWS.key, "value", "status"), f"shares by {way.rule}")
        ledger.followers[way.rule] = Follower(Rule.PUBLISHED, found.shares, str(found))
    return ledger.followers[way.rule]


def summed(each: Frame, map_: Frame) -> Frame:
    """Return ``partner, source, group, value, status, held, low, high`` of keyed rows.

    A value with a part in a group that is missing leaves the group missing: the sum of the others
    is ``held``, and the bounds are those of the others. Bounds are missing where a code only may be
    in the group whose value is. A group in which codes only may be has the value nil.
    """
    flows = each.select(*_CELL, "value", nw.col(KEY).alias("product"))
    found = converted(flows, map_, list(_CELL), partial=True, rest=False)
    told = found.rename({"target": "group"}).join(
        _lacking(each, map_), on=[*_CELL, "group"], how="left"
    )
    gone, loose, value = nw.col("gone") == 1, nw.col("loose") == 1, nw.col("value")
    none = nw.lit(0).cast(nw.Decimal(38, 6))
    only_may_be = value.is_null() & ~gone & ~loose
    named = told.with_columns(
        nw.when(only_may_be).then(none).otherwise(nw.when(~gone).then(value)).alias("value"),
        nw.when(gone).then(value).alias(HELD),
        *(nw.when(gone | ~loose).then(nw.col(name)).alias(name) for name in BOUNDS),
    ).rename({"period": "source"})
    return named.select("partner", "source", "group", "value", "status", HELD, *BOUNDS)


def _lacking(each: Frame, map_: Frame) -> Frame:
    """Return, by cell and group, the status of missing values, and what they leave missing.

    ``gone`` is 1 where a code with a part in the group has no value, ``loose`` where one that may
    be in it has none.
    """
    parts = map_.select("source", "group", "parts")
    joined = each.join(parts, left_on=KEY, right_on="source", how="inner")
    missing = nw.col("value").is_null()
    return (
        joined.with_columns(
            (missing & (nw.col("parts") > 0)).cast(nw.Int64).alias("gone"),
            missing.cast(nw.Int64).alias("loose"),
        )
        .group_by(*_CELL, "group")
        .agg(nw.col("lacking").min().alias("status"), nw.col("gone", "loose").max())
    )
