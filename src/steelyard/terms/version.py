"""The version of Steelyard, once."""

__version__ = "0.1.0"
