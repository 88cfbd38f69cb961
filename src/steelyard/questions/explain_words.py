"""A change in words: sentences made from the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from steelyard.accounts.account import Account
from steelyard.accounts.change import UNALLOCATED, Change
from steelyard.accounts.explained import Part
from steelyard.accounts.levels import Level
from steelyard.nomenclature.spoken import possessive, spoken
from steelyard.questions.explain_names import name_of
from steelyard.terms.answer import Note
from steelyard.terms.money import in_prose as money
from steelyard.terms.question import ExplainQuestion

_NAMED = 3
_LONGEST = 70
_WHAT = {"exports": "exports", "imports": "imports", "total_trade": "trade"}
_WITH = {"exports": "to", "imports": "from"}


def in_words(
    account: Account, level: Level | None, changes: Sequence[Change], parts: Sequence[Part]
) -> Iterator[Note]:
    """Yield one note a step: what changed, by how much, and the parts that moved it most."""
    for one in changes:
        mine = [part for part in parts if part.step == one.step]
        if one.first is not None and one.last is not None and mine:
            told = (
                f"{_changed(account, one.first, one.last, one)} {_moved(account, level, one, mine)}"
            )
            yield Note("in-words", told.strip())


def _changed(account: Account, first: Decimal, last: Decimal, one: Change) -> str:
    question, currency = account.case.question, account.case.definition.currency
    measure = question.measure if isinstance(question, ExplainQuestion) else ""
    whose, other = possessive(question.reporter), spoken(question.partner)
    cls = account.case.cls
    what = "goods" if question.of == "goods" else f"{cls.title} ({question.of})"
    subject = f"{whose[:1].upper()}{whose[1:]} {_told(measure, what, other)}"
    if measure == "balance":
        return _balanced(subject, first, last, one, currency)
    verb = "rose" if last > first else "fell" if last < first else "stayed the same:"
    percent = f", {_signs(f'{100 * (last - first) / first:+.1f} %')}" if first else ""
    return (
        f"{subject} {verb} from {money(first, currency)} in {one.step.first} to "
        f"{money(last, currency)} in {one.step.last} ({_signed(last - first, currency)}{percent})."
    )


def _told(measure: str, what: str, other: str) -> str:
    """Return the figure in words, without whose it is."""
    if measure == "balance":
        return f"balance with {other} in {what}"
    return f"{_WHAT[measure]} of {what} {_WITH.get(measure, 'with')} {other}"


def _balanced(subject: str, first: Decimal, last: Decimal, one: Change, currency: str) -> str:
    """Say how a balance moved; of one that keeps its sign, that the deficit or surplus did."""
    before, after = f"in {one.step.first}", f"in {one.step.last}"
    change = _signed(last - first, currency)
    if first * last > 0:
        kind = "surplus" if first > 0 else "deficit"
        verb = (
            "grew" if abs(last) > abs(first) else "shrank" if last != first else "stayed the same:"
        )
        named = subject.replace(" balance with ", f" {kind} with ", 1)
        sizes = (
            f"from {money(abs(first), currency)} {before} to {money(abs(last), currency)} {after}"
        )
        return f"{named} {verb} {sizes}, which moved the balance by {change}."
    return (
        f"{subject} went from {_balance(first, currency)} {before} to {_balance(last, currency)} "
        f"{after}, a change of {change}."
    )


def _balance(value: Decimal, currency: str) -> str:
    if not value:
        return "zero"
    return f"a {'surplus' if value > 0 else 'deficit'} of {money(abs(value), currency)}"


def _moved(account: Account, level: Level | None, one: Change, parts: Sequence[Part]) -> str:
    """Say which parts moved it most; of parts split into terms the sum of their terms."""
    sums: dict[tuple[str | None, ...], Decimal] = {}
    for part in parts:
        key = tuple(part.of.values())
        if part.term != UNALLOCATED and any(key) and part.contribution is not None:
            sums[key] = sums.get(key, Decimal(0)) + part.contribution
    largest = sorted(sums, key=lambda key: -abs(sums[key]))[:_NAMED]
    names, currency = list(parts[0].of), account.case.definition.currency
    told = [
        f"{_name(account, level, names, key)} {_signed(sums[key], currency)}"
        f"{_share(sums[key], one.change)}"
        for key in largest
    ]
    return f"The largest parts: {'; '.join(told)}." if told else ""


def _name(
    account: Account, level: Level | None, names: Sequence[str], key: tuple[str | None, ...]
) -> str:
    found = []
    for name, code in zip(names, key, strict=True):
        title = name_of(name, code, account, level)
        short = title if not title or len(title) <= _LONGEST else f"{title[:_LONGEST].rstrip()}..."
        found.append(f"{short} ({code})" if short and name == "product" else short or str(code))
    return ", ".join(found)


def _share(part: Decimal, change: Decimal | None) -> str:
    """Return a part's share of the change, where it is one: of the same sign and no multiple."""
    if not change or not 0 < part / change <= 1:
        return ""
    return f" ({100 * part / change:.0f} % of the change)"


def _signed(value: Decimal, currency: str) -> str:
    sign = "\N{MINUS SIGN}" if value < 0 else "+"
    return f"{sign}{money(abs(value), currency)}"


def _signs(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")
