"""What stands at the head of a file that no source knows, and whose layout comes nearest to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.contract import AnySource, cards_of
from steelyard.sources.layout import find_layout
from steelyard.sources.received import PARQUET, ZIP, Received
from steelyard.sources.workbook import OLD, sheets
from steelyard.terms.errors import SteelyardError

_PLAIN = re.compile(r"[^a-z0-9]+")
_FEWEST, _HALF = 2, 0.5
_SHOWN, _WIDTH = 6, 30
_SMALL, _ROWS = 2**24, 20
_BOOKS = (".xlsx", ".xlsm", ".xls")

Header = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """A publisher's header: the title of its table, the publisher, the names of its columns."""

    title: str
    publisher: str
    names: Header


def described(received: Received, among: Iterable[tuple[str, AnySource]]) -> str:
    """Return in words what a file's header holds and which known header it is nearest to.

    The nearest is that with the largest share of names in common, at least two and half of its own;
    small and capital letters and signs count for nothing. Sources tell their headers by an
    attribute ``HEADERS``, a tuple of the names of columns for each of their layouts.

    Args:
        received: the file.
        among: the sources, by name.

    Returns:
        A part of a sentence; empty when no header can be made out.
    """
    rows = [row for row in _rows(received) if len(_named(row)) >= _FEWEST]
    if not rows:
        return ""
    scored = [(_alike(row, one), row, one) for one in _layouts(among) for row in rows]
    best, header, layout = max(scored, key=lambda found: found[0], default=(0.0, rows[0], None))
    if layout is None or not best:
        return f"its header begins {_listed(_named(_widest(rows)))}"
    return f"its header begins {_listed(_named(header))}; {_nearest(header, layout)}"


def _layouts(among: Iterable[tuple[str, AnySource]]) -> list[_Layout]:
    return [
        _Layout(card.title, card.publisher, tuple(names))
        for _, source in among
        for card in cards_of(source)[:1]
        for names in getattr(source, "HEADERS", ())
    ]


def _rows(received: Received) -> list[Header]:
    """Return the first rows of a table, in every way in which they can be split."""
    head = received.head()
    try:
        if head.startswith(PARQUET):
            return [] if received.wrapped else [tuple(pq.read_schema(received.path).names)]
        if head.startswith((ZIP, OLD)):
            return _of_workbook(received)
    except (SteelyardError, pa.ArrowException, OSError, ValueError):
        return []
    return _of_text(head)


def _of_text(head: bytes) -> list[Header]:
    seen: list[Header] = []

    def look(names: Sequence[str]) -> bool:
        seen.append(tuple(names))
        return False

    find_layout(head, look)
    return [row for row in seen if all(cell.isprintable() for cell in row)]


def _of_workbook(received: Received) -> list[Header]:
    if received.size() > _SMALL or PurePosixPath(received.stem).suffix.lower() not in _BOOKS:
        return []
    return [cells for _, rows in sheets(received) for _, cells in islice(rows, _ROWS)]


def _named(row: Header) -> Header:
    return tuple(name for name in row if name.strip())


def _widest(rows: Sequence[Header]) -> Header:
    return max(rows, key=lambda row: len(_named(row)))


def _plain(names: Iterable[str]) -> dict[str, str]:
    return {plain: name for name in names if (plain := _PLAIN.sub("", name.casefold()))}


def _alike(row: Header, layout: _Layout) -> float:
    seen, known = set(_plain(row)), set(_plain(layout.names))
    both = len(seen & known)
    enough = both >= _FEWEST and both >= _HALF * len(known)
    return both / len(seen | known) if enough else 0.0


def _nearest(header: Header, layout: _Layout) -> str:
    seen, known = _plain(header), _plain(layout.names)
    lacking = [name for plain, name in known.items() if plain not in seen]
    beyond = [name for plain, name in seen.items() if plain not in known]
    near = f"the nearest layout known is of {layout.publisher}, {layout.title}"
    if lacking:
        return f"{near}, of whose columns it lacks {_listed(lacking)}"
    if beyond:
        return f"{near}, which has no column {_listed(beyond)}"
    return f"{near}, whose columns it has but not its content"


def _listed(names: Sequence[str]) -> str:
    shown = [n if len(n) <= _WIDTH else f"{n[: _WIDTH - 3]}..." for n in names[:_SHOWN]]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(shown)}{more}"
