"""Rows of one file that state the same flow: exact repeats are told once, contradictions never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from steelyard.ingest.control_duplicates import differing, duplicates
from steelyard.sources.stream import LINE
from steelyard.terms.tables import Kind

if TYPE_CHECKING:
    from steelyard.store.engine import Engine

AGAIN, CONTRADICTION = "repeated-row", "contradicting-rows"


def repeats(engine: Engine, frame: nw.LazyFrame[Any], kind: Kind) -> dict[int, tuple[str, str]]:
    """Return the lines that must be rejected because others state the same, with the reason.

    Of rows that are alike in every column the first stays; of rows with one natural key and
    different content none does, since which of them is right cannot be told. A missing value
    equals a missing value.
    """
    if LINE not in frame.columns or not duplicates(frame, kind.key).keys:
        return {}
    key, facts = list(differing(frame, kind.key)), [n for n in kind.names if n not in kind.key]
    plain = frame.with_columns(nw.col(name).fill_null("") for name in key)
    counted = plain.group_by(*key).agg(nw.len().alias("rows"))
    several = plain.join(counted.filter(nw.col("rows") > 1), on=key, how="inner")
    columns = [*key, LINE, *facts]
    rows = engine.rows(several.select(*columns), [*key, LINE])
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault(row[: len(key)], []).append(row[len(key) :])
    found: dict[int, tuple[str, str]] = {}
    for group in groups.values():
        found |= _judged(group)
    return found


def _judged(rows: list[tuple[Any, ...]]) -> dict[int, tuple[str, str]]:
    """Return the lines of one key to reject; each row is its line and its facts."""
    lines = [line for line, *_ in rows]
    if len({tuple(facts) for _, *facts in rows}) == 1:
        detail = f"line {lines[0]} is the same row"
        return dict.fromkeys(lines[1:], (AGAIN, detail))
    shown = ", ".join(str(line) for line in lines[:5])
    detail = f"lines {shown} state one flow with different figures"
    return dict.fromkeys(lines, (CONTRADICTION, detail))
