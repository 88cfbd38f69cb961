"""Conditions that a series can be asked to meet, each with the reason when none does."""

from __future__ import annotations

from collections.abc import Callable

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.classes.selection import Selection
from steelyard.classes.ways import Converted
from steelyard.terms.definition import Definition, Vintage
from steelyard.terms.period import Frequency

SHOWN = 6
Requirement = tuple[Callable[[Choice], bool], Callable[[list[Choice]], Unanswered]]


def equal(
    column: str,
    value: str | None,
    words: str,
    *,
    given: bool = True,
    usual: str = "",
    flag: dict[str, str] | None = None,
) -> Requirement:
    """Ask that a column has a value; where the series says nothing it has the ``usual`` one."""
    reports = column == "reporter"

    def accepts(choice: Choice) -> bool:
        return not given or (choice.said(column) or usual) == value

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({choice.said(column) or "none" for choice in left})
        first = f" Name a place that reports, {' or '.join(have)}, first." if reports else ""
        instead = [flag[name] for name in have if name in flag] if flag else []
        ask = f"ask with {' or '.join(instead)}" if instead else "ask for one that is held"
        shown = ", ".join(have[:SHOWN]) + (" and others" if len(have) > SHOWN else "")
        return Unanswered(
            f"no series held is {words} {value}; held are {shown}",
            f"Add a dataset {words} {value} with `steelyard add FILE`, "
            f"or {ask}; `steelyard holdings` lists them.{first}",
        )

    return accepts, explain


def some_codes(way: Selection) -> str:
    """Return the codes of a way in one line, the first of many, or the name of its list."""
    if isinstance(way, Converted):
        return way.cls.name
    if way.listed:
        return f"the list {way.list_name}"
    return ", ".join(way.codes[:SHOWN]) + (" and others" if len(way.codes) > SHOWN else "")


def at_level(way: Selection) -> Requirement:
    """Ask for product codes from which those of the class can be summed."""

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted(
            {choice.said("level") or "none" for choice in left},
            key=lambda level: (len(level), level),
        )
        of = f"(of {', '.join(have)} digits)"
        if isinstance(way, Converted):
            codes = f"{way.nomenclature} codes of {way.digits} digits"
            return Unanswered(
                f"{way.cls.name} is read from {codes}, and cannot be from those held {of}",
                f"Add a table of {codes} with `steelyard add FILE`.",
            )
        if not way.digits:
            return Unanswered(
                f"{some_codes(way)} stands apart from codes by digits, as held {of}",
                "Ask for codes by their digits, or add a dataset that states it by itself with "
                "`steelyard add FILE`.",
            )
        return Unanswered(
            f"product codes of {way.digits} digits cannot be summed from those held {of}",
            "Ask for a shorter code, or add a dataset of finer codes with `steelyard add FILE`.",
        )

    return lambda choice: way.fits(choice.said("level") or None), explain


def in_direction(way: Selection) -> Requirement:
    """Ask for the one direction of trade whose codes a way names."""
    named, other = ("imports", "exports") if way.flow == "M" else ("exports", "imports")

    def explain(_: list[Choice]) -> Unanswered:
        return Unanswered(
            f"{some_codes(way)}: lines of the schedule of {named} only, and {other} have another",
            f"Ask for {other} by their own schedule (hts: for imports, scheduleb: for exports), or "
            "for both by six digits (hs:).",
        )

    return lambda choice: choice.said("flow") == way.flow, explain


def valued() -> Requirement:
    """Ask for at least one value."""

    def explain(left: list[Choice]) -> Unanswered:
        names = sorted({choice.held.release.name for choice in left})
        return Unanswered(
            f"{', '.join(names)} states no value at all: every one is missing",
            "Add a dataset that states values with `steelyard add FILE`.",
        )

    return lambda choice: bool(choice.series.last), explain


def whole() -> Requirement:
    """Ask for whole flows, not their parts."""

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({choice.said("detail") for choice in left})
        return Unanswered(
            f"the series held are broken down by {', '.join(have)}, and hold no whole flows",
            "Add a dataset that states whole flows with `steelyard add FILE`.",
        )

    return lambda choice: not choice.said("detail"), explain


def cumulated(wanted: Wanted) -> Requirement:
    """Figures that a publisher cumulated answer only questions that cumulate."""

    def explain(_: list[Choice]) -> Unanswered:
        why = "the figures published run over spans of periods; none is of a period alone"
        return Unanswered(why, "Ask with --cumulate.")

    yearly = wanted.freq is Frequency.A
    spans = {"", "cumulated"} if wanted.cumulated or yearly else {""}
    return lambda choice: choice.said("span") in spans, explain


def fine_enough(freq: Frequency) -> Requirement:
    """Ask for a frequency from which the one asked can be made."""

    def accepts(choice: Choice) -> bool:
        return choice.freq.months <= freq.months

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({str(choice.freq) for choice in left})
        return Unanswered(
            f"the series are held at the frequency {', '.join(have)}, coarser than {freq}",
            f"Ask with --freq {have[0]}, or add a dataset of frequency {freq}.",
        )

    return accepts, explain


def latest(definition: Definition) -> Requirement:
    """Ask for the latest vintage, the only one that a table of flows has."""

    def explain(_: list[Choice]) -> Unanswered:
        return Unanswered(
            "tables of flows hold every period as it stood at their release, not as first printed",
            "Ask with --as-of DATE, or leave vintage out.",
        )

    return lambda _: definition.vintage is Vintage.LATEST, explain


def released(definition: Definition) -> Requirement:
    """Ask for the release named, and for one that was out by ``as_of``."""
    day, release = definition.as_of, definition.release

    def accepts(choice: Choice) -> bool:
        known = day is None or choice.held.release.known_by(day)
        return known and (release is None or choice.held.release.release == release)

    def explain(left: list[Choice]) -> Unanswered:
        have = ", ".join(sorted({choice.held.release.release for choice in left}))
        if release is None:
            return Unanswered(
                f"no release that was out by {day} is held; held are {have}",
                "Ask for a later --as-of, or add the older file with "
                "`steelyard add FILE --release DATE`.",
            )
        when = f" and was out by {day}" if day else ""
        return Unanswered(
            f"no release is held that is {release}{when}; held are {have}",
            "Name one of these with --set release=RELEASE, or leave it out.",
        )

    return accepts, explain
