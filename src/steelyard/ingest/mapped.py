"""A user's own mapping as the only source to ask."""

from __future__ import annotations

from pathlib import Path

from steelyard.ingest.expand import Found
from steelyard.sources.contract import AnySource
from steelyard.sources.tidy.source import source_of


def mapping_source(mapping: str | Path, found: Found) -> tuple[tuple[str, AnySource], ...]:
    """Return the source that a mapping describes.

    Raises:
        BadMapping: it cannot be read.
    """
    path = Path(mapping).expanduser()
    return ((path.name, source_of(path)),)
