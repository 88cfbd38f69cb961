"""What a series must meet to answer, in the order in which it is asked.

Flows: 1. the place that reports, 2. the direction of the flow, 3. the product nomenclature of the
class, 4. a level of product codes from which the one asked can be summed, 5. at least one value, 6.
whole flows, not their parts by mode, procedure or second partner, 7. the accounting rules, 8. the
import basis or export scope, 9. the adjustment, 10. the valuation, 11. the partner, or a member of
the group, 12. a frequency from which the asked one can be made, 13. the vintage, 14. the release
asked for, and one that was out by ``as_of``.

Published figures: 1. the place, 2. the indicator, 3. the direction, 4. a level in money, 5. at
least one value, 6. the accounting rules, 7. the import basis or export scope, 8. the valuation,
each where the publisher tells it, 9. the adjustment, 10. the scope, 11. the partner, 12. periods
alone unless cumulated ones are asked, 13. the frequency, 14. the release. Each figure has its own
date, so ``as_of`` chooses among figures, not among releases.
"""

from __future__ import annotations

from collections.abc import Callable

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.classes.selection import Selection
from steelyard.terms.definition import Definition, Vintage
from steelyard.terms.flow import Account, Adjustment, FlowKind
from steelyard.terms.period import Frequency
from steelyard.terms.place import WORLD

SHOWN = 6
_BASIS_FLAG = {"consumption": "--basis consumption", "general": "--basis general"}

Requirement = tuple[Callable[[Choice], bool], Callable[[list[Choice]], Unanswered]]


def requirements(wanted: Wanted) -> list[Requirement]:
    """Return the requirements for the one way of ``wanted``, in their order."""
    return _of_flows(wanted) if wanted.ways[0].kind == "flows" else _of_published(wanted)


def whatever_definition(wanted: Wanted) -> list[Requirement]:
    """Return only the requirements that no free choice of the definition changes."""
    way, flows = wanted.ways[0], wanted.ways[0].kind == "flows"
    code = ("nomenclature", way.nomenclature) if flows else ("indicator", way.codes[0])
    return [
        _equal("reporter", wanted.reporter, "reported by"),
        _equal("flow", wanted.flow, "of the flow"),
        _equal(*code, "of"),
        *([_at_level(way), _whole()] if flows else [_equal("measure", "level", "stated as")]),
        _valued(),
        _with_partner(wanted.partners),
        _cumulated(wanted),
        _fine_enough(wanted.freq),
    ]


def _of_flows(wanted: Wanted) -> list[Requirement]:
    definition, way = wanted.definition, wanted.ways[0]
    basis, valuation = _basis(wanted), _valuation(wanted)
    return [
        _equal("reporter", wanted.reporter, "reported by"),
        _equal("flow", wanted.flow, "of the flow"),
        _equal("nomenclature", way.nomenclature, "in the nomenclature"),
        _at_level(way),
        _valued(),
        _whole(),
        _equal("account", definition.account, "on the account"),
        _equal(*basis, f"of {wanted.flow.name.lower()}s on the basis", flag=_BASIS_FLAG),
        _equal("adjustment", definition.adjustment, "with the adjustment"),
        _equal("valuation", valuation, "valued", given=valuation is not None),
        _with_partner(wanted.partners),
        _fine_enough(wanted.freq),
        _latest(definition),
        _released(definition),
    ]


def _of_published(wanted: Wanted) -> list[Requirement]:
    definition, way = wanted.definition, wanted.ways[0]
    basis, valuation = _basis(wanted), _valuation(wanted)
    seasonal = definition.adjustment is Adjustment.SEASONAL
    return [
        _equal("reporter", wanted.reporter, "reported by"),
        _equal("indicator", way.codes[0], "of"),
        _equal("flow", wanted.flow, "of the flow"),
        _equal("measure", "level", "stated as"),
        _valued(),
        _equal("account", definition.account, "on the account", usual=Account.CUSTOMS),
        _equal(*basis, f"of {wanted.flow.name.lower()}s on the basis", usual=basis[1]),
        _equal("valuation", valuation, "valued", given=valuation is not None),
        _equal("adjustment", definition.adjustment, "with the adjustment", given=seasonal),
        _equal("scope", definition.scope, "in the scope", given=definition.scope is not None),
        _with_partner(wanted.partners),
        _cumulated(wanted),
        _fine_enough(wanted.freq),
        _released(definition.model_copy(update={"as_of": None})),
    ]


