"""Any table that no publisher's folder reads: a small mapping says what its columns mean."""

from steelyard.sources.tidy.draft import Draft, Field
from steelyard.sources.tidy.look import look
from steelyard.sources.tidy.source import MappedSource, source_of

__all__ = ["Draft", "Field", "MappedSource", "look", "source_of"]
