"""The periods of a question that names none: the latest ones that are complete."""

from __future__ import annotations

from dataclasses import replace

from steelyard.accounts.calendar import latest_complete
from steelyard.accounts.case import Case
from steelyard.accounts.choice import Choice
from steelyard.accounts.sides import views
from steelyard.terms.period import Frequency

DEFAULT_COUNT = {Frequency.A: 10, Frequency.Q: 12, Frequency.M: 24}


def settled(case: Case) -> Case:
    """Fill in the periods when none were asked: the latest complete ones held."""
    if case.question.periods is None:
        found = [source.choice for source in views(case).values()]
        ends = [choice.series.last for choice in found if isinstance(choice, Choice)]
        if not any(ends):
            return case
        freq = case.question.freq
        known = case.definition.as_of
        ends += [f"{known.year:04d}-{known.month:02d}"] if known else []
        latest = latest_complete(filter(None, ends), freq, DEFAULT_COUNT[freq])
        case = replace(case, question=replace(case.question, periods=latest))
    return replace(case, partner=replace(case.partner, end=case.periods[-1]))
