"""Saving an answer to a file, whole or not at all, with the file beside it that has its evidence.

The file beside is written first and the file itself last, so that a table is never there without
its evidence. When the second cannot be written the first is put back as it was. A run that is
killed between the two leaves the old table; the SHA-256 in the file beside tells that it is old.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steelyard.report.csv_metadata import beside, is_description
from steelyard.report.formats import Format
from steelyard.store.package import replace
from steelyard.terms.answer import Answer
from steelyard.terms.errors import CannotWrite

_STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")


def save(answer: Answer, form: Format, file: Path) -> None:
    """Write an answer to a file, and beside it what the format saves there.

    A link is followed. A pipe or device is written to as it is, and nothing is saved beside it.

    Raises:
        CannotWrite: a file cannot be written; those that were there before are as they were.
    """
    check_place(form, file)
    content, target, stream = form(answer), file.resolve(), is_stream(file)
    beside_it = bool(form.side) and not stream
    side = form.description(answer, target.name, content) if beside_it else None
    with _told(file):
        if stream:
            file.write_bytes(content)
        else:
            _save(target, content, side)


def check_place(form: Format, file: Path) -> None:
    """Refuse a place that cannot be written to.

    Raises:
        CannotWrite: it is a folder, its folder is not there, one may not write to it, or the file
            that would be saved beside it is there already and not from Steelyard.
    """
    with _told(file):
        target = file.resolve()
        if target.is_dir():
            raise cannot_write(file, "it is a folder")
        if is_stream(file):
            return
        if not target.parent.is_dir():
            raise cannot_write(file, "its folder is not there")
        _check_allowed(file, target)
        if form.side:
            _check_beside(file, beside(target))


def is_stream(file: Path) -> bool:
    """Tell whether a path names a pipe, a device or an open stream."""
    named = str(file.absolute()).startswith(_STREAMS)
    return named or (file.exists() and not file.is_file())


def cannot_write(file: Path, found: str) -> CannotWrite:
    """Return the error for an answer that cannot be written."""
    return CannotWrite(
        f"You asked to write to {file}",
        found,
        "The answer was not saved",
        "Name a file in a folder that exists and that you may write to.",
    )


def _save(target: Path, content: bytes, side: bytes | None) -> None:
    if side is None:
        replace(target, content)
        return
    path = beside(target)
    before = path.read_bytes() if path.exists() else None
    replace(path, side)
    try:
        replace(target, content)
    except BaseException:
        _put_back(path, before)
        raise


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        replace(path, before)


def _check_allowed(file: Path, target: Path) -> None:
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise cannot_write(file, "you may not write in its folder")
    if target.exists() and not os.access(target, os.W_OK):
        raise cannot_write(file, "it is there already and write-protected")


def _check_beside(file: Path, side: Path) -> None:
    if os.path.lexists(side) and not is_description(side):
        raise CannotWrite(
            f"You asked to write to {file}",
            f"{side.name} is there already, and Steelyard did not write it",
            "The evidence of a CSV is saved in that file, and what it holds would be lost",
            "Move that file, name another one, or send the CSV to standard output.",
        )


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what the system says of a path into an error of ours."""
    try:
        yield
    except BrokenPipeError:
        return  # the reader of a pipe went away, which is no error of the writer
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before Python 3.13
        reason = error.strerror if isinstance(error, OSError) else "its links go round in a loop"
        raise cannot_write(file, f"it cannot be written ({reason})") from error
