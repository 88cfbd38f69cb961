"""The answer of ``explain``: parts, totals, and what must be known of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.accounts.account import Account
from steelyard.accounts.change import changes_of
from steelyard.accounts.explained import Explainer, Part
from steelyard.accounts.levels import Level
from steelyard.accounts.missing import gaps
from steelyard.accounts.notes import change_notes
from steelyard.accounts.pairs import Finest, Step
from steelyard.accounts.tables import facts
from steelyard.questions.explain_gaps import lacking
from steelyard.questions.explain_rows import columns, row_of, total_table, unallocated
from steelyard.questions.explain_terms import SPLITS, split_of
from steelyard.questions.explain_words import in_words
from steelyard.terms.answer import Answer, Note
from steelyard.terms.evidence import Method
from steelyard.terms.question import ExplainQuestion
from steelyard.terms.version import __version__

_METHODS = (
    Method("contribution", "v_i(to) - v_i(from), imports with the sign turned", "definition"),
    Method("contribution_pp", "100 * contribution / |v(from)|", "definition"),
    Method("share_of_change", "contribution / (v(to) - v(from))", "definition"),
)


def needs_products(question: ExplainQuestion) -> bool:
    """Tell whether a question is answered product by product."""
    return "product" in question.split or SPLITS[question.terms].finest


def answered(account: Account, level: Level | None, told: Sequence[Note]) -> Answer:
    """Return the answer from the account of the periods that are compared."""
    case, question = account.case, account.case.question
    if not isinstance(question, ExplainQuestion):
        raise TypeError(f"{question} explains nothing")
    products = needs_products(question)
    finest = Finest(
        group="group" in question.split,
        product=products,
        partner="partner" in question.split or SPLITS[question.terms].finest,
        quantities=question.terms == "price-volume",
    )
    split = split_of(question, account)
    explainer = Explainer(
        account, question.measure, question.split, split, finest, level, question.top
    )
    parts = explainer.parts()
    split.finish()
    changes = changes_of(account, question.measure, explainer.steps(), parts)
    parts = (*parts, *(unallocated(one, question.split) for one in changes if one.unallocated))
    shown = columns(account, question.split)
    by_step = {one.step: one for one in changes}
    order = {one.step: place for place, one in enumerate(changes)}
    rows = [row_of(part, by_step[part.step], account, level) for part in _in_order(parts, order)]
    return Answer(
        verb="explain",
        version=__version__,
        question=question.record(),
        columns=shown,
        rows=tuple(rows),
        tables=(
            total_table(changes, question.measure, case.definition.currency),
            *split.tables,
            *facts(case.ledger.figures, case.partner.target.code, case.definition.as_of),
        ),
        notes=(
            *in_words(account, level, changes, parts),
            *split.notes,
            *told,
            *change_notes(account),
        ),
        gaps=(*gaps(account), *split.gaps, *lacking(explainer, level)),
        evidence=tuple(case.ledger.evidence),
        method=(*_METHODS, *split.methods),
        query=case.ledger.query(),
    )


def _in_order(parts: Sequence[Part], order: Mapping[Step, int]) -> Iterator[Part]:
    yield from sorted(parts, key=lambda part: order[part.step])
