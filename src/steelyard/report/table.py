"""The terminal table: units in the header, signs, thousands, aligned decimals, gaps as gaps."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from steelyard.report.spark import BLOCKS, GAP, trends
from steelyard.report.table_cells import MISSING, NUMBERS, amount_text, is_money, scale_of
from steelyard.report.table_further import (
    elsewhere,
    main_columns,
    main_rows,
    terminal_table,
    without_empty,
)
from steelyard.report.table_layout import BETWEEN, laid_out, too_wide
from steelyard.report.table_records import is_records, sentences
from steelyard.report.table_units import by_unit
from steelyard.report.title import title
from steelyard.report.visible import visible
from steelyard.terms.answer import Answer, Column, Row, Table, Value
from steelyard.terms.evidence import FOR_SHARE

__all__ = ["MISSING", "WIDE", "plain_text", "show", "sources"]

WIDE = 200
_READABLE = 30


def show(answer: Answer, console: Console) -> None:
    """Print an answer's tables and its sources to a console."""
    if not answer.rows:
        return
    console.print(Text(title(answer), style="bold"))
    _show_trends(answer, console)
    order, rows = main_columns(answer), main_rows(answer)
    if answer.verb == "weigh" and too_wide(*_cut(answer, order, rows), console.width):
        order = without_empty(answer, order)
    _show_rows(*by_unit(*_cut(answer, order, rows)), console)
    for table in answer.tables:
        _show_further(answer, table, console)
    for line in sources(answer):
        console.print(Text(line, style="dim"), soft_wrap=not console.is_terminal)


def _cut(
    answer: Answer, order: Sequence[int], rows: Sequence[Row]
) -> tuple[list[Column], list[list[Value]]]:
    columns = [answer.columns[place] for place in order]
    return columns, [[row[place] for place in order] for row in rows]


def plain_text(answer: Answer) -> str:
    """Return what ``show`` prints, without colour, in one width on every machine."""
    buffer = io.StringIO()
    show(answer, Console(file=buffer, width=WIDE, no_color=True, force_terminal=False))
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def sources(answer: Answer) -> Iterator[str]:
    """Yield one line for each release that the figures rest on, those of the columns first.

    One that serves only the share in all goods with the world is marked.
    """
    seen = {(e.publisher, e.dataset, e.release, e.dated, e.licence) for e in answer.evidence}
    own = {(e.dataset, e.release) for e in answer.evidence if e.used_for != FOR_SHARE}
    order = sorted(seen, key=lambda one: (one[1:3] not in own, one))
    for publisher, dataset, release, dated, licence in order:
        inferred = ", date inferred" if dated == "inferred" else ""
        share = "" if (dataset, release) in own else ", for the share in all goods"
        text = f"Source: {publisher}, {dataset}, release {release}{inferred} ({licence}){share}"
        yield visible(text)


def _show_trends(answer: Answer, console: Console) -> None:
    """Print lines of small bars; in ASCII where the stream cannot print blocks."""
    divisor, scale = scale_of(answer.columns, answer.rows)
    units = [column.unit for column in answer.columns if is_money(column)]
    lines = trends(
        answer,
        width=console.width,
        plain=not _prints(BLOCKS + GAP, console.encoding),
        show=lambda value: amount_text(value / divisor),
        unit=f"{scale} {units[0]}".strip() if units else "",
    )
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def _prints(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _show_further(answer: Answer, table: Table, console: Console) -> None:
    cut = terminal_table(answer, table)
    if not cut.rows:
        return
    console.print(Text(table.name.replace("_", " ").capitalize(), style="bold"))
    if is_records(table):
        for line in sentences(answer, table):
            console.print(Text(line), soft_wrap=not console.is_terminal)
        console.print()
        return
    _show_rows(cut.columns, cut.rows, console)
    if elsewhere(table):
        console.print(Text(elsewhere(table), style="dim"))


def _show_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]], console: Console
) -> None:
    if not rows:
        return
    columns, cells, heads, sizes = laid_out(columns, rows)
    if _free(columns) and sum(min(size, _READABLE) + BETWEEN for size in sizes) > console.width:
        _show_records(columns, cells, console)
        return
    for block in _blocks(columns, sizes, console.width):
        console.print(_table(block, columns, heads, cells))


def _show_records(columns: Sequence[Column], cells: list[list[str]], console: Console) -> None:
    """Print each row as lines of name and value: for text that columns would break into letters."""
    names = [column.name.replace("_", " ") for column in columns]
    for row in cells:
        record = Grid(box=None, pad_edge=False, show_header=False)
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
) -> Grid:
    table = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for place in block:
        number = columns[place].type in NUMBERS
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
        if len(block) > 1 and sum(sizes[i] + BETWEEN for i in [*block, place]) > width:
            yield block
            block = [0]
        block.append(place)
    yield block
