"""The gaps of a change: parts that are missing at either end."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.explained import Explainer
from steelyard.accounts.levels import Level
from steelyard.questions.explain_names import name_of
from steelyard.terms.answer import Gap

_SHOWN = 6


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
