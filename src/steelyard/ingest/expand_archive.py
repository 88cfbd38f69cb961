"""The tables within a zip archive."""

from __future__ import annotations

from steelyard.ingest.expand_content import checked, is_tar, no_table
from steelyard.ingest.expand_folder import PassedOver, is_hidden
from steelyard.sources.archive import members, unsafe
from steelyard.sources.received import ZIP, Received
from steelyard.sources.workbook import CONTENT_TYPES, OPEN_DOCUMENT, is_workbook
from steelyard.terms.errors import UnrecognisedFile

_EMPTY_ZIP, _SPANNED = b"PK\x05\x06", b"PK\x07\x08"


def tables_within(received: Received) -> list[Received | PassedOver] | None:
    """Return what a zip archive holds, sorted by name; None for a file that is none.

    Raises:
        UnsafeArchive: it is not safe to read, or holds another archive.
        BadFile: it is damaged, or a member is.
        UnrecognisedFile: it is a document of an office program and no workbook.
    """
    if not received.head().startswith((ZIP, _EMPTY_ZIP, _SPANNED)) or received.wrapped:
        return None
    names = members(received.path)
    if is_workbook(b"", set(names)):
        return None
    if CONTENT_TYPES in names or {"mimetype", OPEN_DOCUMENT} <= set(names):
        raise UnrecognisedFile(
            f"You added {received.path}",
            "it is a document of an office program, and no .xlsx workbook",
            "Nothing can be read from it",
            "Save the table as .xlsx or CSV and add that.",
        )
    shown = [name for name in sorted(names) if not any(map(is_hidden, name.split("/")))]
    return [_member(Received(received.path, name)) for name in shown]


def _member(received: Received) -> Received | PassedOver:
    head = checked(received).head()
    if (head.startswith((ZIP, _EMPTY_ZIP)) and not _is_workbook(received)) or is_tar(head):
        raise unsafe(received.path.name, f"its member {received.member!r} is an archive itself")
    why = no_table(received, named=False)
    return PassedOver(f"{received.path}: {received.member}", why) if why else received


def _is_workbook(received: Received) -> bool:
    with received.on_disk() as path:
        return is_workbook(b"", set(members(path)))
