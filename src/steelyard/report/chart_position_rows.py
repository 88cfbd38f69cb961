"""Rows of a card: name and definition at the left, the figure at the right, gaps in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap

from steelyard.report.chart_index_numbers import label
from steelyard.report.chart_position_data import Point, Row
from steelyard.report.chart_position_lines import TALL, is_line, small_line, years_below
from steelyard.report.chart_position_paper import BAND, FINE, LACKING, SMALL_LINE, Sheet
from steelyard.report.chart_position_scale import (
    PLOT,
    REFERENCES,
    WIDE,
    Scale,
    figure,
    hover,
    values,
)
from steelyard.report.chart_style import DEFICIT, FAINT, GREY, SURPLUS

_ROOM = 140
_LETTERS, _GAP_LETTERS, _NAME_LETTERS = 51, 78, 40
_LINE, _APART, _THICK = 16, 10, 14
_FIXED = {"symmetric-advantage": (-1.0, 1.0)}


def rows_sheet(rows: Sequence[Row], years: Sequence[str]) -> Sheet:
    """Return the sheet of the rows of a section, one below the other.

    Rows of one unit have one scale, which holds zero. One year is a bar, or a dot with its
    interval; several are a small line. Missing: words for a row, a pale band for a year.
    """
    sheet, said = Sheet(), None
    for _, group in groupby(rows, lambda row: row.unit or row.component):
        found = list(group)
        for row in found:
            told = small_print(row)
            _row(sheet, row, found, [] if row.is_supplier and told == said else told, years)
            said = told
            if is_line(row) and not is_line(_after(rows, row)):
                years_below(sheet, years)
    return sheet


def _after(rows: Sequence[Row], row: Row) -> Row | None:
    place = next(n for n, one in enumerate(rows) if one is row) + 1
    return rows[place] if place < len(rows) else None


def small_print(row: Row) -> list[str]:
    """Return the year and the definition of a row in lines."""
    told = sorted(year for year in row.points if year)
    span = told[0] if len(told) == 1 else " to ".join((told[0], told[-1])) if told else ""
    return wrap(": ".join(part for part in (span, row.definition) if part), _LETTERS)


def _row(
    sheet: Sheet, row: Row, group: Sequence[Row], told: Sequence[str], years: Sequence[str]
) -> None:
    top, names = sheet.height, wrap(row.name, _NAME_LETTERS) or [""]
    why = wrap(f"no data: {row.why}", _GAP_LETTERS) if row.why else []
    for n, line in enumerate(names):
        sheet.text(0, top + _LINE / 2 + n * _LINE, line)
    below = top + len(names) * _LINE + SMALL_LINE / 2
    for n, line in enumerate(told):
        sheet.text(0, below + n * SMALL_LINE, line, FINE)
    for n, line in enumerate(why):
        sheet.text(PLOT, top + _LINE / 2 + n * SMALL_LINE, line, LACKING)
    tall = TALL if is_line(row) else _LINE
    if not why:
        _figure(sheet, row, group, years)
    sides = (len(names) * _LINE + len(told) * SMALL_LINE, len(why) * SMALL_LINE + 2, tall)
    sheet.height = top + max(sides) + _APART


def _figure(sheet: Sheet, row: Row, group: Sequence[Row], years: Sequence[str]) -> None:
    if is_line(row):
        small_line(sheet, row, group, years)
        return
    (point,) = row.points.values()
    one = _across(group)
    if row.unit == "%" or row.unit[-3:].isupper():
        _bar(sheet, row, point, one)
    else:
        _dot(sheet, row, point, one)


def _across(group: Sequence[Row]) -> Scale:
    """Return the scale of rows of one year: zero, all values and bounds, room for the texts."""
    low, high = _FIXED.get(group[0].component, (0.0, 0.0))
    held = list(values(row for row in group if not is_line(row)))
    held += [REFERENCES.get(group[0].component, 0.0)]
    whole = [100.0] if group[0].unit == "%" else []
    low, high = min([low, *held]), max([high, *held, *whole])
    left = PLOT + (_ROOM if low < 0 and group[0].component not in _FIXED else 0)
    return Scale((low, high if high > low else low + 1.0), (left, WIDE - _ROOM))


def _bar(sheet: Sheet, row: Row, point: Point, one: Scale) -> None:
    value, middle, zero = point.value or 0.0, sheet.height + _LINE / 2, one.place(0.0)
    ends, y = sorted((zero, one.place(value))), (middle - _THICK / 2, middle + _THICK / 2)
    if row.unit == "%":
        sheet.bar((zero, one.place(one.values[1])), y, BAND)
    colour = DEFICIT if value < 0 else SURPLUS
    sheet.bar(ends, y, colour, **hover(row, point))
    sheet.rule((zero, zero), (middle - _LINE / 2 - 1, middle + _LINE / 2 + 1))
    at = one.place(value)
    sheet.text(at - 5 if value < 0 else at + 5, middle, figure(row, point),
               align="right" if value < 0 else "left")  # fmt: skip


def _dot(sheet: Sheet, row: Row, point: Point, one: Scale) -> None:
    """Place a dot at the end of a thin line from its reference, and its interval."""
    value, middle = point.value or 0.0, sheet.height + _LINE / 2
    reference = REFERENCES.get(row.component, 0.0)
    start, at = one.place(reference), one.place(value)
    sheet.rule(one.places, (middle, middle), FAINT)
    sheet.rule((start, at), (middle, middle), GREY, wide=1.4)
    sheet.rule((start, start), (middle - 7, middle + 7))
    for mark in sorted({reference, *_FIXED.get(row.component, ())}):
        sheet.text(one.place(mark), middle + 14, label(mark, 0), FINE, "center")
    if point.low is not None and point.high is not None:
        ends = (one.place(point.low), one.place(point.high))
        sheet.rule(ends, (middle, middle), SURPLUS, wide=3.0)
    sheet.dot(at, middle, SURPLUS, **hover(row, point))
    sheet.text(one.places[1] + 9, middle, figure(row, point))
