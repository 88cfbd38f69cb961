from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import bundled_answers
import pytest

from steelyard.store import store


@pytest.fixture(scope="module", autouse=True)
def _no_store_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests from the store of the person who runs them."""
    nowhere: Path = tmp_path_factory.mktemp("home") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "default_root", lambda: nowhere)
        yield


@pytest.fixture(scope="session", autouse=True)
def _engine_let_go() -> Iterator[None]:
    """Drop the engine before the interpreter ends, lest it report what is still held."""
    yield
    bundled_answers.let_go()
