"""UN Comtrade: trade in goods and services as countries report it to the United Nations."""

from steelyard.sources.comtrade.read import CARDS, knows, stream

__all__ = ["CARDS", "knows", "stream"]
