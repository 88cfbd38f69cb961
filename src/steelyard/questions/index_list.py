"""The indices that can be asked for."""

from __future__ import annotations

from steelyard.questions.index_asked import Figure, Unread, Work
from steelyard.questions.index_entry import Index
from steelyard.questions.index_list_goods import OF_ADVANTAGE, OF_OVERLAP
from steelyard.questions.index_list_network import OF_NETWORK
from steelyard.questions.index_list_places import OF_CONCENTRATION, OF_ORIENTATION

__all__ = ["INDICES", "Index", "made"]

_EVERY = (*OF_ADVANTAGE, *OF_OVERLAP, *OF_CONCENTRATION, *OF_ORIENTATION, *OF_NETWORK)
INDICES = {one.name: one for one in _EVERY}
"""Every index by its name."""


def made(work: Work, index: Index) -> tuple[Figure, ...]:
    """Return the figures of an index; none, with a gap, where nothing held answers."""
    try:
        return tuple(index.make(work))
    except Unread:
        return ()
