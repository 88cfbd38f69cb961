"""Which release answers: a stated precedence from a definition to one series of one release.

The requirements are applied in this order, and the first that leaves nothing is the reason given:

1. the place that reports, 2. the direction of the flow, 3. the product nomenclature of the class,
4. at least one value, 5. whole flows, not their parts by mode, procedure or second partner, 6. the
accounting rules, 7. the import basis or export scope, 8. the adjustment, 9. the valuation, 10. the
partner, or a member of the group, 11. a frequency from which the asked one can be made, 12. the
release asked for, and one that was out by ``as_of``.

Of what is left the first wins, ordered by: the source's precedence, the currency asked before one
to be converted, the valuation and the partner's role (as listed below), the frequency nearest to
the one asked, the newest publication, the user's own store before the bundled data, the dataset's
name. One column therefore never mixes two definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from steelyard.store.release import Held, Series
from steelyard.terms.definition import Definition
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Frequency
from steelyard.terms.place import WORLD

_VALUATIONS = {
    FlowKind.EXPORT: ("FOB", "FAS"),
    FlowKind.IMPORT: ("CUSTOMS", "FOB", "CIF"),
}
SHOWN = 6
_ROLES = ("origin", "destination", "consignment", "last-known")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one column asks for.

    Attributes:
        reporter: place whose report counts.
        flow: direction, as that place reports it.
        nomenclature: nomenclature of the class asked.
        freq: frequency of the answer.
        definition: the free choices.
        partners: the places whose trade is asked; any of them will do.
    """

    reporter: str
    flow: FlowKind
    nomenclature: str
    freq: Frequency
    definition: Definition
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The one series of one release that answers a column."""

    held: Held
    series: Series

    @property
    def freq(self) -> Frequency:
        """Frequency in which the series is stated."""
        return Frequency(self.series.of["freq"])

    def about(self) -> dict[str, str]:
        """Return what a column made from the series says of itself."""
        of = self.series.of
        facts = {
            "valuation": of.get("valuation", ""),
            "basis": of.get("import_basis", ""),
            "scope": of.get("export_scope", ""),
            "partner_role": of.get("partner_role", ""),
            "adjustment": of.get("adjustment", ""),
            "dataset": self.held.release.dataset,
            "release": self.held.release.release,
        }
        return {name: value for name, value in facts.items() if value}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why no series answers.

    Attributes:
        why: the requirement that left nothing, with what is held instead.
        remedy: what would be needed.
    """

    why: str
    remedy: str


Requirement = tuple[Callable[[Choice], bool], Callable[[list[Choice]], Unanswered]]


def resolve(held: Iterable[Held], wanted: Wanted) -> Choice | Unanswered:
    """Return the series that answers ``wanted``, or the reason why none does."""
    left = [
        Choice(h, series) for h in held if h.release.kind == "flows" for series in h.release.series
    ]
    if not left:
        return Unanswered("the store holds no table of flows", "Add one with `steelyard add`.")
    for accepts, explain in _requirements(wanted):
        kept = [choice for choice in left if accepts(choice)]
        if not kept:
            return explain(left)
        left = kept
    return _best(left, wanted)


def _best(left: list[Choice], wanted: Wanted) -> Choice:
    def rank(choice: Choice) -> tuple[int, ...]:
        of = choice.series.of
        return (
            choice.held.release.precedence,
            of.get("currency") != wanted.definition.currency,
            _place(_VALUATIONS[wanted.flow], of.get("valuation", "")),
            _place(_ROLES, of.get("partner_role", "")),
            wanted.freq.months - choice.freq.months,
        )

    first = min(rank(choice) for choice in left)
    best = [choice for choice in left if rank(choice) == first]
    best.sort(key=lambda c: (c.held.bundled, c.held.release.dataset))
    return max(best, key=lambda choice: choice.held.release.out_by)


def _place(order: tuple[str, ...], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _requirements(wanted: Wanted) -> list[Requirement]:
    definition, imports = wanted.definition, wanted.flow is FlowKind.IMPORT
    basis = (
        ("import_basis", definition.import_basis)
        if imports
        else (
            "export_scope",
            definition.export_scope,
        )
    )
    valuation = definition.import_valuation if imports else definition.export_valuation
    return [
        _equal("reporter", wanted.reporter, "reported by"),
        _equal("flow", wanted.flow, "of the flow"),
        _equal("nomenclature", wanted.nomenclature, "in the nomenclature"),
        _valued(),
        _whole(),
        _equal("account", definition.account, "on the account"),
        _equal(basis[0], basis[1], f"of {wanted.flow.name.lower()}s on the basis"),
        _equal("adjustment", definition.adjustment, "with the adjustment"),
        _equal("valuation", valuation, "valued", given=valuation is not None),
        _with_partner(wanted.partners),
        _fine_enough(wanted.freq),
        _released(definition),
    ]


def _equal(column: str, value: str | None, words: str, *, given: bool = True) -> Requirement:
    reports = column == "reporter"

    def accepts(choice: Choice) -> bool:
        return not given or choice.series.of.get(column) == value

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({choice.series.of.get(column, "none") for choice in left})
        first = f" Name a place that reports, {' or '.join(have)}, first." if reports else ""
        return Unanswered(
            f"no series held is {words} {value}; held are {', '.join(have)}",
            f"Add a dataset {words} {value} with `steelyard add FILE`, "
            f"or ask for one that is held; `steelyard holdings` lists them.{first}",
        )

    return accepts, explain


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
        have = sorted({choice.series.of["detail"] for choice in left})
        return Unanswered(
            f"the series held are broken down by {', '.join(have)}, and hold no whole flows",
            "Add a dataset that states whole flows with `steelyard add FILE`.",
        )

    return lambda choice: "detail" not in choice.series.of, explain


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
