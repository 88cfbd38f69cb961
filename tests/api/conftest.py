"""The application in process: no socket is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

REASON = "the extra `web` (and httpx2 for its test client) is not installed"
BASE = "http://localhost"


@pytest.fixture(scope="session")
def make_client() -> Callable[..., Any]:
    """Return a maker of clients; its arguments are those of ``make_app``."""
    for part in ("fastapi", "httpx2"):
        pytest.importorskip(part, reason=REASON)
    from starlette.testclient import TestClient  # noqa: PLC0415  (the part may be missing)

    from steelyard.api.app import make_app  # noqa: PLC0415

    return lambda *given, **named: TestClient(make_app(*given, **named), base_url=BASE)


@pytest.fixture(scope="session")
def client(make_client: Callable[..., Any]) -> Any:
    """Return a client of the bundled data."""
    return make_client()
