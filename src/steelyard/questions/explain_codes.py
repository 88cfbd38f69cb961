"""Codes that only one of the two editions has in which a change is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import narwhals as nw

from steelyard.accounts.explained import Explainer
from steelyard.accounts.ledger import Frame
from steelyard.accounts.pairs import Step
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.answer import Note
from steelyard.terms.errors import UnknownProduct
from steelyard.terms.product import Edition


@dataclass(frozen=True, slots=True)
class Changed:
    """What of a column stands under codes that only one edition has.

    Attributes:
        step, column: of what.
        nomenclature: of which the editions are.
        editions: of the first and the last period.
        gone, come: values in the first period of codes that the later edition lacks, and in the
            last of codes that the earlier one lacks, by code.
    """

    step: Step
    column: str
    nomenclature: str
    editions: tuple[str, str]
    gone: dict[str, float]
    come: dict[str, float]

    @property
    def codes(self) -> frozenset[str]:
        """The codes that only one of the two editions has."""
        return frozenset({*self.gone, *self.come})

    def note(self, unit: str) -> Note:
        """Say how much of the change is one of codes."""
        lost, new = (sum(found.values()) / 1e6 for found in (self.gone, self.come))
        first, last = self.editions
        return Note(
            "codes-changed",
            f"{self.column.capitalize()}: codes of {self.step.first} are of the "
            f"{self.nomenclature} {first}, those of {self.step.last} of the {last}. Not in the "
            f"later edition are {_counted(self.gone)} with {lost:,.1f} million {unit} in "
            f"{self.step.first}, not in the earlier one {_counted(self.come)} with {new:,.1f} "
            f"million in {self.step.last}: what such codes contribute is a change of codes, not of "
            "trade. Shorter codes (--in hs4, hs2) change less.",
        )


def _counted(codes: dict[str, float]) -> str:
    return f"{len(codes)} code{'s'[: len(codes) != 1]}"


def changed_codes(explainer: Explainer) -> Iterator[Changed]:
    """Yield what stands under codes that only one edition has, by step and column."""
    if "product" not in explainer.split:
        return
    for step in explainer.steps():
        for column in explainer.kept:
            pairs = explainer.pairs(column, step)
            if pairs is not None and (told := _of_editions(explainer, column, step, pairs)):
                yield told


def _of_editions(explainer: Explainer, column: str, step: Step, pairs: Frame) -> Changed | None:
    ledger, choice = explainer.account.case.ledger, explainer.account.views[column].answered()
    ends = pairs.select(nw.col("edition_from").max(), nw.col("edition_to").max())
    first, last = (end or "" for end in ledger.rows(ends, ["edition_from"])[0])
    if choice is None or not first or not last or first == last:
        return None
    rows = ledger.rows(pairs.select("product", "value_from", "value_to"), ["product"])
    digits = explainer.level.digits if explainer.level else None
    nomenclature = choice.said("nomenclature")
    found: list[dict[str, float]] = [{}, {}]
    for at, edition in ((1, last), (2, first)):
        known = _codes(nomenclature, edition)
        for row in rows:
            code = row[0][:digits]
            if row[at] and known and code not in known:
                found[at - 1][code] = found[at - 1].get(code, 0.0) + float(row[at])
    if not any(found):
        return None
    return Changed(step, column, nomenclature, (first, last), *found)


def _codes(nomenclature: str, edition: str) -> frozenset[str]:
    """Return the codes of an edition; of lines longer than those the beginnings count."""
    try:
        return frozenset(codes_of(Edition(nomenclature, edition)))
    except UnknownProduct:
        return frozenset()
