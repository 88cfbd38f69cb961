"""The Federal Reserve's annual average exchange rates (G.5A)."""

from steelyard.sources.frb.rates import convert
from steelyard.sources.frb.read import recognises

__all__ = ["convert", "recognises"]
