"""Errors as ``application/problem+json`` (RFC 9457), with the codes of the command line."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from http import HTTPStatus
from pathlib import Path

from steelyard.store.store import BUNDLED, default_root
from steelyard.terms.errors import (
    CannotAnswer,
    InputError,
    MissingExtra,
    SteelyardError,
    StoreBusy,
    StoreError,
    Unexpected,
)

MEDIA = "application/problem+json"
PROBLEMS = "/v1/problems"
_STATUS: tuple[tuple[type[SteelyardError], HTTPStatus], ...] = (
    (StoreBusy, HTTPStatus.SERVICE_UNAVAILABLE),
    (MissingExtra, HTTPStatus.NOT_IMPLEMENTED),
    (InputError, HTTPStatus.BAD_REQUEST),
    (CannotAnswer, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_PATH = re.compile(r"(?<![\w.:/\\])(?:/|[A-Za-z]:[/\\]|\\\\)[^\s'\"()]*[/\\]([^\s'\"()/\\]*)")
_log = logging.getLogger(__name__)


def status_of(error: SteelyardError) -> HTTPStatus:
    """Return the HTTP status of an error."""
    found = (status for kind, status in _STATUS if isinstance(error, kind))
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def problem(error: SteelyardError, status: HTTPStatus, root: str | None) -> bytes:
    """Return the JSON of an error, without a path of the machine.

    Args:
        error: what went wrong.
        status: the status it is sent with.
        root: folder of the store that is served, as named.
    """
    record = error.problem()
    if isinstance(error, StoreError):
        record = {name: without_paths(text, root) for name, text in record.items()}
    detail = str(type(error)(*(record[name] for name in ("asked", "found", "why", "remedy"))))
    about = {
        "type": f"{PROBLEMS}#{error.code}",
        "title": title(type(error)),
        "status": int(status),
        "detail": detail.removeprefix(f"[{error.code}] "),
    }
    return (json.dumps({**about, **record}, ensure_ascii=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def title(kind: type[SteelyardError]) -> str:
    """Return the one line that tells what an error is."""
    return (kind.__doc__ or kind.code).partition("\n")[0]


def unexpected(error: Exception) -> Unexpected:
    """Return what the asker is told of a defect; what happened goes to the log only."""
    _log.error("%s: %s", type(error).__name__, error, exc_info=_debug(error))
    return Unexpected(
        "The question could not be finished",
        f"{type(error).__name__} was raised",
        "This is a defect of Steelyard; no answer was given",
        "Ask who runs this server to run it with STEELYARD_DEBUG=1 and to report what it prints.",
    )


def without_paths(text: str, root: str | None) -> str:
    """Return a text in which folders of the machine are named by what they are."""
    store = Path(root).expanduser() if root else default_root()
    known = {BUNDLED: "bundled", store: "store", store.resolve(): "store"}
    for folder in (Path.home(), Path(sys.prefix), Path.cwd()):
        known.setdefault(folder, "...")
    for folder in sorted(known, key=lambda folder: -len(str(folder))):
        if folder.is_absolute() and folder != folder.parent:
            text = text.replace(str(folder), known[folder])
    return _PATH.sub(r".../\1", text)


def _debug(error: Exception) -> Exception | None:
    return error if os.environ.get("STEELYARD_DEBUG") else None
