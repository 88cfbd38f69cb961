"""Which fields of the definition a verb that reads panels honours; the others are refused."""

from __future__ import annotations

from collections.abc import Collection

from steelyard.terms.definition import Definition
from steelyard.terms.errors import BadOption

OF_PANELS = (
    "import_basis",
    "export_scope",
    "import_valuation",
    "export_valuation",
    "account",
    "adjustment",
    "concordance",
    "as_of",
    "release",
)
"""What panels honour; of adjustments none, or the publisher's own."""
OF_POSITIONS = (*OF_PANELS, "scope", "currency", "conversion")
"""What the position card honours: amounts have a currency, indicators a scope."""


def check_honoured(verb: str, definition: Definition, honoured: Collection[str]) -> None:
    """Refuse choices that differ from the default and that a verb would pass over.

    Raises:
        BadOption: there is such a choice.
    """
    changed = definition.changed()
    own = {"adjustment"} if definition.adjustment.own else set()
    for name in sorted((changed.keys() - set(honoured)) | own):
        raise BadOption(
            f"You set {name} to {changed[name]} for {verb}",
            f"{verb} compares tables as their publishers state them, and cannot honour it",
            "A choice that is passed over would stand in the record of an answer without it",
            f"Leave it out. {verb} honours {', '.join(honoured)}; of adjustments none or seasonal.",
        )