def _basis(wanted: Wanted) -> tuple[str, str]:
    if wanted.flow is FlowKind.IMPORT:
        return "import_basis", wanted.definition.import_basis
    return "export_scope", wanted.definition.export_scope


def _valuation(wanted: Wanted) -> str | None:
    definition = wanted.definition
    imports = wanted.flow is FlowKind.IMPORT
    return definition.import_valuation if imports else definition.export_valuation


def _equal(
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


def _at_level(way: Selection) -> Requirement:
    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({choice.said("level") or "none" for choice in left}, key=len)
        return Unanswered(
            f"product codes of {way.digits} digits cannot be summed from those held "
            f"(of {', '.join(have)} digits)",
            "Ask for a shorter code, or add a dataset of finer codes with `steelyard add FILE`.",
        )

    return lambda choice: way.fits(choice.said("level") or None), explain


def _valued() -> Requirement:
    def explain(left: list[Choice]) -> Unanswered:
        names = sorted({choice.held.release.name for choice in left})
        return Unanswered(
            f"{', '.join(names)} states no value at all: every one is missing",
            "Add a dataset that states values with `steelyard add FILE`.",
        )

    return lambda choice: bool(choice.series.last), explain


def _whole() -> Requirement:
    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({choice.said("detail") for choice in left})
        return Unanswered(
            f"the series held are broken down by {', '.join(have)}, and hold no whole flows",
            "Add a dataset that states whole flows with `steelyard add FILE`.",
        )

    return lambda choice: not choice.said("detail"), explain


def _with_partner(partners: tuple[str, ...]) -> Requirement:
    asked = set(partners)

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({code for choice in left for code in choice.series.partners})
        names = ", ".join(sorted({choice.held.release.dataset for choice in left}))
        who = ", ".join(partners)
        if have == [WORLD]:
            return Unanswered(
                f"{names} states this for all partners together ({WORLD}), not for {who}",
                f"Ask with the partner {WORLD}, or add a dataset by partner.",
            )
        shown = ", ".join(have) if len(have) <= SHOWN else f"{len(have)} others"
        return Unanswered(
            f"{names} states this for {shown}, not for {who}",
            "Ask for another partner, class or basis, or add a dataset with `steelyard add FILE`.",
        )

    return lambda choice: not asked.isdisjoint(choice.series.partners), explain


def _cumulated(wanted: Wanted) -> Requirement:
    """Figures that a publisher cumulated answer only questions that cumulate."""

    def explain(_: list[Choice]) -> Unanswered:
        why = "the figures published run from January on; none is of a period alone"
        return Unanswered(why, "Ask with --cumulate.")

    spans = {"", "cumulated"} if wanted.cumulated else {""}
    return lambda choice: choice.said("span") in spans, explain


def _fine_enough(freq: Frequency) -> Requirement:
    def accepts(choice: Choice) -> bool:
        return choice.freq.months <= freq.months

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({str(choice.freq) for choice in left})
        return Unanswered(
            f"the series are held at the frequency {', '.join(have)}, coarser than {freq}",
            f"Ask with --freq {have[0]}, or add a dataset of frequency {freq}.",
        )

    return accepts, explain


def _latest(definition: Definition) -> Requirement:
    def explain(_: list[Choice]) -> Unanswered:
        return Unanswered(
            "tables of flows hold every period as it stood at their release, not as first printed",
            "Ask with --as-of DATE, or leave vintage out.",
        )

    return lambda _: definition.vintage is Vintage.LATEST, explain


def _released(definition: Definition) -> Requirement:
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
