"""The classes that exist, read from data, and their look-up by name."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from steelyard.terms.errors import UnknownClass, did_you_mean


class TechnologyClass(BaseModel):
    """A named set of product codes.

    Attributes:
        name: the word that asks for it.
        title: human title.
        publisher, version, valid, reference: who defines it, which edition, when, where.
        nomenclature: nomenclature of its codes.
        codes: product codes; the class is their sum.
        exact: True when the source publishes the class itself, False for a proxy.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    publisher: str
    version: str
    valid: str
    nomenclature: str
    codes: tuple[str, ...]
    exact: bool
    reference: str


@cache
def all_classes() -> tuple[TechnologyClass, ...]:
    """Return every class, sorted by name."""
    text = resources.files("steelyard.classes").joinpath("classes.yaml").read_text("utf-8")
    found = [TechnologyClass.model_validate(entry) for entry in yaml.safe_load(text)]
    return tuple(sorted(found, key=lambda entry: entry.name))


def find_class(name: str) -> TechnologyClass:
    """Return the class of this name.

    Raises:
        UnknownClass: there is none; the nearest names are offered.
    """
    wanted = name.strip().casefold()
    for entry in all_classes():
        if entry.name == wanted:
            return entry
    names = [entry.name for entry in all_classes()]
    raise UnknownClass(
        f"You asked for the class {name!r}",
        "no technology class has this name",
        "What counts as technology changes the answer, so it is never guessed",
        did_you_mean(name, names, f"Held are {', '.join(names)}; see `steelyard classes list`."),
    )
