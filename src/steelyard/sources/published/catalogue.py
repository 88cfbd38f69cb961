"""The datasets of published figures, as ``datasets/`` states them: cards and meanings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from steelyard.sources.contract import Card
from steelyard.sources.reading import refuse
from steelyard.terms.errors import did_you_mean
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MODEL = ConfigDict(frozen=True, extra="forbid")


class Meaning(BaseModel):
    """What one scope of a series is in the columns of INDICATORS.

    Attributes:
        printed: the scope as the table prints it.
        indicator: our name; ``by_flow`` names it for words of the column flow that are no flow.
        scope: what is counted, where an indicator is counted in more than one way.
        unit: unit of a growth rate that is not one of money, for example tonnes.
        partner: place on the other side, where the table tells it in the scope.
        account, import_basis, export_scope: the accounting rules.
        valuation: by flow.
        status: observation status, where it is not A.
        released: date of publication, where the table tells it in the scope.
    """

    model_config = _MODEL

    printed: str
    indicator: str = ""
    by_flow: dict[str, str] = {}
    scope: str | None = None
    unit: str = ""
    partner: str | None = None
    account: str | None = None
    import_basis: str | None = None
    export_scope: str | None = None
    valuation: dict[str, str] = {}
    status: dict[str, str] = {}
    released: str = ""


class Column(BaseModel):
    """A column of figures of a table that holds several a row.

    Attributes:
        flow, unit, currency: of its figures.
        reporter, partner: where they differ from the table's.
        negated: True for a deficit printed without its sign.
        vintage: later, implied or unknown; None when its figures are as the release.
        note: what a reader of its figures must know.
    """

    model_config = _MODEL

    flow: str
    unit: str
    currency: str = ""
    reporter: str = ""
    partner: str = ""
    negated: bool = False
    vintage: str | None = None
    note: str = ""


class Table(BaseModel):
    """A table that holds several figures a row; the texts name its columns in braces.

    Attributes:
        header: names of its columns, in order.
        series, reporter, partner, publisher: of every figure.
        period, scope, title, url: made from the columns of a row.
        dated_by: column that ends in a date of publication, where there is one.
        whole: True when the figures are whole numbers, whatever is written after the point.
        columns: the columns of figures.
    """

    model_config = _MODEL

    header: tuple[str, ...]
    series: str
    reporter: str
    partner: str
    publisher: str
    period: str
    scope: str = ""
    title: str
    url: str
    dated_by: str = ""
    whole: bool = False
    columns: dict[str, Column]


class Sum(BaseModel):
    """An indicator that its parts add up to, each named ``indicator|scope``."""

    model_config = _MODEL

    whole: str
    parts: tuple[str, ...]


class Dataset(BaseModel):
    """One dataset.

    Attributes:
        card: the dataset's card.
        series: meanings of each series, by scope.
        places: our codes for the table's own names of regions.
        doubtful: phrases of a note that mark a figure as of low reliability.
        sums: what the parts add up to.
        table: how a table with several figures a row is read; None for the common columns.
    """

    model_config = _MODEL

    card: Card
    series: dict[str, tuple[Meaning, ...]]
    places: dict[str, str] = {}
    doubtful: tuple[str, ...] = ("SUSPECT",)
    sums: tuple[Sum, ...] = ()
    table: Table | None = None

    def meaning(self, series: str, printed: str, file: str, line: int) -> Meaning:
        """Return what a scope of a series means.

        Raises:
            BadFile: the scope is not in the dataset's list.
        """
        known = {meaning.printed: meaning for meaning in self.series[series]}
        if printed not in known:
            found = f"row {line} holds the scope {printed!r}, unknown for the series {series}"
            remedy = did_you_mean(printed, known, f"Known are {'; '.join(sorted(known))}.")
            raise refuse(file, found, "What it counts cannot be told", remedy)
        return known[printed]


def dataset_of(series: Iterable[str], file: str) -> Dataset:
    """Return the one dataset that holds all these series.

    Raises:
        BadFile: a series is unknown, or they belong to several datasets.
    """
    named = sorted(set(series))
    fitting = [d for d in DATASETS if d.table is None and set(named) <= d.series.keys()]
    if len(fitting) == 1:
        return fitting[0]
    known = {name for dataset in DATASETS if dataset.table is None for name in dataset.series}
    strange = [name for name in named if name not in known]
    if strange:
        found = f"it holds the unknown series {', '.join(strange)}"
        remedy = did_you_mean(strange[0], known, f"Known are {', '.join(sorted(known))}.")
        raise refuse(file, found, "What it measures cannot be told", remedy)
    found = f"it mixes series of several datasets: {', '.join(named)}"
    raise refuse(file, found, "One file is one release of one dataset", "Split it by dataset.")


def table_of(header: Sequence[str]) -> Dataset | None:
    """Return the dataset whose table has exactly this header."""
    return next((d for d in DATASETS if d.table and d.table.header == tuple(header)), None)


def _load() -> tuple[Dataset, ...]:
    files = sorted(Path(__file__).with_name("datasets").glob("*.yaml"))
    return tuple(Dataset.model_validate(read_yaml(f.read_text("utf-8"))) for f in files)


DATASETS = _load()
CARDS = tuple(dataset.card for dataset in DATASETS)
