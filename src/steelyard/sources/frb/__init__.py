"""The Federal Reserve's annual average exchange rates (G.5A)."""

from steelyard.sources.frb.rates import CARD, convert
from steelyard.sources.frb.read import recognises

__all__ = ["CARD", "convert", "recognises"]
