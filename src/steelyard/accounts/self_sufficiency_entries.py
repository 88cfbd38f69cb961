"""The definitions of self-sufficiency that are held, and the targets set for them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from steelyard.terms.yaml_text import read_yaml


class Amount(BaseModel):
    """A published indicator that an entry names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    scope: str = ""
    flow: Literal["", "X", "M"] = ""
    measure: Literal["level", "share", "quantity"] = "level"
    unit: str = ""


class Rate(BaseModel):
    """One definition of self-sufficiency.

    Attributes:
        name, text: what it is called, and what it counts.
        located, measure, packaging: in the country or domestically owned; by value or volume; gross
            or net of packaging.
        made, used: what is made over what is used; ``apparent`` use is made plus imports minus
            exports.
        imports, exports: of apparent use.
        stated: the rate as a publisher states it, for years of which the amounts are not held.
        targeted: whether the target of the entry is set against it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str
    located: str
    measure: str
    packaging: str
    made: Amount
    used: Amount | Literal["apparent"]
    imports: Amount | None = None
    exports: Amount | None = None
    stated: Amount | None = None
    targeted: bool = False


class Target(BaseModel):
    """A rate that is to be reached by the end of a year."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    value: float


class Entry(BaseModel):
    """The definitions that are held of a country and some classes, and the targets set for them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    title: str
    classes: tuple[str, ...]
    definitions: tuple[Rate, ...]
    announced: int = 0
    targets: tuple[Target, ...] = ()
    target_source: str = ""


@cache
def entries() -> tuple[Entry, ...]:
    """Return every entry of the package."""
    folder = resources.files("steelyard.accounts") / "data"
    text = (folder / "self_sufficiency.yaml").read_text(encoding="utf-8")
    return tuple(Entry.model_validate(one) for one in read_yaml(text))


def entry_of(place: str, of: str) -> Entry | None:
    """Return the entry of a place for a class; None where there is none."""
    return next((one for one in entries() if one.place == place and of in one.classes), None)
