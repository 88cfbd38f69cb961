"""``weigh --compare``: the same balance by several classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from steelyard.accounts.account import open_account
from steelyard.accounts.case import Case
from steelyard.accounts.compared import Compared, on_one_basis
from steelyard.accounts.methods import methods
from steelyard.accounts.only_in import METHOD, only_in
from steelyard.accounts.tables import facts
from steelyard.classes.asked import words
from steelyard.classes.registry import TechnologyClass, find_class
from steelyard.classes.sides import core_of
from steelyard.questions.classes_words import core_notes
from steelyard.terms.answer import Answer, Note
from steelyard.terms.definition import Definition, Side
from steelyard.terms.errors import BadOption
from steelyard.terms.version import __version__

_FEWEST = 2
_MADE = ("exports, imports", "balance", "exports_low to balance_high", "conversion", "prices")


def classes_compared(
    of: str, definition: Definition, by: str | None, *, definitions: bool
) -> tuple[TechnologyClass, ...]:
    """Return the classes that a text of ``--of`` names, each once.

    Of a class that sorts all goods the groups that are technology by its author's own word, for
    all of it would compare technology with trade.

    Args:
        of: the text.
        definition: the free choices.
        by: by what the answer is to be split.
        definitions: whether every definition is asked for.

    Raises:
        InputError: one of them does not exist.
        BadOption: it names fewer than two, or what else is asked is not told of several classes.
    """
    _check(definition, by, definitions=definitions)
    found = {cls.name: cls for cls in (core_of(find_class(word)) for word in words(of))}
    if len(found) >= _FEWEST:
        return tuple(found.values())
    raise BadOption(
        f"You asked to compare {', '.join(found)}",
        "that is one class",
        "A comparison shows what one class counts and another does not",
        "Name several with commas, for example --of atp,oecd-rd,lall --compare.",
    )


def core_told(of: str) -> tuple[Note, ...]:
    """Say of which classes that sort all goods only some groups are compared."""
    asked = [find_class(word) for word in words(of)]
    return tuple(core_notes(asked, map(core_of, asked)))


def _check(definition: Definition, by: str | None, *, definitions: bool) -> None:
    """Check that a comparison of classes is asked with nothing that it does not tell."""
    asked = {
        f"--by {by}": bool(by),
        "--definitions": definitions,
        "--side both": definition.side is Side.BOTH,
    }
    for option in (name for name, given in asked.items() if given):
        raise BadOption(
            f"You asked for {option} with --compare",
            "classes are compared as they are in all, by one definition and one side's report",
            "A table that differs in two things does not tell which of them made the difference",
            f"Leave {option.partition(' ')[0]} out, or ask it of each class alone.",
        )


def compare_classes(cases: Sequence[Case], told: Sequence[Note] = ()) -> Answer:
    """Return the balance by each of several classes, and what each counts that no other does.

    Args:
        cases: the question, once for each class.
        told: notes that stand before all others.
    """
    asked = on_one_basis(cases)
    side = Compared(tuple(open_account(case, _used_for(case), bases=False) for case, _ in asked))
    first, names = asked[0][0], [case.cls.name for case, _ in asked]
    alone = only_in(side.accounts)
    made = dict.fromkeys(m for a in side.accounts for m in methods(a, None) if m.name in _MADE)
    known = facts(first.ledger.figures, first.partner.target.code, first.definition.as_of)
    return Answer(
        verb="weigh",
        version=__version__,
        question=replace(first.question, of=",".join(names)).record(),
        columns=side.columns(),
        rows=side.rows(),
        tables=(alone.table(names, first.definition.currency), *known),
        notes=(*told, *side.notes([notes for _, notes in asked]), *alone.notes),
        gaps=side.gaps(),
        evidence=tuple(first.ledger.evidence),
        method=(*made, METHOD),
        query=first.ledger.query(),
    )


def _used_for(case: Case) -> str:
    return f"exports, imports, balance of {case.cls.name}"
