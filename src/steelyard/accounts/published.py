"""Published figures: single values that a publisher has stated, each with its own date.

For one period there may be several: a first print, revisions, values implied by a later growth
rate. One of them counts, by the vintage asked and by ``as_of``; all of them are kept to be shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell
from steelyard.accounts.choice import Choice
from steelyard.accounts.flows import calendar
from steelyard.accounts.ledger import Ledger, Used, in_time, listed, of_series, one_of
from steelyard.terms.dates import last_day
from steelyard.terms.definition import Definition, Vintage
from steelyard.terms.flow import ObsStatus

Frame = nw.LazyFrame[Any]
TOLD = (
    "partner",
    "period",
    "value",
    "precision",
    "published_at",
    "vintage",
    "status",
    "publisher",
    "source",
    "url",
    "note",
)
_MISSING = {str(status) for status in ObsStatus if status.missing}


@dataclass(frozen=True, slots=True)
class Figure:
    """One value that a publisher has stated.

    Attributes:
        column: column of the answer that it belongs to.
        partner, period, value: whose, when, how much; value in base units of ``unit``.
        precision: half a unit of the last digit printed; None when not told.
        published_at: date of publication as far as it is known, or empty.
        vintage: first, later, implied or unknown.
        status: observation status.
        publisher, source, url, note: who states it, where, and what to know of it.
        unit: ISO 4217 code.
        reported_by, stated_as: the place that reports it, and the flow in its words.
        used_for: what it was considered for: the question itself, or the share in all goods.
        used: True for the one that counts.
    """

    column: str
    partner: str
    period: str
    value: float | None
    precision: float | None
    published_at: str
    vintage: str
    status: str
    publisher: str
    source: str
    url: str
    note: str
    unit: str
    reported_by: str = ""
    stated_as: str = ""
    used_for: str = ""
    used: bool = False

    @property
    def known_from(self) -> str:
        """The day by which it was surely out; empty when unknown."""
        return last_day(self.published_at)


Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """What the parts of a total or balance make of it, and from when.

    Attributes:
        known_from: date of the newer part.
        value: the total or balance of the parts.
        rounding: how far the roundings of the parts may move it.
    """

    known_from: str
    value: float
    rounding: float


Best = dict[Key, Figure]


def read_published(
    ledger: Ledger,
    choice: Choice,
    column: str,
    needed: tuple[Cell, ...],
    *,
    definition: Definition,
    used_for: str,
    made: dict[Key, Made] | None = None,
) -> tuple[Frame, Best]:
    """Return the cells needed, each with the figure that counts, and those figures.

    Columns: ``period, role, partner, source, group, value, status``. A total or balance that is
    older than its parts and contradicts what they make of it belongs to another vintage.
    """
    found = _figures(ledger, choice, column, needed, used_for)
    best = counting(found, definition, made or {})
    chosen = set(best.values())
    ledger.figures += [replace(f, used=f in chosen, used_for=used_for) for f in found]
    told = [f for f in best.values() if f.status not in _MISSING]
    told += _doubted(found, best)
    facts = ledger.table(
        {
            "partner": pa.array([f.partner for f in told], pa.string()),
            "source": pa.array([f.period for f in told], pa.string()),
            "value": pa.array([_exact(f.value) for f in told], pa.decimal128(38, 6)),
            "status": pa.array([f.status for f in told], pa.string()),
        }
    )
    cells = calendar(ledger, needed)
    return ledger.desk.settle(cells.join(facts, on=["partner", "source"], how="left")), best


def _doubted(found: Iterable[Figure], best: Best) -> list[Figure]:
    """Return, without its value, each doubtful figure of a period that has no other."""
    lacking = {(f.partner, f.period): f for f in found if (f.partner, f.period) not in best}
    doubtful = [f for f in lacking.values() if f.status == ObsStatus.UNRELIABLE]
    return [replace(figure, value=None) for figure in doubtful]


def counting(found: Iterable[Figure], definition: Definition, made: dict[Key, Made]) -> Best:
    """Return the figure that counts for each partner and period.

    The latest published one, or the earliest first print under ``vintage=first``; at one date the
    one printed to more digits. A figure marked as doubtful never counts.
    """
    groups: dict[Key, list[Figure]] = defaultdict(list)
    for figure in found:
        if _admitted(figure, definition, made):
            groups[figure.partner, figure.period].append(figure)
    return {key: min(group, key=lambda f: _order(f, definition)) for key, group in groups.items()}


def _admitted(figure: Figure, definition: Definition, made: dict[Key, Made]) -> bool:
    day, known = definition.as_of, figure.known_from
    if figure.status == ObsStatus.UNRELIABLE:
        return False
    if day is not None and not (known and known <= day.isoformat()):
        return False
    if definition.vintage is Vintage.FIRST and figure.vintage != "first":
        return False
    parts = made.get((figure.partner, figure.period))
    return parts is None or known >= parts.known_from or _agrees(figure, parts)


def _agrees(figure: Figure, parts: Made) -> bool:
    rounding = parts.rounding + (figure.precision or 0.0)
    return figure.value is not None and abs(figure.value - parts.value) <= rounding


def _order(figure: Figure, definition: Definition) -> tuple[Any, ...]:
    first = definition.vintage is Vintage.FIRST
    age = (figure.known_from or "~") if first else _reversed(figure.known_from)
    precision = figure.precision if figure.precision is not None else float("inf")
    nothing, value = figure.value is None, figure.value or 0.0
    return (age, precision, nothing, figure.vintage, figure.source, figure.url, value)


def _reversed(day: str) -> str:
    """Return a key that sorts later days first and an unknown day last."""
    return "".join(chr(ord("9") - int(c) + ord("0")) for c in day if c.isdecimal()) or "~"


def _figures(
    ledger: Ledger, choice: Choice, column: str, needed: tuple[Cell, ...], used_for: str
) -> list[Figure]:
    partners = sorted({cell.partner for cell in needed})
    sources = sorted({cell.source for cell in needed})
    timed, span = in_time(sources)
    same, fixed = of_series(choice.held, choice.series.of)
    rows = ledger.store.scan(choice.held).filter(timed, one_of("partner", partners), *same)
    condition = " AND ".join([*fixed, f"partner IN ({listed(partners)})", span])
    where = {"partner": partners, "period": sources}
    ledger.record(choice.held, Used(rows, condition, where), TOLD, used_for)
    told = ledger.rows(ledger.read(rows.select(*TOLD)), TOLD)
    dated = choice.held.release.published_at
    return [figure_of(column, dict(zip(TOLD, row, strict=True)), choice, dated) for row in told]


def figure_of(column: str, row: dict[str, Any], choice: Choice, dated: str) -> Figure:
    """Return a row, of the columns ``TOLD``, as a figure.

    One without a vintage of its own is dated as its release.
    """
    own = row["vintage"] is not None
    return Figure(
        column=column,
        partner=row["partner"],
        period=row["period"],
        value=row["value"],
        precision=row["precision"],
        published_at=(row["published_at"] or "") if own else dated,
        vintage=row["vintage"] or "as released",
        publisher=row["publisher"] or choice.held.release.publisher,
        unit=choice.currency,
        reported_by=choice.said("reporter"),
        stated_as=choice.said("flow"),
        status=row["status"] or "",
        source=row["source"] or "",
        url=row["url"] or "",
        note=row["note"] or "",
    )


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(Decimal("0.000001"))
