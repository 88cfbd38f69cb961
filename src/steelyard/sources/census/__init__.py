"""The US Census Bureau's table of goods trade by country: workbook, Parquet or CSV."""

from steelyard.sources.census.flows import CARD, HEADERS, convert
from steelyard.sources.census.read import recognises

__all__ = ["CARD", "HEADERS", "convert", "recognises"]
