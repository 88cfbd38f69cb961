"""Files of classes: where they stand, in the package and plugged in, and the members they list.

A class is a file ``NAME.yaml``; its members stand in it, or in a CSV file beside it when they are
many. Another package adds classes by an entry point of the group ``steelyard.classes`` whose object
is a package (``import their.classes``) that holds such files; no code is needed.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from importlib.abc import Traversable
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from yaml import YAMLError

from steelyard.terms.errors import BadFile
from steelyard.terms.yaml_text import read_yaml

GROUP = "steelyard.classes"
FIRST, LAST = 1, 9999
_ENDING = ".yaml"


class Member(BaseModel):
    """A product code that belongs to a class in a span of years.

    Attributes:
        flow: X or M; empty for both.
        code: code of the class's nomenclature, zeros kept. It stands for every code below it.
        group: key of its group in the class; empty when the class has none.
        first, last: first and last year in which the list names it; 1 and 9999 without bound.
        edition: edition of the nomenclature when it is not the class's own; else empty.
        description: what the publisher calls it, or empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    flow: Literal["", "X", "M"] = ""
    code: str = Field(min_length=1)
    group: str = ""
    first: int = FIRST
    last: int = LAST
    edition: str = ""
    description: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"{self.code}: its first year comes after its last")
        return self


@cache
def own() -> dict[str, Traversable]:
    """Return, by the name of each class of the package, the folder of its file."""
    return _named(resources.files("steelyard.classes") / "data")


@cache
def plugged() -> dict[str, Traversable]:
    """Return, by the name of each class plugged in, the folder of its file.

    A name of the package cannot be taken; of two that plug in one name the first counts, by the
    name of the entry point.

    Raises:
        BadFile: an entry point names no package that can be imported.
    """
    found: dict[str, Traversable] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        found = {**_named(_folder(point)), **found}
    return {name: folder for name, folder in found.items() if name not in own()}


@cache
def stated(name: str) -> dict[str, Any]:
    """Return what the file of a class states, ``members`` as a tuple of ``Member``.

    Raises:
        BadFile: it is no class file.
    """
    folder = {**own(), **({} if name in own() else plugged())}[name]
    try:
        entry = read_yaml((folder / f"{name}{_ENDING}").read_text("utf-8"))
        listed = entry.get("members") or []
        rows = _rows(folder / listed) if isinstance(listed, str) else listed
        return {**entry, "name": name, "members": tuple(map(Member.model_validate, rows))}
    except (AttributeError, OSError, TypeError, ValueError, YAMLError) as error:
        raise damaged(name, error) from error


def damaged(name: str, error: Exception) -> BadFile:
    """Return the error for the file of a class that cannot be used, with the first reason."""
    why = str(error)
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        why = f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}"
    return BadFile(
        f"You asked for the class {name}",
        f"its file cannot be used: {why}",
        "A class that is read in part would count other goods than it says",
        f"Mend {name}{_ENDING} in the package that holds it, or leave that package out.",
    )


def _named(folder: Traversable) -> dict[str, Traversable]:
    files = sorted(file.name for file in folder.iterdir())
    return {file.removesuffix(_ENDING): folder for file in files if file.endswith(_ENDING)}


def _folder(point: EntryPoint) -> Traversable:
    try:
        return resources.files(point.load())
    except (AttributeError, ImportError, TypeError) as error:
        raise BadFile(
            f"You asked for the classes plugged in as {point.name}",
            f"{point.value} is no package that can be imported: {error}",
            "Classes that are left out unsaid would look like classes that do not exist",
            "Install that package again, or leave it out.",
        ) from error


def _rows(file: Traversable) -> list[dict[str, str]]:
    """Return the rows of a list; an empty cell is one that is not told."""
    rows = csv.DictReader(file.read_text("utf-8").splitlines())
    return [{column: cell for column, cell in row.items() if cell} for row in rows]
