"""Imports for consumption and duties of one year by tariff line (HTS, ten digits) and partner.

A table holds every line with trade of its partners, one partner or many, so a line without a row
is nil. Where the sums of the partners are not their known totals, that cannot be relied on: such a
table is a dataset of its own, in which a line without a row is missing. So is an answer of the
Bureau's interface, kept as Parquet, that no known total proves whole.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from steelyard.nomenclature.places import from_census
from steelyard.sources.cells import tidy
from steelyard.sources.census import columnar, goods
from steelyard.sources.census.columnar import Cells, Layout, stated
from steelyard.sources.census.hs10_year import Sums, reconciled, unknown_places, year_of
from steelyard.sources.census.named import CODE
from steelyard.sources.contract import Converted, read_card
from steelyard.sources.reading import opening
from steelyard.sources.received import PARQUET
from steelyard.terms.flow import FlowKind, ImportBasis

CARD = read_card(Path(__file__).with_name("hs10_imports.yaml"))
_UNSURE = "Its sums are not known to be the Bureau's totals: lines may be missing."
UNCONFIRMED = CARD.model_copy(
    update={
        "dataset": f"{CARD.dataset}-unconfirmed",
        "title": f"{CARD.title}, of which lines may be missing",
        "precedence": CARD.precedence + 60,
        "absent": "missing",
    }
)
CARDS = (CARD, UNCONFIRMED)
LAYOUT = {
    "cty_code": Cells("partner", CODE),
    "cty_name": Cells(),
    "hs10": Cells("product", "[0-9]{10}"),
    "con_val_usd": Cells("value"),
    "cal_dut_usd": Cells("duty"),
}
DATED = {**LAYOUT, "year": Cells("period", "(?:19|20)[0-9]{2}")}
ANSWER = {
    "cty_code": Cells("partner", CODE),
    "i_commodity": Cells("product", "[0-9]{10}"),
    "con_val_yr": Cells("value"),
    "time": Cells("period", "(?:19|20)[0-9]{2}-12(?:-01[ T0:.]*)?"),
}
_DUTY = {"cal_dut_yr": Cells("duty")}
HEADERS = (tuple(LAYOUT), tuple(DATED))
_BASIS = ImportBasis.CONSUMPTION
_GOODS = goods.Goods(CARD, LAYOUT, FlowKind.IMPORT, goods.HS, "10", "", _BASIS)


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is this table, whatever its name."""
    tables = any(columnar.recognises(path, layout) for layout in (LAYOUT, DATED))
    return tables or _answer(path) is not None


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one table; ``published_at`` overrides the inferred date of its release.

    The year is told by a column, by the name of the file, by known totals, or by ``published_at``.

    Raises:
        BadFile: the file is damaged, breaks the layout, or nothing tells its year.
        BadDate: ``published_at`` is no date.
        UnknownPlace: the file has a country code that no place bears.
    """
    answer = _answer(path)
    layout = answer or (DATED if columnar.recognises(path, DATED) else LAYOUT)
    rows, how = _dated(stated(path, layout), path.name, published_at)
    sums = _by_year(rows)
    checks = reconciled(sums, path.name)
    sure = all(check.passed for check in checks) and not (answer and unknown_places(sums))
    of = _GOODS if sure else replace(_GOODS, card=UNCONFIRMED)
    made = goods.converted(of, rows, path.name, published_at, checks)
    told = (made.dated_how, how, "" if sure else _UNSURE)
    return replace(made, dated_how=" ".join(filter(None, told)))


def _answer(path: Path) -> Layout | None:
    """Return the layout of an answer of the interface kept as Parquet; None for any other file."""
    if not opening(path).startswith(PARQUET):
        return None
    try:
        names = tidy(pq.read_schema(path).names)
    except (pa.ArrowException, OSError, ValueError):
        return None
    if not set(ANSWER) <= set(names):
        return None
    return {name: (ANSWER | _DUTY).get(name, Cells()) for name in names}


def _dated(rows: pa.Table, file: str, published_at: str | None) -> tuple[pa.Table, str]:
    """Return rows with their year as the period, and a sentence if the year is inferred."""
    if "period" in rows.column_names:
        years, how = pc.utf8_slice_codeunits(rows["period"], 0, 4), ""
        rows = rows.drop_columns("period")
    else:
        codes = rows["partner"].unique().to_pylist()
        year, how = year_of(_by_place(rows), codes, file, published_at)
        years = pa.repeat(str(year), rows.num_rows)
    return rows.append_column("period", years), how


def _by_year(rows: pa.Table) -> dict[int, Sums]:
    """Return the sums in USD by year and place."""
    years = rows["period"].unique().to_pylist()
    return {int(y): _by_place(rows.filter(pc.equal(rows["period"], y))) for y in sorted(years)}


def _by_place(rows: pa.Table) -> Sums:
    """Return the sums in USD by place; codes of one place are added up."""
    sums = rows.group_by("partner").aggregate([("value", "sum")]).to_pylist()
    found: Sums = {}
    for row in sums:
        place = from_census(row["partner"]).place
        found[place] = found.get(place, 0) + row["value_sum"]
    return found
