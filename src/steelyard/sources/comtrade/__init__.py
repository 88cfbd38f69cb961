"""UN Comtrade: trade in goods and services as countries report it to the United Nations."""

from steelyard.sources.comtrade.columns import NEEDED
from steelyard.sources.comtrade.read import CARDS, knows, stream

__all__ = ["CARDS", "HEADERS", "knows", "stream"]

HEADERS = ((*sorted(NEEDED), "period"),)
