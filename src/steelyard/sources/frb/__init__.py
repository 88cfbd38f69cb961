"""The Federal Reserve's annual average exchange rates (G.5A)."""

from steelyard.sources.frb.rates import CARD, convert
from steelyard.sources.frb.read import COLUMNS, recognises

__all__ = ["CARD", "HEADERS", "convert", "recognises"]

HEADERS = (COLUMNS,)
