"""The rule by which a product code with several successors is shared out, as text."""

from __future__ import annotations

import re

from steelyard.terms.errors import BadOption, did_you_mean

_NAMED = ("published", "equal")
_BY_TRADE = re.compile(r"trade:([12][0-9]{3})")


def sharing_rule(text: str) -> str:
    """Read how codes with several successors are shared out.

    Raises:
        BadOption: the text is none of ``published``, ``equal`` and ``trade:YEAR``.
    """
    written = text.strip().casefold()
    if written in _NAMED or _BY_TRADE.fullmatch(written):
        return written
    raise BadOption(
        f"You set concordance to {text!r}",
        "the rules are published, equal, and trade with a year of reference (trade:2024)",
        "A share that is guessed would move value to other goods",
        did_you_mean(text, _NAMED, "Write one of these."),
    )


def reference_year(rule: str) -> int | None:
    """Return the year of reference of a rule by trade; None of the others."""
    found = _BY_TRADE.fullmatch(rule)
    return int(found[1]) if found else None
