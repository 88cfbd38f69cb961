"""The facts of a table of published figures -> one release of INDICATORS."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from steelyard.nomenclature import places
from steelyard.sources.contract import Converted, arrow_schema
from steelyard.sources.published.checks import checks
from steelyard.sources.published.precision import precision
from steelyard.sources.published.read import facts
from steelyard.sources.published.release import dated
from steelyard.sources.published.words import FLOWS, UNITS, Unit
from steelyard.sources.reading import refuse
from steelyard.terms.errors import did_you_mean
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import INDICATORS

if TYPE_CHECKING:
    from pathlib import Path

    from steelyard.sources.published.catalogue import Dataset, Meaning
    from steelyard.sources.published.fact import Fact

_NO_PAGE = "the address of the page is not known"

Row = dict[str, object]


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one table of published figures; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file breaks the layout, holds a series, scope, unit or place that is not
            known, or states one fact twice.
        BadDate: ``published_at`` is no date.
    """
    dataset, stated = facts(path)
    rows = [_row(fact, dataset, path.name) for fact in stated]
    _refuse_twins(rows, stated, path.name)
    table = pa.Table.from_pylist(rows, schema=arrow_schema(INDICATORS))
    table = table.sort_by([(name, "ascending") for name in INDICATORS.key])
    return Converted(
        dataset.card,
        INDICATORS,
        table,
        *dated(rows, stated, published_at),
        len(stated),
        (),
        checks(rows, dataset),
    )


def _row(fact: Fact, dataset: Dataset, file: str) -> Row:
    meaning = dataset.meaning(fact.series, fact.scope, file, fact.line)
    unit = _unit(fact, file)
    spread = precision(fact)
    return {
        **_measured(fact, meaning, unit, file),
        **_basis(FLOWS.get(fact.flow), meaning),
        "place": _place(fact.reporter, dataset, fact, file),
        "partner": _place(meaning.partner or fact.partner, dataset, fact, file),
        "period": fact.period.label,
        "freq": fact.period.freq,
        "span": fact.period.span,
        "value": float(Decimal(fact.value).scaleb(unit.power)),
        "precision": None if spread is None else float(spread.scaleb(unit.power)),
        "status": _status(fact, meaning, dataset),
        **_told(fact, meaning),
    }


def _measured(fact: Fact, meaning: Meaning, unit: Unit, file: str) -> Row:
    indicator = meaning.by_flow.get(fact.flow)
    if indicator is None and fact.flow not in FLOWS:
        remedy = did_you_mean(fact.flow, {**FLOWS, **meaning.by_flow}, "Add it to the dataset.")
        raise _unknown(fact, "flow", fact.flow, file, remedy)
    stated = unit.unit or fact.currency or meaning.unit
    if not stated or (unit.measure == "level" and not (fact.currency or unit.unit)):
        raise _unknown(fact, "currency", fact.currency, file, "Name the currency of the figure.")
    return {
        "indicator": indicator or meaning.indicator,
        "scope": meaning.scope,
        "flow": FLOWS.get(fact.flow),
        "measure": unit.measure,
        "unit": stated,
    }


def _basis(flow: str | None, meaning: Meaning) -> Row:
    return {
        "valuation": meaning.valuation.get(flow or ""),
        "import_basis": None if flow == "X" else meaning.import_basis,
        "export_scope": None if flow == "M" else meaning.export_scope,
        "account": meaning.account,
    }


def _told(fact: Fact, meaning: Meaning) -> Row:
    notes = [fact.note, "" if fact.url else _NO_PAGE]
    return {
        "published_at": fact.release_date or meaning.released or None,
        "vintage": fact.vintage,
        "url": fact.url or None,
        "publisher": fact.publisher,
        "source": fact.title,
        "confirmed_by": fact.confirmed_by or None,
        "circular_with": fact.circular_with or None,
        "note": "; ".join(filter(None, notes)) or None,
    }


def _status(fact: Fact, meaning: Meaning, dataset: Dataset) -> str:
    if any(phrase in fact.note for phrase in dataset.doubtful):
        return str(ObsStatus.UNRELIABLE)
    return meaning.status.get(fact.flow, str(ObsStatus.NORMAL))


def _unit(fact: Fact, file: str) -> Unit:
    if fact.unit not in UNITS:
        remedy = did_you_mean(fact.unit, UNITS, f"Known are {', '.join(UNITS)}.")
        raise _unknown(fact, "unit", fact.unit, file, remedy)
    return UNITS[fact.unit]


def _place(stated: str, dataset: Dataset, fact: Fact, file: str) -> str | None:
    if not stated or stated in dataset.places:
        return dataset.places.get(stated)
    if stated not in _codes():
        remedy = did_you_mean(stated, _codes(), "Write the code of a place, such as CHN or WLD.")
        raise _unknown(fact, "reporter or partner", stated, file, remedy)
    return stated


@cache
def _codes() -> frozenset[str]:
    alone = {place.code for place in places.all_places()}
    return frozenset(alone | {group.code for group in places.all_groups()})


def _refuse_twins(rows: list[Row], stated: list[Fact], file: str) -> None:
    lines: dict[tuple[object, ...], int] = {}
    for row, fact in zip(rows, stated, strict=True):
        key = tuple(row[name] for name in INDICATORS.key)
        if key in lines:
            found = f"rows {lines[key]} and {fact.line} state one fact, from one page, twice"
            raise refuse(file, found, "Which of them is right cannot be told", "Keep one of them.")
        lines[key] = fact.line


def _unknown(fact: Fact, column: str, cell: str, file: str, remedy: str) -> Exception:
    found = f"row {fact.line}, column {column} holds {cell!r}, which is not known here"
    return refuse(file, found, "A guessed meaning would be a wrong figure", remedy)
