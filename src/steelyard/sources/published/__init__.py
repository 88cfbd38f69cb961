"""Figures that publishers printed in releases and reports, one row a figure: many small datasets.

Each dataset is one file in ``datasets/``: its card, and what each of its series means in the
columns of INDICATORS. Which dataset a table belongs to is told by its header and its series.
"""

from steelyard.sources.published.catalogue import CARDS
from steelyard.sources.published.indicators import convert
from steelyard.sources.published.read import recognises

__all__ = ["CARDS", "convert", "recognises"]
