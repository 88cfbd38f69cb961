"""What ``explain`` is asked: dimensions, terms, and what cannot be explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from steelyard.accounts.case import Case
from steelyard.accounts.explained import SIGNS
from steelyard.classes.definition import TechnologyClass
from steelyard.questions.explain_terms import METHODS
from steelyard.terms.definition import Definition, Side
from steelyard.terms.errors import BadOption, BadPeriod, did_you_mean
from steelyard.terms.period import Frequency, PeriodRange
from steelyard.terms.question import ExplainQuestion

MEASURES = tuple(SIGNS)
DIMENSIONS = ("group", "product", "partner", "flow")


def dimensions(by: str | Sequence[str] | None, cls: TechnologyClass) -> tuple[str, ...]:
    """Return the dimensions that words name, in their order; the usual ones when it is None.

    Raises:
        BadOption: a word is no dimension or stands twice, or the class has no groups.
    """
    if by is None:
        return ("group",) if cls.groups else ("product",)
    by = by if isinstance(by, str) else ",".join(by)
    named = tuple(word.strip().casefold() for word in by.split(",") if word.strip())
    for word in named:
        if word not in DIMENSIONS or named.count(word) > 1:
            raise _no_dimension(by, word)
    if not named:
        raise _no_dimension(by, "")
    if "group" in named and not cls.groups:
        raise BadOption(
            f"You asked for {cls.name} by group",
            f"{cls.name} has no groups",
            "A split that is guessed would not add up",
            "Leave group out of --by, or ask for a class with groups, such as atp.",
        )
    return named


def one_of_words(flag: str, given: str, known: Iterable[str]) -> str:
    """Return a word that is one of those a flag takes, whatever its case.

    Raises:
        BadOption: it is none of them.
    """
    word, words = given.strip().casefold(), tuple(known)
    if word in words:
        return word
    raise BadOption(
        f"You gave --{flag} {given}",
        f"it takes {', '.join(words)}",
        "A choice that is not understood cannot be honoured",
        did_you_mean(given, words, "Use one of these."),
    )


def of_terms(terms: str, method: str | None, coverage: float | str | None) -> dict[str, Any]:
    """Return the choices that only some terms have.

    Raises:
        BadOption: one is made that the terms asked do not have, or it does not exist.
    """
    for flag, given in (("method", method), ("coverage", coverage)):
        if given is not None and terms.strip().casefold() != "price-volume":
            raise BadOption(
                f"You gave --{flag} {given} with --terms {terms}",
                f"only --terms price-volume has a {flag}",
                "A choice that changes nothing would pass for one that did",
                f"Leave --{flag} out, or ask with --terms price-volume.",
            )
    told: dict[str, Any] = {}
    if method is not None:
        told["method"] = one_of_words("method", method, METHODS)
    if coverage is not None:
        told["coverage"] = share_asked(coverage)
    return told


def share_asked(given: float | str) -> float:
    """Return a share between nought and one.

    Raises:
        BadOption: it is none.
    """
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if 0 < share <= 1:
        return share
    raise BadOption(
        f"You gave --coverage {given}",
        "a share lies above 0 and is 1 at most",
        "Unit values of a small part of trade are no prices of all of it",
        "Write --coverage 0.6 for sixty per cent.",
    )


def two_periods(span: PeriodRange | None, freq: Frequency) -> tuple[PeriodRange | None, Frequency]:
    """Return the span and frequency asked, of two periods at least.

    Raises:
        BadPeriod: the span is one period.
    """
    if span is None or len(span.at(freq)) > 1:
        return span, freq
    before = span.at(freq).first.shift(-1)
    raise BadPeriod(
        f"You asked what moved a figure in {span.first}",
        "that is one period",
        "A change is between two periods",
        f"Name both, for example {before}:{span.at(freq).last}.",
    )


def checked(definition: Definition) -> Definition:
    """Return the definition, of one side's report, for a change of two reports is none of either.

    Raises:
        BadOption: both sides are asked for.
    """
    if definition.side is Side.BOTH:
        raise BadOption(
            "You asked to explain what both sides report",
            "a change is explained of one side's report at a time",
            "The difference between two reports is no movement in time",
            "Ask with --side reporter and with --side partner, one after the other.",
        )
    return definition


def check_season(definition: Definition, *, parted: bool) -> None:
    """Refuse to take the season out of parts, which would not add up to the whole without it.

    Raises:
        BadOption: the season is to be taken out here, and other parts than flows are told apart.
    """
    if definition.adjustment.own and parted:
        raise BadOption(
            f"You asked for adjustment={definition.adjustment} with parts other than flows",
            "the season of a sum is not the sum of the seasons of its parts",
            "Parts that do not add up explain nothing",
            "Ask --by flow, or leave the adjustment out.",
        )


def _no_dimension(by: str, word: str) -> BadOption:
    twice = "it stands there twice" if word in DIMENSIONS else "that is no dimension of trade here"
    return BadOption(
        f"You asked for {word!r} in --by {by!r}" if word else "You asked for --by without a word",
        twice if word else "nothing is named",
        "A split that is guessed would not add up",
        did_you_mean(word, DIMENSIONS, f"Dimensions are {', '.join(DIMENSIONS)}, with commas."),
    )


def question_of(case: Case) -> ExplainQuestion:
    """Return the question of a case as one that explains.

    Raises:
        TypeError: it is another one.
    """
    if not isinstance(case.question, ExplainQuestion):
        raise TypeError(f"{case.question} explains nothing")
    return case.question
