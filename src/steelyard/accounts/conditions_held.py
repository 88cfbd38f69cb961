"""Conditions on what a series holds: codes of the class, and the partner."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.accounts.conditions import (
    SHOWN,
    Requirement,
    cumulated,
    equal,
    fine_enough,
    released,
    some_codes,
)
from steelyard.classes.selection import Selection
from steelyard.store.release import Release
from steelyard.terms.definition import Season
from steelyard.terms.period import Frequency
from steelyard.terms.place import WORLD

_WERE = ("was", "were")
_BY_PARTNER = "Add a dataset by partner with `steelyard add FILE`."


def with_code(way: Selection) -> Requirement:
    """Ask for a code that the class counts, of series that name their codes."""
    asked = some_codes(way)

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({code for choice in left for code in choice.series.products})
        return Unanswered(
            f"{_releases(left)} holds no code of {way.nomenclature} {asked}; it has {some(have)}",
            f"{_another_file(left)}, or ask for a code that is held.",
        )

    def accepts(choice: Choice) -> bool:
        told = choice.series.products and choice.series.last
        return not told or bool(choice.products())

    return accepts, explain


def adjustable(season: Season) -> list[Requirement]:
    """Ask for the adjustment; where the season is taken out here, for plain figures of months."""
    asked = Season.NONE if season.own else season
    same = equal("adjustment", asked, "with the adjustment")

    def explain(left: list[Choice]) -> Unanswered:
        names = ", ".join(sorted({choice.held.release.name for choice in left}))
        return Unanswered(
            f"{names} states years, which have no season",
            "Add a table of months or quarters, or leave the adjustment out.",
        )

    seasons = (lambda choice: choice.freq is not Frequency.A, explain)
    return [same, seasons] if season.own else [same]


def some(names: Sequence[str]) -> str:
    """Return names in one line, the first of many."""
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
