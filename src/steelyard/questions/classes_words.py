"""What the verbs on classes share: the words of their flags, and what they say of a class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from steelyard.classes.code_writing import undotted
from steelyard.classes.contents import flows_of, year_of
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.members import list_years
from steelyard.nomenclature.code_tables import editions_of
from steelyard.nomenclature.edition_words import word_of
from steelyard.nomenclature.paths import Path
from steelyard.terms.answer import Note
from steelyard.terms.errors import BadOption, NotHeld, UnknownProduct, did_you_mean
from steelyard.terms.period import Period
from steelyard.terms.product import Edition

FLOWS = ("M", "X")
_SAID = {"": "", "m": "M", "import": "M", "imports": "M", "x": "X", "export": "X", "exports": "X"}
_OF = {"M": "imports", "X": "exports", "": "both flows"}
_MOST, _GOODS = 19, "HS"
_SINCE = re.compile(r"(?:from )?([0-9]{4})\b")


def year_asked(period: str | int | None) -> int | None:
    """Return the year of a period; None when none is asked.

    Raises:
        BadPeriod: it is none.
    """
    return None if period is None else Period.parse(str(period)).year


def check_stated(cls: TechnologyClass, year: int | None) -> None:
    """Refuse a year before a class was first stated, by what it tells of its validity.

    Raises:
        NotHeld: the class is younger.
    """
    since = _SINCE.match(cls.valid)
    if year is not None and since and year < int(since[1]):
        raise NotHeld(
            f"You asked for {cls.name} of {year}",
            f"{cls.name} is stated from {since[1]} on",
            "A later list would look like one of that year",
            f"Ask with --period {since[1]} or a later year; a year without a list has the nearest.",
        )


def flow_asked(text: str, *classes: TechnologyClass) -> str:
    """Return the flow whose lists are asked: ``M`` or ``X``, or empty.

    Where none is named it is the first, imports before exports, of which every class that parts the
    two has a list; empty where there is none, or no class parts them.

    Raises:
        BadOption: there is no such flow, or a class has no list of it.
    """
    if text.strip().casefold() not in _SAID:
        raise BadOption(
            f"You asked for the flow {text!r}",
            "there are M (imports) and X (exports)",
            "Lists of imports and of exports name other codes",
            did_you_mean(text, ("imports", "exports"), "Use --flow M or --flow X."),
        )
    parted = [flows for cls in classes if (flows := flows_of(cls)) != ("",)]
    said = _SAID[text.strip().casefold()]
    for cls in classes if said else ():
        if flows_of(cls) != ("",) and said not in flows_of(cls):
            raise _no_list(cls, said)
    shared = [flow for flow in FLOWS if all(flow in flows for flows in parted)]
    return (said or next(iter(shared), "")) if parted else ""


def count_asked(text: int | str | None, usual: int, flag: str = "rows") -> int:
    """Return the number that a flag asks, of rows by default.

    Raises:
        BadOption: it is no whole number above zero.
    """
    return usual if text is None else _whole(flag, text, f"or leave it out for {usual:,}")


def digits_asked(text: int | str | None) -> int | None:
    """Return the digits that are asked; None when none are.

    Raises:
        BadOption: it is no whole number above zero.
    """
    remedy = "or leave it out for the codes as they are listed"
    return None if text is None else _whole("digits", text, remedy)


def list_note(cls: TechnologyClass, year: int | None, flow: str) -> Iterator[Note]:
    """Say whose year's list is read, where it is not that of the year asked."""
    dated, used = list_years(cls, flow), year_of(cls, year, flow)
    if not dated or year == used:
        return
    held = f"{dated[0]} to {dated[-1]}" if len(dated) > 1 else str(dated[0])
    asked = "the newest" if year is None else f"the nearest to {year}"
    text = f"{cls.name}: the list of {_OF[flow]} of {used}, {asked}; lists are held of {held}."
    yield Note("class-list", text)


def _whole(flag: str, given: int | str, remedy: str) -> int:
    text = str(given).strip().replace(",", "")
    if text.isascii() and text.isdigit() and 0 < int(text[:_MOST]) < 10**_MOST:
        return int(text[:_MOST])
    raise BadOption(
        f"You gave --{flag} {given}",
        "it is no whole number above zero",
        "A number that is guessed would show other rows",
        f"Write --{flag} 6, {remedy}.",
    )


def _no_list(cls: TechnologyClass, flow: str) -> BadOption:
    return BadOption(
        f"You asked for {_OF[flow]} of {cls.name}",
        f"{cls.name} lists codes of {_OF[flows_of(cls)[0]]} only",
        "Codes of the other flow may be other lines of goods",
        f"Ask with --flow {flows_of(cls)[0]}, or leave it out.",
    )


def tables_note(way: Path) -> Iterator[Note]:
    """Say by which published tables one edition leads to another."""
    if way:
        told = "; ".join(f"{step} ({step.table.family.publisher})" for step in way)
        yield Note("tables", f"By the tables {told}.")


def core_notes(
    asked: Iterable[TechnologyClass], taken: Iterable[TechnologyClass]
) -> Iterator[Note]:
    """Say of which classes only the technology groups are taken."""
    for cls, part in zip(asked, taken, strict=True):
        if part is not cls:
            text = (
                f"{cls.name} sorts all goods; its technology groups are taken, {part.name}. "
                "Name other groups to compare those."
            )
            yield Note("core-groups", text)


def check_edition(text: str) -> None:
    """Refuse a bare code of goods, without the edition in which it is meant.

    Raises:
        UnknownProduct: it is one.
    """
    code = undotted(_GOODS, text.strip())
    if having := editions_of(_GOODS, code):
        near = " or ".join(f"{word_of(Edition(_GOODS, one))}:{code}" for one in reversed(having))
        raise UnknownProduct(
            f"You asked what became of {code}",
            "no edition is named, in which the code is meant",
            "A code means different goods in different editions",
            f"Did you mean {near}?",
        )
