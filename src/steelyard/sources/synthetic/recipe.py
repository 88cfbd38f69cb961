"""The recipe of a world: a small text from which the same world is always made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from steelyard.sources.reading import publication_date, refuse
from steelyard.synthetic.plan import Plan, planned
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from steelyard.sources.received import Received

MARK = b"synthetic-world: "
GENERATOR = 1
"""Version of the generator; one that makes other rows of the same plan has the next number."""

_RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A plan and the day from which what is made of it counts as published."""

    plan: Plan
    released: str

    def text(self) -> str:
        """Return the recipe as text, the same for the same world."""
        told = {"synthetic-world": GENERATOR, _RELEASED: self.released, **self.plan.told()}
        return yaml.safe_dump(told, sort_keys=False)


def recipe(plan: Plan, released: str | None = None) -> Recipe:
    """Return the recipe of a plan; without a date it counts from the June after its last year.

    Raises:
        BadDate: ``released`` is no date.
    """
    return Recipe(plan, publication_date(released) if released else f"{plan.last + 1}-06-30")


def read_recipe(received: Received) -> Recipe:
    """Read a recipe.

    Raises:
        BadFile: it is none, or that of another generator.
        BadOption: a field is unknown or out of bounds.
        BadDate: its day is no date.
    """
    told = _told(received)
    if told.pop("synthetic-world", None) != GENERATOR:
        found = f"it is no recipe of the generator {GENERATOR}"
        why = "Another generator makes another world of the same plan"
        raise refuse(received.name, found, why, "Make it anew with `steelyard synthetic`.")
    released = told.pop(_RELEASED, None)
    return recipe(planned(told), None if released is None else str(released))


def _told(received: Received) -> dict[str, object]:
    try:
        told = read_yaml(received.head().decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        why = "A world can be made of a recipe only"
        raise refuse(received.name, f"it is no YAML ({error})", why, "Mend it.") from None
    return told if isinstance(told, dict) else {}
