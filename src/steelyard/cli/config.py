"""The configuration file: defaults for flags, in TOML at the platform's place."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import platformdirs

from steelyard.terms.errors import BadConfig, did_you_mean


def config_path() -> Path:
    """Return ``$STEELYARD_CONFIG``, else ``config.toml`` in the platform's folder."""
    named = os.environ.get("STEELYARD_CONFIG")
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_config_path("steelyard", appauthor=False)) / "config.toml"


def has_config() -> bool:
    """Tell whether there is a configuration file, or one is named."""
    return config_path().is_file() or bool(os.environ.get("STEELYARD_CONFIG"))


def read_config(known: set[str]) -> dict[str, Any]:
    """Return the defaults of the configuration file by parameter, nothing when there is none.

    Args:
        known: names of the parameters that may be set.

    Raises:
        BadConfig: the file is named but absent, is no TOML, or sets an unknown name.
    """
    path = config_path()
    if not path.is_file():
        if os.environ.get("STEELYARD_CONFIG"):
            raise _bad(path, "there is no such file", "Name a file that exists.")
        return {}
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        found = f"it cannot be read as TOML ({error})"
        raise _bad(path, found, "Mend it or move it away.") from error
    return {_checked(path, name, known): value for name, value in settings.items()}


def _checked(path: Path, name: str, known: set[str]) -> str:
    parameter = name.replace("-", "_")
    if parameter in known:
        return parameter
    names = sorted(word.replace("_", "-") for word in known)
    remedy = did_you_mean(name, names, f"Known are {', '.join(names)}.")
    raise _bad(path, f"it sets {name!r}, which is no flag", remedy)


def _bad(path: Path, found: str, remedy: str) -> BadConfig:
    why = "A default that is not understood would silently change answers"
    return BadConfig(f"The configuration was read from {path}", found, why, remedy)
