"""The gaps of a change: parts that are missing at either end."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.explained import Explainer
from steelyard.accounts.ledger import Frame
from steelyard.accounts.levels import Level
from steelyard.accounts.pairs import Step
from steelyard.nomenclature.codes import codes_of
from steelyard.questions.explain_names import name_of
from steelyard.terms.answer import Gap, Note
from steelyard.terms.errors import UnknownProduct
from steelyard.terms.product import Edition

_SHOWN = 6


def half(explainer: Explainer) -> Iterator[Gap]:
    """Yield one gap a step of which one flow is not known: the other alone is no balance."""
    for step, columns in explainer.halves.items():
        yield Gap(
            f"the change from {step.first} to {step.last}",
            f"nothing is known of {' and '.join(columns)} at one end, and what the other flow did "
            f"is no change of the {explainer.measure.replace('_', ' ')}",
            "Ask for the flow that is held with --measure exports or --measure imports, or for "
            "other periods or codes.",
        )


def codes_changed(explainer: Explainer) -> Iterator[Note]:
    """Say how much of a change by product is one of codes: the two ends are of two editions."""
    if "product" not in explainer.split:
        return
    for step in explainer.steps():
        for column in explainer.kept:
            pairs = explainer.pairs(column, step)
            if pairs is not None and (told := _of_editions(explainer, column, step, pairs)):
                yield told


def _of_editions(explainer: Explainer, column: str, step: Step, pairs: Frame) -> Note | None:
    names = ["product", "edition_from", "edition_to", "value_from", "value_to"]
    rows = explainer.account.case.ledger.rows(pairs.select(*names), names[:1])
    ends = [max((row[at] or "" for row in rows), default="") for at in (1, 2)]
    choice = explainer.account.views[column].answered()
    if choice is None or not all(ends) or ends[0] == ends[1]:
        return None
    digits = explainer.level.digits if explainer.level else None
    first, last = (_codes(choice.said("nomenclature"), end) for end in ends)
    gone = [row for row in rows if row[0][:digits] not in last and row[3]]
    come = [row for row in rows if row[0][:digits] not in first and row[4]]
    if not gone and not come:
        return None
    unit = explainer.account.case.definition.currency
    lost, new = (sum(float(row[at]) for row in some) for at, some in ((3, gone), (4, come)))
    return Note(
        "codes-changed",
        f"{column.capitalize()}: codes of {step.first} are of the {choice.said('nomenclature')} "
        f"{ends[0]}, those of {step.last} of the {ends[1]}. Not in the later edition are "
        f"{len(gone)} codes with {lost / 1e6:,.1f} million {unit} in {step.first}, not in the "
        f"earlier one {len(come)} with {new / 1e6:,.1f} million in {step.last}: what such codes "
        "contribute is a change of codes, not of trade. Shorter codes (--in hs4, hs2) change less.",
    )


def _codes(nomenclature: str, edition: str) -> frozenset[str]:
    """Return the codes of an edition; of lines longer than those the beginnings count."""
    try:
        return frozenset(codes_of(Edition(nomenclature, edition)))
    except UnknownProduct:
        return frozenset()


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
