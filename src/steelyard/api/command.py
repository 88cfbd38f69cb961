"""The command ``steelyard serve``."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from importlib import import_module
from typing import Annotated

import typer

from steelyard.store.store import Store
from steelyard.terms.errors import MissingExtra

PARTS = ("fastapi", "uvicorn")
HOST, PORT = "127.0.0.1", 8000


def serve(
    host: Annotated[
        str, typer.Option(help="address to listen on", envvar="STEELYARD_HOST", show_envvar=False)
    ] = HOST,
    port: Annotated[
        int,
        typer.Option(
            help="port to listen on; 0 for any that is free",
            min=0,
            max=65535,
            envvar="STEELYARD_PORT",
            show_envvar=False,
        ),
    ] = PORT,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="do not open the page in a browser")
    ] = False,
    store: Annotated[
        str | None,
        typer.Option(
            help="folder of your own store, opened beside the bundled data",
            metavar="PATH",
            envvar="STEELYARD_STORE",
            show_envvar=False,
        ),
    ] = None,
) -> None:
    """Answer the same questions over HTTP, on this machine, until Ctrl-C."""
    _check_parts()
    Store(store)  # a store that cannot be opened is told now, to who can mend it
    from steelyard.api.server import listen, prepare, run  # noqa: PLC0415  (the parts may be missing)

    listening = listen(host, port)
    server = prepare(listening, store)
    for line in listening.lines():
        typer.echo(line, err=True)
    if not no_open and _has_display():
        threading.Thread(target=webbrowser.open, args=(listening.address,), daemon=True).start()
    run(server, listening)
    typer.echo("Stopped.", err=True)


def _check_parts() -> None:
    """Make sure that what serves is installed.

    Raises:
        MissingExtra: it is not.
    """
    try:
        for part in PARTS:
            import_module(part)
    except ImportError as error:
        raise MissingExtra(
            "You asked to serve the questions over HTTP",
            f"the part {error.name!r} is not installed",
            "Steelyard is installed without the parts that serve",
            "Install them with: pip install 'steelyard[web]'",
        ) from error


def _has_display() -> bool:
    if sys.platform.startswith(("win", "darwin")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
