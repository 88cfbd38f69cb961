"""What every request passes: the name it was sent to, its length, and headers of caution."""

from __future__ import annotations

import ipaddress
import socket
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from steelyard.api.sending import refuse
from steelyard.terms.errors import BadOption

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 4096
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CAUTION = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
}


class Guard:
    """Refuse a request that was sent to another name, or is too long; answer HEAD as GET.

    A page of a stranger can make its own name lead to this machine (DNS rebinding) and read what
    is served here. Its requests still carry the stranger's name in ``Host``.

    Args:
        app: what answers the requests that pass.
        host: the address that is listened on, as named by the user.
    """

    def __init__(self, app: ASGIApp, host: str = "127.0.0.1") -> None:
        self._app = app
        self._everywhere = _is_everywhere(host)
        self._names = LOOPBACK | {_plain(host)}
        if self._everywhere:
            self._names |= {_plain(socket.gethostname())}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def cautious(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_CAUTION)
            await send(message)

        app = self._refusal(scope) or self._app
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await app({**scope, "method": method}, receive, cautious)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        if not self._is_named(Headers(scope=scope).getlist("host")):
            return refuse(_another_name(), HTTPStatus.MISDIRECTED_REQUEST)
        if len(scope["query_string"]) + len(scope["path"]) > LONGEST:
            return refuse(_too_long(), HTTPStatus.REQUEST_URI_TOO_LONG)
        return None

    def _is_named(self, hosts: list[str]) -> bool:
        try:
            name = _plain(urlsplit(f"//{hosts[0]}").hostname or "") if len(hosts) == 1 else ""
        except ValueError:
            return False
        return name in self._names - {""} or (self._everywhere and _address(name) is not None)


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").casefold()


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_everywhere(host: str) -> bool:
    address = _address(_plain(host))
    return address is not None and address.is_unspecified


def _another_name() -> BadOption:
    return BadOption(
        "You asked this server by a name",
        "the name in the Host header is none of its own",
        "A page of a stranger could read what is served here through a name of its own",
        "Use the address that `steelyard serve` printed, or name the host with --host.",
    )


def _too_long() -> BadOption:
    return BadOption(
        "You asked a long question",
        f"its address is longer than {LONGEST} characters",
        "No question of Steelyard needs that many",
        "Leave out what is not a parameter of the verb.",
    )
