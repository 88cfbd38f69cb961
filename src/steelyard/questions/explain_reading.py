"""Which data explain a change: the level of products, the basis and the table."""

from __future__ import annotations

from dataclasses import replace

from steelyard.accounts.account import open_account
from steelyard.accounts.basis import on_held_basis
from steelyard.accounts.case import Case
from steelyard.accounts.explained import SIGNS
from steelyard.accounts.latest import settled
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.levels import by_product
from steelyard.accounts.sides import view
from steelyard.questions.explain_answer import answered, needs_products
from steelyard.questions.explain_asked import question_of
from steelyard.terms.answer import Answer, Ending, Note
from steelyard.terms.question import ExplainQuestion


def answer_of(asked: Case) -> Answer:
    """Return the answer to a question of products or of none, on the basis that is held."""
    question, level = question_of(asked), None
    if needs_products(question):
        asked, level = by_product(asked, tuple(SIGNS[question.measure]))
    case, taken = on_held_basis(asked)
    case = settled(case)
    seen = {column: view(case, column) for column in SIGNS[question.measure]}
    account = open_account(case, f"change of {question.measure}", bases=False, seen=seen)
    return answered(account, level, taken)


def usual_answer_of(asked: Case) -> Answer:
    """Return the answer by the usual dimensions, or by flow where these are not held."""
    question, found = question_of(asked), answer_of(asked)
    if needs_terms(question) or _told(found):
        return found
    other = _by_flow(asked, question)
    if not _told(other):
        return found
    why = (
        f"A change by {question.split[0]} is not held of these periods, so that it is told by flow."
    )
    return replace(other, notes=(*other.notes, Note("told-by-flow", why)))


def _by_flow(asked: Case, question: ExplainQuestion) -> Answer:
    """Return the answer by flow, read by itself, so that its evidence is its own."""
    plain = replace(question, split=("flow",), by="", products="")
    ledger = Ledger(asked.ledger.store, keeps_rows=True)
    try:
        return answer_of(replace(asked, ledger=ledger, question=plain))
    finally:
        ledger.desk.clear()


def needs_terms(question: ExplainQuestion) -> bool:
    """Tell whether terms are asked that a change by flow does not have, or products by name."""
    return question.terms != "value" or bool(question.products)


def _told(answer: Answer) -> bool:
    """Tell whether any part is told that is more than what no part tells."""
    terms = answer.column("term")
    known = zip(terms, answer.column("contribution"), strict=True)
    some = any(value is not None and term != "unallocated" for term, value in known)
    return some and answer.ending is not Ending.CANNOT_ANSWER
