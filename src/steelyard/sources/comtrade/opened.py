"""A file of UN Comtrade that was opened, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.comtrade import products

if TYPE_CHECKING:
    from steelyard.sources.blocks import Block
    from steelyard.sources.stream import Batch


def _nothing(rows: int) -> dict[str, str]:  # noqa: ARG001  (every format is asked the same)
    return {}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened.

    Attributes:
        layout: its format in words.
        columns: the file's own names of the cells of a row.
        names: those names, by what the columns hold.
        services: whether its first row is of services.
        batches: reads it, with a conversion of blocks.
        notes: what was noticed, once it was read, given the number of its rows.
    """

    layout: str
    columns: tuple[str, ...]
    names: Mapping[str, str]
    services: bool
    batches: Callable[[Callable[[Block], Batch]], Iterator[Batch]]
    notes: Callable[[int], dict[str, str]] = _nothing


def of_services(classification: str) -> bool:
    """Tell whether a classification is one of services."""
    try:
        return products.nomenclature(classification)[0] == products.SERVICES
    except ValueError:
        return False
