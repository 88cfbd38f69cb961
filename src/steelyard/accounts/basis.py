"""Which imports count where a question names no basis: general ones, else those for consumption.

The whole answer is on one basis, and a basis that is named is never replaced.
"""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from steelyard.accounts.case import Case
from steelyard.accounts.cells import read_cells
from steelyard.accounts.latest import settled
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.sides import View, view
from steelyard.terms.answer import Note
from steelyard.terms.definition import Side
from steelyard.terms.flow import ImportBasis

_OWN, _THEIRS = (Side.REPORTER, "imports"), (Side.PARTNER, "exports")
_IMPORTS = {Side.REPORTER: (_OWN,), Side.PARTNER: (_THEIRS,), Side.BOTH: (_OWN, _THEIRS)}


def on_held_basis(case: Case) -> tuple[Case, tuple[Note, ...]]:
    """Return the case on imports for consumption, with a note, where they alone answer it.

    That is so where no basis was named, nothing held answers for general imports of the class, on
    the side or sides asked, and something does for imports for consumption. Else the case is
    returned as it is; where neither answers, with a note if the reasons differ.
    """
    if "import_basis" in case.definition.model_fields_set or _answers(case):
        return case, ()
    other = case.under(import_basis=ImportBasis.CONSUMPTION)
    why, theirs = _why(case), _why(other)
    if not _answers(other):
        text = f"Imports for consumption do not answer either: {theirs}."
        return case, (Note("no-basis", text),) if theirs not in {"", why} else ()
    told = f"General imports, which come first, do not answer: {why}. " if why else ""
    text = f"No basis was named. {told}So the imports here are imports for consumption."
    return other, (Note("basis-taken", f"{text} Name a basis with --basis to keep to it."),)


def _views(case: Case) -> list[tuple[Case, str, View]]:
    """Return the columns that count imports, each with the case that reads it and its view."""
    cases = [(case.under(side=side), column) for side, column in _IMPORTS[case.definition.side]]
    return [(seen, column, view(seen, column)) for seen, column in cases]


def _why(case: Case) -> str:
    """Return the first reason why a column is not answered; empty when all are."""
    return next((reason.why for _, _, found in _views(case) for reason in found.reasons()), "")


def _answers(case: Case) -> bool:
    return any(_gives(*seen) for seen in _views(case))


def _gives(case: Case, column: str, found: View) -> bool:
    """Tell whether a column is answered; a series of other periods does not count.

    Nor does a sum of codes that is to be proved whole and is not.
    """
    choice = found.answered()
    if choice is None or not choice.reaches(case.periods):
        return False
    return case.question.partial or not choice.unproved or _has_value(case, column)


def _has_value(case: Case, column: str) -> bool:
    trial = settled(replace(case, ledger=Ledger(case.ledger.store)))
    try:
        cells = read_cells(trial, view(trial, column), "", bases=False)
        if cells is None:
            return False
        valued = cells.filter(~nw.col("value").is_null()).select("period").head(1)
        return bool(trial.ledger.rows(valued, ["period"]))
    finally:
        trial.ledger.desk.clear()
