"""Trade of the United States with China by NAICS subsector and month (USA Trade Online)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census import columnar, goods
from steelyard.sources.census.assemble import SCHEMA
from steelyard.sources.census.columnar import LINE, MONTH, NAME, Cells, stated
from steelyard.sources.census.guard import confirmed
from steelyard.sources.census.naics3_nil import nil_told, whole_years
from steelyard.sources.census.settle import refuse_twins
from steelyard.sources.census.vintage import dated
from steelyard.sources.contract import Check, Converted, read_card
from steelyard.sources.reading import refuse
from steelyard.terms.errors import did_you_mean
from steelyard.terms.flow import FlowKind, ImportBasis
from steelyard.terms.product import TOTAL_PRODUCT
from steelyard.terms.tables import FLOWS
from steelyard.terms.yaml_text import read_yaml

CARD = read_card(Path(__file__).with_name("naics3_china.yaml"))
LAYOUT = {
    "naics_commodity": Cells("product", NAME),
    "time": Cells("period", MONTH),
    "exports_usd": Cells("X", may_be_empty=True),
    "gen_imports_usd": Cells("M", may_be_empty=True),
}
HEADERS = (tuple(LAYOUT),)
_CHINA = "5700"
_BASIS = {FlowKind.EXPORT: None, FlowKind.IMPORT: ImportBasis.GENERAL}
_KNOWN_AS = {FlowKind.EXPORT: "exports", FlowKind.IMPORT: "general"}
_WORDS = {FlowKind.EXPORT: "exports", FlowKind.IMPORT: "imports"}
_ORDER = ("product", "flow", "period")


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is this table, whatever its name."""
    return columnar.recognises(path, LAYOUT)


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file is damaged, breaks the layout, or is not the trade with China.
        BadDate: ``published_at`` is no date.
    """
    rows = stated(path, LAYOUT)
    rows = rows.set_column(rows.column_names.index("product"), "product", _codes(rows, path.name))
    refuse_twins(rows, path.name)
    date = dated(CARD, pc.max(rows["period"]).as_py(), published_at)
    parts, checks = [], [_confirmed(rows, path.name)]
    for flow, basis in _BASIS.items():
        told, check = nil_told(rows, flow, f"products-add-to-total-{_WORDS[flow]}")
        sort = goods.Goods(CARD, LAYOUT, flow, "NAICS", "3", TOTAL_PRODUCT, basis, _CHINA)
        parts.append(goods.flows(sort, told, path.name))
        checks.append(check)
    order = [("nomenclature", "ascending"), *((name, "ascending") for name in _ORDER)]
    table = pa.concat_tables(parts).combine_chunks().cast(SCHEMA).sort_by(order)
    count = rows.num_rows * len(_BASIS)
    return Converted(CARD, FLOWS, table, *date, count, (), tuple(checks))


def _confirmed(rows: pa.Table, file: str) -> Check:
    total = rows.filter(pc.equal(rows["product"], TOTAL_PRODUCT))
    sums = {
        (_KNOWN_AS[flow], "CHN", year): dollars
        for flow in _BASIS
        for year, dollars in whole_years(total, flow).items()
    }
    return confirmed(sums, "China", file)


def _codes(rows: pa.Table, file: str) -> pa.Array:
    """Return the code of each row's commodity.

    Raises:
        BadFile: a commodity is not in the table of names.
    """
    coded = pc.dictionary_encode(rows["product"].combine_chunks())
    names, codes = coded.dictionary.to_pylist(), _names()
    for name in names:
        if name.casefold() not in codes:
            line = rows.filter(pc.equal(rows["product"], name))[LINE][0].as_py()
            found = f"row {line}, column naics_commodity holds {name!r}, which has no known code"
            remedy = did_you_mean(name, sorted(codes), "Give it one of the known names.")
            raise refuse(file, found, "A product that is dropped falsifies every total", remedy)
    listed = pa.array([codes[name.casefold()] for name in names], pa.string())
    return listed.take(coded.indices)


@cache
def _names() -> dict[str, str]:
    text = Path(__file__).with_name("naics3_names.yaml").read_text(encoding="utf-8")
    return {name.casefold(): code for name, code in read_yaml(text).items()}
