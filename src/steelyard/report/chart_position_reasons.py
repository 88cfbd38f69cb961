"""Why a component of a position has no figure, as the gaps of the answer say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from steelyard.terms.answer import Gap

_NOTHING_SAID = "the answer does not say why"


def why(component: str, definition: str, gaps: Iterable[Gap]) -> str:
    """Return why a component has no figure: the words of the gap that names it most closely."""
    told = [(gap.what, gap.why) for gap in gaps]
    tests = (
        lambda what: what == f"{component}, {definition}",
        lambda what: bool(what) and definition.startswith(what),
        lambda what: what == component,
        lambda what: re.match(rf"{re.escape(component)}\b", what),
        lambda what: re.search(rf"\band {re.escape(component)}\b", what),
        lambda what: what.startswith(component.replace("-", " ")),
    )
    found = [words for test in tests for what, words in told if test(what)]
    if component == "balance" and not found:
        return "exports or imports are missing"
    return found[0] if found else _NOTHING_SAID
