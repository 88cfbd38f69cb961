"""Conditions that a series can be asked to meet, each with the reason when none does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.classes.selection import Selection
from steelyard.store.release import Release
from steelyard.terms.definition import Definition, Vintage
from steelyard.terms.period import Frequency
from steelyard.terms.place import WORLD

SHOWN = 6
_BY_PARTNER = "Add a dataset by partner with `steelyard add FILE`."
_WERE = ("was", "were")
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


def at_level(way: Selection) -> Requirement:
    """Ask for product codes from which those of the class can be summed."""

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted(
            {choice.said("level") or "none" for choice in left},
            key=lambda level: (len(level), level),
        )
        return Unanswered(
            f"product codes of {way.digits} digits cannot be summed from those held "
            f"(of {', '.join(have)} digits)",
            "Ask for a shorter code, or add a dataset of finer codes with `steelyard add FILE`.",
        )

    return lambda choice: way.fits(choice.said("level") or None), explain


def with_code(way: Selection) -> Requirement:
    """Ask for a code that the class counts, of series that name their codes."""
    asked = f"the list {way.listed}" if way.listed else _some(way.codes)

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({code for choice in left for code in choice.series.products})
        return Unanswered(
            f"{_releases(left)} holds no code of {way.nomenclature} {asked}; it has {_some(have)}",
            f"{_another_file(left)}, or ask for a code that is held.",
        )

    def accepts(choice: Choice) -> bool:
        told = choice.series.products and choice.series.last
        return not told or bool(choice.products())

    return accepts, explain


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" and others" if len(names) > SHOWN else "")


def _releases(left: list[Choice]) -> str:
    return ", ".join(sorted({choice.held.release.name for choice in left}))


def _another_file(left: list[Choice]) -> str:
    told = dict.fromkeys(of_rejected(choice.held.release) for choice in left)
    return "".join(["Add the file that has it with `steelyard add FILE`", *told])


def of_rejected(release: Release) -> str:
    """Say how many rows of a release's files were rejected, if any were."""
    count = sum(left.observations for left in release.rejected)
    if not count:
        return ""
    show = f"`steelyard holdings {release.dataset} --rejected`"
    return f"; {count} row{'s'[: count > 1]} of its files {_WERE[count > 1]} rejected: {show}"


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


def with_partner(wanted: Wanted) -> Requirement:
    """Ask for any of the partners."""
    partners, asked = wanted.partners, set(wanted.partners)

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({code for choice in left for code in choice.series.partners})
        names = ", ".join(sorted({choice.held.release.dataset for choice in left}))
        who = ", ".join(partners)
        if have == [WORLD]:
            remedy = f"Ask with the partner {WORLD}, or add a dataset by partner."
            return Unanswered(
                f"{names} states this for all partners together ({WORLD}), not for {who}",
                remedy if _would_answer(left, wanted) else _BY_PARTNER,
            )
        shown = ", ".join(have) if len(have) <= SHOWN else f"{len(have)} others"
        return Unanswered(
            f"{names} states this for {shown}, not for {who}",
            "Ask for another partner, class or basis, or add a dataset with `steelyard add FILE`.",
        )

    return lambda choice: not asked.isdisjoint(choice.series.partners), explain


def _would_answer(left: list[Choice], wanted: Wanted) -> bool:
    """Tell whether one of the series left would answer if only its partner were asked."""
    further = [cumulated(wanted), fine_enough(wanted.freq), released(wanted.definition)]
    return any(
        choice.reaches(wanted.periods)
        and not choice.unproved
        and all(accepts(choice) for accepts, _ in further)
        for choice in left
    )


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
