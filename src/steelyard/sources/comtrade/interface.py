"""JSON of UN Comtrade's interface: version 1 (``data``) and the one before 2023 (``dataset``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from steelyard.sources.comtrade.columns import FIELDS, fields_of, is_header
from steelyard.sources.comtrade.opened import Opened, of_services
from steelyard.sources.json_rows import Envelope, Opening, blocks, elements, opening_of, text_of
from steelyard.sources.reading import refuse
from steelyard.sources.stream import converted, in_order

if TYPE_CHECKING:
    from steelyard.sources.blocks import Block
    from steelyard.sources.received import Received
    from steelyard.sources.stream import Batch
    from steelyard.terms.errors import BadFile

KEYS = ("data", "dataset")
_OF_ENVELOPE = ("elapsedTime", "validation")


def knows(received: Received, head: bytes) -> bool:  # noqa: ARG001  (one signature for all formats)
    """Tell whether a JSON text is an answer of the interface, be it an empty one."""
    found = _opening(head)
    if found is None:
        return False
    if isinstance(found.first, dict):
        return is_header(list(found.first))
    around = found.envelope
    told = around.key or not set(KEYS).isdisjoint(around.members)
    return bool(told) and not set(_OF_ENVELOPE).isdisjoint(around.members)


def opened(received: Received, head: bytes) -> Opened:
    """Open an answer of the interface.

    Raises:
        BadFile: it holds no rows, be it for an error that it tells.
    """
    found = _opening(head)
    first = found.first if found else None
    if found is None or not isinstance(first, dict):
        raise _empty(received, found)
    columns, around = _columns(first), Envelope()
    names = fields_of(columns)
    services = of_services(text_of(first[names["classificationCode"]]))

    def read(convert: Callable[[Block], Batch]) -> Iterator[Batch]:
        with received.open() as stream:
            rows = elements(stream, received.name, KEYS, around)
            yield from in_order(
                blocks(rows, columns, list(names.values())), lambda block: converted(block, convert)
            )

    words = f"answer of UN Comtrade's interface, JSON, {len(names)} columns used"
    return Opened(words, columns, names, services, read, lambda rows: _notes(around, rows))


def _columns(first: dict[str, Any]) -> tuple[str, ...]:
    """Return the keys of the first row, and those that only later rows may have."""
    known = {*first, *fields_of(tuple(first))}
    return (*first, *(field for field in FIELDS if field not in known))


def _opening(head: bytes) -> Opening | None:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return None
    return opening_of(head, KEYS)


def _notes(around: Envelope, rows: int) -> dict[str, str]:
    count = around.members.get("count")
    if not isinstance(count, str) or not count.isdecimal() or int(count) == rows:
        return {}
    return {"count-differs": f"The answer says that it has {count} rows, and has {rows:,}."}


def _empty(received: Received, found: Opening | None) -> BadFile:
    members = found.envelope.members if found else {}
    error = text_of(members.get("error")) or text_of(members.get("validation"))
    told = f"the answer holds no rows and says: {error[:200]}" if error else "it holds no rows"
    why = "No rows may mean a query that failed, a wrong code or no trade; it cannot be told which"
    return refuse(received.name, told, why, "Check the query and repeat it.")
