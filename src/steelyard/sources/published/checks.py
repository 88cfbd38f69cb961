"""Reconciliations within a table of published figures: identities and sums of parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from steelyard.sources.contract import Check

if TYPE_CHECKING:
    from steelyard.sources.published.catalogue import Dataset, Sum

Row = Mapping[str, object]
_TOGETHER = ("place", "partner", "indicator", "scope", "period", "unit", "published_at", "measure")
_ALIKE = tuple(name for name in (*_TOGETHER, "flow") if name not in {"indicator", "scope"})
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Gap:
    """How far two ways to one figure lie apart.

    Attributes:
        where: the figure.
        size: the difference, without its sign.
        allowed: the sum of the roundings of the figures compared.
    """

    where: str
    size: float
    allowed: float

    @property
    def beyond(self) -> float:
        """By how much it is more than rounding."""
        return self.size - self.allowed * (1 + _ROUNDING)


def checks(rows: Sequence[Row], dataset: Dataset) -> tuple[Check, ...]:
    """Return the reconciliations that the table allows.

    Equations: ``X + M = TOTAL`` and ``X - M = BALANCE`` for levels of one release, and each sum of
    the dataset's file. Tolerance: the precisions of the figures compared, added up. Figures of low
    reliability, and flows that one release states twice, are left out.
    """
    sure = [row for row in rows if row["status"] == "A" and row["measure"] in {"level", "quantity"}]
    found = [_check("exports-imports-total-balance", list(_identities(sure)))]
    found += [_check(f"parts-of-{s.whole.strip('|')}", list(_sums(sure, s))) for s in dataset.sums]
    return tuple(check for check in found if check is not None)


def _check(name: str, gaps: list[Gap]) -> Check | None:
    if not gaps:
        return None
    worst = max(gaps, key=lambda gap: gap.beyond)
    out = sum(gap.beyond > 0 for gap in gaps)
    detail = (
        f"{len(gaps)} compared, {out} beyond the rounding of the figures; the worst is "
        f"{worst.where}: {worst.size:,.0f} where rounding allows {worst.allowed:,.0f}"
    )
    return Check(name.replace("|", "-"), out == 0, detail)


def _identities(rows: Iterable[Row]) -> Iterator[Gap]:
    for key, flows in _grouped(rows, _TOGETHER, "flow"):
        for flow, sign in (("TOTAL", 1), ("BALANCE", -1)):
            if flow in flows and {"X", "M"} <= flows.keys():
                parts = [(flows["X"], 1), (flows["M"], sign)]
                yield _gap((*key, flow), flows[flow], parts)


def _sums(rows: Iterable[Row], asked: Sum) -> Iterator[Gap]:
    named = [{**row, "name": f"{row['indicator']}|{row['scope'] or ''}"} for row in rows]
    for key, names in _grouped(named, _ALIKE, "name"):
        if {asked.whole, *asked.parts} <= names.keys():
            yield _gap(key, names[asked.whole], [(names[part], 1) for part in asked.parts])


def _grouped(
    rows: Iterable[Row], alike: Sequence[str], by: str
) -> Iterator[tuple[tuple[object, ...], dict[object, Row]]]:
    """Yield the rows that are alike, by one more column; what stands twice is left out."""
    groups: dict[tuple[object, ...], dict[object, list[Row]]] = defaultdict(dict)
    for row in rows:
        groups[tuple(row[name] for name in alike)].setdefault(row[by], []).append(row)
    for key, members in groups.items():
        yield key, {name: held[0] for name, held in members.items() if len(held) == 1}


def _gap(key: Sequence[object], whole: Row, parts: Sequence[tuple[Row, int]]) -> Gap:
    made = sum(sign * _number(part, "value") for part, sign in parts)
    allowed = sum(_number(row, "precision") for row in (whole, *(part for part, _ in parts)))
    where = " ".join(str(name) for name in key if name)
    return Gap(where, abs(made - _number(whole, "value")), allowed)


def _number(row: Row, column: str) -> float:
    return float(cast("float | None", row[column]) or 0)
