"""The table of records as sentences: those of the newest period, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.report.visible import visible
from steelyard.terms.answer import Answer, Table

NAME = "records"
_NEEDED = {"period", "figure", "text", "record"}
_CROSSINGS = {"overtook", "overtaken-by", "share-passed", "share-fell-below"}


def is_records(table: Table) -> bool:
    """Tell whether a table holds records that can be told as sentences."""
    return table.name == NAME and {column.name for column in table.columns} >= _NEEDED


def sentences(answer: Answer, table: Table) -> Iterator[str]:
    """Yield the records of the newest period of the main table, then how many others there are."""
    names = [column.name for column in table.columns]
    period, figure, text = (names.index(name) for name in ("period", "figure", "text"))
    newest = _newest(answer)
    told = [row for row in table.rows if row[period] == newest]
    by_figure: dict[str, list[str]] = {}
    for row in told:
        by_figure.setdefault(str(row[figure]).replace("_", " "), []).append(str(row[text]))
    for name, texts in by_figure.items():
        yield visible(f"{newest} {name}: {'; '.join(texts)}")
    if not told:
        yield visible(f"No record in {newest}." if _held(answer) else f"{newest} is not held.")
    others = [row for row in table.rows if row[period] != newest]
    crossings = [row for row in others if row[names.index("record")] in _CROSSINGS]
    for row in crossings:
        yield visible(f"{row[period]} {str(row[figure]).replace('_', ' ')}: {row[text]}")
    rest = len(others) - len(crossings)
    if rest:
        yield f"{rest:,} more of other periods; --format json has {_them(rest)}."


def _held(answer: Answer) -> bool:
    """Tell whether the newest row of the main table holds a figure."""
    figures = [column.type in {"number", "integer"} for column in answer.columns]
    row = answer.rows[-1] if answer.rows else ()
    pairs = list(zip(row, figures, strict=False))
    return any(value is not None for value, figure in pairs if figure) or not any(figures)


def _newest(answer: Answer) -> str:
    names = {column.name for column in answer.columns}
    periods = answer.column("period") if "period" in names else []
    return str(periods[-1]) if periods else "the newest period"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
