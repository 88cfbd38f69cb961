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

# The twins of the Census table serve the tests of intake, store and command line as well.
sys.path.append(str(Path(__file__).parent / "sources" / "census"))

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


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Unset every setting of Steelyard and move the user's folders; yield the new home.

    The home is not made: a test that lists ``tmp_path`` finds it empty.
    """
    for name in [name for name in os.environ if name.startswith(("STEELYARD_", "_STEELYARD"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    for name, folder in _HOMES.items():
        monkeypatch.setenv(name, str(home / folder))
    yield home
