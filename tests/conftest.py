"""Every test in a clean environment of its own, and one deterministic profile for properties."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("deterministic", derandomize=True, deadline=None)
settings.load_profile("deterministic")

# The twins of the Census table and of releases serve the tests of other folders as well.
for folder in ("sources/census", "store"):
    sys.path.append(str(Path(__file__).parent / folder))

_HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "LOCALAPPDATA": "data",
    "APPDATA": "config",
}


def isolate(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Unset every setting of Steelyard and move the user's folders below ``home``."""
    for name in [name for name in os.environ if name.startswith(("STEELYARD_", "_STEELYARD"))]:
        patch.delenv(name)
    for name, folder in _HOMES.items():
        patch.setenv(name, str(home / folder))


@pytest.fixture(autouse=True, scope="session")
def isolated_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Isolate what fixtures of a wider scope do."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, tmp_path_factory.mktemp("session") / "home")
        yield


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Isolate a test; return its home, which is not made, so that ``tmp_path`` is empty."""
    home = tmp_path / "home"
    isolate(monkeypatch, home)
    return home
