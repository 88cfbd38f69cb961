"""The words of a question made into a frozen question: periods, frequency, definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steelyard.classes.definition import TechnologyClass
from steelyard.terms.definition import Definition, define
from steelyard.terms.errors import BadOption, BadPeriod, did_you_mean
from steelyard.terms.period import Frequency, PeriodRange

Ends = str | int | tuple[int, int] | tuple[str, str] | None


def span_asked(
    years: Ends, periods: Ends, freq: str | None
) -> tuple[PeriodRange | None, Frequency]:
    """Return the periods asked, if any, and the frequency of the answer.

    Raises:
        BadOption: both years and periods are given, or the frequency does not exist.
        BadPeriod, ReversedRange: the periods cannot be read.
    """
    if years is not None and periods is not None:
        raise BadOption(
            f"You gave both --years {_text(years)} and --periods {_text(periods)}",
            "each names the periods",
            "Two answers to one question cannot both be honoured",
            "Give one of them.",
        )
    given = years if years is not None else periods
    span = None if given is None else PeriodRange.parse(_text(given))
    if span and years is not None and span.first.freq is not Frequency.A:
        raise BadPeriod(
            f"You asked for the years {_text(years)}",
            f"that is a {span.first.freq.word}, no year",
            "Years and shorter periods are asked apart, so that neither is misread",
            f"Write --periods {_text(years)}.",
        )
    if freq is None:
        return span, span.first.freq if span else Frequency.A
    return span, _frequency(freq)


def definition_asked(flags: Mapping[str, Any], pairs: Mapping[str, str]) -> Definition:
    """Return the definition from options that have a flag of their own and from --set pairs.

    Raises:
        BadOption: a name or value does not exist, or one choice is made twice and differs.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    flagged, paired = define(given), define(pairs)
    for name in sorted(given.keys() & pairs.keys()):
        if getattr(flagged, name) != getattr(paired, name):
            raise BadOption(
                f"You set {name} twice, to {given[name]} and to {pairs[name]}",
                "the two differ",
                "Two definitions in one figure cannot be told apart",
                "Set it once.",
            )
    return define({**given, **pairs})


def _frequency(text: str) -> Frequency:
    try:
        return Frequency(text.strip().upper())
    except ValueError:
        raise BadOption(
            f"You asked for the frequency {text!r}",
            "there are A (annual), Q (quarterly) and M (monthly)",
            "A figure of another frequency is another figure",
            did_you_mean(text, ["A", "Q", "M"], "Use --freq A, Q or M."),
        ) from None


def _text(given: str | int | tuple[int, int] | tuple[str, str]) -> str:
    return ":".join(str(end) for end in given) if isinstance(given, tuple) else str(given)


def split_asked(by: str | None, cls: TechnologyClass) -> str:
    """Return by what the class is split, which must have groups; empty when by nothing.

    Raises:
        BadOption: weigh does not split by that, or the class has no groups.
    """
    if by in {None, "group"} and (by is None or cls.groups):
        return by or ""
    raise BadOption(
        f"You asked for {cls.name} by {by}",
        f"{cls.name} has no groups" if by == "group" else "weigh splits a class by group only",
        "A split that is guessed would not add up",
        "Leave --by out, or ask for a class with groups, such as atp.",
    )
