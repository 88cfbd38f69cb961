"""The terminal table: units in the header, signs, thousands, aligned decimals, gaps as gaps."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from steelyard.report.title import title
from steelyard.report.visible import visible
from steelyard.terms.answer import Answer, Column, Value

MISSING = "—"
WIDE = 200
_SCALES = ((1_000_000, "million"), (1_000, "thousand"), (1, ""))
_HEAD = 8
_SMALLEST = 0.05
_BETWEEN = 3
_READABLE = 30
_NUMBERS = {"number", "integer"}
_NOT_MONEY = {"ratio", "rank", "rows", "places", "observations", ""}


def show(answer: Answer, console: Console) -> None:
    """Print an answer's tables and its sources to a console."""
    if not answer.rows:
        return
    console.print(Text(title(answer), style="bold"))
    _show_rows(answer.columns, answer.rows, console)
    for table in answer.tables:
        if table.rows:
            console.print(Text(table.name.capitalize(), style="bold"))
            _show_rows(table.columns, table.rows, console)
    for line in sources(answer):
        console.print(Text(line, style="dim"), soft_wrap=not console.is_terminal)


def plain_text(answer: Answer) -> str:
    """Return what ``show`` prints, without colour, in one width on every machine."""
    buffer = io.StringIO()
    show(answer, Console(file=buffer, width=WIDE, no_color=True, force_terminal=False))
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def sources(answer: Answer) -> Iterator[str]:
    """Yield one line for each release that the figures rest on."""
    seen = {(e.publisher, e.dataset, e.release, e.dated, e.licence) for e in answer.evidence}
    for publisher, dataset, release, dated, licence in sorted(seen):
        inferred = ", date inferred" if dated == "inferred" else ""
        yield visible(f"Source: {publisher}, {dataset}, release {release}{inferred} ({licence})")


def _show_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]], console: Console
) -> None:
    if not rows:
        return
    divisor, scale = _scale(columns, rows)
    cells = [[_text(v, c, divisor) for v, c in zip(row, columns, strict=True)] for row in rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    heads = [_head(c, scale, width) for c, width in zip(columns, widths, strict=True)]
    sizes = [
        max(width, *map(len, head.split("\n"))) for head, width in zip(heads, widths, strict=True)
    ]
    if _free(columns) and sum(min(size, _READABLE) + _BETWEEN for size in sizes) > console.width:
        _show_records(columns, cells, console)
        return
    for block in _blocks(columns, sizes, console.width):
        console.print(_table(block, columns, heads, cells))


def _show_records(columns: Sequence[Column], cells: list[list[str]], console: Console) -> None:
    """Print each row as lines of name and value: for text that columns would break into letters."""
    names = [column.name.replace("_", " ") for column in columns]
    for row in cells:
        record = Table(box=None, pad_edge=False, show_header=False)
        record.add_column(no_wrap=True, style="dim")
        record.add_column(overflow="fold")
        for name, value in zip(names, row, strict=True):
            record.add_row(Text(name), Text(value))
        console.print(record)
        console.print()


def _free(columns: Sequence[Column]) -> bool:
    """Tell whether a table holds free text beside its first column."""
    return sum(column.type == "string" for column in columns) > 1


def _table(
    block: Sequence[int], columns: Sequence[Column], heads: list[str], cells: list[list[str]]
) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place in block:
        number = columns[place].type in _NUMBERS
        free = columns[place].type == "string" and place > 0
        table.add_column(
            Text(heads[place]),
            justify="right" if number else "left",
            no_wrap=not free,
            overflow="fold",
        )
    for row in cells:
        table.add_row(*[Text(row[place]) for place in block])
    return table


def _blocks(columns: Sequence[Column], sizes: list[int], width: int) -> Iterator[list[int]]:
    """Yield columns in blocks that fit the width, each repeating the first column.

    A table with free text is left whole: its text wraps.
    """
    block = list(range(len(sizes)))
    if _free(columns):
        yield block
        return
    block = [0]
    for place in range(1, len(sizes)):
        if len(block) > 1 and sum(sizes[i] + _BETWEEN for i in [*block, place]) > width:
            yield block
            block = [0]
        block.append(place)
    yield block


def _scale(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> tuple[int, str]:
    amounts = [
        abs(value)
        for row in rows
        for value, column in zip(row, columns, strict=True)
        if _is_money(column) and isinstance(value, int | float)
    ]
    largest = max(amounts, default=0)
    return next(((d, name) for d, name in _SCALES if largest >= d), _SCALES[-1])


def _head(column: Column, scale: str, width: int) -> str:
    """Return the heading: the name, no wider than need be, with the unit below it."""
    name = column.name.replace("_", " ")
    if column.type in _NUMBERS:
        name = "\n".join(wrap(name, max(width, _HEAD), break_long_words=False))
    if _is_money(column):
        return f"{name}\n{scale} {column.unit}".replace("\n ", "\n")
    return f"{name}\n%" if column.unit == "ratio" else name


def _text(value: Value, column: Column, divisor: int) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return visible(value)
    if _is_money(column):
        return _amount(value / divisor)
    if column.unit == "ratio":
        sign = "+" if column.name.endswith("growth") else ""
        return f"{value * 100:{sign},.2f}"
    return f"{value:,}"


def _amount(value: float) -> str:
    """Return an amount to one decimal; a small one that would round to nil keeps two digits."""
    return f"{value + 0.0:,.1f}" if value == 0 or abs(value) >= _SMALLEST else f"{value:.2g}"


def _is_money(column: Column) -> bool:
    return column.type == "number" and column.unit not in _NOT_MONEY
