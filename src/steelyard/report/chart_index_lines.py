"""An index over years: one line, or small panels of one scale, that end where a value is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from textwrap import wrap

from steelyard.report.chart_axes import AmountAxis, amount_axis
from steelyard.report.chart_index_data import REFERENCES, WHOLE, Item, Series
from steelyard.report.chart_index_numbers import decimals, label
from steelyard.report.chart_index_years import Years, bands, points, whiskers, year_labels
from steelyard.report.chart_style import INK, LEFT, WIDTH, Spec, heading

MOST = 24
_ACROSS = 3
