"""Damage to delimited text: hostile cells, rows and columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from random import Random

HOSTILE = (
    *(
        "",
        " ",
        "0",
        "-0",
        "-5",
        "1e400",
        "1e-400",
        "-1e400",
        "NaN",
        "nan",
        "sNaN",
        "inf",
        "-Infinity",
    ),
    *(
        "9" * 26,
        "9" * 33,
        "9" * 400,
        "0.0000001",
        "1.234,56",
        "1,234.5",
        "1 234",
        "1_0",
        "0x1F",
        "1e5",
    ),
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "--1",
        "1.2.3",
        ".",
        "-",
        ".5",
        "5.",
        "²",
        "٣",
        "½",
        "1\u00a0000",
    ),
    *("2024-13", "2024-00", "0000", "1899", "2101", "202413", "2024-02-30", "2024-Q5", "20240101"),
    *(
        "99999",
        "-2024",
        "2024.0",
        "2024.5",
        "2023-01/2023-06",
        "January 2010",
        "2010-1",
        "Infinity",
    ),
    *("x" * 5000, "\U0001f600", "\u202eabc", "e\u0301", "a\nb", 'a"b', "a,b;c\td", "\0", "\ufeff"),
    *(
        "null",
        "None",
        "N/A",
        "#REF!",
        "true",
        "False",
        "USA",
        "CHN",
        "WLD",
        "156",
        "842",
        "XYZ",
        "0",
    ),
    *("TOTAL", "H9", "S4", "854231", "85423", "010121", "77", "999999", "84-85", "M", "X", "[1]"),
    *(
        "\ud7ff",
        "1e31",
        "1e32",
        "123456789012345678901234567890123456.7",
        "../../etc",
        "%s%n",
        "{0}",
    ),
)
DELIMITERS = ",\t;|"
Rows = list[list[str]]


def delimited(data: bytes, chance: Random) -> bytes:
    """Change cells, rows or columns of a text; what follows no rules is left as it is."""
    text, delimiter = data.decode("utf-8", "surrogateescape"), _delimiter(data)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter))
    except csv.Error:
        return data
    if not rows:
        return data
    for _ in range(chance.choice((1, 1, 1, 2, 6))):
        chance.choice(CHANGES)(rows, chance)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n", escapechar="\\").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogateescape")


def _delimiter(data: bytes) -> str:
    return max(DELIMITERS, key=lambda sign: data[:5000].count(sign.encode()))


def _cell(rows: Rows, chance: Random) -> None:
    row = chance.choice(rows)
    if row:
        row[chance.randrange(len(row))] = chance.choice(HOSTILE)


def _body_cell(rows: Rows, chance: Random) -> None:
    _cell(rows[1:] or rows, chance)


def _whole_column(rows: Rows, chance: Random) -> None:
    at, word = chance.randrange(max(map(len, rows)) or 1), chance.choice(HOSTILE)
    for row in rows[1:]:
        if at < len(row):
            row[at] = word


def _move_columns(rows: Rows, chance: Random) -> None:
    width = max(map(len, rows))
    order = chance.choice(
        (chance.sample(range(width), width), [chance.randrange(width or 1)] * 2 + [*range(width)])
    )
    for row in rows:
        row[:] = [row[at] for at in order if at < len(row)]


def _drop_column(rows: Rows, chance: Random) -> None:
    at = chance.randrange(max(map(len, rows)) or 1)
    for row in rows:
        del row[at : at + 1]


def _rename(rows: Rows, chance: Random) -> None:
    if head := rows[0]:
        at = chance.randrange(len(head))
        words = (chance.choice(head), head[at].upper(), f" {head[at]}", chance.choice(HOSTILE))
        head[at] = chance.choice(words)


def _repeat(rows: Rows, chance: Random) -> None:
    row = list(chance.choice(rows))
    rows[chance.randrange(len(rows)) : 0] = [row] * chance.choice((1, 2, 30))


def _reorder(rows: Rows, chance: Random) -> None:
    rows[1:] = chance.sample(rows[1:], len(rows) - 1)


def _header_only(rows: Rows, _chance: Random) -> None:
    del rows[1:]


def _header_again(rows: Rows, chance: Random) -> None:
    rows.insert(chance.randrange(len(rows) + 1), list(rows[0]))


def _ragged(rows: Rows, chance: Random) -> None:
    row = chance.choice(rows)
    row[:] = chance.choice((row[:-1], [*row, ""], [*row, "x"], [*row, *[""] * 300], []))


def _preamble(rows: Rows, chance: Random) -> None:
    rows[:0] = [[chance.choice(HOSTILE)] for _ in range(chance.choice((1, 3, 25)))]


def _correction(rows: Rows, _chance: Random) -> None:
    for place, row in enumerate(rows):
        row[:0] = [f"a.csv;{place};no-number;x".split(";"), ["file", "line", "reason", "detail"]][
            not place
        ]


def _kept_rows(rows: Rows, chance: Random) -> None:
    start = chance.randrange(len(rows))
    del rows[max(start, 1) : start + chance.randrange(1, 30)]


CHANGES: tuple[Callable[[Rows, Random], None], ...] = (
    *(_body_cell,) * 20,
    *(_cell, _whole_column, _whole_column, _move_columns, _drop_column),
    *(_rename, _repeat, _reorder, _header_only, _header_again, _ragged, _preamble),
    *(_correction, _kept_rows),
)
