"""``classes follow``: what becomes of codes in another edition, and what a way back loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from steelyard.classes.asked import words
from steelyard.classes.contents import flows_of
from steelyard.classes.following import Asked, of_class, of_edition, round_trip
from steelyard.classes.registry import find_class
from steelyard.nomenclature.concordance import Concordance, concordance
from steelyard.nomenclature.edition_words import editions_named, word_of
from steelyard.nomenclature.weights import Rule
from steelyard.questions.classes_followed import (
    COLUMNS,
    LOSS,
    RETURNED,
    back_notes,
    back_rows,
    back_table,
    there_notes,
    there_rows,
    there_tables,
)
from steelyard.questions.classes_values import Values, values_of
from steelyard.questions.classes_words import check_edition, count_asked, tables_note
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Note
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import BadOption, UnknownProduct
from steelyard.terms.product import Edition
from steelyard.terms.sharing import sharing_rule
from steelyard.terms.version import __version__

SERIES = LOSS
SHOWN = 1_000


def follow_codes(
    codes: Annotated[
        str,
        Ask(
            "codes with their edition (hs2017:8542), a class, or a whole edition (hs2017)",
            AskKind.ARGUMENT,
            complete="classes",
        ),
    ],
    to: Annotated[str, Ask("edition to follow them to, such as hs2022 or sitc4", AskKind.ARGUMENT)],
    *,
    back: Annotated[
        bool, Ask("follow them there and back, and tell what is lost", AskKind.SWITCH)
    ] = False,
    rule: Annotated[
        str,
        Ask(
            "how a code with several successors is shared out: published, equal or trade:YEAR",
            metavar="RULE",
            flag="concordance",
        ),
    ] = "published",
    rows: Annotated[int | str | None, Ask("most rows; 1,000 by default", metavar="N")] = None,
    store: Store | str | None = None,
) -> Answer:
    """Tell what becomes of product codes in another edition or nomenclature, with weights.

    Equation: the shares of a code are its parts of 10^12 divided by them; they add up to one with
    what is lost. With ``back``, the parts of a code that are at home again, elsewhere, or lost.

    Units: shares are ratios. ``candidates`` counts the codes that a code may be, whatever the
    weights.

    Missing and zero: ``becomes`` is missing for what is not followed or has no link, which
    ``becomes_title`` says; its share is that of the code which is lost.

    Raises:
        UnknownClass, UnknownProduct: there is no such class, code or edition.
        BadOption: no single edition is named to follow to, or a flag has no such value.
        NoConcordance: no way of tables leads there.
        NotHeld: values of the year of reference are not held.
    """
    asked, target, most = _asked(codes), _one(to), count_asked(rows, SHOWN)
    told = sharing_rule(rule)
    values = values_of(told, store)
    way = _Way(asked, target, Rule.PUBLISHED if values.told else Rule(told), values)
    answer = Answer(
        "classes follow",
        __version__,
        {
            "codes": codes.strip(),
            "from": word_of(asked.edition),
            "to": word_of(target),
            "back": back,
            "concordance": told,
            "rows": most,
        },
        (),
        (),
        evidence=values.evidence,
    )
    return (_back if back else _there)(answer, way, most)


@dataclass(frozen=True, slots=True)
class _Way:
    """What is followed, where to, and how codes are shared out."""

    asked: Asked
    target: Edition
    rule: Rule
    values: Values

    def there(self) -> Concordance:
        """Return the concordance from the codes to the edition."""
        return concordance(self.asked.edition, self.target, self.rule, self.values.shares)

    def home(self) -> Concordance:
        """Return the concordance back."""
        return concordance(self.target, self.asked.edition, self.rule, self.values.shares)


def _there(answer: Answer, way: _Way, most: int) -> Answer:
    asked, found = way.asked, way.there()
    rows, tables = tuple(there_rows(asked, found)), tuple(there_tables(asked, found))
    sizes = {"": len(rows), **{table.name: len(table.rows) for table in tables}}
    left = (note for name, size in sizes.items() for note in _left(size, most, name))
    return replace(
        answer,
        columns=COLUMNS,
        rows=rows[:most],
        tables=tuple(replace(table, rows=table.rows[:most]) for table in tables),
        notes=(*_notes(way, found), *there_notes(asked, found), *left),
    )


def _back(answer: Answer, way: _Way, most: int) -> Answer:
    asked, out, home = way.asked, way.there(), way.home()
    trip = round_trip(asked, out, home, way.values.shares)
    rows, table = back_rows(asked, trip), back_table(trip, way.values.unit)
    notes = [*_notes(way, out), *tables_note(home.path), *back_notes(trip, way.values.told)]
    if way.values.told and trip.by_value is None:
        text = f"No {way.values.told} is by {asked.edition}: the loss is told of codes only."
        notes.append(Note("no-values", text))
    notes += _left(len(rows), most)
    return replace(answer, columns=RETURNED, rows=rows[:most], tables=(table,), notes=tuple(notes))


def _notes(way: _Way, found: Concordance) -> Iterator[Note]:
    count = len(way.asked.codes)
    codes = f"{count:,} code{'' if count == 1 else 's'}"
    yield Note("compared-at", f"Followed {codes} of {found.source} to {found.target}.")
    yield from tables_note(found.path)
    if way.values.told:
        yield Note(
            "shares", f"Codes without a published answer are shared out by {way.values.told}."
        )


def _left(found: int, most: int, table: str = "") -> Iterator[Note]:
    if found > most:
        of = f" of the table {table}" if table else ""
        held = f"The answer holds {most:,} of {found:,} rows{of}"
        yield Note("more-rows", f"{held}; {found - most:,} more: --rows {found}.")


def _asked(text: str) -> Asked:
    """Return the codes that a word means: a whole edition, else codes or a class."""
    words(text)  # refuses what is no text
    if ":" not in text and _is_edition(text):
        return of_edition(_one(text))
    check_edition(text)
    cls = find_class(text)
    return of_class(cls, None, flows_of(cls)[0])


def _is_edition(text: str) -> bool:
    try:
        return bool(editions_named(text))
    except UnknownProduct:
        return False


def _one(text: str) -> Edition:
    """Return the one edition that a word names.

    Raises:
        UnknownProduct: there is none.
        BadOption: there are several.
    """
    found = editions_named(text)
    if len(found) == 1:
        return found[0]
    words = ", ".join(map(word_of, found))
    raise BadOption(
        f"You asked for the codes of {text.strip()}",
        f"that has {len(found)} editions: {words}",
        "A code means different goods in different editions",
        f"Name one of them, such as {word_of(found[0])}.",
    )
