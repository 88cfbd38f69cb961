"""The application: one address for each verb and format, made from the registry."""

from __future__ import annotations

import json
import os
from asyncio import CancelledError
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from steelyard.api import page
from steelyard.api.answering import reply
from steelyard.api.description import components, operation
from steelyard.api.examples import path
from steelyard.api.guard import Guard
from steelyard.api.media import JSON, disposition, forms_of, media_type
from steelyard.api.parameters import served_verbs
from steelyard.api.problem import PROBLEMS, unexpected
from steelyard.api.sending import refuse, send
from steelyard.questions.registry import VERBS, Verb
from steelyard.terms.answer import ANSWER_SCHEMA
from steelyard.terms.errors import BadOption, SteelyardError, Unexpected, did_you_mean
from steelyard.terms.version import __version__

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    Handler = Callable[[Request], Awaitable[Response]]

HTML = "text/html; charset=utf-8"
MOST_AT_ONCE = 8
ABOUT = "Weighs technology trade between countries and shows its work."


def make_app(
    root: str | None = None, host: str = "127.0.0.1", verbs: Iterable[Verb] = VERBS
) -> FastAPI:
    """Return the application.

    Args:
        root: folder of the store that is served; None for the platform's place.
        host: the address that is listened on, as named by the user.
        verbs: the verbs of the registry; those that take files are left out.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.add_middleware(Guard, host=host)
    served = served_verbs(verbs)
    at_once = CapacityLimiter(min(MOST_AT_ONCE, max(2, os.cpu_count() or 2)))
    for verb in served:
        for form in ("", *forms_of(verb)):
            _add_verb(app, verb, form, _asking(verb, form, root, at_once))
    _add_fixed(app, served)
    _add_errors(app, root)
    return app


def _add_verb(app: FastAPI, verb: Verb, form: str, handler: Handler) -> None:
    end = f".{form}" if form else ""
    app.add_api_route(
        f"{path(verb)}{end}",
        handler,
        methods=["GET"],
        response_class=Response,
        openapi_extra=operation(verb, form),
    )


def _asking(verb: Verb, form: str, root: str | None, at_once: CapacityLimiter) -> Handler:
    """Return the handler of a verb: questions run beside each other, a few at once."""
    saved = {"Content-Disposition": disposition(verb, form)} if form else {}

    async def handle(request: Request) -> Response:
        given = request.query_params.multi_items()
        try:
            found = await to_thread.run_sync(
                reply, verb, given, form or "json", root, limiter=at_once
            )
        except SteelyardError as error:
            return refuse(error, root=root)
        except CancelledError:  # by the server only, when it stops and has no more patience
            return refuse(_stopping(), HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as error:  # noqa: BLE001  (the last door: no traceback reaches a user)
            return refuse(unexpected(error))
        return send(request, found.content, media_type(form or "json"), found.headers | saved)

    return handle


def _add_fixed(app: FastAPI, verbs: tuple[Verb, ...]) -> None:
    """Add the pages, the description, and what tells that the server lives."""
    index, problems = page.index(verbs), page.problems()
    for place in ("/", "/v1", "/v1/"):
        _add(app, place, index, HTML)
    _add(app, PROBLEMS, problems, HTML)
    _add(app, "/v1/health", _json({"status": "ok"}), JSON, "Tell that the server answers.")
    version = _json({"version": __version__, "schema": ANSWER_SCHEMA})
    _add(app, "/v1/version", version, JSON, "Tell the version of Steelyard and of its answers.")
    _add(app, "/v1/openapi.json", _json(describe(app, verbs)), JSON)


def describe(app: FastAPI, verbs: tuple[Verb, ...]) -> dict[str, Any]:
    """Return the description of the application in OpenAPI 3.1."""
    found = get_openapi(
        title="Steelyard",
        version=__version__,
        openapi_version="3.1.0",
        description=ABOUT,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/"}],
        routes=app.routes,
    )
    return {**found, "components": components(verbs)}


def _add(app: FastAPI, place: str, content: bytes, media: str, summary: str = "") -> None:
    """Add an address whose bytes never change."""

    async def handle(request: Request) -> Response:
        return send(request, content, media)

    app.add_api_route(
        place,
        handle,
        methods=["GET"],
        response_class=Response,
        summary=summary,
        operation_id=place.rpartition("/")[2] or None,
        include_in_schema=bool(summary),
        openapi_extra={"responses": {"200": {"content": {JSON: {"schema": {"type": "object"}}}}}},
    )


def _add_errors(app: FastAPI, root: str | None) -> None:
    places = sorted({str(getattr(route, "path", "")) for route in app.routes} - {""})

    async def refused(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return refuse(unexpected(error), root=root)
        status = HTTPStatus(error.status_code)
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            return refuse(_not_get(request), status)
        return refuse(_nowhere(request.url.path, places), status)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(Exception, refused)


def _nowhere(place: str, places: list[str]) -> BadOption:
    return BadOption(
        f"You asked for {place}",
        "there is no such address here",
        "An address that is guessed would answer another question",
        did_you_mean(place, places, "/v1/ lists the addresses."),
    )


def _not_get(request: Request) -> BadOption:
    return BadOption(
        f"You sent {request.method} to {request.url.path}",
        "this address is only read",
        "Nothing can be changed through this interface",
        "Send GET, with the parameters in the query.",
    )


def _stopping() -> Unexpected:
    return Unexpected(
        "You asked a question",
        "the server is stopping and did not wait for it",
        "No answer was given",
        "Ask again when it runs.",
    )


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False) + "\n").encode()
