"""Quantities of exports to China whose unit is misstated: left out, and marked as corrected."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from steelyard.terms.yaml_text import read_yaml

MISLABELLED = "mislabelled-barrels"


class Misstated(BaseModel):
    """Quantities that cannot be in the unit beside them.

    Attributes:
        products: products concerned.
        unit: the unit stated.
        since: first month concerned.
        why: how it shows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    products: tuple[str, ...]
    unit: str
    since: str
    why: str


def without_misstated(rows: pa.Table) -> pa.Table:
    """Return the rows with misstated quantities missing, and a column ``correction``."""
    rule = _rule()
    wrong = pc.and_(
        pc.is_in(rows["product"], value_set=pa.array(rule.products)),
        pc.and_(
            pc.fill_null(pc.equal(rows["quantity_unit"], rule.unit), fill_value=False),
            pc.greater_equal(rows["period"], rule.since),
        ),
    )
    for name in ("quantity", "quantity_unit"):
        cleared = pc.if_else(wrong, pa.scalar(None, rows[name].type), rows[name])
        rows = rows.set_column(rows.column_names.index(name), name, cleared)
    marks = pc.if_else(wrong, MISLABELLED, pa.scalar(None, pa.string()))
    return rows.append_column("correction", marks)


def _rule() -> Misstated:
    path = Path(__file__).with_name("exports_hs6_corrections.yaml")
    return Misstated.model_validate(read_yaml(path.read_text(encoding="utf-8"))[MISLABELLED])
