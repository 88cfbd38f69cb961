"""What a comparison of wholes with their parts found, in words."""

from __future__ import annotations

from collections.abc import Callable

from steelyard.ingest.control_figures import Figures
from steelyard.sources.contract import Check

NOTHING = "nothing to compare"
IN_FULL = 0.9
"""Share of cells that agree from which parts are taken as held in full."""


def check(name: str, found: Figures, unit: str, in_full: Callable[[], bool]) -> Check:
    """Put what a comparison found into words.

    Args:
        name: what was compared.
        found: its figures.
        unit: currency of the differences.
        in_full: tells whether the parts are held in full, asked only where some are below their
            whole and less than nine cells of ten agree.
    """
    agree = found.compared - found.over - found.short
    full = not found.short or agree >= IN_FULL * found.compared or in_full()
    passed = not found.over and not (full and found.short)
    words = [_compared(found, full=full), *_worst(found, unit, full=full), *_uncompared(found)]
    return Check(name, passed, "; ".join(words))


def _compared(found: Figures, *, full: bool) -> str:
    if not found.compared:
        return NOTHING
    text = f"cells compared: {found.compared}; sums of parts above the whole: {found.over}"
    if full:
        return f"{text}, below: {found.short}"
    share = f"{found.parts / found.whole:.1%}" if found.whole else "nothing"
    return f"{text}; the parts are a selection and cover {share} of it"


def _worst(found: Figures, unit: str, *, full: bool) -> list[str]:
    signed = [("+", found.worst_over), ("-", found.worst_short if full else None)]
    worst = sorted((one[0], one[1].text, sign) for sign, one in signed if one)
    if not worst:
        return []
    amount, place, sign = worst[-1]
    text = f"{amount:f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return [f"largest difference {sign}{plain}{' ' if unit else ''}{unit} ({place})"]


def _uncompared(found: Figures) -> list[str]:
    reasons = (
        (found.unparted, "without parts"),
        (found.unwhole, "without the whole"),
        (found.lacking, "with a value missing"),
    )
    told = [f"{number} {reason}" for number, reason in reasons if number]
    return [f"cells not compared: {', '.join(told)}"] if told else []
