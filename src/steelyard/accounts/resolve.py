"""Which release answers: a stated precedence from a definition to one series of one release.

The requirements are applied in this order, and the first that leaves nothing is the reason given:

1. the place that reports, 2. the direction of the flow, 3. the product nomenclature of the class,
4. the accounting rules, 5. the import basis or export scope, 6. the adjustment, 7. the valuation,
8. a frequency from which the asked one can be made, 9. the release asked for, or one surely
published by the date of ``as_of``.

Of what is left the first wins, ordered by: the source's precedence, the valuation (as stated
below), the frequency nearest to the one asked, the newest publication, the user's own store before
the bundled data, the dataset's name. One column therefore never mixes two definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from steelyard.store.release import Held, Series
from steelyard.terms.definition import Definition
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Frequency

_VALUATIONS = {
    FlowKind.EXPORT: ("FOB", "FAS"),
    FlowKind.IMPORT: ("CUSTOMS", "FOB", "CIF"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one column asks for.

    Attributes:
        reporter: place whose report counts.
        flow: direction, as that place reports it.
        nomenclature: nomenclature of the class asked.
        freq: frequency of the answer.
        definition: the free choices.
    """

    reporter: str
    flow: FlowKind
    nomenclature: str
    freq: Frequency
    definition: Definition


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
    order = _VALUATIONS[wanted.flow]

    def rank(choice: Choice) -> tuple[object, ...]:
        release, of = choice.held.release, choice.series.of
        valuation = order.index(of["valuation"]) if of["valuation"] in order else len(order)
        return (release.precedence, valuation, wanted.freq.months - choice.freq.months)

    first = min(rank(choice) for choice in left)
    best = [choice for choice in left if rank(choice) == first]
    best.sort(key=lambda c: (c.held.bundled, c.held.release.dataset))
    return max(best, key=lambda choice: choice.held.release.published_at)


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
        _equal("account", definition.account, "on the account"),
        _equal(basis[0], basis[1], f"of {wanted.flow.name.lower()}s on the basis"),
        _equal("adjustment", definition.adjustment, "with the adjustment"),
        _equal("valuation", valuation, "valued", given=valuation is not None),
        _fine_enough(wanted.freq),
        _released(definition),
    ]


def _equal(column: str, value: str | None, words: str, *, given: bool = True) -> Requirement:
    def accepts(choice: Choice) -> bool:
        return not given or choice.series.of.get(column) == value

    def explain(left: list[Choice]) -> Unanswered:
        have = sorted({choice.series.of.get(column, "none") for choice in left})
        return Unanswered(
            f"no series held is {words} {value}; held are {', '.join(have)}",
            f"Add a dataset {words} {value} with `steelyard add FILE`, "
            "or ask for one that is held; `steelyard holdings` lists them.",
        )

    return accepts, explain


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
        have = sorted({choice.held.release.release for choice in left})
        asked = f"release {release}" if release else f"release out by {day}"
        return Unanswered(
            f"no {asked} is held; held are the releases {', '.join(have)}",
            "Ask for a later --as-of, or add the older file with `steelyard add FILE --release "
            "DATE`.",
        )

    return accepts, explain
