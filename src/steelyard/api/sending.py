"""Responses: bytes with a hash, not sent again to who has them, and problems."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from steelyard.api.problem import MEDIA, problem, status_of
from steelyard.terms.errors import SteelyardError, StoreBusy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

_HASH_LENGTH = 32
_RETRY_SECONDS = "1"


def send(
    request: Request, content: bytes, media: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the bytes, or 304 when the request names their hash.

    They may be kept, but must be asked for again each time: a store that has taken in a newer
    release answers the same address with other figures.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]}"'
    told = {**(headers or {}), "ETag": tag, "Cache-Control": "no-cache"}
    if _has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(content, headers={**told, "Content-Type": media})


def refuse(
    error: SteelyardError, status: HTTPStatus | None = None, root: str | None = None
) -> Response:
    """Return an error as a problem."""
    chosen = status or status_of(error)
    headers = {"Content-Type": MEDIA, "Cache-Control": "no-store"}
    if isinstance(error, StoreBusy):
        headers["Retry-After"] = _RETRY_SECONDS
    return Response(problem(error, chosen, root), chosen, headers)


def _has(request: Request, tag: str) -> bool:
    sent = ",".join(request.headers.getlist("if-none-match"))
    named = {one.strip().removeprefix("W/") for one in sent.split(",")}
    return bool(named & {tag, "*"})
