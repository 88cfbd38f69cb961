from __future__ import annotations

from collections.abc import Iterator

import measure_engines
import pytest


@pytest.fixture(scope="session", autouse=True)
def _engine_let_go() -> Iterator[None]:
    """Drop the engine before the interpreter ends, lest it report what is still held."""
    yield
    measure_engines.let_go()
