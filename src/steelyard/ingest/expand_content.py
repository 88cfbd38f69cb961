"""Files told apart by their first bytes and names: those that may be tables, and the others."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from steelyard.sources.received import Received

_KINDS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"{\\rtf": "a text document",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"SQLite format 3\0": "a database",
    b"#!": "a program",
    b"Rar!": "a RAR archive, which is not read: unpack it",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive, which is not read: unpack it",
    b"BZh": "packed by bzip2, which is not read: unpack it",
    b"\xfd7zXZ\0": "packed by xz, which is not read: unpack it",
}
_TAR = (257, b"ustar")
_DOCUMENT = frozenset(
    {
        ".md",
        ".rst",
        ".html",
        ".htm",
        ".pdf",
        ".doc",
        ".docx",
        ".odt",
        ".ppt",
        ".pptx",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".tif",
        ".tiff",
        ".py",
        ".r",
        ".do",
        ".ipynb",
        ".js",
        ".css",
        ".sh",
        ".sql",
        ".log",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".sha256",
        ".md5",
        ".sig",
        ".asc",
    }
)
_READ_ME = re.compile(
    r"(read[-_ ]?me|licen[cs]e|copying|notice|changelog|citation)\b.*", re.IGNORECASE
)
_PLAIN_TEXT = frozenset({"", ".txt"})


def is_tar(head: bytes) -> bool:
    """Tell a tar archive by its opening."""
    return head[_TAR[0] :].startswith(_TAR[1])


def no_table(received: Received, *, named: bool) -> str:
    """Return why a file is no table; empty when it may be one.

    Args:
        received: the file.
        named: True when the user named it; then its name is no reason.
    """
    head = received.head()
    if not head.strip(b"\r\n\t \0\xef\xbb\xbf"):
        return "it is empty"
    if is_tar(head):
        return "it is a tar archive, which is not read: unpack it"
    for magic, kind in _KINDS.items():
        if head.startswith(magic):
            return f"it is {kind}"
    return "" if named else _by_name(received.stem)


def checked(received: Received) -> Received:
    """Return a file whose first byte can be read.

    Raises:
        BadFile: it cannot be opened, or does not unpack.
    """
    if not received.head():
        with received.open() as stream:
            stream.read(1)
    return received


def _by_name(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _DOCUMENT:
        return f"by its name ({suffix}) it is a document or a program"
    if suffix in _PLAIN_TEXT and _READ_ME.fullmatch(PurePosixPath(name).stem):
        return "by its name it describes other files"
    return ""
