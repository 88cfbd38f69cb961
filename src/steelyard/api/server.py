"""The server: one socket, and the application run on it until it is interrupted."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
from dataclasses import dataclass

import uvicorn

from steelyard.api.app import make_app
from steelyard.terms.errors import BadOption

_PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that listens.

    Attributes:
        socket: the socket.
        host: the address, as named by the user.
    """

    socket: socket.socket
    host: str

    @property
    def address(self) -> str:
        """The address of the page for people."""
        number, port = self.socket.getsockname()[:2]
        if ipaddress.ip_address(number).is_unspecified:
            number = "::1" if ":" in number else "127.0.0.1"
        return f"http://{f'[{number}]' if ':' in number else number}:{port}/v1/"

    def lines(self) -> list[str]:
        """Return what the user is told: the address, and who else can reach it."""
        told = [f"Steelyard answers at {self.address} (press Ctrl-C to stop)"]
        if not ipaddress.ip_address(self.socket.getsockname()[0]).is_loopback:
            told.append(
                f"Warning: --host {self.host} lets other machines in. Who reaches this port can "
                "ask everything that the store holds; there is no password and no encryption."
            )
        return told


def listen(host: str, port: int) -> Listening:
    """Return a socket that listens at an address.

    Raises:
        BadOption: there is no such address on this machine, or its port is taken.
    """
    name = host.strip().strip("[]")
    try:
        family = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)[0][0]
        return Listening(socket.create_server((name, port), family=family), host)
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(host, port, error) from error


def _cannot_listen(host: str, port: int, error: OSError | UnicodeError) -> BadOption:
    if isinstance(error, UnicodeError):
        found = "it is no name of a host"
    elif isinstance(error, socket.gaierror) or not error.errno:
        found = error.strerror or "it cannot be found"
    else:
        found = os.strerror(error.errno)
    return BadOption(
        f"You asked to serve at {host}, port {port}",
        f"that cannot be listened on ({found})",
        "Nothing is served",
        "Name another port with --port, or --port 0 for any that is free; "
        "--host 127.0.0.1 is this machine.",
    )


def prepare(listening: Listening, root: str | None) -> uvicorn.Server:
    """Return a server of the application, ready to run."""
    config = uvicorn.Config(
        make_app(root, listening.host),
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_PATIENCE,
    )
    return uvicorn.Server(config)


def run(server: uvicorn.Server, listening: Listening) -> None:
    """Serve until Ctrl-C; questions that run then have a few seconds to end."""
    with contextlib.suppress(KeyboardInterrupt), listening.socket:
        server.run(sockets=[listening.socket])
