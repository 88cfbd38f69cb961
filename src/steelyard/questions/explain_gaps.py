"""The gaps of a change: parts that are missing at either end."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.explained import Explainer
from steelyard.accounts.levels import Level
from steelyard.questions.explain_names import name_of
from steelyard.terms.answer import Gap

_SHOWN = 6


def half(explainer: Explainer) -> Iterator[Gap]:
    """Yield one gap a step of which one flow is not known: the other alone is no balance."""
    for step, columns in explainer.halves.items():
        yield Gap(
            f"the change from {step.first} to {step.last}",
            f"nothing is known of {' and '.join(columns)} at one end, and what the other flow did "
            f"is no change of the {explainer.measure.replace('_', ' ')}",
            "Ask for the flow that is held with --measure exports or --measure imports, or for "
            "other periods or codes.",
        )


def lacking(explainer: Explainer, level: Level | None) -> Iterator[Gap]:
    """Yield one gap a step: the parts whose change is not known."""
    for step, missing in explainer.lacking.items():
        if not missing:
            continue
        named = [_named(explainer, level, key) for key in missing[:_SHOWN]]
        more = f" and {len(missing) - _SHOWN} others" if len(missing) > _SHOWN else ""
        yield Gap(
            f"the change of {'; '.join(named)}{more} from {step.first} to {step.last}",
            "a value of it is missing in one of the two periods",
            "`steelyard weigh` tells why, asked for it alone in both periods.",
        )


def _named(explainer: Explainer, level: Level | None, key: tuple[str, ...]) -> str:
    told = zip(explainer.split, key, strict=True)
    return ", ".join(name_of(n, code, explainer.account, level) or code for n, code in told)
