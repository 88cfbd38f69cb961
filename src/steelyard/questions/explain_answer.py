"""The answer of ``explain``: parts, totals, and what must be known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steelyard.accounts.account import Account
from steelyard.accounts.change import Change, changes_of, totals
from steelyard.accounts.explained import Explainer, Part
from steelyard.accounts.levels import Level
from steelyard.accounts.missing import gaps
from steelyard.accounts.notes import change_notes
from steelyard.accounts.pairs import Finest
from steelyard.accounts.tables import facts
from steelyard.questions.explain_asked import question_of
from steelyard.questions.explain_codes import changed_codes
from steelyard.questions.explain_gaps import half, lacking
from steelyard.questions.explain_rows import columns, row_of, total_table, unallocated
from steelyard.questions.explain_terms import SPLITS, split_of
from steelyard.questions.explain_words import in_words
from steelyard.terms.answer import Answer, Note, Row, Table
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
    question = question_of(account.case)
    split, figures = split_of(question, account), totals(account, question.measure)
    finest = _finest(question)
    dimensions = (question.measure, question.split)
    explainer = Explainer(account, *dimensions, split, finest, level, question.top, figures)
    found = explainer.parts()
    split.finish()
    changes = changes_of(account, question.measure, figures, explainer.steps(), found)
    parts, codes = _whole(question, changes, found), tuple(changed_codes(explainer))
    return Answer(
        verb="explain",
        version=__version__,
        question=question.record(),
        columns=columns(account, question.split),
        rows=_rows(account, level, changes, parts),
        tables=(*_tables(account, changes), *split.tables, *_published(account)),
        notes=(
            *in_words(account, level, changes, parts, codes),
            *split.notes,
            *told,
            *(one.note(question.definition.currency) for one in codes),
            *change_notes(account),
        ),
        gaps=(*gaps(account), *split.gaps, *half(explainer), *lacking(explainer, level)),
        evidence=tuple(account.case.ledger.evidence),
        method=(*_METHODS, *split.methods),
        query=account.case.ledger.query(),
    )


def _finest(question: ExplainQuestion) -> Finest:
    """Return what pairs must tell apart, for the dimensions and for the terms."""
    return Finest(
        group="group" in question.split,
        product=needs_products(question),
        partner="partner" in question.split or SPLITS[question.terms].finest,
        quantities=question.terms == "price-volume",
    )


def _whole(
    question: ExplainQuestion, changes: Sequence[Change], found: Sequence[Part]
) -> tuple[Part, ...]:
    """Return parts with what none of them tells; none where nothing at all is known."""
    if all(part.contribution is None for part in found):
        return ()
    steps = {part.step for part in found if part.contribution is not None}
    rest = [one for one in changes if one.step in steps and one.unallocated]
    return (*found, *(unallocated(one, question.split) for one in rest))


def _rows(
    account: Account, level: Level | None, changes: Sequence[Change], parts: Sequence[Part]
) -> tuple[Row, ...]:
    by_step = {one.step: one for one in changes}
    order = {one.step: place for place, one in enumerate(changes)}
    return tuple(
        row_of(part, by_step[part.step], account, level)
        for part in sorted(parts, key=lambda part: order[part.step])
    )


def _tables(account: Account, changes: Sequence[Change]) -> Iterator[Table]:
    question = question_of(account.case)
    yield total_table(changes, question.measure, question.definition.currency)


def _published(account: Account) -> tuple[Table, ...]:
    """Return the table of the published figures that were considered."""
    case = account.case
    return facts(case.ledger.figures, case.partner.target.code, case.definition.as_of)
